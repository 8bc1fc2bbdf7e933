/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One operating system as an immutable item for lists: copied out of libosinfo on the worker that
 * loads it, so that nobody else touches libosinfo's objects. */

#include "config.h"

#include "create/lodge-os-private.h"

struct _LodgeOs
{
  GObject parent_instance;

  char *id;
  char *short_id;
  char *name;
  char *vendor;
  char *family;
  char *distro;
  char *release_date;
  char *search_text;
  gboolean end_of_life;
  gboolean generic;
  LodgeOsDevices devices;
};

enum {
  PROP_0,
  PROP_ID,
  PROP_SHORT_ID,
  PROP_NAME,
  PROP_VENDOR,
  PROP_FAMILY,
  PROP_SEARCH_TEXT,
  PROP_END_OF_LIFE,
  PROP_GENERIC,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeOs, lodge_os, G_TYPE_OBJECT)

static void
lodge_os_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  LodgeOs *self = LODGE_OS (object);
  const char *const strings[] = {
    [PROP_ID] = self->id,
    [PROP_SHORT_ID] = self->short_id,
    [PROP_NAME] = self->name,
    [PROP_VENDOR] = self->vendor,
    [PROP_FAMILY] = self->family,
    [PROP_SEARCH_TEXT] = self->search_text,
  };

  switch (prop_id)
    {
    case PROP_ID:
    case PROP_SHORT_ID:
    case PROP_NAME:
    case PROP_VENDOR:
    case PROP_FAMILY:
    case PROP_SEARCH_TEXT:
      g_value_set_string (value, strings[prop_id]);
      break;

    case PROP_END_OF_LIFE:
      g_value_set_boolean (value, self->end_of_life);
      break;

    case PROP_GENERIC:
      g_value_set_boolean (value, self->generic);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_os_finalize (GObject *object)
{
  LodgeOs *self = LODGE_OS (object);

  g_free (self->id);
  g_free (self->short_id);
  g_free (self->name);
  g_free (self->vendor);
  g_free (self->family);
  g_free (self->distro);
  g_free (self->release_date);
  g_free (self->search_text);

  G_OBJECT_CLASS (lodge_os_parent_class)->finalize (object);
}

static void
install_string (guint       prop_id,
                const char *name)
{
  properties[prop_id] = g_param_spec_string (name, NULL, NULL, NULL,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
lodge_os_class_init (LodgeOsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lodge_os_get_property;
  object_class->finalize = lodge_os_finalize;

  install_string (PROP_ID, "id");
  install_string (PROP_SHORT_ID, "short-id");
  install_string (PROP_NAME, "name");
  install_string (PROP_VENDOR, "vendor");
  install_string (PROP_FAMILY, "family");
  install_string (PROP_SEARCH_TEXT, "search-text");
  properties[PROP_END_OF_LIFE] =
    g_param_spec_boolean ("end-of-life", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_GENERIC] =
    g_param_spec_boolean ("generic", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_os_init (LodgeOs *self)
{
}

/**
 * lodge_os_new:
 * @facts: what is known of it
 *
 * Makes an item. Any thread.
 *
 * Returns: (transfer full): the item
 */
LodgeOs *
lodge_os_new (const LodgeOsFacts *facts)
{
  LodgeOs *self = g_object_new (LODGE_TYPE_OS, NULL);
  g_autofree char *words = NULL;

  self->id = g_strdup (facts->id);
  self->short_id = g_strdup (facts->short_id);
  self->name = g_strdup (facts->name);
  self->vendor = g_strdup (facts->vendor);
  self->family = g_strdup (facts->family);
  self->distro = g_strdup (facts->distro != NULL ? facts->distro : "");
  self->release_date = g_strdup (facts->release_date != NULL ? facts->release_date : "");
  self->end_of_life = facts->end_of_life;
  self->generic = facts->generic;
  self->devices = facts->devices;

  words = g_strdup_printf ("%s %s %s", facts->name, facts->short_id,
                           facts->vendor != NULL ? facts->vendor : "");
  self->search_text = g_utf8_casefold (words, -1);
  return self;
}

/**
 * lodge_os_get_id:
 * @self: a system
 *
 * Gets libosinfo's identifier, an URL that is a name only.
 *
 * Returns: (transfer none): the identifier
 */
const char *
lodge_os_get_id (LodgeOs *self)
{
  g_return_val_if_fail (LODGE_IS_OS (self), NULL);

  return self->id;
}

/**
 * lodge_os_get_short_id:
 * @self: a system
 *
 * Gets the short identifier, as in “debian11”.
 *
 * Returns: (transfer none): the identifier
 */
const char *
lodge_os_get_short_id (LodgeOs *self)
{
  g_return_val_if_fail (LODGE_IS_OS (self), NULL);

  return self->short_id;
}

/**
 * lodge_os_get_name:
 * @self: a system
 *
 * Gets the name for people, in their language where libosinfo has it.
 *
 * Returns: (transfer none): the name
 */
const char *
lodge_os_get_name (LodgeOs *self)
{
  g_return_val_if_fail (LODGE_IS_OS (self), NULL);

  return self->name;
}

/**
 * lodge_os_get_devices:
 * @self: a system
 *
 * Gets which devices it has drivers for.
 *
 * Returns: the devices
 */
LodgeOsDevices
lodge_os_get_devices (LodgeOs *self)
{
  g_return_val_if_fail (LODGE_IS_OS (self), 0);

  return self->devices;
}

/**
 * lodge_os_is_windows:
 * @self: a system
 *
 * Finds out whether it is a Windows of the NT family, which wants a clock of its own.
 *
 * Returns: whether it is
 */
gboolean
lodge_os_is_windows (LodgeOs *self)
{
  g_return_val_if_fail (LODGE_IS_OS (self), FALSE);

  return g_strcmp0 (self->family, "winnt") == 0;
}

/* In whichever case the database writes them. */
static int
compare_names (const char *a,
               const char *b)
{
  return a != NULL && b != NULL ? g_ascii_strcasecmp (a, b) : g_strcmp0 (a, b);
}

/**
 * lodge_os_compare:
 * @a: a system
 * @b: a system
 * @user_data: unused
 *
 * The order of lists: by distribution, the newest first; what is not known comes last.
 *
 * Returns: as strcmp()
 */
int
lodge_os_compare (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  const LodgeOs *left = a, *right = b;
  gboolean left_unknown = g_str_equal (left->id, LODGE_OS_UNKNOWN_ID);
  gboolean right_unknown = g_str_equal (right->id, LODGE_OS_UNKNOWN_ID);
  int order;

  if (left_unknown != right_unknown)
    return left_unknown ? 1 : -1;
  if ((order = compare_names (left->distro, right->distro)) != 0)
    return order;
  if ((order = g_strcmp0 (right->release_date, left->release_date)) != 0)
    return order;
  if ((order = g_utf8_collate (left->name, right->name)) != 0)
    return order;
  return g_strcmp0 (left->id, right->id);
}
