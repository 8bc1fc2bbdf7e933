/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Statistics: one bulk call a tick for the active machines that somebody watches; none while nobody
 * does, the host is not connected, or nothing is to be seen. */

#include "config.h"

#include <libvirt/virterror.h>
#include <string.h>

#include "virt/lodge-machine-private.h"

#define TICK_SECONDS 2
#define CHUNK 200

typedef virDomainStatsRecordPtr Record;

typedef struct {
  LodgeConnection *connection;
  GPtrArray *uuids;
  LodgeStatsGroup groups;
} Request;

static GPtrArray *all_hosts; /* not owned */
static gboolean stats_paused;

static void
request_free (Request *request)
{
  lodge_connection_unref (request->connection);
  g_ptr_array_unref (request->uuids);
  g_free (request);
}

static unsigned int
libvirt_groups (LodgeStatsGroup groups)
{
  unsigned int flags = VIR_DOMAIN_STATS_STATE;

  /* “vcpu.current” comes with VCPU only; the number of vCPUs makes the share of the CPU. */
  if (groups & LODGE_STATS_CPU)
    flags |= VIR_DOMAIN_STATS_CPU_TOTAL | VIR_DOMAIN_STATS_VCPU;
  if (groups & LODGE_STATS_MEMORY)
    flags |= VIR_DOMAIN_STATS_BALLOON;
  if (groups & LODGE_STATS_DISK)
    flags |= VIR_DOMAIN_STATS_BLOCK;
  if (groups & LODGE_STATS_NETWORK)
    flags |= VIR_DOMAIN_STATS_INTERFACE;
  return flags;
}

static guint64
number_of (virTypedParameterPtr param)
{
  switch (param->type)
    {
    case VIR_TYPED_PARAM_ULLONG:
      return param->value.ul;
    case VIR_TYPED_PARAM_UINT:
      return param->value.ui;
    case VIR_TYPED_PARAM_LLONG:
      return (guint64) MAX (param->value.l, 0);
    case VIR_TYPED_PARAM_INT:
      return (guint64) MAX (param->value.i, 0);
    default:
      return 0;
    }
}

static guint64
find_number (Record      record,
             const char *field)
{
  for (int i = 0; i < record->nparams; i++)
    if (g_str_equal (record->params[i].field, field))
      return number_of (&record->params[i]);
  return 0;
}

/* All of “block.N.rd.bytes” and the like: a prefix, and the end of the name. */
static guint64
sum_numbers (Record      record,
             const char *prefix,
             const char *suffix)
{
  guint64 sum = 0;

  for (int i = 0; i < record->nparams; i++)
    if (g_str_has_prefix (record->params[i].field, prefix) &&
        g_str_has_suffix (record->params[i].field, suffix))
      sum += number_of (&record->params[i]);
  return sum;
}

/* What the guest uses, as its balloon driver says, else what QEMU takes on the host. Zero: libvirt does
 * not tell either while something else is done with the machine. */
static guint64
memory_used (Record record)
{
  guint64 available = find_number (record, "balloon.available");
  guint64 unused = find_number (record, "balloon.usable");
  guint64 rss = find_number (record, "balloon.rss");
  guint64 current = find_number (record, "balloon.current");

  if (unused == 0)
    unused = find_number (record, "balloon.unused");
  if (available > 0 && unused > 0 && unused < available)
    return (available - unused) * 1024;
  return MIN (rss, current) * 1024;
}

static void
fill_counters (LodgeMachineCounters *counters,
               Record                record)
{
  virDomainGetUUIDString (record->dom, counters->uuid);
  counters->time = g_get_monotonic_time ();
  counters->cpu_time = find_number (record, "cpu.time");
  counters->vcpus = (guint) find_number (record, "vcpu.current");
  counters->memory_used = memory_used (record);
  counters->memory_total = find_number (record, "balloon.current") * 1024;
  counters->disk_read = sum_numbers (record, "block.", ".rd.bytes");
  counters->disk_written = sum_numbers (record, "block.", ".wr.bytes");
  counters->received = sum_numbers (record, "net.", ".rx.bytes");
  counters->sent = sum_numbers (record, "net.", ".tx.bytes");
}

/* Some drivers know state only in the bulk call. */
static void
fill_from_info (LodgeMachineCounters *counters,
                virDomainPtr          domain)
{
  virDomainInfo info;

  if (virDomainGetInfo (domain, &info) < 0)
    return;

  counters->time = g_get_monotonic_time ();
  counters->cpu_time = info.cpuTime;
  counters->vcpus = info.nrVirtCpu;
  counters->memory_used = (guint64) info.memory * 1024;
  counters->memory_total = (guint64) info.maxMem * 1024;
  counters->groups |= LODGE_STATS_CPU | LODGE_STATS_MEMORY;
}

static void
sample_chunk (virDomainPtr    *domains,
              LodgeStatsGroup  groups,
              GArray          *samples)
{
  Record *records = NULL;
  unsigned int flags = libvirt_groups (groups);
  int n = virDomainListGetStats (domains, flags, &records, VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT);

  if (n < 0)
    n = virDomainListGetStats (domains, flags, &records, 0);
  for (int i = 0; i < n; i++)
    {
      LodgeMachineCounters counters = { .groups = groups };

      fill_counters (&counters, records[i]);
      if (counters.cpu_time == 0 && counters.memory_total == 0)
        fill_from_info (&counters, records[i]->dom);
      g_array_append_val (samples, counters);
    }
  if (n >= 0)
    virDomainStatsRecordListFree (records);
}

