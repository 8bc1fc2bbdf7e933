/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which consoles a machine has, what they are called, and what is remembered. */

#include "config.h"

#include "base/lodge-settings.h"
#include "pages/lodge-console-choices.h"

#define MACHINE_A    "4dea22b3-1d52-d8f3-2516-782e98ab3fa0"
#define MACHINE_B    "4dea22b3-1d52-d8f3-2516-782e98ab3fa1"
#define MACHINE_C    "4dea22b3-1d52-d8f3-2516-782e98ab3fa2"
#define MACHINE_D    "4dea22b3-1d52-d8f3-2516-782e98ab3fa3"
#define MACHINE_NEXT "4dea22b3-1d52-d8f3-2516-782e98ab3fa4"

#define DOMAIN(devices) "<domain type='qemu'><name>m</name><devices>" devices "</devices></domain>"

static LodgeDomainXml *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  LodgeDomainXml *xml = lodge_domain_xml_new (text, &error);

  g_assert_no_error (error);
  return xml;
}

/* “key label alias problem” of each, a line each. */
static char *
list (const char *text)
{
  g_autoptr(LodgeDomainXml) xml = parse (text);
  g_autoptr(GPtrArray) choices = lodge_console_choice_list (xml);
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < choices->len; i++)
    {
      LodgeConsoleChoice *choice = g_ptr_array_index (choices, i);
      const char *alias = lodge_console_choice_get_alias (choice);
      const char *problem = lodge_console_choice_get_problem (choice);

      g_string_append_printf (lines, "%s|%s|%s|%s\n", lodge_console_choice_get_key (choice),
                              lodge_console_choice_get_label (choice), alias != NULL ? alias : "-",
                              problem != NULL ? problem : "-");
    }
  return g_string_free (lines, FALSE);
}

static void
assert_list (const char *text,
             const char *expected)
{
  g_autofree char *lines = list (text);

  g_assert_cmpstr (lines, ==, expected);
}

/* libvirt describes the first serial port a second time, as a console. */
static void
test_list (void)
{
  assert_list (DOMAIN ("<graphics type='spice'/><serial type='pty'><target port='0'/></serial>"
                       "<console type='pty'><target type='serial' port='0'/></console>"),
               "graphics0|Graphical Console (SPICE)|-|-\nserial0|Serial Console|serial0|-\n");
  assert_list (DOMAIN ("<console type='pty' tty='/dev/pts/3'><target type='virtio' port='0'/>"
                       "<alias name='ua-mine'/></console>"),
               "console0|VirtIO Console|ua-mine|-\n");
  assert_list (DOMAIN ("<console type='pty'/>"), "console0|Text Console|console0|-\n");
  assert_list (DOMAIN (""), "");
}

/* The order of the menu is not that of the description; numbers count those of one sort. */
static void
test_several (void)
{
  assert_list (DOMAIN ("<console type='pty'><target type='serial' port='0'/></console>"
                       "<console type='pty'><target type='virtio' port='1'/></console>"
                       "<console type='pty'><target type='virtio' port='2'/></console>"
                       "<serial type='pty'/><serial type='file'/>"
                       "<graphics type='sdl'/><graphics type='spice'/>"),
               "graphics0|Graphical Console 1 (SDL)|-|cannot be shown here\n"
               "graphics1|Graphical Console 2 (SPICE)|-|-\n"
               "serial0|Serial Console 1|serial0|-\n"
               "serial1|Serial Console 2|serial1|not connected to a terminal\n"
               "console1|VirtIO Console 1|console1|-\n"
               "console2|VirtIO Console 2|console2|-\n");
}

