/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading machines: all of them in a handful of calls when connected, the stale ones in batches
 * from then on. No XML is read here. */

#include "config.h"

#include <glib/gstdio.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "base/lodge-error.h"
#include "base/lodge-memory.h"
#include "virt/lodge-machine-private.h"
#include "virt/lodge-virt-error.h"

/* Up to so many changes are told one by one, so that the rest of the list stays where it is. */
#define FEW 32

/* Of machines that moved away. */
#define ASK_AGAIN_SECONDS 2
#define ASK_AGAIN_TIMES   3

typedef struct {
  LodgeConnection *connection;
  GPtrArray *uuids;   /* char* */
  GPtrArray *titles;  /* UUIDs whose title is wanted */
} Request;

struct _LodgeListing
{
  GPtrArray *rows;  /* LodgeMachineRow */
  GPtrArray *gone;  /* char*: UUIDs that exist no more */
};

static void
request_free (Request *request)
{
  lodge_connection_unref (request->connection);
  g_ptr_array_unref (request->uuids);
  g_ptr_array_unref (request->titles);
  g_free (request);
}

void
lodge_listing_free (LodgeListing *listing)
{
  g_ptr_array_unref (listing->rows);
  g_ptr_array_unref (listing->gone);
  g_free (listing);
}

static LodgeListing *
listing_new (void)
{
  LodgeListing *listing = g_new0 (LodgeListing, 1);

  listing->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) lodge_machine_row_free);
  listing->gone = g_ptr_array_new_with_free_func (g_free);
  return listing;
}

void
lodge_machine_row_free (LodgeMachineRow *row)
{
  g_free (row->name);
  g_free (row->sort_key);
  g_free (row->title);
  g_free (row);
}

/* vm2 before vm10. */
char *
lodge_machine_make_sort_key (const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);

  return g_utf8_collate_key_for_filename (folded, -1);
}

/* libvirt has no word for it; the file with the process id is as old as the machine's start. */
static gint64
read_start_time (LodgeConnection *connection,
                 const char      *name)
{
  g_autofree char *file = NULL;
  g_autofree char *path = NULL;
  GStatBuf info;

  if (connection->pid_dir == NULL || strchr (name, '/') != NULL)
    return 0;
  file = g_strconcat (name, ".pid", NULL);
  path = g_build_filename (connection->pid_dir, file, NULL);
  return g_stat (path, &info) == 0 ? (gint64) info.st_mtime : 0;
}

static LodgeMachineRow *
row_new (LodgeConnection *connection,
         virDomainPtr     domain)
{
  LodgeMachineRow *row = g_new0 (LodgeMachineRow, 1);

  virDomainGetUUIDString (domain, row->uuid);
  row->name = g_utf8_make_valid (virDomainGetName (domain), -1);
  row->sort_key = lodge_machine_make_sort_key (row->name);
  row->active = virDomainGetID (domain) != (unsigned int) -1;
  row->persistent = TRUE;
  if (row->active)
    row->start_time = read_start_time (connection, row->name);
  row->state = row->active ? LODGE_MACHINE_RUNNING : LODGE_MACHINE_SHUT_OFF;
  return row;
}

/* From a virDomainState. */
LodgeMachineState
lodge_machine_state_of (int      state,
                        gboolean saved)
{
  switch (state)
    {
    case VIR_DOMAIN_RUNNING:
    case VIR_DOMAIN_BLOCKED:
      return LODGE_MACHINE_RUNNING;
    case VIR_DOMAIN_PAUSED:
      return LODGE_MACHINE_PAUSED;
    case VIR_DOMAIN_SHUTDOWN:
      return LODGE_MACHINE_SHUTTING_DOWN;
    case VIR_DOMAIN_CRASHED:
      return LODGE_MACHINE_CRASHED;
    case VIR_DOMAIN_PMSUSPENDED:
      return LODGE_MACHINE_SLEEPING;
    default:
      return saved ? LODGE_MACHINE_SAVED : LODGE_MACHINE_SHUT_OFF;
    }
}

