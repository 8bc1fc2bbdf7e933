/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A window with nothing but the display, over the SPICE server of the tests; the X server's side of it
 * (what is on the screen, keys and pointer) and the guest's. */
#pragma once

#include <gdk/x11/gdkx.h>
#include <gtk/gtk.h>

#include "console/lodge-spice-console.h"
#include "display/lodge-display-private.h"

#include "../support/lodge-test-paint.h"
#include "../support/lodge-test-server.h"

#define tell(fixture, ...) lodge_test_server_tell (&(fixture)->server, __VA_ARGS__)

typedef struct {
  LodgeTestServer server;
  LodgeConsole *console;
  GtkWidget *window;
  LodgeDisplay *display;
  guint32 *pixels;   /* what the guest's screen is to be */
  int width, height;
} Fixture;

void expect_keys (Fixture *fixture, const char *expected);
void expect_pointer (Fixture *fixture, const char *expected);
Window get_xid (Fixture *fixture);
G_GNUC_PRINTF (1, 2) void xdotool (const char *format, ...);
gboolean screen_is_right (Fixture *fixture);
gboolean window_is_at_least (Fixture *fixture);
gboolean guest_is_right (Fixture *fixture);
void set_size (Fixture *fixture, int width, int height);
void draw_frame (Fixture *fixture, int seed);
void draw_rect (Fixture *fixture, int seed, int x, int y, int width, int height);
void draw_rects (Fixture *fixture, int seed, int n);
gboolean is_state (Fixture *fixture, LodgeConsoleState state);
void connect_to (LodgeTestServer *server, LodgeConsole *console);
void connect_console (Fixture *fixture);
void set_up_console (Fixture *fixture, LodgeConsole *console);
void set_up (Fixture *fixture, gconstpointer user_data);
void tear_down (Fixture *fixture, gconstpointer user_data);
/* With the keyboard on the display, and the pointer at 100, 100. */
void give_keyboard (Fixture *fixture);
void assert_pointer (Fixture *fixture, const char *name);
/* Of just that text, which the user sees; NULL: none. */
GtkWidget *find_label (GtkWidget *widget, const char *text);
