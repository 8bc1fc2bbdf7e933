/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keeps a console session on the screen of whichever machine is shown: connects when the machine
 * runs and somebody looks, lets go when it stops, and connects again when it starts or when the
 * connection breaks. The sockets come from libvirt, through the host's worker. */

#include "config.h"

#include "pages/lodge-machine-screen.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "base/lodge-error.h"
#include "base/lodge-prop.h"
#include "pages/lodge-screen-console.h"
#include "pages/lodge-screen-owner.h"
#include "pages/lodge-screen-run.h"
#include "pages/lodge-thumbnail.h"

#define RETRY_MS    700  /* a guest that restarts has its screen back in about that time */
#define MAX_RETRIES 8

struct _LodgeMachineScreen
{
  GObject parent_instance;

  LodgeMachine *machine;
  GSignalGroup *machine_signals;
  GSignalGroup *host_signals;
  LodgeConsole *console;
  LodgeSshForward *forward;   /* of @console, nullable */
  GSignalGroup *console_signals;
  GSignalGroup *credentials_signals;
  gboolean wanted;
  gboolean automatic;
  gboolean begun;           /* somebody wanted it connected: it goes on by itself */
  LodgeMachine *next;       /* what it will show when it follows @machine, kept free for it */
  int graphics;
  int status;
  GError *error;

  guint retries;
  guint retry_source;
  int run;                  /* of the machine, that the session is of; -1: not known */
  gboolean lost;            /* a session ended, and it is to be found out why */
  GCancellable *question;   /* about the run */
};

