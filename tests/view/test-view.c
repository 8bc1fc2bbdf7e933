/* SPDX-License-Identifier: GPL-3.0-or-later */

/* lodge-view's window over the test server, and the program itself with good and bad command lines. */

#include "config.h"

#include <gdk/x11/gdkx.h>
#include <signal.h>

#include "base/lodge-error.h"
#include "base/lodge-settings.h"
#include "console/lodge-console-address.h"
#include "console/lodge-console-clipboard-private.h"
#include "console/lodge-spice-console.h"
#include "display/lodge-display-hint.h"
#include "display/lodge-folder-button.h"
#include "display/lodge-fullscreen-bar.h"
#include "display/lodge-guest-actions.h"
#include "display/lodge-keys-button.h"
#include "display/lodge-scale-button.h"
#include "view/lodge-view-window.h"

#include "../support/lodge-test-server.h"
#include "../support/lodge-test-widgets.h"

static const char *program;

typedef struct {
  LodgeTestServer server;
  LodgeConsole *console;
  GtkWidget *window;
} Fixture;

static GtkWidget *
find_label (GtkWidget  *widget,
            const char *part)
{
  return lodge_test_find_where (widget, GTK_TYPE_LABEL, "label", part);
}

static const char *
shown_page (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (lodge_test_find (fixture->window, GTK_TYPE_STACK)));
}

static void
open_window (Fixture    *fixture,
             const char *uri)
{
  g_autoptr(LodgeConsoleAddress) address = lodge_console_address_new (uri, NULL);
  g_autofree char *title = lodge_console_address_to_title (address);

  fixture->console = lodge_console_address_new_console (address);
  fixture->window = lodge_view_window_new (NULL, fixture->console, title);
  gtk_window_present (GTK_WINDOW (fixture->window));
  lodge_console_connect (fixture->console);
  g_assert_cmpstr (shown_page (fixture), ==, "connecting");
}

static void
close_window (Fixture *fixture)
{
  GtkWidget *window = g_object_ref (fixture->window);

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (window);
  g_assert_finalize_object (fixture->console);
}

/* The guest's, and drawn: a session that ends before leaves nothing to be dimmed. */
static gboolean
has_picture (Fixture *fixture)
{
  LodgeDisplay *display = LODGE_DISPLAY (lodge_test_find (fixture->window, LODGE_TYPE_DISPLAY));
  g_autoptr(GdkTexture) picture = lodge_display_snapshot_guest (display);

  return picture != NULL && gdk_texture_get_width (picture) == 800 && lodge_display_has_picture (display);
}

static gboolean
is_dimmed (Fixture *fixture)
{
  gboolean dimmed = FALSE;

  g_object_get (lodge_test_find (fixture->window, LODGE_TYPE_DISPLAY), "dimmed", &dimmed, NULL);
  return dimmed;
}

static void
wait_for_picture (Fixture         *fixture,
                  LodgeTestServer *server)
{
  lodge_test_wait (g_strcmp0 (shown_page (fixture), "display") == 0);
  lodge_test_server_settle (server, fixture->console);
  lodge_test_server_tell (server, "size 800 600");
  lodge_test_server_tell (server, "frame 1");
  lodge_test_wait (has_picture (fixture));
}

static gboolean
has_hint (Fixture *fixture)
{
  GtkWidget *hint = lodge_test_find (fixture->window, LODGE_TYPE_DISPLAY_HINT);
  GtkRevealer *revealer = GTK_REVEALER (lodge_test_find (hint, GTK_TYPE_REVEALER));

  return gtk_revealer_get_reveal_child (revealer) && find_label (hint, "Ctrl+Alt") != NULL;
}

static Window
get_xid (Fixture *fixture)
{
  return gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (fixture->window)));
}

