/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A machine that moves to another host takes its screen along, whatever the host offers: seamlessly, half
 * so (its screen is sent anew), and by hanging up and dialling again; or, where sockets are handed over,
 * by asking for new ones. */

#include "config.h"

#include <fcntl.h>
#include <gio/gunixsocketaddress.h>

#include "base/lodge-error.h"
#include "console/lodge-console-status.h"

#include "../support/lodge-test-certificates.h"
#include "display-fixture.h"

typedef struct {
  Fixture base;
  LodgeTestServer target;
  LodgeTestServer *home;   /* whose sockets are handed over; NULL: nobody's any more */
} MoveFixture;

/* A way by TLS, from its beginning or after a move. */
typedef struct {
  const char *how;      /* of lodge-test-spice-server's commands */
  const char *home;     /* what its host shows; NULL: it does not speak TLS */
  const char *target;   /* likewise the next host's */
  const char *subject;  /* that is told */
  gboolean is_plain;    /* the next host can also be reached without */
  const char *refusal;  /* part of what it says; NULL: the screen arrives */
} Way;

#define tell_target(fixture, ...) lodge_test_server_tell (&(fixture)->target, __VA_ARGS__)

static void
start (LodgeTestServer *server)
{
  lodge_test_server_start (server, NULL);
  lodge_test_server_tell (server, "listen");
}

static void
move_set_up (MoveFixture   *fixture,
             gconstpointer  data)
{
  g_autofree char *uri = NULL;

  start (&fixture->base.server);
  start (&fixture->target);
  uri = g_strdup_printf ("spice://127.0.0.1:%u", fixture->base.server.port);
  set_up_console (&fixture->base, lodge_spice_console_new_uri (uri));
}

static void
provide_cb (LodgeFdRequest *request,
            gpointer        user_data)
{
  MoveFixture *fixture = user_data;
  g_autoptr(GSocket) sock = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, 0, NULL);
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GError) error = NULL;

  if (fixture->home == NULL)
    {
      error = lodge_error_new (LODGE_ERROR_NOT_CONNECTED, NULL, "gone");
      lodge_fd_request_return (request, -1, error);
      return;
    }
  address = g_unix_socket_address_new (fixture->home->path);
  g_assert_true (g_socket_connect (sock, address, NULL, NULL));
  lodge_fd_request_return (request, fcntl (g_socket_get_fd (sock), F_DUPFD_CLOEXEC, 3), NULL);
}

static void
handed_set_up (MoveFixture   *fixture,
               gconstpointer  data)
{
  start (&fixture->base.server);
  start (&fixture->target);
  fixture->home = &fixture->base.server;
  set_up_console (&fixture->base, lodge_spice_console_new_fd (provide_cb, fixture, NULL));
}

static void
move_tear_down (MoveFixture   *fixture,
                gconstpointer  data)
{
  tear_down (&fixture->base, NULL);
  lodge_test_wait (fixture->target.n_channels == 0);
  lodge_test_server_stop (&fixture->target);
}

/* Waits for a line of the old host's. */
static void
expect (MoveFixture *fixture,
        const char  *line)
{
  lodge_test_wait (strstr (fixture->base.server.events->str, line) != NULL);
  g_string_truncate (fixture->base.server.events, 0);
}

