/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes and deletes machines one after the other through the same code as the wizard, and watches
 * what the program itself keeps: heap, resident memory, descriptors, threads, machines in its list.
 *   soak URI ISO COUNT
 * Ends with status 1 and a sentence when a step fails or something grows. */

#include "config.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lodge-error.h"
#include "create/lodge-plan.h"
#include "virt/lodge-hosts.h"
#include "virt/lodge-machine.h"

#define STEP_SECONDS 90
#define WARM_UP 15
/* A list of recent operations may fill up; a leak of one small object a machine is far above. */
#define HEAP_GROWTH (256 * 1024)
#define RSS_GROWTH (8 * 1024 * 1024)

typedef struct {
  guint64 heap;
  guint64 rss;
  guint descriptors;
  guint threads;
} Usage;

typedef struct {
  LodgeHost *host;
  const char *iso;
  LodgeHostFacts *facts;
  char *uuid;
  GError *error;
  gboolean done;
} Soak;

static void
fail (const char *what,
      GError     *error)
{
  const char *detail = error != NULL ? lodge_error_get_detail (error) : NULL;

  g_printerr ("soak: %s: %s %s\n", what, error != NULL ? error->message : "not in time",
              detail != NULL ? detail : "");
  exit (1);
}

static guint
count_entries (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static guint64
read_rss (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    return 0;
  line = strstr (text, "VmRSS:");
  return line != NULL ? g_ascii_strtoull (line + strlen ("VmRSS:"), NULL, 10) * 1024 : 0;
}

static Usage
measure (void)
{
  Usage usage;

  malloc_trim (0);
  usage.heap = mallinfo2 ().uordblks;
  usage.rss = read_rss ();
  usage.descriptors = count_entries ("/proc/self/fd");
  usage.threads = count_entries ("/proc/self/task");
  return usage;
}

static gboolean
late_cb (gpointer what)
{
  fail (what, NULL);
  return G_SOURCE_REMOVE;
}

typedef gboolean (*Condition) (Soak *soak);

static void
wait_for (Soak       *soak,
          Condition   condition,
          const char *what)
{
  guint timeout = g_timeout_add_seconds (STEP_SECONDS, late_cb, (gpointer) what);

  while (!condition (soak) && soak->error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
  if (soak->error != NULL)
    fail (what, soak->error);
}

static gboolean
is_connected (Soak *soak)
{
  return lodge_host_get_state (soak->host) == LODGE_HOST_CONNECTED;
}

static gboolean
is_done (Soak *soak)
{
  return soak->done;
}

static gboolean
is_listed (Soak *soak)
{
  LodgeMachine *machine = lodge_host_find_machine (soak->host, soak->uuid);

  if (machine == NULL)
    return FALSE;
  lodge_machine_load_xml (machine);
  return lodge_machine_get_xml (machine) != NULL;
}

static gboolean
is_unlisted (Soak *soak)
{
  return lodge_host_find_machine (soak->host, soak->uuid) == NULL;
}

static void
facts_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Soak *soak = user_data;

  soak->facts = lodge_host_facts_read_finish (LODGE_HOST (source), result, &soak->error);
  soak->done = TRUE;
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Soak *soak = user_data;

  soak->uuid = lodge_plan_run_finish (result, &soak->error);
  soak->done = TRUE;
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Soak *soak = user_data;

  lodge_machine_delete_finish (LODGE_MACHINE (source), result, &soak->error);
  soak->done = TRUE;
}

static void
create_machine (Soak *soak)
{
  g_autoptr(LodgeRecipe) recipe = lodge_recipe_new ();
  g_autoptr(LodgePlan) plan = NULL;
  g_autoptr(LodgeOperation) operation = NULL;

  soak->done = FALSE;
  lodge_host_facts_read_async (soak->host, NULL, facts_cb, soak);
  wait_for (soak, is_done, "reading the host's facts");

  g_object_set (recipe, "facts", soak->facts, "media-path", soak->iso, NULL);
  g_clear_pointer (&soak->facts, lodge_host_facts_unref);
  plan = lodge_plan_new (recipe, &soak->error);
  if (plan == NULL)
    fail ("planning", soak->error);

  soak->done = FALSE;
  operation = lodge_plan_run_async (plan, soak->host, created_cb, soak);
  wait_for (soak, is_done, "creating");
  wait_for (soak, is_listed, "the new machine in the list");
}

static GStrv
dup_disk_paths (LodgeMachine *machine)
{
  GPtrArray *devices = lodge_domain_xml_get_devices (lodge_machine_get_xml (machine));
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < devices->len; i++)
    {
      LodgeDeviceXml *device = g_ptr_array_index (devices, i);

      if (lodge_device_xml_get_kind (device) == LODGE_DEVICE_DISK)
        g_strv_builder_add (builder, lodge_device_xml_get_source (device));
    }
  return g_strv_builder_end (builder);
}

static void
delete_machine (Soak *soak)
{
  LodgeMachine *machine = lodge_host_find_machine (soak->host, soak->uuid);
  g_auto(GStrv) paths = dup_disk_paths (machine);

  if (g_strv_length (paths) != 1)
    fail ("the machine's disk", NULL);

  soak->done = FALSE;
  lodge_machine_delete_async (machine, (const char *const *) paths, NULL, deleted_cb, soak);
  wait_for (soak, is_done, "deleting");
  wait_for (soak, is_unlisted, "the deleted machine out of the list");
  g_clear_pointer (&soak->uuid, g_free);
}

static void
print_usage (guint        n,
             const Usage *usage)
{
  g_print ("%4u machines: heap %" G_GUINT64_FORMAT " KiB, resident %" G_GUINT64_FORMAT
           " KiB, %u descriptors, %u threads\n",
           n, usage->heap / 1024, usage->rss / 1024, usage->descriptors, usage->threads);
}

static gboolean
has_grown (const Usage *before,
           const Usage *after)
{
  return after->heap > before->heap + HEAP_GROWTH ||
         after->rss > before->rss + RSS_GROWTH ||
         after->descriptors > before->descriptors ||
         after->threads > before->threads + 2;
}

int
main (int    argc,
      char **argv)
{
  Soak soak = { NULL, };
  Usage before = { 0 }, after = { 0 };
  guint count;

  if (argc != 4)
    {
      g_printerr ("usage: soak URI ISO COUNT\n");
      return 2;
    }

  count = atoi (argv[3]);
  lodge_virt_init ();
  soak.host = lodge_host_new (argv[1]);
  soak.iso = argv[2];
  lodge_host_connect (soak.host);
  wait_for (&soak, is_connected, "connecting");

  for (guint i = 1; i <= count; i++)
    {
      create_machine (&soak);
      delete_machine (&soak);
      if (i == MIN (WARM_UP, count))
        before = measure ();
      if (i % 10 == 0 || i == count)
        {
          after = measure ();
          print_usage (i, &after);
        }
    }

  g_print ("after the first %u: ", MIN (WARM_UP, count));
  print_usage (MIN (WARM_UP, count), &before);
  lodge_host_disconnect (soak.host);
  g_clear_object (&soak.host);
  if (has_grown (&before, &after))
    {
      g_printerr ("soak: something grows with every machine\n");
      return 1;
    }
  return 0;
}
