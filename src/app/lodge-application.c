/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The application: one process a session. A second start hands its request to the first over D-Bus.
 * It owns the hosts, so that they outlive a window. */

#include "config.h"

#include "app/lodge-application.h"

#include <glib/gi18n.h>

#include "app-resources.h"
#include "app/lodge-foreign-text.h"
#include "app/lodge-stall-monitor.h"
#include "app/lodge-start-request.h"
#include "app/lodge-window.h"
#include "base/lodge-error.h"
#include "base/lodge-settings.h"
#include "base/lodge-termination.h"
#include "cli/lodge-cli.h"
#include "console/lodge-recorder.h"
#include "display/lodge-display.h"
#include "display/lodge-secret-service.h"
#include "pages/lodge-pages.h"
#include "virt/lodge-hosts.h"

struct _LodgeApplication
{
  AdwApplication parent_instance;

  LodgeHosts *hosts;
  GSettings *settings;
  GStrv temporary;  /* URIs given by --connect, shown instead of the remembered ones */
  GStrv kept;       /* those, then */
  GStrv first;      /* what --connect of this process said */
  gboolean runs;    /* not only registered, as in tests */
  gboolean loaded;
  gboolean understood; /* the command line */
};

G_DEFINE_FINAL_TYPE (LodgeApplication, lodge_application, ADW_TYPE_APPLICATION)

static const struct {
  const char *action;
  const char *keys[3];
} accels[] = {
  { "app.quit", { "<Control>q" } },
  { "win.close", { "<Control>w" } },
  { "win.new-machine", { "<Control>n" } },
  { "win.search", { "<Control>f" } },
  { "win.fullscreen", { "F11" } },
  { "win.take-screenshot", { "<Control><Shift>s" } },
  { "view.sidebar", { "F9" } },
  { "win.show-shortcuts", { "<Control>question" } },
  { "win.tab-previous", { "<Control>Page_Up" } },
  { "win.tab-next", { "<Control>Page_Down" } },
  { "win.page('overview')", { "<Alt>1" } },
  { "win.page('console')", { "<Alt>2" } },
  { "win.page('hardware')", { "<Alt>3" } },
};

static void
set_accels (LodgeApplication *self,
            gboolean          enabled)
{
  const char *const none[] = { NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                           enabled ? accels[i].keys : none);
}

/* The keys are the guest’s while it has them: Ctrl+W closes a tab in there, not our window. */
static void
grabbed_cb (LodgeApplication *self,
            GParamSpec       *pspec,
            LodgeWindow      *window)
{
  gboolean grabbed = FALSE;

  g_object_get (window, "grabbed", &grabbed, NULL);
  set_accels (self, !grabbed);
}

static void
remember_hosts (LodgeApplication *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) current = NULL;
  g_auto(GStrv) uris = NULL;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->hosts));

  if (self->settings == NULL || !self->loaded)
    return;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(LodgeHost) host = g_list_model_get_item (G_LIST_MODEL (self->hosts), i);

      g_strv_builder_add (builder, lodge_host_get_uri (host));
    }
  current = g_strv_builder_end (builder);
  uris = lodge_settings_merge_hosts ((const char *const *) self->kept,
                                     (const char *const *) current,
                                     (const char *const *) self->temporary);
  g_settings_set_strv (self->settings, "hosts", (const char *const *) uris);
}

static void
hosts_changed_cb (LodgeApplication *self)
{
  remember_hosts (self);
}

static void
add_hosts (LodgeApplication   *self,
           const char *const  *uris)
{
  for (guint i = 0; uris != NULL && uris[i] != NULL; i++)
    lodge_host_connect (lodge_hosts_add (self->hosts, uris[i]));
}

/* Once. The hosts of the command line do not replace the remembered ones. */
static void
load_hosts (LodgeApplication *self)
{
  g_auto(GStrv) remembered = NULL;

  if (self->loaded)
    return;

  if (self->settings != NULL)
    remembered = g_settings_get_strv (self->settings, "hosts");
  lodge_hosts_connect_first (self->hosts, (const char *const *) self->first,
                             (const char *const *) remembered);
  if (self->first != NULL && self->first[0] != NULL)
    {
      self->temporary = g_strdupv (self->first);
      self->kept = g_steal_pointer (&remembered);
    }
  self->loaded = TRUE;
}

static LodgeWindow *
ensure_window (LodgeApplication *self)
{
  GtkWindow *window = NULL;

  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (LODGE_IS_WINDOW (l->data) && !lodge_window_is_single (l->data))
      window = l->data;

  if (window == NULL)
    {
      window = GTK_WINDOW (lodge_window_new (GTK_APPLICATION (self), self->hosts));
      set_accels (self, TRUE);
    }
  gtk_window_present (window);
  return LODGE_WINDOW (window);
}

