/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What libvirt and QEMU say, turned into a cause and a next step. Two tables: patterns in the text
 * are the more precise and come first, then libvirt's codes. */

#include "config.h"

#include "virt/lodge-virt-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <libintl.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "base/lodge-error.h"

typedef struct {
  const char *pattern; /* all parts between “*” in this order, ASCII case ignored */
  LodgeErrorCode code;
  const char *message;
} TextRule;

typedef struct {
  int number;          /* virErrorNumber */
  LodgeErrorCode code;
  const char *message;
} CodeRule;

#define LOST N_("The connection to the host was lost. Lodge connects again by itself.")
#define NO_DAEMON \
  N_("No libvirt service answers on this computer. Start it with “sudo systemctl start libvirtd”, " \
     "or install the package libvirt-daemon-system.")
#define NO_DAEMON_SESSION \
  N_("The libvirt service of your session could not be started. Install the package " \
     "libvirt-daemon, then connect again.")
#define DENIED_DAEMON \
  N_("You may not use the libvirt service of this computer. Add yourself to the group with “sudo " \
     "adduser $USER libvirt”, then log out and in, or use your own session instead.")
#define NO_SPACE N_("There is no space left on the storage. Free some space, or choose another place.")
#define NO_MEMORY \
  N_("The host does not have enough free memory for this machine. Shut down other machines, or " \
     "give this one less memory.")
#define KVM_MISSING \
  N_("Hardware acceleration (KVM) cannot be used on this host. Switch virtualization on in its " \
     "firmware settings, or let the machine be emulated.")
#define IMAGE_LOCKED \
  N_("A disk image is in use by another running machine. Shut that one down first, or give this " \
     "machine a disk of its own.")
#define FILE_DENIED \
  N_("The virtual machine may not read one of its files. Move the file to a folder that everybody " \
     "may enter, such as /var/lib/libvirt/images, or allow it for the QEMU user.")
#define FILE_MISSING \
  N_("A file that the machine needs does not exist any more. Choose another file, or remove the " \
     "device that uses it.")
#define NAME_EXISTS N_("A machine of that name exists on this host. Choose another name.")
#define NOT_FOUND N_("The machine does not exist any more. Somebody else may have deleted it.")
#define PORT_BUSY \
  N_("A network port that the machine needs is in use. Choose another port, or let libvirt choose one.")
#define NETWORK_OFF \
  N_("The virtual network of this machine is not running. Start the network, then try again.")
#define UNREACHABLE N_("The host cannot be reached. Check its name, its network and that it is switched on.")
#define STATIC_DEVICE \
  N_("A device of this kind cannot be changed while the machine runs. Shut the machine down, then " \
     "change it.")
#define NO_FUNCTION \
  N_("The host has no such function: its libvirt is too old for it, or its hypervisor is of a kind that " \
     "cannot do it. See the details for its name. Where it is QEMU, update libvirt on the host.")
#define NO_OPERATION \
  N_("The host’s libvirt and QEMU cannot do this with the machine as it is set up. See the details for " \
     "what stands in the way; change that setting, or update both on the host.")
#define NO_OPTION \
  N_("The host’s libvirt or QEMU does not know an option that this needs. See the details for its " \
     "name; choose another one, or update both on the host.")
#define CERTIFICATE_REFUSED \
  N_("The host’s certificate is not accepted: it has expired, is for another name, or comes from an " \
     "authority that this computer does not know. Ask the host’s administrator for a new one.")
#define SSH_DENIED \
  N_("The host refused to let you in. Check the user name, your password, and that your SSH key is " \
     "loaded.")

