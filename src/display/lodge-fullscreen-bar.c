/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tools of a full screen. A pointer that only passes the edge does not call them; while a menu of
 * theirs is open they stay, and for somebody who goes by keyboard. What a pointer has called goes with
 * it, and leaves the focus where it was. */

#include "config.h"

#include "display/lodge-fullscreen-bar.h"

#include "base/lodge-prop.h"
#include "display/lodge-display.h"

#define EDGE_HEIGHT 3     /* pixels */
#define DWELL_MS 150      /* at the edge, before they come */
#define HIDE_MS 900       /* away from them, before they go */
#define NEAR_HEIGHT 24    /* pixels below them that still count as there */

struct _LodgeFullscreenBar
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  LodgeDisplay *display;
  GSignalGroup *signals;
  GtkEventController *motion;  /* the parent's */
  gboolean active;
  GtkWidget *origin;           /* weak: had the focus before a pointer called them */
  gboolean by_pointer;         /* it did */
  gboolean focus_wanted;       /* as soon as they are there */
  guint source;                /* what comes next */
};

enum {
  PROP_0,
  PROP_DISPLAY,
  PROP_ACTIVE,
  PROP_CHILD,
  PROP_REVEALED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeFullscreenBar, lodge_fullscreen_bar, GTK_TYPE_WIDGET)

static gboolean
is_revealed (LodgeFullscreenBar *self)
{
  return gtk_revealer_get_reveal_child (self->revealer);
}

static void
set_revealed (LodgeFullscreenBar *self,
              gboolean            revealed)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (is_revealed (self) == revealed)
    return;

  self->by_pointer = FALSE;
  gtk_revealer_set_reveal_child (self->revealer, revealed);
  gtk_widget_set_can_target (GTK_WIDGET (self), revealed);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVEALED]);
}

static GtkWidget *
get_focus (LodgeFullscreenBar *self)
{
  return gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
}

static gboolean
has_focus (LodgeFullscreenBar *self)
{
  return gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;
}

static gboolean
reveal_cb (gpointer data)
{
  LodgeFullscreenBar *self = data;

  self->source = 0;
  set_revealed (self, TRUE);
  self->by_pointer = TRUE;
  g_set_weak_pointer (&self->origin, get_focus (self));
  return G_SOURCE_REMOVE;
}

/* The focus within is in a menu that is open, or with somebody who goes by keyboard; else it only was not
 * given back by a menu that a pointer opened. */
static gboolean
is_in_use (LodgeFullscreenBar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return has_focus (self)
         && (!self->by_pointer || gtk_window_get_focus_visible (GTK_WINDOW (root))
             || gtk_widget_get_ancestor (get_focus (self), GTK_TYPE_POPOVER) != NULL);
}

static void
give_focus_back (LodgeFullscreenBar *self)
{
  if (has_focus (self) && (self->origin == NULL || !gtk_widget_grab_focus (self->origin)))
    gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
}

static gboolean
hide_cb (gpointer data)
{
  LodgeFullscreenBar *self = data;

  if (is_in_use (self))
    return G_SOURCE_CONTINUE;

  self->source = 0;
  give_focus_back (self);
  set_revealed (self, FALSE);
  return G_SOURCE_REMOVE;
}

static gboolean
is_near (LodgeFullscreenBar *self,
         double              y)
{
  graphene_rect_t bounds;

  if (!is_revealed (self))
    return y <= EDGE_HEIGHT;
  return gtk_widget_compute_bounds (GTK_WIDGET (self), gtk_widget_get_parent (GTK_WIDGET (self)),
                                    &bounds)
         && y <= bounds.origin.y + bounds.size.height + NEAR_HEIGHT;
}

static void
motion_cb (LodgeFullscreenBar *self,
           double              x,
           double              y)
{
  gboolean near = is_near (self, y);

  if (!self->active)
    return;

  if (near == is_revealed (self))
    g_clear_handle_id (&self->source, g_source_remove);
  else if (self->source == 0)
    self->source = near ? g_timeout_add (DWELL_MS, reveal_cb, self)
                        : g_timeout_add (HIDE_MS, hide_cb, self);
}

static void
child_revealed_cb (LodgeFullscreenBar *self)
{
  if (self->focus_wanted && gtk_revealer_get_child_revealed (self->revealer)
      && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
  self->focus_wanted = FALSE;
}

static void
grabbed_cb (LodgeFullscreenBar *self)
{
  gboolean grabbed = FALSE;

  g_object_get (self->display, "grabbed", &grabbed, NULL);
  if (grabbed)
    set_revealed (self, FALSE);
}

static void
set_display (LodgeFullscreenBar *self,
             LodgeDisplay       *display)
{
  if (!lodge_prop_set_object (G_OBJECT (self), properties[PROP_DISPLAY], &self->display, display))
    return;

  g_signal_group_set_target (self->signals, display);
  if (display != NULL)
    grabbed_cb (self);
}

static void
set_active (LodgeFullscreenBar *self,
            gboolean            active)
{
  if (!lodge_prop_set_bool (G_OBJECT (self), properties[PROP_ACTIVE], &self->active, active))
    return;

  set_revealed (self, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), active);
}

