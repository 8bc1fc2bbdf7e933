/* SPDX-License-Identifier: GPL-3.0-or-later */

/* See the header. The other end of the socket is the console's in the same process, so all waiting is
 * turning the main loop. */

#include "config.h"

#include "lodge-test-vnc-server.h"

#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "console/lodge-vnc-console.h"

#include "lodge-test-server.h"

static gboolean
read_cb (int          fd,
         GIOCondition condition,
         gpointer     user_data)
{
  LodgeTestVnc *vnc = user_data;
  guint8 bytes[4096];
  gssize n = recv (fd, bytes, sizeof bytes, MSG_DONTWAIT);

  if (n > 0)
    g_byte_array_append (vnc->got, bytes, (guint) n);
  else if (n == 0 || errno != EAGAIN)
    {
      vnc->source = 0;
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

/* Reads what the console says, from now on; done by itself at the start. */
void
lodge_test_vnc_listen (LodgeTestVnc *vnc)
{
  vnc->source = g_unix_fd_add (vnc->fd, G_IO_IN | G_IO_HUP, read_cb, vnc);
}

static void
provide_cb (LodgeFdRequest *request,
            gpointer        user_data)
{
  LodgeTestVnc *vnc = user_data;
  int pair[2];

  lodge_test_vnc_hang_up (vnc);
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), ==, 0);
  vnc->fd = pair[0];
  vnc->n_sessions++;
  lodge_test_vnc_listen (vnc);
  lodge_fd_request_return (request, pair[1], NULL);
}

void
lodge_test_vnc_start (LodgeTestVnc *vnc)
{
  *vnc = (LodgeTestVnc) { .fd = -1, .got = g_byte_array_new () };
  vnc->console = lodge_vnc_console_new_fd (provide_cb, vnc, NULL);
  lodge_console_connect (vnc->console);
  lodge_test_wait (vnc->fd >= 0);
}

void
lodge_test_vnc_stop (LodgeTestVnc *vnc)
{
  lodge_console_disconnect (vnc->console);
  g_assert_finalize_object (vnc->console);
  lodge_test_vnc_hang_up (vnc);
  g_byte_array_unref (vnc->got);
  /* What the library still has to do to end. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
lodge_test_vnc_hang_up (LodgeTestVnc *vnc)
{
  g_clear_handle_id (&vnc->source, g_source_remove);
  if (vnc->fd >= 0)
    close (vnc->fd);
  vnc->fd = -1;
  g_byte_array_set_size (vnc->got, 0);
}

/* How many bytes were taken; -1 when the console has hung up. */
gssize
lodge_test_vnc_try_say (LodgeTestVnc  *vnc,
                        gconstpointer  data,
                        gsize          length)
{
  gssize n = send (vnc->fd, data, length, MSG_DONTWAIT | MSG_NOSIGNAL);

  return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? 0 : n;
}

/* Stops early when the console has hung up. */
void
lodge_test_vnc_say_bytes (LodgeTestVnc  *vnc,
                          gconstpointer  data,
                          gsize          length)
{
  gsize at = 0;

  while (at < length)
    {
      gssize n = lodge_test_vnc_try_say (vnc, (const guint8 *) data + at, length - at);

      if (n < 0)
        return;
      at += (gsize) n;
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
append_number (GByteArray *bytes,
               guint       value,
               guint       size)
{
  while (size-- > 0)
    {
      guint8 byte = (guint8) (value >> (8 * size));

      g_byte_array_append (bytes, &byte, 1);
    }
}

static void
append_zeros (GByteArray *bytes,
              guint       n)
{
  guint before = bytes->len;

  g_byte_array_set_size (bytes, before + n);
  memset (bytes->data + before, 0, n);
}

void
lodge_test_vnc_say (LodgeTestVnc *vnc,
                    const char   *format,
                    ...)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  va_list args;

  va_start (args, format);
  for (; *format != '\0'; format++)
    {
      const char *text;

      if (*format == ' ')
        continue;
      g_assert_true (*format == '%');
      switch (*++format)
        {
        case 's':
          text = va_arg (args, const char *);
          g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
          break;

        case 'z':
          append_zeros (bytes, va_arg (args, guint));
          break;

        default:
          append_number (bytes, va_arg (args, guint), (guint) (*format - '0'));
        }
    }
  va_end (args);
  lodge_test_vnc_say_bytes (vnc, bytes->data, bytes->len);
}

void
lodge_test_vnc_take (LodgeTestVnc *vnc,
                     guint8       *bytes,
                     gsize         length)
{
  lodge_test_wait (vnc->got->len >= length);
  if (bytes != NULL)
    memcpy (bytes, vnc->got->data, length);
  g_byte_array_remove_range (vnc->got, 0, (guint) length);
}

void
lodge_test_vnc_expect (LodgeTestVnc *vnc,
                       const char   *hex)
{
  gsize length = strlen (hex) / 2;
  g_autofree guint8 *bytes = g_malloc (length);
  g_autoptr(GString) text = g_string_new (NULL);

  lodge_test_vnc_take (vnc, bytes, length);
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  g_assert_cmpstr (text->str, ==, hex);
}

void
lodge_test_vnc_forget (LodgeTestVnc *vnc)
{
  do
    {
      g_byte_array_set_size (vnc->got, 0);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  while (vnc->got->len > 0);
}

/* Up to the security types. */
void
lodge_test_vnc_greet (LodgeTestVnc *vnc)
{
  lodge_test_vnc_say (vnc, "%s", "RFB 003.008\n");
  lodge_test_vnc_take (vnc, NULL, 12);
}

void
lodge_test_vnc_offer_vencrypt (LodgeTestVnc *vnc)
{
  lodge_test_vnc_greet (vnc);
  lodge_test_vnc_say (vnc, "%1%1", 1u, 19u);
  lodge_test_vnc_expect (vnc, "13");
  lodge_test_vnc_say (vnc, "%1%1", 0u, 2u);
  lodge_test_vnc_expect (vnc, "0002");
}

/* Without a password; up to the first request for pixels. */
void
lodge_test_vnc_let_in_as (LodgeTestVnc *vnc,
                          guint         width,
                          guint         height,
                          const char   *name)
{
  lodge_test_vnc_greet (vnc);
  lodge_test_vnc_say (vnc, "%1%1", 1u, 1u);
  lodge_test_vnc_expect (vnc, "01");
  lodge_test_vnc_say (vnc, "%4", 0u);
  lodge_test_vnc_expect (vnc, "01");
  lodge_test_vnc_say (vnc, "%2%2 %1%1%1%1%2%2%2%1%1%1%z %4%s", width, height, 32u, 24u, 0u, 1u, 255u,
                      255u, 255u, 16u, 8u, 0u, 3u, (guint) strlen (name), name);
  lodge_test_wait (lodge_console_get_state (vnc->console) != LODGE_CONSOLE_CONNECTING);
}

void
lodge_test_vnc_let_in (LodgeTestVnc *vnc,
                       guint         width,
                       guint         height)
{
  lodge_test_vnc_let_in_as (vnc, width, height, "Test");
}
