/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The main window over libvirt's pretended machines, as a user sees it. */

#include "config.h"

#include <glib/gstdio.h>

#include "../support/lodge-test-widgets.h"
#include "../virt/virt-support.h"
#include "../wizard/wizard-support.h"
#include "app-support.h"
#include "app/lodge-sidebar.h"
#include "app/lodge-window.h"
#include "pages/lodge-hardware-page.h"

/* One for all tests, as in a process. */
static GtkApplication *application;

typedef struct {
  LodgeHosts *hosts;
  LodgeHost *host;
  LodgeWindow *window;
} Fixture;

static gboolean
is_listed (LodgeHost *host)
{
  return lodge_host_find_machine (host, "test") != NULL;
}

static gboolean
is_read (LodgeHost *host)
{
  gboolean loading;

  g_object_get (host, "loading", &loading, NULL);
  return lodge_host_get_state (host) == LODGE_HOST_CONNECTED && !loading;
}

/* The pretended host is one for all connections of the process that exist at the same time, and a worker
 * may let go of the last test's a moment late: that one may lack the machine. */
static void
connect_anew (LodgeHost *host)
{
  do
    {
      lodge_host_disconnect (host);
      lodge_host_connect (host);
      wait_until (is_read (host));
    }
  while (!is_listed (host));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->hosts = lodge_hosts_new ();
  fixture->host = lodge_hosts_add (fixture->hosts, "test:///default");
  fixture->window = lodge_window_new (application, fixture->hosts);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
  connect_anew (fixture->host);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (fixture->window)));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  wait_until (fixture->window == NULL);
  g_object_add_weak_pointer (G_OBJECT (fixture->host), (gpointer *) &fixture->host);
  lodge_hosts_remove (fixture->hosts, fixture->host);
  g_assert_finalize_object (fixture->hosts);
  wait_until (fixture->host == NULL);
  lodge_virt_finish ();
}

static gboolean
is_enabled (Fixture    *fixture,
            const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), action);
}

static void
activate (Fixture    *fixture,
          const char *action,
          GVariant   *target)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), action, target);
}

static LodgeMachine *
selected_machine (Fixture *fixture)
{
  g_autoptr(LodgeMachine) machine = NULL;

  g_object_get (fixture->window, "machine", &machine, NULL);
  return machine;  /* the host keeps it */
}

static void
test_host_first (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(LodgeHost) host = NULL;

  g_object_get (fixture->window, "host", &host, NULL);
  g_assert_true (host == fixture->host);
  g_assert_null (selected_machine (fixture));
  g_assert_false (is_enabled (fixture, "start"));
  g_assert_false (is_enabled (fixture, "delete"));
  g_assert_true (is_enabled (fixture, "new-machine"));
  wait_until (support_shows (GTK_WIDGET (fixture->window), "Hypervisor"));
  support_screenshot (GTK_WINDOW (fixture->window), "host");
}

static void
test_actions_follow_state (Fixture       *fixture,
                           gconstpointer  data)
{
  lodge_window_show_machine (fixture->window, "test", "overview");
  g_assert_nonnull (selected_machine (fixture));
  g_assert_true (is_enabled (fixture, "pause"));
  g_assert_true (is_enabled (fixture, "shut-down"));
  g_assert_false (is_enabled (fixture, "start"));
  g_assert_false (is_enabled (fixture, "resume"));
  g_assert_false (is_enabled (fixture, "send-keys"));

  activate (fixture, "pause", NULL);
  wait_until (is_enabled (fixture, "resume"));
  g_assert_false (is_enabled (fixture, "pause"));
  wait_until (support_shows (GTK_WIDGET (fixture->window), "The machine is paused"));
  support_screenshot (GTK_WINDOW (fixture->window), "paused");

  activate (fixture, "resume", NULL);
  wait_until (is_enabled (fixture, "pause"));
}

/* What is wanted before it is there is selected when it comes. */
static void
test_show_later (Fixture       *fixture,
                 gconstpointer  data)
{
  lodge_host_disconnect (fixture->host);
  wait_until (!is_listed (fixture->host) ||
              lodge_host_get_state (fixture->host) == LODGE_HOST_DISCONNECTED);
  lodge_window_show_machine (fixture->window, "test", "hardware");
  lodge_host_connect (fixture->host);
  wait_until (selected_machine (fixture) != NULL);
  wait_until (support_shows (GTK_WIDGET (fixture->window), "Network Card"));
  support_screenshot (GTK_WINDOW (fixture->window), "hardware");
}

