/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The VNC console against QEMU's own server, with a firmware as the guest: the picture is compared with
 * QEMU's own dump of it, and keys change it. Texts pass QEMU's clipboard from one console to another. Who
 * logs in by SASL does so over TCP, as QEMU takes none on its own Unix socket. */

#include "config.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include "base/lodge-error.h"
#include "console/lodge-console-address.h"
#include "console/lodge-vnc-clipboard-private.h"

#include "../support/lodge-test-sasl.h"
#include "../support/lodge-test-server.h"

#define QEMU "qemu-system-x86_64"

typedef struct {
  char *dir;
  GSubprocess *qemu;
  GOutputStream *monitor;
  LodgeConsole *console;
  guint16 port;          /* 0: a Unix socket */
  guint turn_source;     /* files do not wake the main loop */
} Fixture;

static char *
path_of (Fixture    *fixture,
         const char *name)
{
  return g_build_filename (fixture->dir, name, NULL);
}

/* It must not outlive a test that aborts. */
static void
die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static char *
get_listen (Fixture *fixture)
{
  return fixture->port != 0 ? g_strdup_printf ("127.0.0.1:%u", fixture->port - 5900u)
                            : g_strdup_printf ("unix:%s/vnc", fixture->dir);
}

/* A socket that is there may not be listened to yet, and has room for two who wait: QEMU is to have taken this
 * connection before there are others. */
static gboolean
answers (Fixture *fixture)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autofree char *path = path_of (fixture, "vnc");
  g_autoptr(GSocketAddress) address =
    fixture->port == 0 ? g_unix_socket_address_new (path)
                       : g_inet_socket_address_new_from_string ("127.0.0.1", fixture->port);
  g_autoptr(GSocketConnection) connection =
    g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);
  char greeting[4];

  return connection != NULL
         && g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), greeting,
                                 sizeof greeting, NULL, NULL) > 0;
}

static void
start_qemu (Fixture    *fixture,
            const char *options)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr(GError) error = NULL;
  g_autofree char *listen = get_listen (fixture);
  g_autofree char *vnc = g_strconcat (listen, options, NULL);
  g_autofree char *creds = g_strdup_printf ("tls-creds-x509,id=tls,dir=%s,endpoint=server,"
                                            "verify-peer=off,sanity-check=off",
                                            fixture->dir);
  gboolean tls = strstr (options, "tls-creds") != NULL;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  g_subprocess_launcher_setenv (launcher, "SASL_CONF_PATH", fixture->dir, TRUE);
  fixture->qemu =
    g_subprocess_launcher_spawn (launcher, &error, QEMU,
                                 "-accel", "tcg", "-m", "32", "-nodefaults", "-vga", "std",
                                 "-display", "none", "-boot", "menu=on,splash-time=60000",
                                 "-monitor", "stdio", "-object", "secret,id=word,data=secret",
                                 "-device", "virtio-serial",
                                 "-chardev", "qemu-vdagent,id=agent,mouse=off,clipboard=on",
                                 "-device", "virtserialport,chardev=agent,name=com.redhat.spice.0",
                                 "-vnc", vnc, tls ? "-object" : NULL, creds, NULL);
  g_assert_no_error (error);
  fixture->monitor = g_subprocess_get_stdin_pipe (fixture->qemu);
  lodge_test_wait (answers (fixture));
}

static void
connect_console (Fixture *fixture)
{
  g_autofree char *uri = fixture->port != 0 ? g_strdup_printf ("vnc://127.0.0.1:%u", fixture->port)
                                            : g_strdup_printf ("vnc+unix://%s/vnc", fixture->dir);
  g_autoptr(LodgeConsoleAddress) address = lodge_console_address_new (uri, NULL);

  fixture->console = lodge_console_address_new_console (address);
  lodge_console_connect (fixture->console);
}

static gboolean
turn_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->turn_source = g_timeout_add (20, turn_cb, NULL);
  fixture->dir = g_dir_make_tmp ("lodge-vnc-XXXXXX", NULL);
  g_assert_nonnull (fixture->dir);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  const char *name;
  GDir *dir;

  g_source_remove (fixture->turn_source);
  if (fixture->console != NULL)
    {
      lodge_console_disconnect (fixture->console);
      g_assert_finalize_object (fixture->console);
    }
  if (fixture->qemu != NULL)
    {
      g_subprocess_force_exit (fixture->qemu);
      g_subprocess_wait (fixture->qemu, NULL, NULL);
    }
  g_clear_object (&fixture->qemu);

  dir = g_dir_open (fixture->dir, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = path_of (fixture, name);

      g_unlink (path);
    }
  g_dir_close (dir);
  g_rmdir (fixture->dir);
  g_free (fixture->dir);
}

