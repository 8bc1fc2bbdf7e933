/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sidebar under a real pointer and keyboard, over libvirt's pretended machine. */

#include "config.h"

#include <gdk/x11/gdkx.h>

#include "../support/lodge-test-widgets.h"
#include "../virt/virt-support.h"
#include "../wizard/wizard-support.h"
#include "app/lodge-sidebar.h"
#include "widgets/lodge-host-row.h"
#include "widgets/lodge-machine-row.h"
#include "widgets/lodge-widgets.h"

GResource *lodge_app_get_resource (void);

typedef struct {
  LodgeHosts *hosts;
  LodgeHost *host;
  LodgeMachine *machine;  /* the host keeps it */
  LodgeSidebar *sidebar;
  GtkWindow *window;
  guint activated;
} Fixture;

/* The whole row of the list: it is wider than what Lodge puts into it. */
static GtkWidget *
get_row (Fixture *fixture,
         GType    type)
{
  GtkWidget *row;

  wait_until ((row = lodge_test_find (GTK_WIDGET (fixture->sidebar), type)) != NULL
              && gtk_widget_get_height (gtk_widget_get_parent (row)) > 0);
  return gtk_widget_get_parent (row);
}

static void
activated_cb (Fixture *fixture)
{
  fixture->activated++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->hosts = lodge_hosts_new ();
  fixture->host = lodge_hosts_add (fixture->hosts, "test:///default");
  lodge_host_connect (fixture->host);
  wait_until ((fixture->machine = lodge_host_find_machine (fixture->host, "test")) != NULL);
  fixture->sidebar = g_object_new (LODGE_TYPE_SIDEBAR, "hosts", fixture->hosts, NULL);
  g_signal_connect_swapped (fixture->sidebar, "activated", G_CALLBACK (activated_cb),
                            fixture);
  fixture->window = support_present (GTK_WIDGET (fixture->sidebar), 300, 400);
  lodge_sidebar_select (fixture->sidebar, fixture->machine);
  get_row (fixture, LODGE_TYPE_MACHINE_ROW);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  support_finish (fixture->window);
  g_object_add_weak_pointer (G_OBJECT (fixture->host), (gpointer *) &fixture->host);
  lodge_hosts_remove (fixture->hosts, fixture->host);
  g_assert_finalize_object (fixture->hosts);
  wait_until (fixture->host == NULL);
  lodge_virt_finish ();
}

/* The words of xdotool, with “mousemove” to the row's middle, or to @x in it, before. */
static void
point (Fixture    *fixture,
       GtkWidget  *row,
       double      x,
       const char *then)
{
  gulong xid = gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (fixture->window)));
  g_autofree char *command = NULL;
  g_autoptr(GError) error = NULL;
  double shadow_x, shadow_y, window_x, window_y;
  int status;

  if (x < 0)
    x = gtk_widget_get_width (row) / 2.0;
  gtk_native_get_surface_transform (GTK_NATIVE (fixture->window), &shadow_x, &shadow_y);
  gtk_widget_translate_coordinates (row, GTK_WIDGET (fixture->window), x,
                                    gtk_widget_get_height (row) / 2.0, &window_x, &window_y);
  command = g_strdup_printf ("xdotool windowfocus --sync %lu mousemove --window %lu %d %d %s", xid,
                             xid, (int) (window_x + shadow_x), (int) (window_y + shadow_y), then);
  g_spawn_command_line_sync (command, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

static gboolean
is_under_pointer (GtkWidget *row)
{
  return (gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_PRELIGHT) != 0;
}

static gboolean
is_marked (GtkWidget *row)
{
  return (gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_SELECTED) != 0;
}

static gboolean
shows (Fixture  *fixture,
       gpointer  item)
{
  return lodge_sidebar_get_selected (fixture->sidebar) == item;
}

/* The pointer may go where it likes: what is shown stays until there is a click. */
static void
test_passes_over (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkWidget *host = get_row (fixture, LODGE_TYPE_HOST_ROW);
  GtkWidget *machine = get_row (fixture, LODGE_TYPE_MACHINE_ROW);

  point (fixture, machine, -1, "");
  wait_until (is_under_pointer (machine));
  point (fixture, host, -1, "");
  wait_until (is_under_pointer (host));
  g_assert_true (shows (fixture, fixture->machine));
  g_assert_true (is_marked (machine));
  g_assert_cmpuint (fixture->activated, ==, 0);
}

static void
test_click (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *host = get_row (fixture, LODGE_TYPE_HOST_ROW);
  GtkWidget *machine = get_row (fixture, LODGE_TYPE_MACHINE_ROW);

  point (fixture, host, -1, "click 1");
  wait_until (shows (fixture, fixture->host) && is_marked (host));
  g_assert_cmpuint (fixture->activated, ==, 1);

  /* At the row's very edge too. */
  point (fixture, machine, 2, "click 1");
  wait_until (shows (fixture, fixture->machine) && is_marked (machine));
  g_assert_cmpuint (fixture->activated, ==, 2);

  point (fixture, machine, -1, "keydown ctrl click 1 keyup ctrl");
  wait_until (fixture->activated == 3);
  g_assert_true (is_marked (machine));
}

/* The button in a host's row is not the row. */
static void
test_fold (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *host = get_row (fixture, LODGE_TYPE_HOST_ROW);
  GtkWidget *button = lodge_test_find (host, GTK_TYPE_BUTTON), *machine;

  point (fixture, button, -1, "click 1");
  wait_until ((machine = lodge_test_find (GTK_WIDGET (fixture->sidebar),
                                       LODGE_TYPE_MACHINE_ROW)) == NULL
              || !gtk_widget_get_mapped (machine));
  g_assert_true (shows (fixture, fixture->machine));
  g_assert_cmpuint (fixture->activated, ==, 0);
}

static void
test_keys (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *machine = get_row (fixture, LODGE_TYPE_MACHINE_ROW);

  point (fixture, machine, -1, "click 1 key Up");
  wait_until (shows (fixture, fixture->host));
  g_assert_cmpuint (fixture->activated, ==, 1);
  point (fixture, machine, -1, "key Down key Return");
  wait_until (shows (fixture, fixture->machine) && fixture->activated == 2);
}

int
main (int   argc,
      char *argv[])
{
  support_init (&argc, &argv);
  lodge_virt_init ();
  adw_init ();
  lodge_widgets_init ();
  g_resources_register (lodge_app_get_resource ());

#define ADD(name, func) g_test_add ("/sidebar/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("passes-over", test_passes_over);
  ADD ("click", test_click);
  ADD ("fold", test_fold);
  ADD ("keys", test_keys);
  return g_test_run ();
}
