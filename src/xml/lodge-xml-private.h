/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libxml/tree.h>

#include "xml/lodge-device-xml.h"

G_BEGIN_DECLS

xmlDoc         *lodge_xml_parse        (const char *text, const char *root_name, GError **error);
xmlNode        *lodge_xml_child        (xmlNode *node, const char *name);
char           *lodge_xml_text         (xmlNode *node);
char           *lodge_xml_attribute    (xmlNode *node, const char *name);
char           *lodge_xml_print_node   (xmlNode *node);

LodgeDeviceXml *lodge_device_xml_new   (xmlNode *node);
void            lodge_device_xml_set_number (LodgeDeviceXml *self, guint number);

char           *lodge_device_describe  (LodgeDeviceXml *self);
GStrv           lodge_device_list_facts (LodgeDeviceXml *self);

G_END_DECLS
