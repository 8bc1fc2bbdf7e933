/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The only file that calls libosinfo: it copies what Lodge wants to know out of the database, and
 * matches media against it. Blocks: for workers only. */

#include "config.h"

#include "create/lodge-os-load.h"

#include <glib/gi18n-lib.h>
#include <osinfo/osinfo.h>

#include "base/lodge-error.h"
#include "base/lodge-leaks.h"
#include "base/lodge-thread.h"

static const struct {
  const char *id;
  LodgeOsDevices devices;
} known_devices[] = {
  { "http://pcisig.com/pci/1af4/1001", LODGE_OS_VIRTIO_DISK },
  { "http://pcisig.com/pci/1af4/1042", LODGE_OS_VIRTIO_DISK },
  { "http://pcisig.com/pci/1af4/1000", LODGE_OS_VIRTIO_NET },
  { "http://pcisig.com/pci/1af4/1041", LODGE_OS_VIRTIO_NET },
  { "http://pcisig.com/pci/1af4/1050", LODGE_OS_VIRTIO_VIDEO },
  { "http://pcisig.com/pci/1af4/1005", LODGE_OS_VIRTIO_RNG },
  { "http://pcisig.com/pci/1af4/1044", LODGE_OS_VIRTIO_RNG },
  { "http://pcisig.com/pci/1b36/0100", LODGE_OS_QXL },
  { "http://pcisig.com/pci/1b36/0004", LODGE_OS_XHCI },
  { "http://pcisig.com/pci/1033/0194", LODGE_OS_XHCI },
  { "http://qemu.org/chipset/x86/q35", LODGE_OS_Q35 },
  { "http://pcisig.com/pci/8086/10d3", LODGE_OS_E1000E },
  { "http://pcisig.com/pci/10ec/8139", LODGE_OS_RTL8139 },
};

static LodgeOsDevices
read_devices (OsinfoOs *os)
{
  g_autoptr(OsinfoDeviceList) list = osinfo_os_get_all_devices (os, NULL);
  int length = osinfo_list_get_length (OSINFO_LIST (list));
  LodgeOsDevices devices = 0;

  for (int i = 0; i < length; i++)
    {
      OsinfoEntity *device = osinfo_list_get_nth (OSINFO_LIST (list), i);

      for (gsize j = 0; j < G_N_ELEMENTS (known_devices); j++)
        if (g_strcmp0 (osinfo_entity_get_id (device), known_devices[j].id) == 0)
          devices |= known_devices[j].devices;
    }
  return devices;
}

static gboolean
is_past (const char *date)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

  return date != NULL && strcmp (date, today) < 0;
}

static LodgeOs *
read_system (OsinfoOs *os)
{
  OsinfoProduct *product = OSINFO_PRODUCT (os);
  const char *id = osinfo_entity_get_id (OSINFO_ENTITY (os));
  LodgeOsFacts facts = {
    .id = id,
    .short_id = osinfo_product_get_short_id (product),
    .name = osinfo_product_get_name (product),
    .vendor = osinfo_product_get_vendor (product),
    .family = osinfo_os_get_family (os),
    .distro = osinfo_os_get_distro (os),
    .release_date = osinfo_product_get_release_date_string (product),
    .end_of_life = is_past (osinfo_product_get_eol_date_string (product)),
    .generic = id != NULL && g_str_has_prefix (id, "http://libosinfo.org/"),
    .devices = read_devices (os),
  };

  if (id == NULL || facts.name == NULL || g_str_equal (id, LODGE_OS_UNKNOWN_ID))
    return NULL;
  if (facts.short_id == NULL)
    facts.short_id = "";
  return lodge_os_new (&facts);
}

/* -1 where libosinfo says nothing. */
static guint64
positive (gint64 value)
{
  return value > 0 ? (guint64) value : 0;
}

static LodgeOsResources *
advice_for (GArray     *advice,
            const char *arch)
{
  LodgeOsAdvice new_advice = { 0 };

  for (guint i = 0; i < advice->len; i++)
    {
      LodgeOsAdvice *found = &g_array_index (advice, LodgeOsAdvice, i);

      if (g_strcmp0 (found->arch, arch) == 0)
        return &found->resources;
    }
  new_advice.arch = g_strdup (arch);
  g_array_append_val (advice, new_advice);
  return &g_array_index (advice, LodgeOsAdvice, advice->len - 1).resources;
}

static void
read_resources (GArray              *advice,
                OsinfoResourcesList *list,
                gboolean             recommended)
{
  int length = osinfo_list_get_length (OSINFO_LIST (list));

  for (int i = 0; i < length; i++)
    {
      OsinfoResources *from = OSINFO_RESOURCES (osinfo_list_get_nth (OSINFO_LIST (list), i));
      LodgeOsResources *to = advice_for (advice, osinfo_resources_get_architecture (from));
      guint64 ram = positive (osinfo_resources_get_ram (from));
      guint64 storage = positive (osinfo_resources_get_storage (from));
      guint cpus = (guint) MAX (osinfo_resources_get_n_cpus (from), 0);

      *(recommended ? &to->memory_recommended : &to->memory_minimum) = ram;
      *(recommended ? &to->disk_recommended : &to->disk_minimum) = storage;
      *(recommended ? &to->cpus_recommended : &to->cpus_minimum) = cpus;
    }
}

