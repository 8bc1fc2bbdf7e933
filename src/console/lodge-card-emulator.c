/* SPDX-License-Identifier: GPL-3.0-or-later */

/* libcacard, which makes cards that a guest understands out of this computer's, or of certificates. The
 * SPICE library would start it by itself, on a thread, once in a process, and tell nobody when that fails; so
 * it is started here before, and the library meets it started. It believes the numbers that a server gave to
 * readers for good; so they are taken back here. That the library's channels are told of readers by signals
 * of its manager is the way to take a reader from a guest and give it back without closing a channel. */

#include "config.h"

#include "console/lodge-card-emulator-private.h"

#include <glib/gi18n-lib.h>
#include <spice-client.h>
#include <string.h>
#ifdef LODGE_HAVE_CACARD
#include <libcacard.h>
#endif

#include "base/lodge-error.h"
#include "console/lodge-console-cards-private.h"

/* Where libcacard looks for the modules of this computer's readers. */
#define DATABASE "/etc/pki/nssdb"

/* By these there is one, with the drivers of OpenSC. */
#define COMMANDS \
  "mkdir -p " DATABASE "\n" \
  "certutil -N --empty-password -d sql:" DATABASE "\n" \
  "modutil -force -dbdir sql:" DATABASE " \\\n" \
  "  -add OpenSC -libfile opensc-pkcs11.so"

#define N_CERTIFICATES 3
#define SOFTWARE_READER "Spice Software Smartcard"   /* by this name the SPICE library knows it */

typedef enum { IDLE, STARTING, STARTED, FAILED } Phase;

struct _LodgeCardEmulator
{
  GObject parent_instance;

  gpointer owner;
  Phase phase;
  char *options;        /* that it was started with; NULL: the readers of this computer */
  GPtrArray *waiting;   /* GTask, while it starts */
  GListStore *readers;
};

enum {
  PROP_0,
  PROP_OWNER,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeCardEmulator, lodge_card_emulator, G_TYPE_OBJECT)

#ifdef LODGE_HAVE_CACARD

static void
start_on_thread (GTask        *task,
                 gpointer      source,
                 gpointer      options,
                 GCancellable *cancellable)
{
  VCardEmulOptions *parsed = options != NULL ? vcard_emul_options (options) : NULL;
  gboolean is_good = options == NULL || parsed != NULL;

  g_task_return_boolean (task, is_good && vcard_emul_init (parsed) == VCARD_EMUL_OK);
}

static void
free_reader (gpointer reader)
{
  vreader_free (reader);
}

static GList *
list_readers (void)
{
  return spice_smartcard_manager_get_readers (spice_smartcard_manager_get ());
}

static gboolean
is_attached (VReader *reader)
{
  return vreader_get_id (reader) != (vreader_id_t) -1;
}

static void
tell (const char *signal,
      VReader    *reader)
{
  g_signal_emit_by_name (spice_smartcard_manager_get (), signal, reader);
}

static void
insert_cb (LodgeCardReader *item,
           gboolean         insert)
{
  VReader *reader = g_object_get_data (G_OBJECT (item), "lodge-reader");

  if (insert)
    spice_smartcard_reader_insert_card ((SpiceSmartcardReader *) reader);
  else
    spice_smartcard_reader_remove_card ((SpiceSmartcardReader *) reader);
  lodge_card_emulator_refresh (lodge_card_emulator_get ());
}

static LodgeCardReader *
create_item (VReader *reader)
{
  gboolean is_software = spice_smartcard_reader_is_software ((SpiceSmartcardReader *) reader);
  LodgeCardReader *item = lodge_card_reader_new (vreader_get_name (reader), is_software);

  g_object_set_data_full (G_OBJECT (item), "lodge-reader", vreader_reference (reader), free_reader);
  g_signal_connect (item, "insert", G_CALLBACK (insert_cb), NULL);
  return item;
}

/* Those that are the same keep their places. */
static void
update_item (LodgeCardEmulator *self,
             guint              position,
             VReader           *reader)
{
  g_autoptr(LodgeCardReader) item = g_list_model_get_item (G_LIST_MODEL (self->readers), position);

  if (item == NULL || g_object_get_data (G_OBJECT (item), "lodge-reader") != reader)
    {
      g_clear_object (&item);
      item = create_item (reader);
      lodge_card_reader_set_has_card (item, vreader_card_is_present (reader) == VREADER_OK);
      g_list_store_insert (self->readers, position, item);
      return;
    }
  lodge_card_reader_set_has_card (item, vreader_card_is_present (reader) == VREADER_OK);
}

