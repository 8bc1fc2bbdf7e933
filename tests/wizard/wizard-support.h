/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Runs the main loop until @condition holds; fails the test after four minutes, which only a hang takes. */
#define wait_until(condition) \
  G_STMT_START { \
    gint64 _deadline = g_get_monotonic_time () + 240 * G_USEC_PER_SEC; \
    while (!(condition)) \
      { \
        if (g_get_monotonic_time () > _deadline) \
          g_error ("%s:%d: not reached: %s", __FILE__, __LINE__, #condition); \
        support_iterate (); \
      } \
  } G_STMT_END

void      support_init       (int        *argc,
                              char     ***argv);
void      support_iterate    (void);
gpointer  support_child      (gpointer    widget,
                              const char *name);
/* A window of that size around @child, when it is on the screen. */
GtkWindow *support_present   (GtkWidget  *child,
                              int         width,
                              int         height);
/* Destroys it and checks that nobody keeps it. */
void      support_finish     (GtkWindow  *window);
/* Whether a label in @widget that can be seen has @text in it. */
gboolean  support_shows      (GtkWidget  *widget,
                              const char *text);
void      support_screenshot (GtkWindow  *window,
                              const char *name);
char     *support_write      (const char *dir,
                              const char *name,
                              const void *bytes,
                              gsize       size);
char     *support_write_iso  (const char *dir,
                              const char *name,
                              const char *volume_id);
char     *support_make_dir   (void);
void      support_remove_dir (char       *dir);

G_END_DECLS
