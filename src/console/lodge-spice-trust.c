/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who vouches for a SPICE server that is reached by TLS: the first of the files in which other programs
 * keep such certificates, or else the authorities that the system believes. The library checks that the
 * certificate is for the host that was asked for. */

#include "config.h"

#include "console/lodge-spice-trust-private.h"

#include <unistd.h>

void
lodge_spice_trust (SpiceSession *session)
{
  g_autofree char *own = g_build_filename (g_get_home_dir (), ".spicec", "spice_truststore.pem", NULL);
  g_autofree char *pki = g_build_filename (g_get_home_dir (), ".pki", "libvirt", "cacert.pem", NULL);
  const char *const files[] = {
    own, "/etc/pki/libvirt-spice/ca-cert.pem", pki, "/etc/pki/CA/cacert.pem",
  };
  const char *found = NULL;

  for (gsize i = 0; found == NULL && i < G_N_ELEMENTS (files); i++)
    if (access (files[i], R_OK) == 0)
      found = files[i];
  g_object_set (session, "ca-file", found, "verify", SPICE_SESSION_VERIFY_HOSTNAME, NULL);
}
