/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a user does with the window, the keyboard, the pointer and the clipboard. */

#include "config.h"

#include "stress.h"

#include <glib/gstdio.h>

#include "base/lodge-leaks.h"

static void
resize_window (Stress *stress)
{
  gtk_window_set_default_size (GTK_WINDOW (stress->window), 100 + stress_random (1200),
                               80 + stress_random (850));
}

static void
show_window (Stress *stress)
{
  GtkWindow *window = GTK_WINDOW (stress->window);

  switch (stress_random (8))
    {
    case 0: gtk_widget_set_visible (stress->window, FALSE); break;
    case 1: gtk_window_fullscreen (window); break;
    case 2: gtk_window_maximize (window); break;
    case 3: gtk_window_minimize (window); break;
    case 4: gtk_window_unmaximize (window); break;
    case 5: gtk_window_unfullscreen (window); break;
    default: gtk_window_present (window);
    }
}

static void
set_view (Stress *stress)
{
  switch (stress_random (5))
    {
    case 0: g_object_set (stress->display, "scale-mode", stress_random (4), NULL); break;
    case 1: g_object_set (stress->display, "scale-filter", stress_random (2), NULL); break;
    case 2: g_object_set (stress->display, "resize-guest", stress_random (2), NULL); break;
    case 3: g_object_set (stress->display, "dimmed", stress_random (2), NULL); break;
    default: g_object_set (stress->display, "inhibit-shortcuts", stress_random (2), NULL);
    }
}

static void
focus (Stress *stress)
{
  if (stress_random (2))
    gtk_window_present (GTK_WINDOW (stress->neighbour));
  else
    {
      gtk_window_present (GTK_WINDOW (stress->window));
      gtk_widget_grab_focus (GTK_WIDGET (stress->display));
    }
}

/* With the X server's own devices. */
static void
use_devices (void)
{
  g_autofree char *command = NULL;

  switch (stress_random (4))
    {
    case 0: command = g_strdup_printf ("xdotool key --delay 1 a Pause ctrl+alt+d F5"); break;
    case 1: command = g_strdup_printf ("xdotool click %d", 1 + stress_random (9)); break;
    case 2: command = g_strdup ("xdotool keydown Control_L keydown Alt_L keyup Alt_L keyup Control_L");
            break;
    default: command = g_strdup_printf ("xdotool mousemove %d %d", stress_random (1390),
                                        stress_random (990));
    }
  g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);
}

/* As a display does; in any state of the console. */
static void
use_console (Stress *stress)
{
  static const guint keys[] = { 0x1d, 0x38, 0x153 };
  guint key = (guint) stress_random (0x160), button = (guint) stress_random (12);

  switch (stress_random (6))
    {
    case 0: lodge_console_key (stress->console, key, TRUE); break;
    case 1: lodge_console_release_keys (stress->console); break;
    case 2: lodge_console_send_keys (stress->console, keys, G_N_ELEMENTS (keys)); break;
    case 3: lodge_console_button (stress->console, button, stress_random (2)); break;
    case 4: lodge_console_set_locks (stress->console, stress_random (2), stress_random (2), FALSE); break;
    default: lodge_console_request_size (stress->console, stress_random (20000), stress_random (9000));
    }
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

/* GTK 4.18 keeps the task of who reads text where there is none. */
static void
read_clipboard (GdkClipboard *clipboard)
{
  LODGE_FOREIGN_LEAKS_BEGIN
  gdk_clipboard_read_text_async (clipboard, NULL, read_cb, NULL);
  LODGE_FOREIGN_LEAKS_END
}

static void
use_clipboard (Stress *stress)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (stress->neighbour);
  LodgeConsoleClipboard *console = lodge_console_get_clipboard (stress->console);

  switch (stress_random (4))
    {
    case 0: lodge_console_clipboard_set_policy (console, (LodgeClipboardPolicy) stress_random (5));
            break;
    case 1: gdk_clipboard_set_content (clipboard, NULL); break;
    case 2: read_clipboard (clipboard); break;
    default: gdk_clipboard_set_text (clipboard, "from the desktop");
    }
}

static void
done_cb (LodgeFileTransfer *transfer)
{
  if (lodge_file_transfer_get_state (transfer) != LODGE_TRANSFER_RUNNING)
    g_object_unref (transfer);
}

static void
send_file (Stress *stress)
{
  g_autofree char *path = g_build_filename (stress->server->dir, "file", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *contents = g_strnfill (50000, 'f');
  LodgeFileTransfer *transfer;

  g_file_set_contents (path, contents, 50000, NULL);
  transfer = lodge_console_send_files (stress->console, &file, 1);
  if (lodge_file_transfer_get_state (transfer) != LODGE_TRANSFER_RUNNING)
    g_object_unref (transfer);
  else
    {
      g_signal_connect (transfer, "notify::state", G_CALLBACK (done_cb), NULL);
      stress_turn ((guint) stress_random (60));
      if (stress_random (2))
        lodge_file_transfer_cancel (transfer);
    }
  g_unlink (path);
}

void
stress_do_user (Stress *stress)
{
  int kind = stress_random (100);

  if (kind < 25)
    resize_window (stress);
  else if (kind < 40)
    show_window (stress);
  else if (kind < 55)
    set_view (stress);
  else if (kind < 65)
    focus (stress);
  else if (kind < 72)
    use_devices ();
  else if (kind < 85)
    use_console (stress);
  else if (kind < 95)
    use_clipboard (stress);
  else
    send_file (stress);
}
