/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void lodge_line_ends_to_lf   (GString *text);
void lodge_line_ends_to_crlf (GString *text);

G_END_DECLS
