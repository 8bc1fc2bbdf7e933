/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The small decisions that templates make from properties: pure functions, named in .ui files by
 * <closure function="…">. lodge_closures_bind() makes all of them known to a class. */

#include "config.h"

#include "widgets/lodge-closures.h"

#include <glib/gi18n.h>

#define CLOSURE(name) { "lodge_closure_" #name, G_CALLBACK (lodge_closure_##name) }

static const struct {
  const char *name;
  GCallback   callback;
} closures[] = {
  CLOSURE (not),
  CLOSURE (both),
  CLOSURE (has_text),
  CLOSURE (is_set),
  CLOSURE (state_icon),
  CLOSURE (state_label),
  CLOSURE (state_classes),
  CLOSURE (state_notice),
  CLOSURE (name_classes),
  CLOSURE (is_known),
  CLOSURE (unknown_text),
  CLOSURE (main_label),
  CLOSURE (main_action),
  CLOSURE (can_pause),
  CLOSURE (host_icon),
  CLOSURE (host_state),
  CLOSURE (host_busy),
  CLOSURE (host_quiet),
  CLOSURE (expander_icon),
  CLOSURE (retry_text),
};

/**
 * lodge_closures_bind:
 * @klass: a widget class with a template
 *
 * Makes all closures of this file known to the template of @klass. To be called in class_init.
 */
void
lodge_closures_bind (GtkWidgetClass *klass)
{
  for (gsize i = 0; i < G_N_ELEMENTS (closures); i++)
    gtk_widget_class_bind_template_callback_full (klass, closures[i].name, closures[i].callback);
}

gboolean
lodge_closure_not (GObject  *object,
                   gboolean  value)
{
  return !value;
}

gboolean
lodge_closure_both (GObject  *object,
                    gboolean  a,
                    gboolean  b)
{
  return a && b;
}

gboolean
lodge_closure_has_text (GObject    *object,
                        const char *text)
{
  return text != NULL && *text != '\0';
}

gboolean
lodge_closure_is_set (GObject *object,
                      GObject *value)
{
  return value != NULL;
}

char *
lodge_closure_state_icon (GObject           *object,
                          LodgeMachineState  state)
{
  return g_strdup (lodge_machine_state_icon_name (state));
}

char *
lodge_closure_state_label (GObject           *object,
                           LodgeMachineState  state,
                           gboolean           busy)
{
  if (busy)
    return g_strdup (C_("machine state", "Working…"));
  return g_strdup (lodge_machine_state_label (state));
}

static GStrv
make_classes (const char *name)
{
  const char *classes[] = { name, NULL };

  return g_strdupv ((char **) classes);
}

/**
 * lodge_closure_state_classes:
 * @object: not used
 * @state: a state
 *
 * The style classes of the icon of a state. The icon's shape says the same, for those who see no colour.
 *
 * Returns: (transfer full): style classes
 */
GStrv
lodge_closure_state_classes (GObject           *object,
                             LodgeMachineState  state)
{
  const char *name = "dim-label";

  if (state == LODGE_MACHINE_RUNNING)
    name = "success";
  else if (state == LODGE_MACHINE_PAUSED || state == LODGE_MACHINE_SHUTTING_DOWN)
    name = "warning";
  else if (state == LODGE_MACHINE_CRASHED)
    name = "error";
  return make_classes (name);
}

/**
 * lodge_closure_name_classes:
 * @object: not used
 * @state: the current state
 *
 * The style classes of a machine’s name: dim while its host does not say that it is there.
 *
 * Returns: (transfer full): style classes
 */
GStrv
lodge_closure_name_classes (GObject           *object,
                            LodgeMachineState  state)
{
  return make_classes (state == LODGE_MACHINE_UNKNOWN ? "dim-label" : NULL);
}

gboolean
lodge_closure_is_known (GObject           *object,
                        LodgeMachineState  state)
{
  return state != LODGE_MACHINE_UNKNOWN;
}

/* @text while nothing is known of the machine: why nothing can be done with it. */
char *
lodge_closure_unknown_text (GObject           *object,
                            LodgeMachineState  state,
                            const char        *text)
{
  return state == LODGE_MACHINE_UNKNOWN ? g_strdup (text) : NULL;
}

/**
 * lodge_closure_state_notice:
 * @object: not used
 * @state: the current state
 * @host_text: (nullable): what is to be said about a host that is not connected
 *
 * What the user should know about a state that is not simply on or off.
 *
 * Returns: (transfer full) (nullable): a translated sentence
 */
char *
lodge_closure_state_notice (GObject           *object,
                            LodgeMachineState  state,
                            const char        *host_text)
{
  switch (state)
    {
    case LODGE_MACHINE_PAUSED:
      return g_strdup (_("The machine is paused. Resume it to go on where it stopped."));

    case LODGE_MACHINE_CRASHED:
      return g_strdup (_("The machine has crashed. Start it again, or force it off first."));

    case LODGE_MACHINE_SHUTTING_DOWN:
      return g_strdup (_("The machine is shutting down. If it hangs, force it off."));

    case LODGE_MACHINE_SLEEPING:
      return g_strdup (_("The machine is asleep. Resume it to wake it up."));

    case LODGE_MACHINE_SAVED:
      return g_strdup (_("The machine’s state is saved. Start it to go on where it stopped."));

    case LODGE_MACHINE_UNKNOWN:
      return g_strdup (host_text);

    case LODGE_MACHINE_SHUT_OFF:
    case LODGE_MACHINE_RUNNING:
    default:
      return NULL;
    }
}

