/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The machine's screen as a small picture that follows it, asked from the host every few seconds
 * while it is in view; the icon of the state when there is no picture. One request at a time, and
 * decoded on the worker. While a console of the program shows the screen its picture is taken instead. A
 * private machine has no picture here. */

#include "config.h"

#include "pages/lodge-thumbnail.h"

#include <glib/gi18n.h>

#include "base/lodge-settings.h"
#include "widgets/lodge-closures.h"
#include "widgets/lodge-sight.h"
#include "widgets/lodge-template.h"

#define INTERVAL_MS 2000
#define SOURCE_KEY  "lodge-thumbnail-source"
#define MAX_BYTES   (64 * 1024 * 1024)

struct _LodgeThumbnail
{
  GtkWidget parent_instance;

  GtkStack *stack;
  GtkPicture *picture;

  LodgeMachine *machine;
  GSignalGroup *signals;
  GSettings *settings;        /* of the machine; NULL: nothing is remembered */
  GSignalGroup *settings_signals;
  GSimpleActionGroup *actions;
  guint64 serial;             /* of the console's picture that is shown; 0: none */
  guint n_requests;
  GCancellable *cancellable;  /* of the request that is under way */
  guint source;
};

enum {
  PROP_0,
  PROP_MACHINE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeThumbnail, lodge_thumbnail, GTK_TYPE_WIDGET)

static void update (LodgeThumbnail *self);

/* On the worker. */
static gpointer
take_picture (LodgeConnection  *connection,
              gpointer          data,
              GCancellable     *cancellable,
              GError          **error)
{
  g_autoptr(GBytes) bytes = lodge_connection_screenshot (connection, data, error);

  if (bytes == NULL)
    return NULL;
  if (g_bytes_get_size (bytes) > MAX_BYTES)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "picture too large");
      return NULL;
    }
  return gdk_texture_new_from_bytes (bytes, error);
}

static gboolean
is_private (LodgeThumbnail *self)
{
  return self->settings != NULL && g_settings_get_boolean (self->settings, "private");
}

static gboolean
wanted (LodgeThumbnail *self)
{
  LodgeMachineState state;

  if (self->machine == NULL || is_private (self) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return FALSE;

  state = lodge_machine_get_state (self->machine);
  return state == LODGE_MACHINE_RUNNING || state == LODGE_MACHINE_PAUSED ||
         state == LODGE_MACHINE_SHUTTING_DOWN;
}

static gboolean
source_cb (gpointer data)
{
  LodgeThumbnail *self = data;

  if (wanted (self) && !lodge_widget_in_sight (self))
    return G_SOURCE_CONTINUE;
  self->source = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
show_picture (LodgeThumbnail *self,
              GdkPaintable   *picture)
{
  gtk_picture_set_paintable (self->picture, picture);
  if (picture == NULL)
    self->serial = 0;
  if (picture != NULL)
    gtk_stack_set_visible_child_name (self->stack, "picture");
  else
    gtk_stack_set_visible_child_name (self->stack, is_private (self) ? "private" : "icon");
}

static void
taken_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(LodgeThumbnail) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GdkTexture) texture = lodge_host_run_finish (LODGE_HOST (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (!wanted (self))
    return;
  show_picture (self, GDK_PAINTABLE (texture));
  if (self->source == 0)
    self->source = g_timeout_add (INTERVAL_MS, source_cb, self);
}

static GdkTexture *
copy_picture (LodgeFramebuffer *framebuffer)
{
  int width = lodge_framebuffer_get_width (framebuffer);
  int height = lodge_framebuffer_get_height (framebuffer);
  gsize stride = (gsize) width * 4;
  g_autofree guint8 *pixels = g_malloc (MAX (stride * (gsize) height, 1));
  g_autoptr(GBytes) bytes = NULL;

  if (width == 0 || !lodge_framebuffer_copy (framebuffer, 0, 0, width, height, pixels, stride))
    return NULL;
  bytes = g_bytes_new_take (g_steal_pointer (&pixels), stride * (gsize) height);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

/* A console of the program has the picture: nobody is asked, and nothing is done while it is the same. */
static gboolean
take_from_console (LodgeThumbnail *self)
{
  LodgeFramebuffer *framebuffer =
    g_object_get_data (G_OBJECT (self->machine), SOURCE_KEY);
  g_autoptr(GdkTexture) texture = NULL;

  if (framebuffer == NULL || lodge_framebuffer_get_width (framebuffer) == 0)
    return FALSE;
  if (lodge_framebuffer_get_serial (framebuffer) == self->serial)
    return TRUE;

  texture = copy_picture (framebuffer);
  if (texture == NULL)
    return FALSE;
  show_picture (self, GDK_PAINTABLE (texture));
  self->serial = lodge_framebuffer_get_serial (framebuffer);
  return TRUE;
}

static void
stop (LodgeThumbnail *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
update (LodgeThumbnail *self)
{
  if (!wanted (self))
    {
      stop (self);
      show_picture (self, NULL);
      return;
    }
  if (self->cancellable != NULL || self->source != 0)
    return;

  if (take_from_console (self))
    {
      self->source = g_timeout_add (INTERVAL_MS, source_cb, self);
      return;
    }

  self->serial = 0;
  self->n_requests++;
  self->cancellable = g_cancellable_new ();
  lodge_host_run_async (lodge_machine_get_host (self->machine), "screenshot", take_picture,
                        g_strdup (lodge_machine_get_uuid (self->machine)), g_free, g_object_unref,
                        self->cancellable, taken_cb, g_object_ref (self));
}

static void
state_cb (LodgeThumbnail *self)
{
  update (self);
}

static void
private_cb (LodgeThumbnail *self)
{
  stop (self);
  show_picture (self, NULL);
  update (self);
}

static void
bind_settings (LodgeThumbnail *self)
{
  g_autoptr(GAction) action = NULL;

  g_clear_object (&self->settings);
  g_action_map_remove_action (G_ACTION_MAP (self->actions), "private");
  if (self->machine != NULL)
    self->settings = lodge_settings_new_for_machine (lodge_machine_get_uuid (self->machine));
  g_signal_group_set_target (self->settings_signals, self->settings);
  if (self->settings == NULL)
    return;

  action = g_settings_create_action (self->settings, "private");
  g_action_map_add_action (G_ACTION_MAP (self->actions), action);
}

/* The same size whatever the guest's screen has. */
static void
lodge_thumbnail_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  int child_minimum;

  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, -1, &child_minimum,
                      NULL, NULL, NULL);
  *minimum = MAX (child_minimum, orientation == GTK_ORIENTATION_HORIZONTAL ? 240 : 190);
  *natural = MAX (child_minimum, orientation == GTK_ORIENTATION_HORIZONTAL ? 300 : 190);
}

static void
lodge_thumbnail_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  gtk_widget_allocate (gtk_widget_get_first_child (widget), width, height, baseline, NULL);
}

static void
lodge_thumbnail_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lodge_thumbnail_parent_class)->map (widget);
  update (LODGE_THUMBNAIL (widget));
}

