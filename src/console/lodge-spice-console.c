/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A console over spice-client-glib: the main, display, cursor and inputs channels of the guest's first
 * screen. The other channels stay closed: recording would open the host's microphone at the guest's
 * word. The library runs its protocol code on the main thread and tells each drawing operation by a
 * signal, so the handlers here do next to nothing. Each connect makes a new SpiceSession. */

#include "config.h"

#include "console/lodge-spice-console.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <spice-client.h>

#include "base/lodge-error.h"
#include "console/lodge-console-private.h"
#include "console/lodge-fd-request-private.h"

/* A channel that is closed alone, while the session lives on, is given this long. */
#define CLOSE_GRACE_MS 1000

/* A new surface is shown after this time also when nothing was drawn on it. */
#define SHOW_MS 400

/* How long channels have to end before their session goes. */
#define END_GRACE_MS 500

/* The library asks again over TLS when the plain attempt fails; more than that is a loop. */
#define MAX_FD_REQUESTS 2

typedef struct {
  const guint8 *data;
  int x, y, width, height;
  int stride;
  enum SpiceSurfaceFmt format;
} View;

typedef struct {
  GWeakRef console;
  SpiceChannel *channel;
} FdQuestion;

struct _LodgeSpiceConsole
{
  LodgeConsole parent_instance;

  LodgeFdProvider provider;
  gpointer provider_data;
  GDestroyNotify provider_destroy;
  char *uri;

  SpiceSession *session;
  SpiceChannel *main;
  SpiceChannel *display;
  SpiceChannel *inputs;
  SpiceChannel *cursor;

  View view;
  LodgeCursor *shape;   /* what the guest set, also while it is hidden */
  int buttons;          /* a mask of the protocol */
  guint close_source;
  guint show_source;
};

G_DEFINE_FINAL_TYPE (LodgeSpiceConsole, lodge_spice_console, LODGE_TYPE_CONSOLE)

static void
forget_picture (LodgeSpiceConsole *self)
{
  g_clear_handle_id (&self->show_source, g_source_remove);
  self->view = (View) { 0 };
  lodge_framebuffer_clear (lodge_console_get_framebuffer (LODGE_CONSOLE (self)));
}

static void
forget_channel (LodgeSpiceConsole  *self,
                SpiceChannel      **channel)
{
  if (*channel != NULL)
    g_signal_handlers_disconnect_by_data (*channel, self);
  g_clear_object (channel);
}

static gboolean
end_session_cb (gpointer user_data)
{
  spice_session_disconnect (SPICE_SESSION (user_data));
  return G_SOURCE_REMOVE;
}

/* Closes the sockets at once and lets the session go a little later: it takes itself away from its channels,
 * and a channel that is still shaking hands asks it something before it ends. Takes @session. */
static void
end_session (SpiceSession *session)
{
  GList *channels = spice_session_get_channels (session);

  for (GList *l = channels; l != NULL; l = l->next)
    spice_channel_disconnect (l->data, SPICE_CHANNEL_NONE);
  g_list_free (channels);
  g_timeout_add_full (G_PRIORITY_DEFAULT, END_GRACE_MS, end_session_cb, session, g_object_unref);
}

static void
close_session (LodgeSpiceConsole *self)
{
  g_clear_handle_id (&self->close_source, g_source_remove);
  forget_picture (self);
  forget_channel (self, &self->main);
  forget_channel (self, &self->display);
  forget_channel (self, &self->inputs);
  forget_channel (self, &self->cursor);
  g_clear_pointer (&self->shape, lodge_cursor_unref);
  self->buttons = 0;

  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->session, self);
      end_session (g_steal_pointer (&self->session));
    }
}

static void
fail (LodgeSpiceConsole *self,
      GError            *error)
{
  close_session (self);
  lodge_console_take_failure (LODGE_CONSOLE (self), error);
}

