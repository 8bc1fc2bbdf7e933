/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A reader for smart cards, and whether a card is in it. */

#include "config.h"

#include "console/lodge-console-cards-private.h"

#include "base/lodge-prop.h"

struct _LodgeCardReader
{
  GObject parent_instance;

  char *name;
  gboolean is_software;
  gboolean has_card;
};

enum {
  PROP_0,
  PROP_NAME,
  PROP_HAS_CARD,
  PROP_SOFTWARE,
  N_PROPS
};

enum {
  SIGNAL_INSERT,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LodgeCardReader, lodge_card_reader, G_TYPE_OBJECT)

static void
lodge_card_reader_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  LodgeCardReader *self = LODGE_CARD_READER (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_HAS_CARD:
      g_value_set_boolean (value, self->has_card);
      break;

    case PROP_SOFTWARE:
      g_value_set_boolean (value, self->is_software);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_card_reader_finalize (GObject *object)
{
  g_free (LODGE_CARD_READER (object)->name);

  G_OBJECT_CLASS (lodge_card_reader_parent_class)->finalize (object);
}

static void
lodge_card_reader_class_init (LodgeCardReaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_card_reader_get_property;
  object_class->finalize = lodge_card_reader_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_HAS_CARD] = g_param_spec_boolean ("has-card", NULL, NULL, FALSE, flags);
  properties[PROP_SOFTWARE] = g_param_spec_boolean ("software", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_INSERT] =
    g_signal_new ("insert", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
lodge_card_reader_init (LodgeCardReader *self)
{
}

LodgeCardReader *
lodge_card_reader_new (const char *name,
                       gboolean    is_software)
{
  LodgeCardReader *self = g_object_new (LODGE_TYPE_CARD_READER, NULL);

  /* The device names itself. */
  self->name = g_utf8_make_valid (name, -1);
  self->is_software = is_software;
  return self;
}

void
lodge_card_reader_set_has_card (LodgeCardReader *self,
                                gboolean         has_card)
{
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_HAS_CARD], &self->has_card, has_card);
}

const char *
lodge_card_reader_get_name (LodgeCardReader *self)
{
  g_return_val_if_fail (LODGE_IS_CARD_READER (self), NULL);

  return self->name;
}

gboolean
lodge_card_reader_has_card (LodgeCardReader *self)
{
  g_return_val_if_fail (LODGE_IS_CARD_READER (self), FALSE);

  return self->has_card;
}

gboolean
lodge_card_reader_is_software (LodgeCardReader *self)
{
  g_return_val_if_fail (LODGE_IS_CARD_READER (self), FALSE);

  return self->is_software;
}

/**
 * lodge_card_reader_insert:
 * @self: a software reader
 * @insert: the card, or take it out
 *
 * Does with the card of certificates what hands do with others; nothing happens in other readers.
 */
void
lodge_card_reader_insert (LodgeCardReader *self,
                          gboolean         insert)
{
  g_return_if_fail (LODGE_IS_CARD_READER (self));

  if (self->is_software && self->has_card != insert)
    g_signal_emit (self, signals[SIGNAL_INSERT], 0, insert);
}
