/* SPDX-License-Identifier: GPL-3.0-or-later */

/* USB redirection over SPICE: the library's device manager as a list of LodgeUsbDevice. It is asked for
 * only when somebody wants to see devices or wants some attached, because it listens to all of the
 * computer's USB from then on.
 *
 * An image of a disc is a device of the library's own making, which is gone as soon as it is detached or
 * could not be attached. When the last one lets go of it while it reads the image, the library stops the
 * reading and waits for itself for ever; so it is kept for a while after it is gone. */

#include "config.h"

#include "console/lodge-spice-usb-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lodge-error.h"
#include "console/lodge-console-usb-private.h"
#include "console/lodge-spice-usb-return-private.h"

#define LINGER 10   /* seconds that an image may take to be read from */

struct _LodgeSpiceUsb
{
  GObject parent_instance;

  SpiceSession *session;
  LodgeSpiceHost *host;
  LodgeConsoleUsb *usb;
  SpiceUsbDeviceManager *manager;   /* the session's */
};

G_DEFINE_FINAL_TYPE (LodgeSpiceUsb, lodge_spice_usb, G_TYPE_OBJECT)

typedef struct {
  LodgeSpiceUsb *self;
  LodgeUsbDevice *device;
  gboolean attach;
} Move;

static SpiceUsbDevice *
get_spice_device (LodgeUsbDevice *device)
{
  return g_object_get_data (G_OBJECT (device), "lodge-spice-device");
}

static void
spice_device_free (gpointer spice_device)
{
  g_boxed_free (SPICE_TYPE_USB_DEVICE, spice_device);
}

static gboolean
lingered_cb (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

static void
disc_free (gpointer spice_device)
{
  g_timeout_add_seconds_full (G_PRIORITY_LOW, LINGER, lingered_cb, spice_device, spice_device_free);
}

static LodgeUsbDevice *
find_device (LodgeSpiceUsb  *self,
             SpiceUsbDevice *spice_device,
             guint          *position)
{
  GListModel *devices = lodge_console_usb_get_devices (self->usb);

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(LodgeUsbDevice) device = g_list_model_get_item (devices, i);

      *position = i;
      if (get_spice_device (device) == spice_device)
        return device;
    }
  return NULL;
}

static void
update_device (LodgeSpiceUsb  *self,
               LodgeUsbDevice *device)
{
  SpiceUsbDevice *spice_device = get_spice_device (device);
  gboolean attached = spice_usb_device_manager_is_device_connected (self->manager, spice_device);
  g_autoptr(GError) error = NULL;

  /* For a disc there is a way as long as it is there. */
  if (!attached && !lodge_usb_device_is_disc (device))
    spice_usb_device_manager_can_redirect_device (self->manager, spice_device, &error);
  lodge_usb_device_set_state (device, attached, FALSE, error != NULL ? error->message : NULL);
}

static void
update_all (LodgeSpiceUsb *self)
{
  GListModel *devices = lodge_console_usb_get_devices (self->usb);

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(LodgeUsbDevice) device = g_list_model_get_item (devices, i);

      if (!lodge_usb_device_is_busy (device))
        update_device (self, device);
    }
}

static void
fail (LodgeSpiceUsb  *self,
      LodgeUsbDevice *device,
      const GError   *cause)
{
  g_autoptr(GError) error = NULL;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (lodge_usb_device_is_disc (device))
    error = lodge_error_new (LODGE_ERROR_FAILED, cause->message,
                             _("The guest did not take “%s”. Try it again, or start the machine "
                               "again."), lodge_usb_device_get_name (device));
  else
    error = lodge_error_new (LODGE_ERROR_FAILED, cause->message,
                             _("“%s” could not be moved. Check that no program uses it and that you "
                               "may use USB devices."), lodge_usb_device_get_name (device));
  lodge_console_usb_fail (self->usb, error);
}