G_GNUC_PRINTF (1, 2) static void
xdotool (const char *format,
         ...)
{
  g_autofree char *arguments = NULL, *command = NULL;
  g_autoptr(GError) error = NULL;
  va_list args;

  va_start (args, format);
  arguments = g_strdup_vprintf (format, args);
  va_end (args);
  command = g_strconcat ("xdotool ", arguments, NULL);
  g_spawn_command_line_sync (command, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
test_session (void)
{
  Fixture fixture = { 0 };
  GtkWidget *display, *notice;

  lodge_test_server_start (&fixture.server, NULL);
  open_window (&fixture, fixture.server.uri);
  lodge_test_wait (g_strcmp0 (shown_page (&fixture), "display") == 0
                   && fixture.server.n_channels == 4);
  lodge_test_server_tell (&fixture.server, "size 800 600");
  lodge_test_server_tell (&fixture.server, "frame 1");
  lodge_test_wait (has_picture (&fixture));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture.window)), ==, "spice");

  /* The guest has the keyboard as soon as the window has it, and it is said how to leave. */
  xdotool ("windowfocus --sync %lu", get_xid (&fixture));
  lodge_test_wait (has_hint (&fixture));
  xdotool ("key a");
  lodge_test_wait (g_str_equal (fixture.server.keys->str, "1e;9e;"));
  xdotool ("keydown Control_L keydown Alt_L keyup Alt_L keyup Control_L");
  lodge_test_wait (!has_hint (&fixture) && g_str_has_suffix (fixture.server.keys->str, "9d;"));
  g_string_truncate (fixture.server.keys, 0);

  g_assert_true (gtk_widget_activate_action (fixture.window, "win.send-keys", "s", "ctrl-alt-del"));
  lodge_test_wait (fixture.server.keys->len >= strlen ("1d;38;e0;53;e0;d3;b8;9d;"));
  g_assert_cmpstr (fixture.server.keys->str, ==, "1d;38;e0;53;e0;d3;b8;9d;");

  /* The last picture stays, dimmed, and says what happened. */
  lodge_test_server_stop (&fixture.server);
  lodge_test_wait (is_dimmed (&fixture));
  g_assert_cmpstr (shown_page (&fixture), ==, "display");
  display = lodge_test_find (fixture.window, LODGE_TYPE_DISPLAY);
  g_assert_true (lodge_display_has_picture (LODGE_DISPLAY (display)));
  notice = find_label (gtk_widget_get_ancestor (display, GTK_TYPE_OVERLAY), "The other side closed");
  g_assert_true (notice != NULL && gtk_widget_get_mapped (notice));
  lodge_test_wait (!has_hint (&fixture));

  /* Nobody is there: a sentence, and a way on. */
  g_assert_true (gtk_widget_activate_action (fixture.window, "view.connect", NULL));
  lodge_test_wait (g_strcmp0 (shown_page (&fixture), "failed") == 0);
  g_assert_false (is_dimmed (&fixture));
  close_window (&fixture);
}

/* The window of that title. */
static GtkWidget *
find_window (const char *title)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (g_strcmp0 (gtk_window_get_title (l->data), title) == 0)
      return l->data;
  return NULL;
}

static gboolean
is_original_size (GtkWidget *scroller)
{
  GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scroller));

  return gtk_adjustment_get_upper (across) > gtk_adjustment_get_page_size (across)
         && gtk_adjustment_get_upper (across) * gtk_widget_get_scale_factor (scroller) >= 800;
}

/* The picture may be as large as it is, in a smaller window too. */
static void
test_scale (void)
{
  Fixture fixture = { 0 };
  GtkWidget *button, *display, *scroller, *menu;

  lodge_test_server_start (&fixture.server, NULL);
  open_window (&fixture, fixture.server.uri);
  button = lodge_test_find (fixture.window, LODGE_TYPE_SCALE_BUTTON);
  g_assert_false (gtk_widget_get_visible (button));
  wait_for_picture (&fixture, &fixture.server);
  g_assert_true (gtk_widget_get_mapped (button));
  display = lodge_test_find (fixture.window, LODGE_TYPE_DISPLAY);
  scroller = gtk_widget_get_ancestor (display, GTK_TYPE_SCROLLED_WINDOW);
  xdotool ("windowsize --sync %lu 560 480", get_xid (&fixture));
  lodge_test_wait (gtk_widget_get_width (scroller) < 600);
  g_assert_false (is_original_size (scroller));

  menu = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (gtk_widget_get_first_child (button))));
  g_assert_true (gtk_widget_activate_action (menu, "display.scale-mode", "s", "original"));
  lodge_test_wait (is_original_size (scroller));
  g_assert_true (gtk_widget_activate_action (menu, "display.scale-mode", "s", "fit"));
  lodge_test_wait (!is_original_size (scroller));
  close_window (&fixture);
  lodge_test_server_stop (&fixture.server);
}

