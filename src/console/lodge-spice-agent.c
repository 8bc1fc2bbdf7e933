/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The agent in a guest, as the main channel of SPICE tells of it: the size of the screen, the
 * clipboard, and files for the guest. The guest writes the agent's messages, and the library hands
 * their numbers on as they are: selections, types, counts and sizes are checked here and in LodgeConsoleClipboard. */

#include "config.h"

#include "console/lodge-spice-agent-private.h"

#include <glib/gi18n-lib.h>
#include <spice/vd_agent.h>
#include <string.h>

#include "base/lodge-error.h"
#include "console/lodge-console-private.h"
#include "console/lodge-file-transfer-private.h"
#include "console/lodge-line-ends-private.h"

/* A list of types that is longer is nonsense: a size that wrapped around. */
#define MAX_TYPES 32

struct _LodgeSpiceAgent
{
  GObject parent_instance;

  SpiceMainChannel *main;
  LodgeConsole *console;   /* not counted: it owns this */
  guint n_screens;         /* that the agent was told of */
};

G_DEFINE_FINAL_TYPE (LodgeSpiceAgent, lodge_spice_agent, G_TYPE_OBJECT)

/* In the order of LodgeClipboardTypes. */
static const guint32 protocol_types[LODGE_CLIPBOARD_N_TYPES] = {
  VD_AGENT_CLIPBOARD_UTF8_TEXT, VD_AGENT_CLIPBOARD_IMAGE_PNG, VD_AGENT_CLIPBOARD_IMAGE_BMP,
  VD_AGENT_CLIPBOARD_IMAGE_TIFF, VD_AGENT_CLIPBOARD_IMAGE_JPG,
};

static LodgeClipboardTypes
type_of_protocol (guint32 type)
{
  for (int i = 0; i < LODGE_CLIPBOARD_N_TYPES; i++)
    if (protocol_types[i] == type)
      return (LodgeClipboardTypes) (1 << i);
  return 0;
}

static guint32
type_to_protocol (LodgeClipboardTypes type)
{
  return protocol_types[g_bit_nth_lsf (type, -1)];
}

static gboolean
is_connected (LodgeSpiceAgent *self)
{
  gboolean connected = FALSE;

  g_object_get (self->main, "agent-connected", &connected, NULL);
  return connected;
}

static gboolean
can (LodgeSpiceAgent *self,
     guint32          capability)
{
  return spice_main_channel_agent_test_capability (self->main, capability);
}

static gboolean
can_clipboard (LodgeSpiceAgent *self,
               LodgeSelection   selection)
{
  return is_connected (self) && can (self, VD_AGENT_CAP_CLIPBOARD_BY_DEMAND)
         && (selection == LODGE_SELECTION_CLIPBOARD || can (self, VD_AGENT_CAP_CLIPBOARD_SELECTION));
}

static LodgeConsoleClipboard *
get_clipboard (LodgeSpiceAgent *self)
{
  return lodge_console_get_clipboard (self->console);
}

/* Whether the agent has said what it can. */
static gboolean
has_announced (LodgeSpiceAgent *self)
{
  return can (self, VD_AGENT_CAP_MONITORS_CONFIG) || can (self, VD_AGENT_CAP_REPLY)
         || can (self, VD_AGENT_CAP_CLIPBOARD_BY_DEMAND);
}

static void
agent_cb (LodgeSpiceAgent *self)
{
  LodgeConsoleFeatures features = 0;
  gboolean connected = is_connected (self);

  if (connected && can (self, VD_AGENT_CAP_MONITORS_CONFIG))
    features |= LODGE_CONSOLE_RESIZES;
  if (connected && has_announced (self) && !can (self, VD_AGENT_CAP_FILE_XFER_DISABLED))
    features |= LODGE_CONSOLE_TAKES_FILES;
  lodge_console_set_agent_connected (self->console, connected);
  lodge_console_set_features (self->console, features);
  lodge_console_clipboard_set_available (get_clipboard (self),
                                         can_clipboard (self, LODGE_SELECTION_CLIPBOARD));
}

