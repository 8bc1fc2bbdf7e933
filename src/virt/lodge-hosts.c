/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The hosts of this run, and which one a fresh installation shows. */

#include "config.h"

#include "virt/lodge-hosts.h"

#include <grp.h>
#include <libvirt-glib/libvirt-glib.h>
#include <libvirt/libvirt.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lodge-thread.h"
#include "virt/lodge-machine-private.h"
#include "virt/lodge-virt-error.h"

struct _LodgeHosts
{
  GObject parent_instance;

  GListStore *store;
  LodgeMoves *moves;
};

enum { MACHINE_MOVED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LodgeHosts, lodge_hosts, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static gboolean
is_member (const char *group_name)
{
  struct group *group = getgrnam (group_name);
  gid_t groups[256];
  int n = getgroups (G_N_ELEMENTS (groups), groups);

  if (group == NULL)
    return FALSE;
  if (getegid () == group->gr_gid)
    return TRUE;
  for (int i = 0; i < n; i++)
    if (groups[i] == group->gr_gid)
      return TRUE;
  return FALSE;
}

/* A socket that everybody may open leaves the decision to polkit, which asks those outside of the
 * group for an administrator's password: not a good first greeting. */
static gboolean
may_use_socket (const char *path)
{
  struct stat info;

  if (stat (path, &info) < 0 || access (path, R_OK | W_OK) < 0)
    return FALSE;
  return is_member ("libvirt") || (info.st_mode & S_IWOTH) == 0;
}

static GType
get_item_type (GListModel *model)
{
  return LODGE_TYPE_HOST;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (LODGE_HOSTS (model)->store));
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (LODGE_HOSTS (model)->store), position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
items_changed_cb (LodgeHosts *self,
                  guint       position,
                  guint       removed,
                  guint       added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
moved_cb (LodgeMachine *from,
          LodgeMachine *to,
          gpointer      user_data)
{
  g_signal_emit (user_data, signals[MACHINE_MOVED], 0, from, to);
}

static void
lodge_hosts_finalize (GObject *object)
{
  LodgeHosts *self = LODGE_HOSTS (object);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->store));

  /* A host may be kept by what it is asked. */
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(LodgeHost) host = g_list_model_get_item (G_LIST_MODEL (self->store), i);

      host->moves = NULL;
    }
  lodge_moves_free (self->moves);
  g_object_unref (self->store);

  G_OBJECT_CLASS (lodge_hosts_parent_class)->finalize (object);
}

static void
lodge_hosts_class_init (LodgeHostsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lodge_hosts_finalize;

  signals[MACHINE_MOVED] = g_signal_new ("machine-moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 2, LODGE_TYPE_MACHINE,
                                         LODGE_TYPE_MACHINE);
}

