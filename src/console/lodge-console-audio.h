/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The sound of a guest; of a LodgeConsole.
 * Properties: muted (bool), volume (double, 0 to 1: how much of the guest's own volume is heard), microphone
 *   (bool, off at first: the guest may listen); read-only: available (bool: the guest's sound can be played
 *   here), unheard (bool: it cannot because this computer has no sound system), playing, recording (bool: the
 *   guest plays; it listens, and is let). */
#define LODGE_TYPE_CONSOLE_AUDIO (lodge_console_audio_get_type ())
G_DECLARE_FINAL_TYPE (LodgeConsoleAudio, lodge_console_audio, LODGE, CONSOLE_AUDIO, GObject)

/* what the properties are */
gboolean lodge_console_audio_is_available   (LodgeConsoleAudio *self);
gboolean lodge_console_audio_is_unheard     (LodgeConsoleAudio *self);
gboolean lodge_console_audio_get_muted      (LodgeConsoleAudio *self);
double   lodge_console_audio_get_volume     (LodgeConsoleAudio *self);
gboolean lodge_console_audio_get_microphone (LodgeConsoleAudio *self);
gboolean lodge_console_audio_is_recording   (LodgeConsoleAudio *self);

G_END_DECLS
