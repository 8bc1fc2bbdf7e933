/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A guest's sound through a real sound system: a PulseAudio of the test's own, whose loudspeaker goes nowhere and
 * is listened to by its monitor, and whose microphone hears what the test plays into it. */

#include "config.h"

#include <glib/gstdio.h>
#include <gst/app/gstappsink.h>
#include <gst/gst.h>
#include <string.h>

#include "console/lodge-spice-console.h"

#include "../support/lodge-test-server.h"
#include "../support/lodge-test-tone.h"

#define RATE 48000
#define WINDOW (RATE / 5)
#define PITCH 440          /* of the guest */
#define VOICE 1000         /* in the microphone */

typedef struct {
  LodgeTestServer server;
  LodgeConsole *console;
  LodgeConsoleAudio *audio;
  GstElement *ear, *mouth;
  GstElement *ear_sink;
  gint16 heard[WINDOW];    /* the last of it */
  guint64 n_heard;
  guint wake_source;
} Fixture;

static char *dir, *socket_path;
static GSubprocess *daemon_process;   /* of all tests: the clients in a process share what they know of it */

#define tell(fixture, ...) lodge_test_server_tell (&(fixture)->server, __VA_ARGS__)

static const char script[] =
  "load-module module-null-sink sink_name=loudspeaker rate=48000\n"
  "load-module module-null-sink sink_name=voice rate=48000\n"
  "load-module module-native-protocol-unix auth-anonymous=1 socket=%s\n"
  "set-default-sink loudspeaker\n"
  "set-default-source voice.monitor\n";

static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
start_daemon (void)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE
                               | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *path = g_build_filename (dir, "script", NULL);
  g_autofree char *text = g_strdup_printf (script, socket_path);
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_subprocess_launcher_unsetenv (launcher, "LD_PRELOAD");
  daemon_process = g_subprocess_launcher_spawn (launcher, &error, "pulseaudio", "-n", "-F", path,
                                                 "--daemonize=no", "--use-pid-file=no",
                                                 "--disable-shm=yes", "--exit-idle-time=10", NULL);
  g_assert_no_error (error);
  lodge_test_wait (g_file_test (socket_path, G_FILE_TEST_EXISTS));
}

static void
stop_daemon (void)
{
  if (daemon_process == NULL)
    return;

  g_subprocess_send_signal (daemon_process, SIGTERM);
  g_subprocess_wait (daemon_process, NULL, NULL);
  g_clear_object (&daemon_process);
}

static GstElement *
run_pipeline (const char *description)
{
  g_autoptr(GError) error = NULL;
  GstElement *pipeline = gst_parse_launch (description, &error);

  g_assert_no_error (error);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  return pipeline;
}

static void
end_pipeline (GstElement **pipeline)
{
  if (*pipeline != NULL)
    gst_element_set_state (*pipeline, GST_STATE_NULL);
  g_clear_pointer (pipeline, gst_object_unref);
}

static void
start_ear (Fixture *fixture)
{
  fixture->ear = run_pipeline ("pulsesrc device=loudspeaker.monitor buffer-time=100000"
                               " ! audio/x-raw,format=S16LE,rate=48000,channels=1"
                               " ! appsink name=ear sync=false");
  fixture->ear_sink = gst_bin_get_by_name (GST_BIN (fixture->ear), "ear");
}

static void
stop_ear (Fixture *fixture)
{
  end_pipeline (&fixture->ear);
  g_clear_pointer (&fixture->ear_sink, gst_object_unref);
}

static void
hear (Fixture      *fixture,
      const gint16 *samples,
      gsize         n)
{
  gsize taken = MIN (n, WINDOW);

  memmove (fixture->heard, fixture->heard + taken, (WINDOW - taken) * sizeof (gint16));
  memcpy (fixture->heard + WINDOW - taken, samples + n - taken, taken * sizeof (gint16));
  fixture->n_heard += n;
}