/* As a second start with --connect does it. */
static void
test_show_host (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(LodgeHost) shown = NULL;

  lodge_window_show_machine (fixture->window, "test", "overview");
  g_assert_nonnull (selected_machine (fixture));
  lodge_window_show_host (fixture->window, fixture->host);
  g_assert_null (selected_machine (fixture));
  g_object_get (fixture->window, "host", &shown, NULL);
  g_assert_true (shown == fixture->host);
}

/* What no host has is said, once all have answered. */
static void
test_show_missing (Fixture       *fixture,
                   gconstpointer  data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  lodge_window_find_machine (fixture->window, "no <such>", "overview");
  wait_until (support_shows (window, "no machine “no <such>” on the hosts in the list"));
  support_screenshot (GTK_WINDOW (fixture->window), "show-missing");

  lodge_host_disconnect (fixture->host);
  wait_until (lodge_host_get_state (fixture->host) == LODGE_HOST_DISCONNECTED);
  lodge_window_find_machine (fixture->window, "absent", "overview");
  wait_until (support_shows (window, "no machine “absent” on the hosts that are connected"));
}

/* A hidden window that was never shown lets GTK 4.8 crash under a screen reader. */
static void
test_no_hidden_windows (Fixture       *fixture,
                        gconstpointer  data)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (int shown = 0; shown < 2; shown++)
    {
      g_assert_cmpuint (g_list_model_get_n_items (toplevels), ==, 1 + (guint) shown);
      for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
        {
          g_autoptr(GtkWidget) window = g_list_model_get_item (toplevels, i);

          g_assert_true (gtk_widget_get_visible (window));
          if (shown == 1 && !LODGE_IS_WINDOW (window))
            {
              wait_until (gtk_widget_get_mapped (window));
              support_screenshot (GTK_WINDOW (window), "shortcuts");
              gtk_window_close (GTK_WINDOW (window));
              break;
            }
        }
      if (shown == 0)
        activate (fixture, "show-shortcuts", NULL);
    }
  wait_until (g_list_model_get_n_items (toplevels) == 1);
}

static GtkWindow *
find_dialog (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return window;  /* GTK keeps it */
    }
  return NULL;
}

static GtkWidget *
find_button (GtkWidget  *widget,
             const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* As a click does it: the dialog closes too. */
static void
respond (const char *label)
{
  GtkWidget *button;

  wait_until (find_dialog () != NULL);
  button = find_button (GTK_WIDGET (find_dialog ()), label);
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  wait_until (find_dialog () == NULL);
}

static void
test_force_off_asks (Fixture       *fixture,
                     gconstpointer  data)
{
  LodgeMachine *machine;

  lodge_window_show_machine (fixture->window, "test", "overview");
  machine = selected_machine (fixture);
  activate (fixture, "force-off", NULL);
  wait_until (find_dialog () != NULL);
  g_assert_cmpint (lodge_machine_get_state (machine), ==, LODGE_MACHINE_RUNNING);
  support_screenshot (find_dialog (), "force-off");

  respond ("_Cancel");
  g_assert_cmpint (lodge_machine_get_state (machine), ==, LODGE_MACHINE_RUNNING);

  activate (fixture, "force-off", NULL);
  respond ("_Force Off");
  wait_until (lodge_machine_get_state (machine) == LODGE_MACHINE_SHUT_OFF);
  wait_until (is_enabled (fixture, "start"));
}

static void
test_delete_and_undo (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *uuid = NULL;

  lodge_window_show_machine (fixture->window, "test", "overview");
  uuid = g_strdup (lodge_machine_get_uuid (selected_machine (fixture)));
  activate (fixture, "delete", NULL);
  respond ("_Delete");
  wait_until (selected_machine (fixture) == NULL);
  wait_until (support_shows (GTK_WIDGET (fixture->window), "will be deleted"));
  g_assert_true (is_listed (fixture->host));
  support_screenshot (GTK_WINDOW (fixture->window), "deleted");

  activate (fixture, "undo-delete", g_variant_new_string (uuid));
  wait_until (selected_machine (fixture) != NULL);
  g_assert_true (is_listed (fixture->host));
}

/* Closing the window is no undo. */
static void
test_delete_and_close (Fixture       *fixture,
                       gconstpointer  data)
{
  lodge_window_show_machine (fixture->window, "test", "overview");
  activate (fixture, "delete", NULL);
  respond ("_Delete");
  wait_until (selected_machine (fixture) == NULL);

  gtk_window_close (GTK_WINDOW (fixture->window));
  wait_until (!is_listed (fixture->host));
}

static void
test_error_toast (Fixture       *fixture,
                  gconstpointer  data)
{
  lodge_window_show_error (fixture->window, "It broke <badly> & so on.", "raw: text");
  wait_until (support_shows (GTK_WIDGET (fixture->window), "It broke <badly> & so on."));
  activate (fixture, "show-error-details",
            g_variant_new ("(ss)", "It broke <badly> & so on.", "raw: text"));
  wait_until (find_dialog () != NULL);
  support_screenshot (find_dialog (), "error");
  gtk_window_destroy (find_dialog ());
}

static gboolean
row_is_selected (Fixture *fixture)
{
  GtkWidget *list = lodge_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_LIST_VIEW);
  GtkSelectionModel *model = gtk_list_view_get_model (GTK_LIST_VIEW (list));
  g_autoptr(GtkBitset) selected = gtk_selection_model_get_selection (model);

  return !gtk_bitset_is_empty (selected);
}

