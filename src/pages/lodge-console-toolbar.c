/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which console, which keys to send, what to do with a text or a picture, full screen. */

#include "config.h"

#include "pages/lodge-console-toolbar.h"

#include "base/lodge-prop.h"
#include "display/lodge-folder-button.h"
#include "display/lodge-guest-actions.h"
#include "display/lodge-keys-button.h"
#include "display/lodge-scale-button.h"
#include "widgets/lodge-closures.h"
#include "widgets/lodge-template.h"

struct _LodgeConsoleToolbar
{
  GtkWidget parent_instance;

  GtkMenuButton *consoles_button;
  GtkMenuButton *guest_button;

  LodgeConsoleChoices *choices;
  LodgeDisplay *display;
  gboolean text;
  gboolean screen;
  gboolean fullscreen;
  char *title;
  char *uuid;
};

enum {
  PROP_0,
  PROP_CHOICES,
  PROP_DISPLAY,
  PROP_TEXT,
  PROP_SCREEN,
  PROP_FULLSCREEN,
  PROP_TITLE,
  PROP_UUID,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeConsoleToolbar, lodge_console_toolbar, GTK_TYPE_WIDGET)

static void
set_choices (LodgeConsoleToolbar *self,
             LodgeConsoleChoices *choices)
{
  if (lodge_prop_set_object (G_OBJECT (self), properties[PROP_CHOICES], &self->choices, choices))
    gtk_menu_button_set_menu_model (self->consoles_button,
                                    choices != NULL ? lodge_console_choices_get_menu (choices) : NULL);
}

static void
lodge_console_toolbar_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  LodgeConsoleToolbar *self = LODGE_CONSOLE_TOOLBAR (object);

  switch (prop_id)
    {
    case PROP_CHOICES:
      g_value_set_object (value, self->choices);
      break;

    case PROP_DISPLAY:
      g_value_set_object (value, self->display);
      break;

    case PROP_TEXT:
      g_value_set_boolean (value, self->text);
      break;

    case PROP_SCREEN:
      g_value_set_boolean (value, self->screen);
      break;

    case PROP_FULLSCREEN:
      g_value_set_boolean (value, self->fullscreen);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_UUID:
      g_value_set_string (value, self->uuid);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_console_toolbar_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  LodgeConsoleToolbar *self = LODGE_CONSOLE_TOOLBAR (object);

  switch (prop_id)
    {
    case PROP_CHOICES:
      set_choices (self, g_value_get_object (value));
      break;

    case PROP_DISPLAY:
      lodge_prop_set_object (object, pspec, &self->display, g_value_get_object (value));
      break;

    case PROP_TEXT:
      lodge_prop_set_bool (object, pspec, &self->text, g_value_get_boolean (value));
      break;

    case PROP_SCREEN:
      lodge_prop_set_bool (object, pspec, &self->screen, g_value_get_boolean (value));
      break;

    case PROP_FULLSCREEN:
      lodge_prop_set_bool (object, pspec, &self->fullscreen, g_value_get_boolean (value));
      break;

    case PROP_TITLE:
      lodge_prop_set_string (object, pspec, &self->title, g_value_get_string (value));
      break;

    case PROP_UUID:
      lodge_prop_set_string (object, pspec, &self->uuid, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_console_toolbar_dispose (GObject *object)
{
  LodgeConsoleToolbar *self = LODGE_CONSOLE_TOOLBAR (object);

  lodge_template_dispose (self, LODGE_TYPE_CONSOLE_TOOLBAR);
  g_clear_object (&self->choices);
  g_clear_object (&self->display);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->uuid, g_free);

  G_OBJECT_CLASS (lodge_console_toolbar_parent_class)->dispose (object);
}

static void
lodge_console_toolbar_class_init (LodgeConsoleToolbarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_console_toolbar_get_property;
  object_class->set_property = lodge_console_toolbar_set_property;
  object_class->dispose = lodge_console_toolbar_dispose;

  properties[PROP_CHOICES] = g_param_spec_object ("choices", NULL, NULL, LODGE_TYPE_CONSOLE_CHOICES, flags);
  properties[PROP_DISPLAY] = g_param_spec_object ("display", NULL, NULL, LODGE_TYPE_DISPLAY, flags);
  properties[PROP_TEXT] = g_param_spec_boolean ("text", NULL, NULL, FALSE, flags);
  properties[PROP_SCREEN] = g_param_spec_boolean ("screen", NULL, NULL, FALSE, flags);
  properties[PROP_FULLSCREEN] = g_param_spec_boolean ("fullscreen", NULL, NULL, FALSE, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_UUID] = g_param_spec_string ("uuid", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (LODGE_TYPE_CONSOLE_CHOICES);
  g_type_ensure (LODGE_TYPE_FOLDER_BUTTON);
  g_type_ensure (LODGE_TYPE_KEYS_BUTTON);
  g_type_ensure (LODGE_TYPE_SCALE_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-console-toolbar.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeConsoleToolbar, consoles_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeConsoleToolbar, guest_button);
  lodge_closures_bind (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_console_toolbar_init (LodgeConsoleToolbar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lodge_template_name_icons (GTK_WIDGET (self));
  lodge_guest_menu_add (self->guest_button);
}
