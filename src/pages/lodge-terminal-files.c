/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What of a text console goes to files. The text is that of when the file was chosen. */

#include "config.h"

#include "pages/lodge-terminal-files.h"

#include <glib/gi18n.h>
#include <string.h>

#include "display/lodge-chosen-file.h"

struct _LodgeTerminalFiles
{
  GObject parent_instance;

  LodgeTerminal *terminal;   /* not counted: it is of the widget that owns this */
  LodgeTextChannel *channel;
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (LodgeTerminalFiles, lodge_terminal_files, G_TYPE_OBJECT)

static void
show_error (LodgeTerminalFiles *self,
            const char         *message,
            const char         *detail)
{
  if (self->terminal != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->terminal), "win.show-error", "(ss)", message, detail);
}

static void
log_failed_cb (LodgeTerminalFiles *self,
               const GError       *error)
{
  show_error (self, _("The log ended, as its file cannot be written. Choose another file."),
              error->message);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(LodgeTerminalFiles) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    show_error (self, _("The text could not be saved. Choose another folder."), error->message);
  else if (self->terminal != NULL)
    lodge_chosen_file_tell_saved (GTK_WIDGET (self->terminal), G_FILE (source));
}

static void
save_response_cb (LodgeTerminalFiles *self,
                  int                 response)
{
  g_autoptr(GFile) file = lodge_chosen_file_take (&self->chooser, response);
  g_autoptr(GBytes) bytes = NULL;
  char *text;

  if (file == NULL || self->terminal == NULL)
    return;

  text = lodge_terminal_dup_text (self->terminal);
  bytes = g_bytes_new_take (text, strlen (text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL,
                                       saved_cb, g_object_ref (self));
}

static void
log_response_cb (LodgeTerminalFiles *self,
                 int                 response)
{
  g_autoptr(GFile) file = lodge_chosen_file_take (&self->chooser, response);

  if (file == NULL)
    return;

  if (g_file_peek_path (file) != NULL)
    lodge_text_channel_start_log (self->channel, file);
  else
    show_error (self, _("A log can only be written to this computer. Choose another folder."), "");
}

static char *
dup_name (LodgeTerminalFiles *self)
{
  const char *machine = lodge_machine_get_name (lodge_text_channel_get_machine (self->channel));
  char *name = g_strdup_printf ("%s_%s.txt", machine, lodge_text_channel_get_alias (self->channel));

  return g_strdelimit (name, "/\\", '_');
}

static void
choose (LodgeTerminalFiles *self,
        const char         *title,
        GCallback           callback)
{
  g_autofree char *name = dup_name (self);

  if (self->chooser != NULL || self->terminal == NULL)
    return;

  self->chooser = lodge_chosen_file_new_save (GTK_WIDGET (self->terminal), title, _("_Save"),
                                              G_USER_DIRECTORY_DOCUMENTS, name);
  g_signal_connect_object (self->chooser, "response", callback, self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
lodge_terminal_files_dispose (GObject *object)
{
  LodgeTerminalFiles *self = LODGE_TERMINAL_FILES (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->channel);
  g_clear_weak_pointer (&self->terminal);

  G_OBJECT_CLASS (lodge_terminal_files_parent_class)->dispose (object);
}

static void
lodge_terminal_files_class_init (LodgeTerminalFilesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lodge_terminal_files_dispose;
}

static void
lodge_terminal_files_init (LodgeTerminalFiles *self)
{
}

/**
 * lodge_terminal_files_new:
 * @terminal: whose text
 * @channel: whose log
 *
 * Makes what saves of one text console; it tells in the terminal's window when a log fails.
 *
 * Returns: (transfer full): the object
 */
LodgeTerminalFiles *
lodge_terminal_files_new (LodgeTerminal    *terminal,
                          LodgeTextChannel *channel)
{
  LodgeTerminalFiles *self = g_object_new (LODGE_TYPE_TERMINAL_FILES, NULL);

  g_set_weak_pointer (&self->terminal, terminal);
  self->channel = g_object_ref (channel);
  g_signal_connect_object (channel, "log-failed", G_CALLBACK (log_failed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * lodge_terminal_files_save:
 * @self: what saves
 *
 * Asks for a file, and writes the terminal's text to it.
 */
void
lodge_terminal_files_save (LodgeTerminalFiles *self)
{
  g_return_if_fail (LODGE_IS_TERMINAL_FILES (self));

  choose (self, _("Save the Text of the Terminal"), G_CALLBACK (save_response_cb));
}

/**
 * lodge_terminal_files_log:
 * @self: what saves
 *
 * Asks for a file, and has the channel log to it from then on.
 */
void
lodge_terminal_files_log (LodgeTerminalFiles *self)
{
  g_return_if_fail (LODGE_IS_TERMINAL_FILES (self));

  choose (self, _("Log to File"), G_CALLBACK (log_response_cb));
}