/* What QEMU itself says the screen is: the data of a binary PPM, with its size. */
static char *
dump (Fixture *fixture,
      int     *width,
      int     *height,
      guint8 **pixels)
{
  g_autofree char *path = path_of (fixture, "dump.ppm");
  char *data = NULL;
  gsize length = 0;
  int header = 0;

  g_unlink (path);
  g_assert_true (g_output_stream_printf (fixture->monitor, NULL, NULL, NULL, "screendump %s\n", path));
  do
    {
      g_clear_pointer (&data, g_free);
      lodge_test_wait (g_file_get_contents (path, &data, &length, NULL));
      if (sscanf (data, "P6 %d %d 255%n", width, height, &header) != 2)
        header = 0;
    }
  while (header == 0 || length < (gsize) header + 1 + (gsize) *width * (gsize) *height * 3);

  *pixels = (guint8 *) data + header + 1;
  return data;
}

static gboolean
is_same (Fixture *fixture)
{
  LodgeFramebuffer *framebuffer = lodge_console_get_framebuffer (fixture->console);
  int width, height;
  guint8 *theirs;
  g_autofree char *data = dump (fixture, &width, &height, &theirs);
  g_autofree guint32 *ours = NULL;

  if (lodge_framebuffer_get_width (framebuffer) != width
      || lodge_framebuffer_get_height (framebuffer) != height)
    return FALSE;

  ours = g_new0 (guint32, width * height);
  lodge_framebuffer_copy (framebuffer, 0, 0, width, height, (guint8 *) ours, (gsize) width * 4);
  for (int i = 0; i < width * height; i++, theirs += 3)
    if ((ours[i] & 0xffffff) != ((guint32) theirs[0] << 16 | (guint32) theirs[1] << 8 | theirs[2]))
      return FALSE;
  return TRUE;
}

static guint
count_lit (Fixture *fixture)
{
  LodgeFramebuffer *framebuffer = lodge_console_get_framebuffer (fixture->console);
  int width = lodge_framebuffer_get_width (framebuffer);
  int height = lodge_framebuffer_get_height (framebuffer);
  g_autofree guint32 *pixels = g_new0 (guint32, MAX (width * height, 1));
  guint n = 0;

  lodge_framebuffer_copy (framebuffer, 0, 0, width, height, (guint8 *) pixels, (gsize) width * 4);
  for (int i = 0; i < width * height; i++)
    n += (pixels[i] & 0xffffff) != 0;
  return n;
}

static void
test_screen (Fixture       *fixture,
             gconstpointer  user_data)
{
  static const guint escape[] = { 0x01 };
  guint before;

  start_qemu (fixture, "");
  connect_console (fixture);
  lodge_test_wait (lodge_console_get_state (fixture->console) == LODGE_CONSOLE_CONNECTED);

  /* “Press ESC for boot menu.”, in a mode of its own. */
  lodge_test_wait (lodge_framebuffer_get_width (lodge_console_get_framebuffer (fixture->console)) == 720);
  lodge_test_wait (count_lit (fixture) > 1500);
  lodge_test_wait (is_same (fixture));

  before = count_lit (fixture);
  lodge_console_send_keys (fixture->console, escape, 1);
  lodge_test_wait (count_lit (fixture) > before + 300);
  lodge_test_wait (is_same (fixture));

  /* A PS/2 mouse is moved by distances. */
  lodge_test_wait (lodge_console_get_pointer_mode (fixture->console) == LODGE_POINTER_RELATIVE);
  lodge_console_move (fixture->console, 3, 3);

  /* Another one may look too. */
  lodge_console_connect (fixture->console);
  lodge_test_wait (lodge_console_get_state (fixture->console) == LODGE_CONSOLE_CONNECTED);
  lodge_test_wait (is_same (fixture));

  g_subprocess_send_signal (fixture->qemu, SIGTERM);
  lodge_test_wait (lodge_console_get_state (fixture->console) == LODGE_CONSOLE_DISCONNECTED);
  g_assert_null (lodge_console_get_error (fixture->console));
}

