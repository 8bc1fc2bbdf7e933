/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an image of a disc has to be, before a library opens it that would say no more than that it
 * cannot, or would wait for it. */

#include "config.h"

#include "console/lodge-disc-image-private.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"

#define SECTOR 2048   /* bytes of a disc with data */

#define ATTRIBUTES G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE "," \
                   G_FILE_ATTRIBUTE_ACCESS_CAN_READ

static GError *
get_complaint (const char *name,
               GFileInfo  *info)
{
  goffset size = g_file_info_get_size (info);

  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    return lodge_error_new (LODGE_ERROR_INVALID, NULL,
                            _("“%s” is a folder. Choose an image of a disc."), name);
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return lodge_error_new (LODGE_ERROR_INVALID, NULL,
                            _("“%s” is no regular file. Choose an image of a disc."), name);
  if (!g_file_info_get_attribute_boolean (info, G_FILE_ATTRIBUTE_ACCESS_CAN_READ))
    return lodge_error_new (LODGE_ERROR_DENIED, NULL,
                            _("You may not read “%s”. Check the permissions of the file."), name);
  if (size == 0)
    return lodge_error_new (LODGE_ERROR_INVALID, NULL, _("“%s” is empty."), name);
  if (size % SECTOR != 0)
    return lodge_error_new (LODGE_ERROR_INVALID, NULL,
                            _("“%s” is no complete image of a disc. Choose an ISO image, or get it "
                              "again."), name);
  return NULL;
}

static void
queried_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) cause = NULL;
  g_autoptr(GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &cause);
  const char *name = g_task_get_task_data (task);
  GError *error;

  if (info == NULL)
    error = lodge_error_new (LODGE_ERROR_NOT_FOUND, cause->message,
                             _("“%s” cannot be opened. Check that it is still there."), name);
  else
    error = get_complaint (name, info);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * lodge_disc_image_check_async:
 * @image: a file
 * @callback: called when it was looked at
 * @user_data: for @callback
 *
 * Looks whether @image can be read here, and has the size of a disc.
 */
void
lodge_disc_image_check_async (GFile               *image,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (image, NULL, callback, user_data);
  g_autofree char *base = g_file_get_basename (image);
  g_autofree char *name = g_filename_display_name (base != NULL ? base : "");

  g_task_set_source_tag (task, lodge_disc_image_check_async);
  if (g_file_peek_path (image) == NULL)
    {
      g_task_return_error (task, lodge_error_new (LODGE_ERROR_UNSUPPORTED, NULL,
        _("“%s” is not on this computer. Copy it here first."), name));
      return;
    }

  g_task_set_task_data (task, g_steal_pointer (&name), g_free);
  g_file_query_info_async (image, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, NULL,
                           queried_cb, g_steal_pointer (&task));
}

gboolean
lodge_disc_image_check_finish (GFile         *image,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, image), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
