/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of the sidebar over pretended machines, up to two thousand: libvirt’s own reading
 * of more takes seconds; the bench has ten thousand. */

#include "config.h"

#include <glib/gstdio.h>

#include "../virt/virt-support.h"
#include "app/lodge-sidebar-list.h"

typedef struct {
  char *dir;
  char *path;
  LodgeHosts *hosts;
  LodgeHost *host;
  LodgeSidebarList *list;
  guint changes;
} Fixture;

static guint
n_items (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->list));
}

static gboolean
no_results (Fixture *fixture)
{
  gboolean none;

  g_object_get (fixture->list, "no-results", &none, NULL);
  return none;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *uri = NULL;

  fixture->dir = g_dir_make_tmp ("lodge-sidebar-XXXXXX", NULL);
  fixture->path = write_test_hypervisor (fixture->dir, GPOINTER_TO_UINT (data));
  uri = g_strconcat ("test://", fixture->path, NULL);
  fixture->hosts = lodge_hosts_new ();
  fixture->list = lodge_sidebar_list_new (G_LIST_MODEL (fixture->hosts));
  g_assert_cmpuint (n_items (fixture), ==, 0);

  fixture->host = lodge_hosts_add (fixture->hosts, uri);
  g_assert_cmpuint (n_items (fixture), ==, 1);
  lodge_host_connect (fixture->host);
  wait_for (n_items (fixture) == 1 + GPOINTER_TO_UINT (data));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  lodge_hosts_remove (fixture->hosts, fixture->host);
  g_assert_cmpuint (n_items (fixture), ==, 0);
  g_assert_finalize_object (fixture->list);
  g_object_unref (fixture->hosts);
  g_assert_cmpint (g_remove (fixture->path), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->dir), ==, 0);
  g_free (fixture->path);
  g_free (fixture->dir);
}

static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GObject) first = NULL;

  lodge_sidebar_list_set_search (fixture->list, "VM1");
  wait_for (n_items (fixture) == 1 + 11);  /* vm1, vm10 ... vm19 */
  first = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
  g_assert_true ((gpointer) first == fixture->host);

  lodge_sidebar_list_set_search (fixture->list, "vm19");
  wait_for (n_items (fixture) == 1 + 1);
  g_assert_false (no_results (fixture));

  lodge_sidebar_list_set_search (fixture->list, "vm1");
  wait_for (n_items (fixture) == 1 + 11);

  lodge_sidebar_list_set_search (fixture->list, "nothing");
  wait_for (n_items (fixture) == 1 && no_results (fixture));

  lodge_sidebar_list_set_search (fixture->list, NULL);
  g_assert_cmpuint (n_items (fixture), ==, 1 + 20);
  g_assert_false (no_results (fixture));
}

static void
test_fold (Fixture       *fixture,
           gconstpointer  data)
{
  LodgeMachine *machine = lodge_host_find_machine (fixture->host, "vm3");
  guint position;

  lodge_sidebar_list_set_expanded (fixture->list, fixture->host, FALSE);
  g_assert_cmpuint (n_items (fixture), ==, 1);
  g_assert_false (lodge_sidebar_list_find (fixture->list, machine, &position));

  lodge_sidebar_list_set_search (fixture->list, "vm3");
  wait_for (lodge_sidebar_list_find (fixture->list, machine, &position));
  lodge_sidebar_list_set_search (fixture->list, NULL);
  g_assert_cmpuint (n_items (fixture), ==, 1);

  lodge_sidebar_list_set_expanded (fixture->list, fixture->host, TRUE);
  g_assert_true (lodge_sidebar_list_find (fixture->list, machine, &position));
}

static void
test_hidden (Fixture       *fixture,
             gconstpointer  data)
{
  LodgeMachine *machine = lodge_host_find_machine (fixture->host, "vm3");
  guint position;

  lodge_sidebar_list_set_hidden (fixture->list, machine, TRUE);
  wait_for (n_items (fixture) == 1 + 19);
  g_assert_false (lodge_sidebar_list_find (fixture->list, machine, &position));

  lodge_sidebar_list_set_search (fixture->list, "vm3");
  wait_for (n_items (fixture) == 1 && no_results (fixture));
  lodge_sidebar_list_set_search (fixture->list, NULL);

  lodge_sidebar_list_set_hidden (fixture->list, machine, FALSE);
  wait_for (lodge_sidebar_list_find (fixture->list, machine, &position));
  g_assert_cmpuint (n_items (fixture), ==, 1 + 20);
}

static void
count_cb (Fixture *fixture)
{
  fixture->changes++;
}

/* A search must not go through the list one row at a time. */
static void
test_thousands (Fixture       *fixture,
                gconstpointer  data)
{
  gulong id = g_signal_connect_swapped (fixture->list, "items-changed", G_CALLBACK (count_cb), fixture);

  lodge_sidebar_list_set_search (fixture->list, "vm199");
  wait_for (n_items (fixture) == 1 + 11);  /* vm199, vm1990 ... vm1999 */
  lodge_sidebar_list_set_search (fixture->list, NULL);
  g_assert_cmpuint (n_items (fixture), ==, 1 + 2000);
  g_assert_cmpuint (fixture->changes, <, 100);
  g_signal_handler_disconnect (fixture->list, id);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  lodge_virt_init ();
#define ADD(name, n, func) \
  g_test_add ("/sidebar-list/" name, Fixture, GUINT_TO_POINTER (n), set_up, func, tear_down)
  ADD ("search", 20, test_search);
  ADD ("fold", 20, test_fold);
  ADD ("hidden", 20, test_hidden);
  ADD ("thousands", 2000, test_thousands);
  return g_test_run ();
}
