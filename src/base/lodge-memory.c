/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When the memory that the C library keeps goes back to the kernel. */

#include "config.h"

#include "base/lodge-memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

/**
 * lodge_memory_give_back:
 *
 * Gives the kernel what the C library keeps of freed memory: some milliseconds. On any thread.
 */
void
lodge_memory_give_back (void)
{
#ifdef __GLIBC__
  malloc_trim (0);
#endif
}
