/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "console/lodge-cursor.h"
#include "console/lodge-framebuffer.h"
#include "console/lodge-scanout.h"

G_BEGIN_DECLS

/* Guests have at most so many; what comes beyond is left out. */
#define LODGE_MAX_SCREENS 16

/* How a screen is to be. */
typedef struct {
  gboolean on;
  int x, y, width, height;
} LodgeScreenPlace;

/* One of a guest's screens; a console has a list of them, see lodge_console_get_screens().
 * Properties: number (uint; 0: the first), enabled (bool: the guest shows something on it), x, y (int:
 * where it is in a surface that it has in common with others), framebuffer (LodgeFramebuffer, always the
 * same one), cursor (LodgeCursor boxed, nullable), pointer-x, pointer-y (int: where the guest draws it in
 * relative mode, from this screen's corner; may be outside), scanout (LodgeScanout, nullable: the memory
 * that the guest's graphics processor draws the picture in), obstacle (string, nullable: translated, why
 * that cannot be read). */
#define LODGE_TYPE_SCREEN (lodge_screen_get_type ())
G_DECLARE_FINAL_TYPE (LodgeScreen, lodge_screen, LODGE, SCREEN, GObject)

/* 0: the first. */
guint             lodge_screen_get_number      (LodgeScreen *self);
/* Whether the guest shows something on it. */
gboolean          lodge_screen_is_enabled      (LodgeScreen *self);
void              lodge_screen_get_place       (LodgeScreen *self,
                                                int         *x,
                                                int         *y);
/* (transfer none): always the same one. */
LodgeFramebuffer *lodge_screen_get_framebuffer (LodgeScreen *self);
/* (transfer none) (nullable): the guest’s pointer when it is on this screen. */
LodgeCursor      *lodge_screen_get_cursor      (LodgeScreen *self);
/* (transfer none) (nullable) */
LodgeScanout     *lodge_screen_get_scanout     (LodgeScreen *self);
const char       *lodge_screen_get_obstacle    (LodgeScreen *self);

G_END_DECLS
