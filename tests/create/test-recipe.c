/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>

#include "base/lodge-error.h"
#include "base/lodge-units.h"
#include "create-support.h"
#include "create/lodge-recipe-private.h"

#define DEBIAN  "http://debian.org/debian/11"
#define WINDOWS "http://microsoft.com/win/11"

typedef struct {
  char *dir;
  char *iso;
  LodgeHostFacts *facts;
  LodgeRecipe *recipe;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GBytes) image = support_make_iso ("HELLO", TRUE, 40);

  support_load_systems ();
  fixture->dir = support_dir_new ();
  fixture->iso = support_write (fixture->dir, "Hello World+1.iso",
                                g_bytes_get_data (image, NULL), g_bytes_get_size (image));
  fixture->facts = support_system_facts ();
  fixture->recipe = lodge_recipe_new ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->recipe);
  lodge_host_facts_unref (fixture->facts);
  support_dir_free (fixture->dir);
  g_free (fixture->iso);
}

static void
assert_says (const char *sentence,
             const char *words)
{
  if (words == NULL)
    g_assert_null (sentence);
  else if (sentence == NULL || strstr (sentence, words) == NULL)
    g_error ("“%s” does not say “%s”", sentence, words);
}

static void
test_defaults (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(LodgeNetworkChoice) network = NULL;
  g_autofree char *name = NULL;
  guint64 memory, disk_size;
  guint cpus;
  gboolean valid;

  g_object_get (fixture->recipe, "valid", &valid, NULL);
  g_assert_false (valid);
  assert_says (lodge_recipe_get_problem (fixture->recipe, "facts"), "has not told");
  assert_says (lodge_recipe_get_problem (fixture->recipe, "media-path"), "Choose an ISO");

  g_object_set (fixture->recipe, "facts", fixture->facts, "media-path", fixture->iso, NULL);
  g_object_get (fixture->recipe, "cpus", &cpus, "memory", &memory, "disk-size", &disk_size,
                "network", &network, "name", &name, "valid", &valid, NULL);
  g_assert_cmpuint (cpus, ==, 2);
  g_assert_cmpuint (memory, ==, 2 * LODGE_GIB);
  g_assert_cmpuint (disk_size, ==, 20 * LODGE_GIB);
  g_assert_cmpstr (name, ==, "Hello-World-1");
  g_assert_cmpstr (lodge_network_choice_get_name (network), ==, "default");
  g_assert_true (valid);
}

/* What the user has touched stays, what is not touched follows the system. */
static void
test_touched (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *name = NULL;
  guint64 memory, disk_size;
  guint cpus;
  int firmware;

  g_object_set (fixture->recipe, "facts", fixture->facts, "memory", 3 * LODGE_GIB, NULL);
  g_object_set (fixture->recipe, "os-id", WINDOWS, NULL);
  g_object_get (fixture->recipe, "cpus", &cpus, "memory", &memory, "disk-size", &disk_size,
                "firmware", &firmware, "name", &name, NULL);
  g_assert_cmpuint (memory, ==, 3 * LODGE_GIB);
  g_assert_cmpuint (cpus, ==, 2);
  g_assert_cmpuint (disk_size, ==, 128 * LODGE_GIB);
  g_assert_cmpint (firmware, ==, LODGE_FIRMWARE_UEFI);
  g_assert_cmpstr (name, ==, "win11");
  assert_says (lodge_recipe_get_hint (fixture->recipe, "memory"), "at least 4\302\240GiB");

  g_object_set (fixture->recipe, "name", "mine", "os-id", DEBIAN, NULL);
  g_clear_pointer (&name, g_free);
  g_object_get (fixture->recipe, "name", &name, "firmware", &firmware, NULL);
  g_assert_cmpstr (name, ==, "mine");
  g_assert_cmpint (firmware, ==, LODGE_FIRMWARE_BIOS);
}

/* A widget that is bound both ways and writes back what it got has not touched anything. */
static void
test_written_back (Fixture       *fixture,
                   gconstpointer  data)
{
  guint64 memory;

  g_object_set (fixture->recipe, "facts", fixture->facts, NULL);
  g_object_get (fixture->recipe, "memory", &memory, NULL);
  g_object_set (fixture->recipe, "memory", memory, NULL);
  g_object_set (fixture->recipe, "os-id", WINDOWS, NULL);
  g_object_get (fixture->recipe, "memory", &memory, NULL);
  g_assert_cmpuint (memory, ==, 8 * LODGE_GIB);
}

