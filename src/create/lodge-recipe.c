/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the user wants, as properties to bind to. What has not been touched follows the system and
 * the host; every change is judged at once, so that a wizard shows what it is told and knows
 * nothing itself. */

#include "config.h"

#include "create/lodge-recipe.h"

#include "base/lodge-error.h"
#include "base/lodge-prop.h"
#include "base/lodge-thread.h"
#include "base/lodge-units.h"
#include "base/lodge-worker.h"
#include "create/lodge-host-facts-private.h"
#include "create/lodge-media.h"
#include "create/lodge-recipe-private.h"
#include "create/lodge-search-path.h"

#define DEFAULT_MEMORY (2 * LODGE_GIB)
#define DEFAULT_DISK   (20 * LODGE_GIB)
#define DEFAULT_CPUS   2

enum {
  PROP_0,
  PROP_FACTS,
  PROP_MEDIA_PATH,
  PROP_OS_ID,
  PROP_CPUS,
  PROP_MEMORY,
  PROP_DISK_SIZE,
  PROP_FIRMWARE,
  PROP_NETWORK,
  PROP_NAME,
  PROP_VALID,
  N_PROPS
};

struct _LodgeRecipe
{
  GObject parent_instance;

  LodgeHostFacts *facts;
  char *media_path;
  char *os_id;
  guint cpus;
  guint64 memory;
  guint64 disk_size;
  int firmware;
  LodgeNetworkChoice *network;
  char *name;

  guint touched;             /* bit of each property that the user set */
  gboolean filling;          /* what is set now is not the user's */
  gboolean valid;
  GHashTable *problems;
  GHashTable *hints;

  LodgeWorker *worker;
  GCancellable *cancellable; /* of the look at the medium that is under way */
  LodgeMediaAccess *access;
};

typedef struct {
  char *path;
  gint64 uid, gid;
} AccessQuestion;

enum {
  PROBLEMS_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LodgeRecipe, lodge_recipe, G_TYPE_OBJECT)

static GHashTable *
sentences_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
}

static gboolean
sentences_equal (GHashTable *a,
                 GHashTable *b)
{
  GHashTableIter iter;
  gpointer key, value;

  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (g_strcmp0 (value, g_hash_table_lookup (b, key)) != 0)
      return FALSE;
  return TRUE;
}

static void
judge (LodgeRecipe *self)
{
  g_autoptr(GHashTable) problems = sentences_new ();
  g_autoptr(GHashTable) hints = sentences_new ();
  LodgeRecipeValues values;
  gboolean changed;

  lodge_recipe_get_values (self, &values);
  lodge_recipe_check (&values, problems, hints);
  changed = !sentences_equal (problems, self->problems) || !sentences_equal (hints, self->hints);
  g_hash_table_unref (self->problems);
  g_hash_table_unref (self->hints);
  self->problems = g_steal_pointer (&problems);
  self->hints = g_steal_pointer (&hints);

  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_VALID], &self->valid,
                       g_hash_table_size (self->problems) == 0);
  if (changed)
    g_signal_emit (self, signals[PROBLEMS_CHANGED], 0);
}

static gboolean
is_touched (LodgeRecipe *self,
            guint        prop_id)
{
  return (self->touched & (1u << prop_id)) != 0;
}

static guint64
first_set (guint64 recommended,
           guint64 minimum,
           guint64 fallback)
{
  if (recommended > 0)
    return recommended;
  return minimum > 0 ? 2 * minimum : fallback;
}

/* Half of the host at most, but not less than the system needs. */
static guint64
advised_memory (LodgeRecipe            *self,
                const LodgeOsResources *resources)
{
  guint64 memory = first_set (resources->memory_recommended, resources->memory_minimum,
                              DEFAULT_MEMORY);

  if (self->facts != NULL && self->facts->memory_total > 0)
    memory = MIN (memory, MAX (self->facts->memory_total / 2, resources->memory_minimum));
  return memory / LODGE_MIB * LODGE_MIB;
}

static guint
advised_cpus (LodgeRecipe            *self,
              const LodgeOsResources *resources)
{
  guint cpus = MAX (resources->cpus_recommended, resources->cpus_minimum);

  /* For many systems libosinfo knows no more than that one is enough to install them. */
  cpus = MAX (cpus, DEFAULT_CPUS);
  if (self->facts != NULL && self->facts->n_cpus > 0)
    cpus = MIN (cpus, self->facts->n_cpus);
  return cpus;
}

static LodgeFirmware
advised_firmware (LodgeRecipe            *self,
                  const LodgeOsResources *resources)
{
  const char *arch = self->facts != NULL ? self->facts->arch : NULL;
  gboolean wants = resources->uefi_only || g_strcmp0 (arch, "aarch64") == 0;

  return wants && self->facts != NULL && self->facts->has_uefi ? LODGE_FIRMWARE_UEFI
                                                               : LODGE_FIRMWARE_BIOS;
}

