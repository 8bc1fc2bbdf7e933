/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether the guest may use the smart cards of this computer, which readers there are and what is in them,
 * and what is missing when it cannot. */

#include "config.h"

#include "display/lodge-cards-dialog-private.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"
#include "display-resources.h"

struct _LodgeCardsDialog
{
  AdwWindow parent_instance;

  /* Template widgets */
  AdwActionRow *share;
  GtkSwitch *shared;
  GtkWidget *readers;
  GtkListBox *list;
  GtkWidget *obstacle;
  GtkLabel *cause;
  GtkWidget *help;
  GtkLabel *commands;

  LodgeConsole *console;
  LodgeConsoleCards *cards;
};

G_DEFINE_FINAL_TYPE (LodgeCardsDialog, lodge_cards_dialog, ADW_TYPE_WINDOW)

static const char *
get_subtitle (LodgeCardsDialog *self)
{
  if (lodge_console_is_view_only (self->console))
    return _("Nothing is shared while the screen is for viewing only");
  switch (lodge_console_cards_get_state (self->cards))
    {
    case LODGE_CARDS_STARTING:
      return _("Looking for readers…");

    case LODGE_CARDS_ON:
      return _("The guest can use the cards now");

    case LODGE_CARDS_IMPOSSIBLE:
      return _("The guest has no card");

    case LODGE_CARDS_OFF:
    default:
      return "";
    }
}

static void
show_obstacle (LodgeCardsDialog *self)
{
  const GError *error = lodge_console_cards_get_obstacle (self->cards);
  const char *detail = error != NULL ? lodge_error_get_detail (error) : NULL;

  gtk_widget_set_visible (self->obstacle, error != NULL);
  gtk_label_set_label (self->cause, error != NULL ? error->message : "");
  gtk_widget_set_visible (self->help, detail != NULL);
  gtk_label_set_label (self->commands, detail != NULL ? detail : "");
}

static void
state_cb (LodgeCardsDialog *self)
{
  adw_action_row_set_subtitle (self->share, get_subtitle (self));
  gtk_widget_set_visible (self->readers,
                          lodge_console_cards_get_state (self->cards) == LODGE_CARDS_ON);
  gtk_widget_set_sensitive (GTK_WIDGET (self->share), lodge_console_cards_is_available (self->cards));
  show_obstacle (self);
}

static void
clicked_cb (LodgeCardReader *reader)
{
  lodge_card_reader_insert (reader, !lodge_card_reader_has_card (reader));
}

static void
reader_cb (AdwActionRow    *row,
           GParamSpec      *pspec,
           LodgeCardReader *reader)
{
  GtkButton *button = g_object_get_data (G_OBJECT (row), "button");
  gboolean has_card = lodge_card_reader_has_card (reader);

  adw_action_row_set_subtitle (row, has_card ? _("A card is in it") : _("No card is in it"));
  if (button != NULL)
    gtk_button_set_label (button, has_card ? _("_Remove Card") : _("_Insert Card"));
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  LodgeCardReader *reader = item;
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 lodge_card_reader_is_software (reader)
                                   ? _("Software Reader") : lodge_card_reader_get_name (reader));
  if (lodge_card_reader_is_software (reader))
    {
      GtkWidget *button = gtk_button_new_with_mnemonic ("");

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
      g_object_set_data (G_OBJECT (row), "button", button);
      g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), reader, G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (reader, "notify", G_CALLBACK (reader_cb), row, G_CONNECT_SWAPPED);
  reader_cb (ADW_ACTION_ROW (row), NULL, reader);
  return row;
}

static void
readers_cb (LodgeCardsDialog *self)
{
  gtk_list_box_bind_model (self->list, lodge_console_cards_get_readers (self->cards), create_row, NULL, NULL);
}

static void
lodge_cards_dialog_dispose (GObject *object)
{
  LodgeCardsDialog *self = LODGE_CARDS_DIALOG (object);

  g_clear_object (&self->cards);
  g_clear_object (&self->console);

  G_OBJECT_CLASS (lodge_cards_dialog_parent_class)->dispose (object);
}

static void
lodge_cards_dialog_class_init (LodgeCardsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lodge_cards_dialog_dispose;
  lodge_display_get_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/lodge_vm/Lodge/display/lodge-cards-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeCardsDialog, share);
  gtk_widget_class_bind_template_child (widget_class, LodgeCardsDialog, shared);
  gtk_widget_class_bind_template_child (widget_class, LodgeCardsDialog, readers);
  gtk_widget_class_bind_template_child (widget_class, LodgeCardsDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LodgeCardsDialog, obstacle);
  gtk_widget_class_bind_template_child (widget_class, LodgeCardsDialog, cause);
  gtk_widget_class_bind_template_child (widget_class, LodgeCardsDialog, help);
  gtk_widget_class_bind_template_child (widget_class, LodgeCardsDialog, commands);
}

static void
lodge_cards_dialog_init (LodgeCardsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lodge_cards_dialog_new:
 * @parent: (nullable): the window it is over
 * @console: with the guest
 *
 * Makes the dialog; what is chosen in it holds at once.
 *
 * Returns: (transfer none): the window
 */
GtkWidget *
lodge_cards_dialog_new (GtkWindow    *parent,
                        LodgeConsole *console)
{
  LodgeCardsDialog *self = g_object_new (LODGE_TYPE_CARDS_DIALOG, "transient-for", parent, NULL);

  self->console = g_object_ref (console);
  self->cards = g_object_ref (lodge_console_get_cards (console));
  g_object_bind_property (self->cards, "shared", self->shared, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_connect_object (self->cards, "notify", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (console, "notify::view-only", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->cards, "notify::readers", G_CALLBACK (readers_cb), self, G_CONNECT_SWAPPED);
  state_cb (self);
  readers_cb (self);
  return GTK_WIDGET (self);
}
