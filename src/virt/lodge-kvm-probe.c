/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether hardware virtualization works on this computer, found out by using it: a virtual CPU runs
 * three instructions. Nested set-ups offer /dev/kvm and then hang or fail, so the trial runs in a
 * child that is given up after a second. */

#define _GNU_SOURCE
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/lodge-thread.h"
#include "virt/lodge-host-info-private.h"

#define DEVICE "/dev/kvm"
#define TIMEOUT_MS 1000
#define GUEST_ADDRESS 0x1000
#define GUEST_PORT 0x10
#define GUEST_VALUE 0x2a

/* What the child reports: which step failed. */
typedef enum {
  STEP_DONE = 1,
  STEP_OPEN,
  STEP_VERSION,
  STEP_VM,
  STEP_MEMORY,
  STEP_VCPU,
  STEP_REGISTERS,
  STEP_RUN,
  STEP_RESULT,
} Step;

typedef struct {
  guint8 step;
  int error;
  guint32 exit_reason;
} Report;

static const char *const step_names[] = {
  [STEP_DONE] = "done", [STEP_OPEN] = "open " DEVICE, [STEP_VERSION] = "KVM_GET_API_VERSION",
  [STEP_VM] = "KVM_CREATE_VM", [STEP_MEMORY] = "KVM_SET_USER_MEMORY_REGION",
  [STEP_VCPU] = "KVM_CREATE_VCPU", [STEP_REGISTERS] = "KVM_SET_SREGS", [STEP_RUN] = "KVM_RUN",
  [STEP_RESULT] = "the virtual CPU's result",
};

#if defined (__x86_64__) || defined (__i386__)
/* mov al, 0x2a; out 0x10, al; hlt */
static const guint8 guest_code[] = { 0xb0, GUEST_VALUE, 0xe6, GUEST_PORT, 0xf4 };

static Step
set_registers (int vcpu)
{
  struct kvm_sregs sregs;
  struct kvm_regs regs = { .rip = GUEST_ADDRESS, .rflags = 2 };

  if (ioctl (vcpu, KVM_GET_SREGS, &sregs) < 0)
    return STEP_REGISTERS;
  sregs.cs.base = 0;
  sregs.cs.selector = 0;
  if (ioctl (vcpu, KVM_SET_SREGS, &sregs) < 0 || ioctl (vcpu, KVM_SET_REGS, &regs) < 0)
    return STEP_REGISTERS;
  return STEP_DONE;
}

static Step
check_result (struct kvm_run *run)
{
  const guint8 *data = (const guint8 *) run + run->io.data_offset;

  if (run->exit_reason != KVM_EXIT_IO || run->io.port != GUEST_PORT || *data != GUEST_VALUE)
    return STEP_RESULT;
  return STEP_DONE;
}