static gboolean
grab_cb (LodgeSpiceAgent *self,
         guint            selection,
         const guint32   *types,
         guint            n)
{
  LodgeClipboardTypes offered = 0;

  if (n > MAX_TYPES)
    return FALSE;

  for (guint i = 0; i < n; i++)
    offered |= type_of_protocol (types[i]);
  lodge_console_clipboard_guest_offer (get_clipboard (self), (LodgeSelection) selection, offered);
  return TRUE;
}

static void
release_cb (LodgeSpiceAgent *self,
            guint            selection)
{
  lodge_console_clipboard_guest_offer (get_clipboard (self), (LodgeSelection) selection, 0);
}

static gboolean
request_cb (LodgeSpiceAgent *self,
            guint            selection,
            guint            type)
{
  LodgeClipboardTypes wanted = type_of_protocol (type);

  if (wanted != 0)
    lodge_console_clipboard_guest_request (get_clipboard (self), (LodgeSelection) selection, wanted);
  else if (selection < LODGE_N_SELECTIONS)
    lodge_spice_agent_clipboard_send (self, (LodgeSelection) selection, 0, NULL);
  return TRUE;
}

static void
data_cb (LodgeSpiceAgent *self,
         guint            selection,
         guint            type,
         const char      *data,
         guint            size)
{
  LodgeClipboardTypes given = type_of_protocol (type);
  g_autoptr(GString) text = NULL;

  if (given == LODGE_CLIPBOARD_TEXT && size <= LODGE_CLIPBOARD_MAX_TEXT)
    {
      text = g_string_new_len (data, (gssize) size);
      while (text->len > 0 && text->str[text->len - 1] == '\0')
        g_string_truncate (text, text->len - 1);
      if (can (self, VD_AGENT_CAP_GUEST_LINEEND_CRLF))
        lodge_line_ends_to_lf (text);
      lodge_console_clipboard_guest_data (get_clipboard (self), (LodgeSelection) selection, given,
                                          text->str, text->len);
    }
  else
    lodge_console_clipboard_guest_data (get_clipboard (self), (LodgeSelection) selection, given, data,
                                        size);
}

static void
lodge_spice_agent_dispose (GObject *object)
{
  LodgeSpiceAgent *self = LODGE_SPICE_AGENT (object);

  if (self->main != NULL)
    g_signal_handlers_disconnect_by_data (self->main, self);
  g_clear_object (&self->main);

  G_OBJECT_CLASS (lodge_spice_agent_parent_class)->dispose (object);
}

static void
lodge_spice_agent_class_init (LodgeSpiceAgentClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lodge_spice_agent_dispose;
}

static void
lodge_spice_agent_init (LodgeSpiceAgent *self)
{
}

static void
watch (LodgeSpiceAgent *self,
       const char      *signal,
       GCallback        callback)
{
  g_signal_connect_object (self->main, signal, callback, self, G_CONNECT_SWAPPED);
}

/**
 * lodge_spice_agent_new:
 * @main: the main channel
 * @console: what to tell of the agent; it outlives the channel's signals
 *
 * Watches the agent over a channel.
 *
 * Returns: (transfer full): the agent
 */
LodgeSpiceAgent *
lodge_spice_agent_new (SpiceChannel *main,
                       LodgeConsole *console)
{
  LodgeSpiceAgent *self = g_object_new (LODGE_TYPE_SPICE_AGENT, NULL);

  self->main = SPICE_MAIN_CHANNEL (g_object_ref (main));
  self->console = console;
  /* Screens are where the console wants them. */
  g_object_set (main, "disable-display-position", FALSE, "disable-display-align", TRUE, NULL);
  watch (self, "notify::agent-connected", G_CALLBACK (agent_cb));
  watch (self, "main-agent-update", G_CALLBACK (agent_cb));
  watch (self, "main-clipboard-selection-grab", G_CALLBACK (grab_cb));
  watch (self, "main-clipboard-selection-release", G_CALLBACK (release_cb));
  watch (self, "main-clipboard-selection-request", G_CALLBACK (request_cb));
  watch (self, "main-clipboard-selection", G_CALLBACK (data_cb));
  return self;
}

