/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum { LODGE_SELECTION_CLIPBOARD, LODGE_SELECTION_PRIMARY } LodgeSelection;
#define LODGE_N_SELECTIONS 2

/* What contents can be had as. */
typedef enum {
  LODGE_CLIPBOARD_TEXT = 1 << 0,  /* text/plain;charset=utf-8, lines end with LF */
  LODGE_CLIPBOARD_PNG  = 1 << 1,  /* images: as they are, never decoded here */
  LODGE_CLIPBOARD_BMP  = 1 << 2,
  LODGE_CLIPBOARD_TIFF = 1 << 3,
  LODGE_CLIPBOARD_JPEG = 1 << 4,
} LodgeClipboardTypes;
#define LODGE_CLIPBOARD_N_TYPES 5
#define LODGE_CLIPBOARD_ALL_TYPES 0x1f
#define LODGE_CLIPBOARD_IMAGES (LODGE_CLIPBOARD_ALL_TYPES & ~LODGE_CLIPBOARD_TEXT)

#define LODGE_TYPE_SELECTION (lodge_selection_get_type ())
GType lodge_selection_get_type (void);
#define LODGE_TYPE_CLIPBOARD_TYPES (lodge_clipboard_types_get_type ())
GType lodge_clipboard_types_get_type (void);
/* of one type; of a name that is no type: 0 */
const char          *lodge_clipboard_type_to_mime   (LodgeClipboardTypes type);
LodgeClipboardTypes  lodge_clipboard_type_from_mime (const char *mime);

/* What may pass. */
typedef enum {
  LODGE_CLIPBOARD_BOTH,
  LODGE_CLIPBOARD_TO_GUEST,
  LODGE_CLIPBOARD_FROM_GUEST,
  LODGE_CLIPBOARD_ONCE,       /* nothing by itself; send_now() and take_now() each pass one contents */
  LODGE_CLIPBOARD_OFF,
} LodgeClipboardPolicy;
#define LODGE_TYPE_CLIPBOARD_POLICY (lodge_clipboard_policy_get_type ())
GType lodge_clipboard_policy_get_type (void);

/* Limits, both ways. What is larger is refused as a whole. */
#define LODGE_CLIPBOARD_MAX_TEXT     (8 << 20)
#define LODGE_CLIPBOARD_MAX_IMAGE    (64 << 20)
#define LODGE_CLIPBOARD_TIMEOUT_MS   10000  /* for an answer of either side */
#define LODGE_CLIPBOARD_MAX_REQUESTS 32     /* of the guest, a second */
#define LODGE_CLIPBOARD_OFFER_MS     100    /* between two offers of the guest that are told */

/* The clipboard between a guest and who shows it, for both selections; of a LodgeConsole. Contents go by
 * demand: one side offers types, the other asks for one of them when somebody pastes.
 * Properties: policy; available (bool, read-only: the guest takes part).
 * Signals: guest-offered (LodgeSelection, LodgeClipboardTypes): the guest has contents of these types,
 *   0: none any more; only what the policy allows, and at most each LODGE_CLIPBOARD_OFFER_MS;
 *   requested (LodgeSelection, LodgeClipboardTypes): the guest wants what was offered, as this one
 *   type: call answer(), at once or later;
 *   failed (GError): something that was offered to the guest could not be given to it, or what it offered
 *   was not handed over to who read it, told once of each offer. */
#define LODGE_TYPE_CONSOLE_CLIPBOARD (lodge_console_clipboard_get_type ())
G_DECLARE_FINAL_TYPE (LodgeConsoleClipboard, lodge_console_clipboard, LODGE, CONSOLE_CLIPBOARD, GObject)

/* what the properties are */
gboolean             lodge_console_clipboard_is_available    (LodgeConsoleClipboard *self);
LodgeClipboardPolicy lodge_console_clipboard_get_policy      (LodgeConsoleClipboard *self);
void                 lodge_console_clipboard_set_policy      (LodgeConsoleClipboard *self,
                                                              LodgeClipboardPolicy   policy);
void                 lodge_console_clipboard_offer           (LodgeConsoleClipboard *self,
                                                              LodgeSelection         selection,
                                                              LodgeClipboardTypes    types);
void                 lodge_console_clipboard_send_now        (LodgeConsoleClipboard *self,
                                                              LodgeSelection         selection,
                                                              LodgeClipboardTypes    types);
gboolean             lodge_console_clipboard_take_now        (LodgeConsoleClipboard *self);
void                 lodge_console_clipboard_answer          (LodgeConsoleClipboard *self,
                                                              LodgeSelection         selection,
                                                              LodgeClipboardTypes    type,
                                                              GBytes                *contents);
LodgeClipboardTypes  lodge_console_clipboard_get_guest_types (LodgeConsoleClipboard *self,
                                                              LodgeSelection         selection);
void                 lodge_console_clipboard_read_async      (LodgeConsoleClipboard *self,
                                                              LodgeSelection         selection,
                                                              LodgeClipboardTypes    type,
                                                              GCancellable          *cancellable,
                                                              GAsyncReadyCallback    callback,
                                                              gpointer               user_data);
GBytes              *lodge_console_clipboard_read_finish     (LodgeConsoleClipboard *self,
                                                              GAsyncResult          *result,
                                                              GError               **error);

G_END_DECLS
