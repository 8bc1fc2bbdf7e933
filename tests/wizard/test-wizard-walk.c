/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Through the whole wizard on libvirt's test driver, by its actions and widgets: what is wrong is
 * said, what was entered stays, and a failure comes back to the review. */

#include "config.h"

#include <glib/gstdio.h>

#include "base/lodge-units.h"
#include "virt/lodge-hosts.h"
#include "wizard-support.h"
#include "wizard/lodge-new-machine.h"
#include "wizard/lodge-wizard-notice.h"
#include "wizard/lodge-wizard-step.h"

typedef struct {
  char *dir;
  char *iso;
  LodgeHosts *hosts;
  LodgeHost *host;
  LodgeNewMachine *wizard;  /* NULL when it has closed */
  guint n_created;
} Fixture;

static void
created_cb (LodgeNewMachine *wizard,
            LodgeHost       *host,
            const char      *uuid,
            Fixture         *fixture)
{
  g_assert_true (host == fixture->host);
  fixture->n_created++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->dir = support_make_dir ();
  fixture->iso = support_write_iso (fixture->dir, "some-system.iso", "SOME_SYSTEM");
  fixture->hosts = lodge_hosts_new ();
  fixture->host = lodge_hosts_add (fixture->hosts, "test:///default");
  fixture->n_created = 0;
  lodge_host_connect (fixture->host);
  wait_until (lodge_host_get_state (fixture->host) == LODGE_HOST_CONNECTED);

  fixture->wizard = lodge_new_machine_new (NULL, fixture->hosts, NULL, NULL);
  g_object_add_weak_pointer (G_OBJECT (fixture->wizard), (gpointer *) &fixture->wizard);
  g_signal_connect (fixture->wizard, "created", G_CALLBACK (created_cb), fixture);
  gtk_window_present (GTK_WINDOW (fixture->wizard));
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (fixture->wizard)));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->wizard != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->wizard));
  wait_until (fixture->wizard == NULL);
  lodge_hosts_remove (fixture->hosts, fixture->host);
  g_object_unref (fixture->hosts);
  support_remove_dir (fixture->dir);
  g_free (fixture->iso);
}

static LodgeWizardStep *
step (Fixture    *fixture,
      const char *name)
{
  return support_child (fixture->wizard, name);
}

static gboolean
is_shown (Fixture    *fixture,
          const char *name)
{
  return gtk_widget_get_mapped (support_child (fixture->wizard, name));
}

static void
act (Fixture    *fixture,
     const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->wizard), action, NULL));
}

static void
type_path (Fixture    *fixture,
           const char *path)
{
  AdwEntryRow *row = support_child (step (fixture, "source"), "path_row");

  gtk_editable_set_text (GTK_EDITABLE (row), path);
  g_signal_emit_by_name (row, "apply");
}

static const char *
media_notice (Fixture *fixture)
{
  return lodge_wizard_notice_get_text (support_child (step (fixture, "source"), "media_notice"));
}

static void
go_to_review (Fixture *fixture)
{
  type_path (fixture, fixture->iso);
  wait_until (lodge_wizard_step_get_complete (step (fixture, "source")));
  act (fixture, "wizard.next");
  wait_until (is_shown (fixture, "resources"));
  wait_until (lodge_wizard_step_get_complete (step (fixture, "resources")));
  act (fixture, "wizard.next");
  wait_until (is_shown (fixture, "network"));
  wait_until (lodge_wizard_step_get_complete (step (fixture, "network")));
  act (fixture, "wizard.next");
  wait_until (is_shown (fixture, "review"));
  wait_until (lodge_wizard_step_get_complete (step (fixture, "review")));
}

static LodgeRecipe *
recipe (Fixture *fixture)
{
  return lodge_wizard_step_get_recipe (step (fixture, "source"));
}

