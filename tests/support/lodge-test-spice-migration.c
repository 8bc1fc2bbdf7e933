/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A client that goes to another server, for lodge-test-spice-server:
 *   listen                 also on the loopback                -> port N, and then came
 *   listen-tls             likewise, with its certificate         tls-port N, and then came-by-tls
 *   secure CHANNEL         this only by TLS
 *   migrate ADDRESS seamless|semi   tells it to connect there too    migrate-connected
 *   migrate-end 1|0        to go, or to stay                      migrate-ended
 *   switch-host ADDRESS    to go and begin anew
 *   vm on|off              a machine that comes is off until it is there
 * An ADDRESS is PORT[/TLS-PORT[/SUBJECT]], with -1 for none. */

#include "config.h"

#include "lodge-test-spice-migration.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lodge-test-spice-agent.h"

#define LOOPBACK "127.0.0.1"

/* Of another server, on the loopback. */
typedef struct {
  int port, tls_port;
  char subject[64];
} Address;

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
             gpointer           with_tls)
{
  int fd = dup (g_socket_get_fd (g_socket_connection_get_socket (connection)));

  lodge_test_say (with_tls != NULL ? "came-by-tls" : "came");
  if (with_tls != NULL)
    spice_server_add_ssl_client (server, fd, FALSE);
  else
    spice_server_add_client (server, fd, FALSE);
  return TRUE;
}

static void
listen_on_loopback (gboolean with_tls)
{
  GSocketService *service = g_socket_service_new ();
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new_from_string (LOOPBACK, 0);
  g_autoptr(GSocketAddress) effective = NULL;

  g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &effective, NULL);
  g_signal_connect (service, "incoming", G_CALLBACK (incoming_cb), GINT_TO_POINTER (with_tls));
  lodge_test_say ("%s %d", with_tls ? "tls-port" : "port",
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

static Address
read_address (const char *text)
{
  Address address = { .tls_port = -1 };

  sscanf (text, "%d/%d/%63[^\n]", &address.port, &address.tls_port, address.subject);
  return address;
}

static const char *
get_subject (const Address *address)
{
  return *address->subject != '\0' ? address->subject : NULL;
}

static void
migrate (const char *text,
         gboolean    seamless)
{
  Address address = read_address (text);

  add_migration ();
  spice_server_set_seamless_migration (server, seamless);
  spice_server_migrate_connect (server, LOOPBACK, address.port, address.tls_port,
                                get_subject (&address));
}

static void
switch_host (const char *text)
{
  Address address = read_address (text);

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  spice_server_migrate_info (server, LOOPBACK, address.port, address.tls_port, get_subject (&address));
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
  char address[100], how[16];
  int n;

  if (g_str_equal (line, "listen"))
    listen_on_loopback (FALSE);
  else if (g_str_equal (line, "listen-tls"))
    listen_on_loopback (TRUE);
  else if (g_str_has_prefix (line, "secure "))
    spice_server_set_channel_security (server, line + strlen ("secure "), SPICE_CHANNEL_SECURITY_SSL);
  else if (sscanf (line, "switch-host %99s", address) == 1)
    switch_host (address);
  else if (sscanf (line, "migrate-end %d", &n) == 1)
    spice_server_migrate_end (server, n);
  else if (sscanf (line, "migrate %99s %15s", address, how) == 2)
    migrate (address, g_str_equal (how, "seamless"));
  else if (g_str_equal (line, "vm on"))
    spice_server_vm_start (server);
  else if (g_str_equal (line, "vm off"))
    spice_server_vm_stop (server);
  else
    return FALSE;
  return TRUE;
}
