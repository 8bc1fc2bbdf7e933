/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture of a VNC session: memory that the library draws into, lent to the console's framebuffer,
 * and the requests for more. The next one is sent when all of an update has been drawn, so that a
 * server is asked no faster than we can follow. */

#include "config.h"

#include "console/lodge-vnc-screen-private.h"

#include <string.h>

#include "console/lodge-vnc-check-private.h"

/* A question is open for so long. */
#define MAX_WAIT (5 * G_USEC_PER_SEC)

/* Pixels of a row that QEMU sends together. */
#define N_TOGETHER 16

/* After the library's own signals, which come at G_PRIORITY_DEFAULT_IDLE. */
#define REQUEST_PRIORITY (G_PRIORITY_DEFAULT_IDLE + 10)

struct _LodgeVncScreen
{
  VncConnection *connection;
  LodgeConsole *console;        /* who owns this */
  gboolean is_local;

  VncFramebuffer *picture;      /* what the library draws into */
  VncFramebuffer *shown;        /* what the framebuffer has; the same, but after a change of size */
  guint request_source;
  gint64 asked;                 /* when; 0: no question is open */
  gint64 round_trip;            /* microseconds; -1: not known */
  guint32 corner[N_TOGETHER];   /* the first pixels, when the question was asked */
  gboolean awaits_corner;
};

static const VncPixelFormat pixel_format = {
  .bits_per_pixel = 32,
  .depth = 24,
  .byte_order = G_BYTE_ORDER,
  .true_color_flag = TRUE,
  .red_max = 255,
  .green_max = 255,
  .blue_max = 255,
  .red_shift = 16,
  .green_shift = 8,
  .blue_shift = 0,
};

/* The pixels live as long as the library may write into them. */
static VncFramebuffer *
new_picture (int width,
             int height)
{
  guint8 *pixels;
  VncBaseFramebuffer *picture;

  if (width < 1 || width > LODGE_FRAMEBUFFER_MAX_SIZE || height < 1
      || height > LODGE_FRAMEBUFFER_MAX_SIZE)
    return NULL;
  pixels = g_try_malloc0_n ((gsize) width * (gsize) height, 4);
  if (pixels == NULL)
    return NULL;

  picture = vnc_base_framebuffer_new (pixels, (guint16) width, (guint16) height, width * 4,
                                      &pixel_format, &pixel_format);
  g_object_set_data_full (G_OBJECT (picture), "lodge-pixels", pixels, g_free);
  return VNC_FRAMEBUFFER (picture);
}

static void
show (LodgeVncScreen *self)
{
  int width = vnc_framebuffer_get_width (self->picture);
  int height = vnc_framebuffer_get_height (self->picture);

  lodge_framebuffer_set_data (lodge_console_get_framebuffer (self->console),
                              vnc_framebuffer_get_buffer (self->picture),
                              (gsize) width * (gsize) height * 4, width, height, width * 4,
                              LODGE_PIXELS_XRGB32);
  g_set_object (&self->shown, self->picture);
}

static void
request (LodgeVncScreen *self,
         gboolean        incremental)
{
  vnc_connection_framebuffer_update_request (self->connection, incremental, 0, 0,
                                             vnc_framebuffer_get_width (self->picture),
                                             vnc_framebuffer_get_height (self->picture));
}

static gboolean
request_cb (gpointer user_data)
{
  LodgeVncScreen *self = user_data;

  self->request_source = 0;
  if (self->shown != self->picture)
    show (self);
  request (self, TRUE);
  return G_SOURCE_REMOVE;
}

static gboolean
set_picture (LodgeVncScreen *self,
             int             width,
             int             height)
{
  g_autoptr(GObject) picture = (GObject *) new_picture (width, height);

  if (picture == NULL)
    return FALSE;

  g_set_object (&self->picture, VNC_FRAMEBUFFER (picture));
  self->awaits_corner = FALSE;
  return vnc_connection_set_framebuffer (self->connection, self->picture);
}

/* Raw pixels cost the least where they need not travel. */
static gboolean
set_encodings (LodgeVncScreen *self,
               gboolean        clipboard)
{
  gint32 encodings[] = {
    self->is_local ? LODGE_VNC_RAW : LODGE_VNC_ZRLE, LODGE_VNC_COPY_RECT,
    self->is_local ? LODGE_VNC_ZRLE : LODGE_VNC_RAW,
    LODGE_VNC_DESKTOP_SIZE, LODGE_VNC_EXT_DESKTOP_SIZE, LODGE_VNC_LAST_RECT,
    LODGE_VNC_ALPHA_CURSOR, LODGE_VNC_CURSOR, LODGE_VNC_POINTER_CHANGE, LODGE_VNC_EXT_KEY_EVENT,
    LODGE_VNC_LED_STATE, LODGE_VNC_DESKTOP_NAME, LODGE_VNC_EXT_CLIPBOARD,
  };

  return vnc_connection_set_encodings (self->connection,
                                       (int) G_N_ELEMENTS (encodings) - (clipboard ? 0 : 1), encodings);
}

LodgeVncScreen *
lodge_vnc_screen_new (VncConnection *connection,
                      LodgeConsole  *console,
                      gboolean       is_local)
{
  LodgeVncScreen *self = g_new0 (LodgeVncScreen, 1);

  self->connection = connection;
  self->console = console;
  self->is_local = is_local;
  self->round_trip = -1;
  return self;
}

void
lodge_vnc_screen_free (LodgeVncScreen *self)
{
  g_clear_handle_id (&self->request_source, g_source_remove);
  lodge_framebuffer_clear (lodge_console_get_framebuffer (self->console));
  g_clear_object (&self->shown);
  g_clear_object (&self->picture);
  g_free (self);
}

