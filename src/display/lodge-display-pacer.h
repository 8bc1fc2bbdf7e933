/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LodgeDisplayPacer LodgeDisplayPacer;

LodgeDisplayPacer *lodge_display_pacer_new     (void (*func) (gpointer), gpointer user_data);
void               lodge_display_pacer_free    (LodgeDisplayPacer *self);
void               lodge_display_pacer_request (LodgeDisplayPacer *self);
void               lodge_display_pacer_cancel  (LodgeDisplayPacer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeDisplayPacer, lodge_display_pacer_free)

G_END_DECLS
