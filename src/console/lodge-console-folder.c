/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is wished and known of a folder that is shared with a guest. It is off until somebody wants it, and
 * the guest may not write until it is let. */

#include "config.h"

#include "console/lodge-console-folder-private.h"

#include "base/lodge-prop.h"

struct _LodgeConsoleFolder
{
  GObject parent_instance;

  gboolean shared;
  char *path;
  gboolean read_only;
  gboolean held;
  int state;   /* LodgeFolderState */
};

enum {
  PROP_0,
  PROP_SHARED,
  PROP_PATH,
  PROP_READ_ONLY,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (LodgeFolderState, lodge_folder_state,
                    G_DEFINE_ENUM_VALUE (LODGE_FOLDER_UNSUPPORTED, "unsupported"),
                    G_DEFINE_ENUM_VALUE (LODGE_FOLDER_NO_CHANNEL, "no-channel"),
                    G_DEFINE_ENUM_VALUE (LODGE_FOLDER_OFF, "off"),
                    G_DEFINE_ENUM_VALUE (LODGE_FOLDER_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (LODGE_FOLDER_SERVED, "served"))

G_DEFINE_FINAL_TYPE (LodgeConsoleFolder, lodge_console_folder, G_TYPE_OBJECT)

static void
lodge_console_folder_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  LodgeConsoleFolder *self = LODGE_CONSOLE_FOLDER (object);

  switch (prop_id)
    {
    case PROP_SHARED:
      g_value_set_boolean (value, self->shared);
      break;

    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;

    case PROP_READ_ONLY:
      g_value_set_boolean (value, self->read_only);
      break;

    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_console_folder_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  LodgeConsoleFolder *self = LODGE_CONSOLE_FOLDER (object);

  switch (prop_id)
    {
    case PROP_SHARED:
      lodge_prop_set_bool (object, pspec, &self->shared, g_value_get_boolean (value));
      break;

    case PROP_PATH:
      lodge_prop_set_string (object, pspec, &self->path, g_value_get_string (value));
      break;

    case PROP_READ_ONLY:
      lodge_prop_set_bool (object, pspec, &self->read_only, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_console_folder_finalize (GObject *object)
{
  g_free (LODGE_CONSOLE_FOLDER (object)->path);

  G_OBJECT_CLASS (lodge_console_folder_parent_class)->finalize (object);
}

static void
lodge_console_folder_class_init (LodgeConsoleFolderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags both = read | G_PARAM_WRITABLE;

  object_class->get_property = lodge_console_folder_get_property;
  object_class->set_property = lodge_console_folder_set_property;
  object_class->finalize = lodge_console_folder_finalize;

  properties[PROP_SHARED] = g_param_spec_boolean ("shared", NULL, NULL, FALSE, both);
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, both);
  properties[PROP_READ_ONLY] = g_param_spec_boolean ("read-only", NULL, NULL, TRUE, both);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, LODGE_TYPE_FOLDER_STATE,
                                              LODGE_FOLDER_UNSUPPORTED, read);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_console_folder_init (LodgeConsoleFolder *self)
{
  self->read_only = TRUE;
}

LodgeConsoleFolder *
lodge_console_folder_new (void)
{
  return g_object_new (LODGE_TYPE_CONSOLE_FOLDER, NULL);
}

void
lodge_console_folder_set_state (LodgeConsoleFolder *self,
                                LodgeFolderState    state)
{
  lodge_prop_set_int (G_OBJECT (self), properties[PROP_STATE], &self->state, (int) state);
}

void
lodge_console_folder_set_held (LodgeConsoleFolder *self,
                               gboolean            held)
{
  if (self->held == held)
    return;

  self->held = held;
  if (self->shared)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHARED]);
}

LodgeFolderState
lodge_console_folder_get_state (LodgeConsoleFolder *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_FOLDER (self), LODGE_FOLDER_UNSUPPORTED);

  return (LodgeFolderState) self->state;
}

const char *
lodge_console_folder_get_shared (LodgeConsoleFolder *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_FOLDER (self), NULL);

  return self->shared && !self->held && self->path != NULL && *self->path != '\0' ? self->path : NULL;
}

gboolean
lodge_console_folder_is_read_only (LodgeConsoleFolder *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_FOLDER (self), TRUE);

  return self->read_only;
}
