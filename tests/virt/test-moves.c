/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where machines went that migrated, with two pretended hosts that know machines of the same UUIDs. The test
 * driver cannot migrate, so the word of it is given as libvirt's event would be. */

#include "config.h"

#include <glib/gstdio.h>

#include "virt-support.h"
#include "virt/lodge-machine-private.h"

#define UUID  ((gpointer) "00000000-0000-4000-8000-000000000000")
#define OTHER "00000000-0000-4000-8000-000000000001"

typedef struct {
  char *dir;
  char *paths[2];
  LodgeHosts *hosts;
  LodgeHost *first;    /* connected; it runs both machines */
  LodgeHost *second;   /* not connected, runs the same */
  LodgeMachine *from;  /* of the first */
  LodgeMachine *to;    /* where it moved to, by the signal */
  guint n_moves;
} Fixture;

static void
moved_cb (Fixture      *fixture,
          LodgeMachine *from,
          LodgeMachine *to)
{
  if (from != fixture->from)
    return;

  g_set_object (&fixture->to, to);
  fixture->n_moves++;
}

static LodgeHost *
add_host (Fixture *fixture,
          guint    i)
{
  g_autofree char *name = g_strdup_printf ("%u", i);
  g_autofree char *dir = g_build_filename (fixture->dir, name, NULL);
  g_autofree char *uri = NULL;

  g_assert_cmpint (g_mkdir (dir, 0700), ==, 0);
  fixture->paths[i] = write_test_hypervisor (dir, 2);
  uri = g_strdup_printf ("test://%s", fixture->paths[i]);
  return lodge_hosts_add (fixture->hosts, uri);
}

static gboolean
is_read (LodgeHost *host)
{
  return lodge_host_get_state (host) == LODGE_HOST_CONNECTED && lodge_host_look_up (host, OTHER) != NULL;
}

static void
connect_host (LodgeHost *host)
{
  lodge_host_connect (host);
  wait_for (is_read (host));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->dir = g_dir_make_tmp ("lodge-XXXXXX", NULL);
  fixture->hosts = lodge_hosts_new ();
  g_signal_connect_swapped (fixture->hosts, "machine-moved", G_CALLBACK (moved_cb), fixture);
  fixture->first = add_host (fixture, 0);
  fixture->second = add_host (fixture, 1);
  connect_host (fixture->first);
  fixture->from = g_object_ref (lodge_host_look_up (fixture->first, UUID));
}

static void
remove_host (Fixture    *fixture,
             LodgeHost **host,
             char       *path)
{
  g_autofree char *dir = g_path_get_dirname (path);

  g_object_add_weak_pointer (G_OBJECT (*host), (gpointer *) host);
  lodge_hosts_remove (fixture->hosts, *host);
  wait_for (*host == NULL);
  g_unlink (path);
  g_rmdir (dir);
  g_free (path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->from);
  g_clear_object (&fixture->to);
  remove_host (fixture, &fixture->first, fixture->paths[0]);
  remove_host (fixture, &fixture->second, fixture->paths[1]);
  g_assert_finalize_object (fixture->hosts);
  g_rmdir (fixture->dir);
  g_free (fixture->dir);
}

static gpointer
destroy_on_worker (LodgeConnection  *connection,
                   gpointer          data,
                   GCancellable     *cancellable,
                   GError          **error)
{
  return GINT_TO_POINTER (lodge_connection_destroy_domain (connection, data, error));
}

static gpointer
undefine_on_worker (LodgeConnection  *connection,
                    gpointer          data,
                    GCancellable     *cancellable,
                    GError          **error)
{
  return GINT_TO_POINTER (lodge_connection_undefine_domain (connection, data, error));
}

static void
say_moved (LodgeHost *host)
{
  lodge_host_event_cb (LODGE_CONNECTION_EVENT_MOVED, UUID, host->sink);
}

/* The new host is asked, even when it has told already. */
static void
test_known (Fixture       *fixture,
            gconstpointer  data)
{
  connect_host (fixture->second);
  say_moved (fixture->first);
  g_assert_cmpint (lodge_machine_get_move (fixture->from), ==, LODGE_MOVE_LOOKING);
  g_assert_cmpuint (fixture->n_moves, ==, 0);
  run_on_connection (fixture->first, destroy_on_worker, UUID);
  wait_for (fixture->n_moves == 1);
  g_assert_true (fixture->to == lodge_host_look_up (fixture->second, UUID));
  g_assert_cmpint (lodge_machine_get_move (fixture->from), ==, LODGE_MOVE_FOUND);
  wait_for (lodge_machine_get_state (fixture->from) == LODGE_MACHINE_SHUT_OFF);
  g_assert_cmpint (lodge_machine_get_move (fixture->from), ==, LODGE_MOVE_FOUND);
}

