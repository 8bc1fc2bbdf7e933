/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  LODGE_NOTICE_NONE,
  LODGE_NOTICE_PAUSED,
  LODGE_NOTICE_CONNECTING,
  LODGE_NOTICE_OFF,
  LODGE_NOTICE_TAKEN,
  LODGE_NOTICE_LOST,
  LODGE_NOTICE_ENDED,
  LODGE_NOTICE_MOVED,
} LodgeConsoleNoticeKind;

#define LODGE_TYPE_CONSOLE_NOTICE_KIND (lodge_console_notice_kind_get_type ())
GType lodge_console_notice_kind_get_type (void);

/* What is said over a picture that is not live, and what can be done about it.
 * Properties: kind (hidden for LODGE_NOTICE_NONE), words-only (bool: where the actions are not at hand). */
#define LODGE_TYPE_CONSOLE_NOTICE (lodge_console_notice_get_type ())
G_DECLARE_FINAL_TYPE (LodgeConsoleNotice, lodge_console_notice, LODGE, CONSOLE_NOTICE, GtkWidget)

G_END_DECLS