static GError *
error_from_event (SpiceChannel      *channel,
                  SpiceChannelEvent  event)
{
  const GError *cause = spice_channel_get_error (channel);
  const char *detail = cause != NULL ? cause->message : NULL;

  switch (event)
    {
    case SPICE_CHANNEL_ERROR_AUTH:
      return lodge_error_new (LODGE_ERROR_DENIED, detail, "%s",
                              _("The machine’s screen is protected by a password. "
                                "Remove the password or open the screen on the host itself."));

    case SPICE_CHANNEL_ERROR_TLS:
      return lodge_error_new (LODGE_ERROR_NOT_CONNECTED, detail, "%s",
                              _("The encrypted connection to the machine’s screen failed. "
                                "Check the certificates of the host."));

    case SPICE_CHANNEL_ERROR_LINK:
      return lodge_error_new (LODGE_ERROR_UNSUPPORTED, detail, "%s",
                              _("What answered is not a SPICE screen that can be shown. "
                                "Check the machine’s graphics device."));

    case SPICE_CHANNEL_ERROR_IO:
      return lodge_error_new (LODGE_ERROR_NOT_CONNECTED, detail, "%s",
                              _("The connection to the machine’s screen was lost. Connect again."));

    default:
      return lodge_error_new (LODGE_ERROR_NOT_CONNECTED, detail, "%s",
                              _("The machine’s screen cannot be reached. "
                                "Check that the machine is running, then connect again."));
    }
}

static gboolean
pixels_of_format (enum SpiceSurfaceFmt  format,
                  LodgePixelFormat     *pixels)
{
  switch (format)
    {
    case SPICE_SURFACE_FMT_32_xRGB:
    case SPICE_SURFACE_FMT_32_ARGB:
      *pixels = LODGE_PIXELS_XRGB32;
      return TRUE;

    case SPICE_SURFACE_FMT_16_555:
      *pixels = LODGE_PIXELS_RGB16_555;
      return TRUE;

    case SPICE_SURFACE_FMT_16_565:
      *pixels = LODGE_PIXELS_RGB16_565;
      return TRUE;

    default:
      return FALSE;
    }
}

/* The first monitor's part of the surface: all of it when the guest says nothing sensible. */
static void
crop_to_monitor (LodgeSpiceConsole *self,
                 View              *view)
{
  g_autoptr(GArray) monitors = NULL;
  SpiceDisplayMonitorConfig monitor;
  gint64 right, bottom;

  g_object_get (self->display, "monitors", &monitors, NULL);
  if (monitors == NULL || monitors->len == 0)
    return;

  monitor = g_array_index (monitors, SpiceDisplayMonitorConfig, 0);
  right = MIN ((gint64) monitor.x + monitor.width, view->width);
  bottom = MIN ((gint64) monitor.y + monitor.height, view->height);
  if (monitor.surface_id != 0 || (gint64) monitor.x >= right || (gint64) monitor.y >= bottom)
    return;

  view->x = (int) monitor.x;
  view->y = (int) monitor.y;
  view->width = (int) right - view->x;
  view->height = (int) bottom - view->y;
}

static void
show_view (LodgeSpiceConsole         *self,
           const SpiceDisplayPrimary *primary)
{
  LodgeFramebuffer *framebuffer = lodge_console_get_framebuffer (LODGE_CONSOLE (self));
  LodgePixelFormat format;
  gint64 length, offset;

  if (!pixels_of_format (self->view.format, &format) || primary->stride < 1)
    {
      lodge_framebuffer_clear (framebuffer);
      return;
    }

  length = (gint64) primary->stride * primary->height;
  offset = (gint64) primary->stride * self->view.y
           + (gint64) self->view.x * (format == LODGE_PIXELS_XRGB32 ? 4 : 2);
  if (offset >= length
      || !lodge_framebuffer_set_data (framebuffer, primary->data + offset,
                                      (gsize) (length - offset), self->view.width,
                                      self->view.height, primary->stride, format))
    lodge_framebuffer_clear (framebuffer);
}

