/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One device of a machine as an immutable item: its XML, its attributes by path, and what a list
 * shows of it. The words are made in lodge-device-text.c. */

#include "config.h"

#include "xml/lodge-device-xml.h"
#include "xml/lodge-xml-private.h"

#include <glib/gi18n-lib.h>

#define MAX_DEPTH 12

struct _LodgeDeviceXml
{
  GObject parent_instance;

  LodgeDeviceKind kind;
  guint number;       /* 0: the only one of its kind */
  char *element;      /* “disk” */
  char *text;
  char *label;
  char *summary;
  char *source;       /* nullable */
  GHashTable *values; /* path -> text */
};

enum {
  PROP_0,
  PROP_KIND,
  PROP_LABEL,
  PROP_SUMMARY,
  PROP_ICON_NAME,
  PROP_TEXT,
  N_PROPS
};

typedef struct {
  const char *element;
  LodgeDeviceKind kind;
} ElementKind;

typedef struct {
  const char *label;
  const char *icon_name;
} KindLook;

static GParamSpec *properties[N_PROPS];

static const ElementKind element_kinds[] = {
  { "disk", LODGE_DEVICE_DISK },
  { "interface", LODGE_DEVICE_INTERFACE },
  { "graphics", LODGE_DEVICE_GRAPHICS },
  { "video", LODGE_DEVICE_VIDEO },
  { "sound", LODGE_DEVICE_SOUND },
  { "input", LODGE_DEVICE_INPUT },
  { "serial", LODGE_DEVICE_SERIAL },
  { "parallel", LODGE_DEVICE_SERIAL },
  { "console", LODGE_DEVICE_SERIAL },
  { "channel", LODGE_DEVICE_CHANNEL },
  { "controller", LODGE_DEVICE_CONTROLLER },
  { "hostdev", LODGE_DEVICE_HOSTDEV },
  { "redirdev", LODGE_DEVICE_REDIRDEV },
  { "filesystem", LODGE_DEVICE_FILESYSTEM },
  { "tpm", LODGE_DEVICE_TPM },
  { "rng", LODGE_DEVICE_RNG },
  { "watchdog", LODGE_DEVICE_WATCHDOG },
  { "memballoon", LODGE_DEVICE_BALLOON },
};

static const KindLook kind_looks[] = {
  [LODGE_DEVICE_DISK] = { N_("Disk"), "drive-harddisk-symbolic" },
  [LODGE_DEVICE_CDROM] = { N_("CD/DVD Drive"), "media-optical-symbolic" },
  [LODGE_DEVICE_FLOPPY] = { N_("Floppy Drive"), "media-floppy-symbolic" },
  [LODGE_DEVICE_INTERFACE] = { N_("Network Card"), "network-wired-symbolic" },
  [LODGE_DEVICE_GRAPHICS] = { N_("Screen Server"), "preferences-desktop-remote-desktop-symbolic" },
  [LODGE_DEVICE_VIDEO] = { N_("Graphics Card"), "video-display-symbolic" },
  [LODGE_DEVICE_SOUND] = { N_("Sound Card"), "audio-card-symbolic" },
  [LODGE_DEVICE_INPUT] = { N_("Input Device"), "input-keyboard-symbolic" },
  [LODGE_DEVICE_SERIAL] = { N_("Serial Port"), "utilities-terminal-symbolic" },
  [LODGE_DEVICE_CHANNEL] = { N_("Channel"), "network-transmit-receive-symbolic" },
  [LODGE_DEVICE_CONTROLLER] = { N_("Controller"), "preferences-system-devices-symbolic" },
  [LODGE_DEVICE_HOSTDEV] = { N_("Host Device"), "computer-symbolic" },
  [LODGE_DEVICE_REDIRDEV] = { N_("USB Redirection"), "media-removable-symbolic" },
  [LODGE_DEVICE_FILESYSTEM] = { N_("Shared Folder"), "folder-publicshare-symbolic" },
  [LODGE_DEVICE_TPM] = { N_("TPM"), "auth-smartcard-symbolic" },
  [LODGE_DEVICE_RNG] = { N_("Random Numbers"), "media-playlist-shuffle-symbolic" },
  [LODGE_DEVICE_WATCHDOG] = { N_("Watchdog"), "alarm-symbolic" },
  [LODGE_DEVICE_BALLOON] = { N_("Memory Balloon"), "media-flash-symbolic" },
  [LODGE_DEVICE_OTHER] = { N_("Other Device"), "application-x-addon-symbolic" },
};