void
lodge_card_emulator_refresh (LodgeCardEmulator *self)
{
  GList *readers;
  guint n = 0;

  if (self->phase != STARTED)
    return;

  readers = list_readers ();
  for (GList *l = readers; l != NULL; l = l->next)
    update_item (self, n++, l->data);
  g_list_free_full (readers, free_reader);
  while (g_list_model_get_n_items (G_LIST_MODEL (self->readers)) > n)
    g_list_store_remove (self->readers, n);
}

void
lodge_card_emulator_attach (LodgeCardEmulator *self)
{
  GList *readers = self->phase == STARTED ? list_readers () : NULL;

  for (GList *l = readers; l != NULL; l = l->next)
    {
      tell ("reader-added", l->data);
      if (vreader_card_is_present (l->data) == VREADER_OK)
        tell ("card-inserted", l->data);
    }
  g_list_free_full (readers, free_reader);
}

gboolean
lodge_card_emulator_detach (LodgeCardEmulator *self)
{
  GList *readers = self->phase == STARTED ? list_readers () : NULL;
  gboolean had_any = FALSE;

  for (GList *l = readers; l != NULL; l = l->next)
    if (is_attached (l->data))
      {
        tell ("reader-removed", l->data);
        vreader_set_id (l->data, (vreader_id_t) -1);
        had_any = TRUE;
      }
  g_list_free_full (readers, free_reader);
  return had_any;
}

void
lodge_card_emulator_forget (LodgeCardEmulator *self)
{
  GList *readers = self->phase == STARTED ? list_readers () : NULL;

  for (GList *l = readers; l != NULL; l = l->next)
    vreader_set_id (l->data, (vreader_id_t) -1);
  g_list_free_full (readers, free_reader);
}

gboolean
lodge_card_emulator_is_supported (void)
{
  return TRUE;
}

#else

static void
start_on_thread (GTask        *task,
                 gpointer      source,
                 gpointer      options,
                 GCancellable *cancellable)
{
  g_task_return_boolean (task, FALSE);
}

void
lodge_card_emulator_refresh (LodgeCardEmulator *self)
{
}

void
lodge_card_emulator_attach (LodgeCardEmulator *self)
{
}

gboolean
lodge_card_emulator_detach (LodgeCardEmulator *self)
{
  return FALSE;
}

void
lodge_card_emulator_forget (LodgeCardEmulator *self)
{
}

gboolean
lodge_card_emulator_is_supported (void)
{
  return FALSE;
}

#endif

/* What would be read as something else in the middle of libcacard's options. */
static gboolean
is_plain (const char *text)
{
  return *text != '\0' && strpbrk (text, "\"(),\n") == NULL;
}

/* FALSE when there is no such software card. @options: NULL for the readers of this computer. */
static gboolean
make_options (const char         *database,
              const char *const  *certificates,
              char              **options)
{
  g_autoptr(GString) text = g_string_new (NULL);

  *options = NULL;
  if (certificates == NULL || certificates[0] == NULL)
    return TRUE;
  if (g_strv_length ((GStrv) certificates) != N_CERTIFICATES || (database != NULL && !is_plain (database)))
    return FALSE;

  if (database != NULL)
    g_string_append_printf (text, "db=\"%s\" ", database);
  g_string_append (text, "use_hw=no soft=(," SOFTWARE_READER ",CAC,");
  for (gsize i = 0; i < N_CERTIFICATES; i++)
    {
      if (!is_plain (certificates[i]))
        return FALSE;
      g_string_append_printf (text, ",%s", certificates[i]);
    }
  g_string_append_c (text, ')');
  *options = g_string_free (g_steal_pointer (&text), FALSE);
  return TRUE;
}

static GError *
create_place_error (const char *path)
{
  return lodge_error_new (LODGE_ERROR_NOT_FOUND, NULL,
                          _("There is no certificate database at “%s”. Check its place."), path);
}

/* What would help is the detail. */
static GError *
create_system_error (void)
{
  return lodge_error_new (LODGE_ERROR_NOT_FOUND, COMMANDS,
                          _("The readers of this computer cannot be found, because the database “%s” of their "
                            "drivers does not exist. Create it as the administrator, and share again."),
                          DATABASE);
}

/* Why starting would be in vain: it can be tried once only. */
static GError *
find_obstacle (LodgeCardEmulator *self,
               const char        *database,
               const char        *options)
{
  const char *needed = database != NULL && options != NULL ? database : DATABASE;
  const char *path = g_str_has_prefix (needed, "sql:") ? needed + strlen ("sql:") : needed;

  if (self->phase == FAILED)
    return lodge_error_new (LODGE_ERROR_FAILED, self->options, "%s",
                            _("The smart cards could not be read when they were shared first. End the program "
                              "and start it again to try once more."));
  if (self->phase != IDLE && g_strcmp0 (self->options, options) != 0)
    return lodge_error_new (LODGE_ERROR_BUSY, NULL, "%s",
                            _("Other smart cards have been shared since the program was started. End it and "
                              "start it again to share these."));
  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    return options != NULL ? create_place_error (path) : create_system_error ();
  return NULL;
}

