/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LODGE_TYPE_VIEW_APPLICATION (lodge_view_application_get_type ())
G_DECLARE_FINAL_TYPE (LodgeViewApplication, lodge_view_application, LODGE, VIEW_APPLICATION,
                      AdwApplication)

LodgeViewApplication *lodge_view_application_new (void);

G_END_DECLS
