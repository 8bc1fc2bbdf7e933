/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An image of a disc as a USB device of a guest: over a real SPICE server, in whose guest there is place
 * for one device, which the test speaks for by hand. And the dialog over it. */

#include "config.h"

#include <dlfcn.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <spice-client.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "console/lodge-console-usb.h"
#include "display-fixture.h"
#include "display/lodge-guest-actions.h"
#include "display/lodge-usb-dialog-private.h"

#define SECTOR 2048

/* What the guest is told: a fast device of these numbers came, and one went. */
#define CAME "usb got 1 02000000232bcdcd"
#define WENT "usb got 2 "

typedef struct {
  LodgeTestServer server;
  LodgeConsole *console;
  LodgeConsoleUsb *usb;
  GListModel *devices;
  GString *messages;   /* each with ';' */
} UsbFixture;

/* No device of this computer is touched: an image stands for one while it is not told to be an image. */
static gboolean disguised;

gboolean
spice_usb_device_manager_is_device_shared_cd (SpiceUsbDeviceManager *manager,
                                              SpiceUsbDevice        *device)
{
  gboolean (*is_image) (SpiceUsbDeviceManager *, SpiceUsbDevice *) =
    (gboolean (*) (SpiceUsbDeviceManager *, SpiceUsbDevice *)) dlsym (RTLD_NEXT, __func__);

  return !disguised && is_image (manager, device);
}

static void
failed_cb (UsbFixture   *fixture,
           const GError *error)
{
  g_string_append_printf (fixture->messages, "%s;", error->message);
}

static void
ejected_cb (UsbFixture     *fixture,
            LodgeUsbDevice *disc)
{
  g_string_append_printf (fixture->messages, "ejected %s;", lodge_usb_device_get_name (disc));
}

