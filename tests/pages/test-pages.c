/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every page in a real window over libvirt's pretended machines; each must say what it should and
 * be gone afterwards. */

#include "config.h"

#include <gtksourceview/gtksource.h>

#include "../support/lodge-test-widgets.h"
#include "../virt/virt-support.h"
#include "../wizard/wizard-support.h"
#include "base/lodge-settings.h"
#include "display/lodge-scale-button.h"
#include "pages/lodge-console-page.h"
#include "pages/lodge-hardware-page.h"
#include "pages/lodge-host-page.h"
#include "pages/lodge-machine-page.h"
#include "pages/lodge-overview-page.h"
#include "pages/lodge-pages.h"
#include "pages/lodge-thumbnail.h"
#include "pages/lodge-xml-view.h"

static void
test_overview (void)
{
  LodgeHost *host = host_connected ("test:///default");
  LodgeMachine *machine = lodge_host_find_machine (host, "test");
  GtkWidget *page = g_object_new (LODGE_TYPE_OVERVIEW_PAGE, "machine", machine, NULL);
  GtkWindow *window = support_present (page, 720, 640);
  g_autoptr(GError) error = NULL;

  wait_until (support_shows (page, "Running")
              && support_shows (page, "Network Card")
              && support_shows (page, "GiB"));
  support_screenshot (window, "overview");
  g_assert_false (support_shows (page, "is paused"));

  g_assert_true (act (machine, LODGE_ACTION_PAUSE, &error));
  wait_until (support_shows (page, "The machine is paused"));
  support_screenshot (window, "overview-paused");

  support_finish (window);
  host_finish (host);
}

static GdkTexture *
get_thumbnail (GtkWidget *thumbnail)
{
  GdkPaintable *paintable =
    gtk_picture_get_paintable (GTK_PICTURE (lodge_test_find (thumbnail, GTK_TYPE_PICTURE)));

  return paintable != NULL ? GDK_TEXTURE (paintable) : NULL;
}

/* A private machine has no picture; one whose console is open has that one's, and a page that is not seen
 * asks nobody. */
static void
test_thumbnail (void)
{
  LodgeHost *host = host_connected ("test:///default");
  LodgeMachine *machine = lodge_host_find_machine (host, "test");
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *page = g_object_new (LODGE_TYPE_OVERVIEW_PAGE, "machine", machine, NULL);
  LodgeFramebuffer *framebuffer = lodge_framebuffer_new ();
  g_autofree guint8 *pixels = g_malloc0 (64 * 48 * 4);
  LodgeThumbnail *thumbnail;
  GtkWindow *window;
  guint n;

  gtk_stack_add_named (GTK_STACK (stack), page, "overview");
  gtk_stack_add_named (GTK_STACK (stack), gtk_label_new ("beside"), "beside");
  window = support_present (stack, 720, 640);
  thumbnail = LODGE_THUMBNAIL (lodge_test_find (page, LODGE_TYPE_THUMBNAIL));
  wait_until (get_thumbnail (GTK_WIDGET (thumbnail)) != NULL);
  g_assert_cmpuint (lodge_thumbnail_get_n_requests (thumbnail), >=, 1);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (thumbnail), "thumbnail.private", NULL));
  g_assert_null (get_thumbnail (GTK_WIDGET (thumbnail)));
  wait_until (support_shows (page, "Private"));
  support_screenshot (window, "thumbnail-private");
  n = lodge_thumbnail_get_n_requests (thumbnail);
  g_object_set (page, "machine", NULL, NULL);
  g_object_set (page, "machine", machine, NULL);
  g_assert_cmpuint (lodge_thumbnail_get_n_requests (thumbnail), ==, n);

  /* What a console shows is taken from there, at once. */
  lodge_framebuffer_set_data (framebuffer, pixels, 64 * 48 * 4, 64, 48, 64 * 4, LODGE_PIXELS_XRGB32);
  lodge_thumbnail_set_source (machine, framebuffer);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (thumbnail), "thumbnail.private", NULL));
  g_assert_cmpint (gdk_texture_get_width (get_thumbnail (GTK_WIDGET (thumbnail))), ==, 64);
  g_assert_cmpuint (lodge_thumbnail_get_n_requests (thumbnail), ==, n);

  /* Nor is anything asked where nobody looks. */
  gtk_stack_set_visible_child_name (GTK_STACK (stack), "beside");
  wait_until (!gtk_widget_get_mapped (page));
  lodge_thumbnail_set_source (machine, NULL);
  g_object_set (page, "machine", NULL, NULL);
  g_object_set (page, "machine", machine, NULL);
  g_assert_cmpuint (lodge_thumbnail_get_n_requests (thumbnail), ==, n);
  gtk_stack_set_visible_child_name (GTK_STACK (stack), "overview");
  wait_until (lodge_thumbnail_get_n_requests (thumbnail) == n + 1);

  support_finish (window);
  g_object_unref (framebuffer);
  host_finish (host);
}

