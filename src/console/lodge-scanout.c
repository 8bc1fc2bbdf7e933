/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads pictures out of shared memory. Plain memory (tmpfs, memfd) is read by pread(): its owner may make it
 * shorter while it is read, and what is mapped then ends the program. A DMA buffer keeps its size and
 * cannot be read otherwise, so it is mapped. Files of other kinds are refused: to read them may take for
 * ever. There is no modifier in the protocol, so rows are taken to follow each other: memory that a
 * graphics processor keeps in tiles is seen right only as a texture, see display/lodge-display-gl.c. */

#include "config.h"

#include "console/lodge-scanout.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <linux/dma-buf.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/lodge-error.h"
#include "console/lodge-framebuffer.h"

#define MAX_BYTES ((guint64) 512 * 1024 * 1024)

/* Where the colours are in a little-endian pixel. */
typedef struct {
  guint32 name;
  guint red, green, blue;
} Format;

struct _LodgeScanout
{
  GObject parent_instance;

  int fd;
  LodgeScanoutLayout layout;
  const Format *format;
  gsize size;            /* bytes of all rows */
  gboolean dma;
  guint8 *memory;        /* mapped, of a DMA buffer */
  LodgeScanoutReader reader;
  gpointer reader_data;
};

G_DEFINE_FINAL_TYPE (LodgeScanout, lodge_scanout, G_TYPE_OBJECT)

static const Format formats[] = {
  { LODGE_SCANOUT_FORMAT ('X', 'R', '2', '4'), 16, 8, 0 },
  { LODGE_SCANOUT_FORMAT ('A', 'R', '2', '4'), 16, 8, 0 },
  { LODGE_SCANOUT_FORMAT ('X', 'B', '2', '4'), 0, 8, 16 },
  { LODGE_SCANOUT_FORMAT ('A', 'B', '2', '4'), 0, 8, 16 },
  { LODGE_SCANOUT_FORMAT ('R', 'X', '2', '4'), 24, 16, 8 },
  { LODGE_SCANOUT_FORMAT ('R', 'A', '2', '4'), 24, 16, 8 },
  { LODGE_SCANOUT_FORMAT ('B', 'X', '2', '4'), 8, 16, 24 },
  { LODGE_SCANOUT_FORMAT ('B', 'A', '2', '4'), 8, 16, 24 },
};

static const Format *
find_format (guint32 name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i].name == name)
      return &formats[i];
  return NULL;
}

static gboolean
check_layout (const LodgeScanoutLayout  *layout,
              GError                   **error)
{
  if (layout->width < 1 || layout->height < 1 || layout->width > LODGE_FRAMEBUFFER_MAX_SIZE
      || layout->height > LODGE_FRAMEBUFFER_MAX_SIZE || layout->stride / 4 < layout->width
      || layout->stride % 4 != 0 || (guint64) layout->stride * layout->height > MAX_BYTES)
    {
      lodge_error_set (error, LODGE_ERROR_INVALID, NULL,
                       _("The guest’s picture has a size that makes no sense: %u × %u, with %u bytes "
                         "a row."), layout->width, layout->height, layout->stride);
      return FALSE;
    }
  if (find_format (layout->format) == NULL)
    {
      /* Translators: %08x is the number of a format of pixels */
      lodge_error_set (error, LODGE_ERROR_UNSUPPORTED, NULL,
                       _("The guest’s picture has pixels of an unknown format (%08x)."),
                       layout->format);
      return FALSE;
    }
  return TRUE;
}

