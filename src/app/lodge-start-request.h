/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a start of the program asks for. */
typedef struct {
  GStrv    uris;        /* hosts to add, may be empty */
  char    *machine;     /* to be shown, nullable */
  char    *page;        /* of it, nullable */
  gboolean new_machine; /* open the wizard */
  char    *media;       /* with this ISO, as it was written, nullable */
} LodgeStartRequest;

LodgeStartRequest *lodge_start_request_new  (GVariantDict *options, GError **error);
void               lodge_start_request_free (LodgeStartRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeStartRequest, lodge_start_request_free)

extern const GOptionEntry lodge_start_request_options[];

G_END_DECLS
