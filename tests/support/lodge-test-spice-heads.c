/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which parts of a surface are monitors, as a guest's driver tells it: "MAX ID:SURFACE:WxH+X+Y ...". The
 * guest may say what it likes. */

#include "config.h"

#include "lodge-test-spice-heads.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

#define MAX_HEADS 64

/* The library reads it on a thread of its own. */
static struct {
  QXLMonitorsConfig config;
  QXLHead heads[MAX_HEADS];
} configs[16];
static guint n_configs;

/* More than a device has. */
void
lodge_test_heads_allow (QXLInstance *instance)
{
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  spice_qxl_set_max_monitors (instance, 1000);
  G_GNUC_END_IGNORE_DEPRECATIONS
}

void
lodge_test_heads_set (QXLInstance *instance,
                      const char  *text)
{
  guint n = n_configs++ % G_N_ELEMENTS (configs);
  QXLMonitorsConfig *config = &configs[n].config;
  g_auto(GStrv) words = g_strsplit (text, " ", -1);

  config->max_allowed = (uint16_t) atoi (words[0]);
  config->count = 0;
  for (guint i = 1; words[i] != NULL && config->count < MAX_HEADS; i++)
    {
      QXLHead *head = &configs[n].heads[config->count];

      if (sscanf (words[i], "%u:%u:%ux%u+%u+%u", &head->id, &head->surface_id, &head->width,
                  &head->height, &head->x, &head->y) == 6)
        config->count++;
    }
  spice_qxl_monitors_config_async (instance, (uintptr_t) config, 0, 0);
}
