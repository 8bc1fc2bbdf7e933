/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys over a real SPICE server, locally and over a network, where presses are held for a moment: the guest
 * gets each once, and in their order. */

#include "config.h"

#include <string.h>

#include "console/lodge-spice-console.h"

#include "../support/lodge-test-server.h"

typedef struct {
  LodgeTestServer server;
  LodgeConsole *console;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  network)
{
  g_autofree char *uri = NULL;

  lodge_test_server_start (&fixture->server, NULL);
  if (network != NULL)
    lodge_test_server_tell (&fixture->server, "listen");
  uri = network != NULL ? g_strdup_printf ("spice://127.0.0.1:%u", fixture->server.port)
                        : g_strdup (fixture->server.uri);
  fixture->console = lodge_spice_console_new_uri (uri);
  lodge_console_connect (fixture->console);
  lodge_test_server_settle (&fixture->server, fixture->console);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  network)
{
  lodge_console_disconnect (fixture->console);
  lodge_test_wait (fixture->server.n_channels == 0);
  g_assert_finalize_object (fixture->console);
  lodge_test_server_stop (&fixture->server);
}

static void
press (Fixture *fixture,
       guint    scancode)
{
  lodge_console_key (fixture->console, scancode, TRUE);
}

static void
release (Fixture *fixture,
         guint    scancode)
{
  lodge_console_key (fixture->console, scancode, FALSE);
}

static void
expect (Fixture    *fixture,
        const char *keys)
{
  lodge_test_wait (fixture->server.keys->len >= strlen (keys));
  g_assert_cmpstr (fixture->server.keys->str, ==, keys);
  g_string_truncate (fixture->server.keys, 0);
}

static void
test_short (Fixture       *fixture,
            gconstpointer  network)
{
  press (fixture, 0x1e);
  release (fixture, 0x1e);
  press (fixture, 0x11c);
  release (fixture, 0x11c);
  expect (fixture, "1e;9e;e0;1c;e0;9c;");
}

/* Whoever holds a key is not waited for. */
static void
test_long (Fixture       *fixture,
           gconstpointer  network)
{
  press (fixture, 0x1e);
  expect (fixture, "1e;");
  press (fixture, 0x1e);
  press (fixture, 0x1e);
  expect (fixture, "1e;1e;");
  release (fixture, 0x1e);
  expect (fixture, "9e;");
}

/* Fast fingers press the next key before they release the last. */
static void
test_order (Fixture       *fixture,
            gconstpointer  network)
{
  press (fixture, 0x1d);
  press (fixture, 0x2e);
  release (fixture, 0x2e);
  release (fixture, 0x1d);
  expect (fixture, "1d;2e;ae;9d;");

  press (fixture, 0x1e);
  press (fixture, 0x30);
  release (fixture, 0x1e);
  release (fixture, 0x30);
  expect (fixture, "1e;30;9e;b0;");

  press (fixture, 0x1e);
  press (fixture, 0x146);
  release (fixture, 0x146);
  release (fixture, 0x1e);
  expect (fixture, "1e;e1;1d;45;e1;9d;c5;9e;");
}

/* A click with a key is not one without. */
static void
test_click (Fixture       *fixture,
            gconstpointer  network)
{
  press (fixture, 0x1e);
  lodge_console_button (fixture->console, 1, TRUE);
  lodge_console_button (fixture->console, 1, FALSE);
  expect (fixture, "1e;");
  release (fixture, 0x1e);
  expect (fixture, "9e;");
}

/* A session that ends in between leaves nothing behind. */
static void
test_end (Fixture       *fixture,
          gconstpointer  network)
{
  press (fixture, 0x1e);
  lodge_console_disconnect (fixture->console);
}

int
main (int   argc,
      char *argv[])
{
  static const struct {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer network);
  } cases[] = {
    { "short", test_short }, { "long", test_long }, { "order", test_order }, { "click", test_click },
    { "end", test_end },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *local = g_strconcat ("/inputs/local/", cases[i].name, NULL);
      g_autofree char *network = g_strconcat ("/inputs/network/", cases[i].name, NULL);

      g_test_add (local, Fixture, NULL, set_up, cases[i].test, tear_down);
      g_test_add (network, Fixture, "network", set_up, cases[i].test, tear_down);
    }
  return g_test_run ();
}
