/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The dialogs around the keyboard, with clicks where they are made by the user. */

#include "config.h"

#include "../virt/virt-support.h"
#include "../wizard/wizard-support.h"
#include "base/lodge-settings.h"
#include "console/lodge-spice-console.h"
#include "display/lodge-display.h"
#include "display/lodge-fullscreen-bar.h"
#include "display/lodge-type-dialog.h"
#include "pages/lodge-keyboard-dialog.h"
#include "pages/lodge-pages.h"

#include "../support/lodge-test-server.h"
#include "../support/lodge-test-widgets.h"

#define UUID "8a5a6c1e-3c2f-4d46-9d4b-0f6a8a5b6c7d"

static void
click (GtkWindow  *window,
       const char *label)
{
  GtkWidget *button = lodge_test_find_shown (GTK_WIDGET (window), GTK_TYPE_BUTTON, "label", label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
set_text (GtkWindow  *window,
          const char *text)
{
  GtkWidget *view = lodge_test_find_shown (GTK_WIDGET (window), GTK_TYPE_TEXT_VIEW, NULL, NULL);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}

static void
test_type (void)
{
  g_autoptr(GSettings) settings = lodge_settings_new_for_machine (UUID);
  LodgeTestServer server = { 0 };
  LodgeConsole *console;
  GtkWindow *dialog;
  GtkWidget *button;

  lodge_test_server_start (&server, NULL);
  console = lodge_spice_console_new_uri (server.uri);
  lodge_console_connect (console);
  lodge_test_wait (lodge_console_get_state (console) == LODGE_CONSOLE_CONNECTED
                   && server.n_channels == 4);
  lodge_test_server_tell (&server, "cursor 8 8 0 0");
  lodge_test_wait (lodge_console_get_cursor (console) != NULL);

  g_settings_set_string (settings, "keyboard-layout", "de");
  dialog = GTK_WINDOW (lodge_type_dialog_new (NULL, console, UUID));
  gtk_window_present (dialog);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  button = lodge_test_find_shown (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "label", "_Type");
  g_assert_false (gtk_widget_get_sensitive (button));

  set_text (dialog, "z 中 😀");
  wait_until (lodge_test_find_shown (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "label",
                    "2 characters cannot be typed with this layout and are left out: 中 😀") != NULL);
  support_screenshot (dialog, "type-text");
  set_text (dialog, "中");
  g_assert_false (gtk_widget_get_sensitive (button));

  set_text (dialog, "z@\n");
  click (dialog, "_Type");
  wait_until (lodge_test_find_shown (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "label", "_Stop") != NULL);
  /* It closes when all is typed. */
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  wait_until (dialog == NULL);
  lodge_test_wait (g_str_equal (server.keys->str, "15;95;e0;38;10;90;e0;b8;1c;9c;"));

  lodge_console_disconnect (console);
  g_assert_finalize_object (console);
  lodge_test_wait (server.n_channels == 0);
  lodge_test_server_stop (&server);
}

static void
assert_setting (GSettings  *settings,
                const char *key,
                const char *expected)
{
  g_autoptr(GVariant) value = g_settings_get_value (settings, key);
  g_autofree char *text = g_variant_print (value, TRUE);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_settings (void)
{
  g_autoptr(GSettings) settings = lodge_settings_new ();
  LodgeHost *host = host_connected ("test:///default");
  LodgeMachine *machine = lodge_host_find_machine (host, "test");
  g_autoptr(GSettings) machine_settings =
    lodge_settings_new_for_machine (lodge_machine_get_uuid (machine));
  GtkWindow *dialog = GTK_WINDOW (lodge_keyboard_dialog_new (NULL, machine));
  GtkWidget *row;

  gtk_window_present (dialog);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  row = lodge_test_find_shown (GTK_WIDGET (dialog), ADW_TYPE_COMBO_ROW, "title", "Release Keys");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, 0);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
  assert_setting (settings, "release-keys", "'ctrl_r'");

  row = lodge_test_find_shown (GTK_WIDGET (dialog), GTK_TYPE_SWITCH, NULL, NULL);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (row)));
  gtk_switch_set_active (GTK_SWITCH (row), FALSE);
  g_assert_false (g_settings_get_boolean (machine_settings, "system-shortcuts"));

  gtk_toggle_button_set_active (
    GTK_TOGGLE_BUTTON (lodge_test_find_shown (GTK_WIDGET (dialog), GTK_TYPE_TOGGLE_BUTTON, "label",
                                              "Alt")), TRUE);
  row = lodge_test_find_shown (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, NULL, NULL);
  gtk_editable_set_text (GTK_EDITABLE (row), "Close_<it>");
  click (dialog, "_Add");
  assert_setting (settings, "key-combinations", "[('Close_<it>', 'alt-f4')]");
  wait_until (lodge_test_find_shown (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "label", "Alt+F4") != NULL);
  support_screenshot (dialog, "keyboard");

  g_signal_emit_by_name (lodge_test_find_shown (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "tooltip-text",
                                                "Remove"),
                         "clicked");
  wait_until (lodge_test_find_shown (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "label", "Alt+F4") == NULL);
  assert_setting (settings, "key-combinations", "@a(ss) []");

  g_settings_reset (settings, "release-keys");
  gtk_window_destroy (dialog);
  host_finish (host);
}

/* With the release keys the tools come and have the focus; without the full screen they are not there. */
static void
test_fullscreen_bar (void)
{
  GtkWindow *window = GTK_WINDOW (adw_window_new ());
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *display = lodge_display_new ();
  GtkWidget *button = gtk_button_new_with_label ("Tool");
  GtkWidget *bar = g_object_new (LODGE_TYPE_FULLSCREEN_BAR, "display", display, "child", button, NULL);
  gboolean revealed = TRUE;

  gtk_overlay_set_child (GTK_OVERLAY (overlay), display);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), bar);
  adw_window_set_content (ADW_WINDOW (window), overlay);
  gtk_window_present (window);
  wait_until (gtk_widget_get_mapped (display));
  gtk_widget_grab_focus (display);

  g_signal_emit_by_name (display, "released");
  g_object_get (bar, "revealed", &revealed, NULL);
  g_assert_false (revealed);

  g_object_set (bar, "active", TRUE, NULL);
  g_signal_emit_by_name (display, "released");
  wait_until (gtk_window_get_focus (window) == button);
  g_assert_true (gtk_widget_get_mapped (button));

  g_object_set (bar, "active", FALSE, NULL);
  g_assert_false (gtk_widget_get_mapped (button));
  g_object_ref (window);
  gtk_window_destroy (window);
  g_assert_finalize_object (window);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  lodge_virt_init ();
  adw_init ();
  lodge_pages_init ();
  g_test_add_func ("/keyboard/type", test_type);
  g_test_add_func ("/keyboard/settings", test_settings);
  g_test_add_func ("/keyboard/fullscreen-bar", test_fullscreen_bar);
  return g_test_run ();
}