static void
fill_resources (LodgeRecipe             *self,
                const LodgeRecipeValues *values)
{
  const LodgeOsResources *resources = &values->resources;
  GObject *object = G_OBJECT (self);

  if (!is_touched (self, PROP_CPUS))
    g_object_set (object, "cpus", advised_cpus (self, resources), NULL);
  if (!is_touched (self, PROP_MEMORY))
    g_object_set (object, "memory", advised_memory (self, resources), NULL);
  if (!is_touched (self, PROP_DISK_SIZE))
    g_object_set (object, "disk-size",
                  first_set (resources->disk_recommended, resources->disk_minimum, DEFAULT_DISK),
                  NULL);
  if (!is_touched (self, PROP_FIRMWARE))
    g_object_set (object, "firmware", (int) advised_firmware (self, resources), NULL);
}

/* “memtest86+x64.iso” gives “memtest86-x64”. */
static char *
name_from_path (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  GString *name = g_string_new (NULL);

  if (g_str_has_suffix (base, ".iso") || g_str_has_suffix (base, ".ISO"))
    base[strlen (base) - 4] = '\0';
  for (const char *at = base; *at != '\0' && name->len < 48; at++)
    if (g_ascii_isalnum (*at) || strchr ("._", *at) != NULL)
      g_string_append_c (name, *at);
    else if (name->len > 0 && name->str[name->len - 1] != '-')
      g_string_append_c (name, '-');
  while (name->len > 0 && strchr ("-._", name->str[name->len - 1]) != NULL)
    g_string_truncate (name, name->len - 1);
  while (name->len > 0 && strchr ("-._", name->str[0]) != NULL)
    g_string_erase (name, 0, 1);
  return g_string_free (name, FALSE);
}

static void
fill_name (LodgeRecipe *self)
{
  LodgeOs *os = lodge_os_db_find (lodge_os_db_get_default (), self->os_id);
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;

  if (is_touched (self, PROP_NAME))
    return;

  if (os != NULL && !g_str_equal (lodge_os_get_id (os), LODGE_OS_UNKNOWN_ID))
    base = g_strdup (lodge_os_get_short_id (os));
  else if (self->media_path != NULL)
    base = name_from_path (self->media_path);
  if (base == NULL || *base == '\0')
    {
      g_free (base);
      base = g_strdup ("machine");
    }
  name = self->facts != NULL ? lodge_host_facts_free_name (self->facts, base) : g_strdup (base);
  g_object_set (self, "name", name, NULL);
}

static void
fill_network (LodgeRecipe *self)
{
  g_autoptr(LodgeNetworkChoice) first = NULL;

  if (self->facts == NULL || is_touched (self, PROP_NETWORK))
    return;
  first = g_list_model_get_item (lodge_host_facts_get_networks (self->facts), 0);
  g_object_set (self, "network", first, NULL);
}

static void
fill (LodgeRecipe *self)
{
  LodgeRecipeValues values;

  self->filling = TRUE;
  lodge_recipe_get_values (self, &values);
  fill_resources (self, &values);
  fill_network (self);
  fill_name (self);
  self->filling = FALSE;
  judge (self);
}

static GWeakRef *
weak_ref_new (gpointer object)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, object);
  return ref;
}

static void
weak_ref_free (GWeakRef *ref)
{
  g_weak_ref_clear (ref);
  g_free (ref);
}

static void
question_free (AccessQuestion *question)
{
  g_free (question->path);
  g_free (question);
}

static gpointer
look_on_worker (gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  const AccessQuestion *question = data;
  LodgeMediaAccess *access = g_new0 (LodgeMediaAccess, 1);
  g_autoptr(LodgeMedia) media = lodge_media_read (question->path, cancellable, &access->error);

  access->bootable = media != NULL && media->bootable;
  access->closed_dir = lodge_search_path_find_closed (question->path, question->uid,
                                                      question->gid);
  return access;
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(LodgeRecipe) self = g_weak_ref_get (user_data);
  g_autoptr(LodgeMediaAccess) access = lodge_worker_run_finish (LODGE_WORKER (source), result,
                                                                NULL);

  weak_ref_free (user_data);
  /* The recipe is gone, or another file has been chosen meanwhile. */
  if (self == NULL || access == NULL ||
      g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->access, lodge_media_access_free);
  self->access = g_steal_pointer (&access);
  judge (self);
}

