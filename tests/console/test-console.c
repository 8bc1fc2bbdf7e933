/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lodge-error.h"
#include "console/lodge-console-private.h"

/* A console that writes down what it is told. */
#define TEST_TYPE_CONSOLE (test_console_get_type ())
G_DECLARE_FINAL_TYPE (TestConsole, test_console, TEST, CONSOLE, LodgeConsole)

struct _TestConsole
{
  LodgeConsole parent_instance;
  GString *log;
};

G_DEFINE_FINAL_TYPE (TestConsole, test_console, LODGE_TYPE_CONSOLE)

static void
test_console_connect (LodgeConsole *console)
{
  g_string_append (TEST_CONSOLE (console)->log, "connect ");
}

static void
test_console_disconnect (LodgeConsole *console)
{
  g_string_append (TEST_CONSOLE (console)->log, "disconnect ");
}

static void
test_console_key (LodgeConsole *console,
                  guint         scancode,
                  gboolean      pressed)
{
  g_string_append_printf (TEST_CONSOLE (console)->log, "%s%x ", pressed ? "+" : "-", scancode);
}

static void
test_console_finalize (GObject *object)
{
  g_string_free (TEST_CONSOLE (object)->log, TRUE);
  G_OBJECT_CLASS (test_console_parent_class)->finalize (object);
}

static void
test_console_class_init (TestConsoleClass *klass)
{
  LodgeConsoleClass *console_class = LODGE_CONSOLE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = test_console_finalize;
  console_class->connect = test_console_connect;
  console_class->disconnect = test_console_disconnect;
  console_class->key = test_console_key;
}

static void
test_console_init (TestConsole *self)
{
  self->log = g_string_new (NULL);
}

static LodgeConsole *
connected_console (void)
{
  LodgeConsole *console = g_object_new (TEST_TYPE_CONSOLE, NULL);

  lodge_console_connect (console);
  lodge_console_set_connected (console);
  g_string_truncate (TEST_CONSOLE (console)->log, 0);
  return console;
}

static void
assert_log (LodgeConsole *console,
            const char   *expected)
{
  GString *log = TEST_CONSOLE (console)->log;

  g_assert_cmpstr (log->str, ==, expected);
  g_string_truncate (log, 0);
}

static void
test_keys (void)
{
  g_autoptr(LodgeConsole) console = connected_console ();
  const guint chord[] = { 0x1d, 0x38, 0x153 };

  lodge_console_key (console, 0x1e, TRUE);
  lodge_console_key (console, 0x1e, TRUE);
  lodge_console_key (console, 0x1e, FALSE);
  lodge_console_key (console, 0x1e, FALSE);
  assert_log (console, "+1e +1e -1e ");

  lodge_console_key (console, 0, TRUE);
  lodge_console_key (console, 512, TRUE);
  lodge_console_key (console, G_MAXUINT, FALSE);
  assert_log (console, "");

  lodge_console_key (console, 0x2a, TRUE);
  lodge_console_key (console, 0x15b, TRUE);
  lodge_console_release_keys (console);
  assert_log (console, "+2a +15b -2a -15b ");
  lodge_console_release_keys (console);
  assert_log (console, "");

  lodge_console_key (console, 0x2a, TRUE);
  lodge_console_send_keys (console, chord, G_N_ELEMENTS (chord));
  assert_log (console, "+2a -2a +1d +38 +153 -153 -38 -1d ");
}

static void
test_states (void)
{
  g_autoptr(LodgeConsole) console = connected_console ();

  lodge_console_key (console, 0x1e, TRUE);
  lodge_console_disconnect (console);
  assert_log (console, "+1e -1e disconnect ");
  g_assert_cmpint (lodge_console_get_state (console), ==, LODGE_CONSOLE_DISCONNECTED);

  /* Nothing is sent to nobody. */
  lodge_console_key (console, 0x1e, TRUE);
  lodge_console_motion (console, 1, 1);
  lodge_console_move (console, 1, 1);
  lodge_console_button (console, 1, TRUE);
  lodge_console_set_locks (console, TRUE, TRUE, TRUE);
  assert_log (console, "");

  lodge_console_take_failure (console, lodge_error_new (LODGE_ERROR_DENIED, NULL, "no"));
  g_assert_cmpint (lodge_console_get_state (console), ==, LODGE_CONSOLE_FAILED);
  g_assert_error (lodge_console_get_error (console), LODGE_ERROR, LODGE_ERROR_DENIED);

  /* Connecting again forgets the failure, and the keys of the session before. */
  lodge_console_connect (console);
  g_assert_cmpint (lodge_console_get_state (console), ==, LODGE_CONSOLE_CONNECTING);
  g_assert_null (lodge_console_get_error (console));
  lodge_console_set_connected (console);
  g_string_truncate (TEST_CONSOLE (console)->log, 0);
  lodge_console_key (console, 0x1e, FALSE);
  assert_log (console, "");
}

static void
test_cursor (void)
{
  static const guint8 pixels[LODGE_CURSOR_MAX_SIZE * LODGE_CURSOR_MAX_SIZE * 4];
  g_autoptr(LodgeCursor) cursor = lodge_cursor_new (4, 4, 4, -1, pixels);
  g_autoptr(LodgeCursor) hidden = lodge_cursor_new (0, 70000, 9, 9, NULL);
  g_autoptr(LodgeCursor) largest = lodge_cursor_new (LODGE_CURSOR_MAX_SIZE, LODGE_CURSOR_MAX_SIZE,
                                                     0, 0, pixels);

  g_assert_cmpint (cursor->hot_x, ==, 3);
  g_assert_cmpint (cursor->hot_y, ==, 0);
  g_assert_cmpuint (g_bytes_get_size (cursor->pixels), ==, 64);
  g_assert_nonnull (hidden);
  g_assert_null (hidden->pixels);
  g_assert_nonnull (largest);
  g_assert_null (lodge_cursor_new (0, 4, 0, 0, pixels));
  g_assert_null (lodge_cursor_new (4, -1, 0, 0, pixels));
  g_assert_null (lodge_cursor_new (LODGE_CURSOR_MAX_SIZE + 1, 1, 0, 0, pixels));
  g_assert_null (lodge_cursor_new (65535, 65535, 0, 0, pixels));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/console/keys", test_keys);
  g_test_add_func ("/console/states", test_states);
  g_test_add_func ("/console/cursor", test_cursor);
  return g_test_run ();
}
