/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The last two minutes of one statistic of a machine as a curve; the sparkline of the sidebar and
 * the large graphs of the overview page are both this. It asks for samples only while it is mapped
 * and “live”, draws only when a sample came in, and tells its value in words to assistive tools. */

#include "config.h"

#include "widgets/lodge-graph.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/lodge-prop.h"
#include "base/lodge-units.h"

struct _LodgeGraph
{
  GtkWidget parent_instance;

  LodgeMachine *machine;
  GSignalGroup *signals;
  LodgeGraphKind kind;
  gboolean compact;   /* a sparkline: no lines behind the curve */
  gboolean live;      /* to be seen, as far as the owner knows */
  char *text;         /* the newest values in words */

  LodgeMachine *watched;  /* whose samples are asked for now */
};

enum {
  PROP_0,
  PROP_MACHINE,
  PROP_KIND,
  PROP_COMPACT,
  PROP_LIVE,
  PROP_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (LodgeGraphKind, lodge_graph_kind,
                    G_DEFINE_ENUM_VALUE (LODGE_GRAPH_CPU, "cpu"),
                    G_DEFINE_ENUM_VALUE (LODGE_GRAPH_MEMORY, "memory"),
                    G_DEFINE_ENUM_VALUE (LODGE_GRAPH_DISK, "disk"),
                    G_DEFINE_ENUM_VALUE (LODGE_GRAPH_NETWORK, "network"))

G_DEFINE_FINAL_TYPE (LodgeGraph, lodge_graph, GTK_TYPE_WIDGET)

static LodgeStatsGroup
kind_to_group (LodgeGraphKind kind)
{
  static const LodgeStatsGroup groups[] = {
    LODGE_STATS_CPU, LODGE_STATS_MEMORY, LODGE_STATS_DISK, LODGE_STATS_NETWORK,
  };

  return groups[kind];
}

static void
set_watched (LodgeGraph   *self,
             LodgeMachine *machine)
{
  LodgeStatsGroup group = kind_to_group (self->kind);

  if (self->watched == machine)
    return;

  if (machine != NULL)
    lodge_machine_watch (machine, group);
  if (self->watched != NULL)
    lodge_machine_unwatch (self->watched, group);
  g_set_object (&self->watched, machine);
}

static void
update_watch (LodgeGraph *self)
{
  gboolean wanted = self->live && gtk_widget_get_mapped (GTK_WIDGET (self));

  set_watched (self, wanted ? self->machine : NULL);
}

static char *
dup_pair_text (LodgeMachine *machine,
               const char   *first,
               const char   *second,
               const char   *format)
{
  guint64 a = 0, b = 0;
  g_autofree char *a_text = NULL;
  g_autofree char *b_text = NULL;
  g_autoptr(GString) text = g_string_new (format);

  g_object_get (machine, first, &a, second, &b, NULL);
  a_text = lodge_format_rate (a);
  b_text = lodge_format_rate (b);
  g_string_replace (text, "{first}", a_text, 1);
  g_string_replace (text, "{second}", b_text, 1);
  return g_strdup (text->str);
}

static char *
dup_memory_text (LodgeMachine *machine)
{
  guint64 used = 0, total = 0;
  g_autofree char *used_text = NULL;
  g_autofree char *total_text = NULL;

  g_object_get (machine, "memory-used", &used, "memory-total", &total, NULL);
  if (total == 0)
    return g_strdup ("");

  used_text = lodge_format_size (used);
  total_text = lodge_format_size (total);
  /* Translators: used memory, all memory: “512 MiB of 2 GiB” */
  return g_strdup_printf (_("%s of %s"), used_text, total_text);
}

static char *
dup_text (LodgeGraph *self)
{
  double cpu = 0;
  gboolean active = FALSE;
  LodgeMachineState state = LODGE_MACHINE_UNKNOWN;

  if (self->machine != NULL)
    g_object_get (self->machine, "cpu", &cpu, "active", &active, "current-state", &state, NULL);
  if (!active || state == LODGE_MACHINE_UNKNOWN)
    return g_strdup ("");

  switch (self->kind)
    {
    case LODGE_GRAPH_MEMORY:
      return dup_memory_text (self->machine);

    case LODGE_GRAPH_DISK:
      /* Translators: {first} and {second} stand for rates like “1.2 MiB/s” and must stay as they are. */
      return dup_pair_text (self->machine, "disk-read", "disk-write",
                            _("{first} read, {second} written"));

    case LODGE_GRAPH_NETWORK:
      /* Translators: {first} and {second} stand for rates like “1.2 MiB/s” and must stay as they are. */
      return dup_pair_text (self->machine, "network-in", "network-out",
                            _("{first} in, {second} out"));

    case LODGE_GRAPH_CPU:
    default:
      return lodge_format_percent (cpu);
    }
}

static void
update_text (LodgeGraph *self)
{
  char *text = dup_text (self);

  if (!lodge_prop_set_string (G_OBJECT (self), properties[PROP_TEXT], &self->text, text))
    {
      g_free (text);
      return;
    }

  g_free (text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, self->text, -1);
}

static double
find_largest (const double *values,
              guint         n)
{
  double largest = 0;

  for (guint i = 0; i < n; i++)
    if (values[i] > largest) /* and never when it is unknown */
      largest = values[i];
  return largest;
}

/* Samples in a row that are known. */
typedef struct {
  const double *values;
  guint n;
  double x, step;
  double scale, height;
} Curve;

typedef void (*CurveFunc) (cairo_t       *cr,
                           const GdkRGBA *color,
                           const Curve   *curve);

static void
trace_curve (cairo_t     *cr,
             const Curve *curve)
{
  for (guint i = 0; i < curve->n; i++)
    {
      double share = CLAMP (curve->values[i] / curve->scale, 0, 1);

      cairo_line_to (cr, curve->x + i * curve->step,
                     curve->height - 1 - share * (curve->height - 2));
    }
}

static void
draw_filled (cairo_t       *cr,
             const GdkRGBA *color,
             const Curve   *curve)
{
  trace_curve (cr, curve);
  cairo_line_to (cr, curve->x + (curve->n - 1) * curve->step, curve->height);
  cairo_line_to (cr, curve->x, curve->height);
  cairo_close_path (cr);
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha * 0.2);
  cairo_fill (cr);

