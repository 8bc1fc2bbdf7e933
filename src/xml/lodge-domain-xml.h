/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xml/lodge-device-xml.h"

G_BEGIN_DECLS

/* An immutable description of a machine, parsed once (https://libvirt.org/formatdomain.html).
 * Atomically counted: made on a worker, read anywhere. */
typedef struct _LodgeDomainXml LodgeDomainXml;

#define LODGE_TYPE_DOMAIN_XML (lodge_domain_xml_get_type ())
GType           lodge_domain_xml_get_type        (void);
LodgeDomainXml *lodge_domain_xml_new             (const char           *text,
                                                  GError              **error);
LodgeDomainXml *lodge_domain_xml_ref             (LodgeDomainXml       *self);
void            lodge_domain_xml_unref           (LodgeDomainXml       *self);

const char     *lodge_domain_xml_get_text        (const LodgeDomainXml *self);
const char     *lodge_domain_xml_get_uuid        (const LodgeDomainXml *self);
const char     *lodge_domain_xml_get_name        (const LodgeDomainXml *self);
const char     *lodge_domain_xml_get_title       (const LodgeDomainXml *self);
const char     *lodge_domain_xml_get_description (const LodgeDomainXml *self);
const char     *lodge_domain_xml_get_type_name   (const LodgeDomainXml *self); /* kvm, qemu, test */
const char     *lodge_domain_xml_get_arch        (const LodgeDomainXml *self);
const char     *lodge_domain_xml_get_machine     (const LodgeDomainXml *self);
gboolean        lodge_domain_xml_is_uefi         (const LodgeDomainXml *self);
const char     *lodge_domain_xml_get_os_id       (const LodgeDomainXml *self); /* libosinfo id */
guint64         lodge_domain_xml_get_memory      (const LodgeDomainXml *self); /* bytes */
guint           lodge_domain_xml_get_vcpus       (const LodgeDomainXml *self);
GPtrArray      *lodge_domain_xml_get_devices     (const LodgeDomainXml *self); /* LodgeDeviceXml */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeDomainXml, lodge_domain_xml_unref)

G_END_DECLS
