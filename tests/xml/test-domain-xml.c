/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "base/lodge-error.h"
#include "base/lodge-units.h"
#include "xml/lodge-domain-xml.h"
#include "xml/lodge-simple-xml.h"

typedef struct {
  LodgeDeviceKind kind;
  const char *label;
  const char *summary;
  const char *source;
} DeviceRow;

static const DeviceRow debian_devices[] = {
  { LODGE_DEVICE_DISK, "Disk 1", "VirtIO, qcow2, debian.qcow2",
    "/var/lib/libvirt/images/debian.qcow2" },
  { LODGE_DEVICE_DISK, "Disk 2", "SATA, raw, data.img", "fast/data.img" },
  { LODGE_DEVICE_CDROM, "CD/DVD Drive", "SATA, empty", NULL },
  { LODGE_DEVICE_CONTROLLER, "Controller 1", "USB, USB 3", NULL },
  { LODGE_DEVICE_CONTROLLER, "Controller 2", "PCI, PCIe", NULL },
  { LODGE_DEVICE_INTERFACE, "Network Card", "VirtIO, network “default”, 52:54:00:11:22:33", NULL },
  { LODGE_DEVICE_SERIAL, "Serial Port", "pty", NULL },
  { LODGE_DEVICE_SERIAL, "Text Console", "pty", NULL },
  { LODGE_DEVICE_CHANNEL, "Channel 1", "QEMU guest agent", NULL },
  { LODGE_DEVICE_CHANNEL, "Channel 2", "SPICE agent", NULL },
  { LODGE_DEVICE_INPUT, "Tablet", "USB", NULL },
  { LODGE_DEVICE_INPUT, "Mouse", "PS/2", NULL },
  { LODGE_DEVICE_INPUT, "Keyboard", "PS/2", NULL },
  { LODGE_DEVICE_TPM, "TPM", "CRB, 2.0", NULL },
  { LODGE_DEVICE_GRAPHICS, "Screen Server", "SPICE, no network port", NULL },
  { LODGE_DEVICE_SOUND, "Sound Card", "HDA (ICH9)", NULL },
  { LODGE_DEVICE_VIDEO, "Graphics Card", "VirtIO", NULL },
  { LODGE_DEVICE_REDIRDEV, "USB Redirection 1", "USB", NULL },
  { LODGE_DEVICE_REDIRDEV, "USB Redirection 2", "USB", NULL },
  { LODGE_DEVICE_WATCHDOG, "Watchdog", "iTCO, reset", NULL },
  { LODGE_DEVICE_BALLOON, "Memory Balloon", "VirtIO", NULL },
  { LODGE_DEVICE_RNG, "Random Numbers", "VirtIO, /dev/urandom", NULL },
};

static const DeviceRow odd_devices[] = {
  { LODGE_DEVICE_DISK, "Disk 1", "VirtIO, image", "rbd://ceph.example/pool/image" },
  { LODGE_DEVICE_DISK, "Disk 2", "SCSI, sdb", "/dev/sdb" },
  { LODGE_DEVICE_FLOPPY, "Floppy Drive", "empty", NULL },
  { LODGE_DEVICE_INTERFACE, "Network Card 1", "user-mode NAT", NULL },
  { LODGE_DEVICE_INTERFACE, "Network Card 2", "bridge “br0”", NULL },
  { LODGE_DEVICE_INTERFACE, "Network Card 3", "directly on “eth0”", NULL },
  { LODGE_DEVICE_GRAPHICS, "Screen Server 1", "VNC, no network port", NULL },
  { LODGE_DEVICE_GRAPHICS, "Screen Server 2", "VNC, 127.0.0.1:5901", NULL },
  { LODGE_DEVICE_HOSTDEV, "Host Device", "USB, 0x1d6b:0x0002", NULL },
  { LODGE_DEVICE_FILESYSTEM, "Shared Folder", "/srv/share, share", NULL },
  { LODGE_DEVICE_SERIAL, "Parallel Port", "null", NULL },
  { LODGE_DEVICE_OTHER, "Sound Output", "SPICE", NULL },
  { LODGE_DEVICE_OTHER, "Other Device", "unheard-of", NULL },
  { LODGE_DEVICE_DISK, "Disk 3", "", NULL },
};

static LodgeDomainXml *
load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "xml", "data", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  LodgeDomainXml *xml;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  xml = lodge_domain_xml_new (text, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lodge_domain_xml_get_text (xml), ==, text);
  return xml;
}

