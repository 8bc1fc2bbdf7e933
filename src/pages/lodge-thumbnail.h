/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/lodge-framebuffer.h"
#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* Properties: machine. Its action “thumbnail.private” is the machine's setting “private”. */
#define LODGE_TYPE_THUMBNAIL (lodge_thumbnail_get_type ())
G_DECLARE_FINAL_TYPE (LodgeThumbnail, lodge_thumbnail, LODGE, THUMBNAIL, GtkWidget)

void lodge_thumbnail_set_machine (LodgeThumbnail *self, LodgeMachine *machine);
guint lodge_thumbnail_get_n_requests (LodgeThumbnail *self); /* to the host, so far */
void  lodge_thumbnail_set_source     (LodgeMachine *machine, LodgeFramebuffer *framebuffer);

G_END_DECLS
