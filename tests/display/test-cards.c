/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Smart cards as a guest sees them: over a real SPICE server with a reader, by sockets that are handed over, with
 * a card that is made of certificates. The library that makes it starts once in a process, so the order of the
 * tests matters: what keeps it from starting comes first. */

#include "config.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "console/lodge-spice-console.h"

#include "../support/lodge-test-server.h"

#define SYSTEM_DATABASE "/etc/pki/nssdb"

typedef struct {
  LodgeTestServer server;
  LodgeConsole *console;
  LodgeConsoleCards *cards;
} Fixture;

static char *database;   /* NULL: there is no tool to make one */

#define tell(fixture, ...) lodge_test_server_tell (&(fixture)->server, __VA_ARGS__)

static void
run (const char *const *argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process =
    g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);

  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

static void
make_database (const char *dir)
{
  static const char *const names[] = { "id-cert", "signing-cert", "encryption-cert" };
  g_autofree char *noise = g_build_filename (dir, "noise", NULL);
  g_autofree char *certutil = g_find_program_in_path ("certutil");

  if (certutil == NULL)
    return;

  database = g_strconcat ("sql:", dir, NULL);
  g_assert_true (g_file_set_contents (noise, "not random, and worth nothing: a key of a test", -1, NULL));
  run ((const char *const[]) { certutil, "-N", "-d", database, "--empty-password", NULL });
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    run ((const char *const[]) { certutil, "-S", "-d", database, "-x", "-t", "CTu,CTu,CTu", "-g", "1024", "-n",
                                 names[i], "-s", "CN=lodge", "-m", i == 0 ? "1" : i == 1 ? "2" : "3", "-z",
                                 noise, NULL });
}

static void
remove_database (const char *dir)
{
  static const char *const names[] = { "noise", "cert9.db", "key4.db", "pkcs11.txt" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (dir, names[i], NULL);

      g_remove (path);
    }
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

static void
provide (LodgeFdRequest *request,
         gpointer        path)
{
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr(GSocket) socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, 0, NULL);

  g_assert_true (g_socket_connect (socket, address, NULL, NULL));
  lodge_fd_request_return (request, dup (g_socket_get_fd (socket)), NULL);
}

static void
connect_console (Fixture *fixture)
{
  lodge_console_connect (fixture->console);
  lodge_test_server_settle (&fixture->server, fixture->console);
}

static void
disconnect_console (Fixture *fixture)
{
  lodge_console_disconnect (fixture->console);
  g_assert_false (lodge_console_cards_is_available (fixture->cards));
  lodge_test_wait (fixture->server.n_channels == 0);
  g_string_truncate (fixture->server.events, 0);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  has_reader)
{
  lodge_test_server_start (&fixture->server, NULL);
  if (has_reader != NULL)
    tell (fixture, "reader device");
  fixture->console = lodge_spice_console_new_fd (provide, fixture->server.path, NULL);
  fixture->cards = lodge_console_get_cards (fixture->console);
  connect_console (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  has_reader)
{
  disconnect_console (fixture);
  g_assert_finalize_object (fixture->console);
  lodge_test_server_stop (&fixture->server);
}

static void
use_certificates (Fixture *fixture)
{
  static const char *const names[] = { "id-cert", "signing-cert", "encryption-cert", NULL };

  g_object_set (fixture->cards, "database", database, "certificates", names, NULL);
}

static void
share (Fixture  *fixture,
       gboolean  shared)
{
  g_object_set (fixture->cards, "shared", shared, NULL);
}

static gboolean
has_state (Fixture         *fixture,
           LodgeCardsState  state)
{
  return lodge_console_cards_get_state (fixture->cards) == state;
}

/* What the guest notices, in this order; then it is forgotten. */
static void
expect (Fixture    *fixture,
        const char *events)
{
  g_auto(GStrv) parts = g_strsplit (events, "; ", -1);
  GString *all = fixture->server.events;

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      char *at;

      lodge_test_wait ((at = strstr (all->str, parts[i])) != NULL && strchr (at, ';') != NULL);
      g_string_erase (all, 0, strchr (at, ';') + 1 - all->str);
    }
}

