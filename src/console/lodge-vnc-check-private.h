/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Security types and sub-types of VeNCrypt (RFC 6143, and the registry of the RFB protocol). */
enum {
  LODGE_VNC_AUTH_NONE = 1,
  LODGE_VNC_AUTH_VNC = 2,
  LODGE_VNC_AUTH_VENCRYPT = 19,
  LODGE_VNC_AUTH_SASL = 20,
  LODGE_VNC_AUTH_PLAIN = 256,
  LODGE_VNC_AUTH_X509_NONE = 260,
  LODGE_VNC_AUTH_X509_VNC = 261,
  LODGE_VNC_AUTH_X509_PLAIN = 262,
  LODGE_VNC_AUTH_X509_SASL = 263,
};

/* Encodings that are asked for; a server that sends another one does not keep to the protocol. */
enum {
  LODGE_VNC_RAW = 0,
  LODGE_VNC_COPY_RECT = 1,
  LODGE_VNC_ZRLE = 16,
  LODGE_VNC_DESKTOP_SIZE = -223,
  LODGE_VNC_LAST_RECT = -224,
  LODGE_VNC_CURSOR = -239,
  LODGE_VNC_POINTER_CHANGE = -257,
  LODGE_VNC_EXT_KEY_EVENT = -258,
  LODGE_VNC_LED_STATE = -261,
  LODGE_VNC_DESKTOP_NAME = -307,
  LODGE_VNC_EXT_DESKTOP_SIZE = -308,
  LODGE_VNC_ALPHA_CURSOR = -314,
  LODGE_VNC_EXT_CLIPBOARD = (gint32) 0xc0a1e5ce,
};

/* What a server says, read byte by byte before the library sees it. */
typedef struct _LodgeVncCheck LodgeVncCheck;

LodgeVncCheck *lodge_vnc_check_new        (void);
void           lodge_vnc_check_free       (LodgeVncCheck  *self);
gboolean       lodge_vnc_check_feed       (LodgeVncCheck  *self,
                                           const guint8   *data,
                                           gsize           length,
                                           gsize          *consumed,
                                           GByteArray     *out,
                                           GError        **error);
void           lodge_vnc_check_choose     (LodgeVncCheck  *self,
                                           guint           type);
/* What it said in the form of the extended clipboard, which the library never sees: the next message,
 * without its head; NULL: none. */
GBytes        *lodge_vnc_check_pop_clipboard (LodgeVncCheck *self);
gboolean       lodge_vnc_check_can_resize (LodgeVncCheck  *self);
gboolean       lodge_vnc_check_is_opaque  (LodgeVncCheck  *self);
gboolean       lodge_vnc_check_has_tls    (LodgeVncCheck  *self);
int            lodge_vnc_check_get_minor  (LodgeVncCheck  *self); /* of the protocol's version 3 */
/* Of the last picture; -1: not known. */
gint32         lodge_vnc_check_get_encoding (LodgeVncCheck *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeVncCheck, lodge_vnc_check_free)

G_END_DECLS
