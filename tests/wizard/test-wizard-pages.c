/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The wizard's pages one by one: each template is made and freed, rows show what they are told and
 * tell what the user does. */

#include "config.h"

#include <gdk/x11/gdkx.h>

#include "base/lodge-error.h"
#include "base/lodge-units.h"
#include "virt/lodge-hosts.h"
#include "wizard-support.h"
#include "wizard/lodge-new-machine.h"
#include "wizard/lodge-wizard-amount-row.h"
#include "wizard/lodge-wizard-network.h"
#include "wizard/lodge-wizard-notice.h"
#include "wizard/lodge-wizard-resources.h"
#include "wizard/lodge-wizard-review.h"
#include "wizard/lodge-wizard-run.h"
#include "wizard/lodge-wizard-source.h"
#include "wizard/lodge-wizard-system-row.h"
#include "wizard/lodge-wizard-systems.h"

static GtkWindow *
show_in_window (gpointer widget)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *child = widget;

  if (GTK_IS_LIST_BOX_ROW (widget))
    {
      child = gtk_list_box_new ();
      gtk_list_box_append (GTK_LIST_BOX (child), widget);
    }
  gtk_window_set_default_size (GTK_WINDOW (window), 480, 600);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (widget)));
  return GTK_WINDOW (window);
}

static void
test_templates (void)
{
  const GType types[] = {
    LODGE_TYPE_WIZARD_AMOUNT_ROW, LODGE_TYPE_WIZARD_NETWORK, LODGE_TYPE_WIZARD_NOTICE,
    LODGE_TYPE_WIZARD_RESOURCES, LODGE_TYPE_WIZARD_REVIEW, LODGE_TYPE_WIZARD_RUN,
    LODGE_TYPE_WIZARD_SOURCE, LODGE_TYPE_WIZARD_SYSTEM_ROW, LODGE_TYPE_WIZARD_SYSTEMS,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr(LodgeRecipe) recipe = lodge_recipe_new ();
      GtkWidget *widget = g_object_ref_sink (g_object_new (types[i], NULL));

      if (LODGE_IS_WIZARD_STEP (widget))
        lodge_wizard_step_set_recipe (LODGE_WIZARD_STEP (widget), recipe);
      g_object_add_weak_pointer (G_OBJECT (widget), (gpointer *) &widget);
      g_object_unref (widget);
      g_assert_null (widget);
    }
}

static void
test_window (void)
{
  g_autoptr(LodgeHosts) hosts = lodge_hosts_new ();
  LodgeNewMachine *wizard = lodge_new_machine_new (NULL, hosts, NULL, NULL);

  g_object_add_weak_pointer (G_OBJECT (wizard), (gpointer *) &wizard);
  gtk_window_present (GTK_WINDOW (wizard));
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (wizard)));
  gtk_window_destroy (GTK_WINDOW (wizard));
  wait_until (wizard == NULL);
}

/* Amounts. */

static void
test_amount_spin (void)
{
  LodgeWizardAmountRow *row = g_object_new (LODGE_TYPE_WIZARD_AMOUNT_ROW, "bytes", TRUE,
                                            "title", "Memory", NULL);
  GtkWindow *window = show_in_window (row);
  GtkSpinButton *spin = support_child (row, "spin");

  lodge_wizard_amount_row_set_value (row, 2 * LODGE_GIB);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "2 GiB");

  gtk_editable_set_text (GTK_EDITABLE (spin), "3.5 g");
  gtk_spin_button_update (spin);
  g_assert_cmpuint (lodge_wizard_amount_row_get_value (row), ==, 3 * LODGE_GIB + LODGE_GIB / 2);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "3.5 GiB");

  gtk_editable_set_text (GTK_EDITABLE (spin), "a lot");
  gtk_spin_button_update (spin);
  g_assert_cmpuint (lodge_wizard_amount_row_get_value (row), ==, 3 * LODGE_GIB + LODGE_GIB / 2);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "3.5 GiB");

  gtk_window_destroy (window);
}

