/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A guest with 3D acceleration: its picture is in shared memory, whose descriptor the client gets. The
 * guest may say what it likes of it.
 *   gl scanout W H STRIDE FORMAT BOTTOM_UP BYTES   a new picture; FORMAT as XR24
 *   gl paint SEED X Y W H    into the memory
 *   gl draw X Y W H          announces it             ->  drawn N       once the client has answered
 *   gl truncate BYTES        makes the memory shorter
 *   gl file PATH W H         a picture that is a file */

#define _GNU_SOURCE

#include "config.h"

#include "lodge-test-spice-gl.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lodge-test-paint.h"
#include "lodge-test-spice-agent.h"

static struct {
  int fd;
  int width, height, stride, bottom_up;
  char format[8];
} picture = { .fd = -1 };

static uint64_t n_draws;

static guint32
get_format (void)
{
  return (guint32) picture.format[0] | (guint32) picture.format[1] << 8
         | (guint32) picture.format[2] << 16 | (guint32) picture.format[3] << 24;
}

static void
scanout (QXLInstance *instance,
         gint64       n_bytes)
{
  if (picture.fd >= 0)
    close (picture.fd);
  picture.fd = memfd_create ("picture", MFD_CLOEXEC);
  if (picture.fd < 0 || ftruncate (picture.fd, n_bytes) < 0)
    exit (3);
  spice_qxl_gl_scanout (instance, dup (picture.fd), (guint32) picture.width,
                        (guint32) picture.height, (guint32) picture.stride, get_format (),
                        picture.bottom_up);
}

/* Red, green and blue in the order that the format has them. */
static guint32
encode (guint32 pixel)
{
  guint32 red = pixel >> 16 & 0xff, green = pixel >> 8 & 0xff, blue = pixel & 0xff;

  if (picture.format[1] == 'B')
    return blue << 16 | green << 8 | red | (pixel & 0xff000000u);
  if (picture.format[0] == 'R')
    return red << 24 | green << 16 | blue << 8 | pixel >> 24;
  if (picture.format[0] == 'B')
    return blue << 24 | green << 16 | red << 8 | pixel >> 24;
  return pixel;
}

static void
paint (guint32 seed,
       int     x,
       int     y,
       int     w,
       int     h)
{
  g_autofree guint32 *row = g_new (guint32, (gsize) w);

  for (int i = 0; i < h; i++)
    {
      int line = picture.bottom_up ? picture.height - 1 - (y + i) : y + i;

      for (int j = 0; j < w; j++)
        row[j] = encode (lodge_test_pixel (seed, x + j, y + i));
      if (pwrite (picture.fd, row, (gsize) w * 4, (off_t) line * picture.stride + x * 4) < 0)
        exit (3);
    }
}

static void
scanout_file (QXLInstance *instance,
              const char  *path,
              int          w,
              int          h)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    exit (3);
  spice_qxl_gl_scanout (instance, fd, (guint32) w, (guint32) h, (guint32) w * 4,
                        0x34325258 /* XR24 */, FALSE);
}

gboolean
lodge_test_gl_run_command (QXLInstance *instance,
                           const char  *line)
{
  char path[256];
  int a, b, c, d, e;
  gint64 n_bytes;

  if (sscanf (line, "gl scanout %d %d %d %7s %d %" G_GINT64_FORMAT, &picture.width, &picture.height,
              &picture.stride, picture.format, &picture.bottom_up, &n_bytes) == 6)
    scanout (instance, n_bytes);
  else if (sscanf (line, "gl paint %d %d %d %d %d", &a, &b, &c, &d, &e) == 5)
    paint ((guint32) a, b, c, d, e);
  else if (sscanf (line, "gl draw %d %d %d %d", &a, &b, &c, &d) == 4)
    spice_qxl_gl_draw_async (instance, (guint32) a, (guint32) b, (guint32) c, (guint32) d,
                             ++n_draws);
  else if (sscanf (line, "gl truncate %d", &a) == 1)
    {
      if (ftruncate (picture.fd, a) < 0)
        exit (3);
    }
  else if (sscanf (line, "gl file %255s %d %d", path, &a, &b) == 3)
    scanout_file (instance, path, a, b);
  else
    return FALSE;
  return TRUE;
}

/* On the library's thread. */
void
lodge_test_gl_complete (uint64_t cookie)
{
  if (cookie != 0)
    lodge_test_say ("drawn %d", (int) cookie);
}
