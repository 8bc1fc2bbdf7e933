/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done with a machine on the host's worker: actions, deleting, addresses. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "base/lodge-error.h"
#include "virt/lodge-machine-private.h"
#include "virt/lodge-virt-error.h"

typedef struct {
  char *uuid;
  LodgeMachineAction action;
  GStrv paths;
} Request;

static Request *
request_new (LodgeMachine       *machine,
             LodgeMachineAction  action,
             const char *const  *paths)
{
  Request *request = g_new0 (Request, 1);

  request->uuid = g_strdup (lodge_machine_get_uuid (machine));
  request->action = action;
  request->paths = g_strdupv ((char **) paths);
  return request;
}

static void
request_free (Request *request)
{
  g_free (request->uuid);
  g_strfreev (request->paths);
  g_free (request);
}

static int
get_state (virDomainPtr domain)
{
  int state = VIR_DOMAIN_NOSTATE;

  virDomainGetState (domain, &state, NULL, 0);
  return state;
}

/* What is left of a crashed machine is ended first. */
static int
start (virDomainPtr domain)
{
  if (get_state (domain) == VIR_DOMAIN_CRASHED && virDomainIsActive (domain) == 1 &&
      virDomainDestroy (domain) < 0)
    return -1;
  return virDomainCreate (domain);
}

static int
resume (virDomainPtr domain)
{
  if (get_state (domain) == VIR_DOMAIN_PMSUSPENDED)
    return virDomainPMWakeup (domain, 0);
  return virDomainResume (domain);
}

static int
do_action (virDomainPtr       domain,
           LodgeMachineAction action)
{
  switch (action)
    {
    case LODGE_ACTION_START:
      return start (domain);
    case LODGE_ACTION_PAUSE:
      return virDomainSuspend (domain);
    case LODGE_ACTION_RESUME:
      return resume (domain);
    case LODGE_ACTION_SHUT_DOWN:
      return virDomainShutdown (domain);
    case LODGE_ACTION_REBOOT:
      return virDomainReboot (domain, 0);
    case LODGE_ACTION_RESET:
      return virDomainReset (domain, 0);
    case LODGE_ACTION_FORCE_OFF:
      return virDomainDestroy (domain);
    case LODGE_ACTION_DELETE:
    default:
      g_return_val_if_reached (-1);
    }
}

/* Somebody else was faster: the state is another than the one that was seen. */
static GError *
action_error (virDomainPtr       domain,
              LodgeMachineAction action)
{
  GError *error = NULL;
  gboolean invalid = virGetLastErrorCode () == VIR_ERR_OPERATION_INVALID;
  LodgeMachineState state;

  lodge_virt_error_set (&error);
  if (!invalid)
    return error;

  state = lodge_machine_state_of (get_state (domain), virDomainHasManagedSaveImage (domain, 0) == 1);
  if ((lodge_machine_state_allows (state) & action) == 0)
    {
      GError *refusal = lodge_machine_state_refuse (state, virDomainGetName (domain),
                                                    lodge_error_get_detail (error));

      g_error_free (error);
      return refusal;
    }
  return error;
}

static gpointer
act_on_worker (LodgeConnection  *connection,
               gpointer          data,
               GCancellable     *cancellable,
               GError          **error)
{
  Request *request = data;
  virDomainPtr domain = lodge_connection_get_domain (connection, request->uuid, error);
  gboolean done;

  if (domain == NULL)
    return NULL;

  done = do_action (domain, request->action) == 0;
  if (!done)
    g_propagate_error (error, action_error (domain, request->action));
  virDomainFree (domain);
  return GINT_TO_POINTER (done);
}

/* It may have gone off by itself in between, which is as well. */
static gboolean
ensure_off (LodgeConnection  *connection,
            const char       *uuid,
            GError          **error)
{
  virDomainPtr domain = lodge_connection_get_domain (connection, uuid, error);
  gboolean done;

  if (domain == NULL)
    return FALSE;

  done = virDomainIsActive (domain) != 1 || virDomainDestroy (domain) == 0 ||
         virDomainIsActive (domain) != 1;
  if (!done)
    lodge_virt_error_set (error);
  virDomainFree (domain);
  return done;
}

