/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The documents of a plan, built as trees: https://libvirt.org/formatdomain.html and
 * https://libvirt.org/formatstorage.html. Devices are chosen so that a known system finds drivers,
 * and an unknown one finds the most common hardware. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <sys/un.h>

#include "base/lodge-error.h"
#include "base/lodge-units.h"
#include "create/lodge-host-facts-private.h"
#include "create/lodge-plan-private.h"

#define OSINFO_NAMESPACE "http://libosinfo.org/xmlns/libvirt/domain/1.0"

typedef xmlDoc XmlDoc;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XmlDoc, xmlFreeDoc)

typedef struct {
  const LodgeRecipeValues *values;
  const LodgeHostFacts *facts;
  const char *disk_path;  /* nullable */
  const char *machine;    /* nullable */
  gboolean x86;
  gboolean q35;
  gboolean kvm;
  gboolean uefi;
  gboolean spice;
  gboolean known_os;
} Builder;

/* A child element; then attribute name, value, ... and NULL. */
static xmlNode *
element (xmlNode    *parent,
         const char *name,
         ...)
{
  xmlNode *node = xmlNewChild (parent, NULL, BAD_CAST name, NULL);
  const char *attribute;
  va_list args;

  va_start (args, name);
  while ((attribute = va_arg (args, const char *)) != NULL)
    xmlNewProp (node, BAD_CAST attribute, BAD_CAST va_arg (args, const char *));
  va_end (args);
  return node;
}

static xmlNode *
text_element (xmlNode    *parent,
              const char *name,
              const char *text)
{
  return xmlNewTextChild (parent, NULL, BAD_CAST name, BAD_CAST text);
}

static xmlNode *
number_element (xmlNode    *parent,
                const char *name,
                guint64     number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  return text_element (parent, name, text);
}

static char *
print (XmlDoc *doc)
{
  xmlBuffer *buffer = xmlBufferCreate ();
  char *text;

  xmlNodeDump (buffer, doc, xmlDocGetRootElement (doc), 0, 1);
  text = g_strdup_printf ("%s\n", (const char *) xmlBufferContent (buffer));
  xmlBufferFree (buffer);
  return text;
}

static XmlDoc *
new_document (const char *name)
{
  XmlDoc *doc = xmlNewDoc (BAD_CAST "1.0");

  xmlDocSetRootElement (doc, xmlNewDocNode (doc, NULL, BAD_CAST name, NULL));
  return doc;
}

static gboolean
has_driver (const Builder  *self,
            LodgeOsDevices  device)
{
  return (self->values->devices & device) != 0;
}

static void
add_metadata (const Builder *self,
              xmlNode       *domain)
{
  xmlNode *metadata, *info, *os;
  xmlNs *ns;

  if (!self->known_os)
    return;

  metadata = element (domain, "metadata", NULL);
  info = xmlNewChild (metadata, NULL, BAD_CAST "libosinfo", NULL);
  ns = xmlNewNs (info, BAD_CAST OSINFO_NAMESPACE, BAD_CAST "libosinfo");
  xmlSetNs (info, ns);
  os = xmlNewChild (info, ns, BAD_CAST "os", NULL);
  xmlNewProp (os, BAD_CAST "id", BAD_CAST self->values->os_id);
}

/* Windows wants Secure Boot; others are easier to start without it. */
static void
add_os (const Builder *self,
        xmlNode       *domain)
{
  xmlNode *os = element (domain, "os", NULL);
  xmlNode *type = text_element (os, "type", "hvm");
  gboolean secure = self->values->resources.windows && self->facts->has_secure_boot;
  xmlNode *firmware;

  xmlNewProp (type, BAD_CAST "arch", BAD_CAST self->facts->arch);
  if (self->machine != NULL)
    xmlNewProp (type, BAD_CAST "machine", BAD_CAST self->machine);
  if (!self->uefi)
    return;

  xmlNewProp (os, BAD_CAST "firmware", BAD_CAST "efi");
  if (!self->x86)
    return;
  firmware = element (os, "firmware", NULL);
  element (firmware, "feature", "enabled", secure ? "yes" : "no", "name", "secure-boot", NULL);
  if (secure)
    element (firmware, "feature", "enabled", "yes", "name", "enrolled-keys", NULL);
}

