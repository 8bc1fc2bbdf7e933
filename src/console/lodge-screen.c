/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One screen of a guest: its picture, its pointer, and where it is. What is wished of it is in
 * lodge-console-screens.c. */

#include "config.h"

#include "console/lodge-screen-private.h"

#include "base/lodge-prop.h"

struct _LodgeScreen
{
  GObject parent_instance;

  guint number;
  gboolean enabled;
  int x, y;
  LodgeFramebuffer *framebuffer;
  LodgeCursor *cursor;
  int pointer_x, pointer_y;
  LodgeScanout *scanout;
  char *obstacle;
};

enum {
  PROP_0,
  PROP_NUMBER,
  PROP_ENABLED,
  PROP_X,
  PROP_Y,
  PROP_FRAMEBUFFER,
  PROP_CURSOR,
  PROP_POINTER_X,
  PROP_POINTER_Y,
  PROP_SCANOUT,
  PROP_OBSTACLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeScreen, lodge_screen, G_TYPE_OBJECT)

static void
lodge_screen_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  LodgeScreen *self = LODGE_SCREEN (object);

  switch (prop_id)
    {
    case PROP_NUMBER:
      g_value_set_uint (value, self->number);
      break;

    case PROP_ENABLED:
      g_value_set_boolean (value, self->enabled);
      break;

    case PROP_X:
      g_value_set_int (value, self->x);
      break;

    case PROP_Y:
      g_value_set_int (value, self->y);
      break;

    case PROP_FRAMEBUFFER:
      g_value_set_object (value, self->framebuffer);
      break;

    case PROP_CURSOR:
      g_value_set_boxed (value, self->cursor);
      break;

    case PROP_POINTER_X:
      g_value_set_int (value, self->pointer_x);
      break;

    case PROP_POINTER_Y:
      g_value_set_int (value, self->pointer_y);
      break;

    case PROP_SCANOUT:
      g_value_set_object (value, self->scanout);
      break;

    case PROP_OBSTACLE:
      g_value_set_string (value, self->obstacle);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_screen_finalize (GObject *object)
{
  LodgeScreen *self = LODGE_SCREEN (object);

  g_clear_object (&self->framebuffer);
  g_clear_object (&self->scanout);
  g_free (self->obstacle);
  g_clear_pointer (&self->cursor, lodge_cursor_unref);

  G_OBJECT_CLASS (lodge_screen_parent_class)->finalize (object);
}

static void
lodge_screen_class_init (LodgeScreenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_screen_get_property;
  object_class->finalize = lodge_screen_finalize;

  properties[PROP_NUMBER] =
    g_param_spec_uint ("number", NULL, NULL, 0, LODGE_MAX_SCREENS - 1, 0, flags);
  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, FALSE, flags);
  properties[PROP_X] = g_param_spec_int ("x", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_Y] = g_param_spec_int ("y", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_FRAMEBUFFER] =
    g_param_spec_object ("framebuffer", NULL, NULL, LODGE_TYPE_FRAMEBUFFER, flags);
  properties[PROP_CURSOR] = g_param_spec_boxed ("cursor", NULL, NULL, LODGE_TYPE_CURSOR, flags);
  properties[PROP_POINTER_X] =
    g_param_spec_int ("pointer-x", NULL, NULL, G_MININT, G_MAXINT, 0, flags);
  properties[PROP_POINTER_Y] =
    g_param_spec_int ("pointer-y", NULL, NULL, G_MININT, G_MAXINT, 0, flags);
  properties[PROP_SCANOUT] =
    g_param_spec_object ("scanout", NULL, NULL, LODGE_TYPE_SCANOUT, flags);
  properties[PROP_OBSTACLE] = g_param_spec_string ("obstacle", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_screen_init (LodgeScreen *self)
{
  self->framebuffer = lodge_framebuffer_new ();
}

/* The first screen is always on: there is no console without. */
LodgeScreen *
lodge_screen_new (guint number)
{
  LodgeScreen *self = g_object_new (LODGE_TYPE_SCREEN, NULL);

  self->number = number;
  self->enabled = number == 0;
  return self;
}

guint
lodge_screen_get_number (LodgeScreen *self)
{
  g_return_val_if_fail (LODGE_IS_SCREEN (self), 0);

  return self->number;
}

gboolean
lodge_screen_is_enabled (LodgeScreen *self)
{
  g_return_val_if_fail (LODGE_IS_SCREEN (self), FALSE);

  return self->enabled;
}

/**
 * lodge_screen_get_place:
 * @self: a screen
 * @x: (out): from the left of the surface that it is a part of
 * @y: (out): from its top
 *
 * Asks where the screen is. A screen with a surface of its own is at 0, 0.
 */
void
lodge_screen_get_place (LodgeScreen *self,
                        int         *x,
                        int         *y)
{
  g_return_if_fail (LODGE_IS_SCREEN (self));

  *x = self->x;
  *y = self->y;
}

LodgeFramebuffer *
lodge_screen_get_framebuffer (LodgeScreen *self)
{
  g_return_val_if_fail (LODGE_IS_SCREEN (self), NULL);

  return self->framebuffer;
}

LodgeCursor *
lodge_screen_get_cursor (LodgeScreen *self)
{
  g_return_val_if_fail (LODGE_IS_SCREEN (self), NULL);

  return self->cursor;
}

LodgeScanout *
lodge_screen_get_scanout (LodgeScreen *self)
{
  g_return_val_if_fail (LODGE_IS_SCREEN (self), NULL);

  return self->scanout;
}

const char *
lodge_screen_get_obstacle (LodgeScreen *self)
{
  g_return_val_if_fail (LODGE_IS_SCREEN (self), NULL);

  return self->obstacle;
}

void
lodge_screen_set_area (LodgeScreen *self,
                       gboolean     enabled,
                       int          x,
                       int          y)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  lodge_prop_set_int (object, properties[PROP_X], &self->x, x);
  lodge_prop_set_int (object, properties[PROP_Y], &self->y, y);
  lodge_prop_set_bool (object, properties[PROP_ENABLED], &self->enabled,
                       enabled || self->number == 0);
  g_object_thaw_notify (object);
}

void
lodge_screen_set_cursor (LodgeScreen *self,
                         LodgeCursor *cursor)
{
  if (self->cursor == cursor)
    return;

  g_clear_pointer (&self->cursor, lodge_cursor_unref);
  self->cursor = cursor != NULL ? lodge_cursor_ref (cursor) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURSOR]);
}

void
lodge_screen_set_pointer (LodgeScreen *self,
                          int          x,
                          int          y)
{
  g_object_freeze_notify (G_OBJECT (self));
  lodge_prop_set_int (G_OBJECT (self), properties[PROP_POINTER_X], &self->pointer_x, x);
  lodge_prop_set_int (G_OBJECT (self), properties[PROP_POINTER_Y], &self->pointer_y, y);
  g_object_thaw_notify (G_OBJECT (self));
}

void
lodge_screen_set_scanout (LodgeScreen  *self,
                          LodgeScanout *scanout,
                          const char   *obstacle)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  if (g_set_object (&self->scanout, scanout))
    g_object_notify_by_pspec (object, properties[PROP_SCANOUT]);
  if (lodge_set_string (&self->obstacle, obstacle))
    g_object_notify_by_pspec (object, properties[PROP_OBSTACLE]);
  g_object_thaw_notify (object);
}
