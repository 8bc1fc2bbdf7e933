/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LodgeErrorCode:
 * @LODGE_ERROR_FAILED: nothing more precise is known
 * @LODGE_ERROR_NOT_CONNECTED: the host cannot be reached, or the connection was lost
 * @LODGE_ERROR_NO_DAEMON: the host is there, but no libvirt daemon answers
 * @LODGE_ERROR_DENIED: authentication or permission
 * @LODGE_ERROR_NOT_FOUND: the thing does not exist (any more)
 * @LODGE_ERROR_EXISTS: a thing of that name exists
 * @LODGE_ERROR_BUSY: in use, or in a state that forbids it
 * @LODGE_ERROR_UNSUPPORTED: the host, hypervisor or machine cannot do it
 * @LODGE_ERROR_NO_SPACE: no room on the storage
 * @LODGE_ERROR_NO_MEMORY: not enough memory on the host
 * @LODGE_ERROR_INVALID: a value that was given is wrong
 * @LODGE_ERROR_TIMEOUT: no answer in time
 *
 * What a caller can act on. Cancellation stays %G_IO_ERROR_CANCELLED.
 */
typedef enum {
  LODGE_ERROR_FAILED,
  LODGE_ERROR_NOT_CONNECTED,
  LODGE_ERROR_NO_DAEMON,
  LODGE_ERROR_DENIED,
  LODGE_ERROR_NOT_FOUND,
  LODGE_ERROR_EXISTS,
  LODGE_ERROR_BUSY,
  LODGE_ERROR_UNSUPPORTED,
  LODGE_ERROR_NO_SPACE,
  LODGE_ERROR_NO_MEMORY,
  LODGE_ERROR_INVALID,
  LODGE_ERROR_TIMEOUT,
} LodgeErrorCode;

#define LODGE_ERROR (lodge_error_quark ())

GQuark      lodge_error_quark       (void);
GError     *lodge_error_new         (LodgeErrorCode  code,
                                     const char     *detail,
                                     const char     *format,
                                     ...) G_GNUC_PRINTF (3, 4);
void        lodge_error_set         (GError        **error,
                                     LodgeErrorCode  code,
                                     const char     *detail,
                                     const char     *format,
                                     ...) G_GNUC_PRINTF (4, 5);
const char *lodge_error_get_detail  (const GError   *error);
void        lodge_error_set_refusal (GError         *error);
gboolean    lodge_error_is_refusal  (const GError   *error);
const char *lodge_error_code_nick   (LodgeErrorCode  code);

G_END_DECLS