/* Sends how all screens are to be now; the library's own delay of a second is not used. */
void
lodge_spice_agent_arrange (LodgeSpiceAgent        *self,
                           const LodgeScreenPlace *places,
                           guint                   n)
{
  if (!is_connected (self))
    return;

  for (guint i = 0; i < MAX (n, self->n_screens); i++)
    {
      gboolean on = i < n && places[i].on;

      spice_main_channel_update_display_enabled (self->main, (int) i, on, FALSE);
      if (on)
        spice_main_channel_update_display (self->main, (int) i, places[i].x, places[i].y,
                                           places[i].width, places[i].height, FALSE);
    }
  self->n_screens = n;
  spice_main_channel_send_monitor_config (self->main);
}

/* What the host has; see LodgeConsoleClass. */
void
lodge_spice_agent_clipboard_offer (LodgeSpiceAgent     *self,
                                   LodgeSelection       selection,
                                   LodgeClipboardTypes  types)
{
  guint32 list[LODGE_CLIPBOARD_N_TYPES];
  int n = 0;

  if (!can_clipboard (self, selection))
    return;

  for (int i = 0; i < LODGE_CLIPBOARD_N_TYPES; i++)
    if (types & (1u << i))
      list[n++] = protocol_types[i];
  if (n > 0)
    spice_main_channel_clipboard_selection_grab (self->main, selection, list, n);
  else
    spice_main_channel_clipboard_selection_release (self->main, selection);
}

void
lodge_spice_agent_clipboard_request (LodgeSpiceAgent     *self,
                                     LodgeSelection       selection,
                                     LodgeClipboardTypes  type)
{
  if (can_clipboard (self, selection))
    spice_main_channel_clipboard_selection_request (self->main, selection, type_to_protocol (type));
}

/* Answers the guest; %NULL says that there is nothing. */
void
lodge_spice_agent_clipboard_send (LodgeSpiceAgent     *self,
                                  LodgeSelection       selection,
                                  LodgeClipboardTypes  type,
                                  GBytes              *contents)
{
  g_autoptr(GString) text = NULL;
  gconstpointer data;
  gsize size;

  if (!can_clipboard (self, selection))
    return;
  if (contents == NULL)
    {
      spice_main_channel_clipboard_selection_notify (self->main, selection, VD_AGENT_CLIPBOARD_NONE,
                                                     NULL, 0);
      return;
    }

  data = g_bytes_get_data (contents, &size);
  if (type == LODGE_CLIPBOARD_TEXT && can (self, VD_AGENT_CAP_GUEST_LINEEND_CRLF))
    {
      text = g_string_new_len (data, (gssize) size);
      lodge_line_ends_to_crlf (text);
      data = text->str;
      size = text->len;
    }
  spice_main_channel_clipboard_selection_notify (self->main, selection, type_to_protocol (type), data,
                                                 size);
}

static GError *
error_of_copy (const GError *cause)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (cause);
  return lodge_error_new (LODGE_ERROR_FAILED, cause->message, "%s",
                          _("The machine did not take the files. Check that somebody is logged in "
                            "there and that its disk has room."));
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(LodgeFileTransfer) transfer = user_data;
  g_autoptr(GError) error = NULL;

  spice_main_channel_file_copy_finish (SPICE_MAIN_CHANNEL (source), result, &error);
  lodge_file_transfer_finish (transfer, error != NULL ? error_of_copy (error) : NULL);
}

static void
progress_cb (goffset  sent,
             goffset  total,
             gpointer user_data)
{
  lodge_file_transfer_set_progress (LODGE_FILE_TRANSFER (user_data), sent, total);
}

/* Sends the files of a transfer, all at a time. */
void
lodge_spice_agent_send_files (LodgeSpiceAgent   *self,
                              LodgeFileTransfer *transfer)
{
  spice_main_channel_file_copy_async (self->main, lodge_file_transfer_get_files (transfer),
                                      G_FILE_COPY_NONE,
                                      lodge_file_transfer_get_cancellable (transfer), progress_cb,
                                      transfer, copied_cb, g_object_ref (transfer));
}