/* The screen, the keys and the pointer are the new host's, and stay it. */
static void
expect_arrival (MoveFixture *fixture)
{
  Fixture *base = &fixture->base;

  lodge_test_wait (fixture->target.n_channels == 4 && base->server.n_channels == 0);
  for (int i = 0; i < 3; i++)
    {
      lodge_test_paint (base->pixels, (gsize) base->width, (guint32) i + 20, 0, 0, base->width,
                        base->height);
      tell_target (fixture, "frame %d", i + 20);
      lodge_test_wait (guest_is_right (base));
      lodge_test_wait (screen_is_right (base));
    }
  g_assert_cmpint (lodge_console_get_state (base->console), ==, LODGE_CONSOLE_CONNECTED);

  lodge_console_key (base->console, 0x1e, TRUE);
  lodge_console_key (base->console, 0x1e, FALSE);
  lodge_test_wait (g_str_equal (fixture->target.keys->str, "1e;9e;"));
  lodge_console_motion (base->console, 12, 34);
  lodge_test_wait (strstr (fixture->target.events->str, "position 12 34 0;") != NULL);
  tell_target (fixture, "cursor 20 20 2 2");
  lodge_test_wait (lodge_test_has_cursor (base->console, 20, 2));
  g_assert_cmpuint (base->server.keys->len, ==, 0);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
leave (MoveFixture *fixture)
{
  tell (&fixture->base, "vm off");
  tell (&fixture->base, "migrate-end 1");
  expect (fixture, "migrate-ended;");
}

static void
move_half_seamless (MoveFixture *fixture)
{
  tell (&fixture->base, "migrate %u semi", fixture->target.port);
  expect (fixture, "migrate-connected;");
  leave (fixture);
}

static void
test_seamless (MoveFixture   *fixture,
               gconstpointer  data)
{
  LodgeConsole *console = fixture->base.console;
  guint n_states = 0;

  g_signal_connect_swapped (console, "notify::state", G_CALLBACK (count_cb), &n_states);
  tell_target (fixture, "vm off");
  tell (&fixture->base, "migrate %u seamless", fixture->target.port);
  expect (fixture, "migrate-connected;");

  /* The thread of its screen has to know the client before the guest's state comes: it answers. */
  lodge_test_wait (fixture->target.n_channels == 4);
  tell_target (fixture, "settle");
  leave (fixture);
  tell_target (fixture, "vm on");
  expect_arrival (fixture);
  g_assert_cmpuint (n_states, ==, 0);
  g_signal_handlers_disconnect_by_data (console, &n_states);
}

static void
test_semi_seamless (MoveFixture   *fixture,
                    gconstpointer  data)
{
  move_half_seamless (fixture);
  expect_arrival (fixture);
}

static void
test_switch_host (MoveFixture   *fixture,
                  gconstpointer  data)
{
  tell (&fixture->base, "switch-host %u", fixture->target.port);
  expect_arrival (fixture);
}

/* The machine stays after all, and the screen with it. */
static void
test_cancelled (MoveFixture   *fixture,
                gconstpointer  data)
{
  tell (&fixture->base, "migrate %u seamless", fixture->target.port);
  expect (fixture, "migrate-connected;");
  tell (&fixture->base, "migrate-end 0");
  lodge_test_wait (fixture->target.n_channels == 0);
  draw_frame (&fixture->base, 5);
  lodge_test_wait (guest_is_right (&fixture->base));
  lodge_test_wait (screen_is_right (&fixture->base));
  g_assert_cmpint (lodge_console_get_state (fixture->base.console), ==, LODGE_CONSOLE_CONNECTED);

  /* And goes with the next, to a machine that is made anew. */
  lodge_test_server_stop (&fixture->target);
  start (&fixture->target);
  move_half_seamless (fixture);
  expect_arrival (fixture);
}

/* Nobody listens at the new host: the screen is gone, and says so. */
static void
test_unreachable (MoveFixture   *fixture,
                  gconstpointer  data)
{
  tell (&fixture->base, "switch-host 1");
  lodge_test_wait (is_state (&fixture->base, LODGE_CONSOLE_FAILED));
  g_assert_nonnull (lodge_console_get_error (fixture->base.console));
  lodge_test_wait (fixture->base.server.n_channels == 0);
  connect_console (&fixture->base);
}

/* The old host sends the screen away, and whoever hands sockets over knows where to. */
static void
test_handed_over (MoveFixture   *fixture,
                  gconstpointer  how)
{
  tell (&fixture->base, "migrate %u %s", fixture->target.port, (const char *) how);
  expect (fixture, "migrate-connected;");
  draw_frame (&fixture->base, 5);
  lodge_test_wait (screen_is_right (&fixture->base));
  fixture->home = &fixture->target;
  leave (fixture);
  expect_arrival (fixture);
}

static void
test_handed_switch (MoveFixture   *fixture,
                    gconstpointer  data)
{
  fixture->home = &fixture->target;
  tell (&fixture->base, "switch-host %u", fixture->target.port);
  expect_arrival (fixture);
}

/* Nobody has sockets of a machine that has gone elsewhere: the screen is gone, and says so. */
static void
test_handed_nowhere (MoveFixture   *fixture,
                     gconstpointer  data)
{
  fixture->home = NULL;
  tell (&fixture->base, "switch-host %u", fixture->target.port);
  lodge_test_wait (is_state (&fixture->base, LODGE_CONSOLE_FAILED));
  g_assert_cmpstr (lodge_console_get_error (fixture->base.console)->message, ==, "gone");
  g_assert_cmpint (fixture->target.n_channels, ==, 0);
  fixture->home = &fixture->base.server;
  connect_console (&fixture->base);
}

static void
start_with (LodgeTestServer *server,
            const char      *certificate,
            gboolean         is_plain)
{
  g_autofree char *path = NULL;

  if (certificate != NULL)
    {
      path = g_build_filename (g_get_home_dir (), certificate, NULL);
      lodge_test_server_start_tls (server, path);
      lodge_test_server_tell (server, "listen-tls");
    }
  else
    lodge_test_server_start (server, NULL);
  if (is_plain)
    lodge_test_server_tell (server, "listen");
}

static char *
dup_address (LodgeTestServer *server,
             const char      *subject)
{
  return g_strdup_printf ("%d/%d/%s", server->port > 0 ? (int) server->port : -1,
                          server->tls_port > 0 ? (int) server->tls_port : -1, subject != NULL ? subject : "");
}

static void
way_set_up (MoveFixture   *fixture,
            gconstpointer  data)
{
  const Way *way = data;
  g_autofree char *uri = NULL;

  start_with (&fixture->base.server, way->home, way->home == NULL);
  start_with (&fixture->target, way->target, way->is_plain);
  uri = g_strdup_printf ("spice://127.0.0.1?%s=%u", way->home != NULL ? "tls-port" : "port",
                         way->home != NULL ? fixture->base.server.tls_port : fixture->base.server.port);
  set_up_console (&fixture->base, lodge_spice_console_new_uri (uri));
}

static gboolean
is_encrypted (MoveFixture *fixture)
{
  g_autoptr(LodgeConsoleStatus) status = lodge_console_dup_status (fixture->base.console);

  return strstr (status->path, "TLS") != NULL;
}

static void
go (MoveFixture *fixture,
    const char  *how,
    const char  *subject)
{
  g_autofree char *address = dup_address (&fixture->target, subject);

  if (g_str_equal (how, "switch-host"))
    {
      tell (&fixture->base, "switch-host %s", address);
      return;
    }
  tell (&fixture->base, "migrate %s %s", address, how);
  expect (fixture, "migrate-connected;");
  leave (fixture);
}

/* By @server, which the machine was to go to. */
static void
expect_refusal (MoveFixture     *fixture,
                LodgeTestServer *server,
                const char      *words)
{
  const GError *error;

  lodge_test_wait (is_state (&fixture->base, LODGE_CONSOLE_FAILED));
  error = lodge_console_get_error (fixture->base.console);
  g_assert_error (error, LODGE_ERROR, LODGE_ERROR_DENIED);
  if (strstr (error->message, words) == NULL)
    g_error ("refused by: %s", error->message);
  lodge_test_wait (fixture->base.server.n_channels == 0 && fixture->target.n_channels == 0);
  lodge_test_server_tell (server, "settle");
  g_assert_null (strstr (server->events->str, "came;"));
}

static void
test_way (MoveFixture   *fixture,
          gconstpointer  data)
{
  const Way *way = data;

  g_assert_cmpint (is_encrypted (fixture), ==, way->home != NULL);
  go (fixture, way->how, way->subject);
  if (way->refusal == NULL)
    {
      expect_arrival (fixture);
      g_assert_true (is_encrypted (fixture));
      g_assert_null (strstr (fixture->target.events->str, "came;"));
    }
  else
    expect_refusal (fixture, &fixture->target, way->refusal);
}

/* Both hosts encrypt one channel only. */
static void
partly_set_up (MoveFixture   *fixture,
               gconstpointer  data)
{
  LodgeTestServer *servers[] = { &fixture->base.server, &fixture->target };
  g_autofree char *uri = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (servers); i++)
    {
      start_with (servers[i], "good", TRUE);
      lodge_test_server_tell (servers[i], "secure main");
    }
  uri = g_strdup_printf ("spice://127.0.0.1?port=%u&tls-port=%u", servers[0]->port, servers[0]->tls_port);
  set_up_console (&fixture->base, lodge_spice_console_new_uri (uri));
}