static void
search_for (Fixture    *fixture,
            const char *text)
{
  GtkWidget *sidebar = lodge_test_find (GTK_WIDGET (fixture->window), LODGE_TYPE_SIDEBAR);
  GtkWidget *entry = lodge_test_find (sidebar, GTK_TYPE_SEARCH_ENTRY);

  activate (fixture, "search", NULL);
  wait_until (gtk_widget_get_mapped (entry));
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

/* What was turned to before there was a machine counts for the first one. */
static void
test_page_first (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *page;

  activate (fixture, "page", g_variant_new_string ("hardware"));
  g_assert_null (selected_machine (fixture));
  lodge_window_show_machine (fixture->window, "test", NULL);
  page = lodge_test_find (GTK_WIDGET (fixture->window), LODGE_TYPE_HARDWARE_PAGE);
  wait_until (gtk_widget_get_mapped (page));
}

/* A search looks around; it does not take away what is shown. */
static void
test_search_keeps (Fixture       *fixture,
                   gconstpointer  data)
{
  LodgeMachine *machine;

  lodge_window_show_machine (fixture->window, "test", "overview");
  machine = selected_machine (fixture);
  search_for (fixture, "zzz");
  wait_until (support_shows (GTK_WIDGET (fixture->window), "No Machines Found"));
  g_assert_false (row_is_selected (fixture));
  g_assert_true (selected_machine (fixture) == machine);
  g_assert_true (support_shows (GTK_WIDGET (fixture->window), "Running"));

  search_for (fixture, "");
  wait_until (row_is_selected (fixture));
  g_assert_true (selected_machine (fixture) == machine);
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  lodge_machine_delete_finish (LODGE_MACHINE (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

/* What somebody else deletes gives its place to its host, also when a search hides its row. */
static void
test_gone (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(LodgeMachine) machine = NULL;
  gboolean done = FALSE;

  lodge_window_show_machine (fixture->window, "test", "overview");
  machine = g_object_ref (selected_machine (fixture));
  search_for (fixture, "zzz");
  wait_until (support_shows (GTK_WIDGET (fixture->window), "No Machines Found"));
  lodge_machine_delete_async (machine, NULL, NULL, deleted_cb, &done);
  wait_until (done);
  wait_until (selected_machine (fixture) == NULL);
  wait_until (support_shows (GTK_WIDGET (fixture->window), "Hypervisor"));
  g_assert_false (support_shows (GTK_WIDGET (fixture->window), "No Host"));
}

static void
test_narrow (Fixture       *fixture,
             gconstpointer  data)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 400, 640);
  lodge_window_show_machine (fixture->window, "test", "overview");
  wait_until (gtk_widget_get_width (GTK_WIDGET (fixture->window)) < 500);
  wait_until (support_shows (GTK_WIDGET (fixture->window), "Running"));
  support_screenshot (GTK_WINDOW (fixture->window), "narrow");
}

/* In a narrow window the sidebar stands alone, so it says what to do; beside the page that says it, it
 * does not repeat it. */
static void
test_no_host (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWidget *sidebar = support_child (fixture->window, "sidebar");

  g_assert_false (support_shows (sidebar, "No Host"));
  lodge_hosts_remove (fixture->hosts, fixture->host);
  wait_until (support_shows (sidebar, "No Host"));
  g_assert_false (support_shows (sidebar, "Add Host"));
  support_screenshot (GTK_WINDOW (fixture->window), "no-host");

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 480, 640);
  wait_until (gtk_widget_get_width (GTK_WIDGET (fixture->window)) < 500);
  activate (fixture, "back", NULL);
  wait_until (support_shows (sidebar, "Add Host"));
  support_screenshot (GTK_WINDOW (fixture->window), "no-host-narrow");

  fixture->host = lodge_hosts_add (fixture->hosts, "test:///default");
  wait_until (!support_shows (sidebar, "No Host"));
}

static void
append_machine (GString *xml,
                guint    i)
{
  g_string_append_printf (xml, "<domain type='test'><name>machine-%03u</name><memory>1024</memory>"
                          "<os><type>hvm</type></os></domain>", i);
}

/* A long list comes in parts: all of it comes, and what is at its end can be shown at once. */
static void
test_long_list (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *dir = g_dir_make_tmp ("lodge-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "host.xml", NULL);
  g_autofree char *uri = g_strconcat ("test://", path, NULL);
  g_autoptr(GString) xml = g_string_new ("<node>");
  GtkListView *list =
    GTK_LIST_VIEW (lodge_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_LIST_VIEW));
  LodgeHost *host = lodge_hosts_add (fixture->hosts, uri);

  for (guint i = 0; i < 400; i++)
    append_machine (xml, i);
  g_string_append (xml, "</node>");
  g_assert_true (g_file_set_contents (path, xml->str, -1, NULL));

  lodge_host_connect (host);
  wait_until (lodge_host_find_machine (host, "machine-399") != NULL);
  lodge_window_show_machine (fixture->window, "machine-399", "overview");
  g_assert_cmpstr (lodge_machine_get_name (selected_machine (fixture)), ==, "machine-399");
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (list))) == 403);

  lodge_hosts_remove (fixture->hosts, host);
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (list))) == 2);
  lodge_host_connect (lodge_hosts_add (fixture->hosts, uri));
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (list))) == 403);
  g_unlink (path);
  g_rmdir (dir);
}