static void
look_at_media (LodgeRecipe *self)
{
  AccessQuestion *question;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->access, lodge_media_access_free);
  if (self->media_path == NULL || !g_path_is_absolute (self->media_path) ||
      (self->facts != NULL && !self->facts->is_local))
    return;

  question = g_new0 (AccessQuestion, 1);
  question->path = g_strdup (self->media_path);
  question->uid = self->facts != NULL && !self->facts->is_session ? self->facts->qemu_uid : -1;
  question->gid = self->facts != NULL ? self->facts->qemu_gid : -1;
  self->cancellable = g_cancellable_new ();
  lodge_worker_run_async (self->worker, "look at media", look_on_worker, question,
                          (GDestroyNotify) question_free,
                          (GDestroyNotify) lodge_media_access_free, self->cancellable,
                          looked_cb, weak_ref_new (self));
}

static void
set_facts (LodgeRecipe    *self,
           LodgeHostFacts *facts)
{
  if (facts == self->facts)
    return;

  if (facts != NULL)
    lodge_host_facts_ref (facts);
  g_clear_pointer (&self->facts, lodge_host_facts_unref);
  self->facts = facts;
  /* A network of another host means nothing here. */
  self->touched &= ~(1u << PROP_NETWORK);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FACTS]);
  look_at_media (self);
  fill (self);
}

static gboolean
set_cpus (LodgeRecipe *self,
          guint        cpus)
{
  if (cpus == self->cpus)
    return FALSE;

  self->cpus = cpus;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CPUS]);
  return TRUE;
}

static void
os_loaded_cb (LodgeRecipe *self)
{
  fill (self);
}

