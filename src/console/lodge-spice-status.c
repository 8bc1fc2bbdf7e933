/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the SPICE library knows of its session, and how fast the server answers. */

#include "config.h"

#include "console/lodge-spice-status-private.h"

#include <glib/gi18n-lib.h>

static int
compare_channels (gconstpointer a,
                  gconstpointer b)
{
  int type_a, type_b;

  g_object_get (*(GObject **) a, "channel-type", &type_a, NULL);
  g_object_get (*(GObject **) b, "channel-type", &type_b, NULL);
  return type_a - type_b;
}

static GPtrArray *
get_open_channels (SpiceSession *session)
{
  GPtrArray *open = g_ptr_array_new ();
  GList *channels = spice_session_get_channels (session);

  for (GList *l = channels; l != NULL; l = l->next)
    {
      g_autoptr(GSocket) socket = lodge_spice_channel_dup_socket (l->data);

      if (socket != NULL)
        g_ptr_array_add (open, l->data);
    }
  g_list_free (channels);
  g_ptr_array_sort (open, compare_channels);
  return open;
}

static void
add_channel (SpiceChannel       *channel,
             GString            *names,
             LodgeConsoleStatus *status)
{
  gulong bytes = 0;
  int type = 0;

  g_object_get (channel, "total-read-bytes", &bytes, "channel-type", &type, NULL);
  status->received += bytes;
  g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                          spice_channel_type_to_string (type));
}

static void
add_way (LodgeSpiceHost     *host,
         const char         *way,
         LodgeConsoleStatus *status)
{
  LodgeSpiceEcho *echo = lodge_spice_host_get_echo (host);
  GSocket *socket = lodge_spice_host_get_socket (host);

  if (socket != NULL)
    lodge_console_status_take_socket (status, socket, NULL, lodge_spice_host_get_encryption (host));
  else
    status->path = g_strdup (way);
  if (echo != NULL && lodge_spice_echo_has_begun (echo))
    lodge_console_status_take_round_trip (status, lodge_spice_echo_get_round_trip (echo));
}

void
lodge_spice_describe (SpiceSession       *session,
                      LodgeSpiceHost     *host,
                      const char         *way,
                      LodgeConsoleStatus *status)
{
  g_autoptr(GPtrArray) channels = get_open_channels (session);
  g_autoptr(GString) names = g_string_new (NULL);
  int protocol = 0;

  for (guint i = 0; i < channels->len; i++)
    add_channel (g_ptr_array_index (channels, i), names, status);
  g_object_get (session, "protocol", &protocol, NULL);
  status->protocol = g_strdup_printf ("SPICE %d", protocol);
  status->channels = g_string_free (g_steal_pointer (&names), FALSE);
  status->encoding = g_strdup (_("Chosen by the server"));
  add_way (host, way, status);
}

void
lodge_spice_measure (LodgeSpiceHost   *host,
                     LodgeSpiceInputs *inputs,
                     LodgePointerMode  mode)
{
  LodgeSpiceEcho *echo = lodge_spice_host_get_echo (host);

  if (echo != NULL && inputs != NULL && !lodge_spice_echo_is_busy (echo))
    lodge_spice_inputs_ask (inputs, mode);
}
