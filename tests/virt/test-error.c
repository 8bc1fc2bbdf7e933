/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "base/lodge-error.h"
#include "virt/lodge-virt-error.h"

typedef struct {
  int code;
  const char *message;
  LodgeErrorCode expected;
  const char *says; /* a part of the sentence, nullable */
} Row;

/* Texts as libvirt 9.0 and QEMU 7.2 write them. */
static const Row rows[] = {
  { VIR_ERR_SYSTEM_ERROR, "Failed to connect socket to '/var/run/libvirt/libvirt-sock': "
    "No such file or directory", LODGE_ERROR_NO_DAEMON, "systemctl start libvirtd" },
  { VIR_ERR_SYSTEM_ERROR, "Failed to connect socket to '/var/run/libvirt/libvirt-sock': "
    "Connection refused", LODGE_ERROR_NO_DAEMON, NULL },
  { VIR_ERR_SYSTEM_ERROR, "Failed to connect socket to '/var/run/libvirt/libvirt-sock': "
    "Permission denied", LODGE_ERROR_DENIED, "libvirt" },
  { VIR_ERR_SYSTEM_ERROR, "Failed to connect socket to '/run/user/1000/libvirt/libvirt-sock': "
    "No such file or directory", LODGE_ERROR_NO_DAEMON, "session" },
  { VIR_ERR_AUTH_UNAVAILABLE, "authentication unavailable: no polkit agent available to "
    "authenticate action 'org.libvirt.unix.manage'", LODGE_ERROR_DENIED, "adduser" },
  { VIR_ERR_AUTH_CANCELLED, "authentication cancelled: user cancelled authentication process",
    LODGE_ERROR_DENIED, NULL },
  { VIR_ERR_SYSTEM_ERROR, "Cannot recv data: ssh: connect to host nowhere port 22: "
    "No route to host: Connection reset by peer", LODGE_ERROR_NOT_CONNECTED, "network" },
  { VIR_ERR_SYSTEM_ERROR, "Cannot recv data: root@server: Permission denied "
    "(publickey,password).: Connection reset by peer", LODGE_ERROR_DENIED, "SSH key" },
  { VIR_ERR_SYSTEM_ERROR, "Cannot recv data: Host key verification failed.: "
    "Connection reset by peer", LODGE_ERROR_DENIED, "ssh" },
  { VIR_ERR_SYSTEM_ERROR, "Cannot read CA certificate '/etc/pki/CA/cacert.pem': No such file or "
    "directory", LODGE_ERROR_NOT_CONNECTED, "CA certificate" },
  { VIR_ERR_AUTH_FAILED, "authentication failed: Failed to verify peer's certificate",
    LODGE_ERROR_DENIED, "expired" },
  { VIR_ERR_SYSTEM_ERROR, "Certificate failed validation: The certificate hasn't got a known issuer.",
    LODGE_ERROR_DENIED, "expired" },
  { VIR_ERR_SYSTEM_ERROR, "unable to connect to server at 'server:16514': Connection refused",
    LODGE_ERROR_NOT_CONNECTED, NULL },
  { VIR_ERR_INTERNAL_ERROR, "internal error: client socket is closed",
    LODGE_ERROR_NOT_CONNECTED, NULL },
  { VIR_ERR_SYSTEM_ERROR, "End of file while reading data: Input/output error",
    LODGE_ERROR_NOT_CONNECTED, NULL },
  { VIR_ERR_SYSTEM_ERROR, "cannot create path '/var/lib/libvirt/images/a.qcow2': "
    "No space left on device", LODGE_ERROR_NO_SPACE, "space" },
  { VIR_ERR_OPERATION_FAILED, "internal error: process exited while connecting to monitor: "
    "qemu-system-x86_64: cannot set up guest memory 'pc.ram': Cannot allocate memory",
    LODGE_ERROR_NO_MEMORY, "memory" },
  { VIR_ERR_INTERNAL_ERROR, "internal error: process exited while connecting to monitor: "
    "Could not access KVM kernel module: Permission denied\nqemu-system-x86_64: failed to "
    "initialize kvm: Permission denied", LODGE_ERROR_DENIED, "/dev/kvm" },
  { VIR_ERR_INTERNAL_ERROR, "internal error: qemu unexpectedly closed the monitor: "
    "Could not access KVM kernel module: No such file or directory\nqemu-system-x86_64: failed "
    "to initialize kvm: No such file or directory", LODGE_ERROR_UNSUPPORTED, "KVM" },
  { VIR_ERR_INTERNAL_ERROR, "internal error: qemu unexpectedly closed the monitor: "
    "qemu-system-x86_64: ../../target/i386/kvm/kvm.c:3183: kvm_buf_set_msrs: Assertion `ret == "
    "cpu->kvm_msr_buf->nmsrs' failed.", LODGE_ERROR_UNSUPPORTED, "KVM" },
  { VIR_ERR_INVALID_ARG, "invalid argument: could not get preferred machine for "
    "/usr/bin/qemu-system-x86_64 type=kvm", LODGE_ERROR_UNSUPPORTED, "KVM" },
  { VIR_ERR_INTERNAL_ERROR, "internal error: process exited while connecting to monitor: "
    "qemu-system-x86_64: -blockdev {...}: Failed to get \"write\" lock\nIs another process using "
    "the image [/a.qcow2]?", LODGE_ERROR_BUSY, "disk image" },
  { VIR_ERR_INTERNAL_ERROR, "internal error: process exited while connecting to monitor: "
    "qemu-system-x86_64: -blockdev {...}: Could not open '/home/me/a.iso': Permission denied",
    LODGE_ERROR_DENIED, "/var/lib/libvirt/images" },
  { VIR_ERR_SYSTEM_ERROR, "Cannot access storage file '/home/me/a.iso' (as uid:64055, gid:64055): "
    "Permission denied", LODGE_ERROR_DENIED, NULL },
  { VIR_ERR_SYSTEM_ERROR, "Cannot access storage file '/no/such.iso': No such file or directory",
    LODGE_ERROR_NOT_FOUND, "file" },
  { VIR_ERR_OPERATION_FAILED, "operation failed: domain 'debian' already exists with uuid "
    "6f0d5b0c-0000-4000-8000-000000000000", LODGE_ERROR_EXISTS, "name" },
  { VIR_ERR_STORAGE_VOL_EXIST, "storage volume 'a.qcow2' exists already", LODGE_ERROR_EXISTS,
    "image" },
  { VIR_ERR_INTERNAL_ERROR, "internal error: process exited while connecting to monitor: "
    "qemu-system-x86_64: -spice port=5900: Failed to bind socket: Address already in use",
    LODGE_ERROR_BUSY, "port" },
  { VIR_ERR_OPERATION_INVALID, "Requested operation is not valid: network 'default' is not active",
    LODGE_ERROR_BUSY, "network" },
  { VIR_ERR_INTERNAL_ERROR, "internal error: /usr/lib/qemu/qemu-bridge-helper --use-vnet --br=br0 --fd=31: "
    "failed to communicate with bridge helper: stderr=failed to parse default acl file "
    "`/etc/qemu/bridge.conf'", LODGE_ERROR_DENIED, "bridge.conf" },
  { VIR_ERR_OPERATION_INVALID, "Requested operation is not valid: domain is not running",
    LODGE_ERROR_BUSY, "not running" },
  { VIR_ERR_OPERATION_INVALID, "Requested operation is not valid: domain is already running",
    LODGE_ERROR_BUSY, "running already" },
  { VIR_ERR_OPERATION_TIMEOUT, "Timed out during operation: cannot acquire state change lock "
    "(held by monitor=remoteDispatchDomainCreate)", LODGE_ERROR_BUSY, "force" },
  { VIR_ERR_NO_DOMAIN, "Domain not found: no domain with matching name 'x'",
    LODGE_ERROR_NOT_FOUND, NULL },
  { VIR_ERR_XML_INVALID_SCHEMA, "XML document failed to validate against schema",
    LODGE_ERROR_INVALID, NULL },
  { VIR_ERR_CONFIG_UNSUPPORTED, "unsupported configuration: spice graphics are not supported with "
    "this QEMU", LODGE_ERROR_UNSUPPORTED, NULL },
  { VIR_ERR_NO_SUPPORT, "this function is not supported by the connection driver: virDomainReset",
    LODGE_ERROR_UNSUPPORTED, "too old" },
  { VIR_ERR_OPERATION_UNSUPPORTED, "Operation not supported: live attach of device 'sound' is not "
    "supported", LODGE_ERROR_UNSUPPORTED, "Shut the machine down" },
  { VIR_ERR_OPERATION_UNSUPPORTED, "Operation not supported: cpu hotplug is not supported",
    LODGE_ERROR_UNSUPPORTED, "Shut the machine down" },
  { VIR_ERR_OPERATION_UNSUPPORTED, "Operation not supported: internal snapshots of a VM with pflash "
    "based firmware are not supported", LODGE_ERROR_UNSUPPORTED, "setting" },
  { VIR_ERR_ARGUMENT_UNSUPPORTED, "argument unsupported: QEMU driver does not support that cipher",
    LODGE_ERROR_UNSUPPORTED, "option" },
  { VIR_ERR_INTERNAL_ERROR, "internal error: what nobody has thought of", LODGE_ERROR_FAILED, NULL },
  { 0, NULL, LODGE_ERROR_FAILED, NULL },
};

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GError) error = lodge_virt_error_map (0, rows[i].code, rows[i].message);

      g_test_message ("%s", rows[i].message);
      g_assert_error (error, LODGE_ERROR, (int) rows[i].expected);
      g_assert_cmpstr (lodge_error_get_detail (error), ==, rows[i].message);
      g_assert_true (g_str_has_suffix (error->message, "."));
      if (rows[i].says != NULL)
        {
          g_test_message ("%s", error->message);
          g_assert_nonnull (g_strstr_len (error->message, -1, rows[i].says));
        }
    }
}