static Step
run_guest (int     kvm,
           int     vm,
           int     vcpu,
           Report *report)
{
  int size = ioctl (kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
  struct kvm_run *run;
  Step step = set_registers (vcpu);

  if (step != STEP_DONE)
    return step;
  if (size < (int) sizeof *run)
    return STEP_VCPU;
  run = mmap (NULL, (size_t) size, PROT_READ | PROT_WRITE, MAP_SHARED, vcpu, 0);
  if (run == MAP_FAILED)
    return STEP_VCPU;
  if (ioctl (vcpu, KVM_RUN, 0) < 0)
    return STEP_RUN;
  report->exit_reason = run->exit_reason;
  return check_result (run);
}
#else
static const guint8 guest_code[] = { 0 };

/* Elsewhere a virtual CPU that can be made is taken as good. */
static Step
run_guest (int     kvm,
           int     vm,
           int     vcpu,
           Report *report)
{
  return STEP_DONE;
}
#endif

/* In the child of a process with threads: system calls only. */
static Step
try_kvm (Report *report)
{
  struct kvm_userspace_memory_region region = { .guest_phys_addr = GUEST_ADDRESS };
  int kvm, vm, vcpu;
  long size = sysconf (_SC_PAGESIZE);
  void *memory;

  kvm = open (DEVICE, O_RDWR | O_CLOEXEC);
  if (kvm < 0)
    return STEP_OPEN;
  if (ioctl (kvm, KVM_GET_API_VERSION, 0) != KVM_API_VERSION)
    return STEP_VERSION;
  vm = ioctl (kvm, KVM_CREATE_VM, 0);
  if (vm < 0)
    return STEP_VM;
  memory = mmap (NULL, (size_t) size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    return STEP_MEMORY;
  memcpy (memory, guest_code, sizeof guest_code);
  region.memory_size = (guint64) size;
  region.userspace_addr = (guint64) (guintptr) memory;
  if (ioctl (vm, KVM_SET_USER_MEMORY_REGION, &region) < 0)
    return STEP_MEMORY;
  vcpu = ioctl (vm, KVM_CREATE_VCPU, 0);
  if (vcpu < 0)
    return STEP_VCPU;
  return run_guest (kvm, vm, vcpu, report);
}

static void
run_child (int fd)
{
  Report report = { 0 };

  /* Should the parent die while KVM_RUN does not return. */
  signal (SIGALRM, SIG_DFL);
  alarm (2);
  report.step = (guint8) try_kvm (&report);
  report.error = report.step == STEP_DONE || report.step == STEP_RESULT ? 0 : errno;
  if (write (fd, &report, sizeof report) < 0)
    _exit (1);
  _exit (0);
}

/* FALSE when no answer came in time. */
static gboolean
read_report (int     fd,
             Report *report)
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_MS * 1000;
  struct pollfd waiting = { .fd = fd, .events = POLLIN };
  int ready;

  do
    ready = poll (&waiting, 1, (int) MAX ((deadline - g_get_monotonic_time ()) / 1000, 0));
  while (ready < 0 && errno == EINTR);
  return ready == 1 && read (fd, report, sizeof *report) == sizeof *report;
}

/* A child that the kernel does not let go stays a zombie of this process: nothing may wait for it. */
static void
reap (pid_t pid)
{
  kill (pid, SIGKILL);
  for (guint i = 0; i < 50 && waitpid (pid, NULL, WNOHANG) == 0; i++)
    g_usleep (1000);
}

static char *
run_trial (void)
{
  Report report = { 0 };
  gboolean answered;
  pid_t pid;
  int fds[2];

  if (pipe2 (fds, O_CLOEXEC) < 0)
    return g_strdup (g_strerror (errno));
  pid = fork ();
  if (pid == 0)
    run_child (fds[1]);
  close (fds[1]);
  answered = pid > 0 && read_report (fds[0], &report);
  close (fds[0]);
  if (pid > 0)
    reap (pid);
  if (!answered)
    return g_strdup ("KVM_RUN does not return");
  if (report.step == STEP_DONE)
    return NULL;
  if (report.step == STEP_RESULT)
    return g_strdup_printf ("KVM_RUN ended with exit reason %u", report.exit_reason);
  return g_strdup_printf ("%s: %s", report.step < G_N_ELEMENTS (step_names)
                          ? step_names[report.step] : "", g_strerror (report.error));
}

static gboolean
has_cpu_flag (void)
{
#if defined (__x86_64__) || defined (__i386__)
  g_autofree char *text = NULL;

  if (!g_file_get_contents ("/proc/cpuinfo", &text, NULL, NULL))
    return TRUE;
  return g_regex_match_simple ("^flags\\s*:.*\\b(vmx|svm)\\b", text, G_REGEX_MULTILINE, 0);
#else
  return TRUE;
#endif
}

static LodgeKvmState
probe (char **ret_detail)
{
  int fd;

  *ret_detail = NULL;
  if (access (DEVICE, F_OK) < 0)
    {
      *ret_detail = g_strdup_printf (DEVICE ": %s", g_strerror (errno));
      return has_cpu_flag () ? LODGE_KVM_NO_DEVICE : LODGE_KVM_NO_CPU_FLAG;
    }
  fd = open (DEVICE, O_RDWR | O_CLOEXEC);
  if (fd < 0)
    {
      *ret_detail = g_strdup_printf (DEVICE ": %s", g_strerror (errno));
      return errno == EACCES || errno == EPERM ? LODGE_KVM_DENIED : LODGE_KVM_NO_DEVICE;
    }
  close (fd);
  *ret_detail = run_trial ();
  if (*ret_detail == NULL)
    *ret_detail = lodge_kvm_try_emulator ();
  return *ret_detail == NULL ? LODGE_KVM_USABLE : LODGE_KVM_BROKEN;
}

LodgeKvmState
lodge_kvm_probe (char **ret_detail)
{
  static GMutex lock;
  static gboolean done;
  static LodgeKvmState state;
  static char *detail;

  LODGE_ASSERT_WORKER ();
  g_mutex_lock (&lock);
  if (!done)
    {
      state = probe (&detail);
      done = TRUE;
    }
  *ret_detail = g_strdup (detail);
  g_mutex_unlock (&lock);
  return state;
}
