/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads along what a VNC server says and lets only that pass which the library can be given. libgvnc
 * 1.3 counts bytes of cursors in 32 bits, and reads more security types than it has room for: such
 * numbers never reach it. The rest here is what a server could use to make a client allocate or wait
 * without end. Works on pieces of any length, keeps at most a few bytes itself, and knows no sockets.
 *
 * The protocol is RFC 6143; VeNCrypt and the pseudo-encodings are in the community's rfbproto.rst. */

#include "config.h"

#include "console/lodge-vnc-check-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lodge-error.h"
#include "console/lodge-console-clipboard.h"
#include "console/lodge-console.h"
#include "console/lodge-vnc-number-private.h"

#define MAX_HEAD       (4 * MAX_SUBTYPES)
#define MAX_TYPES      10    /* the library has room for so many */
#define MAX_SUBTYPES   20
#define MAX_REASON     1023
#define MAX_NAME       4096
#define MAX_BYTES      ((guint64) 512 * 1024 * 1024)  /* of a picture, as in lodge-framebuffer.c */
#define ZRLE_OVERHEAD  65536
#define MAX_CLIPBOARD  (LODGE_CLIPBOARD_MAX_TEXT + 65536)  /* compressed, of what cannot be */

typedef void (*Step) (LodgeVncCheck *self);

struct _LodgeVncCheck
{
  guint8 head[MAX_HEAD];
  gsize have;
  gsize need;          /* bytes in head before the next step */
  guint64 payload;     /* bytes to pass before that */
  gboolean drop;       /* not to pass them, nor the head */
  GByteArray *kept;    /* of a message for our clipboard, that is dropped so; NULL: none */
  GQueue messages;     /* GBytes, of such messages */
  Step step;

  int minor;           /* of the protocol: 3, 7 or 8 */
  guint type;          /* of security; 0: not chosen yet */
  guint width, height;
  guint rects;         /* left in this update */
  gboolean can_resize;
  gint32 encoding;     /* of the last pixels; -1: none yet */
  GError *error;
};

/* A rectangle's head. */
typedef struct {
  guint x, y, width, height;
  gint32 encoding;
} Rect;

static void read_message (LodgeVncCheck *self);
static void next_rect    (LodgeVncCheck *self);

G_GNUC_PRINTF (2, 3) static void
refuse (LodgeVncCheck *self,
        const char    *format,
        ...)
{
  g_autofree char *detail = NULL;
  va_list args;

  va_start (args, format);
  detail = g_strdup_vprintf (format, args);
  va_end (args);
  if (self->error == NULL)
    self->error = lodge_error_new (LODGE_ERROR_UNSUPPORTED, detail, "%s",
                                   _("What answered does not keep to the VNC protocol, so the "
                                     "connection was closed. Check the address."));
}

static void
then (LodgeVncCheck *self,
      gsize          need,
      Step           step)
{
  g_assert (need <= MAX_HEAD);
  self->need = need;
  self->step = step;
}

/* All that follows is encrypted, or an exchange of SASL and then encrypted. */
static void
pass_all (LodgeVncCheck *self)
{
  self->payload = G_MAXUINT64;
}

static void
wait_for_choice (LodgeVncCheck *self)
{
  self->type = 0;
  self->step = NULL;
}

static gboolean
is_sane_size (guint width,
              guint height)
{
  return width >= 1 && width <= LODGE_FRAMEBUFFER_MAX_SIZE
         && height >= 1 && height <= LODGE_FRAMEBUFFER_MAX_SIZE
         && (guint64) width * height * 4 <= MAX_BYTES;
}

/* The handshake. */

static void
read_reason (LodgeVncCheck *self)
{
  guint32 length = lodge_vnc_get_u32 (self->head);

  if (length > MAX_REASON)
    refuse (self, "a reason of %u bytes", length);
  self->payload = length;
  wait_for_choice (self);
}