/* Surfaces are reused without a word when only their format changes, so this is asked often. */
static void
update_view (LodgeSpiceConsole *self,
             gboolean           monitors_too)
{
  SpiceDisplayPrimary primary = { 0 };
  View view = { 0 };

  if (!spice_display_channel_get_primary (self->display, 0, &primary) || primary.data == NULL
      || primary.width < 1 || primary.height < 1)
    {
      if (self->view.data != NULL)
        forget_picture (self);
      return;
    }

  if (!monitors_too && primary.data == self->view.data && primary.format == self->view.format)
    return;

  view.data = primary.data;
  view.width = primary.width;
  view.height = primary.height;
  view.stride = primary.stride;
  view.format = primary.format;
  crop_to_monitor (self, &view);
  if (memcmp (&view, &self->view, sizeof view) == 0)
    return;

  g_clear_handle_id (&self->show_source, g_source_remove);
  self->view = view;
  show_view (self, &primary);
}

static int
clamp_to_int (gint64 value)
{
  return (int) CLAMP (value, G_MININT, G_MAXINT);
}

static gboolean
show_cb (gpointer user_data)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (user_data);

  self->show_source = 0;
  update_view (self, TRUE);
  return G_SOURCE_REMOVE;
}

/* A new surface is black until the guest has drawn: the old picture stays that long. The mark, which
 * is to say that it has, comes with the surface already. */
static void
primary_create_cb (LodgeSpiceConsole *self)
{
  if (self->show_source == 0)
    self->show_source = g_timeout_add (SHOW_MS, show_cb, self);
}

static void
primary_destroy_cb (LodgeSpiceConsole *self)
{
  forget_picture (self);
}

static void
monitors_cb (LodgeSpiceConsole *self)
{
  if (self->view.data != NULL)
    update_view (self, TRUE);
}

static void
invalidate_cb (LodgeSpiceConsole *self,
               int                x,
               int                y,
               int                width,
               int                height)
{
  update_view (self, FALSE);
  lodge_framebuffer_damage (lodge_console_get_framebuffer (LODGE_CONSOLE (self)),
                            clamp_to_int ((gint64) x - self->view.x),
                            clamp_to_int ((gint64) y - self->view.y), width, height);
}

static void
cursor_shape_cb (LodgeSpiceConsole *self)
{
  SpiceCursorShape *shape = NULL;

  g_object_get (self->cursor, "cursor", &shape, NULL);
  g_clear_pointer (&self->shape, lodge_cursor_unref);
  if (shape != NULL)
    self->shape = lodge_cursor_new (shape->width, shape->height, shape->hot_spot_x,
                                    shape->hot_spot_y, shape->data);
  lodge_console_set_cursor (LODGE_CONSOLE (self), self->shape);
  if (shape != NULL)
    g_boxed_free (SPICE_TYPE_CURSOR_SHAPE, shape);
}

static void
cursor_move_cb (LodgeSpiceConsole *self,
                int                x,
                int                y)
{
  lodge_console_set_pointer_position (LODGE_CONSOLE (self), x, y);
  lodge_console_set_cursor (LODGE_CONSOLE (self), self->shape);
}

static void
cursor_hide_cb (LodgeSpiceConsole *self)
{
  g_autoptr(LodgeCursor) hidden = lodge_cursor_new (1, 1, 0, 0, NULL);

  lodge_console_set_cursor (LODGE_CONSOLE (self), hidden);
}

static void
cursor_reset_cb (LodgeSpiceConsole *self)
{
  g_clear_pointer (&self->shape, lodge_cursor_unref);
  lodge_console_set_cursor (LODGE_CONSOLE (self), NULL);
}

static void
mouse_mode_cb (LodgeSpiceConsole *self)
{
  int mode;

  g_object_get (self->main, "mouse-mode", &mode, NULL);
  lodge_console_set_pointer_mode (LODGE_CONSOLE (self),
                                  mode == SPICE_MOUSE_MODE_SERVER ? LODGE_POINTER_RELATIVE
                                                                  : LODGE_POINTER_ABSOLUTE);
}

static void
main_event_cb (LodgeSpiceConsole *self,
               SpiceChannelEvent  event,
               SpiceChannel      *channel)
{
  if (event == SPICE_CHANNEL_OPENED)
    lodge_console_set_connected (LODGE_CONSOLE (self));
  else if (event == SPICE_CHANNEL_CLOSED)
    {
      close_session (self);
      lodge_console_set_disconnected (LODGE_CONSOLE (self));
    }
  else if (event >= SPICE_CHANNEL_ERROR_CONNECT)
    fail (self, error_from_event (channel, event));
}

