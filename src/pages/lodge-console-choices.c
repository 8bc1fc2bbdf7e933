/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which of a machine's consoles is looked at, as state, as an action and as a menu. */

#include "config.h"

#include "pages/lodge-console-choices.h"

#include <glib/gi18n.h>

#include "base/lodge-prop.h"
#include "base/lodge-settings.h"

#define KEY "console"

struct _LodgeConsoleChoices
{
  GObject parent_instance;

  LodgeMachine *machine;
  GSignalGroup *machine_signals;
  char *uuid;
  GSettings *settings;   /* the machine's; NULL: nothing is remembered */
  GPtrArray *choices;
  LodgeConsoleChoice *selected;
  gboolean active;
  GSimpleActionGroup *actions;
  GMenu *menu;
};

enum {
  PROP_0,
  PROP_MACHINE,
  PROP_SELECTED,
  PROP_LABEL,
  PROP_SEVERAL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum { SIGNAL_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LodgeConsoleChoices, lodge_console_choices, G_TYPE_OBJECT)

static LodgeConsoleChoice *
find (LodgeConsoleChoices *self,
      const char          *key)
{
  for (guint i = 0; key != NULL && i < self->choices->len; i++)
    {
      LodgeConsoleChoice *choice = g_ptr_array_index (self->choices, i);

      if (g_str_equal (lodge_console_choice_get_key (choice), key))
        return choice;
    }
  return NULL;
}

static gboolean
is_same (GPtrArray *a,
         GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!lodge_console_choice_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

/* What cannot be opened has an action that does not exist: it is there, with the reason. */
static GMenuItem *
item_new (LodgeConsoleChoice *choice)
{
  const char *label = lodge_console_choice_get_label (choice);
  const char *problem = lodge_console_choice_get_problem (choice);
  g_autofree char *text = NULL;
  GMenuItem *item;

  if (problem != NULL)
    {
      /* Translators: a console and why it cannot be opened: “Serial Console 2 (not connected to a terminal)” */
      text = g_strdup_printf (C_("console", "%s (%s)"), label, problem);
      return g_menu_item_new (text, "console.unavailable");
    }
  item = g_menu_item_new (label, NULL);
  g_menu_item_set_action_and_target (item, "console.choose", "s", lodge_console_choice_get_key (choice));
  return item;
}

static void
fill_menu (LodgeConsoleChoices *self)
{
  g_autoptr(GMenu) section = g_menu_new ();

  for (guint i = 0; i < self->choices->len; i++)
    {
      g_autoptr(GMenuItem) item = item_new (g_ptr_array_index (self->choices, i));

      g_menu_append_item (section, item);
    }
  g_menu_remove_all (self->menu);
  g_menu_append_section (self->menu, self->active ? NULL : _("Start with the machine"),
                         G_MENU_MODEL (section));
}

static void
set_selected (LodgeConsoleChoices *self,
              LodgeConsoleChoice  *choice)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "choose");
  const char *key = choice != NULL ? lodge_console_choice_get_key (choice) : "";

  if (!lodge_prop_set_object (G_OBJECT (self), properties[PROP_SELECTED], &self->selected, choice))
    return;
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (key));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

/* What is there anyway need not be remembered. */
static void
remember (LodgeConsoleChoices *self,
          LodgeConsoleChoice  *choice)
{
  if (self->settings == NULL)
    return;
  if (choice == NULL || choice == lodge_console_choice_find_default (self->choices))
    g_settings_reset (self->settings, KEY);
  else
    g_settings_set_string (self->settings, KEY, lodge_console_choice_get_key (choice));
}

/* One that is gone is forgotten, else another of its name would be opened some day. */
static LodgeConsoleChoice *
recall (LodgeConsoleChoices *self)
{
  g_autofree char *key = self->settings != NULL ? g_settings_get_string (self->settings, KEY) : NULL;
  LodgeConsoleChoice *choice = find (self, key);

  if (choice == NULL && key != NULL && *key != 0)
    remember (self, NULL);
  return choice;
}

static void
take_choices (LodgeConsoleChoices *self,
              GPtrArray           *choices)
{
  LodgeConsoleChoice *choice;

  g_ptr_array_unref (self->choices);
  self->choices = choices;
  fill_menu (self);
  choice = recall (self);
  if (choice == NULL || lodge_console_choice_get_problem (choice) != NULL)
    choice = lodge_console_choice_find_default (choices);
  set_selected (self, choice);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEVERAL]);
}

static void
choose_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  if (lodge_console_choices_select (user_data, g_variant_get_string (parameter, NULL)))
    g_signal_emit (user_data, signals[SIGNAL_CHOSEN], 0);
}

/* The description of a run differs from that of the next one; it is read again when it is stale. */
static void
machine_cb (LodgeConsoleChoices *self)
{
  LodgeDomainXml *xml = lodge_machine_get_xml (self->machine);
  gboolean active = FALSE;

  g_object_get (self->machine, "active", &active, NULL);
  lodge_machine_load_xml (self->machine);
  if (xml != NULL)
    lodge_console_choices_set_xml (self, lodge_machine_get_uuid (self->machine), xml, active);
}