/* A server that will not have us gives a reason instead of a choice. */
static void
read_refusal (LodgeVncCheck *self)
{
  if (self->error == NULL)
    self->error = lodge_error_new (LODGE_ERROR_DENIED, NULL, "%s",
                                   _("The screen does not take connections now: too many tries to log "
                                     "in may have failed. Wait a while, then connect again."));
}

static void
read_server_init (LodgeVncCheck *self)
{
  guint bits = self->head[4];
  guint32 name = lodge_vnc_get_u32 (self->head + 20);

  self->width = lodge_vnc_get_u16 (self->head);
  self->height = lodge_vnc_get_u16 (self->head + 2);
  if (!is_sane_size (self->width, self->height))
    refuse (self, "a screen of %u × %u", self->width, self->height);
  else if (bits != 8 && bits != 16 && bits != 32)
    refuse (self, "%u bits a pixel", bits);
  else if (name > MAX_NAME)
    refuse (self, "a name of %u bytes", name);
  self->payload = name;
  then (self, 1, read_message);
}

static void
read_result (LodgeVncCheck *self)
{
  if (lodge_vnc_get_u32 (self->head) == 0)
    then (self, 24, read_server_init);
  else if (self->minor >= 8)
    then (self, 4, read_reason);
  else
    wait_for_choice (self);
}

static void
read_vencrypt_accepted (LodgeVncCheck *self)
{
  if (self->type == LODGE_VNC_AUTH_PLAIN)
    then (self, 4, read_result);
  else
    pass_all (self);
}

static void
read_vencrypt_count (LodgeVncCheck *self)
{
  guint n = self->head[0];

  if (n == 0 || n > MAX_SUBTYPES)
    refuse (self, "%u types of VeNCrypt", n);
  else
    then (self, n * 4, wait_for_choice);
}

static void
read_vencrypt_status (LodgeVncCheck *self)
{
  then (self, 1, read_vencrypt_count);
}

static void
read_vencrypt_version (LodgeVncCheck *self)
{
  if (self->head[0] != 0 || self->head[1] != 2)
    refuse (self, "VeNCrypt %u.%u", self->head[0], self->head[1]);
  then (self, 1, read_vencrypt_status);
}

static void
read_type_count (LodgeVncCheck *self)
{
  guint n = self->head[0];

  if (n > MAX_TYPES)
    refuse (self, "%u types of security", n);
  else if (n == 0)
    then (self, 4, read_refusal);
  else
    then (self, n, wait_for_choice);
}

static gboolean
is_version (const guint8 *text)
{
  static const char pattern[] = "RFB ###.###\n";

  for (gsize i = 0; i < 12; i++)
    if (pattern[i] == '#' ? !g_ascii_isdigit (text[i]) : text[i] != (guint8) pattern[i])
      return FALSE;
  return TRUE;
}

static void
read_version (LodgeVncCheck *self)
{
  int major, minor;

  if (!is_version (self->head))
    {
      refuse (self, "no greeting of a VNC server");
      return;
    }

  major = (int) g_ascii_strtoull ((const char *) self->head + 4, NULL, 10);
  minor = (self->head[8] - '0') * 100 + (self->head[9] - '0') * 10 + (self->head[10] - '0');
  if (major < 3 || (major == 3 && minor < 3))
    refuse (self, "version %d.%d of the protocol", major, minor);
  self->minor = major > 3 || minor >= 8 ? 8 : minor >= 7 ? 7 : 3;
  if (self->minor == 3)
    then (self, 4, wait_for_choice);
  else
    then (self, 1, read_type_count);
}

/* The session. */

static gboolean
check_inside (LodgeVncCheck *self,
              const Rect    *rect)
{
  if (rect->x + rect->width <= self->width && rect->y + rect->height <= self->height)
    return TRUE;

  refuse (self, "a rectangle of %u × %u at %u, %u on a screen of %u × %u", rect->width, rect->height,
          rect->x, rect->y, self->width, self->height);
  return FALSE;
}

