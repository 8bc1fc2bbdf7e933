/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The status of a connection: it says what is so, and watches only while it is seen. */

#include "config.h"

#include "display-fixture.h"
#include "display/lodge-status-dialog-private.h"

static gboolean
says (LodgeStatusDialog *dialog,
      const char        *title,
      const char        *text)
{
  return g_strcmp0 (lodge_status_dialog_get_text (dialog, title), text) == 0;
}

static double
get_number (LodgeStatusDialog *dialog,
            const char        *title)
{
  const char *text = lodge_status_dialog_get_text (dialog, title);

  return text != NULL ? g_ascii_strtod (text, NULL) : -1;
}

static LodgeStatusDialog *
open_dialog (Fixture *fixture)
{
  GtkWidget *dialog = lodge_status_dialog_new (GTK_WINDOW (fixture->window), fixture->display);

  gtk_window_present (GTK_WINDOW (dialog));
  lodge_test_wait (gtk_widget_get_mapped (dialog));
  return LODGE_STATUS_DIALOG (dialog);
}

static void
test_numbers (Fixture       *fixture,
              gconstpointer  user_data)
{
  LodgeFramebuffer *framebuffer = lodge_console_get_framebuffer (fixture->console);
  guint damaged = g_signal_lookup ("damaged", LODGE_TYPE_FRAMEBUFFER);
  LodgeStatusDialog *dialog = open_dialog (fixture);
  int seed = 10;

  g_assert_true (says (dialog, "Path", "Unix socket"));
  g_assert_true (says (dialog, "Protocol", "SPICE 2"));
  g_assert_true (says (dialog, "Channels", "main, display, inputs, cursor"));
  g_assert_true (says (dialog, "Size of the Screen", "640 × 480"));
  g_assert_true (says (dialog, "Round Trip", "Not measured on this path"));
  g_assert_nonnull (lodge_status_dialog_get_text (dialog, "Drawn By"));
  g_assert_nonnull (lodge_status_dialog_get_text (dialog, "OpenGL"));

  /* Idle first, then 300 KiB and more an update. */
  lodge_test_wait (get_number (dialog, "Updates a Second") == 0);
  for (int i = 0; i < 5; i++)
    {
      draw_frame (fixture, seed++);
      lodge_test_wait (guest_is_right (fixture));
    }
  lodge_test_wait (get_number (dialog, "Updates a Second") > 0);
  g_assert_nonnull (strstr (lodge_status_dialog_get_text (dialog, "Received"), "MiB"));

  /* Beside the display only the dialog watches, and only as long as it is open. */
  lodge_display_set_console (fixture->display, NULL);
  g_assert_true (g_signal_has_handler_pending (framebuffer, damaged, 0, TRUE));
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_false (g_signal_has_handler_pending (framebuffer, damaged, 0, TRUE));
}

/* It ends with what it tells about. */
static void
test_end (Fixture       *fixture,
          gconstpointer  user_data)
{
  LodgeStatusDialog *dialog = open_dialog (fixture);

  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  lodge_console_disconnect (fixture->console);
  lodge_test_wait (dialog == NULL);
  g_assert_null (lodge_console_dup_status (fixture->console));
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add ("/status/numbers", Fixture, NULL, set_up, test_numbers, tear_down);
  g_test_add ("/status/end", Fixture, NULL, set_up, test_end, tear_down);
  return g_test_run ();
}
