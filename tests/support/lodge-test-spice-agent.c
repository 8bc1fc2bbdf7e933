/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A guest's agent on the server's agent port, that does what it is told:
 *   agent on|off                    is there; says what it can when asked      -> agent caps
 *   agent caps N...                 announces these capabilities instead         agent monitors N WxH+X+Y...
 *   agent grab SEL TYPE...          has copied something                         agent grab SEL TYPE...
 *   agent release SEL               agent mouse X Y BUTTONS SCREEN               agent release SEL
 *   agent request SEL TYPE          pastes                                       agent request SEL TYPE
 *   agent text SEL TEXT             answers with a text, \n and \r unescaped     agent data SEL TYPE SIZE TEXT
 *   agent bytes SEL TYPE N          answers with N bytes                         agent file-start ID NAME SIZE
 *   agent status ID RESULT          of a file                                    agent file-data ID SIZE SUM
 *   agent raw TYPE SIZE HEX         a message that may lie about its size        agent file-status ID RESULT */

#include "config.h"

#include "lodge-test-spice-agent.h"

#include <spice/vd_agent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER (sizeof (VDAgentMessage))

static SpiceServer *server;
static GByteArray *to_client;     /* chunks */
static guint n_read;              /* bytes of them */
static GByteArray *from_client;   /* a message that is not complete */
static GByteArray *chunk_data;
static gboolean is_on;

static const guint default_caps[] = {
  VD_AGENT_CAP_MOUSE_STATE, VD_AGENT_CAP_MONITORS_CONFIG, VD_AGENT_CAP_REPLY,
  VD_AGENT_CAP_CLIPBOARD_BY_DEMAND, VD_AGENT_CAP_CLIPBOARD_SELECTION,
};

static int agent_write (SpiceCharDeviceInstance *sin, const uint8_t *buffer, int length);
static int agent_read (SpiceCharDeviceInstance *sin, uint8_t *buffer, int length);

static void
agent_state (SpiceCharDeviceInstance *sin,
             int                      connected)
{
}

static const SpiceCharDeviceInterface agent_interface = {
  .base = { SPICE_INTERFACE_CHAR_DEVICE, "test agent", SPICE_INTERFACE_CHAR_DEVICE_MAJOR,
            SPICE_INTERFACE_CHAR_DEVICE_MINOR },
  .state = agent_state,
  .write = agent_write,
  .read = agent_read,
};

static SpiceCharDeviceInstance agent = { .base = { &agent_interface.base }, .subtype = "vdagent" };

/* To the client. */

static void
send_bytes (const guint8 *data,
            gsize         size)
{
  for (gsize done = 0; done < size;)
    {
      guint32 n = (guint32) MIN (size - done, VD_AGENT_MAX_DATA_SIZE);
      VDIChunkHeader chunk = { .port = VDP_CLIENT_PORT, .size = n };

      g_byte_array_append (to_client, (const guint8 *) &chunk, sizeof chunk);
      g_byte_array_append (to_client, data + done, n);
      done += n;
    }
  spice_server_char_device_wakeup (&agent);
}

static void
send_message (guint32       type,
              guint32       claimed,
              const guint8 *data,
              gsize         size)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  VDAgentMessage message = { .protocol = VD_AGENT_PROTOCOL, .type = type, .size = claimed };

  g_byte_array_append (bytes, (const guint8 *) &message, HEADER);
  g_byte_array_append (bytes, data, (guint) size);
  send_bytes (bytes->data, bytes->len);
}

static void
send_words (guint32        type,
            const guint32 *words,
            guint          n)
{
  send_message (type, n * 4, (const guint8 *) words, n * 4);
}

static void
send_clipboard (guint32       selection,
                guint32       type,
                const guint8 *data,
                gsize         size)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  guint32 head[] = { selection, type };

  g_byte_array_append (bytes, (const guint8 *) head, sizeof head);
  g_byte_array_append (bytes, data, (guint) size);
  send_message (VD_AGENT_CLIPBOARD, bytes->len, bytes->data, bytes->len);
}

static void
announce (const guint *caps,
          guint        n)
{
  guint32 words[1 + VD_AGENT_CAPS_SIZE] = { 0 };

  for (guint i = 0; i < n; i++)
    VD_AGENT_SET_CAPABILITY (words + 1, caps[i]);
  send_words (VD_AGENT_ANNOUNCE_CAPABILITIES, words, G_N_ELEMENTS (words));
}

static void
set_on (gboolean on)
{
  if (on == is_on)
    return;

  is_on = on;
  n_read = 0;
  g_byte_array_set_size (to_client, 0);
  g_byte_array_set_size (from_client, 0);
  g_byte_array_set_size (chunk_data, 0);
  if (on)
    spice_server_add_interface (server, &agent.base);
  else
    spice_server_remove_interface (&agent.base);
}

