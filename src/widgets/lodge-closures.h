/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "virt/lodge-host.h"
#include "virt/lodge-machine-actions.h"

G_BEGIN_DECLS

void     lodge_closures_bind          (GtkWidgetClass *klass);

/* Of any template; the first argument is the object the expression belongs to. */
gboolean lodge_closure_not            (GObject *object, gboolean value);
gboolean lodge_closure_both           (GObject *object, gboolean a, gboolean b);
gboolean lodge_closure_has_text       (GObject *object, const char *text);
gboolean lodge_closure_is_set         (GObject *object, GObject *value);
char    *lodge_closure_state_icon     (GObject *object, LodgeMachineState state);
char    *lodge_closure_state_label    (GObject *object, LodgeMachineState state, gboolean busy);
GStrv    lodge_closure_state_classes  (GObject *object, LodgeMachineState state);
GStrv    lodge_closure_name_classes   (GObject *object, LodgeMachineState state);
gboolean lodge_closure_is_known       (GObject *object, LodgeMachineState state);
char    *lodge_closure_unknown_text   (GObject *object, LodgeMachineState state, const char *text);
char    *lodge_closure_state_notice   (GObject *object, LodgeMachineState state, const char *host_text);
char    *lodge_closure_main_label     (GObject *object, LodgeMachineState state);
char    *lodge_closure_main_action    (GObject *object, LodgeMachineState state);
gboolean lodge_closure_can_pause      (GObject *object, LodgeMachineState state);
char    *lodge_closure_host_icon      (GObject *object, const char *uri);
char    *lodge_closure_host_state     (GObject *object, LodgeHostState state, gint64 last_seen);
gboolean lodge_closure_host_busy      (GObject *object, LodgeHostState state, gboolean loading);
gboolean lodge_closure_host_quiet     (GObject *object, LodgeHostState state);
char    *lodge_closure_expander_icon  (GObject *object, gboolean expanded);
char    *lodge_closure_retry_text     (GObject *object, LodgeHostState state, int seconds);

G_END_DECLS
