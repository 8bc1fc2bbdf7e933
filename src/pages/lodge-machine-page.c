/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything about one machine: the stack of its pages. The switcher over it is the window’s. */

#include "config.h"

#include "pages/lodge-machine-page.h"

#include "base/lodge-prop.h"
#include "pages/lodge-console-page.h"
#include "pages/lodge-hardware-page.h"
#include "pages/lodge-overview-page.h"
#include "widgets/lodge-template.h"

struct _LodgeMachinePage
{
  GtkWidget parent_instance;

  AdwViewStack *stack;
  LodgeConsolePage *console_page;

  LodgeMachine *machine;
  gboolean fullscreen;
};

enum {
  PROP_0,
  PROP_MACHINE,
  PROP_FULLSCREEN,
  PROP_GRABBED,
  N_PROPS
};

enum {
  SCREEN_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LodgeMachinePage, lodge_machine_page, GTK_TYPE_WIDGET)

static gboolean
is_grabbed (LodgeMachinePage *self)
{
  gboolean grabbed = FALSE;

  if (self->console_page != NULL)
    g_object_get (self->console_page, "grabbed", &grabbed, NULL);
  return grabbed;
}

static void
grabbed_cb (LodgeMachinePage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GRABBED]);
}

static void
shown_cb (LodgeMachinePage *self)
{
  g_signal_emit (self, signals[SCREEN_CHANGED], 0);
}

static void
lodge_machine_page_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  LodgeMachinePage *self = LODGE_MACHINE_PAGE (object);

  switch (prop_id)
    {
    case PROP_MACHINE:
      g_value_set_object (value, self->machine);
      break;

    case PROP_FULLSCREEN:
      g_value_set_boolean (value, self->fullscreen);
      break;

    case PROP_GRABBED:
      g_value_set_boolean (value, is_grabbed (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_machine_page_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  LodgeMachinePage *self = LODGE_MACHINE_PAGE (object);

  switch (prop_id)
    {
    case PROP_MACHINE:
      lodge_machine_page_set_machine (self, g_value_get_object (value));
      break;

    case PROP_FULLSCREEN:
      lodge_prop_set_bool (object, pspec, &self->fullscreen, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_machine_page_dispose (GObject *object)
{
  LodgeMachinePage *self = LODGE_MACHINE_PAGE (object);

  lodge_template_dispose (self, LODGE_TYPE_MACHINE_PAGE);
  g_clear_object (&self->machine);

  G_OBJECT_CLASS (lodge_machine_page_parent_class)->dispose (object);
}

static void
lodge_machine_page_class_init (LodgeMachinePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_machine_page_get_property;
  object_class->set_property = lodge_machine_page_set_property;
  object_class->dispose = lodge_machine_page_dispose;

  properties[PROP_MACHINE] =
    g_param_spec_object ("machine", NULL, NULL, LODGE_TYPE_MACHINE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FULLSCREEN] =
    g_param_spec_boolean ("fullscreen", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_GRABBED] =
    g_param_spec_boolean ("grabbed", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SCREEN_CHANGED] = g_signal_new ("screen-changed", G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (LODGE_TYPE_OVERVIEW_PAGE);
  g_type_ensure (LODGE_TYPE_CONSOLE_PAGE);
  g_type_ensure (LODGE_TYPE_HARDWARE_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-machine-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeMachinePage, stack);
  gtk_widget_class_bind_template_child (widget_class, LodgeMachinePage, console_page);
  gtk_widget_class_bind_template_callback (widget_class, grabbed_cb);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_machine_page_init (LodgeMachinePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lodge_machine_page_set_machine:
 * @self: a page
 * @machine: (nullable): what to show
 *
 * Moves to another machine; the page within stays.
 */
void
lodge_machine_page_set_machine (LodgeMachinePage *self,
                                LodgeMachine     *machine)
{
  g_return_if_fail (LODGE_IS_MACHINE_PAGE (self));

  if (g_set_object (&self->machine, machine))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MACHINE]);
}

/**
 * lodge_machine_page_follow:
 * @self: a page of a machine
 * @machine: the same machine on another host
 *
 * Goes along with a machine: whoever looks at its screen sees the last picture until there is one from there.
 */
void
lodge_machine_page_follow (LodgeMachinePage *self,
                           LodgeMachine     *machine)
{
  g_return_if_fail (LODGE_IS_MACHINE_PAGE (self));

  lodge_console_page_follow (self->console_page, machine);
  lodge_machine_page_set_machine (self, machine);
}

AdwViewStack *
lodge_machine_page_get_stack (LodgeMachinePage *self)
{
  g_return_val_if_fail (LODGE_IS_MACHINE_PAGE (self), NULL);

  return self->stack;
}

/**
 * lodge_machine_page_set_page:
 * @self: a page
 * @name: “overview”, “console” or “hardware”; others are passed over
 *
 * Turns to one of the pages.
 */
void
lodge_machine_page_set_page (LodgeMachinePage *self,
                             const char       *name)
{
  g_return_if_fail (LODGE_IS_MACHINE_PAGE (self));

  if (adw_view_stack_get_child_by_name (self->stack, name) != NULL)
    adw_view_stack_set_visible_child_name (self->stack, name);
}

const char *
lodge_machine_page_get_page (LodgeMachinePage *self)
{
  g_return_val_if_fail (LODGE_IS_MACHINE_PAGE (self), NULL);

  return adw_view_stack_get_visible_child_name (self->stack);
}

void
lodge_machine_page_focus_console (LodgeMachinePage *self)
{
  g_return_if_fail (LODGE_IS_MACHINE_PAGE (self));

  lodge_console_page_focus (self->console_page);
}

/* In a full screen: the guest gets no keys before a click. */
void
lodge_machine_page_focus_tools (LodgeMachinePage *self)
{
  g_return_if_fail (LODGE_IS_MACHINE_PAGE (self));

  lodge_console_page_focus_tools (self->console_page);
}

/**
 * lodge_machine_page_take_console:
 * @self: a page
 *
 * Turns to the console and shows it here, and no more in another window.
 */
void
lodge_machine_page_take_console (LodgeMachinePage *self)
{
  g_return_if_fail (LODGE_IS_MACHINE_PAGE (self));

  lodge_machine_page_set_page (self, "console");
  lodge_console_page_take (self->console_page);
}

void
lodge_machine_page_send_keys (LodgeMachinePage *self,
                              const char       *keys)
{
  g_return_if_fail (LODGE_IS_MACHINE_PAGE (self));

  lodge_console_page_send_keys (self->console_page, keys);
}

void
lodge_machine_page_take_screenshot (LodgeMachinePage *self)
{
  g_return_if_fail (LODGE_IS_MACHINE_PAGE (self));

  lodge_console_page_take_screenshot (self->console_page);
}

/**
 * lodge_machine_page_has_screen:
 * @self: a page
 *
 * Returns: whether the guest’s screen is there, so that keys can be sent and pictures taken
 */
gboolean
lodge_machine_page_has_screen (LodgeMachinePage *self)
{
  g_return_val_if_fail (LODGE_IS_MACHINE_PAGE (self), FALSE);

  return lodge_console_page_is_shown (self->console_page);
}