static void
test_name_taken (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *name = NULL;

  g_object_set (fixture->recipe, "facts", fixture->facts, "os-id", DEBIAN, NULL);
  g_object_get (fixture->recipe, "name", &name, NULL);
  g_assert_cmpstr (name, ==, "debian11-2");
}

/* A small host is not asked for more than half of what it has. */
static void
test_small_host (Fixture       *fixture,
                 gconstpointer  data)
{
  guint64 memory;
  guint cpus;

  fixture->facts->memory_total = 1 * LODGE_GIB;
  fixture->facts->n_cpus = 1;
  g_object_set (fixture->recipe, "facts", fixture->facts, NULL);
  g_object_get (fixture->recipe, "memory", &memory, "cpus", &cpus, NULL);
  g_assert_cmpuint (memory, ==, 512 * LODGE_MIB);
  g_assert_cmpuint (cpus, ==, 1);
}

static void
test_values (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct {
    const char *property;
    guint64 value;
    const char *problem;
    const char *hint;
  } cases[] = {
    { "cpus", 0, "needs a processor", NULL },
    { "cpus", 1, NULL, NULL },
    { "cpus", 8, NULL, NULL },
    { "cpus", 9, NULL, "has 8 processors" },
    { "cpus", 256, "At most 255", NULL },
    { "memory", 0, "at least 32", NULL },
    { "memory", 31 * LODGE_MIB, "at least 32", NULL },
    { "memory", 128 * LODGE_MIB, NULL, "system needs at least 1\302\240GiB" },
    { "memory", 4 * LODGE_GIB, NULL, "Leaves 16\302\240GiB free" },
    { "memory", 21 * LODGE_GIB, NULL, "More than the 20\302\240GiB" },
    { "memory", 33 * LODGE_GIB, "than the host has: 32\302\240GiB", NULL },
    { "disk-size", 0, NULL, "nothing can be installed" },
    { "disk-size", 1000, "at least 1\302\240MiB", NULL },
    { "disk-size", 1 * LODGE_GIB, NULL, "system needs at least" },
    { "disk-size", 100 * LODGE_GIB, NULL, "leaves 400\302\240GiB free when full" },
    { "disk-size", 501 * LODGE_GIB, NULL, "only 500\302\240GiB are free" },
    { "disk-size", G_MAXUINT64, "at most", NULL },
  };

  g_object_set (fixture->recipe, "facts", fixture->facts, "os-id", DEBIAN, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      if (g_str_equal (cases[i].property, "cpus"))
        g_object_set (fixture->recipe, "cpus", (guint) cases[i].value, NULL);
      else
        g_object_set (fixture->recipe, cases[i].property, cases[i].value, NULL);
      g_test_message ("%s %" G_GUINT64_FORMAT, cases[i].property, cases[i].value);
      assert_says (lodge_recipe_get_problem (fixture->recipe, cases[i].property),
                   cases[i].problem);
      assert_says (lodge_recipe_get_hint (fixture->recipe, cases[i].property), cases[i].hint);
    }
}

static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  static const struct {
    const char *name;
    const char *problem;
  } cases[] = {
    { "", "Enter a name" },
    { "web", "exists already" },
    { "web 2", NULL },
    { "M\303\241y \341\272\243o", NULL },
    { "a/b", "slash" },
    { "..", "dots" },
    { " web", "blank" },
    { "web\302\240", "blank" },
    { "we\nb", "cannot be used" },
    { "we\302\205b", "cannot be used" },
    { "1234567890123456789012345678901234567890123456789012345678901234", NULL },
    { "12345678901234567890123456789012345678901234567890123456789012345", "too long" },
  };

  g_object_set (fixture->recipe, "facts", fixture->facts, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_object_set (fixture->recipe, "name", cases[i].name, NULL);
      assert_says (lodge_recipe_get_problem (fixture->recipe, "name"), cases[i].problem);
    }
}

static void
test_full_disk (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->facts->disk_free = 1 * LODGE_MIB;
  g_object_set (fixture->recipe, "facts", fixture->facts, NULL);
  assert_says (lodge_recipe_get_problem (fixture->recipe, "disk-size"),
               "no room in “/var/lib/libvirt/images”");
  g_object_set (fixture->recipe, "disk-size", (guint64) 0, NULL);
  assert_says (lodge_recipe_get_problem (fixture->recipe, "disk-size"), NULL);
}

