/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Another program on the desktop, for tests of what goes between programs: its window is files that
 * can be dragged (those named as arguments), and lines on standard input are what a user does with its
 * clipboard:
 *   copy MIME-TYPE PATH     the contents of a file become the clipboard's
 *   paste MIME-TYPE PATH    the clipboard's contents are written to a file
 * Each is answered by a line: "ok", or "error" and why. A drag that is over somebody who would take the
 * files says "accepted". */

#include "config.h"

#include <gtk/gtk.h>

static void
say (const char   *word,
     const GError *error)
{
  g_print ("%s%s%s\n", word, error != NULL ? ": " : "", error != NULL ? error->message : "");
}

static void
copy (GdkClipboard *clipboard,
      const char   *mime,
      const char   *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GMappedFile) file = g_mapped_file_new (path, FALSE, &error);
  g_autoptr(GdkContentProvider) content = NULL;
  g_autoptr(GBytes) bytes = NULL;

  if (file == NULL)
    {
      say ("error", error);
      return;
    }

  bytes = g_mapped_file_get_bytes (file);
  content = gdk_content_provider_new_for_bytes (mime, bytes);
  gdk_clipboard_set_content (clipboard, content);
  say ("ok", NULL);
}

static void
spliced_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &error);
  say (error != NULL ? "error" : "ok", error);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autofree char *path = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFileOutputStream) output = NULL;
  g_autoptr(GInputStream) input = NULL;

  input = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, &error);
  if (input != NULL)
    output = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, &error);
  if (output == NULL)
    {
      say ("error", error);
      return;
    }
  g_output_stream_splice_async (G_OUTPUT_STREAM (output), input,
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE
                                | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, NULL, spliced_cb, NULL);
}

static void
obey (GdkClipboard *clipboard,
      const char   *line)
{
  g_auto(GStrv) words = g_strsplit (line, " ", 3);
  const char *mimes[2] = { NULL };

  if (g_strv_length (words) < 3)
    {
      g_print ("error: copy or paste, a MIME type, a path\n");
      return;
    }

  mimes[0] = words[1];
  if (g_str_equal (words[0], "copy"))
    copy (clipboard, words[1], words[2]);
  else
    gdk_clipboard_read_async (clipboard, mimes, G_PRIORITY_DEFAULT, NULL, read_cb,
                              g_strdup (words[2]));
}

static gboolean
input_cb (GIOChannel   *channel,
          GIOCondition  condition,
          gpointer      user_data)
{
  GtkWidget *window = user_data;
  g_autofree char *line = NULL;

  if (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
    {
      gtk_window_destroy (GTK_WINDOW (window));
      return G_SOURCE_REMOVE;
    }

  obey (gtk_widget_get_clipboard (window), g_strchomp (line));
  return G_SOURCE_CONTINUE;
}

static GdkContentProvider *
prepare_cb (GtkDragSource *source,
            double         x,
            double         y,
            gpointer       user_data)
{
  GdkFileList *files = user_data;

  return gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, files);
}

static void
selected_action_cb (GdkDrag *drag)
{
  if (gdk_drag_get_selected_action (drag) == GDK_ACTION_COPY)
    g_print ("accepted\n");
}

static void
drag_begin_cb (GtkDragSource *source,
               GdkDrag       *drag)
{
  g_signal_connect (drag, "notify::selected-action", G_CALLBACK (selected_action_cb), NULL);
}

static void
free_files (gpointer  data,
            GClosure *closure)
{
  g_boxed_free (GDK_TYPE_FILE_LIST, data);
}

static GtkEventController *
drag_source_new (int    n_paths,
                 char **paths)
{
  GtkDragSource *source = gtk_drag_source_new ();
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (int i = 0; i < n_paths; i++)
    g_ptr_array_add (files, g_file_new_for_path (paths[i]));
  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect (source, "drag-begin", G_CALLBACK (drag_begin_cb), NULL);
  g_signal_connect_data (source, "prepare", G_CALLBACK (prepare_cb),
                         gdk_file_list_new_from_array ((GFile **) files->pdata, files->len),
                         free_files, 0);
  return GTK_EVENT_CONTROLLER (source);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GIOChannel) input = g_io_channel_unix_new (0);
  GtkWidget *window, *label;

  gtk_init ();
  window = gtk_window_new ();
  label = gtk_label_new ("Files");
  gtk_window_set_title (GTK_WINDOW (window), "Peer");
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 80, 60);
  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_widget_add_controller (label, drag_source_new (argc - 1, argv + 1));
  g_signal_connect_swapped (window, "destroy", G_CALLBACK (g_main_loop_quit), loop);
  g_io_add_watch (input, G_IO_IN | G_IO_HUP, input_cb, window);
  gtk_window_present (GTK_WINDOW (window));

  g_main_loop_run (loop);
  return 0;
}
