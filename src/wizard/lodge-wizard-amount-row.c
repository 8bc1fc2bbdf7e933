/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CPUs, memory or disk space: a spin button for the exact value, and a scale up to what the host
 * has. Sizes lie on the scale by their logarithm, so that each doubling is as far as the next; the
 * recommended value and the end are marked. */

#include "config.h"

#include "wizard/lodge-wizard-amount-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/lodge-prop.h"
#include "base/lodge-units.h"
#include "wizard/lodge-wizard-size-text.h"
#include "wizard/lodge-wizard-template.h"

#define MAX_COUNT 1024
#define MAX_LABELS 6

struct _LodgeWizardAmountRow
{
  AdwPreferencesRow parent_instance;

  gboolean bytes;
  guint64 limit;
  guint64 recommended;
  char *hint;
  char *problem;
  gboolean syncing;  /* the scale follows the value */

  /* Template widgets */
  GtkSpinButton *spin;
  GtkScale *scale;
  GtkWidget *note;
};

enum {
  PROP_0,
  PROP_BYTES,
  PROP_VALUE,
  PROP_NOTE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeWizardAmountRow, lodge_wizard_amount_row, ADW_TYPE_PREFERENCES_ROW)

/* Positions on the scale. */

static double
position_of (LodgeWizardAmountRow *self,
             guint64               value)
{
  return self->bytes ? log2 ((double) MAX (value, LODGE_MIB)) : (double) value;
}

static guint64
value_at (LodgeWizardAmountRow *self,
          double                position)
{
  if (!self->bytes)
    return (guint64) MAX (round (position), 1);

  /* The end of the scale is exactly what the host has, in whole MiB. */
  if (self->limit > 0 && position >= position_of (self, self->limit) - 1e-6)
    return self->limit / LODGE_MIB * LODGE_MIB;
  return lodge_wizard_size_round ((guint64) exp2 (position));
}

static guint64
scale_start (LodgeWizardAmountRow *self)
{
  guint64 start = self->limit >= 64 * LODGE_GIB ? LODGE_GIB / 2 : LODGE_GIB / 8;

  return self->bytes ? start : 1;
}

static void
add_mark (LodgeWizardAmountRow *self,
          guint64               value,
          gboolean              labelled)
{
  g_autofree char *label = NULL;
  g_autofree char *markup = NULL;

  if (labelled)
    {
      label = self->bytes ? lodge_wizard_size_to_short_text (value)
                          : g_strdup_printf ("%" G_GUINT64_FORMAT, value);
      markup = g_markup_printf_escaped ("<small>%s</small>", label);
    }
  gtk_scale_add_mark (self->scale, position_of (self, value), GTK_POS_BOTTOM, markup);
}

/* Powers of two, as many with a label as have room, and always the end. */
static void
add_size_marks (LodgeWizardAmountRow *self)
{
  double end = position_of (self, self->limit);
  int first = (int) position_of (self, scale_start (self));
  int stride = MAX ((int) ceil ((end - first) / MAX_LABELS), 1);

  for (int power = first; power < end - 0.7 * stride; power++)
    add_mark (self, (guint64) 1 << power, (power - first) % stride == 0);
  add_mark (self, self->limit, TRUE);
}

static void
add_count_marks (LodgeWizardAmountRow *self)
{
  guint64 stride = 1;

  while (stride * MAX_LABELS < self->limit)
    stride *= 2;

  add_mark (self, 1, TRUE);
  for (guint64 value = MAX (stride, 2); value + stride / 2 < self->limit; value += stride)
    add_mark (self, value, TRUE);
  add_mark (self, self->limit, TRUE);
}

/* The label would stick out at the ends; there the mark stands alone. */
static void
add_recommended_mark (LodgeWizardAmountRow *self)
{
  double start = position_of (self, scale_start (self));
  double end = position_of (self, self->limit);
  double position = position_of (self, self->recommended);
  double share = (position - start) / (end - start);
  g_autofree char *markup = NULL;

  if (share <= 0 || share >= 1)
    return;

  if (share > 0.1 && share < 0.9)
    markup = g_markup_printf_escaped ("<small>%s</small>", C_("mark on a scale", "Recommended"));
  gtk_scale_add_mark (self->scale, position, GTK_POS_TOP, markup);
}

