/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A SPICE server that wants a name and a password, by SASL: asked for together, once, and all channels of
 * the session log in with them. The server takes nobody in so on a Unix socket. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/lodge-error.h"
#include "console/lodge-console-status.h"
#include "console/lodge-credentials.h"
#include "console/lodge-framebuffer.h"
#include "console/lodge-spice-console.h"

#include "../support/lodge-test-paint.h"
#include "../support/lodge-test-sasl.h"
#include "../support/lodge-test-server.h"

enum { WIDTH = 400, HEIGHT = 300 };

typedef struct {
  char *dir;   /* of the server's passwords */
  LodgeTestServer server;
  LodgeConsole *console;
  LodgeCredentials *credentials;
} Fixture;

static gboolean
start (Fixture    *fixture,
       const char *mechanism)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = NULL;

  *fixture = (Fixture) { .dir = g_dir_make_tmp ("lodge-sasl-XXXXXX", &error) };
  g_assert_no_error (error);
  if (!lodge_test_sasl_write (fixture->dir, "spice", mechanism))
    return FALSE;

  lodge_test_server_start_sasl (&fixture->server, fixture->dir);
  lodge_test_server_tell (&fixture->server, "listen");
  lodge_test_wait (fixture->server.port != 0);
  uri = g_strdup_printf ("spice://127.0.0.1:%u", fixture->server.port);
  fixture->console = lodge_spice_console_new_uri (uri);
  fixture->credentials = lodge_console_get_credentials (fixture->console);
  lodge_console_connect (fixture->console);
  return TRUE;
}

static void
stop (Fixture *fixture)
{
  static const char *const files[] = { "spice.conf", "passwd.db" };

  if (fixture->console != NULL)
    {
      lodge_console_disconnect (fixture->console);
      g_object_unref (fixture->console);
      lodge_test_server_stop (&fixture->server);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (fixture->dir, files[i], NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->dir);
  g_free (fixture->dir);
}

static gboolean
is_asked (Fixture *fixture)
{
  return lodge_credentials_get_wanted (fixture->credentials)
         == (LODGE_CREDENTIAL_USERNAME | LODGE_CREDENTIAL_PASSWORD);
}

static gboolean
shows (Fixture *fixture,
       int      seed)
{
  LodgeFramebuffer *framebuffer = lodge_console_get_framebuffer (fixture->console);
  g_autofree guint32 *pixels = g_new0 (guint32, WIDTH * HEIGHT);
  g_autofree guint32 *wanted = g_new0 (guint32, WIDTH * HEIGHT);

  if (!lodge_framebuffer_copy (framebuffer, 0, 0, WIDTH, HEIGHT, (guint8 *) pixels, WIDTH * 4))
    return FALSE;
  lodge_test_paint (wanted, WIDTH, (guint32) seed, 0, 0, WIDTH, HEIGHT);
  for (int i = 0; i < WIDTH * HEIGHT; i++)
    if ((pixels[i] ^ wanted[i]) & 0xffffff)
      return FALSE;
  return TRUE;
}

static void
test_asked (void)
{
  Fixture fixture;
  g_autoptr(LodgeConsoleStatus) status = NULL;

  if (start (&fixture, "digest-md5"))
    {
      lodge_test_wait (is_asked (&fixture));
      g_assert_false (lodge_credentials_get_refused (fixture.credentials));

      lodge_credentials_answer (fixture.credentials, "me", "guess");
      lodge_test_wait (lodge_credentials_get_refused (fixture.credentials) && is_asked (&fixture));
      g_assert_cmpstr (lodge_credentials_get_username (fixture.credentials), ==, "me");

      lodge_credentials_answer (fixture.credentials, "me", "pass");
      lodge_test_wait (lodge_console_get_state (fixture.console) == LODGE_CONSOLE_CONNECTED);
      lodge_test_server_settle (&fixture.server, fixture.console);
      lodge_test_server_tell (&fixture.server, "size %d %d", WIDTH, HEIGHT);
      lodge_test_server_tell (&fixture.server, "frame 5");
      lodge_test_wait (shows (&fixture, 5));
      lodge_console_key (fixture.console, 0x1e, TRUE);
      lodge_console_key (fixture.console, 0x1e, FALSE);
      lodge_test_wait (g_str_equal (fixture.server.keys->str, "1e;9e;"));

      status = lodge_console_dup_status (fixture.console);
      g_assert_true (g_str_has_prefix (status->path, "SASL, 127.0.0.1:"));
    }
  stop (&fixture);
}

/* A session that begins anew has them still. */
static void
test_again (void)
{
  Fixture fixture;

  if (start (&fixture, "digest-md5"))
    {
      lodge_test_wait (is_asked (&fixture));
      lodge_credentials_answer (fixture.credentials, "me", "pass");
      lodge_test_server_settle (&fixture.server, fixture.console);
      lodge_console_disconnect (fixture.console);
      lodge_test_wait (fixture.server.n_channels == 0);
      lodge_console_connect (fixture.console);
      lodge_test_server_settle (&fixture.server, fixture.console);
      g_assert_cmpint (lodge_credentials_get_wanted (fixture.credentials), ==, 0);
    }
  stop (&fixture);
}

/* The library calls it critical that there is no mechanism. */
static gboolean
is_fatal (const char     *domain,
          GLogLevelFlags  level,
          const char     *message,
          gpointer        user_data)
{
  return strstr (message, "SASL negotiation") == NULL;
}

/* The library logs in by what encrypts alone: nobody is asked for what leads nowhere. */
static void
test_without (void)
{
  Fixture fixture;
  const GError *error;

  if (start (&fixture, "scram-sha-256"))
    {
      g_test_log_set_fatal_handler (is_fatal, NULL);
      lodge_test_wait (lodge_console_get_state (fixture.console) == LODGE_CONSOLE_FAILED
                       || lodge_credentials_get_wanted (fixture.credentials) != 0);
      error = lodge_console_get_error (fixture.console);
      g_assert_error (error, LODGE_ERROR, LODGE_ERROR_UNSUPPORTED);
      g_assert_nonnull (strstr (error->message, "SASL"));
    }
  stop (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sasl/asked", test_asked);
  g_test_add_func ("/sasl/again", test_again);
  g_test_add_func ("/sasl/without", test_without);
  return g_test_run ();
}
