/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gunixsocketaddress.h>

#include "base/lodge-error.h"
#include "console/lodge-console-address.h"
#include "console/lodge-console-status.h"

static void
expect (const char *uri,
        const char *title)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LodgeConsoleAddress) address = lodge_console_address_new (uri, &error);
  g_autoptr(LodgeConsole) console = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = lodge_console_address_to_title (address);
  g_assert_cmpstr (text, ==, title);
  console = lodge_console_address_new_console (address);
  g_assert_cmpint (lodge_console_get_state (console), ==, LODGE_CONSOLE_DISCONNECTED);
}

static void
test_good (void)
{
  expect ("spice://localhost:5900", "localhost:5900");
  expect ("spice://[::1]:5901/", "[::1]:5901");
  expect ("SPICE://server.example?tls-port=5901", "server.example");
  expect ("vnc://server", "server:5900");
  expect ("vnc://[fe80::1]:1", "[fe80::1]:1");
  expect ("vnc+unix:///run/vnc.sock", "vnc.sock");
  expect ("spice+unix:///run/user/1000/screen.sock", "screen.sock");
}

static void
test_bad (void)
{
  g_autofree char *long_path = g_strnfill (120, 'x');
  g_autofree char *long_uri = g_strconcat ("spice+unix:///", long_path, NULL);
  const char *uris[] = {
    "", "screen", "/run/screen", "localhost:5900", "http://localhost:5900", "spice://", "spice://host",
    "spice://host:0", "spice://host:70000", "spice://host:x", "spice://-oProxyCommand:1",
    "spice://host:1/path", "spice+unix://", "spice+unix:///", "spice+unix://relative/x",
    "spice+unix:/", "vnc://", "vnc://host:0", "vnc+unix://host/path", "vnc://-h", "spice+unix:///a%00b", long_uri,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr(GError) error = NULL;

      if (lodge_console_address_new (uris[i], &error) != NULL)
        g_error ("taken: “%s”", uris[i]);
      g_assert_error (error, LODGE_ERROR, LODGE_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, uris[i]));
    }
}

static gboolean
is_exposed (const char *address,
            gboolean    tls)
{
  g_autoptr(GSocketAddress) socket_address = g_inet_socket_address_new_from_string (address, 5900);

  g_assert_nonnull (socket_address);
  return lodge_console_is_exposed (socket_address, tls);
}

/* Nobody else hears what stays on this computer. */
static void
test_exposed (void)
{
  g_autoptr(GSocketAddress) path = g_unix_socket_address_new ("/run/vnc.sock");

  g_assert_true (is_exposed ("192.0.2.1", FALSE));
  g_assert_true (is_exposed ("2001:db8::1", FALSE));
  g_assert_false (is_exposed ("192.0.2.1", TRUE));
  g_assert_false (is_exposed ("127.0.0.1", FALSE));
  g_assert_false (is_exposed ("::1", FALSE));
  g_assert_false (lodge_console_is_exposed (path, FALSE));
  g_assert_false (lodge_console_is_exposed (NULL, FALSE));
}

static void
test_no_secrets (void)
{
  g_autoptr(LodgeConsoleAddress) address =
    lodge_console_address_new ("spice://user:secret@host:1", NULL);

  g_assert_null (strstr (address->uri, "secret"));
  g_assert_null (strstr (address->uri, "user"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address/good", test_good);
  g_test_add_func ("/address/bad", test_bad);
  g_test_add_func ("/address/exposed", test_exposed);
  g_test_add_func ("/address/no-secrets", test_no_secrets);
  return g_test_run ();
}