static GError *
create_start_error (LodgeCardEmulator *self)
{
  if (self->options != NULL)
    return lodge_error_new (LODGE_ERROR_FAILED, self->options, "%s",
                            _("The software smart card could not be made. Check that the database has the "
                              "three certificates with their keys, then start the program again."));
  return lodge_error_new (LODGE_ERROR_FAILED, NULL,
                          _("The database “%s” of smart card readers could not be read. Check it, then start "
                            "the program again."), DATABASE);
}

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  LodgeCardEmulator *self = LODGE_CARD_EMULATOR (source);
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->phase = g_task_propagate_boolean (G_TASK (result), NULL) ? STARTED : FAILED;
  lodge_card_emulator_refresh (self);
  for (guint i = 0; i < waiting->len; i++)
    if (self->phase == STARTED)
      g_task_return_boolean (waiting->pdata[i], TRUE);
    else
      g_task_return_error (waiting->pdata[i], create_start_error (self));
}

static void
start (LodgeCardEmulator *self)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, started_cb, NULL);

  self->phase = STARTING;
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_task_set_task_data (task, g_strdup (self->options), g_free);
  g_task_run_in_thread (task, start_on_thread);
}

static void
lodge_card_emulator_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  LodgeCardEmulator *self = LODGE_CARD_EMULATOR (object);

  switch (prop_id)
    {
    case PROP_OWNER:
      g_value_set_pointer (value, self->owner);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_card_emulator_finalize (GObject *object)
{
  LodgeCardEmulator *self = LODGE_CARD_EMULATOR (object);

  g_clear_object (&self->readers);
  g_free (self->options);

  G_OBJECT_CLASS (lodge_card_emulator_parent_class)->finalize (object);
}

static void
lodge_card_emulator_class_init (LodgeCardEmulatorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lodge_card_emulator_get_property;
  object_class->finalize = lodge_card_emulator_finalize;

  properties[PROP_OWNER] =
    g_param_spec_pointer ("owner", NULL, NULL,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_card_emulator_init (LodgeCardEmulator *self)
{
  self->readers = g_list_store_new (LODGE_TYPE_CARD_READER);
}

LodgeCardEmulator *
lodge_card_emulator_get (void)
{
  static LodgeCardEmulator *emulator;

  if (emulator == NULL)
    emulator = g_object_new (LODGE_TYPE_CARD_EMULATOR, NULL);
  return emulator;
}

gboolean
lodge_card_emulator_claim (LodgeCardEmulator *self,
                           gpointer           owner)
{
  if (self->owner != NULL)
    return self->owner == owner;

  self->owner = owner;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OWNER]);
  return TRUE;
}

void
lodge_card_emulator_release (LodgeCardEmulator *self,
                             gpointer           owner)
{
  if (self->owner != owner)
    return;

  self->owner = NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OWNER]);
}

gpointer
lodge_card_emulator_get_owner (LodgeCardEmulator *self)
{
  return self->owner;
}

/**
 * lodge_card_emulator_start_async:
 * @self: the emulator
 * @database: (nullable): of @certificates, as NSS names it
 * @certificates: (nullable): three names, for a software card; %NULL: the readers of this computer
 * @callback: told the end
 * @user_data: for @callback
 *
 * Starts it, unless it has been. What it was started with first holds until the end of the process, and it
 * is not tried where it is known to be in vain.
 */
void
lodge_card_emulator_start_async (LodgeCardEmulator   *self,
                                 const char          *database,
                                 const char *const   *certificates,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autofree char *options = NULL;
  GError *error = NULL;

  if (!make_options (database, certificates, &options))
    error = lodge_error_new (LODGE_ERROR_INVALID, NULL, "%s",
                             _("A software smart card needs the names of three certificates, without commas, "
                               "quotes and brackets."));
  else
    error = find_obstacle (self, database, options);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->phase == STARTED)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (self->phase == IDLE)
    {
      self->options = g_steal_pointer (&options);
      start (self);
    }
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
}

gboolean
lodge_card_emulator_start_finish (LodgeCardEmulator  *self,
                                  GAsyncResult       *result,
                                  GError            **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

GListModel *
lodge_card_emulator_get_readers (LodgeCardEmulator *self)
{
  return G_LIST_MODEL (self->readers);
}
