/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/lodge-host-question.h"

G_BEGIN_DECLS

/* For those who ask. */
LodgeHostQuestion *lodge_host_question_new         (const char *text, gboolean refused);
void               lodge_host_question_add         (LodgeHostQuestion *self, LodgePromptKind kind,
                                                    const char *label, const char *initial);
void               lodge_host_question_set_can_remember (LodgeHostQuestion *self,
                                                         gboolean can_remember);
gboolean           lodge_host_question_wait        (LodgeHostQuestion *self, guint seconds);
const char        *lodge_host_question_get_given   (LodgeHostQuestion *self, guint i);
gboolean           lodge_host_question_is_answered (LodgeHostQuestion *self);

G_END_DECLS
