/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When the memory that the C library keeps goes back to the kernel. A screen's updates take and free
 * some MiB each; as long as they follow each other that memory stays (lodge-environment.c), as faulting
 * it in anew is dearer than the update. After ten seconds without a large one nobody waits for it. */

#include "config.h"

#include "base/lodge-memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/lodge-thread.h"
#include "base/lodge-units.h"

/* Less is not worth the walk through the heap. */
#define LARGE LODGE_MIB

static guint rest_milliseconds = 10000;
static guint rest_timeout;
static gboolean used;

/* A timer that lives on while there is use costs less than one anew at each use. */
static gboolean
rest_cb (gpointer user_data)
{
  if (used)
    {
      used = FALSE;
      return G_SOURCE_CONTINUE;
    }
  rest_timeout = 0;
  lodge_memory_give_back ();
  return G_SOURCE_REMOVE;
}

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

/**
 * lodge_memory_used:
 * @bytes: about how much was allocated for a while
 *
 * Notes a use of memory, which costs nothing, and has it given back when there has been no other
 * large one for 10 to 20 seconds. Main thread.
 */
void
lodge_memory_used (gsize bytes)
{
  if (bytes < LARGE)
    return;

  LODGE_ASSERT_MAIN ();
  used = TRUE;
  if (rest_timeout == 0)
    rest_timeout = g_timeout_add (rest_milliseconds, rest_cb, NULL);
}

/**
 * lodge_memory_set_rest:
 * @milliseconds: instead of ten seconds
 *
 * Has tests not wait. Main thread.
 */
void
lodge_memory_set_rest (guint milliseconds)
{
  g_clear_handle_id (&rest_timeout, g_source_remove);
  rest_milliseconds = milliseconds;
}
