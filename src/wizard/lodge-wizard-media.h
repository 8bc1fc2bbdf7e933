/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "create/lodge-os-db.h"

G_BEGIN_DECLS

/* Recognises the ISO at a path. Properties: path (read-only), loading, known (a medium was read),
 * error (GError, boxed, nullable). */
#define LODGE_TYPE_WIZARD_MEDIA (lodge_wizard_media_get_type ())
G_DECLARE_FINAL_TYPE (LodgeWizardMedia, lodge_wizard_media, LODGE, WIZARD_MEDIA, GObject)

LodgeWizardMedia *lodge_wizard_media_new       (void);
void              lodge_wizard_media_open      (LodgeWizardMedia *self,
                                                const char       *path);
void              lodge_wizard_media_try       (LodgeWizardMedia *self,
                                                const char       *path);
const char       *lodge_wizard_media_get_path  (LodgeWizardMedia *self);
gboolean          lodge_wizard_media_is_loading (LodgeWizardMedia *self);
const LodgeMedia *lodge_wizard_media_get_media (LodgeWizardMedia *self);
const GError     *lodge_wizard_media_get_error (LodgeWizardMedia *self);

G_END_DECLS