static void
sync_scale (LodgeWizardAmountRow *self)
{
  guint64 value = lodge_wizard_amount_row_get_value (self);

  self->syncing = TRUE;
  gtk_range_set_value (GTK_RANGE (self->scale), position_of (self, value));
  self->syncing = FALSE;
}

static void
update_scale (LodgeWizardAmountRow *self)
{
  guint64 start = scale_start (self);
  gboolean has_range = self->limit > start;

  gtk_widget_set_visible (GTK_WIDGET (self->scale), has_range);
  gtk_scale_clear_marks (self->scale);
  if (!has_range)
    return;

  self->syncing = TRUE;
  gtk_range_set_range (GTK_RANGE (self->scale), position_of (self, start),
                       position_of (self, self->limit));
  self->syncing = FALSE;
  gtk_range_set_increments (GTK_RANGE (self->scale), self->bytes ? 0.25 : 1, 1);
  if (self->bytes)
    add_size_marks (self);
  else
    add_count_marks (self);
  if (self->recommended > 0)
    add_recommended_mark (self);
  sync_scale (self);
}

/* Who scrolls the page must not change what happens to pass below the pointer. */
static void
ignore_wheel (GtkWidget *widget)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_NONE);
    }
}

static gboolean
has_text (LodgeWizardAmountRow *self,
          const char           *text)
{
  return text != NULL && *text != '\0';
}

static void
scale_changed_cb (LodgeWizardAmountRow *self)
{
  double position = gtk_range_get_value (GTK_RANGE (self->scale));

  if (!self->syncing)
    gtk_spin_button_set_value (self->spin, (double) value_at (self, position));
}

static void
spin_changed_cb (LodgeWizardAmountRow *self)
{
  if (self->bytes)
    {
      guint64 step = lodge_wizard_size_step (lodge_wizard_amount_row_get_value (self));

      gtk_spin_button_set_increments (self->spin, (double) step, 4.0 * step);
    }
  sync_scale (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

static int
spin_input_cb (LodgeWizardAmountRow *self,
               double               *ret_value)
{
  guint64 now = lodge_wizard_amount_row_get_value (self);
  guint64 bytes;

  if (!self->bytes)
    return FALSE;
  if (!lodge_wizard_size_from_text (gtk_editable_get_text (GTK_EDITABLE (self->spin)), now, &bytes))
    return GTK_INPUT_ERROR;

  *ret_value = (double) bytes;
  return TRUE;
}

static gboolean
spin_output_cb (LodgeWizardAmountRow *self)
{
  g_autofree char *text = NULL;

  if (!self->bytes)
    return FALSE;

  text = lodge_wizard_size_to_text (lodge_wizard_amount_row_get_value (self));
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->spin)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->spin), text);
  return TRUE;
}