static guint
count (LodgeTestServer *server,
       const char      *event)
{
  g_auto(GStrv) events = g_strsplit (server->events->str, ";", 0);
  guint n = 0;

  for (char **e = events; *e != NULL; e++)
    n += g_str_equal (*e, event);
  return n;
}

/* At the next host it is encrypted at once, and the others are as they were. */
static void
test_partly (MoveFixture   *fixture,
             gconstpointer  data)
{
  g_assert_true (is_encrypted (fixture));
  go (fixture, "semi", NULL);
  expect_arrival (fixture);
  g_assert_true (is_encrypted (fixture));
  g_assert_cmpuint (count (&fixture->target, "came-by-tls"), ==, 1);
  g_assert_cmpuint (count (&fixture->target, "came"), ==, 3);
}

/* A name that one host told is not good for the next. */
static void
test_old_subject (MoveFixture   *fixture,
                  gconstpointer  data)
{
  LodgeTestServer *next = &fixture->base.server;

  go (fixture, "switch-host", "O=Far,CN=named");
  expect_arrival (fixture);
  lodge_test_server_stop (next);
  start_with (next, "named", FALSE);
  tell_target (fixture, "migrate -1/%u semi", next->tls_port);
  lodge_test_wait (strstr (fixture->target.events->str, "migrate-connected;") != NULL);
  tell_target (fixture, "migrate-end 1");
  expect_refusal (fixture, next, "127.0.0.1");
}

