/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A terminal whose guest is not trusted, and what is said when a text console cannot be opened. */

#include "config.h"

#include <adwaita.h>
#include <gdk/x11/gdkx.h>
#include <string.h>

#include "../virt/virt-support.h"
#include "../wizard/wizard-support.h"
#include "base/lodge-settings.h"
#include "pages/lodge-pages.h"
#include "pages/lodge-terminal-paste.h"
#include "pages/lodge-terminal-search.h"
#include "pages/lodge-text-console-page.h"

static gboolean
holds (LodgeTerminal *terminal,
       const char    *text)
{
  g_autofree char *all = lodge_terminal_dup_text (terminal);

  return strstr (all, text) != NULL;
}

static void
commit_cb (GString    *answers,
           const char *text,
           guint       size)
{
  g_string_append_len (answers, text, size);
}

/* A title, the clipboard, a link and a question for the title, as a guest might send them. */
static void
test_hostile (void)
{
  static const char bytes[] =
    "\033]0;evil title\007\033]2;evil title\007\033]52;c;ZXZpbA==\007\033]52;p;ZXZpbA==\007"
    "\033[21t\033[20t\033]8;;http://evil.example/\033\\link\033]8;;\033\\ end of it\r\n";
  GtkWidget *terminal = g_object_new (LODGE_TYPE_TERMINAL, NULL);
  GtkWindow *window = support_present (terminal, 900, 600);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (terminal);
  g_autoptr(GString) answers = g_string_new (NULL);

  gtk_window_set_title (window, "Lodge");
  gdk_clipboard_set_text (clipboard, "mine");
  g_signal_connect_swapped (terminal, "commit", G_CALLBACK (commit_cb), answers);
  vte_terminal_feed (VTE_TERMINAL (terminal), bytes, sizeof bytes - 1);
  wait_until (holds (LODGE_TERMINAL (terminal), "end of it"));

  g_assert_cmpstr (gtk_window_get_title (window), ==, "Lodge");
  g_assert_null (strstr (answers->str, "evil"));
  g_assert_true (gdk_clipboard_is_local (clipboard));
  g_assert_false (gdk_clipboard_is_local (gtk_widget_get_primary_clipboard (terminal)));
  g_assert_false (vte_terminal_get_allow_hyperlink (VTE_TERMINAL (terminal)));
  support_finish (window);
}

/* A guest draws 80 columns and 24 rows, whatever the window is like. */
static void
test_fit_and_zoom (void)
{
  GtkWidget *terminal = g_object_new (LODGE_TYPE_TERMINAL, NULL);
  GtkWindow *window = support_present (terminal, 420, 420);
  VteTerminal *vte = VTE_TERMINAL (terminal);
  glong width;

  wait_until (vte_terminal_get_column_count (vte) >= 80 && vte_terminal_get_row_count (vte) >= 24);
  width = vte_terminal_get_char_width (vte);
  lodge_terminal_zoom (LODGE_TERMINAL (terminal), 4);
  g_assert_cmpint (vte_terminal_get_char_width (vte), >, width);
  lodge_terminal_zoom (LODGE_TERMINAL (terminal), 0);
  g_assert_cmpint (vte_terminal_get_char_width (vte), ==, width);
  support_finish (window);
}

static void
test_text_and_search (void)
{
  GtkWidget *terminal = g_object_new (LODGE_TYPE_TERMINAL, NULL);
  GtkWidget *search = g_object_new (LODGE_TYPE_TERMINAL_SEARCH, "terminal", terminal, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWindow *window;
  GtkEditable *entry;
  g_autofree char *text = NULL;

  gtk_box_append (GTK_BOX (box), search);
  gtk_box_append (GTK_BOX (box), terminal);
  gtk_widget_set_vexpand (terminal, TRUE);
  window = support_present (box, 900, 600);
  g_assert_true (lodge_terminal_is_empty (LODGE_TERMINAL (terminal)));
  vte_terminal_feed (VTE_TERMINAL (terminal), "one\r\ntwo (2)\r\n", -1);
  wait_until (holds (LODGE_TERMINAL (terminal), "two"));
  text = lodge_terminal_dup_text (LODGE_TERMINAL (terminal));
  g_assert_cmpstr (text, ==, "one\ntwo (2)\n");
  g_assert_false (lodge_terminal_is_empty (LODGE_TERMINAL (terminal)));

  g_object_set (search, "active", TRUE, NULL);
  entry = support_child (search, "entry");
  gtk_editable_set_text (entry, "TWO (2");
  wait_until (vte_terminal_get_has_selection (VTE_TERMINAL (terminal)));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (entry), "error"));
  gtk_editable_set_text (entry, "t.o");
  wait_until (gtk_widget_has_css_class (GTK_WIDGET (entry), "error"));
  support_finish (window);
}

static void
test_paste_lines (void)
{
  g_assert_cmpuint (lodge_paste_count_lines ("ls"), ==, 1);
  g_assert_cmpuint (lodge_paste_count_lines ("ls\n"), ==, 1);
  g_assert_cmpuint (lodge_paste_count_lines ("ls\r\n"), ==, 1);
  g_assert_cmpuint (lodge_paste_count_lines ("ls\nrm -r x"), ==, 2);
  g_assert_cmpuint (lodge_paste_count_lines ("a\r\nb\r\nc\n"), ==, 3);
  g_assert_cmpuint (lodge_paste_count_lines ("a\rb"), ==, 2);
}

