/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Over the dimmed last picture of a machine: that it is paused, does not run, is being connected to
 * again, moved to another host, or is shown by another program. */

#include "config.h"

#include "display/lodge-console-notice.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-prop.h"
#include "display-resources.h"
#include "display/lodge-display-style-private.h"
#include "display/lodge-spinner.h"

struct _LodgeConsoleNotice
{
  GtkWidget parent_instance;

  /* Template widgets */
  GtkWidget *spinner;
  GtkLabel *title;
  GtkButton *button;

  LodgeConsoleNoticeKind kind;
  gboolean words_only;
};

enum {
  PROP_0,
  PROP_KIND,
  PROP_WORDS_ONLY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeConsoleNotice, lodge_console_notice, GTK_TYPE_WIDGET)

G_DEFINE_ENUM_TYPE (LodgeConsoleNoticeKind, lodge_console_notice_kind,
                    G_DEFINE_ENUM_VALUE (LODGE_NOTICE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (LODGE_NOTICE_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (LODGE_NOTICE_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (LODGE_NOTICE_OFF, "off"),
                    G_DEFINE_ENUM_VALUE (LODGE_NOTICE_TAKEN, "taken"),
                    G_DEFINE_ENUM_VALUE (LODGE_NOTICE_LOST, "lost"),
                    G_DEFINE_ENUM_VALUE (LODGE_NOTICE_ENDED, "ended"),
                    G_DEFINE_ENUM_VALUE (LODGE_NOTICE_MOVED, "moved"))

static const struct {
  const char *title;
  const char *button;  /* NULL: nothing to do */
  const char *action;
} notices[] = {
  [LODGE_NOTICE_NONE] = { "", NULL, NULL },
  [LODGE_NOTICE_PAUSED] = { N_("Paused"), N_("_Resume"), "win.resume" },
  [LODGE_NOTICE_CONNECTING] = { N_("Connecting…"), NULL, NULL },
  [LODGE_NOTICE_OFF] = { N_("Not Running"), N_("_Start"), "win.start" },
  [LODGE_NOTICE_TAKEN] = { N_("Another viewer took over this screen"), N_("_Take Back"), "console.take-back" },
  [LODGE_NOTICE_LOST] = { N_("Connection lost. Connecting again…"), NULL, NULL },
  [LODGE_NOTICE_ENDED] = { N_("The Session Has Ended"), NULL, NULL },
  [LODGE_NOTICE_MOVED] = { N_("Moving to another host…"), NULL, NULL },
};

static void
update (LodgeConsoleNotice *self)
{
  LodgeConsoleNoticeKind kind = self->kind;
  gboolean waits = kind == LODGE_NOTICE_CONNECTING || kind == LODGE_NOTICE_LOST || kind == LODGE_NOTICE_MOVED;
  gboolean acts = !self->words_only && notices[kind].button != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), kind != LODGE_NOTICE_NONE);
  gtk_widget_set_visible (self->spinner, waits);
  gtk_label_set_label (self->title, kind == LODGE_NOTICE_NONE ? "" : _(notices[kind].title));
  gtk_widget_set_visible (GTK_WIDGET (self->button), acts);
  if (!acts)
    return;

  gtk_button_set_label (self->button, _(notices[kind].button));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), notices[kind].action);
}

static void
lodge_console_notice_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  LodgeConsoleNotice *self = LODGE_CONSOLE_NOTICE (object);

  switch (prop_id)
    {
    case PROP_KIND:
      g_value_set_enum (value, (int) self->kind);
      break;

    case PROP_WORDS_ONLY:
      g_value_set_boolean (value, self->words_only);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_console_notice_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  LodgeConsoleNotice *self = LODGE_CONSOLE_NOTICE (object);

  switch (prop_id)
    {
    case PROP_KIND:
      if (self->kind == (LodgeConsoleNoticeKind) g_value_get_enum (value))
        break;
      self->kind = (LodgeConsoleNoticeKind) g_value_get_enum (value);
      update (self);
      g_object_notify_by_pspec (object, pspec);
      break;

    case PROP_WORDS_ONLY:
      if (lodge_prop_set_bool (object, pspec, &self->words_only, g_value_get_boolean (value)))
        update (self);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_console_notice_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (lodge_console_notice_parent_class)->dispose (object);
}

static void
lodge_console_notice_class_init (LodgeConsoleNoticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_console_notice_get_property;
  object_class->set_property = lodge_console_notice_set_property;
  object_class->dispose = lodge_console_notice_dispose;

  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, LODGE_TYPE_CONSOLE_NOTICE_KIND,
                                             LODGE_NOTICE_NONE, flags);
  properties[PROP_WORDS_ONLY] = g_param_spec_boolean ("words-only", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (LODGE_TYPE_SPINNER);
  lodge_display_get_resource ();
  lodge_display_style_load ();
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/lodge_vm/Lodge/display/lodge-console-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeConsoleNotice, spinner);
  gtk_widget_class_bind_template_child (widget_class, LodgeConsoleNotice, title);
  gtk_widget_class_bind_template_child (widget_class, LodgeConsoleNotice, button);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
lodge_console_notice_init (LodgeConsoleNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
