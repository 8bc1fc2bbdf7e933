/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A preloaded library that stands in front of libvirt: a call that may talk to a host ends the
 * program when it comes from the main thread. Only programs below $LODGE_THREAD_CHECKER_ROOT are
 * checked, as virsh and libvirtd live by other rules. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <execinfo.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_FUNCTIONS 2048

/* Names one after the other, an empty one last. */
extern const char lodge_checker_names[];

void *lodge_checker_look_up (int index);

static const char *names[MAX_FUNCTIONS];
static void *addresses[MAX_FUNCTIONS];
static int enabled;

__attribute__ ((constructor)) static void
init (void)
{
  const char *root = getenv ("LODGE_THREAD_CHECKER_ROOT");
  char program[PATH_MAX] = "";
  int i = 0;

  for (const char *name = lodge_checker_names; *name != '\0'; name += strlen (name) + 1)
    if (i < MAX_FUNCTIONS)
      names[i++] = name;
  /* libvirt starts a session's daemon with LD_PRELOAD, but without this. */
  if (root == NULL || readlink ("/proc/self/exe", program, sizeof program - 1) < 0)
    return;
  enabled = strncmp (program, root, strlen (root)) == 0;
}

static void
complain (const char *name)
{
  void *frames[32];

  fprintf (stderr, "thread-checker: %s() on the main thread\n", name);
  fflush (stderr);
  backtrace_symbols_fd (frames, backtrace (frames, 32), STDERR_FILENO);
  abort ();
}

/* The real function; two threads may look it up at once and find the same. */
void *
lodge_checker_look_up (int index)
{
  void *address = __atomic_load_n (&addresses[index], __ATOMIC_RELAXED);

  if (enabled && syscall (SYS_gettid) == getpid ())
    complain (names[index]);
  if (address == NULL)
    {
      address = dlsym (RTLD_NEXT, names[index]);
      if (address == NULL)
        complain (names[index]);
      __atomic_store_n (&addresses[index], address, __ATOMIC_RELAXED);
    }
  return address;
}
