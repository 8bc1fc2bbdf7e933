/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files for the guest of a console. */

#include "config.h"

#include "console/lodge-console.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"
#include "base/lodge-thread.h"
#include "console/lodge-file-transfer-private.h"

static GError *
find_obstacle (LodgeConsole *self,
               gsize         n)
{
  if (n == 0 || n > LODGE_TRANSFER_MAX_FILES)
    return lodge_error_new (LODGE_ERROR_INVALID, NULL,
                            _("At most %d files can be sent at a time. Pack them into one file first."),
                            LODGE_TRANSFER_MAX_FILES);
  if (lodge_console_get_features (self) & LODGE_CONSOLE_TAKES_FILES)
    return NULL;
  if (lodge_console_is_view_only (self))
    return lodge_error_new (LODGE_ERROR_UNSUPPORTED, NULL, "%s",
                            _("The machine takes no files: its screen is shown for viewing only."));
  if (lodge_console_is_agent_connected (self))
    return lodge_error_new (LODGE_ERROR_UNSUPPORTED, NULL, "%s",
                            _("The machine takes no files: that is turned off in its settings."));
  if (lodge_console_uses_agent (self))
    return lodge_error_new (LODGE_ERROR_UNSUPPORTED, NULL, "%s",
                            _("The machine takes no files: the SPICE agent does not run in it. "
                              "Install “spice-vdagent” there."));
  return lodge_error_new (LODGE_ERROR_UNSUPPORTED, NULL, "%s",
                          _("Files can be sent to machines with a SPICE screen only."));
}

typedef struct {
  LodgeConsole *console;
  LodgeFileTransfer *transfer;
  guint n_left;
} Check;

static void
check_free (Check *check)
{
  g_object_unref (check->console);
  g_object_unref (check->transfer);
  g_free (check);
}

static GError *
error_of_file (const GError *cause)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (cause);
  return lodge_error_new (LODGE_ERROR_NOT_FOUND, cause->message, "%s",
                          _("A file cannot be read. Check that it is there and that you may read it."));
}

static void
info_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Check *check = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);
  GError *obstacle = NULL;

  if (info == NULL)
    obstacle = error_of_file (error);
  else if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    obstacle = lodge_error_new (LODGE_ERROR_INVALID, NULL, "%s",
                                _("Folders cannot be sent. Pack them into one file first."));
  if (obstacle != NULL)
    lodge_file_transfer_finish (check->transfer, obstacle);
  if (--check->n_left > 0)
    return;

  /* The guest may have gone meanwhile. */
  obstacle = find_obstacle (check->console, lodge_file_transfer_get_n_files (check->transfer));
  if (lodge_file_transfer_get_state (check->transfer) != LODGE_TRANSFER_RUNNING)
    g_clear_error (&obstacle);
  else if (obstacle != NULL)
    lodge_file_transfer_finish (check->transfer, obstacle);
  else
    LODGE_CONSOLE_GET_CLASS (check->console)->send_files (check->console, check->transfer);
  check_free (check);
}

/* A folder among the files would be found out only when the guest has made a file for it. */
static void
check_files (LodgeConsole      *self,
             LodgeFileTransfer *transfer)
{
  GFile **files = lodge_file_transfer_get_files (transfer);
  Check *check = g_new0 (Check, 1);

  check->console = g_object_ref (self);
  check->transfer = g_object_ref (transfer);
  check->n_left = lodge_file_transfer_get_n_files (transfer);
  for (guint i = 0; files[i] != NULL; i++)
    g_file_query_info_async (files[i], G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                             G_PRIORITY_DEFAULT, lodge_file_transfer_get_cancellable (transfer),
                             info_cb, check);
}

/**
 * lodge_console_send_files:
 * @self: a console
 * @files: (array length=n): what to send; no folders
 * @n: 1 to %LODGE_TRANSFER_MAX_FILES
 *
 * Copies files into the guest, to the folder that its agent chooses.
 *
 * Returns: (transfer full): how it goes; failed already when the guest takes none
 */
LodgeFileTransfer *
lodge_console_send_files (LodgeConsole *self,
                          GFile *const *files,
                          gsize         n)
{
  LodgeFileTransfer *transfer;
  GError *error;

  g_return_val_if_fail (LODGE_IS_CONSOLE (self), NULL);
  LODGE_ASSERT_MAIN ();

  transfer = lodge_file_transfer_new (files, n);
  error = find_obstacle (self, n);
  if (error != NULL)
    lodge_file_transfer_finish (transfer, error);
  else
    check_files (self, transfer);
  return transfer;
}
