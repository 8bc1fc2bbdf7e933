/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

#include "console/lodge-console-audio.h"

G_BEGIN_DECLS

/* The sound of a session. */
#define LODGE_TYPE_SPICE_AUDIO (lodge_spice_audio_get_type ())
G_DECLARE_FINAL_TYPE (LodgeSpiceAudio, lodge_spice_audio, LODGE, SPICE_AUDIO, GObject)

/* NULL where there is nothing to play it with. Before the session is opened, and after the own handler of
 * channel-new was connected. */
LodgeSpiceAudio *lodge_spice_audio_new         (SpiceSession      *session,
                                                LodgeConsoleAudio *audio);
/* TRUE when it is one of sound; called from channel-new. */
gboolean         lodge_spice_audio_add_channel (LodgeSpiceAudio   *self,
                                                SpiceChannel      *channel);

G_END_DECLS
