/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the sockets of a session come from: from somebody who hands them over, or by an address. What a
 * server may have kept here is its guards'; a machine that moves has another host, with guards anew. Each
 * channel that was encrypted stays so. */

#include "config.h"

#include "console/lodge-spice-host-private.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "base/lodge-error.h"
#include "console/lodge-console-status.h"
#include "console/lodge-fd-request-private.h"
#include "console/lodge-spice-address-private.h"
#include "console/lodge-spice-error-private.h"
#include "console/lodge-spice-guards-private.h"

/* The library asks again over TLS when the plain attempt fails; more than that is a loop. */
#define MAX_FD_REQUESTS 2
#define FD_REQUESTS "lodge-fd-requests"   /* so many of a channel */

/* A socket that is on its way. */
typedef struct {
  GWeakRef host;
  SpiceChannel *channel;
  GError *error;   /* why there is none */
} Question;

struct _LodgeSpiceHost
{
  GObject parent_instance;

  LodgeFdProvider provider;
  gpointer provider_data;
  LodgeSpiceAddress *address;   /* NULL: there is a provider */
  GCancellable *cancellable;
  LodgeSpiceGuards *guards;     /* NULL once it is left */
  GSocket *socket;              /* dialled for the main channel */
  /* Types of channels, as bits: those that TLS was spoken on, here or before, and not. */
  guint32 encrypted, plain;
  gboolean is_exposed;          /* others can read the main channel */
  gboolean has_sasl;            /* lets in by it, which encrypts */
  gboolean has_moved;
  gboolean has_disc;
};

G_DEFINE_FINAL_TYPE (LodgeSpiceHost, lodge_spice_host, G_TYPE_OBJECT)

enum {
  SIGNAL_REFUSED, SIGNAL_DISC_REFUSED, SIGNAL_LOST, SIGNAL_CHANNEL_FAILED, SIGNAL_MOVING, N_SIGNALS
};
static guint signals[N_SIGNALS];

static Question *
question_new (LodgeSpiceHost *self,
              SpiceChannel   *channel)
{
  Question *question = g_new0 (Question, 1);

  g_weak_ref_init (&question->host, self);
  question->channel = g_object_ref (channel);
  return question;
}

static void
question_free (gpointer data)
{
  Question *question = data;

  g_weak_ref_clear (&question->host);
  g_object_unref (question->channel);
  g_clear_error (&question->error);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

/* The host, as long as it and the channel's session are there. */
static LodgeSpiceHost *
question_ref_host (Question *question)
{
  g_autoptr(LodgeSpiceHost) self = g_weak_ref_get (&question->host);
  g_autoptr(GObject) session = NULL;

  g_object_get (question->channel, "spice-session", &session, NULL);
  return self != NULL && self->guards != NULL && session != NULL ? g_steal_pointer (&self) : NULL;
}

static gboolean
channel_failed_cb (gpointer user_data)
{
  Question *question = user_data;
  g_autoptr(LodgeSpiceHost) self = question_ref_host (question);

  if (self != NULL)
    g_signal_emit (self, signals[SIGNAL_CHANNEL_FAILED], 0, question->channel, question->error);
  return G_SOURCE_REMOVE;
}

/* Takes @error. A channel that asks for a socket may still be in the middle of its last. */
static void
channel_failed (LodgeSpiceHost *self,
                SpiceChannel   *channel,
                GError         *error)
{
  Question *question = question_new (self, channel);

  question->error = error;
  g_idle_add_full (G_PRIORITY_DEFAULT, channel_failed_cb, question, question_free);
}

/* Takes @fd. @tls: (nullable): what is spoken there. */
static void
open_guarded (LodgeSpiceHost *self,
              SpiceChannel   *channel,
              int             fd,
              GIOStream      *tls)
{
  if (fd >= 0 && lodge_spice_guards_add (self->guards, channel, fd, tls))
    {
      spice_channel_open_fd (channel, fd);
      return;
    }
  if (fd >= 0)
    g_close (fd, NULL);
  channel_failed (self, channel, lodge_spice_error_new (channel, SPICE_CHANNEL_ERROR_CONNECT));
}

static guint32
get_bit (SpiceChannel *channel)
{
  int type;

  g_object_get (channel, "channel-type", &type, NULL);
  return type >= 0 && type < 32 ? 1u << type : 0;
}

static gboolean
is_encrypted (LodgeSpiceHost *self)
{
  return self->encrypted & 1u << SPICE_CHANNEL_MAIN;
}

/* What is new here is encrypted where the machine's screen was. */
static gboolean
must_encrypt (LodgeSpiceHost *self,
              SpiceChannel   *channel)
{
  guint32 bit = get_bit (channel);

  return self->has_moved && (self->encrypted & bit || (is_encrypted (self) && !(self->plain & bit)));
}

static GError *
new_plain_error (void)
{
  return lodge_error_new (LODGE_ERROR_DENIED, NULL, "%s",
                          _("The machine’s screen was closed, because the machine has moved to a host "
                            "that shows it without encryption only. Turn TLS on for the screens of that "
                            "host, then connect again."));
}

static void
fd_answer_cb (int           fd,
              const GError *error,
              gpointer      user_data)
{
  Question *question = user_data;
  g_autoptr(LodgeSpiceHost) self = question_ref_host (question);

  if (self == NULL)
    {
      if (fd >= 0)
        g_close (fd, NULL);
    }
  else if (fd >= 0)
    open_guarded (self, question->channel, fd, NULL);
  else
    channel_failed (self, question->channel, g_error_copy (error));
}

static void
take_main_socket (LodgeSpiceHost *self,
                  GSocket        *socket,
                  gboolean        with_tls)
{
  g_autoptr(GSocketAddress) address = g_socket_get_remote_address (socket, NULL);

  g_set_object (&self->socket, socket);
  self->is_exposed = lodge_console_is_exposed (address, with_tls);
}

static void
dialled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Question) question = user_data;
  g_autoptr(LodgeSpiceHost) self = question_ref_host (question);
  g_autoptr(GError) error = NULL;
  g_autoptr(GIOStream) stream = lodge_spice_address_dial_finish (result, &error);
  GSocket *socket;

  if (self == NULL)
    return;
  if (stream == NULL)
    {
      channel_failed (self, question->channel, g_steal_pointer (&error));
      return;
    }
  socket = lodge_spice_address_get_socket (stream);
  g_socket_set_timeout (socket, 0);
  if (SPICE_IS_MAIN_CHANNEL (question->channel))
    take_main_socket (self, socket, G_IS_TLS_CONNECTION (stream));
  if (G_IS_TLS_CONNECTION (stream))
    self->encrypted |= get_bit (question->channel);
  else
    self->plain |= get_bit (question->channel);
  open_guarded (self, question->channel, fcntl (g_socket_get_fd (socket), F_DUPFD_CLOEXEC, 3),
                G_IS_TLS_CONNECTION (stream) ? stream : NULL);
}

