/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of the sidebar and the graph, over libvirt's pretended machines. */

#include "config.h"

#include "../virt/virt-support.h"
#include "../wizard/wizard-support.h"
#include "widgets/lodge-graph-card.h"
#include "widgets/lodge-host-row.h"
#include "widgets/lodge-machine-row.h"
#include "widgets/lodge-widgets.h"

static GtkWindow *
present (GtkWidget *child)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  gtk_window_set_default_size (window, 320, 120);
  gtk_window_set_child (window, child);
  gtk_window_present (window);
  wait_until (gtk_widget_get_mapped (child) && gtk_widget_get_width (child) > 0);
  return window;
}

static void
finish (GtkWindow *window)
{
  g_object_ref (window);
  gtk_window_destroy (window);
  g_assert_finalize_object (window);
}

static gboolean
shows_text (GtkWidget  *widget,
            const char *text)
{
  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), text) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows_text (child, text))
      return TRUE;
  return FALSE;
}

static void
test_machine_row (void)
{
  LodgeHost *host = host_connected ("test:///default");
  LodgeMachine *machine = lodge_host_find_machine (host, "test");
  GtkWidget *row = lodge_machine_row_new ();
  GtkWindow *window = present (row);
  g_autoptr(GError) error = NULL;

  lodge_machine_row_set_machine (LODGE_MACHINE_ROW (row), machine);
  g_assert_true (shows_text (row, "test"));
  g_assert_true (shows_text (row, "Running"));

  g_assert_true (act (machine, LODGE_ACTION_PAUSE, &error));
  g_assert_no_error (error);
  wait_until (shows_text (row, "Paused"));
  support_screenshot (window, "machine-row");

  lodge_machine_row_set_machine (LODGE_MACHINE_ROW (row), NULL);
  finish (window);
  host_finish (host);
}

static void
test_host_row (void)
{
  LodgeHost *host = host_connected ("test:///default");
  GtkWidget *row = lodge_host_row_new ();
  GtkWindow *window = present (row);

  lodge_host_row_set_host (LODGE_HOST_ROW (row), host);
  g_assert_true (shows_text (row, lodge_host_get_name (host)));
  support_screenshot (window, "host-row");

  finish (window);
  host_finish (host);
}

/* Samples come only while the graph can be seen. */
static void
test_graph_watches (void)
{
  LodgeHost *host = host_connected ("test:///default");
  LodgeMachine *machine = lodge_host_find_machine (host, "test");
  GtkWidget *card = g_object_new (LODGE_TYPE_GRAPH_CARD, "title", "CPU", "kind", LODGE_GRAPH_CPU, NULL);
  GtkWindow *window;
  double values[LODGE_MACHINE_HISTORY];

  g_object_set (card, "machine", machine, NULL);
  g_assert_cmpuint (lodge_machine_get_history (machine, LODGE_STATS_CPU, values, NULL), ==, 0);

  window = present (card);
  wait_until (lodge_machine_get_history (machine, LODGE_STATS_CPU, values, NULL) >= 2);
  support_screenshot (window, "graph");

  finish (window);
  host_finish (host);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  lodge_virt_init ();
  adw_init ();
  lodge_widgets_init ();
  g_test_add_func ("/rows/machine", test_machine_row);
  g_test_add_func ("/rows/host", test_host_row);
  g_test_add_func ("/graph/watches", test_graph_watches);
  return g_test_run ();
}
