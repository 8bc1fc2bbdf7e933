/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A shared folder, as a guest sees it: over a real SPICE server, in whose guest a program speaks HTTP by
 * hand. */

#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "console/lodge-spice-console.h"

#include "../support/lodge-test-server.h"

typedef struct {
  LodgeTestServer server;
  LodgeConsole *console;
  LodgeConsoleFolder *folder;
  char *path;
  guint n_requests;
} Fixture;

#define tell(fixture, ...) lodge_test_server_tell (&(fixture)->server, __VA_ARGS__)

static void
write_file (Fixture    *fixture,
            const char *name,
            const char *contents)
{
  g_autofree char *path = g_build_filename (fixture->server.dir, name, NULL);

  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
}

static void
remove_file (Fixture    *fixture,
             const char *name)
{
  g_autofree char *path = g_build_filename (fixture->server.dir, name, NULL);

  g_assert_cmpint (g_remove (path), ==, 0);
}

static char *
read_file (Fixture    *fixture,
           const char *name)
{
  g_autofree char *path = g_build_filename (fixture->server.dir, name, NULL);
  char *contents = NULL;

  g_file_get_contents (path, &contents, NULL, NULL);
  return contents;
}

static gboolean
has_state (Fixture          *fixture,
           LodgeFolderState  state)
{
  return lodge_console_folder_get_state (fixture->folder) == state;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  device)
{
  lodge_test_server_start (&fixture->server, NULL);
  fixture->path = g_build_filename (fixture->server.dir, "shared", NULL);
  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
  write_file (fixture, "secret", "not for the guest");
  write_file (fixture, "shared/hello", "from the host");
  if (device != NULL)
    tell (fixture, "webdav device");

  fixture->console = lodge_spice_console_new_uri (fixture->server.uri);
  fixture->folder = lodge_console_get_folder (fixture->console);
  g_assert_true (has_state (fixture, LODGE_FOLDER_UNSUPPORTED));
  lodge_console_connect (fixture->console);
  lodge_test_server_settle (&fixture->server, fixture->console);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  device)
{
  lodge_console_disconnect (fixture->console);
  lodge_test_wait (fixture->server.n_channels == 0);
  g_assert_null (strstr (fixture->server.events->str, "not for the guest"));
  g_assert_finalize_object (fixture->console);
  remove_file (fixture, "secret");
  remove_file (fixture, "shared/hello");
  remove_file (fixture, "shared");
  g_free (fixture->path);
  lodge_test_server_stop (&fixture->server);
}

static void
share (Fixture *fixture)
{
  g_object_set (fixture->folder, "path", fixture->path, "shared", TRUE, NULL);
  tell (fixture, "webdav open");
  lodge_test_wait (has_state (fixture, LODGE_FOLDER_SERVED));
}

/* What the guest gets for a request, up to @expected. */
static void
ask (Fixture    *fixture,
     const char *request,
     const char *headers,
     const char *expected)
{
  g_autofree char *prefix = g_strdup_printf ("webdav got %u ", ++fixture->n_requests);
  GString *events = fixture->server.events;
  gsize start = events->len;

  tell (fixture, "webdav send %u %s HTTP/1.1\\r\\nHost: localhost\\r\\n%s", fixture->n_requests,
        request, headers);
  lodge_test_wait (strstr (events->str + start, prefix) != NULL
                   && strstr (events->str + start, expected) != NULL);
}

/* By itself the library would share the user's public folder. */
static void
test_off (Fixture       *fixture,
          gconstpointer  device)
{
  lodge_test_wait (has_state (fixture, LODGE_FOLDER_OFF));
  tell (fixture, "webdav open");
  tell (fixture, "webdav send 1 GET / HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n");
  g_object_set (fixture->folder, "path", fixture->path, "read-only", FALSE, NULL);
  g_assert_true (has_state (fixture, LODGE_FOLDER_OFF));
  g_object_set (fixture->folder, "path", NULL, "shared", TRUE, NULL);
  g_assert_true (has_state (fixture, LODGE_FOLDER_OFF));
  tell (fixture, "leds 7");
  lodge_test_wait (lodge_console_get_locks (fixture->console, &(LodgeLocks) { 0 }));
  g_assert_null (strstr (fixture->server.events->str, "webdav"));
}

static void
test_read (Fixture       *fixture,
           gconstpointer  device)
{
  g_object_set (fixture->folder, "path", fixture->path, "shared", TRUE, NULL);
  lodge_test_wait (strstr (fixture->server.events->str, "webdav client on") != NULL);
  g_assert_true (has_state (fixture, LODGE_FOLDER_WAITING));
  tell (fixture, "webdav open");
  lodge_test_wait (has_state (fixture, LODGE_FOLDER_SERVED));

  ask (fixture, "GET /hello", "\\r\\n", "from the host");
  ask (fixture, "PROPFIND /", "Depth: 1\\r\\nContent-Length: 0\\r\\n\\r\\n", "/hello<");
  ask (fixture, "GET /missing", "\\r\\n", "404");
  ask (fixture, "PUT /hello", "Content-Length: 5\\r\\n\\r\\nguest", "HTTP/1.1 4");
  ask (fixture, "DELETE /hello", "\\r\\n", "HTTP/1.1 4");
  ask (fixture, "MKCOL /new", "\\r\\n", "HTTP/1.1 4");
  g_autofree char *contents = read_file (fixture, "shared/hello");
  g_assert_cmpstr (contents, ==, "from the host");
}

