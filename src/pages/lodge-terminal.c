/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The terminal of a text console. VTE acts on no hyperlink, knows no escape code for the clipboard, and
 * keeps a window's title to itself; here nobody asks it for one, and what could be switched on by the
 * guest stays off. */

#include "config.h"

#include "pages/lodge-terminal.h"

#include <adwaita.h>
#include <string.h>

#include "base/lodge-prop.h"
#include "display/lodge-key-combo.h"
#include "display/lodge-scancode.h"

#define SCROLLBACK_LINES 10000
#define COLUMNS 80
#define ROWS 24
#define ZOOM_STEP 1.1
#define MAX_ZOOM_STEPS 12
#define MIN_FIT 0.4

struct _LodgeTerminal
{
  VteTerminal parent_instance;

  int zoom_steps;
  guint fit_source;
  int fitted_width;
  int fitted_height;
  char *release_keys;
  LodgeReleaseChord chord;
  gboolean evdev;    /* the key codes are Linux's */
};

enum {
  PROP_0,
  PROP_RELEASE_KEYS,
  PROP_RELEASE_TEXT,
  N_PROPS
};

enum {
  RELEASED,
  PASTE_PRIMARY,
  N_SIGNALS
};

/* Black, red, green, yellow, blue, magenta, cyan, white; then the bright ones. Those of each row can be
 * read on the background of that row, and black and white on all others. */
static const char *const light_palette[16] = {
  "#241f31", "#c01c28", "#1b7f4c", "#8f6400", "#154a8c", "#813d9c", "#0b7285", "#9f9e9b",
  "#5e5c64", "#e01b24", "#26a269", "#b07b00", "#3584e4", "#9141ac", "#1290a8", "#deddda",
};
static const char *const dark_palette[16] = {
  "#241f31", "#e0434d", "#33b679", "#e5a50a", "#5b8def", "#b169c9", "#35a8b8", "#c0bfbc",
  "#77767b", "#ff7b63", "#57e389", "#f8e45c", "#78aeed", "#dc8add", "#6fd8e8", "#ffffff",
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LodgeTerminal, lodge_terminal, VTE_TYPE_TERMINAL)

static void
colours_cb (LodgeTerminal *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  const char *const *names = dark ? dark_palette : light_palette;
  GdkRGBA palette[16], foreground, background;

  for (guint i = 0; i < G_N_ELEMENTS (palette); i++)
    gdk_rgba_parse (&palette[i], names[i]);
  gdk_rgba_parse (&foreground, dark ? "#f6f5f4" : "#241f31");
  gdk_rgba_parse (&background, dark ? "#1e1e1e" : "#ffffff");
  vte_terminal_set_colors (VTE_TERMINAL (self), &foreground, &background, palette,
                           G_N_ELEMENTS (palette));
}

static gboolean
has_room (LodgeTerminal *self)
{
  VteTerminal *terminal = VTE_TERMINAL (self);

  return self->fitted_width / vte_terminal_get_char_width (terminal) >= COLUMNS &&
         self->fitted_height / vte_terminal_get_char_height (terminal) >= ROWS;
}

/* The largest scale, at most 1, that has room; then what the user wants of it. */
static void
fit (LodgeTerminal *self)
{
  VteTerminal *terminal = VTE_TERMINAL (self);
  double scale = 1;

  vte_terminal_set_font_scale (terminal, scale);
  while (scale > MIN_FIT && !has_room (self))
    {
      scale *= 0.96;
      vte_terminal_set_font_scale (terminal, scale);
    }
  for (int i = 0; i < ABS (self->zoom_steps); i++)
    scale = self->zoom_steps > 0 ? scale * ZOOM_STEP : scale / ZOOM_STEP;
  vte_terminal_set_font_scale (terminal, scale);
}

static gboolean
fit_cb (gpointer data)
{
  LodgeTerminal *self = data;

  self->fit_source = 0;
  fit (self);
  return G_SOURCE_REMOVE;
}

