/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asks a host which run of a machine is under way. A screen that was closed while the same run goes on was
 * taken by another viewer: servers of SPICE have one, and do not say why they close. */

#include "config.h"

#include "pages/lodge-screen-run.h"

#include <stdlib.h>
#include <string.h>

/* The attribute id of the root: <domain type='kvm' id='7'>. */
static int
parse_id (const char *xml)
{
  const char *start = strstr (xml, "<domain ");
  const char *end = start != NULL ? strchr (start, '>') : NULL;
  const char *id = end != NULL ? g_strstr_len (start, end - start, " id='") : NULL;

  return id != NULL ? MAX (atoi (id + strlen (" id='")), 0) : 0;
}

/* On the worker. */
static gpointer
read_run (LodgeConnection  *connection,
          gpointer          uuid,
          GCancellable     *cancellable,
          GError          **error)
{
  g_autofree char *xml = lodge_connection_dup_domain_xml (connection, uuid, FALSE, error);
  int id;

  if (xml == NULL)
    return NULL;

  id = parse_id (xml);
  return g_memdup2 (&id, sizeof id);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree int *id = lodge_host_run_finish (LODGE_HOST (source), result, &error);

  if (id != NULL)
    g_task_return_int (task, *id);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
lodge_screen_run_async (LodgeMachine        *machine,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task = g_task_new (machine, cancellable, callback, user_data);

  g_task_set_source_tag (task, lodge_screen_run_async);
  lodge_host_run_async (lodge_machine_get_host (machine), "read run", read_run,
                        g_strdup (lodge_machine_get_uuid (machine)), g_free, g_free, cancellable,
                        read_cb, task);
}

int
lodge_screen_run_finish (LodgeMachine  *machine,
                         GAsyncResult  *result,
                         GError       **error)
{
  return (int) g_task_propagate_int (G_TASK (result), error);
}
