/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The guest's screen as a widget: the picture out of tiles, the guest's pointer where the guest draws it,
 * and a veil over a picture that is no longer live. Keys and pointer are in lodge-display-input.c.
 * To be put into a GtkScrolledWindow for LODGE_SCALE_ORIGINAL, where the widget is as large as the
 * guest's screen. */

#include "config.h"

#include "display/lodge-display-private.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-environment.h"
#include "base/lodge-prop.h"
#include "display/lodge-key-combo.h"

#define MIN_WIDTH 160
#define MIN_HEIGHT 120

enum {
  PROP_0,
  PROP_CONSOLE,
  PROP_SCREEN,
  PROP_SCALE_MODE,
  PROP_SCALE_FILTER,
  PROP_GRABBED,
  PROP_CAPTURED,
  PROP_DIMMED,
  PROP_NOTICE,
  PROP_RESIZE_GUEST,
  PROP_VIEW_ONLY,
  PROP_RELEASE_CHORD_TEXT,
  PROP_RELEASE_KEYS,
  PROP_INHIBIT_SHORTCUTS,
  N_PROPS
};

enum {
  SIGNAL_RELEASED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LodgeDisplay, lodge_display, GTK_TYPE_WIDGET)

G_DEFINE_ENUM_TYPE (LodgeScaleMode, lodge_scale_mode,
                    G_DEFINE_ENUM_VALUE (LODGE_SCALE_FIT, "fit"),
                    G_DEFINE_ENUM_VALUE (LODGE_SCALE_ORIGINAL, "original"),
                    G_DEFINE_ENUM_VALUE (LODGE_SCALE_INTEGER, "integer"),
                    G_DEFINE_ENUM_VALUE (LODGE_SCALE_STRETCH, "stretch"))

G_DEFINE_ENUM_TYPE (LodgeScaleFilter, lodge_scale_filter,
                    G_DEFINE_ENUM_VALUE (LODGE_FILTER_SMOOTH, "smooth"),
                    G_DEFINE_ENUM_VALUE (LODGE_FILTER_SHARP, "sharp"))

void
lodge_display_update_label (LodgeDisplay *self)
{
  const char *blank = lodge_display_get_blank_text (self);
  g_autofree char *keys = lodge_key_combo_get_label (self->release_keys);
  g_autofree char *label =
    g_strdup_printf (_("Screen of the machine, %d by %d. Press %s to release the keyboard and "
                       "the pointer."),
                     lodge_display_tiles_get_width (self->tiles),
                     lodge_display_tiles_get_height (self->tiles), keys);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  blank != NULL ? blank : label, -1);
}

/* A guest that follows the window is fitted into it until it has. */
static LodgeScaleMode
get_scale_mode (LodgeDisplay *self)
{
  return self->resize_guest ? LODGE_SCALE_FIT : self->scale_mode;
}

void
lodge_display_update_geometry (LodgeDisplay *self)
{
  lodge_device_area_init_widget (&self->area, GTK_WIDGET (self));
  lodge_display_geometry_init (&self->geometry, get_scale_mode (self), &self->area,
                               lodge_display_tiles_get_width (self->tiles),
                               lodge_display_tiles_get_height (self->tiles));
  self->geometry.sharp = self->scale_filter == LODGE_FILTER_SHARP;
}

static void
load_picture (LodgeDisplay *self)
{
  int width = lodge_display_tiles_get_width (self->tiles);
  int height = lodge_display_tiles_get_height (self->tiles);

  if (self->console == NULL)
    return;

  lodge_display_load (self);
  if (lodge_display_tiles_get_width (self->tiles) == width
      && lodge_display_tiles_get_height (self->tiles) == height)
    return;

  lodge_display_update_geometry (self);
  lodge_display_update_label (self);
}

static void
damaged_cb (LodgeDisplay *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    lodge_display_request_paint (self);
}

static void
resized_cb (LodgeDisplay *self)
{
  gtk_widget_queue_resize (GTK_WIDGET (self));
  lodge_display_update_blank (self);
}

static void
cursor_cb (LodgeDisplay *self)
{
  lodge_display_update_cursor (self);
}

