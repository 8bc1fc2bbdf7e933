/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One of a guest's further screens in a window of its own, or that the guest shows nothing there. */

#include "config.h"

#include "display/lodge-guest-window.h"

#include <glib/gi18n-lib.h>

#include "display-resources.h"
#include "display/lodge-console-notice.h"
#include "display/lodge-display-hint.h"
#include "display/lodge-fullscreen-bar.h"
#include "display/lodge-guest-marks.h"
#include "display/lodge-transfers.h"

struct _LodgeGuestWindow
{
  AdwWindow parent_instance;

  /* Template widgets */
  GtkStack *stack;
  GtkViewport *viewport;
  LodgeDisplayHint *display_hint;
  LodgeFullscreenBar *fullscreen_bar;
  LodgeGuestMarks *marks;
  LodgeConsoleNotice *notice;
  LodgeTransfers *transfers;
  AdwStatusPage *off_page;

  LodgeDisplay *display;
  GSignalGroup *screen_signals;
  GSignalGroup *console_signals;
};

G_DEFINE_FINAL_TYPE (LodgeGuestWindow, lodge_guest_window, ADW_TYPE_WINDOW)

static gboolean
is_on (LodgeGuestWindow *self)
{
  LodgeScreen *screen = lodge_display_get_screen (self->display);

  return screen != NULL && lodge_screen_is_enabled (screen);
}

static const char *
find_reason (LodgeConsole *console)
{
  if (console != NULL && (lodge_console_get_features (console) & LODGE_CONSOLE_RESIZES))
    return _("The guest has been asked to turn it on.");
  return _("Turn it on in the display settings of the guest. With the guest’s agent running that "
           "happens by itself.");
}

static void
state_cb (LodgeGuestWindow *self)
{
  LodgeConsole *console = lodge_display_get_console (self->display);
  gboolean on, came;

  if (console != NULL && lodge_console_get_state (console) != LODGE_CONSOLE_CONNECTED
      && lodge_display_has_picture (self->display))
    return;

  adw_status_page_set_description (self->off_page, find_reason (console));
  on = is_on (self);
  came = on && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "display") != 0;
  gtk_stack_set_visible_child_name (self->stack, on ? "display" : "off");
  if (came)
    gtk_widget_grab_focus (GTK_WIDGET (self->display));
}

static void
screen_cb (LodgeGuestWindow *self)
{
  g_signal_group_set_target (self->screen_signals, lodge_display_get_screen (self->display));
  g_signal_group_set_target (self->console_signals, lodge_display_get_console (self->display));
  state_cb (self);
}

static void
active_cb (LodgeGuestWindow *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self)) && is_on (self)
      && gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->display));
}

static void
fullscreened_cb (LodgeGuestWindow *self)
{
  if (gtk_window_is_fullscreen (GTK_WINDOW (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->display));
}

static void
lodge_guest_window_dispose (GObject *object)
{
  LodgeGuestWindow *self = LODGE_GUEST_WINDOW (object);

  if (self->display != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->display, self);
      lodge_display_set_console (self->display, NULL);
    }
  g_clear_object (&self->display);
  g_clear_object (&self->screen_signals);
  g_clear_object (&self->console_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), LODGE_TYPE_GUEST_WINDOW);

  G_OBJECT_CLASS (lodge_guest_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (LODGE_TYPE_CONSOLE_NOTICE);
  g_type_ensure (LODGE_TYPE_DISPLAY_HINT);
  g_type_ensure (LODGE_TYPE_FULLSCREEN_BAR);
  g_type_ensure (LODGE_TYPE_GUEST_MARKS);
  g_type_ensure (LODGE_TYPE_TRANSFERS);
  lodge_display_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/lodge_vm/Lodge/display/lodge-guest-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeGuestWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, LodgeGuestWindow, viewport);
  gtk_widget_class_bind_template_child (widget_class, LodgeGuestWindow, display_hint);
  gtk_widget_class_bind_template_child (widget_class, LodgeGuestWindow, fullscreen_bar);
  gtk_widget_class_bind_template_child (widget_class, LodgeGuestWindow, marks);
  gtk_widget_class_bind_template_child (widget_class, LodgeGuestWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, LodgeGuestWindow, transfers);
  gtk_widget_class_bind_template_child (widget_class, LodgeGuestWindow, off_page);
  gtk_widget_class_bind_template_callback (widget_class, active_cb);
  gtk_widget_class_bind_template_callback (widget_class, fullscreened_cb);
}

static void
lodge_guest_window_class_init (LodgeGuestWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lodge_guest_window_dispose;

  bind_template (widget_class);
  gtk_widget_class_install_property_action (widget_class, "display.fullscreen", "fullscreened");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F11, 0, "display.fullscreen", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close",
                                       NULL);
}

static void
lodge_guest_window_init (LodgeGuestWindow *self)
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
 * lodge_guest_window_new:
 * @beside: the display with the guest's first screen
 * @number: the screen's, from 0
 *
 * Makes a window; what it shows is set on its display.
 *
 * Returns: (transfer none): the window
 */
LodgeGuestWindow *
lodge_guest_window_new (LodgeDisplay *beside,
                        guint         number)
{
  LodgeGuestWindow *self = g_object_new (LODGE_TYPE_GUEST_WINDOW, NULL);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (beside));
  const char *name = GTK_IS_WINDOW (root) ? gtk_window_get_title (GTK_WINDOW (root)) : NULL;
  g_autofree char *title =
    /* Translators: the first is the name of a machine, the second a number: “debian – Display 2” */
    g_strdup_printf (_("%s – Display %u"), name != NULL ? name : "", number + 1);

  gtk_window_set_title (GTK_WINDOW (self), title);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_application (GTK_WINDOW (self), gtk_window_get_application (GTK_WINDOW (root)));
  self->display = LODGE_DISPLAY (g_object_ref_sink (lodge_display_new_beside (beside)));
  gtk_widget_set_hexpand (GTK_WIDGET (self->display), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->display), TRUE);
  gtk_viewport_set_child (self->viewport, GTK_WIDGET (self->display));
  g_object_set (self->display_hint, "display", self->display, NULL);
  g_object_set (self->fullscreen_bar, "display", self->display, NULL);
  g_object_set (self->marks, "display", self->display, NULL);
  g_object_bind_property (self->display, "notice", self->notice, "kind", G_BINDING_SYNC_CREATE);
  lodge_transfers_set_display (self->transfers, self->display);
  g_signal_connect_object (self->display, "notify::screen", G_CALLBACK (screen_cb), self,
                           G_CONNECT_SWAPPED);
  screen_cb (self);
  return self;
}

LodgeDisplay *
lodge_guest_window_get_display (LodgeGuestWindow *self)
{
  g_return_val_if_fail (LODGE_IS_GUEST_WINDOW (self), NULL);

  return self->display;
}
