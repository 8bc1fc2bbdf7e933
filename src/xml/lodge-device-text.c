/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The words for a device: the one line of a list, and the pairs of a page that shows everything. */

#include "config.h"

#include "xml/lodge-xml-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  const char *path;
  const char *name;
} Fact;

typedef struct {
  const char *value;
  const char *text;
} Word;

/* Proper names that are written in their own way. */
static const Word words[] = {
  { "virtio", "VirtIO" }, { "virtio-transitional", "VirtIO" }, { "virtio-non-transitional", "VirtIO" },
  { "sata", "SATA" }, { "ide", "IDE" }, { "scsi", "SCSI" }, { "usb", "USB" }, { "fdc", "FDC" },
  { "sd", "SD" }, { "nvme", "NVMe" }, { "spice", "SPICE" }, { "vnc", "VNC" }, { "rdp", "RDP" },
  { "sdl", "SDL" }, { "qxl", "QXL" }, { "vga", "VGA" }, { "cirrus", "Cirrus" }, { "pci", "PCI" },
  { "ps2", "PS/2" }, { "qemu-xhci", "USB 3" }, { "nec-xhci", "USB 3" }, { "pcie-root", "PCIe" },
  { "pcie-root-port", "PCIe" }, { "virtio-scsi", "VirtIO SCSI" }, { "virtio-serial", "VirtIO" },
  { "ich6", "HDA (ICH6)" }, { "ich9", "HDA (ICH9)" }, { "ac97", "AC97" },
  { "tpm-tis", "TIS" }, { "tpm-crb", "CRB" }, { "i6300esb", "i6300ESB" }, { "itco", "iTCO" },
};

static const Fact facts[] = {
  { "target/@dev", N_("Name in libvirt") },
  { "target/@bus", N_("Bus") },
  { "@bus", N_("Bus") },
  { "driver/@type", N_("Format") },
  { "driver/@cache", N_("Cache") },
  { "driver/@io", N_("I/O") },
  { "driver/@discard", N_("Discard") },
  { "serial", N_("Serial number") },
  { "source/@network", N_("Network") },
  { "source/@bridge", N_("Bridge") },
  { "mac/@address", N_("MAC address") },
  { "model/@type", N_("Model") },
  { "@model", N_("Model") },
  { "model/@name", N_("Model") },
  { "model/@vram", N_("Video memory (KiB)") },
  { "model/@heads", N_("Screens") },
  { "@port", N_("Port") },
  { "listen/@address", N_("Listens on") },
  { "target/@name", N_("Channel") },
  { "target/@type", N_("Target type") },
  { "target/@port", N_("Port") },
  { "source/@dir", N_("Folder of the host") },
  { "target/@dir", N_("Name in the guest") },
  { "backend/@model", N_("Back end") },
  { "backend/@type", N_("Back end") },
  { "backend/@version", N_("Version") },
  { "backend", N_("Source of the host") },
  { "@action", N_("Action") },
  { "boot/@order", N_("Place in the boot order") },
  { "alias/@name", N_("Alias") },
};

static const char *
word_for (const char *value)
{
  for (guint i = 0; value != NULL && i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (value, words[i].value))
      return words[i].text;
  return value;
}

static const char *
get_word (LodgeDeviceXml *self,
          const char     *path)
{
  return word_for (lodge_device_xml_get (self, path));
}

/* Joins what is there with commas; takes nothing. */
static char *
join (const char *first,
      const char *second,
      const char *third)
{
  const char *parts[] = { first, second, third };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (parts[i] == NULL || *parts[i] == '\0')
        continue;
      if (text->len > 0)
        g_string_append (text, ", ");
      g_string_append (text, parts[i]);
    }
  return g_string_free (text, FALSE);
}

static char *
describe_disk (LodgeDeviceXml *self)
{
  const char *source = lodge_device_xml_get_source (self);
  const char *format = lodge_device_xml_get (self, "driver/@type");
  g_autofree char *base = source != NULL ? g_path_get_basename (source) : NULL;

  if (lodge_device_xml_get_kind (self) != LODGE_DEVICE_DISK)
    return join (get_word (self, "target/@bus"), source != NULL ? base : _("empty"), NULL);
  return join (get_word (self, "target/@bus"), format, base);
}

static char *
describe_connection (LodgeDeviceXml *self)
{
  const char *type = lodge_device_xml_get (self, "@type");
  const char *network = lodge_device_xml_get (self, "source/@network");
  const char *bridge = lodge_device_xml_get (self, "source/@bridge");
  const char *device = lodge_device_xml_get (self, "source/@dev");

  if (network != NULL)
    /* Translators: %s is the name of a virtual network */
    return g_strdup_printf (_("network “%s”"), network);
  if (bridge != NULL)
    /* Translators: %s is the name of a host's network bridge */
    return g_strdup_printf (_("bridge “%s”"), bridge);
  if (g_strcmp0 (type, "user") == 0)
    return g_strdup (_("user-mode NAT"));
  if (device != NULL)
    /* Translators: %s is the name of a host's network interface */
    return g_strdup_printf (_("directly on “%s”"), device);
  return g_strdup (type);
}

