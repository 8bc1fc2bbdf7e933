/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An open connection: opening with keep-alive, closing away from the main thread, events, and the
 * facts of the host. Machines, storage and networks are in files of their own. */

#include "config.h"

#include "virt/lodge-connection-private.h"

#include <libvirt/virterror.h>
#include <string.h>

#include "virt/lodge-virt-error.h"

typedef struct {
  LodgeConnectionEventFunc func;
  gpointer user_data;
  GDestroyNotify user_data_free;
} Watch;

/* Connections that are being closed. */
static GMutex closing_lock;
static GCond closing_cond;
static guint n_closing;

/* The part between “://” and the path: a user and a host. */
static gboolean
has_authority (const char *uri)
{
  const char *start = strstr (uri, "://");

  return start != NULL && start[3] != '/' && start[3] != '\0';
}

gboolean
lodge_uri_is_local (const char *uri)
{
  return !has_authority (uri);
}

gboolean
lodge_uri_is_session (const char *uri)
{
  g_autofree char *path = NULL;
  const char *start = strstr (uri, "://");

  if (start == NULL)
    return FALSE;
  start = strchr (start + 3, '/');
  if (start == NULL)
    return FALSE;
  path = g_strndup (start, strcspn (start, "?#"));
  return g_str_equal (path, "/session");
}

static void
watch_free (void *data)
{
  Watch *watch = data;

  watch->user_data_free (watch->user_data);
  g_free (watch);
}

static Watch *
watch_new (LodgeConnectionEventFunc func,
           gpointer                 user_data,
           GDestroyNotify           user_data_free)
{
  Watch *watch = g_new0 (Watch, 1);

  watch->func = func;
  watch->user_data = user_data;
  watch->user_data_free = user_data_free;
  return watch;
}

static void
emit (Watch                *watch,
      LodgeConnectionEvent  event,
      virDomainPtr          domain)
{
  char uuid[VIR_UUID_STRING_BUFLEN] = "";

  if (domain != NULL && virDomainGetUUIDString (domain, uuid) < 0)
    return;
  watch->func (event, domain != NULL ? uuid : NULL, watch->user_data);
}

static LodgeConnectionEvent
find_kind (int event,
           int detail)
{
  if (event == VIR_DOMAIN_EVENT_STARTED)
    return LODGE_CONNECTION_EVENT_STARTED;
  return event == VIR_DOMAIN_EVENT_STOPPED && detail == VIR_DOMAIN_EVENT_STOPPED_MIGRATED
         ? LODGE_CONNECTION_EVENT_MOVED : LODGE_CONNECTION_EVENT_MACHINE;
}

static int
lifecycle_cb (virConnectPtr  conn,
              virDomainPtr   domain,
              int            event,
              int            detail,
              void          *user_data)
{
  emit (user_data, find_kind (event, detail), domain);
  return 0;
}

static void
reboot_cb (virConnectPtr  conn,
           virDomainPtr   domain,
           void          *user_data)
{
  emit (user_data, LODGE_CONNECTION_EVENT_MACHINE, domain);
}

static void
device_cb (virConnectPtr  conn,
           virDomainPtr   domain,
           const char    *alias,
           void          *user_data)
{
  emit (user_data, LODGE_CONNECTION_EVENT_MACHINE, domain);
}

static void
metadata_cb (virConnectPtr  conn,
             virDomainPtr   domain,
             int            type,
             const char    *ns,
             void          *user_data)
{
  emit (user_data, LODGE_CONNECTION_EVENT_MACHINE, domain);
}

static void
tray_cb (virConnectPtr  conn,
         virDomainPtr   domain,
         const char    *alias,
         int            reason,
         void          *user_data)
{
  emit (user_data, LODGE_CONNECTION_EVENT_MACHINE, domain);
}

static void
agent_cb (virConnectPtr  conn,
          virDomainPtr   domain,
          int            state,
          int            reason,
          void          *user_data)
{
  emit (user_data, LODGE_CONNECTION_EVENT_MACHINE, domain);
}