static void
assert_devices (LodgeDomainXml  *xml,
                const DeviceRow *rows,
                guint            n)
{
  GPtrArray *devices = lodge_domain_xml_get_devices (xml);

  for (guint i = 0; i < MIN (n, devices->len); i++)
    {
      LodgeDeviceXml *device = g_ptr_array_index (devices, i);

      g_assert_cmpstr (lodge_device_xml_get_label (device), ==, rows[i].label);
      g_assert_cmpint (lodge_device_xml_get_kind (device), ==, rows[i].kind);
      g_assert_cmpstr (lodge_device_xml_get_summary (device), ==, rows[i].summary);
      g_assert_cmpstr (lodge_device_xml_get_source (device), ==, rows[i].source);
      g_assert_true (g_str_has_suffix (lodge_device_xml_get_icon_name (device), "-symbolic"));
    }
  g_assert_cmpuint (devices->len, ==, n);
}

static void
test_debian (void)
{
  g_autoptr(LodgeDomainXml) xml = load ("debian.xml");

  g_assert_cmpstr (lodge_domain_xml_get_name (xml), ==, "debian");
  g_assert_cmpstr (lodge_domain_xml_get_uuid (xml), ==, "6f0d5b0c-1111-4000-8000-000000000001");
  g_assert_cmpstr (lodge_domain_xml_get_title (xml), ==, "Debian, for tests");
  g_assert_cmpstr (lodge_domain_xml_get_description (xml), ==,
                   "Notes with <angle> brackets\nin two lines");
  g_assert_cmpstr (lodge_domain_xml_get_os_id (xml), ==, "http://debian.org/debian/12");
  g_assert_cmpstr (lodge_domain_xml_get_type_name (xml), ==, "kvm");
  g_assert_cmpstr (lodge_domain_xml_get_arch (xml), ==, "x86_64");
  g_assert_cmpstr (lodge_domain_xml_get_machine (xml), ==, "pc-q35-7.2");
  g_assert_true (lodge_domain_xml_is_uefi (xml));
  g_assert_cmpuint (lodge_domain_xml_get_memory (xml), ==, 2 * LODGE_GIB);
  g_assert_cmpuint (lodge_domain_xml_get_vcpus (xml), ==, 4);
  assert_devices (xml, debian_devices, G_N_ELEMENTS (debian_devices));
}

static void
test_odd (void)
{
  g_autoptr(LodgeDomainXml) xml = load ("odd.xml");

  g_assert_cmpstr (lodge_domain_xml_get_name (xml), ==, "máy ảo “lạ”");
  g_assert_null (lodge_domain_xml_get_uuid (xml));
  g_assert_null (lodge_domain_xml_get_title (xml));
  g_assert_null (lodge_domain_xml_get_os_id (xml));
  g_assert_true (lodge_domain_xml_is_uefi (xml));
  g_assert_cmpuint (lodge_domain_xml_get_memory (xml), ==, 1000000000);
  assert_devices (xml, odd_devices, G_N_ELEMENTS (odd_devices));
}

static const char *
find_fact (GStrv       facts,
           const char *name)
{
  for (guint i = 0; facts[i] != NULL; i += 2)
    if (g_str_equal (facts[i], name))
      return facts[i + 1];
  return NULL;
}

static void
test_device (void)
{
  g_autoptr(LodgeDomainXml) xml = load ("debian.xml");
  GPtrArray *devices = lodge_domain_xml_get_devices (xml);
  LodgeDeviceXml *disk = g_ptr_array_index (devices, 0);
  LodgeDeviceXml *drive = g_ptr_array_index (devices, 2);
  g_auto(GStrv) facts = lodge_device_xml_dup_facts (disk);
  g_auto(GStrv) drive_facts = lodge_device_xml_dup_facts (drive);

  g_assert_cmpstr (lodge_device_xml_get (disk, "driver/@discard"), ==, "unmap");
  g_assert_cmpstr (lodge_device_xml_get (disk, "@type"), ==, "file");
  g_assert_cmpstr (lodge_device_xml_get (disk, "backingStore/source/@file"), ==, "/srv/base.img");
  g_assert_null (lodge_device_xml_get (disk, "source/@dev"));
  g_assert_cmpstr (find_fact (facts, "Bus"), ==, "VirtIO");
  g_assert_cmpstr (find_fact (facts, "Format"), ==, "qcow2");
  g_assert_cmpstr (find_fact (facts, "Source"), ==, "/var/lib/libvirt/images/debian.qcow2");
  g_assert_null (find_fact (facts, "Access"));
  g_assert_cmpstr (find_fact (drive_facts, "Access"), ==, "read-only");
  g_assert_true (g_str_has_prefix (lodge_device_xml_get_text (disk), "<disk "));
  g_assert_nonnull (strstr (lodge_device_xml_get_text (disk), "\n  <target dev=\"vda\""));
}