/* What the display has to say is said in the window, as it is. */
static void
test_toast (void)
{
  Fixture fixture = { 0 };
  GtkWidget *label;

  lodge_test_server_start (&fixture.server, NULL);
  open_window (&fixture, fixture.server.uri);
  wait_for_picture (&fixture, &fixture.server);
  lodge_console_clipboard_take_failure (lodge_console_get_clipboard (fixture.console),
                                        lodge_error_new (LODGE_ERROR_UNSUPPORTED, NULL, "Not <that>"));
  label = find_label (fixture.window, "that");
  g_assert_nonnull (label);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "Not <that>");
  lodge_test_wait (gtk_widget_get_mapped (label));
  close_window (&fixture);
  lodge_test_server_stop (&fixture.server);
}

/* What is done with the file is tested with the display. */
static void
test_screenshot (void)
{
  Fixture fixture = { 0 };

  lodge_test_server_start (&fixture.server, NULL);
  open_window (&fixture, fixture.server.uri);
  g_assert_null (find_window ("Save Screenshot"));
  wait_for_picture (&fixture, &fixture.server);
  g_assert_true (gtk_widget_activate_action (fixture.window, "guest.screenshot", NULL));
  lodge_test_wait (find_window ("Save Screenshot") != NULL
                   && gtk_widget_get_mapped (find_window ("Save Screenshot")));
  gtk_window_close (GTK_WINDOW (find_window ("Save Screenshot")));
  lodge_test_wait (find_window ("Save Screenshot") == NULL);
  close_window (&fixture);
  lodge_test_server_stop (&fixture.server);
}

/* A text, for a guest that shares no clipboard; nothing when the screen is for viewing only. */
static void
test_type_text (void)
{
  Fixture fixture = { 0 };
  GtkWidget *button, *dialog, *view;

  lodge_test_server_start (&fixture.server, NULL);
  open_window (&fixture, fixture.server.uri);
  wait_for_picture (&fixture, &fixture.server);
  g_string_truncate (fixture.server.keys, 0);
  button = lodge_test_find (fixture.window, LODGE_TYPE_KEYS_BUTTON);
  g_assert_true (gtk_widget_activate_action (button, "keys.type-text", NULL));
  dialog = find_window ("Type Text");
  g_assert_nonnull (dialog);
  view = lodge_test_find (dialog, GTK_TYPE_TEXT_VIEW);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "1\n", -1);
  g_signal_emit_by_name (gtk_widget_get_ancestor (find_label (dialog, "_Type"), GTK_TYPE_BUTTON), "clicked");
  lodge_test_wait (g_str_equal (fixture.server.keys->str, "02;82;1c;9c;"));
  lodge_test_wait (find_window ("Type Text") == NULL);

  lodge_view_window_set_view_only (LODGE_VIEW_WINDOW (fixture.window), TRUE);
  g_assert_false (gtk_widget_get_sensitive (gtk_widget_get_first_child (button)));
  close_window (&fixture);
  lodge_test_server_stop (&fixture.server);
}

/* One screen, two viewers: the second has it, the first says so and takes it back when told to. */
static void
test_two_viewers (void)
{
  Fixture first = { 0 }, second = { 0 };

  lodge_test_server_start (&first.server, NULL);
  open_window (&first, first.server.uri);
  wait_for_picture (&first, &first.server);
  open_window (&second, first.server.uri);
  lodge_test_wait (is_dimmed (&first));
  wait_for_picture (&second, &first.server);
  g_assert_true (is_dimmed (&first));
  g_assert_false (is_dimmed (&second));

  g_assert_true (gtk_widget_activate_action (first.window, "view.connect", NULL));
  lodge_test_wait (is_dimmed (&second));
  wait_for_picture (&first, &first.server);
  g_assert_false (is_dimmed (&first));
  close_window (&second);
  close_window (&first);
  lodge_test_wait (first.server.n_channels == 0);
  lodge_test_server_stop (&first.server);
}

