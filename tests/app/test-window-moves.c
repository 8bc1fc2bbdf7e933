/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What shows a machine goes along when it moves to another host. Both hosts are libvirt's pretended ones, which
 * cannot migrate: the word of it is given as libvirt's event would be. */

#include "config.h"

#include <glib/gstdio.h>

#include "../virt/virt-support.h"
#include "../wizard/wizard-support.h"
#include "app-support.h"
#include "app/lodge-window.h"
#include "virt/lodge-machine-private.h"

#define UUID ((gpointer) "00000000-0000-4000-8000-000000000000")

/* One for all tests, as in a process. */
static GtkApplication *application;

typedef struct {
  char *dirs[2];
  char *paths[2];
  LodgeHosts *hosts;
  LodgeHost *host[2];    /* the first is connected */
  LodgeWindow *main;     /* both are on the machine's console */
  LodgeWindow *single;
} Fixture;

static LodgeMachine *
look_up (Fixture *fixture,
         guint    i)
{
  return lodge_host_look_up (fixture->host[i], UUID);
}

static LodgeMachine *
get_shown (LodgeWindow *window)
{
  g_autoptr(LodgeMachine) machine = NULL;

  g_object_get (window, "machine", &machine, NULL);
  return machine;  /* its page keeps it */
}

static void
connect_host (Fixture *fixture,
              guint    i)
{
  lodge_host_connect (fixture->host[i]);
  wait_until (look_up (fixture, i) != NULL);
}

static void
add_host (Fixture *fixture,
          guint    i)
{
  g_autofree char *uri = NULL;

  fixture->dirs[i] = g_dir_make_tmp ("lodge-XXXXXX", NULL);
  fixture->paths[i] = write_test_hypervisor (fixture->dirs[i], 1);
  uri = g_strdup_printf ("test://%s", fixture->paths[i]);
  fixture->host[i] = lodge_hosts_add (fixture->hosts, uri);
}

static LodgeWindow *
find_single (void)
{
  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (LODGE_IS_WINDOW (l->data) && lodge_window_is_single (l->data))
      return l->data;
  return NULL;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->hosts = lodge_hosts_new ();
  add_host (fixture, 0);
  add_host (fixture, 1);
  connect_host (fixture, 0);
  fixture->main = lodge_window_new (application, fixture->hosts);
  g_object_add_weak_pointer (G_OBJECT (fixture->main), (gpointer *) &fixture->main);
  gtk_window_present (GTK_WINDOW (fixture->main));
  lodge_window_show_machine (fixture->main, UUID, "console");
  g_action_group_activate_action (G_ACTION_GROUP (fixture->main), "open-window", NULL);
  fixture->single = find_single ();
  g_object_add_weak_pointer (G_OBJECT (fixture->single), (gpointer *) &fixture->single);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (fixture->single)));
}

static void
remove_host (Fixture *fixture,
             guint    i)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->host[i]), (gpointer *) &fixture->host[i]);
  lodge_hosts_remove (fixture->hosts, fixture->host[i]);
  wait_until (fixture->host[i] == NULL);
  g_unlink (fixture->paths[i]);
  g_rmdir (fixture->dirs[i]);
  g_free (fixture->paths[i]);
  g_free (fixture->dirs[i]);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->single));
  gtk_window_destroy (GTK_WINDOW (fixture->main));
  wait_until (fixture->main == NULL && fixture->single == NULL);
  remove_host (fixture, 0);
  remove_host (fixture, 1);
  g_assert_finalize_object (fixture->hosts);
  lodge_virt_finish ();
}

static gpointer
end_on_worker (LodgeConnection  *connection,
               gpointer          data,
               GCancellable     *cancellable,
               GError          **error)
{
  return GINT_TO_POINTER (lodge_connection_destroy_domain (connection, UUID, error)
                          && (data == NULL || lodge_connection_undefine_domain (connection, UUID, error)));
}