typedef void (*EachFunc) (LodgeMachineRow *row, virDomainPtr domain);

static void
set_paused (LodgeMachineRow *row,
            virDomainPtr     domain)
{
  row->state = LODGE_MACHINE_PAUSED;
}

static void
set_other (LodgeMachineRow *row,
           virDomainPtr     domain)
{
  int state;

  if (virDomainGetState (domain, &state, NULL, 0) == 0)
    row->state = lodge_machine_state_of (state, FALSE);
}

static void
set_saved (LodgeMachineRow *row,
           virDomainPtr     domain)
{
  if (row->state == LODGE_MACHINE_SHUT_OFF)
    row->state = LODGE_MACHINE_SAVED;
}

static void
set_autostart (LodgeMachineRow *row,
               virDomainPtr     domain)
{
  row->autostart = TRUE;
}

static void
set_transient (LodgeMachineRow *row,
               virDomainPtr     domain)
{
  row->persistent = FALSE;
}

/* One filtered listing tells one property of all machines. A driver without the filter tells none. */
static void
each_filtered (LodgeConnection *connection,
               GHashTable      *by_uuid,
               unsigned int     filter,
               EachFunc         func)
{
  virDomainPtr *domains = NULL;
  int n = virConnectListAllDomains (connection->conn, &domains, filter);

  for (int i = 0; i < n; i++)
    {
      char uuid[VIR_UUID_STRING_BUFLEN];
      LodgeMachineRow *row = NULL;

      if (virDomainGetUUIDString (domains[i], uuid) == 0)
        row = g_hash_table_lookup (by_uuid, uuid);
      if (row != NULL)
        func (row, domains[i]);
      virDomainFree (domains[i]);
    }
  free (domains);
}

static LodgeListing *
list_all (LodgeConnection  *connection,
          GError          **error)
{
  g_autoptr(GHashTable) by_uuid = g_hash_table_new (g_str_hash, g_str_equal);
  virDomainPtr *domains = NULL;
  LodgeListing *listing;
  int n = virConnectListAllDomains (connection->conn, &domains, 0);

  if (n < 0)
    {
      lodge_virt_error_set (error);
      return NULL;
    }
  listing = listing_new ();
  for (int i = 0; i < n; i++)
    {
      LodgeMachineRow *row = row_new (connection, domains[i]);

      g_ptr_array_add (listing->rows, row);
      g_hash_table_insert (by_uuid, row->uuid, row);
      lodge_connection_keep_domain (connection, row->uuid, domains[i]);
      virDomainFree (domains[i]);
    }
  free (domains);
  each_filtered (connection, by_uuid, VIR_CONNECT_LIST_DOMAINS_PAUSED, set_paused);
  each_filtered (connection, by_uuid, VIR_CONNECT_LIST_DOMAINS_OTHER, set_other);
  each_filtered (connection, by_uuid, VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE, set_saved);
  each_filtered (connection, by_uuid, VIR_CONNECT_LIST_DOMAINS_AUTOSTART, set_autostart);
  each_filtered (connection, by_uuid, VIR_CONNECT_LIST_DOMAINS_TRANSIENT, set_transient);
  return listing;
}

static void
read_title (LodgeMachineRow *row,
            virDomainPtr     domain)
{
  char *title = virDomainGetMetadata (domain, VIR_DOMAIN_METADATA_TITLE, NULL, 0);

  row->has_title = TRUE;
  row->title = title != NULL ? g_utf8_make_valid (title, -1) : NULL;
  free (title);
}

