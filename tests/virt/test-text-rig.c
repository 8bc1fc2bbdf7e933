/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Text consoles of real QEMU, inside of tests/rig. The guest is a boot sector that greets on its first
 * serial port and sends back what comes. */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/lodge-error.h"
#include "virt-support.h"
#include "virt/lodge-text-channel.h"

#define GREETING "Lodge serial test\r\n"

static const char *rig;
static const char *uri;
static const char *images;
static gboolean session;

static const char domain_xml[] =
  "<domain type='qemu'><name>%s</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>"
  "<os><type arch='x86_64' machine='pc'>hvm</type></os><on_reboot>restart</on_reboot>"
  "<devices><disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='%s'/>"
  "<target dev='hda' bus='ide'/></disk>"
  "<serial type='pty'><target port='0'/></serial><console type='pty'><target type='serial' port='0'/>"
  "</console><console type='pty'><target type='virtio' port='1'/></console>"
  "<serial type='null'><target port='1'/></serial></devices></domain>";

/* Greets, then for ever: what comes in goes out; “!” brings the greeting 3000 times. */
static const guint8 boot_code[] = {
  0x31, 0xc0,             /* 7c00 xor ax, ax */
  0x8e, 0xd8,             /* 7c02 mov ds, ax */
  0xb9, 0x01, 0x00,       /* 7c04 mov cx, 1 */
  0xbe, 0x40, 0x7c,       /* 7c07 again: mov si, 7c40 */
  0xac,                   /* 7c0a next: lodsb */
  0x84, 0xc0,             /* 7c0b test al, al */
  0x74, 0x05,             /* 7c0d jz 7c14 */
  0xe8, 0x1e, 0x00,       /* 7c0f call 7c30 */
  0xeb, 0xf6,             /* 7c12 jmp 7c0a */
  0xe2, 0xf1,             /* 7c14 loop 7c07 */
  0xba, 0xfd, 0x03,       /* 7c16 wait: mov dx, 3fd */
  0xec,                   /* 7c19 in al, dx */
  0xa8, 0x01,             /* 7c1a test al, 1 */
  0x74, 0xfb,             /* 7c1c jz 7c19 */
  0xba, 0xf8, 0x03,       /* 7c1e mov dx, 3f8 */
  0xec,                   /* 7c21 in al, dx */
  0xb9, 0xb8, 0x0b,       /* 7c22 mov cx, 3000 */
  0x3c, 0x21,             /* 7c25 cmp al, '!' */
  0x74, 0xde,             /* 7c27 jz 7c07 */
  0xe8, 0x04, 0x00,       /* 7c29 call 7c30 */
  0xeb, 0xe8,             /* 7c2c jmp 7c16 */
  0x90, 0x90,             /* 7c2e */
  0x88, 0xc4,             /* 7c30 put: mov ah, al */
  0xba, 0xfd, 0x03,       /* 7c32 mov dx, 3fd */
  0xec,                   /* 7c35 in al, dx */
  0xa8, 0x20,             /* 7c36 test al, 20 */
  0x74, 0xfb,             /* 7c38 jz 7c35 */
  0x88, 0xe0,             /* 7c3a mov al, ah */
  0xb2, 0xf8,             /* 7c3c mov dl, f8 */
  0xee,                   /* 7c3e out dx, al */
  0xc3,                   /* 7c3f ret */
};

typedef struct {
  LodgeHost *host;
  LodgeMachine *machine;
  char *name;
  char *disk;
  LodgeTextChannel *channel;
  GString *text;
  guint n_files;
} Fixture;