static LodgeScaleMode
get_scale_mode (GtkWidget *page)
{
  LodgeScaleMode mode;

  g_object_get (lodge_test_find (page, LODGE_TYPE_DISPLAY), "scale-mode", &mode, NULL);
  return mode;
}

/* How a screen is scaled is remembered for its machine, and for that one only. */
static void
test_console_scale (void)
{
  LodgeHost *host = host_connected ("test:///default");
  LodgeMachine *machine = lodge_host_find_machine (host, "test");
  GtkWidget *page = g_object_new (LODGE_TYPE_CONSOLE_PAGE, "machine", machine, NULL);
  GtkWindow *window = support_present (page, 720, 640);

  g_assert_cmpint (get_scale_mode (page), ==, LODGE_SCALE_FIT);
  g_assert_true (gtk_widget_activate_action (lodge_test_find (page, LODGE_TYPE_SCALE_BUTTON),
                                             "display.scale-mode", "s", "integer"));
  g_assert_cmpint (get_scale_mode (page), ==, LODGE_SCALE_INTEGER);

  lodge_console_page_set_machine (LODGE_CONSOLE_PAGE (page), NULL);
  g_assert_cmpint (get_scale_mode (page), ==, LODGE_SCALE_FIT);
  support_finish (window);

  page = g_object_new (LODGE_TYPE_CONSOLE_PAGE, "machine", machine, NULL);
  window = support_present (page, 720, 640);
  g_assert_cmpint (get_scale_mode (page), ==, LODGE_SCALE_INTEGER);
  support_finish (window);
  host_finish (host);
}

static void
test_console_without_screen (void)
{
  LodgeHost *host = host_connected ("test:///default");
  LodgeMachine *machine = lodge_host_find_machine (host, "test");
  GtkWidget *page = g_object_new (LODGE_TYPE_CONSOLE_PAGE, "machine", machine, NULL);
  GtkWindow *window = support_present (page, 720, 640);
  g_autoptr(GError) error = NULL;

  wait_until (support_shows (page, "No Screen"));
  g_assert_false (lodge_console_page_is_shown (LODGE_CONSOLE_PAGE (page)));

  g_assert_true (act (machine, LODGE_ACTION_FORCE_OFF, &error));
  wait_until (support_shows (page, "Not Running") && support_shows (page, "Start"));
  support_screenshot (window, "console-off");

  support_finish (window);
  host_finish (host);
}

/* A machine with a screen of SPICE; libvirt's pretended ones have no server behind it. */
static LodgeHost *
host_with_screen (const char *dir)
{
  static const char xml[] =
    "<node><domain type='test'><name>shown</name><uuid>00000000-0000-4000-8000-000000000001</uuid>"
    "<memory>65536</memory><vcpu>1</vcpu><os><type arch='i686'>hvm</type></os>"
    "<devices><graphics type='spice' port='5999'/></devices></domain></node>";
  g_autofree char *path = support_write (dir, "screen.xml", xml, sizeof xml - 1);
  g_autofree char *uri = g_strconcat ("test://", path, NULL);

  return host_connected (uri);
}

static gboolean
waits (GtkWidget *page)
{
  return support_shows (page, "Not Connected") && support_shows (page, "Connect Automatically");
}

