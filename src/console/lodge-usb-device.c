/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A USB device of this computer that may go to a guest, or what an image of a disc is there. */

#include "config.h"

#include "console/lodge-console-usb-private.h"

#include "base/lodge-prop.h"

struct _LodgeUsbDevice
{
  GObject parent_instance;

  char *name;
  char *id;
  char *obstacle;
  gboolean attached;
  gboolean busy;
};

enum {
  PROP_0,
  PROP_NAME,
  PROP_ID,
  PROP_ATTACHED,
  PROP_BUSY,
  PROP_OBSTACLE,
  N_PROPS
};

enum {
  SIGNAL_ATTACH,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LodgeUsbDevice, lodge_usb_device, G_TYPE_OBJECT)

static void
lodge_usb_device_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  LodgeUsbDevice *self = LODGE_USB_DEVICE (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_ATTACHED:
      g_value_set_boolean (value, self->attached);
      break;

    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;

    case PROP_OBSTACLE:
      g_value_set_string (value, self->obstacle);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_usb_device_finalize (GObject *object)
{
  LodgeUsbDevice *self = LODGE_USB_DEVICE (object);

  g_free (self->name);
  g_free (self->id);
  g_free (self->obstacle);

  G_OBJECT_CLASS (lodge_usb_device_parent_class)->finalize (object);
}

static void
lodge_usb_device_class_init (LodgeUsbDeviceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_usb_device_get_property;
  object_class->finalize = lodge_usb_device_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_ATTACHED] = g_param_spec_boolean ("attached", NULL, NULL, FALSE, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_OBSTACLE] = g_param_spec_string ("obstacle", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_ATTACH] =
    g_signal_new ("attach", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
lodge_usb_device_init (LodgeUsbDevice *self)
{
}

LodgeUsbDevice *
lodge_usb_device_new (const char *name,
                      const char *id)
{
  LodgeUsbDevice *self = g_object_new (LODGE_TYPE_USB_DEVICE, NULL);

  /* The device names itself. */
  self->name = g_utf8_make_valid (name, -1);
  self->id = g_strdup (id);
  return self;
}

LodgeUsbDevice *
lodge_usb_device_new_disc (const char *name)
{
  return lodge_usb_device_new (name, NULL);
}

void
lodge_usb_device_set_state (LodgeUsbDevice *self,
                            gboolean        attached,
                            gboolean        busy,
                            const char     *obstacle)
{
  lodge_prop_set_string (G_OBJECT (self), properties[PROP_OBSTACLE], &self->obstacle, obstacle);
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_BUSY], &self->busy, busy);
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_ATTACHED], &self->attached, attached);
}

const char *
lodge_usb_device_get_name (LodgeUsbDevice *self)
{
  g_return_val_if_fail (LODGE_IS_USB_DEVICE (self), NULL);

  return self->name;
}

const char *
lodge_usb_device_get_id (LodgeUsbDevice *self)
{
  g_return_val_if_fail (LODGE_IS_USB_DEVICE (self), NULL);

  return self->id;
}

gboolean
lodge_usb_device_is_disc (LodgeUsbDevice *self)
{
  g_return_val_if_fail (LODGE_IS_USB_DEVICE (self), FALSE);

  return self->id == NULL;
}

gboolean
lodge_usb_device_is_attached (LodgeUsbDevice *self)
{
  g_return_val_if_fail (LODGE_IS_USB_DEVICE (self), FALSE);

  return self->attached;
}

gboolean
lodge_usb_device_is_busy (LodgeUsbDevice *self)
{
  g_return_val_if_fail (LODGE_IS_USB_DEVICE (self), FALSE);

  return self->busy;
}

const char *
lodge_usb_device_get_obstacle (LodgeUsbDevice *self)
{
  g_return_val_if_fail (LODGE_IS_USB_DEVICE (self), NULL);

  return self->obstacle;
}

/**
 * lodge_usb_device_attach:
 * @self: a device
 * @attach: to the guest, or back to this computer
 *
 * Moves the device; nothing happens while it is on its way.
 */
void
lodge_usb_device_attach (LodgeUsbDevice *self,
                         gboolean        attach)
{
  g_return_if_fail (LODGE_IS_USB_DEVICE (self));

  if (!self->busy && self->attached != attach)
    g_signal_emit (self, signals[SIGNAL_ATTACH], 0, attach);
}