/* What came from the loudspeaker until now. */
static void
hear_more (Fixture *fixture)
{
  GstSample *sample;

  while ((sample = gst_app_sink_try_pull_sample (GST_APP_SINK (fixture->ear_sink), 0)) != NULL)
    {
      GstMapInfo map;
      GstBuffer *buffer = gst_sample_get_buffer (sample);

      g_assert_true (gst_buffer_map (buffer, &map, GST_MAP_READ));
      hear (fixture, (const gint16 *) map.data, map.size / sizeof (gint16));
      gst_buffer_unmap (buffer, &map);
      gst_sample_unref (sample);
    }
}

/* The loudspeaker gives the guest's tone and nothing else, as loud as that. */
static gboolean
hears (Fixture *fixture,
       double   level)
{
  hear_more (fixture);
  return ABS (lodge_test_tone (fixture->heard, WINDOW, 1, PITCH, RATE) - level) < 0.03
         && ABS (lodge_test_peak (fixture->heard, WINDOW) - level) < 0.05;
}

static guint
count (Fixture    *fixture,
       const char *line)
{
  guint n = 0;

  for (const char *at = fixture->server.events->str; (at = strstr (at, line)) != NULL; at++)
    n++;
  return n;
}

/* The last that the guest's microphone heard, of 1; below 0 before there is anything. */
static double
guest_heard (Fixture *fixture)
{
  const char *last = g_strrstr (fixture->server.events->str, "heard ");

  return last != NULL ? g_ascii_strtod (last + strlen ("heard "), NULL) / 1000 : -1;
}

static char *
pactl_list (const char *what)
{
  g_autoptr(GError) error = NULL;
  char *list = NULL;
  g_autoptr(GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "pactl", "list", what, NULL);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &list, NULL, NULL));
  return list;
}

/* The second source is the microphone; the test listens to the first. */
static gboolean
microphone_is_open (void)
{
  g_autofree char *list = pactl_list ("source-outputs");

  return strstr (list, "Source: 1") != NULL;
}

/* A look at the list is a client itself. */
static gboolean
watches (void)
{
  g_autofree char *list = pactl_list ("clients");
  const char *first = strstr (list, "application.name = \"pactl\"");

  return first != NULL && strstr (first + 1, "application.name = \"pactl\"") != NULL;
}

static void
connect_console (Fixture *fixture)
{
  fixture->console = lodge_spice_console_new_uri (fixture->server.uri);
  fixture->audio = lodge_console_get_audio (fixture->console);
  lodge_console_connect (fixture->console);
  lodge_test_wait (lodge_console_get_state (fixture->console) == LODGE_CONSOLE_CONNECTED);
  lodge_test_wait (fixture->server.n_channels == 6);
}

static void
set_up (Fixture *fixture)
{
  lodge_test_server_start (&fixture->server, NULL);
  fixture->wake_source = g_timeout_add (20, wake_cb, NULL);
  tell (fixture, "sound card");
}

static void
set_up_with_daemon (Fixture *fixture)
{
  set_up (fixture);
  if (daemon_process == NULL)
    start_daemon ();
  start_ear (fixture);
  connect_console (fixture);
  lodge_test_wait (lodge_console_audio_is_available (fixture->audio));
}

static void
tear_down (Fixture *fixture)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->console), (gpointer *) &fixture->console);
  lodge_console_disconnect (fixture->console);
  g_object_unref (fixture->console);
  lodge_test_wait (fixture->console == NULL && fixture->server.n_channels == 0);
  stop_ear (fixture);
  end_pipeline (&fixture->mouth);
  lodge_test_server_stop (&fixture->server);
  g_source_remove (fixture->wake_source);
}

/* The guest's own mixer counts too, also what it said before there was anything to play. */
static void
check_guest_volume (Fixture *fixture)
{
  gboolean playing = FALSE;

  tell (fixture, "sound volume 0");
  tell (fixture, "sound play %d", PITCH);
  lodge_test_wait ((g_object_get (fixture->audio, "playing", &playing, NULL), playing));
  fixture->n_heard = 0;
  lodge_test_wait ((hear_more (fixture), fixture->n_heard > RATE));
  g_assert_true (hears (fixture, 0));
  tell (fixture, "sound volume 100");
}

