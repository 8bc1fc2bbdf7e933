/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where a guest's displays go in full screen on all monitors. What is wished of each display is a string:
 * empty for any monitor, LODGE_MONITOR_NONE for no full screen, else the key of a monitor. */
#define LODGE_MONITOR_NONE "none"

char       *lodge_monitor_get_key        (GdkMonitor         *monitor);
const char *lodge_monitor_plan_get_wish  (const char *const  *wishes,
                                          guint               display);
char      **lodge_monitor_plan_set_wish  (const char *const  *wishes,
                                          guint               n_displays,
                                          guint               display,
                                          const char         *wish);
void        lodge_monitor_plan_make      (const char *const  *wishes,
                                          guint               n_displays,
                                          const char *const  *monitors,
                                          guint               own,
                                          int                *places);

G_END_DECLS