static void
test_walk (Fixture       *fixture,
           gconstpointer  data)
{
  support_screenshot (GTK_WINDOW (fixture->wizard), "1-empty");
  g_assert_false (lodge_wizard_step_get_complete (step (fixture, "source")));

  type_path (fixture, fixture->iso);
  wait_until (lodge_wizard_step_get_complete (step (fixture, "source")));
  support_screenshot (GTK_WINDOW (fixture->wizard), "1-source");

  act (fixture, "wizard.next");
  wait_until (is_shown (fixture, "resources"));
  support_screenshot (GTK_WINDOW (fixture->wizard), "2-resources");
  act (fixture, "wizard.next");
  wait_until (is_shown (fixture, "network"));
  support_screenshot (GTK_WINDOW (fixture->wizard), "3-network");
  act (fixture, "wizard.next");
  wait_until (is_shown (fixture, "review"));
  wait_until (lodge_wizard_step_get_complete (step (fixture, "review")));
  support_screenshot (GTK_WINDOW (fixture->wizard), "4-review");

  act (fixture, "wizard.back");
  wait_until (is_shown (fixture, "network"));
}

/* What is not an ISO is said where it was entered, and nothing goes on. */
static void
test_not_an_iso (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *text = support_write (fixture->dir, "notes.iso", "just text\n", 10);
  g_autofree char *empty = support_write (fixture->dir, "empty.iso", "", 0);
  g_autofree char *missing = g_build_filename (fixture->dir, "missing.iso", NULL);
  const char *const paths[] = { text, empty, missing, fixture->dir, "relative.iso" };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      type_path (fixture, paths[i]);
      wait_until (media_notice (fixture) != NULL);
      g_assert_false (lodge_wizard_step_get_complete (step (fixture, "source")));
      if (i == 0)
        support_screenshot (GTK_WINDOW (fixture->wizard), "1-not-an-iso");
      type_path (fixture, fixture->iso);
      wait_until (lodge_wizard_step_get_complete (step (fixture, "source")));
    }
}

/* While a path is being typed, a file that is not there is no error. */
static void
test_typing (Fixture       *fixture,
             gconstpointer  data)
{
  AdwEntryRow *row = support_child (step (fixture, "source"), "path_row");
  g_autofree char *missing = g_build_filename (fixture->dir, "missing.iso", NULL);
  GtkWidget *spinner = support_child (step (fixture, "source"), "system_spinner");

  gtk_editable_set_text (GTK_EDITABLE (row), missing);
  wait_until (!gtk_widget_get_visible (spinner));
  g_assert_null (media_notice (fixture));
  g_signal_emit_by_name (row, "apply");
  wait_until (media_notice (fixture) != NULL);

  /* A path that is complete is read without Enter. */
  gtk_editable_set_text (GTK_EDITABLE (row), fixture->iso);
  wait_until (lodge_wizard_step_get_complete (step (fixture, "source")));
}

/* One that has no end of life: the others are not listed any more some day. */
static void
test_choose_system (Fixture       *fixture,
                    gconstpointer  data)
{
  AdwPreferencesRow *row = support_child (step (fixture, "source"), "system_row");
  GtkEditable *search = support_child (support_child (fixture->wizard, "systems"), "search");
  GListModel *found = support_child (support_child (fixture->wizard, "systems"), "filtered");
  g_autofree char *os_id = NULL;
  guint n_all;

  type_path (fixture, fixture->iso);
  wait_until (lodge_wizard_step_get_complete (step (fixture, "source")));
  act (fixture, "wizard.choose-system");
  wait_until (is_shown (fixture, "systems"));
  n_all = g_list_model_get_n_items (found);

  gtk_editable_set_text (search, "debiantesting");
  wait_until (g_list_model_get_n_items (found) < n_all);
  g_signal_emit_by_name (search, "activate");
  wait_until (is_shown (fixture, "source"));
  g_object_get (recipe (fixture), "os-id", &os_id, NULL);
  g_assert_cmpstr (os_id, ==, "http://debian.org/debian/testing");
  g_assert_nonnull (g_strstr_len (adw_preferences_row_get_title (row), -1, "Debian"));
}