static void
open_fd_cb (LodgeSpiceHost *self,
            int             with_tls,
            SpiceChannel   *channel)
{
  guint n = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (channel), FD_REQUESTS));
  gboolean must = must_encrypt (self, channel);
  Question *question;

  if (self->guards == NULL)
    return;
  if (must && !lodge_spice_address_has_tls (self->address))
    {
      channel_failed (self, channel, new_plain_error ());
      return;
    }
  if (n >= MAX_FD_REQUESTS)
    {
      channel_failed (self, channel, lodge_spice_error_new (channel, SPICE_CHANNEL_ERROR_TLS));
      return;
    }

  g_object_set_data (G_OBJECT (channel), FD_REQUESTS, GUINT_TO_POINTER (n + 1));
  question = question_new (self, channel);
  if (self->address == NULL)
    self->provider (lodge_fd_request_new (fd_answer_cb, question, question_free),
                    self->provider_data);
  else
    lodge_spice_address_dial_async (self->address, with_tls || must, self->cancellable, dialled_cb,
                                    question);
}

static void
guard_cb (LodgeSpiceGuardEvent event,
          gpointer             user_data)
{
  static const guint numbers[] = {
    [LODGE_SPICE_GUARD_REFUSED] = SIGNAL_REFUSED,
    [LODGE_SPICE_GUARD_LOST] = SIGNAL_LOST,
    [LODGE_SPICE_GUARD_DISC] = SIGNAL_DISC_REFUSED,
    [LODGE_SPICE_GUARD_MOVING] = SIGNAL_MOVING,
  };
  g_autoptr(LodgeSpiceHost) self = g_object_ref (user_data);

  if (event == LODGE_SPICE_GUARD_SASL)
    self->has_sasl = TRUE;
  else
    g_signal_emit (self, signals[numbers[event]], 0);
}

static void
lodge_spice_host_dispose (GObject *object)
{
  LodgeSpiceHost *self = LODGE_SPICE_HOST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->guards, lodge_spice_guards_free);
  g_clear_object (&self->socket);

  G_OBJECT_CLASS (lodge_spice_host_parent_class)->dispose (object);
}

static void
lodge_spice_host_finalize (GObject *object)
{
  LodgeSpiceHost *self = LODGE_SPICE_HOST (object);

  g_clear_pointer (&self->address, lodge_spice_address_unref);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (lodge_spice_host_parent_class)->finalize (object);
}