enum {
  PROP_0,
  PROP_MACHINE,
  PROP_WANTED,
  PROP_STATUS,
  PROP_CONSOLE,
  PROP_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (LodgeScreenStatus, lodge_screen_status,
                    G_DEFINE_ENUM_VALUE (LODGE_SCREEN_OFF, "off"),
                    G_DEFINE_ENUM_VALUE (LODGE_SCREEN_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (LODGE_SCREEN_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (LODGE_SCREEN_PROTECTED, "protected"),
                    G_DEFINE_ENUM_VALUE (LODGE_SCREEN_SHOWN, "shown"),
                    G_DEFINE_ENUM_VALUE (LODGE_SCREEN_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (LODGE_SCREEN_ELSEWHERE, "elsewhere"),
                    G_DEFINE_ENUM_VALUE (LODGE_SCREEN_TAKEN, "taken"),
                    G_DEFINE_ENUM_VALUE (LODGE_SCREEN_LOST, "lost"),
                    G_DEFINE_ENUM_VALUE (LODGE_SCREEN_WAITING, "waiting"))

G_DEFINE_FINAL_TYPE (LodgeMachineScreen, lodge_machine_screen, G_TYPE_OBJECT)

static void update (LodgeMachineScreen *self);

static void
set_status (LodgeMachineScreen *self,
            LodgeScreenStatus   status,
            const GError       *error)
{
  if (error != self->error)
    {
      g_clear_error (&self->error);
      self->error = error != NULL ? g_error_copy (error) : NULL;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
    }
  lodge_prop_set_int (G_OBJECT (self), properties[PROP_STATUS], &self->status, (int) status);
}

static void
set_console (LodgeMachineScreen *self,
             LodgeConsole       *console)
{
  g_autoptr(LodgeConsole) old = NULL;

  if (self->console == console)
    return;

  if (self->console != NULL)
    lodge_thumbnail_set_source (self->machine, NULL);
  old = g_steal_pointer (&self->console);
  self->console = console != NULL ? g_object_ref (console) : NULL;
  g_signal_group_set_target (self->console_signals, console);
  g_signal_group_set_target (self->credentials_signals,
                             console != NULL ? lodge_console_get_credentials (console) : NULL);
  if (old != NULL)
    lodge_console_disconnect (old);
  if (self->forward != NULL)
    lodge_ssh_forward_stop (self->forward);
  g_clear_object (&self->forward);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONSOLE]);
}

static gboolean
machine_has_screen (LodgeMachine *machine)
{
  switch (lodge_machine_get_state (machine))
    {
    case LODGE_MACHINE_RUNNING:
    case LODGE_MACHINE_PAUSED:
    case LODGE_MACHINE_SHUTTING_DOWN:
    case LODGE_MACHINE_SLEEPING:
    case LODGE_MACHINE_UNKNOWN:
      return TRUE;

    case LODGE_MACHINE_SHUT_OFF:
    case LODGE_MACHINE_CRASHED:
    case LODGE_MACHINE_SAVED:
    default:
      return FALSE;
    }
}

static gboolean
host_is_connected (LodgeMachineScreen *self)
{
  LodgeHost *host = self->machine != NULL ? lodge_machine_get_host (self->machine) : NULL;

  return host != NULL && lodge_host_get_state (host) == LODGE_HOST_CONNECTED;
}

static void
stop_asking (LodgeMachineScreen *self)
{
  g_cancellable_cancel (self->question);
  g_clear_object (&self->question);
}

static void
stop_retrying (LodgeMachineScreen *self)
{
  g_clear_handle_id (&self->retry_source, g_source_remove);
  stop_asking (self);
  self->lost = FALSE;
}

static void
ask_for_run (LodgeMachineScreen  *self,
             GAsyncReadyCallback  callback)
{
  GWeakRef *who;

  stop_asking (self);
  self->question = g_cancellable_new ();
  who = g_new (GWeakRef, 1);
  g_weak_ref_init (who, self);
  lodge_screen_run_async (self->machine, self->question, callback, who);
}

/* An answer does not keep a screen that nobody looks at any more. */
static LodgeMachineScreen *
get_asker (gpointer user_data)
{
  GWeakRef *who = user_data;
  LodgeMachineScreen *self = g_weak_ref_get (who);

  g_weak_ref_clear (who);
  g_free (who);
  return self;
}

static void
shown_run_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(LodgeMachineScreen) self = get_asker (user_data);
  g_autoptr(GError) error = NULL;
  int run = lodge_screen_run_finish (LODGE_MACHINE (source), result, &error);

  if (self != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->run = run;
}

static gboolean
retry_cb (gpointer data)
{
  LodgeMachineScreen *self = data;

  self->retry_source = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void connection_lost (LodgeMachineScreen *self, const GError *error);

/* A machine that goes on without us is shown by somebody else: to connect again would take it from them,
 * who may do the same. */
static void
lost_run_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(LodgeMachineScreen) self = get_asker (user_data);
  g_autoptr(GError) error = NULL;
  int run = lodge_screen_run_finish (LODGE_MACHINE (source), result, &error);
  gboolean taken;

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  taken = error == NULL && run == self->run;
  stop_retrying (self);
  self->run = -1;
  if (taken)
    set_status (self, LODGE_SCREEN_TAKEN, NULL);
  else
    connection_lost (self, NULL);
}

/* The end of a screen comes before that of its machine. */
static gboolean
lost_cb (gpointer data)
{
  LodgeMachineScreen *self = data;

  self->retry_source = 0;
  ask_for_run (self, lost_run_cb);
  return G_SOURCE_REMOVE;
}

static void
find_out_why (LodgeMachineScreen *self)
{
  self->lost = TRUE;
  set_status (self, LODGE_SCREEN_CONNECTING, NULL);
  if (self->retry_source == 0)
    self->retry_source = g_timeout_add (RETRY_MS, lost_cb, self);
}

static void
connection_lost (LodgeMachineScreen *self,
                 const GError       *error)
{
  g_autoptr(GError) cause = error != NULL ? g_error_copy (error) : NULL;

  set_console (self, NULL);
  if (self->machine == NULL || !machine_has_screen (self->machine))
    {
      update (self);
      return;
    }
  if (!host_is_connected (self))
    {
      stop_retrying (self);
      set_status (self, LODGE_SCREEN_LOST, NULL);
      return;
    }
  if (self->run > 0 && (cause == NULL || g_error_matches (cause, LODGE_ERROR, LODGE_ERROR_NOT_CONNECTED)))
    {
      find_out_why (self);
      return;
    }
  if (self->retries >= MAX_RETRIES || g_error_matches (cause, LODGE_ERROR, LODGE_ERROR_DENIED))
    {
      if (cause == NULL)
        cause = lodge_error_new (LODGE_ERROR_FAILED, NULL,
                                 _("The connection to the machine’s screen was closed."));
      set_status (self, LODGE_SCREEN_FAILED, cause);
      return;
    }

  set_status (self, LODGE_SCREEN_CONNECTING, NULL);
  self->retries++;
  if (self->retry_source == 0)
    self->retry_source = g_timeout_add (RETRY_MS, retry_cb, self);
}

/* libvirt need not pass sockets where the screen can be reached without. */
static void
console_failed (LodgeMachineScreen *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LodgeConsole) other =
    lodge_screen_console_new_instead (self->machine, self->graphics,
                                      lodge_console_get_error (self->console), &error);

  if (other == NULL)
    {
      connection_lost (self, error);
      return;
    }
  set_console (self, other);
  lodge_console_connect (other);
}

static void
console_state_cb (LodgeMachineScreen *self)
{
  switch (lodge_console_get_state (self->console))
    {
    case LODGE_CONSOLE_CONNECTED:
      lodge_thumbnail_set_source (self->machine, lodge_console_get_framebuffer (self->console));
      self->retries = 0;
      set_status (self, LODGE_SCREEN_SHOWN, NULL);
      ask_for_run (self, shown_run_cb);
      break;

    case LODGE_CONSOLE_FAILED:
      console_failed (self);
      break;

    case LODGE_CONSOLE_DISCONNECTED:
      connection_lost (self, NULL);
      break;

    case LODGE_CONSOLE_CONNECTING:
    default:
      break;
    }
}

static void
credentials_cb (LodgeMachineScreen *self,
                GParamSpec         *pspec,
                LodgeCredentials   *credentials)
{
  if (lodge_console_get_state (self->console) == LODGE_CONSOLE_CONNECTING)
    set_status (self, lodge_credentials_get_wanted (credentials) != 0 ? LODGE_SCREEN_PROTECTED
                                                                      : LODGE_SCREEN_CONNECTING, NULL);
}

static void
wait_for_owner (LodgeMachineScreen *self)
{
  lodge_screen_owner_wait (self->machine, self);
  set_status (self, LODGE_SCREEN_ELSEWHERE, NULL);
}

static void
give_up_one (LodgeMachineScreen *self,
             LodgeMachine       *machine)
{
  LodgeMachineScreen *next = machine != NULL ? lodge_screen_owner_give_up (machine, self) : NULL;

  if (next != NULL)
    update (next);
}

/* The machine is free for who waits for it. */
static void
give_up (LodgeMachineScreen *self)
{
  lodge_screen_owner_stop_waiting (self);
  give_up_one (self, self->machine);
  give_up_one (self, self->next);
  g_clear_object (&self->next);
}

/* Before the screens that only wait for the machine. */
static void
keep_next (LodgeMachineScreen *owner,
           LodgeMachine       *machine)
{
  if (owner == NULL || lodge_screen_owner_get (machine) != NULL)
    return;

  lodge_screen_owner_set (machine, owner);
  g_set_object (&owner->next, machine);
}

static void
connect_console (LodgeMachineScreen *self,
                 LodgeDeviceXml     *device)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(LodgeSshForward) forward = NULL;
  g_autoptr(LodgeConsole) console =
    lodge_screen_console_new (self->machine, device, (guint) self->graphics, &forward, &error);

