/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

G_BEGIN_DECLS

void lodge_guarded_connection_register (void);

G_END_DECLS
