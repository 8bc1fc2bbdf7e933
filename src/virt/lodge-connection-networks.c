/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a connection does with virtual networks and the host's bridges. */

#include "config.h"

#include <libvirt/virterror.h>

#include "virt/lodge-connection-private.h"
#include "virt/lodge-virt-error.h"
#include "xml/lodge-simple-xml.h"

static LodgeNetworkFact *
read_network (virNetworkPtr network)
{
  LodgeNetworkFact *fact = g_new0 (LodgeNetworkFact, 1);
  char *xml = virNetworkGetXMLDesc (network, 0);

  fact->name = g_strdup (virNetworkGetName (network));
  fact->active = virNetworkIsActive (network) == 1;
  if (xml != NULL)
    {
      g_autoptr(LodgeSimpleXml) document = lodge_simple_xml_new (xml, "network", NULL);

      if (document != NULL)
        {
          fact->bridge = g_strdup (lodge_simple_xml_get (document, "bridge/@name"));
          /* <forward/> without a mode is NAT, formatnetwork.html says. */
          fact->forward = g_strdup (lodge_simple_xml_get (document, "forward/@mode"));
          if (fact->forward == NULL && lodge_simple_xml_has (document, "forward"))
            fact->forward = g_strdup ("nat");
        }
      free (xml);
    }
  return fact;
}

void
lodge_network_fact_free (LodgeNetworkFact *fact)
{
  g_free (fact->name);
  g_free (fact->bridge);
  g_free (fact->forward);
  g_free (fact);
}

/**
 * lodge_connection_list_networks:
 * @self: a connection
 * @error: where the error goes
 *
 * Lists all virtual networks, active or not.
 *
 * Returns: (transfer full) (element-type LodgeNetworkFact): the networks; %NULL with @error
 */
GPtrArray *
lodge_connection_list_networks (LodgeConnection  *self,
                                GError          **error)
{
  virNetworkPtr *networks = NULL;
  GPtrArray *facts;
  int n;

  LODGE_ASSERT_WORKER ();
  n = virConnectListAllNetworks (self->conn, &networks, 0);
  if (n < 0)
    {
      lodge_virt_error_set (error);
      return NULL;
    }
  facts = g_ptr_array_new_with_free_func ((GDestroyNotify) lodge_network_fact_free);
  for (int i = 0; i < n; i++)
    {
      g_ptr_array_add (facts, read_network (networks[i]));
      virNetworkFree (networks[i]);
    }
  free (networks);
  return facts;
}

static void
add_bridge (GHashTable *bridges,
            const char *name)
{
  g_autofree char *path = g_strdup_printf ("/sys/class/net/%s/bridge", name);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    g_hash_table_add (bridges, g_strdup (name));
}

/* The kernel knows all bridges of this computer. */
static void
add_local_bridges (GHashTable *bridges)
{
  g_autoptr(GDir) dir = g_dir_open ("/sys/class/net", 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    add_bridge (bridges, name);
}

/* netcf tells of a remote host's interfaces, where it is built in. */
static void
add_remote_bridges (LodgeConnection *self,
                    GHashTable      *bridges)
{
  virInterfacePtr *interfaces = NULL;
  int n = virConnectListAllInterfaces (self->conn, &interfaces, VIR_CONNECT_LIST_INTERFACES_ACTIVE);

  for (int i = 0; i < n; i++)
    {
      char *xml = virInterfaceGetXMLDesc (interfaces[i], 0);
      g_autoptr(LodgeSimpleXml) document =
        xml != NULL ? lodge_simple_xml_new (xml, "interface", NULL) : NULL;

      if (document != NULL && g_strcmp0 (lodge_simple_xml_get (document, "@type"), "bridge") == 0)
        g_hash_table_add (bridges, g_strdup (virInterfaceGetName (interfaces[i])));
      free (xml);
      virInterfaceFree (interfaces[i]);
    }
  free (interfaces);
}

/**
 * lodge_connection_list_bridges:
 * @self: a connection
 * @error: where the error goes
 *
 * Lists the host's bridges that belong to no virtual network.
 *
 * Returns: (transfer full): the names, sorted; %NULL with @error
 */
GStrv
lodge_connection_list_bridges (LodgeConnection  *self,
                               GError          **error)
{
  g_autoptr(GPtrArray) networks = lodge_connection_list_networks (self, error);
  g_autoptr(GHashTable) bridges = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GList) names = NULL;

  if (networks == NULL)
    return NULL;

  if (self->local)
    add_local_bridges (bridges);
  else
    add_remote_bridges (self, bridges);
  for (guint i = 0; i < networks->len; i++)
    {
      LodgeNetworkFact *fact = g_ptr_array_index (networks, i);

      /* A network of mode “bridge” only points at a bridge of the host. */
      if (fact->bridge != NULL && g_strcmp0 (fact->forward, "bridge") != 0)
        g_hash_table_remove (bridges, fact->bridge);
    }
  names = g_list_sort (g_hash_table_get_keys (bridges), (GCompareFunc) g_strcmp0);
  for (GList *name = names; name != NULL; name = name->next)
    g_strv_builder_add (builder, name->data);
  return g_strv_builder_end (builder);
}

/**
 * lodge_connection_start_network:
 * @self: a connection
 * @name: a network
 * @error: where the error goes
 *
 * Starts a network; one that runs already is fine.
 *
 * Returns: %FALSE with @error
 */
gboolean
lodge_connection_start_network (LodgeConnection  *self,
                                const char       *name,
                                GError          **error)
{
  virNetworkPtr network;
  gboolean done;

  LODGE_ASSERT_WORKER ();
  network = virNetworkLookupByName (self->conn, name);
  done = network != NULL && (virNetworkIsActive (network) == 1 || virNetworkCreate (network) == 0);
  if (!done)
    lodge_virt_error_set (error);
  if (network != NULL)
    virNetworkFree (network);
  return done;
}

/**
 * lodge_connection_stop_network:
 * @self: a connection
 * @name: a network
 * @error: where the error goes
 *
 * Stops a network; one that does not run is fine.
 *
 * Returns: %FALSE with @error
 */
gboolean
lodge_connection_stop_network (LodgeConnection  *self,
                               const char       *name,
                               GError          **error)
{
  virNetworkPtr network;
  gboolean done;

  LODGE_ASSERT_WORKER ();
  network = virNetworkLookupByName (self->conn, name);
  done = network != NULL && (virNetworkIsActive (network) == 0 || virNetworkDestroy (network) == 0);
  if (!done)
    lodge_virt_error_set (error);
  if (network != NULL)
    virNetworkFree (network);
  return done;
}
