/* SPDX-License-Identifier: GPL-3.0-or-later */

/* USB devices for a guest: what there is, and what is to go there by itself. */

#include "config.h"

#include "console/lodge-console-usb-private.h"

#include "base/lodge-prop.h"
#include "console/lodge-disc-image-private.h"

struct _LodgeConsoleUsb
{
  GObject parent_instance;

  GListStore *devices;
  GStrv remembered;
  gboolean automatic;
  gboolean available;
  gboolean started;
  gboolean view_only;
};

enum {
  PROP_0,
  PROP_AVAILABLE,
  PROP_DEVICES,
  PROP_STARTED,
  PROP_AUTOMATIC,
  PROP_REMEMBERED,
  N_PROPS
};

enum {
  SIGNAL_FAILED,
  SIGNAL_EJECTED,
  SIGNAL_SHARE_DISC,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LodgeConsoleUsb, lodge_console_usb, G_TYPE_OBJECT)

static void
set_remembered (LodgeConsoleUsb   *self,
                const char *const *ids)
{
  static const char *const none[] = { NULL };

  if (g_strv_equal (ids != NULL ? ids : none, (const char *const *) self->remembered))
    return;

  g_strfreev (self->remembered);
  self->remembered = g_strdupv ((char **) (ids != NULL ? ids : none));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REMEMBERED]);
  if (self->remembered[0] != NULL)
    lodge_console_usb_start (self);
}

static void
disc_checked_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(LodgeConsoleUsb) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!lodge_disc_image_check_finish (G_FILE (source), result, &error))
    lodge_console_usb_fail (self, error);
  else if (self->available && !self->view_only)
    g_signal_emit (self, signals[SIGNAL_SHARE_DISC], 0, g_file_peek_path (G_FILE (source)));
}

static void
lodge_console_usb_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  LodgeConsoleUsb *self = LODGE_CONSOLE_USB (object);

  switch (prop_id)
    {
    case PROP_AVAILABLE:
      g_value_set_boolean (value, self->available);
      break;

    case PROP_DEVICES:
      g_value_set_object (value, self->devices);
      break;

    case PROP_STARTED:
      g_value_set_boolean (value, self->started);
      break;

    case PROP_AUTOMATIC:
      g_value_set_boolean (value, self->automatic);
      break;

    case PROP_REMEMBERED:
      g_value_set_boxed (value, self->remembered);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_console_usb_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  LodgeConsoleUsb *self = LODGE_CONSOLE_USB (object);

  switch (prop_id)
    {
    case PROP_AUTOMATIC:
      lodge_prop_set_bool (object, pspec, &self->automatic, g_value_get_boolean (value));
      if (self->automatic)
        lodge_console_usb_start (self);
      break;

    case PROP_REMEMBERED:
      set_remembered (self, g_value_get_boxed (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_console_usb_finalize (GObject *object)
{
  LodgeConsoleUsb *self = LODGE_CONSOLE_USB (object);

  g_object_unref (self->devices);
  g_strfreev (self->remembered);

  G_OBJECT_CLASS (lodge_console_usb_parent_class)->finalize (object);
}

static void
lodge_console_usb_class_init (LodgeConsoleUsbClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags both = read | G_PARAM_WRITABLE;

  object_class->get_property = lodge_console_usb_get_property;
  object_class->set_property = lodge_console_usb_set_property;
  object_class->finalize = lodge_console_usb_finalize;

  properties[PROP_AVAILABLE] = g_param_spec_boolean ("available", NULL, NULL, FALSE, read);
  properties[PROP_DEVICES] = g_param_spec_object ("devices", NULL, NULL, G_TYPE_LIST_MODEL, read);
  properties[PROP_STARTED] = g_param_spec_boolean ("started", NULL, NULL, FALSE, read);
  properties[PROP_AUTOMATIC] = g_param_spec_boolean ("automatic", NULL, NULL, FALSE, both);
  properties[PROP_REMEMBERED] = g_param_spec_boxed ("remembered", NULL, NULL, G_TYPE_STRV, both);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_FAILED] =
    g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_EJECTED] =
    g_signal_new ("ejected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, LODGE_TYPE_USB_DEVICE);
  signals[SIGNAL_SHARE_DISC] =
    g_signal_new ("share-disc", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
lodge_console_usb_init (LodgeConsoleUsb *self)
{
  self->devices = g_list_store_new (LODGE_TYPE_USB_DEVICE);
  self->remembered = g_new0 (char *, 1);
}

LodgeConsoleUsb *
lodge_console_usb_new (void)
{
  return g_object_new (LODGE_TYPE_CONSOLE_USB, NULL);
}

GListStore *
lodge_console_usb_get_store (LodgeConsoleUsb *self)
{
  return self->devices;
}

void
lodge_console_usb_set_available (LodgeConsoleUsb *self,
                                 gboolean         available)
{
  if (!available)
    g_list_store_remove_all (self->devices);
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_AVAILABLE], &self->available, available);
}

void
lodge_console_usb_set_view_only (LodgeConsoleUsb *self,
                                 gboolean         view_only)
{
  self->view_only = view_only;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AUTOMATIC]);
}

gboolean
lodge_console_usb_is_view_only (LodgeConsoleUsb *self)
{
  return self->view_only;
}

gboolean
lodge_console_usb_is_started (LodgeConsoleUsb *self)
{
  return self->started;
}

gboolean
lodge_console_usb_get_automatic (LodgeConsoleUsb *self)
{
  return self->automatic && !self->view_only;
}

const char *const *
lodge_console_usb_get_remembered (LodgeConsoleUsb *self)
{
  return (const char *const *) self->remembered;
}

void
lodge_console_usb_fail (LodgeConsoleUsb *self,
                        const GError    *error)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

void
lodge_console_usb_tell_ejected (LodgeConsoleUsb *self,
                                LodgeUsbDevice  *disc)
{
  g_signal_emit (self, signals[SIGNAL_EJECTED], 0, disc);
}

gboolean
lodge_console_usb_is_available (LodgeConsoleUsb *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_USB (self), FALSE);

  return self->available;
}

GListModel *
lodge_console_usb_get_devices (LodgeConsoleUsb *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_USB (self), NULL);

  return G_LIST_MODEL (self->devices);
}

void
lodge_console_usb_start (LodgeConsoleUsb *self)
{
  g_return_if_fail (LODGE_IS_CONSOLE_USB (self));

  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_STARTED], &self->started, TRUE);
}

/**
 * lodge_console_usb_share_disc:
 * @self: of a console
 * @image: a file of this computer
 *
 * Looks at the image, then gives it to the guest; “failed” says why not. The user needs no right to USB
 * devices for it.
 */
void
lodge_console_usb_share_disc (LodgeConsoleUsb *self,
                              GFile           *image)
{
  g_return_if_fail (LODGE_IS_CONSOLE_USB (self));
  g_return_if_fail (G_IS_FILE (image));

  lodge_disc_image_check_async (image, disc_checked_cb, g_object_ref (self));
}
