/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A card over the guest's screen that says how files get into it, and cancels that. What went well goes
 * away by itself, what went wrong stays until it is read. */

#include "config.h"

#include "display/lodge-transfer-card-private.h"

#include <glib/gi18n-lib.h>

#include "display-resources.h"

#define SHOW_DONE_S 4

struct _LodgeTransferCard
{
  GtkWidget parent_instance;

  /* Template widgets */
  GtkWidget *content;
  GtkLabel *title;
  GtkProgressBar *progress;
  GtkLabel *caption;
  GtkButton *button;

  LodgeFileTransfer *transfer;
  guint done_source;
};

enum {
  SIGNAL_DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LodgeTransferCard, lodge_transfer_card, GTK_TYPE_WIDGET)

static gboolean
done_cb (gpointer user_data)
{
  LodgeTransferCard *self = user_data;

  self->done_source = 0;
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
  return G_SOURCE_REMOVE;
}

static void
set_button (LodgeTransferCard *self,
            const char        *text)
{
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
}

static void
fraction_cb (LodgeTransferCard *self)
{
  double fraction = lodge_file_transfer_get_fraction (self->transfer);
  g_autofree char *text = NULL;

  gtk_progress_bar_set_fraction (self->progress, fraction);
  if (lodge_file_transfer_get_state (self->transfer) != LODGE_TRANSFER_RUNNING)
    return;

  /* Translators: how much of a file is sent, “12 % sent” */
  text = g_strdup_printf (_("%d %% sent"), (int) (fraction * 100));
  gtk_label_set_label (self->caption, text);
}

static void
state_cb (LodgeTransferCard *self)
{
  LodgeTransferState state = lodge_file_transfer_get_state (self->transfer);

  gtk_widget_set_visible (GTK_WIDGET (self->progress), state == LODGE_TRANSFER_RUNNING);
  set_button (self, state == LODGE_TRANSFER_RUNNING ? _("Cancel") : _("Close"));
  if (state == LODGE_TRANSFER_FAILED)
    gtk_label_set_label (self->caption, lodge_file_transfer_get_error (self->transfer)->message);
  else if (state == LODGE_TRANSFER_CANCELLED)
    gtk_label_set_label (self->caption, _("Canceled"));
  else if (state == LODGE_TRANSFER_DONE)
    gtk_label_set_label (self->caption, _("Sent to the machine"));
  if (state == LODGE_TRANSFER_DONE || state == LODGE_TRANSFER_CANCELLED)
    self->done_source = g_timeout_add_seconds (SHOW_DONE_S, done_cb, self);
}

static void
clicked_cb (LodgeTransferCard *self)
{
  if (lodge_file_transfer_get_state (self->transfer) == LODGE_TRANSFER_RUNNING)
    lodge_file_transfer_cancel (self->transfer);
  else
    g_signal_emit (self, signals[SIGNAL_DONE], 0);
}

static void
lodge_transfer_card_dispose (GObject *object)
{
  LodgeTransferCard *self = LODGE_TRANSFER_CARD (object);

  g_clear_handle_id (&self->done_source, g_source_remove);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->transfer);

  G_OBJECT_CLASS (lodge_transfer_card_parent_class)->dispose (object);
}

static void
lodge_transfer_card_class_init (LodgeTransferCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lodge_transfer_card_dispose;
  signals[SIGNAL_DONE] =
    g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  lodge_display_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/lodge_vm/Lodge/display/lodge-transfer-card.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeTransferCard, content);
  gtk_widget_class_bind_template_child (widget_class, LodgeTransferCard, title);
  gtk_widget_class_bind_template_child (widget_class, LodgeTransferCard, progress);
  gtk_widget_class_bind_template_child (widget_class, LodgeTransferCard, caption);
  gtk_widget_class_bind_template_child (widget_class, LodgeTransferCard, button);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_transfer_card_init (LodgeTransferCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static char *
make_title (LodgeFileTransfer *transfer)
{
  guint n = lodge_file_transfer_get_n_files (transfer);

  if (n == 1)
    return lodge_file_transfer_dup_name (transfer);
  return g_strdup_printf (ngettext ("%u File", "%u Files", n), n);
}

/**
 * lodge_transfer_card_new:
 * @transfer: what to show
 *
 * Makes a card.
 *
 * Returns: (transfer floating): the widget
 */
GtkWidget *
lodge_transfer_card_new (LodgeFileTransfer *transfer)
{
  LodgeTransferCard *self = g_object_new (LODGE_TYPE_TRANSFER_CARD, NULL);
  g_autofree char *title = make_title (transfer);

  self->transfer = g_object_ref (transfer);
  gtk_label_set_label (self->title, title);
  g_signal_connect_object (transfer, "notify::fraction", G_CALLBACK (fraction_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (transfer, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED);
  fraction_cb (self);
  state_cb (self);
  return GTK_WIDGET (self);
}
