/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the libraries say of a certificate becomes a cause and a next step. */

#include "config.h"

#include "base/lodge-error.h"
#include "console/lodge-certificate-private.h"

static void
assert_told (const char     *said,
             LodgeErrorCode  code,
             const char     *pattern)
{
  g_autoptr(GError) error = lodge_certificate_error_new (said, "far.test");

  g_assert_error (error, LODGE_ERROR, (int) code);
  if (!g_regex_match_simple (pattern, error->message, 0, 0))
    g_error ("“%s” is told as “%s”", said, error->message);
  g_assert_cmpstr (lodge_error_get_detail (error), ==, said);
}

static void
test_causes (void)
{
  assert_told ("Error in server certificate verification: certificate has expired (num=10:depth0:/CN=a)",
               LODGE_ERROR_DENIED, "has expired[.]");
  assert_told ("Error in server certificate verification: certificate is not yet valid (num=9:depth0:/)",
               LODGE_ERROR_DENIED, "clocks");
  assert_told ("Error in certificate chain verification: self-signed certificate in certificate chain "
               "(num=19:depth1:/CN=a)", LODGE_ERROR_DENIED, "authority.*cacert[.]pem");
  assert_told ("Error in server certificate verification: unable to get local issuer certificate (num=20)",
               LODGE_ERROR_DENIED, "authority.*cacert[.]pem");
  assert_told ("ssl: hostname 'far.test' verification failed\nssl: verification failed",
               LODGE_ERROR_DENIED, "not for “far[.]test”");
  assert_told ("The certificate is not trusted", LODGE_ERROR_DENIED, "expired, or .*authority");
  assert_told ("The certificate's owner does not match hostname 'far.test'", LODGE_ERROR_DENIED,
               "not for “far[.]test”");
}

/* It may be mended by itself. */
static void
test_unknown (void)
{
  assert_told ("Failed to complete handshake", LODGE_ERROR_NOT_CONNECTED, "certificates of the host");
  assert_told (NULL, LODGE_ERROR_NOT_CONNECTED, "certificates of the host");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate/causes", test_causes);
  g_test_add_func ("/certificate/unknown", test_unknown);
  return g_test_run ();
}
