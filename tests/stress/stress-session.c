/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sessions that come and go, servers that die, machines that move. */

#include "config.h"

#include "stress.h"

#include <gio/gunixsocketaddress.h>
#include <unistd.h>

#include "base/lodge-error.h"
#include "console/lodge-spice-console.h"

static void
provide_cb (LodgeFdRequest *request,
            gpointer        user_data)
{
  Stress *stress = user_data;
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (stress->server->path);
  g_autoptr(GSocket) sock = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, 0, NULL);
  g_autoptr(GError) error = NULL;

  if (g_socket_connect (sock, address, NULL, NULL))
    lodge_fd_request_return (request, dup (g_socket_get_fd (sock)), NULL);
  else
    {
      error = lodge_error_new (LODGE_ERROR_NOT_CONNECTED, NULL, "nobody there");
      lodge_fd_request_return (request, -1, error);
    }
}

/* The one before has to go wholly, whatever it was about. */
void
stress_new_console (Stress *stress)
{
  g_autofree char *uri = g_strdup_printf ("spice://127.0.0.1:%u", stress->server->port);

  lodge_display_set_console (stress->display, NULL);
  if (stress->console != NULL)
    g_assert_finalize_object (stress->console);
  stress->dials = stress_random (3) != 0;
  stress->moved = FALSE;
  stress->console = stress->dials ? lodge_spice_console_new_uri (uri)
                                  : lodge_spice_console_new_fd (provide_cb, stress, NULL);
  lodge_display_set_console (stress->display, stress->console);
  lodge_console_connect (stress->console);
}

void
stress_connect (Stress *stress)
{
  if (stress->moved)
    stress_new_console (stress);
  else
    lodge_console_connect (stress->console);
}

/* @server may have ended already. */
void
stress_restart (Stress          *stress,
                LodgeTestServer *server)
{
  g_subprocess_force_exit (server->process);
  lodge_test_server_stop (server);
  lodge_test_server_start (server, NULL);
  lodge_test_server_tell (server, "listen");
}

static void
toggle (Stress *stress)
{
  LodgeConsoleState state = lodge_console_get_state (stress->console);

  if (state == LODGE_CONSOLE_CONNECTED || state == LODGE_CONSOLE_CONNECTING)
    lodge_console_disconnect (stress->console);
  else
    stress_connect (stress);
}

static gboolean
has_said (Stress     *stress,
          const char *line)
{
  return strstr (stress->server->events->str, line) != NULL || stress->server->output == NULL;
}

static gboolean
can_move (Stress *stress)
{
  return stress->dials && stress->server->n_channels == 4 && stress->server->output != NULL
         && stress->other->output != NULL
         && lodge_console_get_state (stress->console) == LODGE_CONSOLE_CONNECTED;
}

static void
swap_servers (Stress *stress)
{
  LodgeTestServer *old = stress->server;

  stress->server = stress->other;
  stress->other = old;
  stress->moved = TRUE;
  stress_restart (stress, old);
}

/* The last part is left out now and then: the old host goes before it has said where to. */
static void
move (Stress *stress)
{
  gboolean seamless = stress_random (2);

  g_string_truncate (stress->server->events, 0);
  /* Its screen is as large there; and it is not drawn on while it moves. */
  for (int i = 0; i < 2; i++)
    {
      LodgeTestServer *server = i == 0 ? stress->server : stress->other;

      stress_tell (server, "depth 32");
      stress_tell (server, "size 640 480");
    }
  stress_turn (50);
  stress_tell (stress->server, "migrate %u %s", stress->other->port, seamless ? "seamless" : "semi");
  stress_wait (5, has_said (stress, "migrate-connected;"));
  if (seamless)
    stress_wait (3, stress->other->n_channels == 4 || stress->other->output == NULL);
  stress_tell (stress->other, "settle");
  stress_turn (100);
  if (stress_random (8) != 0)
    {
      stress_tell (stress->server, "vm off");
      stress_tell (stress->server, "migrate-end 1");
      stress_wait (5, has_said (stress, "migrate-ended;"));
    }
  swap_servers (stress);
  /* An address that nobody answers any more. */
  if (lodge_console_get_state (stress->console) != LODGE_CONSOLE_CONNECTED)
    stress_new_console (stress);
}

static void
switch_host (Stress *stress)
{
  stress_tell (stress->server, "switch-host %u", stress->other->port);
  stress_wait (3, stress->other->n_channels > 0 || stress->other->output == NULL);
  swap_servers (stress);
  if (lodge_console_get_state (stress->console) != LODGE_CONSOLE_CONNECTED)
    stress_new_console (stress);
}

static void
kill_server (Stress *stress)
{
  stress_restart (stress, stress->server);
  if (stress->dials)
    stress_new_console (stress);
}

void
stress_do_session (Stress *stress)
{
  int kind = stress_random (100);

  if (kind < 50)
    toggle (stress);
  else if (kind < 75)
    stress_new_console (stress);
  else if (kind < 85)
    kill_server (stress);
  else if (!can_move (stress))
    toggle (stress);
  else if (kind < 96)
    move (stress);
  else
    switch_host (stress);
}
