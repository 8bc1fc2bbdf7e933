/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Says where a machine went that moved to another host, and offers the next step: to look at it there, or
 * to add the host. */

#include "config.h"

#include "pages/lodge-moved-page.h"

#include <glib/gi18n.h>

#include "base/lodge-prop.h"
#include "display/lodge-spinner.h"
#include "virt/lodge-machine.h"
#include "widgets/lodge-closures.h"
#include "widgets/lodge-template.h"

struct _LodgeMovedPage
{
  GtkWidget parent_instance;

  LodgeMachine *machine;
};

enum {
  PROP_0,
  PROP_MACHINE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeMovedPage, lodge_moved_page, GTK_TYPE_WIDGET)

static char *
description_closure (LodgeMovedPage   *self,
                     LodgeMachineMove  move,
                     LodgeMachine     *to)
{
  LodgeHost *host = to != NULL ? lodge_machine_get_host (to) : NULL;

  if (move == LODGE_MOVE_LOOKING)
    return g_strdup (_("Lodge is looking for it on the hosts that are connected."));
  /* Translators: %s is the name of a host */
  if (host != NULL)
    return g_strdup_printf (_("The machine moved to %s."), lodge_host_get_name (host));
  return g_strdup (_("It is on none of the hosts that are connected. Add its host or connect to it, and the "
                     "screen appears here."));
}

static gboolean
is_looking_closure (LodgeMovedPage   *self,
                    LodgeMachineMove  move)
{
  return move == LODGE_MOVE_LOOKING;
}

static gboolean
is_lost_closure (LodgeMovedPage   *self,
                 LodgeMachineMove  move,
                 LodgeMachine     *to)
{
  return move != LODGE_MOVE_LOOKING && to == NULL;
}

static void
lodge_moved_page_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_MACHINE:
      g_value_set_object (value, LODGE_MOVED_PAGE (object)->machine);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_moved_page_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  LodgeMovedPage *self = LODGE_MOVED_PAGE (object);

  switch (prop_id)
    {
    case PROP_MACHINE:
      lodge_prop_set_object (object, pspec, &self->machine, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_moved_page_dispose (GObject *object)
{
  lodge_template_dispose (object, LODGE_TYPE_MOVED_PAGE);
  g_clear_object (&LODGE_MOVED_PAGE (object)->machine);

  G_OBJECT_CLASS (lodge_moved_page_parent_class)->dispose (object);
}

static void
lodge_moved_page_class_init (LodgeMovedPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_moved_page_get_property;
  object_class->set_property = lodge_moved_page_set_property;
  object_class->dispose = lodge_moved_page_dispose;

  properties[PROP_MACHINE] =
    g_param_spec_object ("machine", NULL, NULL, LODGE_TYPE_MACHINE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (LODGE_TYPE_SPINNER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-moved-page.ui");
  gtk_widget_class_bind_template_callback (widget_class, description_closure);
  gtk_widget_class_bind_template_callback (widget_class, is_looking_closure);
  gtk_widget_class_bind_template_callback (widget_class, is_lost_closure);
  lodge_closures_bind (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_moved_page_init (LodgeMovedPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
