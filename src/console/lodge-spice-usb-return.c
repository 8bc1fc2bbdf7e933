/* SPDX-License-Identifier: GPL-3.0-or-later */

/* USB devices on their way back to this computer. When a session ends while its guest has one, the library
 * resets the device and puts its driver on it again on a thread of its own: a program that ends before leaves
 * the device without a driver until it is plugged in anew. The channel that has the device lives until that is
 * done, so these channels are counted. */

#include "config.h"

#include "console/lodge-spice-usb-return-private.h"

#include "console/lodge-console-usb.h"

#define PATIENCE_MS 3000

static guint n_channels;   /* of the main thread */

static void
returned_cb (gpointer  user_data,
             GObject  *channel)
{
  n_channels--;
}

void
lodge_spice_usb_return (SpiceSession *session)
{
  GList *channels = spice_session_get_channels (session);

  for (GList *l = channels; l != NULL; l = l->next)
    if (SPICE_IS_USBREDIR_CHANNEL (l->data))
      {
        n_channels++;
        g_object_weak_ref (l->data, returned_cb, NULL);
      }
  g_list_free (channels);
}

static gboolean
late_cb (gpointer user_data)
{
  gboolean *late = user_data;

  *late = TRUE;
  return G_SOURCE_CONTINUE;
}

void
lodge_console_usb_finish_all (void)
{
  gboolean late = FALSE;
  guint source = g_timeout_add (PATIENCE_MS, late_cb, &late);

  while (n_channels > 0 && !late)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}
