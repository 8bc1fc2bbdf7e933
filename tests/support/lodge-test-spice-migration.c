/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A client that goes to another server, for lodge-test-spice-server:
 *   listen                 also on the loopback                -> port N
 *   migrate PORT seamless|semi   tells it to connect there too    migrate-connected
 *   migrate-end 1|0        to go, or to stay                      migrate-ended
 *   switch-host PORT       to go and begin anew
 *   vm on|off              a machine that comes is off until it is there */

#include "config.h"

#include "lodge-test-spice-migration.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lodge-test-spice-agent.h"

#define LOOPBACK "127.0.0.1"

static SpiceServer *server;
static gboolean has_migration;

static void
connect_complete (SpiceMigrateInstance *sin)
{
  lodge_test_say ("migrate-connected");
}

static void
end_complete (SpiceMigrateInstance *sin)
{
  lodge_test_say ("migrate-ended");
}

static const SpiceMigrateInterface migrate_interface = {
  .base = { SPICE_INTERFACE_MIGRATION, "test migration", SPICE_INTERFACE_MIGRATION_MAJOR,
            SPICE_INTERFACE_MIGRATION_MINOR },
  .migrate_connect_complete = connect_complete,
  .migrate_end_complete = end_complete,
};

static SpiceMigrateInstance migration = { .base = { &migrate_interface.base } };

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             gpointer           user_data)
{
  GSocket *sock = g_socket_connection_get_socket (connection);

  spice_server_add_client (server, dup (g_socket_get_fd (sock)), FALSE);
  return TRUE;
}

static void
listen_on_loopback (void)
{
  GSocketService *service = g_socket_service_new ();
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new_from_string (LOOPBACK, 0);
  g_autoptr(GSocketAddress) effective = NULL;

  g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &effective, NULL);
  g_signal_connect (service, "incoming", G_CALLBACK (incoming_cb), NULL);
  lodge_test_say ("port %d",
                  g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective)));
}

/* With this interface the library does not switch hosts in the old way. */
static void
add_migration (void)
{
  if (!has_migration)
    spice_server_add_interface (server, &migration.base);
  has_migration = TRUE;
}

static void
switch_host (int port)
{
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  spice_server_migrate_info (server, LOOPBACK, port, -1, NULL);
  spice_server_migrate_switch (server);
  G_GNUC_END_IGNORE_DEPRECATIONS
}

void
lodge_test_migration_init (SpiceServer *s)
{
  server = s;
}

/* FALSE when it is no command of a migration's. */
gboolean
lodge_test_migration_run_command (const char *line)
{
  char how[16];
  int n;

  if (g_str_equal (line, "listen"))
    listen_on_loopback ();
  else if (sscanf (line, "switch-host %d", &n) == 1)
    switch_host (n);
  else if (sscanf (line, "migrate-end %d", &n) == 1)
    spice_server_migrate_end (server, n);
  else if (sscanf (line, "migrate %d %15s", &n, how) == 2)
    {
      add_migration ();
      spice_server_set_seamless_migration (server, g_str_equal (how, "seamless"));
      spice_server_migrate_connect (server, LOOPBACK, n, -1, NULL);
    }
  else if (g_str_equal (line, "vm on"))
    spice_server_vm_start (server);
  else if (g_str_equal (line, "vm off"))
    spice_server_vm_stop (server);
  else
    return FALSE;
  return TRUE;
}
