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
  GtkViewport *viewport;
  LodgeDisplayHint *display_hint;
  LodgeFullscreenBar *fullscreen_bar;
  LodgeGuestMarks *marks;
  LodgeConsoleNotice *notice;
  LodgeTransfers *transfers;

  LodgeGuestCell *cell;   /* NULL: it is elsewhere now */
};

G_DEFINE_FINAL_TYPE (LodgeGuestWindow, lodge_guest_window, ADW_TYPE_WINDOW)

static LodgeDisplay *
get_display (LodgeGuestWindow *self)
{
  return self->cell != NULL ? lodge_guest_cell_get_display (self->cell) : NULL;
}

static void
focus_display (LodgeGuestWindow *self)
{
  if (self->cell != NULL && lodge_guest_cell_is_on (self->cell))
    gtk_widget_grab_focus (GTK_WIDGET (get_display (self)));
}

/* Of a display that is off nothing more is to be said. */
static void
notice_cb (LodgeGuestWindow *self)
{
  LodgeConsoleNoticeKind kind = LODGE_NOTICE_NONE;

  if (lodge_guest_cell_is_on (self->cell))
    g_object_get (get_display (self), "notice", &kind, NULL);
  g_object_set (self->notice, "kind", (int) kind, NULL);
}

static void
on_cb (LodgeGuestWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->marks), lodge_guest_cell_is_on (self->cell));
  notice_cb (self);
  focus_display (self);
}

static void
active_cb (LodgeGuestWindow *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self)) && gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    focus_display (self);
}

static void
fullscreened_cb (LodgeGuestWindow *self)
{
  if (gtk_window_is_fullscreen (GTK_WINDOW (self)))
    focus_display (self);
}

static void
set_cell (LodgeGuestWindow *self,
          LodgeGuestCell   *cell)
{
  LodgeDisplay *display = get_display (self);

  if (self->cell != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->cell, self);
      g_signal_handlers_disconnect_by_data (display, self);
    }
  self->cell = cell;
  display = get_display (self);
  gtk_viewport_set_child (self->viewport, cell != NULL ? GTK_WIDGET (cell) : NULL);
  g_object_set (self->display_hint, "display", display, NULL);
  g_object_set (self->fullscreen_bar, "display", display, NULL);
  g_object_set (self->marks, "display", display, NULL);
  lodge_transfers_set_display (self->transfers, display);
}

static void
lodge_guest_window_dispose (GObject *object)
{
  LodgeGuestWindow *self = LODGE_GUEST_WINDOW (object);

  if (self->cell != NULL)
    set_cell (self, NULL);
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
  gtk_widget_class_bind_template_child (widget_class, LodgeGuestWindow, viewport);
  gtk_widget_class_bind_template_child (widget_class, LodgeGuestWindow, display_hint);
  gtk_widget_class_bind_template_child (widget_class, LodgeGuestWindow, fullscreen_bar);
  gtk_widget_class_bind_template_child (widget_class, LodgeGuestWindow, marks);
  gtk_widget_class_bind_template_child (widget_class, LodgeGuestWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, LodgeGuestWindow, transfers);
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
}

/**
 * lodge_guest_window_new:
 * @cell: what to show, until lodge_guest_window_give_cell()
 * @beside: the display with the guest's first screen
 *
 * Makes a window.
 *
 * Returns: (transfer none): the window
 */
LodgeGuestWindow *
lodge_guest_window_new (LodgeGuestCell *cell,
                        LodgeDisplay   *beside)
{
  LodgeGuestWindow *self = g_object_new (LODGE_TYPE_GUEST_WINDOW, NULL);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (beside));
  const char *name = GTK_IS_WINDOW (root) ? gtk_window_get_title (GTK_WINDOW (root)) : NULL;
  g_autofree char *title =
    /* Translators: the first is the name of a machine, the second a number: “debian – Display 2” */
    g_strdup_printf (_("%s – Display %u"), name != NULL ? name : "",
                     lodge_guest_cell_get_number (cell) + 1);

  gtk_window_set_title (GTK_WINDOW (self), title);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_application (GTK_WINDOW (self), gtk_window_get_application (GTK_WINDOW (root)));
  set_cell (self, cell);
  g_signal_connect_object (cell, "notify::on", G_CALLBACK (on_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_display (self), "notify::notice", G_CALLBACK (notice_cb), self,
                           G_CONNECT_SWAPPED);
  on_cb (self);
  return self;
}

/* (nullable) */
LodgeDisplay *
lodge_guest_window_get_display (LodgeGuestWindow *self)
{
  g_return_val_if_fail (LODGE_IS_GUEST_WINDOW (self), NULL);

  return get_display (self);
}

/**
 * lodge_guest_window_give_cell:
 * @self: a window
 *
 * Parts the window from its cell, of which somebody else has a reference: to show it elsewhere.
 */
void
lodge_guest_window_give_cell (LodgeGuestWindow *self)
{
  g_return_if_fail (LODGE_IS_GUEST_WINDOW (self));

  set_cell (self, NULL);
}