/* The definition goes first: as long as it stands, no disk of it is deleted. A transient machine is
 * gone once it is off. */
static gboolean
undefine (LodgeConnection  *connection,
          const char       *uuid,
          GError          **error)
{
  if (!lodge_connection_has_domain (connection, uuid))
    {
      lodge_connection_forget_domain (connection, uuid);
      return TRUE;
    }
  return lodge_connection_undefine_domain (connection, uuid, error);
}

static gboolean
delete_disks (LodgeConnection    *connection,
              const char *const  *paths,
              GError            **error)
{
  g_autoptr(GString) left = g_string_new (NULL);
  g_autofree char *detail = NULL;

  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    {
      g_autoptr(GError) failure = NULL;

      if (lodge_connection_delete_volume (connection, paths[i], &failure))
        continue;
      g_string_append_printf (left, "%s%s", left->len > 0 ? ", " : "", paths[i]);
      if (detail == NULL)
        detail = g_strdup (lodge_error_get_detail (failure));
    }
  if (left->len == 0)
    return TRUE;

  /* Translators: %s is one or more paths of disk images */
  lodge_error_set (error, LODGE_ERROR_FAILED, detail,
                   _("The machine was deleted, but these files remain: %s. "
                     "Delete them by hand if you do not need them."), left->str);
  return FALSE;
}

static gpointer
delete_on_worker (LodgeConnection  *connection,
                  gpointer          data,
                  GCancellable     *cancellable,
                  GError          **error)
{
  Request *request = data;

  return GINT_TO_POINTER (ensure_off (connection, request->uuid, error) &&
                          undefine (connection, request->uuid, error) &&
                          delete_disks (connection, (const char *const *) request->paths, error));
}

/* Loopback and link-local addresses are of no use to anybody outside. */
static gboolean
is_useful_address (const char *text)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (text);

  return address != NULL && !g_inet_address_get_is_loopback (address) &&
         !g_inet_address_get_is_link_local (address);
}

static void
add_addresses (virDomainPtr  domain,
               unsigned int  source,
               GPtrArray    *addresses)
{
  virDomainInterfacePtr *interfaces = NULL;
  int n = virDomainInterfaceAddresses (domain, &interfaces, source, 0);

  for (int i = 0; i < n; i++)
    {
      for (unsigned int k = 0; k < interfaces[i]->naddrs; k++)
        {
          const char *text = interfaces[i]->addrs[k].addr;

          if (is_useful_address (text) &&
              !g_ptr_array_find_with_equal_func (addresses, text, g_str_equal, NULL))
            g_ptr_array_add (addresses, g_strdup (text));
        }
      virDomainInterfaceFree (interfaces[i]);
    }
  free (interfaces);
}

/* The guest itself knows best; then the host's DHCP server, then its neighbour table. */
static gpointer
load_addresses_on_worker (LodgeConnection  *connection,
                          gpointer          data,
                          GCancellable     *cancellable,
                          GError          **error)
{
  static const unsigned int sources[] = {
    VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT,
    VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE,
    VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP,
  };
  Request *request = data;
  virDomainPtr domain = lodge_connection_get_domain (connection, request->uuid, error);
  GPtrArray *addresses;

  if (domain == NULL)
    return NULL;

  addresses = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (sources) && addresses->len == 0; i++)
    add_addresses (domain, sources[i], addresses);
  virDomainFree (domain);
  g_ptr_array_add (addresses, NULL);
  return g_ptr_array_free (addresses, FALSE);
}

static gboolean
return_if_gone (LodgeMachine *self,
                GTask        *task)
{
  if (lodge_machine_get_host (self) != NULL)
    return FALSE;

  g_task_return_error (task, lodge_error_new (LODGE_ERROR_NOT_FOUND, NULL,
                                              _("“%s” does not exist any more."),
                                              lodge_machine_get_label (self)));
  return TRUE;
}

