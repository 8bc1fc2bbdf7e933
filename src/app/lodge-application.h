/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "virt/lodge-hosts.h"

G_BEGIN_DECLS

#define LODGE_TYPE_APPLICATION (lodge_application_get_type ())
G_DECLARE_FINAL_TYPE (LodgeApplication, lodge_application, LODGE, APPLICATION, AdwApplication)

LodgeApplication *lodge_application_new (LodgeHosts *hosts);

G_END_DECLS
