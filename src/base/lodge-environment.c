/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What holds for the whole process, set before GTK is loaded and before there is a second thread.
 *
 * GTK 4.8 takes its GL renderer also when GL is done by the processor: some 18 ms a full-HD frame
 * whatever changed. The cairo renderer with cached tiles needs 0.3 ms for a small change. GTK opens GL
 * whatever the renderer, and a GL by the processor brings LLVM with it: some 35 MiB and 50 ms of the
 * start. So GL is off where the computer has nothing that could do it. */

#include "config.h"

#include "base/lodge-environment.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/lodge-units.h"

#define MMAP_THRESHOLD (32 * LODGE_MIB)
#define TRIM_THRESHOLD (128 * LODGE_MIB)
#define TOP_PAD        (64 * LODGE_MIB)

/* Not the user by GSK_RENDERER. */
static gboolean chosen_here;

/**
 * lodge_environment_has_gpu:
 *
 * Looks for the nodes of devices that can render: DRM's first two, NVIDIA's own, Windows' for its
 * guests, Arm's, Qualcomm's.
 *
 * Returns: whether there may be a graphics processor
 */
gboolean
lodge_environment_has_gpu (void)
{
  static const char *nodes[] = {
    "/dev/dri/renderD128", "/dev/dri/renderD129", "/dev/nvidiactl", "/dev/dxg", "/dev/mali0", "/dev/kgsl-3d0",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (nodes); i++)
    if (g_file_test (nodes[i], G_FILE_TEST_EXISTS))
      return TRUE;
  return FALSE;
}

/* GTK 4.16 moved the switch. */
static void
disable_gl (void)
{
  const char *name = LODGE_GTK_MINOR >= 16 ? "GDK_DISABLE" : "GDK_DEBUG";
  const char *word = LODGE_GTK_MINOR >= 16 ? "gl" : "gl-disable";
  const char *old = g_getenv (name);
  g_autofree char *value = old != NULL ? g_strconcat (old, ",", word, NULL) : g_strdup (word);

  g_setenv (name, value, TRUE);
}

/**
 * lodge_environment_tune_allocator:
 *
 * Has the C library keep what it would give back to the kernel and take again. The SPICE library
 * allocates each update's pixels: with every page faulted in anew that is six times the processor time
 * of the decoding itself. And the heap of another thread would grow page by page: libvirt reads 1,000
 * machines in some 20 ms of 250 less while the main thread loads libraries into the same address space.
 */
void
lodge_environment_tune_allocator (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, (int) MMAP_THRESHOLD);
  mallopt (M_TRIM_THRESHOLD, (int) TRIM_THRESHOLD);
  mallopt (M_TOP_PAD, (int) TOP_PAD);
#endif
}

/**
 * lodge_environment_prepare:
 *
 * Chooses the cairo renderer, unless the user chose one by GSK_RENDERER, and keeps GL out of a process
 * that could only do it in software; tunes the allocator. Before gtk_init() and before the first thread.
 */
void
lodge_environment_prepare (void)
{
  const char *user = g_getenv ("GSK_RENDERER");

  lodge_environment_tune_allocator ();
  if (user == NULL)
    {
      g_setenv ("GSK_RENDERER", "cairo", TRUE);
      chosen_here = TRUE;
    }
  if (!lodge_environment_has_gpu () && (user == NULL || g_str_equal (user, "cairo")))
    disable_gl ();
}

/**
 * lodge_environment_chose_renderer:
 *
 * Tells the user's choice from ours.
 *
 * Returns: whether GSK_RENDERER is lodge_environment_prepare()'s
 */
gboolean
lodge_environment_chose_renderer (void)
{
  return chosen_here;
}