/* Of those that Lodge does nothing with. */
static const struct {
  const char *element;
  KindLook look;
} other_looks[] = {
  { "audio", { N_("Sound Output"), "audio-speakers-symbolic" } },
  { "crypto", { N_("Crypto Device"), "application-x-addon-symbolic" } },
  { "hub", { N_("USB Hub"), "application-x-addon-symbolic" } },
  { "iommu", { N_("IOMMU"), "application-x-addon-symbolic" } },
  { "memory", { N_("Memory Module"), "media-flash-symbolic" } },
  { "nvram", { N_("NVRAM"), "media-flash-symbolic" } },
  { "panic", { N_("Crash Notifier"), "application-x-addon-symbolic" } },
  { "shmem", { N_("Shared Memory"), "media-flash-symbolic" } },
  { "smartcard", { N_("Smart Card Reader"), "auth-smartcard-symbolic" } },
  { "vsock", { N_("Socket to the Host (vsock)"), "network-transmit-receive-symbolic" } },
};

G_DEFINE_FINAL_TYPE (LodgeDeviceXml, lodge_device_xml, G_TYPE_OBJECT)

static LodgeDeviceKind
kind_of_disk (xmlNode *node)
{
  g_autofree char *device = lodge_xml_attribute (node, "device");

  if (g_strcmp0 (device, "cdrom") == 0)
    return LODGE_DEVICE_CDROM;
  if (g_strcmp0 (device, "floppy") == 0)
    return LODGE_DEVICE_FLOPPY;
  return LODGE_DEVICE_DISK;
}

static LodgeDeviceKind
kind_of (xmlNode *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (element_kinds); i++)
    if (g_str_equal (node->name, element_kinds[i].element))
      return element_kinds[i].kind == LODGE_DEVICE_DISK ? kind_of_disk (node)
                                                        : element_kinds[i].kind;
  return LODGE_DEVICE_OTHER;
}

/* The first of equal paths counts. */
static void
add_value (LodgeDeviceXml *self,
           char           *path,
           char           *value)
{
  if (value == NULL || g_hash_table_contains (self->values, path))
    {
      g_free (path);
      g_free (value);
      return;
    }
  g_hash_table_insert (self->values, path, value);
}

static void
collect_values (LodgeDeviceXml *self,
                xmlNode        *node,
                const char     *prefix,
                guint           depth)
{
  const char *slash = *prefix != '\0' ? "/" : "";

  for (xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next)
    add_value (self, g_strdup_printf ("%s%s@%s", prefix, slash, attribute->name),
               lodge_xml_attribute (node, (const char *) attribute->name));
  if (depth == MAX_DEPTH)
    return;

  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      {
        g_autofree char *path = g_strdup_printf ("%s%s%s", prefix, slash, child->name);

        if (xmlChildElementCount (child) == 0)
          add_value (self, g_strdup (path), lodge_xml_text (child));
        collect_values (self, child, path, depth + 1);
      }
}

/* See formatdomain.html, “Hard drives, floppy disks, CDROMs”. */
static char *
source_of_disk (LodgeDeviceXml *self)
{
  static const char *const paths[] = { "source/@file", "source/@dev", "source/@dir" };
  const char *pool = lodge_device_xml_get (self, "source/@pool");
  const char *protocol = lodge_device_xml_get (self, "source/@protocol");
  const char *host = lodge_device_xml_get (self, "source/host/@name");
  const char *name = lodge_device_xml_get (self, "source/@name");
  const char *volume = lodge_device_xml_get (self, "source/@volume");

  if (!g_str_equal (self->element, "disk"))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    if (lodge_device_xml_get (self, paths[i]) != NULL)
      return g_strdup (lodge_device_xml_get (self, paths[i]));
  if (pool != NULL && volume != NULL)
    return g_strdup_printf ("%s/%s", pool, volume);
  if (protocol != NULL)
    return g_strdup_printf ("%s://%s/%s", protocol, host != NULL ? host : "",
                            name != NULL ? name : "");
  return NULL;
}