static void
read_firmware (GArray   *advice,
               OsinfoOs *os)
{
  g_autoptr(OsinfoFirmwareList) list = osinfo_os_get_complete_firmware_list (os, NULL);
  int length = osinfo_list_get_length (OSINFO_LIST (list));

  for (int i = 0; i < length; i++)
    {
      OsinfoFirmware *firmware = OSINFO_FIRMWARE (osinfo_list_get_nth (OSINFO_LIST (list), i));

      if (g_strcmp0 (osinfo_firmware_get_firmware_type (firmware), "bios") == 0 &&
          !osinfo_firmware_is_supported (firmware))
        advice_for (advice, osinfo_firmware_get_architecture (firmware))->uefi_only = TRUE;
    }
}

static void
advice_clear (gpointer data)
{
  g_free (((LodgeOsAdvice *) data)->arch);
}

static GArray *
read_advice (OsinfoOs *os,
             gboolean  windows)
{
  GArray *advice = g_array_new (FALSE, TRUE, sizeof (LodgeOsAdvice));
  g_autoptr(OsinfoResourcesList) minimum = osinfo_os_get_minimum_resources (os);
  g_autoptr(OsinfoResourcesList) recommended = osinfo_os_get_recommended_resources (os);

  g_array_set_clear_func (advice, advice_clear);
  read_resources (advice, minimum, FALSE);
  read_resources (advice, recommended, TRUE);
  read_firmware (advice, os);
  if (windows)
    advice_for (advice, "all")->windows = TRUE;
  return advice;
}

static void
add_unknown (LodgeOsData *self)
{
  const LodgeOsFacts facts = {
    .id = LODGE_OS_UNKNOWN_ID,
    .short_id = "unknown",
    .name = _("Other or unknown"),
    .generic = TRUE,
  };

  g_ptr_array_add (self->systems, lodge_os_new (&facts));
}

static int
compare_cb (gconstpointer a,
            gconstpointer b)
{
  return lodge_os_compare (*(LodgeOs *const *) a, *(LodgeOs *const *) b, NULL);
}

/**
 * lodge_os_data_load:
 * @error: where the error goes
 *
 * Reads the database of the system and of the user. Blocks: never on the main thread.
 *
 * Returns: (transfer full): what is in it; never %NULL: without a database there is the unknown
 *   system alone, and @error is set
 */
LodgeOsData *
lodge_os_data_load (GError **error)
{
  g_autoptr(OsinfoLoader) loader = NULL;
  g_autoptr(OsinfoOsList) list = NULL;
  LodgeOsData *self = g_new0 (LodgeOsData, 1);

  LODGE_ASSERT_WORKER ();

  g_atomic_ref_count_init (&self->ref_count);
  self->systems = g_ptr_array_new_with_free_func (g_object_unref);
  self->advice = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) g_array_unref);

  loader = osinfo_loader_new ();
  /* libosinfo 1.10 keeps the list of nodes of each file. */
  LODGE_FOREIGN_LEAKS_BEGIN
  osinfo_loader_process_default_path (loader, error);
  LODGE_FOREIGN_LEAKS_END
  self->db = g_object_ref (osinfo_loader_get_db (loader));
  list = osinfo_db_get_os_list (self->db);

  for (int i = 0; i < osinfo_list_get_length (OSINFO_LIST (list)); i++)
    {
      OsinfoOs *os = OSINFO_OS (osinfo_list_get_nth (OSINFO_LIST (list), i));
      LodgeOs *system = read_system (os);

      if (system == NULL)
        continue;
      g_ptr_array_add (self->systems, system);
      g_hash_table_insert (self->advice, g_strdup (lodge_os_get_id (system)),
                           read_advice (os, lodge_os_is_windows (system)));
    }
  add_unknown (self);
  g_ptr_array_sort (self->systems, compare_cb);
  return self;
}

/**
 * lodge_os_data_ref:
 * @self: the data
 *
 * Returns: (transfer full): @self
 */
LodgeOsData *
lodge_os_data_ref (LodgeOsData *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * lodge_os_data_unref:
 * @self: (transfer full): the data
 *
 * Drops a reference. Any thread.
 */
void
lodge_os_data_unref (LodgeOsData *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->systems);
  g_hash_table_unref (self->advice);
  g_clear_object (&self->db);
  g_free (self);
}

/**
 * lodge_os_data_match:
 * @self: the data
 * @media: what lodge_media_read() found; gets “os_id” and “live”
 * @cancellable: (nullable): stops the reading
 *
 * Looks the medium up in libosinfo's database. That it is not in there, or that libosinfo cannot
 * make sense of it, is no error. Blocks: never on the main thread.
 */
void
lodge_os_data_match (LodgeOsData  *self,
                     LodgeMedia   *media,
                     GCancellable *cancellable)
{
  /* libosinfo waits in a nested loop over the thread's own context. */
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(OsinfoMedia) found = NULL;
  g_autoptr(OsinfoOs) os = NULL;
  g_autofree char *uri = NULL;

  LODGE_ASSERT_WORKER ();

  uri = g_filename_to_uri (media->path, NULL, NULL);
  if (uri == NULL)
    return;

  g_main_context_push_thread_default (context);
  /* And what it read of a volume's descriptor. */
  LODGE_FOREIGN_LEAKS_BEGIN
  found = osinfo_media_create_from_location_with_flags (uri, cancellable, 0, NULL);
  LODGE_FOREIGN_LEAKS_END
  if (found != NULL && osinfo_db_identify_media (self->db, found))
    {
      os = osinfo_media_get_os (found);
      media->live = osinfo_media_get_live (found);
    }
  if (os != NULL)
    media->os_id = g_strdup (osinfo_entity_get_id (OSINFO_ENTITY (os)));
  g_main_context_pop_thread_default (context);
}