/* It is not on the host it left any more. */
static void
test_undefined (Fixture       *fixture,
                gconstpointer  data)
{
  connect_host (fixture->second);
  run_on_connection (fixture->second, destroy_on_worker, UUID);
  wait_for (!lodge_machine_is_active (lodge_host_look_up (fixture->second, UUID)));
  say_moved (fixture->first);
  run_on_connection (fixture->first, destroy_on_worker, UUID);
  run_on_connection (fixture->first, undefine_on_worker, UUID);
  wait_for (lodge_machine_get_host (fixture->from) == NULL);
  g_assert_cmpint (lodge_machine_get_move (fixture->from), ==, LODGE_MOVE_LOOKING);
  g_assert_cmpint (lodge_machine_get_state (fixture->from), ==, LODGE_MACHINE_SHUT_OFF);

  run_on_connection (fixture->second, start_on_worker, UUID);
  wait_for (fixture->n_moves == 1);
  g_assert_true (fixture->to == lodge_host_look_up (fixture->second, UUID));
}

/* No host to ask: that is known at once. The user connects to one. */
static void
test_connected_later (Fixture       *fixture,
                      gconstpointer  data)
{
  say_moved (fixture->first);
  g_assert_cmpint (lodge_machine_get_move (fixture->from), ==, LODGE_MOVE_UNKNOWN);
  run_on_connection (fixture->first, destroy_on_worker, UUID);
  wait_for (lodge_machine_get_state (fixture->from) == LODGE_MACHINE_SHUT_OFF);
  connect_host (fixture->second);
  wait_for (fixture->n_moves == 1);
  g_assert_true (fixture->to == lodge_host_look_up (fixture->second, UUID));
}

/* It runs on the first host again, by whomever, and what others run is not looked at any more. */
static void
test_came_back (Fixture       *fixture,
                gconstpointer  data)
{
  say_moved (fixture->first);
  run_on_connection (fixture->first, destroy_on_worker, UUID);
  wait_for (lodge_machine_get_state (fixture->from) == LODGE_MACHINE_SHUT_OFF);
  run_on_connection (fixture->first, start_on_worker, UUID);
  wait_for (lodge_machine_get_move (fixture->from) == LODGE_MOVE_NONE);
  wait_for (!lodge_moves_is_looking (fixture->first->moves));
  connect_host (fixture->second);
  g_assert_cmpuint (fixture->n_moves, ==, 0);
}

/* What nobody shows and no host lists is not looked for. */
static void
test_forgotten (Fixture       *fixture,
                gconstpointer  data)
{
  say_moved (fixture->first);
  run_on_connection (fixture->first, destroy_on_worker, UUID);
  run_on_connection (fixture->first, undefine_on_worker, UUID);
  wait_for (lodge_machine_get_host (fixture->from) == NULL);
  g_assert_true (lodge_moves_is_looking (fixture->first->moves));
  g_clear_object (&fixture->from);
  wait_for (!lodge_moves_is_looking (fixture->first->moves));
}

/* The host that it left was away when it did. */
static void
test_unseen (Fixture       *fixture,
             gconstpointer  data)
{
  connect_host (fixture->second);
  lodge_host_disconnect (fixture->first);
  g_assert_true (g_file_set_contents (fixture->paths[0], "<node/>", -1, NULL));
  lodge_host_connect (fixture->first);
  wait_for (lodge_machine_get_host (fixture->from) == NULL);
  g_assert_cmpuint (fixture->n_moves, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  lodge_virt_init ();
  g_test_add ("/moves/known", Fixture, NULL, set_up, test_known, tear_down);
  g_test_add ("/moves/undefined", Fixture, NULL, set_up, test_undefined, tear_down);
  g_test_add ("/moves/connected-later", Fixture, NULL, set_up, test_connected_later, tear_down);
  g_test_add ("/moves/came-back", Fixture, NULL, set_up, test_came_back, tear_down);
  g_test_add ("/moves/forgotten", Fixture, NULL, set_up, test_forgotten, tear_down);
  g_test_add ("/moves/unseen", Fixture, NULL, set_up, test_unseen, tear_down);
  return g_test_run ();
}
