/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The port of a shared folder, and a guest's program on it. What goes over it comes from several connections: each
 * piece has the number of its own (64 bits), its size (16 bits), both little-endian, and its bytes.
 *   webdav device               the guest has the port, from the next session on
 *   webdav open|close           a program in the guest opens it
 *   webdav send ID TEXT         a piece, \n and \r unescaped        -> webdav got ID TEXT (escaped)
 *   webdav raw HEX              bytes that may be no piece at all      webdav client on|off */

#include "config.h"

#include "lodge-test-spice-folder.h"

#include <spice/protocol.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lodge-test-spice-agent.h"

#define HEADER 10

static SpiceServer *server;
static GByteArray *to_client, *from_client;

int
lodge_test_take_bytes (GByteArray *from,
                       guint8     *buffer,
                       int         length)
{
  guint n = MIN ((guint) length, from->len);

  if (n > 0)
    {
      memcpy (buffer, from->data, n);
      g_byte_array_remove_range (from, 0, n);
    }
  return (int) n;
}

void
lodge_test_append_hex (GByteArray *bytes,
                       const char *hex)
{
  unsigned byte;
  int used;

  for (; sscanf (hex, " %2x%n", &byte, &used) == 1; hex += used)
    {
      guint8 value = (guint8) byte;

      g_byte_array_append (bytes, &value, 1);
    }
}

static int
folder_write (SpiceCharDeviceInstance *sin,
              const uint8_t           *buffer,
              int                      length)
{
  g_byte_array_append (from_client, buffer, (guint) length);
  while (from_client->len >= HEADER)
    {
      g_autofree char *text = NULL, *escaped = NULL;
      guint64 id;
      guint16 size;

      memcpy (&id, from_client->data, sizeof id);
      memcpy (&size, from_client->data + sizeof id, sizeof size);
      size = GUINT16_FROM_LE (size);
      if (from_client->len < (guint) HEADER + size)
        break;
      text = g_strndup ((const char *) from_client->data + HEADER, size);
      escaped = g_strescape (text, NULL);
      lodge_test_say ("webdav got %" G_GUINT64_FORMAT " %s", GUINT64_FROM_LE (id), escaped);
      g_byte_array_remove_range (from_client, 0, (guint) HEADER + size);
    }
  return length;
}

static int
folder_read (SpiceCharDeviceInstance *sin,
             uint8_t                 *buffer,
             int                      length)
{
  return lodge_test_take_bytes (to_client, buffer, length);
}

static void
folder_state (SpiceCharDeviceInstance *sin,
              int                      connected)
{
  lodge_test_say ("webdav client %s", connected ? "on" : "off");
}

static const SpiceCharDeviceInterface folder_interface = {
  .base = { SPICE_INTERFACE_CHAR_DEVICE, "test folder", SPICE_INTERFACE_CHAR_DEVICE_MAJOR,
            SPICE_INTERFACE_CHAR_DEVICE_MINOR },
  .state = folder_state,
  .write = folder_write,
  .read = folder_read,
};

static SpiceCharDeviceInstance folder = {
  .base = { &folder_interface.base },
  .subtype = "port",
  .portname = "org.spice-space.webdav.0",
};

static void
send_piece (const char *arguments)
{
  char *end;
  guint64 id = GUINT64_TO_LE (g_ascii_strtoull (arguments, &end, 10));
  g_autofree char *text = g_strcompress (*end == ' ' ? end + 1 : end);
  guint16 size = GUINT16_TO_LE (strlen (text));

  g_byte_array_append (to_client, (const guint8 *) &id, sizeof id);
  g_byte_array_append (to_client, (const guint8 *) &size, sizeof size);
  g_byte_array_append (to_client, (const guint8 *) text, (guint) strlen (text));
  spice_server_char_device_wakeup (&folder);
}

static void
send_raw (const char *hex)
{
  lodge_test_append_hex (to_client, hex);
  spice_server_char_device_wakeup (&folder);
}

void
lodge_test_folder_init (SpiceServer *s)
{
  server = s;
  to_client = g_byte_array_new ();
  from_client = g_byte_array_new ();
}

/* FALSE when it is no command of the folder's. */
gboolean
lodge_test_folder_run_command (const char *line)
{
  if (g_str_equal (line, "webdav device"))
    spice_server_add_interface (server, &folder.base);
  else if (g_str_equal (line, "webdav open"))
    spice_server_port_event (&folder, SPICE_PORT_EVENT_OPENED);
  else if (g_str_equal (line, "webdav close"))
    spice_server_port_event (&folder, SPICE_PORT_EVENT_CLOSED);
  else if (g_str_has_prefix (line, "webdav send "))
    send_piece (line + strlen ("webdav send "));
  else if (g_str_has_prefix (line, "webdav raw "))
    send_raw (line + strlen ("webdav raw "));
  else
    return FALSE;
  return TRUE;
}