static void
lodge_application_activate (GApplication *application)
{
  LodgeApplication *self = LODGE_APPLICATION (application);

  ensure_window (self);
}

static void
lodge_application_open (GApplication  *application,
                        GFile        **files,
                        int            n_files,
                        const char    *hint)
{
  LodgeApplication *self = LODGE_APPLICATION (application);

  if (n_files > 0)
    lodge_window_new_machine (ensure_window (self), g_file_peek_path (files[0]));
}

static void
carry_out (LodgeApplication        *self,
           GApplicationCommandLine *command_line,
           LodgeStartRequest       *request)
{
  LodgeWindow *window;
  g_autoptr(GFile) media = NULL;

  add_hosts (self, (const char *const *) request->uris);
  window = ensure_window (self);
  if (request->uris != NULL && request->uris[0] != NULL)
    lodge_window_show_host (window, lodge_hosts_add (self->hosts, request->uris[0]));
  if (request->machine != NULL)
    lodge_window_find_machine (window, request->machine, request->page);
  if (request->media != NULL)
    media = g_application_command_line_create_file_for_arg (command_line, request->media);
  if (request->new_machine)
    lodge_window_new_machine (window, media != NULL ? g_file_peek_path (media) : NULL);
}

static int
lodge_application_command_line (GApplication            *application,
                                GApplicationCommandLine *command_line)
{
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  g_autoptr(GError) error = NULL;
  g_autoptr(LodgeStartRequest) request = lodge_start_request_new (options, &error);

  if (request == NULL)
    {
      g_application_command_line_printerr (command_line, "lodge: %s\n", error->message);
      return 2;
    }

  carry_out (LODGE_APPLICATION (application), command_line, request);
  return 0;
}

/* GIO’s status for an option that it does not know is 1, as for a failure. */
static gboolean
lodge_application_local_command_line (GApplication   *application,
                                      char         ***arguments,
                                      int            *status)
{
  GApplicationClass *parent_class = G_APPLICATION_CLASS (lodge_application_parent_class);
  gboolean done = parent_class->local_command_line (application, arguments, status);

  if (done && *status == 1 && !LODGE_APPLICATION (application)->understood)
    *status = 2;
  return done;
}

static int
lodge_application_handle_local_options (GApplication *application,
                                        GVariantDict *options)
{
  LodgeApplication *self = LODGE_APPLICATION (application);
  g_autoptr(GError) error = NULL;
  g_autoptr(LodgeStartRequest) request = NULL;

  self->understood = TRUE;
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("lodge %s\n", LODGE_VERSION);
      return 0;
    }

  /* A mistake is told here, before anything is started for it. */
  request = lodge_start_request_new (options, &error);
  if (request == NULL)
    {
      g_printerr ("lodge: %s\n", error->message);
      return 2;
    }
  self->first = g_steal_pointer (&request->uris);
  self->runs = TRUE;
  return -1;
}

static void
translate_about (GtkWidget *about)
{
  /* Translators: the following are in the About window */
  lodge_foreign_text_replace (about, "Details", C_("about window", "Details"));
  lodge_foreign_text_replace (about, "Credits", C_("about window", "Credits"));
  lodge_foreign_text_replace (about, "Legal", C_("about window", "Legal"));
  lodge_foreign_text_replace (about, "Translated by", C_("about window", "Translated by"));
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (user_data));
  g_autofree char *license = NULL;
  GtkWidget *about;

  /* Translators: %s is the address of the license’s text */
  license = g_strdup_printf (_("Lodge comes with absolutely no warranty. See the <a href=\"%s\">GNU "
                               "General Public License, version 3 or later</a> for details."),
                             "https://www.gnu.org/licenses/gpl-3.0.html");
  about = g_object_new (ADW_TYPE_ABOUT_WINDOW,
                        "transient-for", parent,
                        "application-name", "Lodge",
                        "application-icon", LODGE_APP_ID,
                        "developer-name", _("The Lodge contributors"),
                        "version", LODGE_VERSION,
                        "comments", _("Runs other operating systems in windows."),
                        "license-type", GTK_LICENSE_CUSTOM,
                        "license", license,
                        /* Translators: your names, one a line */
                        "translator-credits", _("translator-credits"),
                        NULL);
  translate_about (about);
  gtk_window_present (GTK_WINDOW (about));
}

static gboolean
has_main_window (GtkApplication *application)
{
  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (LODGE_IS_WINDOW (l->data))
      return TRUE;
  return FALSE;
}