static void
test_firmware (Fixture       *fixture,
               gconstpointer  data)
{
  g_object_set (fixture->recipe, "facts", fixture->facts, "os-id", WINDOWS,
                "firmware", LODGE_FIRMWARE_BIOS, NULL);
  assert_says (lodge_recipe_get_hint (fixture->recipe, "firmware"), "Windows 11 starts with UEFI");

  fixture->facts->has_uefi = FALSE;
  g_object_set (fixture->recipe, "firmware", LODGE_FIRMWARE_UEFI, NULL);
  assert_says (lodge_recipe_get_problem (fixture->recipe, "firmware"), "Install OVMF");
}

/* QEMU's user of the system cannot enter a folder that is closed to others; a session can. */
static void
test_closed_folder (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(LodgeHostFacts) session = support_session_facts ();

  g_assert_cmpint (g_chmod (fixture->dir, 0700), ==, 0);
  g_object_set (fixture->recipe, "facts", fixture->facts, "media-path", fixture->iso, NULL);
  support_wait_for (lodge_recipe_get_hint (fixture->recipe, "media-path") != NULL);
  assert_says (lodge_recipe_get_hint (fixture->recipe, "media-path"),
               "may not enter the folder");
  assert_says (lodge_recipe_get_problem (fixture->recipe, "media-path"), NULL);

  g_assert_cmpint (g_chmod (fixture->dir, 0711), ==, 0);
  g_object_set (fixture->recipe, "facts", session, NULL);
  support_wait_for (lodge_recipe_get_hint (fixture->recipe, "media-path") == NULL);
}

static void
test_media (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *text = support_write (fixture->dir, "notes.iso", "Read me.\n", 9);
  gboolean valid;

  g_object_set (fixture->recipe, "facts", fixture->facts, "media-path", text, NULL);
  support_wait_for (lodge_recipe_get_problem (fixture->recipe, "media-path") != NULL);
  assert_says (lodge_recipe_get_problem (fixture->recipe, "media-path"), "text file");
  g_object_get (fixture->recipe, "valid", &valid, NULL);
  g_assert_false (valid);

  g_object_set (fixture->recipe, "media-path", fixture->iso, NULL);
  support_wait_for (lodge_recipe_get_problem (fixture->recipe, "media-path") == NULL);
  g_object_set (fixture->recipe, "media-path", "relative.iso", NULL);
  assert_says (lodge_recipe_get_problem (fixture->recipe, "media-path"), "cannot be used");

  /* On another computer nobody can look. */
  fixture->facts->is_local = FALSE;
  g_object_set (fixture->recipe, "facts", NULL, NULL);
  g_object_set (fixture->recipe, "facts", fixture->facts, "media-path", "/srv/x.iso", NULL);
  assert_says (lodge_recipe_get_hint (fixture->recipe, "media-path"), "other computer");
}

static void
count_cb (LodgeRecipe *recipe,
          guint       *count)
{
  (*count)++;
}

static void
test_signal (Fixture       *fixture,
             gconstpointer  data)
{
  guint count = 0;

  g_object_set (fixture->recipe, "facts", fixture->facts, NULL);
  g_signal_connect (fixture->recipe, "problems-changed", G_CALLBACK (count_cb), &count);
  g_object_set (fixture->recipe, "name", "some", NULL);
  g_assert_cmpuint (count, ==, 0);
  g_object_set (fixture->recipe, "name", "web", NULL);
  g_assert_cmpuint (count, ==, 1);
  g_object_set (fixture->recipe, "name", "web2", NULL);
  g_assert_cmpuint (count, ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) \
  g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/recipe/defaults", test_defaults);
  ADD ("/recipe/touched", test_touched);
  ADD ("/recipe/written-back", test_written_back);
  ADD ("/recipe/name-taken", test_name_taken);
  ADD ("/recipe/small-host", test_small_host);
  ADD ("/recipe/values", test_values);
  ADD ("/recipe/names", test_names);
  ADD ("/recipe/full-disk", test_full_disk);
  ADD ("/recipe/firmware", test_firmware);
  ADD ("/recipe/closed-folder", test_closed_folder);
  ADD ("/recipe/media", test_media);
  ADD ("/recipe/signal", test_signal);
#undef ADD
  return g_test_run ();
}
