/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GLib's main loop as libspice-server wants it, for lodge-test-spice-server. */

#include "config.h"

#include "lodge-test-spice-loop.h"

#include <glib-unix.h>

struct SpiceTimer
{
  SpiceTimerFunc func;
  void *opaque;
  guint source;
};

struct SpiceWatch
{
  int fd;
  SpiceWatchFunc func;
  void *opaque;
  guint source;
};

static SpiceTimer *
timer_add (SpiceTimerFunc func,
           void          *opaque)
{
  SpiceTimer *timer = g_new0 (SpiceTimer, 1);

  timer->func = func;
  timer->opaque = opaque;
  return timer;
}

static void
timer_cancel (SpiceTimer *timer)
{
  g_clear_handle_id (&timer->source, g_source_remove);
}

static gboolean
timer_cb (gpointer user_data)
{
  SpiceTimer *timer = user_data;

  timer->source = 0;
  timer->func (timer->opaque);
  return G_SOURCE_REMOVE;
}

static void
timer_start (SpiceTimer *timer,
             uint32_t    ms)
{
  timer_cancel (timer);
  timer->source = g_timeout_add (ms, timer_cb, timer);
}

static void
timer_remove (SpiceTimer *timer)
{
  timer_cancel (timer);
  g_free (timer);
}

static gboolean
watch_cb (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  SpiceWatch *watch = user_data;
  int event = (condition & G_IO_OUT ? SPICE_WATCH_EVENT_WRITE : 0)
              | (condition & ~G_IO_OUT ? SPICE_WATCH_EVENT_READ : 0);

  watch->func (fd, event, watch->opaque);
  return G_SOURCE_CONTINUE;
}

static void
watch_update_mask (SpiceWatch *watch,
                   int         mask)
{
  GIOCondition condition = G_IO_HUP | G_IO_ERR;

  g_clear_handle_id (&watch->source, g_source_remove);
  if (mask & SPICE_WATCH_EVENT_READ)
    condition |= G_IO_IN;
  if (mask & SPICE_WATCH_EVENT_WRITE)
    condition |= G_IO_OUT;
  if (mask != 0)
    watch->source = g_unix_fd_add (watch->fd, condition, watch_cb, watch);
}

static SpiceWatch *
watch_add (int            fd,
           int            mask,
           SpiceWatchFunc func,
           void          *opaque)
{
  SpiceWatch *watch = g_new0 (SpiceWatch, 1);

  watch->fd = fd;
  watch->func = func;
  watch->opaque = opaque;
  watch_update_mask (watch, mask);
  return watch;
}

static void
watch_remove (SpiceWatch *watch)
{
  g_clear_handle_id (&watch->source, g_source_remove);
  g_free (watch);
}

/**
 * lodge_test_spice_loop_init:
 * @core: the interface to fill in, all but its `channel_event`
 *
 * Gives the library timers and watches on the default main context.
 */
void
lodge_test_spice_loop_init (SpiceCoreInterface *core)
{
  core->base = (SpiceBaseInterface) { SPICE_INTERFACE_CORE, "test core", SPICE_INTERFACE_CORE_MAJOR,
                                      SPICE_INTERFACE_CORE_MINOR };
  core->timer_add = timer_add;
  core->timer_start = timer_start;
  core->timer_cancel = timer_cancel;
  core->timer_remove = timer_remove;
  core->watch_add = watch_add;
  core->watch_update_mask = watch_update_mask;
  core->watch_remove = watch_remove;
}

static gboolean
wake_cb (gpointer user_data)
{
  spice_server_char_device_wakeup (user_data);
  return G_SOURCE_REMOVE;
}

void
lodge_test_spice_loop_wake (SpiceCharDeviceInstance *device)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, wake_cb, device, NULL);
}