static void
pointer_cb (LodgeDisplay *self)
{
  if (lodge_console_get_pointer_mode (self->console) == LODGE_POINTER_RELATIVE)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
features_cb (LodgeDisplay *self)
{
  lodge_display_request_size (self);
}

static void
pointer_mode_cb (LodgeDisplay *self)
{
  lodge_display_release_pointer (self);
  lodge_display_update_cursor (self);
}

static void
state_cb (LodgeDisplay *self)
{
  lodge_display_update_blank (self);
  lodge_display_update_grab (self);
  lodge_display_update_cursor (self);
}

/* On another one of the guest's screens. */
static gboolean
is_elsewhere (LodgeDisplay *self,
              int           x,
              int           y)
{
  return g_list_model_get_n_items (lodge_console_get_screens (self->console)) > 1
         && (x < 0 || y < 0 || x >= self->geometry.guest_width || y >= self->geometry.guest_height);
}

static void
snapshot_pointer (LodgeDisplay *self,
                  GtkSnapshot  *snapshot)
{
  graphene_rect_t rect;
  int x, y;

  if (!lodge_display_paints_pointer (self))
    return;

  g_object_get (self->screen, "pointer-x", &x, "pointer-y", &y, NULL);
  if (is_elsewhere (self, x, y))
    return;
  x = CLAMP (x, 0, self->geometry.guest_width) - self->cursor->hot_x;
  y = CLAMP (y, 0, self->geometry.guest_height) - self->cursor->hot_y;
  lodge_display_geometry_rect (&self->geometry, x, y, self->cursor->width, self->cursor->height,
                               &rect);
  gtk_snapshot_append_texture (snapshot, self->cursor_texture, &rect);
}

/* Black around the picture, and only there: what is painted twice costs twice. */
static void
snapshot_frame (LodgeDisplay *self,
                GtkSnapshot  *snapshot)
{
  static const GdkRGBA black = { 0, 0, 0, 1 };
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self));
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self));
  graphene_rect_t picture = { 0 };
  float right, bottom;

  if (self->geometry.guest_width > 0)
    lodge_display_geometry_rect (&self->geometry, 0, 0, self->geometry.guest_width,
                                 self->geometry.guest_height, &picture);
  right = picture.origin.x + picture.size.width;
  bottom = picture.origin.y + picture.size.height;
  const graphene_rect_t parts[] = {
    GRAPHENE_RECT_INIT (0, 0, width, picture.origin.y),
    GRAPHENE_RECT_INIT (0, picture.origin.y, picture.origin.x, picture.size.height),
    GRAPHENE_RECT_INIT (right, picture.origin.y, width - right, picture.size.height),
    GRAPHENE_RECT_INIT (0, bottom, width, height - bottom),
  };
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i].size.width > 0 && parts[i].size.height > 0)
      gtk_snapshot_append_color (snapshot, &black, &parts[i]);
}

static void
lodge_display_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  static const GdkRGBA veil = { 0, 0, 0, 0.6f };
  LodgeDisplay *self = LODGE_DISPLAY (widget);
  graphene_rect_t bounds;

  load_picture (self);
  graphene_rect_init (&bounds, 0, 0, (float) gtk_widget_get_width (widget),
                      (float) gtk_widget_get_height (widget));
  snapshot_frame (self, snapshot);
  if (self->geometry.guest_width == 0)
    {
      lodge_display_snapshot_blank (self, snapshot);
      return;
    }

  gtk_snapshot_push_clip (snapshot, &bounds);
  lodge_display_snapshot_picture (self, snapshot);
  snapshot_pointer (self, snapshot);
  gtk_snapshot_pop (snapshot);
  if (self->dimmed)
    gtk_snapshot_append_color (snapshot, &veil, &bounds);
}

