/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The medium of the source step: recognised on a worker as soon as its path is known, one at a
 * time; the last path wins. A path that is being typed is tried, and a file that is not there yet
 * is no error then. */

#include "config.h"

#include "wizard/lodge-wizard-media.h"

#include "base/lodge-error.h"
#include "base/lodge-prop.h"

struct _LodgeWizardMedia
{
  GObject parent_instance;

  char *path;
  gboolean tentative;         /* the path is still being typed */
  gboolean loading;
  GCancellable *cancellable;  /* of the recognition under way */
  LodgeMedia *media;
  GError *error;
};

enum {
  PROP_0,
  PROP_PATH,
  PROP_LOADING,
  PROP_KNOWN,
  PROP_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeWizardMedia, lodge_wizard_media, G_TYPE_OBJECT)

static void
set_media (LodgeWizardMedia *self,
           LodgeMedia       *media)
{
  gboolean was_known = self->media != NULL;

  g_clear_pointer (&self->media, lodge_media_free);
  self->media = media;
  if (was_known || media != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KNOWN]);
}

static void
set_error (LodgeWizardMedia *self,
           GError           *error)
{
  if (self->error == NULL && error == NULL)
    return;

  g_clear_error (&self->error);
  self->error = error;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
set_loading (LodgeWizardMedia *self,
             gboolean          loading)
{
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_LOADING], &self->loading, loading);
}

static gboolean
is_early (LodgeWizardMedia *self,
          const GError     *error)
{
  return self->tentative && (g_error_matches (error, LODGE_ERROR, LODGE_ERROR_NOT_FOUND) ||
                             g_error_matches (error, LODGE_ERROR, LODGE_ERROR_INVALID));
}

static void
identify_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(LodgeWizardMedia) self = user_data;
  g_autoptr(GError) error = NULL;
  LodgeMedia *media;

  media = lodge_os_db_identify_finish (LODGE_OS_DB (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  set_loading (self, FALSE);
  set_media (self, media);
  if (error != NULL && !is_early (self, error))
    set_error (self, g_steal_pointer (&error));
}

static void
identify (LodgeWizardMedia *self,
          const char       *path)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  set_error (self, NULL);
  set_media (self, NULL);
  lodge_prop_set_string (G_OBJECT (self), properties[PROP_PATH], &self->path, path);
  set_loading (self, path != NULL);
  if (path == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  lodge_os_db_identify_async (lodge_os_db_get_default (), path, self->cancellable, identify_cb,
                              g_object_ref (self));
}

static void
lodge_wizard_media_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  LodgeWizardMedia *self = LODGE_WIZARD_MEDIA (object);

  switch (prop_id)
    {
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;

    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;

    case PROP_KNOWN:
      g_value_set_boolean (value, self->media != NULL);
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_wizard_media_dispose (GObject *object)
{
  LodgeWizardMedia *self = LODGE_WIZARD_MEDIA (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (lodge_wizard_media_parent_class)->dispose (object);
}

static void
lodge_wizard_media_finalize (GObject *object)
{
  LodgeWizardMedia *self = LODGE_WIZARD_MEDIA (object);

  g_clear_pointer (&self->media, lodge_media_free);
  g_clear_error (&self->error);
  g_free (self->path);

  G_OBJECT_CLASS (lodge_wizard_media_parent_class)->finalize (object);
}

static void
lodge_wizard_media_class_init (LodgeWizardMediaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_wizard_media_get_property;
  object_class->dispose = lodge_wizard_media_dispose;
  object_class->finalize = lodge_wizard_media_finalize;

  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, flags);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_KNOWN] = g_param_spec_boolean ("known", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_wizard_media_init (LodgeWizardMedia *self)
{
}

/**
 * lodge_wizard_media_new:
 *
 * Makes one without a path.
 *
 * Returns: (transfer full): the medium
 */
LodgeWizardMedia *
lodge_wizard_media_new (void)
{
  return g_object_new (LODGE_TYPE_WIZARD_MEDIA, NULL);
}

/**
 * lodge_wizard_media_open:
 * @self: a medium
 * @path: (nullable): the path that the user means
 *
 * Begins to recognise what is at @path. Any error is shown.
 */
void
lodge_wizard_media_open (LodgeWizardMedia *self,
                         const char       *path)
{
  g_return_if_fail (LODGE_IS_WIZARD_MEDIA (self));

  self->tentative = FALSE;
  if (self->media == NULL || g_strcmp0 (self->path, path) != 0)
    identify (self, path);
}

/**
 * lodge_wizard_media_try:
 * @self: a medium
 * @path: the path as far as it was typed
 *
 * Like lodge_wizard_media_open(), but silent as long as @path is not an ISO.
 */
void
lodge_wizard_media_try (LodgeWizardMedia *self,
                        const char       *path)
{
  g_return_if_fail (LODGE_IS_WIZARD_MEDIA (self));

  if (g_strcmp0 (self->path, path) == 0)
    return;

  self->tentative = TRUE;
  identify (self, path);
}

/**
 * lodge_wizard_media_get_path:
 * @self: a medium
 *
 * Gets the last path.
 *
 * Returns: (nullable): the path
 */
const char *
lodge_wizard_media_get_path (LodgeWizardMedia *self)
{
  g_return_val_if_fail (LODGE_IS_WIZARD_MEDIA (self), NULL);

  return self->path;
}

/**
 * lodge_wizard_media_is_loading:
 * @self: a medium
 *
 * Tells whether it is being recognised.
 *
 * Returns: %TRUE while it is
 */
gboolean
lodge_wizard_media_is_loading (LodgeWizardMedia *self)
{
  g_return_val_if_fail (LODGE_IS_WIZARD_MEDIA (self), FALSE);

  return self->loading;
}

/**
 * lodge_wizard_media_get_media:
 * @self: a medium
 *
 * Gets what was recognised.
 *
 * Returns: (transfer none) (nullable): the facts about the ISO
 */
const LodgeMedia *
lodge_wizard_media_get_media (LodgeWizardMedia *self)
{
  g_return_val_if_fail (LODGE_IS_WIZARD_MEDIA (self), NULL);

  return self->media;
}

/**
 * lodge_wizard_media_get_error:
 * @self: a medium
 *
 * Gets why it could not be used.
 *
 * Returns: (transfer none) (nullable): the error
 */
const GError *
lodge_wizard_media_get_error (LodgeWizardMedia *self)
{
  g_return_val_if_fail (LODGE_IS_WIZARD_MEDIA (self), NULL);

  return self->error;
}
