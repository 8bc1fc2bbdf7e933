/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A shared folder over SPICE: the library serves it to the guest by WebDAV, over a channel of its own. It
 * is opened when a folder is shared for the first time, and stays: a server that meets the same guest's
 * device closed and opened again in short time has died of it, and the machine with it. Without a folder it
 * serves nothing. By itself a session would share the user's public folder, so it is told otherwise from
 * the first. */

#include "config.h"

#include "console/lodge-spice-folder-private.h"

#include "console/lodge-console-folder-private.h"

typedef enum { CLOSED, OPENING, OPEN, GONE } Phase;

struct _LodgeSpiceFolder
{
  GObject parent_instance;

  SpiceSession *session;         /* not counted: it has this one's owner */
  SpiceChannel *channel;         /* NULL: the guest has no such device */
  LodgeConsoleFolder *folder;
  Phase phase;
};

G_DEFINE_FINAL_TYPE (LodgeSpiceFolder, lodge_spice_folder, G_TYPE_OBJECT)

/* The library may have been built without its server. */
static gboolean
is_supported (SpiceSession *session)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (session), "webdav-server");

  return pspec != NULL && pspec->value_type != G_TYPE_OBJECT;
}

static LodgeFolderState
get_state (LodgeSpiceFolder *self)
{
  gboolean asked = FALSE;

  if (!is_supported (self->session))
    return LODGE_FOLDER_UNSUPPORTED;
  if (self->channel == NULL || self->phase == GONE)
    return LODGE_FOLDER_NO_CHANNEL;
  if (lodge_console_folder_get_shared (self->folder) == NULL)
    return LODGE_FOLDER_OFF;
  if (self->phase == OPEN)
    g_object_get (self->channel, "port-opened", &asked, NULL);
  return asked ? LODGE_FOLDER_SERVED : LODGE_FOLDER_WAITING;
}

static void
update (LodgeSpiceFolder *self)
{
  const char *path = lodge_console_folder_get_shared (self->folder);

  g_object_set (self->session, "shared-dir", path, "share-dir-ro",
                path == NULL || lodge_console_folder_is_read_only (self->folder), NULL);
  if (self->channel != NULL && path != NULL && self->phase == CLOSED)
    {
      self->phase = OPENING;
      spice_channel_connect (self->channel);
    }
  lodge_console_folder_set_state (self->folder, get_state (self));
}

static void
event_cb (LodgeSpiceFolder  *self,
          SpiceChannelEvent  event)
{
  self->phase = event == SPICE_CHANNEL_OPENED ? OPEN : GONE;
  update (self);
}

static void
lodge_spice_folder_dispose (GObject *object)
{
  LodgeSpiceFolder *self = LODGE_SPICE_FOLDER (object);

  if (self->channel != NULL)
    g_signal_handlers_disconnect_by_data (self->channel, self);
  g_clear_object (&self->channel);
  if (self->folder != NULL)
    g_signal_handlers_disconnect_by_data (self->folder, self);
  g_clear_object (&self->folder);
  self->session = NULL;

  G_OBJECT_CLASS (lodge_spice_folder_parent_class)->dispose (object);
}

static void
lodge_spice_folder_class_init (LodgeSpiceFolderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lodge_spice_folder_dispose;
}

static void
lodge_spice_folder_init (LodgeSpiceFolder *self)
{
}

static void
watch (LodgeSpiceFolder *self,
       gpointer          object,
       const char       *signal,
       GCallback         callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

LodgeSpiceFolder *
lodge_spice_folder_new (SpiceSession       *session,
                        LodgeConsoleFolder *folder)
{
  LodgeSpiceFolder *self = g_object_new (LODGE_TYPE_SPICE_FOLDER, NULL);

  self->session = session;
  self->folder = g_object_ref (folder);
  watch (self, folder, "notify::shared", G_CALLBACK (update));
  watch (self, folder, "notify::path", G_CALLBACK (update));
  watch (self, folder, "notify::read-only", G_CALLBACK (update));
  update (self);
  return self;
}

gboolean
lodge_spice_folder_add_channel (LodgeSpiceFolder *self,
                                SpiceChannel     *channel)
{
  if (!SPICE_IS_WEBDAV_CHANNEL (channel))
    return FALSE;
  if (self->channel != NULL)
    return TRUE;

  self->channel = g_object_ref (channel);
  watch (self, channel, "channel-event", G_CALLBACK (event_cb));
  watch (self, channel, "notify::port-opened", G_CALLBACK (update));
  update (self);
  return TRUE;
}