static void
add_hyperv (const Builder *self,
            xmlNode       *features)
{
  static const char *const wanted[] = {
    "relaxed", "vapic", "spinlocks", "vpindex", "runtime", "synic", "stimer", "frequencies",
  };
  const char *const *offered = (const char *const *) self->facts->hyperv_features;
  xmlNode *hyperv = NULL;

  if (!self->kvm || !self->values->resources.windows || offered == NULL)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      xmlNode *node;

      if (!g_strv_contains (offered, wanted[i]))
        continue;
      if (hyperv == NULL)
        hyperv = element (features, "hyperv", "mode", "custom", NULL);
      node = element (hyperv, wanted[i], "state", "on", NULL);
      if (g_str_equal (wanted[i], "spinlocks"))
        xmlNewProp (node, BAD_CAST "retries", BAD_CAST "8191");
    }
}

static void
add_features (const Builder *self,
              xmlNode       *domain)
{
  xmlNode *features;

  if (!self->x86)
    return;

  features = element (domain, "features", NULL);
  element (features, "acpi", NULL);
  element (features, "apic", NULL);
  add_hyperv (self, features);
  if (self->machine != NULL)
    element (features, "vmport", "state", "off", NULL);
  if (self->uefi && self->values->resources.windows && self->facts->has_secure_boot)
    element (features, "smm", "state", "on", NULL);
}

static void
add_cpu (const Builder *self,
         xmlNode       *domain)
{
  g_autofree char *cores = g_strdup_printf ("%u", self->values->cpus);
  xmlNode *cpu = NULL;

  if (self->kvm && self->facts->has_host_passthrough)
    cpu = element (domain, "cpu", "mode", "host-passthrough", "check", "none",
                   "migratable", "on", NULL);
  else if (self->kvm)
    cpu = element (domain, "cpu", "mode", "host-model", NULL);
  else if (self->facts->has_cpu_maximum)
    cpu = element (domain, "cpu", "mode", "maximum", NULL);

  /* One socket: some systems use no more than two of them. */
  if (cpu != NULL)
    element (cpu, "topology", "sockets", "1", "dies", "1", "cores", cores, "threads", "1", NULL);
}

static void
add_clock (const Builder *self,
           xmlNode       *domain)
{
  gboolean windows = self->values->resources.windows;
  xmlNode *clock = element (domain, "clock", "offset", windows ? "localtime" : "utc", NULL);

  if (!self->x86)
    return;
  element (clock, "timer", "name", "rtc", "tickpolicy", "catchup", NULL);
  element (clock, "timer", "name", "pit", "tickpolicy", "delay", NULL);
  element (clock, "timer", "name", "hpet", "present", "no", NULL);
  if (windows && self->kvm)
    element (clock, "timer", "name", "hypervclock", "present", "yes", NULL);
}

static void
add_lifecycle (const Builder *self,
               xmlNode       *domain)
{
  xmlNode *pm;

  text_element (domain, "on_poweroff", "destroy");
  text_element (domain, "on_reboot", "restart");
  text_element (domain, "on_crash", "destroy");
  if (!self->x86 || self->machine == NULL)
    return;

  pm = element (domain, "pm", NULL);
  element (pm, "suspend-to-mem", "enabled", "no", NULL);
  element (pm, "suspend-to-disk", "enabled", "no", NULL);
}

/* The bus of everything that is not virtio. */
static const char *
plain_bus (const Builder *self)
{
  if (self->q35)
    return "sata";
  return self->x86 ? "ide" : "scsi";
}

static void
add_disk (const Builder *self,
          xmlNode       *devices)
{
  gboolean virtio = has_driver (self, LODGE_OS_VIRTIO_DISK) || !self->x86;
  const char *bus = virtio ? "virtio" : plain_bus (self);
  const char *target = virtio ? "vda" : g_str_equal (bus, "ide") ? "hda" : "sda";
  xmlNode *disk;

  if (self->disk_path == NULL)
    return;

  disk = element (devices, "disk", "type", "file", "device", "disk", NULL);
  element (disk, "driver", "name", "qemu", "type", "qcow2", "discard", "unmap", NULL);
  element (disk, "source", "file", self->disk_path, NULL);
  element (disk, "target", "dev", target, "bus", bus, NULL);
  element (disk, "boot", "order", "1", NULL);
}

