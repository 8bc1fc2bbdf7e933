/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Any small document (network, pool, volume, capabilities) as values by path, for readers that need
 * two or three of them. Immutable. */
typedef struct _LodgeSimpleXml LodgeSimpleXml;

LodgeSimpleXml *lodge_simple_xml_new  (const char *text, const char *root_name, GError **error);
void            lodge_simple_xml_free (LodgeSimpleXml *self);
/* “bridge/@name”, “target/path”; the first of equal paths. NULL when absent. */
const char     *lodge_simple_xml_get  (LodgeSimpleXml *self, const char *path);
gboolean        lodge_simple_xml_has  (LodgeSimpleXml *self, const char *path);
/* An element that exists anywhere with an attribute of that value: ("domain", "type", "kvm"). */
gboolean        lodge_simple_xml_any  (LodgeSimpleXml *self, const char *element, const char *attribute,
                                       const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeSimpleXml, lodge_simple_xml_free)

G_END_DECLS