  trace_curve (cr, curve);
  gdk_cairo_set_source_rgba (cr, color);
  cairo_stroke (cr);
}

static void
draw_dashed (cairo_t       *cr,
             const GdkRGBA *color,
             const Curve   *curve)
{
  const double dash[] = { 3, 3 };

  trace_curve (cr, curve);
  cairo_set_dash (cr, dash, G_N_ELEMENTS (dash), 0);
  gdk_cairo_set_source_rgba (cr, color);
  cairo_stroke (cr);
}

/* There is a gap where nobody watched. */
static void
draw_curves (cairo_t       *cr,
             const GdkRGBA *color,
             const double  *values,
             guint          n,
             double         scale,
             double         width,
             double         height,
             CurveFunc      draw)
{
  Curve curve = { .step = width / (LODGE_MACHINE_HISTORY - 1), .scale = scale, .height = height };

  for (guint i = 0; i < n; i += MAX (curve.n, 1))
    {
      for (curve.n = 0; i + curve.n < n && !isnan (values[i + curve.n]); curve.n++)
        ;
      curve.values = values + i;
      curve.x = width - curve.step * (n - 1 - i);
      if (curve.n >= 2)
        draw (cr, color, &curve);
    }
}

static void
draw_grid (cairo_t       *cr,
           const GdkRGBA *color,
           double         width,
           double         height)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha * 0.12);
  for (int i = 0; i <= 2; i++)
    {
      double y = (int) (0.5 + i * (height - 1) / 2) + 0.5;

      cairo_move_to (cr, 0, MIN (y, height - 0.5));
      cairo_line_to (cr, width, MIN (y, height - 0.5));
    }
  cairo_stroke (cr);
}

/* A sparkline has its field also before there is a curve. */
static void
draw_field (cairo_t       *cr,
            const GdkRGBA *color,
            double         width,
            double         height)
{
  const double radius = 3;

  cairo_new_sub_path (cr);
  cairo_arc (cr, width - radius, radius, radius, -G_PI_2, 0);
  cairo_arc (cr, width - radius, height - radius, radius, 0, G_PI_2);
  cairo_arc (cr, radius, height - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, radius, radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha * 0.12);
  cairo_fill_preserve (cr);
  cairo_clip (cr);
}

static void
sampled_cb (LodgeGraph *self)
{
  update_text (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
lodge_graph_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  LodgeGraph *self = LODGE_GRAPH (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = self->compact ? 48 : 120;
  else
    *minimum = *natural = self->compact ? 18 : 64;
}

static void
lodge_graph_snapshot (GtkWidget   *widget,
                      GtkSnapshot *snapshot)
{
  LodgeGraph *self = LODGE_GRAPH (widget);
  double history[LODGE_MACHINE_HISTORY], second[LODGE_MACHINE_HISTORY] = { 0 };
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gboolean paired = self->kind == LODGE_GRAPH_DISK || self->kind == LODGE_GRAPH_NETWORK;
  guint64 total = 0;
  double scale;
  cairo_t *cr;
  GdkRGBA color;
  guint n;

  if (self->machine == NULL || width <= 0 || height <= 0)
    return;

  n = lodge_machine_get_history (self->machine, kind_to_group (self->kind), history,
                                 paired ? second : NULL);
  g_object_get (self->machine, "memory-total", &total, NULL);
  scale = lodge_graph_get_scale (self->kind,
                                 MAX (find_largest (history, n), find_largest (second, paired ? n : 0)),
                                 (double) total);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_set_line_width (cr, 1);
  if (self->compact)
    draw_field (cr, &color, width, height);
  else
    draw_grid (cr, &color, width, height);
  cairo_set_line_width (cr, 1.5);
  draw_curves (cr, &color, history, n, scale, width, height, draw_filled);
  if (paired)
    draw_curves (cr, &color, second, n, scale, width, height, draw_dashed);
  cairo_destroy (cr);
}

static void
lodge_graph_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lodge_graph_parent_class)->map (widget);
  update_watch (LODGE_GRAPH (widget));
  update_text (LODGE_GRAPH (widget));
}

