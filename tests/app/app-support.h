/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* The program's object, one for all tests of the process and beside no other program. */
GtkApplication *app_support_init (int    *argc,
                                  char ***argv);
