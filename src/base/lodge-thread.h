/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean lodge_thread_is_main (void);

/* The thread rule of src/DESIGN.md, checked in every build. */
#define LODGE_ASSERT_MAIN()   g_assert (lodge_thread_is_main ())
#define LODGE_ASSERT_WORKER() g_assert (!lodge_thread_is_main ())

G_END_DECLS
