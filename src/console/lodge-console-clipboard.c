/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The clipboard between a guest and who shows it: which contents there are on both sides, what the policy
 * lets pass, and who waits for what. All that the guest says is bounded here: sizes, requests a second,
 * offers a second, time to answer; it gets contents only while they are offered to it. */

#include "config.h"

#include "console/lodge-console-clipboard-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/lodge-error.h"
#include "base/lodge-prop.h"
#include "base/lodge-thread.h"

/* One selection as one type. */
typedef struct {
  LodgeConsoleClipboard *clipboard;
  LodgeSelection selection;
  LodgeClipboardTypes type;
  GPtrArray *reads;      /* tasks that wait for the guest */
  guint read_source;
  guint answer_source;   /* the guest waits */
} Slot;

typedef struct {
  LodgeClipboardTypes host;    /* offered to the guest */
  LodgeClipboardTypes guest;   /* offered by the guest */
  LodgeClipboardTypes told;    /* of these, what guest-offered said last */
  gboolean changed;            /* since then, may be to the same types */
  gboolean taken;              /* take_now() was called */
  gboolean failed;             /* of these contents the user was told so */
  Slot slots[LODGE_CLIPBOARD_N_TYPES];
} Selection;

struct _LodgeConsoleClipboard
{
  GObject parent_instance;

  const LodgeConsoleClipboardPort *port;
  gpointer console;      /* NULL when it is gone */
  gboolean available;
  LodgeClipboardPolicy policy;
  gboolean view_only;
  Selection selections[LODGE_N_SELECTIONS];

  guint offer_source;
  gint64 offer_time;     /* of the last guest-offered */
  gint64 second;         /* in which requests are counted */
  guint n_requests;
};

enum {
  PROP_0,
  PROP_AVAILABLE,
  PROP_POLICY,
  N_PROPS
};