/* The keys that give the keyboard back are those of Lodge. */
static void
test_release_keys (void)
{
  g_autoptr(GSettings) settings = lodge_settings_new ();
  Fixture fixture = { 0 };
  g_autofree char *keys = NULL;

  g_settings_set_string (settings, "release-keys", "ctrl_r");
  open_window (&fixture, "spice+unix:///nonexistent/screen");
  g_object_get (lodge_test_find (fixture.window, LODGE_TYPE_DISPLAY), "release-keys", &keys, NULL);
  g_assert_cmpstr (keys, ==, "ctrl_r");
  g_settings_reset (settings, "release-keys");
  lodge_test_wait (g_strcmp0 (shown_page (&fixture), "failed") == 0);
  close_window (&fixture);
}

/* The password is typed by keys, into the entry that has the focus. */
static void
test_password (void)
{
  Fixture fixture = { 0 };
  LodgeCredentials *credentials;

  lodge_test_server_start (&fixture.server, "secret");
  open_window (&fixture, fixture.server.uri);
  credentials = lodge_console_get_credentials (fixture.console);
  lodge_test_wait (g_strcmp0 (shown_page (&fixture), "credentials") == 0);
  xdotool ("windowfocus --sync %lu", get_xid (&fixture));
  xdotool ("type wrong");
  xdotool ("key Return");
  lodge_test_wait (lodge_credentials_get_refused (credentials));
  g_assert_cmpstr (shown_page (&fixture), ==, "credentials");
  xdotool ("type secret");
  xdotool ("key Return");
  lodge_test_wait (g_strcmp0 (shown_page (&fixture), "display") == 0
                   && fixture.server.n_channels == 4);
  lodge_test_server_tell (&fixture.server, "size 800 600");
  lodge_test_server_tell (&fixture.server, "frame 1");
  lodge_test_wait (has_picture (&fixture));
  close_window (&fixture);
  lodge_test_server_stop (&fixture.server);
}

/* A folder goes to the guest only when it is chosen, and the window says so as long as it does. */
static void
test_folder (void)
{
  Fixture fixture = { 0 };
  LodgeConsoleFolder *folder;
  GtkWidget *button, *dialog;
  gboolean shared;

  lodge_test_server_start (&fixture.server, NULL);
  lodge_test_server_tell (&fixture.server, "webdav device");
  open_window (&fixture, fixture.server.uri);
  lodge_test_wait (fixture.server.n_channels == 4);
  folder = lodge_console_get_folder (fixture.console);
  button = lodge_test_find (fixture.window, LODGE_TYPE_FOLDER_BUTTON);
  lodge_test_wait (lodge_console_folder_get_state (folder) == LODGE_FOLDER_OFF);
  g_assert_false (gtk_widget_get_visible (button));

  g_assert_true (gtk_widget_activate_action (fixture.window, "guest.folder", NULL));
  dialog = find_window ("Shared Folder");
  g_assert_nonnull (find_label (dialog, "Nothing is shared."));
  g_object_set (folder, "path", fixture.server.dir, NULL);
  g_assert_nonnull (find_label (dialog, fixture.server.dir));
  gtk_switch_set_active (GTK_SWITCH (lodge_test_find (dialog, GTK_TYPE_SWITCH)), TRUE);
  g_object_get (folder, "shared", &shared, NULL);
  g_assert_true (shared);
  g_assert_nonnull (find_label (dialog, "The guest does not use it yet."));
  lodge_test_wait (gtk_widget_get_visible (button));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (gtk_widget_get_first_child (button)), "can read the"));
  lodge_test_server_tell (&fixture.server, "webdav open");
  lodge_test_wait (find_label (dialog, "The guest can use the folder now.") != NULL);
  g_object_set (folder, "read-only", FALSE, NULL);
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (gtk_widget_get_first_child (button)), "change"));

  gtk_switch_set_active (GTK_SWITCH (lodge_test_find (dialog, GTK_TYPE_SWITCH)), FALSE);
  g_assert_false (gtk_widget_get_visible (button));
  gtk_window_destroy (GTK_WINDOW (dialog));
  close_window (&fixture);
  lodge_test_server_stop (&fixture.server);
}