static void
forget_parent (LodgeFullscreenBar *self)
{
  if (self->motion != NULL)
    gtk_widget_remove_controller (gtk_event_controller_get_widget (self->motion), self->motion);
  self->motion = NULL;
}

static void
lodge_fullscreen_bar_root (GtkWidget *widget)
{
  LodgeFullscreenBar *self = LODGE_FULLSCREEN_BAR (widget);

  GTK_WIDGET_CLASS (lodge_fullscreen_bar_parent_class)->root (widget);

  self->motion = gtk_event_controller_motion_new ();
  gtk_event_controller_set_propagation_phase (self->motion, GTK_PHASE_CAPTURE);
  g_signal_connect_object (self->motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (gtk_widget_get_parent (widget), self->motion);
}

static void
lodge_fullscreen_bar_unroot (GtkWidget *widget)
{
  LodgeFullscreenBar *self = LODGE_FULLSCREEN_BAR (widget);

  g_clear_handle_id (&self->source, g_source_remove);
  forget_parent (self);
  GTK_WIDGET_CLASS (lodge_fullscreen_bar_parent_class)->unroot (widget);
}

static void
lodge_fullscreen_bar_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  LodgeFullscreenBar *self = LODGE_FULLSCREEN_BAR (object);

  switch (prop_id)
    {
    case PROP_DISPLAY:
      g_value_set_object (value, self->display);
      break;

    case PROP_ACTIVE:
      g_value_set_boolean (value, self->active);
      break;

    case PROP_CHILD:
      g_value_set_object (value, gtk_revealer_get_child (self->revealer));
      break;

    case PROP_REVEALED:
      g_value_set_boolean (value, is_revealed (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_fullscreen_bar_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  LodgeFullscreenBar *self = LODGE_FULLSCREEN_BAR (object);

  switch (prop_id)
    {
    case PROP_DISPLAY:
      set_display (self, g_value_get_object (value));
      break;

    case PROP_ACTIVE:
      set_active (self, g_value_get_boolean (value));
      break;

    case PROP_CHILD:
      gtk_revealer_set_child (self->revealer, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_fullscreen_bar_dispose (GObject *object)
{
  LodgeFullscreenBar *self = LODGE_FULLSCREEN_BAR (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_weak_pointer (&self->origin);
  g_clear_object (&self->signals);
  g_clear_object (&self->display);
  if (self->revealer != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->revealer));
  self->revealer = NULL;

  G_OBJECT_CLASS (lodge_fullscreen_bar_parent_class)->dispose (object);
}

static void
lodge_fullscreen_bar_class_init (LodgeFullscreenBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_fullscreen_bar_get_property;
  object_class->set_property = lodge_fullscreen_bar_set_property;
  object_class->dispose = lodge_fullscreen_bar_dispose;
  widget_class->root = lodge_fullscreen_bar_root;
  widget_class->unroot = lodge_fullscreen_bar_unroot;

  properties[PROP_DISPLAY] =
    g_param_spec_object ("display", NULL, NULL, LODGE_TYPE_DISPLAY, flags);
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);
  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_REVEALED] =
    g_param_spec_boolean ("revealed", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_fullscreen_bar_init (LodgeFullscreenBar *self)
{
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->revealer), GTK_WIDGET (self));
  g_signal_connect_object (self->revealer, "notify::child-revealed",
                           G_CALLBACK (child_revealed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);

  self->signals = g_signal_group_new (LODGE_TYPE_DISPLAY);
  /* The way by keyboard. */
  g_signal_group_connect_swapped (self->signals, "released",
                                  G_CALLBACK (lodge_fullscreen_bar_focus), self);
  g_signal_group_connect_swapped (self->signals, "notify::grabbed", G_CALLBACK (grabbed_cb), self);
}

/**
 * lodge_fullscreen_bar_focus:
 * @self: a bar
 *
 * Shows the tools of a full screen, and gives them the keyboard as soon as they are there.
 */
void
lodge_fullscreen_bar_focus (LodgeFullscreenBar *self)
{
  g_return_if_fail (LODGE_IS_FULLSCREEN_BAR (self));

  if (!self->active)
    return;

  self->focus_wanted = TRUE;
  set_revealed (self, TRUE);
  self->by_pointer = FALSE;
  if (gtk_revealer_get_child_revealed (self->revealer))
    child_revealed_cb (self);
}
