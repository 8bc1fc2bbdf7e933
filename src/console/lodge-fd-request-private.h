/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/lodge-console.h"

G_BEGIN_DECLS

/* Called once with the socket (which it takes) or an error. */
typedef void (*LodgeFdRequestFunc) (int fd, const GError *error, gpointer user_data);

LodgeFdRequest *lodge_fd_request_new (LodgeFdRequestFunc  func,
                                      gpointer            user_data,
                                      GDestroyNotify      destroy);

G_END_DECLS