/* The dialog says why nothing can be shared, and what was said goes when the wish does. */
static void
test_cards (void)
{
  static const char *const names[] = { "one", "two", NULL };
  Fixture fixture = { 0 };
  LodgeConsoleCards *cards;
  GtkWidget *dialog, *toggle;

  lodge_test_server_start (&fixture.server, NULL);
  lodge_test_server_tell (&fixture.server, "reader device");
  open_window (&fixture, fixture.server.uri);
  wait_for_picture (&fixture, &fixture.server);
  cards = lodge_console_get_cards (fixture.console);
  g_object_set (cards, "certificates", names, NULL);
  if (!lodge_console_cards_is_available (cards))
    g_test_skip ("built without libcacard");
  else
    {
      g_assert_true (gtk_widget_activate_action (fixture.window, "guest.smart-cards", NULL));
      dialog = find_window ("Smart Cards");
      toggle = lodge_test_find (dialog, GTK_TYPE_SWITCH);
      g_assert_false (gtk_switch_get_active (GTK_SWITCH (toggle)));
      gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
      lodge_test_wait (find_label (dialog, "names of three certificates") != NULL);
      g_assert_nonnull (find_label (dialog, "The guest has no card"));
      gtk_switch_set_active (GTK_SWITCH (toggle), FALSE);
      g_assert_null (find_label (dialog, "names of three certificates"));
      g_assert_null (find_label (dialog, "The guest has no card"));
      gtk_window_destroy (GTK_WINDOW (dialog));
    }
  close_window (&fixture);
  lodge_test_server_stop (&fixture.server);
}

/* What is remembered of a machine, and of no other. */
static void
test_folder_remembered (void)
{
  g_autoptr(LodgeConsole) console = lodge_spice_console_new_uri ("spice+unix:///nowhere");
  g_autoptr(LodgeDisplay) display = g_object_ref_sink (LODGE_DISPLAY (lodge_display_new ()));
  g_autoptr(LodgeGuestActions) actions = lodge_guest_actions_new (display);
  g_autoptr(GSettings) one = lodge_settings_new_for_machine ("6b6e3d2c-5b3e-4d6c-9a55-33a4a6c37a01");
  g_autoptr(GSettings) two = lodge_settings_new_for_machine ("6b6e3d2c-5b3e-4d6c-9a55-33a4a6c37a02");
  LodgeConsoleFolder *folder = lodge_console_get_folder (console);

  lodge_display_set_console (display, console);
  lodge_guest_actions_set_settings (actions, one);
  g_assert_true (lodge_console_folder_is_read_only (folder));
  g_object_set (folder, "path", "/somewhere", "shared", TRUE, "read-only", FALSE, NULL);
  g_assert_true (g_settings_get_boolean (one, "share-folder"));
  g_assert_false (g_settings_get_boolean (one, "shared-folder-read-only"));

  lodge_guest_actions_set_settings (actions, two);
  g_assert_null (lodge_console_folder_get_shared (folder));
  g_assert_true (lodge_console_folder_is_read_only (folder));
  g_assert_false (g_settings_get_boolean (two, "share-folder"));
  lodge_guest_actions_set_settings (actions, one);
  g_assert_cmpstr (lodge_console_folder_get_shared (folder), ==, "/somewhere");
  lodge_guest_actions_set_settings (actions, NULL);
  g_assert_null (lodge_console_folder_get_shared (folder));
  g_assert_true (g_settings_get_boolean (one, "share-folder"));
  lodge_display_set_console (display, NULL);
}

static gboolean
shares_cards (LodgeConsoleCards *cards)
{
  gboolean shared;

  g_object_get (cards, "shared", &shared, NULL);
  return shared;
}

static void
test_cards_remembered (void)
{
  g_autoptr(LodgeConsole) console = lodge_spice_console_new_uri ("spice+unix:///nowhere");
  g_autoptr(LodgeDisplay) display = g_object_ref_sink (LODGE_DISPLAY (lodge_display_new ()));
  g_autoptr(LodgeGuestActions) actions = lodge_guest_actions_new (display);
  g_autoptr(GSettings) one = lodge_settings_new_for_machine ("6b6e3d2c-5b3e-4d6c-9a55-33a4a6c37a03");
  g_autoptr(GSettings) two = lodge_settings_new_for_machine ("6b6e3d2c-5b3e-4d6c-9a55-33a4a6c37a04");
  LodgeConsoleCards *cards = lodge_console_get_cards (console);

  lodge_display_set_console (display, console);
  lodge_guest_actions_set_settings (actions, one);
  g_assert_false (shares_cards (cards));
  g_object_set (cards, "shared", TRUE, NULL);
  lodge_guest_actions_set_settings (actions, two);
  g_assert_false (shares_cards (cards));
  lodge_guest_actions_set_settings (actions, one);
  g_assert_true (shares_cards (cards));
  lodge_guest_actions_set_settings (actions, NULL);
  g_assert_false (shares_cards (cards));
  g_assert_true (g_settings_get_boolean (one, "share-smart-cards"));
  lodge_display_set_console (display, NULL);
}