/* The firmware answers lock keys with the lamps of its keyboard. */
static void
test_locks (Fixture       *fixture,
            gconstpointer  user_data)
{
  LodgeLocks locks;

  start_qemu (fixture, "");
  connect_console (fixture);
  lodge_test_wait (lodge_console_get_state (fixture->console) == LODGE_CONSOLE_CONNECTED);
  lodge_test_wait (count_lit (fixture) > 1500);

  /* Before anything is known of the lamps, as when the keyboard comes with the picture. */
  lodge_console_connect (fixture->console);
  lodge_test_wait (lodge_console_get_state (fixture->console) == LODGE_CONSOLE_CONNECTED);
  g_assert_false (lodge_console_get_locks (fixture->console, &locks));
  lodge_console_set_locks (fixture->console, TRUE, FALSE, FALSE);
  lodge_test_wait (lodge_console_get_locks (fixture->console, &locks) && locks == LODGE_LOCK_CAPS);

  lodge_console_set_locks (fixture->console, FALSE, TRUE, FALSE);
  lodge_test_wait (lodge_console_get_locks (fixture->console, &locks) && locks == LODGE_LOCK_NUM);
}

static void
test_password (Fixture       *fixture,
               gconstpointer  user_data)
{
  LodgeCredentials *credentials;

  start_qemu (fixture, ",password-secret=word");
  connect_console (fixture);
  credentials = lodge_console_get_credentials (fixture->console);
  lodge_test_wait (lodge_credentials_get_wanted (credentials) == LODGE_CREDENTIAL_PASSWORD);
  lodge_credentials_answer (credentials, NULL, "guess");
  lodge_test_wait (lodge_credentials_get_refused (credentials));
  lodge_credentials_answer (credentials, NULL, "secret");
  lodge_test_wait (lodge_console_get_state (fixture->console) == LODGE_CONSOLE_CONNECTED);

  lodge_console_connect (fixture->console);
  lodge_test_wait (lodge_console_get_state (fixture->console) == LODGE_CONSOLE_CONNECTED);
  g_assert_cmpint (lodge_credentials_get_wanted (credentials), ==, 0);
}

/* It grows while there is none: where it is less than before, there is a new one. */
static gboolean
is_answered (LodgeConsole *console,
             gint64       *last)
{
  g_autoptr(LodgeConsoleStatus) status = lodge_console_dup_status (console);
  gint64 before = *last;

  lodge_console_measure (console);
  *last = status->round_trip;
  return status->round_trip_kind == LODGE_ROUND_TRIP_SERVER && status->round_trip < before;
}

static guint64
get_received (LodgeConsole *console)
{
  g_autoptr(LodgeConsoleStatus) status = lodge_console_dup_status (console);

  return status->received;
}

/* QEMU itself is asked, not the picture, which it looks at every three seconds; and no picture is sent. */
static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  user_data)
{
  guint64 before;
  gint64 last = 1000000;

  start_qemu (fixture, "");
  connect_console (fixture);
  lodge_test_wait (lodge_console_get_state (fixture->console) == LODGE_CONSOLE_CONNECTED);
  lodge_test_wait (count_lit (fixture) > 1500);
  lodge_test_wait (is_same (fixture));
  lodge_console_set_view_only (fixture->console, TRUE);

  /* What was asked for when the session began may still come. */
  for (int i = 0; i < 10; i++)
    lodge_test_wait (is_answered (fixture->console, &last));
  before = get_received (fixture->console);
  for (int i = 0; i < 20; i++)
    lodge_test_wait (is_answered (fixture->console, &last));
  g_assert_cmpuint (get_received (fixture->console) - before, <, 200000);
  g_assert_true (is_same (fixture));
}

/* The clipboard of one who looks is that of all who do, as it is the guest's. */
static void
requested_cb (LodgeConsoleClipboard *clipboard,
              LodgeSelection         selection,
              LodgeClipboardTypes    type,
              GBytes                *copied)
{
  lodge_console_clipboard_answer (clipboard, selection, type, copied);
}

static void
offered_cb (LodgeConsoleClipboard *clipboard,
            LodgeSelection         selection,
            LodgeClipboardTypes    types,
            guint                 *n)
{
  *n += types != 0;
}

static void
failed_cb (LodgeConsoleClipboard *clipboard,
           const GError          *error,
           guint                 *n)
{
  ++*n;
}

static void
pasted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  *(GBytes **) user_data =
    lodge_console_clipboard_read_finish (LODGE_CONSOLE_CLIPBOARD (source), result, &error);
  g_assert_no_error (error);
}

