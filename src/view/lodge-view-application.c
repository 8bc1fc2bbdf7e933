/* SPDX-License-Identifier: GPL-3.0-or-later */

/* lodge-view: one window for one address, without a manager around it. Each start is a process of its
 * own. A mistake in the command line is told before a window system is asked for. */

#include "config.h"

#include "view/lodge-view-application.h"

#include <glib/gi18n.h>

#include "base/lodge-environment.h"
#include "base/lodge-termination.h"
#include "console/lodge-console-address.h"
#include "console/lodge-recorder.h"
#include "display/lodge-display.h"
#include "display/lodge-secret-service.h"
#include "view/lodge-view-window.h"
#include "view-resources.h"

struct _LodgeViewApplication
{
  AdwApplication parent_instance;

  LodgeConsoleAddress *address;
  gboolean fullscreen;
  gboolean view_only;
  char *card_database;
  GStrv card_certificates;
  GStrv arguments;
};

G_DEFINE_FINAL_TYPE (LodgeViewApplication, lodge_view_application, ADW_TYPE_APPLICATION)

static int
usage_error (const char *message)
{
  g_printerr ("lodge-view: %s\n%s\n", message, _("“lodge-view --help” shows how it is used."));
  return 2;
}

static int
lodge_view_application_handle_local_options (GApplication *application,
                                             GVariantDict *options)
{
  LodgeViewApplication *self = LODGE_VIEW_APPLICATION (application);
  g_autoptr(GError) error = NULL;
  const char *certificates;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("lodge-view %s\n", LODGE_VERSION);
      return 0;
    }

  g_variant_dict_lookup (options, G_OPTION_REMAINING, "^as", &self->arguments);
  if (self->arguments == NULL || g_strv_length (self->arguments) != 1)
    return usage_error (_("One address is needed."));

  self->address = lodge_console_address_new (self->arguments[0], &error);
  if (self->address == NULL)
    return usage_error (error->message);
  self->fullscreen = g_variant_dict_contains (options, "full-screen");
  self->view_only = g_variant_dict_contains (options, "view-only");
  g_variant_dict_lookup (options, "smartcard-db", "s", &self->card_database);
  if (g_variant_dict_lookup (options, "smartcard-certificates", "&s", &certificates))
    self->card_certificates = g_strsplit (certificates, ",", -1);
  return -1;
}

static void
terminated_cb (gpointer user_data)
{
  g_application_quit (user_data);
}

static void
lodge_view_application_startup (GApplication *application)
{
  static const char *const fullscreen_keys[] = { "F11", NULL };
  static const char *const record_keys[] = { "<Control><Shift>r", NULL };
  static const char *const screenshot_keys[] = { "<Control><Shift>s", NULL };
  static const char *const close_keys[] = { "<Control>w", "<Control>q", NULL };

  /* Before the parent looks for style.css among the resources. */
  lodge_view_get_resource ();
  G_APPLICATION_CLASS (lodge_view_application_parent_class)->startup (application);

  lodge_termination_watch (terminated_cb, application);
  lodge_display_choose_renderer ();
  lodge_secret_service_use ();
  gtk_window_set_default_icon_name (LODGE_APP_ID);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "view.fullscreen",
                                         fullscreen_keys);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "window.close", close_keys);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "guest.record", record_keys);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "guest.screenshot", screenshot_keys);
}

static void
lodge_view_application_shutdown (GApplication *application)
{
  lodge_recorder_finish_all ();
  G_APPLICATION_CLASS (lodge_view_application_parent_class)->shutdown (application);
}

static void
lodge_view_application_activate (GApplication *application)
{
  LodgeViewApplication *self = LODGE_VIEW_APPLICATION (application);
  g_autoptr(LodgeConsole) console = lodge_console_address_new_console (self->address);
  g_autofree char *title = lodge_console_address_to_title (self->address);
  g_autofree char *label = g_strdup_printf (_("Password of the screen at %s"), title);
  g_autoptr(LodgeSecretKey) key = lodge_secret_key_new ("screen", self->address->uri, NULL, NULL, label);
  GtkWidget *window = lodge_view_window_new (GTK_APPLICATION (application), console, title);

  lodge_credentials_set_key (lodge_console_get_credentials (console), key);
  g_object_set (lodge_console_get_cards (console), "title", title, "database", self->card_database,
                "certificates", self->card_certificates, NULL);
  lodge_view_window_set_view_only (LODGE_VIEW_WINDOW (window), self->view_only);
  if (self->fullscreen)
    gtk_window_fullscreen (GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (window));
  lodge_console_connect (console);
}

static void
lodge_view_application_finalize (GObject *object)
{
  LodgeViewApplication *self = LODGE_VIEW_APPLICATION (object);

  g_clear_pointer (&self->address, lodge_console_address_free);
  g_clear_pointer (&self->arguments, g_strfreev);
  g_clear_pointer (&self->card_certificates, g_strfreev);
  g_free (self->card_database);

  G_OBJECT_CLASS (lodge_view_application_parent_class)->finalize (object);
}

static void
lodge_view_application_class_init (LodgeViewApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lodge_view_application_finalize;
  application_class->handle_local_options = lodge_view_application_handle_local_options;
  application_class->startup = lodge_view_application_startup;
  application_class->shutdown = lodge_view_application_shutdown;
  application_class->activate = lodge_view_application_activate;
}

static void
lodge_view_application_init (LodgeViewApplication *self)
{
  static const GOptionEntry entries[] = {
    { "full-screen", 'f', 0, G_OPTION_ARG_NONE, NULL, N_("Fill the whole screen"), NULL },
    { "view-only", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Send nothing to the machine"), NULL },
    { "smartcard-certificates", 0, 0, G_OPTION_ARG_STRING, NULL,
      N_("Make a smart card of three certificates, to be shared in the menu"), N_("NAME,NAME,NAME") },
    { "smartcard-db", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Where those certificates are"), N_("DATABASE") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, NULL, N_("ADDRESS") },
    { NULL }
  };
  GApplication *application = G_APPLICATION (self);

  g_application_add_main_option_entries (application, entries);
  g_application_set_option_context_summary (application, _("Shows the screen of a virtual machine."));
  g_application_set_option_context_description (application,
    _("An address is like spice://localhost:5900, spice+unix:///run/screen, vnc://localhost:5901 "
      "or vnc+unix:///run/screen."));
}

/**
 * lodge_view_application_new:
 *
 * Makes the application.
 *
 * Returns: (transfer full): the application
 */
LodgeViewApplication *
lodge_view_application_new (void)
{
  lodge_environment_prepare ();
  return g_object_new (LODGE_TYPE_VIEW_APPLICATION,
                       "flags", G_APPLICATION_NON_UNIQUE,
                       "resource-base-path", "/io/github/lodge_vm/Lodge/view",
                       NULL);
}
