/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any numbers at all as sizes and rectangles of a screen: what is taken as a picture can be read to its
 * end, damage lies on the picture, and the display's arithmetic keeps it in the widget. */

#include "config.h"

#include "console/lodge-framebuffer.h"
#include "display/lodge-display-geometry.h"
#include "fuzz.h"

#define PIXELS (256 * 1024)

typedef struct {
  const uint8_t *data;
  size_t size;
} Input;

/* Small numbers as often as any. */
static int
take (Input *input)
{
  gint32 value = 0;
  size_t n = MIN (input->size, sizeof value);

  memcpy (&value, input->data, n);
  input->data += n;
  input->size -= n;
  return value & 1 ? value >> 1 : value >> 1 & 1023;
}

static void
check_damage (LodgeFramebuffer           *framebuffer,
              const LodgeDisplayGeometry *geometry,
              guint                       column,
              guint                       row)
{
  GdkRectangle rect, seen;

  if (!lodge_framebuffer_take_damage (framebuffer, column, row, &rect.x, &rect.y, &rect.width,
                                      &rect.height))
    return;

  g_assert_true (rect.x >= 0 && rect.y >= 0 && rect.width > 0 && rect.height > 0);
  g_assert_cmpint (rect.x + rect.width, <=, geometry->guest_width);
  g_assert_cmpint (rect.y + rect.height, <=, geometry->guest_height);
  lodge_display_geometry_seen (geometry, &rect, &seen);
  g_assert_cmpint (seen.x, >=, geometry->x);
  g_assert_cmpint (seen.y, >=, geometry->y);
  g_assert_cmpint (seen.x + seen.width, <=, geometry->x + geometry->width);
  g_assert_cmpint (seen.y + seen.height, <=, geometry->y + geometry->height);
}

static void
check_picture (LodgeFramebuffer *framebuffer,
               Input            *input)
{
  LodgeDisplayGeometry geometry;
  LodgeDeviceArea area;
  guint32 pixel = 0;
  int x = take (input), y = take (input);

  lodge_framebuffer_damage (framebuffer, x, y, take (input), take (input));
  lodge_device_area_init (&area, 1 + (y & 7) / 4.0,
                          &GRAPHENE_RECT_INIT (x & 7, y & 7, (x & 2047) + 1, (y & 2047) + 1),
                          G_MAXINT, G_MAXINT);
  lodge_display_geometry_init (&geometry, (LodgeScaleMode) (x & 3), &area,
                               lodge_framebuffer_get_width (framebuffer),
                               lodge_framebuffer_get_height (framebuffer));
  for (guint row = 0; row < lodge_framebuffer_get_rows (framebuffer); row++)
    for (guint column = 0; column < lodge_framebuffer_get_columns (framebuffer); column++)
      check_damage (framebuffer, &geometry, column, row);
  lodge_framebuffer_copy (framebuffer, x, y, 1, 1, (guint8 *) &pixel, 4);
  lodge_framebuffer_copy (framebuffer, lodge_framebuffer_get_width (framebuffer) - 1,
                          lodge_framebuffer_get_height (framebuffer) - 1, 1, 1, (guint8 *) &pixel, 4);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(LodgeFramebuffer) framebuffer = lodge_framebuffer_new ();
  g_autofree guint8 *pixels = g_malloc0 (PIXELS);
  Input input = { data, size };

  while (input.size > 0)
    {
      int width = take (&input), height = take (&input), stride = take (&input);
      LodgePixelFormat format = (LodgePixelFormat) ((guint) take (&input) % 3);

      if (lodge_framebuffer_set_data (framebuffer, pixels, PIXELS, width, height, stride, format))
        check_picture (framebuffer, &input);
    }
  return 0;
}
