/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files on their way into a guest: how far they are, and how it ended. */

#include "config.h"

#include "console/lodge-file-transfer-private.h"

#include "base/lodge-error.h"
#include "base/lodge-prop.h"

struct _LodgeFileTransfer
{
  GObject parent_instance;

  GPtrArray *files;
  GCancellable *cancellable;
  LodgeTransferState state;
  GError *error;
  double fraction;
};

enum {
  PROP_0,
  PROP_STATE,
  PROP_ERROR,
  PROP_FRACTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeFileTransfer, lodge_file_transfer, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (LodgeTransferState, lodge_transfer_state,
                    G_DEFINE_ENUM_VALUE (LODGE_TRANSFER_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (LODGE_TRANSFER_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (LODGE_TRANSFER_CANCELLED, "cancelled"),
                    G_DEFINE_ENUM_VALUE (LODGE_TRANSFER_FAILED, "failed"))

static void
lodge_file_transfer_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  LodgeFileTransfer *self = LODGE_FILE_TRANSFER (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_file_transfer_finalize (GObject *object)
{
  LodgeFileTransfer *self = LODGE_FILE_TRANSFER (object);

  g_ptr_array_unref (self->files);
  g_object_unref (self->cancellable);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (lodge_file_transfer_parent_class)->finalize (object);
}

static void
lodge_file_transfer_class_init (LodgeFileTransferClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_file_transfer_get_property;
  object_class->finalize = lodge_file_transfer_finalize;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, LODGE_TYPE_TRANSFER_STATE, LODGE_TRANSFER_RUNNING, flags);
  properties[PROP_ERROR] =
    g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_FRACTION] =
    g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_file_transfer_init (LodgeFileTransfer *self)
{
  self->files = g_ptr_array_new_null_terminated (0, g_object_unref, TRUE);
  self->cancellable = g_cancellable_new ();
}

LodgeFileTransfer *
lodge_file_transfer_new (GFile *const *files,
                         gsize         n)
{
  LodgeFileTransfer *self = g_object_new (LODGE_TYPE_FILE_TRANSFER, NULL);

  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (self->files, g_object_ref (files[i]));
  return self;
}

GFile **
lodge_file_transfer_get_files (LodgeFileTransfer *self)
{
  return (GFile **) self->files->pdata;
}

GCancellable *
lodge_file_transfer_get_cancellable (LodgeFileTransfer *self)
{
  return self->cancellable;
}

void
lodge_file_transfer_set_progress (LodgeFileTransfer *self,
                                  goffset            sent,
                                  goffset            total)
{
  double fraction = total > 0 ? (double) sent / (double) total : 0;

  lodge_prop_set_double (G_OBJECT (self), properties[PROP_FRACTION], &self->fraction,
                         CLAMP (fraction, 0, 1));
}

/* Takes @error; %NULL when all went well. Only the first call counts. */
void
lodge_file_transfer_finish (LodgeFileTransfer *self,
                            GError            *error)
{
  if (self->state != LODGE_TRANSFER_RUNNING)
    {
      g_clear_error (&error);
      return;
    }

  if (error == NULL)
    self->state = LODGE_TRANSFER_DONE;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
           || g_cancellable_is_cancelled (self->cancellable))
    self->state = LODGE_TRANSFER_CANCELLED;
  else
    self->state = LODGE_TRANSFER_FAILED;
  self->error = error;
  if (error == NULL)
    lodge_file_transfer_set_progress (self, 1, 1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

LodgeTransferState
lodge_file_transfer_get_state (LodgeFileTransfer *self)
{
  g_return_val_if_fail (LODGE_IS_FILE_TRANSFER (self), LODGE_TRANSFER_FAILED);

  return self->state;
}

const GError *
lodge_file_transfer_get_error (LodgeFileTransfer *self)
{
  g_return_val_if_fail (LODGE_IS_FILE_TRANSFER (self), NULL);

  return self->error;
}

double
lodge_file_transfer_get_fraction (LodgeFileTransfer *self)
{
  g_return_val_if_fail (LODGE_IS_FILE_TRANSFER (self), 0);

  return self->fraction;
}

guint
lodge_file_transfer_get_n_files (LodgeFileTransfer *self)
{
  g_return_val_if_fail (LODGE_IS_FILE_TRANSFER (self), 0);

  return self->files->len;
}

/**
 * lodge_file_transfer_dup_name:
 * @self: a transfer
 *
 * Asks for the name of the first file, made fit to be shown.
 *
 * Returns: (transfer full): UTF-8
 */
char *
lodge_file_transfer_dup_name (LodgeFileTransfer *self)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (LODGE_IS_FILE_TRANSFER (self), NULL);

  if (self->files->len > 0)
    name = g_file_get_basename (g_ptr_array_index (self->files, 0));
  return g_filename_display_name (name != NULL ? name : "");
}

/**
 * lodge_file_transfer_cancel:
 * @self: a transfer
 *
 * Stops it; the guest removes what it has of a file that is not complete. The state is that at once,
 * also when the guest is not there to hear of it.
 */
void
lodge_file_transfer_cancel (LodgeFileTransfer *self)
{
  g_return_if_fail (LODGE_IS_FILE_TRANSFER (self));

  g_cancellable_cancel (self->cancellable);
  lodge_file_transfer_finish (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                                         "Cancelled"));
}