static void
moved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Move *move = user_data;
  SpiceUsbDeviceManager *manager = SPICE_USB_DEVICE_MANAGER (source);
  g_autoptr(GError) error = NULL;

  if (move->attach)
    spice_usb_device_manager_connect_device_finish (manager, result, &error);
  else
    spice_usb_device_manager_disconnect_device_finish (manager, result, &error);

  if (move->self->manager == manager)
    {
      update_device (move->self, move->device);
      update_all (move->self);
      if (error != NULL)
        fail (move->self, move->device, error);
    }
  g_object_unref (move->self);
  g_object_unref (move->device);
  g_free (move);
}

static void
attach_cb (LodgeSpiceUsb  *self,
           gboolean        attach,
           LodgeUsbDevice *device)
{
  Move *move;

  if (self->manager == NULL || (attach && lodge_console_usb_is_view_only (self->usb)))
    return;

  move = g_new0 (Move, 1);
  move->self = g_object_ref (self);
  move->device = g_object_ref (device);
  move->attach = attach;
  lodge_usb_device_set_state (device, !attach, TRUE, NULL);
  if (attach)
    spice_usb_device_manager_connect_device_async (self->manager, get_spice_device (device), NULL,
                                                   moved_cb, move);
  else
    spice_usb_device_manager_disconnect_device_async (self->manager, get_spice_device (device), NULL,
                                                      moved_cb, move);
}

/* “Maker Product [vvvv:pppp] at 1-2” */
static char *
get_id (const char *description)
{
  const char *start = strrchr (description, '[');
  const char *end = start != NULL ? strchr (start, ']') : NULL;

  return end != NULL ? g_strndup (start + 1, (gsize) (end - start - 1)) : g_strdup (description);
}

/* Out of “SPICE CD (FILE)”. */
static char *
get_disc_name (SpiceUsbDevice *spice_device)
{
  g_autofree char *product = spice_usb_device_get_description (spice_device, "%s%s");
  const char *start = product != NULL ? strchr (product, '(') : NULL;
  g_autofree char *name = NULL;

  if (start == NULL || !g_str_has_suffix (start, ")"))
    return g_steal_pointer (&product);

  name = g_strndup (start + 1, strlen (start) - 2);
  return g_filename_display_name (name);
}

static LodgeUsbDevice *
create_device (LodgeSpiceUsb  *self,
               SpiceUsbDevice *spice_device)
{
  g_autofree char *name = NULL;
  g_autofree char *id = NULL;

  if (spice_usb_device_manager_is_device_shared_cd (self->manager, spice_device))
    {
      name = get_disc_name (spice_device);
      return lodge_usb_device_new_disc (name != NULL ? name : "");
    }

  name = spice_usb_device_get_description (spice_device, NULL);
  id = get_id (name != NULL ? name : "");
  return lodge_usb_device_new (name != NULL ? name : "", id);
}

/* By itself. */
static gboolean
is_wanted (LodgeSpiceUsb  *self,
           LodgeUsbDevice *device)
{
  return lodge_usb_device_is_disc (device)
         || (lodge_usb_device_get_obstacle (device) == NULL
             && g_strv_contains (lodge_console_usb_get_remembered (self->usb),
                                 lodge_usb_device_get_id (device)));
}

static void
attach_wanted (LodgeSpiceUsb  *self,
               LodgeUsbDevice *device)
{
  if (is_wanted (self, device))
    lodge_usb_device_attach (device, TRUE);
}

static void
add_device (LodgeSpiceUsb  *self,
            SpiceUsbDevice *spice_device)
{
  g_autoptr(LodgeUsbDevice) device = create_device (self, spice_device);

  g_object_set_data_full (G_OBJECT (device), "lodge-spice-device",
                          g_boxed_copy (SPICE_TYPE_USB_DEVICE, spice_device),
                          lodge_usb_device_is_disc (device) ? disc_free : spice_device_free);
  g_signal_connect_object (device, "attach", G_CALLBACK (attach_cb), self, G_CONNECT_SWAPPED);
  g_list_store_append (lodge_console_usb_get_store (self->usb), device);
  update_all (self);
  attach_wanted (self, device);
}

static void
device_added_cb (LodgeSpiceUsb  *self,
                 SpiceUsbDevice *spice_device)
{
  guint position;

  if (find_device (self, spice_device, &position) == NULL)
    add_device (self, spice_device);
}