/* An empty disk is passed over at the first start, and the medium comes next. */
static void
add_media (const Builder *self,
           xmlNode       *devices)
{
  const char *bus = plain_bus (self);
  gboolean drive = g_str_has_prefix (self->values->media_path, "/dev/");
  xmlNode *disk = element (devices, "disk", "type", drive ? "block" : "file",
                           "device", "cdrom", NULL);

  element (disk, "driver", "name", "qemu", "type", "raw", NULL);
  element (disk, "source", drive ? "dev" : "file", self->values->media_path, NULL);
  element (disk, "target", "dev", g_str_equal (bus, "ide") ? "hdc" : "sdb", "bus", bus, NULL);
  element (disk, "readonly", NULL);
  element (disk, "boot", "order", self->disk_path != NULL ? "2" : "1", NULL);
}

static const char *
nic_model (const Builder *self)
{
  if (has_driver (self, LODGE_OS_VIRTIO_NET) || !self->x86)
    return "virtio";
  if (self->q35 && (!self->known_os || has_driver (self, LODGE_OS_E1000E)))
    return "e1000e";
  return has_driver (self, LODGE_OS_RTL8139) ? "rtl8139" : "e1000";
}

static void
add_network (const Builder *self,
             xmlNode       *devices)
{
  LodgeNetworkChoice *network = self->values->network;
  const char *name = lodge_network_choice_get_name (network);
  xmlNode *interface;

  switch (lodge_network_choice_get_kind (network))
    {
    case LODGE_NETWORK_USER:
      interface = element (devices, "interface", "type", "user", NULL);
      break;

    case LODGE_NETWORK_VIRTUAL:
      interface = element (devices, "interface", "type", "network", NULL);
      element (interface, "source", "network", name, NULL);
      break;

    case LODGE_NETWORK_BRIDGE:
      interface = element (devices, "interface", "type", "bridge", NULL);
      element (interface, "source", "bridge", name, NULL);
      break;

    case LODGE_NETWORK_NONE:
    default:
      return;
    }
  element (interface, "model", "type", nic_model (self), NULL);
}

/* The screen is reached through a file descriptor that libvirt hands out: no port is opened. */
static void
add_graphics (const Builder *self,
              xmlNode       *devices)
{
  xmlNode *graphics;

  if (!self->spice)
    {
      graphics = element (devices, "graphics", "type", "vnc", NULL);
      element (graphics, "listen", "type", "socket", NULL);
      return;
    }
  graphics = element (devices, "graphics", "type", "spice", NULL);
  element (graphics, "listen", "type", "none", NULL);
  element (graphics, "image", "compression", "off", NULL);
  element (graphics, "gl", "enable", "no", NULL);
}

static gboolean
offers_video (const Builder *self,
              const char    *model)
{
  const char *const *models = (const char *const *) self->facts->video_models;

  return models != NULL && g_strv_contains (models, model);
}

/* Until a driver takes over, each of them is a plain VGA; virtio is the one that can be resized by
 * every newer system, also by those that libosinfo has not heard of. */
static const char *
video_model (const Builder *self)
{
  if (offers_video (self, "virtio") &&
      (!self->known_os || has_driver (self, LODGE_OS_VIRTIO_VIDEO)))
    return "virtio";
  if (self->spice && offers_video (self, "qxl") && has_driver (self, LODGE_OS_QXL))
    return "qxl";
  return self->x86 ? "vga" : "virtio";
}

static void
add_video (const Builder *self,
           xmlNode       *devices)
{
  xmlNode *video = element (devices, "video", NULL);

  element (video, "model", "type", video_model (self), NULL);
}

static void
add_usb (const Builder *self,
         xmlNode       *devices)
{
  gboolean xhci = self->q35 || !self->x86;

  if (xhci)
    element (devices, "controller", "type", "usb", "model", "qemu-xhci", "ports", "15", NULL);
  element (devices, "input", "type", "tablet", "bus", "usb", NULL);
  if (!self->x86)
    element (devices, "input", "type", "keyboard", "bus", "usb", NULL);
  for (guint i = 0; xhci && self->spice && i < 2; i++)
    element (devices, "redirdev", "bus", "usb", "type", "spicevmc", NULL);
}

