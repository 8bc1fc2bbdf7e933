/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* Machines that went on on another host, until one of the list is known to have them. Main thread only. */
typedef struct _LodgeMoves LodgeMoves;

/* @from: as it was; its host may be gone. @to: runs. */
typedef void (*LodgeMovesFunc) (LodgeMachine *from, LodgeMachine *to, gpointer user_data);

/* @hosts (a list of LodgeHost, not owned) and @user_data outlive it. */
LodgeMoves *lodge_moves_new   (GListModel *hosts, LodgeMovesFunc func, gpointer user_data);
void        lodge_moves_free  (LodgeMoves *self);
/* Looks for @machine, which ended on @host. @fresh: it did so just now, and who shows it goes along. */
void        lodge_moves_add   (LodgeMoves *self, LodgeHost *host, LodgeMachine *machine, gboolean fresh);
/* @host listed the machine of that UUID just now. */
void        lodge_moves_check (LodgeMoves *self, LodgeHost *host, const char *uuid);
/* @machine, which ran, is not on @host any more, and nobody said why: a move, if another host runs it. */
void        lodge_moves_guess (LodgeMoves *self, LodgeHost *host, LodgeMachine *machine);
/* Whether anything is looked for. */
gboolean    lodge_moves_is_looking (LodgeMoves *self);

G_END_DECLS
