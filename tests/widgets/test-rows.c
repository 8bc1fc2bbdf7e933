/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of the sidebar and the graph, over libvirt's pretended machines. */

#include "config.h"

#include "../virt/virt-support.h"
#include "../wizard/wizard-support.h"
#include "widgets/lodge-graph-card.h"
#include "widgets/lodge-host-row.h"
#include "widgets/lodge-machine-row.h"
#include "widgets/lodge-widgets.h"

static void
test_machine_row (void)
{
  LodgeHost *host = host_connected ("test:///default");
  LodgeMachine *machine = lodge_host_find_machine (host, "test");
  GtkWidget *row = lodge_machine_row_new ();
  GtkWindow *window = support_present (row, 320, 120);
  g_autoptr(GError) error = NULL;

  lodge_machine_row_set_machine (LODGE_MACHINE_ROW (row), machine);
  g_assert_true (support_shows (row, "test"));
  g_assert_true (support_shows (row, "Running"));

  g_assert_true (act (machine, LODGE_ACTION_PAUSE, &error));
  g_assert_no_error (error);
  wait_until (support_shows (row, "Paused"));
  support_screenshot (window, "machine-row");

  lodge_machine_row_set_machine (LODGE_MACHINE_ROW (row), NULL);
  support_finish (window);
  host_finish (host);
}

static void
test_host_row (void)
{
  LodgeHost *host = host_connected ("test:///default");
  GtkWidget *row = lodge_host_row_new ();
  GtkWindow *window = support_present (row, 320, 120);

  lodge_host_row_set_host (LODGE_HOST_ROW (row), host);
  g_assert_true (support_shows (row, lodge_host_get_name (host)));
  support_screenshot (window, "host-row");

  support_finish (window);
  host_finish (host);
}

static GtkWidget *
find_label (GtkWidget  *widget,
            const char *class)
{
  GtkWidget *found = GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, class) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, class);
  return found;
}

/* In the sidebar's width, where other languages need more room. */
static void
test_host_state_is_whole (void)
{
  LodgeHost *host = host_connected ("test:///default");
  GtkWidget *row = lodge_host_row_new ();
  GtkWidget *state = find_label (row, "caption");
  GtkWindow *window;
  PangoLayout *layout;

  lodge_host_row_set_host (LODGE_HOST_ROW (row), host);
  gtk_label_set_label (GTK_LABEL (state), "Không kết nối được. Tính\302\240đến\302\24015:59");
  gtk_widget_set_visible (state, TRUE);
  window = support_present (row, 242, 120);
  wait_until (gtk_widget_get_width (state) > 0);
  support_screenshot (window, "host-state");
  layout = gtk_label_get_layout (GTK_LABEL (state));
  g_assert_false (pango_layout_is_ellipsized (layout));

  support_finish (window);
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

  window = support_present (card, 320, 120);
  wait_until (lodge_machine_get_history (machine, LODGE_STATS_CPU, values, NULL) >= 2);
  support_screenshot (window, "graph");

  support_finish (window);
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
  g_test_add_func ("/rows/host-state-is-whole", test_host_state_is_whole);
  g_test_add_func ("/graph/watches", test_graph_watches);
  return g_test_run ();
}
