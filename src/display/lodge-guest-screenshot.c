/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is around a screenshot: the picture is that of when it was asked for, however long the choice of a
 * file takes. Displays that share the window are one picture. */

#include "config.h"

#include "display/lodge-guest-screenshot.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"
#include "base/lodge-prop.h"
#include "display/lodge-chosen-file.h"
#include "display/lodge-guest-file-private.h"
#include "display/lodge-guest-wall.h"

struct _LodgeGuestScreenshot
{
  GObject parent_instance;

  LodgeDisplay *display;  /* not counted: it is of the widget that owns this */
  char *name;
  GdkTexture *picture;    /* while a file is chosen for it */
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (LodgeGuestScreenshot, lodge_guest_screenshot, G_TYPE_OBJECT)

/* With other displays beside the first, that show something. */
static LodgeGuestWall *
find_wall (LodgeDisplay *display)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (display));

  if (!LODGE_IS_GUEST_WALL (parent) || lodge_guest_wall_count_on (LODGE_GUEST_WALL (parent)) < 2)
    return NULL;
  return LODGE_GUEST_WALL (parent);
}

/* The first display alone where all would be too much. */
static GdkTexture *
take (LodgeDisplay *display)
{
  LodgeGuestWall *wall = find_wall (display);
  GdkTexture *picture = wall != NULL ? lodge_guest_wall_snapshot_guest (wall) : NULL;

  return picture != NULL ? picture : lodge_display_snapshot_guest (display);
}

/* A large picture takes a while to be packed. */
static void
save_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  g_autoptr(GBytes) png = gdk_texture_save_to_png_bytes (task_data);
  gsize size;
  const char *data = g_bytes_get_data (png, &size);
  GError *error = NULL;

  if (g_file_replace_contents (source, data, size, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL,
                               cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(LodgeGuestScreenshot) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) shown = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      if (self->display != NULL)
        lodge_chosen_file_tell_saved (GTK_WIDGET (self->display), G_FILE (source));
      return;
    }

  shown = lodge_error_new (LODGE_ERROR_FAILED, error->message,
                           _("The screenshot could not be saved. Choose another folder."));
  lodge_guest_file_tell_error (self->display, _("Screenshot"), shown);
}

static void
save (LodgeGuestScreenshot *self,
      GdkTexture           *picture,
      GFile                *file)
{
  g_autoptr(GTask) task = g_task_new (file, NULL, saved_cb, g_object_ref (self));

  g_task_set_task_data (task, g_object_ref (picture), g_object_unref);
  g_task_run_in_thread (task, save_thread);
}

static void
chooser_response_cb (LodgeGuestScreenshot *self,
                     int                   response)
{
  g_autoptr(GdkTexture) picture = g_steal_pointer (&self->picture);
  g_autoptr(GFile) file = lodge_chosen_file_take (&self->chooser, response);
  if (file != NULL)
    save (self, picture, file);
}

static void
lodge_guest_screenshot_dispose (GObject *object)
{
  LodgeGuestScreenshot *self = LODGE_GUEST_SCREENSHOT (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->picture);
  g_clear_weak_pointer (&self->display);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (lodge_guest_screenshot_parent_class)->dispose (object);
}

static void
lodge_guest_screenshot_class_init (LodgeGuestScreenshotClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lodge_guest_screenshot_dispose;
}

static void
lodge_guest_screenshot_init (LodgeGuestScreenshot *self)
{
}

/**
 * lodge_guest_screenshot_new:
 * @display: the one with the guest's first screen
 *
 * Makes what takes screenshots of a guest.
 *
 * Returns: (transfer full): the object
 */
LodgeGuestScreenshot *
lodge_guest_screenshot_new (LodgeDisplay *display)
{
  LodgeGuestScreenshot *self = g_object_new (LODGE_TYPE_GUEST_SCREENSHOT, NULL);

  g_set_weak_pointer (&self->display, display);
  return self;
}

/**
 * lodge_guest_screenshot_set_name:
 * @self: what takes screenshots
 * @name: (nullable): the machine's, for the names of files
 *
 * Sets whose screen it is.
 */
void
lodge_guest_screenshot_set_name (LodgeGuestScreenshot *self,
                                 const char           *name)
{
  g_return_if_fail (LODGE_IS_GUEST_SCREENSHOT (self));

  lodge_set_string (&self->name, name);
}

/**
 * lodge_guest_screenshot_ask:
 * @self: what takes screenshots
 *
 * Takes a picture of the guest's screen, if there is one, and of those beside it, and asks where to save it.
 */
void
lodge_guest_screenshot_ask (LodgeGuestScreenshot *self)
{
  g_autofree char *name = NULL;

  g_return_if_fail (LODGE_IS_GUEST_SCREENSHOT (self));

  if (self->chooser != NULL || self->display == NULL)
    return;
  self->picture = take (self->display);
  if (self->picture == NULL)
    return;

  name = lodge_guest_file_dup_name ("Screenshot", self->name, "png");
  self->chooser = lodge_chosen_file_new_save (GTK_WIDGET (self->display),
                                              find_wall (self->display) != NULL
                                                ? _("Save Screenshot of All Displays")
                                                : _("Save Screenshot"),
                                              _("_Save"), G_USER_DIRECTORY_PICTURES, name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chooser_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/**
 * lodge_guest_screenshot_save:
 * @self: what takes screenshots
 * @file: where to, which is overwritten
 *
 * Saves the guest's screen, and those beside it, as they are now, as PNG; how that ended is said in the window.
 */
void
lodge_guest_screenshot_save (LodgeGuestScreenshot *self,
                             GFile                *file)
{
  g_autoptr(GdkTexture) picture = NULL;

  g_return_if_fail (LODGE_IS_GUEST_SCREENSHOT (self));

  if (self->display != NULL)
    picture = take (self->display);
  if (picture != NULL)
    save (self, picture, file);
}
