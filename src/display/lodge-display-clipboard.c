/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Brings the desktop's clipboards, the ordinary one and the primary selection, together with a guest's.
 * Only a guest that has the focus takes part: what is copied elsewhere while it has not is offered when
 * the focus comes back, and what the guest copies meanwhile waits as long. Contents go when somebody
 * pastes. */

#include "config.h"

#include "display/lodge-display-clipboard-private.h"

#include <string.h>

#include "display/lodge-bounded-read-private.h"
#include "display/lodge-guest-content-private.h"

typedef struct {
  LodgeDisplayClipboard *clipboard;
  LodgeSelection selection;
  GdkClipboard *desktop;
  GdkContentProvider *content;   /* the guest's, that the desktop was given */
  GCancellable *reads;           /* for the guest */
  gboolean changed;              /* the desktop's, since it was offered */
  gboolean guest_changed;        /* the guest's, since it was given */
} Side;

struct _LodgeDisplayClipboard
{
  GObject parent_instance;

  LodgeConsoleClipboard *guest;
  GSignalGroup *guest_signals;
  gboolean focused;
  GtkWidget *widget;   /* not counted: the one with the focus */
  GtkWidget *owner;    /* nor this */
  Side sides[LODGE_N_SELECTIONS];
};

G_DEFINE_FINAL_TYPE (LodgeDisplayClipboard, lodge_display_clipboard, G_TYPE_OBJECT)

typedef struct {
  LodgeConsoleClipboard *guest;
  LodgeSelection selection;
  LodgeClipboardTypes type;
  GCancellable *cancellable;
} Request;

static void
request_free (Request *request)
{
  g_object_unref (request->guest);
  g_object_unref (request->cancellable);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

/* What is not wanted any more is not answered: the guest has had its answer. */
static void
answer (Request *request,
        GBytes  *contents)
{
  if (contents != NULL && request->type == LODGE_CLIPBOARD_TEXT
      && !g_utf8_validate_len (g_bytes_get_data (contents, NULL), g_bytes_get_size (contents), NULL))
    contents = NULL;
  if (!g_cancellable_is_cancelled (request->cancellable))
    lodge_console_clipboard_answer (request->guest, request->selection, request->type, contents);
}

static void
contents_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Request) request = user_data;
  g_autoptr(GBytes) contents = lodge_bounded_read_finish (G_INPUT_STREAM (source), result, NULL);

  answer (request, contents);
}

static void
stream_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Request) request = user_data;
  g_autoptr(GInputStream) stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL,
                                                              NULL);
  gsize max = request->type == LODGE_CLIPBOARD_TEXT ? LODGE_CLIPBOARD_MAX_TEXT
                                                    : LODGE_CLIPBOARD_MAX_IMAGE;

  if (stream == NULL)
    {
      answer (request, NULL);
      return;
    }
  lodge_bounded_read_async (stream, max, request->cancellable, contents_cb, request);
  g_steal_pointer (&request);
}

/* The guest pastes. */
static void
requested_cb (LodgeDisplayClipboard *self,
              LodgeSelection         selection,
              LodgeClipboardTypes    type)
{
  Side *side = &self->sides[selection];
  const char *mime_types[] = {
    lodge_clipboard_type_to_mime (type),
    type == LODGE_CLIPBOARD_TEXT ? "text/plain" : NULL,
    NULL
  };
  Request *request = g_new0 (Request, 1);

  request->guest = g_object_ref (self->guest);
  request->selection = selection;
  request->type = type;
  request->cancellable = g_object_ref (side->reads);
  gdk_clipboard_read_async (side->desktop, mime_types, G_PRIORITY_DEFAULT, side->reads, stream_cb,
                            request);
}

static gboolean
is_guests (Side *side)
{
  return side->content != NULL && gdk_clipboard_get_content (side->desktop) == side->content;
}

static LodgeClipboardTypes
get_desktop_types (Side *side)
{
  g_autoptr(GdkContentFormats) formats = NULL;
  LodgeClipboardTypes types = 0;
  const char *mime;

  /* What this program copied itself is converted; what another one did comes as it is. */
  formats = gdk_content_formats_ref (gdk_clipboard_get_formats (side->desktop));
  if (gdk_clipboard_is_local (side->desktop))
    formats = gdk_content_formats_union_serialize_mime_types (g_steal_pointer (&formats));
  for (int i = 0; i < LODGE_CLIPBOARD_N_TYPES; i++)
    {
      mime = lodge_clipboard_type_to_mime ((LodgeClipboardTypes) (1 << i));
      if (gdk_content_formats_contain_mime_type (formats, mime))
        types |= 1u << i;
    }
  if (gdk_content_formats_contain_mime_type (formats, "text/plain"))
    types |= LODGE_CLIPBOARD_TEXT;
  return types;
}

