/* SPDX-License-Identifier: GPL-3.0-or-later */

/* In the place of a screen that is connected only when the user says so. */

#include "config.h"

#include "pages/lodge-connect-page.h"

#include <glib/gi18n.h>

#include "widgets/lodge-template.h"

struct _LodgeConnectPage
{
  GtkWidget parent_instance;

  /* Template widgets */
  AdwStatusPage *status_page;
};

G_DEFINE_FINAL_TYPE (LodgeConnectPage, lodge_connect_page, GTK_TYPE_WIDGET)

static void
lodge_connect_page_dispose (GObject *object)
{
  lodge_template_dispose (object, LODGE_TYPE_CONNECT_PAGE);

  G_OBJECT_CLASS (lodge_connect_page_parent_class)->dispose (object);
}

static void
lodge_connect_page_class_init (LodgeConnectPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lodge_connect_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-connect-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeConnectPage, status_page);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_connect_page_init (LodgeConnectPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lodge_connect_page_set_exclusive (self, FALSE);
}

void
lodge_connect_page_set_exclusive (LodgeConnectPage *self,
                                  gboolean          exclusive)
{
  const char *text = exclusive ? _("The screen of the machine appears here when you connect. If another "
                                   "viewer is showing it, that viewer is disconnected.")
                               : _("The screen of the machine appears here when you connect.");

  g_return_if_fail (LODGE_IS_CONNECT_PAGE (self));

  adw_status_page_set_description (self->status_page, text);
}
