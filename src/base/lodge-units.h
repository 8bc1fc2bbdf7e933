/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LODGE_KIB ((guint64) 1024)
#define LODGE_MIB (1024 * LODGE_KIB)
#define LODGE_GIB (1024 * LODGE_MIB)

char *lodge_format_size     (guint64 bytes);
char *lodge_format_rate     (guint64 bytes_per_second);
char *lodge_format_percent  (double  fraction);
char *lodge_format_duration (gint64  seconds);

G_END_DECLS
