/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said to a server, by its guard. Nobody waits here: who writes waits for the socket. */

#include "config.h"

#include "console/lodge-guarded-output-private.h"

#include <glib-unix.h>

struct _LodgeGuardedOutput
{
  GOutputStream parent_instance;

  LodgeSpiceGuard *guard;
};

static gboolean
is_writable (GPollableOutputStream *stream)
{
  return lodge_spice_guard_is_writable (LODGE_GUARDED_OUTPUT (stream)->guard);
}

static gssize
write_nonblocking (GPollableOutputStream  *stream,
                   const void             *buffer,
                   gsize                   count,
                   GError                **error)
{
  return lodge_spice_guard_write (LODGE_GUARDED_OUTPUT (stream)->guard, buffer, count, error);
}

static GSource *
create_source (GPollableOutputStream *stream,
               GCancellable          *cancellable)
{
  g_autoptr(GSource) source =
    g_unix_fd_source_new (lodge_spice_guard_get_fd (LODGE_GUARDED_OUTPUT (stream)->guard), G_IO_OUT);

  return g_pollable_source_new_full (stream, source, cancellable);
}

static void
lodge_guarded_output_pollable_init (GPollableOutputStreamInterface *iface)
{
  iface->is_writable = is_writable;
  iface->write_nonblocking = write_nonblocking;
  iface->create_source = create_source;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LodgeGuardedOutput, lodge_guarded_output, G_TYPE_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM,
                                                      lodge_guarded_output_pollable_init))

static void
lodge_guarded_output_finalize (GObject *object)
{
  lodge_spice_guard_unref (LODGE_GUARDED_OUTPUT (object)->guard);

  G_OBJECT_CLASS (lodge_guarded_output_parent_class)->finalize (object);
}

static void
lodge_guarded_output_class_init (LodgeGuardedOutputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lodge_guarded_output_finalize;
}

static void
lodge_guarded_output_init (LodgeGuardedOutput *self)
{
}

GOutputStream *
lodge_guarded_output_new (LodgeSpiceGuard *guard)
{
  LodgeGuardedOutput *self = g_object_new (LODGE_TYPE_GUARDED_OUTPUT, NULL);

  self->guard = lodge_spice_guard_ref (guard);
  return G_OUTPUT_STREAM (self);
}
