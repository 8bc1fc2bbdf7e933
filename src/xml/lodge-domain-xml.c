/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A machine's description, read once from the document and immutable from then on. */

#include "config.h"

#include "xml/lodge-domain-xml.h"

#include "base/lodge-units.h"
#include "xml/lodge-xml-private.h"

#define MAX_DEVICES 4096

struct _LodgeDomainXml
{
  gatomicrefcount ref_count;

  char *text;
  char *uuid;
  char *name;
  char *title;
  char *description;
  char *type;
  char *arch;
  char *machine;
  char *os_id;
  gboolean uefi;
  guint64 memory;
  guint vcpus;
  GPtrArray *devices; /* LodgeDeviceXml */
};

typedef struct {
  const char *unit;
  guint64 bytes;
} Unit;

/* formatdomain.html, “Memory Allocation”. */
static const Unit units[] = {
  { "b", 1 }, { "bytes", 1 },
  { "KB", 1000 }, { "k", LODGE_KIB }, { "KiB", LODGE_KIB },
  { "MB", 1000 * 1000 }, { "M", LODGE_MIB }, { "MiB", LODGE_MIB },
  { "GB", 1000 * 1000 * 1000 }, { "G", LODGE_GIB }, { "GiB", LODGE_GIB },
  { "TB", 1000000000000ULL }, { "T", 1024 * LODGE_GIB }, { "TiB", 1024 * LODGE_GIB },
};

G_DEFINE_BOXED_TYPE (LodgeDomainXml, lodge_domain_xml, lodge_domain_xml_ref, lodge_domain_xml_unref)

static guint64
read_number (xmlNode *node)
{
  g_autofree char *text = lodge_xml_text (node);

  if (text == NULL || *g_strstrip (text) == '-')
    return 0;
  return g_ascii_strtoull (text, NULL, 10);
}

static guint64
read_memory (xmlNode *node)
{
  g_autofree char *unit = lodge_xml_attribute (node, "unit");
  guint64 number = read_number (node);
  guint64 factor = LODGE_KIB;

  for (guint i = 0; unit != NULL && i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (unit, units[i].unit))
      factor = units[i].bytes;
  return number <= G_MAXUINT64 / factor ? number * factor : 0;
}

/* Firmware that libvirt chose (firmware=efi), or a loader of type pflash. */
static gboolean
read_uefi (xmlNode *os)
{
  g_autofree char *firmware = lodge_xml_attribute (os, "firmware");
  g_autofree char *loader = lodge_xml_attribute (lodge_xml_child (os, "loader"), "type");

  return g_strcmp0 (firmware, "efi") == 0 || g_strcmp0 (loader, "pflash") == 0;
}

/* <metadata><libosinfo:libosinfo><libosinfo:os id='…'/>; libxml2 keeps names without prefix. */
static char *
read_os_id (xmlNode *root)
{
  xmlNode *info = lodge_xml_child (lodge_xml_child (root, "metadata"), "libosinfo");

  return lodge_xml_attribute (lodge_xml_child (info, "os"), "id");
}

static void
read_os (LodgeDomainXml *self,
         xmlNode        *os)
{
  xmlNode *type = lodge_xml_child (os, "type");

  self->arch = lodge_xml_attribute (type, "arch");
  self->machine = lodge_xml_attribute (type, "machine");
  self->uefi = read_uefi (os);
}

static void
read_devices (LodgeDomainXml *self,
              xmlNode        *devices)
{
  if (devices == NULL)
    return;

  for (xmlNode *node = devices->children; node != NULL; node = node->next)
    {
      if (node->type != XML_ELEMENT_NODE || g_str_equal (node->name, "emulator"))
        continue;
      if (self->devices->len == MAX_DEVICES)
        break;
      g_ptr_array_add (self->devices, lodge_device_xml_new (node));
    }
}

static void
count_label (GHashTable     *counts,
             LodgeDeviceXml *device)
{
  const char *label = lodge_device_xml_get_label (device);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, label));

  g_hash_table_insert (counts, g_strdup (label), GUINT_TO_POINTER (n + 1));
}

/* “Disk 1”, “Disk 2”, but “Network Card” where there is one. */
static void
number_devices (GPtrArray *devices)
{
  g_autoptr(GHashTable) totals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < devices->len; i++)
    count_label (totals, g_ptr_array_index (devices, i));
  for (guint i = 0; i < devices->len; i++)
    {
      LodgeDeviceXml *device = g_ptr_array_index (devices, i);
      g_autofree char *label = g_strdup (lodge_device_xml_get_label (device));

      if (GPOINTER_TO_UINT (g_hash_table_lookup (totals, label)) < 2)
        continue;
      count_label (seen, device);
      lodge_device_xml_set_number (device, GPOINTER_TO_UINT (g_hash_table_lookup (seen, label)));
    }
}

static void
read_root (LodgeDomainXml *self,
           xmlNode        *root)
{
  self->type = lodge_xml_attribute (root, "type");
  self->uuid = lodge_xml_text (lodge_xml_child (root, "uuid"));
  self->name = lodge_xml_text (lodge_xml_child (root, "name"));
  self->title = lodge_xml_text (lodge_xml_child (root, "title"));
  self->description = lodge_xml_text (lodge_xml_child (root, "description"));
  self->os_id = read_os_id (root);
  self->memory = read_memory (lodge_xml_child (root, "memory"));
  self->vcpus = (guint) MIN (read_number (lodge_xml_child (root, "vcpu")), G_MAXUINT);
  read_os (self, lodge_xml_child (root, "os"));
  read_devices (self, lodge_xml_child (root, "devices"));
  number_devices (self->devices);
}

