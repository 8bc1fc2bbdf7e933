/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pointer lock on Wayland: the protocols pointer-constraints and relative-pointer beside GDK, on its
 * connection and its queue. A compositor may refuse, agree later, or take the lock back. */

#include "config.h"

#include "display/lodge-pointer-lock-private.h"

#include <gdk/wayland/gdkwayland.h>
#include <pointer-constraints-unstable-v1-client-protocol.h>
#include <relative-pointer-unstable-v1-client-protocol.h>

/* Of a display, and never freed, as the display. */
typedef struct {
  struct wl_registry *registry;
  struct zwp_pointer_constraints_v1 *constraints;
  struct zwp_relative_pointer_manager_v1 *relative_manager;
} Globals;

typedef struct {
  LodgePointerLock parent;

  GtkWidget *widget;
  struct zwp_locked_pointer_v1 *locked;
  struct zwp_relative_pointer_v1 *relative;
} WaylandLock;

static void
global_cb (void               *data,
           struct wl_registry *registry,
           uint32_t            name,
           const char         *interface,
           uint32_t            version)
{
  Globals *globals = data;

  if (g_str_equal (interface, zwp_pointer_constraints_v1_interface.name))
    globals->constraints =
      wl_registry_bind (registry, name, &zwp_pointer_constraints_v1_interface, 1);
  else if (g_str_equal (interface, zwp_relative_pointer_manager_v1_interface.name))
    globals->relative_manager =
      wl_registry_bind (registry, name, &zwp_relative_pointer_manager_v1_interface, 1);
}

static void
global_remove_cb (void               *data,
                  struct wl_registry *registry,
                  uint32_t            name)
{
}

static const struct wl_registry_listener registry_listener = { global_cb, global_remove_cb };

static void
locked_cb (void                         *data,
           struct zwp_locked_pointer_v1 *locked)
{
  ((WaylandLock *) data)->parent.held = TRUE;
}

static void
unlocked_cb (void                         *data,
             struct zwp_locked_pointer_v1 *locked)
{
  ((WaylandLock *) data)->parent.held = FALSE;
}

static const struct zwp_locked_pointer_v1_listener locked_listener = { locked_cb, unlocked_cb };

/* The guest has an acceleration of its own, so the one of the desktop is left out. */
static void
relative_motion_cb (void                           *data,
                    struct zwp_relative_pointer_v1 *relative,
                    uint32_t                        time_high,
                    uint32_t                        time_low,
                    wl_fixed_t                      dx,
                    wl_fixed_t                      dy,
                    wl_fixed_t                      dx_unaccelerated,
                    wl_fixed_t                      dy_unaccelerated)
{
  WaylandLock *self = data;

  if (self->parent.held)
    self->parent.moved (wl_fixed_to_double (dx_unaccelerated),
                        wl_fixed_to_double (dy_unaccelerated), self->parent.user_data);
}

static const struct zwp_relative_pointer_v1_listener relative_listener = { relative_motion_cb };

static Globals *
get_globals (GdkDisplay *display)
{
  return g_object_get_data (G_OBJECT (display), "lodge-pointer-lock");
}

static void
wayland_lock_free (LodgePointerLock *lock)
{
  WaylandLock *self = (WaylandLock *) lock;

  zwp_relative_pointer_v1_destroy (self->relative);
  zwp_locked_pointer_v1_destroy (self->locked);
  g_free (self);
}

/* See lodge_pointer_lock_prepare(). */
void
lodge_pointer_lock_wayland_prepare (GdkDisplay *display)
{
  Globals *globals;

  if (get_globals (display) != NULL)
    return;

  globals = g_new0 (Globals, 1);
  globals->registry = wl_display_get_registry (gdk_wayland_display_get_wl_display (display));
  wl_registry_add_listener (globals->registry, &registry_listener, globals);
  g_object_set_data (G_OBJECT (display), "lodge-pointer-lock", globals);
}

/* See lodge_pointer_lock_new(). */
LodgePointerLock *
lodge_pointer_lock_wayland_new (GtkWidget *widget)
{
  GdkDisplay *display = gtk_widget_get_display (widget);
  GdkSeat *seat = gdk_display_get_default_seat (display);
  GdkDevice *device = seat != NULL ? gdk_seat_get_pointer (seat) : NULL;
  Globals *globals = get_globals (display);
  struct wl_pointer *pointer;
  graphene_rect_t place;
  GdkSurface *surface;
  WaylandLock *self;

  if (globals == NULL || globals->constraints == NULL || globals->relative_manager == NULL
      || device == NULL || !lodge_pointer_lock_get_place (widget, &surface, &place))
    return NULL;

  pointer = gdk_wayland_device_get_wl_pointer (device);
  self = g_new0 (WaylandLock, 1);
  self->parent.free = wayland_lock_free;
  self->locked =
    zwp_pointer_constraints_v1_lock_pointer (globals->constraints,
                                             gdk_wayland_surface_get_wl_surface (surface), pointer,
                                             NULL, ZWP_POINTER_CONSTRAINTS_V1_LIFETIME_PERSISTENT);
  zwp_locked_pointer_v1_add_listener (self->locked, &locked_listener, self);
  self->relative =
    zwp_relative_pointer_manager_v1_get_relative_pointer (globals->relative_manager, pointer);
  zwp_relative_pointer_v1_add_listener (self->relative, &relative_listener, self);
  return &self->parent;
}
