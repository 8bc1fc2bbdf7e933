/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads what a host can do out of libvirt's two documents about it:
 * https://libvirt.org/formatcaps.html and https://libvirt.org/formatdomaincaps.html. They come from
 * another computer: what is missing or makes no sense is passed over. */

#include "config.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "create/lodge-host-facts-private.h"

typedef xmlDoc XmlDoc;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XmlDoc, xmlFreeDoc)

static XmlDoc *
parse (const char *xml)
{
  gsize length = xml != NULL ? strlen (xml) : 0;

  if (length == 0 || length > G_MAXINT)
    return NULL;
  return xmlReadMemory (xml, (int) length, NULL, NULL,
                        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
}

static gboolean
is_element (const xmlNode *node,
            const char    *name)
{
  return node->type == XML_ELEMENT_NODE && xmlStrEqual (node->name, BAD_CAST name);
}

static xmlNode *
next_named (xmlNode    *node,
            const char *name)
{
  while (node != NULL && !is_element (node, name))
    node = node->next;
  return node;
}

/* The first element at a path of element names such as “os/loader”. */
static xmlNode *
find (xmlNode    *node,
      const char *path)
{
  g_auto(GStrv) names = g_strsplit (path, "/", -1);

  for (gsize i = 0; node != NULL && names[i] != NULL; i++)
    node = next_named (node->children, names[i]);
  return node;
}

static char *
dup_attribute (xmlNode    *node,
               const char *name)
{
  xmlChar *value = node != NULL ? xmlGetNoNsProp (node, BAD_CAST name) : NULL;
  char *text = g_strdup ((const char *) value);

  xmlFree (value);
  return text;
}

static gboolean
has_attribute (xmlNode    *node,
               const char *name,
               const char *expected)
{
  g_autofree char *value = dup_attribute (node, name);

  return g_strcmp0 (value, expected) == 0;
}

static char *
dup_text (xmlNode *node)
{
  xmlChar *value = node != NULL ? xmlNodeGetContent (node) : NULL;
  char *text = value != NULL ? g_strstrip (g_strdup ((const char *) value)) : NULL;

  xmlFree (value);
  return text;
}

/* The values of <enum name="..."> below the element at @path; never NULL. */
static GStrv
dup_enum (xmlNode    *root,
          const char *path,
          const char *name)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  xmlNode *parent = find (root, path);
  xmlNode *node = parent != NULL ? next_named (parent->children, "enum") : NULL;

  while (node != NULL && !has_attribute (node, "name", name))
    node = next_named (node->next, "enum");
  node = node != NULL ? next_named (node->children, "value") : NULL;
  for (; node != NULL; node = next_named (node->next, "value"))
    {
      g_autofree char *value = dup_text (node);

      g_strv_builder_add (builder, value);
    }
  return g_strv_builder_end (builder);
}

static gboolean
enum_has (xmlNode    *root,
          const char *path,
          const char *name,
          const char *value)
{
  g_auto(GStrv) values = dup_enum (root, path, name);

  return g_strv_contains ((const char *const *) values, value);
}

/* The <arch> of full virtualization for the host's own architecture, else the first there is. */
static xmlNode *
find_guest_arch (xmlNode    *root,
                 const char *arch)
{
  xmlNode *first = NULL;

  for (xmlNode *guest = find (root, "guest"); guest != NULL;
       guest = next_named (guest->next, "guest"))
    {
      g_autofree char *type = dup_text (find (guest, "os_type"));
      xmlNode *node = find (guest, "arch");

      if (node == NULL || g_strcmp0 (type, "hvm") != 0)
        continue;
      if (has_attribute (node, "name", arch))
        return node;
      if (first == NULL)
        first = node;
    }
  return first;
}

static gboolean
offers_domain (xmlNode    *arch,
               const char *type)
{
  xmlNode *node = find (arch, "domain");

  while (node != NULL && !has_attribute (node, "type", type))
    node = next_named (node->next, "domain");
  return node != NULL;
}

static gboolean
offers_machine (xmlNode    *arch,
                const char *machine)
{
  for (xmlNode *node = find (arch, "machine"); node != NULL;
       node = next_named (node->next, "machine"))
    {
      g_autofree char *text = dup_text (node);

      if (g_strcmp0 (text, machine) == 0)
        return TRUE;
    }
  return FALSE;
}

static char *
choose_virt_type (LodgeHostFacts *self,
                  xmlNode        *arch)
{
  if (self->kvm == LODGE_KVM_USABLE && offers_domain (arch, "kvm"))
    return g_strdup ("kvm");
  if (offers_domain (arch, "qemu"))
    return g_strdup ("qemu");
  return dup_attribute (find (arch, "domain"), "type");
}

