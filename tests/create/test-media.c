/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lodge-error.h"
#include "create-support.h"
#include "create/lodge-iso.h"
#include "create/lodge-os-db.h"

typedef struct {
  char *dir;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->dir = support_dir_new ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  support_dir_free (fixture->dir);
}

static LodgeMedia *
identify (const char  *path,
          GError     **error)
{
  LodgeOsDb *db = lodge_os_db_get_default ();
  g_autoptr(GAsyncResult) result = NULL;

  lodge_os_db_identify_async (db, path, NULL, support_result_cb, &result);
  return lodge_os_db_identify_finish (db, support_wait (&result), error);
}

static void
assert_refused (const char     *path,
                LodgeErrorCode  code,
                const char     *words)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LodgeMedia) media = identify (path, &error);

  g_assert_null (media);
  g_assert_error (error, LODGE_ERROR, (int) code);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", error->message, words);
}

static void
test_memtest (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LodgeMedia) media = NULL;
  GStatBuf st;

  if (g_stat (MEMTEST_ISO, &st) != 0)
    {
      g_test_skip ("memtest86+ is not installed");
      return;
    }
  media = identify (MEMTEST_ISO, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (media->path, ==, MEMTEST_ISO);
  g_assert_cmpuint (media->size, ==, (guint64) st.st_size);
  g_assert_cmpstr (media->volume_id, ==, "MT86PLUS_64");
  g_assert_null (media->os_id);
  g_assert_true (media->bootable);
}

/* What libosinfo knows a Debian installer by is its volume identifier. */
static void
test_debian (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GBytes) image = support_make_iso ("Debian 11.5.0 amd64 1", TRUE, 64);
  g_autofree char *path = support_write (fixture->dir, "a: b%20c.iso",
                                         g_bytes_get_data (image, NULL),
                                         g_bytes_get_size (image));
  g_autoptr(GError) error = NULL;
  g_autoptr(LodgeMedia) media = identify (path, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (media->volume_id, ==, "Debian 11.5.0 amd64 1");
  g_assert_cmpstr (media->os_id, ==, "http://debian.org/debian/11");
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  static const char qcow2[] = "QFI\373\0\0\0\3 and so on";
  g_autofree char *text = support_write (fixture->dir, "notes.iso", "Read me.\n", 9);
  g_autofree char *page = support_write (fixture->dir, "page.iso", "<html><body>404</html>", 22);
  g_autofree char *empty = support_write (fixture->dir, "empty.iso", "", 0);
  g_autofree char *disk = support_write (fixture->dir, "disk.iso", qcow2, sizeof qcow2);
  g_autofree char *missing = g_build_filename (fixture->dir, "missing.iso", NULL);
  g_autofree char *below = g_build_filename (text, "below.iso", NULL);
  g_autofree char *fifo = g_build_filename (fixture->dir, "fifo.iso", NULL);

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  assert_refused (text, LODGE_ERROR_INVALID, "“notes.iso” is a text file");
  assert_refused (page, LODGE_ERROR_INVALID, "web page");
  assert_refused (empty, LODGE_ERROR_INVALID, "empty");
  assert_refused (disk, LODGE_ERROR_INVALID, "hard disk image");
  assert_refused (fixture->dir, LODGE_ERROR_INVALID, "folder");
  assert_refused (fifo, LODGE_ERROR_INVALID, "not an ISO image");
  assert_refused (missing, LODGE_ERROR_NOT_FOUND, "no file “missing.iso”");
  assert_refused (below, LODGE_ERROR_NOT_FOUND, "no file");
}

static void
test_truncated (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GBytes) image = support_make_iso ("HELLO", TRUE, 2048);
  const char *bytes = g_bytes_get_data (image, NULL);
  g_autofree char *half = support_write (fixture->dir, "half.iso", bytes, 1024 * LODGE_ISO_SECTOR);
  g_autofree char *head = support_write (fixture->dir, "head.iso", bytes, LODGE_ISO_OFFSET + 1000);
  g_autofree char *run_out = support_write (fixture->dir, "run-out.iso", bytes,
                                            2046 * LODGE_ISO_SECTOR);
  g_autoptr(LodgeMedia) media = NULL;
  g_autoptr(GError) error = NULL;

  assert_refused (half, LODGE_ERROR_INVALID, "not complete: it has 2\302\240MiB of 4\302\240MiB");
  assert_refused (head, LODGE_ERROR_INVALID, "not an ISO image");
  media = identify (run_out, &error);
  g_assert_no_error (error);
}

static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GBytes) image = support_make_iso ("HELLO", TRUE, 40);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (image, NULL), g_bytes_get_size (image));
  g_autofree char *path = NULL;

  bytes[LODGE_ISO_OFFSET + 129] = 0;
  path = support_write (fixture->dir, "damaged.iso", bytes, g_bytes_get_size (image));
  assert_refused (path, LODGE_ERROR_INVALID, "damaged");
}

static void
test_denied (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *path = NULL;

  if (geteuid () == 0)
    {
      g_test_skip ("root may read everything");
      return;
    }
  path = support_write (fixture->dir, "secret.iso", "x", 1);
  g_assert_cmpint (g_chmod (path, 0), ==, 0);
  assert_refused (path, LODGE_ERROR_DENIED, "may not read “secret.iso”");
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  LodgeOsDb *db = lodge_os_db_get_default ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  lodge_os_db_identify_async (db, fixture->dir, cancellable, support_result_cb, &result);
  g_cancellable_cancel (cancellable);
  g_assert_null (lodge_os_db_identify_finish (db, support_wait (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) \
  g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/media/memtest", test_memtest);
  ADD ("/media/debian", test_debian);
  ADD ("/media/refused", test_refused);
  ADD ("/media/truncated", test_truncated);
  ADD ("/media/damaged", test_damaged);
  ADD ("/media/denied", test_denied);
  ADD ("/media/cancelled", test_cancelled);
#undef ADD
  return g_test_run ();
}
