/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The first folder on the way to @path that the user with these ids may not enter; NULL if it can
 * get there. Blocks: for workers. */
char *lodge_search_path_find_closed (const char *path,
                                     gint64      uid,
                                     gint64      gid);

G_END_DECLS
