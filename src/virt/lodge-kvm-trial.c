/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether QEMU gets along with this computer's KVM: a machine with the host's CPU model runs a
 * firmware of one instruction that ends it with an agreed exit status. A tenth of a second where all
 * is well; nested and partial implementations of KVM fail here in ways of their own. */

#include "config.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/lodge-thread.h"
#include "virt/lodge-host-info-private.h"

#define TIMEOUT_MS 3000
#define FIRMWARE_SIZE (64 * 1024)
#define RESET_VECTOR 0xfff0
#define EXIT_PORT 0xf4
#define EXIT_VALUE 0x10
/* What isa-debug-exit makes of the value. */
#define EXIT_STATUS ((EXIT_VALUE << 1) | 1)
#define DETAIL_MAX 500

typedef struct {
  GSubprocess *process;
  char *output;
  gboolean done;
  gboolean timed_out;
} Trial;

/* mov al, 0x10; out 0xf4, al; hlt */
static const guint8 code[] = { 0xb0, EXIT_VALUE, 0xe6, EXIT_PORT, 0xf4 };

static char *
find_emulator (void)
{
#if defined (__x86_64__)
  static const char *const names[] = {
    "qemu-system-x86_64", "/usr/bin/qemu-system-x86_64", "/usr/libexec/qemu-kvm", "qemu-kvm",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      char *path = g_find_program_in_path (names[i]);

      if (path != NULL)
        return path;
    }
#endif
  return NULL;
}

static char *
write_firmware (void)
{
  g_autofree guint8 *image = g_malloc (FIRMWARE_SIZE);
  char *path = NULL;
  int fd = g_file_open_tmp ("lodge-kvm-XXXXXX.bin", &path, NULL);
  gboolean done;

  if (fd < 0)
    return NULL;

  memset (image, 0xf4, FIRMWARE_SIZE);
  memcpy (image + RESET_VECTOR, code, sizeof code);
  done = write (fd, image, FIRMWARE_SIZE) == FIRMWARE_SIZE;
  close (fd);
  if (!done)
    {
      unlink (path);
      g_clear_pointer (&path, g_free);
    }
  return path;
}

/* QEMU aborts where KVM surprises it: that is no crash to report. */
static void
child_setup_cb (gpointer user_data)
{
  const struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CORE, &none);
}

static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Trial *trial = user_data;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &trial->output, NULL, NULL);
  trial->done = TRUE;
}

static gboolean
timeout_cb (gpointer user_data)
{
  Trial *trial = user_data;

  trial->timed_out = TRUE;
  g_subprocess_force_exit (trial->process);
  return G_SOURCE_REMOVE;
}

static GSubprocess *
spawn (const char  *emulator,
       const char  *firmware,
       GError     **error)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);

  g_subprocess_launcher_set_child_setup (launcher, child_setup_cb, NULL, NULL);
  return g_subprocess_launcher_spawn (launcher, error, emulator, "-accel", "kvm", "-cpu", "host",
                                      "-nodefaults", "-no-user-config", "-display", "none",
                                      "-no-reboot", "-m", "16", "-bios", firmware, "-device",
                                      "isa-debug-exit,iobase=0xf4,iosize=0x04", NULL);
}

/* On a main context of this thread alone. */
static void
wait_for_end (Trial *trial)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(GSource) timeout = g_timeout_source_new (TIMEOUT_MS);

  g_main_context_push_thread_default (context);
  g_source_set_callback (timeout, timeout_cb, trial, NULL);
  g_source_attach (timeout, context);
  g_subprocess_communicate_utf8_async (trial->process, NULL, NULL, ended_cb, trial);
  while (!trial->done)
    g_main_context_iteration (context, TRUE);
  g_source_destroy (timeout);
  g_main_context_pop_thread_default (context);
}

static char *
judge (Trial *trial)
{
  GSubprocess *process = trial->process;

  if (trial->timed_out)
    return g_strdup ("QEMU with KVM does not answer");
  if (g_subprocess_get_if_exited (process) && g_subprocess_get_exit_status (process) == EXIT_STATUS)
    return NULL;
  if (trial->output != NULL && *g_strstrip (trial->output) != '\0')
    return g_strndup (trial->output, DETAIL_MAX);
  return g_strdup ("QEMU with KVM ends at once");
}

/* What QEMU says when it cannot; NULL when it can, or when there is no QEMU here to ask. */
char *
lodge_kvm_try_emulator (void)
{
  g_autofree char *emulator = find_emulator ();
  g_autofree char *firmware = NULL;
  g_autoptr(GError) error = NULL;
  Trial trial = { NULL };
  char *detail;

  LODGE_ASSERT_WORKER ();
  if (emulator == NULL)
    return NULL;
  firmware = write_firmware ();
  if (firmware == NULL)
    return NULL;

  trial.process = spawn (emulator, firmware, &error);
  if (trial.process != NULL)
    {
      wait_for_end (&trial);
      detail = judge (&trial);
    }
  else
    detail = g_strdup (error->message);
  unlink (firmware);
  g_clear_object (&trial.process);
  g_free (trial.output);
  return detail;
}