/* From the client. */

static void
say_monitors (const guint8 *data,
              gsize         size)
{
  const VDAgentMonitorsConfig *config = (const VDAgentMonitorsConfig *) data;
  g_autoptr(GString) line = g_string_new ("agent monitors");

  if (size < sizeof *config
      || size < sizeof *config + config->num_of_monitors * sizeof *config->monitors)
    return;

  g_string_append_printf (line, " %u", config->num_of_monitors);
  for (guint i = 0; i < config->num_of_monitors; i++)
    {
      const VDAgentMonConfig *monitor = &config->monitors[i];

      g_string_append_printf (line, " %ux%u%+d%+d", monitor->width, monitor->height, monitor->x,
                              monitor->y);
    }
  lodge_test_say ("%s", line->str);
}

static void
say_words (const char   *what,
           const guint8 *data,
           gsize         size)
{
  g_autoptr(GString) line = g_string_new (what);

  for (gsize i = 0; i + 4 <= size; i += 4)
    {
      guint32 word;

      memcpy (&word, data + i, 4);
      g_string_append_printf (line, " %u", word);
    }
  lodge_test_say ("agent %s", line->str);
}

static void
say_data (const guint8 *data,
          gsize         size)
{
  guint32 head[2];
  g_autofree char *text = NULL, *escaped = NULL;

  if (size < sizeof head)
    return;

  memcpy (head, data, sizeof head);
  size -= sizeof head;
  text = g_strndup ((const char *) data + sizeof head, MIN (size, 80));
  escaped = g_strescape (text, NULL);
  lodge_test_say ("agent data %u %u %" G_GSIZE_FORMAT " %s", head[0], head[1], size, escaped);
}

static void
say_file_start (const guint8 *data,
                gsize         size)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autofree char *name = NULL;
  guint32 id;

  memcpy (&id, data, 4);
  g_key_file_load_from_data (file, (const char *) data + 4, size - 4, G_KEY_FILE_NONE, NULL);
  name = g_key_file_get_string (file, "vdagent-file-xfer", "name", NULL);
  lodge_test_say ("agent file-start %u %s %" G_GUINT64_FORMAT, id, name,
                  g_key_file_get_uint64 (file, "vdagent-file-xfer", "size", NULL));
}

static void
say_file_data (const guint8 *data,
               gsize         size)
{
  g_autofree char *sum = NULL;
  guint32 id;

  memcpy (&id, data, 4);
  sum = g_compute_checksum_for_data (G_CHECKSUM_MD5, data + 12, size - 12);
  sum[8] = '\0';
  lodge_test_say ("agent file-data %u %" G_GSIZE_FORMAT " %s", id, size - 12, sum);
}

static void
take_message (guint32       type,
              const guint8 *data,
              gsize         size)
{
  switch (type)
    {
    case VD_AGENT_ANNOUNCE_CAPABILITIES:
      lodge_test_say ("agent caps");
      if (size >= 4 && data[0] != 0)
        announce (default_caps, G_N_ELEMENTS (default_caps));
      break;

    case VD_AGENT_MONITORS_CONFIG:
      say_monitors (data, size);
      break;

    case VD_AGENT_CLIPBOARD_GRAB:
      say_words ("grab", data, size);
      break;

    case VD_AGENT_CLIPBOARD_RELEASE:
      say_words ("release", data, size);
      break;

    case VD_AGENT_CLIPBOARD_REQUEST:
      say_words ("request", data, size);
      break;

    case VD_AGENT_CLIPBOARD:
      say_data (data, size);
      break;

    case VD_AGENT_FILE_XFER_START:
      say_file_start (data, size);
      break;

    case VD_AGENT_FILE_XFER_DATA:
      say_file_data (data, size);
      break;

    case VD_AGENT_FILE_XFER_STATUS:
      say_words ("file-status", data, size);
      break;

    default:
      break;
    }
}

static void
take_chunk (const guint8 *data,
            gsize         size)
{
  VDAgentMessage message;

  g_byte_array_append (from_client, data, (guint) size);
  while (from_client->len >= HEADER)
    {
      memcpy (&message, from_client->data, HEADER);
      if (from_client->len < HEADER + message.size)
        return;
      take_message (message.type, from_client->data + HEADER, message.size);
      g_byte_array_remove_range (from_client, 0, (guint) HEADER + message.size);
    }
}

