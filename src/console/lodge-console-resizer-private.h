/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-screen.h"

G_BEGIN_DECLS

/* How the first n screens are to be. */
typedef struct {
  guint n;
  LodgeScreenPlace places[LODGE_MAX_SCREENS];
} LodgeScreenLayout;

/* Sizes that are wanted of a guest, sent after a pause and one at a time. */
typedef struct _LodgeConsoleResizer LodgeConsoleResizer;
/* May bring the layout up to date before it is sent. */
typedef void (*LodgeConsoleResizeFunc) (LodgeScreenLayout *layout,
                                        gpointer           user_data);

LodgeConsoleResizer *lodge_console_resizer_new     (LodgeConsoleResizeFunc  func,
                                                    gpointer                user_data);
void                 lodge_console_resizer_free    (LodgeConsoleResizer    *self);
void                 lodge_console_resizer_request (LodgeConsoleResizer     *self,
                                                    const LodgeScreenLayout *layout);
void                 lodge_console_resizer_resized (LodgeConsoleResizer    *self);
void                 lodge_console_resizer_reset   (LodgeConsoleResizer    *self);

G_END_DECLS