static void
forget_reads (Side *side)
{
  g_cancellable_cancel (side->reads);
  g_clear_object (&side->reads);
  side->reads = g_cancellable_new ();
}

/* What is copied while the guest has not the focus is not its business yet. */
static void
offer_to_guest (LodgeDisplayClipboard *self,
                Side                  *side)
{
  if (self->guest == NULL || !side->changed || is_guests (side))
    return;

  forget_reads (side);
  if (self->focused)
    lodge_console_clipboard_offer (self->guest, side->selection, get_desktop_types (side));
  else
    lodge_console_clipboard_offer (self->guest, side->selection, 0);
  side->changed = !self->focused;
}

static void
take_content_back (Side *side)
{
  if (is_guests (side))
    gdk_clipboard_set_content (side->desktop, NULL);
  g_clear_object (&side->content);
}

static void
give_to_desktop (LodgeDisplayClipboard *self,
                 Side                  *side)
{
  LodgeClipboardTypes types = 0;

  if (!side->guest_changed)
    return;
  if (self->guest != NULL)
    types = lodge_console_clipboard_get_guest_types (self->guest, side->selection);
  if (types != 0 && !self->focused)
    return;

  side->guest_changed = FALSE;
  if (types == 0)
    {
      take_content_back (side);
      return;
    }
  g_clear_object (&side->content);
  side->content = lodge_guest_content_new (self->guest, side->selection, types);
  gdk_clipboard_set_content (side->desktop, side->content);
}

static void
guest_offered_cb (LodgeDisplayClipboard *self,
                  LodgeSelection         selection,
                  LodgeClipboardTypes    types)
{
  self->sides[selection].guest_changed = TRUE;
  give_to_desktop (self, &self->sides[selection]);
}

static void
failed_cb (LodgeDisplayClipboard *self,
           const GError          *error)
{
  gtk_widget_activate_action (self->owner, "win.show-toast", "s", error->message);
}

static void
desktop_changed_cb (GdkClipboard *desktop,
                    Side         *side)
{
  side->changed = TRUE;
  offer_to_guest (side->clipboard, side);
}

/* The guest takes part again, or may have more. */
static void
offer_again_cb (LodgeDisplayClipboard *self)
{
  for (int i = 0; i < LODGE_N_SELECTIONS; i++)
    {
      self->sides[i].changed = TRUE;
      offer_to_guest (self, &self->sides[i]);
    }
}

static void
set_focused (LodgeDisplayClipboard *self,
             gboolean               focused)
{
  self->focused = focused;
  for (int i = 0; focused && i < LODGE_N_SELECTIONS; i++)
    {
      give_to_desktop (self, &self->sides[i]);
      offer_to_guest (self, &self->sides[i]);
    }
}

static void
focus_enter_cb (LodgeDisplayClipboard *self,
                GtkEventController    *focus)
{
  self->widget = gtk_event_controller_get_widget (focus);
  set_focused (self, TRUE);
}

static void
focus_leave_cb (LodgeDisplayClipboard *self,
                GtkEventController    *focus)
{
  lodge_display_clipboard_remove_widget (self, gtk_event_controller_get_widget (focus));
}

static void
lodge_display_clipboard_dispose (GObject *object)
{
  LodgeDisplayClipboard *self = LODGE_DISPLAY_CLIPBOARD (object);

  lodge_display_clipboard_set_guest (self, NULL);
  g_clear_object (&self->guest_signals);
  for (int i = 0; i < LODGE_N_SELECTIONS; i++)
    {
      Side *side = &self->sides[i];

      if (side->desktop != NULL)
        g_signal_handlers_disconnect_by_func (side->desktop, desktop_changed_cb, side);
      g_clear_object (&side->desktop);
      g_clear_object (&side->reads);
    }

  G_OBJECT_CLASS (lodge_display_clipboard_parent_class)->dispose (object);
}

static void
lodge_display_clipboard_class_init (LodgeDisplayClipboardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lodge_display_clipboard_dispose;
}

