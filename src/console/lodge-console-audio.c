/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is known and wished of a guest's sound. The microphone is off until the user lets the guest have
 * it. */

#include "config.h"

#include "console/lodge-console-audio-private.h"

#include <string.h>

#include "base/lodge-prop.h"

struct _LodgeConsoleAudio
{
  GObject parent_instance;

  gboolean available;
  gboolean unheard;
  gboolean playing;
  gboolean recording;
  gboolean muted;
  gboolean microphone;
  gboolean view_only;
  double volume;
};

enum {
  PROP_0,
  PROP_AVAILABLE,
  PROP_UNHEARD,
  PROP_PLAYING,
  PROP_RECORDING,
  PROP_MUTED,
  PROP_MICROPHONE,
  PROP_VOLUME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeConsoleAudio, lodge_console_audio, G_TYPE_OBJECT)

static void
lodge_console_audio_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  LodgeConsoleAudio *self = LODGE_CONSOLE_AUDIO (object);

  switch (prop_id)
    {
    case PROP_AVAILABLE:
      g_value_set_boolean (value, self->available);
      break;

    case PROP_UNHEARD:
      g_value_set_boolean (value, self->unheard);
      break;

    case PROP_PLAYING:
      g_value_set_boolean (value, self->playing);
      break;

    case PROP_RECORDING:
      g_value_set_boolean (value, self->recording);
      break;

    case PROP_MUTED:
      g_value_set_boolean (value, self->muted);
      break;

    case PROP_MICROPHONE:
      g_value_set_boolean (value, self->microphone);
      break;

    case PROP_VOLUME:
      g_value_set_double (value, self->volume);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_console_audio_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  LodgeConsoleAudio *self = LODGE_CONSOLE_AUDIO (object);

  switch (prop_id)
    {
    case PROP_MUTED:
      lodge_prop_set_bool (object, pspec, &self->muted, g_value_get_boolean (value));
      break;

    case PROP_MICROPHONE:
      lodge_prop_set_bool (object, pspec, &self->microphone, g_value_get_boolean (value));
      break;

    case PROP_VOLUME:
      lodge_prop_set_double (object, pspec, &self->volume, g_value_get_double (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_console_audio_class_init (LodgeConsoleAudioClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags both = read | G_PARAM_WRITABLE;

  object_class->get_property = lodge_console_audio_get_property;
  object_class->set_property = lodge_console_audio_set_property;

  properties[PROP_AVAILABLE] = g_param_spec_boolean ("available", NULL, NULL, FALSE, read);
  properties[PROP_UNHEARD] = g_param_spec_boolean ("unheard", NULL, NULL, FALSE, read);
  properties[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, read);
  properties[PROP_RECORDING] = g_param_spec_boolean ("recording", NULL, NULL, FALSE, read);
  properties[PROP_MUTED] = g_param_spec_boolean ("muted", NULL, NULL, FALSE, both);
  properties[PROP_MICROPHONE] = g_param_spec_boolean ("microphone", NULL, NULL, FALSE, both);
  properties[PROP_VOLUME] = g_param_spec_double ("volume", NULL, NULL, 0, 1, 1, both);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_console_audio_init (LodgeConsoleAudio *self)
{
  self->volume = 1;
}

LodgeConsoleAudio *
lodge_console_audio_new (void)
{
  return g_object_new (LODGE_TYPE_CONSOLE_AUDIO, NULL);
}

void
lodge_console_audio_set_available (LodgeConsoleAudio *self,
                                   gboolean           available)
{
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_AVAILABLE], &self->available, available);
  if (available)
    return;

  lodge_console_audio_set_playing (self, FALSE);
  lodge_console_audio_set_recording (self, FALSE);
}

void
lodge_console_audio_set_unheard (LodgeConsoleAudio *self,
                                 gboolean           unheard)
{
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_UNHEARD], &self->unheard, unheard);
}

void
lodge_console_audio_set_view_only (LodgeConsoleAudio *self,
                                   gboolean           view_only)
{
  self->view_only = view_only;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MICROPHONE]);
}

void
lodge_console_audio_set_playing (LodgeConsoleAudio *self,
                                 gboolean           playing)
{
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_PLAYING], &self->playing, playing);
}

void
lodge_console_audio_set_recording (LodgeConsoleAudio *self,
                                   gboolean           recording)
{
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_RECORDING], &self->recording, recording);
}

void
lodge_console_audio_scale (LodgeConsoleAudio *self,
                           gpointer           samples,
                           gsize              n)
{
  guint8 *bytes = samples;
  int factor = (int) (self->volume * 256 + 0.5);

  if (self->muted)
    memset (bytes, 0, n * sizeof (gint16));
  else if (factor != 256)
    for (gsize i = 0; i < n; i++)
      {
        gint16 sample;

        memcpy (&sample, bytes + i * sizeof sample, sizeof sample);
        sample = (gint16) (sample * factor / 256);
        memcpy (bytes + i * sizeof sample, &sample, sizeof sample);
      }
}

gboolean
lodge_console_audio_is_available (LodgeConsoleAudio *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_AUDIO (self), FALSE);

  return self->available;
}

gboolean
lodge_console_audio_is_unheard (LodgeConsoleAudio *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_AUDIO (self), FALSE);

  return self->unheard;
}

gboolean
lodge_console_audio_get_muted (LodgeConsoleAudio *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_AUDIO (self), FALSE);

  return self->muted;
}

double
lodge_console_audio_get_volume (LodgeConsoleAudio *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_AUDIO (self), 0);

  return self->volume;
}

gboolean
lodge_console_audio_get_microphone (LodgeConsoleAudio *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_AUDIO (self), FALSE);

  return self->microphone && !self->view_only;
}

gboolean
lodge_console_audio_is_recording (LodgeConsoleAudio *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_AUDIO (self), FALSE);

  return self->recording;
}
