/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

typedef struct {
  char *name;    /* as lodge_key_layout_new() takes it */
  char *label;   /* translated */
} LodgeKeyLayoutName;

/* All that XKB knows on this computer, sorted by label; kept for the next time. */
GPtrArray *lodge_key_layouts_list     (void);
/* The one of this computer’s keyboard; "us" when nothing tells. */
char      *lodge_key_layouts_dup_host (GdkDisplay *display);

G_END_DECLS
