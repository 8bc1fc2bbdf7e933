/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Small marks in the upper corner of a guest's screen. They carry the class that lets the display keep
 * its short way to the screen beside them. */

#include "config.h"

#include "display/lodge-guest-marks.h"

#include "base/lodge-prop.h"
#include "display-resources.h"
#include "display/lodge-display-style-private.h"

struct _LodgeGuestMarks
{
  GtkWidget parent_instance;

  LodgeDisplay *display;
  LodgeGuestRecorder *recorder;
  GBindingGroup *bindings;
  GBindingGroup *recorder_bindings;
  GBindingGroup *audio_bindings;
  GSignalGroup *display_signals;
  gboolean view_only;
  gboolean recording;
  gboolean listened;
  char *elapsed;
};

enum {
  PROP_0,
  PROP_DISPLAY,
  PROP_RECORDER,
  PROP_VIEW_ONLY,
  PROP_RECORDING,
  PROP_ELAPSED,
  PROP_LISTENED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeGuestMarks, lodge_guest_marks, GTK_TYPE_WIDGET)

static void
stop_cb (LodgeGuestMarks *self)
{
  if (self->recorder != NULL)
    lodge_guest_recorder_stop (self->recorder);
}

/* A display may show another guest. */
static void
console_cb (LodgeGuestMarks *self)
{
  LodgeConsole *console = self->display != NULL ? lodge_display_get_console (self->display) : NULL;

  g_binding_group_set_source (self->audio_bindings,
                              console != NULL ? lodge_console_get_audio (console) : NULL);
  if (console == NULL)
    lodge_prop_set_bool (G_OBJECT (self), properties[PROP_LISTENED], &self->listened, FALSE);
}

static void
lodge_guest_marks_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  LodgeGuestMarks *self = LODGE_GUEST_MARKS (object);

  switch (prop_id)
    {
    case PROP_DISPLAY:
      g_value_set_object (value, self->display);
      break;

    case PROP_RECORDER:
      g_value_set_object (value, self->recorder);
      break;

    case PROP_RECORDING:
      g_value_set_boolean (value, self->recording);
      break;

    case PROP_ELAPSED:
      g_value_set_string (value, self->elapsed);
      break;

    case PROP_LISTENED:
      g_value_set_boolean (value, self->listened);
      break;

    case PROP_VIEW_ONLY:
      g_value_set_boolean (value, self->view_only);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_guest_marks_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  LodgeGuestMarks *self = LODGE_GUEST_MARKS (object);

  switch (prop_id)
    {
    case PROP_DISPLAY:
      if (lodge_prop_set_object (object, pspec, &self->display, g_value_get_object (value)))
        {
          g_binding_group_set_source (self->bindings, self->display);
          g_signal_group_set_target (self->display_signals, self->display);
          console_cb (self);
        }
      break;

    case PROP_RECORDER:
      if (lodge_prop_set_object (object, pspec, &self->recorder, g_value_get_object (value)))
        g_binding_group_set_source (self->recorder_bindings, self->recorder);
      break;

    case PROP_RECORDING:
      lodge_prop_set_bool (object, pspec, &self->recording, g_value_get_boolean (value));
      break;

    case PROP_ELAPSED:
      lodge_prop_set_string (object, pspec, &self->elapsed, g_value_get_string (value));
      break;

    case PROP_LISTENED:
      lodge_prop_set_bool (object, pspec, &self->listened, g_value_get_boolean (value));
      break;

    case PROP_VIEW_ONLY:
      lodge_prop_set_bool (object, pspec, &self->view_only, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_guest_marks_dispose (GObject *object)
{
  LodgeGuestMarks *self = LODGE_GUEST_MARKS (object);
  GtkWidget *child;

  g_clear_object (&self->bindings);
  g_clear_object (&self->recorder_bindings);
  g_clear_object (&self->audio_bindings);
  g_clear_object (&self->display_signals);
  g_clear_object (&self->recorder);
  g_clear_pointer (&self->elapsed, g_free);
  g_clear_object (&self->display);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (lodge_guest_marks_parent_class)->dispose (object);
}

static void
lodge_guest_marks_class_init (LodgeGuestMarksClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_guest_marks_get_property;
  object_class->set_property = lodge_guest_marks_set_property;
  object_class->dispose = lodge_guest_marks_dispose;

  properties[PROP_DISPLAY] =
    g_param_spec_object ("display", NULL, NULL, LODGE_TYPE_DISPLAY, flags);
  properties[PROP_RECORDER] =
    g_param_spec_object ("recorder", NULL, NULL, LODGE_TYPE_GUEST_RECORDER, flags);
  properties[PROP_RECORDING] = g_param_spec_boolean ("recording", NULL, NULL, FALSE, flags);
  properties[PROP_ELAPSED] = g_param_spec_string ("elapsed", NULL, NULL, NULL, flags);
  properties[PROP_LISTENED] = g_param_spec_boolean ("listened", NULL, NULL, FALSE, flags);
  properties[PROP_VIEW_ONLY] = g_param_spec_boolean ("view-only", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  lodge_display_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/lodge_vm/Lodge/display/lodge-guest-marks.ui");
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_guest_marks_init (LodgeGuestMarks *self)
{
  lodge_display_style_load ();
  self->bindings = g_binding_group_new ();
  g_binding_group_bind (self->bindings, "view-only", self, "view-only", G_BINDING_DEFAULT);
  self->recorder_bindings = g_binding_group_new ();
  g_binding_group_bind (self->recorder_bindings, "recording", self, "recording", G_BINDING_DEFAULT);
  g_binding_group_bind (self->recorder_bindings, "elapsed", self, "elapsed", G_BINDING_DEFAULT);
  self->audio_bindings = g_binding_group_new ();
  g_binding_group_bind (self->audio_bindings, "recording", self, "listened", G_BINDING_DEFAULT);
  self->display_signals = g_signal_group_new (LODGE_TYPE_DISPLAY);
  g_signal_group_connect_swapped (self->display_signals, "notify::console", G_CALLBACK (console_cb), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}
