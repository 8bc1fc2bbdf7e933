/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Types a text into a guest. A guest's keyboard holds few keys until the guest reads them, and nobody
 * tells when it has: so a key goes down in one turn of a clock and up in the next. */

#include "config.h"

#include "display/lodge-typist.h"

#include "base/lodge-prop.h"
#include "display/lodge-scancode.h"

/* Some 30 characters a second: an emulated PS/2 keyboard keeps 16 bytes, and firmware asks it 50 to 100
 * times a second. */
#define TURN_MS 16

struct _LodgeTypist
{
  GObject parent_instance;

  LodgeConsole *console;
  GSignalGroup *console_signals;
  GArray *strokes;      /* of LodgeStroke */
  guint next;
  gboolean down;        /* the next one’s key */
  guint source;
  double progress;
  gboolean active;
};

enum {
  PROP_0,
  PROP_PROGRESS,
  PROP_ACTIVE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeTypist, lodge_typist, G_TYPE_OBJECT)

/* A letter and the marks behind it are one. */
static const char *
skip_letter (const char *p)
{
  do
    p = g_utf8_next_char (p);
  while (*p != '\0' && g_unichar_combining_class (g_utf8_get_char (p)) != 0);
  return p;
}

static gboolean
can_type (LodgeKeyLayout *layout,
          const char     *text,
          gssize          length)
{
  g_autofree char *composed = g_utf8_normalize (text, length, G_NORMALIZE_DEFAULT_COMPOSE);
  LodgeStroke strokes[LODGE_STROKES_MAX];

  for (const char *p = composed; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    if (lodge_key_layout_find (layout, g_utf8_get_char (p), strokes) == 0)
      return FALSE;
  return composed != NULL;
}

/* Carriage returns are gone, and letters are whole: one character with its accent. */
static char *
dup_typable (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\r\n", -1);
  g_autofree char *joined = g_strjoinv ("\n", lines);

  return g_utf8_normalize (g_strdelimit (joined, "\r", '\n'), -1, G_NORMALIZE_DEFAULT_COMPOSE);
}

static void
stop (LodgeTypist *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->console != NULL)
    lodge_console_release_keys (self->console);
  g_signal_group_set_target (self->console_signals, NULL);
  g_clear_object (&self->console);
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_ACTIVE], &self->active, FALSE);
}

static void
state_cb (LodgeTypist *self)
{
  if (lodge_console_get_state (self->console) != LODGE_CONSOLE_CONNECTED)
    stop (self);
}

static void
send_stroke (LodgeTypist       *self,
             const LodgeStroke *stroke,
             gboolean           down)
{
  if (!down)
    lodge_console_key (self->console, stroke->scancode, FALSE);
  if (stroke->modifiers & LODGE_STROKE_SHIFT)
    lodge_console_key (self->console, LODGE_SCANCODE_SHIFT_LEFT, down);
  if (stroke->modifiers & LODGE_STROKE_ALTGR)
    lodge_console_key (self->console, LODGE_SCANCODE_ALT_RIGHT, down);
  if (down)
    lodge_console_key (self->console, stroke->scancode, TRUE);
}

static gboolean
turn_cb (gpointer user_data)
{
  LodgeTypist *self = user_data;

  if (self->next >= self->strokes->len)
    {
      self->source = 0;
      stop (self);
      return G_SOURCE_REMOVE;
    }

  self->down = !self->down;
  send_stroke (self, &g_array_index (self->strokes, LodgeStroke, self->next), self->down);
  if (self->down)
    return G_SOURCE_CONTINUE;

  self->next++;
  self->progress = (double) self->next / self->strokes->len;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
  return G_SOURCE_CONTINUE;
}