/* NULL with libvirt's error when the machine exists no more, or cannot be read. */
static LodgeMachineRow *
read_row (LodgeConnection *connection,
          const char      *uuid,
          gboolean         with_title)
{
  virDomainPtr domain = virDomainLookupByUUIDString (connection->conn, uuid);
  LodgeMachineRow *row;
  int state = VIR_DOMAIN_NOSTATE;
  int reason = 0;
  int autostart = 0;

  if (domain == NULL)
    return NULL;

  /* It may have gone since; then the next look-up says so. */
  if (virDomainGetState (domain, &state, &reason, 0) < 0)
    {
      virDomainFree (domain);
      domain = virDomainLookupByUUIDString (connection->conn, uuid);
      if (domain == NULL)
        return NULL;
    }
  row = row_new (connection, domain);
  lodge_connection_keep_domain (connection, uuid, domain);
  row->has_reason = TRUE;
  row->active = virDomainIsActive (domain) == 1;
  row->moved = !row->active && state == VIR_DOMAIN_SHUTOFF && reason == VIR_DOMAIN_SHUTOFF_MIGRATED;
  row->persistent = virDomainIsPersistent (domain) != 0;
  row->state = lodge_machine_state_of (state, !row->active && virDomainHasManagedSaveImage (domain, 0) == 1);
  row->autostart = virDomainGetAutostart (domain, &autostart) == 0 && autostart;
  if (with_title)
    read_title (row, domain);
  virDomainFree (domain);
  return row;
}

static LodgeListing *
list_some (Request  *request,
           GError  **error)
{
  g_autoptr(GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);
  LodgeListing *listing = listing_new ();

  for (guint i = 0; i < request->titles->len; i++)
    g_hash_table_add (titles, g_ptr_array_index (request->titles, i));
  for (guint i = 0; i < request->uuids->len; i++)
    {
      const char *uuid = g_ptr_array_index (request->uuids, i);
      LodgeMachineRow *row = read_row (request->connection, uuid,
                                       g_hash_table_contains (titles, uuid));

      if (row != NULL)
        {
          g_ptr_array_add (listing->rows, row);
          continue;
        }
      if (virGetLastErrorCode () != VIR_ERR_NO_DOMAIN)
        {
          lodge_virt_error_set (error);
          lodge_listing_free (listing);
          return NULL;
        }
      lodge_connection_forget_domain (request->connection, uuid);
      g_ptr_array_add (listing->gone, g_strdup (uuid));
    }
  return listing;
}

/* Reads all machines, on a worker. Connecting and listing leave behind much freed memory. */
LodgeListing *
lodge_listing_read (LodgeConnection  *connection,
                    GError          **error)
{
  LodgeListing *listing = list_all (connection, error);

  lodge_memory_give_back ();
  return listing;
}

static gpointer
read_on_worker (gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  return list_some (data, error);
}

static void
remove_machines (LodgeHost *self,
                 GPtrArray *uuids)
{
  if (uuids->len > 0)
    lodge_host_queue_cache (self);
  for (guint i = 0; i < uuids->len; i++)
    {
      const char *uuid = g_ptr_array_index (uuids, i);
      LodgeMachine *machine = lodge_item_list_lookup (self->machines, uuid);

      if (machine != NULL)
        lodge_machine_detach (machine);
      g_hash_table_remove (self->watched, uuid);
      g_hash_table_remove (self->started, uuid);
      g_hash_table_remove (self->moved, uuid);
    }
  if (uuids->len > FEW)
    lodge_item_list_remove_many (self->machines, uuids);
  else
    for (guint i = 0; i < uuids->len; i++)
      lodge_item_list_remove (self->machines, g_ptr_array_index (uuids, i));
}

/* Of what is kept until the next start, but for its name. */
static gboolean
is_news (LodgeMachine          *machine,
         const LodgeMachineRow *row)
{
  const char *label = row->title != NULL ? row->title : row->name;

  return lodge_machine_is_persistent (machine) != row->persistent
         || (row->has_title && g_strcmp0 (lodge_machine_get_label (machine), label) != 0);
}

/* What an event said is later than a row that was read before it. */
static void
apply_move (LodgeHost             *self,
            LodgeMachine          *machine,
            const LodgeMachineRow *row)
{
  gboolean told = g_hash_table_contains (self->moved, row->uuid);

  if (told)
    return;
  if (row->active || (row->has_reason && !row->moved))
    lodge_machine_set_move (machine, LODGE_MOVE_NONE, NULL);
  else if (row->moved && self->moves != NULL && lodge_machine_get_move (machine) == LODGE_MOVE_NONE)
    lodge_moves_add (self->moves, self, machine, lodge_machine_ran_last (machine));
}