enum {
  SIGNAL_GUEST_OFFERED,
  SIGNAL_REQUESTED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LodgeConsoleClipboard, lodge_console_clipboard, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (LodgeSelection, lodge_selection,
                    G_DEFINE_ENUM_VALUE (LODGE_SELECTION_CLIPBOARD, "clipboard"),
                    G_DEFINE_ENUM_VALUE (LODGE_SELECTION_PRIMARY, "primary"))

G_DEFINE_FLAGS_TYPE (LodgeClipboardTypes, lodge_clipboard_types,
                     G_DEFINE_ENUM_VALUE (LODGE_CLIPBOARD_TEXT, "text"),
                     G_DEFINE_ENUM_VALUE (LODGE_CLIPBOARD_PNG, "png"),
                     G_DEFINE_ENUM_VALUE (LODGE_CLIPBOARD_BMP, "bmp"),
                     G_DEFINE_ENUM_VALUE (LODGE_CLIPBOARD_TIFF, "tiff"),
                     G_DEFINE_ENUM_VALUE (LODGE_CLIPBOARD_JPEG, "jpeg"))

G_DEFINE_ENUM_TYPE (LodgeClipboardPolicy, lodge_clipboard_policy,
                    G_DEFINE_ENUM_VALUE (LODGE_CLIPBOARD_BOTH, "both"),
                    G_DEFINE_ENUM_VALUE (LODGE_CLIPBOARD_TO_GUEST, "to-guest"),
                    G_DEFINE_ENUM_VALUE (LODGE_CLIPBOARD_FROM_GUEST, "from-guest"),
                    G_DEFINE_ENUM_VALUE (LODGE_CLIPBOARD_ONCE, "once"),
                    G_DEFINE_ENUM_VALUE (LODGE_CLIPBOARD_OFF, "off"))

static const char *const mime_types[LODGE_CLIPBOARD_N_TYPES] = {
  "text/plain;charset=utf-8", "image/png", "image/bmp", "image/tiff", "image/jpeg",
};

static gboolean
is_one_type (LodgeClipboardTypes type)
{
  return type != 0 && (type & ~LODGE_CLIPBOARD_ALL_TYPES) == 0 && (type & (type - 1)) == 0;
}

static Slot *
get_slot (LodgeConsoleClipboard *self,
          LodgeSelection         selection,
          LodgeClipboardTypes    type)
{
  return &self->selections[selection].slots[g_bit_nth_lsf (type, -1)];
}

static gboolean
passes_to_guest (LodgeConsoleClipboard *self)
{
  return !self->view_only
         && (self->policy == LODGE_CLIPBOARD_BOTH || self->policy == LODGE_CLIPBOARD_TO_GUEST);
}

static gboolean
passes_from_guest (LodgeConsoleClipboard *self,
                   const Selection       *selection)
{
  return self->policy == LODGE_CLIPBOARD_BOTH || self->policy == LODGE_CLIPBOARD_FROM_GUEST
         || (self->policy == LODGE_CLIPBOARD_ONCE && selection->taken);
}

static void
fail_reads (Slot         *slot,
            const GError *error)
{
  g_autoptr(GPtrArray) reads = g_steal_pointer (&slot->reads);

  g_clear_handle_id (&slot->read_source, g_source_remove);
  for (guint i = 0; reads != NULL && i < reads->len; i++)
    g_task_return_error (g_ptr_array_index (reads, i), g_error_copy (error));
}

static void
fail_all_reads (Selection *selection)
{
  g_autoptr(GError) error = lodge_error_new (LODGE_ERROR_NOT_FOUND, NULL, "%s",
                                             _("What was copied in the machine is not there any more. "
                                               "Copy it again."));

  for (int i = 0; i < LODGE_CLIPBOARD_N_TYPES; i++)
    fail_reads (&selection->slots[i], error);
}

/* Who pastes shows no error of its own; whoever reads all types of it gets one for all. */
static void
tell_failed_read (Slot         *slot,
                  const GError *error)
{
  Selection *s = &slot->clipboard->selections[slot->selection];

  fail_reads (slot, error);
  if (s->failed)
    return;

  s->failed = TRUE;
  g_signal_emit (slot->clipboard, signals[SIGNAL_FAILED], 0, error);
}

static gboolean
read_timeout_cb (gpointer user_data)
{
  Slot *slot = user_data;
  g_autoptr(GError) error = lodge_error_new (LODGE_ERROR_TIMEOUT, NULL, "%s",
                                             _("The machine did not hand over what was copied in it. "
                                               "Copy it again."));

  slot->read_source = 0;
  tell_failed_read (slot, error);
  return G_SOURCE_REMOVE;
}

/* Answers the guest, if it waits. */
static void
send (Slot   *slot,
      GBytes *contents)
{
  LodgeConsoleClipboard *self = slot->clipboard;

  if (slot->answer_source == 0)
    return;

  g_clear_handle_id (&slot->answer_source, g_source_remove);
  if (self->console != NULL)
    self->port->send (self->console, slot->selection, slot->type, contents);
}

static gboolean
answer_timeout_cb (gpointer user_data)
{
  Slot *slot = user_data;

  send (slot, NULL);
  return G_SOURCE_REMOVE;
}

static void
refuse_all (LodgeConsoleClipboard *self,
            LodgeSelection         selection)
{
  for (int i = 0; i < LODGE_CLIPBOARD_N_TYPES; i++)
    send (&self->selections[selection].slots[i], NULL);
}

static void
offer (LodgeConsoleClipboard *self,
       LodgeSelection         selection,
       LodgeClipboardTypes    types)
{
  Selection *s = &self->selections[selection];

  if (self->console == NULL || !self->available || (types == 0 && s->host == 0))
    return;

  refuse_all (self, selection);
  s->host = types;
  self->port->offer (self->console, selection, types);
}

static void
tell (LodgeConsoleClipboard *self,
      LodgeSelection         selection)
{
  Selection *s = &self->selections[selection];
  LodgeClipboardTypes types = passes_from_guest (self, s) ? s->guest : 0;

  if (types == s->told && (!s->changed || types == 0))
    return;

  s->told = types;
  s->changed = FALSE;
  self->offer_time = g_get_monotonic_time ();
  g_signal_emit (self, signals[SIGNAL_GUEST_OFFERED], 0, selection, types);
}

static gboolean
tell_cb (gpointer user_data)
{
  LodgeConsoleClipboard *self = user_data;

  self->offer_source = 0;
  for (int i = 0; i < LODGE_N_SELECTIONS; i++)
    tell (self, (LodgeSelection) i);
  return G_SOURCE_REMOVE;
}

static void
tell_soon (LodgeConsoleClipboard *self)
{
  gint64 passed = (g_get_monotonic_time () - self->offer_time) / 1000;

  if (self->offer_source == 0)
    self->offer_source = g_timeout_add (passed < LODGE_CLIPBOARD_OFFER_MS
                                          ? (guint) (LODGE_CLIPBOARD_OFFER_MS - passed) : 0,
                                        tell_cb, self);
}

static gboolean
too_many_requests (LodgeConsoleClipboard *self)
{
  gint64 second = g_get_monotonic_time () / G_USEC_PER_SEC;

  if (second != self->second)
    self->n_requests = 0;
  self->second = second;
  return ++self->n_requests > LODGE_CLIPBOARD_MAX_REQUESTS;
}

static gsize
max_size (LodgeClipboardTypes type)
{
  return type == LODGE_CLIPBOARD_TEXT ? LODGE_CLIPBOARD_MAX_TEXT : LODGE_CLIPBOARD_MAX_IMAGE;
}

static GBytes *
check_data (LodgeClipboardTypes   type,
            gconstpointer         data,
            gsize                 size,
            GError              **error)
{
  if (size > max_size (type))
    lodge_error_set (error, LODGE_ERROR_INVALID, NULL, "%s",
                     _("What was copied in the machine is too large. Copy less of it."));
  else if (size == 0)
    lodge_error_set (error, LODGE_ERROR_NOT_FOUND, NULL, "%s",
                     _("What was copied in the machine is not there any more. Copy it again."));
  else if (type == LODGE_CLIPBOARD_TEXT && !g_utf8_validate_len (data, size, NULL))
    lodge_error_set (error, LODGE_ERROR_INVALID, NULL, "%s",
                     _("What was copied in the machine is not a valid text."));
  else
    return g_bytes_new (data, size);
  return NULL;
}

static void
lodge_console_clipboard_get_property (GObject    *object,
                                      guint       prop_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  LodgeConsoleClipboard *self = LODGE_CONSOLE_CLIPBOARD (object);

  switch (prop_id)
    {
    case PROP_AVAILABLE:
      g_value_set_boolean (value, self->available);
      break;

    case PROP_POLICY:
      g_value_set_enum (value, (int) self->policy);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_console_clipboard_set_property (GObject      *object,
                                      guint         prop_id,
                                      const GValue *value,
                                      GParamSpec   *pspec)
{
  LodgeConsoleClipboard *self = LODGE_CONSOLE_CLIPBOARD (object);

  switch (prop_id)
    {
    case PROP_POLICY:
      lodge_console_clipboard_set_policy (self, (LodgeClipboardPolicy) g_value_get_enum (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_console_clipboard_dispose (GObject *object)
{
  lodge_console_clipboard_close (LODGE_CONSOLE_CLIPBOARD (object));

  G_OBJECT_CLASS (lodge_console_clipboard_parent_class)->dispose (object);
}

static void
lodge_console_clipboard_class_init (LodgeConsoleClipboardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_console_clipboard_get_property;
  object_class->set_property = lodge_console_clipboard_set_property;
  object_class->dispose = lodge_console_clipboard_dispose;

  properties[PROP_AVAILABLE] =
    g_param_spec_boolean ("available", NULL, NULL, FALSE, flags);
  properties[PROP_POLICY] =
    g_param_spec_enum ("policy", NULL, NULL, LODGE_TYPE_CLIPBOARD_POLICY, LODGE_CLIPBOARD_BOTH,
                       flags | G_PARAM_WRITABLE);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_GUEST_OFFERED] =
    g_signal_new ("guest-offered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 2, LODGE_TYPE_SELECTION, LODGE_TYPE_CLIPBOARD_TYPES);
  signals[SIGNAL_REQUESTED] =
    g_signal_new ("requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, LODGE_TYPE_SELECTION, LODGE_TYPE_CLIPBOARD_TYPES);
  signals[SIGNAL_FAILED] =
    g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
lodge_console_clipboard_init (LodgeConsoleClipboard *self)
{
  self->offer_time = -LODGE_CLIPBOARD_OFFER_MS * 1000;
  for (int i = 0; i < LODGE_N_SELECTIONS; i++)
    for (int j = 0; j < LODGE_CLIPBOARD_N_TYPES; j++)
      {
        Slot *slot = &self->selections[i].slots[j];

        slot->clipboard = self;
        slot->selection = (LodgeSelection) i;
        slot->type = (LodgeClipboardTypes) (1 << j);
      }
}

/* For LodgeConsole. @console is not counted: close() is called before it goes. */
LodgeConsoleClipboard *
lodge_console_clipboard_new (const LodgeConsoleClipboardPort *port,
                             gpointer                         console)
{
  LodgeConsoleClipboard *self = g_object_new (LODGE_TYPE_CONSOLE_CLIPBOARD, NULL);

  self->port = port;
  self->console = console;
  return self;
}

/* For LodgeConsole: nothing is said to the console any more. */
void
lodge_console_clipboard_close (LodgeConsoleClipboard *self)
{
  lodge_console_clipboard_set_available (self, FALSE);
  g_clear_handle_id (&self->offer_source, g_source_remove);
  self->console = NULL;
}

/* For LodgeConsole: nothing passes to the guest, whatever the policy. */
void
lodge_console_clipboard_set_view_only (LodgeConsoleClipboard *self,
                                       gboolean               view_only)
{
  self->view_only = view_only;
  for (int i = 0; view_only && i < LODGE_N_SELECTIONS; i++)
    offer (self, (LodgeSelection) i, 0);
  /* Who offers does that again. */
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POLICY]);
}

/* For subclasses of LodgeConsole: whether the guest takes part, until the session ends. */
void
lodge_console_clipboard_set_available (LodgeConsoleClipboard *self,
                                       gboolean               available)
{
  if (self->available == available)
    return;

  self->available = available;
  for (int i = 0; i < LODGE_N_SELECTIONS; i++)
    {
      Selection *s = &self->selections[i];

      for (int j = 0; j < LODGE_CLIPBOARD_N_TYPES; j++)
        g_clear_handle_id (&s->slots[j].answer_source, g_source_remove);
      fail_all_reads (s);
      s->host = s->guest = 0;
      s->taken = FALSE;
      tell (self, (LodgeSelection) i);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AVAILABLE]);
}

/* For subclasses of LodgeConsole: the guest has new contents of these types; 0: none any more. */
void
lodge_console_clipboard_guest_offer (LodgeConsoleClipboard *self,
                                     LodgeSelection         selection,
                                     LodgeClipboardTypes    types)
{
  Selection *s;

  if ((guint) selection >= LODGE_N_SELECTIONS || !self->available)
    return;

  s = &self->selections[selection];
  fail_all_reads (s);
  s->guest = types & LODGE_CLIPBOARD_ALL_TYPES;
  s->changed = TRUE;
  s->taken = FALSE;
  s->failed = FALSE;
  if (s->guest != 0)
    offer (self, selection, 0);
  tell_soon (self);
}

/* For subclasses of LodgeConsole: the guest asks for what was offered to it. The answer is the class's
 * clipboard_send(), at once when there is nothing to be had. */
void
lodge_console_clipboard_guest_request (LodgeConsoleClipboard *self,
                                       LodgeSelection         selection,
                                       LodgeClipboardTypes    type)
{
  Slot *slot;

  if ((guint) selection >= LODGE_N_SELECTIONS || !is_one_type (type) || !self->available)
    return;

  slot = get_slot (self, selection, type);
  if (slot->answer_source != 0)
    return;
  if ((self->selections[selection].host & type) == 0 || too_many_requests (self))
    {
      self->port->send (self->console, selection, type, NULL);
      return;
    }

  slot->answer_source = g_timeout_add (LODGE_CLIPBOARD_TIMEOUT_MS, answer_timeout_cb, slot);
  g_signal_emit (self, signals[SIGNAL_REQUESTED], 0, selection, type);
}

/* For subclasses of LodgeConsole: what the guest answered to clipboard_request(); what nobody asked for
 * is dropped. */
void
lodge_console_clipboard_guest_data (LodgeConsoleClipboard *self,
                                    LodgeSelection         selection,
                                    LodgeClipboardTypes    type,
                                    gconstpointer          data,
                                    gsize                  size)
{
  g_autoptr(GPtrArray) reads = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  Slot *slot;

  if ((guint) selection >= LODGE_N_SELECTIONS || !is_one_type (type))
    return;

  slot = get_slot (self, selection, type);
  if (slot->reads == NULL)
    return;

  bytes = check_data (type, data, size, &error);
  if (bytes == NULL)
    {
      tell_failed_read (slot, error);
      return;
    }
  g_clear_handle_id (&slot->read_source, g_source_remove);
  reads = g_steal_pointer (&slot->reads);
  for (guint i = 0; i < reads->len; i++)
    g_task_return_pointer (g_ptr_array_index (reads, i), g_bytes_ref (bytes),
                           (GDestroyNotify) g_bytes_unref);
}

/* For subclasses of LodgeConsole: what the user is to know; takes @error. */
void
lodge_console_clipboard_take_failure (LodgeConsoleClipboard *self,
                                      GError                *error)
{
  g_autoptr(GError) owned = error;

  g_signal_emit (self, signals[SIGNAL_FAILED], 0, owned);
}

gboolean
lodge_console_clipboard_is_available (LodgeConsoleClipboard *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_CLIPBOARD (self), FALSE);

  return self->available;
}

LodgeClipboardPolicy
lodge_console_clipboard_get_policy (LodgeConsoleClipboard *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_CLIPBOARD (self), LODGE_CLIPBOARD_OFF);

  return self->policy;
}

/**
 * lodge_console_clipboard_set_policy:
 * @self: a clipboard
 * @policy: what may pass
 *
 * Changes what may pass; what may not any more is taken back on both sides. Who offers contents does
 * that again when `policy` changed.
 */
void
lodge_console_clipboard_set_policy (LodgeConsoleClipboard *self,
                                    LodgeClipboardPolicy   policy)
{
  g_return_if_fail (LODGE_IS_CONSOLE_CLIPBOARD (self));

  if (self->policy == policy)
    return;

  self->policy = policy;
  for (int i = 0; i < LODGE_N_SELECTIONS; i++)
    {
      self->selections[i].taken = FALSE;
      if (!passes_from_guest (self, &self->selections[i]))
        fail_all_reads (&self->selections[i]);
      if (!passes_to_guest (self))
        offer (self, (LodgeSelection) i, 0);
      tell (self, (LodgeSelection) i);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POLICY]);
}

/**
 * lodge_console_clipboard_offer:
 * @self: a clipboard
 * @selection: which one
 * @types: what the host's contents can be had as; 0: there are none, or none for this guest
 *
 * Says that the host has new contents. Where the policy lets nothing pass to the guest this takes back
 * what was offered before.
 */
void
lodge_console_clipboard_offer (LodgeConsoleClipboard *self,
                               LodgeSelection         selection,
                               LodgeClipboardTypes    types)
{
  g_return_if_fail (LODGE_IS_CONSOLE_CLIPBOARD (self));
  g_return_if_fail ((guint) selection < LODGE_N_SELECTIONS);

  offer (self, selection, passes_to_guest (self) ? types & LODGE_CLIPBOARD_ALL_TYPES : 0);
}

/**
 * lodge_console_clipboard_send_now:
 * @self: a clipboard
 * @selection: which one
 * @types: what the host's contents can be had as
 *
 * Offers these contents on the user's word, also where the policy is to pass nothing by itself.
 */
void
lodge_console_clipboard_send_now (LodgeConsoleClipboard *self,
                                  LodgeSelection         selection,
                                  LodgeClipboardTypes    types)
{
  g_return_if_fail (LODGE_IS_CONSOLE_CLIPBOARD (self));
  g_return_if_fail ((guint) selection < LODGE_N_SELECTIONS);

  if (passes_to_guest (self) || (!self->view_only && self->policy == LODGE_CLIPBOARD_ONCE))
    offer (self, selection, types & LODGE_CLIPBOARD_ALL_TYPES);
}

/**
 * lodge_console_clipboard_take_now:
 * @self: a clipboard
 *
 * Lets pass what the guest has now, on the user's word, where the policy is to pass nothing by itself;
 * `guest-offered` follows.
 *
 * Returns: %TRUE when there is something
 */
gboolean
lodge_console_clipboard_take_now (LodgeConsoleClipboard *self)
{
  gboolean any = FALSE;

  g_return_val_if_fail (LODGE_IS_CONSOLE_CLIPBOARD (self), FALSE);

  for (int i = 0; i < LODGE_N_SELECTIONS; i++)
    {
      Selection *s = &self->selections[i];

      s->taken = s->guest != 0;
      s->changed = s->changed || s->taken;
      tell (self, (LodgeSelection) i);
      any = any || s->told != 0;
    }
  return any;
}

/**
 * lodge_console_clipboard_answer:
 * @self: a clipboard
 * @selection: as in `requested`
 * @type: as in `requested`
 * @contents: (nullable): what was asked for, %NULL when it is not to be had
 *
 * Answers `requested`. What is too large, or is not wanted any more, is not sent.
 */
void
lodge_console_clipboard_answer (LodgeConsoleClipboard *self,
                                LodgeSelection         selection,
                                LodgeClipboardTypes    type,
                                GBytes                *contents)
{
  g_return_if_fail (LODGE_IS_CONSOLE_CLIPBOARD (self));
  g_return_if_fail ((guint) selection < LODGE_N_SELECTIONS && is_one_type (type));

  if (contents != NULL && g_bytes_get_size (contents) > max_size (type))
    contents = NULL;
  send (get_slot (self, selection, type), contents);
}

/**
 * lodge_console_clipboard_get_guest_types:
 * @self: a clipboard
 * @selection: which one
 *
 * Asks what the guest has that may be read.
 *
 * Returns: what `guest-offered` said last
 */
LodgeClipboardTypes
lodge_console_clipboard_get_guest_types (LodgeConsoleClipboard *self,
                                         LodgeSelection         selection)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_CLIPBOARD (self), 0);
  g_return_val_if_fail ((guint) selection < LODGE_N_SELECTIONS, 0);

  return self->selections[selection].told;
}

/**
 * lodge_console_clipboard_read_async:
 * @self: a clipboard
 * @selection: which one
 * @type: one type that the guest offered
 * @cancellable: (nullable): stops the waiting
 * @callback: called when done
 * @user_data: for @callback
 *
 * Asks the guest for its contents. One question is on its way at a time, however many wait for it.
 */
void
lodge_console_clipboard_read_async (LodgeConsoleClipboard *self,
                                    LodgeSelection         selection,
                                    LodgeClipboardTypes    type,
                                    GCancellable          *cancellable,
                                    GAsyncReadyCallback    callback,
                                    gpointer               user_data)
{
  g_autoptr(GTask) task = NULL;
  Slot *slot;

  g_return_if_fail (LODGE_IS_CONSOLE_CLIPBOARD (self));
  g_return_if_fail ((guint) selection < LODGE_N_SELECTIONS && is_one_type (type));
  LODGE_ASSERT_MAIN ();

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lodge_console_clipboard_read_async);
  slot = get_slot (self, selection, type);
  if (self->console == NULL || (self->selections[selection].told & type) == 0)
    {
      g_task_return_error (task, lodge_error_new (LODGE_ERROR_NOT_FOUND, NULL, "%s",
                                                  _("What was copied in the machine is not there any "
                                                    "more. Copy it again.")));
      return;
    }