static void
lodge_graph_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lodge_graph_parent_class)->unmap (widget);
  update_watch (LODGE_GRAPH (widget));
}

static void
lodge_graph_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  LodgeGraph *self = LODGE_GRAPH (object);

  switch (prop_id)
    {
    case PROP_MACHINE:
      g_value_set_object (value, self->machine);
      break;

    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;

    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;

    case PROP_LIVE:
      g_value_set_boolean (value, self->live);
      break;

    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_graph_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  LodgeGraph *self = LODGE_GRAPH (object);

  switch (prop_id)
    {
    case PROP_MACHINE:
      lodge_graph_set_machine (self, g_value_get_object (value));
      break;

    case PROP_KIND:
      self->kind = g_value_get_enum (value);
      break;

    case PROP_COMPACT:
      self->compact = g_value_get_boolean (value);
      break;

    case PROP_LIVE:
      lodge_graph_set_live (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_graph_dispose (GObject *object)
{
  LodgeGraph *self = LODGE_GRAPH (object);

  set_watched (self, NULL);
  g_clear_object (&self->signals);
  g_clear_object (&self->machine);

  G_OBJECT_CLASS (lodge_graph_parent_class)->dispose (object);
}

static void
lodge_graph_finalize (GObject *object)
{
  g_free (LODGE_GRAPH (object)->text);

  G_OBJECT_CLASS (lodge_graph_parent_class)->finalize (object);
}

static void
lodge_graph_class_init (LodgeGraphClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_graph_get_property;
  object_class->set_property = lodge_graph_set_property;
  object_class->dispose = lodge_graph_dispose;
  object_class->finalize = lodge_graph_finalize;
  widget_class->measure = lodge_graph_measure;
  widget_class->snapshot = lodge_graph_snapshot;
  widget_class->map = lodge_graph_map;
  widget_class->unmap = lodge_graph_unmap;

  properties[PROP_MACHINE] =
    g_param_spec_object ("machine", NULL, NULL, LODGE_TYPE_MACHINE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_KIND] =
    g_param_spec_enum ("kind", NULL, NULL, LODGE_TYPE_GRAPH_KIND, LODGE_GRAPH_CPU,
                       G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LIVE] =
    g_param_spec_boolean ("live", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TEXT] =
    g_param_spec_string ("text", NULL, NULL, "",
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "graph");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
lodge_graph_init (LodgeGraph *self)
{
  self->live = TRUE;
  self->text = g_strdup ("");
  self->signals = g_signal_group_new (LODGE_TYPE_MACHINE);
  g_signal_group_connect_swapped (self->signals, "sampled", G_CALLBACK (sampled_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::active", G_CALLBACK (sampled_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::current-state", G_CALLBACK (sampled_cb), self);
}

/**
 * lodge_graph_set_machine:
 * @self: a graph
 * @machine: (nullable): whose statistic to show
 *
 * Moves the graph to another machine.
 */
void
lodge_graph_set_machine (LodgeGraph   *self,
                         LodgeMachine *machine)
{
  g_return_if_fail (LODGE_IS_GRAPH (self));

  if (!g_set_object (&self->machine, machine))
    return;

  g_signal_group_set_target (self->signals, machine);
  update_watch (self);
  update_text (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MACHINE]);
}

/**
 * lodge_graph_set_live:
 * @self: a graph
 * @live: whether it can be seen
 *
 * A list keeps rows mapped beyond what its view shows; their graphs are not live and cost nothing.
 */
void
lodge_graph_set_live (LodgeGraph *self,
                      gboolean    live)
{
  g_return_if_fail (LODGE_IS_GRAPH (self));

  if (lodge_prop_set_bool (G_OBJECT (self), properties[PROP_LIVE], &self->live, live))
    update_watch (self);
}

/**
 * lodge_graph_get_scale:
 * @kind: what is drawn
 * @largest: the largest value in it
 * @total: all memory in bytes, for memory
 *
 * The value at the top: the whole for shares, and for rates the next step of 1, 2, 5 times a power
 * of ten above the largest, at least 10 kB/s, so that idle noise stays flat.
 *
 * Returns: a value above 0
 */
double
lodge_graph_get_scale (LodgeGraphKind kind,
                       double         largest,
                       double         total)
{
  double step = 10000;

  if (kind == LODGE_GRAPH_CPU)
    return 1;
  if (kind == LODGE_GRAPH_MEMORY)
    return MAX (MAX (total, largest), 1);

  while (step < largest && step < 1e18)
    {
      if (step * 2 >= largest)
        return step * 2;
      if (step * 5 >= largest)
        return step * 5;
      step *= 10;
    }
  return step;
}
