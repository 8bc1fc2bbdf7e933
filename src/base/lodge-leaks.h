/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Around a call into a library that does not give its memory back: a build with the address
 * sanitizer then does not blame Lodge for it. Nothing in other builds. Always in pairs, on one
 * thread. (A line in tests/lsan.supp needs whole stacks, which take minutes to collect for some.) */

#pragma once

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#define LODGE_FOREIGN_LEAKS_BEGIN __lsan_disable ();
#define LODGE_FOREIGN_LEAKS_END __lsan_enable ();
#else
#define LODGE_FOREIGN_LEAKS_BEGIN
#define LODGE_FOREIGN_LEAKS_END
#endif