static gboolean
has_disc (LodgeSpiceUsb *self)
{
  GListModel *devices = lodge_console_usb_get_devices (self->usb);

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(LodgeUsbDevice) device = g_list_model_get_item (devices, i);

      if (lodge_usb_device_is_disc (device))
        return TRUE;
    }
  return FALSE;
}

static void
device_removed_cb (LodgeSpiceUsb  *self,
                   SpiceUsbDevice *spice_device)
{
  guint position;
  LodgeUsbDevice *found = find_device (self, spice_device, &position);
  g_autoptr(LodgeUsbDevice) device = NULL;

  if (found == NULL)
    return;

  device = g_object_ref (found);
  g_list_store_remove (lodge_console_usb_get_store (self->usb), position);
  lodge_spice_host_set_disc (self->host, has_disc (self));
  update_all (self);
  if (lodge_usb_device_is_disc (device) && lodge_usb_device_is_attached (device)
      && !lodge_usb_device_is_busy (device))
    lodge_console_usb_tell_ejected (self->usb, device);
}

static void
device_failed_cb (LodgeSpiceUsb  *self,
                  SpiceUsbDevice *spice_device,
                  const GError   *error)
{
  guint position;
  LodgeUsbDevice *device = find_device (self, spice_device, &position);

  if (device == NULL)
    return;

  update_device (self, device);
  fail (self, device, error);
}

static void
watch (LodgeSpiceUsb *self,
       gpointer       object,
       const char    *signal,
       GCallback      callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

/* A place for a device: what is to go to the guest by itself, and could not until now, goes there. */
static void
channel_event_cb (LodgeSpiceUsb     *self,
                  SpiceChannelEvent  event)
{
  GListModel *devices = lodge_console_usb_get_devices (self->usb);

  if (event != SPICE_CHANNEL_OPENED || self->manager == NULL)
    return;

  update_all (self);
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(LodgeUsbDevice) device = g_list_model_get_item (devices, i);

      attach_wanted (self, device);
    }
}

static void
automatic_cb (LodgeSpiceUsb *self)
{
  if (self->manager != NULL)
    g_object_set (self->manager, "auto-connect", lodge_console_usb_get_automatic (self->usb), NULL);
}

static void
start_manager (LodgeSpiceUsb *self)
{
  g_autoptr(GPtrArray) devices = NULL;
  g_autoptr(GError) cause = NULL;
  g_autoptr(GError) error = NULL;

  self->manager = spice_usb_device_manager_get (self->session, &cause);
  if (self->manager == NULL)
    {
      error = lodge_error_new (LODGE_ERROR_UNSUPPORTED, cause->message, "%s",
                               _("The USB devices of this computer cannot be used."));
      lodge_console_usb_fail (self->usb, error);
      return;
    }

  watch (self, self->manager, "device-added", G_CALLBACK (device_added_cb));
  watch (self, self->manager, "device-removed", G_CALLBACK (device_removed_cb));
  watch (self, self->manager, "auto-connect-failed", G_CALLBACK (device_failed_cb));
  watch (self, self->manager, "device-error", G_CALLBACK (device_failed_cb));
  devices = spice_usb_device_manager_get_devices (self->manager);
  for (guint i = 0; i < devices->len; i++)
    device_added_cb (self, g_ptr_array_index (devices, i));
  automatic_cb (self);
}

static void
started_cb (LodgeSpiceUsb *self)
{
  if (self->manager == NULL && lodge_console_usb_is_started (self->usb))
    start_manager (self);
}

static void
share_disc_cb (LodgeSpiceUsb *self,
               const char    *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr(GError) cause = NULL;
  g_autoptr(GError) error = NULL;
  int n_free;

  lodge_console_usb_start (self->usb);
  if (self->manager == NULL)
    return;

  lodge_spice_host_set_disc (self->host, TRUE);
  g_object_get (self->manager, "free-channels", &n_free, NULL);
  if (n_free == 0)
    error = lodge_error_new (LODGE_ERROR_BUSY, NULL,
                             _("The guest has no room for “%s”. Take a device back from it first."), name);
  else if (!spice_usb_device_manager_create_shared_cd_device (self->manager, (char *) path, &cause))
    error = lodge_error_new (LODGE_ERROR_FAILED, cause->message,
                             _("“%s” cannot be opened. Check that it is still there."), name);
  if (error != NULL)
    lodge_console_usb_fail (self->usb, error);
}

