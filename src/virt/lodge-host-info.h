/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum {
  LODGE_KVM_USABLE,
  LODGE_KVM_NO_CPU_FLAG,   /* neither vmx nor svm in /proc/cpuinfo */
  LODGE_KVM_NO_DEVICE,     /* no /dev/kvm: module not loaded or switched off in the firmware */
  LODGE_KVM_DENIED,        /* /dev/kvm is there, this user (or QEMU's user) may not open it */
  LODGE_KVM_BROKEN,        /* offered, but a trial virtual CPU does not run */
  LODGE_KVM_NOT_OFFERED,   /* remote or other: the host's capabilities do not list it */
} LodgeKvmState;

/* What a host is, read when connected. Immutable, atomically counted. */
typedef struct {
  gatomicrefcount ref_count;
  char   *hypervisor;          /* “QEMU” */
  char   *hypervisor_version;  /* “7.2.22” */
  char   *libvirt_version;
  char   *hostname;
  char   *arch;                /* x86_64 */
  char   *cpu_model;
  guint   n_cpus;
  guint64 memory;              /* bytes */
  gboolean is_session;
  gboolean is_local;
  LodgeKvmState kvm;
  char   *kvm_detail;          /* raw text, nullable */
} LodgeHostInfo;

#define LODGE_TYPE_HOST_INFO (lodge_host_info_get_type ())
GType          lodge_host_info_get_type (void);
LodgeHostInfo *lodge_host_info_ref      (LodgeHostInfo *self);
void           lodge_host_info_unref    (LodgeHostInfo *self);
/* Translated: the reason and what to do, one or two sentences. */
char          *lodge_kvm_state_describe (LodgeKvmState  state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeHostInfo, lodge_host_info_unref)

G_END_DECLS