static void
lodge_spice_host_class_init (LodgeSpiceHostClass *klass)
{
  static const struct { guint number; const char *name; } plain[] = {
    { SIGNAL_REFUSED, "refused" }, { SIGNAL_DISC_REFUSED, "disc-refused" },
    { SIGNAL_LOST, "lost" }, { SIGNAL_MOVING, "moving" },
  };

  G_OBJECT_CLASS (klass)->dispose = lodge_spice_host_dispose;
  G_OBJECT_CLASS (klass)->finalize = lodge_spice_host_finalize;

  for (gsize i = 0; i < G_N_ELEMENTS (plain); i++)
    signals[plain[i].number] = g_signal_new (plain[i].name, G_TYPE_FROM_CLASS (klass),
                                             G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANNEL_FAILED] =
    g_signal_new ("channel-failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, SPICE_TYPE_CHANNEL, G_TYPE_ERROR);
}

static void
lodge_spice_host_init (LodgeSpiceHost *self)
{
  self->cancellable = g_cancellable_new ();
  self->guards = lodge_spice_guards_new (guard_cb, self);
}

/**
 * lodge_spice_host_new_provided:
 * @provider: called for each channel; must outlive the host, until it is disposed of
 * @user_data: for @provider
 *
 * Returns: (transfer full): a server whose sockets are handed over
 */
LodgeSpiceHost *
lodge_spice_host_new_provided (LodgeFdProvider provider,
                               gpointer        user_data)
{
  LodgeSpiceHost *self = g_object_new (LODGE_TYPE_SPICE_HOST, NULL);

  self->provider = provider;
  self->provider_data = user_data;
  return self;
}

/**
 * lodge_spice_host_new_named:
 * @session: a session that has been told an address, which is taken from it
 *
 * Returns: (transfer full): the server there
 */
LodgeSpiceHost *
lodge_spice_host_new_named (SpiceSession *session)
{
  LodgeSpiceHost *self = g_object_new (LODGE_TYPE_SPICE_HOST, NULL);

  self->address = lodge_spice_address_new_take (session, FALSE);
  return self;
}

/**
 * lodge_spice_host_new_moved:
 * @session: a session that its server has told another address, which is taken from it
 * @before: that server, by an address
 *
 * Returns: (transfer full): the server there, where nothing becomes readable that was not
 */
LodgeSpiceHost *
lodge_spice_host_new_moved (SpiceSession   *session,
                            LodgeSpiceHost *before)
{
  LodgeSpiceHost *self = g_object_new (LODGE_TYPE_SPICE_HOST, NULL);

  self->address = lodge_spice_address_new_take (session, TRUE);
  self->encrypted = before->encrypted;
  self->plain = before->plain;
  self->has_moved = TRUE;
  return self;
}

/**
 * lodge_spice_host_serve:
 * @self: a host
 * @channel: a channel of a session whose sockets are its client's
 *
 * Gives @channel the sockets that it asks for from now on.
 */
void
lodge_spice_host_serve (LodgeSpiceHost *self,
                        SpiceChannel   *channel)
{
  g_object_set_data (G_OBJECT (channel), FD_REQUESTS, NULL);
  g_signal_connect_object (channel, "open-fd", G_CALLBACK (open_fd_cb), self, G_CONNECT_SWAPPED);
}

/* Images of discs are shared: what the guest asks of them is looked at. */
void
lodge_spice_host_set_disc (LodgeSpiceHost *self,
                           gboolean        has_disc)
{
  self->has_disc = has_disc;
  if (self->guards != NULL)
    lodge_spice_guards_set_disc (self->guards, has_disc);
}

gboolean
lodge_spice_host_has_disc (LodgeSpiceHost *self)
{
  return self->has_disc;
}

/* As lodge_console_is_exposed(); who hands sockets over knows better. */
gboolean
lodge_spice_host_is_exposed (LodgeSpiceHost *self)
{
  return self->is_exposed && !self->has_sasl;
}

gboolean
lodge_spice_host_has_sasl (LodgeSpiceHost *self)
{
  return self->has_sasl;
}

/* Returns: (transfer none) (nullable): what was dialled for the main channel. */
GSocket *
lodge_spice_host_get_socket (LodgeSpiceHost *self)
{
  return self->socket;
}

/* Returns: (nullable): what encrypts the main channel. */
const char *
lodge_spice_host_get_encryption (LodgeSpiceHost *self)
{
  return is_encrypted (self) ? "TLS" : self->has_sasl ? "SASL" : NULL;
}

/* Returns: (transfer none) (nullable): how fast it answers; valid until the main loop turns. */
LodgeSpiceEcho *
lodge_spice_host_get_echo (LodgeSpiceHost *self)
{
  return self->guards != NULL ? lodge_spice_guards_get_echo (self->guards) : NULL;
}

GSocket *
lodge_spice_channel_dup_socket (SpiceChannel *channel)
{
  GSocket *socket = NULL;

  g_object_get (channel, "socket", &socket, NULL);
  return socket;
}
