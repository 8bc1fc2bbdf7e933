/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A screen for which libvirt passes no socket, on this computer: libvirt's own test driver, which has no such
 * function, with a real server where its machine says that it listens. */

#include "config.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "../support/lodge-test-server.h"
#include "../virt/virt-support.h"
#include "console/lodge-console-status.h"
#include "pages/lodge-machine-screen.h"

#define UUID     "00000000-0000-4000-8000-000000000001"
#define PASSWORD "horse"

typedef struct {
  LodgeTestServer server;
  char *odd;     /* the server's socket by another name */
  char *file;
  LodgeHost *host;
  LodgeMachineScreen *screen;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  password)
{
  lodge_test_server_start (&fixture->server, password);
  lodge_test_server_tell (&fixture->server, "listen");
  fixture->odd = g_build_filename (fixture->server.dir, "1% mäh?", NULL);
  g_assert_cmpint (symlink (fixture->server.path, fixture->odd), ==, 0);
  fixture->file = g_build_filename (fixture->server.dir, "node.xml", NULL);
}

/* With one machine, which runs. */
static void
look_at (Fixture    *fixture,
         const char *graphics)
{
  g_autofree char *xml =
    g_strdup_printf ("<node><domain type='test'><name>there</name><uuid>" UUID "</uuid>"
                     "<memory>65536</memory><os><type arch='i686'>hvm</type></os><devices>%s</devices>"
                     "</domain></node>", graphics);
  g_autofree char *uri = g_strconcat ("test://", fixture->file, NULL);

  g_assert_true (g_file_set_contents (fixture->file, xml, -1, NULL));
  fixture->host = host_connected (uri);
  fixture->screen = lodge_machine_screen_new ();
  lodge_machine_screen_set_machine (fixture->screen, lodge_host_find_machine (fixture->host, "there"));
  lodge_machine_screen_set_graphics (fixture->screen, 0);
  lodge_machine_screen_set_wanted (fixture->screen, TRUE);
}

static void
wait_for_status (Fixture           *fixture,
                 LodgeScreenStatus  status)
{
  lodge_test_wait (lodge_machine_screen_get_status (fixture->screen) == status);
}

/* The way is told, and libvirt's reason for it. */
static void
assert_shown (Fixture    *fixture,
              const char *path)
{
  g_autoptr(LodgeConsoleStatus) status = NULL;

  wait_for_status (fixture, LODGE_SCREEN_SHOWN);
  lodge_test_server_settle (&fixture->server, lodge_machine_screen_get_console (fixture->screen));
  status = lodge_console_dup_status (lodge_machine_screen_get_console (fixture->screen));
  g_assert_true (g_str_has_prefix (status->path, path));
  g_assert_cmpstr (status->reason, ==, "libvirt does not pass a socket for this screen: this function is not "
                   "supported by the connection driver: virDomainOpenGraphicsFD");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  password)
{
  g_assert_finalize_object (fixture->screen);
  lodge_test_wait (fixture->server.n_channels == 0);
  host_finish (fixture->host);
  g_unlink (fixture->odd);
  g_unlink (fixture->file);
  lodge_test_server_stop (&fixture->server);
  g_free (fixture->odd);
  g_free (fixture->file);
}

static void
test_socket (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autofree char *graphics =
    g_strdup_printf ("<graphics type='spice'><listen type='socket' socket='%s'/></graphics>", fixture->odd);

  look_at (fixture, graphics);
  assert_shown (fixture, "Unix socket");
}

static void
test_port (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autofree char *graphics =
    g_strdup_printf ("<graphics type='spice' port='%u' listen='0.0.0.0'/>", fixture->server.port);
  g_autofree char *path = g_strdup_printf ("TCP, not encrypted, 127.0.0.1:%u", fixture->server.port);

  look_at (fixture, graphics);
  assert_shown (fixture, path);
}

/* The server there lets nobody in for libvirt's sake: its password is asked for. */
static void
test_password (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autofree char *graphics =
    g_strdup_printf ("<graphics type='spice' port='%u' listen='127.0.0.1'/>", fixture->server.port);
  LodgeCredentials *credentials;

  look_at (fixture, graphics);
  wait_for_status (fixture, LODGE_SCREEN_PROTECTED);
  credentials = lodge_console_get_credentials (lodge_machine_screen_get_console (fixture->screen));
  lodge_credentials_answer (credentials, NULL, "wrong");
  lodge_test_wait (lodge_credentials_get_refused (credentials));
  wait_for_status (fixture, LODGE_SCREEN_PROTECTED);
  lodge_credentials_answer (credentials, NULL, PASSWORD);
  assert_shown (fixture, "TCP, not encrypted, 127.0.0.1:");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  lodge_virt_init ();
  g_test_add ("/past-libvirt/socket", Fixture, NULL, set_up, test_socket, tear_down);
  g_test_add ("/past-libvirt/port", Fixture, NULL, set_up, test_port, tear_down);
  g_test_add ("/past-libvirt/password", Fixture, PASSWORD, set_up, test_password, tear_down);
  return g_test_run ();
}
