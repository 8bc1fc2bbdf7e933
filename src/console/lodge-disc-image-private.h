/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether a file can be a disc for a guest. */
void     lodge_disc_image_check_async  (GFile                *image,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
gboolean lodge_disc_image_check_finish (GFile                *image,
                                        GAsyncResult         *result,
                                        GError              **error);

G_END_DECLS