static void
lodge_thumbnail_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lodge_thumbnail_parent_class)->unmap (widget);
  stop (LODGE_THUMBNAIL (widget));
}

static void
lodge_thumbnail_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_MACHINE:
      g_value_set_object (value, LODGE_THUMBNAIL (object)->machine);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_thumbnail_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_MACHINE:
      lodge_thumbnail_set_machine (LODGE_THUMBNAIL (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_thumbnail_dispose (GObject *object)
{
  LodgeThumbnail *self = LODGE_THUMBNAIL (object);

  stop (self);
  lodge_template_dispose (self, LODGE_TYPE_THUMBNAIL);
  g_clear_object (&self->signals);
  g_clear_object (&self->settings_signals);
  g_clear_object (&self->settings);
  g_clear_object (&self->actions);
  g_clear_object (&self->machine);

  G_OBJECT_CLASS (lodge_thumbnail_parent_class)->dispose (object);
}

static void
lodge_thumbnail_class_init (LodgeThumbnailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_thumbnail_get_property;
  object_class->set_property = lodge_thumbnail_set_property;
  object_class->dispose = lodge_thumbnail_dispose;
  widget_class->map = lodge_thumbnail_map;
  widget_class->unmap = lodge_thumbnail_unmap;
  widget_class->measure = lodge_thumbnail_measure;
  widget_class->size_allocate = lodge_thumbnail_size_allocate;

  properties[PROP_MACHINE] =
    g_param_spec_object ("machine", NULL, NULL, LODGE_TYPE_MACHINE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/lodge_vm/Lodge/lodge-thumbnail.ui");
  gtk_widget_class_bind_template_child (widget_class, LodgeThumbnail, stack);
  gtk_widget_class_bind_template_child (widget_class, LodgeThumbnail, picture);
  lodge_closures_bind (widget_class);
  gtk_widget_class_set_css_name (widget_class, "thumbnail");
}

static void
lodge_thumbnail_init (LodgeThumbnail *self)
{
  self->signals = g_signal_group_new (LODGE_TYPE_MACHINE);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (state_cb), self);
  self->settings_signals = g_signal_group_new (G_TYPE_SETTINGS);
  g_signal_group_connect_swapped (self->settings_signals, "changed::private",
                                  G_CALLBACK (private_cb), self);
  self->actions = g_simple_action_group_new ();
  gtk_widget_insert_action_group (GTK_WIDGET (self), "thumbnail", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lodge_thumbnail_set_machine:
 * @self: a thumbnail
 * @machine: (nullable): whose screen to show
 *
 * Moves to another machine.
 */
void
lodge_thumbnail_set_machine (LodgeThumbnail *self,
                             LodgeMachine   *machine)
{
  g_return_if_fail (LODGE_IS_THUMBNAIL (self));

  if (!g_set_object (&self->machine, machine))
    return;

  stop (self);
  bind_settings (self);
  show_picture (self, NULL);
  g_signal_group_set_target (self->signals, machine);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MACHINE]);
}

/* How often the host was asked for a picture. */
guint
lodge_thumbnail_get_n_requests (LodgeThumbnail *self)
{
  g_return_val_if_fail (LODGE_IS_THUMBNAIL (self), 0);

  return self->n_requests;
}

/**
 * lodge_thumbnail_set_source:
 * @machine: (nullable): a machine
 * @framebuffer: (nullable): its screen, while a console of the program shows it
 *
 * Lets thumbnails of the machine take their picture from there instead of asking the host.
 */
void
lodge_thumbnail_set_source (LodgeMachine     *machine,
                            LodgeFramebuffer *framebuffer)
{
  if (machine != NULL)
    g_object_set_data_full (G_OBJECT (machine), SOURCE_KEY,
                            framebuffer != NULL ? g_object_ref (framebuffer) : NULL, g_object_unref);
}
