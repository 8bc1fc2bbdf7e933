/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the SPICE library knows of its session. */

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
      g_autoptr(GSocket) socket = NULL;

      g_object_get (l->data, "socket", &socket, NULL);
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

void
lodge_spice_describe (SpiceSession       *session,
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
}