static const TextRule text_rules[] = {
  { "failed to verify peer's certificate", LODGE_ERROR_DENIED, CERTIFICATE_REFUSED },
  { "certificate failed validation", LODGE_ERROR_DENIED, CERTIFICATE_REFUSED },
  { "cannot read ca certificate", LODGE_ERROR_NOT_CONNECTED,
    N_("This computer lacks the certificate by which it would know the host. Put the host’s CA " \
       "certificate where the details say, or connect by ssh instead (qemu+ssh://).") },
  { "authentication unavailable*polkit agent", LODGE_ERROR_DENIED, DENIED_DAEMON },
  { "authentication failed", LODGE_ERROR_DENIED, DENIED_DAEMON },
  { "authentication cancelled", LODGE_ERROR_DENIED, DENIED_DAEMON },
  { "access denied by policy", LODGE_ERROR_DENIED, DENIED_DAEMON },
  { "failed to connect socket to*permission denied", LODGE_ERROR_DENIED, DENIED_DAEMON },
  { "failed to connect socket to*/run/user/", LODGE_ERROR_NO_DAEMON, NO_DAEMON_SESSION },
  { "failed to connect socket to", LODGE_ERROR_NO_DAEMON, NO_DAEMON },
  { "failed to find*libvirtd", LODGE_ERROR_NO_DAEMON, NO_DAEMON_SESSION },
  { "failed to find*virtqemud", LODGE_ERROR_NO_DAEMON, NO_DAEMON_SESSION },
  { "no connection driver available for qemu", LODGE_ERROR_NO_DAEMON,
    N_("libvirt on this host has no support for QEMU. Install the package libvirt-daemon-driver-qemu.") },
  { "permission denied (publickey", LODGE_ERROR_DENIED, SSH_DENIED },
  { "cannot recv data*permission denied (", LODGE_ERROR_DENIED, SSH_DENIED },
  { "remote host identification has changed", LODGE_ERROR_DENIED,
    N_("The host’s SSH key is another one than before: it was installed anew, or somebody stands " \
       "between. If you are sure, remove the old key with “ssh-keygen -R HOST” and connect again.") },
  { "host key verification failed", LODGE_ERROR_DENIED,
    N_("The host’s SSH key is not known. Log in with “ssh” once and accept its key.") },
  { "unable to connect to server at", LODGE_ERROR_NOT_CONNECTED, UNREACHABLE },
  { "cannot recv data*could not resolve", LODGE_ERROR_NOT_CONNECTED, UNREACHABLE },
  { "cannot recv data*connection refused", LODGE_ERROR_NOT_CONNECTED, UNREACHABLE },
  { "cannot recv data*no route to host", LODGE_ERROR_NOT_CONNECTED, UNREACHABLE },
  { "end of file while reading data", LODGE_ERROR_NOT_CONNECTED, LOST },
  { "cannot recv data", LODGE_ERROR_NOT_CONNECTED, LOST },
  { "cannot write data", LODGE_ERROR_NOT_CONNECTED, LOST },
  { "client socket is closed", LODGE_ERROR_NOT_CONNECTED, LOST },
  { "connection closed due to keepalive timeout", LODGE_ERROR_NOT_CONNECTED, LOST },
  { "received hangup event on socket", LODGE_ERROR_NOT_CONNECTED, LOST },
  { "no space left on device", LODGE_ERROR_NO_SPACE, NO_SPACE },
  { "disk quota exceeded", LODGE_ERROR_NO_SPACE, NO_SPACE },
  { "could not access kvm kernel module*permission denied", LODGE_ERROR_DENIED,
    N_("QEMU may not use /dev/kvm. Add its user to the group kvm, or let the machine be emulated.") },
  { "could not access kvm kernel module", LODGE_ERROR_UNSUPPORTED, KVM_MISSING },
  { "failed to initialize kvm", LODGE_ERROR_UNSUPPORTED, KVM_MISSING },
  { "target/i386/kvm/kvm.c", LODGE_ERROR_UNSUPPORTED, KVM_MISSING },
  { "failed to set msr", LODGE_ERROR_UNSUPPORTED, KVM_MISSING },
  { "could not get preferred machine for*type=kvm", LODGE_ERROR_UNSUPPORTED, KVM_MISSING },
  { "invalid argument: could not find capabilities for*kvm", LODGE_ERROR_UNSUPPORTED, KVM_MISSING },
  { "emulator*does not support virt type 'kvm'", LODGE_ERROR_UNSUPPORTED, KVM_MISSING },
  { "domain requires kvm, but it is not available", LODGE_ERROR_UNSUPPORTED, KVM_MISSING },
  { "cannot set up guest memory", LODGE_ERROR_NO_MEMORY, NO_MEMORY },
  { "cannot allocate memory", LODGE_ERROR_NO_MEMORY, NO_MEMORY },
  { "failed to get \"write\" lock", LODGE_ERROR_BUSY, IMAGE_LOCKED },
  { "failed to get shared \"write\" lock", LODGE_ERROR_BUSY, IMAGE_LOCKED },
  { "failed to get \"consistent read\" lock", LODGE_ERROR_BUSY, IMAGE_LOCKED },
  { "failed to acquire lock", LODGE_ERROR_BUSY, IMAGE_LOCKED },
  { "cannot access storage file*permission denied", LODGE_ERROR_DENIED, FILE_DENIED },
  { "could not open*permission denied", LODGE_ERROR_DENIED, FILE_DENIED },
  { "cannot access storage file*no such file", LODGE_ERROR_NOT_FOUND, FILE_MISSING },
  { "could not open*no such file", LODGE_ERROR_NOT_FOUND, FILE_MISSING },
  { "already exists with uuid", LODGE_ERROR_EXISTS, NAME_EXISTS },
  { "is already defined with uuid", LODGE_ERROR_EXISTS, NAME_EXISTS },
  { "storage volume*exists already", LODGE_ERROR_EXISTS,
    N_("A disk image of that name exists. Choose another name, or delete the old image first.") },
  { "storage vol*already exists", LODGE_ERROR_EXISTS,
    N_("A disk image of that name exists. Choose another name, or delete the old image first.") },
  { "address already in use", LODGE_ERROR_BUSY, PORT_BUSY },
  { "unable to find an unused port", LODGE_ERROR_BUSY, PORT_BUSY },
  { "bridge helper", LODGE_ERROR_DENIED,
    N_("Your session may not use this bridge. Ask an administrator to set up qemu-bridge-helper and " \
       "/etc/qemu/bridge.conf, or choose the shared connection.") },
  { "network*is not active", LODGE_ERROR_BUSY, NETWORK_OFF },
  { "guest agent is not responding", LODGE_ERROR_TIMEOUT,
    N_("The guest’s agent does not answer. Wait until the guest has started, or restart its agent.") },
  { "guest agent is not connected", LODGE_ERROR_UNSUPPORTED,
    N_("No QEMU guest agent runs in the guest. Install qemu-guest-agent there.") },
  { "live attach of device*is not supported", LODGE_ERROR_UNSUPPORTED, STATIC_DEVICE },
  { "live detach of device*is not supported", LODGE_ERROR_UNSUPPORTED, STATIC_DEVICE },
  { "live update of device*is not supported", LODGE_ERROR_UNSUPPORTED, STATIC_DEVICE },
  { "hotplug is not supported", LODGE_ERROR_UNSUPPORTED, STATIC_DEVICE },
  { "cannot acquire state change lock", LODGE_ERROR_BUSY,
    N_("Another operation on this machine is still under way. Wait for it, or force the machine off.") },
  { "domain is already running", LODGE_ERROR_BUSY, N_("The machine is running already.") },
  { "domain is already active", LODGE_ERROR_BUSY, N_("The machine is running already.") },
  { "domain is not running", LODGE_ERROR_BUSY, N_("The machine is not running.") },
  { "not running", LODGE_ERROR_BUSY, N_("The machine is not running.") },
  /* Only a warning of QEMU, which may stand before the real cause: last. */
  { "host doesn't support requested feature", LODGE_ERROR_UNSUPPORTED, KVM_MISSING },
};

