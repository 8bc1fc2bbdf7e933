/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The status of a connection: it says what is so, and watches only while it is seen. And the marks over
 * the screen. */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>

#include "console/lodge-console-status.h"
#include "console/lodge-spice-console.h"
#include "display-fixture.h"
#include "display/lodge-guest-actions.h"
#include "display/lodge-guest-marks.h"
#include "display/lodge-status-dialog-private.h"

#include "../support/lodge-test-widgets.h"

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
  g_assert_null (lodge_status_dialog_get_text (dialog, "Reason for This Path"));
  g_assert_true (says (dialog, "Protocol", "SPICE 2"));
  g_assert_true (says (dialog, "Channels", "main, display, inputs, cursor"));
  g_assert_true (says (dialog, "Size of the Screen", "640 × 480"));
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

  lodge_console_set_reason (fixture->console, "It is short.");
  lodge_test_wait (says (dialog, "Reason for This Path", "It is short."));

  /* Beside the display only the dialog watches, and only as long as it is open. */
  lodge_display_set_console (fixture->display, NULL);
  g_assert_true (g_signal_has_handler_pending (framebuffer, damaged, 0, TRUE));
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_false (g_signal_has_handler_pending (framebuffer, damaged, 0, TRUE));
}

static gboolean
is_measured (LodgeStatusDialog *dialog)
{
  const char *text = lodge_status_dialog_get_text (dialog, "Round Trip");

  return g_str_has_suffix (text, " ms until the machine’s host answers")
         && get_number (dialog, "Round Trip") < 5000;
}

static gint64
get_round_trip (LodgeConsole *console)
{
  g_autoptr(LodgeConsoleStatus) status = lodge_console_dup_status (console);

  return status->round_trip_kind == LODGE_ROUND_TRIP_SERVER ? status->round_trip : -1;
}

static gboolean
asks_anew (LodgeConsole *console,
           gint64        before)
{
  lodge_console_measure (console);
  return get_round_trip (console) >= 0 && get_round_trip (console) < before;
}

static void
send_signal (Fixture *fixture,
             int      number)
{
  g_subprocess_send_signal (fixture->server.process, number);
}