static void
test_amount_scale (void)
{
  LodgeWizardAmountRow *row = g_object_new (LODGE_TYPE_WIZARD_AMOUNT_ROW, "bytes", TRUE, NULL);
  GtkWindow *window = show_in_window (row);
  GtkRange *scale = support_child (row, "scale");
  GtkAdjustment *adjustment = gtk_range_get_adjustment (scale);
  guint64 total = 7 * LODGE_GIB + 700 * LODGE_MIB + 123;

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (scale)));
  lodge_wizard_amount_row_set_value (row, 2 * LODGE_GIB);
  lodge_wizard_amount_row_set_range (row, total, 4 * LODGE_GIB);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (scale)));
  g_assert_cmpuint (lodge_wizard_amount_row_get_value (row), ==, 2 * LODGE_GIB);

  /* The end is what the host has, in whole MiB. */
  gtk_range_set_value (scale, gtk_adjustment_get_upper (adjustment));
  g_assert_cmpuint (lodge_wizard_amount_row_get_value (row), ==, total / LODGE_MIB * LODGE_MIB);

  /* More than that can be said; the scale then stays at its end and changes nothing. */
  lodge_wizard_amount_row_set_value (row, 64 * LODGE_GIB);
  g_assert_cmpuint (lodge_wizard_amount_row_get_value (row), ==, 64 * LODGE_GIB);
  g_assert_cmpfloat (gtk_range_get_value (scale), ==, gtk_adjustment_get_upper (adjustment));

  gtk_window_destroy (window);
}

static void
test_amount_count (void)
{
  LodgeWizardAmountRow *row = g_object_new (LODGE_TYPE_WIZARD_AMOUNT_ROW, NULL);
  GtkWindow *window = show_in_window (row);
  GtkRange *scale = support_child (row, "scale");
  GtkLabel *note = support_child (row, "note");

  lodge_wizard_amount_row_set_range (row, 8, 2);
  gtk_range_set_value (scale, 5.4);
  g_assert_cmpuint (lodge_wizard_amount_row_get_value (row), ==, 5);

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (note)));
  lodge_wizard_amount_row_set_notes (row, "A hint.", NULL);
  g_assert_cmpstr (gtk_label_get_label (note), ==, "A hint.");
  lodge_wizard_amount_row_set_notes (row, "A hint.", "A problem.");
  g_assert_cmpstr (gtk_label_get_label (note), ==, "A problem.");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (note), "error"));

  gtk_window_destroy (window);
}

/* Notices. */

static void
test_notice (void)
{
  LodgeWizardNotice *notice = lodge_wizard_notice_new (NULL, LODGE_NOTICE_ERROR);
  g_autoptr(GError) error = lodge_error_new (LODGE_ERROR_NO_SPACE, "raw text", "The disk is full.");
  g_autofree char *detail = NULL;

  g_object_ref_sink (notice);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (notice)));

  lodge_wizard_notice_set_error (notice, error);
  g_object_get (notice, "detail", &detail, NULL);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (notice)));
  g_assert_cmpstr (lodge_wizard_notice_get_text (notice), ==, "The disk is full.");
  g_assert_cmpstr (detail, ==, "raw text");

  lodge_wizard_notice_set_error (notice, NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (notice)));
  g_object_unref (notice);
}

/* Systems. */

static void
remember_cb (LodgeWizardSystems  *systems,
             LodgeOs             *os,
             char               **ret_id)
{
  g_free (*ret_id);
  *ret_id = g_strdup (lodge_os_get_short_id (os));
}

/* As the X server sends it; without a window manager, the window gets the keyboard by this. */
static void
press_key (GtkWindow  *window,
           const char *key)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  g_autofree char *xid = g_strdup_printf ("%lu", gdk_x11_surface_get_xid (surface));
  const char *argv[] = { "xdotool", "windowfocus", "--sync", xid, "key", key, NULL };
  g_autoptr(GError) error = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                &error);
  g_assert_no_error (error);
}