static const CodeRule code_rules[] = {
  { VIR_ERR_NO_MEMORY, LODGE_ERROR_NO_MEMORY, NO_MEMORY },
  { VIR_ERR_AUTH_FAILED, LODGE_ERROR_DENIED, DENIED_DAEMON },
  { VIR_ERR_AUTH_CANCELLED, LODGE_ERROR_DENIED, DENIED_DAEMON },
  { VIR_ERR_AUTH_UNAVAILABLE, LODGE_ERROR_DENIED, DENIED_DAEMON },
  { VIR_ERR_ACCESS_DENIED, LODGE_ERROR_DENIED, DENIED_DAEMON },
  { VIR_ERR_OPERATION_DENIED, LODGE_ERROR_DENIED,
    N_("The host does not allow this. The connection may be read-only.") },
  { VIR_ERR_NO_CONNECT, LODGE_ERROR_INVALID,
    N_("libvirt has no driver for this address. Check the spelling of the address.") },
  { VIR_ERR_INVALID_CONN, LODGE_ERROR_NOT_CONNECTED, LOST },
  { VIR_ERR_NO_DOMAIN, LODGE_ERROR_NOT_FOUND, NOT_FOUND },
  { VIR_ERR_DOM_EXIST, LODGE_ERROR_EXISTS, NAME_EXISTS },
  { VIR_ERR_NO_NETWORK, LODGE_ERROR_NOT_FOUND,
    N_("The virtual network does not exist. Choose another one.") },
  { VIR_ERR_NO_STORAGE_POOL, LODGE_ERROR_NOT_FOUND, N_("The storage pool does not exist.") },
  { VIR_ERR_NO_STORAGE_VOL, LODGE_ERROR_NOT_FOUND, N_("The disk image does not exist.") },
  { VIR_ERR_STORAGE_VOL_EXIST, LODGE_ERROR_EXISTS,
    N_("A disk image of that name exists. Choose another name, or delete the old image first.") },
  { VIR_ERR_OPERATION_TIMEOUT, LODGE_ERROR_TIMEOUT,
    N_("Another operation on this machine is still under way. Wait for it, or force the machine off.") },
  { VIR_ERR_AGENT_UNRESPONSIVE, LODGE_ERROR_TIMEOUT,
    N_("The guest’s agent does not answer. Wait until the guest has started, or restart its agent.") },
  { VIR_ERR_NO_SUPPORT, LODGE_ERROR_UNSUPPORTED, NO_FUNCTION },
  { VIR_ERR_OPERATION_UNSUPPORTED, LODGE_ERROR_UNSUPPORTED, NO_OPERATION },
  { VIR_ERR_CONFIG_UNSUPPORTED, LODGE_ERROR_UNSUPPORTED,
    N_("The host cannot provide what the machine’s settings ask for. See the details.") },
  { VIR_ERR_ARGUMENT_UNSUPPORTED, LODGE_ERROR_UNSUPPORTED, NO_OPTION },
  { VIR_ERR_OPERATION_INVALID, LODGE_ERROR_BUSY,
    N_("The state that this is in does not allow it. See the details for the state.") },
  { VIR_ERR_RESOURCE_BUSY, LODGE_ERROR_BUSY, N_("The resource is in use by something else.") },
  { VIR_ERR_XML_ERROR, LODGE_ERROR_INVALID,
    N_("The host does not accept this description. See the details for the place of the mistake.") },
  { VIR_ERR_XML_DETAIL, LODGE_ERROR_INVALID,
    N_("The host does not accept this description. See the details for the place of the mistake.") },
  { VIR_ERR_XML_INVALID_SCHEMA, LODGE_ERROR_INVALID,
    N_("The host does not accept this description. See the details for the place of the mistake.") },
  { VIR_ERR_INVALID_ARG, LODGE_ERROR_INVALID, N_("The host does not accept a value that was given.") },
};