static gboolean
display_closed_cb (gpointer user_data)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (user_data);

  self->close_source = 0;
  fail (self, lodge_error_new (LODGE_ERROR_UNSUPPORTED, NULL, "%s",
                               _("The machine closed its screen. With 3D acceleration it can only "
                                 "be shown by a program that supports it; turn it off in the "
                                 "machine’s graphics device.")));
  return G_SOURCE_REMOVE;
}

static void
display_event_cb (LodgeSpiceConsole *self,
                  SpiceChannelEvent  event,
                  SpiceChannel      *channel)
{
  if (event == SPICE_CHANNEL_CLOSED && self->close_source == 0)
    self->close_source = g_timeout_add (CLOSE_GRACE_MS, display_closed_cb, self);
  else if (event >= SPICE_CHANNEL_ERROR_CONNECT)
    fail (self, error_from_event (channel, event));
}

static void
fd_question_free (gpointer data)
{
  FdQuestion *question = data;

  g_weak_ref_clear (&question->console);
  g_object_unref (question->channel);
  g_free (question);
}

static gboolean
is_current (LodgeSpiceConsole *self,
            SpiceChannel      *channel)
{
  return self != NULL && (channel == self->main || channel == self->display
                          || channel == self->inputs || channel == self->cursor);
}

static void
fd_answer_cb (int           fd,
              const GError *error,
              gpointer      user_data)
{
  FdQuestion *question = user_data;
  g_autoptr(LodgeSpiceConsole) self = g_weak_ref_get (&question->console);

  if (!is_current (self, question->channel))
    {
      if (fd >= 0)
        g_close (fd, NULL);
    }
  else if (fd >= 0)
    spice_channel_open_fd (question->channel, fd);
  else
    fail (self, g_error_copy (error));
}

static void
open_fd_cb (LodgeSpiceConsole *self,
            int                with_tls,
            SpiceChannel      *channel)
{
  guint n = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (channel), "lodge-fd-requests"));
  FdQuestion *question;

  if (n >= MAX_FD_REQUESTS)
    {
      fail (self, error_from_event (channel, SPICE_CHANNEL_ERROR_TLS));
      return;
    }

  g_object_set_data (G_OBJECT (channel), "lodge-fd-requests", GUINT_TO_POINTER (n + 1));
  question = g_new0 (FdQuestion, 1);
  g_weak_ref_init (&question->console, self);
  question->channel = g_object_ref (channel);
  self->provider (lodge_fd_request_new (fd_answer_cb, question, fd_question_free),
                  self->provider_data);
}

static void
watch (LodgeSpiceConsole *self,
       SpiceChannel      *channel,
       const char        *signal,
       GCallback          callback)
{
  g_signal_connect_object (channel, signal, callback, self, G_CONNECT_SWAPPED);
}

static void
add_main (LodgeSpiceConsole *self,
          SpiceChannel      *channel)
{
  self->main = g_object_ref (channel);
  watch (self, channel, "channel-event", G_CALLBACK (main_event_cb));
  watch (self, channel, "main-mouse-update", G_CALLBACK (mouse_mode_cb));
  watch (self, channel, "notify::mouse-mode", G_CALLBACK (mouse_mode_cb));
}

static void
add_display (LodgeSpiceConsole *self,
             SpiceChannel      *channel)
{
  self->display = g_object_ref (channel);
  watch (self, channel, "channel-event", G_CALLBACK (display_event_cb));
  watch (self, channel, "display-primary-create", G_CALLBACK (primary_create_cb));
  watch (self, channel, "display-primary-destroy", G_CALLBACK (primary_destroy_cb));
  watch (self, channel, "display-invalidate", G_CALLBACK (invalidate_cb));
  watch (self, channel, "notify::monitors", G_CALLBACK (monitors_cb));
  spice_channel_connect (channel);
}

static void
add_cursor (LodgeSpiceConsole *self,
            SpiceChannel      *channel)
{
  self->cursor = g_object_ref (channel);
  watch (self, channel, "notify::cursor", G_CALLBACK (cursor_shape_cb));
  watch (self, channel, "cursor-move", G_CALLBACK (cursor_move_cb));
  watch (self, channel, "cursor-hide", G_CALLBACK (cursor_hide_cb));
  watch (self, channel, "cursor-reset", G_CALLBACK (cursor_reset_cb));
  spice_channel_connect (channel);
}