/**
 * lodge_closure_main_label:
 * @object: not used
 * @state: a state
 *
 * The label of the button that does what one most likely wants in this state.
 *
 * Returns: (transfer full): a translated label
 */
char *
lodge_closure_main_label (GObject           *object,
                          LodgeMachineState  state)
{
  LodgeMachineAction allowed = lodge_machine_state_allows (state);

  if (allowed & LODGE_ACTION_SHUT_DOWN)
    return g_strdup (_("Shut Down"));
  if (allowed & LODGE_ACTION_RESUME)
    return g_strdup (_("Resume"));
  if (allowed & LODGE_ACTION_START || state == LODGE_MACHINE_UNKNOWN)
    return g_strdup (_("Start"));
  return g_strdup (_("Force Off"));
}

char *
lodge_closure_main_action (GObject           *object,
                           LodgeMachineState  state)
{
  LodgeMachineAction allowed = lodge_machine_state_allows (state);

  if (allowed & LODGE_ACTION_SHUT_DOWN)
    return g_strdup ("win.shut-down");
  if (allowed & LODGE_ACTION_RESUME)
    return g_strdup ("win.resume");
  if (allowed & LODGE_ACTION_START || state == LODGE_MACHINE_UNKNOWN)
    return g_strdup ("win.start");
  return g_strdup ("win.force-off");
}

gboolean
lodge_closure_can_pause (GObject           *object,
                         LodgeMachineState  state)
{
  return (lodge_machine_state_allows (state) & LODGE_ACTION_PAUSE) != 0;
}

char *
lodge_closure_host_icon (GObject    *object,
                         const char *uri)
{
  g_autoptr(GUri) parsed = NULL;

  if (uri != NULL)
    parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  if (parsed != NULL && g_uri_get_host (parsed) != NULL && *g_uri_get_host (parsed) != '\0')
    return g_strdup ("network-server-symbolic");
  return g_strdup ("computer-symbolic");
}

static const char *
host_state_words (LodgeHostState state)
{
  switch (state)
    {
    case LODGE_HOST_CONNECTING:
      return C_("host state", "Connecting…");

    case LODGE_HOST_CONNECTED:
      return C_("host state", "Connected");

    case LODGE_HOST_RETRYING:
      return C_("host state", "Not reachable");

    case LODGE_HOST_FAILED:
      return C_("host state", "Failed");

    case LODGE_HOST_DISCONNECTED:
    default:
      return C_("host state", "Not connected");
    }
}

/* The time of today, else the day; NULL for 0. */
static char *
make_short_time (gint64 seconds)
{
  g_autoptr(GDateTime) time = seconds > 0 ? g_date_time_new_from_unix_local (seconds) : NULL;
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();

  if (time == NULL)
    return NULL;
  if (g_date_time_get_year (time) == g_date_time_get_year (now)
      && g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (now))
    /* xgettext:no-c-format
       Translators: a time of today, for g_date_time_format(): “15:59” */
    return g_date_time_format (time, C_("time", "%H:%M"));
  /* xgettext:no-c-format
     Translators: a day, short, for g_date_time_format(): “21 Nov” */
  return g_date_time_format (time, C_("date", "%-d %b"));
}

/* Kept together where a text goes on in the next line; NULL for 0. */
static char *
make_as_of (gint64 seconds)
{
  g_autofree char *time = make_short_time (seconds);
  g_autoptr(GString) text = g_string_new (NULL);

  if (time == NULL)
    return NULL;

  /* Translators: as of when a host’s machines are shown, in few characters: “As of 15:59” */
  g_string_printf (text, C_("host state", "As of %s"), time);
  g_string_replace (text, " ", "\302\240", 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * lodge_closure_host_state:
 * @object: not used
 * @state: a state
 * @last_seen: as of when its machines are shown, unix seconds; 0 when they are not of the past
 *
 * The state in so few words that they fit into the sidebar; the host’s page says more.
 *
 * Returns: (transfer full): a translated text
 */
char *
lodge_closure_host_state (GObject        *object,
                          LodgeHostState  state,
                          gint64          last_seen)
{
  const char *words = host_state_words (state);
  g_autofree char *as_of = make_as_of (last_seen);

  if (as_of == NULL)
    return g_strdup (words);
  /* Beside a spinner, which needs room too. */
  if (state == LODGE_HOST_CONNECTING)
    return g_steal_pointer (&as_of);
  /* Translators: a host’s state, and as of when its machines are shown: “Not reachable. As of 21 Nov” */
  return g_strdup_printf (C_("host state", "%s. %s"), words, as_of);
}

gboolean
lodge_closure_host_busy (GObject        *object,
                         LodgeHostState  state,
                         gboolean        loading)
{
  return state == LODGE_HOST_CONNECTING || (state == LODGE_HOST_CONNECTED && loading);
}

gboolean
lodge_closure_host_quiet (GObject        *object,
                          LodgeHostState  state)
{
  return state == LODGE_HOST_CONNECTED;
}

char *
lodge_closure_expander_icon (GObject  *object,
                             gboolean  expanded)
{
  return g_strdup (expanded ? "pan-down-symbolic" : "pan-end-symbolic");
}

char *
lodge_closure_retry_text (GObject        *object,
                          LodgeHostState  state,
                          int             seconds)
{
  if (state != LODGE_HOST_RETRYING || seconds <= 0)
    return NULL;

  return g_strdup_printf (ngettext ("Trying again in %d second.",
                                    "Trying again in %d seconds.", (gulong) seconds), seconds);
}