static void
lodge_display_clipboard_init (LodgeDisplayClipboard *self)
{
  self->guest_signals = g_signal_group_new (LODGE_TYPE_CONSOLE_CLIPBOARD);
  g_signal_group_connect_swapped (self->guest_signals, "requested", G_CALLBACK (requested_cb), self);
  g_signal_group_connect_swapped (self->guest_signals, "guest-offered",
                                  G_CALLBACK (guest_offered_cb), self);
  g_signal_group_connect_swapped (self->guest_signals, "failed", G_CALLBACK (failed_cb), self);
  g_signal_group_connect_swapped (self->guest_signals, "notify::policy",
                                  G_CALLBACK (offer_again_cb), self);
  g_signal_group_connect_swapped (self->guest_signals, "notify::available",
                                  G_CALLBACK (offer_again_cb), self);
}

static void
init_side (LodgeDisplayClipboard *self,
           LodgeSelection         selection,
           GdkClipboard          *desktop)
{
  Side *side = &self->sides[selection];

  side->clipboard = self;
  side->selection = selection;
  side->desktop = g_object_ref (desktop);
  side->reads = g_cancellable_new ();
  side->changed = TRUE;
  g_signal_connect (desktop, "changed", G_CALLBACK (desktop_changed_cb), side);
}

/**
 * lodge_display_clipboard_new:
 * @widget: whose focus counts; it outlives this object
 *
 * Makes a clipboard without a guest.
 *
 * Returns: (transfer full): the clipboard
 */
LodgeDisplayClipboard *
lodge_display_clipboard_new (GtkWidget *widget)
{
  LodgeDisplayClipboard *self = g_object_new (LODGE_TYPE_DISPLAY_CLIPBOARD, NULL);

  self->owner = widget;
  init_side (self, LODGE_SELECTION_CLIPBOARD, gtk_widget_get_clipboard (widget));
  init_side (self, LODGE_SELECTION_PRIMARY, gtk_widget_get_primary_clipboard (widget));
  lodge_display_clipboard_add_widget (self, widget);
  return self;
}

/**
 * lodge_display_clipboard_add_widget:
 * @self: a clipboard
 * @widget: another one whose focus counts
 *
 * Whichever of the widgets has the focus, the guest has it.
 */
void
lodge_display_clipboard_add_widget (LodgeDisplayClipboard *self,
                                    GtkWidget             *widget)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_object (focus, "enter", G_CALLBACK (focus_enter_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, focus);
}

/* The widget has not the focus any more. */
void
lodge_display_clipboard_remove_widget (LodgeDisplayClipboard *self,
                                       GtkWidget             *widget)
{
  if (self->widget != widget)
    return;

  self->widget = NULL;
  set_focused (self, FALSE);
}

/**
 * lodge_display_clipboard_set_guest:
 * @self: a clipboard
 * @guest: (nullable): the guest's
 *
 * Moves to another guest; what the one before gave is taken back.
 */
void
lodge_display_clipboard_set_guest (LodgeDisplayClipboard *self,
                                   LodgeConsoleClipboard *guest)
{
  if (self->guest == guest)
    return;

  for (int i = 0; i < LODGE_N_SELECTIONS; i++)
    {
      Side *side = &self->sides[i];

      if (side->desktop == NULL)
        continue;
      forget_reads (side);
      if (self->guest != NULL)
        lodge_console_clipboard_offer (self->guest, side->selection, 0);
      take_content_back (side);
      side->changed = TRUE;
      side->guest_changed = TRUE;
    }
  g_set_object (&self->guest, guest);
  g_signal_group_set_target (self->guest_signals, guest);
  if (self->focused)
    set_focused (self, TRUE);
}

/**
 * lodge_display_clipboard_send_now:
 * @self: a clipboard
 *
 * Offers what the desktop's clipboard has now, on the user's word.
 *
 * Returns: %TRUE when it has something that a guest can take
 */
gboolean
lodge_display_clipboard_send_now (LodgeDisplayClipboard *self)
{
  Side *side = &self->sides[LODGE_SELECTION_CLIPBOARD];
  LodgeClipboardTypes types = get_desktop_types (side);

  if (self->guest == NULL || types == 0 || is_guests (side))
    return FALSE;

  lodge_console_clipboard_send_now (self->guest, LODGE_SELECTION_CLIPBOARD, types);
  return TRUE;
}