static void
set_release_keys (LodgeTerminal *self,
                  const char    *keys)
{
  guint scancodes[LODGE_KEY_COMBO_MAX];
  gsize n;

  keys = lodge_key_combo_parse_release (keys, scancodes, &n);
  if (!lodge_prop_set_string (G_OBJECT (self), properties[PROP_RELEASE_KEYS], &self->release_keys, keys))
    return;

  lodge_release_chord_init (&self->chord, scancodes, n);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RELEASE_TEXT]);
}

static void
handle_key (LodgeTerminal *self,
            guint          keyval,
            guint          keycode,
            gboolean       pressed)
{
  guint scancode = lodge_scancode_from_key (self->evdev, keyval, keycode);

  if (lodge_release_chord_key (&self->chord, scancode, pressed))
    g_signal_emit (self, signals[RELEASED], 0);
}

static gboolean
key_pressed_cb (LodgeTerminal   *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  handle_key (self, keyval, keycode, TRUE);
  return GDK_EVENT_PROPAGATE;
}

static void
key_released_cb (LodgeTerminal   *self,
                 guint            keyval,
                 guint            keycode,
                 GdkModifierType  state)
{
  handle_key (self, keyval, keycode, FALSE);
}

static void
focus_enter_cb (LodgeTerminal *self)
{
  self->evdev = lodge_scancode_has_evdev (gtk_widget_get_display (GTK_WIDGET (self)));
  lodge_release_chord_reset (&self->chord);
}

/* VTE would paste without a question. */
static void
middle_cb (LodgeTerminal   *self,
           int              n_press,
           double           x,
           double           y,
           GtkGestureClick *gesture)
{
  gboolean wanted = TRUE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-primary-paste", &wanted, NULL);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (wanted)
    g_signal_emit (self, signals[PASTE_PRIMARY], 0);
}

static void
lodge_terminal_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  LodgeTerminal *self = LODGE_TERMINAL (widget);

  GTK_WIDGET_CLASS (lodge_terminal_parent_class)->size_allocate (widget, width, height, baseline);
  if (self->fitted_width == width && self->fitted_height == height)
    return;
  self->fitted_width = width;
  self->fitted_height = height;
  if (self->fit_source == 0)
    self->fit_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fit_cb, self, NULL);
}

/* A terminal asks for the room of 80 columns; the window may be narrower. */
static void
lodge_terminal_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  GTK_WIDGET_CLASS (lodge_terminal_parent_class)->measure (widget, orientation, for_size, minimum,
                                                           natural, minimum_baseline, natural_baseline);
  *minimum = MIN (*minimum, 100);
  *natural = MAX (*minimum, MIN (*natural, 200));
}

