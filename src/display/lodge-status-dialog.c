/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The status of a connection in rows. Frames are counted, numbers fetched, and the server is asked, only
 * while the window is seen; what is not known has no row. */

#include "config.h"

#include "display/lodge-status-dialog-private.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-units.h"
#include "display-resources.h"

typedef enum {
  ROW_PATH,
  ROW_REASON,
  ROW_PROTOCOL,
  ROW_CHANNELS,
  ROW_ENCODING,
  ROW_ROUND_TRIP,
  ROW_RECEIVED,
  ROW_SIZE,
  ROW_SOURCE,
  ROW_UPDATES,
  ROW_DRAWING,
  ROW_GL,
  N_ROWS
} Row;

struct _LodgeStatusDialog
{
  AdwWindow parent_instance;

  AdwPreferencesGroup *connection;
  AdwPreferencesGroup *picture;

  AdwActionRow *rows[N_ROWS];
  LodgeDisplay *display;
  GSignalGroup *frames;       /* the framebuffer's, while the window is seen */
  guint source;
  guint n_frames;             /* since then */
  gint64 time;                /* of the last look */
  guint64 received;           /* at it */
};

G_DEFINE_FINAL_TYPE (LodgeStatusDialog, lodge_status_dialog, ADW_TYPE_WINDOW)

static const char *const titles[N_ROWS] = {
  [ROW_PATH] = N_("Path"),
  [ROW_REASON] = N_("Reason for This Path"),
  [ROW_PROTOCOL] = N_("Protocol"),
  [ROW_CHANNELS] = N_("Channels"),
  [ROW_ENCODING] = N_("Encoding of the Picture"),
  [ROW_ROUND_TRIP] = N_("Round Trip"),
  [ROW_RECEIVED] = N_("Received"),
  [ROW_SIZE] = N_("Size of the Screen"),
  [ROW_SOURCE] = N_("Source of the Picture"),
  [ROW_UPDATES] = N_("Updates a Second"),
  [ROW_DRAWING] = N_("Drawn By"),
  [ROW_GL] = N_("OpenGL"),
};

static void
set_text (LodgeStatusDialog *self,
          Row                row,
          const char        *text)
{
  gtk_widget_set_visible (GTK_WIDGET (self->rows[row]), text != NULL);
  if (g_strcmp0 (adw_action_row_get_subtitle (self->rows[row]), text) != 0)
    adw_action_row_set_subtitle (self->rows[row], text != NULL ? text : "");
}

static void
frame_cb (LodgeStatusDialog *self)
{
  self->n_frames++;
}

static char *
dup_round_trip (const LodgeConsoleStatus *status)
{
  /* Translators: a time in milliseconds */
  g_autofree char *time = g_strdup_printf (_("%.1f ms"), (double) status->round_trip / 1000.0);

  switch (status->round_trip_kind)
    {
    case LODGE_ROUND_TRIP_SERVER:
      /* Translators: %s is a time, such as “0.4 ms” */
      return g_strdup_printf (_("%s until the machine’s host answers"), time);

    case LODGE_ROUND_TRIP_NETWORK:
      /* Translators: %s is a time, such as “0.4 ms” */
      return g_strdup_printf (_("%s on the network alone"), time);

    case LODGE_ROUND_TRIP_WAITING:
      return g_strdup (_("Waiting for an answer of the machine’s host"));

    case LODGE_ROUND_TRIP_NONE:
    default:
      return g_strdup (_("The machine’s host offers nothing to measure it by"));
    }
}

static char *
dup_received (guint64 bytes,
              guint64 before,
              double  seconds)
{
  g_autofree char *size = lodge_format_size (bytes);
  g_autofree char *rate = NULL;

  if (seconds <= 0 || bytes < before)
    return g_steal_pointer (&size);

  rate = lodge_format_size ((guint64) ((double) (bytes - before) / seconds));
  /* Translators: sizes: how much in all, and a second: “12 MiB (300 KiB a second)” */
  return g_strdup_printf (_("%s (%s a second)"), size, rate);
}

static void
show_connection (LodgeStatusDialog        *self,
                 const LodgeConsoleStatus *status,
                 double                    seconds)
{
  g_autofree char *round_trip = dup_round_trip (status);
  g_autofree char *received = dup_received (status->received, self->received, seconds);

  set_text (self, ROW_PATH, status->path);
  set_text (self, ROW_REASON, status->reason);
  set_text (self, ROW_PROTOCOL, status->protocol);
  set_text (self, ROW_CHANNELS, status->channels);
  set_text (self, ROW_ENCODING, status->encoding);
  set_text (self, ROW_ROUND_TRIP, round_trip);
  set_text (self, ROW_RECEIVED, received);
  self->received = status->received;
}

