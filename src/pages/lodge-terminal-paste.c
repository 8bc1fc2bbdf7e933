/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pasting into a guest: a line that ends is carried out there at once, so several lines are a question
 * first. */

#include "config.h"

#include "pages/lodge-terminal-paste.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "base/lodge-units.h"

#define SHOWN_MAX 300 /* characters of the text in the question */

typedef struct {
  LodgeTerminal *terminal;
  gsize max;
} Paste;

/* Lines that somebody would count: the end of the last one makes no other. */
guint
lodge_paste_count_lines (const char *text)
{
  gsize length = strlen (text);
  guint n = 1;

  for (gsize i = 0; i + 1 < length; i++)
    if (text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n'))
      n++;
  return n;
}

static void
show_error (LodgeTerminal *terminal,
            const char    *message)
{
  gtk_widget_activate_action (GTK_WIDGET (terminal), "win.show-error", "(ss)", message, "");
}

static void
response_cb (LodgeTerminal    *terminal,
             const char       *response,
             AdwMessageDialog *dialog)
{
  if (g_str_equal (response, "paste"))
    vte_terminal_paste_text (VTE_TERMINAL (terminal), g_object_get_data (G_OBJECT (dialog), "text"));
  gtk_widget_grab_focus (GTK_WIDGET (terminal));
}

static char *
dup_beginning (const char *text)
{
  g_autofree char *cut = NULL;

  if (g_utf8_strlen (text, -1) <= SHOWN_MAX)
    return g_strdup (text);
  cut = g_utf8_substring (text, 0, SHOWN_MAX);
  return g_strconcat (cut, "…", NULL);
}

/* As it will stand in the terminal. */
static GtkWidget *
make_preview (const char *text)
{
  g_autofree char *shown = g_strchomp (g_strdup (text));
  GtkWidget *label = gtk_label_new (shown);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_add_css_class (label, "card");
  gtk_widget_add_css_class (label, "paste-preview");
  return label;
}

static void
ask (LodgeTerminal *terminal,
     const char    *text,
     guint          n_lines)
{
  g_autofree char *heading = g_strdup_printf (ngettext ("Paste %u Line?", "Paste %u Lines?", n_lines),
                                              n_lines);
  g_autofree char *beginning = dup_beginning (text);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (terminal))),
                                              heading,
                                              _("The guest may carry out each line as a command."));

  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), make_preview (beginning));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"),
                                    "paste", _("_Paste"), NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "paste");
  g_object_set_data_full (G_OBJECT (dialog), "text", g_strdup (text), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), terminal, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
paste (LodgeTerminal *terminal,
       const char    *text,
       gsize          max)
{
  guint n_lines = lodge_paste_count_lines (text);

  if (strlen (text) > max)
    {
      g_autofree char *size = lodge_format_size (max);
      /* Translators: %s is a size, such as “256 KiB” */
      g_autofree char *message = g_strdup_printf (_("The clipboard holds more than the %s that can be pasted "
                                                    "at once. Copy a smaller part."), size);

      show_error (terminal, message);
    }
  else if (n_lines > 1)
    ask (terminal, text, n_lines);
  else
    vte_terminal_paste_text (VTE_TERMINAL (terminal), text);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Paste *data = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  /* No text is no reason to complain. */
  if (text != NULL && *text != '\0' && gtk_widget_get_mapped (GTK_WIDGET (data->terminal)))
    paste (data->terminal, text, data->max);
  g_object_unref (data->terminal);
  g_free (data);
}

/**
 * lodge_terminal_paste:
 * @terminal: a terminal
 * @clipboard: what to paste from
 * @max: the most bytes that are taken
 *
 * Types the text of the clipboard; asks before it does so with more than one line.
 */
void
lodge_terminal_paste (LodgeTerminal *terminal,
                      GdkClipboard  *clipboard,
                      gsize          max)
{
  Paste *data = g_new0 (Paste, 1);

  data->terminal = g_object_ref (terminal);
  data->max = max;
  gdk_clipboard_read_text_async (clipboard, NULL, read_cb, data);
}
