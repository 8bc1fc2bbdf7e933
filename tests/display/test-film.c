/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A film in the guest, which the server sends as a stream of JPEG pictures: it looks as it should while it
 * plays, and is exact when it stops. */

#include "config.h"

#include "display-fixture.h"

/* Levels of 256 that the compression may take from a colour: anywhere, and on average. */
#define MAX_DIFFERENCE 40
#define MAX_MEAN       5

enum { X = 64, Y = 48, WIDTH = 320, HEIGHT = 240, RATE = 40 };

typedef struct {
  guint n_frames;        /* that were seen */
  guint n_lossy;         /* of which not exactly as they were drawn: they came by the stream */
  guint32 last;
  guint8 *rows;
} Film;

static guint32
get_pixel (Film *film,
           int   x,
           int   y)
{
  return ((guint32 *) (gpointer) film->rows)[y * WIDTH + x] & 0xffffff;
}

static guint32
read_number (Film *film)
{
  guint32 n = 0;

  for (int i = 0; i < LODGE_TEST_BLOCKS; i++)
    {
      guint32 middle = get_pixel (film, i * LODGE_TEST_BLOCK + LODGE_TEST_BLOCK / 2,
                                  LODGE_TEST_BLOCK / 2);

      n |= (guint32) ((middle >> 8 & 0xff) > 127) << i;
    }
  return n;
}

/* Beside the number, around which a JPEG has ghosts. */
static void
compare (Film    *film,
         guint32  n,
         int     *largest,
         double  *mean)
{
  gint64 sum = 0;

  *largest = 0;
  for (int y = LODGE_TEST_BLOCK * 2; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      for (int shift = 0; shift < 24; shift += 8)
        {
          int wanted = (int) (lodge_test_film_pixel (n, x, y) >> shift & 0xff);
          int got = (int) (get_pixel (film, x, y) >> shift & 0xff);

          *largest = MAX (*largest, ABS (wanted - got));
          sum += ABS (wanted - got);
        }
  *mean = (double) sum / (3.0 * WIDTH * (HEIGHT - LODGE_TEST_BLOCK * 2));
}

/* The library shows whole frames, so what is there is one of them at any time. */
static void
look (Fixture *fixture,
      Film    *film)
{
  LodgeFramebuffer *framebuffer = lodge_console_get_framebuffer (fixture->console);
  guint32 n;
  int largest;
  double mean;

  g_assert_true (lodge_framebuffer_copy (framebuffer, X, Y, WIDTH, HEIGHT, film->rows, WIDTH * 4));
  n = read_number (film);
  if (n == film->last)
    return;

  g_assert_cmpuint (n, >, film->last);
  film->last = n;
  film->n_frames++;
  compare (film, n, &largest, &mean);
  g_test_message ("frame %u: largest difference %d, mean %.2f", n, largest, mean);
  g_assert_cmpint (largest, <=, MAX_DIFFERENCE);
  g_assert_cmpfloat (mean, <=, MAX_MEAN);
  film->n_lossy += largest > 0;
}

static gboolean
is_done (Fixture *fixture,
         Film    *film)
{
  look (fixture, film);
  return strstr (fixture->server.events->str, "done;") != NULL;
}

static void
expect_frame (Fixture *fixture,
              guint32  n)
{
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      fixture->pixels[(y + Y) * fixture->width + x + X] = lodge_test_film_pixel (n, x, y);
}

/* From the first frame on, which is there before. What is seen may be told later, so it waits for both. */
static void
play (Fixture *fixture,
      Film    *film,
      int      n)
{
  g_string_truncate (fixture->server.events, 0);
  tell (fixture, "film %d %d %d %d %d 1", X, Y, WIDTH, HEIGHT, RATE);
  expect_frame (fixture, 0);
  lodge_test_wait (guest_is_right (fixture));

  *film = (Film) { .rows = film->rows };
  lodge_test_wait (strstr (fixture->server.events->str, "done;") != NULL);
  g_string_truncate (fixture->server.events, 0);
  tell (fixture, "film %d %d %d %d %d %d", X, Y, WIDTH, HEIGHT, RATE, n);
  lodge_test_wait (is_done (fixture, film));
  expect_frame (fixture, (guint32) n - 1);
}

static void
test_stream (Fixture       *fixture,
             gconstpointer  user_data)
{
  Film film = { .rows = g_malloc (WIDTH * HEIGHT * 4) };

  lodge_test_wait (screen_is_right (fixture));
  tell (fixture, "video on");
  play (fixture, &film, 160);
  g_assert_cmpuint (film.n_frames, >, 20);
  g_assert_cmpuint (film.n_lossy, >, 10);

  /* What is beside it, and then the film itself, a second after its last frame. */
  lodge_test_wait (guest_is_right (fixture));
  lodge_test_wait (screen_is_right (fixture));

  /* Another one, something drawn over it meanwhile, and over its end. */
  tell (fixture, "rect 9 0 0 60 40");
  lodge_test_paint (fixture->pixels, (gsize) fixture->width, 9, 0, 0, 60, 40);
  play (fixture, &film, 100);
  draw_rect (fixture, 10, X + 40, Y + 40, 100, 50);
  lodge_test_wait (guest_is_right (fixture));
  lodge_test_wait (screen_is_right (fixture));
  g_free (film.rows);
}

/* The same frames without a stream: each of them is exact. */
static void
test_no_stream (Fixture       *fixture,
                gconstpointer  user_data)
{
  Film film = { .rows = g_malloc (WIDTH * HEIGHT * 4) };

  lodge_test_wait (screen_is_right (fixture));
  play (fixture, &film, 60);
  g_assert_cmpuint (film.n_frames, >, 10);
  g_assert_cmpuint (film.n_lossy, ==, 0);
  lodge_test_wait (guest_is_right (fixture));
  lodge_test_wait (screen_is_right (fixture));
  g_free (film.rows);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  g_test_add ("/film/stream", Fixture, NULL, set_up, test_stream, tear_down);
  g_test_add ("/film/no-stream", Fixture, NULL, set_up, test_no_stream, tear_down);
  return g_test_run ();
}