/* Whose screen is not connected by itself waits for the button, as that of each machine it is set for. */
static void
test_console_connect (void)
{
  g_autofree char *dir = support_make_dir ();
  LodgeHost *host = host_with_screen (dir);
  LodgeMachine *machine = lodge_host_find_machine (host, "shown");
  g_autoptr(GSettings) all = lodge_settings_new ();
  GtkWidget *page, *other;
  GtkWindow *window, *other_window;

  g_settings_set_boolean (all, "connect-screens", FALSE);
  page = g_object_new (LODGE_TYPE_CONSOLE_PAGE, "machine", machine, NULL);
  window = support_present (page, 720, 640);
  wait_until (waits (page) && support_shows (page, "that viewer is disconnected"));
  support_screenshot (window, "console-waiting");

  /* The own window of it waits too, and the page says where. */
  other = g_object_new (LODGE_TYPE_CONSOLE_PAGE, "machine", machine, NULL);
  other_window = support_present (other, 720, 640);
  lodge_console_page_take (LODGE_CONSOLE_PAGE (other));
  wait_until (waits (other));
  support_finish (other_window);
  wait_until (waits (page));

  /* Connected once, it is tried again by itself. */
  g_assert_true (gtk_widget_activate_action (page, "console.connect", NULL));
  wait_until (support_shows (page, "The Screen Cannot Be Shown"));
  lodge_host_disconnect (host);
  lodge_host_connect (host);
  wait_until (lodge_host_get_state (host) == LODGE_HOST_CONNECTED);
  g_assert_false (support_shows (page, "Not Connected"));
  lodge_console_page_set_machine (LODGE_CONSOLE_PAGE (page), NULL);
  lodge_console_page_set_machine (LODGE_CONSOLE_PAGE (page), machine);
  wait_until (waits (page));

  /* This machine only. */
  g_assert_true (gtk_widget_activate_action (page, "console.connect-automatically", NULL));
  wait_until (support_shows (page, "The Screen Cannot Be Shown"));
  g_assert_false (g_settings_get_boolean (all, "connect-screens"));
  g_settings_reset (all, "connect-screens");
  support_finish (window);

  page = g_object_new (LODGE_TYPE_CONSOLE_PAGE, "machine", machine, NULL);
  g_assert_true (gtk_widget_activate_action (page, "console.connect-automatically", NULL));
  window = support_present (page, 720, 640);
  wait_until (waits (page));
  g_assert_true (gtk_widget_activate_action (page, "console.connect-automatically", NULL));
  wait_until (support_shows (page, "The Screen Cannot Be Shown"));
  support_finish (window);
  host_finish (host);
  support_remove_dir (g_steal_pointer (&dir));
}

static void
test_hardware (void)
{
  LodgeHost *host = host_connected ("test:///default");
  LodgeMachine *machine = lodge_host_find_machine (host, "test");
  GtkWidget *page = g_object_new (LODGE_TYPE_HARDWARE_PAGE, "machine", machine, NULL);
  GtkWindow *window = support_present (page, 720, 640);
  GtkStack *views;

  wait_until (support_shows (page, "Network Card") && support_shows (page, "Disk"));
  support_screenshot (window, "hardware");

  views = support_child (page, "views");
  gtk_stack_set_visible_child_name (views, "xml");
  support_screenshot (window, "hardware-xml");

  support_finish (window);
  host_finish (host);
}

static void
test_xml_search (void)
{
  GtkWidget *view = g_object_new (LODGE_TYPE_XML_VIEW, NULL);
  GtkWindow *window = support_present (view, 720, 640);
  GtkEditable *entry = support_child (view, "entry");
  GtkTextBuffer *buffer = support_child (view, "buffer");
  GtkTextIter start, end;
  g_autofree char *selected = NULL;

  lodge_xml_view_set_text (LODGE_XML_VIEW (view), "<domain>\n  <name>a</name>\n  <name>b</name>\n</domain>");
  gtk_editable_set_text (entry, "<name>");
  wait_until (support_shows (view, "2 matches"));
  g_assert_true (gtk_text_buffer_get_selection_bounds (buffer, &start, &end));
  selected = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  g_assert_cmpstr (selected, ==, "<name>");
  g_assert_cmpint (gtk_text_iter_get_line (&start), ==, 1);

  support_finish (window);
}

