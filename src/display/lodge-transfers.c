/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that are dropped on a guest's screen, and a card for each transfer in its corner. */

#include "config.h"

#include "display/lodge-transfers.h"

#include "base/lodge-prop.h"
#include "display/lodge-transfer-card-private.h"

struct _LodgeTransfers
{
  GtkWidget parent_instance;

  LodgeDisplay *display;
  GtkWidget *target;                 /* NULL: the display */
  GtkEventController *drop_target;   /* of that */
};

enum {
  PROP_0,
  PROP_DISPLAY,
  PROP_TARGET,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeTransfers, lodge_transfers, GTK_TYPE_WIDGET)

static void
done_cb (LodgeTransfers *self,
         GtkWidget      *card)
{
  gtk_widget_unparent (card);
}

static gboolean
drop_cb (LodgeTransfers *self,
         const GValue   *value)
{
  g_autoptr(GPtrArray) files = g_ptr_array_new ();

  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    g_ptr_array_add (files, l->data);
  lodge_transfers_send (self, (GFile *const *) files->pdata, files->len);
  return TRUE;
}

static void
forget_drop_target (LodgeTransfers *self)
{
  GtkEventController *controller = g_steal_pointer (&self->drop_target);

  if (controller != NULL)
    gtk_widget_remove_controller (gtk_event_controller_get_widget (controller), controller);
}

static void
update_drop_target (LodgeTransfers *self)
{
  forget_drop_target (self);
  if (self->display == NULL)
    return;

  self->drop_target = GTK_EVENT_CONTROLLER (gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY));
  g_signal_connect_object (self->drop_target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->target != NULL ? self->target : GTK_WIDGET (self->display),
                             self->drop_target);
}

static void
lodge_transfers_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_DISPLAY:
      g_value_set_object (value, LODGE_TRANSFERS (object)->display);
      break;

    case PROP_TARGET:
      g_value_set_object (value, LODGE_TRANSFERS (object)->target);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_transfers_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_DISPLAY:
      lodge_transfers_set_display (LODGE_TRANSFERS (object), g_value_get_object (value));
      break;

    case PROP_TARGET:
      if (lodge_prop_set_object (object, pspec, &LODGE_TRANSFERS (object)->target,
                                 g_value_get_object (value)))
        update_drop_target (LODGE_TRANSFERS (object));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_transfers_dispose (GObject *object)
{
  LodgeTransfers *self = LODGE_TRANSFERS (object);
  GtkWidget *child;

  forget_drop_target (self);
  g_clear_object (&self->display);
  g_clear_object (&self->target);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (lodge_transfers_parent_class)->dispose (object);
}

static void
lodge_transfers_class_init (LodgeTransfersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lodge_transfers_get_property;
  object_class->set_property = lodge_transfers_set_property;
  object_class->dispose = lodge_transfers_dispose;

  properties[PROP_DISPLAY] =
    g_param_spec_object ("display", NULL, NULL, LODGE_TYPE_DISPLAY,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TARGET] =
    g_param_spec_object ("target", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
lodge_transfers_init (LodgeTransfers *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_END);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_END);
}

/**
 * lodge_transfers_set_display:
 * @self: transfers
 * @display: (nullable): whose guest gets the files
 *
 * Moves to another display.
 */
void
lodge_transfers_set_display (LodgeTransfers *self,
                             LodgeDisplay   *display)
{
  g_return_if_fail (LODGE_IS_TRANSFERS (self));

  if (lodge_prop_set_object (G_OBJECT (self), properties[PROP_DISPLAY], &self->display, display))
    update_drop_target (self);
}

/**
 * lodge_transfers_send:
 * @self: transfers
 * @files: (array length=n): what to send
 * @n: how many
 *
 * Sends files to the guest, as if they were dropped.
 */
void
lodge_transfers_send (LodgeTransfers *self,
                      GFile *const   *files,
                      gsize           n)
{
  LodgeConsole *console;
  g_autoptr(LodgeFileTransfer) transfer = NULL;
  GtkWidget *card;

  g_return_if_fail (LODGE_IS_TRANSFERS (self));

  console = self->display != NULL ? lodge_display_get_console (self->display) : NULL;
  if (console == NULL)
    return;

  transfer = lodge_console_send_files (console, files, n);
  card = lodge_transfer_card_new (transfer);
  g_signal_connect_object (card, "done", G_CALLBACK (done_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (card, GTK_WIDGET (self));
}
