/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How to get out, for a while after one got in; and why a click is needed where the guest uses no tablet. */

#include "config.h"

#include "display/lodge-display-hint.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-prop.h"
#include "display-resources.h"
#include "display/lodge-display-style-private.h"
#include "display/lodge-display.h"

#define SHOWN_SECONDS 4

/* Longer, for a text that is longer. */
#define TABLET_SECONDS 8

struct _LodgeDisplayHint
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkLabel *label;

  LodgeDisplay *display;
  GSignalGroup *signals;
  guint source;
};

enum {
  PROP_0,
  PROP_DISPLAY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeDisplayHint, lodge_display_hint, GTK_TYPE_WIDGET)

static gboolean
hide_cb (gpointer data)
{
  LodgeDisplayHint *self = data;

  self->source = 0;
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  return G_SOURCE_REMOVE;
}

static gboolean
needs_click (LodgeDisplayHint *self)
{
  LodgeConsole *console = lodge_display_get_console (self->display);

  return console != NULL
         && lodge_console_get_pointer_mode (console) == LODGE_POINTER_RELATIVE;
}

static void
update_cb (LodgeDisplayHint *self)
{
  gboolean grabbed = FALSE, captured = FALSE, click;
  g_autofree char *keys = NULL;
  g_autofree char *text = NULL;

  g_clear_handle_id (&self->source, g_source_remove);
  g_object_get (self->display, "grabbed", &grabbed, "captured", &captured,
                "release-chord-text", &keys, NULL);
  click = needs_click (self) && !captured;
  /* Translators: %s is a key combination like “Ctrl+Alt” */
  text = g_strdup_printf (click ? _("This machine uses no tablet: a click gives it the pointer, "
                                    "%s takes it back")
                                : _("Press %s to release the keyboard and the pointer"), keys);
  gtk_label_set_label (self->label, text);
  gtk_revealer_set_reveal_child (self->revealer, grabbed);
  if (grabbed)
    self->source = g_timeout_add_seconds (click ? TABLET_SECONDS : SHOWN_SECONDS, hide_cb, self);
}

static void
lodge_display_hint_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  if (prop_id == PROP_DISPLAY)
    g_value_set_object (value, LODGE_DISPLAY_HINT (object)->display);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
lodge_display_hint_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  LodgeDisplayHint *self = LODGE_DISPLAY_HINT (object);

  if (prop_id != PROP_DISPLAY)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  else if (g_set_object (&self->display, g_value_get_object (value)))
    g_signal_group_set_target (self->signals, self->display);
}

static void
lodge_display_hint_dispose (GObject *object)
{
  LodgeDisplayHint *self = LODGE_DISPLAY_HINT (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->signals);
  g_clear_object (&self->display);
  gtk_widget_dispose_template (GTK_WIDGET (self), LODGE_TYPE_DISPLAY_HINT);

  G_OBJECT_CLASS (lodge_display_hint_parent_class)->dispose (object);
}

static void
lodge_display_hint_class_init (LodgeDisplayHintClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_display_hint_get_property;
  object_class->set_property = lodge_display_hint_set_property;
  object_class->dispose = lodge_display_hint_dispose;

  properties[PROP_DISPLAY] =
    g_param_spec_object ("display", NULL, NULL, LODGE_TYPE_DISPLAY,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  lodge_display_get_resource ();
  lodge_display_style_load ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/display/lodge-display-hint.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeDisplayHint, revealer);
  gtk_widget_class_bind_template_child (widget_class, LodgeDisplayHint, label);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_display_hint_init (LodgeDisplayHint *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (LODGE_TYPE_DISPLAY);
  g_signal_group_connect_swapped (self->signals, "notify::grabbed", G_CALLBACK (update_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::captured", G_CALLBACK (update_cb), self);
}