static void
lodge_typist_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  LodgeTypist *self = LODGE_TYPIST (object);

  switch (prop_id)
    {
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;

    case PROP_ACTIVE:
      g_value_set_boolean (value, self->active);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_typist_dispose (GObject *object)
{
  LodgeTypist *self = LODGE_TYPIST (object);

  if (self->console_signals != NULL)
    stop (self);
  g_clear_object (&self->console_signals);

  G_OBJECT_CLASS (lodge_typist_parent_class)->dispose (object);
}

static void
lodge_typist_finalize (GObject *object)
{
  g_array_unref (LODGE_TYPIST (object)->strokes);

  G_OBJECT_CLASS (lodge_typist_parent_class)->finalize (object);
}

static void
lodge_typist_class_init (LodgeTypistClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_typist_get_property;
  object_class->dispose = lodge_typist_dispose;
  object_class->finalize = lodge_typist_finalize;

  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_typist_init (LodgeTypist *self)
{
  self->strokes = g_array_new (FALSE, FALSE, sizeof (LodgeStroke));
  self->console_signals = g_signal_group_new (LODGE_TYPE_CONSOLE);
  g_signal_group_connect_swapped (self->console_signals, "notify::state", G_CALLBACK (state_cb), self);
}

/**
 * lodge_typist_check:
 * @text: UTF-8
 * @layout: the guest's
 * @mark: (nullable): called for each character that cannot be typed, with its place in @text
 * @user_data: for @mark
 *
 * Looks for what cannot be typed. A letter with marks of their own is marked whole.
 *
 * Returns: how many characters that are
 */
guint
lodge_typist_check (const char      *text,
                    LodgeKeyLayout  *layout,
                    LodgeTypistMark  mark,
                    gpointer         user_data)
{
  glong offset = 0;
  guint n = 0;
  const char *end;

  for (const char *p = text; *p != '\0'; p = end)
    {
      gboolean typable;

      end = skip_letter (p);
      typable = *p == '\r' || can_type (layout, p, end - p);
      for (; p < end; p = g_utf8_next_char (p), offset++)
        {
          if (typable)
            continue;
          n++;
          if (mark != NULL)
            mark (offset, g_utf8_get_char (p), user_data);
        }
    }
  return n;
}

LodgeTypist *
lodge_typist_new (void)
{
  return g_object_new (LODGE_TYPE_TYPIST, NULL);
}

/**
 * lodge_typist_start:
 * @self: a typist; what it was typing ends
 * @console: a connected console
 * @layout: the guest's
 * @text: UTF-8; what cannot be typed is left out
 *
 * Begins to type. The end is when `active` is %FALSE again, complete when `progress` is 1.
 */
void
lodge_typist_start (LodgeTypist    *self,
                    LodgeConsole   *console,
                    LodgeKeyLayout *layout,
                    const char     *text)
{
  g_autofree char *typable = NULL;

  g_return_if_fail (LODGE_IS_TYPIST (self));
  g_return_if_fail (LODGE_IS_CONSOLE (console));

  stop (self);
  g_array_set_size (self->strokes, 0);
  typable = dup_typable (text);
  for (const char *p = typable; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      LodgeStroke strokes[LODGE_STROKES_MAX];
      guint n = lodge_key_layout_find (layout, g_utf8_get_char (p), strokes);

      g_array_append_vals (self->strokes, strokes, n);
    }

  self->next = 0;
  self->down = FALSE;
  self->progress = self->strokes->len > 0 ? 0 : 1;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
  if (self->strokes->len == 0 || lodge_console_get_state (console) != LODGE_CONSOLE_CONNECTED)
    return;

  self->console = g_object_ref (console);
  g_signal_group_set_target (self->console_signals, console);
  lodge_console_release_keys (console);
  self->source = g_timeout_add (TURN_MS, turn_cb, self);
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_ACTIVE], &self->active, TRUE);
}

/**
 * lodge_typist_cancel:
 * @self: a typist
 *
 * Stops at once; all keys are released.
 */
void
lodge_typist_cancel (LodgeTypist *self)
{
  g_return_if_fail (LODGE_IS_TYPIST (self));

  stop (self);
}

gboolean
lodge_typist_is_active (LodgeTypist *self)
{
  g_return_val_if_fail (LODGE_IS_TYPIST (self), FALSE);

  return self->active;
}

double
lodge_typist_get_progress (LodgeTypist *self)
{
  g_return_val_if_fail (LODGE_IS_TYPIST (self), 0);

  return self->progress;
}