static void
lodge_recipe_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  LodgeRecipe *self = LODGE_RECIPE (object);

  switch (prop_id)
    {
    case PROP_FACTS:
      g_value_set_boxed (value, self->facts);
      break;

    case PROP_MEDIA_PATH:
      g_value_set_string (value, self->media_path);
      break;

    case PROP_OS_ID:
      g_value_set_string (value, self->os_id);
      break;

    case PROP_CPUS:
      g_value_set_uint (value, self->cpus);
      break;

    case PROP_MEMORY:
      g_value_set_uint64 (value, self->memory);
      break;

    case PROP_DISK_SIZE:
      g_value_set_uint64 (value, self->disk_size);
      break;

    case PROP_FIRMWARE:
      g_value_set_int (value, self->firmware);
      break;

    case PROP_NETWORK:
      g_value_set_object (value, self->network);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_VALID:
      g_value_set_boolean (value, self->valid);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_recipe_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  LodgeRecipe *self = LODGE_RECIPE (object);
  gboolean changed = FALSE;

  switch (prop_id)
    {
    case PROP_FACTS:
      set_facts (self, g_value_get_boxed (value));
      return;

    case PROP_MEDIA_PATH:
      if (lodge_prop_set_string (object, pspec, &self->media_path, g_value_get_string (value)))
        {
          look_at_media (self);
          fill (self);
        }
      return;

    case PROP_OS_ID:
      if (lodge_prop_set_string (object, pspec, &self->os_id, g_value_get_string (value)))
        fill (self);
      return;

    case PROP_CPUS:
      changed = set_cpus (self, g_value_get_uint (value));
      break;

    case PROP_MEMORY:
      changed = lodge_prop_set_uint64 (object, pspec, &self->memory, g_value_get_uint64 (value));
      break;

    case PROP_DISK_SIZE:
      changed = lodge_prop_set_uint64 (object, pspec, &self->disk_size, g_value_get_uint64 (value));
      break;

    case PROP_FIRMWARE:
      changed = lodge_prop_set_int (object, pspec, &self->firmware, g_value_get_int (value));
      break;

    case PROP_NETWORK:
      changed = lodge_prop_set_object (object, pspec, &self->network, g_value_get_object (value));
      break;

    case PROP_NAME:
      changed = lodge_prop_set_string (object, pspec, &self->name, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  /* A widget that is bound writes back what it was given: that is not the user's hand. */
  if (changed && !self->filling)
    {
      self->touched |= 1u << prop_id;
      judge (self);
    }
}

static void
lodge_recipe_dispose (GObject *object)
{
  LodgeRecipe *self = LODGE_RECIPE (object);

  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (lodge_recipe_parent_class)->dispose (object);
}

static void
lodge_recipe_finalize (GObject *object)
{
  LodgeRecipe *self = LODGE_RECIPE (object);

  g_clear_pointer (&self->facts, lodge_host_facts_unref);
  g_free (self->media_path);
  g_free (self->os_id);
  g_clear_object (&self->network);
  g_free (self->name);
  g_hash_table_unref (self->problems);
  g_hash_table_unref (self->hints);
  g_clear_object (&self->worker);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->access, lodge_media_access_free);

  G_OBJECT_CLASS (lodge_recipe_parent_class)->finalize (object);
}

static void
lodge_recipe_class_init (LodgeRecipeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_recipe_get_property;
  object_class->set_property = lodge_recipe_set_property;
  object_class->dispose = lodge_recipe_dispose;
  object_class->finalize = lodge_recipe_finalize;

  properties[PROP_FACTS] =
    g_param_spec_boxed ("facts", NULL, NULL, LODGE_TYPE_HOST_FACTS, flags);
  properties[PROP_MEDIA_PATH] = g_param_spec_string ("media-path", NULL, NULL, NULL, flags);
  properties[PROP_OS_ID] = g_param_spec_string ("os-id", NULL, NULL, NULL, flags);
  properties[PROP_CPUS] = g_param_spec_uint ("cpus", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_MEMORY] = g_param_spec_uint64 ("memory", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_DISK_SIZE] =
    g_param_spec_uint64 ("disk-size", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_FIRMWARE] =
    g_param_spec_int ("firmware", NULL, NULL, LODGE_FIRMWARE_BIOS, LODGE_FIRMWARE_UEFI,
                      LODGE_FIRMWARE_BIOS, flags);
  properties[PROP_NETWORK] =
    g_param_spec_object ("network", NULL, NULL, LODGE_TYPE_NETWORK_CHOICE, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_VALID] =
    g_param_spec_boolean ("valid", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[PROBLEMS_CHANGED] =
    g_signal_new ("problems-changed", LODGE_TYPE_RECIPE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
lodge_recipe_init (LodgeRecipe *self)
{
  LodgeOsDb *db = lodge_os_db_get_default ();

  self->problems = sentences_new ();
  self->hints = sentences_new ();
  self->worker = lodge_worker_new ("recipe", 2);
  if (!lodge_os_db_is_loaded (db))
    g_signal_connect_object (db, "notify::loaded", G_CALLBACK (os_loaded_cb), self,
                             G_CONNECT_SWAPPED);
  fill (self);
}

/**
 * lodge_media_access_free:
 * @access: (transfer full): what was found out about a medium
 *
 * Frees it. Any thread.
 */
void
lodge_media_access_free (LodgeMediaAccess *access)
{
  g_clear_error (&access->error);
  g_free (access->closed_dir);
  g_free (access);
}

/**
 * lodge_recipe_get_values:
 * @self: a recipe
 * @ret_values: (out): its values; valid until the recipe changes
 *
 * Gets all values at once, with what libosinfo says about the system. Main thread.
 */
void
lodge_recipe_get_values (LodgeRecipe       *self,
                         LodgeRecipeValues *ret_values)
{
  LodgeOsDb *db = lodge_os_db_get_default ();
  LodgeOs *os = lodge_os_db_find (db, self->os_id);
  const char *arch = self->facts != NULL ? self->facts->arch : NULL;

  *ret_values = (LodgeRecipeValues) {
    .facts = self->facts,
    .media_path = self->media_path,
    .access = self->access,
    .os_id = self->os_id,
    .os_name = os != NULL ? lodge_os_get_name (os) : NULL,
    .devices = os != NULL ? lodge_os_get_devices (os) : 0,
    .cpus = self->cpus,
    .memory = self->memory,
    .disk_size = self->disk_size,
    .firmware = (LodgeFirmware) self->firmware,
    .network = self->network,
    .name = self->name,
  };
  lodge_os_db_get_resources (db, self->os_id, arch != NULL ? arch : "x86_64",
                             &ret_values->resources);
}

/**
 * lodge_recipe_new:
 *
 * Makes a recipe with defaults. Main thread only, like all of its functions.
 *
 * Returns: (transfer full): the recipe
 */
LodgeRecipe *
lodge_recipe_new (void)
{
  return g_object_new (LODGE_TYPE_RECIPE, NULL);
}

/**
 * lodge_recipe_get_problem:
 * @self: a recipe
 * @property: a property's name
 *
 * Gets what forbids to go on.
 *
 * Returns: (transfer none) (nullable): a translated sentence, valid until “problems-changed”
 */
const char *
lodge_recipe_get_problem (LodgeRecipe *self,
                          const char  *property)
{
  g_return_val_if_fail (LODGE_IS_RECIPE (self), NULL);

  return g_hash_table_lookup (self->problems, property);
}

/**
 * lodge_recipe_get_hint:
 * @self: a recipe
 * @property: a property's name
 *
 * Gets what is worth saying about a value without forbidding it.
 *
 * Returns: (transfer none) (nullable): a translated sentence, valid until “problems-changed”
 */
const char *
lodge_recipe_get_hint (LodgeRecipe *self,
                       const char  *property)
{
  g_return_val_if_fail (LODGE_IS_RECIPE (self), NULL);

  return g_hash_table_lookup (self->hints, property);
}