/* A host that does not answer says so at once, and the way on is closed. */
static void
test_hosts (Fixture       *fixture,
            gconstpointer  data)
{
  LodgeHost *away = lodge_hosts_add (fixture->hosts, "qemu+unix:///session?socket=/nonexistent");
  LodgeWizardNotice *notice = support_child (step (fixture, "source"), "host_notice");
  AdwComboRow *row = support_child (step (fixture, "source"), "host_row");

  type_path (fixture, fixture->iso);
  wait_until (lodge_wizard_step_get_complete (step (fixture, "source")));
  lodge_host_connect (away);
  wait_until (lodge_host_get_error (away) != NULL);

  adw_combo_row_set_selected (row, 1);
  wait_until (lodge_wizard_notice_get_text (notice) != NULL);
  g_assert_false (lodge_wizard_step_get_complete (step (fixture, "source")));
  support_screenshot (GTK_WINDOW (fixture->wizard), "1-host-away");

  adw_combo_row_set_selected (row, 0);
  wait_until (lodge_wizard_step_get_complete (step (fixture, "source")));
  g_assert_null (lodge_wizard_notice_get_text (notice));
  lodge_hosts_remove (fixture->hosts, away);
}

static void
test_problems (Fixture       *fixture,
               gconstpointer  data)
{
  GtkEditable *name = support_child (step (fixture, "review"), "name_row");
  GtkWidget *problem = support_child (step (fixture, "review"), "name_problem");
  GtkWidget *memory = support_child (step (fixture, "resources"), "memory_row");

  go_to_review (fixture);
  gtk_editable_set_text (name, "test");  /* the machine that the driver comes with */
  wait_until (!lodge_wizard_step_get_complete (step (fixture, "review")));
  g_assert_true (gtk_widget_get_visible (problem));
  support_screenshot (GTK_WINDOW (fixture->wizard), "4-name-taken");
  gtk_editable_set_text (name, "");
  g_assert_false (lodge_wizard_step_get_complete (step (fixture, "review")));
  gtk_editable_set_text (name, "another");
  g_assert_true (lodge_wizard_step_get_complete (step (fixture, "review")));
  g_assert_false (gtk_widget_get_visible (problem));

  act (fixture, "wizard.back");
  act (fixture, "wizard.back");
  wait_until (is_shown (fixture, "resources"));
  g_object_set (memory, "value", LODGE_MIB, NULL);
  g_assert_false (lodge_wizard_step_get_complete (step (fixture, "resources")));
  support_screenshot (GTK_WINDOW (fixture->wizard), "2-memory-problem");
}

static void
test_disk_switch (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkSwitch *disk = support_child (step (fixture, "resources"), "disk_switch");
  GtkWidget *row = support_child (step (fixture, "resources"), "disk_row");
  guint64 size;

  go_to_review (fixture);
  g_object_set (row, "value", 7 * LODGE_GIB, NULL);
  g_object_get (recipe (fixture), "disk-size", &size, NULL);
  g_assert_cmpuint (size, ==, 7 * LODGE_GIB);

  gtk_switch_set_active (disk, FALSE);
  g_object_get (recipe (fixture), "disk-size", &size, NULL);
  g_assert_cmpuint (size, ==, 0);
  g_assert_false (gtk_widget_get_visible (row));

  gtk_switch_set_active (disk, TRUE);
  g_object_get (recipe (fixture), "disk-size", &size, NULL);
  g_assert_cmpuint (size, ==, 7 * LODGE_GIB);
}

static gpointer
define_behind (LodgeConnection  *connection,
               gpointer          data,
               GCancellable     *cancellable,
               GError          **error)
{
  g_autofree char *xml = g_strdup_printf ("<domain type='test'><name>%s</name>"
                                          "<memory unit='MiB'>64</memory>"
                                          "<os><type>hvm</type></os></domain>",
                                          (const char *) data);

  return lodge_connection_define_domain (connection, xml, error);
}

static void
defined_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  char **ret_uuid = user_data;
  g_autoptr(GError) error = NULL;

  *ret_uuid = lodge_host_run_finish (LODGE_HOST (source), result, &error);
  g_assert_no_error (error);
}

static gpointer
switch_network (LodgeConnection  *connection,
                gpointer          data,
                GCancellable     *cancellable,
                GError          **error)
{
  gboolean done = GPOINTER_TO_INT (data)
                  ? lodge_connection_start_network (connection, "default", error)
                  : lodge_connection_stop_network (connection, "default", error);

  return done ? g_strdup ("done") : NULL;
}