static void
lodge_hosts_init (LodgeHosts *self)
{
  self->store = g_list_store_new (LODGE_TYPE_HOST);
  self->moves = lodge_moves_new (G_LIST_MODEL (self->store), moved_cb, self);
  g_signal_connect_object (self->store, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * lodge_virt_init:
 *
 * Ties libvirt's events to the default main context and silences its messages on stderr. Once, on
 * the main thread, before any host.
 */
void
lodge_virt_init (void)
{
  static gboolean done;

  LODGE_ASSERT_MAIN ();
  if (done)
    return;

  done = TRUE;
  gvir_event_register ();
  virInitialize ();
  /* Last: libvirt finds its translations when it is initialised. */
  lodge_virt_error_init ();
}

/**
 * lodge_virt_finish:
 *
 * Waits for connections that are being closed, at most a second. Once at the end of main(), when
 * all hosts are gone and nothing is shown any more.
 */
void
lodge_virt_finish (void)
{
  lodge_connection_wait_closed (1000);
}

/**
 * lodge_virt_default_uri:
 *
 * Gets the address that a fresh installation shows: the system where this user may use it, else the
 * user's session. Looks at sockets and groups only.
 *
 * Returns: a static string
 */
const char *
lodge_virt_default_uri (void)
{
  static const char *const sockets[] = {
    "/run/libvirt/libvirt-sock", "/run/libvirt/virtqemud-sock",
    "/var/run/libvirt/libvirt-sock", "/var/run/libvirt/virtqemud-sock",
  };

  if (geteuid () == 0)
    return "qemu:///system";
  for (guint i = 0; i < G_N_ELEMENTS (sockets); i++)
    if (may_use_socket (sockets[i]))
      return "qemu:///system";
  return "qemu:///session";
}

/**
 * lodge_hosts_new:
 *
 * Makes an empty list of hosts.
 *
 * Returns: (transfer full): the list
 */
LodgeHosts *
lodge_hosts_new (void)
{
  return g_object_new (LODGE_TYPE_HOSTS, NULL);
}

/**
 * lodge_hosts_add:
 * @self: the hosts
 * @uri: an address
 *
 * Adds a host at the end, unless it is there.
 *
 * Returns: (transfer none): the host of that address
 */
LodgeHost *
lodge_hosts_add (LodgeHosts *self,
                 const char *uri)
{
  LodgeHost *known;
  g_autoptr(LodgeHost) host = NULL;

  g_return_val_if_fail (LODGE_IS_HOSTS (self), NULL);

  known = lodge_hosts_find (self, uri);
  if (known != NULL)
    return known;

  host = lodge_host_new (uri);
  host->moves = self->moves;
  g_list_store_append (self->store, host);
  return host;
}

/**
 * lodge_hosts_remove:
 * @self: the hosts
 * @host: one of them
 *
 * Disconnects a host and takes it out of the list. What is remembered of its passwords, and of those of its
 * machines' screens, is forgotten; what was kept of its machines is deleted.
 */
void
lodge_hosts_remove (LodgeHosts *self,
                    LodgeHost  *host)
{
  guint position;

  g_return_if_fail (LODGE_IS_HOSTS (self));
  g_return_if_fail (LODGE_IS_HOST (host));

  if (!g_list_store_find (self->store, host, &position))
    return;

  host->moves = NULL;
  lodge_host_forget_cache (host);
  lodge_host_disconnect (host);
  lodge_host_forget_all (host);
  g_list_store_remove (self->store, position);
}

/**
 * lodge_hosts_finish_caching:
 * @self: the hosts
 *
 * Keeps the machines of all connected hosts for the next start. At the end of the program: nothing is
 * kept from then on. Waits for the files, at most a second.
 */
void
lodge_hosts_finish_caching (LodgeHosts *self)
{
  guint n;

  g_return_if_fail (LODGE_IS_HOSTS (self));

  LODGE_ASSERT_MAIN ();
  n = g_list_model_get_n_items (G_LIST_MODEL (self->store));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(LodgeHost) host = g_list_model_get_item (G_LIST_MODEL (self->store), i);

      if (lodge_host_get_state (host) == LODGE_HOST_CONNECTED)
        lodge_host_save_cache (host);
    }
  lodge_host_finish_cache ();
}

/**
 * lodge_hosts_find:
 * @self: the hosts
 * @uri: an address
 *
 * Finds the host of an address.
 *
 * Returns: (transfer none) (nullable): the host
 */
LodgeHost *
lodge_hosts_find (LodgeHosts *self,
                  const char *uri)
{
  GListModel *model;

  g_return_val_if_fail (LODGE_IS_HOSTS (self), NULL);

  model = G_LIST_MODEL (self->store);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(LodgeHost) host = g_list_model_get_item (model, i);

      if (g_strcmp0 (lodge_host_get_uri (host), uri) == 0)
        return host;
    }
  return NULL;
}

/**
 * lodge_hosts_connect_first:
 * @self: the hosts
 * @asked: (nullable): addresses that the command line gives
 * @remembered: (nullable): addresses of the last run
 *
 * Adds the hosts that a start is about, and connects to them.
 */
void
lodge_hosts_connect_first (LodgeHosts        *self,
                           const char *const *asked,
                           const char *const *remembered)
{
  const char *const fallback[] = { lodge_virt_default_uri (), NULL };
  const char *const *uris = fallback;

  g_return_if_fail (LODGE_IS_HOSTS (self));

  if (asked != NULL && asked[0] != NULL)
    uris = asked;
  else if (remembered != NULL && remembered[0] != NULL)
    uris = remembered;
  for (guint i = 0; uris[i] != NULL; i++)
    lodge_host_connect (lodge_hosts_add (self, uris[i]));
}
