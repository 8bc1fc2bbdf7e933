/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xml/lodge-domain-xml.h"

G_BEGIN_DECLS

typedef enum {
  LODGE_CONSOLE_GRAPHICS,
  LODGE_CONSOLE_TEXT,
} LodgeConsoleKind;

/* One of a machine's consoles: an immutable item. */
#define LODGE_TYPE_CONSOLE_CHOICE (lodge_console_choice_get_type ())
G_DECLARE_FINAL_TYPE (LodgeConsoleChoice, lodge_console_choice, LODGE, CONSOLE_CHOICE, GObject)

GPtrArray          *lodge_console_choice_list         (const LodgeDomainXml *xml);
LodgeConsoleChoice *lodge_console_choice_find_default (GPtrArray *choices);

LodgeConsoleKind    lodge_console_choice_get_kind     (LodgeConsoleChoice *self);
/* The same in every run of the machine: “graphics0”, “serial1”. */
const char         *lodge_console_choice_get_key      (LodgeConsoleChoice *self);
const char         *lodge_console_choice_get_label    (LodgeConsoleChoice *self); /* translated */
/* Its server has room for one viewer. */
gboolean            lodge_console_choice_is_exclusive (LodgeConsoleChoice *self);
/* The place among the graphics devices. */
guint               lodge_console_choice_get_index    (LodgeConsoleChoice *self);
/* libvirt's name of a text device. */
const char         *lodge_console_choice_get_alias    (LodgeConsoleChoice *self);
/* Translated: why it can never be opened; NULL when it can. */
const char         *lodge_console_choice_get_problem  (LodgeConsoleChoice *self);
gboolean            lodge_console_choice_equal        (LodgeConsoleChoice *a, LodgeConsoleChoice *b);

G_END_DECLS