/* A known machine keeps its object; the new ones are collected. */
static void
apply_row (LodgeHost       *self,
           LodgeMachineRow *row,
           GPtrArray       *keys,
           GPtrArray       *items)
{
  LodgeMachine *machine = lodge_item_list_lookup (self->machines, row->uuid);
  gint64 *started = g_hash_table_lookup (self->started, row->uuid);
  gboolean renamed;

  if (started != NULL && row->active)
    row->start_time = *started;
  if (machine == NULL)
    {
      lodge_host_queue_cache (self);
      g_ptr_array_add (keys, row->uuid);
      g_ptr_array_add (items, lodge_machine_new (self, row));
      return;
    }
  renamed = g_strcmp0 (lodge_machine_get_name (machine), row->name) != 0;
  if (renamed || is_news (machine, row))
    lodge_host_queue_cache (self);
  apply_move (self, machine, row);
  lodge_machine_apply (machine, row);
  if (lodge_machine_ran_last (machine) && !row->active)
    lodge_host_mark_stale (self, row->uuid);
  if (renamed)
    lodge_item_list_resort (self->machines, row->uuid);
  lodge_machine_set_connected (machine, TRUE);
}

static void
apply_rows (LodgeHost *self,
            GPtrArray *rows)
{
  g_autoptr(GPtrArray) keys = g_ptr_array_new ();
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < rows->len; i++)
    apply_row (self, g_ptr_array_index (rows, i), keys, items);
  if (items->len > FEW)
    lodge_item_list_insert_many (self->machines, keys, items);
  else
    for (guint i = 0; i < items->len; i++)
      lodge_item_list_insert (self->machines, g_ptr_array_index (keys, i),
                              g_ptr_array_index (items, i));
  for (guint i = 0; self->moves != NULL && lodge_moves_is_looking (self->moves) && i < rows->len; i++)
    lodge_moves_check (self->moves, self, ((LodgeMachineRow *) g_ptr_array_index (rows, i))->uuid);
}

/* What ran here when the connection was lost may run elsewhere now. */
static void
guess_moves (LodgeHost *self,
             GPtrArray *uuids)
{
  for (guint i = 0; self->moves != NULL && i < uuids->len; i++)
    {
      LodgeMachine *machine = lodge_host_look_up (self, g_ptr_array_index (uuids, i));

      if (machine != NULL && lodge_machine_is_active (machine))
        lodge_moves_guess (self->moves, self, machine);
    }
}

/* After a full listing: what was not in it is gone. */
static void
remove_missing (LodgeHost *self,
                GPtrArray *rows)
{
  g_autoptr(GHashTable) present = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) keys = lodge_item_list_dup_keys (self->machines);
  g_autoptr(GPtrArray) gone = g_ptr_array_new ();

  for (guint i = 0; i < rows->len; i++)
    g_hash_table_add (present, ((LodgeMachineRow *) g_ptr_array_index (rows, i))->uuid);
  for (guint i = 0; i < keys->len; i++)
    if (!g_hash_table_contains (present, g_ptr_array_index (keys, i)))
      g_ptr_array_add (gone, g_ptr_array_index (keys, i));
  guess_moves (self, gone);
  remove_machines (self, gone);
}

static gboolean refresh_cb (gpointer user_data);

static void
schedule_refresh (LodgeHost *self)
{
  if (self->refresh_source == 0 && !self->refreshing && g_hash_table_size (self->stale) > 0)
    self->refresh_source = g_idle_add_full (G_PRIORITY_DEFAULT, refresh_cb, self, NULL);
}

