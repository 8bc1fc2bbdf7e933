/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* Signals: hidden(LodgeMachine, gboolean hidden): to be left out of lists, or back again;
 * failed(LodgeMachine, GError); finished(): nothing is pending or under way any more. */
#define LODGE_TYPE_DELETIONS (lodge_deletions_get_type ())
G_DECLARE_FINAL_TYPE (LodgeDeletions, lodge_deletions, LODGE, DELETIONS, GObject)

#define LODGE_DELETIONS_DELAY 6 /* seconds to take it back */

LodgeDeletions *lodge_deletions_new    (guint delay_ms);
void            lodge_deletions_add    (LodgeDeletions *self, LodgeMachine *machine, const char *const *disk_paths);
gboolean        lodge_deletions_undo   (LodgeDeletions *self, const char *uuid);
void            lodge_deletions_commit (LodgeDeletions *self); /* all that wait, now */
guint           lodge_deletions_get_n  (LodgeDeletions *self);

G_END_DECLS