static void
test_retry (void)
{
  Fixture fixture = { 0 };
  g_autofree char *text = NULL;

  open_window (&fixture, "spice+unix:///nonexistent/screen");
  lodge_test_wait (g_strcmp0 (shown_page (&fixture), "failed") == 0);
  g_object_get (fixture.window, "status-text", &text, NULL);
  g_assert_nonnull (strstr (text, "cannot be reached"));
  g_assert_true (gtk_widget_activate_action (fixture.window, "view.connect", NULL));
  g_assert_cmpstr (shown_page (&fixture), ==, "connecting");
  lodge_test_wait (g_strcmp0 (shown_page (&fixture), "failed") == 0);
  close_window (&fixture);
}

static gboolean
is_managed (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  return gdk_x11_screen_supports_net_wm_hint (gdk_x11_display_get_screen (display),
                                              g_intern_static_string ("_NET_WM_STATE_FULLSCREEN"));
}

static gboolean
has_keys (Fixture *fixture)
{
  gboolean grabbed;

  g_object_get (lodge_test_find (fixture->window, LODGE_TYPE_DISPLAY), "grabbed", &grabbed, NULL);
  return grabbed;
}

static gboolean
has_tools (Fixture *fixture)
{
  gboolean revealed;

  g_object_get (lodge_test_find (fixture->window, LODGE_TYPE_FULLSCREEN_BAR), "revealed", &revealed, NULL);
  return revealed;
}

/* To @y below the edge of what the tools are in. */
static void
move_pointer (Fixture *fixture,
              double   y)
{
  GtkWidget *bar = lodge_test_find (fixture->window, LODGE_TYPE_FULLSCREEN_BAR);
  double left, top, x;

  gtk_widget_translate_coordinates (gtk_widget_get_parent (bar), fixture->window, 100, y, &x, &y);
  gtk_native_get_surface_transform (GTK_NATIVE (fixture->window), &left, &top);
  xdotool ("mousemove --window %lu %d %d", get_xid (fixture), (int) (left + x), (int) (top + y));
}

/* Those that the pointer calls go with it, also after a menu of theirs, and the guest has the keys again. */
static void
use_tools (Fixture *fixture)
{
  GtkWidget *scale = lodge_test_find (fixture->window, LODGE_TYPE_SCALE_BUTTON);
  GtkMenuButton *button = GTK_MENU_BUTTON (lodge_test_find (scale, GTK_TYPE_MENU_BUTTON));

  move_pointer (fixture, 300);
  move_pointer (fixture, 1);
  lodge_test_wait (has_tools (fixture));
  gtk_menu_button_popup (button);
  lodge_test_wait (gtk_widget_get_mapped (GTK_WIDGET (gtk_menu_button_get_popover (button)))
                   && !has_keys (fixture));
  gtk_menu_button_popdown (button);
  lodge_test_wait (!gtk_widget_get_mapped (GTK_WIDGET (gtk_menu_button_get_popover (button))));
  gtk_window_set_focus_visible (GTK_WINDOW (fixture->window), FALSE);  /* as a click does */
  move_pointer (fixture, 300);
  lodge_test_wait (!has_tools (fixture) && has_keys (fixture));
}

/* The guest that fills the screen has the keys, and the keys that release them call the tools, which can
 * all be reached without a pointer. */