static void
add_inputs (LodgeSpiceConsole *self,
            SpiceChannel      *channel)
{
  self->inputs = g_object_ref (channel);
  spice_channel_connect (channel);
}

static void
channel_new_cb (LodgeSpiceConsole *self,
                SpiceChannel      *channel)
{
  int id;

  g_object_get (channel, "channel-id", &id, NULL);
  if (self->provider != NULL)
    watch (self, channel, "open-fd", G_CALLBACK (open_fd_cb));

  if (SPICE_IS_MAIN_CHANNEL (channel) && self->main == NULL)
    add_main (self, channel);
  else if (SPICE_IS_DISPLAY_CHANNEL (channel) && id == 0 && self->display == NULL)
    add_display (self, channel);
  else if (SPICE_IS_CURSOR_CHANNEL (channel) && id == 0 && self->cursor == NULL)
    add_cursor (self, channel);
  else if (SPICE_IS_INPUTS_CHANNEL (channel) && self->inputs == NULL)
    add_inputs (self, channel);
}

static guint
button_of_protocol (guint button)
{
  static const guint buttons[] = {
    [1] = SPICE_MOUSE_BUTTON_LEFT, [2] = SPICE_MOUSE_BUTTON_MIDDLE, [3] = SPICE_MOUSE_BUTTON_RIGHT,
    [4] = SPICE_MOUSE_BUTTON_UP,   [5] = SPICE_MOUSE_BUTTON_DOWN,   [8] = SPICE_MOUSE_BUTTON_SIDE,
    [9] = SPICE_MOUSE_BUTTON_EXTRA,
  };

  return button < G_N_ELEMENTS (buttons) ? buttons[button] : 0;
}

static void
lodge_spice_console_connect (LodgeConsole *console)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (console);
  gboolean started;

  self->session = spice_session_new ();
  g_object_set (self->session, "enable-audio", FALSE, "enable-usbredir", FALSE,
                "enable-smartcard", FALSE, "gl-scanout", FALSE, NULL);
  g_signal_connect_object (self->session, "channel-new", G_CALLBACK (channel_new_cb), self,
                           G_CONNECT_SWAPPED);

  if (self->provider != NULL)
    started = spice_session_open_fd (self->session, -1);
  else
    {
      g_object_set (self->session, "uri", self->uri, NULL);
      started = spice_session_connect (self->session);
    }

  if (!started && self->session != NULL)
    fail (self, lodge_error_new (LODGE_ERROR_INVALID, self->uri, "%s",
                                 _("The address of the screen is not valid.")));
}

static void
lodge_spice_console_disconnect (LodgeConsole *console)
{
  close_session (LODGE_SPICE_CONSOLE (console));
}

static void
send_scancode (LodgeSpiceConsole *self,
               guint              scancode,
               gboolean           pressed)
{
  if (pressed)
    spice_inputs_channel_key_press (SPICE_INPUTS_CHANNEL (self->inputs), scancode);
  else
    spice_inputs_channel_key_release (SPICE_INPUTS_CHANNEL (self->inputs), scancode);
}

static void
lodge_spice_console_key (LodgeConsole *console,
                         guint         scancode,
                         gboolean      pressed)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (console);

  if (self->inputs == NULL)
    return;

  /* Pause is e1 1d 45; the library writes 0x200 as the prefix e1. */
  if (scancode == 0x146)
    send_scancode (self, 0x21d, pressed);
  send_scancode (self, scancode == 0x146 ? 0x45 : scancode, pressed);
}

static void
lodge_spice_console_motion (LodgeConsole *console,
                            int           x,
                            int           y)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (console);

  if (self->inputs != NULL)
    spice_inputs_channel_position (SPICE_INPUTS_CHANNEL (self->inputs), x, y, 0, self->buttons);
}

static void
lodge_spice_console_move (LodgeConsole *console,
                          int           dx,
                          int           dy)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (console);

  if (self->inputs != NULL)
    spice_inputs_channel_motion (SPICE_INPUTS_CHANNEL (self->inputs), dx, dy, self->buttons);
}

