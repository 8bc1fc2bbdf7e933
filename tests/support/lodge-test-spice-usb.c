/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A place in the guest for one USB device of the client's, by the usbredir protocol. Each packet is its type, the
 * size of what follows and a number (32 bits each, little-endian), then what the type says.
 *   usb device            the guest has the place, from the next session on
 *   usb send TYPE [HEX]   a packet                    -> usb got TYPE HEX, for each that comes
 * Greetings (0) and a device's going (2) are answered by themselves. */

#include "config.h"

#include "lodge-test-spice-usb.h"

#include <stdlib.h>
#include <string.h>

#include "lodge-test-spice-agent.h"
#include "lodge-test-spice-folder.h"
#include "lodge-test-spice-loop.h"

#define HEADER 12

enum { HELLO = 0, DISCONNECT = 2, DISCONNECT_ACK = 24 };

static SpiceServer *server;
static GByteArray *to_client, *from_client;

static int
usb_read (SpiceCharDeviceInstance *sin,
          uint8_t                 *buffer,
          int                      length)
{
  return lodge_test_take_bytes (to_client, buffer, length);
}

static int usb_write (SpiceCharDeviceInstance *sin, const uint8_t *buffer, int length);
static void usb_state (SpiceCharDeviceInstance *sin, int connected);

static const SpiceCharDeviceInterface usb_interface = {
  .base = { SPICE_INTERFACE_CHAR_DEVICE, "test usb", SPICE_INTERFACE_CHAR_DEVICE_MAJOR,
            SPICE_INTERFACE_CHAR_DEVICE_MINOR },
  .state = usb_state,
  .write = usb_write,
  .read = usb_read,
};

static SpiceCharDeviceInstance usb = {
  .base = { &usb_interface.base },
  .subtype = "usbredir",
};

static void
send_packet (guint32       type,
             const guint8 *body,
             guint         size)
{
  guint32 header[] = { GUINT32_TO_LE (type), GUINT32_TO_LE (size), 0 };

  g_byte_array_append (to_client, (const guint8 *) header, sizeof header);
  g_byte_array_append (to_client, body, size);
  lodge_test_spice_loop_wake (&usb);
}

/* With the version of a device in what connects it, and an answer to its going. */
static void
greet (void)
{
  guint8 hello[64 + 4] = "lodge-test";

  hello[64] = 1 << 1 | 1 << 3;
  send_packet (HELLO, hello, sizeof hello);
}

static void
usb_state (SpiceCharDeviceInstance *sin,
           int                      connected)
{
  g_byte_array_set_size (to_client, 0);
  g_byte_array_set_size (from_client, 0);
  if (connected)
    greet ();
}

static void
take_packet (guint32       type,
             const guint8 *body,
             guint32       size)
{
  g_autoptr(GString) hex = g_string_new (NULL);

  for (guint32 i = 0; i < size; i++)
    g_string_append_printf (hex, "%02x", body[i]);
  lodge_test_say ("usb got %u %s", type, hex->str);
  if (type == DISCONNECT)
    send_packet (DISCONNECT_ACK, NULL, 0);
}

static int
usb_write (SpiceCharDeviceInstance *sin,
           const uint8_t           *buffer,
           int                      length)
{
  g_byte_array_append (from_client, buffer, (guint) length);
  while (from_client->len >= HEADER)
    {
      guint32 header[2];

      memcpy (header, from_client->data, sizeof header);
      header[1] = GUINT32_FROM_LE (header[1]);
      if (from_client->len - HEADER < header[1])
        break;
      take_packet (GUINT32_FROM_LE (header[0]), from_client->data + HEADER, header[1]);
      g_byte_array_remove_range (from_client, 0, HEADER + header[1]);
    }
  return length;
}

static void
send_hex (const char *text)
{
  g_autoptr(GByteArray) body = g_byte_array_new ();
  char *hex;
  guint32 type = (guint32) strtoul (text, &hex, 10);

  lodge_test_append_hex (body, hex);
  send_packet (type, body->data, body->len);
}

void
lodge_test_usb_init (SpiceServer *s)
{
  server = s;
  to_client = g_byte_array_new ();
  from_client = g_byte_array_new ();
}

/* FALSE when it is no command of the USB place's. */
gboolean
lodge_test_usb_run_command (const char *line)
{
  if (g_str_equal (line, "usb device"))
    spice_server_add_interface (server, &usb.base);
  else if (g_str_has_prefix (line, "usb send "))
    send_hex (line + strlen ("usb send "));
  else
    return FALSE;
  return TRUE;
}