static void
lodge_display_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  LodgeDisplay *self = LODGE_DISPLAY (widget);
  double scale = lodge_device_scale_get_widget (widget);
  gboolean horizontal = orientation == GTK_ORIENTATION_HORIZONTAL;
  int guest = 0;

  if (self->console != NULL)
    {
      LodgeFramebuffer *framebuffer = lodge_display_get_framebuffer (self);

      guest = horizontal ? lodge_framebuffer_get_width (framebuffer)
                         : lodge_framebuffer_get_height (framebuffer);
    }

  *minimum = horizontal ? MIN_WIDTH : MIN_HEIGHT;
  *natural = MAX (*minimum, lodge_device_scale_cover (scale, guest));
  if (get_scale_mode (self) == LODGE_SCALE_ORIGINAL)
    *minimum = *natural;
}

static void
lodge_display_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  lodge_display_update_geometry (LODGE_DISPLAY (widget));
  lodge_display_request_size (LODGE_DISPLAY (widget));
}

static void
lodge_display_realize (GtkWidget *widget)
{
  LodgeDisplay *self = LODGE_DISPLAY (widget);
  GskRenderer *renderer;

  GTK_WIDGET_CLASS (lodge_display_parent_class)->realize (widget);
  lodge_display_realize_area (self);

  renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  lodge_display_tiles_set_kind (self->tiles, GSK_IS_CAIRO_RENDERER (renderer)
                                               ? LODGE_TILES_CAIRO : LODGE_TILES_TEXTURE);
  if (self->console != NULL && lodge_display_tiles_get_width (self->tiles) == 0)
    lodge_framebuffer_damage_all (lodge_display_get_framebuffer (self));
  if (GSK_IS_CAIRO_RENDERER (renderer))
    lodge_display_realize_direct (self);
  else
    lodge_display_realize_texture (self);
}

static void
lodge_display_unrealize (GtkWidget *widget)
{
  lodge_display_unrealize_area (LODGE_DISPLAY (widget));
  lodge_display_unrealize_direct (LODGE_DISPLAY (widget));
  lodge_display_unrealize_texture (LODGE_DISPLAY (widget));

  GTK_WIDGET_CLASS (lodge_display_parent_class)->unrealize (widget);
}

static void
lodge_display_map (GtkWidget *widget)
{
  LodgeDisplay *self = LODGE_DISPLAY (widget);

  lodge_environment_tune_allocator ();
  GTK_WIDGET_CLASS (lodge_display_parent_class)->map (widget);

  lodge_display_request_size (self);
  lodge_display_update_grab (self);
}

static void
lodge_display_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lodge_display_parent_class)->unmap (widget);

  lodge_display_update_grab (LODGE_DISPLAY (widget));
}

/* Who gives the focus gives the keys, even where it has stayed since they were let go. */
static gboolean
lodge_display_grab_focus (GtkWidget *widget)
{
  LodgeDisplay *self = LODGE_DISPLAY (widget);
  gboolean focused = GTK_WIDGET_CLASS (lodge_display_parent_class)->grab_focus (widget);

  if (focused)
    self->let_go = FALSE;
  lodge_display_update_grab (self);
  return focused;
}

static void
lodge_display_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  LodgeDisplay *self = LODGE_DISPLAY (object);

  switch (prop_id)
    {
    case PROP_CONSOLE:
      g_value_set_object (value, self->console);
      break;

    case PROP_SCREEN:
      g_value_set_object (value, self->screen);
      break;

    case PROP_SCALE_MODE:
      g_value_set_enum (value, (int) self->scale_mode);
      break;

    case PROP_SCALE_FILTER:
      g_value_set_enum (value, (int) self->scale_filter);
      break;

    case PROP_GRABBED:
      g_value_set_boolean (value, self->grabbed);
      break;

    case PROP_CAPTURED:
      g_value_set_boolean (value, self->captured);
      break;

    case PROP_DIMMED:
      g_value_set_boolean (value, self->dimmed);
      break;

    case PROP_NOTICE:
      g_value_set_enum (value, (int) self->notice);
      break;

    case PROP_RESIZE_GUEST:
      g_value_set_boolean (value, self->resize_guest);
      break;

    case PROP_VIEW_ONLY:
      g_value_set_boolean (value, self->view_only);
      break;

    case PROP_RELEASE_CHORD_TEXT:
      g_value_take_string (value, lodge_key_combo_get_label (self->release_keys));
      break;

    case PROP_RELEASE_KEYS:
      g_value_set_string (value, self->release_keys);
      break;

    case PROP_INHIBIT_SHORTCUTS:
      g_value_set_boolean (value, self->inhibit_shortcuts);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_scale_mode (LodgeDisplay   *self,
                LodgeScaleMode  mode)
{
  if (self->scale_mode == mode)
    return;

  self->scale_mode = mode;
  lodge_display_update_geometry (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCALE_MODE]);
}

