/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The pointer's picture. Immutable, counted; pixels are RGBA, straight alpha, rows without gaps. */
typedef struct {
  gatomicrefcount ref_count;
  int     width, height;    /* 1..LODGE_CURSOR_MAX_SIZE */
  int     hot_x, hot_y;     /* inside */
  GBytes *pixels;           /* NULL: hidden */
} LodgeCursor;
#define LODGE_CURSOR_MAX_SIZE 512
#define LODGE_TYPE_CURSOR (lodge_cursor_get_type ())
GType        lodge_cursor_get_type (void);
/* NULL when not sane */
LodgeCursor *lodge_cursor_new      (int width, int height, int hot_x, int hot_y, gconstpointer rgba);
LodgeCursor *lodge_cursor_ref      (LodgeCursor *self);
void         lodge_cursor_unref    (LodgeCursor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeCursor, lodge_cursor_unref)

G_END_DECLS
