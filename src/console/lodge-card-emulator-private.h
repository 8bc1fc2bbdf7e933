/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The readers of this computer, as libcacard shows them to guests: of the whole process, so one session has
 * them at a time. Property: owner (pointer, read-only: who has them; NULL: nobody). */
#define LODGE_TYPE_CARD_EMULATOR (lodge_card_emulator_get_type ())
G_DECLARE_FINAL_TYPE (LodgeCardEmulator, lodge_card_emulator, LODGE, CARD_EMULATOR, GObject)

/* FALSE: this program was built without libcacard, and nothing below does anything. */
gboolean           lodge_card_emulator_is_supported (void);
LodgeCardEmulator *lodge_card_emulator_get          (void); /* always the same one */

/* FALSE when somebody else has them. Claiming twice is claiming once. */
gboolean           lodge_card_emulator_claim        (LodgeCardEmulator   *self,
                                                     gpointer             owner);
void               lodge_card_emulator_release      (LodgeCardEmulator   *self,
                                                     gpointer             owner);
gpointer           lodge_card_emulator_get_owner    (LodgeCardEmulator   *self);

void               lodge_card_emulator_start_async  (LodgeCardEmulator   *self,
                                                     const char          *database,
                                                     const char *const   *certificates,
                                                     GAsyncReadyCallback  callback,
                                                     gpointer             user_data);
gboolean           lodge_card_emulator_start_finish (LodgeCardEmulator   *self,
                                                     GAsyncResult        *result,
                                                     GError             **error);

/* Of LodgeCardReader. */
GListModel        *lodge_card_emulator_get_readers  (LodgeCardEmulator   *self);
/* Looks at the readers anew. */
void               lodge_card_emulator_refresh      (LodgeCardEmulator   *self);
/* A guest’s session is told of all readers and cards; or that they are gone: TRUE when it had any. Both go to
 * the channels that listen to the library’s manager of readers. */
void               lodge_card_emulator_attach       (LodgeCardEmulator   *self);
gboolean           lodge_card_emulator_detach       (LodgeCardEmulator   *self);
/* The numbers that a session’s server gave are worth nothing for the next. */
void               lodge_card_emulator_forget       (LodgeCardEmulator   *self);

G_END_DECLS