static LodgeWindow *
find_single (void)
{
  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (LODGE_IS_WINDOW (l->data) && lodge_window_is_single (l->data))
      return l->data;
  return NULL;
}

static guint
count_windows (void)
{
  return g_list_length (gtk_application_get_windows (application));
}

/* Whether a label with that text is there, and not in full. */
static gboolean
is_cut (GtkWidget  *widget,
        const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_cut (child, text))
      return TRUE;
  return FALSE;
}

/* Without a sidebar a window is narrow later, but its pages have room then too. */
static void
test_single_narrow (Fixture       *fixture,
                    gconstpointer  data)
{
  LodgeWindow *single;

  lodge_window_show_machine (fixture->window, "test", "overview");
  activate (fixture, "open-window", NULL);
  single = find_single ();
  g_assert_nonnull (single);
  gtk_window_set_default_size (GTK_WINDOW (single), 400, 640);
  wait_until (gtk_widget_get_width (GTK_WIDGET (single)) < 440);
  support_screenshot (GTK_WINDOW (single), "single-narrow");
  g_assert_true (support_shows (GTK_WIDGET (single), "Hardware"));
  g_assert_false (is_cut (GTK_WIDGET (single), "Hardware"));
  gtk_window_close (GTK_WINDOW (single));
  wait_until (find_single () == NULL);
}

/* A machine has one window of its own, without the sidebar; it goes by itself, or with the machine. */
static void
test_single (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(LodgeMachine) machine = NULL;
  LodgeWindow *single;
  gboolean done = FALSE;

  g_assert_false (is_enabled (fixture, "open-window"));
  lodge_window_show_machine (fixture->window, "test", "overview");
  activate (fixture, "open-window", NULL);
  single = find_single ();
  g_assert_nonnull (single);
  wait_until (support_shows (GTK_WIDGET (single), "Console"));
  g_assert_false (support_shows (GTK_WIDGET (single), "Test Host")
                  && support_shows (GTK_WIDGET (single), "Lodge"));
  g_object_get (single, "machine", &machine, NULL);
  g_assert_true (machine == selected_machine (fixture));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (single), "open-window"));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (single), "pause"));

  activate (fixture, "open-window", NULL);
  g_assert_cmpuint (count_windows (), ==, 2);
  gtk_window_close (GTK_WINDOW (single));
  wait_until (find_single () == NULL);
  g_assert_nonnull (fixture->window);

  activate (fixture, "open-window", NULL);
  g_assert_nonnull (find_single ());
  lodge_machine_delete_async (machine, NULL, NULL, deleted_cb, &done);
  wait_until (done);
  wait_until (find_single () == NULL);
}

static LodgeMachine *
shown_machine (LodgeWindow *window)
{
  g_autoptr(LodgeMachine) machine = NULL;

  g_object_get (window, "machine", &machine, NULL);
  return machine;  /* the host keeps it */
}