/* What the C library says in the user's language is known by its number. */
static void
test_languages (void)
{
  g_autoptr(GError) denied =
    lodge_virt_error_map (EACCES, VIR_ERR_SYSTEM_ERROR,
                          "Failed to connect socket to '/run/libvirt/libvirt-sock': Không đủ quyền");
  g_autoptr(GError) absent =
    lodge_virt_error_map (ENOENT, VIR_ERR_SYSTEM_ERROR,
                          "Failed to connect socket to '/run/libvirt/libvirt-sock': Không có tập tin");

  g_assert_error (denied, LODGE_ERROR, LODGE_ERROR_DENIED);
  g_assert_error (absent, LODGE_ERROR, LODGE_ERROR_NO_DAEMON);
  g_assert_nonnull (strstr (lodge_error_get_detail (denied), "Không đủ quyền"));
}

/* What one call does not do for us may be had in another way; who is not let in, or has no machine any more,
 * is told so. Texts as libvirt writes them for virDomainOpenGraphicsFD(). */
static void
test_refusals (void)
{
  static const struct {
    int code;
    const char *message;
    gboolean expected;
  } cases[] = {
    { VIR_ERR_NO_SUPPORT, "this function is not supported by the connection driver: virDomainOpenGraphicsFD",
      TRUE },
    { VIR_ERR_OPERATION_DENIED, "operation forbidden: read only access prevents virDomainOpenGraphicsFD",
      TRUE },
    { VIR_ERR_ACCESS_DENIED, "access denied", TRUE },
    { VIR_ERR_OPERATION_UNSUPPORTED, "Operation not supported: Can only open VNC, SPICE or D-Bus p2p graphics "
      "backends, not rdp", TRUE },
    { VIR_ERR_INTERNAL_ERROR, "internal error: unable to execute QEMU command 'add_client': The command "
      "add_client has not been found", TRUE },
    { VIR_ERR_INTERNAL_ERROR, "internal error: No graphics backend with index 5", FALSE },
    { VIR_ERR_INTERNAL_ERROR, "internal error: client socket is closed", FALSE },
    { VIR_ERR_SYSTEM_ERROR, "Failed to recv file descriptor: Permission denied", FALSE },
    { VIR_ERR_OPERATION_INVALID, "Requested operation is not valid: domain is not running", FALSE },
    { VIR_ERR_OPERATION_TIMEOUT, "Timed out during operation: cannot acquire state change lock", FALSE },
    { VIR_ERR_NO_DOMAIN, "Domain not found: no domain with matching uuid", FALSE },
    { VIR_ERR_AUTH_FAILED, "authentication failed: authentication failed", FALSE },
    { VIR_ERR_AUTH_CANCELLED, "authentication cancelled: user cancelled authentication process", FALSE },
    { VIR_ERR_AUTH_UNAVAILABLE, "authentication unavailable: no polkit agent available", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = lodge_virt_error_map (0, cases[i].code, cases[i].message);
      g_autoptr(GError) copy = g_error_copy (error);

      g_test_message ("%s", cases[i].message);
      g_assert_cmpint (lodge_error_is_refusal (copy), ==, cases[i].expected);
    }
  g_assert_false (lodge_error_is_refusal (NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/virt-error/table", test_table);
  g_test_add_func ("/virt-error/languages", test_languages);
  g_test_add_func ("/virt-error/refusals", test_refusals);
  return g_test_run ();
}
