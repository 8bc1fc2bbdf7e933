/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A long list is given to its view in some frames: GTK makes at most 200 rows, whatever is in view, and
 * all of them in one go would be a standstill. The first rows are on the screen before there are more. */

#include "config.h"

#include "app/lodge-sidebar-growth.h"

/* Up to how many rows the number is doubled each frame; then all may come. */
#define ROWS_AT_ONCE 256
/* Rows of last time are all drawn anew when their host answers, which is mostly soon. */
#define LATER_MS 400

struct _LodgeSidebarGrowth
{
  GtkWidget *widget;          /* not owned: whose frames count */
  GtkSliceListModel *slice;   /* the beginning of the list, soon all of it */
  guint tick;
  guint source;               /* until the tick begins */
  gboolean first_seen;        /* the rows that a long list begins with, for a frame */
};

static void
show_all (LodgeSidebarGrowth *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (self->widget, self->tick);
  self->tick = 0;
  g_clear_handle_id (&self->source, g_source_remove);
  gtk_slice_list_model_set_size (self->slice, G_MAXUINT);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  LodgeSidebarGrowth *self = user_data;
  guint size = gtk_slice_list_model_get_size (self->slice) * 2;

  if (!self->first_seen)
    {
      self->first_seen = TRUE;
      return G_SOURCE_CONTINUE;
    }
  if (size < ROWS_AT_ONCE)
    gtk_slice_list_model_set_size (self->slice, size);
  else
    show_all (self);
  return size < ROWS_AT_ONCE;
}

static void
begin (LodgeSidebarGrowth *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  self->first_seen = FALSE;
  self->tick = gtk_widget_add_tick_callback (self->widget, tick_cb, self, NULL);
}

static gboolean
later_cb (gpointer data)
{
  LodgeSidebarGrowth *self = data;

  self->source = 0;
  begin (self);
  return G_SOURCE_REMOVE;
}

/* @widget outlives it. */
LodgeSidebarGrowth *
lodge_sidebar_growth_new (GtkWidget  *widget,
                          GListModel *list)
{
  LodgeSidebarGrowth *self = g_new0 (LodgeSidebarGrowth, 1);

  self->widget = widget;
  self->slice = gtk_slice_list_model_new (g_object_ref (list), 0, LODGE_SIDEBAR_FIRST_ROWS);
  return self;
}

void
lodge_sidebar_growth_free (LodgeSidebarGrowth *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (self->widget, self->tick);
  g_object_unref (self->slice);
  g_free (self);
}

/* What the view shows. */
GListModel *
lodge_sidebar_growth_get_model (LodgeSidebarGrowth *self)
{
  return G_LIST_MODEL (self->slice);
}

/**
 * lodge_sidebar_growth_update:
 * @self: a growing list
 * @later: whether its rows are about to change
 *
 * Gives the view more rows, when there are more. After each change of the list.
 */
void
lodge_sidebar_growth_update (LodgeSidebarGrowth *self,
                             gboolean            later)
{
  GListModel *list = gtk_slice_list_model_get_model (self->slice);

  if (self->tick != 0 || g_list_model_get_n_items (list) <= gtk_slice_list_model_get_size (self->slice))
    return;

  if (!later)
    begin (self);
  else if (self->source == 0)
    self->source = g_timeout_add (LATER_MS, later_cb, self);
}

/* Has the row of @position made at once. */
void
lodge_sidebar_growth_reach (LodgeSidebarGrowth *self,
                            guint               position)
{
  if (position >= gtk_slice_list_model_get_size (self->slice))
    show_all (self);
}
