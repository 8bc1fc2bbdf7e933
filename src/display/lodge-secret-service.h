/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/lodge-secret-store.h"

G_BEGIN_DECLS

/* From now on passwords are remembered in the Secret Service of the desktop, where there is one. */
void lodge_secret_service_use (void);

G_END_DECLS
