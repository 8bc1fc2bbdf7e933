/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keeps a page for each text console that was looked at lately, so that what the guest wrote is there when
 * one comes back. */

#include "config.h"

#include "pages/lodge-text-consoles.h"

#include "base/lodge-prop.h"

#define MAX_PAGES 8

struct _LodgeTextConsoles
{
  GtkWidget parent_instance;

  GtkStack *stack;
  GQueue names;                /* of the pages, the one that was seen last at the head */
  LodgeTextConsolePage *page;  /* nullable */
  GSignalGroup *page_signals;
  gboolean view_only;
};

enum {
  PROP_0,
  PROP_PAGE,
  PROP_GRABBED,
  PROP_VIEW_ONLY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeTextConsoles, lodge_text_consoles, GTK_TYPE_WIDGET)

static gboolean
is_grabbed (LodgeTextConsoles *self)
{
  gboolean grabbed = FALSE;

  if (self->page != NULL)
    g_object_get (self->page, "grabbed", &grabbed, NULL);
  return grabbed;
}

static void
grabbed_cb (LodgeTextConsoles *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GRABBED]);
}

static void
set_page (LodgeTextConsoles    *self,
          LodgeTextConsolePage *page)
{
  if (!lodge_prop_set_object (G_OBJECT (self), properties[PROP_PAGE], &self->page, page))
    return;
  g_signal_group_set_target (self->page_signals, page);
  if (page != NULL)
    lodge_text_console_page_set_view_only (page, self->view_only);
  grabbed_cb (self);
}

static void
drop_oldest (LodgeTextConsoles *self)
{
  while (self->names.length > MAX_PAGES)
    {
      g_autofree char *name = g_queue_pop_tail (&self->names);

      gtk_stack_remove (self->stack, gtk_stack_get_child_by_name (self->stack, name));
    }
}

static void
move_to_front (LodgeTextConsoles *self,
               const char        *name)
{
  GList *link = g_queue_find_custom (&self->names, name, (GCompareFunc) g_strcmp0);

  if (link == NULL)
    {
      g_queue_push_head (&self->names, g_strdup (name));
      return;
    }
  g_queue_unlink (&self->names, link);
  g_queue_push_head_link (&self->names, link);
}

static void
lodge_text_consoles_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  LodgeTextConsoles *self = LODGE_TEXT_CONSOLES (object);

  switch (prop_id)
    {
    case PROP_PAGE:
      g_value_set_object (value, self->page);
      break;

    case PROP_GRABBED:
      g_value_set_boolean (value, is_grabbed (self));
      break;

    case PROP_VIEW_ONLY:
      g_value_set_boolean (value, self->view_only);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_text_consoles_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  LodgeTextConsoles *self = LODGE_TEXT_CONSOLES (object);

  switch (prop_id)
    {
    case PROP_VIEW_ONLY:
      lodge_prop_set_bool (object, pspec, &self->view_only, g_value_get_boolean (value));
      if (self->page != NULL)
        lodge_text_console_page_set_view_only (self->page, self->view_only);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_text_consoles_dispose (GObject *object)
{
  LodgeTextConsoles *self = LODGE_TEXT_CONSOLES (object);

  g_clear_object (&self->page_signals);
  g_clear_object (&self->page);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  self->stack = NULL;
  g_queue_clear_full (&self->names, g_free);

  G_OBJECT_CLASS (lodge_text_consoles_parent_class)->dispose (object);
}

static void
lodge_text_consoles_class_init (LodgeTextConsolesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_text_consoles_get_property;
  object_class->set_property = lodge_text_consoles_set_property;
  object_class->dispose = lodge_text_consoles_dispose;

  properties[PROP_PAGE] = g_param_spec_object ("page", NULL, NULL, LODGE_TYPE_TEXT_CONSOLE_PAGE, flags);
  properties[PROP_GRABBED] = g_param_spec_boolean ("grabbed", NULL, NULL, FALSE, flags);
  properties[PROP_VIEW_ONLY] =
    g_param_spec_boolean ("view-only", NULL, NULL, FALSE, flags | G_PARAM_WRITABLE);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_text_consoles_init (LodgeTextConsoles *self)
{
  g_queue_init (&self->names);
  self->page_signals = g_signal_group_new (LODGE_TYPE_TEXT_CONSOLE_PAGE);
  g_signal_group_connect_swapped (self->page_signals, "notify::grabbed", G_CALLBACK (grabbed_cb), self);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
}

/**
 * lodge_text_consoles_show:
 * @self: consoles
 * @machine: (nullable): whose console
 * @choice: (nullable): a text console of it
 *
 * Turns to the page of a console, a new one when it was not looked at lately. %NULL: to none.
 */
void
lodge_text_consoles_show (LodgeTextConsoles  *self,
                          LodgeMachine       *machine,
                          LodgeConsoleChoice *choice)
{
  g_autofree char *name = NULL;
  GtkWidget *page;

  g_return_if_fail (LODGE_IS_TEXT_CONSOLES (self));

  if (machine == NULL || choice == NULL)
    {
      set_page (self, NULL);
      return;
    }

  name = g_strdup_printf ("%p %s", (void *) machine, lodge_console_choice_get_alias (choice));
  page = gtk_stack_get_child_by_name (self->stack, name);
  if (page == NULL)
    {
      g_autoptr(LodgeTextChannel) channel =
        lodge_text_channel_new (machine, lodge_console_choice_get_alias (choice));

      page = lodge_text_console_page_new (channel, lodge_console_choice_get_label (choice));
      gtk_stack_add_named (self->stack, page, name);
    }
  gtk_stack_set_visible_child (self->stack, page);
  move_to_front (self, name);
  drop_oldest (self);
  set_page (self, LODGE_TEXT_CONSOLE_PAGE (page));
}

LodgeTextConsolePage *
lodge_text_consoles_get_page (LodgeTextConsoles *self)
{
  g_return_val_if_fail (LODGE_IS_TEXT_CONSOLES (self), NULL);

  return self->page;
}
