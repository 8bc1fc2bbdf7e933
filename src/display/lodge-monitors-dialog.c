/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A row for each display of a guest, with the monitors it may be on. A monitor has one display: where one
 * is chosen that another display has, the two change places. */

#include "config.h"

#include "display/lodge-monitors-dialog-private.h"

#include <glib/gi18n-lib.h>

#include "display-resources.h"
#include "display/lodge-monitor-plan.h"

struct _LodgeMonitorsDialog
{
  AdwWindow parent_instance;

  /* Template widgets */
  AdwPreferencesGroup *group;

  LodgeGuestDisplays *displays;
  GPtrArray *rows;   /* AdwComboRow, not counted */
  char **keys;       /* of the monitors to choose from */
  guint n_displays;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (LodgeMonitorsDialog, lodge_monitors_dialog, ADW_TYPE_WINDOW)

static char **
get_wishes (LodgeMonitorsDialog *self)
{
  char **wishes = NULL;

  g_object_get (self->displays, "monitors", &wishes, NULL);
  return wishes;
}

/* Those that are there, and those that are wished though they are not. */
static char **
list_keys (LodgeMonitorsDialog *self)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (self)));
  g_autoptr(GPtrArray) keys = g_ptr_array_new ();
  g_auto(GStrv) wishes = get_wishes (self);

  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr(GdkMonitor) monitor = g_list_model_get_item (monitors, i);

      g_ptr_array_add (keys, lodge_monitor_get_key (monitor));
    }
  for (guint i = 0; i < self->n_displays; i++)
    {
      const char *wish = lodge_monitor_plan_get_wish ((const char *const *) wishes, i);

      if (*wish != '\0' && !g_str_equal (wish, LODGE_MONITOR_NONE)
          && !g_ptr_array_find_with_equal_func (keys, wish, g_str_equal, NULL))
        g_ptr_array_add (keys, g_strdup (wish));
    }
  g_ptr_array_add (keys, NULL);
  return (char **) g_ptr_array_steal (keys, NULL);
}

/* What the items of a row stand for; the first display is always shown. */
static char **
list_choices (LodgeMonitorsDialog *self,
              guint                number)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, "");
  if (number > 0)
    g_strv_builder_add (builder, LODGE_MONITOR_NONE);
  g_strv_builder_addv (builder, (const char **) self->keys);
  return g_strv_builder_end (builder);
}

static GdkMonitor *
find_monitor (LodgeMonitorsDialog *self,
              const char          *key)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (self)));

  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr(GdkMonitor) monitor = g_list_model_get_item (monitors, i);
      g_autofree char *other = lodge_monitor_get_key (monitor);

      if (g_str_equal (other, key))
        return g_steal_pointer (&monitor);
    }
  return NULL;
}

static char *
describe (LodgeMonitorsDialog *self,
          const char          *wish)
{
  g_autoptr(GdkMonitor) monitor = NULL;
  const char *model;
  GdkRectangle geometry;

  if (*wish == '\0')
    return g_strdup (C_("monitor", "Automatic"));
  if (g_str_equal (wish, LODGE_MONITOR_NONE))
    return g_strdup (C_("monitor", "Not in Full Screen"));
  monitor = find_monitor (self, wish);
  if (monitor == NULL)
    /* Translators: the connector of a monitor, as HDMI-1 */
    return g_strdup_printf (C_("monitor", "%s (not connected)"), wish);

  gdk_monitor_get_geometry (monitor, &geometry);
  model = gdk_monitor_get_model (monitor);
  if (model == NULL || *model == '\0')
    return g_strdup_printf ("%s, %d × %d", wish, geometry.width, geometry.height);
  return g_strdup_printf ("%s (%s), %d × %d", model, wish, geometry.width, geometry.height);
}

static void
update_selected (LodgeMonitorsDialog *self)
{
  g_auto(GStrv) wishes = get_wishes (self);

  self->updating = TRUE;
  for (guint number = 0; number < self->rows->len; number++)
    {
      const char *wish = lodge_monitor_plan_get_wish ((const char *const *) wishes, number);
      g_auto(GStrv) choices = list_choices (self, number);

      for (guint i = 0; choices[i] != NULL; i++)
        if (g_str_equal (choices[i], wish))
          adw_combo_row_set_selected (self->rows->pdata[number], i);
    }
  self->updating = FALSE;
}

static void
update_monitors (LodgeMonitorsDialog *self)
{
  g_strfreev (self->keys);
  self->keys = list_keys (self);
  self->updating = TRUE;
  for (guint number = 0; number < self->rows->len; number++)
    {
      g_auto(GStrv) choices = list_choices (self, number);
      g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

      for (guint i = 0; choices[i] != NULL; i++)
        gtk_string_list_take (names, describe (self, choices[i]));
      adw_combo_row_set_model (self->rows->pdata[number], G_LIST_MODEL (names));
    }
  update_selected (self);
}

static void
selected_cb (LodgeMonitorsDialog *self,
             GParamSpec          *pspec,
             AdwComboRow         *row)
{
  g_auto(GStrv) choices = NULL;
  g_auto(GStrv) before = NULL;
  g_auto(GStrv) after = NULL;
  guint number;

  if (self->updating || !g_ptr_array_find (self->rows, row, &number))
    return;

  choices = list_choices (self, number);
  if (adw_combo_row_get_selected (row) >= g_strv_length (choices))
    return;

  before = get_wishes (self);
  after = lodge_monitor_plan_set_wish ((const char *const *) before, self->n_displays, number,
                                       choices[adw_combo_row_get_selected (row)]);
  g_object_set (self->displays, "monitors", after, NULL);
}

static void
add_row (LodgeMonitorsDialog *self,
         guint                number)
{
  GtkWidget *row = adw_combo_row_new ();
  /* Translators: the number of one of a guest’s displays */
  g_autofree char *title = g_strdup_printf (_("Display %u"), number + 1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
lodge_monitors_dialog_dispose (GObject *object)
{
  LodgeMonitorsDialog *self = LODGE_MONITORS_DIALOG (object);

  g_clear_object (&self->displays);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->keys, g_strfreev);

  G_OBJECT_CLASS (lodge_monitors_dialog_parent_class)->dispose (object);
}

static void
lodge_monitors_dialog_class_init (LodgeMonitorsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lodge_monitors_dialog_dispose;
  lodge_display_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/lodge_vm/Lodge/display/lodge-monitors-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeMonitorsDialog, group);
}

static void
lodge_monitors_dialog_init (LodgeMonitorsDialog *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lodge_monitors_dialog_new:
 * @parent: (nullable): the window it is over
 * @displays: of the guest
 * @n_displays: how many it may have
 *
 * Makes the dialog.
 *
 * Returns: (transfer none): the window
 */
GtkWidget *
lodge_monitors_dialog_new (GtkWindow          *parent,
                           LodgeGuestDisplays *displays,
                           guint               n_displays)
{
  LodgeMonitorsDialog *self = g_object_new (LODGE_TYPE_MONITORS_DIALOG, "transient-for", parent, NULL);

  self->displays = g_object_ref (displays);
  self->n_displays = n_displays;
  for (guint i = 0; i < n_displays; i++)
    add_row (self, i);
  update_monitors (self);
  g_signal_connect_object (displays, "notify::monitors", G_CALLBACK (update_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (self))),
                           "items-changed", G_CALLBACK (update_monitors), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
