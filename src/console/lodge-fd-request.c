/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A question for a connected socket that is answered once, now or later. Whoever asked may be gone
 * by then; the callback sorts that out. */

#include "config.h"

#include "console/lodge-fd-request-private.h"

#include "base/lodge-thread.h"

struct _LodgeFdRequest
{
  LodgeFdRequestFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
};

/* Makes a question; lodge_fd_request_return() frees it. */
LodgeFdRequest *
lodge_fd_request_new (LodgeFdRequestFunc func,
                      gpointer           user_data,
                      GDestroyNotify     destroy)
{
  LodgeFdRequest *self = g_new0 (LodgeFdRequest, 1);

  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  return self;
}

/**
 * lodge_fd_request_return:
 * @request: (transfer full): the request
 * @fd: (transfer full): a connected socket, or -1
 * @error: (nullable): why there is none
 *
 * Answers a request. Main thread only; also when the console is gone, the socket is closed then.
 */
void
lodge_fd_request_return (LodgeFdRequest *request,
                         int             fd,
                         const GError   *error)
{
  g_return_if_fail (request != NULL);
  g_return_if_fail ((fd >= 0) == (error == NULL));
  LODGE_ASSERT_MAIN ();

  request->func (fd, error, request->user_data);
  if (request->destroy != NULL)
    request->destroy (request->user_data);
  g_free (request);
}
