/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Authorities and certificates of a test's own, made by openssl. */
#pragma once

#include <glib.h>

/* @dir/@name.pem, and its key. FALSE when there is no openssl. */
gboolean lodge_test_certificates_add_authority (const char *dir,
                                                const char *name);
/* @dir/@name with ca-cert.pem, server-cert.pem and server-key.pem. @subject: as openssl has it: /CN=a;
 * @host: as in a certificate: IP:127.0.0.1 */
void     lodge_test_certificates_add_server    (const char *dir,
                                                const char *name,
                                                const char *authority,
                                                const char *subject,
                                                const char *host);