static void
refreshed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  LodgeHostTurn *turn = user_data;
  LodgeHost *self = turn->host;
  g_autoptr(GError) error = NULL;
  LodgeListing *listing = lodge_worker_run_finish (LODGE_WORKER (source), result, &error);

  if (!lodge_host_turn_is_over (turn) && self->state == LODGE_HOST_CONNECTED)
    {
      self->refreshing = FALSE;
      if (listing != NULL)
        {
          apply_rows (self, listing->rows);
          remove_machines (self, listing->gone);
          lodge_host_update_stats (self);
        }
      else if (g_error_matches (error, LODGE_ERROR, LODGE_ERROR_NOT_CONNECTED))
        lodge_host_check (self);
      schedule_refresh (self);
    }
  g_clear_pointer (&listing, lodge_listing_free);
  lodge_host_turn_free (turn);
}

static gboolean
refresh_cb (gpointer user_data)
{
  LodgeHost *self = user_data;
  Request *request;
  GHashTableIter iter;
  gpointer key;

  self->refresh_source = 0;
  if (self->connection == NULL)
    return G_SOURCE_REMOVE;

  request = g_new0 (Request, 1);
  request->connection = lodge_connection_ref (self->connection);
  request->uuids = g_ptr_array_new_with_free_func (g_free);
  request->titles = g_ptr_array_new ();
  g_hash_table_iter_init (&iter, self->stale);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      LodgeMachine *machine = lodge_item_list_lookup (self->machines, key);

      g_hash_table_iter_steal (&iter);
      g_ptr_array_add (request->uuids, key);
      if (machine != NULL && lodge_machine_wants_title (machine))
        g_ptr_array_add (request->titles, key);
    }
  self->refreshing = TRUE;
  lodge_worker_run_async (self->worker, "refresh machines", read_on_worker, request,
                          (GDestroyNotify) request_free, (GDestroyNotify) lodge_listing_free, NULL,
                          refreshed_cb, lodge_host_turn_new (self));
  return G_SOURCE_REMOVE;
}

/* Shows the machines of a new connection. */
void
lodge_host_take_listing (LodgeHost    *self,
                         LodgeListing *listing)
{
  remove_missing (self, listing->rows);
  apply_rows (self, listing->rows);
  schedule_refresh (self);
}

/* To be read again: at once when nothing is in flight, else after that. */
void
lodge_host_mark_stale (LodgeHost  *self,
                       const char *uuid)
{
  LodgeMachine *machine;

  LODGE_ASSERT_MAIN ();
  machine = lodge_item_list_lookup (self->machines, uuid);
  if (machine != NULL)
    lodge_machine_set_stale (machine);
  g_hash_table_add (self->stale, g_strdup (uuid));
  schedule_refresh (self);
}

static gboolean
ask_again_cb (gpointer data)
{
  LodgeHost *self = data;
  GHashTableIter iter;
  gpointer uuid;

  g_hash_table_iter_init (&iter, self->moved);
  while (g_hash_table_iter_next (&iter, &uuid, NULL))
    lodge_host_mark_stale (self, uuid);
  if (++self->n_asked < ASK_AGAIN_TIMES)
    return G_SOURCE_CONTINUE;

  self->moved_source = 0;
  g_hash_table_remove_all (self->moved);
  return G_SOURCE_REMOVE;
}

/* By an event; where it went is not in it. When libvirt forgets the machine after that, as it mostly is to
 * do, it tells nobody. */
void
lodge_host_machine_moved (LodgeHost  *self,
                          const char *uuid)
{
  LodgeMachine *machine = lodge_host_look_up (self, uuid);

  g_hash_table_add (self->moved, g_strdup (uuid));
  self->n_asked = 0;
  if (self->moved_source == 0)
    self->moved_source = g_timeout_add_seconds (ASK_AGAIN_SECONDS, ask_again_cb, self);
  if (machine != NULL && self->moves != NULL)
    lodge_moves_add (self->moves, self, machine, TRUE);
}

LodgeMachine *
lodge_host_look_up (LodgeHost  *self,
                    const char *uuid)
{
  return lodge_item_list_lookup (self->machines, uuid);
}

/* The connection is over. */
void
lodge_host_stop_refresh (LodgeHost *self)
{
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_hash_table_remove_all (self->stale);
  g_hash_table_remove_all (self->moved);
  g_clear_handle_id (&self->moved_source, g_source_remove);
  self->refreshing = FALSE;
}
