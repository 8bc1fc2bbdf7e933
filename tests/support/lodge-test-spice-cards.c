/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reader of a guest, which acknowledges each message as QEMU's does, and a program behind it that selects
 * each card's manager. Messages are three numbers of 32 bits, big-endian (type, reader, size), and bytes.
 *   reader device              the guest has the reader, from the next session on
 *                              -> reader add|remove NUMBER, card in NUMBER HEX, card out NUMBER, card says HEX,
 *                                 reader client on|off
 *   reader apdu NUMBER HEX     the guest says something to a card */

#include "config.h"

#include "lodge-test-spice-cards.h"

#include <spice/protocol.h>
#include <string.h>

#include "lodge-test-spice-agent.h"
#include "lodge-test-spice-loop.h"
#include "lodge-test-spice-folder.h"

#define HEADER 12

/* As in libcacard's <vscard_common.h>. */
enum { VSC_ERROR = 2, VSC_READER_ADD, VSC_READER_REMOVE, VSC_ATR, VSC_CARD_REMOVE, VSC_APDU };

static SpiceServer *server;
static GByteArray *to_client, *from_client;

static SpiceCharDeviceInstance reader;

static void
send_message (guint32       type,
              guint32       number,
              const guint8 *bytes,
              guint         n)
{
  guint32 header[] = { GUINT32_TO_BE (type), GUINT32_TO_BE (number), GUINT32_TO_BE (n) };

  g_byte_array_append (to_client, (const guint8 *) header, sizeof header);
  g_byte_array_append (to_client, bytes, n);
  lodge_test_spice_loop_wake (&reader);
}

static char *
to_hex (const guint8 *bytes,
        guint         n)
{
  GString *hex = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);
  return g_string_free (hex, FALSE);
}

static void
take_message (guint32       type,
              guint32       number,
              const guint8 *bytes,
              guint         n)
{
  static const guint8 done[4];
  static const guint8 select_manager[] = { 0, 0xa4, 4, 0, 7, 0xa0, 0, 0, 0, 0x79, 1, 0 };
  g_autofree char *hex = to_hex (bytes, n);

  if (type == VSC_APDU)
    {
      lodge_test_say ("card says %s", hex);
      return;
    }

  if (type == VSC_READER_ADD)
    lodge_test_say ("reader add %u", number);
  else if (type == VSC_READER_REMOVE)
    lodge_test_say ("reader remove %u", number);
  else if (type == VSC_CARD_REMOVE)
    lodge_test_say ("card out %u", number);
  else if (type == VSC_ATR)
    lodge_test_say ("card in %u %s", number, hex);
  send_message (VSC_ERROR, number, done, sizeof done);
  if (type == VSC_ATR)
    send_message (VSC_APDU, number, select_manager, sizeof select_manager);
}

static int
reader_write (SpiceCharDeviceInstance *sin,
              const uint8_t           *buffer,
              int                      length)
{
  g_byte_array_append (from_client, buffer, (guint) length);
  while (from_client->len >= HEADER)
    {
      guint32 header[3], n;

      memcpy (header, from_client->data, sizeof header);
      n = GUINT32_FROM_BE (header[2]);
      if (from_client->len < HEADER + n)
        break;
      take_message (GUINT32_FROM_BE (header[0]), GUINT32_FROM_BE (header[1]),
                    from_client->data + HEADER, n);
      g_byte_array_remove_range (from_client, 0, HEADER + n);
    }
  return length;
}

static int
reader_read (SpiceCharDeviceInstance *sin,
             uint8_t                 *buffer,
             int                      length)
{
  return lodge_test_take_bytes (to_client, buffer, length);
}

static void
reader_state (SpiceCharDeviceInstance *sin,
              int                      connected)
{
  lodge_test_say ("reader client %s", connected ? "on" : "off");
}

static const SpiceCharDeviceInterface reader_interface = {
  .base = { SPICE_INTERFACE_CHAR_DEVICE, "test reader", SPICE_INTERFACE_CHAR_DEVICE_MAJOR,
            SPICE_INTERFACE_CHAR_DEVICE_MINOR },
  .state = reader_state,
  .write = reader_write,
  .read = reader_read,
};

static SpiceCharDeviceInstance reader = {
  .base = { &reader_interface.base },
  .subtype = "smartcard",
};

static void
say_to_card (const char *arguments)
{
  char *hex;
  guint32 number = (guint32) g_ascii_strtoull (arguments, &hex, 10);
  g_autoptr(GByteArray) bytes = g_byte_array_new ();

  lodge_test_append_hex (bytes, hex);
  send_message (VSC_APDU, number, bytes->data, bytes->len);
}

void
lodge_test_cards_init (SpiceServer *s)
{
  server = s;
  to_client = g_byte_array_new ();
  from_client = g_byte_array_new ();
}

/* FALSE when it is no command of the reader's. */
gboolean
lodge_test_cards_run_command (const char *line)
{
  if (g_str_equal (line, "reader device"))
    spice_server_add_interface (server, &reader.base);
  else if (g_str_has_prefix (line, "reader apdu "))
    say_to_card (line + strlen ("reader apdu "));
  else
    return FALSE;
  return TRUE;
}
