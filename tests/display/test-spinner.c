/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A spinner where painting takes longer than a frame lasts: it turns, and leaves the program time for what it
 * waits for. */

#include "config.h"

#include "display/lodge-spinner.h"

#define SLOW_US 40000
#define PATIENCE 50   /* frames */

typedef struct {
  guint n_frames;
  gboolean has_run;
} Watch;

static void
paint_slowly_cb (Watch *watch)
{
  g_usleep (SLOW_US);
  watch->n_frames++;
}

static gboolean
idle_cb (gpointer user_data)
{
  Watch *watch = user_data;

  watch->has_run = TRUE;
  return G_SOURCE_REMOVE;
}

static void
test_slow_painting (void)
{
  Watch watch = { 0 };
  GtkWidget *window = gtk_window_new ();
  GtkWidget *spinner = g_object_new (LODGE_TYPE_SPINNER, "spinning", TRUE, NULL);
  GdkFrameClock *clock;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  gtk_window_set_child (GTK_WINDOW (window), spinner);
  gtk_window_present (GTK_WINDOW (window));
  clock = gtk_widget_get_frame_clock (spinner);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (paint_slowly_cb), &watch);

  /* It turns already. */
  while (watch.n_frames < 5)
    g_main_context_iteration (NULL, TRUE);

  watch.n_frames = 0;
  g_idle_add (idle_cb, &watch);
  while (!watch.has_run && watch.n_frames < PATIENCE)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (watch.has_run);

  g_signal_handlers_disconnect_by_data (clock, &watch);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/spinner/slow-painting", test_slow_painting);
  return g_test_run ();
}