static void
press (GtkWindow  *window,
       const char *arguments)
{
  gulong xid = gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (window)));
  g_autofree char *command = g_strdup_printf ("xdotool windowfocus --sync %lu %s", xid, arguments);
  g_autoptr(GError) error = NULL;
  int status;

  g_spawn_command_line_sync (command, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* The keys that take the keyboard back are those of the display; others go to the guest. */
static void
test_release_keys (void)
{
  GtkWidget *terminal = g_object_new (LODGE_TYPE_TERMINAL, NULL);
  GtkWindow *window = support_present (terminal, 900, 600);
  g_autoptr(GString) typed = g_string_new (NULL);
  guint n = 0;

  g_signal_connect_swapped (terminal, "commit", G_CALLBACK (commit_cb), typed);
  g_signal_connect_swapped (terminal, "released", G_CALLBACK (count_cb), &n);
  gtk_widget_grab_focus (terminal);
  press (window, "keydown Control_L keydown Alt_L keyup Alt_L keyup Control_L");
  wait_until (n == 1);
  press (window, "keydown Control_L keydown Alt_L key d keyup Alt_L keyup Control_L key a");
  wait_until (strchr (typed->str, 'a') != NULL);
  g_assert_cmpuint (n, ==, 1);

  g_object_set (terminal, "release-keys", "ctrl_r", NULL);
  press (window, "keydown Control_L keydown Alt_L keyup Alt_L keyup Control_L key b");
  wait_until (strchr (typed->str, 'b') != NULL);
  g_assert_cmpuint (n, ==, 1);
  press (window, "key 105");
  wait_until (n == 2);

  g_object_set (terminal, "release-keys", "no-such-key", NULL);
  press (window, "keydown Control_L keydown Alt_L keyup Control_L keyup Alt_L");
  wait_until (n == 3);
  support_finish (window);
}

/* libvirt's pretended machines have no consoles. */
static void
test_release_hint (void)
{
  g_autoptr(GSettings) settings = lodge_settings_new ();
  LodgeHost *host = host_connected ("test:///default");
  g_autoptr(LodgeTextChannel) channel =
    lodge_text_channel_new (lodge_host_find_machine (host, "test"), "serial0");
  GtkWidget *page = lodge_text_console_page_new (channel, "Serial Console");
  GtkWindow *window = support_present (page, 720, 560);
  GtkRevealer *hint = support_child (page, "hint");
  GtkLabel *label = GTK_LABEL (gtk_revealer_get_child (hint));

  g_assert_cmpstr (gtk_label_get_label (label), ==, "Press Ctrl+Alt to release the keyboard");
  g_settings_set_string (settings, "release-keys", "ctrl_r");
  wait_until (strstr (gtk_label_get_label (label), "Press Right Ctrl to") != NULL);
  g_settings_reset (settings, "release-keys");
  wait_until (strstr (gtk_label_get_label (label), "Press Ctrl+Alt to") != NULL);
  support_finish (window);
  g_clear_object (&channel);
  host_finish (host);
}

/* What is said of a console that cannot be opened. */
static void
test_states (void)
{
  LodgeHost *host = host_connected ("test:///default");
  LodgeMachine *machine = lodge_host_find_machine (host, "test");
  g_autoptr(LodgeTextChannel) channel = lodge_text_channel_new (machine, "serial0");
  GtkWidget *page = lodge_text_console_page_new (channel, "Serial Console");
  GtkWindow *window = support_present (page, 720, 560);
  GActionGroup *actions = lodge_text_console_page_get_actions (LODGE_TEXT_CONSOLE_PAGE (page));
  g_autoptr(GError) error = NULL;

  wait_until (support_shows (page, "The Console Cannot Be Shown")
              && support_shows (page, "Try Again"));
  g_assert_true (support_shows (page, "Details"));
  g_assert_false (g_action_group_get_action_enabled (actions, "paste"));
  g_assert_false (g_action_group_get_action_enabled (actions, "copy"));
  support_screenshot (window, "text-console-failed");

  g_assert_true (act (machine, LODGE_ACTION_FORCE_OFF, &error));
  wait_until (support_shows (page, "The console starts with the machine"));
  g_assert_false (support_shows (page, "Details"));
  support_screenshot (window, "text-console-off");
  support_finish (window);
  g_clear_object (&channel);
  host_finish (host);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  lodge_virt_init ();
  lodge_pages_init ();
  g_test_add_func ("/terminal/hostile", test_hostile);
  g_test_add_func ("/terminal/fit-and-zoom", test_fit_and_zoom);
  g_test_add_func ("/terminal/text-and-search", test_text_and_search);
  g_test_add_func ("/terminal/paste-lines", test_paste_lines);
  g_test_add_func ("/terminal/release-keys", test_release_keys);
  g_test_add_func ("/terminal/release-hint", test_release_hint);
  g_test_add_func ("/terminal/states", test_states);
  return g_test_run ();
}
