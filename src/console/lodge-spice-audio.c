/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sound over SPICE. The library plays and records by GStreamer; the handlers here come before its own:
 * they make the samples as loud as is wished, and keep it from opening the microphone, which it would do
 * at the guest's word. Where GStreamer has no way to a sound device all of it stays off.
 *
 * A guest's agent that can set volumes is told how loud this computer's are, for which the library opens
 * both devices, the microphone too, and tells nonsense where there are none. It is refused: what the guest
 * plays is as loud as its own mixer says. */

#include "config.h"

#include "console/lodge-spice-audio-private.h"

#include <gst/gst.h>

#include "console/lodge-console-audio-private.h"

typedef struct {
  int format, channels, frequency;
} Sound;

struct _LodgeSpiceAudio
{
  GObject parent_instance;

  LodgeConsoleAudio *audio;
  SpiceAudio *backend;        /* the session's */
  SpiceChannel *record;
  Sound wanted;               /* what the guest wants to record; zeroed: nothing */
  gboolean passing;           /* our own word, not the guest's */
  gboolean trying;            /* to find a sound system */
};

G_DEFINE_FINAL_TYPE (LodgeSpiceAudio, lodge_spice_audio, G_TYPE_OBJECT)

/* The plugins may not be there. */
static gboolean
can_play (void)
{
  g_autoptr(GstElementFactory) factory = NULL;

  if (gst_init_check (NULL, NULL, NULL))
    factory = gst_element_factory_find ("autoaudiosink");
  return factory != NULL;
}

/* What GStreamer chose; where nothing works it takes a sink that throws all away. */
static gboolean
plays (GstElement *sink)
{
  GList *chosen = GST_BIN_CHILDREN (sink);
  GstElementFactory *factory = chosen != NULL ? gst_element_get_factory (chosen->data) : NULL;

  return factory != NULL && !g_str_equal (GST_OBJECT_NAME (factory), "fakesink");
}

/* On a thread, as the sound system may be slow. Nothing is played. */
static void
try_thread (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  GstElement *sink = gst_element_factory_make ("autoaudiosink", NULL);
  gboolean found;

  gst_object_ref_sink (sink);
  found = gst_element_set_state (sink, GST_STATE_READY) != GST_STATE_CHANGE_FAILURE && plays (sink);
  gst_element_set_state (sink, GST_STATE_NULL);
  gst_object_unref (sink);
  g_task_return_boolean (task, found);
}

static void
tried_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  LodgeSpiceAudio *self = LODGE_SPICE_AUDIO (source);
  gboolean found = g_task_propagate_boolean (G_TASK (result), NULL);

  self->trying = FALSE;
  if (self->audio == NULL)
    return;

  lodge_console_audio_set_available (self->audio, found);
  lodge_console_audio_set_unheard (self->audio, !found);
}

/* Whether there is a sound system, which may come later. */
static void
try_to_play (LodgeSpiceAudio *self)
{
  g_autoptr(GTask) task = NULL;

  if (self->trying || lodge_console_audio_is_available (self->audio))
    return;

  self->trying = TRUE;
  task = g_task_new (self, NULL, tried_cb, NULL);
  g_task_set_source_tag (task, try_to_play);
  g_task_run_in_thread (task, try_thread);
}

static void
refuse_volume (SpiceAudio          *backend,
               GCancellable        *cancellable,
               SpiceMainChannel    *main_channel,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (backend, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "The volume is not told");
}

/* The finish functions of the library hand the error on. */
static void
keep_volumes (SpiceAudio *backend)
{
  SpiceAudioClass *klass = SPICE_AUDIO_GET_CLASS (backend);

  klass->get_playback_volume_info_async = refuse_volume;
  klass->get_record_volume_info_async = refuse_volume;
}

static void
playback_start_cb (LodgeSpiceAudio *self)
{
  lodge_console_audio_set_playing (self->audio, TRUE);
  try_to_play (self);
}

/* The library forgets what the guest's mixer said before there was something to play. */
static void
playback_started_cb (LodgeSpiceAudio *self,
                     int              format,
                     int              channels,
                     int              frequency,
                     SpiceChannel    *channel)
{
  guint n_volumes = 0;

  g_object_get (channel, "nchannels", &n_volumes, NULL);
  if (n_volumes == 0)
    return;

  g_object_notify (G_OBJECT (channel), "volume");
  g_object_notify (G_OBJECT (channel), "mute");
}

static void
playback_stop_cb (LodgeSpiceAudio *self)
{
  lodge_console_audio_set_playing (self->audio, FALSE);
}