  if (slot->reads == NULL)
    {
      slot->reads = g_ptr_array_new_with_free_func (g_object_unref);
      slot->read_source = g_timeout_add (LODGE_CLIPBOARD_TIMEOUT_MS, read_timeout_cb, slot);
      g_ptr_array_add (slot->reads, g_steal_pointer (&task));
      self->port->request (self->console, selection, type);
    }
  else
    g_ptr_array_add (slot->reads, g_steal_pointer (&task));
}

/**
 * lodge_console_clipboard_read_finish:
 * @self: a clipboard
 * @result: from the callback
 * @error: %LODGE_ERROR_NOT_FOUND, %LODGE_ERROR_TIMEOUT, %LODGE_ERROR_INVALID
 *
 * Ends lodge_console_clipboard_read_async().
 *
 * Returns: (transfer full) (nullable): the contents; a text is valid UTF-8 without NUL
 */
GBytes *
lodge_console_clipboard_read_finish (LodgeConsoleClipboard  *self,
                                     GAsyncResult           *result,
                                     GError                **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lodge_clipboard_type_to_mime:
 * @type: one type
 *
 * Asks for the name of a type.
 *
 * Returns: (transfer none) (nullable): its name; %NULL when @type is not one type
 */
const char *
lodge_clipboard_type_to_mime (LodgeClipboardTypes type)
{
  return is_one_type (type) ? mime_types[g_bit_nth_lsf (type, -1)] : NULL;
}

LodgeClipboardTypes
lodge_clipboard_type_from_mime (const char *mime)
{
  for (int i = 0; i < LODGE_CLIPBOARD_N_TYPES; i++)
    if (g_strcmp0 (mime, mime_types[i]) == 0)
      return (LodgeClipboardTypes) (1 << i);
  return 0;
}
