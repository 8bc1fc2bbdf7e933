/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Recordings, decoded again: a film that the SPICE server plays, and screens of the test's own for what is
 * rare. */

#include "config.h"

#include <gst/app/gstappsink.h>
#include <gst/gst.h>
#include <glib/gstdio.h>

#include "base/lodge-error.h"
#include "console/lodge-recorder.h"
#include "console/lodge-spice-console.h"

#include "../support/lodge-test-paint.h"
#include "../support/lodge-test-server.h"

enum { WIDTH = 320, HEIGHT = 240, N_FRAMES = 40 };

typedef struct {
  GFile *file;
  LodgeFramebuffer *framebuffer;
  guint32 pixels[WIDTH * HEIGHT];
} Fixture;

/* What a file holds. */
typedef struct {
  int width, height;
  guint n_frames;
  GstClockTime duration, last;  /* ns */
  GArray *numbers;              /* of a film, in order */
  double mean;                  /* the worst, from what the film shows */
  guint32 *pixels;              /* of the last frame */
} Video;

static void
video_clear (Video *video)
{
  g_clear_pointer (&video->numbers, g_array_unref);
  g_clear_pointer (&video->pixels, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Video, video_clear)

static guint32
read_number (const guint32 *pixels)
{
  guint32 n = 0;

  for (int i = 0; i < LODGE_TEST_BLOCKS; i++)
    {
      guint32 middle = pixels[LODGE_TEST_BLOCK / 2 * WIDTH + i * LODGE_TEST_BLOCK + LODGE_TEST_BLOCK / 2];

      n |= (guint32) ((middle >> 8 & 0xff) > 127) << i;
    }
  return n;
}

static double
compare (const guint32 *pixels,
         guint32        n)
{
  gint64 sum = 0;

  for (int y = LODGE_TEST_BLOCK * 2; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      for (int shift = 0; shift < 24; shift += 8)
        sum += ABS ((int) (lodge_test_film_pixel (n, x, y) >> shift & 0xff)
                    - (int) (pixels[y * WIDTH + x] >> shift & 0xff));
  return (double) sum / (3.0 * WIDTH * (HEIGHT - LODGE_TEST_BLOCK * 2));
}

static void
take_sample (Video     *video,
             GstSample *sample,
             gboolean   film)
{
  GstStructure *caps = gst_caps_get_structure (gst_sample_get_caps (sample), 0);
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  GstMapInfo map;
  guint32 n;

  g_assert_true (gst_structure_get_int (caps, "width", &video->width));
  g_assert_true (gst_structure_get_int (caps, "height", &video->height));
  g_assert_true (GST_BUFFER_PTS_IS_VALID (buffer));
  g_assert_true (video->n_frames == 0 || GST_BUFFER_PTS (buffer) > video->last);
  video->last = GST_BUFFER_PTS (buffer);
  video->n_frames++;
  g_assert_true (gst_buffer_map (buffer, &map, GST_MAP_READ));
  g_free (video->pixels);
  video->pixels = g_memdup2 (map.data, map.size);
  gst_buffer_unmap (buffer, &map);
  if (!film)
    return;

  n = read_number (video->pixels);
  if (video->numbers->len == 0
      || g_array_index (video->numbers, guint32, video->numbers->len - 1) != n)
    g_array_append_val (video->numbers, n);
  video->mean = MAX (video->mean, compare (video->pixels, n));
}

static void
decode (Video   *video,
        GFile   *file,
        gboolean film)
{
  const char *format = G_BYTE_ORDER == G_LITTLE_ENDIAN ? "BGRx" : "xRGB";
  g_autofree char *text =
    g_strdup_printf ("filesrc location=\"%s\" ! matroskademux ! vp8dec ! videoconvert ! "
                     "video/x-raw,format=%s ! appsink name=sink sync=false", g_file_peek_path (file),
                     format);
  g_autoptr(GError) error = NULL;
  g_autoptr(GstElement) pipeline = gst_parse_launch (text, &error);
  g_autoptr(GstElement) sink = NULL;
  GstSample *sample;
  gint64 duration = 0;

  g_assert_no_error (error);
  *video = (Video) { .numbers = g_array_new (FALSE, FALSE, sizeof (guint32)) };
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  while ((sample = gst_app_sink_try_pull_sample (GST_APP_SINK (sink), 10 * GST_SECOND)) != NULL)
    {
      take_sample (video, sample, film);
      gst_sample_unref (sample);
    }
  g_assert_true (gst_app_sink_is_eos (GST_APP_SINK (sink)));
  if (gst_element_query_duration (pipeline, GST_FORMAT_TIME, &duration))
    video->duration = (GstClockTime) duration;
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

static void
fill (Fixture *fixture,
      guint32  colour)
{
  for (int i = 0; i < WIDTH * HEIGHT; i++)
    fixture->pixels[i] = colour;
  lodge_framebuffer_damage_all (fixture->framebuffer);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autofree char *folder = g_dir_make_tmp ("lodge-recorder-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a film.webm", NULL);

  fixture->file = g_file_new_for_path (path);
  fixture->framebuffer = lodge_framebuffer_new ();
  lodge_framebuffer_set_data (fixture->framebuffer, (guint8 *) fixture->pixels, sizeof fixture->pixels,
                              WIDTH, HEIGHT, WIDTH * 4, LODGE_PIXELS_XRGB32);
  fill (fixture, 0xc02040);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr(GFile) folder = g_file_get_parent (fixture->file);

  g_unlink (g_file_peek_path (fixture->file));
  g_assert_cmpint (g_rmdir (g_file_peek_path (folder)), ==, 0);
  g_object_unref (fixture->file);
  g_object_unref (fixture->framebuffer);
}

static gboolean
has_ended (LodgeRecorder *recorder)
{
  return lodge_recorder_get_state (recorder) >= LODGE_RECORDER_DONE;
}

static void
wait_for_end (LodgeRecorder *recorder)
{
  lodge_test_wait (has_ended (recorder));
  g_assert_no_error (lodge_recorder_get_error (recorder));
  g_assert_cmpint (lodge_recorder_get_state (recorder), ==, LODGE_RECORDER_DONE);
}

static gboolean
has_recorded (LodgeRecorder *recorder,
              int            ms)
{
  return lodge_recorder_get_elapsed (recorder) >= ms * 1000;
}

static gboolean
is_near (guint32 pixel,
         guint32 colour)
{
  for (int shift = 0; shift < 24; shift += 8)
    if (ABS ((int) (pixel >> shift & 0xff) - (int) (colour >> shift & 0xff)) > 12)
      return FALSE;
  return TRUE;
}

static void
assert_colour (Video   *video,
               int      x,
               int      y,
               guint32  colour)
{
  guint32 pixel = video->pixels[y * video->width + x] & 0xffffff;

  if (!is_near (pixel, colour))
    g_error ("%06x at %d, %d instead of %06x", pixel, x, y, colour);
}

/* To some tenths of a second, as much as a busy computer takes for a frame. */
static void
assert_duration (Video         *video,
                 LodgeRecorder *recorder)
{
  gint64 difference = (gint64) video->duration - lodge_recorder_get_elapsed (recorder) * 1000;

  g_assert_cmpint (ABS (difference) / 1000000, <=, 300);
}

static void
test_film (Fixture       *fixture,
           gconstpointer  user_data)
{
  LodgeTestServer server = { 0 };
  LodgeConsole *console;
  LodgeFramebuffer *framebuffer;
  g_autoptr(LodgeRecorder) recorder = NULL;
  g_auto(Video) video = { 0 };

  lodge_test_server_start (&server, NULL);
  console = lodge_spice_console_new_uri (server.uri);
  framebuffer = lodge_console_get_framebuffer (console);
  lodge_console_connect (console);
  lodge_test_wait (server.n_channels == 4);
  lodge_test_server_tell (&server, "size %d %d", WIDTH, HEIGHT);
  lodge_test_server_tell (&server, "film 0 0 %d %d 25 1", WIDTH, HEIGHT);
  lodge_test_wait (lodge_framebuffer_get_width (framebuffer) == WIDTH
                   && strstr (server.events->str, "done;") != NULL);
  g_string_truncate (server.events, 0);

  recorder = lodge_recorder_new (framebuffer, fixture->file);
  lodge_test_wait (lodge_recorder_get_state (recorder) == LODGE_RECORDER_RECORDING);
  lodge_test_server_tell (&server, "film 0 0 %d %d 20 %d", WIDTH, HEIGHT, N_FRAMES);
  lodge_test_wait (strstr (server.events->str, "done;") != NULL);
  lodge_test_wait (lodge_framebuffer_copy (framebuffer, 0, 0, WIDTH, HEIGHT, (guint8 *) fixture->pixels,
                                           WIDTH * 4)
                   && read_number (fixture->pixels) == N_FRAMES - 1);
  lodge_recorder_stop (recorder);
  wait_for_end (recorder);

  decode (&video, fixture->file, TRUE);
  g_test_message ("%u frames, %u pictures, mean difference %.2f", video.n_frames, video.numbers->len,
                  video.mean);
  g_assert_cmpint (video.width, ==, WIDTH);
  g_assert_cmpint (video.height, ==, HEIGHT);
  g_assert_cmpuint (video.numbers->len, >, 3);
  for (guint i = 1; i < video.numbers->len; i++)
    g_assert_cmpuint (g_array_index (video.numbers, guint32, i - 1), <,
                      g_array_index (video.numbers, guint32, i));
  g_assert_cmpuint (read_number (video.pixels), ==, N_FRAMES - 1);
  g_assert_cmpfloat (video.mean, <, 8);
  assert_duration (&video, recorder);

  g_assert_finalize_object (console);
  lodge_test_wait (server.n_channels == 0);
  lodge_test_server_stop (&server);
}

/* A screen on which nothing happens takes nearly no room, and has its time. */
static void
test_still (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr(LodgeRecorder) recorder = lodge_recorder_new (fixture->framebuffer, fixture->file);
  g_auto(Video) video = { 0 };
  GStatBuf status;

  lodge_test_wait (has_recorded (recorder, 700));
  lodge_recorder_stop (recorder);
  wait_for_end (recorder);
  decode (&video, fixture->file, FALSE);
  g_assert_cmpuint (video.n_frames, >=, 2);
  g_assert_cmpuint (video.n_frames, <=, 5);
  assert_colour (&video, 0, 0, 0xc02040);
  assert_colour (&video, WIDTH - 1, HEIGHT - 1, 0xc02040);
  assert_duration (&video, recorder);
  g_assert_cmpint (g_stat (g_file_peek_path (fixture->file), &status), ==, 0);
  g_assert_cmpint (status.st_size, <, 20000);
}

/* Another size is scaled into the first one, with bars beside what has another form. */
static void
test_resize (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autofree guint32 *wide = g_new (guint32, 640 * 240);
  g_autoptr(LodgeRecorder) recorder = lodge_recorder_new (fixture->framebuffer, fixture->file);
  g_auto(Video) video = { 0 };

  for (int i = 0; i < 640 * 240; i++)
    wide[i] = 0x2040c0;
  lodge_test_wait (has_recorded (recorder, 200));
  lodge_framebuffer_clear (fixture->framebuffer);
  lodge_test_wait (has_recorded (recorder, 300));
  lodge_framebuffer_set_data (fixture->framebuffer, (guint8 *) wide, 640 * 240 * 4, 640, 240, 640 * 4,
                              LODGE_PIXELS_XRGB32);
  lodge_test_wait (has_recorded (recorder, 500));
  lodge_recorder_stop (recorder);
  wait_for_end (recorder);
  decode (&video, fixture->file, FALSE);
  g_assert_cmpint (video.width, ==, WIDTH);
  g_assert_cmpint (video.height, ==, HEIGHT);
  assert_colour (&video, WIDTH / 2, HEIGHT / 2, 0x2040c0);
  assert_colour (&video, 10, 70, 0x2040c0);
  assert_colour (&video, WIDTH / 2, 20, 0x000000);
  assert_colour (&video, WIDTH / 2, HEIGHT - 20, 0x000000);
  lodge_framebuffer_clear (fixture->framebuffer);
}

/* While there is still room to complete the file. */
static void
test_no_space (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(LodgeRecorder) recorder = lodge_recorder_new (fixture->framebuffer, fixture->file);
  g_auto(Video) video = { 0 };

  lodge_recorder_set_min_free (recorder, G_MAXUINT64);
  lodge_test_wait (has_ended (recorder));
  g_assert_error (lodge_recorder_get_error (recorder), LODGE_ERROR, LODGE_ERROR_NO_SPACE);
  g_assert_cmpint (lodge_recorder_get_state (recorder), ==, LODGE_RECORDER_FAILED);
  decode (&video, fixture->file, FALSE);
  g_assert_cmpuint (video.n_frames, >=, 1);
  assert_colour (&video, 100, 100, 0xc02040);
}

static void
expect_failure (Fixture    *fixture,
                const char *path,
                int         code)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(LodgeRecorder) recorder = lodge_recorder_new (fixture->framebuffer, file);

  lodge_recorder_stop (recorder);
  lodge_test_wait (has_ended (recorder));
  g_assert_cmpint (lodge_recorder_get_state (recorder), ==, LODGE_RECORDER_FAILED);
  g_assert_error (lodge_recorder_get_error (recorder), LODGE_ERROR, code);
}

static void
test_failures (Fixture       *fixture,
               gconstpointer  user_data)
{
  expect_failure (fixture, "/nowhere/at/all.webm", LODGE_ERROR_FAILED);
  expect_failure (fixture, "/dev/full", LODGE_ERROR_NO_SPACE);
}

/* The end of the program: no main loop runs any more. */
static void
test_quit (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr(LodgeRecorder) recorder = lodge_recorder_new (fixture->framebuffer, fixture->file);
  g_auto(Video) video = { 0 };

  lodge_test_wait (has_recorded (recorder, 300));
  lodge_recorder_finish_all ();
  decode (&video, fixture->file, FALSE);
  g_assert_cmpuint (video.n_frames, >=, 2);
  assert_colour (&video, 5, 5, 0xc02040);
  assert_duration (&video, recorder);
  wait_for_end (recorder);
}

/* At once, before GStreamer runs; and nobody holds it. */
static void
test_stop_at_once (Fixture       *fixture,
                   gconstpointer  user_data)
{
  LodgeRecorder *recorder = lodge_recorder_new (fixture->framebuffer, fixture->file);

  g_object_add_weak_pointer (G_OBJECT (recorder), (gpointer *) &recorder);
  lodge_recorder_stop (recorder);
  g_object_unref (recorder);
  lodge_test_wait (recorder == NULL);
}

/* The last picture comes right after the first one, and yet later: a file knows whole milliseconds. */
static void
test_stop_at_the_start (Fixture       *fixture,
                        gconstpointer  user_data)
{
  g_autoptr(LodgeRecorder) recorder = lodge_recorder_new (fixture->framebuffer, fixture->file);
  g_auto(Video) video = { 0 };

  lodge_recorder_stop (recorder);
  wait_for_end (recorder);
  decode (&video, fixture->file, FALSE);
  g_assert_cmpuint (video.n_frames, ==, 2);
  assert_colour (&video, 0, 0, 0xc02040);
}

static void
test_no_plugins (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autoptr(GFile) folder = g_file_get_parent (fixture->file);
  const char *path = g_file_peek_path (folder);
  g_autofree char *registry = g_build_filename (path, "registry", NULL);
  g_autoptr(LodgeRecorder) recorder = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 20 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }

  g_setenv ("GST_PLUGIN_SYSTEM_PATH_1_0", path, TRUE);
  g_setenv ("GST_REGISTRY_1_0", registry, TRUE);
  recorder = lodge_recorder_new (fixture->framebuffer, fixture->file);
  lodge_test_wait (has_ended (recorder));
  g_assert_error (lodge_recorder_get_error (recorder), LODGE_ERROR, LODGE_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (lodge_recorder_get_error (recorder)->message, "gstreamer1.0-plugins-"));
  g_assert_false (g_file_query_exists (fixture->file, NULL));
  g_unlink (registry);
}

static void
add (const char *path,
     void      (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *registry = NULL;

  g_test_init (&argc, &argv, NULL);
  registry = g_test_build_filename (G_TEST_BUILT, "display", "gstreamer-registry", NULL);
  g_setenv ("GST_REGISTRY_1_0", registry, TRUE);
  g_setenv ("GST_REGISTRY_FORK", "no", TRUE);
  add ("/recorder/no-plugins", test_no_plugins);
  add ("/recorder/film", test_film);
  add ("/recorder/still", test_still);
  add ("/recorder/resize", test_resize);
  add ("/recorder/no-space", test_no_space);
  add ("/recorder/failures", test_failures);
  add ("/recorder/quit", test_quit);
  add ("/recorder/stop-at-once", test_stop_at_once);
  add ("/recorder/stop-at-the-start", test_stop_at_the_start);
  return g_test_run ();
}
