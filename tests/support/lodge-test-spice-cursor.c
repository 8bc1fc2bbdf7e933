/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pointer's picture, for lodge-test-spice-server:
 *   cursor W H HX HY        in one colour         cursor-move X Y
 *   cursor-mono W H HX HY   black, white, transparent and inverted
 *   cursor-mask W H HX HY   many colours, half of it transparent by a mask
 *   cursor-hide */

#include "config.h"

#include "lodge-test-spice-cursor.h"

#include <stdio.h>
#include <string.h>

#include "lodge-test-paint.h"

typedef struct {
  QXLCursorCmd command;
  QXLCursor *shape;
} Cursor;

static QXLInstance *qxl;
static GMutex lock;
static GQueue cursors = G_QUEUE_INIT;

static void
push (Cursor *cursor)
{
  g_mutex_lock (&lock);
  g_queue_push_tail (&cursors, cursor);
  g_mutex_unlock (&lock);
  spice_qxl_wakeup (qxl);
}

static Cursor *
cursor_new (int type)
{
  Cursor *cursor = g_new0 (Cursor, 1);

  cursor->command.release_info.id = (uintptr_t) cursor | 1;
  cursor->command.type = (uint8_t) type;
  return cursor;
}

/* With its data to be filled in, and then pushed. */
static Cursor *
shape_new (int   type,
           gsize size,
           int   w,
           int   h,
           int   hot_x,
           int   hot_y)
{
  Cursor *cursor = cursor_new (QXL_CURSOR_SET);

  cursor->shape = g_malloc0 (sizeof *cursor->shape + size);
  cursor->shape->header.type = (uint16_t) type;
  cursor->shape->header.width = (uint16_t) w;
  cursor->shape->header.height = (uint16_t) h;
  cursor->shape->header.hot_spot_x = (uint16_t) hot_x;
  cursor->shape->header.hot_spot_y = (uint16_t) hot_y;
  cursor->shape->data_size = (uint32_t) size;
  cursor->shape->chunk.data_size = (uint32_t) size;
  cursor->command.u.set.visible = TRUE;
  cursor->command.u.set.shape = (uintptr_t) cursor->shape;
  return cursor;
}

/* Orange, opaque. */
static void
set_cursor (int w,
            int h,
            int hot_x,
            int hot_y)
{
  gsize size = (gsize) w * (gsize) h * 4;
  Cursor *cursor = shape_new (SPICE_CURSOR_TYPE_ALPHA, size, w, h, hot_x, hot_y);
  static const guint32 orange = 0xffff8000u;

  for (gsize i = 0; i < size; i += 4)
    memcpy (cursor->shape->chunk.data + i, &orange, 4);
  push (cursor);
}

static void
set_bit (guint8  *bits,
         int      x,
         gboolean on)
{
  if (on)
    bits[x / 8] |= (guint8) (0x80 >> x % 8);
}

/* One plane says what stays of the screen, the other what is inverted. */
static void
set_mono_cursor (int w,
                 int h,
                 int hot_x,
                 int hot_y)
{
  int row_length = (w + 7) / 8, plane = row_length * h;
  Cursor *cursor = shape_new (SPICE_CURSOR_TYPE_MONO, (gsize) plane * 2, w, h, hot_x, hot_y);
  guint8 *bits = cursor->shape->chunk.data;

  for (int y = 0; y < h; y++)
    for (int x = 0; x < w; x++)
      {
        set_bit (bits + y * row_length, x, lodge_test_mono_and (x, y));
        set_bit (bits + plane + y * row_length, x, lodge_test_mono_xor (x, y));
      }
  push (cursor);
}

/* Colours, and then a bit for each: transparent. */
static void
set_masked_cursor (int w,
                   int h,
                   int hot_x,
                   int hot_y)
{
  gsize n = (gsize) w * (gsize) h;
  Cursor *cursor = shape_new (SPICE_CURSOR_TYPE_COLOR32, n * 4 + (n + 7) / 8, w, h, hot_x, hot_y);
  guint8 *data = cursor->shape->chunk.data;

  for (int i = 0; i < w * h; i++)
    {
      guint32 pixel = lodge_test_pixel (3, i % w, i / w) & 0xffffff;

      memcpy (data + i * 4, &pixel, 4);
      set_bit (data + n * 4, i, lodge_test_mono_and (i % w, i / w));
    }
  push (cursor);
}

static void
move_cursor (int x,
             int y)
{
  Cursor *cursor = cursor_new (QXL_CURSOR_MOVE);

  cursor->command.u.position.x = (int16_t) x;
  cursor->command.u.position.y = (int16_t) y;
  push (cursor);
}

void
lodge_test_cursor_init (QXLInstance *instance)
{
  qxl = instance;
}

/* FALSE when it is no command of the pointer's. */
gboolean
lodge_test_cursor_run_command (const char *line)
{
  int a, b, c, d;

  if (sscanf (line, "cursor %d %d %d %d", &a, &b, &c, &d) == 4)
    set_cursor (a, b, c, d);
  else if (sscanf (line, "cursor-mono %d %d %d %d", &a, &b, &c, &d) == 4)
    set_mono_cursor (a, b, c, d);
  else if (sscanf (line, "cursor-mask %d %d %d %d", &a, &b, &c, &d) == 4)
    set_masked_cursor (a, b, c, d);
  else if (sscanf (line, "cursor-move %d %d", &a, &b) == 2)
    move_cursor (a, b);
  else if (g_str_equal (line, "cursor-hide"))
    push (cursor_new (QXL_CURSOR_HIDE));
  else
    return FALSE;
  return TRUE;
}

/* On a thread of the library, as the two below. */
int
lodge_test_cursor_get_command (QXLInstance   *instance,
                               QXLCommandExt *ext)
{
  Cursor *cursor;

  g_mutex_lock (&lock);
  cursor = g_queue_pop_head (&cursors);
  g_mutex_unlock (&lock);
  memset (ext, 0, sizeof *ext);
  ext->cmd.type = QXL_CMD_CURSOR;
  ext->cmd.data = (uintptr_t) cursor;
  return cursor != NULL;
}

int
lodge_test_cursor_notify (QXLInstance *instance)
{
  int empty;

  g_mutex_lock (&lock);
  empty = g_queue_is_empty (&cursors);
  g_mutex_unlock (&lock);
  return empty;
}

/* FALSE when @id is no cursor's: these are marked by the lowest bit. */
gboolean
lodge_test_cursor_release (guint64 id)
{
  Cursor *cursor = (Cursor *) (uintptr_t) (id & ~(guint64) 1);

  if ((id & 1) == 0)
    return FALSE;

  g_free (cursor->shape);
  g_free (cursor);
  return TRUE;
}
