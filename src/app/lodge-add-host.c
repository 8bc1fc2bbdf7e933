/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Adds a host by its libvirt URI. The common ones are rows to click; any other can be typed. */

#include "config.h"

#include "app/lodge-add-host.h"

#include <glib/gi18n.h>

struct _LodgeAddHost
{
  AdwWindow parent_instance;

  GtkEditable *entry;
  GtkWidget *add_button;
  GtkLabel *problem;
  GtkRevealer *problem_revealer;

  LodgeHosts *hosts;
};

G_DEFINE_FINAL_TYPE (LodgeAddHost, lodge_add_host, ADW_TYPE_WINDOW)

static char *
dup_uri (LodgeAddHost *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));
}

static void
update (LodgeAddHost *self)
{
  g_autofree char *uri = dup_uri (self);
  g_autofree char *problem = lodge_add_host_check (uri);

  /* Nothing typed yet is no mistake. */
  gtk_label_set_label (self->problem, problem != NULL ? problem : "");
  gtk_revealer_set_reveal_child (self->problem_revealer, problem != NULL && *uri != '\0');
  if (problem != NULL && *uri != '\0')
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  gtk_widget_set_sensitive (self->add_button, problem == NULL);
}

static void
changed_cb (LodgeAddHost *self)
{
  update (self);
}

static void
example_cb (LodgeAddHost *self,
            AdwActionRow *row)
{
  const char *uri = adw_action_row_get_subtitle (row);

  gtk_editable_set_text (self->entry, uri);
  gtk_editable_set_position (self->entry, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
add_cb (LodgeAddHost *self)
{
  g_autofree char *uri = dup_uri (self);
  g_autofree char *problem = lodge_add_host_check (uri);

  if (problem != NULL)
    return;

  lodge_host_connect (lodge_hosts_add (self->hosts, uri));
  gtk_window_close (GTK_WINDOW (self));
}

static void
lodge_add_host_dispose (GObject *object)
{
  LodgeAddHost *self = LODGE_ADD_HOST (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LODGE_TYPE_ADD_HOST);
  g_clear_object (&self->hosts);

  G_OBJECT_CLASS (lodge_add_host_parent_class)->dispose (object);
}

static void
lodge_add_host_class_init (LodgeAddHostClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lodge_add_host_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-add-host.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeAddHost, entry);
  gtk_widget_class_bind_template_child (widget_class, LodgeAddHost, add_button);
  gtk_widget_class_bind_template_child (widget_class, LodgeAddHost, problem);
  gtk_widget_class_bind_template_child (widget_class, LodgeAddHost, problem_revealer);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, example_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lodge_add_host_init (LodgeAddHost *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/**
 * lodge_add_host_new:
 * @parent: (nullable): the window it belongs to
 * @hosts: where the host is added
 *
 * Makes the dialog; it is presented by the caller.
 *
 * Returns: (transfer none): the dialog
 */
GtkWidget *
lodge_add_host_new (GtkWindow  *parent,
                    LodgeHosts *hosts)
{
  LodgeAddHost *self = g_object_new (LODGE_TYPE_ADD_HOST, "transient-for", parent, NULL);

  g_set_object (&self->hosts, hosts);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  return GTK_WIDGET (self);
}

/**
 * lodge_add_host_check:
 * @uri: what was typed
 *
 * Checks the form of a libvirt URI (https://libvirt.org/uri.html); whether the host is there shows
 * when it is connected.
 *
 * Returns: (transfer full) (nullable): a translated sentence, %NULL when all is well
 */
char *
lodge_add_host_check (const char *uri)
{
  g_autoptr(GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  const char *scheme, *transport, *path;
  gboolean remote;

  if (parsed == NULL)
    return g_strdup (_("That is not a URI. It should look like qemu:///system."));

  scheme = g_uri_get_scheme (parsed);
  path = g_uri_get_path (parsed);
  transport = strchr (scheme, '+');
  remote = g_uri_get_host (parsed) != NULL && *g_uri_get_host (parsed) != '\0';

  if (transport != NULL && !remote && !g_str_equal (transport, "+unix"))
    return g_strdup (_("The computer’s name is missing. It should look like qemu+ssh://user@computer/system."));
  if (g_str_has_prefix (scheme, "qemu") && !g_str_equal (path, "/system") &&
      !g_str_equal (path, "/session") && !g_str_equal (path, "/embed"))
    return g_strdup (_("A QEMU URI ends with /system or /session."));
  return NULL;
}
