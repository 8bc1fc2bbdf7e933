/* SPDX-License-Identifier: GPL-3.0-or-later */

/* USB redirection over SPICE: the library's device manager as a list of LodgeUsbDevice. It is asked for
 * only when somebody wants to see devices or wants some attached, because it listens to all of the
 * computer's USB from then on. */

#include "config.h"

#include "console/lodge-spice-usb-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lodge-error.h"
#include "console/lodge-console-usb-private.h"

struct _LodgeSpiceUsb
{
  GObject parent_instance;

  SpiceSession *session;
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

  if (!attached)
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

static void
add_device (LodgeSpiceUsb  *self,
            SpiceUsbDevice *spice_device)
{
  g_autofree char *description = spice_usb_device_get_description (spice_device, NULL);
  g_autofree char *id = get_id (description != NULL ? description : "");
  g_autoptr(LodgeUsbDevice) device = lodge_usb_device_new (description != NULL ? description : "", id);

  g_object_set_data_full (G_OBJECT (device), "lodge-spice-device",
                          g_boxed_copy (SPICE_TYPE_USB_DEVICE, spice_device),
                          spice_device_free);
  update_device (self, device);
  g_signal_connect_object (device, "attach", G_CALLBACK (attach_cb), self, G_CONNECT_SWAPPED);
  g_list_store_append (lodge_console_usb_get_store (self->usb), device);
  if (lodge_usb_device_get_obstacle (device) == NULL
      && g_strv_contains (lodge_console_usb_get_remembered (self->usb), id))
    lodge_usb_device_attach (device, TRUE);
}

static void
device_added_cb (LodgeSpiceUsb  *self,
                 SpiceUsbDevice *spice_device)
{
  guint position;

  if (find_device (self, spice_device, &position) == NULL)
    add_device (self, spice_device);
}

static void
device_removed_cb (LodgeSpiceUsb  *self,
                   SpiceUsbDevice *spice_device)
{
  guint position;

  if (find_device (self, spice_device, &position) != NULL)
    g_list_store_remove (lodge_console_usb_get_store (self->usb), position);
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
lodge_spice_usb_dispose (GObject *object)
{
  LodgeSpiceUsb *self = LODGE_SPICE_USB (object);

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
lodge_spice_usb_new (SpiceSession    *session,
                     LodgeConsoleUsb *usb)
{
  LodgeSpiceUsb *self = g_object_new (LODGE_TYPE_SPICE_USB, NULL);

  self->session = session;
  self->usb = g_object_ref (usb);
  watch (self, usb, "notify::started", G_CALLBACK (started_cb));
  watch (self, usb, "notify::automatic", G_CALLBACK (automatic_cb));
  lodge_console_usb_set_available (usb, TRUE);
  started_cb (self);
  return self;
}