static void
closed_cb (virConnectPtr  conn,
           int            reason,
           void          *user_data)
{
  if (reason != VIR_CONNECT_CLOSE_REASON_CLIENT)
    emit (user_data, LODGE_CONNECTION_EVENT_CLOSED, NULL);
}

static void
close_connection (LodgeConnection *self)
{
  /* A registered callback holds a reference to the connection. */
  for (guint i = 0; i < self->n_callbacks; i++)
    virConnectDomainEventDeregisterAny (self->conn, self->callbacks[i]);
  if (self->close_registered)
    virConnectUnregisterCloseCallback (self->conn, closed_cb);
  g_hash_table_unref (self->domains);
  virConnectClose (self->conn);
  g_mutex_clear (&self->lock);
  if (self->ask_data_free != NULL)
    self->ask_data_free (self->ask_data);
  g_free (self->pid_dir);
  g_free (self->address);
  g_free (self->uri);
  g_free (self);
}

static gpointer
close_on_thread (gpointer data)
{
  close_connection (data);
  g_mutex_lock (&closing_lock);
  n_closing--;
  g_cond_broadcast (&closing_cond);
  g_mutex_unlock (&closing_lock);
  return NULL;
}

static void
close_away_from_main (LodgeConnection *self)
{
  g_mutex_lock (&closing_lock);
  n_closing++;
  g_mutex_unlock (&closing_lock);
  g_thread_unref (g_thread_new ("virt-close", close_on_thread, self));
}

/* A process that ends while libvirt closes would pull the libraries away from under it. */
void
lodge_connection_wait_closed (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  g_mutex_lock (&closing_lock);
  while (n_closing > 0 && g_cond_wait_until (&closing_cond, &closing_lock, end))
    ;
  g_mutex_unlock (&closing_lock);
}

/* NULL where a file says nothing of the machine. */
static char *
find_pid_dir (LodgeConnection *self)
{
  if (!self->local || !g_str_has_prefix (self->uri, "qemu"))
    return NULL;
  if (self->session)
    return g_build_filename (g_get_user_runtime_dir (), "libvirt", "qemu", "run", NULL);
  return g_strdup ("/run/libvirt/qemu");
}

LodgeConnection *
lodge_connection_open (const LodgeConnectionLogin  *login,
                       GError                     **error)
{
  virConnectPtr conn = lodge_connection_log_in (login, error);
  const char *uri = login->uri;
  LodgeConnection *self;

  if (conn == NULL)
    return NULL;

  lodge_connection_keep_alive (conn, uri);

  self = g_new0 (LodgeConnection, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->conn = conn;
  self->uri = g_strdup (uri);
  self->address = g_strdup (login->address);
  self->local = lodge_uri_is_local (uri);
  self->session = lodge_uri_is_session (uri);
  self->pid_dir = find_pid_dir (self);
  self->domains = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) virDomainFree);
  return self;
}

/* So that lodge_connection_open_another() may ask as @login does. @ask_data_free frees @login's data in
 * the end. */
void
lodge_connection_keep_login (LodgeConnection            *self,
                             const LodgeConnectionLogin *login,
                             GDestroyNotify              ask_data_free)
{
  self->ask = login->ask;
  self->ask_data = login->ask_data;
  self->ask_data_free = ask_data_free;
}

/* (transfer full): another one to the same host, for what must not disturb @self. The test driver has
 * its machines in the connection: there it is @self. */
LodgeConnection *
lodge_connection_open_another (LodgeConnection  *self,
                               GError          **error)
{
  LodgeConnectionLogin login = { self->uri, self->address, self->ask, self->ask_data };

  if (g_str_has_prefix (self->uri, "test:"))
    return lodge_connection_ref (self);
  return lodge_connection_open (&login, error);
}

/* Registers for everything that makes a machine stale. A driver without one of the events is served
 * by the refresh after each action. @copy makes the reference that each registration owns. */
