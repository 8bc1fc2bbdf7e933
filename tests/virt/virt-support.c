/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lodge-error.h"
#include "virt-support.h"
#include "virt/lodge-connection.h"

static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* So that a wait in vain ends. */
GSource *
wait_begin (void)
{
  GSource *source = g_timeout_source_new (200);

  g_source_set_callback (source, wake_cb, NULL, NULL);
  g_source_attach (source, NULL);
  return source;
}

static gboolean
is_loaded (LodgeHost *host)
{
  gboolean loading;

  g_object_get (host, "loading", &loading, NULL);
  return lodge_host_get_state (host) == LODGE_HOST_CONNECTED && !loading;
}

LodgeHost *
host_connected (const char *uri)
{
  LodgeHost *host = lodge_host_new (uri);

  lodge_host_connect (host);
  wait_for (is_loaded (host) || lodge_host_get_error (host) != NULL);
  if (lodge_host_get_error (host) != NULL)
    g_test_message ("%s", lodge_error_get_detail (lodge_host_get_error (host)));
  g_assert_no_error (lodge_host_get_error (host));
  return host;
}

void
host_finish (LodgeHost *host)
{
  gpointer weak = host;

  lodge_host_disconnect (host);
  g_object_add_weak_pointer (G_OBJECT (host), &weak);
  g_object_unref (host);
  wait_for (weak == NULL);
}

void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

gboolean
act (LodgeMachine       *machine,
     LodgeMachineAction  action,
     GError            **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lodge_machine_act_async (machine, action, NULL, keep_result_cb, &result);
  wait_for (result != NULL);
  return lodge_machine_act_finish (machine, result, error);
}

void
run_on_connection (LodgeHost     *host,
                   LodgeHostFunc  func,
                   gpointer       data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  lodge_host_run_async (host, "test", func, data, NULL, NULL, NULL, keep_result_cb, &result);
  wait_for (result != NULL);
  lodge_host_run_finish (host, result, &error);
  g_assert_no_error (error);
}

gpointer
start_on_worker (LodgeConnection  *connection,
                 gpointer          uuid,
                 GCancellable     *cancellable,
                 GError          **error)
{
  return GINT_TO_POINTER (lodge_connection_start_domain (connection, uuid, error));
}

char *
write_test_hypervisor (const char *dir,
                       guint       n)
{
  g_autoptr(GString) xml = g_string_new ("<node>\n");
  g_autoptr(GError) error = NULL;
  char *path = g_build_filename (dir, "hypervisor.xml", NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (xml,
                            "<domain type='test'><name>vm%u</name>"
                            "<uuid>00000000-0000-4000-8000-%012u</uuid>"
                            "<memory>65536</memory><vcpu>1</vcpu>"
                            "<os><type arch='i686'>hvm</type></os></domain>\n", i, i);
  g_string_append (xml, "</node>\n");
  g_file_set_contents (path, xml->str, (gssize) xml->len, &error);
  g_assert_no_error (error);
  return path;
}
