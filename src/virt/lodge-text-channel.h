/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "virt/lodge-machine.h"

G_BEGIN_DECLS

typedef enum {
  LODGE_TEXT_CLOSED,     /* the user's wish */
  LODGE_TEXT_WAITING,    /* the machine is off, or the host away: opens by itself when that changes */
  LODGE_TEXT_CONNECTING,
  LODGE_TEXT_CONNECTED,
  LODGE_TEXT_IN_USE,     /* another viewer has it: take_over(), or open() to try again */
  LODGE_TEXT_FAILED,     /* see error; open() tries again */
} LodgeTextState;

#define LODGE_TYPE_TEXT_STATE (lodge_text_state_get_type ())
GType lodge_text_state_get_type (void);

/* What may wait to be sent: a paste that is larger is refused. */
#define LODGE_TEXT_WRITE_MAX (256 * 1024)

/* A text device of a machine (serial port, virtio console), as bytes in both directions. Connects again
 * by itself when the machine starts again or the host comes back. Main thread only.
 * Properties: machine, alias (both construct-only), state, error (GError, boxed, nullable),
 *   log-file (GFile, nullable: every byte that is read goes there, too).
 * Signals: data(GBytes): at most 64 KiB; lost(uint64): that many bytes were left out before the next
 *   data, as they came faster than they can be shown; log-failed(GError): the log has ended. */
#define LODGE_TYPE_TEXT_CHANNEL (lodge_text_channel_get_type ())
G_DECLARE_FINAL_TYPE (LodgeTextChannel, lodge_text_channel, LODGE, TEXT_CHANNEL, GObject)

LodgeTextChannel *lodge_text_channel_new       (LodgeMachine *machine, const char *alias);
LodgeMachine     *lodge_text_channel_get_machine (LodgeTextChannel *self);
const char       *lodge_text_channel_get_alias (LodgeTextChannel *self);
LodgeTextState    lodge_text_channel_get_state (LodgeTextChannel *self);
const GError     *lodge_text_channel_get_error (LodgeTextChannel *self);
GFile            *lodge_text_channel_get_log_file (LodgeTextChannel *self);

void              lodge_text_channel_open      (LodgeTextChannel *self);
void              lodge_text_channel_take_over (LodgeTextChannel *self);
void              lodge_text_channel_close     (LodgeTextChannel *self);
gboolean          lodge_text_channel_write     (LodgeTextChannel *self, const char *data, gsize size);
void              lodge_text_channel_start_log (LodgeTextChannel *self, GFile *file);
void              lodge_text_channel_stop_log  (LodgeTextChannel *self);

G_END_DECLS