static void
expect_impossible (Fixture    *fixture,
                   const char *words)
{
  lodge_test_wait (has_state (fixture, LODGE_CARDS_IMPOSSIBLE));
  g_assert_nonnull (strstr (lodge_console_cards_get_obstacle (fixture->cards)->message, words));
  g_assert_null (lodge_console_cards_get_readers (fixture->cards));
  g_assert_null (strstr (fixture->server.events->str, "reader client on"));
  g_assert_cmpint (fixture->server.n_channels, ==, 4);
}

static void
test_none (Fixture       *fixture,
           gconstpointer  has_reader)
{
  share (fixture, TRUE);
  g_assert_false (lodge_console_cards_is_available (fixture->cards));
  g_assert_true (has_state (fixture, LODGE_CARDS_OFF));
  g_assert_cmpint (fixture->server.n_channels, ==, 4);
}

/* The guest has a reader, and no card unless somebody wants it; what is missing is said before. */
static void
test_missing (Fixture       *fixture,
              gconstpointer  has_reader)
{
  static const char *const two[] = { "a", "b", NULL }, *const odd[] = { "a", "b", "c)", NULL };
  static const char *const three[] = { "a", "b", "c", NULL };

  lodge_test_wait (lodge_console_cards_is_available (fixture->cards));
  g_assert_true (has_state (fixture, LODGE_CARDS_OFF));

  g_object_set (fixture->cards, "certificates", two, NULL);
  share (fixture, TRUE);
  expect_impossible (fixture, "three certificates");
  share (fixture, FALSE);
  g_assert_true (has_state (fixture, LODGE_CARDS_OFF));

  g_object_set (fixture->cards, "certificates", odd, NULL);
  share (fixture, TRUE);
  expect_impossible (fixture, "three certificates");
  share (fixture, FALSE);

  g_object_set (fixture->cards, "certificates", three, "database", "sql:/nonexistent", NULL);
  share (fixture, TRUE);
  expect_impossible (fixture, "“/nonexistent”");
  share (fixture, FALSE);

  if (g_file_test (SYSTEM_DATABASE, G_FILE_TEST_EXISTS))
    return;
  g_object_set (fixture->cards, "certificates", NULL, "database", NULL, NULL);
  share (fixture, TRUE);
  expect_impossible (fixture, SYSTEM_DATABASE);
}

static LodgeCardReader *
get_reader (Fixture *fixture)
{
  GListModel *readers = lodge_console_cards_get_readers (fixture->cards);

  return readers != NULL ? g_list_model_get_item (readers, 0) : NULL;
}

static guint n_refused;

static void
refused_cb (const char     *domain,
            GLogLevelFlags  level,
            const char     *message,
            gpointer        user_data)
{
  g_assert_nonnull (strstr (message, "reader != NULL"));
  n_refused++;
}

static gboolean
is_fatal (const char     *domain,
          GLogLevelFlags  level,
          const char     *message,
          gpointer        user_data)
{
  return g_strcmp0 (domain, "GSpice") != 0;
}

/* What the guest says to a card that it does not have any more: the library complains. */
static void
expect_no_answer (Fixture *fixture)
{
  guint handler = g_log_set_handler ("GSpice", G_LOG_LEVEL_CRITICAL | G_LOG_FLAG_FATAL, refused_cb, NULL);

  g_test_log_set_fatal_handler (is_fatal, NULL);
  tell (fixture, "reader apdu 0 00 a4 04 00 07 a0 00 00 00 79 01 00");
  lodge_test_wait (n_refused == 1);
  g_log_remove_handler ("GSpice", handler);
  g_assert_null (strstr (fixture->server.events->str, "card says"));
}

