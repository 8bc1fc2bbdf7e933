/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Feeds a fuzz target without libFuzzer: every file of the directories that are named, then as many
 * bent and cut copies of each as fit into the unit tests. The same seed gives the same bytes. */

#include "config.h"

#include "fuzz.h"

#define N_COPIES 2000
#define N_BENT   8

/* Each input lies in memory of just its size, so that a checker sees a byte too far. */
static void
feed (const guint8 *data,
      gsize         size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);

  LLVMFuzzerTestOneInput (copy, size);
}

static void
feed_bent (GRand        *rand,
           const guint8 *data,
           gsize         size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);
  gsize length = (gsize) g_rand_int_range (rand, 0, (gint32) size + 1);
  guint n = (guint) g_rand_int_range (rand, 1, N_BENT);

  if (g_rand_boolean (rand))
    length = size;
  for (guint i = 0; i < n && length > 0; i++)
    copy[g_rand_int_range (rand, 0, (gint32) length)] = (guint8) g_rand_int (rand);
  feed (copy, length);
}

static guint
feed_directory (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autofree char *data = NULL;
      /* The same on every computer, in whatever order the files come. */
      g_autoptr(GRand) rand = g_rand_new_with_seed (g_str_hash (name));
      gsize size;

      g_assert_true (g_file_get_contents (file, &data, &size, NULL));
      feed ((const guint8 *) data, size);
      for (guint i = 0; i < N_COPIES && size > 0; i++)
        feed_bent (rand, (const guint8 *) data, size);
      n++;
    }
  return n;
}

int
main (int   argc,
      char *argv[])
{
  guint n = 0;

  for (int i = 1; i < argc; i++)
    n += feed_directory (argv[i]);
  g_print ("%u files\n", n);
  return n > 0 ? 0 : 1;
}