/**
 * lodge_domain_xml_new:
 * @text: a `<domain>` document
 * @error: where the error goes
 *
 * Reads a document. Any thread. Format: https://libvirt.org/formatdomain.html.
 *
 * Returns: (transfer full): the description; %NULL with %LODGE_ERROR_INVALID
 */
LodgeDomainXml *
lodge_domain_xml_new (const char  *text,
                      GError     **error)
{
  LodgeDomainXml *self;
  xmlDoc *doc;

  g_return_val_if_fail (text != NULL, NULL);

  doc = lodge_xml_parse (text, "domain", error);
  if (doc == NULL)
    return NULL;

  self = g_new0 (LodgeDomainXml, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->text = g_strdup (text);
  self->devices = g_ptr_array_new_with_free_func (g_object_unref);
  read_root (self, xmlDocGetRootElement (doc));
  xmlFreeDoc (doc);
  return self;
}

/**
 * lodge_domain_xml_ref:
 * @self: a description
 *
 * Takes a reference. Any thread.
 *
 * Returns: (transfer full): @self
 */
LodgeDomainXml *
lodge_domain_xml_ref (LodgeDomainXml *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * lodge_domain_xml_unref:
 * @self: (transfer full): a description
 *
 * Drops a reference. Any thread.
 */
void
lodge_domain_xml_unref (LodgeDomainXml *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->text);
  g_free (self->uuid);
  g_free (self->name);
  g_free (self->title);
  g_free (self->description);
  g_free (self->type);
  g_free (self->arch);
  g_free (self->machine);
  g_free (self->os_id);
  g_ptr_array_unref (self->devices);
  g_free (self);
}

/**
 * lodge_domain_xml_get_text:
 * @self: a description
 *
 * Gets the document as it was given.
 *
 * Returns: (transfer none): the XML
 */
const char *
lodge_domain_xml_get_text (const LodgeDomainXml *self)
{
  return self->text;
}

/**
 * lodge_domain_xml_get_uuid:
 * @self: a description
 *
 * Gets the machine's UUID.
 *
 * Returns: (transfer none) (nullable): the UUID
 */
const char *
lodge_domain_xml_get_uuid (const LodgeDomainXml *self)
{
  return self->uuid;
}

/**
 * lodge_domain_xml_get_name:
 * @self: a description
 *
 * Gets the machine's name.
 *
 * Returns: (transfer none) (nullable): the name
 */
const char *
lodge_domain_xml_get_name (const LodgeDomainXml *self)
{
  return self->name;
}

/**
 * lodge_domain_xml_get_title:
 * @self: a description
 *
 * Gets the free title that is shown in place of the name.
 *
 * Returns: (transfer none) (nullable): the title
 */
const char *
lodge_domain_xml_get_title (const LodgeDomainXml *self)
{
  return self->title;
}

/**
 * lodge_domain_xml_get_description:
 * @self: a description
 *
 * Gets the user's notes.
 *
 * Returns: (transfer none) (nullable): the notes
 */
const char *
lodge_domain_xml_get_description (const LodgeDomainXml *self)
{
  return self->description;
}

/**
 * lodge_domain_xml_get_type_name:
 * @self: a description
 *
 * Gets the kind of virtualization: kvm, qemu, test.
 *
 * Returns: (transfer none) (nullable): the name
 */
const char *
lodge_domain_xml_get_type_name (const LodgeDomainXml *self)
{
  return self->type;
}

/**
 * lodge_domain_xml_get_arch:
 * @self: a description
 *
 * Gets the processor architecture, such as x86_64.
 *
 * Returns: (transfer none) (nullable): the architecture
 */
const char *
lodge_domain_xml_get_arch (const LodgeDomainXml *self)
{
  return self->arch;
}

/**
 * lodge_domain_xml_get_machine:
 * @self: a description
 *
 * Gets the machine type, such as pc-q35-7.2.
 *
 * Returns: (transfer none) (nullable): the type
 */
const char *
lodge_domain_xml_get_machine (const LodgeDomainXml *self)
{
  return self->machine;
}

/**
 * lodge_domain_xml_is_uefi:
 * @self: a description
 *
 * Tells whether the firmware is UEFI.
 *
 * Returns: %FALSE for BIOS and for anything that is not known
 */
gboolean
lodge_domain_xml_is_uefi (const LodgeDomainXml *self)
{
  return self->uefi;
}

/**
 * lodge_domain_xml_get_os_id:
 * @self: a description
 *
 * Gets the operating system's libosinfo id, as an installer left it in the metadata.
 *
 * Returns: (transfer none) (nullable): the id
 */
const char *
lodge_domain_xml_get_os_id (const LodgeDomainXml *self)
{
  return self->os_id;
}

/**
 * lodge_domain_xml_get_memory:
 * @self: a description
 *
 * Gets the largest amount of memory the machine may use.
 *
 * Returns: bytes; 0 when not known
 */
guint64
lodge_domain_xml_get_memory (const LodgeDomainXml *self)
{
  return self->memory;
}

/**
 * lodge_domain_xml_get_vcpus:
 * @self: a description
 *
 * Gets the number of virtual CPUs.
 *
 * Returns: the number; 0 when not known
 */
guint
lodge_domain_xml_get_vcpus (const LodgeDomainXml *self)
{
  return self->vcpus;
}

/**
 * lodge_domain_xml_get_devices:
 * @self: a description
 *
 * Gets all devices in the order of the document.
 *
 * Returns: (transfer none) (element-type LodgeDeviceXml): the devices
 */
GPtrArray *
lodge_domain_xml_get_devices (const LodgeDomainXml *self)
{
  return self->devices;
}
