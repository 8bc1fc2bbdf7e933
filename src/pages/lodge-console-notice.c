/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Over the dimmed last picture of a machine: that it is paused, does not run, is being connected to
 * again, or is shown by another program. */

#include "config.h"

#include "pages/lodge-console-notice.h"

#include <glib/gi18n.h>

#include "display/lodge-spinner.h"
#include "widgets/lodge-template.h"

struct _LodgeConsoleNotice
{
  GtkWidget parent_instance;

  /* Template widgets */
  LodgeSpinner *spinner;
  GtkLabel *title;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (LodgeConsoleNotice, lodge_console_notice, GTK_TYPE_WIDGET)

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
};

static void
lodge_console_notice_dispose (GObject *object)
{
  lodge_template_dispose (object, LODGE_TYPE_CONSOLE_NOTICE);

  G_OBJECT_CLASS (lodge_console_notice_parent_class)->dispose (object);
}

static void
lodge_console_notice_class_init (LodgeConsoleNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (LODGE_TYPE_SPINNER);
  G_OBJECT_CLASS (klass)->dispose = lodge_console_notice_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-console-notice.ui");
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

/**
 * lodge_console_notice_set_kind:
 * @self: a notice
 * @kind: what to say; the notice is hidden for LODGE_NOTICE_NONE
 *
 * Says something else.
 */
void
lodge_console_notice_set_kind (LodgeConsoleNotice     *self,
                               LodgeConsoleNoticeKind  kind)
{
  gboolean waits = kind == LODGE_NOTICE_CONNECTING || kind == LODGE_NOTICE_LOST;

  g_return_if_fail (LODGE_IS_CONSOLE_NOTICE (self));

  gtk_widget_set_visible (GTK_WIDGET (self), kind != LODGE_NOTICE_NONE);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), waits);
  g_object_set (self->spinner, "spinning", waits, NULL);
  gtk_label_set_label (self->title, kind == LODGE_NOTICE_NONE ? "" : _(notices[kind].title));
  gtk_widget_set_visible (GTK_WIDGET (self->button), notices[kind].button != NULL);
  if (notices[kind].button == NULL)
    return;

  gtk_button_set_label (self->button, _(notices[kind].button));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), notices[kind].action);
}