static Rect
get_rect (LodgeVncCheck *self)
{
  return (Rect) {
    lodge_vnc_get_u16 (self->head), lodge_vnc_get_u16 (self->head + 2),
    lodge_vnc_get_u16 (self->head + 4), lodge_vnc_get_u16 (self->head + 6),
    (gint32) lodge_vnc_get_u32 (self->head + 8),
  };
}

/* The head of a rectangle stays in place while what belongs to it is read. */
static void
read_copy_source (LodgeVncCheck *self)
{
  Rect rect = get_rect (self);

  rect.x = lodge_vnc_get_u16 (self->head + 12);
  rect.y = lodge_vnc_get_u16 (self->head + 14);
  if (check_inside (self, &rect))
    next_rect (self);
}

static void
read_zrle_length (LodgeVncCheck *self)
{
  Rect rect = get_rect (self);
  guint32 length = lodge_vnc_get_u32 (self->head + 12);

  /* Of nothing the library would make something, out of the bytes that come after. */
  if (length == 0 || length > (guint64) rect.width * rect.height * 8 + ZRLE_OVERHEAD)
    refuse (self, "%u bytes for a rectangle of %u × %u", length, rect.width, rect.height);
  self->payload = length;
  next_rect (self);
}

static void
read_alpha_encoding (LodgeVncCheck *self)
{
  Rect rect = get_rect (self);
  gint32 encoding = (gint32) lodge_vnc_get_u32 (self->head + 12);

  if (encoding != LODGE_VNC_RAW)
    refuse (self, "a cursor in encoding %d", encoding);
  self->payload = (guint64) rect.width * rect.height * 4;
  next_rect (self);
}

static void
read_desktop_name (LodgeVncCheck *self)
{
  guint32 length = lodge_vnc_get_u32 (self->head + 12);

  if (length > MAX_NAME)
    refuse (self, "a name of %u bytes", length);
  self->payload = length;
  next_rect (self);
}

static void
set_screen_size (LodgeVncCheck *self,
                 guint          width,
                 guint          height)
{
  if (!is_sane_size (width, height))
    refuse (self, "a screen of %u × %u", width, height);
  self->width = width;
  self->height = height;
}

static void
read_screens (LodgeVncCheck *self)
{
  Rect rect = get_rect (self);

  self->can_resize = TRUE;
  self->payload = self->head[12] * 16u;
  if (rect.x == 1 && rect.y != 0)
    {
      /* Our wish was not granted; the library would take its size for the screen's. */
      self->head[4] = (guint8) (self->width >> 8);
      self->head[5] = (guint8) self->width;
      self->head[6] = (guint8) (self->height >> 8);
      self->head[7] = (guint8) self->height;
    }
  else
    set_screen_size (self, rect.width, rect.height);
  next_rect (self);
}

/* Waits for more of the same head. */
static void
read_on (LodgeVncCheck *self,
         gsize          more,
         Step           step)
{
  then (self, 12 + more, step);
}

static gboolean
check_cursor (LodgeVncCheck *self,
              const Rect    *rect)
{
  if (rect->width <= LODGE_CURSOR_MAX_SIZE && rect->height <= LODGE_CURSOR_MAX_SIZE)
    return TRUE;

  refuse (self, "a cursor of %u × %u", rect->width, rect->height);
  return FALSE;
}

static void
read_pixels (LodgeVncCheck *self,
             const Rect    *rect)
{
  if (!check_inside (self, rect))
    return;

  if (rect->encoding == LODGE_VNC_COPY_RECT)
    read_on (self, 4, read_copy_source);
  else if (rect->encoding == LODGE_VNC_ZRLE)
    read_on (self, 4, read_zrle_length);
  else
    {
      self->payload = (guint64) rect->width * rect->height * 4;
      next_rect (self);
    }
}