static void
lodge_spice_console_button (LodgeConsole *console,
                            guint         button,
                            gboolean      pressed)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (console);
  guint code = button_of_protocol (button);
  int mask;

  if (self->inputs == NULL || code == 0)
    return;

  mask = 1 << (code - 1);
  if (pressed)
    {
      self->buttons |= mask;
      spice_inputs_channel_button_press (SPICE_INPUTS_CHANNEL (self->inputs), (int) code,
                                         self->buttons);
    }
  else
    {
      self->buttons &= ~mask;
      spice_inputs_channel_button_release (SPICE_INPUTS_CHANNEL (self->inputs), (int) code,
                                           self->buttons);
    }
}

static void
lodge_spice_console_set_locks (LodgeConsole *console,
                               gboolean      caps,
                               gboolean      num,
                               gboolean      scroll)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (console);

  if (self->inputs != NULL)
    spice_inputs_channel_set_key_locks (SPICE_INPUTS_CHANNEL (self->inputs),
                                        (caps ? SPICE_INPUTS_CAPS_LOCK : 0)
                                        | (num ? SPICE_INPUTS_NUM_LOCK : 0)
                                        | (scroll ? SPICE_INPUTS_SCROLL_LOCK : 0));
}

static void
lodge_spice_console_dispose (GObject *object)
{
  LodgeSpiceConsole *self = LODGE_SPICE_CONSOLE (object);

  close_session (self);
  if (self->provider_destroy != NULL)
    g_clear_pointer (&self->provider_data, self->provider_destroy);
  self->provider_destroy = NULL;

  G_OBJECT_CLASS (lodge_spice_console_parent_class)->dispose (object);
}

static void
lodge_spice_console_finalize (GObject *object)
{
  g_free (LODGE_SPICE_CONSOLE (object)->uri);

  G_OBJECT_CLASS (lodge_spice_console_parent_class)->finalize (object);
}

static void
lodge_spice_console_class_init (LodgeSpiceConsoleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  LodgeConsoleClass *console_class = LODGE_CONSOLE_CLASS (klass);

  object_class->dispose = lodge_spice_console_dispose;
  object_class->finalize = lodge_spice_console_finalize;
  console_class->connect = lodge_spice_console_connect;
  console_class->disconnect = lodge_spice_console_disconnect;
  console_class->key = lodge_spice_console_key;
  console_class->motion = lodge_spice_console_motion;
  console_class->move = lodge_spice_console_move;
  console_class->button = lodge_spice_console_button;
  console_class->set_locks = lodge_spice_console_set_locks;
}

static void
lodge_spice_console_init (LodgeSpiceConsole *self)
{
}

/**
 * lodge_spice_console_new_fd:
 * @provider: called for each channel of each session; must not block
 * @user_data: for @provider
 * @destroy: (nullable): frees @user_data
 *
 * Makes a console whose sockets come from @provider, as libvirt passes them.
 *
 * Returns: (transfer full): the console
 */
LodgeConsole *
lodge_spice_console_new_fd (LodgeFdProvider provider,
                            gpointer        user_data,
                            GDestroyNotify  destroy)
{
  LodgeSpiceConsole *self;

  g_return_val_if_fail (provider != NULL, NULL);

  self = g_object_new (LODGE_TYPE_SPICE_CONSOLE, NULL);
  self->provider = provider;
  self->provider_data = user_data;
  self->provider_destroy = destroy;
  return LODGE_CONSOLE (self);
}

/**
 * lodge_spice_console_new_uri:
 * @uri: `spice://HOST:PORT` or `spice+unix://PATH`
 *
 * Makes a console that opens its own sockets.
 *
 * Returns: (transfer full): the console
 */
LodgeConsole *
lodge_spice_console_new_uri (const char *uri)
{
  LodgeSpiceConsole *self;

  g_return_val_if_fail (uri != NULL, NULL);

  self = g_object_new (LODGE_TYPE_SPICE_CONSOLE, NULL);
  self->uri = g_strdup (uri);
  return LODGE_CONSOLE (self);
}
