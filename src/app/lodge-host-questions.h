/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "virt/lodge-hosts.h"

G_BEGIN_DECLS

/* Shows what hosts ask before they let the user in, one dialog at a time. */
#define LODGE_TYPE_HOST_QUESTIONS (lodge_host_questions_get_type ())
G_DECLARE_FINAL_TYPE (LodgeHostQuestions, lodge_host_questions, LODGE, HOST_QUESTIONS, GObject)

LodgeHostQuestions *lodge_host_questions_new (GtkWindow *window, LodgeHosts *hosts);

G_END_DECLS