static void
test_write (Fixture       *fixture,
            gconstpointer  device)
{
  g_autofree char *contents = NULL;

  g_object_set (fixture->folder, "read-only", FALSE, NULL);
  share (fixture);
  ask (fixture, "PUT /new", "Content-Length: 5\\r\\n\\r\\nguest", "HTTP/1.1 201");
  contents = read_file (fixture, "shared/new");
  g_assert_cmpstr (contents, ==, "guest");

  g_object_set (fixture->folder, "read-only", TRUE, NULL);
  ask (fixture, "DELETE /new", "\\r\\n", "HTTP/1.1 4");
  remove_file (fixture, "shared/new");
}

/* But for what was there. */
static void
empty (Fixture *fixture)
{
  g_autoptr(GDir) dir = g_dir_open (fixture->path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (!g_str_equal (name, "hello"))
      {
        g_autofree char *path = g_build_filename (fixture->path, name, NULL);

        g_assert_cmpint (g_remove (path), ==, 0);
      }
}

/* None of the ways up leads out of the folder. */
static void
test_outside (Fixture       *fixture,
              gconstpointer  device)
{
  static const char *const paths[] = {
    "/../secret", "/%2e%2e/secret", "/..%2fsecret", "/x/../../secret", "/./../secret", "//../secret",
    "/%2e%2e%2fsecret", "/..%5csecret", "/hello/../../secret", "../secret",
  };

  g_object_set (fixture->folder, "read-only", FALSE, NULL);
  share (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *get = g_strconcat ("GET ", paths[i], NULL);
      g_autofree char *put = g_strconcat ("PUT ", paths[i], NULL);
      g_autofree char *list = g_strconcat ("PROPFIND ", paths[i], NULL);
      g_autofree char *contents = NULL;

      ask (fixture, get, "\\r\\n", "HTTP/1.1 ");
      ask (fixture, list, "Depth: 0\\r\\nContent-Length: 0\\r\\n\\r\\n", "HTTP/1.1 ");
      ask (fixture, put, "Content-Length: 5\\r\\n\\r\\nguest", "HTTP/1.1 ");
      contents = read_file (fixture, "secret");
      g_assert_cmpstr (contents, ==, "not for the guest");
    }
  empty (fixture);
}

/* What was shared is gone at once when it is not any more, and is there again. */
static void
test_off_again (Fixture       *fixture,
                gconstpointer  device)
{
  g_object_set (fixture->folder, "read-only", FALSE, NULL);
  for (int i = 0; i < 3; i++)
    {
      share (fixture);
      ask (fixture, "GET /hello", "\\r\\n", "from the host");
      g_object_set (fixture->folder, "shared", FALSE, NULL);
      g_assert_true (has_state (fixture, LODGE_FOLDER_OFF));
      ask (fixture, "GET /hello", "\\r\\n", "HTTP/1.1 4");
      ask (fixture, "PUT /new", "Content-Length: 5\\r\\n\\r\\nguest", "HTTP/1.1 4");
      ask (fixture, "DELETE /hello", "\\r\\n", "HTTP/1.1 4");
    }

  /* A screen for viewing only shares nothing. */
  share (fixture);
  lodge_console_set_view_only (fixture->console, TRUE);
  g_assert_true (has_state (fixture, LODGE_FOLDER_OFF));
  ask (fixture, "GET /hello", "\\r\\n", "HTTP/1.1 4");
  lodge_console_set_view_only (fixture->console, FALSE);
  g_assert_true (has_state (fixture, LODGE_FOLDER_SERVED));

  /* On and off faster than anything can answer. */
  for (int i = 0; i < 101; i++)
    g_object_set (fixture->folder, "shared", i % 2 == 0, NULL);
  share (fixture);
  ask (fixture, "GET /hello", "\\r\\n", "from the host");
}

/* A program in the guest that goes, and one that says what has no meaning. */
static void
test_guest_goes (Fixture       *fixture,
                 gconstpointer  device)
{
  share (fixture);
  tell (fixture, "webdav close");
  lodge_test_wait (has_state (fixture, LODGE_FOLDER_WAITING));
  share (fixture);
  tell (fixture, "webdav raw 01 00 00 00 00 00 00 00 00 00");
  tell (fixture, "webdav raw ff ff ff ff ff ff ff ff 04 00 00 00 00 00");
  tell (fixture, "webdav send 90 NONSENSE\\r\\n\\r\\n");
  tell (fixture, "webdav send 91 GET");
  fixture->n_requests = 100;
  ask (fixture, "GET /hello", "\\r\\n", "from the host");
  tell (fixture, "webdav raw 05 00 00 00 00 00 00 00 ff ff 41");
  tell (fixture, "webdav close");
  lodge_test_wait (has_state (fixture, LODGE_FOLDER_WAITING));
  g_assert_cmpint (lodge_console_get_state (fixture->console), ==, LODGE_CONSOLE_CONNECTED);
}

static void
test_no_channel (Fixture       *fixture,
                 gconstpointer  device)
{
  g_assert_true (has_state (fixture, LODGE_FOLDER_NO_CHANNEL));
  g_object_set (fixture->folder, "path", fixture->path, "shared", TRUE, NULL);
  g_assert_true (has_state (fixture, LODGE_FOLDER_NO_CHANNEL));
}

static void
add (const char    *path,
     void         (*func) (Fixture *, gconstpointer),
     gconstpointer  device)
{
  g_test_add (path, Fixture, device, set_up, func, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/folder/off", test_off, "");
  add ("/folder/read", test_read, "");
  add ("/folder/write", test_write, "");
  add ("/folder/outside", test_outside, "");
  add ("/folder/off-again", test_off_again, "");
  add ("/folder/guest-goes", test_guest_goes, "");
  add ("/folder/no-channel", test_no_channel, NULL);
  return g_test_run ();
}
