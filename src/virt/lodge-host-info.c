/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a host is, read in one go right after it was connected. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "virt/lodge-connection-private.h"
#include "virt/lodge-host-info-private.h"
#include "xml/lodge-simple-xml.h"

G_DEFINE_BOXED_TYPE (LodgeHostInfo, lodge_host_info, lodge_host_info_ref, lodge_host_info_unref)

/* libvirt's 1,002,003 for 1.2.3. */
static char *
format_version (unsigned long version)
{
  return g_strdup_printf ("%lu.%lu.%lu", version / 1000000, version / 1000 % 1000, version % 1000);
}

static void
read_versions (LodgeHostInfo *self,
               virConnectPtr  conn)
{
  const char *type = virConnectGetType (conn);
  unsigned long version;
  char *hostname;

  self->hypervisor = g_utf8_make_valid (type != NULL ? type : "", -1);
  if (virConnectGetVersion (conn, &version) == 0)
    self->hypervisor_version = format_version (version);
  if (virConnectGetLibVersion (conn, &version) == 0)
    self->libvirt_version = format_version (version);
  hostname = virConnectGetHostname (conn);
  self->hostname = g_utf8_make_valid (hostname != NULL ? hostname : "", -1);
  free (hostname);
}

/* /proc/cpuinfo says “AMD Ryzen …”; capabilities name libvirt's model, such as “EPYC-Rome”. */
static char *
read_local_cpu_name (void)
{
  g_autofree char *text = NULL;
  g_autoptr(GRegex) regex = g_regex_new ("^model name\\s*:\\s*(.+)$", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  if (!g_file_get_contents ("/proc/cpuinfo", &text, NULL, NULL) ||
      !g_regex_match (regex, text, 0, &match))
    return NULL;
  return g_match_info_fetch (match, 1);
}

static void
read_node (LodgeHostInfo   *self,
           LodgeConnection *connection)
{
  virNodeInfo node;

  if (virNodeGetInfo (connection->conn, &node) < 0)
    return;
  self->n_cpus = node.cpus;
  lodge_connection_get_memory (connection, &self->memory, NULL, NULL);
  self->cpu_model = g_utf8_make_valid (node.model, -1);
}

static void
read_capabilities (LodgeHostInfo  *self,
                   LodgeSimpleXml *capabilities)
{
  const char *arch = lodge_simple_xml_get (capabilities, "host/cpu/arch");
  const char *model = lodge_simple_xml_get (capabilities, "host/cpu/model");

  self->arch = g_strdup (arch);
  if (model != NULL)
    {
      g_free (self->cpu_model);
      self->cpu_model = g_strdup (model);
    }
}

/* Our own trial says more than the capabilities, but QEMU's side must offer it too. */
static void
read_kvm (LodgeHostInfo  *self,
          LodgeSimpleXml *capabilities)
{
  gboolean offered = capabilities != NULL &&
                     lodge_simple_xml_any (capabilities, "domain", "type", "kvm");

  if (g_ascii_strcasecmp (self->hypervisor, "QEMU") != 0 || !self->is_local)
    {
      self->kvm = offered ? LODGE_KVM_USABLE : LODGE_KVM_NOT_OFFERED;
      return;
    }
  self->kvm = lodge_kvm_probe (&self->kvm_detail);
  /* The system's QEMU runs as a user of its own: what we may not open, it may. */
  if (self->kvm == LODGE_KVM_DENIED && offered && !self->is_session)
    self->kvm = LODGE_KVM_USABLE;
  else if (self->kvm == LODGE_KVM_USABLE && !offered)
    self->kvm = LODGE_KVM_NOT_OFFERED;
}

/* Reads everything; what a driver does not know is left empty. On the worker. */
LodgeHostInfo *
lodge_host_info_read (LodgeConnection *connection)
{
  LodgeHostInfo *self = g_new0 (LodgeHostInfo, 1);
  g_autofree char *xml = NULL;
  g_autoptr(LodgeSimpleXml) capabilities = NULL;
  char *name;

  g_atomic_ref_count_init (&self->ref_count);
  self->is_local = connection->local;
  self->is_session = connection->session;
  read_versions (self, connection->conn);
  read_node (self, connection);
  xml = lodge_connection_dup_capabilities (connection, NULL);
  if (xml != NULL)
    capabilities = lodge_simple_xml_new (xml, "capabilities", NULL);
  if (capabilities != NULL)
    read_capabilities (self, capabilities);
  read_kvm (self, capabilities);
  if (self->is_local && g_ascii_strcasecmp (self->hypervisor, "TEST") != 0 &&
      (name = read_local_cpu_name ()) != NULL)
    {
      g_free (self->cpu_model);
      self->cpu_model = name;
    }
  return self;
}

/**
 * lodge_host_info_ref:
 * @self: facts
 *
 * Takes a reference. Any thread.
 *
 * Returns: (transfer full): @self
 */
LodgeHostInfo *
lodge_host_info_ref (LodgeHostInfo *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * lodge_host_info_unref:
 * @self: (transfer full): facts
 *
 * Drops a reference. Any thread.
 */
void
lodge_host_info_unref (LodgeHostInfo *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->hypervisor);
  g_free (self->hypervisor_version);
  g_free (self->libvirt_version);
  g_free (self->hostname);
  g_free (self->arch);
  g_free (self->cpu_model);
  g_free (self->kvm_detail);
  g_free (self);
}

/**
 * lodge_kvm_state_describe:
 * @state: what was found
 *
 * Says in one or two translated sentences whether machines run at full speed, and if not why and
 * what to do.
 *
 * Returns: (transfer full): the text
 */
char *
lodge_kvm_state_describe (LodgeKvmState state)
{
  switch (state)
    {
    case LODGE_KVM_USABLE:
      return g_strdup (_("Hardware acceleration (KVM) works: machines run at full speed."));
    case LODGE_KVM_NO_CPU_FLAG:
      return g_strdup (_("The processor offers no virtualization, so machines are emulated and "
                         "slow. If the processor has it, switch it on in the firmware settings "
                         "(VT-x or AMD-V)."));
    case LODGE_KVM_NO_DEVICE:
      return g_strdup (_("The kernel offers no /dev/kvm, so machines are emulated and slow. Switch "
                         "virtualization on in the firmware settings, or load the module with "
                         "“sudo modprobe kvm_intel” or “kvm_amd”."));
    case LODGE_KVM_DENIED:
      return g_strdup (_("You may not use /dev/kvm, so machines are emulated and slow. Add yourself "
                         "to the group with “sudo adduser $USER kvm”, then log out and in."));
    case LODGE_KVM_BROKEN:
      return g_strdup (_("The kernel offers hardware acceleration (KVM), but a trial of it failed, "
                         "so machines are emulated and slow. If this computer is itself a virtual "
                         "machine, its host must allow nested virtualization."));
    case LODGE_KVM_NOT_OFFERED:
    default:
      return g_strdup (_("The host does not offer hardware acceleration (KVM), so machines are "
                         "emulated and slow."));
    }
}