static void
lodge_terminal_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LodgeTerminal *self = LODGE_TERMINAL (object);

  switch (prop_id)
    {
    case PROP_RELEASE_KEYS:
      g_value_set_string (value, self->release_keys);
      break;

    case PROP_RELEASE_TEXT:
      g_value_take_string (value, lodge_key_combo_get_label (self->release_keys));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_terminal_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  if (prop_id == PROP_RELEASE_KEYS)
    set_release_keys (LODGE_TERMINAL (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
lodge_terminal_dispose (GObject *object)
{
  g_clear_handle_id (&LODGE_TERMINAL (object)->fit_source, g_source_remove);

  G_OBJECT_CLASS (lodge_terminal_parent_class)->dispose (object);
}

static void
lodge_terminal_finalize (GObject *object)
{
  g_free (LODGE_TERMINAL (object)->release_keys);

  G_OBJECT_CLASS (lodge_terminal_parent_class)->finalize (object);
}

static void
lodge_terminal_class_init (LodgeTerminalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lodge_terminal_get_property;
  object_class->set_property = lodge_terminal_set_property;
  object_class->dispose = lodge_terminal_dispose;
  object_class->finalize = lodge_terminal_finalize;
  widget_class->size_allocate = lodge_terminal_size_allocate;
  widget_class->measure = lodge_terminal_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TEXT_BOX);

  properties[PROP_RELEASE_KEYS] =
    g_param_spec_string ("release-keys", NULL, NULL, LODGE_RELEASE_KEYS,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_RELEASE_TEXT] =
    g_param_spec_string ("release-text", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[RELEASED] = g_signal_new ("released", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  signals[PASTE_PRIMARY] = g_signal_new ("paste-primary", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
add_controllers (LodgeTerminal *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *middle = gtk_gesture_click_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect_swapped (keys, "key-released", G_CALLBACK (key_released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);

  g_signal_connect_swapped (focus, "enter", G_CALLBACK (focus_enter_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (middle), GDK_BUTTON_MIDDLE);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (middle), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (middle, "pressed", G_CALLBACK (middle_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (middle));
}

static void
lodge_terminal_init (LodgeTerminal *self)
{
  VteTerminal *terminal = VTE_TERMINAL (self);

  vte_terminal_set_allow_hyperlink (terminal, FALSE);
  vte_terminal_set_audible_bell (terminal, FALSE);
  vte_terminal_set_bold_is_bright (terminal, TRUE);
  vte_terminal_set_enable_sixel (terminal, FALSE);
  vte_terminal_set_enable_fallback_scrolling (terminal, FALSE);
  vte_terminal_set_mouse_autohide (terminal, TRUE);
  vte_terminal_set_scroll_on_keystroke (terminal, TRUE);
  vte_terminal_set_scroll_on_output (terminal, FALSE);
  vte_terminal_set_scroll_unit_is_pixels (terminal, TRUE);
  vte_terminal_set_scrollback_lines (terminal, SCROLLBACK_LINES);
  vte_terminal_search_set_wrap_around (terminal, TRUE);
  vte_terminal_set_size (terminal, COLUMNS, ROWS);
  set_release_keys (self, NULL);
  add_controllers (self);
  colours_cb (self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (colours_cb),
                           self, G_CONNECT_SWAPPED);
}

/**
 * lodge_terminal_zoom:
 * @self: a terminal
 * @steps: how many tenths larger, or smaller; 0 for the normal size
 *
 * Makes the letters larger or smaller.
 */
void
lodge_terminal_zoom (LodgeTerminal *self,
                     int            steps)
{
  g_return_if_fail (LODGE_IS_TERMINAL (self));

  self->zoom_steps = steps == 0 ? 0 : CLAMP (self->zoom_steps + steps, -MAX_ZOOM_STEPS, MAX_ZOOM_STEPS);
  fit (self);
}

/**
 * lodge_terminal_dup_text:
 * @self: a terminal
 *
 * All the text that it holds, without colours.
 *
 * Returns: (transfer full): the text, lines end in “\n”
 */
char *
lodge_terminal_dup_text (LodgeTerminal *self)
{
  VteTerminal *terminal = VTE_TERMINAL (self);
  glong row, column, first;
  g_autofree char *text = NULL;
  const char *start;

  g_return_val_if_fail (LODGE_IS_TERMINAL (self), NULL);

  vte_terminal_get_cursor_position (terminal, &column, &row);
  first = MAX (0, row - SCROLLBACK_LINES - vte_terminal_get_row_count (terminal));
  /* VTE 0.70 has no other. */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  text = vte_terminal_get_text_range (terminal, first, 0, row + vte_terminal_get_row_count (terminal),
                                      vte_terminal_get_column_count (terminal), NULL, NULL, NULL);
  G_GNUC_END_IGNORE_DEPRECATIONS
  g_strchomp (text);
  start = text + strspn (text, "\n");
  return g_strconcat (start, "\n", NULL);
}

/**
 * lodge_terminal_is_empty:
 * @self: a terminal
 *
 * Returns: whether nothing was drawn yet
 */
gboolean
lodge_terminal_is_empty (LodgeTerminal *self)
{
  glong row, column;

  g_return_val_if_fail (LODGE_IS_TERMINAL (self), TRUE);

  vte_terminal_get_cursor_position (VTE_TERMINAL (self), &column, &row);
  return row == 0 && column == 0;
}
