/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Lets “me” in with “pass”, by the configuration of @service that SASL finds in @dir. Otherwise skips the test:
 * there is nobody to make the file of passwords. */
gboolean lodge_test_sasl_write (const char *dir,
                                const char *service,
                                const char *mechanism);
