/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "create/lodge-host-facts-private.h"

G_BEGIN_DECLS

#define MEMTEST_ISO "/usr/lib/memtest86+/memtest86+x64.iso"

char         *support_dir_new      (void);
void          support_dir_free     (char *dir);
char         *support_write        (const char *dir, const char *name, gconstpointer data, gsize size);
GBytes       *support_make_iso     (const char *volume_id, gboolean bootable, guint n_blocks);
void          support_load_systems (void);
void          support_result_cb    (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *support_wait         (GAsyncResult **result);
LodgeHostFacts     *support_session_facts (void);
LodgeHostFacts     *support_system_facts  (void);
LodgeNetworkChoice *support_network       (LodgeHostFacts *facts, LodgeNetworkKind kind, const char *name);

#define support_wait_for(condition)             \
  G_STMT_START {                                \
    while (!(condition))                        \
      g_main_context_iteration (NULL, TRUE);    \
  } G_STMT_END

G_END_DECLS