static void
lodge_console_choices_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  LodgeConsoleChoices *self = LODGE_CONSOLE_CHOICES (object);

  switch (prop_id)
    {
    case PROP_MACHINE:
      g_value_set_object (value, self->machine);
      break;

    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;

    case PROP_LABEL:
      g_value_set_string (value, self->selected != NULL ?
                          lodge_console_choice_get_label (self->selected) : "");
      break;

    case PROP_SEVERAL:
      g_value_set_boolean (value, self->choices->len > 1);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_console_choices_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  LodgeConsoleChoices *self = LODGE_CONSOLE_CHOICES (object);

  switch (prop_id)
    {
    case PROP_MACHINE:
      lodge_console_choices_set_machine (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_console_choices_finalize (GObject *object)
{
  LodgeConsoleChoices *self = LODGE_CONSOLE_CHOICES (object);

  g_clear_object (&self->machine_signals);
  g_clear_object (&self->machine);
  g_clear_object (&self->selected);
  g_clear_object (&self->actions);
  g_clear_object (&self->menu);
  g_ptr_array_unref (self->choices);
  g_clear_object (&self->settings);
  g_free (self->uuid);

  G_OBJECT_CLASS (lodge_console_choices_parent_class)->finalize (object);
}

static void
lodge_console_choices_class_init (LodgeConsoleChoicesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_console_choices_get_property;
  object_class->set_property = lodge_console_choices_set_property;
  object_class->finalize = lodge_console_choices_finalize;

  properties[PROP_MACHINE] =
    g_param_spec_object ("machine", NULL, NULL, LODGE_TYPE_MACHINE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTED] = g_param_spec_object ("selected", NULL, NULL, LODGE_TYPE_CONSOLE_CHOICE,
                                                   flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_SEVERAL] = g_param_spec_boolean ("several", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
}

static void
lodge_console_choices_init (LodgeConsoleChoices *self)
{
  g_autoptr(GSimpleAction) choose = g_simple_action_new_stateful ("choose", G_VARIANT_TYPE_STRING,
                                                                  g_variant_new_string (""));

  self->choices = g_ptr_array_new_with_free_func (g_object_unref);
  self->menu = g_menu_new ();
  self->actions = g_simple_action_group_new ();
  g_signal_connect_object (choose, "activate", G_CALLBACK (choose_cb), self, 0);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (choose));
  self->machine_signals = g_signal_group_new (LODGE_TYPE_MACHINE);
  g_signal_group_connect_swapped (self->machine_signals, "notify::xml", G_CALLBACK (machine_cb), self);
  g_signal_group_connect_swapped (self->machine_signals, "notify::active", G_CALLBACK (machine_cb), self);
}

LodgeConsoleChoices *
lodge_console_choices_new (void)
{
  return g_object_new (LODGE_TYPE_CONSOLE_CHOICES, NULL);
}

/**
 * lodge_console_choices_set_machine:
 * @self: choices
 * @machine: (nullable): whose consoles
 *
 * Moves to another machine. Nothing is selected until its description is there.
 */
void
lodge_console_choices_set_machine (LodgeConsoleChoices *self,
                                   LodgeMachine        *machine)
{
  g_return_if_fail (LODGE_IS_CONSOLE_CHOICES (self));

  if (self->machine == machine)
    return;

  g_clear_pointer (&self->uuid, g_free);
  g_clear_object (&self->settings);
  take_choices (self, g_ptr_array_new_with_free_func (g_object_unref));
  g_set_object (&self->machine, machine);
  g_signal_group_set_target (self->machine_signals, machine);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MACHINE]);
  if (machine != NULL)
    machine_cb (self);
}

/**
 * lodge_console_choices_set_xml:
 * @self: choices
 * @uuid: whose they are, to remember what is chosen
 * @xml: the machine's description
 * @active: whether it runs
 *
 * Takes the consoles from a description. What was chosen stays chosen.
 */
void
lodge_console_choices_set_xml (LodgeConsoleChoices  *self,
                               const char           *uuid,
                               const LodgeDomainXml *xml,
                               gboolean              active)
{
  g_autoptr(GPtrArray) choices = lodge_console_choice_list (xml);
  gboolean moved = lodge_set_string (&self->uuid, uuid);
  gboolean started = self->active != active;

  self->active = active;
  if (moved)
    {
      g_clear_object (&self->settings);
      self->settings = lodge_settings_new_for_machine (uuid);
    }
  if (moved || !is_same (self->choices, choices))
    take_choices (self, g_steal_pointer (&choices));
  else if (started)
    fill_menu (self);
}

/**
 * lodge_console_choices_select:
 * @self: choices
 * @key: of lodge_console_choice_get_key()
 *
 * Looks at another console, and remembers it for this machine.
 *
 * Returns: %FALSE when there is none of that key, or it cannot be opened
 */
gboolean
lodge_console_choices_select (LodgeConsoleChoices *self,
                              const char          *key)
{
  LodgeConsoleChoice *choice;

  g_return_val_if_fail (LODGE_IS_CONSOLE_CHOICES (self), FALSE);

  choice = find (self, key);
  if (choice == NULL || lodge_console_choice_get_problem (choice) != NULL)
    return FALSE;

  remember (self, choice);
  set_selected (self, choice);
  return TRUE;
}

LodgeConsoleChoice *
lodge_console_choices_get_selected (LodgeConsoleChoices *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_CHOICES (self), NULL);

  return self->selected;
}

GActionGroup *
lodge_console_choices_get_actions (LodgeConsoleChoices *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_CHOICES (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

GMenuModel *
lodge_console_choices_get_menu (LodgeConsoleChoices *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_CHOICES (self), NULL);

  return G_MENU_MODEL (self->menu);
}