/* @gone: nothing stays there. */
static void
move_away (Fixture  *fixture,
           guint     i,
           gboolean  gone)
{
  lodge_host_event_cb (LODGE_CONNECTION_EVENT_MOVED, UUID, fixture->host[i]->sink);
  run_on_connection (fixture->host[i], end_on_worker, GINT_TO_POINTER (gone));
}

static gboolean
both_show (Fixture      *fixture,
           LodgeMachine *machine)
{
  return get_shown (fixture->main) == machine && get_shown (fixture->single) == machine;
}

static gboolean
both_say (Fixture    *fixture,
          const char *text)
{
  return support_shows (GTK_WIDGET (fixture->main), text) && support_shows (GTK_WIDGET (fixture->single), text);
}

static void
test_there_and_back (Fixture       *fixture,
                     gconstpointer  data)
{
  connect_host (fixture, 1);
  g_assert_true (both_show (fixture, look_up (fixture, 0)));
  move_away (fixture, 0, FALSE);
  wait_until (both_show (fixture, look_up (fixture, 1)));
  wait_until (both_say (fixture, "“vm0” moved to Test Host"));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->single)), ==, "vm0 – Lodge");

  run_on_connection (fixture->host[0], start_on_worker, UUID);
  move_away (fixture, 1, TRUE);
  wait_until (both_show (fixture, look_up (fixture, 0)));
  wait_until (look_up (fixture, 1) == NULL);
}

/* Each window says so, and goes on when the host is there. */
static void
test_unknown (Fixture       *fixture,
              gconstpointer  data)
{
  move_away (fixture, 0, TRUE);
  wait_until (look_up (fixture, 0) == NULL);
  wait_until (support_shows (GTK_WIDGET (fixture->main), "Moved to Another Host"));
  gtk_window_present (GTK_WINDOW (fixture->single));
  wait_until (both_say (fixture, "It is on none of the hosts that are connected."));
  g_assert_true (both_say (fixture, "Add Host"));
  support_screenshot (GTK_WINDOW (fixture->main), "moved-unknown");
  support_screenshot (GTK_WINDOW (fixture->single), "moved-unknown-single");

  connect_host (fixture, 1);
  wait_until (both_show (fixture, look_up (fixture, 1)));
  wait_until (both_say (fixture, "“vm0” moved to Test Host"));
}

/* It is listed where it was, too, and can be looked at there. */
static void
test_left_behind (Fixture       *fixture,
                  gconstpointer  data)
{
  connect_host (fixture, 1);
  move_away (fixture, 0, FALSE);
  wait_until (both_show (fixture, look_up (fixture, 1)));
  wait_until (lodge_machine_get_state (look_up (fixture, 0)) == LODGE_MACHINE_SHUT_OFF);
  lodge_window_show_machine (fixture->main, UUID, "console");
  g_assert_true (get_shown (fixture->main) == look_up (fixture, 0));
  wait_until (support_shows (GTK_WIDGET (fixture->main), "The machine moved to Test Host."));
  g_assert_false (support_shows (GTK_WIDGET (fixture->main), "Add Host"));
  g_assert_false (gtk_widget_has_css_class (support_child (fixture->main, "main_button"), "suggested-action"));
  support_screenshot (GTK_WINDOW (fixture->main), "moved-found");
  g_action_group_activate_action (G_ACTION_GROUP (fixture->main), "follow-move", NULL);
  g_assert_true (get_shown (fixture->main) == look_up (fixture, 1));
}

int
main (int   argc,
      char *argv[])
{
  int status;

  application = app_support_init (&argc, &argv);
  g_test_add ("/moves/there-and-back", Fixture, NULL, set_up, test_there_and_back, tear_down);
  g_test_add ("/moves/unknown", Fixture, NULL, set_up, test_unknown, tear_down);
  g_test_add ("/moves/left-behind", Fixture, NULL, set_up, test_left_behind, tear_down);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