static gpointer
sample_on_worker (gpointer       data,
                  GCancellable  *cancellable,
                  GError       **error)
{
  Request *request = data;
  GArray *samples = g_array_new (FALSE, FALSE, sizeof (LodgeMachineCounters));
  g_autoptr(GPtrArray) domains =
    g_ptr_array_new_with_free_func ((GDestroyNotify) virDomainFree);

  for (guint i = 0; i < request->uuids->len; i++)
    {
      virDomainPtr domain = lodge_connection_get_domain (request->connection,
                                                         g_ptr_array_index (request->uuids, i), NULL);

      if (domain != NULL)
        g_ptr_array_add (domains, domain);
    }
  for (guint i = 0; i < domains->len; i += CHUNK)
    {
      virDomainPtr chunk[CHUNK + 1] = { NULL };

      memcpy (chunk, domains->pdata + i, MIN (CHUNK, domains->len - i) * sizeof *chunk);
      sample_chunk (chunk, request->groups, samples);
    }
  return samples;
}

static void
sampled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  LodgeHostTurn *turn = user_data;
  LodgeHost *self = turn->host;
  g_autoptr(GArray) samples = lodge_worker_run_finish (LODGE_WORKER (source), result, NULL);

  if (!lodge_host_turn_is_over (turn))
    self->sampling = FALSE;
  for (guint i = 0; samples != NULL && i < samples->len; i++)
    {
      LodgeMachineCounters *counters = &g_array_index (samples, LodgeMachineCounters, i);
      LodgeMachine *machine = NULL;

      if (!lodge_host_turn_is_over (turn))
        machine = lodge_item_list_lookup (self->machines, counters->uuid);
      if (machine != NULL)
        lodge_machine_add_counters (machine, counters);
    }
  lodge_host_turn_free (turn);
}

static Request *
make_request (LodgeHost *self)
{
  Request *request = g_new0 (Request, 1);
  GHashTableIter iter;
  gpointer uuid;

  request->connection = lodge_connection_ref (self->connection);
  request->uuids = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_iter_init (&iter, self->watched);
  while (g_hash_table_iter_next (&iter, &uuid, NULL))
    {
      LodgeMachine *machine = lodge_item_list_lookup (self->machines, uuid);

      if (machine == NULL || !lodge_machine_is_active (machine))
        continue;
      g_ptr_array_add (request->uuids, g_strdup (uuid));
      request->groups |= lodge_machine_get_watched (machine);
    }
  return request;
}

static gboolean
tick_cb (gpointer user_data)
{
  LodgeHost *self = user_data;
  Request *request;

  if (self->sampling)
    return G_SOURCE_CONTINUE;

  request = make_request (self);
  if (request->uuids->len == 0)
    {
      request_free (request);
      return G_SOURCE_CONTINUE;
    }
  self->sampling = TRUE;
  lodge_worker_run_async (self->worker, "sample", sample_on_worker, request,
                          (GDestroyNotify) request_free, (GDestroyNotify) g_array_unref, NULL,
                          sampled_cb, lodge_host_turn_new (self));
  return G_SOURCE_CONTINUE;
}

/* Starts or stops the tick, as the state demands. */
void
lodge_host_update_stats (LodgeHost *self)
{
  gboolean wanted = self->connection != NULL && !stats_paused &&
                    g_hash_table_size (self->watched) > 0;

  if (wanted && self->stats_source == 0)
    {
      self->stats_source = g_timeout_add_seconds (TICK_SECONDS, tick_cb, self);
      tick_cb (self);
    }
  else if (!wanted)
    g_clear_handle_id (&self->stats_source, g_source_remove);
}

void
lodge_host_watch (LodgeHost  *self,
                  const char *uuid)
{
  g_hash_table_add (self->watched, g_strdup (uuid));
  lodge_host_update_stats (self);
}

void
lodge_host_unwatch (LodgeHost  *self,
                    const char *uuid)
{
  g_hash_table_remove (self->watched, uuid);
  lodge_host_update_stats (self);
}

void
lodge_host_stats_register (LodgeHost *self)
{
  if (all_hosts == NULL)
    all_hosts = g_ptr_array_new ();
  g_ptr_array_add (all_hosts, self);
}

void
lodge_host_stats_unregister (LodgeHost *self)
{
  g_ptr_array_remove_fast (all_hosts, self);
  g_clear_handle_id (&self->stats_source, g_source_remove);
}

/**
 * lodge_host_set_stats_paused:
 * @paused: whether nothing is to be seen
 *
 * Stops statistics of all hosts, or lets them go on. Main thread.
 */
void
lodge_host_set_stats_paused (gboolean paused)
{
  LODGE_ASSERT_MAIN ();
  stats_paused = paused;
  for (guint i = 0; all_hosts != NULL && i < all_hosts->len; i++)
    lodge_host_update_stats (g_ptr_array_index (all_hosts, i));
}
