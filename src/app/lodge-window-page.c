/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The main window's page of a machine. It has more widgets than the rest of the window, and a start
 * shows a list first: so it is made when a machine is selected, or soon after there is one to select. */

#include "config.h"

#include "app/lodge-window-private.h"

#include "widgets/lodge-template.h"

#define PREPARE_MS 1000

static gboolean
prepare_cb (gpointer data)
{
  LodgeWindow *self = data;

  self->page_source = 0;
  lodge_window_ensure_page (self);
  return G_SOURCE_REMOVE;
}

/**
 * lodge_window_prepare_page:
 * @self: the main window
 *
 * Has the page made when the list has been drawn, so that the first selection need not wait for it.
 */
void
lodge_window_prepare_page (LodgeWindow *self)
{
  if (self->machine_page == NULL && self->page_source == 0)
    self->page_source = g_timeout_add_full (G_PRIORITY_LOW, PREPARE_MS, prepare_cb, self, NULL);
}

/**
 * lodge_window_ensure_page:
 * @self: the main window
 *
 * Makes the page, if there is none yet, and turns it to where it was left the last time.
 */
void
lodge_window_ensure_page (LodgeWindow *self)
{
  g_autofree char *name = NULL;
  LodgeMachinePage *page;

  g_clear_handle_id (&self->page_source, g_source_remove);
  if (self->machine_page != NULL)
    return;

  page = g_object_new (LODGE_TYPE_MACHINE_PAGE, NULL);
  lodge_template_name_icons (GTK_WIDGET (page));
  g_object_bind_property (self, "fullscreened", page, "fullscreen", G_BINDING_SYNC_CREATE);
  if (self->settings != NULL)
    {
      name = g_settings_get_string (self->settings, "page");
      lodge_machine_page_set_page (page, name);
    }
  gtk_stack_add_named (self->stack, GTK_WIDGET (page), "machine");
  lodge_window_use_page (self, page);
}
