/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds text in a terminal and its scrollback; upper and lower case are the same. */

#include "config.h"

#include "pages/lodge-terminal-search.h"

#include <glib/gi18n.h>

#include "base/lodge-prop.h"
#include "widgets/lodge-template.h"

/* Of PCRE2, https://www.pcre.org/current/doc/html/pcre2api.html; VTE asks for the first one. */
#define MULTILINE 0x00000400u
#define CASELESS  0x00000008u
#define UTF       0x00080000u

struct _LodgeTerminalSearch
{
  GtkWidget parent_instance;

  GtkSearchBar *bar;
  GtkSearchEntry *entry;

  LodgeTerminal *terminal;
  gboolean active;
};

enum {
  PROP_0,
  PROP_TERMINAL,
  PROP_ACTIVE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeTerminalSearch, lodge_terminal_search, GTK_TYPE_WIDGET)

static void
show_found (LodgeTerminalSearch *self,
            gboolean             found)
{
  gboolean empty = *gtk_editable_get_text (GTK_EDITABLE (self->entry)) == '\0';

  if (found || empty)
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  found || empty ? "" : _("Not found"), -1);
}

/* From the end upwards, as what is looked for was mostly written a moment ago. */
static void
changed_cb (LodgeTerminalSearch *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *escaped = g_regex_escape_string (text, -1);
  VteTerminal *terminal = VTE_TERMINAL (self->terminal);
  VteRegex *regex = NULL;

  if (self->terminal == NULL)
    return;
  if (*text != '\0')
    regex = vte_regex_new_for_search (escaped, -1, MULTILINE | CASELESS | UTF, NULL);
  vte_terminal_search_set_regex (terminal, regex, 0);
  g_clear_pointer (&regex, vte_regex_unref);
  vte_terminal_unselect_all (terminal);
  show_found (self, *text != '\0' && vte_terminal_search_find_previous (terminal));
}

static void
next_cb (LodgeTerminalSearch *self)
{
  lodge_terminal_search_next (self);
}

static void
previous_cb (LodgeTerminalSearch *self)
{
  lodge_terminal_search_previous (self);
}

static void
set_active (LodgeTerminalSearch *self,
            gboolean             active)
{
  if (!lodge_prop_set_bool (G_OBJECT (self), properties[PROP_ACTIVE], &self->active, active))
    return;

  gtk_search_bar_set_search_mode (self->bar, active);
  if (active)
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  else if (self->terminal != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->terminal));
}

static void
mode_cb (LodgeTerminalSearch *self)
{
  set_active (self, gtk_search_bar_get_search_mode (self->bar));
}

static void
lodge_terminal_search_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  LodgeTerminalSearch *self = LODGE_TERMINAL_SEARCH (object);

  switch (prop_id)
    {
    case PROP_TERMINAL:
      g_value_set_object (value, self->terminal);
      break;

    case PROP_ACTIVE:
      g_value_set_boolean (value, self->active);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_terminal_search_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  LodgeTerminalSearch *self = LODGE_TERMINAL_SEARCH (object);

  switch (prop_id)
    {
    case PROP_TERMINAL:
      lodge_prop_set_object (object, pspec, &self->terminal, g_value_get_object (value));
      break;

    case PROP_ACTIVE:
      set_active (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_terminal_search_dispose (GObject *object)
{
  LodgeTerminalSearch *self = LODGE_TERMINAL_SEARCH (object);

  lodge_template_dispose (self, LODGE_TYPE_TERMINAL_SEARCH);
  g_clear_object (&self->terminal);

  G_OBJECT_CLASS (lodge_terminal_search_parent_class)->dispose (object);
}

static void
lodge_terminal_search_class_init (LodgeTerminalSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_terminal_search_get_property;
  object_class->set_property = lodge_terminal_search_set_property;
  object_class->dispose = lodge_terminal_search_dispose;

  properties[PROP_TERMINAL] = g_param_spec_object ("terminal", NULL, NULL, LODGE_TYPE_TERMINAL, flags);
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-terminal-search.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeTerminalSearch, bar);
  gtk_widget_class_bind_template_child (widget_class, LodgeTerminalSearch, entry);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, mode_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_terminal_search_init (LodgeTerminalSearch *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lodge_template_name_icons (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->bar, GTK_EDITABLE (self->entry));
}

/**
 * lodge_terminal_search_next:
 * @self: a bar
 *
 * Goes on to the next place, downwards.
 */
void
lodge_terminal_search_next (LodgeTerminalSearch *self)
{
  g_return_if_fail (LODGE_IS_TERMINAL_SEARCH (self));

  if (self->terminal != NULL)
    show_found (self, vte_terminal_search_find_next (VTE_TERMINAL (self->terminal)));
}

/**
 * lodge_terminal_search_previous:
 * @self: a bar
 *
 * Goes on to the one before, upwards.
 */
void
lodge_terminal_search_previous (LodgeTerminalSearch *self)
{
  g_return_if_fail (LODGE_IS_TERMINAL_SEARCH (self));

  if (self->terminal != NULL)
    show_found (self, vte_terminal_search_find_previous (VTE_TERMINAL (self->terminal)));
}