static void
show_picture (LodgeStatusDialog *self,
              LodgeFramebuffer  *framebuffer,
              double             seconds)
{
  g_autofree char *source = lodge_display_dup_source (self->display);
  g_autofree char *drawing = lodge_display_dup_drawing (self->display);
  const char *obstacle = lodge_display_get_gl_obstacle (self->display);
  /* Translators: a width and a height in pixels */
  g_autofree char *size = g_strdup_printf (_("%d × %d"), lodge_framebuffer_get_width (framebuffer),
                                           lodge_framebuffer_get_height (framebuffer));
  g_autofree char *updates = NULL;

  if (seconds > 0)
    updates = g_strdup_printf ("%.0f", self->n_frames / seconds);
  set_text (self, ROW_SIZE, size);
  set_text (self, ROW_SOURCE, source);
  set_text (self, ROW_UPDATES, updates != NULL ? updates : "…");
  set_text (self, ROW_DRAWING, drawing);
  set_text (self, ROW_GL, obstacle != NULL ? obstacle : _("On"));
}

static void
look (LodgeStatusDialog *self)
{
  LodgeConsole *console = self->display != NULL ? lodge_display_get_console (self->display) : NULL;
  g_autoptr(LodgeConsoleStatus) status = console != NULL ? lodge_console_dup_status (console) : NULL;
  gint64 now = g_get_monotonic_time ();
  double seconds = self->time != 0 ? (double) (now - self->time) / G_USEC_PER_SEC : 0;

  if (status == NULL)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  g_signal_group_set_target (self->frames, lodge_console_get_framebuffer (console));
  show_connection (self, status, seconds);
  show_picture (self, lodge_console_get_framebuffer (console), seconds);
  self->time = now;
  self->n_frames = 0;
  lodge_console_measure (console);
}

static gboolean
look_cb (gpointer user_data)
{
  look (user_data);
  return G_SOURCE_CONTINUE;
}

static void
add_rows (LodgeStatusDialog *self)
{
  for (int i = 0; i < N_ROWS; i++)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(titles[i]));
      adw_preferences_row_set_title_selectable (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_group_add (i < ROW_SIZE ? self->connection : self->picture, row);
      self->rows[i] = ADW_ACTION_ROW (row);
    }
}

static void
lodge_status_dialog_map (GtkWidget *widget)
{
  LodgeStatusDialog *self = LODGE_STATUS_DIALOG (widget);

  GTK_WIDGET_CLASS (lodge_status_dialog_parent_class)->map (widget);
  self->time = 0;
  look (self);
  if (self->source == 0)
    self->source = g_timeout_add_seconds (1, look_cb, self);
}

static void
lodge_status_dialog_unmap (GtkWidget *widget)
{
  LodgeStatusDialog *self = LODGE_STATUS_DIALOG (widget);

  g_clear_handle_id (&self->source, g_source_remove);
  g_signal_group_set_target (self->frames, NULL);
  GTK_WIDGET_CLASS (lodge_status_dialog_parent_class)->unmap (widget);
}

static void
lodge_status_dialog_dispose (GObject *object)
{
  LodgeStatusDialog *self = LODGE_STATUS_DIALOG (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->frames);
  g_clear_weak_pointer (&self->display);

  G_OBJECT_CLASS (lodge_status_dialog_parent_class)->dispose (object);
}

static void
lodge_status_dialog_class_init (LodgeStatusDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lodge_status_dialog_dispose;
  widget_class->map = lodge_status_dialog_map;
  widget_class->unmap = lodge_status_dialog_unmap;
  lodge_display_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/lodge_vm/Lodge/display/lodge-status-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeStatusDialog, connection);
  gtk_widget_class_bind_template_child (widget_class, LodgeStatusDialog, picture);
}

static void
lodge_status_dialog_init (LodgeStatusDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_rows (self);
  self->frames = g_signal_group_new (LODGE_TYPE_FRAMEBUFFER);
  g_signal_group_connect_swapped (self->frames, "damaged", G_CALLBACK (frame_cb), self);
}

/**
 * lodge_status_dialog_new:
 * @parent: (nullable): the window it is over
 * @display: whose connection
 *
 * Makes the dialog.
 *
 * Returns: (transfer none): the window
 */
GtkWidget *
lodge_status_dialog_new (GtkWindow    *parent,
                         LodgeDisplay *display)
{
  LodgeStatusDialog *self = g_object_new (LODGE_TYPE_STATUS_DIALOG, "transient-for", parent,
                                          "destroy-with-parent", TRUE, NULL);

  g_set_weak_pointer (&self->display, display);
  return GTK_WIDGET (self);
}

const char *
lodge_status_dialog_get_text (LodgeStatusDialog *self,
                              const char        *title)
{
  for (int i = 0; i < N_ROWS; i++)
    if (g_str_equal (titles[i], title) && gtk_widget_get_visible (GTK_WIDGET (self->rows[i])))
      return adw_action_row_get_subtitle (self->rows[i]);
  return NULL;
}
