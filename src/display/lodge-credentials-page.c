/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A page in the place of a screen that is protected: user name, password, and a button. What is typed
 * goes to the console and out of the entry. */

#include "config.h"

#include "display/lodge-credentials-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "base/lodge-secret.h"
#include "display-resources.h"

struct _LodgeCredentialsPage
{
  GtkWidget parent_instance;

  /* Template widgets */
  AdwStatusPage *content;
  GtkEditable *username_row;
  GtkEditable *password_row;
  GtkWidget *refused_label;
  GtkWidget *exposed_note;
  GtkWidget *remember_check;

  LodgeCredentials *credentials;
  GSignalGroup *signals;
  GBindingGroup *bindings;
};

enum {
  PROP_0,
  PROP_CREDENTIALS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeCredentialsPage, lodge_credentials_page, GTK_TYPE_WIDGET)

static void
wanted_cb (LodgeCredentialsPage *self)
{
  LodgeCredential wanted = lodge_credentials_get_wanted (self->credentials);
  const char *username = lodge_credentials_get_username (self->credentials);

  if (wanted == 0)
    return;

  gtk_widget_set_visible (GTK_WIDGET (self->username_row), wanted & LODGE_CREDENTIAL_USERNAME);
  gtk_widget_set_visible (GTK_WIDGET (self->password_row), wanted & LODGE_CREDENTIAL_PASSWORD);
  gtk_widget_set_visible (self->refused_label, lodge_credentials_get_refused (self->credentials));
  gtk_editable_set_text (self->username_row, username != NULL ? username : "");
  gtk_editable_set_text (self->password_row, "");
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* What becomes of the password. */
static void
remember_cb (LodgeCredentialsPage *self)
{
  gboolean remembers = gtk_widget_get_visible (self->remember_check)
                       && gtk_check_button_get_active (GTK_CHECK_BUTTON (self->remember_check));

  adw_status_page_set_description (self->content,
                                   remembers
                                   ? _("What you enter is kept among your other passwords.")
                                   : _("What you enter is kept only until the program is closed."));
}

static void
answer_cb (LodgeCredentialsPage *self)
{
  g_autoptr(LodgeCredentials) credentials = NULL;
  g_autofree char *username = NULL;
  char *password;

  if (self->credentials == NULL)
    return;

  credentials = g_object_ref (self->credentials);
  username = g_strdup (gtk_editable_get_text (self->username_row));
  password = g_strdup (gtk_editable_get_text (self->password_row));
  gtk_editable_set_text (self->password_row, "");
  lodge_credentials_answer (credentials, username, password);
  lodge_secret_free (password);
}

/* The first row that is empty. */
static gboolean
lodge_credentials_page_grab_focus (GtkWidget *widget)
{
  LodgeCredentialsPage *self = LODGE_CREDENTIALS_PAGE (widget);
  gboolean name_first = gtk_widget_get_visible (GTK_WIDGET (self->username_row))
                        && (*gtk_editable_get_text (self->username_row) == '\0'
                            || !gtk_widget_get_visible (GTK_WIDGET (self->password_row)));

  return gtk_widget_grab_focus (GTK_WIDGET (name_first ? self->username_row : self->password_row));
}

static void
lodge_credentials_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lodge_credentials_page_parent_class)->map (widget);
  gtk_widget_grab_focus (widget);
}

static void
lodge_credentials_page_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CREDENTIALS:
      g_value_set_object (value, LODGE_CREDENTIALS_PAGE (object)->credentials);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_credentials_page_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CREDENTIALS:
      lodge_credentials_page_set_credentials (LODGE_CREDENTIALS_PAGE (object),
                                              g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_credentials_page_dispose (GObject *object)
{
  LodgeCredentialsPage *self = LODGE_CREDENTIALS_PAGE (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->bindings);
  g_clear_object (&self->credentials);
  if (self->content != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->content)));

  G_OBJECT_CLASS (lodge_credentials_page_parent_class)->dispose (object);
}

static void
lodge_credentials_page_class_init (LodgeCredentialsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_credentials_page_get_property;
  object_class->set_property = lodge_credentials_page_set_property;
  object_class->dispose = lodge_credentials_page_dispose;
  widget_class->grab_focus = lodge_credentials_page_grab_focus;
  widget_class->map = lodge_credentials_page_map;

  properties[PROP_CREDENTIALS] =
    g_param_spec_object ("credentials", NULL, NULL, LODGE_TYPE_CREDENTIALS,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  lodge_display_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/lodge_vm/Lodge/display/lodge-credentials-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeCredentialsPage, content);
  gtk_widget_class_bind_template_child (widget_class, LodgeCredentialsPage, username_row);
  gtk_widget_class_bind_template_child (widget_class, LodgeCredentialsPage, password_row);
  gtk_widget_class_bind_template_child (widget_class, LodgeCredentialsPage, refused_label);
  gtk_widget_class_bind_template_child (widget_class, LodgeCredentialsPage, exposed_note);
  gtk_widget_class_bind_template_child (widget_class, LodgeCredentialsPage, remember_check);
  gtk_widget_class_bind_template_callback (widget_class, remember_cb);
  gtk_widget_class_bind_template_callback (widget_class, answer_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_credentials_page_init (LodgeCredentialsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (LODGE_TYPE_CREDENTIALS);
  g_signal_group_connect_swapped (self->signals, "notify::wanted", G_CALLBACK (wanted_cb), self);
  self->bindings = g_binding_group_new ();
  g_binding_group_bind (self->bindings, "exposed", self->exposed_note, "visible",
                        G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "can-remember", self->remember_check, "visible",
                        G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->bindings, "remember", self->remember_check, "active",
                        G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_connect_object (self->remember_check, "notify::visible", G_CALLBACK (remember_cb), self,
                           G_CONNECT_SWAPPED);
  remember_cb (self);
}

/**
 * lodge_credentials_page_set_credentials:
 * @self: a page
 * @credentials: (nullable): whose questions to ask
 *
 * Moves to the questions of another console.
 */
void
lodge_credentials_page_set_credentials (LodgeCredentialsPage *self,
                                        LodgeCredentials     *credentials)
{
  g_return_if_fail (LODGE_IS_CREDENTIALS_PAGE (self));

  if (!g_set_object (&self->credentials, credentials))
    return;

  g_signal_group_set_target (self->signals, credentials);
  g_binding_group_set_source (self->bindings, credentials);
  if (credentials != NULL)
    wanted_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CREDENTIALS]);
}