static void
set_network_active (Fixture  *fixture,
                    gboolean  active)
{
  g_autofree char *done = NULL;

  lodge_host_run_async (fixture->host, "switch network", switch_network, GINT_TO_POINTER (active),
                        NULL, g_free, NULL, defined_cb, &done);
  wait_until (done != NULL);
}

static gboolean
knows_network_as (Fixture  *fixture,
                  gboolean  active)
{
  g_autoptr(LodgeHostFacts) facts = NULL;
  GListModel *networks;

  g_object_get (recipe (fixture), "facts", &facts, NULL);
  networks = lodge_host_facts_get_networks (facts);
  for (guint i = 0; i < g_list_model_get_n_items (networks); i++)
    {
      g_autoptr(LodgeNetworkChoice) choice = g_list_model_get_item (networks, i);
      gboolean is_active;

      g_object_get (choice, "active", &is_active, NULL);
      if (lodge_network_choice_get_kind (choice) == LODGE_NETWORK_VIRTUAL)
        return is_active == active;
    }
  return FALSE;
}

/* What happens to networks is seen by who comes to that page again, and the choice is kept. */
static void
test_networks_change (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(LodgeHostFacts) facts = NULL;
  g_autoptr(LodgeNetworkChoice) chosen = NULL;
  GListModel *networks;

  go_to_review (fixture);
  g_object_get (recipe (fixture), "facts", &facts, NULL);
  networks = lodge_host_facts_get_networks (facts);
  chosen = g_list_model_get_item (networks, g_list_model_get_n_items (networks) - 1);
  g_assert_cmpint (lodge_network_choice_get_kind (chosen), ==, LODGE_NETWORK_NONE);
  g_object_set (recipe (fixture), "network", chosen, NULL);
  g_assert_true (knows_network_as (fixture, TRUE));

  for (int active = FALSE; active <= TRUE; active++)
    {
      g_autoptr(LodgeNetworkChoice) now = NULL;

      set_network_active (fixture, active);
      act (fixture, "wizard.back");
      wait_until (knows_network_as (fixture, active));
      g_object_get (recipe (fixture), "network", &now, NULL);
      g_assert_true (lodge_network_choice_is_same (now, chosen));
      act (fixture, "wizard.next");
    }
}

/* Somebody else takes the name after the wizard has looked. */
static void
test_failure (Fixture       *fixture,
              gconstpointer  data)
{
  GtkEditable *name = support_child (step (fixture, "review"), "name_row");
  LodgeWizardNotice *notice = support_child (step (fixture, "review"), "error_notice");
  g_autofree char *uuid = NULL;
  guint64 memory;
  guint cpus;

  go_to_review (fixture);
  gtk_editable_set_text (name, "taken");
  g_object_set (recipe (fixture), "cpus", 1, "memory", 777 * LODGE_MIB, NULL);
  lodge_host_run_async (fixture->host, "define", define_behind, (gpointer) "taken", NULL, g_free,
                        NULL, defined_cb, &uuid);
  wait_until (uuid != NULL);

  act (fixture, "wizard.create");
  wait_until (lodge_wizard_notice_get_text (notice) != NULL);
  wait_until (is_shown (fixture, "review") && !is_shown (fixture, "run"));
  support_screenshot (GTK_WINDOW (fixture->wizard), "4-failed");

  g_assert_cmpuint (fixture->n_created, ==, 0);
  g_assert_cmpstr (gtk_editable_get_text (name), ==, "taken");
  g_object_get (recipe (fixture), "cpus", &cpus, "memory", &memory, NULL);
  g_assert_cmpuint (cpus, ==, 1);
  g_assert_cmpuint (memory, ==, 777 * LODGE_MIB);

  /* With another name it goes on, and nothing is said any more. */
  gtk_editable_set_text (name, "not-taken");
  wait_until (lodge_wizard_step_get_complete (step (fixture, "review")));
  act (fixture, "wizard.create");
  g_assert_null (lodge_wizard_notice_get_text (notice));
  wait_until (fixture->wizard == NULL);
  g_assert_cmpuint (fixture->n_created, ==, 1);
}