/* Not every driver has events: look again after each action, also one that failed. */
static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LodgeMachine *self = g_task_get_source_object (task);
  LodgeHost *host = LODGE_HOST (source);
  GError *error = NULL;

  lodge_host_run_finish (host, result, &error);
  lodge_machine_set_busy (self, FALSE);
  if (lodge_machine_get_host (self) == host)
    lodge_host_mark_stale (host, lodge_machine_get_uuid (self));
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
addresses_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  GStrv addresses = lodge_host_run_finish (LODGE_HOST (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, addresses, (GDestroyNotify) g_strfreev);
}

/**
 * lodge_machine_act_async:
 * @self: a machine
 * @action: one action, any but %LODGE_ACTION_DELETE
 * @cancellable: (nullable): checked before the host is asked; not after that
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Does an action on the host's worker. Shutting down and rebooting only ask the guest: the state
 * follows when it obeys.
 */
void
lodge_machine_act_async (LodgeMachine        *self,
                         LodgeMachineAction   action,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (LODGE_IS_MACHINE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lodge_machine_act_async);
  g_task_set_check_cancellable (task, FALSE);
  if (return_if_gone (self, task))
    return;

  lodge_machine_set_busy (self, TRUE);
  lodge_host_run_async (lodge_machine_get_host (self), "machine action", act_on_worker,
                        request_new (self, action, NULL), (GDestroyNotify) request_free, NULL,
                        cancellable, done_cb, g_steal_pointer (&task));
}

/**
 * lodge_machine_act_finish:
 * @self: a machine
 * @result: what the callback got
 * @error: where the error goes
 *
 * Ends lodge_machine_act_async().
 *
 * Returns: %FALSE with @error
 */
gboolean
lodge_machine_act_finish (LodgeMachine  *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * lodge_machine_delete_async:
 * @self: a machine
 * @disk_paths: (nullable) (array zero-terminated=1): paths on the host of volumes to delete too
 * @cancellable: (nullable): checked before the host is asked
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Forces the machine off if need be, undefines it, and only then deletes the volumes. When one
 * cannot be deleted the machine is gone all the same, and the error names what remains.
 */
void
lodge_machine_delete_async (LodgeMachine        *self,
                            const char *const   *disk_paths,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (LODGE_IS_MACHINE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lodge_machine_delete_async);
  g_task_set_check_cancellable (task, FALSE);
  if (return_if_gone (self, task))
    return;

  lodge_machine_set_busy (self, TRUE);
  lodge_host_run_async (lodge_machine_get_host (self), "delete machine", delete_on_worker,
                        request_new (self, LODGE_ACTION_DELETE, disk_paths),
                        (GDestroyNotify) request_free, NULL, cancellable, done_cb,
                        g_steal_pointer (&task));
}

/**
 * lodge_machine_delete_finish:
 * @self: a machine
 * @result: what the callback got
 * @error: where the error goes
 *
 * Ends lodge_machine_delete_async().
 *
 * Returns: %FALSE with @error
 */
gboolean
lodge_machine_delete_finish (LodgeMachine  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * lodge_machine_load_addresses_async:
 * @self: a machine
 * @cancellable: (nullable): a cancellable
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Asks for the addresses of its interfaces: the guest's agent, then leases, then the ARP table.
 */
void
lodge_machine_load_addresses_async (LodgeMachine        *self,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (LODGE_IS_MACHINE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lodge_machine_load_addresses_async);
  if (return_if_gone (self, task))
    return;

  lodge_host_run_async (lodge_machine_get_host (self), "load addresses", load_addresses_on_worker,
                        request_new (self, 0, NULL), (GDestroyNotify) request_free,
                        (GDestroyNotify) g_strfreev, cancellable, addresses_cb,
                        g_steal_pointer (&task));
}

/**
 * lodge_machine_load_addresses_finish:
 * @self: a machine
 * @result: what the callback got
 * @error: where the error goes
 *
 * Ends lodge_machine_load_addresses_async().
 *
 * Returns: (transfer full): the addresses, perhaps none; %NULL with @error
 */
GStrv
lodge_machine_load_addresses_finish (LodgeMachine  *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
