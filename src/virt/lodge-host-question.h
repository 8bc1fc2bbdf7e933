/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum {
  LODGE_PROMPT_TEXT,     /* seen while it is typed */
  LODGE_PROMPT_SECRET,
  LODGE_PROMPT_CONFIRM,  /* yes or no; the answer to yes is any text */
} LodgePromptKind;

/* What a host wants to know before it lets the user in. It is answered or cancelled once, on the main
 * thread; whoever asked may wait for that on a worker. Answers are wiped when it goes.
 * Signal: finished(), on the main thread. */
#define LODGE_TYPE_HOST_QUESTION (lodge_host_question_get_type ())
G_DECLARE_FINAL_TYPE (LodgeHostQuestion, lodge_host_question, LODGE, HOST_QUESTION, GObject)

const char      *lodge_host_question_get_text    (LodgeHostQuestion *self); /* nullable: in the host's words */
gboolean         lodge_host_question_get_refused (LodgeHostQuestion *self); /* the answer before was */
guint            lodge_host_question_get_n       (LodgeHostQuestion *self);
LodgePromptKind  lodge_host_question_get_kind    (LodgeHostQuestion *self, guint i);
const char      *lodge_host_question_get_label   (LodgeHostQuestion *self, guint i); /* translated */
const char      *lodge_host_question_get_initial (LodgeHostQuestion *self, guint i); /* nullable */
gboolean         lodge_host_question_get_can_remember (LodgeHostQuestion *self);
gboolean         lodge_host_question_get_remember (LodgeHostQuestion *self);
void             lodge_host_question_set_remember (LodgeHostQuestion *self, gboolean remember);
void             lodge_host_question_answer      (LodgeHostQuestion *self, const char *const *answers);
void             lodge_host_question_cancel      (LodgeHostQuestion *self);
gboolean         lodge_host_question_is_finished (LodgeHostQuestion *self);

G_END_DECLS
