/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A reader for smart cards, of this computer.
 * Properties (read-only): name, has-card (bool), software (bool: its card is certificates, and may be taken
 *   out and put in by the program). */
#define LODGE_TYPE_CARD_READER (lodge_card_reader_get_type ())
G_DECLARE_FINAL_TYPE (LodgeCardReader, lodge_card_reader, LODGE, CARD_READER, GObject)

/* what the properties are; the name is the reader's */
const char *lodge_card_reader_get_name    (LodgeCardReader *self);
gboolean    lodge_card_reader_has_card    (LodgeCardReader *self);
gboolean    lodge_card_reader_is_software (LodgeCardReader *self);
/* The card of a software reader goes in or out; what the property says follows. */
void        lodge_card_reader_insert      (LodgeCardReader *self, gboolean insert);

typedef enum {
  LODGE_CARDS_OFF,         /* the guest has none */
  LODGE_CARDS_STARTING,
  LODGE_CARDS_ON,          /* it has what the readers have */
  LODGE_CARDS_IMPOSSIBLE,  /* they are to be shared and cannot be: see the obstacle */
} LodgeCardsState;
#define LODGE_TYPE_CARDS_STATE (lodge_cards_state_get_type ())
GType lodge_cards_state_get_type (void);

/* The smart cards of this computer for a guest; of a LodgeConsole. One guest of a program has them at a time.
 * Properties: shared (bool, off at first: they are to be shared), title (string, nullable: what other guests’
 *   users are told has them), database (string, nullable) and certificates (GStrv, nullable): three names of
 *   certificates of an NSS database; a software card is made of them, and no reader of this computer is used.
 *   The first of a program to start hold until its end;
 *   read-only: available (bool: the guest has a reader that can be one of here), state (LodgeCardsState),
 *   obstacle (GError boxed, nullable: why it is impossible), readers (GListModel of LodgeCardReader,
 *   nullable: there is one while they are shared). */
#define LODGE_TYPE_CONSOLE_CARDS (lodge_console_cards_get_type ())
G_DECLARE_FINAL_TYPE (LodgeConsoleCards, lodge_console_cards, LODGE, CONSOLE_CARDS, GObject)

/* What the properties of these names say; what is returned is the object's. */
gboolean         lodge_console_cards_is_available (LodgeConsoleCards *self);
LodgeCardsState  lodge_console_cards_get_state    (LodgeConsoleCards *self);
const GError    *lodge_console_cards_get_obstacle (LodgeConsoleCards *self);
GListModel      *lodge_console_cards_get_readers  (LodgeConsoleCards *self);

G_END_DECLS
