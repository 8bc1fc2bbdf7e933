/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the library keeps of pictures at a server's word, for all display channels of a session: the cache
 * of pictures, and the window of GLZ. Knows their sizes alone, and how much that may be. Also whether an
 * image of a disc is shared. */
typedef struct _LodgeSpiceCaches LodgeSpiceCaches;

#define LODGE_SPICE_MAX_CACHE (512u << 20)   /* bytes, of each of the two */

LodgeSpiceCaches *lodge_spice_caches_new     (void);
LodgeSpiceCaches *lodge_spice_caches_ref     (LodgeSpiceCaches *self);
void              lodge_spice_caches_unref   (LodgeSpiceCaches *self);
gboolean          lodge_spice_caches_add     (LodgeSpiceCaches *self,
                                              guint64           id,
                                              guint64           n_bytes);
void              lodge_spice_caches_remove  (LodgeSpiceCaches *self,
                                              guint64           id);
void              lodge_spice_caches_clear   (LodgeSpiceCaches *self);
guint64           lodge_spice_caches_get_glz (LodgeSpiceCaches *self,
                                              guint64           id);
gboolean          lodge_spice_caches_expect_glz (LodgeSpiceCaches *self,
                                                 guint64           id,
                                                 guint64           n_pixels);
gboolean          lodge_spice_caches_add_glz (LodgeSpiceCaches *self,
                                              guint64           id,
                                              guint64           distance,
                                              guint64           n_pixels);
void              lodge_spice_caches_set_disc (LodgeSpiceCaches *self,
                                               gboolean          has_disc);
gboolean          lodge_spice_caches_has_disc (LodgeSpiceCaches *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeSpiceCaches, lodge_spice_caches_unref)

G_END_DECLS