static void
test_fullscreen (void)
{
  g_autoptr(GSubprocess) manager = NULL;
  Fixture fixture = { 0 };
  GtkWidget *scale, *focus;

  manager = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
                              "openbox", "--sm-disable", NULL);
  if (manager == NULL)
    {
      g_test_skip ("needs openbox");
      return;
    }
  lodge_test_wait (is_managed ());
  lodge_test_server_start (&fixture.server, NULL);
  open_window (&fixture, fixture.server.uri);
  wait_for_picture (&fixture, &fixture.server);
  scale = lodge_test_find (fixture.window, LODGE_TYPE_SCALE_BUTTON);
  xdotool ("windowactivate --sync %lu", get_xid (&fixture));
  lodge_test_wait (has_keys (&fixture));
  xdotool ("keydown Control_L keydown Alt_L keyup Alt_L keyup Control_L");
  lodge_test_wait (!has_keys (&fixture));

  g_assert_true (gtk_widget_activate_action (fixture.window, "view.fullscreen", NULL));
  lodge_test_wait (gtk_window_is_fullscreen (GTK_WINDOW (fixture.window)));
  lodge_test_wait (has_keys (&fixture));
  g_assert_nonnull (gtk_widget_get_ancestor (scale, LODGE_TYPE_FULLSCREEN_BAR));
  use_tools (&fixture);
  xdotool ("keydown Control_L keydown Alt_L keyup Alt_L keyup Control_L");
  focus = lodge_test_find (fixture.window, LODGE_TYPE_KEYS_BUTTON);
  lodge_test_wait (gtk_widget_get_focus_child (focus) != NULL);
  for (int i = 0; i < 4 && gtk_widget_get_focus_child (scale) == NULL; i++)
    gtk_widget_child_focus (gtk_widget_get_ancestor (scale, LODGE_TYPE_FULLSCREEN_BAR), GTK_DIR_TAB_FORWARD);
  g_assert_nonnull (gtk_widget_get_focus_child (scale));
  close_window (&fixture);
  lodge_test_server_stop (&fixture.server);
  g_subprocess_force_exit (manager);
  g_subprocess_wait (manager, NULL, NULL);
}

/* What the program prints, and how it ends; without a screen to open a window on. */
static int
run (const char  *argument,
     char       **out,
     char       **err)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;

  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  process = g_subprocess_launcher_spawn (launcher, &error, program, argument, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, out, err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

static void
test_command_line (void)
{
  static const char *const bad[] = { NULL, "screen", "http://localhost:80", "spice://host", "spice+unix://" };
  g_autofree char *help = NULL, *version = NULL, *none = NULL, *nothing = NULL;

  g_assert_cmpint (run ("--help", &help, &none), ==, 0);
  g_assert_nonnull (strstr (help, "--full-screen"));
  g_assert_cmpint (run ("--version", &version, &nothing), ==, 0);
  g_assert_cmpstr (version, ==, "lodge-view " LODGE_VERSION "\n");

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *out = NULL, *err = NULL;

      g_assert_cmpint (run (bad[i], &out, &err), ==, 2);
      g_assert_cmpstr (out, ==, "");
      g_assert_true (g_str_has_prefix (err, "lodge-view: "));
      g_assert_nonnull (strstr (err, bad[i] != NULL ? bad[i] : "address"));
    }
}

/* The server goes first: its library crashes when a client goes that is still being greeted. */
static void
test_program (void)
{
  LodgeTestServer server = { 0 };
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;

  lodge_test_server_start (&server, NULL);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "-f", server.uri, NULL);
  g_assert_no_error (error);
  lodge_test_wait (server.n_channels == 4);
  lodge_test_server_tell (&server, "frame 1");
  lodge_test_server_stop (&server);
  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait (process, NULL, NULL);
}

int
main (int   argc,
      char *argv[])
{
  program = argv[1];
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_test_add_func ("/view/session", test_session);
  g_test_add_func ("/view/scale", test_scale);
  g_test_add_func ("/view/toast", test_toast);
  g_test_add_func ("/view/type-text", test_type_text);
  g_test_add_func ("/view/two-viewers", test_two_viewers);
  g_test_add_func ("/view/release-keys", test_release_keys);
  g_test_add_func ("/view/password", test_password);
  g_test_add_func ("/view/fullscreen", test_fullscreen);
  /* After those that type: without a window manager its chooser leaves the keys to nobody. */
  g_test_add_func ("/view/screenshot", test_screenshot);
  g_test_add_func ("/view/folder", test_folder);
  g_test_add_func ("/view/cards", test_cards);
  g_test_add_func ("/view/folder-remembered", test_folder_remembered);
  g_test_add_func ("/view/cards-remembered", test_cards_remembered);
  g_test_add_func ("/view/retry", test_retry);
  g_test_add_func ("/view/command-line", test_command_line);
  g_test_add_func ("/view/program", test_program);
  return g_test_run ();
}