static void
read_cursor (LodgeVncCheck *self,
             const Rect    *rect)
{
  if (!check_cursor (self, rect))
    return;

  if (rect->encoding == LODGE_VNC_ALPHA_CURSOR)
    read_on (self, 4, read_alpha_encoding);
  else
    {
      self->payload = (guint64) rect->width * rect->height * 4
                      + (rect->width + 7) / 8 * rect->height;
      next_rect (self);
    }
}

static void
read_rect (LodgeVncCheck *self)
{
  Rect rect = get_rect (self);

  switch (rect.encoding)
    {
    case LODGE_VNC_RAW:
    case LODGE_VNC_COPY_RECT:
    case LODGE_VNC_ZRLE:
      self->encoding = rect.encoding;
      read_pixels (self, &rect);
      break;

    case LODGE_VNC_CURSOR:
    case LODGE_VNC_ALPHA_CURSOR:
      read_cursor (self, &rect);
      break;

    case LODGE_VNC_DESKTOP_SIZE:
      set_screen_size (self, rect.width, rect.height);
      next_rect (self);
      break;

    case LODGE_VNC_EXT_DESKTOP_SIZE:
      read_on (self, 4, read_screens);
      break;

    case LODGE_VNC_DESKTOP_NAME:
      read_on (self, 4, read_desktop_name);
      break;

    case LODGE_VNC_LED_STATE:
      self->payload = 1;
      next_rect (self);
      break;

    case LODGE_VNC_POINTER_CHANGE:
    case LODGE_VNC_EXT_KEY_EVENT:
      next_rect (self);
      break;

    case LODGE_VNC_LAST_RECT:
      self->rects = 0;
      next_rect (self);
      break;

    default:
      refuse (self, "encoding %d", rect.encoding);
    }
}

static void
next_rect (LodgeVncCheck *self)
{
  if (self->rects == 0)
    then (self, 1, read_message);
  else
    then (self, 12, read_rect);
  if (self->rects > 0)
    self->rects--;
}

static void
read_update (LodgeVncCheck *self)
{
  self->rects = lodge_vnc_get_u16 (self->head + 2);
  next_rect (self);
}

/* Too much text is passed over. A negative length is the extended form, which starts with flags. */
static void
read_cut_text (LodgeVncCheck *self)
{
  guint32 length = lodge_vnc_get_u32 (self->head + 4);
  gboolean extended = length > G_MAXINT32;

  if (extended)
    length = -length;
  self->payload = length;
  self->drop = extended || length > LODGE_CLIPBOARD_MAX_TEXT;
  if (extended && length < 4)
    refuse (self, "%u bytes of the clipboard", length);
  else if (extended && length <= MAX_CLIPBOARD)
    self->kept = g_byte_array_new ();
  then (self, 1, read_message);
}

static void
read_message (LodgeVncCheck *self)
{
  switch (self->head[0])
    {
    case 0:
      then (self, 4, read_update);
      break;

    case 2:  /* the bell */
      break;

    case 3:
      then (self, 8, read_cut_text);
      break;

    default:
      refuse (self, "message %u", self->head[0]);
    }
}

/* Whether a step asked for more of the head that it was given. */
static gboolean
head_goes_on (LodgeVncCheck *self,
              gsize          before)
{
  return self->payload == 0 && self->have == before && self->need > before
         && (self->step == read_update || self->step == read_cut_text
             || self->step == read_copy_source || self->step == read_zrle_length
             || self->step == read_alpha_encoding || self->step == read_desktop_name
             || self->step == read_screens);
}

static void
take_step (LodgeVncCheck *self,
           GByteArray    *out)
{
  gsize before = self->have;

  self->step (self);
  if (self->error != NULL || head_goes_on (self, before))
    return;

  if (!self->drop)
    g_byte_array_append (out, self->head, (guint) self->have);
  self->have = 0;
}