static const KindLook *
find_look (LodgeDeviceXml *self)
{
  for (guint i = 0; self->kind == LODGE_DEVICE_OTHER && i < G_N_ELEMENTS (other_looks); i++)
    if (g_str_equal (self->element, other_looks[i].element))
      return &other_looks[i].look;
  return &kind_looks[self->kind];
}

static const char *
look_label (LodgeDeviceXml *self)
{
  if (self->kind == LODGE_DEVICE_INPUT)
    {
      const char *type = lodge_device_xml_get (self, "@type");

      if (g_strcmp0 (type, "tablet") == 0)
        return _("Tablet");
      if (g_strcmp0 (type, "mouse") == 0)
        return _("Mouse");
      if (g_strcmp0 (type, "keyboard") == 0)
        return _("Keyboard");
    }
  if (self->kind == LODGE_DEVICE_SERIAL && g_strcmp0 (self->element, "parallel") == 0)
    return _("Parallel Port");
  if (self->kind == LODGE_DEVICE_SERIAL && g_strcmp0 (self->element, "console") == 0)
    return _("Text Console");
  return _(find_look (self)->label);
}

static void
lodge_device_xml_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  LodgeDeviceXml *self = LODGE_DEVICE_XML (object);

  switch (prop_id)
    {
    case PROP_KIND:
      g_value_set_int (value, (int) self->kind);
      break;

    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;

    case PROP_SUMMARY:
      g_value_set_string (value, self->summary);
      break;

    case PROP_ICON_NAME:
      g_value_set_string (value, lodge_device_xml_get_icon_name (self));
      break;

    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_device_xml_finalize (GObject *object)
{
  LodgeDeviceXml *self = LODGE_DEVICE_XML (object);

  g_free (self->element);
  g_free (self->text);
  g_free (self->label);
  g_free (self->summary);
  g_free (self->source);
  g_hash_table_unref (self->values);

  G_OBJECT_CLASS (lodge_device_xml_parent_class)->finalize (object);
}

static void
lodge_device_xml_class_init (LodgeDeviceXmlClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_device_xml_get_property;
  object_class->finalize = lodge_device_xml_finalize;

  properties[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, 0, LODGE_DEVICE_OTHER, 0, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL, flags);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_device_xml_init (LodgeDeviceXml *self)
{
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* Reads the element; nothing of the document is kept. */
LodgeDeviceXml *
lodge_device_xml_new (xmlNode *node)
{
  LodgeDeviceXml *self = g_object_new (LODGE_TYPE_DEVICE_XML, NULL);

  self->kind = kind_of (node);
  self->element = g_strdup ((const char *) node->name);
  self->text = lodge_xml_print_node (node);
  collect_values (self, node, "", 0);
  self->label = g_strdup (look_label (self));
  self->source = source_of_disk (self);
  self->summary = lodge_device_describe (self);
  return self;
}

/* Before the device is handed out: @number counts from 1 where there are several of one label. */
void
lodge_device_xml_set_number (LodgeDeviceXml *self,
                             guint           number)
{
  g_free (self->label);
  self->number = number;
  /* Translators: a device and its number, such as “Disk 2” */
  self->label = g_strdup_printf (C_("device", "%s %u"), look_label (self), number);
}

/**
 * lodge_device_xml_get_kind:
 * @self: a device
 *
 * Gets what sort of device it is.
 *
 * Returns: the kind; %LODGE_DEVICE_OTHER for elements that are not known
 */
LodgeDeviceKind
lodge_device_xml_get_kind (LodgeDeviceXml *self)
{
  g_return_val_if_fail (LODGE_IS_DEVICE_XML (self), LODGE_DEVICE_OTHER);

  return self->kind;
}

/**
 * lodge_device_xml_get_element:
 * @self: a device
 *
 * Gets the name of its XML element, which tells apart what is of one kind: “serial”, “console”.
 *
 * Returns: (transfer none): the name
 */
const char *
lodge_device_xml_get_element (LodgeDeviceXml *self)
{
  g_return_val_if_fail (LODGE_IS_DEVICE_XML (self), NULL);

  return self->element;
}

/**
 * lodge_device_xml_get_label:
 * @self: a device
 *
 * Gets the translated name, numbered where there are several: “Disk 1”, “Network Card”.
 *
 * Returns: (transfer none): the label
 */
const char *
lodge_device_xml_get_label (LodgeDeviceXml *self)
{
  g_return_val_if_fail (LODGE_IS_DEVICE_XML (self), NULL);

  return self->label;
}

/**
 * lodge_device_xml_get_summary:
 * @self: a device
 *
 * Gets one translated line that tells this device from the others: “VirtIO, qcow2, debian.qcow2”.
 *
 * Returns: (transfer none): the line; empty when there is nothing to say
 */
const char *
lodge_device_xml_get_summary (LodgeDeviceXml *self)
{
  g_return_val_if_fail (LODGE_IS_DEVICE_XML (self), NULL);

  return self->summary;
}

/**
 * lodge_device_xml_get_icon_name:
 * @self: a device
 *
 * Gets the name of a symbolic icon of the Adwaita theme.
 *
 * Returns: a static string
 */
const char *
lodge_device_xml_get_icon_name (LodgeDeviceXml *self)
{
  g_return_val_if_fail (LODGE_IS_DEVICE_XML (self), NULL);

  if (self->kind == LODGE_DEVICE_INPUT)
    {
      const char *type = lodge_device_xml_get (self, "@type");

      if (g_strcmp0 (type, "tablet") == 0)
        return "input-tablet-symbolic";
      if (g_strcmp0 (type, "mouse") == 0)
        return "input-mouse-symbolic";
    }
  return find_look (self)->icon_name;
}

/**
 * lodge_device_xml_get_text:
 * @self: a device
 *
 * Gets the device's element as indented XML.
 *
 * Returns: (transfer none): the XML
 */
const char *
lodge_device_xml_get_text (LodgeDeviceXml *self)
{
  g_return_val_if_fail (LODGE_IS_DEVICE_XML (self), NULL);

  return self->text;
}

/**
 * lodge_device_xml_get:
 * @self: a device
 * @path: an attribute (“source/@file”, “@type”) or a leaf element (“backend/path”) below the
 *   device's own element
 *
 * Gets one value of the XML. Where a path occurs more than once the first counts.
 *
 * Returns: (transfer none) (nullable): the value; %NULL when absent
 */
const char *
lodge_device_xml_get (LodgeDeviceXml *self,
                      const char     *path)
{
  g_return_val_if_fail (LODGE_IS_DEVICE_XML (self), NULL);

  return g_hash_table_lookup (self->values, path);
}

/**
 * lodge_device_xml_get_source:
 * @self: a device
 *
 * Gets what a disk or drive reads: a file, a device, “pool/volume” or a URL.
 *
 * Returns: (transfer none) (nullable): the source; %NULL for an empty drive and other devices
 */
const char *
lodge_device_xml_get_source (LodgeDeviceXml *self)
{
  g_return_val_if_fail (LODGE_IS_DEVICE_XML (self), NULL);

  return self->source;
}

/**
 * lodge_device_xml_dup_facts:
 * @self: a device
 *
 * Lists what is worth showing: translated name, value, name, value.
 *
 * Returns: (transfer full): the pairs
 */
GStrv
lodge_device_xml_dup_facts (LodgeDeviceXml *self)
{
  g_return_val_if_fail (LODGE_IS_DEVICE_XML (self), NULL);

  return lodge_device_list_facts (self);
}