static void
playback_data_cb (LodgeSpiceAudio *self,
                  gpointer         data,
                  int              size)
{
  if (data != NULL && size > 0)
    lodge_console_audio_scale (self->audio, data, (gsize) size / sizeof (gint16));
}

static void
record_start_cb (LodgeSpiceAudio *self,
                 int              format,
                 int              channels,
                 int              frequency,
                 SpiceChannel    *channel)
{
  if (self->passing)
    return;

  self->wanted = (Sound) { format, channels, frequency };
  if (lodge_console_audio_get_microphone (self->audio))
    lodge_console_audio_set_recording (self->audio, TRUE);
  else
    g_signal_stop_emission_by_name (channel, "record-start");
}

static void
record_stop_cb (LodgeSpiceAudio *self)
{
  if (self->passing)
    return;

  self->wanted = (Sound) { 0 };
  lodge_console_audio_set_recording (self->audio, FALSE);
}

/* The user lets the guest listen, or not any more, while it wants to. */
static void
microphone_cb (LodgeSpiceAudio *self)
{
  gboolean allowed = lodge_console_audio_get_microphone (self->audio);

  if (self->record == NULL || self->wanted.channels == 0
      || allowed == lodge_console_audio_is_recording (self->audio))
    return;

  self->passing = TRUE;
  if (allowed)
    g_signal_emit_by_name (self->record, "record-start", self->wanted.format, self->wanted.channels,
                           self->wanted.frequency);
  else
    g_signal_emit_by_name (self->record, "record-stop");
  self->passing = FALSE;
  lodge_console_audio_set_recording (self->audio, allowed);
}

static void
lodge_spice_audio_dispose (GObject *object)
{
  LodgeSpiceAudio *self = LODGE_SPICE_AUDIO (object);

  if (self->audio != NULL)
    {
      lodge_console_audio_set_available (self->audio, FALSE);
      lodge_console_audio_set_unheard (self->audio, FALSE);
    }
  g_clear_object (&self->record);
  g_clear_object (&self->audio);
  self->backend = NULL;

  G_OBJECT_CLASS (lodge_spice_audio_parent_class)->dispose (object);
}

static void
lodge_spice_audio_class_init (LodgeSpiceAudioClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lodge_spice_audio_dispose;
}

static void
lodge_spice_audio_init (LodgeSpiceAudio *self)
{
}

LodgeSpiceAudio *
lodge_spice_audio_new (SpiceSession      *session,
                       LodgeConsoleAudio *audio)
{
  g_autoptr(LodgeSpiceAudio) self = NULL;

  g_object_set (session, "enable-audio", FALSE, NULL);
  lodge_console_audio_set_unheard (audio, !can_play ());
  if (lodge_console_audio_is_unheard (audio))
    return NULL;

  g_object_set (session, "enable-audio", TRUE, NULL);
  self = g_object_new (LODGE_TYPE_SPICE_AUDIO, NULL);
  self->audio = g_object_ref (audio);
  self->backend = spice_audio_get (session, NULL);
  if (self->backend == NULL)
    {
      g_object_set (session, "enable-audio", FALSE, NULL);
      return NULL;
    }
  keep_volumes (self->backend);
  g_signal_connect_object (audio, "notify::microphone", G_CALLBACK (microphone_cb), self,
                           G_CONNECT_SWAPPED);
  return g_steal_pointer (&self);
}

static void
watch (LodgeSpiceAudio *self,
       SpiceChannel    *channel,
       const char      *signal,
       GCallback        callback)
{
  g_signal_connect_object (channel, signal, callback, self, G_CONNECT_SWAPPED);
}

gboolean
lodge_spice_audio_add_channel (LodgeSpiceAudio *self,
                               SpiceChannel    *channel)
{
  if (SPICE_IS_PLAYBACK_CHANNEL (channel))
    {
      watch (self, channel, "playback-start", G_CALLBACK (playback_start_cb));
      g_signal_connect_object (channel, "playback-start", G_CALLBACK (playback_started_cb), self,
                               G_CONNECT_SWAPPED | G_CONNECT_AFTER);
      watch (self, channel, "playback-stop", G_CALLBACK (playback_stop_cb));
      watch (self, channel, "playback-data", G_CALLBACK (playback_data_cb));
      try_to_play (self);
      return TRUE;
    }
  if (SPICE_IS_RECORD_CHANNEL (channel))
    {
      g_set_object (&self->record, channel);
      watch (self, channel, "record-start", G_CALLBACK (record_start_cb));
      watch (self, channel, "record-stop", G_CALLBACK (record_stop_cb));
      return TRUE;
    }
  return FALSE;
}
