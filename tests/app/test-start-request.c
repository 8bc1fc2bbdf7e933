/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the command line asks the window for. */

#include "config.h"

#include "app/lodge-start-request.h"
#include "base/lodge-error.h"

static LodgeStartRequest *
parse (const char         *page,
       const char *const  *words,
       GError            **error)
{
  g_autoptr(GVariantDict) options = g_variant_dict_new (NULL);

  if (page != NULL)
    g_variant_dict_insert (options, "page", "s", page);
  if (words != NULL)
    g_variant_dict_insert (options, G_OPTION_REMAINING, "^aay", words);
  return lodge_start_request_new (options, error);
}

#define WORDS(...) ((const char *const[]) { __VA_ARGS__, NULL })

static void
test_nothing (void)
{
  g_autoptr(LodgeStartRequest) request = parse (NULL, NULL, NULL);

  g_assert_nonnull (request);
  g_assert_null (request->machine);
  g_assert_false (request->new_machine);
}

static void
test_show (void)
{
  g_autoptr(LodgeStartRequest) request = parse ("console", WORDS ("show", "debian"), NULL);

  g_assert_cmpstr (request->machine, ==, "debian");
  g_assert_cmpstr (request->page, ==, "console");
  g_assert_false (request->new_machine);
}

static void
test_new (void)
{
  g_autoptr(LodgeStartRequest) bare = parse (NULL, WORDS ("new"), NULL);
  g_autoptr(LodgeStartRequest) with_iso = parse (NULL, WORDS ("new", "debian 12.iso"), NULL);
  g_autoptr(LodgeStartRequest) iso_only = parse (NULL, WORDS ("/tmp/debian.iso"), NULL);

  g_assert_true (bare->new_machine);
  g_assert_null (bare->media);
  g_assert_true (with_iso->new_machine);
  g_assert_cmpstr (with_iso->media, ==, "debian 12.iso");
  g_assert_true (iso_only->new_machine);
  g_assert_cmpstr (iso_only->media, ==, "/tmp/debian.iso");
}

static void
test_connect (void)
{
  g_autoptr(GVariantDict) options = g_variant_dict_new (NULL);
  g_autoptr(LodgeStartRequest) request = NULL;

  g_variant_dict_insert (options, "connect", "^as", WORDS ("test:///default", "qemu:///session"));
  request = lodge_start_request_new (options, NULL);
  g_assert_cmpuint (g_strv_length (request->uris), ==, 2);
  g_assert_cmpstr (request->uris[1], ==, "qemu:///session");
}

static void
test_mistakes (void)
{
  static const struct {
    const char *page;
    const char *words[4];
    const char *told;
  } cases[] = {
    { NULL, { "shwo", "debian" }, "“shwo” is not a command" },
    { NULL, { "show" }, "Name the machine" },
    { NULL, { "show", "a", "b" }, "“b” is one argument too many" },
    { NULL, { "new", "a", "b" }, "“b” is one argument too many" },
    { "snapshots", { "show", "debian" }, "no page “snapshots”" },
    { "console", { NULL }, "“--page” goes with a machine" },
    { "console", { "new" }, "“--page” goes with a machine" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (parse (cases[i].page, cases[i].words, &error));
      g_assert_error (error, LODGE_ERROR, LODGE_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].told));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/start-request/nothing", test_nothing);
  g_test_add_func ("/start-request/show", test_show);
  g_test_add_func ("/start-request/new", test_new);
  g_test_add_func ("/start-request/connect", test_connect);
  g_test_add_func ("/start-request/mistakes", test_mistakes);
  return g_test_run ();
}
