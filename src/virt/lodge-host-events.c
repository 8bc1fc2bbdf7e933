/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Events of libvirt: they only mark what is stale. They come on the main thread, through the event
 * loop that lodge_virt_init() ties to it; what comes elsewhere is carried over. */

#include "config.h"

#include "virt/lodge-host-private.h"

typedef struct {
  LodgeHostSink *sink;
  LodgeConnectionEvent event;
  char *uuid;
} Posted;

LodgeHostSink *
lodge_host_sink_new (LodgeHost *host)
{
  LodgeHostSink *sink = g_new0 (LodgeHostSink, 1);

  g_atomic_ref_count_init (&sink->ref_count);
  sink->host = host;
  return sink;
}

LodgeHostSink *
lodge_host_sink_ref (LodgeHostSink *sink)
{
  g_atomic_ref_count_inc (&sink->ref_count);
  return sink;
}

void
lodge_host_sink_unref (LodgeHostSink *sink)
{
  if (g_atomic_ref_count_dec (&sink->ref_count))
    g_free (sink);
}

static void
posted_free (Posted *posted)
{
  lodge_host_sink_unref (posted->sink);
  g_free (posted->uuid);
  g_free (posted);
}

static void
deliver (LodgeHostSink        *sink,
         LodgeConnectionEvent  event,
         const char           *uuid)
{
  LodgeHost *self = sink->host;

  if (self == NULL)
    return;

  if (event == LODGE_CONNECTION_EVENT_CLOSED)
    {
      lodge_host_lost (self, NULL);
      return;
    }
  if (event == LODGE_CONNECTION_EVENT_STARTED)
    {
      gint64 *now = g_new (gint64, 1);

      *now = g_get_real_time () / G_USEC_PER_SEC;
      g_hash_table_replace (self->started, g_strdup (uuid), now);
      g_hash_table_remove (self->moved, uuid);
    }
  if (event == LODGE_CONNECTION_EVENT_MOVED)
    lodge_host_machine_moved (self, uuid);
  lodge_host_mark_stale (self, uuid);
}

static gboolean
posted_cb (gpointer user_data)
{
  Posted *posted = user_data;

  deliver (posted->sink, posted->event, posted->uuid);
  return G_SOURCE_REMOVE;
}

/* Closing is always carried over: the callback runs inside libvirt, with its locks. */
void
lodge_host_event_cb (LodgeConnectionEvent  event,
                     const char           *uuid,
                     gpointer              user_data)
{
  Posted *posted;

  if (lodge_thread_is_main () && event != LODGE_CONNECTION_EVENT_CLOSED)
    {
      deliver (user_data, event, uuid);
      return;
    }
  posted = g_new0 (Posted, 1);
  posted->sink = lodge_host_sink_ref (user_data);
  posted->event = event;
  posted->uuid = g_strdup (uuid);
  g_idle_add_full (G_PRIORITY_DEFAULT, posted_cb, posted, (GDestroyNotify) posted_free);
}