static void
assert_refused (const char *text)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (lodge_domain_xml_new (text, &error));
  g_assert_error (error, LODGE_ERROR, LODGE_ERROR_INVALID);
  g_assert_nonnull (lodge_error_get_detail (error));
}

static void
test_hostile (void)
{
  g_autoptr(GString) deep = g_string_new ("<domain>");
  g_autoptr(GString) large = g_string_new ("<domain><name>");
  g_autoptr(GString) many = g_string_new ("<domain><devices>");
  g_autoptr(LodgeDomainXml) xml = NULL;

  assert_refused ("");
  assert_refused ("no xml");
  assert_refused ("<domain><name>x</domain>");
  assert_refused ("<network/>");
  assert_refused ("<!DOCTYPE domain [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><domain><name>&b;</name></domain>");
  assert_refused ("<!DOCTYPE domain SYSTEM 'file:///etc/passwd'><domain/>");
  assert_refused ("<domain><name>\xff\xfe</name></domain>");
  for (guint i = 0; i < 100000; i++)
    g_string_append (deep, "<a>");
  assert_refused (deep->str);
  while (large->len < 9 * LODGE_MIB)
    g_string_append (large, "0123456789012345678901234567890123456789012345678901234567890123");
  g_string_append (large, "</name></domain>");
  assert_refused (large->str);

  /* More devices than any machine has: the rest is left out. */
  for (guint i = 0; i < 20000; i++)
    g_string_append (many, "<disk/>");
  g_string_append (many, "</devices></domain>");
  xml = lodge_domain_xml_new (many->str, NULL);
  g_assert_cmpuint (lodge_domain_xml_get_devices (xml)->len, <, 20000);
}

static void
test_numbers (void)
{
  static const struct { const char *text; guint64 memory; guint vcpus; } rows[] = {
    { "<domain><memory>1024</memory></domain>", LODGE_MIB, 0 },
    { "<domain><memory unit='b'>5</memory><vcpu> 2 </vcpu></domain>", 5, 2 },
    { "<domain><memory unit='GiB'>3</memory></domain>", 3 * LODGE_GIB, 0 },
    { "<domain><memory unit='TiB'>99999999999999</memory></domain>", 0, 0 },
    { "<domain><memory>-1</memory><vcpu>99999999999</vcpu></domain>", 0, G_MAXUINT },
    { "<domain><memory unit='b'>-1</memory></domain>", 0, 0 },
    { "<domain><memory>x</memory></domain>", 0, 0 },
    { "<domain/>", 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(LodgeDomainXml) xml = lodge_domain_xml_new (rows[i].text, NULL);

      g_assert_cmpuint (lodge_domain_xml_get_memory (xml), ==, rows[i].memory);
      g_assert_cmpuint (lodge_domain_xml_get_vcpus (xml), ==, rows[i].vcpus);
    }
}

static void
test_simple (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LodgeSimpleXml) xml =
    lodge_simple_xml_new ("<network><name>default</name><forward/><bridge name='virbr0'/>"
                          "<ip><dhcp><range start='1'/></dhcp></ip></network>", "network", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (lodge_simple_xml_get (xml, "name"), ==, "default");
  g_assert_cmpstr (lodge_simple_xml_get (xml, "bridge/@name"), ==, "virbr0");
  g_assert_cmpstr (lodge_simple_xml_get (xml, "bridge/@name"), ==, "virbr0");
  g_assert_null (lodge_simple_xml_get (xml, "bridge/@stp"));
  g_assert_null (lodge_simple_xml_get (xml, "nothing/at/@all"));
  g_assert_true (lodge_simple_xml_has (xml, "forward"));
  g_assert_false (lodge_simple_xml_has (xml, "ip/nothing"));
  g_assert_true (lodge_simple_xml_any (xml, "range", "start", "1"));
  g_assert_false (lodge_simple_xml_any (xml, "range", "start", "2"));
  g_assert_null (lodge_simple_xml_new ("<pool/>", "network", &error));
  g_assert_error (error, LODGE_ERROR, LODGE_ERROR_INVALID);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain-xml/debian", test_debian);
  g_test_add_func ("/domain-xml/odd", test_odd);
  g_test_add_func ("/domain-xml/device", test_device);
  g_test_add_func ("/domain-xml/hostile", test_hostile);
  g_test_add_func ("/domain-xml/numbers", test_numbers);
  g_test_add_func ("/simple-xml", test_simple);
  return g_test_run ();
}
