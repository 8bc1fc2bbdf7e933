/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a kernel or a socket knows no splice(2), it says so at the first bytes, and is not asked again. */

#define _GNU_SOURCE   /* splice() */

#include "config.h"

#include "console/lodge-splice-private.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* Bytes of the pipe, if it may have so many: all that a Unix socket holds by default, and a little more. */
#define ROOM 262144

/**
 * lodge_splice_open:
 * @self: a splice
 *
 * Returns: %TRUE when bytes can be moved
 */
gboolean
lodge_splice_open (LodgeSplice *self)
{
  if (self->is_open || self->is_refused)
    return !self->is_refused;

  self->is_open = pipe2 (self->ends, O_CLOEXEC | O_NONBLOCK) == 0;
  self->is_refused = !self->is_open;
  if (self->is_open)
    fcntl (self->ends[1], F_SETPIPE_SZ, ROOM);
  return self->is_open;
}

/**
 * lodge_splice_fill:
 * @self: an open splice that holds nothing
 * @from: a socket
 * @max: bytes
 *
 * Takes what is there, without waiting.
 *
 * Returns: how many bytes; 0 at the end; -1 and `errno`, which is %EAGAIN also when @from knows no splice
 */
gssize
lodge_splice_fill (LodgeSplice *self,
                   int          from,
                   gsize        max)
{
  gssize n = splice (from, NULL, self->ends[1], NULL, max, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);

  if (n > 0)
    self->held = (gsize) n;
  if (n < 0 && (errno == EINVAL || errno == ENOSYS))
    {
      self->is_refused = TRUE;
      errno = EAGAIN;
    }
  return n;
}

/**
 * lodge_splice_drain:
 * @self: a splice
 * @to: a socket that does not block
 *
 * Passes on what is held.
 *
 * Returns: how many bytes; -1 and `errno`
 */
gssize
lodge_splice_drain (LodgeSplice *self,
                    int          to)
{
  gssize n = splice (self->ends[0], NULL, to, NULL, self->held, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);

  if (n > 0)
    self->held -= (gsize) n;
  return n;
}

void
lodge_splice_clear (LodgeSplice *self)
{
  if (self->is_open)
    {
      close (self->ends[0]);
      close (self->ends[1]);
    }
  *self = (LodgeSplice) { 0 };
}
