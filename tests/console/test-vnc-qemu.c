/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The VNC console against QEMU's own server, with a firmware as the guest: the picture is compared with
 * QEMU's own dump of it, and keys change it. */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include "base/lodge-error.h"
#include "console/lodge-console-address.h"

#include "../support/lodge-test-server.h"

#define QEMU "qemu-system-x86_64"

typedef struct {
  char *dir;
  GSubprocess *qemu;
  GOutputStream *monitor;
  LodgeConsole *console;
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

static void
start_qemu (Fixture    *fixture,
            const char *options)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr(GError) error = NULL;
  g_autofree char *vnc = g_strdup_printf ("unix:%s/vnc%s", fixture->dir, options);
  g_autofree char *creds = g_strdup_printf ("tls-creds-x509,id=tls,dir=%s,endpoint=server,"
                                            "verify-peer=off,sanity-check=off",
                                            fixture->dir);
  g_autofree char *socket = path_of (fixture, "vnc");
  gboolean tls = strstr (options, "tls-creds") != NULL;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  fixture->qemu =
    g_subprocess_launcher_spawn (launcher, &error, QEMU,
                                 "-accel", "tcg", "-m", "32", "-nodefaults", "-vga", "std",
                                 "-display", "none", "-boot", "menu=on,splash-time=60000",
                                 "-monitor", "stdio", "-object", "secret,id=word,data=secret",
                                 "-vnc", vnc, tls ? "-object" : NULL, creds, NULL);
  g_assert_no_error (error);
  fixture->monitor = g_subprocess_get_stdin_pipe (fixture->qemu);
  lodge_test_wait (g_file_test (socket, G_FILE_TEST_EXISTS));
}

static void
connect_console (Fixture *fixture)
{
  g_autofree char *uri = g_strdup_printf ("vnc+unix://%s/vnc", fixture->dir);
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
  lodge_console_disconnect (fixture->console);
  g_assert_finalize_object (fixture->console);
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
  g_assert_error (lodge_console_get_error (fixture->console), LODGE_ERROR, LODGE_ERROR_NOT_CONNECTED);
  g_assert_nonnull (strstr (lodge_console_get_error (fixture->console)->message, "certificates"));
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
  add ("/vnc-qemu/password", test_password);
  add ("/vnc-qemu/certificate", test_certificate);
  return g_test_run ();
}