static guint
count_open_files (void)
{
  g_autoptr(GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static gpointer
define_on_worker (LodgeConnection  *connection,
                  gpointer          data,
                  GCancellable     *cancellable,
                  GError          **error)
{
  g_autofree char *uuid = lodge_connection_define_domain (connection, data, error);

  return GINT_TO_POINTER (uuid != NULL);
}

static void
write_disk (const char *path)
{
  guint8 sector[512] = { 0 };
  g_autoptr(GError) error = NULL;

  memcpy (sector, boot_code, sizeof boot_code);
  memcpy (sector + 0x40, GREETING, sizeof GREETING);
  sector[510] = 0x55;
  sector[511] = 0xaa;
  g_file_set_contents (path, (const char *) sector, sizeof sector, &error);
  g_assert_no_error (error);
  g_chmod (path, 0644);
}

static void
data_cb (Fixture *fixture,
         GBytes  *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  g_assert_cmpuint (size, <=, 64 * 1024);
  g_string_append_len (fixture->text, data, (gssize) size);
}

static LodgeTextChannel *
channel_new (Fixture    *fixture,
             const char *alias)
{
  LodgeTextChannel *channel = lodge_text_channel_new (fixture->machine, alias);

  g_signal_connect_swapped (channel, "data", G_CALLBACK (data_cb), fixture);
  return channel;
}

static void
fixture_open (Fixture    *fixture,
              const char *name)
{
  g_autofree char *file = g_strdup_printf ("%s.img", name);
  g_autofree char *xml = NULL;

  fixture->n_files = count_open_files ();
  g_mkdir_with_parents (images, 0755);
  fixture->disk = g_build_filename (images, file, NULL);
  write_disk (fixture->disk);
  fixture->name = g_strdup (name);
  fixture->text = g_string_new (NULL);
  fixture->host = host_connected (uri);
  xml = g_strdup_printf (domain_xml, name, fixture->disk);
  run_on_connection (fixture->host, define_on_worker, xml);
  wait_for (lodge_host_find_machine (fixture->host, name) != NULL);
  fixture->machine = lodge_host_find_machine (fixture->host, name);
  fixture->channel = channel_new (fixture, "serial0");
}

static void
fixture_close (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  lodge_text_channel_close (fixture->channel);
  g_assert_cmpint (lodge_text_channel_get_state (fixture->channel), ==, LODGE_TEXT_CLOSED);
  lodge_machine_delete_async (fixture->machine, NULL, NULL, keep_result_cb, &result);
  wait_for (result != NULL);
  lodge_machine_delete_finish (fixture->machine, result, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (fixture->channel);
  host_finish (fixture->host);
  /* No stream keeps its connection. */
  wait_for (count_open_files () <= fixture->n_files);
  g_unlink (fixture->disk);
  g_string_free (fixture->text, TRUE);
  g_free (fixture->disk);
  g_free (fixture->name);
}

static void
do_act (Fixture            *fixture,
        LodgeMachineAction  action,
        LodgeMachineState   state)
{
  g_autoptr(GError) error = NULL;

  act (fixture->machine, action, &error);
  g_assert_no_error (error);
  wait_for (lodge_machine_get_state (fixture->machine) == state);
}

static void
wait_for_state (LodgeTextChannel *channel,
                LodgeTextState    state)
{
  wait_for (lodge_text_channel_get_state (channel) == state);
}

/* What the guest greets with when its firmware is through. */
static void
reset_and_wait_for_greeting (Fixture *fixture)
{
  g_string_truncate (fixture->text, 0);
  do_act (fixture, LODGE_ACTION_RESET, LODGE_MACHINE_RUNNING);
  wait_for (strstr (fixture->text->str, GREETING) != NULL);
}

static void
assert_echo (Fixture          *fixture,
             LodgeTextChannel *channel,
             const char       *text)
{
  g_string_truncate (fixture->text, 0);
  g_assert_true (lodge_text_channel_write (channel, text, strlen (text)));
  wait_for (strstr (fixture->text->str, text) != NULL);
}

static gboolean
has_answered (Fixture          *fixture,
              LodgeTextChannel *channel,
              gint64           *next)
{
  if (fixture->text->len == 0 && g_get_monotonic_time () >= *next)
    {
      lodge_text_channel_write (channel, "?", 1);
      *next = g_get_monotonic_time () + G_USEC_PER_SEC / 2;
    }
  return fixture->text->len > 0;
}

/* QEMU notices a second late that its terminal was opened, and drops what the guest says until then:
 * a guest that starts faster is not heard to greet. So it is typed at until it answers. */
static void
wait_for_guest (Fixture          *fixture,
                LodgeTextChannel *channel)
{
  gint64 next = 0;

  g_string_truncate (fixture->text, 0);
  wait_for (has_answered (fixture, channel, &next));
  assert_echo (fixture, channel, "ready");
}

/* Off, on, typed at, reset, off and on again: nobody asks it to connect again. */
static void
test_life (void)
{
  Fixture fixture = { NULL };

  fixture_open (&fixture, "text-life");
  lodge_text_channel_open (fixture.channel);
  g_assert_cmpint (lodge_text_channel_get_state (fixture.channel), ==, LODGE_TEXT_WAITING);
  g_assert_false (lodge_text_channel_write (fixture.channel, "x", 1));

  do_act (&fixture, LODGE_ACTION_START, LODGE_MACHINE_RUNNING);
  wait_for_state (fixture.channel, LODGE_TEXT_CONNECTED);
  wait_for_guest (&fixture, fixture.channel);
  assert_echo (&fixture, fixture.channel, "typed by hand");
  reset_and_wait_for_greeting (&fixture);

  do_act (&fixture, LODGE_ACTION_FORCE_OFF, LODGE_MACHINE_SHUT_OFF);
  wait_for_state (fixture.channel, LODGE_TEXT_WAITING);
  g_string_truncate (fixture.text, 0);
  do_act (&fixture, LODGE_ACTION_START, LODGE_MACHINE_RUNNING);
  wait_for_state (fixture.channel, LODGE_TEXT_CONNECTED);
  wait_for_guest (&fixture, fixture.channel);
  assert_echo (&fixture, fixture.channel, "again");
  fixture_close (&fixture);
}

/* Two viewers: the second is told, and may take the device away from the first. */
static void
do_take_over (Fixture          *fixture,
              LodgeTextChannel *other)
{
  do_act (fixture, LODGE_ACTION_START, LODGE_MACHINE_RUNNING);
  lodge_text_channel_open (fixture->channel);
  wait_for_state (fixture->channel, LODGE_TEXT_CONNECTED);

  lodge_text_channel_open (other);
  wait_for_state (other, LODGE_TEXT_IN_USE);
  lodge_text_channel_take_over (other);
  wait_for_state (other, LODGE_TEXT_CONNECTED);
  wait_for_state (fixture->channel, LODGE_TEXT_IN_USE);
  wait_for_guest (fixture, other);
  assert_echo (fixture, other, "mine now");

  /* Free again as soon as it is let go. */
  g_assert_finalize_object (other);
  do
    {
      lodge_text_channel_open (fixture->channel);
      wait_for (lodge_text_channel_get_state (fixture->channel) != LODGE_TEXT_CONNECTING);
    }
  while (lodge_text_channel_get_state (fixture->channel) == LODGE_TEXT_IN_USE);
  g_assert_cmpint (lodge_text_channel_get_state (fixture->channel), ==, LODGE_TEXT_CONNECTED);
  wait_for_guest (fixture, fixture->channel);
  assert_echo (fixture, fixture->channel, "mine again");
}

/* Two windows of this program. */
static void
test_take_over_own (void)
{
  Fixture fixture = { NULL };

  fixture_open (&fixture, "text-two");
  do_take_over (&fixture, channel_new (&fixture, "serial0"));
  fixture_close (&fixture);
}

/* Another program, that is, another connection. */
static void
test_take_over_other (void)
{
  Fixture fixture = { NULL };
  LodgeHost *host;
  LodgeTextChannel *channel;

  fixture_open (&fixture, "text-other");
  host = host_connected (uri);
  channel = lodge_text_channel_new (lodge_host_find_machine (host, "text-other"), "serial0");
  g_signal_connect_swapped (channel, "data", G_CALLBACK (data_cb), &fixture);
  do_take_over (&fixture, channel);
  host_finish (host);
  fixture_close (&fixture);
}

/* A virtio console opens; what is no terminal, and what is not there, fail with words. */
static void
test_devices (void)
{
  Fixture fixture = { NULL };
  const char *bad[] = { "serial1", "serial7" };
  LodgeTextChannel *channel;

  fixture_open (&fixture, "text-devices");
  do_act (&fixture, LODGE_ACTION_START, LODGE_MACHINE_RUNNING);
  channel = channel_new (&fixture, "console1");
  lodge_text_channel_open (channel);
  wait_for_state (channel, LODGE_TEXT_CONNECTED);
  g_assert_finalize_object (channel);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      channel = channel_new (&fixture, bad[i]);
      lodge_text_channel_open (channel);
      wait_for_state (channel, LODGE_TEXT_FAILED);
      g_assert_nonnull (lodge_text_channel_get_error (channel));
      g_assert_finalize_object (channel);
    }
  fixture_close (&fixture);
}

static gsize
read_size (const char *path)
{
  g_autofree char *text = NULL;
  gsize size = 0;

  g_file_get_contents (path, &text, &size, NULL);
  return size;
}

static void
keep_error_cb (GError       **target,
               const GError  *error)
{
  g_clear_error (target);
  *target = g_error_copy (error);
}

/* Every byte of a guest that sends without end is in the log, and a full paste is refused. */
static void
test_log_and_bounds (void)
{
  const gsize flood = 3000 * strlen (GREETING);
  Fixture fixture = { NULL };
  g_autofree char *dir = g_dir_make_tmp ("lodge-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "log", NULL);
  g_autofree char *paste = g_malloc0 (LODGE_TEXT_WRITE_MAX + 1);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFile) nowhere = g_file_new_for_path ("/nonexistent/log");
  g_autoptr(GError) error = NULL;

  fixture_open (&fixture, "text-log");
  lodge_text_channel_open (fixture.channel);
  do_act (&fixture, LODGE_ACTION_START, LODGE_MACHINE_RUNNING);
  wait_for_state (fixture.channel, LODGE_TEXT_CONNECTED);
  wait_for_guest (&fixture, fixture.channel);

  g_string_truncate (fixture.text, 0);
  lodge_text_channel_start_log (fixture.channel, file);
  g_assert_true (lodge_text_channel_get_log_file (fixture.channel) == file);
  g_assert_true (lodge_text_channel_write (fixture.channel, "!", 1));
  wait_for (fixture.text->len >= flood);
  g_assert_cmpuint (fixture.text->len, ==, flood);
  g_assert_cmpuint (read_size (path), ==, flood);
  lodge_text_channel_stop_log (fixture.channel);
  g_assert_null (lodge_text_channel_get_log_file (fixture.channel));
  assert_echo (&fixture, fixture.channel, "not in it");
  g_assert_cmpuint (read_size (path), ==, flood);

  g_assert_false (lodge_text_channel_write (fixture.channel, paste, LODGE_TEXT_WRITE_MAX + 1));
  g_signal_connect_swapped (fixture.channel, "log-failed", G_CALLBACK (keep_error_cb), &error);
  lodge_text_channel_start_log (fixture.channel, nowhere);
  wait_for (error != NULL);
  g_assert_null (lodge_text_channel_get_log_file (fixture.channel));
  g_unlink (path);
  g_rmdir (dir);
  fixture_close (&fixture);
}

static void
ctl (const char *word)
{
  const char *argv[] = { rig, "ctl", word, "libvirtd", NULL };
  g_autoptr(GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static void
test_daemon (void)
{
  Fixture fixture = { NULL };

  fixture_open (&fixture, "text-daemon");
  lodge_text_channel_open (fixture.channel);
  do_act (&fixture, LODGE_ACTION_START, LODGE_MACHINE_RUNNING);
  wait_for_state (fixture.channel, LODGE_TEXT_CONNECTED);
  wait_for_guest (&fixture, fixture.channel);

  ctl ("kill");
  wait_for_state (fixture.channel, LODGE_TEXT_WAITING);
  ctl ("start");
  wait_for_state (fixture.channel, LODGE_TEXT_CONNECTED);
  assert_echo (&fixture, fixture.channel, "back");
  fixture_close (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  rig = argc > 1 ? argv[1] : NULL;
  images = g_getenv ("LODGE_RIG_POOL");
  session = g_strcmp0 (g_getenv ("LODGE_RIG"), "session") == 0;
  uri = g_getenv ("LODGE_RIG_URI");
  g_assert_nonnull (uri);
  g_assert_nonnull (images);
  lodge_virt_init ();
  /* What the process opens once is open from here on. */
  host_finish (host_connected (uri));
  g_test_add_func ("/text-rig/life", test_life);
  g_test_add_func ("/text-rig/take-over-own", test_take_over_own);
  g_test_add_func ("/text-rig/take-over-other", test_take_over_other);
  g_test_add_func ("/text-rig/devices", test_devices);
  g_test_add_func ("/text-rig/log-and-bounds", test_log_and_bounds);
  /* The rig does not run the daemon of a session. */
  if (!session)
    g_test_add_func ("/text-rig/daemon", test_daemon);
  return g_test_run ();
}
