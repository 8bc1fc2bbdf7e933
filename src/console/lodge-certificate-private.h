/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is wrong with a server's certificate, by what a library said of it. */
GError *lodge_certificate_error_new (const char *said, const char *host);

G_END_DECLS