static char *
choose_machine (xmlNode *arch)
{
  static const char *const preferred[] = { "q35", "virt", "pseries", "s390-ccw-virtio" };

  for (gsize i = 0; i < G_N_ELEMENTS (preferred); i++)
    if (offers_machine (arch, preferred[i]))
      return g_strdup (preferred[i]);
  return NULL;
}

/* <baselabel type="kvm">+64055:+64055</baselabel>: whom QEMU runs as. */
static void
read_qemu_user (LodgeHostFacts *self,
                xmlNode        *root)
{
  for (xmlNode *node = find (root, "host/secmodel"); node != NULL;
       node = next_named (node->next, "secmodel"))
    {
      g_autofree char *model = dup_text (find (node, "model"));
      g_autofree char *label = dup_text (find (node, "baselabel"));
      g_auto(GStrv) ids = NULL;

      if (g_strcmp0 (model, "dac") != 0 || label == NULL)
        continue;
      ids = g_strsplit (label, ":", 2);
      if (g_strv_length (ids) == 2)
        {
          self->qemu_uid = g_ascii_strtoll (ids[0], NULL, 10);
          self->qemu_gid = g_ascii_strtoll (ids[1], NULL, 10);
        }
    }
}

/**
 * lodge_host_facts_read_capabilities:
 * @self: facts that are being filled in; “kvm” is known
 * @xml: (nullable): the document of virConnectGetCapabilities()
 *
 * Reads architecture, type, machine and QEMU's user. Any thread.
 */
void
lodge_host_facts_read_capabilities (LodgeHostFacts *self,
                                    const char     *xml)
{
  g_autoptr(XmlDoc) doc = parse (xml);
  xmlNode *root = doc != NULL ? xmlDocGetRootElement (doc) : NULL;
  g_autofree char *host_arch = NULL;
  xmlNode *arch;

  if (root == NULL)
    return;

  host_arch = dup_text (find (root, "host/cpu/arch"));
  arch = find_guest_arch (root, host_arch);
  if (arch != NULL)
    {
      self->arch = dup_attribute (arch, "name");
      self->emulator = dup_text (find (arch, "emulator"));
      self->virt_type = choose_virt_type (self, arch);
      self->machine = choose_machine (arch);
    }
  read_qemu_user (self, root);
}

static gboolean
cpu_mode_supported (xmlNode    *root,
                    const char *mode)
{
  xmlNode *node = find (root, "cpu/mode");

  while (node != NULL && !has_attribute (node, "name", mode))
    node = next_named (node->next, "mode");
  return has_attribute (node, "supported", "yes");
}

/**
 * lodge_host_facts_read_domain_capabilities:
 * @self: facts that are being filled in
 * @xml: (nullable): the document of virConnectGetDomainCapabilities()
 *
 * Reads firmware, processor modes and devices. Any thread.
 */
void
lodge_host_facts_read_domain_capabilities (LodgeHostFacts *self,
                                           const char     *xml)
{
  g_autoptr(XmlDoc) doc = parse (xml);
  xmlNode *root = doc != NULL ? xmlDocGetRootElement (doc) : NULL;
  g_autofree char *max_vcpus = NULL;
  g_autofree char *emulator = NULL;

  if (root == NULL)
    return;

  emulator = dup_text (find (root, "path"));
  if (emulator != NULL)
    {
      g_free (self->emulator);
      self->emulator = g_steal_pointer (&emulator);
    }
  max_vcpus = dup_attribute (find (root, "vcpu"), "max");
  if (max_vcpus != NULL)
    self->max_vcpus = (guint) CLAMP (g_ascii_strtoll (max_vcpus, NULL, 10), 0, 65535);

  self->knows_devices = find (root, "devices") != NULL;
  self->has_uefi = enum_has (root, "os", "firmware", "efi");
  self->has_secure_boot = self->has_uefi && enum_has (root, "os/loader", "secure", "yes");
  self->has_tpm = enum_has (root, "devices/tpm", "backendModel", "emulator");
  self->has_spice = enum_has (root, "devices/graphics", "type", "spice");
  self->has_cpu_maximum = cpu_mode_supported (root, "maximum");
  self->has_host_passthrough = cpu_mode_supported (root, "host-passthrough");
  g_strfreev (self->video_models);
  self->video_models = dup_enum (root, "devices/video", "modelType");
  g_strfreev (self->hyperv_features);
  self->hyperv_features = dup_enum (root, "features/hyperv", "features");
}
