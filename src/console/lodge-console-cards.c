/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is wished and known of the smart cards of a guest. They are identities: a guest has none until
 * somebody says so. */

#include "config.h"

#include "console/lodge-console-cards-private.h"

#include "base/lodge-prop.h"

struct _LodgeConsoleCards
{
  GObject parent_instance;

  gboolean shared;
  gboolean held;
  char *title;
  char *database;
  GStrv certificates;
  gboolean available;
  int state;              /* LodgeCardsState */
  GError *obstacle;
  GListModel *readers;    /* NULL: none */
};

enum {
  PROP_0,
  PROP_SHARED,
  PROP_TITLE,
  PROP_DATABASE,
  PROP_CERTIFICATES,
  PROP_AVAILABLE,
  PROP_STATE,
  PROP_OBSTACLE,
  PROP_READERS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (LodgeCardsState, lodge_cards_state,
                    G_DEFINE_ENUM_VALUE (LODGE_CARDS_OFF, "off"),
                    G_DEFINE_ENUM_VALUE (LODGE_CARDS_STARTING, "starting"),
                    G_DEFINE_ENUM_VALUE (LODGE_CARDS_ON, "on"),
                    G_DEFINE_ENUM_VALUE (LODGE_CARDS_IMPOSSIBLE, "impossible"))

G_DEFINE_FINAL_TYPE (LodgeConsoleCards, lodge_console_cards, G_TYPE_OBJECT)

static void
lodge_console_cards_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  LodgeConsoleCards *self = LODGE_CONSOLE_CARDS (object);

  switch (prop_id)
    {
    case PROP_SHARED:
      g_value_set_boolean (value, self->shared);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_DATABASE:
      g_value_set_string (value, self->database);
      break;

    case PROP_CERTIFICATES:
      g_value_set_boxed (value, self->certificates);
      break;

    case PROP_AVAILABLE:
      g_value_set_boolean (value, self->available);
      break;

    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    case PROP_OBSTACLE:
      g_value_set_boxed (value, self->obstacle);
      break;

    case PROP_READERS:
      g_value_set_object (value, self->readers);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_certificates (LodgeConsoleCards *self,
                  const GValue      *value)
{
  g_strfreev (self->certificates);
  self->certificates = g_value_dup_boxed (value);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CERTIFICATES]);
}

static void
lodge_console_cards_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  LodgeConsoleCards *self = LODGE_CONSOLE_CARDS (object);

  switch (prop_id)
    {
    case PROP_SHARED:
      lodge_prop_set_bool (object, pspec, &self->shared, g_value_get_boolean (value));
      break;

    case PROP_TITLE:
      lodge_prop_set_string (object, pspec, &self->title, g_value_get_string (value));
      break;

    case PROP_DATABASE:
      lodge_prop_set_string (object, pspec, &self->database, g_value_get_string (value));
      break;

    case PROP_CERTIFICATES:
      set_certificates (self, value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_console_cards_finalize (GObject *object)
{
  LodgeConsoleCards *self = LODGE_CONSOLE_CARDS (object);

  g_free (self->title);
  g_free (self->database);
  g_strfreev (self->certificates);
  g_clear_error (&self->obstacle);
  g_clear_object (&self->readers);

  G_OBJECT_CLASS (lodge_console_cards_parent_class)->finalize (object);
}

static void
lodge_console_cards_class_init (LodgeConsoleCardsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags both = read | G_PARAM_WRITABLE;

  object_class->get_property = lodge_console_cards_get_property;
  object_class->set_property = lodge_console_cards_set_property;
  object_class->finalize = lodge_console_cards_finalize;

  properties[PROP_SHARED] = g_param_spec_boolean ("shared", NULL, NULL, FALSE, both);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, both);
  properties[PROP_DATABASE] = g_param_spec_string ("database", NULL, NULL, NULL, both);
  properties[PROP_CERTIFICATES] =
    g_param_spec_boxed ("certificates", NULL, NULL, G_TYPE_STRV, both);
  properties[PROP_AVAILABLE] = g_param_spec_boolean ("available", NULL, NULL, FALSE, read);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, LODGE_TYPE_CARDS_STATE,
                                              LODGE_CARDS_OFF, read);
  properties[PROP_OBSTACLE] = g_param_spec_boxed ("obstacle", NULL, NULL, G_TYPE_ERROR, read);
  properties[PROP_READERS] = g_param_spec_object ("readers", NULL, NULL, G_TYPE_LIST_MODEL, read);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_console_cards_init (LodgeConsoleCards *self)
{
}

LodgeConsoleCards *
lodge_console_cards_new (void)
{
  return g_object_new (LODGE_TYPE_CONSOLE_CARDS, NULL);
}

void
lodge_console_cards_set_held (LodgeConsoleCards *self,
                              gboolean           held)
{
  if (self->held == held)
    return;

  self->held = held;
  if (self->shared)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHARED]);
}

gboolean
lodge_console_cards_is_wanted (LodgeConsoleCards *self)
{
  return self->shared && !self->held;
}

const char *
lodge_console_cards_get_title (LodgeConsoleCards *self)
{
  return self->title;
}

const char *
lodge_console_cards_get_database (LodgeConsoleCards *self)
{
  return self->database;
}

const char *const *
lodge_console_cards_get_certificates (LodgeConsoleCards *self)
{
  return (const char *const *) self->certificates;
}

void
lodge_console_cards_set_available (LodgeConsoleCards *self,
                                   gboolean           available)
{
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_AVAILABLE], &self->available, available);
}

void
lodge_console_cards_set_state (LodgeConsoleCards *self,
                               LodgeCardsState    state,
                               const GError      *obstacle)
{
  if (self->obstacle != NULL || obstacle != NULL)
    {
      g_clear_error (&self->obstacle);
      self->obstacle = obstacle != NULL ? g_error_copy (obstacle) : NULL;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OBSTACLE]);
    }
  lodge_prop_set_int (G_OBJECT (self), properties[PROP_STATE], &self->state, (int) state);
}

void
lodge_console_cards_set_readers (LodgeConsoleCards *self,
                                 GListModel        *readers)
{
  lodge_prop_set_object (G_OBJECT (self), properties[PROP_READERS], &self->readers, readers);
}

gboolean
lodge_console_cards_is_available (LodgeConsoleCards *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_CARDS (self), FALSE);

  return self->available;
}

LodgeCardsState
lodge_console_cards_get_state (LodgeConsoleCards *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_CARDS (self), LODGE_CARDS_OFF);

  return (LodgeCardsState) self->state;
}

const GError *
lodge_console_cards_get_obstacle (LodgeConsoleCards *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_CARDS (self), NULL);

  return self->obstacle;
}

/* NULL as long as they are not shared. */
GListModel *
lodge_console_cards_get_readers (LodgeConsoleCards *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_CARDS (self), NULL);

  return self->readers;
}
