/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-console.h"
#include "console/lodge-screen-private.h"

G_BEGIN_DECLS

/* The screens of a console, and what is wished of them. */
typedef struct _LodgeConsoleScreens LodgeConsoleScreens;
typedef void (*LodgeArrangeFunc) (const LodgeScreenPlace *places,
                                  guint                   n,
                                  gpointer                user_data);

LodgeConsoleScreens *lodge_console_screens_new          (LodgeArrangeFunc     func,
                                                         gpointer             user_data);
void                 lodge_console_screens_free         (LodgeConsoleScreens *self);
GListModel          *lodge_console_screens_get_model    (LodgeConsoleScreens *self);
LodgeScreen         *lodge_console_screens_get          (LodgeConsoleScreens *self,
                                                         guint                number);
void                 lodge_console_screens_set_n        (LodgeConsoleScreens *self,
                                                         guint                n);
void                 lodge_console_screens_set_can_arrange (LodgeConsoleScreens *self,
                                                            gboolean             can_arrange);
void                 lodge_console_screens_reset        (LodgeConsoleScreens *self);
void                 lodge_console_screens_request_size (LodgeConsoleScreens *self,
                                                         guint                number,
                                                         int                  width,
                                                         int                  height);
void                 lodge_console_screens_turn         (LodgeConsoleScreens *self,
                                                         guint                number,
                                                         gboolean             on);
void                 lodge_console_screens_place        (LodgeConsoleScreens *self,
                                                         guint                number,
                                                         int                  x,
                                                         int                  y);
void                 lodge_console_screens_unplace      (LodgeConsoleScreens *self);
void                 lodge_console_screens_line_up      (LodgeConsoleScreens *self,
                                                         const guint         *numbers,
                                                         guint                n,
                                                         gboolean             below);

LodgeConsoleScreens *lodge_console_screens_of           (LodgeConsole        *console);

G_END_DECLS