static void
ignore_error_cb (void        *user_data,
                 virErrorPtr  error)
{
}

/* Whether the parts between “*” occur in @text in this order. */
static gboolean
matches (const char *text,
         const char *pattern)
{
  g_auto(GStrv) parts = g_strsplit (pattern, "*", -1);

  for (char **part = parts; *part != NULL; part++)
    {
      const char *found = strstr (text, *part);

      if (found == NULL)
        return FALSE;
      text = found + strlen (*part);
    }
  return TRUE;
}

/* libvirt prints errors to stderr unless somebody takes them. Its texts stay English, for the rules
 * and as raw details: our own sentence is the translated one. */
void
lodge_virt_error_init (void)
{
  bindtextdomain ("libvirt", "/nonexistent");
  virSetErrorFunc (NULL, ignore_error_cb);
}

/* The C library's words for a number, which it translates, in English: the rules look for them. */
static const char *
system_words (int number)
{
  switch (number)
    {
    case EACCES:
    case EPERM:
      return "permission denied";
    case ENOENT:
      return "no such file or directory";
    case ENOSPC:
      return "no space left on device";
    case EDQUOT:
      return "disk quota exceeded";
    case ENOMEM:
      return "cannot allocate memory";
    case EADDRINUSE:
      return "address already in use";
    case ECONNREFUSED:
      return "connection refused";
    case EHOSTUNREACH:
      return "no route to host";
    default:
      return "";
    }
}

