/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "create/lodge-plan-private.h"

G_BEGIN_DECLS

/* What this run has made on the host and nobody else: NULL or FALSE is nothing. */
typedef struct {
  char    *pool;      /* was made, not only used */
  char    *network;   /* was started */
  char    *volume;    /* path */
  char    *uuid;      /* was, or may have been, defined */
  gboolean started;
} LodgeMade;

/* One run, shared by the main thread and the worker; only one of them has it at a time. */
typedef struct {
  LodgePlan      *plan;
  LodgeHost      *host;
  LodgeOperation *operation;
  char           *uuid;       /* of the machine to be */
  char           *pool;       /* in use */
  char           *pool_dir;
  char           *disk_path;  /* nullable */
  LodgeMade       made;
} LodgeRun;

gboolean lodge_run_steps   (LodgeRun         *run,
                            LodgeConnection  *connection,
                            GCancellable     *cancellable,
                            GError          **error);
gboolean lodge_run_undo    (LodgeRun         *run,
                            LodgeConnection  *connection);
gboolean lodge_run_is_clean (const LodgeRun  *run);

G_END_DECLS
