/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "virt/lodge-host.h"

G_BEGIN_DECLS

typedef enum {
  LODGE_NETWORK_USER,     /* user-mode NAT, no privileges */
  LODGE_NETWORK_VIRTUAL,  /* a libvirt network by name */
  LODGE_NETWORK_BRIDGE,   /* an existing bridge of the host */
  LODGE_NETWORK_NONE,
} LodgeNetworkKind;

/* One choice of the wizard's network step: an immutable item. */
#define LODGE_TYPE_NETWORK_CHOICE (lodge_network_choice_get_type ())
G_DECLARE_FINAL_TYPE (LodgeNetworkChoice, lodge_network_choice, LODGE, NETWORK_CHOICE, GObject)
/* properties: kind (int), name (nullable), title (translated), explanation (translated, one sentence), active */
LodgeNetworkKind lodge_network_choice_get_kind        (LodgeNetworkChoice *self);
const char      *lodge_network_choice_get_name        (LodgeNetworkChoice *self);
const char      *lodge_network_choice_get_title       (LodgeNetworkChoice *self);
const char      *lodge_network_choice_get_explanation (LodgeNetworkChoice *self);
gboolean         lodge_network_choice_is_same         (LodgeNetworkChoice *a,
                                                       LodgeNetworkChoice *b);

/* What a plan needs to know about a host, read once in one trip. Immutable, atomically counted. */
typedef struct _LodgeHostFacts LodgeHostFacts;
#define LODGE_TYPE_HOST_FACTS (lodge_host_facts_get_type ())
GType           lodge_host_facts_get_type (void);
LodgeHostFacts *lodge_host_facts_ref      (LodgeHostFacts *self);
void            lodge_host_facts_unref    (LodgeHostFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeHostFacts, lodge_host_facts_unref)

void            lodge_host_facts_read_async  (LodgeHost *host, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
LodgeHostFacts *lodge_host_facts_read_finish (LodgeHost *host, GAsyncResult *result, GError **error);

guint64     lodge_host_facts_get_memory_total  (LodgeHostFacts *self); /* bytes */
guint64     lodge_host_facts_get_memory_free   (LodgeHostFacts *self);
guint       lodge_host_facts_get_n_cpus        (LodgeHostFacts *self);
guint64     lodge_host_facts_get_disk_free     (LodgeHostFacts *self); /* of the default pool's directory; 0 unknown */
gboolean    lodge_host_facts_has_uefi          (LodgeHostFacts *self);
gboolean    lodge_host_facts_has_kvm           (LodgeHostFacts *self); /* usable */
GListModel *lodge_host_facts_get_networks      (LodgeHostFacts *self); /* LodgeNetworkChoice, default first */
char       *lodge_host_facts_free_name         (LodgeHostFacts *self, const char *base); /* base, base-2, ... */
/* the one of its networks that is the same as @choice, which may be of other facts */
LodgeNetworkChoice *lodge_host_facts_find_network (LodgeHostFacts     *self,
                                                   LodgeNetworkChoice *choice);
/* whether the same networks are there, in the same state */
gboolean    lodge_host_facts_has_same_networks (LodgeHostFacts *self, LodgeHostFacts *other);
gboolean    lodge_host_facts_has_name          (LodgeHostFacts *self, const char *name);

G_END_DECLS
