/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lodge-thread.h"

#include <sys/syscall.h>
#include <unistd.h>

/**
 * lodge_thread_is_main:
 *
 * Tells whether the caller runs on the process's first thread, the one with the interface.
 *
 * Returns: %TRUE on the main thread
 */
gboolean
lodge_thread_is_main (void)
{
  return syscall (SYS_gettid) == getpid ();
}
