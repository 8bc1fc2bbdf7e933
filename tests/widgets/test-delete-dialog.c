/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is deleted with a machine: nothing that was not ticked. */

#include "config.h"

#include "../support/lodge-test-widgets.h"
#include "../virt/virt-support.h"
#include "../wizard/wizard-support.h"
#include "widgets/lodge-delete-dialog.h"
#include "widgets/lodge-widgets.h"

static void
test_disks_are_kept (void)
{
  LodgeHost *host = host_connected ("test:///default");
  LodgeMachine *machine = lodge_host_find_machine (host, "test");
  GtkWidget *dialog = lodge_delete_dialog_new (NULL, machine);
  GtkWidget *check;
  g_auto(GStrv) untouched = NULL;
  g_auto(GStrv) ticked = NULL;

  gtk_window_present (GTK_WINDOW (dialog));
  wait_until ((check = lodge_test_find (dialog, GTK_TYPE_CHECK_BUTTON)) != NULL
              && gtk_widget_get_mapped (check));
  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
  untouched = lodge_delete_dialog_dup_paths (LODGE_DELETE_DIALOG (dialog));
  g_assert_cmpuint (g_strv_length (untouched), ==, 0);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  ticked = lodge_delete_dialog_dup_paths (LODGE_DELETE_DIALOG (dialog));
  g_assert_cmpuint (g_strv_length (ticked), ==, 1);
  g_assert_true (g_str_has_suffix (ticked[0], "diskimage1"));
  support_screenshot (GTK_WINDOW (dialog), "delete");

  g_object_ref (dialog);
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_finalize_object (dialog);
  host_finish (host);
}

int
main (int   argc,
      char *argv[])
{
  support_init (&argc, &argv);
  lodge_virt_init ();
  adw_init ();
  lodge_widgets_init ();
  g_test_add_func ("/delete-dialog/disks-are-kept", test_disks_are_kept);
  return g_test_run ();
}
