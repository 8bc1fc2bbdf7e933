/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A sentence that must not be overlooked, in a card: an error with its cause and next step, the raw
 * text folded below it, and perhaps a button that does something about it; or a warning, or a
 * plain information. */

#include "config.h"

#include "wizard/lodge-wizard-notice.h"

#include "base/lodge-error.h"
#include "base/lodge-prop.h"
#include "wizard/lodge-wizard-template.h"

struct _LodgeWizardNotice
{
  AdwBin parent_instance;

  char *text;
  char *detail;
  char *button_label;
  LodgeNoticeKind kind;

  /* Template widgets */
  GtkWidget *image;
};

enum {
  PROP_0,
  PROP_TEXT,
  PROP_DETAIL,
  PROP_BUTTON_LABEL,
  PROP_KIND,
  N_PROPS
};

enum {
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LodgeWizardNotice, lodge_wizard_notice, ADW_TYPE_BIN)

static gboolean
has_text (LodgeWizardNotice *self,
          const char        *text)
{
  return text != NULL && *text != '\0';
}

static const struct {
  const char *icon_name;
  const char *css_class;
} looks[] = {
  [LODGE_NOTICE_ERROR] = { "dialog-error-symbolic", "error" },
  [LODGE_NOTICE_WARNING] = { "dialog-warning-symbolic", "warning" },
  [LODGE_NOTICE_INFORMATION] = { "dialog-information-symbolic", "accent" },
};

static void
set_kind (LodgeWizardNotice *self,
          LodgeNoticeKind    kind)
{
  if (kind == self->kind)
    return;

  gtk_widget_remove_css_class (self->image, looks[self->kind].css_class);
  self->kind = kind;
  gtk_widget_add_css_class (self->image, looks[kind].css_class);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->image), looks[kind].icon_name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
}

static void
clicked_cb (LodgeWizardNotice *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

static void
lodge_wizard_notice_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  LodgeWizardNotice *self = LODGE_WIZARD_NOTICE (object);

  switch (prop_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;

    case PROP_DETAIL:
      g_value_set_string (value, self->detail);
      break;

    case PROP_BUTTON_LABEL:
      g_value_set_string (value, self->button_label);
      break;

    case PROP_KIND:
      g_value_set_int (value, (int) self->kind);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_wizard_notice_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  LodgeWizardNotice *self = LODGE_WIZARD_NOTICE (object);

  switch (prop_id)
    {
    case PROP_TEXT:
      lodge_wizard_notice_set_text (self, g_value_get_string (value));
      break;

    case PROP_DETAIL:
      lodge_prop_set_string (object, pspec, &self->detail, g_value_get_string (value));
      break;

    case PROP_BUTTON_LABEL:
      lodge_prop_set_string (object, pspec, &self->button_label, g_value_get_string (value));
      break;

    case PROP_KIND:
      set_kind (self, (LodgeNoticeKind) g_value_get_int (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_wizard_notice_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LODGE_TYPE_WIZARD_NOTICE);

  G_OBJECT_CLASS (lodge_wizard_notice_parent_class)->dispose (object);
}

static void
lodge_wizard_notice_finalize (GObject *object)
{
  LodgeWizardNotice *self = LODGE_WIZARD_NOTICE (object);

  g_free (self->text);
  g_free (self->detail);
  g_free (self->button_label);

  G_OBJECT_CLASS (lodge_wizard_notice_parent_class)->finalize (object);
}

static void
lodge_wizard_notice_class_init (LodgeWizardNoticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_wizard_notice_get_property;
  object_class->set_property = lodge_wizard_notice_set_property;
  object_class->dispose = lodge_wizard_notice_dispose;
  object_class->finalize = lodge_wizard_notice_finalize;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  properties[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, NULL, flags);
  properties[PROP_BUTTON_LABEL] = g_param_spec_string ("button-label", NULL, NULL, NULL, flags);
  properties[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, LODGE_NOTICE_ERROR,
                                            LODGE_NOTICE_INFORMATION, LODGE_NOTICE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 0);

  lodge_wizard_set_template (widget_class, "lodge-wizard-notice");
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardNotice, image);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
lodge_wizard_notice_init (LodgeWizardNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lodge_wizard_notice_new:
 * @text: (nullable): a translated sentence
 * @kind: how much it matters
 *
 * Makes a notice.
 *
 * Returns: (transfer floating): the notice
 */
LodgeWizardNotice *
lodge_wizard_notice_new (const char      *text,
                         LodgeNoticeKind  kind)
{
  return g_object_new (LODGE_TYPE_WIZARD_NOTICE, "text", text, "kind", kind, NULL);
}

/**
 * lodge_wizard_notice_get_text:
 * @self: a notice
 *
 * Gets what it says.
 *
 * Returns: (nullable): the sentence
 */
const char *
lodge_wizard_notice_get_text (LodgeWizardNotice *self)
{
  g_return_val_if_fail (LODGE_IS_WIZARD_NOTICE (self), NULL);

  return self->text;
}

/**
 * lodge_wizard_notice_set_text:
 * @self: a notice
 * @text: (nullable): a translated sentence; %NULL hides the notice
 *
 * Sets what it says.
 */
void
lodge_wizard_notice_set_text (LodgeWizardNotice *self,
                              const char        *text)
{
  g_return_if_fail (LODGE_IS_WIZARD_NOTICE (self));

  lodge_prop_set_string (G_OBJECT (self), properties[PROP_TEXT], &self->text, text);
  gtk_widget_set_visible (GTK_WIDGET (self), has_text (self, text));
}

/**
 * lodge_wizard_notice_set_error:
 * @self: a notice
 * @error: (nullable): an error; %NULL hides the notice
 *
 * Shows an error: its sentence, and the raw text folded.
 */
void
lodge_wizard_notice_set_error (LodgeWizardNotice *self,
                               const GError      *error)
{
  g_return_if_fail (LODGE_IS_WIZARD_NOTICE (self));

  lodge_wizard_notice_set_text (self, error != NULL ? error->message : NULL);
  g_object_set (self, "detail", error != NULL ? lodge_error_get_detail (error) : NULL, NULL);
}
