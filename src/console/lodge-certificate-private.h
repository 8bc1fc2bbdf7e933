/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is wrong with a server's certificate, by what a library said of it. */
GError *lodge_certificate_error_new           (const char           *said,
                                               const char           *host);
GError *lodge_certificate_error_new_for_flags (GTlsCertificateFlags  flags,
                                               const char           *host);

G_END_DECLS
