/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks at a file that shall be an ISO image and says in plain words what is wrong with it. Blocks:
 * for workers only. */

#include "config.h"

#include "create/lodge-media.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lodge-error.h"
#include "base/lodge-thread.h"
#include "base/lodge-units.h"
#include "create/lodge-iso.h"

/* Discs written track at once lose two run-out sectors when they are copied. */
#define RUN_OUT (2 * LODGE_ISO_SECTOR)

static void
set_open_error (GError     **error,
                int          errsv,
                const char  *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  const char *detail = g_strerror (errsv);

  if (errsv == ENOENT || errsv == ENOTDIR)
    lodge_error_set (error, LODGE_ERROR_NOT_FOUND, detail,
                     _("There is no file “%s”. Choose another one."), name);
  else if (errsv == EACCES || errsv == EPERM)
    lodge_error_set (error, LODGE_ERROR_DENIED, detail,
                     _("You may not read “%s”. Change its permissions, or choose another file."),
                     name);
  else
    lodge_error_set (error, LODGE_ERROR_FAILED, detail, _("“%s” cannot be read."), name);
}

static void
set_kind_error (GError        **error,
                LodgeFileKind   kind,
                const char     *name)
{
  static const char *const formats[] = {
    [LODGE_FILE_UNKNOWN] = N_("“%s” is not an ISO image."),
    [LODGE_FILE_TEXT] = N_("“%s” is a text file, not an ISO image."),
    [LODGE_FILE_WEB_PAGE] = N_("“%s” is a web page, not an ISO image. Download the image again."),
    [LODGE_FILE_COMPRESSED] = N_("“%s” is compressed. Unpack it, and choose the ISO image in it."),
    [LODGE_FILE_DISK_IMAGE] = N_("“%s” is a hard disk image, not an ISO image."),
  };
  g_autoptr(GString) message = g_string_new (_(formats[kind]));

  g_string_replace (message, "%s", name, 1);
  lodge_error_set (error, LODGE_ERROR_INVALID, NULL, "%s", message->str);
}

/* Everything up to @length bytes; short only at the end of the file. */
static gssize
read_at (int      fd,
         guint64  offset,
         guint8  *buffer,
         gsize    length)
{
  gsize done = 0;

  while (done < length)
    {
      gssize n = pread (fd, buffer + done, length - done, (off_t) (offset + done));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -1;
      if (n == 0)
        break;
      done += (gsize) n;
    }
  return (gssize) done;
}

/* Regular files and drives; a pipe would block and a directory holds nothing. */
static gboolean
check_type (int          fd,
            const char  *path,
            guint64     *ret_size,
            GError     **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  struct stat st;
  off_t end;

  if (fstat (fd, &st) < 0)
    return set_open_error (error, errno, path), FALSE;
  if (S_ISDIR (st.st_mode))
    lodge_error_set (error, LODGE_ERROR_INVALID, NULL,
                     _("“%s” is a folder. Choose an ISO image in it."), name);
  else if (!S_ISREG (st.st_mode) && !S_ISBLK (st.st_mode))
    lodge_error_set (error, LODGE_ERROR_INVALID, NULL, _("“%s” is not an ISO image."), name);
  else if ((end = lseek (fd, 0, SEEK_END)) < 0)
    set_open_error (error, errno, path);
  else if (end == 0)
    lodge_error_set (error, LODGE_ERROR_INVALID, NULL,
                     _("“%s” is empty. Download or copy it again."), name);
  else
    {
      *ret_size = (guint64) end;
      return TRUE;
    }
  return FALSE;
}

static void
set_truncated_error (GError     **error,
                     const char  *name,
                     guint64      size,
                     guint64      expected)
{
  g_autofree char *have = lodge_format_size (size);
  g_autofree char *want = lodge_format_size (expected);

  lodge_error_set (error, LODGE_ERROR_INVALID, NULL,
                   _("“%s” is not complete: it has %s of %s. Download or copy it again."),
                   name, have, want);
}

static gboolean
read_header (int          fd,
             const char  *path,
             guint64      size,
             LodgeIso    *ret_iso,
             GError     **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree guint8 *window = g_malloc (LODGE_ISO_WINDOW);
  gssize length = read_at (fd, LODGE_ISO_OFFSET, window, LODGE_ISO_WINDOW);

  if (length < 0)
    return set_open_error (error, errno, path), FALSE;

  lodge_iso_parse (window, (gsize) length, ret_iso);
  if (ret_iso->kind == LODGE_ISO_BROKEN)
    lodge_error_set (error, LODGE_ERROR_INVALID, NULL,
                     _("“%s” is damaged: its volume descriptor makes no sense. "
                       "Download or copy it again."), name);
  else if (ret_iso->kind == LODGE_ISO_NONE)
    {
      length = read_at (fd, 0, window, 4096);
      set_kind_error (error, lodge_iso_sniff (window, (gsize) MAX (length, 0)), name);
    }
  else if (ret_iso->volume_size > size + RUN_OUT)
    set_truncated_error (error, name, size, ret_iso->volume_size);
  else
    return TRUE;
  return FALSE;
}

/**
 * lodge_media_read:
 * @path: a path on this computer
 * @cancellable: (nullable): checked between reads
 * @error: where the error goes: NOT_FOUND, DENIED, INVALID, or FAILED
 *
 * Opens the file and reads its volume descriptors. Blocks: never on the main thread.
 *
 * Returns: (transfer full): what it is, not matched with any system yet
 */
LodgeMedia *
lodge_media_read (const char    *path,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr(LodgeMedia) media = NULL;
  LodgeIso iso;
  guint64 size = 0;
  gboolean ok;
  int fd;

  LODGE_ASSERT_WORKER ();

  /* Without O_NONBLOCK, opening a named pipe waits for a writer. */
  fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (fd < 0)
    return set_open_error (error, errno, path), NULL;

  ok = check_type (fd, path, &size, error) &&
       !g_cancellable_set_error_if_cancelled (cancellable, error) &&
       read_header (fd, path, size, &iso, error);
  close (fd);
  if (!ok)
    return NULL;

  media = g_new0 (LodgeMedia, 1);
  media->path = g_strdup (path);
  media->size = size;
  media->volume_id = iso.volume_id[0] != '\0' ? g_strdup (iso.volume_id) : NULL;
  media->bootable = iso.bootable;
  return g_steal_pointer (&media);
}

/**
 * lodge_media_free:
 * @media: (transfer full): a description of a medium
 *
 * Frees it. Any thread.
 */
void
lodge_media_free (LodgeMedia *media)
{
  g_free (media->path);
  g_free (media->volume_id);
  g_free (media->os_id);
  g_free (media);
}
