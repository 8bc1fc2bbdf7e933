/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the wizard's tests share: waiting for a condition, children of templates, pictures, and
 * small files to choose. */

#include "config.h"

#include "wizard-support.h"

#include <glib/gstdio.h>
#include <string.h>

#define SECTOR 2048
#define ISO_SECTORS 32

/* libadwaita 1.7 measures the heading of each message dialog for widths that are too small for it, and
 * GTK 4.18 warns about that. */
static GLogWriterOutput
write_log (GLogLevelFlags   log_level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         user_data)
{
  for (gsize i = 0; gtk_check_version (4, 18, 0) == NULL && i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE")
        && g_str_has_prefix (fields[i].value, "Trying to measure GtkLabel"))
      return G_LOG_WRITER_HANDLED;

  return g_log_writer_default (log_level, fields, n_fields, user_data);
}

/* Begins a test program: instead of g_test_init(). */
void
support_init (int    *argc,
              char ***argv)
{
  g_test_init (argc, argv, NULL);
  g_log_set_writer_func (write_log, NULL, NULL);
}

static gboolean
wake_up_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* One turn of the main loop, of 10 ms at most, so that a deadline is noticed. */
void
support_iterate (void)
{
  guint id = g_timeout_add (10, wake_up_cb, NULL);

  g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
}

GtkWindow *
support_present (GtkWidget *child,
                 int        width,
                 int        height)
{
  GtkWindow *window = GTK_WINDOW (adw_window_new ());

  gtk_window_set_default_size (window, width, height);
  adw_window_set_content (ADW_WINDOW (window), child);
  gtk_window_present (window);
  wait_until (gtk_widget_get_mapped (child) && gtk_widget_get_width (child) > 0);
  return window;
}

void
support_finish (GtkWindow *window)
{
  g_object_ref (window);
  gtk_window_destroy (window);
  g_assert_finalize_object (window);
}

gboolean
support_shows (GtkWidget  *widget,
               const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (support_shows (child, text))
      return TRUE;
  return FALSE;
}

gpointer
support_child (gpointer    widget,
               const char *name)
{
  GObject *child = gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), name);

  if (child == NULL)
    g_error ("%s has no child %s", G_OBJECT_TYPE_NAME (widget), name);
  return child;
}

static GskRenderNode *
take_snapshot (GdkPaintable *paintable)
{
  g_autoptr(GtkSnapshot) snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));
  return gtk_snapshot_to_node (snapshot);
}

static gboolean
is_moving (GtkWidget *widget)
{
  if (GTK_IS_STACK (widget) && gtk_stack_get_transition_running (GTK_STACK (widget)))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_moving (child))
      return TRUE;
  return FALSE;
}

/* Saves what the window shows, for people to look at. */
void
support_screenshot (GtkWindow  *window,
                    const char *name)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (window));
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  g_autofree char *dir = g_test_build_filename (G_TEST_BUILT, "screenshots", NULL);
  g_autofree char *program = g_path_get_basename (g_get_prgname ());
  g_autofree char *path = g_strdup_printf ("%s/%s-%s.png", dir, program, name);
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (window));

  g_assert_cmpint (g_mkdir_with_parents (dir, 0755), ==, 0);
  wait_until (!is_moving (GTK_WIDGET (window)));
  wait_until ((node = take_snapshot (paintable)) != NULL);
  texture = gsk_renderer_render_texture (renderer, node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

char *
support_write (const char *dir,
               const char *name,
               const void *bytes,
               gsize       size)
{
  char *path = g_build_filename (dir, name, NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, bytes, (gssize) size, &error);
  g_assert_no_error (error);
  return path;
}

static void
put_both_endian (guint8  *at,
                 guint32  value)
{
  guint32 little = GUINT32_TO_LE (value);
  guint32 big = GUINT32_TO_BE (value);

  memcpy (at, &little, 4);
  memcpy (at + 4, &big, 4);
}

/* The smallest ISO 9660 image that names itself, with the boot record of El Torito. */
char *
support_write_iso (const char *dir,
                   const char *name,
                   const char *volume_id)
{
  g_autofree guint8 *image = g_malloc0 (ISO_SECTORS * SECTOR);
  guint8 *primary = image + 16 * SECTOR;
  guint8 *boot = image + 17 * SECTOR;
  guint8 *end = image + 18 * SECTOR;
  guint32 catalog = GUINT32_TO_LE (20);

  memcpy (primary, "\1CD001\1", 7);
  memset (primary + 8, ' ', 64);
  memcpy (primary + 40, volume_id, MIN (strlen (volume_id), 32));
  put_both_endian (primary + 80, ISO_SECTORS);
  memcpy (primary + 128, "\0\x08\x08\0", 4);

  memcpy (boot, "\0CD001\1EL TORITO SPECIFICATION", 30);
  memcpy (boot + 71, &catalog, 4);
  memcpy (end, "\xff" "CD001\1", 7);
  return support_write (dir, name, image, ISO_SECTORS * SECTOR);
}

char *
support_make_dir (void)
{
  g_autoptr(GError) error = NULL;
  char *dir = g_dir_make_tmp ("lodge-wizard-XXXXXX", &error);

  g_assert_no_error (error);
  return dir;
}

/* Removes a flat directory. */
void
support_remove_dir (char *dir)
{
  g_autoptr(GDir) entries = g_dir_open (dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (dir), ==, 0);
  g_free (dir);
}
