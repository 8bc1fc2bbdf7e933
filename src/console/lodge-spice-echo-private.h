/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A server answers each fourth message about the pointer, whatever it says: counts these on one inputs
 * channel, and takes the time from the fourth to its answer. */
typedef struct _LodgeSpiceEcho LodgeSpiceEcho;

LodgeSpiceEcho *lodge_spice_echo_new            (void);
void            lodge_spice_echo_free           (LodgeSpiceEcho *self);
/* From here on the client says messages, with short headers or long ones. */
void            lodge_spice_echo_begin          (LodgeSpiceEcho *self,
                                                 gboolean        mini);
/* Never, where what is said is encrypted by a login. */
gboolean        lodge_spice_echo_has_begun      (LodgeSpiceEcho *self);
void            lodge_spice_echo_tell           (LodgeSpiceEcho *self,
                                                 const guint8   *data,
                                                 gsize           length);
void            lodge_spice_echo_take_answer    (LodgeSpiceEcho *self);
/* Whether a question is not answered yet, or none can be heard. */
gboolean        lodge_spice_echo_is_busy        (LodgeSpiceEcho *self);
/* Microseconds; -1: not known. An answer that is overdue counts. */
gint64          lodge_spice_echo_get_round_trip (LodgeSpiceEcho *self);

G_END_DECLS