void
lodge_connection_watch (LodgeConnection          *self,
                        LodgeConnectionEventFunc  func,
                        gpointer                  user_data,
                        gpointer                (*copy) (gpointer),
                        GDestroyNotify            user_data_free)
{
  const struct {
    int event;
    virConnectDomainEventGenericCallback callback;
  } events[] = {
    { VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_CALLBACK (lifecycle_cb) },
    { VIR_DOMAIN_EVENT_ID_REBOOT, VIR_DOMAIN_EVENT_CALLBACK (reboot_cb) },
    { VIR_DOMAIN_EVENT_ID_DEVICE_ADDED, VIR_DOMAIN_EVENT_CALLBACK (device_cb) },
    { VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED, VIR_DOMAIN_EVENT_CALLBACK (device_cb) },
    { VIR_DOMAIN_EVENT_ID_METADATA_CHANGE, VIR_DOMAIN_EVENT_CALLBACK (metadata_cb) },
    { VIR_DOMAIN_EVENT_ID_TRAY_CHANGE, VIR_DOMAIN_EVENT_CALLBACK (tray_cb) },
    { VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE, VIR_DOMAIN_EVENT_CALLBACK (agent_cb) },
  };

  LODGE_ASSERT_WORKER ();
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      Watch *watch = watch_new (func, copy (user_data), user_data_free);
      int id = virConnectDomainEventRegisterAny (self->conn, NULL, events[i].event,
                                                 events[i].callback, watch, watch_free);

      if (id >= 0)
        self->callbacks[self->n_callbacks++] = id;
      else
        watch_free (watch);
    }

  /* The test driver says yes, forgets the callback, and never frees it. */
  if (!g_str_has_prefix (self->uri, "test:"))
    {
      Watch *watch = watch_new (func, copy (user_data), user_data_free);

      if (virConnectRegisterCloseCallback (self->conn, closed_cb, watch, watch_free) < 0)
        watch_free (watch);
      else
        self->close_registered = TRUE;
    }
}

gboolean
lodge_connection_is_alive (LodgeConnection *self)
{
  LODGE_ASSERT_WORKER ();
  return virConnectIsAlive (self->conn) == 1;
}

/**
 * lodge_connection_ref:
 * @self: a connection
 *
 * Takes a reference. Any thread.
 *
 * Returns: (transfer full): @self
 */
