/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is around a recording: whether it can be made, the file it goes to, how long it takes, and what
 * is said at its end. */

#include "config.h"

#include "display/lodge-guest-recorder.h"

#include <glib/gi18n-lib.h>

#include "base/lodge-error.h"
#include "base/lodge-prop.h"
#include "console/lodge-recorder.h"
#include "display/lodge-chosen-file.h"
#include "display/lodge-guest-file-private.h"

struct _LodgeGuestRecorder
{
  GObject parent_instance;

  LodgeDisplay *display;    /* not counted: it is of the widget that owns this */
  GSignalGroup *console_signals;
  LodgeRecorder *recorder;  /* NULL: none, or on its own way to its end */
  GtkFileChooserNative *chooser;
  char *name;
  gboolean recording;
  gboolean checking;
  char *elapsed;
  guint clock;
};

enum {
  PROP_0,
  PROP_RECORDING,
  PROP_ELAPSED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LodgeGuestRecorder, lodge_guest_recorder, G_TYPE_OBJECT)

static gboolean
clock_cb (gpointer user_data)
{
  LodgeGuestRecorder *self = user_data;
  gint64 seconds = lodge_recorder_get_elapsed (self->recorder) / G_USEC_PER_SEC;
  g_autofree char *text = NULL;

  if (seconds < 3600)
    text = g_strdup_printf ("%d:%02d", (int) seconds / 60, (int) seconds % 60);
  else
    text = g_strdup_printf ("%d:%02d:%02d", (int) seconds / 3600, (int) seconds / 60 % 60,
                            (int) seconds % 60);
  lodge_prop_set_string (G_OBJECT (self), properties[PROP_ELAPSED], &self->elapsed, text);
  return G_SOURCE_CONTINUE;
}

static void
set_recording (LodgeGuestRecorder *self,
               gboolean            recording)
{
  g_clear_handle_id (&self->clock, g_source_remove);
  if (recording)
    {
      clock_cb (self);
      self->clock = g_timeout_add (500, clock_cb, self);
    }
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_RECORDING], &self->recording, recording);
}

static void
state_cb (LodgeGuestRecorder *self,
          GParamSpec         *pspec,
          LodgeRecorder      *recorder)
{
  LodgeRecorderState state = lodge_recorder_get_state (recorder);
  g_autoptr(LodgeRecorder) kept = g_object_ref (recorder);

  if (recorder == self->recorder)
    set_recording (self, state == LODGE_RECORDER_RECORDING);
  if (state < LODGE_RECORDER_DONE)
    return;

  g_signal_handlers_disconnect_by_data (recorder, self);
  if (recorder == self->recorder)
    g_clear_object (&self->recorder);
  if (state == LODGE_RECORDER_FAILED)
    lodge_guest_file_tell_error (self->display, _("Recording"), lodge_recorder_get_error (recorder));
  else if (self->display != NULL)
    lodge_chosen_file_tell_saved (GTK_WIDGET (self->display), lodge_recorder_get_file (recorder));
}

static gboolean
can_record (LodgeGuestRecorder *self)
{
  LodgeConsole *console = self->display != NULL ? lodge_display_get_console (self->display) : NULL;

  return console != NULL && lodge_console_get_state (console) == LODGE_CONSOLE_CONNECTED
         && lodge_display_has_picture (self->display);
}

static void
chooser_response_cb (LodgeGuestRecorder *self,
                     int                 response)
{
  g_autoptr(GFile) file = lodge_chosen_file_take (&self->chooser, response);

  if (file != NULL)
    lodge_guest_recorder_start (self, file);
}

static void
choose_file (LodgeGuestRecorder *self)
{
  g_autofree char *name = lodge_guest_file_dup_name ("Recording", self->name, "webm");

  self->chooser = lodge_chosen_file_new_save (GTK_WIDGET (self->display), _("Record Screen"),
                                              _("_Record"), G_USER_DIRECTORY_VIDEOS, name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chooser_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(LodgeGuestRecorder) self = user_data;
  g_autoptr(GError) error = NULL;

  self->checking = FALSE;
  if (!lodge_recorder_check_finish (result, &error))
    lodge_guest_file_tell_error (self->display, _("Recording"), error);
  else if (can_record (self) && gtk_widget_get_root (GTK_WIDGET (self->display)) != NULL
           && self->chooser == NULL)
    choose_file (self);
}

/* The session ends, or another machine is shown. */
static void
console_cb (LodgeGuestRecorder *self)
{
  LodgeConsole *console = self->display != NULL ? lodge_display_get_console (self->display) : NULL;

  g_signal_group_set_target (self->console_signals, console);
  lodge_guest_recorder_stop (self);
}

static void
console_state_cb (LodgeGuestRecorder *self)
{
  if (!can_record (self))
    lodge_guest_recorder_stop (self);
}

static void
lodge_guest_recorder_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  LodgeGuestRecorder *self = LODGE_GUEST_RECORDER (object);

  switch (prop_id)
    {
    case PROP_RECORDING:
      g_value_set_boolean (value, self->recording);
      break;

    case PROP_ELAPSED:
      g_value_set_string (value, self->elapsed);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_guest_recorder_dispose (GObject *object)
{
  LodgeGuestRecorder *self = LODGE_GUEST_RECORDER (object);

  g_clear_handle_id (&self->clock, g_source_remove);
  if (self->recorder != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->recorder, self);
      lodge_recorder_stop (self->recorder);
    }
  g_clear_object (&self->recorder);
  g_clear_object (&self->chooser);
  g_clear_object (&self->console_signals);
  g_clear_weak_pointer (&self->display);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->elapsed, g_free);

  G_OBJECT_CLASS (lodge_guest_recorder_parent_class)->dispose (object);
}