/* The others are wizards and dialogs too, which the application does not list. */
static void
close_windows (gboolean main_windows)
{
  g_autolist(GtkWindow) windows = gtk_window_list_toplevels ();

  g_list_foreach (windows, (GFunc) (GCallback) g_object_ref, NULL);
  for (GList *l = windows; l != NULL; l = l->next)
    if (LODGE_IS_WINDOW (l->data) == main_windows)
      gtk_window_close (l->data);
}

/* Closing lets the window save its state and finish what it owes; it may have to stay for that. */
static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  GtkApplication *application = user_data;

  close_windows (TRUE);
  if (!has_main_window (application))
    close_windows (FALSE);
}

/* Nobody is there to be asked: what is being made is removed again, and the main window waits for that. */
static void
terminated_cb (gpointer user_data)
{
  if (!has_main_window (user_data))
    {
      g_application_quit (user_data);
      return;
    }
  close_windows (FALSE);
  close_windows (TRUE);
}

static void
new_machine_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  LodgeApplication *self = user_data;

  lodge_window_new_machine (ensure_window (self), NULL);
}

static const GActionEntry entries[] = {
  { .name = "about", .activate = about_cb },
  { .name = "quit", .activate = quit_cb },
  { .name = "new-machine", .activate = new_machine_cb },
};

static void
lodge_application_startup (GApplication *application)
{
  LodgeApplication *self = LODGE_APPLICATION (application);

  /* The window system finds the icon by it; for help and messages the name was “lodge”. */
  g_set_prgname (LODGE_APP_ID);
  lodge_stall_monitor_start ();
  self->settings = lodge_settings_new ();
  if (self->hosts == NULL)
    self->hosts = lodge_hosts_new ();
  g_signal_connect_object (self->hosts, "items-changed", G_CALLBACK (hosts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  lodge_secret_service_use ();
  /* The workers connect while GTK starts. */
  if (self->runs)
    load_hosts (self);

  /* Before the parent looks for style.css among the resources. */
  lodge_app_get_resource ();
  lodge_pages_init ();
  G_APPLICATION_CLASS (lodge_application_parent_class)->startup (application);

  lodge_display_choose_renderer ();
  gtk_window_set_default_icon_name (LODGE_APP_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  lodge_termination_watch (terminated_cb, self);
}

static void
lodge_application_window_added (GtkApplication *application,
                                GtkWindow      *window)
{
  GTK_APPLICATION_CLASS (lodge_application_parent_class)->window_added (application, window);

  if (LODGE_IS_WINDOW (window))
    g_signal_connect_object (window, "notify::grabbed", G_CALLBACK (grabbed_cb), application,
                             G_CONNECT_SWAPPED);
}

static void
lodge_application_dispose (GObject *object)
{
  LodgeApplication *self = LODGE_APPLICATION (object);

  g_clear_object (&self->hosts);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->temporary, g_strfreev);
  g_clear_pointer (&self->kept, g_strfreev);
  g_clear_pointer (&self->first, g_strfreev);

  G_OBJECT_CLASS (lodge_application_parent_class)->dispose (object);
}

static void
lodge_application_shutdown (GApplication *application)
{
  lodge_recorder_finish_all ();
  G_APPLICATION_CLASS (lodge_application_parent_class)->shutdown (application);
}

static void
lodge_application_class_init (LodgeApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lodge_application_dispose;
  GTK_APPLICATION_CLASS (klass)->window_added = lodge_application_window_added;
  application_class->startup = lodge_application_startup;
  application_class->shutdown = lodge_application_shutdown;
  application_class->activate = lodge_application_activate;
  application_class->open = lodge_application_open;
  application_class->command_line = lodge_application_command_line;
  application_class->local_command_line = lodge_application_local_command_line;
  application_class->handle_local_options = lodge_application_handle_local_options;
}

static void
lodge_application_init (LodgeApplication *self)
{
  g_autofree char *commands = lodge_cli_get_help ();

  g_application_add_main_option_entries (G_APPLICATION (self), lodge_start_request_options);
  g_application_set_option_context_description (G_APPLICATION (self), commands);
}

/**
 * lodge_application_new:
 * @hosts: (nullable): hosts that are being connected to already
 *
 * Makes the application.
 *
 * Returns: (transfer full): the application
 */
LodgeApplication *
lodge_application_new (LodgeHosts *hosts)
{
  LodgeApplication *self = g_object_new (LODGE_TYPE_APPLICATION,
                                         "application-id", LODGE_APP_ID,
                                         "flags", G_APPLICATION_HANDLES_COMMAND_LINE |
                                                  G_APPLICATION_HANDLES_OPEN,
                                         "resource-base-path", "/io/github/lodge_vm/Lodge",
                                         NULL);

  if (hosts != NULL)
    self->hosts = g_object_ref (hosts);
  return self;
}