/* In one console, until the other knows. */
static void
copy (LodgeConsole *from,
      LodgeConsole *to)
{
  LodgeConsoleClipboard *target = lodge_console_get_clipboard (to);
  guint n = 0;

  g_signal_connect (target, "guest-offered", G_CALLBACK (offered_cb), &n);
  lodge_console_clipboard_offer (lodge_console_get_clipboard (from), LODGE_SELECTION_CLIPBOARD,
                                 LODGE_CLIPBOARD_TEXT);
  lodge_test_wait (n > 0);
  g_signal_handlers_disconnect_by_func (target, offered_cb, &n);
}

static void
copy_and_paste (LodgeConsole *from,
                LodgeConsole *to,
                GBytes       *copied)
{
  LodgeConsoleClipboard *source = lodge_console_get_clipboard (from);
  LodgeConsoleClipboard *target = lodge_console_get_clipboard (to);
  GBytes *bytes = NULL;
  g_autoptr(GBytes) pasted = NULL;

  g_signal_connect (source, "requested", G_CALLBACK (requested_cb), copied);
  copy (from, to);
  lodge_console_clipboard_read_async (target, LODGE_SELECTION_CLIPBOARD, LODGE_CLIPBOARD_TEXT, NULL,
                                      pasted_cb, &bytes);
  lodge_test_wait (bytes != NULL);
  pasted = bytes;
  g_assert_true (g_bytes_equal (pasted, copied));
  g_signal_handlers_disconnect_by_func (source, requested_cb, copied);
}

static void
test_clipboard (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autoptr(GBytes) text = g_bytes_new_static ("Ti\341\272\277ng Vi\341\273\207t\nzwei", 19);
  g_autoptr(GBytes) other = g_bytes_new_static ("\360\237\216\211", 4);
  g_autofree char *letters = g_strnfill (2 << 20, 'x');
  g_autoptr(GBytes) most = g_bytes_new (letters, LODGE_VNC_MAX_TEXT);
  g_autoptr(GBytes) large = g_bytes_new (letters, 2 << 20);
  g_autoptr(LodgeConsole) second = NULL;
  guint n_failed = 0;

  start_qemu (fixture, "");
  connect_console (fixture);
  second = g_steal_pointer (&fixture->console);
  connect_console (fixture);
  lodge_test_wait (lodge_console_get_state (second) == LODGE_CONSOLE_CONNECTED);
  lodge_test_wait (lodge_console_get_state (fixture->console) == LODGE_CONSOLE_CONNECTED);
  /* Who comes later has not what was copied before. */
  lodge_test_wait (count_lit (fixture) > 0);

  copy_and_paste (second, fixture->console, text);
  copy_and_paste (fixture->console, second, other);
  copy_and_paste (second, fixture->console, most);

  /* It would hang up. */
  g_signal_connect (lodge_console_get_clipboard (second), "failed", G_CALLBACK (failed_cb), &n_failed);
  g_signal_connect (lodge_console_get_clipboard (second), "requested", G_CALLBACK (requested_cb), large);
  copy (second, fixture->console);
  lodge_console_clipboard_read_async (lodge_console_get_clipboard (fixture->console),
                                      LODGE_SELECTION_CLIPBOARD, LODGE_CLIPBOARD_TEXT, NULL, NULL, NULL);
  lodge_test_wait (n_failed == 1);
  g_signal_handlers_disconnect_by_func (lodge_console_get_clipboard (second), requested_cb, large);
  copy_and_paste (second, fixture->console, text);
  g_assert_cmpint (lodge_console_get_state (second), ==, LODGE_CONSOLE_CONNECTED);
  lodge_console_disconnect (second);
}

/* A certificate that nobody knows. */
static gboolean
make_certificate (Fixture *fixture)
{
  g_autofree char *command = g_strdup_printf (
    "sh -c 'cd %s && openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    " -keyout server-key.pem -out server-cert.pem 2>openssl.log && cp server-cert.pem ca-cert.pem'",
    fixture->dir);
  int status;

  return g_spawn_command_line_sync (command, NULL, NULL, &status, NULL)
         && g_spawn_check_wait_status (status, NULL);
}