static char *
describe_interface (LodgeDeviceXml *self)
{
  g_autofree char *connection = describe_connection (self);

  return join (get_word (self, "model/@type"), connection,
               lodge_device_xml_get (self, "mac/@address"));
}

/* A port of -1 only means “not chosen yet”. */
static char *
describe_graphics (LodgeDeviceXml *self)
{
  const char *port = lodge_device_xml_get (self, "@port");
  const char *address = lodge_device_xml_get (self, "listen/@address");
  g_autofree char *place = NULL;

  if (port != NULL && *port != '-' && address != NULL)
    place = g_strdup_printf ("%s:%s", address, port);
  else if (port == NULL || *port == '-')
    place = g_strdup (_("no network port"));
  return join (get_word (self, "@type"), place, NULL);
}

static char *
describe_channel (LodgeDeviceXml *self)
{
  const char *name = lodge_device_xml_get (self, "target/@name");

  if (g_strcmp0 (name, "org.qemu.guest_agent.0") == 0)
    return join (_("QEMU guest agent"), NULL, NULL);
  if (g_strcmp0 (name, "com.redhat.spice.0") == 0)
    return join (_("SPICE agent"), NULL, NULL);
  return join (name, lodge_device_xml_get (self, "@type"), NULL);
}

static char *
describe_hostdev (LodgeDeviceXml *self)
{
  const char *vendor = lodge_device_xml_get (self, "source/vendor/@id");
  const char *product = lodge_device_xml_get (self, "source/product/@id");
  const char *bus = lodge_device_xml_get (self, "source/address/@bus");
  const char *slot = lodge_device_xml_get (self, "source/address/@slot");
  g_autofree char *id = NULL;

  if (vendor != NULL && product != NULL)
    id = g_strdup_printf ("%s:%s", vendor, product);
  else if (bus != NULL && slot != NULL)
    id = g_strdup_printf ("%s:%s.%s", bus, slot, lodge_device_xml_get (self, "source/address/@function"));
  return join (get_word (self, "@type"), id, NULL);
}

/**
 * lodge_device_describe: (skip)
 * @self: a device
 *
 * Makes the line of lodge_device_xml_get_summary().
 *
 * Returns: (transfer full): the line, perhaps empty
 */
char *
lodge_device_describe (LodgeDeviceXml *self)
{
  switch (lodge_device_xml_get_kind (self))
    {
    case LODGE_DEVICE_DISK:
    case LODGE_DEVICE_CDROM:
    case LODGE_DEVICE_FLOPPY:
      return describe_disk (self);
    case LODGE_DEVICE_INTERFACE:
      return describe_interface (self);
    case LODGE_DEVICE_GRAPHICS:
      return describe_graphics (self);
    case LODGE_DEVICE_VIDEO:
      return join (get_word (self, "model/@type"), NULL, NULL);
    case LODGE_DEVICE_CHANNEL:
      return describe_channel (self);
    case LODGE_DEVICE_CONTROLLER:
      return join (get_word (self, "@type"), get_word (self, "@model"), NULL);
    case LODGE_DEVICE_HOSTDEV:
      return describe_hostdev (self);
    case LODGE_DEVICE_INPUT:
    case LODGE_DEVICE_REDIRDEV:
      return join (get_word (self, "@bus"), NULL, NULL);
    case LODGE_DEVICE_SERIAL:
      return join (lodge_device_xml_get (self, "@type"), lodge_device_xml_get (self, "source/@path"), NULL);
    case LODGE_DEVICE_FILESYSTEM:
      return join (lodge_device_xml_get (self, "source/@dir"), lodge_device_xml_get (self, "target/@dir"), NULL);
    case LODGE_DEVICE_TPM:
      return join (get_word (self, "@model"), lodge_device_xml_get (self, "backend/@version"), NULL);
    case LODGE_DEVICE_RNG:
      return join (get_word (self, "@model"), lodge_device_xml_get (self, "backend"), NULL);
    case LODGE_DEVICE_OTHER:
      return join (get_word (self, "@model"), get_word (self, "@type"), NULL);
    case LODGE_DEVICE_SOUND:
    case LODGE_DEVICE_WATCHDOG:
    case LODGE_DEVICE_BALLOON:
    default:
      return join (get_word (self, "@model"), get_word (self, "@action"), NULL);
    }
}

/**
 * lodge_device_list_facts: (skip)
 * @self: a device
 *
 * Makes the pairs of lodge_device_xml_dup_facts(), in a fixed order, without empty ones.
 *
 * Returns: (transfer full): name, value, name, value, %NULL
 */
GStrv
lodge_device_list_facts (LodgeDeviceXml *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  const char *type = get_word (self, "@type");
  const char *source = lodge_device_xml_get_source (self);

  if (type != NULL)
    g_strv_builder_add_many (builder, _("Type"), type, NULL);
  if (source != NULL)
    g_strv_builder_add_many (builder, _("Source"), source, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      const char *value = get_word (self, facts[i].path);

      if (value != NULL && *value != '\0' && *value != '-')
        g_strv_builder_add_many (builder, _(facts[i].name), value, NULL);
    }
  if (strstr (lodge_device_xml_get_text (self), "<readonly/>") != NULL)
    g_strv_builder_add_many (builder, _("Access"), _("read-only"), NULL);
  return g_strv_builder_end (builder);
}
