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
  gboolean told;      /* since the guest has the keys */
  guint source;
  guint end_source;   /* the keys are no longer the guest's, unless the next display has them */
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

static gboolean
is_grabbed (LodgeDisplayHint *self)
{
  gboolean grabbed = FALSE;

  g_object_get (self->display, "grabbed", &grabbed, NULL);
  return grabbed;
}

static void
update_cb (LodgeDisplayHint *self)
{
  gboolean grabbed = is_grabbed (self), captured = FALSE, click;
  g_autofree char *keys = NULL;
  g_autofree char *text = NULL;

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_handle_id (&self->end_source, g_source_remove);
  self->told = grabbed;
  g_object_get (self->display, "captured", &captured, "release-chord-text", &keys, NULL);
  click = needs_click (self) && !captured;
  /* Translators: %s is a key combination like “Ctrl+Alt” */
  text = g_strdup_printf (click ? _("Press %s to release the keyboard. The machine uses no tablet: a "
                                    "click gives it the pointer, too")
                                : _("Press %s to release the keyboard and the pointer"), keys);
  gtk_label_set_label (self->label, text);
  gtk_revealer_set_reveal_child (self->revealer, grabbed);
  if (grabbed)
    self->source = g_timeout_add_seconds (click ? TABLET_SECONDS : SHOWN_SECONDS, hide_cb, self);
}

static gboolean
end_cb (gpointer data)
{
  LodgeDisplayHint *self = data;

  self->end_source = 0;
  update_cb (self);
  return G_SOURCE_REMOVE;
}

/* Keys that go from one of the guest's displays to the next are no news. */
static void
grabbed_cb (LodgeDisplayHint *self)
{
  if (!is_grabbed (self) && self->end_source == 0)
    self->end_source = g_idle_add_full (G_PRIORITY_HIGH, end_cb, self, NULL);
  else if (is_grabbed (self) && self->told)
    g_clear_handle_id (&self->end_source, g_source_remove);
  else if (is_grabbed (self))
    update_cb (self);
}

static void
set_display (LodgeDisplayHint *self,
             LodgeDisplay     *display)
{
  if (!g_set_object (&self->display, display))
    return;

  g_signal_group_set_target (self->signals, display);
  if (display != NULL)
    grabbed_cb (self);
  else
    g_clear_handle_id (&self->end_source, g_source_remove);
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
  if (prop_id != PROP_DISPLAY)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  else
    set_display (LODGE_DISPLAY_HINT (object), g_value_get_object (value));
}

static void
lodge_display_hint_dispose (GObject *object)
{
  LodgeDisplayHint *self = LODGE_DISPLAY_HINT (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_handle_id (&self->end_source, g_source_remove);
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
  g_signal_group_connect_swapped (self->signals, "notify::grabbed", G_CALLBACK (grabbed_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::captured", G_CALLBACK (update_cb), self);
}
