/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A sound card of a guest that plays a tone of half the full level, and tells what its microphone hears.
 *   sound card                  the guest has one, from the next session on
 *   sound play PITCH            plays, until                sound stop
 *   sound raw                   what is played next is not compressed
 *   sound volume PERCENT        of the guest's mixer; 0 also mutes
 *   sound listen PITCH          records, until sound deaf   -> heard PERMILLE  the tone's level, five times a second
 *                                                              in which something came */

#include "config.h"

#include "lodge-test-spice-sound.h"

#include <stdio.h>

#include "lodge-test-spice-agent.h"
#include "lodge-test-tone.h"

#define RATE 48000
#define PIECE_MS 10
#define LISTEN_MS 200

static SpiceServer *server;
static double pitch, phase;
static guint play_source, listen_source;
static gint64 begin;
static guint64 n_played;   /* frames */
static int listen_pitch;

static const SpicePlaybackInterface playback_interface = {
  .base = { SPICE_INTERFACE_PLAYBACK, "test playback", SPICE_INTERFACE_PLAYBACK_MAJOR,
            SPICE_INTERFACE_PLAYBACK_MINOR },
};

static const SpiceRecordInterface record_interface = {
  .base = { SPICE_INTERFACE_RECORD, "test record", SPICE_INTERFACE_RECORD_MAJOR,
            SPICE_INTERFACE_RECORD_MINOR },
};

static SpicePlaybackInstance playback = { .base = { &playback_interface.base } };
static SpiceRecordInstance record = { .base = { &record_interface.base } };

/* Both channels of a frame are one word. */
static void
fill (uint32_t *frames,
      uint32_t  n)
{
  for (uint32_t i = 0; i < n; i++)
    {
      guint16 sample = (guint16) (gint16) (sin (phase) * 0.5 * 32767);

      frames[i] = (uint32_t) sample << 16 | sample;
      phase = fmod (phase + 2 * G_PI * pitch / RATE, 2 * G_PI);
    }
}

static gboolean
play_cb (gpointer user_data)
{
  guint64 due = (guint64) (g_get_monotonic_time () - begin) * RATE / G_USEC_PER_SEC;

  while (n_played < due)
    {
      uint32_t *frames = NULL, n = 0;

      spice_server_playback_get_buffer (&playback, &frames, &n);
      if (frames == NULL)   /* nobody listens */
        {
          n_played = due;
          break;
        }
      fill (frames, n);
      spice_server_playback_put_samples (&playback, frames);
      n_played += n;
    }
  return G_SOURCE_CONTINUE;
}

static void
stop (void)
{
  if (play_source == 0)
    return;

  g_clear_handle_id (&play_source, g_source_remove);
  spice_server_playback_stop (&playback);
}

static void
play (int wanted)
{
  stop ();
  pitch = wanted;
  phase = 0;
  n_played = 0;
  begin = g_get_monotonic_time ();
  spice_server_set_playback_rate (&playback, RATE);
  spice_server_playback_start (&playback);
  play_source = g_timeout_add (PIECE_MS, play_cb, NULL);
}

static gboolean
listen_cb (gpointer user_data)
{
  static uint32_t frames[RATE];
  uint32_t n = spice_server_record_get_samples (&record, frames, G_N_ELEMENTS (frames));

  if (n > 0)
    lodge_test_say ("heard %d", (int) (1000 * lodge_test_tone ((const gint16 *) frames, n, 2,
                                                               listen_pitch, RATE)));
  return G_SOURCE_CONTINUE;
}

static void
deafen (void)
{
  if (listen_source == 0)
    return;

  g_clear_handle_id (&listen_source, g_source_remove);
  spice_server_record_stop (&record);
}

static void
start_listening (int wanted)
{
  deafen ();
  listen_pitch = wanted;
  spice_server_set_record_rate (&record, RATE);
  spice_server_record_start (&record);
  listen_source = g_timeout_add (LISTEN_MS, listen_cb, NULL);
}

static void
set_volume (int percent)
{
  uint16_t volume[2];

  volume[0] = volume[1] = (uint16_t) (percent * 65535 / 100);
  spice_server_playback_set_volume (&playback, 2, volume);
  spice_server_playback_set_mute (&playback, percent == 0);
}

void
lodge_test_sound_init (SpiceServer *s)
{
  server = s;
}

/* FALSE when it is no command of the sound card's. */
gboolean
lodge_test_sound_run_command (const char *line)
{
  int a;

  if (g_str_equal (line, "sound card"))
    {
      spice_server_add_interface (server, &playback.base);
      spice_server_add_interface (server, &record.base);
    }
  else if (g_str_equal (line, "sound raw"))
    spice_server_set_playback_compression (server, 0);
  else if (sscanf (line, "sound play %d", &a) == 1)
    play (a);
  else if (g_str_equal (line, "sound stop"))
    stop ();
  else if (sscanf (line, "sound volume %d", &a) == 1)
    set_volume (a);
  else if (sscanf (line, "sound listen %d", &a) == 1)
    start_listening (a);
  else if (g_str_equal (line, "sound deaf"))
    deafen ();
  else
    return FALSE;
  return TRUE;
}