/* A driver, a policy or QEMU itself does not do it; the connection is as it was, and so is the machine. */
static gboolean
is_refusal (int         code,
            const char *text)
{
  switch (code)
    {
    case VIR_ERR_NO_SUPPORT:
    case VIR_ERR_OPERATION_UNSUPPORTED:
    case VIR_ERR_ARGUMENT_UNSUPPORTED:
    case VIR_ERR_CONFIG_UNSUPPORTED:
    case VIR_ERR_ACCESS_DENIED:
    case VIR_ERR_OPERATION_DENIED:
      return TRUE;

    case VIR_ERR_INTERNAL_ERROR:
    case VIR_ERR_OPERATION_FAILED:
      return strstr (text, "unable to execute qemu command") != NULL;

    default:
      return FALSE;
    }
}

/* @lower: @message and what the system says, in lower case. */
static GError *
error_new (int         code,
           const char *message,
           const char *lower)
{
  for (guint i = 0; i < G_N_ELEMENTS (text_rules); i++)
    if (matches (lower, text_rules[i].pattern))
      return lodge_error_new (text_rules[i].code, message, "%s", _(text_rules[i].message));
  for (guint i = 0; i < G_N_ELEMENTS (code_rules); i++)
    if (code == code_rules[i].number)
      return lodge_error_new (code_rules[i].code, message, "%s", _(code_rules[i].message));
  return lodge_error_new (LODGE_ERROR_FAILED, message, "%s",
                          _("The host reported an error. See the details."));
}

/**
 * lodge_virt_error_map: (skip)
 * @number: an errno for a system error, or 0
 * @code: a virErrorNumber
 * @message: (nullable): libvirt's text
 *
 * Maps an error of libvirt, and says whether it is a refusal (lodge_error_is_refusal()). Pure.
 *
 * Returns: (transfer full): an error of `LODGE_ERROR`, with @message as its detail
 */
GError *
lodge_virt_error_map (int         number,
                      int         code,
                      const char *message)
{
  g_autofree char *text = g_strconcat (message != NULL ? message : "", ": ", system_words (number),
                                       NULL);
  g_autofree char *lower = g_ascii_strdown (text, -1);
  GError *error = error_new (code, message, lower);

  if (is_refusal (code, lower))
    lodge_error_set_refusal (error);
  return error;
}

/* Maps the last error of this thread: to be called in the function that failed. */
void
lodge_virt_error_set (GError **error)
{
  virErrorPtr last = virGetLastError ();

  if (error == NULL)
    return;
  if (last == NULL)
    *error = lodge_virt_error_map (0, 0, NULL);
  else
    *error = lodge_virt_error_map (last->code == VIR_ERR_SYSTEM_ERROR ? last->int1 : 0, last->code,
                                   last->message);
}
