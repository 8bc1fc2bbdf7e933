/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A display follows its device pixels: which are its own changes with the scale of its surface, and, where
 * that is no whole number, with its place there. GTK tells a widget neither. */

#include "config.h"

#include "display/lodge-display-private.h"

static void
scale_cb (LodgeDisplay *self)
{
  gtk_widget_queue_resize (GTK_WIDGET (self));
  lodge_display_update_geometry (self);
  lodge_display_request_size (self);
}

/* Between GTK's layout and its frame: what moves is not drawn anew by itself. */
static void
layout_cb (LodgeDisplay *self)
{
  LodgeDeviceArea area;

  lodge_device_area_init_widget (&area, GTK_WIDGET (self));
  if (lodge_device_area_equal (&area, &self->area))
    return;

  lodge_display_update_geometry (self);
  lodge_display_request_size (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* For lodge-display.c. */
void
lodge_display_init_area (LodgeDisplay *self)
{
  self->surface_signals = g_signal_group_new (GDK_TYPE_SURFACE);
  self->clock_signals = g_signal_group_new (GDK_TYPE_FRAME_CLOCK);
  g_signal_group_connect_swapped (self->surface_signals, "notify::scale", G_CALLBACK (scale_cb), self);
  g_signal_group_connect_data (self->clock_signals, "layout", G_CALLBACK (layout_cb), self, NULL,
                               G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (scale_cb), NULL);
}

void
lodge_display_realize_area (LodgeDisplay *self)
{
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (GTK_WIDGET (self)));

  g_signal_group_set_target (self->surface_signals, surface);
  g_signal_group_set_target (self->clock_signals, gdk_surface_get_frame_clock (surface));
  if (lodge_device_scale_get (surface) != self->area.scale)
    scale_cb (self);
}

void
lodge_display_unrealize_area (LodgeDisplay *self)
{
  g_signal_group_set_target (self->surface_signals, NULL);
  g_signal_group_set_target (self->clock_signals, NULL);
}

void
lodge_display_dispose_area (LodgeDisplay *self)
{
  g_clear_object (&self->surface_signals);
  g_clear_object (&self->clock_signals);
}