/* The handshake is done: says what is wanted. FALSE when there is no room for the picture. */
gboolean
lodge_vnc_screen_start (LodgeVncScreen *self,
                        gboolean        clipboard)
{
  vnc_connection_set_pixel_format (self->connection, &pixel_format);
  if (!set_picture (self, vnc_connection_get_width (self->connection),
                    vnc_connection_get_height (self->connection)))
    return FALSE;

  set_encodings (self, clipboard);
  request (self, FALSE);
  return TRUE;
}

static void
take_answer (LodgeVncScreen *self)
{
  if (self->asked != 0)
    self->round_trip = g_get_monotonic_time () - self->asked;
  self->asked = 0;
}

/* The old picture stays until the new one has been drawn. */
gboolean
lodge_vnc_screen_resize (LodgeVncScreen *self,
                         int             width,
                         int             height)
{
  take_answer (self);
  if (width != vnc_framebuffer_get_width (self->picture)
      || height != vnc_framebuffer_get_height (self->picture))
    {
      if (!set_picture (self, width, height))
        return FALSE;
    }

  /* The library makes an incremental one of it, if it was told the size because of the one before. */
  request (self, FALSE);
  return TRUE;
}

static gsize
get_corner_size (LodgeVncScreen *self)
{
  return (gsize) MIN (vnc_framebuffer_get_width (self->picture), N_TOGETHER) * 4;
}

/* What came only because it was asked for is no change. */
static gboolean
is_known_corner (LodgeVncScreen *self,
                 int             x,
                 int             y,
                 int             width,
                 int             height)
{
  if (!self->awaits_corner || x != 0 || y != 0 || width > N_TOGETHER || height != 1)
    return FALSE;

  self->awaits_corner = FALSE;
  return memcmp (self->corner, vnc_framebuffer_get_buffer (self->picture), get_corner_size (self)) == 0;
}

void
lodge_vnc_screen_changed (LodgeVncScreen *self,
                          int             x,
                          int             y,
                          int             width,
                          int             height)
{
  if (self->shown == self->picture && !is_known_corner (self, x, y, width, height))
    lodge_framebuffer_damage (lodge_console_get_framebuffer (self->console), x, y, width, height);
  if (self->request_source == 0)
    self->request_source = g_idle_add_full (REQUEST_PRIORITY, request_cb, self, NULL);
}

/* Asks for the first pixel again, as if it were not known: the server tells the screen's size before. */
void
lodge_vnc_screen_ask (LodgeVncScreen *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->asked != 0 && now - self->asked < MAX_WAIT)
    return;
  self->asked = now;
  memcpy (self->corner, vnc_framebuffer_get_buffer (self->picture), get_corner_size (self));
  self->awaits_corner = TRUE;
  vnc_connection_framebuffer_update_request (self->connection, FALSE, 0, 0, 1, 1);
}

/* Microseconds; -1: not known. An answer that is overdue counts. */
gint64
lodge_vnc_screen_get_round_trip (LodgeVncScreen *self)
{
  if (self->round_trip < 0 || self->asked == 0)
    return self->round_trip;
  return MAX (self->round_trip, g_get_monotonic_time () - self->asked);
}

/* A cursor may come with colours that were multiplied by their alpha: none is above it then. From 1.5
 * on, the library divides itself. */
static gboolean
is_premultiplied (const guint32 *words,
                  gsize          n)
{
  if (vnc_util_check_version (1, 5, 0))
    return FALSE;

  for (gsize i = 0; i < n; i++)
    {
      guint32 alpha = words[i] >> 24;

      if ((words[i] >> 16 & 0xff) > alpha || (words[i] >> 8 & 0xff) > alpha
          || (words[i] & 0xff) > alpha)
        return FALSE;
    }
  return TRUE;
}

static guint8
divide (guint8   colour,
        guint8   alpha,
        gboolean premultiplied)
{
  if (!premultiplied || alpha == 0)
    return colour;
  return (guint8) MIN (colour * 255u / alpha, 255u);
}

/* The library has native 32-bit words of alpha, red, green and blue. NULL for none that is sane. */
LodgeCursor *
lodge_vnc_cursor_to_lodge (VncCursor *cursor)
{
  g_autofree guint8 *rgba = NULL;
  gsize n = (gsize) vnc_cursor_get_width (cursor) * vnc_cursor_get_height (cursor);
  const guint32 *words = (const guint32 *) vnc_cursor_get_data (cursor);
  gboolean premultiplied;

  if (n == 0 || words == NULL || vnc_cursor_get_width (cursor) > LODGE_CURSOR_MAX_SIZE
      || vnc_cursor_get_height (cursor) > LODGE_CURSOR_MAX_SIZE)
    return NULL;

  premultiplied = is_premultiplied (words, n);
  rgba = g_malloc (n * 4);
  for (gsize i = 0; i < n; i++)
    {
      guint8 alpha = (guint8) (words[i] >> 24);

      rgba[i * 4] = divide ((guint8) (words[i] >> 16), alpha, premultiplied);
      rgba[i * 4 + 1] = divide ((guint8) (words[i] >> 8), alpha, premultiplied);
      rgba[i * 4 + 2] = divide ((guint8) words[i], alpha, premultiplied);
      rgba[i * 4 + 3] = alpha;
    }
  return lodge_cursor_new (vnc_cursor_get_width (cursor), vnc_cursor_get_height (cursor),
                           vnc_cursor_get_hotx (cursor), vnc_cursor_get_hoty (cursor), rgba);
}