/* A socket of a machine that somebody hands over, as libvirt does. */
static void
provide_cb (LodgeFdRequest *request,
            gpointer        user_data)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM, 0);

  g_strlcpy (address.sun_path, user_data, sizeof address.sun_path);
  g_assert_cmpint (connect (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  lodge_fd_request_return (request, fd, NULL);
}

static GFile *
get_file (UsbFixture *fixture,
          const char *name)
{
  g_autofree char *path = g_build_filename (fixture->server.dir, name, NULL);

  return g_file_new_for_path (path);
}

/* Each sector begins with its number. */
static void
write_image (UsbFixture *fixture,
             const char *name,
             gsize       size)
{
  g_autoptr(GFile) file = get_file (fixture, name);
  g_autofree char *contents = g_malloc0 (size);

  for (gsize i = 0; i + SECTOR <= size; i += SECTOR)
    contents[i] = (char) ('0' + i / SECTOR);
  g_assert_true (g_file_set_contents (g_file_peek_path (file), contents, (gssize) size, NULL));
}

static void
remove_file (UsbFixture *fixture,
             const char *name)
{
  g_autoptr(GFile) file = get_file (fixture, name);

  g_assert_cmpint (g_remove (g_file_peek_path (file)), ==, 0);
}

static void
share (UsbFixture *fixture,
       const char *name)
{
  g_autoptr(GFile) file = get_file (fixture, name);

  g_string_truncate (fixture->messages, 0);
  lodge_console_usb_share_disc (fixture->usb, file);
}

static LodgeUsbDevice *
get_device (UsbFixture *fixture)
{
  g_autoptr(LodgeUsbDevice) device = g_list_model_get_item (fixture->devices, 0);

  return device;
}

static guint
count (UsbFixture *fixture)
{
  return g_list_model_get_n_items (fixture->devices);
}

static gboolean
has (UsbFixture *fixture,
     const char *event)
{
  return strstr (fixture->server.events->str, event) != NULL;
}

static gboolean
says (UsbFixture *fixture,
      const char *message)
{
  return g_str_equal (fixture->messages->str, message);
}

/* The guest has met it, and asks again. */
static void
wait_for_disc (UsbFixture *fixture)
{
  lodge_test_wait (count (fixture) == 1 && lodge_usb_device_is_attached (get_device (fixture))
                   && !lodge_usb_device_is_busy (get_device (fixture)) && has (fixture, CAME));
}

static void
wait_until_gone (UsbFixture *fixture)
{
  lodge_test_wait (count (fixture) == 0 && has (fixture, WENT));
  g_string_truncate (fixture->server.events, 0);
}

static void
set_up_usb (UsbFixture    *fixture,
            gconstpointer  device)
{
  lodge_test_server_start (&fixture->server, NULL);
  if (device != NULL)
    tell (fixture, "usb device");
  fixture->messages = g_string_new (NULL);
  fixture->console = lodge_spice_console_new_fd (provide_cb, fixture->server.path, NULL);
  fixture->usb = lodge_console_get_usb (fixture->console);
  fixture->devices = lodge_console_usb_get_devices (fixture->usb);
  g_signal_connect_swapped (fixture->usb, "failed", G_CALLBACK (failed_cb), fixture);
  g_signal_connect_swapped (fixture->usb, "ejected", G_CALLBACK (ejected_cb), fixture);
  write_image (fixture, "Größe (1).iso", 10 * SECTOR);
  connect_to (&fixture->server, fixture->console);
  lodge_test_wait (lodge_console_usb_is_available (fixture->usb) == (device != NULL));
}

static void
tear_down_usb (UsbFixture    *fixture,
               gconstpointer  device)
{
  lodge_console_disconnect (fixture->console);
  lodge_test_wait (fixture->server.n_channels == 0);
  g_assert_cmpuint (count (fixture), ==, 0);
  g_signal_handlers_disconnect_by_data (fixture->usb, fixture);
  g_assert_finalize_object (fixture->console);
  remove_file (fixture, "Größe (1).iso");
  g_string_free (fixture->messages, TRUE);
  lodge_test_server_stop (&fixture->server);
}

static void
test_disc (UsbFixture    *fixture,
           gconstpointer  device)
{
  LodgeUsbDevice *disc;
  g_auto(GStrv) remembered = NULL;

  for (int i = 0; i < 3; i++)
    {
      share (fixture, "Größe (1).iso");
      wait_for_disc (fixture);
      disc = get_device (fixture);
      g_assert_cmpstr (lodge_usb_device_get_name (disc), ==, "Größe (1).iso");
      g_assert_true (lodge_usb_device_is_disc (disc));
      g_assert_null (lodge_usb_device_get_obstacle (disc));
      lodge_usb_device_attach (disc, FALSE);
      wait_until_gone (fixture);
    }
  g_assert_true (says (fixture, ""));
  g_object_get (fixture->usb, "remembered", &remembered, NULL);
  g_assert_cmpuint (g_strv_length (remembered), ==, 0);
}

/* A command of 6 or 10 bytes, and what is to come for it. */
static void
send_command (UsbFixture *fixture,
              const char *command,
              guint       n_command,
              guint       size)
{
  tell (fixture, "usb send 101 02 00 1f 00 00000000 55534243 01000000 %02x%02x0000 80 00 %02x "
        "%s%.*s", size & 0xff, size >> 8, n_command, command, (int) (32 - 2 * n_command),
        "00000000000000000000000000000000");
  if (size > 0)
    tell (fixture, "usb send 101 81 00 %02x%02x 00000000", size & 0xff, size >> 8);
}

static void
ask_for_status (UsbFixture *fixture)
{
  tell (fixture, "usb send 101 81 00 0d00 00000000");
}

#define ANSWER "usb got 101 8100"
#define DONE "55534253010000000000000000;"

/* What it has to tell at first, which is that there is a disc. */
static void
ask_for_news (UsbFixture *fixture)
{
  send_command (fixture, "030000001200", 6, 18);
  lodge_test_wait (has (fixture, ANSWER));
  ask_for_status (fixture);
  lodge_test_wait (has (fixture, DONE));
  g_string_truncate (fixture->server.events, 0);
}

static void
test_read (UsbFixture    *fixture,
           gconstpointer  device)
{
  share (fixture, "Größe (1).iso");
  wait_for_disc (fixture);
  ask_for_news (fixture);
  send_command (fixture, "28000000000700000200", 10, 2 * SECTOR);
  lodge_test_wait (has (fixture, ANSWER));
  ask_for_status (fixture);
  lodge_test_wait (has (fixture, DONE));
  g_assert_true (has (fixture, "usb got 101 81000010000000003700"));
  g_assert_nonnull (strstr (fixture->server.events->str + 2 * SECTOR, "003800"));
}

/* The guest has lost its disc, and nothing else. */
static void
wait_until_taken (UsbFixture *fixture)
{
  lodge_test_wait (fixture->messages->len > 0 && count (fixture) == 0);
  g_assert_true (says (fixture, "The guest has lost “Größe (1).iso”, because it used its drive in a way "
                       "that is not supported. Connect to the screen again before you share it once "
                       "more.;"));
  lodge_console_key (fixture->console, 0x1e, TRUE);
  lodge_console_key (fixture->console, 0x1e, FALSE);
  lodge_test_wait (strstr (fixture->server.keys->str, "9e;") != NULL);
  g_string_truncate (fixture->server.keys, 0);
  g_assert_cmpint (lodge_console_get_state (fixture->console), ==, LODGE_CONSOLE_CONNECTED);
}

/* Of a guest that asks for more than the library has room for. */
static void
test_hostile (UsbFixture    *fixture,
              gconstpointer  command)
{
  share (fixture, "Größe (1).iso");
  wait_for_disc (fixture);
  ask_for_news (fixture);
  send_command (fixture, command, (guint) strlen (command) / 2, SECTOR);
  wait_until_taken (fixture);
}

/* And of one that resets the drive in the middle of its work, or wants more than it has said. */
static void
test_impatient (UsbFixture    *fixture,
                gconstpointer  device)
{
  for (int i = 0; i < 2; i++)
    {
      share (fixture, "Größe (1).iso");
      wait_for_disc (fixture);
      ask_for_news (fixture);
      if (i == 0)
        {
          send_command (fixture, "28000000000000000a00", 10, 10 * SECTOR);
          tell (fixture, "usb send 3");
        }
      else
        {
          tell (fixture, "usb send 101 02 00 1f 00 00000000 55534243 01000000 12000000 80 00 06 "
                         "03000000120000000000000000000000");
          tell (fixture, "usb send 101 81 00 0010 00000000");
        }
      wait_until_taken (fixture);
      lodge_console_disconnect (fixture->console);
      lodge_test_wait (fixture->server.n_channels == 0);
      g_string_truncate (fixture->server.events, 0);
      connect_to (&fixture->server, fixture->console);
      lodge_test_wait (lodge_console_usb_is_available (fixture->usb));
    }
}

static void
test_ejected (UsbFixture    *fixture,
              gconstpointer  device)
{
  share (fixture, "Größe (1).iso");
  wait_for_disc (fixture);
  ask_for_news (fixture);
  send_command (fixture, "1b0000000200", 6, 0);
  ask_for_status (fixture);
  wait_until_gone (fixture);
  g_assert_true (says (fixture, "ejected Größe (1).iso;"));

  share (fixture, "Größe (1).iso");
  wait_for_disc (fixture);
}

static void
assert_refused (UsbFixture *fixture,
                const char *name,
                const char *message)
{
  share (fixture, name);
  lodge_test_wait (fixture->messages->len > 0);
  g_assert_cmpstr (fixture->messages->str, ==, message);
}

static void
test_refused (UsbFixture    *fixture,
              gconstpointer  device)
{
  g_autoptr(GFile) far = g_file_new_for_uri ("https://example.org/far.iso");
  g_autoptr(GFile) folder = get_file (fixture, "folder");

  write_image (fixture, "empty.iso", 0);
  write_image (fixture, "short.iso", SECTOR + 7);
  assert_refused (fixture, "none.iso", "“none.iso” cannot be opened. Check that it is still there.;");
  g_assert_cmpint (g_mkdir (g_file_peek_path (folder), 0700), ==, 0);
  assert_refused (fixture, "folder", "“folder” is a folder. Choose an image of a disc.;");
  assert_refused (fixture, "spice", "“spice” is no regular file. Choose an image of a disc.;");
  assert_refused (fixture, "empty.iso", "“empty.iso” is empty.;");
  assert_refused (fixture, "short.iso", "“short.iso” is no complete image of a disc. Choose an ISO image, "
                                        "or get it again.;");
  g_string_truncate (fixture->messages, 0);
  lodge_console_usb_share_disc (fixture->usb, far);
  lodge_test_wait (says (fixture, "“far.iso” is not on this computer. Copy it here first.;"));
  g_assert_cmpuint (count (fixture), ==, 0);

  /* There is place for one. */
  share (fixture, "Größe (1).iso");
  wait_for_disc (fixture);
  assert_refused (fixture, "Größe (1).iso", "The guest has no room for “Größe (1).iso”. "
                                            "Take a device back from it first.;");
  g_assert_cmpuint (count (fixture), ==, 1);
  remove_file (fixture, "folder");
  remove_file (fixture, "empty.iso");
  remove_file (fixture, "short.iso");
}

/* A guest may have a list of what it takes. */
static void
test_rejected (UsbFixture    *fixture,
               gconstpointer  device)
{
  share (fixture, "Größe (1).iso");
  wait_for_disc (fixture);
  tell (fixture, "usb send 22");
  wait_until_gone (fixture);
  g_assert_true (says (fixture, "The guest did not take “Größe (1).iso”. Try it again, or start the "
                                "machine again.;"));
}

/* What is plugged in goes there by itself: once, and it is not remembered. */
static void
test_automatic (UsbFixture    *fixture,
                gconstpointer  device)
{
  g_auto(GStrv) remembered = NULL;

  g_object_set (fixture->usb, "automatic", TRUE, NULL);
  share (fixture, "Größe (1).iso");
  wait_for_disc (fixture);
  g_object_get (fixture->usb, "remembered", &remembered, NULL);
  g_assert_cmpuint (g_strv_length (remembered), ==, 0);
  lodge_usb_device_attach (get_device (fixture), FALSE);
  wait_until_gone (fixture);
  g_assert_true (says (fixture, ""));
}

/* With the first channel of a session, as what is plugged in already. */
static gboolean
plug_in_cb (GSignalInvocationHint *hint,
            guint                  n_values,
            const GValue          *values,
            gpointer               user_data)
{
  g_autoptr(GFile) image = get_file (user_data, "Größe (1).iso");
  g_autofree char *path = g_file_get_path (image);
  SpiceUsbDeviceManager *manager = spice_usb_device_manager_get (g_value_get_object (&values[0]), NULL);

  g_assert_true (spice_usb_device_manager_create_shared_cd_device (manager, path, NULL));
  return FALSE;
}

static void
connect_with_device (UsbFixture *fixture,
                     const char *remembered)
{
  const char *ids[] = { remembered, NULL };
  g_autoptr(GTypeClass) klass = g_type_class_ref (SPICE_TYPE_SESSION);

  lodge_console_disconnect (fixture->console);
  lodge_test_wait (fixture->server.n_channels == 0);
  g_string_truncate (fixture->server.events, 0);
  g_object_set (fixture->usb, "remembered", ids, NULL);
  disguised = TRUE;
  g_signal_add_emission_hook (g_signal_lookup ("channel-new", SPICE_TYPE_SESSION), 0, plug_in_cb, fixture,
                              NULL);
  connect_to (&fixture->server, fixture->console);
  lodge_test_wait (count (fixture) == 1);
  g_assert_cmpstr (lodge_usb_device_get_id (get_device (fixture)), ==, "2b23:cdcd");
  lodge_test_wait (lodge_usb_device_get_obstacle (get_device (fixture)) == NULL);
}

/* What was plugged in before the session began goes there by itself when it is the one that is remembered,
 * and can be given when it is another. */
static void
test_remembered (UsbFixture    *fixture,
                 gconstpointer  id)
{
  gboolean wanted = g_str_equal (id, "2b23:cdcd");

  connect_with_device (fixture, id);
  if (wanted)
    wait_for_disc (fixture);
  g_assert_true (lodge_usb_device_is_attached (get_device (fixture)) == wanted);
  disguised = FALSE;
}

/* Of a session: the library has given its device back when it is gone. */
static gboolean
keep_channel_cb (GSignalInvocationHint *hint,
                 guint                  n_values,
                 const GValue          *values,
                 gpointer               user_data)
{
  SpiceChannel *channel = g_value_get_object (&values[1]);

  if (!SPICE_IS_USBREDIR_CHANNEL (channel))
    return TRUE;

  g_set_weak_pointer ((SpiceChannel **) user_data, channel);
  return FALSE;
}

/* The program ends while the guest has a device, gets it, gives it back, or has none: then nothing is waited
 * for. */
static void
test_quit (UsbFixture    *fixture,
           gconstpointer  when)
{
  SpiceChannel *channel = NULL;
  g_autoptr(GTypeClass) klass = g_type_class_ref (SPICE_TYPE_SESSION);

  g_signal_add_emission_hook (g_signal_lookup ("channel-new", SPICE_TYPE_SESSION), 0, keep_channel_cb,
                              &channel, NULL);
  connect_with_device (fixture, "46f4:0001");
  if (!g_str_equal (when, "none"))
    lodge_usb_device_attach (get_device (fixture), TRUE);
  if (g_str_equal (when, "has") || g_str_equal (when, "back"))
    wait_for_disc (fixture);
  if (g_str_equal (when, "back"))
    lodge_usb_device_attach (get_device (fixture), FALSE);
  g_assert_true (lodge_usb_device_is_busy (get_device (fixture))
                 == (g_str_equal (when, "gets") || g_str_equal (when, "back")));

  lodge_console_disconnect (fixture->console);
  lodge_console_usb_finish_all ();
  g_assert_true ((channel != NULL) == g_str_equal (when, "none"));
  lodge_test_wait (channel == NULL);
  disguised = FALSE;
}

static void
test_view_only (UsbFixture    *fixture,
                gconstpointer  device)
{
  lodge_console_set_view_only (fixture->console, TRUE);
  share (fixture, "Größe (1).iso");
  assert_refused (fixture, "none.iso", "“none.iso” cannot be opened. Check that it is still there.;");
  g_assert_cmpuint (count (fixture), ==, 0);
}

/* The session ends while the guest has it, and while it reads. */
static void
test_end (UsbFixture    *fixture,
          gconstpointer  device)
{
  share (fixture, "Größe (1).iso");
  wait_for_disc (fixture);
  ask_for_news (fixture);
  send_command (fixture, "28000000000000000100", 10, SECTOR);
  lodge_console_disconnect (fixture->console);
  lodge_test_wait (fixture->server.n_channels == 0);
  g_assert_cmpuint (count (fixture), ==, 0);

  g_string_truncate (fixture->server.events, 0);
  connect_to (&fixture->server, fixture->console);
  lodge_test_wait (lodge_console_usb_is_available (fixture->usb));
  g_assert_cmpuint (count (fixture), ==, 0);
  share (fixture, "Größe (1).iso");
  wait_for_disc (fixture);
}

static GtkWidget *
find_next (GtkWidget  *widget,
           const char *type,
           const char *text)
{
  const char *property = g_str_equal (type, "GtkLabel") ? "label" : g_str_equal (type, "AdwActionRow")
                         ? "title" : "tooltip-text";
  g_autofree char *value = NULL;
  GtkWidget *found = NULL;

  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), type))
    g_object_get (widget, property, &value, NULL);
  if (g_strcmp0 (value, text) == 0 && gtk_widget_get_mapped (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_next (child, type, text);
  return found;
}

#define sees(type, text) (find_next (dialog, type, text) != NULL)

static void
test_dialog (UsbFixture    *fixture,
             gconstpointer  device)
{
  GtkWidget *dialog = lodge_usb_dialog_new (NULL, fixture->usb);

  gtk_window_present (GTK_WINDOW (dialog));
  lodge_test_wait (sees ("GtkLabel", "There are no USB devices that the guest could have."));
  g_assert_true (sees ("AdwActionRow", "Share _Disc Image"));
  share (fixture, "none.iso");
  lodge_test_wait (sees ("GtkLabel", "“none.iso” cannot be opened. Check that it is still there."));

  share (fixture, "Größe (1).iso");
  wait_for_disc (fixture);
  lodge_test_wait (sees ("AdwActionRow", "Größe (1).iso"));
  lodge_test_wait (sees ("GtkLabel", "Disc image; the guest has it"));
  g_signal_emit_by_name (find_next (dialog, "GtkButton", "Eject from the guest"), "clicked");
  wait_until_gone (fixture);
  lodge_test_wait (!sees ("AdwActionRow", "Größe (1).iso"));
  g_assert_false (sees ("GtkLabel", "“none.iso” cannot be opened. Check that it is still there."));

  share (fixture, "Größe (1).iso");
  wait_for_disc (fixture);
  ask_for_news (fixture);
  send_command (fixture, "1b0000000200", 6, 0);
  ask_for_status (fixture);
  wait_until_gone (fixture);
  lodge_test_wait (sees ("GtkLabel", "The guest ejected “Größe (1).iso”."));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
show_toast_cb (GSimpleAction *action,
               GVariant      *text,
               gpointer       user_data)
{
  UsbFixture *fixture = user_data;

  g_string_append_printf (fixture->messages, "toast %s;", g_variant_get_string (text, NULL));
}

static LodgeGuestActions *
open_window (UsbFixture  *fixture,
             GtkWidget  **window)
{
  static const GActionEntry entry = { .name = "show-toast", .activate = show_toast_cb,
                                      .parameter_type = "s" };
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();
  GtkWidget *display = lodge_display_new ();

  *window = gtk_window_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (group), &entry, 1, fixture);
  gtk_widget_insert_action_group (*window, "win", G_ACTION_GROUP (group));
  gtk_window_set_child (GTK_WINDOW (*window), display);
  lodge_display_set_console (LODGE_DISPLAY (display), fixture->console);
  gtk_window_present (GTK_WINDOW (*window));
  return lodge_guest_actions_new (LODGE_DISPLAY (display));
}

static GtkWidget *
find_dialog (void)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *w = windows; w != NULL; w = w->next)
    if (g_str_equal (G_OBJECT_TYPE_NAME (w->data), "LodgeUsbDialog"))
      return w->data;
  return NULL;
}