static void
test_card (Fixture       *fixture,
           gconstpointer  has_reader)
{
  g_autoptr(LodgeCardReader) reader = NULL;

  if (database == NULL)
    {
      g_test_skip ("there is no certutil");
      return;
    }

  use_certificates (fixture);
  share (fixture, TRUE);
  g_assert_true (has_state (fixture, LODGE_CARDS_STARTING));
  lodge_test_wait (has_state (fixture, LODGE_CARDS_ON));
  expect (fixture, "reader client on; reader add; card in 0 3b; card says 61");

  lodge_test_wait ((reader = get_reader (fixture)) != NULL);
  g_assert_true (lodge_card_reader_is_software (reader));
  g_assert_true (lodge_card_reader_has_card (reader));
  g_assert_nonnull (lodge_card_reader_get_name (reader));

  /* Out and in again. */
  lodge_card_reader_insert (reader, FALSE);
  g_assert_false (lodge_card_reader_has_card (reader));
  expect (fixture, "card out 0");
  lodge_card_reader_insert (reader, TRUE);
  g_assert_true (lodge_card_reader_has_card (reader));
  expect (fixture, "card in 0 3b; card says 61");

  /* Taken from the guest, and given again. */
  share (fixture, FALSE);
  g_assert_true (has_state (fixture, LODGE_CARDS_OFF));
  expect (fixture, "reader remove 0");
  expect_no_answer (fixture);
  share (fixture, TRUE);
  expect (fixture, "reader add; card in 0 3b; card says 61");

  /* Who may only look has none. */
  lodge_console_set_view_only (fixture->console, TRUE);
  g_assert_true (has_state (fixture, LODGE_CARDS_OFF));
  expect (fixture, "reader remove 0");
  lodge_console_set_view_only (fixture->console, FALSE);
  expect (fixture, "reader add; card in 0 3b; card says 61");

  /* A new session is told everything anew. */
  disconnect_console (fixture);
  g_assert_true (has_state (fixture, LODGE_CARDS_OFF));
  connect_console (fixture);
  expect (fixture, "reader client on; reader add; card in 0 3b; card says 61");
  g_assert_true (has_state (fixture, LODGE_CARDS_ON));
}

/* One guest at a time has the cards; the next gets them when it may. */
static void
test_two (Fixture       *fixture,
          gconstpointer  has_reader)
{
  Fixture other = { 0 };

  if (database == NULL)
    {
      g_test_skip ("there is no certutil");
      return;
    }

  use_certificates (fixture);
  g_object_set (fixture->cards, "title", "bank", NULL);
  share (fixture, TRUE);
  expect (fixture, "reader add; card in 0 3b; card says 61");

  set_up (&other, has_reader);
  use_certificates (&other);
  share (&other, TRUE);
  expect_impossible (&other, "“bank”");

  share (fixture, FALSE);
  expect (fixture, "reader remove 0");
  expect (&other, "reader client on; reader add; card in 0 3b; card says 61");
  g_assert_true (has_state (&other, LODGE_CARDS_ON));
  g_assert_null (strstr (fixture->server.events->str, "reader add"));

  share (fixture, TRUE);
  g_assert_true (has_state (fixture, LODGE_CARDS_IMPOSSIBLE));
  tear_down (&other, has_reader);
  lodge_test_wait (has_state (fixture, LODGE_CARDS_ON));
  expect (fixture, "reader add; card in 0 3b; card says 61");
}

/* The end comes before the library has looked for readers. */
static void
test_hasty (Fixture       *fixture,
            gconstpointer  has_reader)
{
  if (database == NULL)
    {
      g_test_skip ("there is no certutil");
      return;
    }

  use_certificates (fixture);
  share (fixture, TRUE);
  share (fixture, FALSE);
  share (fixture, TRUE);
  lodge_test_wait (has_state (fixture, LODGE_CARDS_ON));
  share (fixture, FALSE);
  g_assert_true (has_state (fixture, LODGE_CARDS_OFF));
  expect (fixture, "reader remove 0");

  share (fixture, TRUE);
  lodge_console_disconnect (fixture->console);
  g_assert_true (has_state (fixture, LODGE_CARDS_OFF));
  connect_console (fixture);
  expect (fixture, "reader add; card in 0 3b; card says 61");
}

static void
add_test (const char *path,
          const void *has_reader,
          void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, has_reader, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *dir = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  /* It tells all that is said to a card. */
  g_log_set_handler ("libcacard", G_LOG_LEVEL_DEBUG, lodge_test_quiet_cb, NULL);
  dir = g_dir_make_tmp ("lodge-cards-XXXXXX", NULL);
  make_database (dir);
  add_test ("/cards/none", NULL, test_none);
  add_test ("/cards/missing", "reader", test_missing);
  add_test ("/cards/card", "reader", test_card);
  add_test ("/cards/two", "reader", test_two);
  add_test ("/cards/hasty", "reader", test_hasty);
  result = g_test_run ();
  remove_database (dir);
  g_free (database);
  return result;
}