static void
test_create (Fixture       *fixture,
             gconstpointer  data)
{
  GtkEditable *name = support_child (step (fixture, "review"), "name_row");

  go_to_review (fixture);
  gtk_editable_set_text (name, "brand-new");
  act (fixture, "wizard.create");
  wait_until (fixture->wizard == NULL);
  g_assert_cmpuint (fixture->n_created, ==, 1);
  wait_until (lodge_host_find_machine (fixture->host, "brand-new") != NULL);
}

/* The host is busy: nothing is done on it until the gate is opened. */

#define N_VISITORS 16  /* more than a host has threads */

static GMutex gate;
static guint n_inside;

static gpointer
wait_at_gate (LodgeConnection  *connection,
              gpointer          data,
              GCancellable     *cancellable,
              GError          **error)
{
  g_mutex_lock (&gate);
  g_mutex_unlock (&gate);
  return NULL;
}

static void
passed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  lodge_host_run_finish (LODGE_HOST (source), result, NULL);
  n_inside--;
}

static void
close_gate (Fixture *fixture)
{
  g_mutex_lock (&gate);
  for (n_inside = 0; n_inside < N_VISITORS; n_inside++)
    lodge_host_run_async (fixture->host, "wait", wait_at_gate, NULL, NULL, NULL, NULL, passed_cb,
                          NULL);
}

static void
open_gate (Fixture *fixture)
{
  g_mutex_unlock (&gate);
  wait_until (n_inside == 0);
}

static AdwMessageDialog *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

static void
test_stop (Fixture       *fixture,
           gconstpointer  data)
{
  GtkEditable *name = support_child (step (fixture, "review"), "name_row");

  go_to_review (fixture);
  gtk_editable_set_text (name, "stopped");
  close_gate (fixture);
  act (fixture, "wizard.create");
  wait_until (is_shown (fixture, "run") && !is_shown (fixture, "review"));

  /* Escape asks first, and going on is one of the answers. */
  act (fixture, "wizard.cancel");
  g_assert_nonnull (find_dialog ());
  adw_message_dialog_response (find_dialog (), "go-on");
  gtk_window_destroy (GTK_WINDOW (find_dialog ()));
  g_assert_true (is_shown (fixture, "run"));

  act (fixture, "wizard.cancel");
  support_screenshot (GTK_WINDOW (find_dialog ()), "5-stop");
  adw_message_dialog_response (find_dialog (), "stop");
  gtk_window_destroy (GTK_WINDOW (find_dialog ()));
  open_gate (fixture);
  wait_until (is_shown (fixture, "review") && !is_shown (fixture, "run"));
  g_assert_cmpuint (fixture->n_created, ==, 0);
  g_assert_cmpstr (gtk_editable_get_text (name), ==, "stopped");
  g_assert_null (lodge_wizard_notice_get_text (support_child (step (fixture, "review"),
                                                              "error_notice")));
  g_assert_null (lodge_host_find_machine (fixture->host, "stopped"));
}

/* Closing while it runs waits for the undoing, and closes then. */
static void
test_close_while_running (Fixture       *fixture,
                          gconstpointer  data)
{
  go_to_review (fixture);
  close_gate (fixture);
  act (fixture, "wizard.create");
  gtk_window_close (GTK_WINDOW (fixture->wizard));
  g_assert_nonnull (fixture->wizard);
  open_gate (fixture);
  wait_until (fixture->wizard == NULL);
  g_assert_cmpuint (fixture->n_created, ==, 0);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  act (fixture, "wizard.cancel");
  wait_until (fixture->wizard == NULL);
}

int
main (int    argc,
      char **argv)
{
  support_init (&argc, &argv);
  adw_init ();
  lodge_virt_init ();

#define ADD(name) \
  g_test_add ("/wizard/walk/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  ADD (walk);
  ADD (not_an_iso);
  ADD (typing);
  ADD (choose_system);
  ADD (hosts);
  ADD (problems);
  ADD (disk_switch);
  ADD (networks_change);
  ADD (failure);
  ADD (create);
  ADD (stop);
  ADD (close_while_running);
  ADD (cancel);
  return g_test_run ();
}
