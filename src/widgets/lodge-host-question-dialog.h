/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "virt/lodge-host.h"

G_BEGIN_DECLS

/* Asks the user what a host asks, and answers the question by itself. It closes when the question
 * needs no answer any more. */
#define LODGE_TYPE_HOST_QUESTION_DIALOG (lodge_host_question_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LodgeHostQuestionDialog, lodge_host_question_dialog, LODGE,
                      HOST_QUESTION_DIALOG, AdwMessageDialog)

GtkWidget *lodge_host_question_dialog_new (GtkWindow *parent, LodgeHost *host,
                                           LodgeHostQuestion *question);

G_END_DECLS