static void
test_host (void)
{
  LodgeHost *host = host_connected ("test:///default");
  GtkWidget *page = g_object_new (LODGE_TYPE_HOST_PAGE, "host", host, NULL);
  GtkWindow *window = support_present (page, 720, 640);

  wait_until (support_shows (page, "Hypervisor") && support_shows (page, "test:///default"));
  g_assert_false (support_shows (page, "No Machines Yet"));
  support_screenshot (window, "host");

  lodge_host_disconnect (host);
  wait_until (support_shows (page, "Not Connected"));
  support_screenshot (window, "host-disconnected");

  support_finish (window);
  host_finish (host);
}

static void
test_host_without_machines (void)
{
  g_autofree char *dir = support_make_dir ();
  g_autofree char *path = write_test_hypervisor (dir, 0);
  g_autofree char *uri = g_strconcat ("test://", path, NULL);
  LodgeHost *host = host_connected (uri);
  GtkWidget *page = g_object_new (LODGE_TYPE_HOST_PAGE, "host", host, NULL);
  GtkWindow *window = support_present (page, 720, 640);

  wait_until (support_shows (page, "No Machines Yet") && support_shows (page, "Create a Machine"));
  support_screenshot (window, "host-empty");

  support_finish (window);
  host_finish (host);
  support_remove_dir (g_steal_pointer (&dir));
}

static void
test_host_failed (void)
{
  g_autofree char *dir = support_make_dir ();
  g_autofree char *path = g_build_filename (dir, "no-host.xml", NULL);
  g_autofree char *uri = g_strconcat ("test://", path, NULL);
  LodgeHost *host = lodge_host_new (uri);
  GtkWidget *page = g_object_new (LODGE_TYPE_HOST_PAGE, "host", host, NULL);
  GtkWindow *window = support_present (page, 720, 640);

  g_assert_true (g_file_set_contents (path, "<nothing/>", -1, NULL));
  lodge_host_connect (host);
  wait_until (lodge_host_get_error (host) != NULL);
  wait_until (support_shows (page, lodge_host_get_error (host)->message)
              && support_shows (page, "Connect"));
  support_screenshot (window, "host-failed");

  support_finish (window);
  host_finish (host);
  support_remove_dir (g_steal_pointer (&dir));
}

static void
test_machine_pages (void)
{
  LodgeHost *host = host_connected ("test:///default");
  LodgeMachinePage *page = g_object_new (LODGE_TYPE_MACHINE_PAGE, NULL);
  GtkWindow *window = support_present (GTK_WIDGET (page), 720, 640);

  lodge_machine_page_set_machine (page, lodge_host_find_machine (host, "test"));
  lodge_machine_page_set_page (page, "hardware");
  g_assert_cmpstr (lodge_machine_page_get_page (page), ==, "hardware");
  wait_until (support_shows (GTK_WIDGET (page), "Network Card"));
  lodge_machine_page_set_page (page, "nonsense");
  g_assert_cmpstr (lodge_machine_page_get_page (page), ==, "hardware");
  lodge_machine_page_set_machine (page, NULL);

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
  lodge_pages_init ();
  g_test_add_func ("/pages/overview", test_overview);
  g_test_add_func ("/pages/thumbnail", test_thumbnail);
  g_test_add_func ("/pages/console-scale", test_console_scale);
  g_test_add_func ("/pages/console-without-screen", test_console_without_screen);
  g_test_add_func ("/pages/console-connect", test_console_connect);
  g_test_add_func ("/pages/hardware", test_hardware);
  g_test_add_func ("/pages/xml-search", test_xml_search);
  g_test_add_func ("/pages/host", test_host);
  g_test_add_func ("/pages/host-without-machines", test_host_without_machines);
  g_test_add_func ("/pages/host-failed", test_host_failed);
  g_test_add_func ("/pages/machine", test_machine_pages);
  return g_test_run ();
}