/* What the guest plays is heard, as loud as the user wants it, compressed or not. */
static void
test_playback (void)
{
  Fixture fixture = { 0 };

  set_up_with_daemon (&fixture);
  check_guest_volume (&fixture);
  lodge_test_wait (hears (&fixture, 0.5));
  g_object_set (fixture.audio, "volume", 0.5, NULL);
  lodge_test_wait (hears (&fixture, 0.25));
  g_object_set (fixture.audio, "muted", TRUE, NULL);
  lodge_test_wait (hears (&fixture, 0));
  g_object_set (fixture.audio, "volume", 1.0, NULL);
  g_object_set (fixture.audio, "muted", FALSE, NULL);
  lodge_test_wait (hears (&fixture, 0.5));

  tell (&fixture, "sound stop");
  lodge_test_wait (hears (&fixture, 0));
  tell (&fixture, "sound raw");
  tell (&fixture, "sound play %d", PITCH);
  lodge_test_wait (hears (&fixture, 0.5));
  g_object_set (fixture.audio, "volume", 0.5, NULL);
  lodge_test_wait (hears (&fixture, 0.25));
  tear_down (&fixture);
}

/* The guest hears nothing until it is let, and nothing after it is not any more. */
static void
test_microphone (void)
{
  Fixture fixture = { 0 };

  set_up_with_daemon (&fixture);
  fixture.mouth = run_pipeline ("audiotestsrc is-live=true freq=1000 volume=0.4"
                                " ! audio/x-raw,rate=48000 ! pulsesink device=voice");
  tell (&fixture, "sound listen %d", VOICE);
  lodge_test_wait ((hear_more (&fixture), fixture.n_heard > RATE));
  g_assert_cmpuint (count (&fixture, "heard "), ==, 0);
  g_assert_false (microphone_is_open ());

  g_object_set (fixture.audio, "microphone", TRUE, NULL);
  lodge_test_wait (ABS (guest_heard (&fixture) - 0.4) < 0.05);
  g_assert_true (lodge_console_audio_is_recording (fixture.audio));
  g_assert_true (microphone_is_open ());

  g_object_set (fixture.audio, "microphone", FALSE, NULL);
  lodge_test_wait (!microphone_is_open ());
  g_assert_false (lodge_console_audio_is_recording (fixture.audio));
  g_object_set (fixture.audio, "microphone", TRUE, NULL);
  g_string_truncate (fixture.server.events, 0);
  lodge_test_wait (ABS (guest_heard (&fixture) - 0.4) < 0.05);

  lodge_console_set_view_only (fixture.console, TRUE);
  lodge_test_wait (!microphone_is_open ());
  tell (&fixture, "sound deaf");
  tear_down (&fixture);
}

static gboolean
was_told (const char *path,
          const char *event)
{
  g_autofree char *told = NULL;

  return g_file_get_contents (path, &told, NULL, NULL) && strstr (told, event) != NULL;
}

/* An agent that could set volumes does not have the microphone opened, not even for a moment. */
static void
test_agent (void)
{
  Fixture fixture = { 0 };
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr(GSubprocess) watcher = NULL;
  g_autofree char *events = NULL;

  set_up_with_daemon (&fixture);
  events = g_build_filename (fixture.server.dir, "events", NULL);
  g_subprocess_launcher_set_stdout_file_path (launcher, events);
  tell (&fixture, "sound play %d", PITCH);
  lodge_test_wait (hears (&fixture, 0.5));
  tell (&fixture, "sound stop");
  lodge_test_wait (hears (&fixture, 0));
  watcher = g_subprocess_launcher_spawn (launcher, NULL, "pactl", "subscribe", NULL);
  lodge_test_wait (watches ());
  tell (&fixture, "agent on");
  lodge_test_wait (count (&fixture, "agent caps") > 0);
  tell (&fixture, "agent caps 1 2 11 13");
  lodge_test_wait (lodge_console_get_features (fixture.console) == LODGE_CONSOLE_RESIZES);
  tell (&fixture, "sound play %d", PITCH);
  lodge_test_wait (hears (&fixture, 0.5));

  lodge_test_wait (was_told (events, "on sink-input"));
  g_assert_false (was_told (events, "'new' on source-output"));
  g_subprocess_send_signal (watcher, SIGTERM);
  g_assert_true (g_subprocess_wait (watcher, NULL, NULL));
  g_unlink (events);
  tear_down (&fixture);
}

