/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "create/lodge-host-facts.h"

G_BEGIN_DECLS

/* Filled by whoever makes it, before anybody else sees it; not changed afterwards. */
struct _LodgeHostFacts
{
  gatomicrefcount ref_count;

  gboolean      is_local;
  gboolean      is_session;
  LodgeKvmState kvm;

  char   *arch;       /* x86_64 */
  char   *virt_type;  /* kvm, qemu, test */
  char   *machine;    /* q35, virt; NULL: the hypervisor's own choice */
  char   *emulator;   /* path on the host, nullable */
  guint   n_cpus;
  guint   max_vcpus;  /* 0 unknown */
  guint64 memory_total, memory_free;

  gboolean has_uefi;
  gboolean has_secure_boot;
  gboolean has_tpm;
  gboolean has_spice;
  gboolean has_cpu_maximum;
  gboolean has_host_passthrough;
  gboolean knows_devices;   /* the hypervisor told what devices it has */
  GStrv    video_models;
  GStrv    hyperv_features;

  gint64   qemu_uid, qemu_gid;  /* of QEMU's processes; -1: the user's own or unknown */

  char    *socket_dir;  /* where a session's QEMU has its sockets; NULL: short enough, or unknown */

  char    *pool;       /* name of the default pool, NULL when there is none */
  gboolean pool_asleep; /* it must be started */
  char    *disk_dir;   /* where disks will be, nullable */
  guint64  disk_free;

  GListStore *networks;
  GHashTable *names;   /* set of owned strings */
};

LodgeHostFacts     *lodge_host_facts_new       (void);
void                lodge_host_facts_add_name  (LodgeHostFacts   *self,
                                                const char       *name);
LodgeNetworkChoice *lodge_network_choice_new   (LodgeNetworkKind  kind,
                                                const char       *name,
                                                const char       *forward,
                                                gboolean          active);
void                lodge_host_facts_add_networks (LodgeHostFacts *self,
                                                   GPtrArray      *networks,
                                                   const char *const *bridges);

/* lodge-capabilities.c: pure readers of foreign documents; what makes no sense is passed over. */
void lodge_host_facts_read_capabilities        (LodgeHostFacts *self,
                                                const char     *xml);
void lodge_host_facts_read_domain_capabilities (LodgeHostFacts *self,
                                                const char     *xml);

G_END_DECLS
