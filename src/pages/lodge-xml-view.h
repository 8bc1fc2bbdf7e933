/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LODGE_TYPE_XML_VIEW (lodge_xml_view_get_type ())
G_DECLARE_FINAL_TYPE (LodgeXmlView, lodge_xml_view, LODGE, XML_VIEW, GtkWidget)

void lodge_xml_view_set_text (LodgeXmlView *self, const char *text);

G_END_DECLS
