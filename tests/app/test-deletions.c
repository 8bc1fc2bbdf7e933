/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Deletions that can be taken back: nothing is touched before it is time, and nothing is forgotten. */

#include "config.h"

#include <glib/gstdio.h>

#include "../virt/virt-support.h"
#include "app/lodge-deletions.h"

#define NEVER (3600 * 1000)

typedef struct {
  char *dir;
  char *path;
  LodgeHost *host;
  LodgeMachine *machine;
  int hidden;
  guint finished;
  guint failed;
} Fixture;

static void
hidden_cb (Fixture      *fixture,
           LodgeMachine *machine,
           gboolean      hidden)
{
  fixture->hidden += hidden ? 1 : -1;
}

static void
finished_cb (Fixture *fixture)
{
  fixture->finished++;
}

static void
failed_cb (Fixture *fixture)
{
  fixture->failed++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *uri = NULL;

  fixture->dir = g_dir_make_tmp ("lodge-deletions-XXXXXX", NULL);
  fixture->path = write_test_hypervisor (fixture->dir, 1);
  uri = g_strconcat ("test://", fixture->path, NULL);
  fixture->host = host_connected (uri);
  fixture->machine = g_object_ref (lodge_host_find_machine (fixture->host, "vm0"));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->machine);
  host_finish (fixture->host);
  g_assert_cmpint (g_remove (fixture->path), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->dir), ==, 0);
  g_free (fixture->path);
  g_free (fixture->dir);
}

static LodgeDeletions *
make (Fixture *fixture,
      guint    delay)
{
  LodgeDeletions *deletions = lodge_deletions_new (delay);

  g_signal_connect_swapped (deletions, "hidden", G_CALLBACK (hidden_cb), fixture);
  g_signal_connect_swapped (deletions, "finished", G_CALLBACK (finished_cb), fixture);
  g_signal_connect_swapped (deletions, "failed", G_CALLBACK (failed_cb), fixture);
  return deletions;
}

static void
test_undo (Fixture       *fixture,
           gconstpointer  data)
{
  LodgeDeletions *deletions = make (fixture, NEVER);
  const char *uuid = lodge_machine_get_uuid (fixture->machine);

  lodge_deletions_add (deletions, fixture->machine, NULL);
  lodge_deletions_add (deletions, fixture->machine, NULL);
  g_assert_cmpuint (lodge_deletions_get_n (deletions), ==, 1);
  g_assert_cmpint (fixture->hidden, ==, 1);

  g_assert_true (lodge_deletions_undo (deletions, uuid));
  g_assert_false (lodge_deletions_undo (deletions, uuid));
  g_assert_cmpint (fixture->hidden, ==, 0);
  g_assert_cmpuint (fixture->finished, ==, 1);
  g_assert_nonnull (lodge_host_find_machine (fixture->host, "vm0"));
  g_assert_finalize_object (deletions);
}

static void
test_time_is_over (Fixture       *fixture,
                   gconstpointer  data)
{
  LodgeDeletions *deletions = make (fixture, 1);

  lodge_deletions_add (deletions, fixture->machine, NULL);
  wait_for (fixture->finished == 1);
  wait_for (lodge_host_find_machine (fixture->host, "vm0") == NULL);
  g_assert_cmpuint (fixture->failed, ==, 0);
  g_assert_finalize_object (deletions);
}

static void
test_commit (Fixture       *fixture,
             gconstpointer  data)
{
  LodgeDeletions *deletions = make (fixture, NEVER);

  lodge_deletions_add (deletions, fixture->machine, NULL);
  lodge_deletions_commit (deletions);
  g_assert_false (lodge_deletions_undo (deletions, lodge_machine_get_uuid (fixture->machine)));
  wait_for (fixture->finished == 1);
  wait_for (lodge_host_find_machine (fixture->host, "vm0") == NULL);
  g_assert_finalize_object (deletions);
}

/* The machine is there again in lists, and the user is told. */
static void
test_failure (Fixture       *fixture,
              gconstpointer  data)
{
  LodgeDeletions *deletions = make (fixture, NEVER);

  lodge_host_disconnect (fixture->host);
  lodge_deletions_add (deletions, fixture->machine, NULL);
  lodge_deletions_commit (deletions);
  wait_for (fixture->finished == 1);
  g_assert_cmpuint (fixture->failed, ==, 1);
  g_assert_cmpint (fixture->hidden, ==, 0);
  g_assert_finalize_object (deletions);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  lodge_virt_init ();
  g_test_add ("/deletions/undo", Fixture, NULL, set_up, test_undo, tear_down);
  g_test_add ("/deletions/time-is-over", Fixture, NULL, set_up, test_time_is_over, tear_down);
  g_test_add ("/deletions/commit", Fixture, NULL, set_up, test_commit, tear_down);
  g_test_add ("/deletions/failure", Fixture, NULL, set_up, test_failure, tear_down);
  return g_test_run ();
}