/* libvirt puts the agent's socket into a folder named for the machine, with 20 letters of its name
 * at most; below a long home directory, that is longer than a socket's address may be. */
static gboolean
agent_socket_fits (const Builder *self)
{
  const char *name = self->values->name;
  gsize length = MIN (g_utf8_strlen (name, -1), 20);
  gsize bytes = (gsize) (g_utf8_offset_to_pointer (name, (glong) length) - name);

  return self->facts->socket_dir == NULL ||
         strlen (self->facts->socket_dir) + strlen ("/channel/target/domain-9999-") + bytes +
         strlen ("/org.qemu.guest_agent.0") < sizeof ((struct sockaddr_un *) NULL)->sun_path;
}

static void
add_channels (const Builder *self,
              xmlNode       *devices)
{
  xmlNode *node;

  node = element (devices, "serial", "type", "pty", NULL);
  element (node, "target", "port", "0", NULL);
  node = element (devices, "console", "type", "pty", NULL);
  element (node, "target", "type", "serial", "port", "0", NULL);

  if (agent_socket_fits (self))
    {
      node = element (devices, "channel", "type", "unix", NULL);
      element (node, "target", "type", "virtio", "name", "org.qemu.guest_agent.0", NULL);
    }
  if (!self->spice)
    return;
  node = element (devices, "channel", "type", "spicevmc", NULL);
  element (node, "target", "type", "virtio", "name", "com.redhat.spice.0", NULL);
}

static void
add_small_devices (const Builder *self,
                   xmlNode       *devices)
{
  xmlNode *node;

  if (self->x86)
    element (devices, "sound", "model", self->q35 ? "ich9" : "ich6", NULL);
  if (lodge_recipe_values_has_tpm (self->values))
    {
      node = element (devices, "tpm", "model", self->x86 ? "tpm-crb" : "tpm-tis", NULL);
      element (node, "backend", "type", "emulator", "version", "2.0", NULL);
    }
  node = element (devices, "memballoon", "model", "virtio", NULL);
  element (node, "stats", "period", "5", NULL);
  node = element (devices, "rng", "model", "virtio", NULL);
  node = text_element (node, "backend", "/dev/urandom");
  xmlNewProp (node, BAD_CAST "model", BAD_CAST "random");
}

static void
add_devices (const Builder *self,
             xmlNode       *domain)
{
  xmlNode *devices = element (domain, "devices", NULL);

  add_disk (self, devices);
  add_media (self, devices);
  add_network (self, devices);
  add_graphics (self, devices);
  add_video (self, devices);
  add_usb (self, devices);
  add_channels (self, devices);
  add_small_devices (self, devices);
}

/* The older chipset for systems that are known and do not know the newer one. */
static const char *
choose_machine (const Builder *self)
{
  if (g_strcmp0 (self->facts->machine, "q35") != 0)
    return self->facts->machine;
  return self->known_os && !has_driver (self, LODGE_OS_Q35) ? "pc" : "q35";
}

static void
builder_init (Builder                 *self,
              const LodgeRecipeValues *values,
              const char              *disk_path)
{
  const LodgeHostFacts *facts = values->facts;

  self->values = values;
  self->facts = facts;
  self->disk_path = disk_path;
  self->known_os = values->os_name != NULL && values->devices != 0;
  self->x86 = g_strcmp0 (facts->arch, "x86_64") == 0 || g_strcmp0 (facts->arch, "i686") == 0;
  self->machine = choose_machine (self);
  self->q35 = g_strcmp0 (self->machine, "q35") == 0;
  self->kvm = g_strcmp0 (facts->virt_type, "kvm") == 0;
  self->uefi = values->firmware == LODGE_FIRMWARE_UEFI;
  self->spice = facts->has_spice || !facts->knows_devices;
}

/**
 * lodge_recipe_values_has_tpm:
 * @values: the values of a recipe with facts
 *
 * Finds out whether the machine gets an emulated TPM: with UEFI, where the host can.
 *
 * Returns: whether it does
 */
