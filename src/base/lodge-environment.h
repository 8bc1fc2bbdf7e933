/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void     lodge_environment_prepare        (void);
void     lodge_environment_tune_allocator (void);
gboolean lodge_environment_chose_renderer (void);
gboolean lodge_environment_has_gpu        (void);

G_END_DECLS