/* The server's own message, in one piece. */
static void
say_mouse (const guint8 *data,
           gsize         size)
{
  VDAgentMessage message;
  VDAgentMouseState state;

  if (size < HEADER + sizeof state)
    return;

  memcpy (&message, data, HEADER);
  memcpy (&state, data + HEADER, sizeof state);
  if (message.type == VD_AGENT_MOUSE_STATE)
    lodge_test_say ("agent mouse %u %u %u %u", state.x, state.y, state.buttons, state.display_id);
}

static int
agent_write (SpiceCharDeviceInstance *sin,
             const uint8_t           *buffer,
             int                      length)
{
  VDIChunkHeader chunk;

  g_byte_array_append (chunk_data, buffer, (guint) length);
  while (chunk_data->len >= sizeof chunk)
    {
      memcpy (&chunk, chunk_data->data, sizeof chunk);
      if (chunk_data->len < sizeof chunk + chunk.size)
        break;
      if (chunk.port == VDP_CLIENT_PORT)
        take_chunk (chunk_data->data + sizeof chunk, chunk.size);
      else
        say_mouse (chunk_data->data + sizeof chunk, chunk.size);
      g_byte_array_remove_range (chunk_data, 0, (guint) sizeof chunk + chunk.size);
    }
  return length;
}

static int
agent_read (SpiceCharDeviceInstance *sin,
            uint8_t                 *buffer,
            int                      length)
{
  guint n = MIN ((guint) length, to_client->len - n_read);

  if (n == 0)
    return 0;

  memcpy (buffer, to_client->data + n_read, n);
  n_read += n;
  if (n_read == to_client->len)
    {
      g_byte_array_set_size (to_client, 0);
      n_read = 0;
    }
  return (int) n;
}

/* Commands. */

static guint
parse_numbers (const char *text,
               guint32    *numbers,
               guint       max)
{
  char *end = (char *) text;
  guint n = 0;

  while (*end != '\0' && n < max)
    {
      numbers[n++] = (guint32) g_ascii_strtoull (end, &end, 0);
      while (*end == ' ')
        end++;
    }
  return n;
}

static void
send_text (const char *arguments)
{
  g_autofree char *text = NULL;
  char *end;
  guint32 selection = (guint32) strtoul (arguments, &end, 10);

  text = g_strcompress (*end == ' ' ? end + 1 : end);
  send_clipboard (selection, VD_AGENT_CLIPBOARD_UTF8_TEXT, (const guint8 *) text, strlen (text));
}

static void
send_raw (const char *arguments)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  guint type, size, byte;
  int used = 0;

  sscanf (arguments, "%u %u%n", &type, &size, &used);
  for (const char *hex = arguments + used; sscanf (hex, " %2x%n", &byte, &used) == 1; hex += used)
    {
      guint8 value = (guint8) byte;

      g_byte_array_append (bytes, &value, 1);
    }
  send_message (type, size, bytes->data, bytes->len);
}

static gboolean
run (const char *verb,
     const char *arguments)
{
  guint32 n[32] = { 0 };
  guint count = parse_numbers (arguments, n, G_N_ELEMENTS (n));
  g_autofree guint8 *many = NULL;

  if (g_str_equal (verb, "on") || g_str_equal (verb, "off"))
    set_on (g_str_equal (verb, "on"));
  else if (g_str_equal (verb, "caps"))
    announce (n, count);
  else if (g_str_equal (verb, "grab"))
    send_words (VD_AGENT_CLIPBOARD_GRAB, n, count);
  else if (g_str_equal (verb, "release"))
    send_words (VD_AGENT_CLIPBOARD_RELEASE, n, count);
  else if (g_str_equal (verb, "request"))
    send_words (VD_AGENT_CLIPBOARD_REQUEST, n, count);
  else if (g_str_equal (verb, "status"))
    send_words (VD_AGENT_FILE_XFER_STATUS, n, count);
  else if (g_str_equal (verb, "text"))
    send_text (arguments);
  else if (g_str_equal (verb, "raw"))
    send_raw (arguments);
  else if (g_str_equal (verb, "bytes"))
    {
      many = g_malloc (n[2] + 1);
      memset (many, 'b', n[2] + 1);
      send_clipboard (n[0], n[1], many, n[2]);
    }
  else
    return FALSE;
  return TRUE;
}

void
lodge_test_agent_init (SpiceServer *s)
{
  server = s;
  to_client = g_byte_array_new ();
  from_client = g_byte_array_new ();
  chunk_data = g_byte_array_new ();
}

/* FALSE when it is no command of the agent's. */
gboolean
lodge_test_agent_run_command (const char *line)
{
  g_auto(GStrv) words = NULL;

  if (!g_str_has_prefix (line, "agent "))
    return FALSE;

  words = g_strsplit (line + strlen ("agent "), " ", 2);
  return run (words[0], words[1] != NULL ? words[1] : "");
}
