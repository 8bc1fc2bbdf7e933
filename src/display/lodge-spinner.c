/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A spinner that comes late and turns when nothing else is to be done. Each of its frames costs more than
 * most of what it waits for: a host is listed sooner without it; and one that turned with each frame of the
 * screen would leave nothing to a program that takes longer to paint than a frame lasts. */

#include "config.h"

#include "display/lodge-spinner.h"

#include <adwaita.h>

#include "base/lodge-prop.h"

#define DELAY_MS 500
#define STEP_MS  80
#define STEPS    12   /* once round */

struct _LodgeSpinner
{
  GtkWidget parent_instance;

  guint source;        /* until it starts, then of the next step */
  guint step;
  gboolean turning;
  gboolean spinning;
};

enum {
  PROP_0,
  PROP_SPINNING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeSpinner, lodge_spinner, GTK_TYPE_WIDGET)

static gboolean
step_cb (gpointer user_data)
{
  LodgeSpinner *self = LODGE_SPINNER (user_data);

  self->step = (self->step + 1) % STEPS;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_CONTINUE;
}

/* The steps wait for whatever else is to be done. */
static gboolean
start_cb (gpointer user_data)
{
  LodgeSpinner *self = LODGE_SPINNER (user_data);

  self->source = adw_get_enable_animations (GTK_WIDGET (self))
                   ? g_timeout_add_full (G_PRIORITY_LOW, STEP_MS, step_cb, self, NULL) : 0;
  self->turning = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

static void
stop (LodgeSpinner *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  self->turning = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* One that spins while nobody sees it costs 2 % of a processor. */
static void
update (LodgeSpinner *self)
{
  gboolean wanted = self->spinning && gtk_widget_get_mapped (GTK_WIDGET (self));

  if (!wanted)
    stop (self);
  else if (self->source == 0 && !self->turning)
    self->source = g_timeout_add (DELAY_MS, start_cb, self);
}

static void
draw (LodgeSpinner *self,
      GtkSnapshot  *snapshot,
      int           size)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autoptr(GtkIconPaintable) icon =
    gtk_icon_theme_lookup_icon (theme, "process-working-symbolic", NULL, size,
                                gtk_widget_get_scale_factor (widget), gtk_widget_get_direction (widget),
                                GTK_ICON_LOOKUP_FORCE_SYMBOLIC);
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, size, size, &color, 1);
}

static void
lodge_spinner_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  LodgeSpinner *self = LODGE_SPINNER (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int size = MIN (width, height);

  if (!self->turning || size < 1)
    return;

  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) width / 2, (float) height / 2));
  gtk_snapshot_rotate (snapshot, (float) self->step * 360 / STEPS);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) -size / 2, (float) -size / 2));
  draw (self, snapshot, size);
}

static void
lodge_spinner_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  *minimum = *natural = 16;
}

static void
lodge_spinner_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lodge_spinner_parent_class)->map (widget);
  update (LODGE_SPINNER (widget));
}

static void
lodge_spinner_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lodge_spinner_parent_class)->unmap (widget);
  update (LODGE_SPINNER (widget));
}

static void
lodge_spinner_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SPINNING:
      g_value_set_boolean (value, LODGE_SPINNER (object)->spinning);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_spinner_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  LodgeSpinner *self = LODGE_SPINNER (object);

  switch (prop_id)
    {
    case PROP_SPINNING:
      lodge_prop_set_bool (object, pspec, &self->spinning, g_value_get_boolean (value));
      update (self);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_spinner_dispose (GObject *object)
{
  LodgeSpinner *self = LODGE_SPINNER (object);

  g_clear_handle_id (&self->source, g_source_remove);

  G_OBJECT_CLASS (lodge_spinner_parent_class)->dispose (object);
}

static void
lodge_spinner_class_init (LodgeSpinnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_spinner_get_property;
  object_class->set_property = lodge_spinner_set_property;
  object_class->dispose = lodge_spinner_dispose;
  widget_class->map = lodge_spinner_map;
  widget_class->unmap = lodge_spinner_unmap;
  widget_class->snapshot = lodge_spinner_snapshot;
  widget_class->measure = lodge_spinner_measure;

  properties[PROP_SPINNING] =
    g_param_spec_boolean ("spinning", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PROGRESS_BAR);
}

static void
lodge_spinner_init (LodgeSpinner *self)
{
}