/* Of what kind the memory is, and whether all rows are in it. */
static gboolean
check_memory (LodgeScanout  *self,
              int            fd,
              GError       **error)
{
  struct statfs fs;
  struct stat st;
  off_t size;

  if (fstatfs (fd, &fs) < 0 || fstat (fd, &st) < 0)
    {
      lodge_error_set (error, LODGE_ERROR_INVALID, g_strerror (errno), "%s",
                       _("The guest’s picture did not come with its memory."));
      return FALSE;
    }

  self->dma = fs.f_type == DMA_BUF_MAGIC;
  if (!self->dma && !(fs.f_type == TMPFS_MAGIC && S_ISREG (st.st_mode)))
    {
      lodge_error_set (error, LODGE_ERROR_UNSUPPORTED, NULL, "%s",
                       _("The guest’s picture is in memory of a kind that is not read here."));
      return FALSE;
    }

  size = self->dma ? lseek (fd, 0, SEEK_END) : st.st_size;
  if (size < 0 || (guint64) size < self->size)
    {
      lodge_error_set (error, LODGE_ERROR_INVALID, NULL, "%s",
                       _("The guest’s picture is larger than its memory."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
map (LodgeScanout  *self,
     GError       **error)
{
  void *memory;

  if (self->memory != NULL)
    return TRUE;

  memory = mmap (NULL, self->size, PROT_READ, MAP_SHARED, self->fd, 0);
  if (memory == MAP_FAILED)
    {
      lodge_error_set (error, LODGE_ERROR_UNSUPPORTED, g_strerror (errno), "%s",
                       _("The graphics processor’s memory cannot be read by programs."));
      return FALSE;
    }
  self->memory = memory;
  return TRUE;
}

/* Not all drivers have it, and there is nothing else to do where it fails. */
static void
sync_memory (LodgeScanout *self,
             guint64       what)
{
  struct dma_buf_sync sync = { .flags = DMA_BUF_SYNC_READ | what };
  int result;

  do
    result = ioctl (self->fd, DMA_BUF_IOCTL_SYNC, &sync);
  while (result < 0 && errno == EINTR);
}

static gboolean
read_all (int      fd,
          guint8  *dest,
          gsize    length,
          gsize    offset)
{
  while (length > 0)
    {
      gssize n = pread (fd, dest, length, (off_t) offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      dest += n;
      offset += (gsize) n;
      length -= (gsize) n;
    }
  return TRUE;
}

static void
convert (const Format *format,
         guint8       *row,
         gsize         n)
{
  guint32 *pixels = (guint32 *) row;

  if (format->red == 16 && format->blue == 0 && G_BYTE_ORDER == G_LITTLE_ENDIAN)
    return;

  for (gsize i = 0; i < n; i++)
    {
      guint32 pixel = GUINT32_FROM_LE (pixels[i]);

      pixels[i] = (pixel >> format->red & 0xff) << 16 | (pixel >> format->green & 0xff) << 8
                  | (pixel >> format->blue & 0xff);
    }
}

static gboolean
read_row (LodgeScanout  *self,
          gsize          offset,
          guint8        *dest,
          gsize          n_pixels,
          GError       **error)
{
  if (self->dma)
    memcpy (dest, self->memory + offset, n_pixels * 4);
  else if (!read_all (self->fd, dest, n_pixels * 4, offset))
    {
      lodge_error_set (error, LODGE_ERROR_FAILED, NULL, "%s",
                       _("The memory of the guest’s picture is gone."));
      return FALSE;
    }
  convert (self->format, dest, n_pixels);
  return TRUE;
}

static void
lodge_scanout_finalize (GObject *object)
{
  LodgeScanout *self = LODGE_SCANOUT (object);

  if (self->memory != NULL)
    munmap (self->memory, self->size);
  if (self->fd >= 0)
    close (self->fd);

  G_OBJECT_CLASS (lodge_scanout_parent_class)->finalize (object);
}

static void
lodge_scanout_class_init (LodgeScanoutClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lodge_scanout_finalize;
}

static void
lodge_scanout_init (LodgeScanout *self)
{
  self->fd = -1;
}

/**
 * lodge_scanout_new:
 * @fd: of the memory; it stays the caller's
 * @layout: how the picture lies in it
 * @error: return location of an error of the domain LODGE_ERROR
 *
 * Checks that there is such a picture. The memory may still be made shorter later.
 *
 * Returns: (transfer full) (nullable): the scanout
 */
LodgeScanout *
lodge_scanout_new (int                        fd,
                   const LodgeScanoutLayout  *layout,
                   GError                   **error)
{
  g_autoptr(LodgeScanout) self = g_object_new (LODGE_TYPE_SCANOUT, NULL);

  if (!check_layout (layout, error))
    return NULL;

  self->layout = *layout;
  self->format = find_format (layout->format);
  self->size = (gsize) layout->stride * (layout->height - 1) + (gsize) layout->width * 4;
  if (!check_memory (self, fd, error))
    return NULL;

  self->fd = fcntl (fd, F_DUPFD_CLOEXEC, 3);
  if (self->fd < 0)
    {
      lodge_error_set (error, LODGE_ERROR_FAILED, g_strerror (errno), "%s",
                       _("Too many files are open."));
      return NULL;
    }
  return g_steal_pointer (&self);
}

int
lodge_scanout_get_fd (LodgeScanout *self)
{
  g_return_val_if_fail (LODGE_IS_SCANOUT (self), -1);

  return self->fd;
}

const LodgeScanoutLayout *
lodge_scanout_get_layout (LodgeScanout *self)
{
  g_return_val_if_fail (LODGE_IS_SCANOUT (self), NULL);

  return &self->layout;
}

gboolean
lodge_scanout_is_dma_buffer (LodgeScanout *self)
{
  g_return_val_if_fail (LODGE_IS_SCANOUT (self), FALSE);

  return self->dma;
}

/* Whether the graphics processor has drawn what it was told, so that to read it takes no waiting. When it
 * has not, the file descriptor can be read (as poll() says) once it has. */
gboolean
lodge_scanout_is_ready (LodgeScanout *self)
{
  GPollFD fd = { .events = G_IO_IN };

  g_return_val_if_fail (LODGE_IS_SCANOUT (self), FALSE);

  fd.fd = self->fd;
  return !self->dma || g_poll (&fd, 1, 0) != 0;
}

/**
 * lodge_scanout_read:
 * @self: a scanout
 * @x: left
 * @y: from the top of the picture
 * @width: in pixels
 * @height: in pixels
 * @dest: where the pixel at (@x, @y) goes, aligned to 4 bytes
 * @dest_stride: bytes from one row of @dest to the next
 * @error: return location of an error of the domain LODGE_ERROR
 *
 * Copies a rectangle, which must lie in the picture, as rows of xRGB32 from the top down.
 *
 * Returns: %FALSE when the memory cannot be read, or no longer
 */
gboolean
lodge_scanout_read (LodgeScanout  *self,
                    int            x,
                    int            y,
                    int            width,
                    int            height,
                    guint8        *dest,
                    gsize          dest_stride,
                    GError       **error)
{
  const LodgeScanoutLayout *layout;
  gboolean done = TRUE;

  g_return_val_if_fail (LODGE_IS_SCANOUT (self), FALSE);
  layout = &self->layout;
  g_return_val_if_fail (x >= 0 && y >= 0 && width >= 0 && height >= 0, FALSE);
  g_return_val_if_fail ((gint64) x + width <= layout->width, FALSE);
  g_return_val_if_fail ((gint64) y + height <= layout->height, FALSE);

  if (self->dma && !map (self, error))
    return FALSE;

  if (self->dma)
    sync_memory (self, DMA_BUF_SYNC_START);
  for (gsize row = 0; row < (gsize) height && done; row++)
    {
      gsize line = layout->bottom_up ? layout->height - 1 - ((gsize) y + row) : (gsize) y + row;

      done = read_row (self, line * layout->stride + (gsize) x * 4, dest + row * dest_stride,
                       (gsize) width, error);
    }
  if (self->dma)
    sync_memory (self, DMA_BUF_SYNC_END);
  return done;
}

void
lodge_scanout_set_reader (LodgeScanout       *self,
                          LodgeScanoutReader  reader,
                          gpointer            user_data)
{
  g_return_if_fail (LODGE_IS_SCANOUT (self));

  self->reader = reader;
  self->reader_data = user_data;
}

gboolean
lodge_scanout_has_reader (LodgeScanout *self)
{
  g_return_val_if_fail (LODGE_IS_SCANOUT (self), FALSE);

  return self->reader != NULL;
}

/* Into rows without gaps. */
gboolean
lodge_scanout_read_all (LodgeScanout *self,
                        guint8       *dest)
{
  g_return_val_if_fail (LODGE_IS_SCANOUT (self), FALSE);

  if (self->reader != NULL)
    return self->reader (dest, self->reader_data);
  return lodge_scanout_read (self, 0, 0, (int) self->layout.width, (int) self->layout.height, dest,
                             (gsize) self->layout.width * 4, NULL);
}