static void
set_resize_guest (LodgeDisplay *self,
                  gboolean      resize)
{
  if (!lodge_prop_set_bool (G_OBJECT (self), properties[PROP_RESIZE_GUEST], &self->resize_guest,
                            resize))
    return;

  if (!resize && self->console != NULL)
    lodge_console_request_screen_size (self->console, self->screen, 0, 0);
  lodge_display_update_geometry (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  lodge_display_request_size (self);
}

/* What is down goes up before nothing passes any more. */
static void
set_view_only (LodgeDisplay *self,
               gboolean      view_only)
{
  if (self->view_only == view_only)
    return;

  self->view_only = view_only;
  if (view_only)
    lodge_display_update_grab (self);
  if (self->console != NULL)
    lodge_console_set_view_only (self->console, view_only);
  lodge_display_update_grab (self);
  lodge_display_update_cursor (self);
  lodge_display_request_size (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VIEW_ONLY]);
}

static void
set_release_keys (LodgeDisplay *self,
                  const char   *keys)
{
  guint scancodes[LODGE_KEY_COMBO_MAX];
  gsize n;

  keys = lodge_key_combo_parse_release (keys, scancodes, &n);
  if (g_strcmp0 (self->release_keys, keys) == 0)
    return;

  lodge_set_string (&self->release_keys, keys);
  lodge_release_chord_init (&self->chord, scancodes, n);
  lodge_display_update_label (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RELEASE_KEYS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RELEASE_CHORD_TEXT]);
}

static void
set_scale_filter (LodgeDisplay     *self,
                  LodgeScaleFilter  filter)
{
  if (self->scale_filter == filter)
    return;

  self->scale_filter = filter;
  lodge_display_update_geometry (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCALE_FILTER]);
}

