/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a server says, as its guard lets it pass. Nobody waits here: who reads waits for the socket. */

#include "config.h"

#include "console/lodge-guarded-input-private.h"

#include <glib-unix.h>

struct _LodgeGuardedInput
{
  GInputStream parent_instance;

  LodgeSpiceGuard *guard;
};

static gboolean
is_readable (GPollableInputStream *stream)
{
  return lodge_spice_guard_is_readable (LODGE_GUARDED_INPUT (stream)->guard);
}

static gssize
read_nonblocking (GPollableInputStream  *stream,
                  void                  *buffer,
                  gsize                  count,
                  GError               **error)
{
  return lodge_spice_guard_read (LODGE_GUARDED_INPUT (stream)->guard, buffer, count, error);
}

static GSource *
create_source (GPollableInputStream *stream,
               GCancellable         *cancellable)
{
  g_autoptr(GSource) source =
    g_unix_fd_source_new (lodge_spice_guard_get_fd (LODGE_GUARDED_INPUT (stream)->guard), G_IO_IN);

  return g_pollable_source_new_full (stream, source, cancellable);
}

static void
lodge_guarded_input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = is_readable;
  iface->read_nonblocking = read_nonblocking;
  iface->create_source = create_source;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LodgeGuardedInput, lodge_guarded_input, G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      lodge_guarded_input_pollable_init))

static void
lodge_guarded_input_finalize (GObject *object)
{
  LodgeGuardedInput *self = LODGE_GUARDED_INPUT (object);

  lodge_spice_guard_leave (self->guard);
  lodge_spice_guard_unref (self->guard);

  G_OBJECT_CLASS (lodge_guarded_input_parent_class)->finalize (object);
}

static void
lodge_guarded_input_class_init (LodgeGuardedInputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lodge_guarded_input_finalize;
}

static void
lodge_guarded_input_init (LodgeGuardedInput *self)
{
}

GInputStream *
lodge_guarded_input_new (LodgeSpiceGuard *guard)
{
  LodgeGuardedInput *self = g_object_new (LODGE_TYPE_GUARDED_INPUT, NULL);

  self->guard = lodge_spice_guard_ref (guard);
  return G_INPUT_STREAM (self);
}