static void
test_systems_by_keys (void)
{
  LodgeWizardSystems *systems = g_object_new (LODGE_TYPE_WIZARD_SYSTEMS, NULL);
  GtkWindow *window = show_in_window (systems);
  GtkWidget *search = support_child (systems, "search");
  GtkWidget *view = support_child (systems, "view");
  GListModel *found = support_child (systems, "filtered");
  g_autofree char *id = NULL;
  guint n_all;

  g_signal_connect (systems, "chosen", G_CALLBACK (remember_cb), &id);
  wait_until (lodge_os_db_is_loaded (lodge_os_db_get_default ()));
  gtk_check_button_set_active (support_child (systems, "old"), TRUE);
  lodge_wizard_systems_begin (systems, NULL);
  n_all = g_list_model_get_n_items (found);
  gtk_editable_set_text (GTK_EDITABLE (search), "debian 11");
  wait_until (g_list_model_get_n_items (found) < n_all);

  /* Down goes to the first that was found, past the box that is between. */
  press_key (window, "Down");
  wait_until (gtk_widget_is_ancestor (gtk_window_get_focus (window), view));
  press_key (window, "Return");
  wait_until (id != NULL);
  g_assert_cmpstr (id, ==, "debian11");

  /* In the search itself, Return takes the first. */
  g_clear_pointer (&id, g_free);
  gtk_widget_grab_focus (search);
  press_key (window, "Return");
  wait_until (id != NULL);
  g_assert_cmpstr (id, ==, "debian11");
  gtk_window_destroy (window);
}

static void
test_systems (void)
{
  LodgeWizardSystems *systems = g_object_new (LODGE_TYPE_WIZARD_SYSTEMS, NULL);
  GtkWindow *window = show_in_window (systems);
  GtkEditable *search = support_child (systems, "search");
  GtkCheckButton *old = support_child (systems, "old");
  GListModel *found = support_child (systems, "filtered");
  GtkStack *stack = support_child (systems, "stack");
  g_autofree char *id = NULL;
  guint n_supported;

  g_signal_connect (systems, "chosen", G_CALLBACK (remember_cb), &id);
  wait_until (lodge_os_db_is_loaded (lodge_os_db_get_default ()));
  n_supported = g_list_model_get_n_items (found);
  g_assert_cmpuint (n_supported, >, 10);

  gtk_check_button_set_active (old, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (found), >, n_supported);

  /* Words in any order and case. */
  gtk_editable_set_text (search, "11 DEBIAN");
  wait_until (g_list_model_get_n_items (found) < n_supported);
  g_signal_emit_by_name (search, "activate");
  g_assert_cmpstr (id, ==, "debian11");

  gtk_editable_set_text (search, "no such system");
  wait_until (g_strcmp0 (gtk_stack_get_visible_child_name (stack), "nothing") == 0);
  support_screenshot (window, "systems-nothing");

  lodge_wizard_systems_begin (systems, "http://debian.org/debian/11");
  wait_until (g_strcmp0 (gtk_stack_get_visible_child_name (stack), "list") == 0);
  support_screenshot (window, "systems");
  gtk_window_destroy (window);
}

/* The run page. */

static void
test_run (void)
{
  LodgeWizardRun *run = g_object_new (LODGE_TYPE_WIZARD_RUN, NULL);
  GtkWindow *window = show_in_window (run);
  g_autoptr(LodgeOperation) operation = lodge_operation_new ("Creating “a <b>”");
  AdwStatusPage *page = support_child (run, "page");
  GtkProgressBar *bar = support_child (run, "bar");
  GtkWidget *button = support_child (run, "cancel_button");

  lodge_wizard_run_set_operation (run, operation);
  lodge_operation_set_detail (operation, "Making <it> & the disk");
  lodge_operation_set_progress (operation, 0.25);
  wait_until (g_strcmp0 (adw_status_page_get_description (page),
                         "Making &lt;it&gt; &amp; the disk") == 0);
  wait_until (gtk_progress_bar_get_fraction (bar) == 0.25);
  g_assert_cmpstr (adw_status_page_get_title (page), ==, "Creating “a <b>”");
  support_screenshot (window, "run");

  lodge_operation_cancel (operation);
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_cmpstr (adw_status_page_get_description (page), !=,
                   "Making &lt;it&gt; &amp; the disk");
  lodge_operation_finish (operation, NULL);
  gtk_window_destroy (window);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/wizard/pages/templates", test_templates);
  g_test_add_func ("/wizard/pages/window", test_window);
  g_test_add_func ("/wizard/pages/amount-spin", test_amount_spin);
  g_test_add_func ("/wizard/pages/amount-scale", test_amount_scale);
  g_test_add_func ("/wizard/pages/amount-count", test_amount_count);
  g_test_add_func ("/wizard/pages/notice", test_notice);
  g_test_add_func ("/wizard/pages/systems", test_systems);
  g_test_add_func ("/wizard/pages/systems-by-keys", test_systems_by_keys);
  g_test_add_func ("/wizard/pages/run", test_run);
  return g_test_run ();
}