static void
lodge_wizard_amount_row_get_property (GObject    *object,
                                      guint       prop_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  LodgeWizardAmountRow *self = LODGE_WIZARD_AMOUNT_ROW (object);

  switch (prop_id)
    {
    case PROP_BYTES:
      g_value_set_boolean (value, self->bytes);
      break;

    case PROP_VALUE:
      g_value_set_uint64 (value, lodge_wizard_amount_row_get_value (self));
      break;

    case PROP_NOTE:
      g_value_set_string (value, self->problem != NULL ? self->problem : self->hint);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_wizard_amount_row_set_property (GObject      *object,
                                      guint         prop_id,
                                      const GValue *value,
                                      GParamSpec   *pspec)
{
  LodgeWizardAmountRow *self = LODGE_WIZARD_AMOUNT_ROW (object);

  switch (prop_id)
    {
    case PROP_BYTES:
      self->bytes = g_value_get_boolean (value);
      break;

    case PROP_VALUE:
      lodge_wizard_amount_row_set_value (self, g_value_get_uint64 (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_wizard_amount_row_constructed (GObject *object)
{
  LodgeWizardAmountRow *self = LODGE_WIZARD_AMOUNT_ROW (object);
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self->spin));

  G_OBJECT_CLASS (lodge_wizard_amount_row_parent_class)->constructed (object);

  /* gtk_spin_button_set_activates_default() is newer than our platform. */
  g_object_set (text, "activates-default", TRUE, NULL);
  if (self->bytes)
    gtk_spin_button_set_range (self->spin, LODGE_MIB, (double) (LODGE_MIB * LODGE_GIB));
  else
    gtk_spin_button_set_range (self->spin, 1, MAX_COUNT);
  update_scale (self);
}

static void
lodge_wizard_amount_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LODGE_TYPE_WIZARD_AMOUNT_ROW);

  G_OBJECT_CLASS (lodge_wizard_amount_row_parent_class)->dispose (object);
}

static void
lodge_wizard_amount_row_finalize (GObject *object)
{
  LodgeWizardAmountRow *self = LODGE_WIZARD_AMOUNT_ROW (object);

  g_free (self->hint);
  g_free (self->problem);

  G_OBJECT_CLASS (lodge_wizard_amount_row_parent_class)->finalize (object);
}

static void
lodge_wizard_amount_row_class_init (LodgeWizardAmountRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_wizard_amount_row_get_property;
  object_class->set_property = lodge_wizard_amount_row_set_property;
  object_class->constructed = lodge_wizard_amount_row_constructed;
  object_class->dispose = lodge_wizard_amount_row_dispose;
  object_class->finalize = lodge_wizard_amount_row_finalize;

  properties[PROP_BYTES] =
    g_param_spec_boolean ("bytes", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_VALUE] =
    g_param_spec_uint64 ("value", NULL, NULL, 0, G_MAXUINT64, 0,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NOTE] =
    g_param_spec_string ("note", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  lodge_wizard_set_template (widget_class, "lodge-wizard-amount-row");
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardAmountRow, spin);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardAmountRow, scale);
  gtk_widget_class_bind_template_child (widget_class, LodgeWizardAmountRow, note);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
  gtk_widget_class_bind_template_callback (widget_class, scale_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, spin_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, spin_input_cb);
  gtk_widget_class_bind_template_callback (widget_class, spin_output_cb);
}

static void
lodge_wizard_amount_row_init (LodgeWizardAmountRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ignore_wheel (GTK_WIDGET (self->scale));
  ignore_wheel (GTK_WIDGET (self->spin));
}

/**
 * lodge_wizard_amount_row_get_value:
 * @self: a row
 *
 * Gets the value: bytes or a count.
 *
 * Returns: the value
 */
guint64
lodge_wizard_amount_row_get_value (LodgeWizardAmountRow *self)
{
  g_return_val_if_fail (LODGE_IS_WIZARD_AMOUNT_ROW (self), 0);

  return (guint64) gtk_spin_button_get_value (self->spin);
}

/**
 * lodge_wizard_amount_row_set_value:
 * @self: a row
 * @value: bytes or a count
 *
 * Sets the value; it may exceed what the host has.
 */
void
lodge_wizard_amount_row_set_value (LodgeWizardAmountRow *self,
                                   guint64               value)
{
  g_return_if_fail (LODGE_IS_WIZARD_AMOUNT_ROW (self));

  gtk_spin_button_set_value (self->spin, (double) value);
}

/**
 * lodge_wizard_amount_row_set_range:
 * @self: a row
 * @limit: what the host has, where the scale ends; 0 when it is not known
 * @recommended: what the system's makers advise; 0 when it is not known
 *
 * Sets what the scale shows. Both in the unit of the value.
 */
void
lodge_wizard_amount_row_set_range (LodgeWizardAmountRow *self,
                                   guint64               limit,
                                   guint64               recommended)
{
  g_return_if_fail (LODGE_IS_WIZARD_AMOUNT_ROW (self));

  if (self->limit == limit && self->recommended == recommended)
    return;

  self->limit = limit;
  self->recommended = recommended;
  update_scale (self);
}

/**
 * lodge_wizard_amount_row_set_notes:
 * @self: a row
 * @hint: (nullable): a translated sentence
 * @problem: (nullable): a translated sentence that is shown instead, as an error
 *
 * Sets what stands below the scale.
 */
void
lodge_wizard_amount_row_set_notes (LodgeWizardAmountRow *self,
                                   const char           *hint,
                                   const char           *problem)
{
  gboolean changed;

  g_return_if_fail (LODGE_IS_WIZARD_AMOUNT_ROW (self));

  changed = lodge_set_string (&self->hint, hint);
  changed = lodge_set_string (&self->problem, problem) || changed;
  if (!changed)
    return;

  gtk_widget_remove_css_class (self->note, problem != NULL ? "dim-label" : "error");
  gtk_widget_add_css_class (self->note, problem != NULL ? "error" : "dim-label");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTE]);
}
