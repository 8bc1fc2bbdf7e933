/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-console-audio.h"

G_BEGIN_DECLS

LodgeConsoleAudio *lodge_console_audio_new           (void);
/* For subclasses of LodgeConsole; all is forgotten when the session ends. */
void               lodge_console_audio_set_available (LodgeConsoleAudio *self,
                                                      gboolean           available);
/* They know that this computer plays nothing. */
void               lodge_console_audio_set_unheard   (LodgeConsoleAudio *self,
                                                      gboolean           unheard);
/* For LodgeConsole: no microphone, whatever is wished. */
void               lodge_console_audio_set_view_only (LodgeConsoleAudio *self,
                                                      gboolean           view_only);
void               lodge_console_audio_set_playing   (LodgeConsoleAudio *self,
                                                      gboolean           playing);
void               lodge_console_audio_set_recording (LodgeConsoleAudio *self,
                                                      gboolean           recording);
/* Makes samples of 16 bits as loud as they are to be heard, in place. */
void               lodge_console_audio_scale         (LodgeConsoleAudio *self,
                                                      gpointer           samples,
                                                      gsize              n);

G_END_DECLS