static void
open_tab (Fixture    *fixture,
          const char *name)
{
  lodge_window_show_machine (fixture->window, name, "overview");
  wait_until (g_strcmp0 (lodge_machine_get_name (selected_machine (fixture)), name) == 0);
  activate (fixture, "open-tab", NULL);
}

/* Machines share a window as tabs; one moves into a window of its own, and closes without the others. */
static void
test_tabs (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *dir = g_dir_make_tmp ("lodge-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "host.xml", NULL);
  g_autofree char *uri = g_strconcat ("test://", path, NULL);
  g_autoptr(GString) xml = g_string_new ("<node>");
  LodgeHost *host = lodge_hosts_add (fixture->hosts, uri);
  LodgeWindow *shared, *own;
  AdwTabView *tabs;
  gboolean done = FALSE;

  for (guint i = 0; i < 3; i++)
    append_machine (xml, i);
  g_string_append (xml, "</node>");
  g_assert_true (g_file_set_contents (path, xml->str, -1, NULL));
  lodge_host_connect (host);
  wait_until (lodge_host_find_machine (host, "machine-002") != NULL);

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("machine-%03u", i);

      open_tab (fixture, name);
    }
  shared = find_single ();
  tabs = ADW_TAB_VIEW (lodge_test_find (GTK_WIDGET (shared), ADW_TYPE_TAB_VIEW));
  g_assert_cmpuint (count_windows (), ==, 2);
  g_assert_cmpint (adw_tab_view_get_n_pages (tabs), ==, 3);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (shared)), ==, "machine-002 – Lodge");
  wait_until (support_shows (GTK_WIDGET (shared), "machine-000"));
  support_screenshot (GTK_WINDOW (shared), "tabs");

  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (shared), "tab-move-right"));
  g_action_group_activate_action (G_ACTION_GROUP (shared), "tab-move-left", NULL);
  g_assert_true (adw_tab_view_get_nth_page (tabs, 1) == adw_tab_view_get_selected_page (tabs));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (shared), "tab-move-right"));
  g_action_group_activate_action (G_ACTION_GROUP (shared), "tab-move-right", NULL);

  /* Where it is open already. */
  open_tab (fixture, "machine-000");
  g_assert_cmpint (adw_tab_view_get_n_pages (tabs), ==, 3);
  g_assert_true (shown_machine (shared) == selected_machine (fixture));

  g_action_group_activate_action (G_ACTION_GROUP (shared), "open-window", NULL);
  wait_until (count_windows () == 3);
  own = LODGE_WINDOW (gtk_application_get_windows (application)->data);
  g_assert_true (lodge_window_is_single (own) && own != shared);
  g_assert_cmpstr (lodge_machine_get_name (shown_machine (own)), ==, "machine-000");
  g_assert_cmpint (adw_tab_view_get_n_pages (tabs), ==, 2);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (own), "open-window"));

  /* The tab goes with its machine, and the window with its last tab. */
  lodge_machine_delete_async (shown_machine (own), NULL, NULL, deleted_cb, &done);
  wait_until (done && count_windows () == 2);
  g_action_group_activate_action (G_ACTION_GROUP (shared), "close", NULL);
  wait_until (adw_tab_view_get_n_pages (tabs) == 1);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (shared)));
  g_action_group_activate_action (G_ACTION_GROUP (shared), "close", NULL);
  wait_until (count_windows () == 1);
  lodge_hosts_remove (fixture->hosts, host);
  g_unlink (path);
  g_rmdir (dir);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  application = app_support_init (&argc, &argv);
#define ADD(name, func) g_test_add ("/window/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("no-hidden-windows", test_no_hidden_windows);
  ADD ("host-first", test_host_first);
  ADD ("page-first", test_page_first);
  ADD ("actions-follow-state", test_actions_follow_state);
  ADD ("show-later", test_show_later);
  ADD ("show-host", test_show_host);
  ADD ("show-missing", test_show_missing);
  ADD ("force-off-asks", test_force_off_asks);
  ADD ("delete-and-undo", test_delete_and_undo);
  ADD ("error-toast", test_error_toast);
  ADD ("search-keeps", test_search_keeps);
  ADD ("gone", test_gone);
  ADD ("narrow", test_narrow);
  ADD ("no-host", test_no_host);
  ADD ("long-list", test_long_list);
  ADD ("delete-and-close", test_delete_and_close);
  ADD ("single", test_single);
  ADD ("single-narrow", test_single_narrow);
  ADD ("tabs", test_tabs);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
