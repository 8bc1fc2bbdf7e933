/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "create/lodge-plan-private.h"

G_BEGIN_DECLS

/* What this run has made on the host and nobody else: NULL or FALSE is nothing. */
typedef struct {
  char    *pool;      /* was made, not only used */
  gboolean folder;    /* of that pool, too */
  char    *network;   /* was started */
  char    *volume;    /* path */
  char    *uuid;      /* was, or may have been, defined */
  gboolean started;
} LodgeMade;

typedef struct _LodgeRun LodgeRun;

/* One run, shared by the main thread and the worker; only one of them has it at a time. Counted
 * as an atomic g_rc_box. */
struct _LodgeRun {
  LodgePlan      *plan;
  LodgeHost      *host;
  LodgeOperation *operation;
  char           *uuid;       /* of the machine to be */
  char           *pool;       /* in use */
  char           *pool_dir;
  char           *disk_path;  /* nullable */
  LodgeMade       made;

  /* Tests stand in the way here: on the worker, before each step and once after the last one. */
  gboolean      (*before_step) (LodgeRun *run, guint step, GError **error);
};

#define LODGE_RUN_N_STEPS 6

/* lodge-plan-run.c: on the main thread. */
LodgeRun *lodge_run_new    (LodgePlan           *plan,
                            LodgeHost           *host);
void      lodge_run_unref  (LodgeRun            *run);
void      lodge_run_async  (LodgeRun            *run,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data);

/* lodge-plan-steps.c: on the worker. */

gboolean lodge_run_steps   (LodgeRun         *run,
                            LodgeConnection  *connection,
                            GCancellable     *cancellable,
                            GError          **error);
gboolean lodge_run_undo    (LodgeRun         *run,
                            LodgeConnection  *connection);
gboolean lodge_run_is_clean (const LodgeRun  *run);

G_END_DECLS
