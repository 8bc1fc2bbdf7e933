/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lodge-error.h"
#include "base/lodge-thread.h"
#include "base/lodge-units.h"
#include "base/lodge-worker.h"

static gpointer
upper_on_worker (gpointer       data,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_assert_false (lodge_thread_is_main ());
  if (g_str_equal (data, "bad"))
    {
      lodge_error_set (error, LODGE_ERROR_INVALID, "raw", "Not %s", "good");
      return NULL;
    }
  return g_ascii_strup (data, -1);
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_assert_true (lodge_thread_is_main ());
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gpointer
run (LodgeWorker   *worker,
     const char    *text,
     GCancellable  *cancellable,
     GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  lodge_worker_run_async (worker, "upper", upper_on_worker, g_strdup (text), g_free, g_free,
                          cancellable, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return lodge_worker_run_finish (worker, result, error);
}

static void
test_run (void)
{
  g_autoptr(LodgeWorker) worker = lodge_worker_new ("test", 2);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = run (worker, "hello", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "HELLO");
  g_assert_cmpuint (lodge_worker_get_n_pending (worker), ==, 0);
}

static void
test_error (void)
{
  g_autoptr(LodgeWorker) worker = lodge_worker_new ("test", 1);
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) copy = NULL;

  g_assert_null (run (worker, "bad", NULL, &error));
  g_assert_error (error, LODGE_ERROR, LODGE_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "Not good");
  copy = g_error_copy (error);
  g_assert_cmpstr (lodge_error_get_detail (copy), ==, "raw");
}

static void
test_cancelled (void)
{
  g_autoptr(LodgeWorker) worker = lodge_worker_new ("test", 1);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (run (worker, "hello", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
assert_text (char       *text,
             const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_units (void)
{
  assert_text (lodge_format_percent (0.126), "13 %");
  assert_text (lodge_format_percent (-1), "0 %");
  assert_text (lodge_format_duration (-5), "0 s");
  assert_text (lodge_format_duration (59), "59 s");
  assert_text (lodge_format_duration (3599), "59 min");
  assert_text (lodge_format_duration (3600), "1 h 0 min");
  assert_text (lodge_format_duration (90000), "1 d 1 h");
  assert_text (lodge_format_size (2 * LODGE_GIB), "2\302\240GiB");
  assert_text (lodge_format_size (20 * LODGE_GIB), "20\302\240GiB");
  assert_text (lodge_format_size (2 * LODGE_GIB + 1), "2.0\302\240GiB");
  assert_text (lodge_format_size (2 * LODGE_GIB + LODGE_GIB / 2), "2.5\302\240GiB");
  assert_text (lodge_format_size (512), "512 bytes");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/worker/run", test_run);
  g_test_add_func ("/worker/error", test_error);
  g_test_add_func ("/worker/cancelled", test_cancelled);
  g_test_add_func ("/units", test_units);
  return g_test_run ();
}