/* One of them was asked for what the library would trip over; its channel is at its end. Which one is not
 * told. */
static void
disc_refused_cb (LodgeSpiceUsb *self)
{
  GListModel *devices = self->manager != NULL ? lodge_console_usb_get_devices (self->usb) : NULL;

  for (guint i = 0; devices != NULL && i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(LodgeUsbDevice) device = g_list_model_get_item (devices, i);
      g_autoptr(GError) error = NULL;

      if (!lodge_usb_device_is_disc (device)
          || !spice_usb_device_manager_is_device_connected (self->manager, get_spice_device (device)))
        continue;

      attach_cb (self, FALSE, device);
      error = lodge_error_new (LODGE_ERROR_UNSUPPORTED, NULL,
                               _("The guest has lost “%s”, because it used its drive in a way that is "
                                 "not supported. Connect to the screen again before you share it once "
                                 "more."), lodge_usb_device_get_name (device));
      lodge_console_usb_fail (self->usb, error);
    }
}

static void
take_host (LodgeSpiceUsb  *self,
           LodgeSpiceHost *host)
{
  if (self->host != NULL)
    g_signal_handlers_disconnect_by_func (self->host, disc_refused_cb, self);
  g_set_object (&self->host, host);
  watch (self, host, "disc-refused", G_CALLBACK (disc_refused_cb));
}

/* Or is to have it, or was to give it back. */
static gboolean
guest_has_device (LodgeSpiceUsb *self)
{
  GListModel *devices = lodge_console_usb_get_devices (self->usb);

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++)
    {
      g_autoptr(LodgeUsbDevice) device = g_list_model_get_item (devices, i);

      if (!lodge_usb_device_is_disc (device)
          && (lodge_usb_device_is_attached (device) || lodge_usb_device_is_busy (device)))
        return TRUE;
    }
  return FALSE;
}

static void
lodge_spice_usb_dispose (GObject *object)
{
  LodgeSpiceUsb *self = LODGE_SPICE_USB (object);

  if (self->manager != NULL && guest_has_device (self))
    lodge_spice_usb_return (self->session);
  if (self->manager != NULL)
    g_signal_handlers_disconnect_by_data (self->manager, self);
  self->manager = NULL;
  if (self->usb != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->usb, self);
      lodge_console_usb_set_available (self->usb, FALSE);
    }
  g_clear_object (&self->usb);
  self->session = NULL;
  g_clear_object (&self->host);

  G_OBJECT_CLASS (lodge_spice_usb_parent_class)->dispose (object);
}

static void
lodge_spice_usb_class_init (LodgeSpiceUsbClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lodge_spice_usb_dispose;
}

static void
lodge_spice_usb_init (LodgeSpiceUsb *self)
{
}

LodgeSpiceUsb *
lodge_spice_usb_new (SpiceSession     *session,
                     LodgeSpiceHost   *host,
                     LodgeConsoleUsb  *usb)
{
  LodgeSpiceUsb *self = g_object_new (LODGE_TYPE_SPICE_USB, NULL);

  self->session = session;
  take_host (self, host);
  self->usb = g_object_ref (usb);
  watch (self, usb, "notify::started", G_CALLBACK (started_cb));
  watch (self, usb, "notify::automatic", G_CALLBACK (automatic_cb));
  watch (self, usb, "share-disc", G_CALLBACK (share_disc_cb));
  lodge_console_usb_set_available (usb, TRUE);
  started_cb (self);
  return self;
}

/* The library’s manager has no channel yet while one is announced, and every device an obstacle. */
void
lodge_spice_usb_add_channel (LodgeSpiceUsb *self,
                             SpiceChannel  *channel)
{
  watch (self, channel, "channel-event", G_CALLBACK (channel_event_cb));
}

void
lodge_spice_usb_set_host (LodgeSpiceUsb  *self,
                          LodgeSpiceHost *host)
{
  take_host (self, host);
  lodge_spice_host_set_disc (host, has_disc (self));
}
