/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One of a guest's further screens, or that the guest shows nothing there. While a session is interrupted
 * the last picture stays. */

#include "config.h"

#include "display/lodge-guest-cell.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "base/lodge-prop.h"
#include "display-resources.h"

struct _LodgeGuestCell
{
  GtkWidget parent_instance;

  /* Template widgets */
  GtkStack *stack;
  AdwStatusPage *off_page;
  GtkWidget *close_button;

  LodgeDisplay *display;
  guint number;
  gboolean on;
  GSignalGroup *screen_signals;
  GSignalGroup *console_signals;
};

enum {
  PROP_0,
  PROP_ON,
  N_PROPS
};

enum {
  SIGNAL_CLOSED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LodgeGuestCell, lodge_guest_cell, GTK_TYPE_WIDGET)

static const char *
find_reason (LodgeConsole *console)
{
  if (console != NULL && (lodge_console_get_features (console) & LODGE_CONSOLE_RESIZES))
    return _("The guest has been asked to turn it on.");
  return _("Turn it on in the display settings of the guest. With the guest’s agent running that "
           "happens by itself.");
}

static void
state_cb (LodgeGuestCell *self)
{
  LodgeConsole *console = lodge_display_get_console (self->display);
  LodgeScreen *screen = lodge_display_get_screen (self->display);
  gboolean on = screen != NULL && lodge_screen_is_enabled (screen);

  if (console != NULL && lodge_console_get_state (console) != LODGE_CONSOLE_CONNECTED
      && lodge_display_has_picture (self->display))
    return;

  adw_status_page_set_description (self->off_page, find_reason (console));
  gtk_stack_set_visible_child_name (self->stack, on ? "display" : "off");
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_ON], &self->on, on);
}

static void
screen_cb (LodgeGuestCell *self)
{
  g_signal_group_set_target (self->screen_signals, lodge_display_get_screen (self->display));
  g_signal_group_set_target (self->console_signals, lodge_display_get_console (self->display));
  state_cb (self);
}

static void
close_cb (LodgeGuestCell *self)
{
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static void
lodge_guest_cell_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  if (prop_id == PROP_ON)
    g_value_set_boolean (value, LODGE_GUEST_CELL (object)->on);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
lodge_guest_cell_dispose (GObject *object)
{
  LodgeGuestCell *self = LODGE_GUEST_CELL (object);

  if (self->display != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->display, self);
      lodge_display_set_console (self->display, NULL);
    }
  g_clear_object (&self->display);
  g_clear_object (&self->screen_signals);
  g_clear_object (&self->console_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), LODGE_TYPE_GUEST_CELL);

  G_OBJECT_CLASS (lodge_guest_cell_parent_class)->dispose (object);
}

static void
lodge_guest_cell_class_init (LodgeGuestCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_guest_cell_get_property;
  object_class->dispose = lodge_guest_cell_dispose;

  properties[PROP_ON] =
    g_param_spec_boolean ("on", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* The user has no more use for it. */
  signals[SIGNAL_CLOSED] =
    g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  lodge_display_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/lodge_vm/Lodge/display/lodge-guest-cell.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeGuestCell, stack);
  gtk_widget_class_bind_template_child (widget_class, LodgeGuestCell, off_page);
  gtk_widget_class_bind_template_child (widget_class, LodgeGuestCell, close_button);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_guest_cell_init (LodgeGuestCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->screen_signals = g_signal_group_new (LODGE_TYPE_SCREEN);
  g_signal_group_connect_swapped (self->screen_signals, "notify::enabled", G_CALLBACK (state_cb),
                                  self);
  self->console_signals = g_signal_group_new (LODGE_TYPE_CONSOLE);
  g_signal_group_connect_swapped (self->console_signals, "notify::features", G_CALLBACK (state_cb),
                                  self);
}

/**
 * lodge_guest_cell_new:
 * @beside: the display with the guest's first screen
 * @number: the screen's, from 0
 *
 * Makes a cell; what it shows is set on its display.
 *
 * Returns: (transfer floating): the widget
 */
GtkWidget *
lodge_guest_cell_new (LodgeDisplay *beside,
                      guint         number)
{
  LodgeGuestCell *self = g_object_new (LODGE_TYPE_GUEST_CELL, NULL);

  self->number = number;
  self->display = LODGE_DISPLAY (g_object_ref_sink (lodge_display_new_beside (beside)));
  gtk_widget_set_hexpand (GTK_WIDGET (self->display), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->display), TRUE);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->display), "display");
  g_signal_connect_object (self->display, "notify::screen", G_CALLBACK (screen_cb), self,
                           G_CONNECT_SWAPPED);
  screen_cb (self);
  return GTK_WIDGET (self);
}

LodgeDisplay *
lodge_guest_cell_get_display (LodgeGuestCell *self)
{
  g_return_val_if_fail (LODGE_IS_GUEST_CELL (self), NULL);

  return self->display;
}

guint
lodge_guest_cell_get_number (LodgeGuestCell *self)
{
  g_return_val_if_fail (LODGE_IS_GUEST_CELL (self), 0);

  return self->number;
}

gboolean
lodge_guest_cell_is_on (LodgeGuestCell *self)
{
  g_return_val_if_fail (LODGE_IS_GUEST_CELL (self), FALSE);

  return self->on;
}

/**
 * lodge_guest_cell_set_closable:
 * @self: a cell
 * @closable: whether it has a button to close it while it is off
 *
 * Where there is no window that can be closed, the cell can.
 */
void
lodge_guest_cell_set_closable (LodgeGuestCell *self,
                               gboolean        closable)
{
  g_return_if_fail (LODGE_IS_GUEST_CELL (self));

  gtk_widget_set_visible (self->close_button, closable);
}