/* The sound system ends and comes back. */
static void
test_restart (void)
{
  Fixture fixture = { 0 };

  set_up_with_daemon (&fixture);
  tell (&fixture, "sound play %d", PITCH);
  lodge_test_wait (hears (&fixture, 0.5));
  stop_ear (&fixture);
  stop_daemon ();
  g_remove (socket_path);
  tell (&fixture, "frame 3");

  start_daemon ();
  start_ear (&fixture);
  tell (&fixture, "sound stop");
  tell (&fixture, "sound play %d", PITCH);
  lodge_test_wait (hears (&fixture, 0.5));
  tear_down (&fixture);
}

/* Without a sound system there is no sound, and all else is as ever. */
static void
test_none (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture);
  g_remove (socket_path);
  connect_console (&fixture);
  lodge_test_wait (lodge_console_audio_is_unheard (fixture.audio));
  g_assert_false (lodge_console_audio_is_available (fixture.audio));
  g_object_set (fixture.audio, "microphone", TRUE, NULL);
  tell (&fixture, "sound play %d", PITCH);
  tell (&fixture, "sound volume 50");
  tell (&fixture, "sound listen %d", VOICE);
  tell (&fixture, "agent on");
  lodge_test_wait (count (&fixture, "agent caps") > 0);
  tell (&fixture, "agent caps 1 2 11");
  tell (&fixture, "size 64 48");
  tell (&fixture, "frame 5");
  lodge_test_wait (lodge_console_get_framebuffer (fixture.console) != NULL
                   && lodge_framebuffer_get_width (lodge_console_get_framebuffer (fixture.console))
                      == 64);
  lodge_console_key (fixture.console, 0x1e, TRUE);
  lodge_test_wait (fixture.server.keys->len > 0);
  g_assert_cmpint (lodge_console_get_state (fixture.console), ==, LODGE_CONSOLE_CONNECTED);
  tell (&fixture, "sound stop");
  tear_down (&fixture);
}

static void
test_no_daemon (void)
{
  g_test_skip ("there is no PulseAudio that could be started");
}

static void
prepare (void)
{
  g_autofree char *registry = g_test_build_filename (G_TEST_BUILT, "console", "gstreamer-registry", NULL);
  g_autofree char *server = NULL;

  dir = g_dir_make_tmp ("lodge-sound-XXXXXX", NULL);
  g_assert_nonnull (dir);
  socket_path = g_build_filename (dir, "native", NULL);
  server = g_strconcat ("unix:", socket_path, NULL);
  g_setenv ("GST_REGISTRY_1_0", registry, TRUE);
  /* A real sound card is not the test's. */
  g_setenv ("GST_PLUGIN_FEATURE_RANK", "alsasink:NONE,jackaudiosink:NONE,openalsink:NONE,oss4sink:NONE,"
            "osssink:NONE,pipewiresink:NONE", TRUE);
  g_setenv ("HOME", dir, TRUE);
  g_setenv ("XDG_RUNTIME_DIR", dir, TRUE);
  g_setenv ("XDG_CONFIG_HOME", dir, TRUE);
  g_setenv ("PULSE_SERVER", server, TRUE);
  g_setenv ("PULSE_CLIENTCONFIG", "/dev/null", TRUE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
}

static void
clean_up (void)
{
  char *argv[] = { (char *) "rm", (char *) "-rf", dir, NULL };

  g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_free (dir);
  g_free (socket_path);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *daemon = g_find_program_in_path ("pulseaudio");
  g_autofree char *control = g_find_program_in_path ("pactl");
  int status;

  g_test_init (&argc, &argv, NULL);
  prepare ();
  gst_init (NULL, NULL);
  g_test_add_func ("/sound/none", test_none);
  if (daemon == NULL || control == NULL)
    g_test_add_func ("/sound/real", test_no_daemon);
  else
    {
      g_test_add_func ("/sound/playback", test_playback);
      g_test_add_func ("/sound/microphone", test_microphone);
      g_test_add_func ("/sound/agent", test_agent);
      g_test_add_func ("/sound/restart", test_restart);
    }
  status = g_test_run ();
  stop_daemon ();
  clean_up ();
  return status;
}