static void
add (const char *path,
     void      (*func) (MoveFixture *, gconstpointer))
{
  g_test_add (path, MoveFixture, NULL, move_set_up, func, move_tear_down);
}

/* One that is known here, one of another name, and one of somebody's whom nobody knows. */
static gboolean
make_certificates (const char *home)
{
  g_autofree char *pki = g_build_filename (home, ".pki", "CA", NULL);

  g_assert_cmpint (g_mkdir_with_parents (pki, 0700), ==, 0);
  if (!lodge_test_certificates_add_authority (pki, "cacert"))
    return FALSE;

  lodge_test_certificates_add_authority (home, "stranger");
  lodge_test_certificates_add_server (home, "good", ".pki/CA/cacert", "/CN=good", "IP:127.0.0.1");
  lodge_test_certificates_add_server (home, "named", ".pki/CA/cacert", "/O=Far/CN=named", "DNS:far.test");
  lodge_test_certificates_add_server (home, "strange", "stranger", "/CN=good", "IP:127.0.0.1");
  return TRUE;
}

/* A host that is refused is told twice: before the machine leaves, and when it has left. */
static void
add_ways (void)
{
  static const Way old_subject = { .home = "good", .target = "named" };
  static const struct { const char *path; Way way; } ways[] = {
    { "seamless", { "seamless", "good", "good" } },
    { "both/semi-seamless", { "semi", "good", "good", .is_plain = TRUE } },
    { "both/switch-host", { "switch-host", "good", "good", .is_plain = TRUE } },
    { "from-plain", { "semi", NULL, "good" } },
    { "subject", { "semi", "good", "named", "O=Far,CN=named" } },
    { "to-plain", { "semi", "good", NULL, .is_plain = TRUE, .refusal = "without encryption" } },
    { "false-subject", { "semi", "good", "named", "O=Far,CN=other", .refusal = "127.0.0.1" } },
    { "stranger", { "semi", "good", "strange", .is_plain = TRUE, .refusal = "authority" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *path = g_strconcat ("/migration/tls/", ways[i].path, NULL);

      g_test_add (path, MoveFixture, &ways[i].way, way_set_up, test_way, move_tear_down);
    }
  g_test_add ("/migration/tls/partly", MoveFixture, NULL, partly_set_up, test_partly, move_tear_down);
  g_test_add ("/migration/tls/old-subject", MoveFixture, &old_subject, way_set_up, test_old_subject,
              move_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *home = g_dir_make_tmp ("lodge-migration-XXXXXX", NULL);
  g_autofree char *remove = g_strdup_printf ("rm -r %s", home);
  int failed;

  g_assert_nonnull (home);
  g_setenv ("HOME", home, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  add ("/migration/seamless", test_seamless);
  add ("/migration/semi-seamless", test_semi_seamless);
  add ("/migration/switch-host", test_switch_host);
  add ("/migration/cancelled", test_cancelled);
  add ("/migration/unreachable", test_unreachable);
  g_test_add ("/migration/handed-over/seamless", MoveFixture, "seamless", handed_set_up,
              test_handed_over, move_tear_down);
  g_test_add ("/migration/handed-over/semi-seamless", MoveFixture, "semi", handed_set_up,
              test_handed_over, move_tear_down);
  g_test_add ("/migration/handed-over/switch-host", MoveFixture, NULL, handed_set_up,
              test_handed_switch, move_tear_down);
  g_test_add ("/migration/handed-over/nowhere", MoveFixture, NULL, handed_set_up,
              test_handed_nowhere, move_tear_down);
  if (make_certificates (home))
    add_ways ();
  failed = g_test_run ();
  g_spawn_command_line_sync (remove, NULL, NULL, NULL, NULL);
  return failed;
}