static void
lodge_guest_recorder_class_init (LodgeGuestRecorderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lodge_guest_recorder_get_property;
  object_class->dispose = lodge_guest_recorder_dispose;

  properties[PROP_RECORDING] = g_param_spec_boolean ("recording", NULL, NULL, FALSE, flags);
  properties[PROP_ELAPSED] = g_param_spec_string ("elapsed", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_guest_recorder_init (LodgeGuestRecorder *self)
{
  self->console_signals = g_signal_group_new (LODGE_TYPE_CONSOLE);
  g_signal_group_connect_swapped (self->console_signals, "notify::state",
                                  G_CALLBACK (console_state_cb), self);
}

/**
 * lodge_guest_recorder_new:
 * @display: whose screen
 *
 * Makes a recorder that does not record.
 *
 * Returns: (transfer full): the recorder
 */
LodgeGuestRecorder *
lodge_guest_recorder_new (LodgeDisplay *display)
{
  LodgeGuestRecorder *self = g_object_new (LODGE_TYPE_GUEST_RECORDER, NULL);

  g_set_weak_pointer (&self->display, display);
  g_signal_connect_object (display, "notify::console", G_CALLBACK (console_cb), self,
                           G_CONNECT_SWAPPED);
  console_cb (self);
  return self;
}

void
lodge_guest_recorder_ask (LodgeGuestRecorder *self)
{
  g_return_if_fail (LODGE_IS_GUEST_RECORDER (self));

  if (self->recorder != NULL || self->chooser != NULL || self->checking || !can_record (self))
    return;

  self->checking = TRUE;
  lodge_recorder_check_async (checked_cb, g_object_ref (self));
}

/**
 * lodge_guest_recorder_start:
 * @self: a recorder
 * @file: a local file, which is overwritten
 *
 * Begins to record, if there is a screen to be seen and nothing is recorded yet.
 */
void
lodge_guest_recorder_start (LodgeGuestRecorder *self,
                            GFile              *file)
{
  g_return_if_fail (LODGE_IS_GUEST_RECORDER (self));

  if (self->recorder != NULL || !can_record (self))
    return;
  if (g_file_peek_path (file) == NULL)
    {
      g_autoptr(GError) error = lodge_error_new (LODGE_ERROR_UNSUPPORTED, NULL, "%s",
                                                 _("A recording can only be written to this computer. "
                                                   "Choose another folder."));

      lodge_guest_file_tell_error (self->display, _("Recording"), error);
      return;
    }

  self->recorder =
    lodge_recorder_new (lodge_screen_get_framebuffer (lodge_display_get_screen (self->display)), file);
  g_signal_connect_object (self->recorder, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED);
}

/* What was recorded is in the file, soon; another recording may begin before. */
void
lodge_guest_recorder_stop (LodgeGuestRecorder *self)
{
  g_autoptr(LodgeRecorder) recorder = NULL;

  g_return_if_fail (LODGE_IS_GUEST_RECORDER (self));

  if (self->recorder == NULL)
    return;

  set_recording (self, FALSE);
  recorder = g_steal_pointer (&self->recorder);
  lodge_recorder_stop (recorder);
}

gboolean
lodge_guest_recorder_is_recording (LodgeGuestRecorder *self)
{
  g_return_val_if_fail (LODGE_IS_GUEST_RECORDER (self), FALSE);

  return self->recording;
}

void
lodge_guest_recorder_set_name (LodgeGuestRecorder *self,
                               const char         *name)
{
  g_return_if_fail (LODGE_IS_GUEST_RECORDER (self));

  lodge_set_string (&self->name, name);
}