/* The device that is remembered does not get there, and nobody has the dialog open: the window says so. With
 * the dialog that is the dialog's to say. */
static void
test_toast (UsbFixture    *fixture,
            gconstpointer  device)
{
  GtkWidget *window, *dialog;
  LodgeGuestActions *actions = open_window (fixture, &window);

  connect_with_device (fixture, "2b23:cdcd");
  wait_for_disc (fixture);
  g_string_truncate (fixture->messages, 0);
  tell (fixture, "usb send 22");
  lodge_test_wait (strstr (fixture->messages->str, "toast “") != NULL);
  g_assert_nonnull (strstr (fixture->messages->str, "could not be moved."));
  disguised = FALSE;

  g_action_group_activate_action (lodge_guest_actions_get_group (actions), "usb", NULL);
  dialog = find_dialog ();
  lodge_test_wait (gtk_widget_get_mapped (dialog));
  share (fixture, "none.iso");
  lodge_test_wait (sees ("GtkLabel", "“none.iso” cannot be opened. Check that it is still there."));
  g_assert_null (strstr (fixture->messages->str, "toast"));
  gtk_window_destroy (GTK_WINDOW (dialog));
  share (fixture, "none.iso");
  lodge_test_wait (strstr (fixture->messages->str, "toast “none.iso” cannot be opened.") != NULL);

  g_object_unref (actions);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_none (UsbFixture    *fixture,
           gconstpointer  device)
{
  share (fixture, "Größe (1).iso");
  assert_refused (fixture, "none.iso", "“none.iso” cannot be opened. Check that it is still there.;");
  g_assert_false (lodge_console_usb_is_available (fixture->usb));
}

static void
add (const char    *path,
     void         (*func) (UsbFixture *, gconstpointer),
     gconstpointer  device)
{
  g_test_add (path, UsbFixture, device, set_up_usb, func, tear_down_usb);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  add ("/usb/disc", test_disc, "");
  add ("/usb/read", test_read, "");
  add ("/usb/ejected", test_ejected, "");
  add ("/usb/refused", test_refused, "");
  add ("/usb/hostile", test_hostile, "28000000000000008100");
  add ("/usb/impatient", test_impatient, "");
  add ("/usb/rejected", test_rejected, "");
  add ("/usb/automatic", test_automatic, "");
  add ("/usb/remembered", test_remembered, "2b23:cdcd");
  add ("/usb/not-remembered", test_remembered, "46f4:0001");
  add ("/usb/quit", test_quit, "has");
  add ("/usb/quit-attaching", test_quit, "gets");
  add ("/usb/quit-detaching", test_quit, "back");
  add ("/usb/quit-none", test_quit, "none");
  add ("/usb/view-only", test_view_only, "");
  add ("/usb/end", test_end, "");
  add ("/usb/dialog", test_dialog, "");
  add ("/usb/toast", test_toast, "");
  add ("/usb/none", test_none, NULL);
  return g_test_run ();
}
