/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* libvirt's errors as LODGE_ERROR; to be set in the function that failed, on its thread. */
void    lodge_virt_error_init (void);
void    lodge_virt_error_set  (GError **error);
GError *lodge_virt_error_map  (int number, int code, const char *message);

G_END_DECLS
