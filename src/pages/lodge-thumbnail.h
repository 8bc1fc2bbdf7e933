/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* Properties: machine. */
#define LODGE_TYPE_THUMBNAIL (lodge_thumbnail_get_type ())
G_DECLARE_FINAL_TYPE (LodgeThumbnail, lodge_thumbnail, LODGE, THUMBNAIL, GtkWidget)

void lodge_thumbnail_set_machine (LodgeThumbnail *self, LodgeMachine *machine);

G_END_DECLS