  /* What is known of the machine is from before it was started. */
  if (g_error_matches (error, LODGE_ERROR, LODGE_ERROR_BUSY))
    {
      set_status (self, LODGE_SCREEN_CONNECTING, NULL);
      lodge_machine_load_xml (self->machine);
      return;
    }
  if (console == NULL)
    {
      set_status (self, LODGE_SCREEN_FAILED, error);
      return;
    }
  lodge_screen_owner_set (self->machine, self);
  self->run = -1;
  self->begun = TRUE;
  set_status (self, LODGE_SCREEN_CONNECTING, NULL);
  set_console (self, console);
  self->forward = g_steal_pointer (&forward);
  lodge_console_connect (console);
}

/* Brings the session in line with what the machine is now. */
static void
update (LodgeMachineScreen *self)
{
  LodgeDomainXml *xml;
  LodgeDeviceXml *device;

  if (self->machine == NULL || !machine_has_screen (self->machine))
    {
      self->retries = 0;
      stop_retrying (self);
      set_console (self, NULL);
      set_status (self, LODGE_SCREEN_OFF, NULL);
      return;
    }
  if (self->console != NULL || self->retry_source != 0 || self->lost || self->status == LODGE_SCREEN_TAKEN
      || (self->status == LODGE_SCREEN_LOST && !host_is_connected (self)))
    return;
  if (!self->wanted)
    {
      set_status (self, LODGE_SCREEN_CONNECTING, NULL);
      return;
    }
  if (lodge_screen_owner_get (self->machine) != NULL && lodge_screen_owner_get (self->machine) != self)
    {
      wait_for_owner (self);
      return;
    }

  xml = lodge_machine_get_xml (self->machine);
  if (xml == NULL)
    {
      set_status (self, LODGE_SCREEN_CONNECTING, NULL);
      lodge_machine_load_xml (self->machine);
      return;
    }

  device = lodge_screen_console_find_device (xml, self->graphics);
  if (device == NULL)
    set_status (self, LODGE_SCREEN_NONE, NULL);
  else if (!self->automatic && !self->begun)
    set_status (self, LODGE_SCREEN_WAITING, NULL);
  else if (self->status != LODGE_SCREEN_FAILED || self->error == NULL)
    connect_console (self, device);
}