static void
test_certificate (Fixture       *fixture,
                  gconstpointer  user_data)
{
  gboolean made = make_certificate (fixture);

  start_qemu (fixture, made ? ",tls-creds=tls" : "");
  connect_console (fixture);
  if (!made)
    {
      g_test_skip ("no openssl");
      return;
    }

  lodge_test_wait (lodge_console_get_state (fixture->console) != LODGE_CONSOLE_CONNECTING);
  g_assert_cmpint (lodge_console_get_state (fixture->console), ==, LODGE_CONSOLE_FAILED);
  g_assert_error (lodge_console_get_error (fixture->console), LODGE_ERROR, LODGE_ERROR_DENIED);
  g_assert_nonnull (strstr (lodge_console_get_error (fixture->console)->message, "authority"));
}

/* A port that was free a moment ago. */
static guint16
find_port (void)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) local = NULL;
  g_autoptr(GSocket) socket =
    g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

  g_assert_true (g_socket_bind (socket, any, FALSE, NULL));
  local = g_socket_get_local_address (socket, NULL);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));
}

static gboolean
start_qemu_with_sasl (Fixture    *fixture,
                      const char *mechanism)
{
  if (!lodge_test_sasl_write (fixture->dir, "qemu", mechanism))
    return FALSE;

  fixture->port = find_port ();
  start_qemu (fixture, ",sasl=on");
  connect_console (fixture);
  return TRUE;
}

static void
expect_sasl_failure (Fixture *fixture)
{
  const GError *error;

  lodge_test_wait (lodge_console_get_state (fixture->console) == LODGE_CONSOLE_FAILED);
  error = lodge_console_get_error (fixture->console);
  g_assert_error (error, LODGE_ERROR, LODGE_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "SASL"));
}

/* Asked once, again after what was wrong, and then no more. */
static void
log_in (Fixture *fixture)
{
  LodgeCredentials *credentials = lodge_console_get_credentials (fixture->console);

  lodge_test_wait (lodge_credentials_get_wanted (credentials)
                   == (LODGE_CREDENTIAL_USERNAME | LODGE_CREDENTIAL_PASSWORD));
  g_assert_false (lodge_credentials_get_refused (credentials));
  lodge_credentials_answer (credentials, "me", "guess");
  lodge_test_wait (lodge_credentials_get_refused (credentials));
  g_assert_cmpstr (lodge_credentials_get_username (credentials), ==, "me");
  lodge_credentials_answer (credentials, "me", "pass");
  lodge_test_wait (lodge_console_get_state (fixture->console) == LODGE_CONSOLE_CONNECTED);
  lodge_test_wait (count_lit (fixture) > 1500);
  lodge_test_wait (is_same (fixture));

  lodge_console_connect (fixture->console);
  lodge_test_wait (lodge_console_get_state (fixture->console) == LODGE_CONSOLE_CONNECTED);
  g_assert_cmpint (lodge_credentials_get_wanted (credentials), ==, 0);
  lodge_test_wait (is_same (fixture));
}

static void
test_sasl (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr(LodgeConsoleStatus) status = NULL;
  gint64 last = 1000000;

  if (!start_qemu_with_sasl (fixture, "digest-md5"))
    return;

  /* libgvnc 1.5 takes our pair of sockets for the way to the server, and does not offer QEMU the layer that it
   * wants over TCP. */
  if (vnc_util_check_version (1, 5, 0))
    {
      expect_sasl_failure (fixture);
      return;
    }

  log_in (fixture);
  status = lodge_console_dup_status (fixture->console);
  g_assert_true (g_str_has_prefix (status->path, "SASL, 127.0.0.1:"));

  /* How fast it answers can be measured where nothing can be read along, too. */
  lodge_test_wait (is_answered (fixture->console, &last));
}

/* QEMU lets no mechanism be used over TCP that encrypts nothing. */
static void
test_sasl_without (Fixture       *fixture,
                   gconstpointer  user_data)
{
  if (start_qemu_with_sasl (fixture, "scram-sha-256"))
    expect_sasl_failure (fixture);
}

static void
add (const char *path,
     void      (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *qemu = g_find_program_in_path (QEMU);

  g_test_init (&argc, &argv, NULL);
  if (qemu == NULL)
    {
      g_print ("1..0 # SKIP no " QEMU "\n");
      return 0;
    }
  add ("/vnc-qemu/screen", test_screen);
  add ("/vnc-qemu/locks", test_locks);
  add ("/vnc-qemu/round-trip", test_round_trip);
  add ("/vnc-qemu/password", test_password);
  add ("/vnc-qemu/clipboard", test_clipboard);
  add ("/vnc-qemu/certificate", test_certificate);
  add ("/vnc-qemu/sasl", test_sasl);
  add ("/vnc-qemu/sasl-without", test_sasl_without);
  return g_test_run ();
}