LodgeConnection *
lodge_connection_ref (LodgeConnection *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * lodge_connection_unref:
 * @self: (transfer full): a connection
 *
 * Drops a reference. Any thread: the last one closes the connection away from the main thread.
 */
void
lodge_connection_unref (LodgeConnection *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  if (lodge_thread_is_main ())
    close_away_from_main (self);
  else
    close_connection (self);
}

/**
 * lodge_connection_get_uri:
 * @self: a connection
 *
 * Gets the address it was opened with.
 *
 * Returns: (transfer none): the URI
 */
const char *
lodge_connection_get_uri (LodgeConnection *self)
{
  return self->uri;
}

/**
 * lodge_connection_is_local:
 * @self: a connection
 *
 * Tells whether the host is this computer, so that its files are our files.
 *
 * Returns: %FALSE for a remote host
 */
gboolean
lodge_connection_is_local (LodgeConnection *self)
{
  return self->local;
}

/**
 * lodge_connection_is_session:
 * @self: a connection
 *
 * Tells whether the machines run as the user instead of in the system.
 *
 * Returns: %TRUE for a session
 */
gboolean
lodge_connection_is_session (LodgeConnection *self)
{
  return self->session;
}

/* Strings of libvirt are malloc()ed. */
static char *
take_string (char    *string,
             GError **error)
{
  char *copy;

  if (string == NULL)
    {
      lodge_virt_error_set (error);
      return NULL;
    }
  copy = g_strdup (string);
  free (string);
  return copy;
}

/**
 * lodge_connection_dup_capabilities:
 * @self: a connection
 * @error: where the error goes
 *
 * Reads what the host can do. Format: https://libvirt.org/formatcaps.html.
 *
 * Returns: (transfer full): the XML; %NULL with @error
 */
char *
lodge_connection_dup_capabilities (LodgeConnection  *self,
                                   GError          **error)
{
  LODGE_ASSERT_WORKER ();
  return take_string (virConnectGetCapabilities (self->conn), error);
}

/**
 * lodge_connection_dup_domain_capabilities:
 * @self: a connection
 * @arch: (nullable): an architecture
 * @machine: (nullable): a machine type
 * @virt_type: (nullable): kvm, qemu
 * @error: where the error goes
 *
 * Reads what a machine can have. Format: https://libvirt.org/formatdomaincaps.html.
 *
 * Returns: (transfer full): the XML; %NULL with @error
 */
char *
lodge_connection_dup_domain_capabilities (LodgeConnection  *self,
                                          const char       *arch,
                                          const char       *machine,
                                          const char       *virt_type,
                                          GError          **error)
{
  LODGE_ASSERT_WORKER ();
  return take_string (virConnectGetDomainCapabilities (self->conn, NULL, arch, machine, virt_type, 0),
                      error);
}

/* Adds up the named figures of virNodeGetMemoryStats(), in bytes; 0 where a driver has none. */
static guint64
sum_memory (LodgeConnection   *self,
            const char *const *fields)
{
  g_autofree virNodeMemoryStats *stats = NULL;
  guint64 sum = 0;
  int n = 0;

  if (virNodeGetMemoryStats (self->conn, VIR_NODE_MEMORY_STATS_ALL_CELLS, NULL, &n, 0) == 0 && n > 0)
    {
      stats = g_new0 (virNodeMemoryStats, n);
      if (virNodeGetMemoryStats (self->conn, VIR_NODE_MEMORY_STATS_ALL_CELLS, stats, &n, 0) < 0)
        n = 0;
    }
  for (int i = 0; i < n; i++)
    if (g_strv_contains (fields, stats[i].field))
      sum += stats[i].value * 1024;
  return sum;
}

static guint64
read_available (LodgeConnection *self)
{
  static const char *const fields[] = {
    VIR_NODE_MEMORY_STATS_FREE, VIR_NODE_MEMORY_STATS_CACHED, VIR_NODE_MEMORY_STATS_BUFFERS, NULL,
  };
  guint64 available = sum_memory (self, fields);

  return available > 0 ? available : virNodeGetFreeMemory (self->conn);
}

/**
 * lodge_connection_get_memory:
 * @self: a connection
 * @ret_total: (out) (optional): all of the host's memory in bytes
 * @ret_free: (out) (optional): what is free or only a cache, in bytes; 0 when not known
 * @error: where the error goes
 *
 * Asks for the host's memory. Memory that was added while the host runs is in the statistics, but
 * not always in virNodeGetInfo(): the larger figure is the right one.
 *
 * Returns: %FALSE with @error
 */
gboolean
lodge_connection_get_memory (LodgeConnection  *self,
                             guint64          *ret_total,
                             guint64          *ret_free,
                             GError          **error)
{
  static const char *const total_fields[] = { VIR_NODE_MEMORY_STATS_TOTAL, NULL };
  virNodeInfo info;
  guint64 total;

  LODGE_ASSERT_WORKER ();
  if (virNodeGetInfo (self->conn, &info) < 0)
    {
      lodge_virt_error_set (error);
      return FALSE;
    }
  total = MAX ((guint64) info.memory * 1024, sum_memory (self, total_fields));
  if (ret_total != NULL)
    *ret_total = total;
  if (ret_free != NULL)
    *ret_free = MIN (read_available (self), total);
  return TRUE;
}

/**
 * lodge_connection_get_n_cpus:
 * @self: a connection
 *
 * Asks for the number of logical CPUs.
 *
 * Returns: at least 1
 */
guint
lodge_connection_get_n_cpus (LodgeConnection *self)
{
  virNodeInfo info;

  LODGE_ASSERT_WORKER ();
  if (virNodeGetInfo (self->conn, &info) < 0)
    return 1;
  return MAX (info.cpus, 1);
}