static void
lodge_display_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  LodgeDisplay *self = LODGE_DISPLAY (object);

  switch (prop_id)
    {
    case PROP_CONSOLE:
      lodge_display_set_console (self, g_value_get_object (value));
      break;

    case PROP_SCALE_MODE:
      set_scale_mode (self, (LodgeScaleMode) g_value_get_enum (value));
      break;

    case PROP_SCALE_FILTER:
      set_scale_filter (self, (LodgeScaleFilter) g_value_get_enum (value));
      break;

    case PROP_DIMMED:
      if (lodge_prop_set_bool (object, pspec, &self->dimmed, g_value_get_boolean (value)))
        gtk_widget_queue_draw (GTK_WIDGET (self));
      break;

    case PROP_NOTICE:
      if (self->notice == (LodgeConsoleNoticeKind) g_value_get_enum (value))
        break;
      self->notice = (LodgeConsoleNoticeKind) g_value_get_enum (value);
      lodge_display_update_blank (self);
      g_object_notify_by_pspec (object, pspec);
      break;

    case PROP_RESIZE_GUEST:
      set_resize_guest (self, g_value_get_boolean (value));
      break;

    case PROP_VIEW_ONLY:
      set_view_only (self, g_value_get_boolean (value));
      break;

    case PROP_RELEASE_KEYS:
      set_release_keys (self, g_value_get_string (value));
      break;

    case PROP_INHIBIT_SHORTCUTS:
      if (lodge_prop_set_bool (object, pspec, &self->inhibit_shortcuts, g_value_get_boolean (value)))
        lodge_display_update_inhibition (self);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_display_dispose (GObject *object)
{
  LodgeDisplay *self = LODGE_DISPLAY (object);

  lodge_display_set_console (self, NULL);
  g_clear_pointer (&self->pointer_lock, lodge_pointer_lock_free);
  if (self->beside && self->clipboard != NULL)
    lodge_display_clipboard_remove_widget (self->clipboard, GTK_WIDGET (self));
  g_clear_object (&self->clipboard);
  g_clear_object (&self->console_signals);
  g_clear_object (&self->screen_signals);
  g_clear_object (&self->framebuffer_signals);
  lodge_display_dispose_area (self);

  G_OBJECT_CLASS (lodge_display_parent_class)->dispose (object);
}

static void
lodge_display_finalize (GObject *object)
{
  LodgeDisplay *self = LODGE_DISPLAY (object);

  g_clear_object (&self->cursor_texture);
  g_clear_pointer (&self->cursor, lodge_cursor_unref);
  lodge_display_tiles_free (self->tiles);
  g_free (self->release_keys);

  G_OBJECT_CLASS (lodge_display_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags both = read | G_PARAM_WRITABLE;

  properties[PROP_CONSOLE] =
    g_param_spec_object ("console", NULL, NULL, LODGE_TYPE_CONSOLE, both);
  properties[PROP_SCREEN] =
    g_param_spec_object ("screen", NULL, NULL, LODGE_TYPE_SCREEN, read);
  properties[PROP_SCALE_MODE] =
    g_param_spec_enum ("scale-mode", NULL, NULL, LODGE_TYPE_SCALE_MODE, LODGE_SCALE_FIT, both);
  properties[PROP_SCALE_FILTER] =
    g_param_spec_enum ("scale-filter", NULL, NULL, LODGE_TYPE_SCALE_FILTER, LODGE_FILTER_SMOOTH,
                       both);
  properties[PROP_GRABBED] =
    g_param_spec_boolean ("grabbed", NULL, NULL, FALSE, read);
  properties[PROP_CAPTURED] =
    g_param_spec_boolean ("captured", NULL, NULL, FALSE, read);
  properties[PROP_DIMMED] =
    g_param_spec_boolean ("dimmed", NULL, NULL, FALSE, both);
  properties[PROP_NOTICE] =
    g_param_spec_enum ("notice", NULL, NULL, LODGE_TYPE_CONSOLE_NOTICE_KIND, LODGE_NOTICE_NONE, both);
  properties[PROP_RESIZE_GUEST] =
    g_param_spec_boolean ("resize-guest", NULL, NULL, FALSE, both);
  properties[PROP_VIEW_ONLY] =
    g_param_spec_boolean ("view-only", NULL, NULL, FALSE, both);
  properties[PROP_RELEASE_CHORD_TEXT] =
    g_param_spec_string ("release-chord-text", NULL, NULL, NULL, read);
  properties[PROP_RELEASE_KEYS] =
    g_param_spec_string ("release-keys", NULL, NULL, LODGE_RELEASE_KEYS, both);
  properties[PROP_INHIBIT_SHORTCUTS] =
    g_param_spec_boolean ("inhibit-shortcuts", NULL, NULL, TRUE, both);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_display_class_init (LodgeDisplayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_display_get_property;
  object_class->set_property = lodge_display_set_property;
  object_class->dispose = lodge_display_dispose;
  object_class->finalize = lodge_display_finalize;
  widget_class->snapshot = lodge_display_snapshot;
  widget_class->measure = lodge_display_measure;
  widget_class->size_allocate = lodge_display_size_allocate;
  widget_class->realize = lodge_display_realize;
  widget_class->unrealize = lodge_display_unrealize;
  widget_class->map = lodge_display_map;
  widget_class->unmap = lodge_display_unmap;
  widget_class->grab_focus = lodge_display_grab_focus;
  gtk_widget_class_set_css_name (widget_class, "display");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  install_properties (object_class);

  /* The release chord was used. */
  signals[SIGNAL_RELEASED] =
    g_signal_new ("released", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lodge_display_init (LodgeDisplay *self)
{
  self->tiles = lodge_display_tiles_new ();
  self->console_signals = g_signal_group_new (LODGE_TYPE_CONSOLE);
  self->screen_signals = g_signal_group_new (LODGE_TYPE_SCREEN);
  self->framebuffer_signals = g_signal_group_new (LODGE_TYPE_FRAMEBUFFER);

  g_signal_group_connect_swapped (self->console_signals, "notify::state",
                                  G_CALLBACK (state_cb), self);
  g_signal_group_connect_swapped (self->console_signals, "notify::features",
                                  G_CALLBACK (features_cb), self);
  g_signal_group_connect_swapped (self->screen_signals, "notify::cursor",
                                  G_CALLBACK (cursor_cb), self);
  g_signal_group_connect_swapped (self->screen_signals, "notify::scanout",
                                  G_CALLBACK (lodge_display_update_texture), self);
  g_signal_group_connect_swapped (self->console_signals, "notify::pointer-mode",
                                  G_CALLBACK (pointer_mode_cb), self);
  g_signal_group_connect_swapped (self->console_signals, "notify::locks",
                                  G_CALLBACK (lodge_display_take_locks), self);
  g_signal_group_connect_swapped (self->screen_signals, "notify::pointer-x",
                                  G_CALLBACK (pointer_cb), self);
  g_signal_group_connect_swapped (self->screen_signals, "notify::pointer-y",
                                  G_CALLBACK (pointer_cb), self);
  g_signal_group_connect_swapped (self->framebuffer_signals, "damaged",
                                  G_CALLBACK (damaged_cb), self);
  g_signal_group_connect_swapped (self->framebuffer_signals, "resized",
                                  G_CALLBACK (resized_cb), self);
  g_signal_group_connect_swapped (self->framebuffer_signals, "released",
                                  G_CALLBACK (lodge_display_keep_picture), self);
  lodge_display_init_area (self);

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->inhibit_shortcuts = TRUE;
  lodge_display_init_input (self);
  self->clipboard = lodge_display_clipboard_new (GTK_WIDGET (self));
  set_release_keys (self, NULL);
  lodge_display_update_label (self);
}

/* For lodge-display-paint.c: whether the guest's pointer is a part of the picture. */
gboolean
lodge_display_paints_pointer (LodgeDisplay *self)
{
  return self->console != NULL && self->cursor_texture != NULL && self->geometry.guest_width > 0
         && lodge_console_get_pointer_mode (self->console) == LODGE_POINTER_RELATIVE;
}

/* For lodge-display-input.c. */
void
lodge_display_set_grabbed (LodgeDisplay *self,
                           gboolean      grabbed)
{
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_GRABBED], &self->grabbed, grabbed);
}

/* For lodge-display-pointer.c. */
void
lodge_display_set_captured (LodgeDisplay *self,
                            gboolean      captured)
{
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_CAPTURED], &self->captured, captured);
}

/* For lodge-display-input.c. */
void
lodge_display_emit_released (LodgeDisplay *self)
{
  g_signal_emit (self, signals[SIGNAL_RELEASED], 0);
}

/**
 * lodge_display_new:
 *
 * Makes a display without a console.
 *
 * Returns: (transfer floating): the widget
 */
GtkWidget *
lodge_display_new (void)
{
  return g_object_new (LODGE_TYPE_DISPLAY, NULL);
}

LodgeConsole *
lodge_display_get_console (LodgeDisplay *self)
{
  g_return_val_if_fail (LODGE_IS_DISPLAY (self), NULL);

  return self->console;
}

gboolean
lodge_display_has_picture (LodgeDisplay *self)
{
  g_return_val_if_fail (LODGE_IS_DISPLAY (self), FALSE);

  return lodge_display_tiles_get_width (self->tiles) > 0;
}

/**
 * lodge_display_send_clipboard:
 * @self: a display
 *
 * Offers the desktop's clipboard to the guest now, where the policy of the console's clipboard is to
 * pass nothing by itself.
 *
 * Returns: %TRUE when there is something to offer
 */
gboolean
lodge_display_send_clipboard (LodgeDisplay *self)
{
  g_return_val_if_fail (LODGE_IS_DISPLAY (self), FALSE);

  return lodge_display_clipboard_send_now (self->clipboard);
}