static gsize
take_payload (LodgeVncCheck *self,
              const guint8  *data,
              gsize          length,
              GByteArray    *out)
{
  gsize n = (gsize) MIN (self->payload, length);

  if (self->kept != NULL)
    g_byte_array_append (self->kept, data, (guint) n);
  else if (!self->drop)
    g_byte_array_append (out, data, (guint) n);
  if (self->payload != G_MAXUINT64)
    self->payload -= n;
  if (self->payload == 0)
    {
      self->drop = FALSE;
      if (self->kept != NULL)
        g_queue_push_tail (&self->messages, g_byte_array_free_to_bytes (g_steal_pointer (&self->kept)));
    }
  return n;
}

static gsize
take_head (LodgeVncCheck *self,
           const guint8  *data,
           gsize          length)
{
  gsize n = MIN (self->need - self->have, length);

  memcpy (self->head + self->have, data, n);
  self->have += n;
  return n;
}

LodgeVncCheck *
lodge_vnc_check_new (void)
{
  LodgeVncCheck *self = g_new0 (LodgeVncCheck, 1);

  self->encoding = -1;
  then (self, 12, read_version);
  return self;
}

void
lodge_vnc_check_free (LodgeVncCheck *self)
{
  g_clear_pointer (&self->kept, g_byte_array_unref);
  g_queue_clear_full (&self->messages, (GDestroyNotify) g_bytes_unref);
  g_clear_error (&self->error);
  g_free (self);
}

/* Reads what came from a server, and appends to @out what may pass. Fewer bytes than @length are
 * consumed when it must be known first what the client answered; see lodge_vnc_check_choose(). FALSE
 * with an error for the user when the server must not be listened to any more. */
gboolean
lodge_vnc_check_feed (LodgeVncCheck  *self,
                      const guint8   *data,
                      gsize           length,
                      gsize          *consumed,
                      GByteArray     *out,
                      GError        **error)
{
  gsize at = 0;

  while (at < length && self->error == NULL)
    {
      if (self->payload > 0)
        at += take_payload (self, data + at, length - at, out);
      else if (self->step == NULL)
        break;
      else
        {
          at += take_head (self, data + at, length - at);
          if (self->have == self->need)
            take_step (self, out);
        }
    }

  *consumed = at;
  if (self->error == NULL)
    return TRUE;

  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}

/* Notes which security type, or sub-type of VeNCrypt, the client takes. */
void
lodge_vnc_check_choose (LodgeVncCheck *self,
                        guint          type)
{
  self->type = type;
  switch (type)
    {
    case LODGE_VNC_AUTH_NONE:
      if (self->minor >= 8)
        then (self, 4, read_result);
      else
        then (self, 24, read_server_init);
      break;

    case LODGE_VNC_AUTH_VNC:
      self->payload = 16;  /* the challenge */
      then (self, 4, read_result);
      break;

    case LODGE_VNC_AUTH_VENCRYPT:
      then (self, 2, read_vencrypt_version);
      break;

    case LODGE_VNC_AUTH_SASL:
      pass_all (self);
      break;

    default:
      then (self, 1, read_vencrypt_accepted);
    }
}

GBytes *
lodge_vnc_check_pop_clipboard (LodgeVncCheck *self)
{
  return g_queue_pop_head (&self->messages);
}

/* Whether the server takes sizes that are asked for. */
gboolean
lodge_vnc_check_can_resize (LodgeVncCheck *self)
{
  return self->can_resize;
}

/* Whether all is encrypted between the server and the library. */
gboolean
lodge_vnc_check_is_opaque (LodgeVncCheck *self)
{
  return self->payload == G_MAXUINT64;
}

/* Whether that is by TLS. */
gboolean
lodge_vnc_check_has_tls (LodgeVncCheck *self)
{
  return lodge_vnc_check_is_opaque (self) && self->type != LODGE_VNC_AUTH_SASL;
}

int
lodge_vnc_check_get_minor (LodgeVncCheck *self)
{
  return self->minor;
}

/* What is encrypted is not seen here. */
gint32
lodge_vnc_check_get_encoding (LodgeVncCheck *self)
{
  return lodge_vnc_check_is_opaque (self) ? -1 : self->encoding;
}