/* The server is asked in whichever way its guest does not notice, also when nobody may touch that. */
static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  mode)
{
  LodgeStatusDialog *dialog;

  lodge_test_wait (lodge_console_get_pointer_mode (fixture->console) == LODGE_POINTER_ABSOLUTE);
  if (mode != NULL)
    {
      tell (fixture, "%s", (const char *) mode);
      lodge_test_wait (lodge_console_get_pointer_mode (fixture->console) == LODGE_POINTER_RELATIVE);
    }
  lodge_console_set_view_only (fixture->console, TRUE);
  g_string_truncate (fixture->server.events, 0);
  dialog = open_dialog (fixture);
  g_assert_true (says (dialog, "Round Trip", "Waiting for an answer of the machine’s host"));
  lodge_test_wait (is_measured (dialog));
  g_assert_cmpstr (fixture->server.events->str, ==, "");

  /* A host that is slow is seen to be; nothing stands in the way of the next question after that. */
  send_signal (fixture, SIGSTOP);
  lodge_test_wait (get_round_trip (fixture->console) > 300000);
  send_signal (fixture, SIGCONT);
  lodge_test_wait (asks_anew (fixture->console, 300000));
  g_assert_cmpstr (fixture->server.events->str, ==, "");

  /* The user's own motions are counted along. */
  lodge_console_set_view_only (fixture->console, FALSE);
  for (int i = 0; i < 50; i++)
    lodge_console_motion (fixture->console, i, i);
  lodge_test_wait (asks_anew (fixture->console, 300000));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Who reads along is not to be guessed. */
static void
test_network (void)
{
  LodgeTestServer server = { 0 };
  g_autofree char *uri = NULL;
  LodgeConsole *console;
  LodgeConsoleStatus *status;

  lodge_test_server_start (&server, NULL);
  lodge_test_server_tell (&server, "listen");
  uri = g_strdup_printf ("spice://127.0.0.1:%u", server.port);
  console = lodge_spice_console_new_uri (uri);
  connect_to (&server, console);
  status = lodge_console_dup_status (console);
  g_assert_true (g_str_has_prefix (status->path, "TCP, not encrypted, 127.0.0.1:"));
  lodge_console_status_free (status);
  lodge_console_disconnect (console);
  lodge_test_wait (server.n_channels == 0);
  g_object_unref (console);
  lodge_test_server_stop (&server);
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

static gboolean
is_shown (GtkWidget *marks,
          GType      type)
{
  GtkWidget *widget = lodge_test_find (marks, type);

  return widget != NULL && gtk_widget_get_mapped (widget);
}

static gboolean
has_webm (GFile *file)
{
  g_autofree char *contents = NULL;
  gsize size = 0;

  return g_file_load_contents (file, NULL, &contents, &size, NULL, NULL) && size > 1000
         && memcmp (contents, "\x1a\x45\xdf\xa3", 4) == 0;
}

/* The marks say that it is for viewing only, and that it is recorded; the button there ends that, and so
 * does the end of the session. */
static void
test_marks (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autofree char *path = g_build_filename (fixture->server.dir, "film.webm", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  LodgeGuestActions *actions = lodge_guest_actions_new (fixture->display);
  LodgeGuestRecorder *recorder = lodge_guest_actions_get_recorder (actions);
  GActionGroup *group = lodge_guest_actions_get_group (actions);
  GtkWidget *marks = g_object_new (LODGE_TYPE_GUEST_MARKS, "display", fixture->display,
                                   "recorder", recorder, NULL);
  GtkWidget *overlay = gtk_overlay_new ();
  g_autoptr(GVariant) state = NULL;

  g_object_ref (fixture->display);
  gtk_window_set_child (GTK_WINDOW (fixture->window), overlay);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (fixture->display));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), marks);
  g_object_unref (fixture->display);
  lodge_test_wait (gtk_widget_get_mapped (GTK_WIDGET (fixture->display)));
  g_assert_false (is_shown (marks, GTK_TYPE_IMAGE));
  g_action_group_change_action_state (group, "view-only", g_variant_new_boolean (TRUE));
  g_assert_true (lodge_console_is_view_only (fixture->console));
  g_assert_false (is_shown (marks, GTK_TYPE_BUTTON));

  lodge_guest_recorder_start (recorder, file);
  lodge_test_wait (lodge_guest_recorder_is_recording (recorder));
  lodge_test_wait (is_shown (marks, GTK_TYPE_BUTTON));
  state = g_action_group_get_action_state (group, "record");
  g_assert_true (g_variant_get_boolean (state));
  draw_frame (fixture, 4);
  lodge_test_wait (guest_is_right (fixture));
  g_signal_emit_by_name (lodge_test_find (marks, GTK_TYPE_BUTTON), "clicked");
  lodge_test_wait (!lodge_guest_recorder_is_recording (recorder)
                   && !is_shown (marks, GTK_TYPE_BUTTON) && has_webm (file));
  g_assert_cmpint (g_unlink (path), ==, 0);

  lodge_guest_recorder_start (recorder, file);
  lodge_test_wait (lodge_guest_recorder_is_recording (recorder));
  lodge_console_disconnect (fixture->console);
  lodge_test_wait (!lodge_guest_recorder_is_recording (recorder) && has_webm (file));
  g_assert_false (g_action_group_get_action_enabled (group, "record"));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_object_unref (actions);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *registry = NULL;

  gtk_test_init (&argc, &argv, NULL);
  registry = g_test_build_filename (G_TEST_BUILT, "display", "gstreamer-registry", NULL);
  g_setenv ("GST_REGISTRY_1_0", registry, TRUE);
  g_test_add ("/status/numbers", Fixture, NULL, set_up, test_numbers, tear_down);
  g_test_add ("/status/round-trip", Fixture, NULL, set_up, test_round_trip, tear_down);
  g_test_add ("/status/round-trip-relative", Fixture, "tablet off", set_up, test_round_trip, tear_down);
  g_test_add_func ("/status/network", test_network);
  g_test_add ("/status/end", Fixture, NULL, set_up, test_end, tear_down);
  g_test_add ("/status/marks", Fixture, NULL, set_up, test_marks, tear_down);
  return g_test_run ();
}
