/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "create-support.h"
#include "create/lodge-iso.h"

static GBytes *
window_of (GBytes *image)
{
  return g_bytes_new_from_bytes (image, LODGE_ISO_OFFSET,
                                 g_bytes_get_size (image) - LODGE_ISO_OFFSET);
}

static void
parse (GBytes   *window,
       LodgeIso *ret_iso)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (window, &size);

  lodge_iso_parse (data, size, ret_iso);
}

static void
test_plain (void)
{
  g_autoptr(GBytes) image = support_make_iso ("HELLO WORLD", TRUE, 40);
  g_autoptr(GBytes) window = window_of (image);
  LodgeIso iso;

  parse (window, &iso);
  g_assert_cmpint (iso.kind, ==, LODGE_ISO_9660);
  g_assert_cmpstr (iso.volume_id, ==, "HELLO WORLD");
  g_assert_cmpuint (iso.volume_size, ==, 40 * LODGE_ISO_SECTOR);
  g_assert_true (iso.bootable);
}

static void
test_not_bootable (void)
{
  g_autoptr(GBytes) image = support_make_iso ("", FALSE, 40);
  g_autoptr(GBytes) window = window_of (image);
  LodgeIso iso;

  parse (window, &iso);
  g_assert_cmpint (iso.kind, ==, LODGE_ISO_9660);
  g_assert_cmpstr (iso.volume_id, ==, "");
  g_assert_false (iso.bootable);
}

static void
test_hostile_name (void)
{
  g_autoptr(GBytes) image = support_make_iso ("\033[2J\377\376A\nB\001", FALSE, 40);
  g_autoptr(GBytes) window = window_of (image);
  LodgeIso iso;

  parse (window, &iso);
  g_assert_true (g_utf8_validate (iso.volume_id, -1, NULL));
  g_assert_cmpstr (iso.volume_id, ==, "[2JAB");
}

static void
test_udf (void)
{
  g_autofree guint8 *data = g_malloc0 (4 * LODGE_ISO_SECTOR);
  LodgeIso iso;

  memcpy (data + 1, "BEA01", 5);
  memcpy (data + LODGE_ISO_SECTOR + 1, "NSR02", 5);
  memcpy (data + 2 * LODGE_ISO_SECTOR + 1, "TEA01", 5);
  lodge_iso_parse (data, 4 * LODGE_ISO_SECTOR, &iso);
  g_assert_cmpint (iso.kind, ==, LODGE_ISO_UDF);
}

/* However the descriptors are cut or bent, the answer is one of four, and the text is text. */
static void
test_bent (void)
{
  g_autoptr(GBytes) image = support_make_iso ("HELLO", TRUE, 40);
  g_autoptr(GRand) rand = g_rand_new_with_seed (42);
  gsize size = 4 * LODGE_ISO_SECTOR;
  LodgeIso iso;

  for (guint round = 0; round < 5000; round++)
    {
      gsize length = (gsize) g_rand_int_range (rand, 0, (gint32) size + 1);
      /* Of exactly that length, so that a checker of memory sees a byte too far. */
      g_autofree guint8 *data = g_memdup2 ((const guint8 *) g_bytes_get_data (image, NULL) +
                                           LODGE_ISO_OFFSET, length);

      for (guint i = 0; i < 4 && length > 0; i++)
        data[g_rand_int_range (rand, 0, (gint32) length)] = (guint8) g_rand_int (rand);
      lodge_iso_parse (data, length, &iso);
      g_assert_cmpint (iso.kind, <=, LODGE_ISO_BROKEN);
      g_assert_true (g_utf8_validate (iso.volume_id, sizeof iso.volume_id, NULL) ||
                     strlen (iso.volume_id) < sizeof iso.volume_id);
      if (length < LODGE_ISO_SECTOR)
        g_assert_cmpint (iso.kind, ==, LODGE_ISO_NONE);
    }
}

static void
test_sniff (void)
{
  static const struct {
    const char *data;
    gsize length;
    LodgeFileKind kind;
  } cases[] = {
    { "", 0, LODGE_FILE_UNKNOWN },
    { "\0\0\0\0", 4, LODGE_FILE_UNKNOWN },
    { "Read me first.\n", 15, LODGE_FILE_TEXT },
    { "Xin ch\303\240o\n", 10, LODGE_FILE_TEXT },
    { "\n<!DOCTYPE HTML><html>", 22, LODGE_FILE_WEB_PAGE },
    { "QFI\373\0\0\0\3", 8, LODGE_FILE_DISK_IMAGE },
    { "\3757zXZ\0\0", 7, LODGE_FILE_COMPRESSED },
    { "PK\003\004\024\0", 6, LODGE_FILE_COMPRESSED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (lodge_iso_sniff ((const guint8 *) cases[i].data, cases[i].length), ==,
                     cases[i].kind);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/iso/plain", test_plain);
  g_test_add_func ("/iso/not-bootable", test_not_bootable);
  g_test_add_func ("/iso/hostile-name", test_hostile_name);
  g_test_add_func ("/iso/udf", test_udf);
  g_test_add_func ("/iso/bent", test_bent);
  g_test_add_func ("/iso/sniff", test_sniff);
  return g_test_run ();
}