static void
machine_state_cb (LodgeMachineScreen *self)
{
  update (self);
}

/* A session that ends with its host was not taken by anybody. What was lost or failed while the host was
 * away is tried again when it is back. */
static void
host_state_cb (LodgeMachineScreen *self)
{
  if (!host_is_connected (self))
    {
      self->run = -1;
      if (self->lost || self->retry_source != 0)
        connection_lost (self, NULL);
    }
  else if (self->status == LODGE_SCREEN_SHOWN)
    ask_for_run (self, shown_run_cb);
  else if (self->status == LODGE_SCREEN_LOST
           || g_error_matches (self->error, LODGE_ERROR, LODGE_ERROR_NOT_CONNECTED))
    lodge_machine_screen_retry (self);
}

static void
lodge_machine_screen_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  LodgeMachineScreen *self = LODGE_MACHINE_SCREEN (object);

  switch (prop_id)
    {
    case PROP_MACHINE:
      g_value_set_object (value, self->machine);
      break;

    case PROP_WANTED:
      g_value_set_boolean (value, self->wanted);
      break;

    case PROP_STATUS:
      g_value_set_enum (value, self->status);
      break;

    case PROP_CONSOLE:
      g_value_set_object (value, self->console);
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_machine_screen_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  LodgeMachineScreen *self = LODGE_MACHINE_SCREEN (object);

  switch (prop_id)
    {
    case PROP_MACHINE:
      lodge_machine_screen_set_machine (self, g_value_get_object (value));
      break;

    case PROP_WANTED:
      lodge_machine_screen_set_wanted (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_machine_screen_dispose (GObject *object)
{
  LodgeMachineScreen *self = LODGE_MACHINE_SCREEN (object);

  stop_retrying (self);
  if (self->console != NULL)
    set_console (self, NULL);
  give_up (self);
  g_clear_object (&self->console_signals);
  g_clear_object (&self->credentials_signals);
  g_clear_object (&self->machine_signals);
  g_clear_object (&self->host_signals);
  g_clear_object (&self->machine);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (lodge_machine_screen_parent_class)->dispose (object);
}

static void
lodge_machine_screen_class_init (LodgeMachineScreenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lodge_machine_screen_get_property;
  object_class->set_property = lodge_machine_screen_set_property;
  object_class->dispose = lodge_machine_screen_dispose;

  properties[PROP_MACHINE] =
    g_param_spec_object ("machine", NULL, NULL, LODGE_TYPE_MACHINE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_WANTED] =
    g_param_spec_boolean ("wanted", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATUS] =
    g_param_spec_enum ("status", NULL, NULL, LODGE_TYPE_SCREEN_STATUS, LODGE_SCREEN_OFF,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CONSOLE] =
    g_param_spec_object ("console", NULL, NULL, LODGE_TYPE_CONSOLE,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ERROR] =
    g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_machine_screen_init (LodgeMachineScreen *self)
{
  self->automatic = TRUE;
  self->graphics = -1;
  self->run = -1;
  self->machine_signals = g_signal_group_new (LODGE_TYPE_MACHINE);
  g_signal_group_connect_swapped (self->machine_signals, "notify::state",
                                  G_CALLBACK (machine_state_cb), self);
  g_signal_group_connect_swapped (self->machine_signals, "notify::xml",
                                  G_CALLBACK (machine_state_cb), self);
  self->host_signals = g_signal_group_new (LODGE_TYPE_HOST);
  g_signal_group_connect_swapped (self->host_signals, "notify::state", G_CALLBACK (host_state_cb), self);
  self->console_signals = g_signal_group_new (LODGE_TYPE_CONSOLE);
  g_signal_group_connect_swapped (self->console_signals, "notify::state",
                                  G_CALLBACK (console_state_cb), self);
  self->credentials_signals = g_signal_group_new (LODGE_TYPE_CREDENTIALS);
  g_signal_group_connect_swapped (self->credentials_signals, "notify::wanted",
                                  G_CALLBACK (credentials_cb), self);
}

LodgeMachineScreen *
lodge_machine_screen_new (void)
{
  return g_object_new (LODGE_TYPE_MACHINE_SCREEN, NULL);
}

static void
change_machine (LodgeMachineScreen *self,
                LodgeMachine       *machine,
                gboolean            begun)
{
  stop_retrying (self);
  self->retries = 0;
  set_console (self, NULL);
  give_up (self);
  self->begun = begun;
  g_set_object (&self->machine, machine);
  set_status (self, LODGE_SCREEN_OFF, NULL);
  g_signal_group_set_target (self->machine_signals, machine);
  g_signal_group_set_target (self->host_signals,
                             machine != NULL ? lodge_machine_get_host (machine) : NULL);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MACHINE]);
}

/**
 * lodge_machine_screen_set_machine:
 * @self: a screen
 * @machine: (nullable): whose screen
 *
 * Moves to another machine; the session with the one before ends.
 */
void
lodge_machine_screen_set_machine (LodgeMachineScreen *self,
                                  LodgeMachine       *machine)
{
  g_return_if_fail (LODGE_IS_MACHINE_SCREEN (self));

  if (self->machine != machine)
    change_machine (self, machine, FALSE);
}

/**
 * lodge_machine_screen_follow:
 * @self: a screen of a machine
 * @machine: the same machine on another host
 *
 * Goes along with a machine: what was connected is connected again, and the screen of the program that
 * showed the machine before shows it there, whichever of them comes first.
 */
void
lodge_machine_screen_follow (LodgeMachineScreen *self,
                             LodgeMachine       *machine)
{
  g_return_if_fail (LODGE_IS_MACHINE_SCREEN (self));
  g_return_if_fail (self->machine != NULL && machine != NULL);

  keep_next (lodge_screen_owner_get (self->machine), machine);
  if (self->next == machine)
    g_clear_object (&self->next);
  change_machine (self, machine, self->begun);
}

/**
 * lodge_machine_screen_set_graphics:
 * @self: a screen
 * @index: the place among the machine's graphics devices; -1 for none
 *
 * Chooses which of the machine's screens it is; the session with another one ends.
 */
void
lodge_machine_screen_set_graphics (LodgeMachineScreen *self,
                                   int                 index)
{
  g_return_if_fail (LODGE_IS_MACHINE_SCREEN (self));

  if (self->graphics == index)
    return;

  self->graphics = index;
  self->retries = 0;
  stop_retrying (self);
  set_console (self, NULL);
  set_status (self, LODGE_SCREEN_CONNECTING, NULL);
  update (self);
}

/**
 * lodge_machine_screen_set_wanted:
 * @self: a screen
 * @wanted: whether somebody looks
 *
 * Nothing is connected before somebody looked. A session that is on stays when they look away, so
 * that the picture is there when they look back.
 */
void
lodge_machine_screen_set_wanted (LodgeMachineScreen *self,
                                 gboolean            wanted)
{
  g_return_if_fail (LODGE_IS_MACHINE_SCREEN (self));

  if (lodge_prop_set_bool (G_OBJECT (self), properties[PROP_WANTED], &self->wanted, wanted))
    update (self);
}

void
lodge_machine_screen_set_automatic (LodgeMachineScreen *self,
                                    gboolean            automatic)
{
  g_return_if_fail (LODGE_IS_MACHINE_SCREEN (self));

  if (self->automatic == automatic)
    return;
  self->automatic = automatic;
  update (self);
}

/**
 * lodge_machine_screen_take:
 * @self: a screen
 *
 * Shows the machine here, and no more where another screen of the program shows it.
 */
void
lodge_machine_screen_take (LodgeMachineScreen *self)
{
  LodgeMachineScreen *owner;

  g_return_if_fail (LODGE_IS_MACHINE_SCREEN (self));

  owner = self->machine != NULL ? lodge_screen_owner_get (self->machine) : NULL;
  if (owner == self || self->machine == NULL)
    return;

  lodge_screen_owner_stop_waiting (self);
  lodge_screen_owner_set (self->machine, self);
  if (owner != NULL)
    {
      self->begun |= owner->begun;
      stop_retrying (owner);
      set_console (owner, NULL);
      wait_for_owner (owner);
    }
  update (self);
}

/**
 * lodge_machine_screen_retry:
 * @self: a screen
 *
 * Connects, or connects again after a failure or when another viewer took the screen.
 */
void
lodge_machine_screen_retry (LodgeMachineScreen *self)
{
  g_return_if_fail (LODGE_IS_MACHINE_SCREEN (self));

  self->retries = 0;
  self->begun = TRUE;
  stop_retrying (self);
  set_status (self, LODGE_SCREEN_CONNECTING, NULL);
  update (self);
}

LodgeScreenStatus
lodge_machine_screen_get_status (LodgeMachineScreen *self)
{
  g_return_val_if_fail (LODGE_IS_MACHINE_SCREEN (self), LODGE_SCREEN_OFF);

  return self->status;
}

LodgeConsole *
lodge_machine_screen_get_console (LodgeMachineScreen *self)
{
  g_return_val_if_fail (LODGE_IS_MACHINE_SCREEN (self), NULL);

  return self->console;
}

const GError *
lodge_machine_screen_get_error (LodgeMachineScreen *self)
{
  g_return_val_if_fail (LODGE_IS_MACHINE_SCREEN (self), NULL);

  return self->error;
}