static const char *
selected_key (LodgeConsoleChoices *choices)
{
  LodgeConsoleChoice *choice = lodge_console_choices_get_selected (choices);

  return choice != NULL ? lodge_console_choice_get_key (choice) : NULL;
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_remembered (void)
{
  g_autoptr(LodgeConsoleChoices) choices = lodge_console_choices_new ();
  g_autoptr(LodgeDomainXml) both = parse (DOMAIN ("<graphics type='spice'/><serial type='pty'/>"
                                                  "<serial type='null'/>"));
  g_autoptr(LodgeDomainXml) text = parse (DOMAIN ("<graphics type='sdl'/><serial type='pty'/>"));
  g_autoptr(LodgeDomainXml) none = parse (DOMAIN (""));
  guint n_selected = 0;

  g_assert_null (selected_key (choices));
  lodge_console_choices_set_xml (choices, MACHINE_A, both, TRUE);
  g_assert_cmpstr (selected_key (choices), ==, "graphics0");
  g_assert_true (lodge_console_choices_select (choices, "serial0"));
  g_assert_false (lodge_console_choices_select (choices, "serial1"));
  g_assert_false (lodge_console_choices_select (choices, "serial7"));
  g_assert_cmpstr (selected_key (choices), ==, "serial0");

  /* Read again, nothing new: who listens is not told. */
  g_signal_connect_swapped (choices, "notify::selected", G_CALLBACK (count_cb), &n_selected);
  lodge_console_choices_set_xml (choices, MACHINE_A, both, FALSE);
  g_assert_cmpuint (n_selected, ==, 0);

  lodge_console_choices_set_xml (choices, MACHINE_B, both, TRUE);
  g_assert_cmpstr (selected_key (choices), ==, "graphics0");
  lodge_console_choices_set_xml (choices, MACHINE_A, both, TRUE);
  g_assert_cmpstr (selected_key (choices), ==, "serial0");
  lodge_console_choices_set_xml (choices, MACHINE_C, text, TRUE);
  g_assert_cmpstr (selected_key (choices), ==, "serial0");
  lodge_console_choices_set_xml (choices, MACHINE_D, none, TRUE);
  g_assert_null (selected_key (choices));
}

/* As when the program starts again. */
static void
assert_opened (const char           *uuid,
               const LodgeDomainXml *xml,
               const char           *expected)
{
  g_autoptr(LodgeConsoleChoices) choices = lodge_console_choices_new ();

  lodge_console_choices_set_xml (choices, uuid, xml, TRUE);
  g_assert_cmpstr (selected_key (choices), ==, expected);
}

/* Next time too; one that went away and came back is another one. */
static void
test_next_time (void)
{
  g_autoptr(LodgeConsoleChoices) choices = lodge_console_choices_new ();
  g_autoptr(LodgeDomainXml) both = parse (DOMAIN ("<graphics type='spice'/><serial type='pty'/>"));
  g_autoptr(LodgeDomainXml) deaf = parse (DOMAIN ("<graphics type='spice'/><serial type='null'/>"));
  g_autoptr(LodgeDomainXml) one = parse (DOMAIN ("<graphics type='spice'/>"));
  g_autoptr(GSettings) settings = lodge_settings_new_for_machine (MACHINE_NEXT);
  g_autoptr(GVariant) value = NULL;

  lodge_console_choices_set_xml (choices, MACHINE_NEXT, both, TRUE);
  g_assert_true (lodge_console_choices_select (choices, "serial0"));
  assert_opened (MACHINE_NEXT, both, "serial0");
  assert_opened (MACHINE_B, both, "graphics0");
  assert_opened (MACHINE_NEXT, deaf, "graphics0");
  assert_opened (MACHINE_NEXT, both, "serial0");

  assert_opened (MACHINE_NEXT, one, "graphics0");
  assert_opened (MACHINE_NEXT, both, "graphics0");

  /* Who goes back to what is first leaves nothing behind. */
  g_assert_true (lodge_console_choices_select (choices, "serial0"));
  g_assert_true (lodge_console_choices_select (choices, "graphics0"));
  value = g_settings_get_user_value (settings, "console");
  g_assert_null (value);
}

/* What the menu says: sections of items. */
static char *
dup_menu_text (LodgeConsoleChoices *choices)
{
  GMenuModel *menu = lodge_console_choices_get_menu (choices);
  g_autoptr(GMenuModel) section = g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION);
  GString *text = g_string_new (NULL);
  char *value;

  if (g_menu_model_get_item_attribute (menu, 0, G_MENU_ATTRIBUTE_LABEL, "s", &value))
    {
      g_string_append_printf (text, "[%s] ", value);
      g_free (value);
    }
  for (int i = 0; i < g_menu_model_get_n_items (section); i++)
    {
      g_autofree char *action = NULL;

      g_assert_true (g_menu_model_get_item_attribute (section, i, G_MENU_ATTRIBUTE_LABEL, "s", &value));
      g_assert_true (g_menu_model_get_item_attribute (section, i, G_MENU_ATTRIBUTE_ACTION, "s", &action));
      g_string_append_printf (text, "%s=%s ", value, action);
      g_free (value);
    }
  return g_string_free (text, FALSE);
}

static void
test_menu (void)
{
  g_autoptr(LodgeConsoleChoices) choices = lodge_console_choices_new ();
  g_autoptr(LodgeDomainXml) xml = parse (DOMAIN ("<serial type='pty'/><serial type='null'/>"));
  GActionGroup *actions = lodge_console_choices_get_actions (choices);
  g_autoptr(GVariant) state = NULL;
  g_autofree char *off = NULL;
  g_autofree char *on = NULL;

  lodge_console_choices_set_xml (choices, "menu", xml, FALSE);
  off = dup_menu_text (choices);
  g_assert_cmpstr (off, ==, "[Start with the machine] Serial Console 1=console.choose "
                            "Serial Console 2 (not connected to a terminal)=console.unavailable ");
  lodge_console_choices_set_xml (choices, "menu", xml, TRUE);
  on = dup_menu_text (choices);
  g_assert_true (g_str_has_prefix (on, "Serial Console 1="));

  state = g_action_group_get_action_state (actions, "choose");
  g_assert_cmpstr (g_variant_get_string (state, NULL), ==, "serial0");
  g_assert_false (g_action_group_has_action (actions, "unavailable"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/console-choices/list", test_list);
  g_test_add_func ("/console-choices/several", test_several);
  g_test_add_func ("/console-choices/remembered", test_remembered);
  g_test_add_func ("/console-choices/next-time", test_next_time);
  g_test_add_func ("/console-choices/menu", test_menu);
  return g_test_run ();
}
