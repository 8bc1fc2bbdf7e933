/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a host offers to a new machine, as values: a plan is made from them without asking anybody. */

#include "config.h"

#include "create/lodge-host-facts-private.h"

G_DEFINE_BOXED_TYPE (LodgeHostFacts, lodge_host_facts,
                     lodge_host_facts_ref, lodge_host_facts_unref)

/**
 * lodge_host_facts_new:
 *
 * Makes facts that know nothing, to be filled in.
 *
 * Returns: (transfer full): the facts
 */
LodgeHostFacts *
lodge_host_facts_new (void)
{
  LodgeHostFacts *self = g_new0 (LodgeHostFacts, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kvm = LODGE_KVM_NOT_OFFERED;
  self->qemu_uid = -1;
  self->qemu_gid = -1;
  self->networks = g_list_store_new (LODGE_TYPE_NETWORK_CHOICE);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * lodge_host_facts_ref:
 * @self: facts
 *
 * Returns: (transfer full): @self
 */
LodgeHostFacts *
lodge_host_facts_ref (LodgeHostFacts *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * lodge_host_facts_unref:
 * @self: (transfer full): facts
 *
 * Drops a reference. Any thread.
 */
void
lodge_host_facts_unref (LodgeHostFacts *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->arch);
  g_free (self->virt_type);
  g_free (self->machine);
  g_free (self->emulator);
  g_strfreev (self->video_models);
  g_strfreev (self->hyperv_features);
  g_free (self->socket_dir);
  g_free (self->pool);
  g_free (self->disk_dir);
  g_object_unref (self->networks);
  g_hash_table_unref (self->names);
  g_free (self);
}

/**
 * lodge_host_facts_add_name:
 * @self: facts that are being filled in
 * @name: the name of a machine or of a volume without its ending
 *
 * Remembers a name that is in use.
 */
void
lodge_host_facts_add_name (LodgeHostFacts *self,
                           const char     *name)
{
  g_hash_table_add (self->names, g_strdup (name));
}

static void
add_choice (LodgeHostFacts     *self,
            LodgeNetworkChoice *choice)
{
  g_list_store_append (self->networks, choice);
  g_object_unref (choice);
}

/* The one called “default”, then active ones that translate addresses, then the other active ones. */
static int
rank (const LodgeNetworkFact *fact)
{
  if (!fact->active)
    return 3;
  if (g_str_equal (fact->name, "default"))
    return 0;
  return g_strcmp0 (fact->forward, "nat") == 0 ? 1 : 2;
}

static int
compare_facts (gconstpointer a,
               gconstpointer b)
{
  const LodgeNetworkFact *left = *(LodgeNetworkFact *const *) a;
  const LodgeNetworkFact *right = *(LodgeNetworkFact *const *) b;
  int order = rank (left) - rank (right);

  return order != 0 ? order : g_strcmp0 (left->name, right->name);
}

/**
 * lodge_host_facts_add_networks:
 * @self: facts that are being filled in
 * @networks: (element-type LodgeNetworkFact): the virtual networks; is sorted
 * @bridges: (nullable): the host's own bridges
 *
 * Makes the choices, the default one first: user-mode for a session, which may do nothing else by
 * itself; a virtual network for the system.
 */
void
lodge_host_facts_add_networks (LodgeHostFacts    *self,
                               GPtrArray         *networks,
                               const char *const *bridges)
{
  if (self->is_session)
    add_choice (self, lodge_network_choice_new (LODGE_NETWORK_USER, NULL, NULL, TRUE));

  g_ptr_array_sort (networks, compare_facts);
  for (guint i = 0; i < networks->len; i++)
    {
      const LodgeNetworkFact *fact = g_ptr_array_index (networks, i);

      add_choice (self, lodge_network_choice_new (LODGE_NETWORK_VIRTUAL, fact->name,
                                                  fact->forward, fact->active));
    }
  for (gsize i = 0; bridges != NULL && bridges[i] != NULL; i++)
    add_choice (self, lodge_network_choice_new (LODGE_NETWORK_BRIDGE, bridges[i], NULL,
                                                !self->is_session));

  if (!self->is_session)
    add_choice (self, lodge_network_choice_new (LODGE_NETWORK_USER, NULL, NULL, TRUE));
  add_choice (self, lodge_network_choice_new (LODGE_NETWORK_NONE, NULL, NULL, TRUE));
}

/**
 * lodge_host_facts_get_memory_total:
 * @self: facts
 *
 * Returns: the memory of the host in bytes
 */
guint64
lodge_host_facts_get_memory_total (LodgeHostFacts *self)
{
  return self->memory_total;
}

/**
 * lodge_host_facts_get_memory_free:
 * @self: facts
 *
 * Returns: the memory that was free when the facts were read, in bytes
 */
guint64
lodge_host_facts_get_memory_free (LodgeHostFacts *self)
{
  return self->memory_free;
}

/**
 * lodge_host_facts_get_n_cpus:
 * @self: facts
 *
 * Returns: the number of the host's processors
 */
guint
lodge_host_facts_get_n_cpus (LodgeHostFacts *self)
{
  return self->n_cpus;
}

/**
 * lodge_host_facts_get_disk_free:
 * @self: facts
 *
 * Returns: the room where disks will be, in bytes; 0 when it is not known
 */
guint64
lodge_host_facts_get_disk_free (LodgeHostFacts *self)
{
  return self->disk_free;
}

/**
 * lodge_host_facts_has_uefi:
 * @self: facts
 *
 * Returns: whether the host has UEFI firmware for machines
 */
gboolean
lodge_host_facts_has_uefi (LodgeHostFacts *self)
{
  return self->has_uefi;
}

/**
 * lodge_host_facts_has_kvm:
 * @self: facts
 *
 * Returns: whether machines run on the processor itself, not under emulation
 */
gboolean
lodge_host_facts_has_kvm (LodgeHostFacts *self)
{
  return g_strcmp0 (self->virt_type, "kvm") == 0;
}

/**
 * lodge_host_facts_get_networks:
 * @self: facts
 *
 * Returns: (transfer none): the choices, a #LodgeNetworkChoice each, the default one first
 */
GListModel *
lodge_host_facts_get_networks (LodgeHostFacts *self)
{
  return G_LIST_MODEL (self->networks);
}

/**
 * lodge_host_facts_has_name:
 * @self: facts
 * @name: a name
 *
 * Returns: whether a machine of the host is called so
 */
gboolean
lodge_host_facts_has_name (LodgeHostFacts *self,
                           const char     *name)
{
  return name != NULL && g_hash_table_contains (self->names, name);
}

/**
 * lodge_host_facts_free_name:
 * @self: facts
 * @base: a name
 *
 * Finds a name that no machine has: @base, or the first of “base-2”, “base-3”, ...
 *
 * Returns: (transfer full): the name
 */
char *
lodge_host_facts_free_name (LodgeHostFacts *self,
                            const char     *base)
{
  char *name = g_strdup (base);

  for (guint i = 2; lodge_host_facts_has_name (self, name); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-%u", base, i);
    }
  return name;
}

/**
 * lodge_host_facts_find_network:
 * @self: facts
 * @choice: (nullable): a choice, of these facts or of others
 *
 * Finds the same network among those of @self.
 *
 * Returns: (transfer full) (nullable): the choice
 */
LodgeNetworkChoice *
lodge_host_facts_find_network (LodgeHostFacts     *self,
                               LodgeNetworkChoice *choice)
{
  GListModel *networks = lodge_host_facts_get_networks (self);

  for (guint i = 0; i < g_list_model_get_n_items (networks); i++)
    {
      g_autoptr(LodgeNetworkChoice) item = g_list_model_get_item (networks, i);

      if (lodge_network_choice_is_same (item, choice))
        return g_steal_pointer (&item);
    }
  return NULL;
}

/**
 * lodge_host_facts_has_same_networks:
 * @self: facts
 * @other: facts of the same host, read at another time
 *
 * Whether nothing about the networks has changed between the two.
 *
 * Returns: %TRUE when the same are there, in the same state
 */
gboolean
lodge_host_facts_has_same_networks (LodgeHostFacts *self,
                                    LodgeHostFacts *other)
{
  GListModel *networks = lodge_host_facts_get_networks (self);
  guint n_networks = g_list_model_get_n_items (networks);

  if (n_networks != g_list_model_get_n_items (lodge_host_facts_get_networks (other)))
    return FALSE;

  for (guint i = 0; i < n_networks; i++)
    {
      g_autoptr(LodgeNetworkChoice) mine = g_list_model_get_item (networks, i);
      g_autoptr(LodgeNetworkChoice) theirs = lodge_host_facts_find_network (other, mine);
      gboolean my_state, their_state;

      if (theirs == NULL)
        return FALSE;
      g_object_get (mine, "active", &my_state, NULL);
      g_object_get (theirs, "active", &their_state, NULL);
      if (my_state != their_state)
        return FALSE;
    }
  return TRUE;
}
