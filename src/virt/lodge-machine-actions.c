/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pure table of machine states: what they are called, and what may be done in them. The
 * interface and the command line both ask here. */

#include "config.h"

#include "virt/lodge-machine-actions.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"

typedef struct {
  const char *nick;
  const char *label;
  const char *icon_name;
  LodgeMachineAction allows;
} StateRow;

static const StateRow states[] = {
  [LODGE_MACHINE_SHUT_OFF] = {
    "shut-off", N_("Shut off"), "media-playback-stop-symbolic",
    LODGE_ACTION_START | LODGE_ACTION_DELETE,
  },
  [LODGE_MACHINE_RUNNING] = {
    "running", N_("Running"), "media-playback-start-symbolic",
    LODGE_ACTION_PAUSE | LODGE_ACTION_SHUT_DOWN | LODGE_ACTION_REBOOT | LODGE_ACTION_RESET |
    LODGE_ACTION_FORCE_OFF | LODGE_ACTION_DELETE,
  },
  [LODGE_MACHINE_PAUSED] = {
    "paused", N_("Paused"), "media-playback-pause-symbolic",
    LODGE_ACTION_RESUME | LODGE_ACTION_RESET | LODGE_ACTION_FORCE_OFF | LODGE_ACTION_DELETE,
  },
  [LODGE_MACHINE_SHUTTING_DOWN] = {
    "shutting-down", N_("Shutting down"), "system-shutdown-symbolic",
    LODGE_ACTION_RESET | LODGE_ACTION_FORCE_OFF | LODGE_ACTION_DELETE,
  },
  /* A crashed machine is kept for a look at it; starting it again ends what is left of it. */
  [LODGE_MACHINE_CRASHED] = {
    "crashed", N_("Crashed"), "dialog-warning-symbolic",
    LODGE_ACTION_START | LODGE_ACTION_FORCE_OFF | LODGE_ACTION_DELETE,
  },
  [LODGE_MACHINE_SLEEPING] = {
    "sleeping", N_("Sleeping"), "weather-clear-night-symbolic",
    LODGE_ACTION_RESUME | LODGE_ACTION_FORCE_OFF | LODGE_ACTION_DELETE,
  },
  [LODGE_MACHINE_SAVED] = {
    "saved", N_("Saved"), "document-save-symbolic",
    LODGE_ACTION_START | LODGE_ACTION_DELETE,
  },
  [LODGE_MACHINE_UNKNOWN] = { "unknown", N_("Unknown"), "content-loading-symbolic", 0 },
};

/* In the order of their bits. */
static const char *const action_labels[] = {
  NC_("machine action", "Start"), NC_("machine action", "Pause"), NC_("machine action", "Resume"),
  NC_("machine action", "Shut Down"), NC_("machine action", "Reboot"),
  NC_("machine action", "Reset"), NC_("machine action", "Force Off"),
  NC_("machine action", "Delete"),
};

static const StateRow *
row_of (LodgeMachineState state)
{
  return (guint) state < G_N_ELEMENTS (states) ? &states[state] : &states[LODGE_MACHINE_SHUT_OFF];
}

GType
lodge_machine_state_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { LODGE_MACHINE_SHUT_OFF, "LODGE_MACHINE_SHUT_OFF", "shut-off" },
        { LODGE_MACHINE_RUNNING, "LODGE_MACHINE_RUNNING", "running" },
        { LODGE_MACHINE_PAUSED, "LODGE_MACHINE_PAUSED", "paused" },
        { LODGE_MACHINE_SHUTTING_DOWN, "LODGE_MACHINE_SHUTTING_DOWN", "shutting-down" },
        { LODGE_MACHINE_CRASHED, "LODGE_MACHINE_CRASHED", "crashed" },
        { LODGE_MACHINE_SLEEPING, "LODGE_MACHINE_SLEEPING", "sleeping" },
        { LODGE_MACHINE_SAVED, "LODGE_MACHINE_SAVED", "saved" },
        { LODGE_MACHINE_UNKNOWN, "LODGE_MACHINE_UNKNOWN", "unknown" },
        { 0, NULL, NULL },
      };

      g_once_init_leave (&type, g_enum_register_static ("LodgeMachineState", values));
    }
  return type;
}

GType
lodge_machine_action_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static const GFlagsValue values[] = {
        { LODGE_ACTION_START, "LODGE_ACTION_START", "start" },
        { LODGE_ACTION_PAUSE, "LODGE_ACTION_PAUSE", "pause" },
        { LODGE_ACTION_RESUME, "LODGE_ACTION_RESUME", "resume" },
        { LODGE_ACTION_SHUT_DOWN, "LODGE_ACTION_SHUT_DOWN", "shut-down" },
        { LODGE_ACTION_REBOOT, "LODGE_ACTION_REBOOT", "reboot" },
        { LODGE_ACTION_RESET, "LODGE_ACTION_RESET", "reset" },
        { LODGE_ACTION_FORCE_OFF, "LODGE_ACTION_FORCE_OFF", "force-off" },
        { LODGE_ACTION_DELETE, "LODGE_ACTION_DELETE", "delete" },
        { 0, NULL, NULL },
      };

      g_once_init_leave (&type, g_flags_register_static ("LodgeMachineAction", values));
    }
  return type;
}

/**
 * lodge_machine_state_allows:
 * @state: a state
 *
 * Looks up what may be done with a machine in @state. Pure.
 *
 * Returns: the actions
 */
LodgeMachineAction
lodge_machine_state_allows (LodgeMachineState state)
{
  return row_of (state)->allows;
}

/**
 * lodge_machine_state_label:
 * @state: a state
 *
 * Gets the translated name of @state.
 *
 * Returns: a static string
 */
const char *
lodge_machine_state_label (LodgeMachineState state)
{
  return _(row_of (state)->label);
}

/**
 * lodge_machine_state_nick:
 * @state: a state
 *
 * Gets the stable, untranslated name of @state, as the command line prints it.
 *
 * Returns: a static string
 */
const char *
lodge_machine_state_nick (LodgeMachineState state)
{
  return row_of (state)->nick;
}

/**
 * lodge_machine_state_icon_name:
 * @state: a state
 *
 * Gets the name of a symbolic icon for @state.
 *
 * Returns: a static string
 */
const char *
lodge_machine_state_icon_name (LodgeMachineState state)
{
  return row_of (state)->icon_name;
}

/**
 * lodge_machine_state_refuse:
 * @state: the state that a machine is in
 * @name: the machine
 * @detail: (nullable): raw text
 *
 * Makes the error for what cannot be done in @state: it names what can.
 *
 * Returns: (transfer full): %LODGE_ERROR_BUSY
 */
GError *
lodge_machine_state_refuse (LodgeMachineState  state,
                            const char        *name,
                            const char        *detail)
{
  g_autoptr(GString) actions = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (action_labels); i++)
    {
      if (!(row_of (state)->allows & (1 << i)))
        continue;
      if (actions->len > 0)
        /* Translators: between the items of a list */
        g_string_append (actions, C_("list", ", "));
      g_string_append (actions, g_dpgettext2 (GETTEXT_PACKAGE, "machine action", action_labels[i]));
    }
  /* Translators: a machine, its state such as “Shut off”, and actions such as “Start, Delete” */
  return lodge_error_new (LODGE_ERROR_BUSY, detail,
                          _("“%s” is in the state “%s”, which does not allow this. It allows: %s."),
                          name, lodge_machine_state_label (state), actions->str);
}