gboolean
lodge_recipe_values_has_tpm (const LodgeRecipeValues *values)
{
  return values->firmware == LODGE_FIRMWARE_UEFI && values->facts->has_tpm;
}

/**
 * lodge_plan_build_xml:
 * @values: the values of a valid recipe
 * @disk_path: (nullable): where the disk will be; %NULL: no disk
 *
 * Builds the machine's description. Any thread.
 *
 * Returns: (transfer full): XML of https://libvirt.org/formatdomain.html
 */
char *
lodge_plan_build_xml (const LodgeRecipeValues *values,
                      const char              *disk_path)
{
  g_autoptr(XmlDoc) doc = new_document ("domain");
  xmlNode *domain = xmlDocGetRootElement (doc);
  Builder builder;

  builder_init (&builder, values, disk_path);
  xmlNewProp (domain, BAD_CAST "type", BAD_CAST values->facts->virt_type);
  text_element (domain, "name", values->name);
  add_metadata (&builder, domain);
  xmlNewProp (number_element (domain, "memory", values->memory / LODGE_KIB),
              BAD_CAST "unit", BAD_CAST "KiB");
  number_element (domain, "vcpu", values->cpus);
  add_os (&builder, domain);
  add_features (&builder, domain);
  add_cpu (&builder, domain);
  add_clock (&builder, domain);
  add_lifecycle (&builder, domain);
  add_devices (&builder, domain);
  return print (doc);
}

static xmlNode *
find_child (xmlNode    *parent,
            const char *name)
{
  xmlNode *node = parent != NULL ? parent->children : NULL;

  while (node != NULL && !xmlStrEqual (node->name, BAD_CAST name))
    node = node->next;
  return node;
}

/**
 * lodge_plan_finish_xml:
 * @xml: what lodge_plan_build_xml() made
 * @uuid: the machine's identity, so that an undo never meets another one
 * @disk_path: (nullable): where the disk has been made
 * @error: where the error goes
 *
 * Adds what only the run knows. Any thread.
 *
 * Returns: (transfer full): the description to be defined
 */
char *
lodge_plan_finish_xml (const char  *xml,
                       const char  *uuid,
                       const char  *disk_path,
                       GError     **error)
{
  g_autoptr(XmlDoc) doc = xmlReadMemory (xml, (int) strlen (xml), NULL, NULL,
                                         XML_PARSE_NONET | XML_PARSE_NOBLANKS);
  xmlNode *domain = doc != NULL ? xmlDocGetRootElement (doc) : NULL;
  xmlNode *source, *name, *node;

  if (domain == NULL)
    {
      lodge_error_set (error, LODGE_ERROR_INVALID, NULL,
                       _("The description of the machine cannot be read."));
      return NULL;
    }

  name = find_child (domain, "name");
  node = xmlNewDocNode (doc, NULL, BAD_CAST "uuid", BAD_CAST uuid);
  if (name != NULL)
    xmlAddNextSibling (name, node);
  else
    xmlAddChild (domain, node);

  /* The disk is the first device where there is one. */
  source = find_child (find_child (find_child (domain, "devices"), "disk"), "source");
  if (source != NULL && disk_path != NULL)
    xmlSetProp (source, BAD_CAST "file", BAD_CAST disk_path);
  return print (doc);
}

/**
 * lodge_plan_build_volume_xml:
 * @file_name: the volume's name
 * @size: bytes
 *
 * Builds the description of a thin disk. Any thread.
 *
 * Returns: (transfer full): XML of https://libvirt.org/formatstorage.html
 */
char *
lodge_plan_build_volume_xml (const char *file_name,
                             guint64     size)
{
  g_autoptr(XmlDoc) doc = new_document ("volume");
  xmlNode *volume = xmlDocGetRootElement (doc);
  xmlNode *target;

  text_element (volume, "name", file_name);
  xmlNewProp (number_element (volume, "capacity", size), BAD_CAST "unit", BAD_CAST "bytes");
  number_element (volume, "allocation", 0);
  target = element (volume, "target", NULL);
  element (target, "format", "type", "qcow2", NULL);
  text_element (target, "compat", "1.1");
  return print (doc);
}
