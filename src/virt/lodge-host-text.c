/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a host says about itself in words: its name, and how it stands with its connection. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "virt/lodge-host-private.h"

/* “user@server:22” of a URI; NULL for this computer. */
static char *
dup_authority (const char *uri)
{
  const char *start = strstr (uri, "://");

  if (start == NULL || lodge_uri_is_local (uri))
    return NULL;
  return g_strndup (start + 3, strcspn (start + 3, "/?#"));
}

/* “This Computer”, or the name of a server. */
char *
lodge_host_make_name (const char *uri)
{
  g_autofree char *authority = dup_authority (uri);
  const char *at;

  if (authority != NULL)
    {
      at = strrchr (authority, '@');
      return g_strdup (at != NULL ? at + 1 : authority);
    }
  /* No address at all: shown as it is. */
  if (uri[0] != '\0' && strchr (uri, ':') == NULL)
    return g_strdup (uri);
  if (g_str_has_prefix (uri, "test:"))
    return g_strdup (_("Test Host"));
  if (lodge_uri_is_session (uri))
    return g_strdup (_("My Session"));
  return g_strdup (_("This Computer"));
}

/* The state as a translated sentence. */
char *
lodge_host_make_state_text (LodgeHost *self)
{
  switch (self->state)
    {
    case LODGE_HOST_CONNECTING:
      return g_strdup (_("Connecting…"));
    case LODGE_HOST_CONNECTED:
      return g_strdup (_("Connected"));
    case LODGE_HOST_RETRYING:
      if (self->retry_seconds <= 0)
        return g_strdup (_("Connecting again…"));
      return g_strdup_printf (ngettext ("Not reachable. Trying again in %d second.",
                                        "Not reachable. Trying again in %d seconds.",
                                        (unsigned long) self->retry_seconds), self->retry_seconds);
    case LODGE_HOST_FAILED:
      return g_strdup (_("Could not connect"));
    case LODGE_HOST_DISCONNECTED:
    default:
      return g_strdup (_("Not connected"));
    }
}

/* 0 while the host says itself what it has. */
gint64
lodge_host_get_last_seen (LodgeHost *self)
{
  gboolean none = self->machines == NULL || g_list_model_get_n_items (G_LIST_MODEL (self->machines)) == 0;

  return none || self->state == LODGE_HOST_CONNECTED ? 0 : self->last_seen;
}

char *
lodge_host_make_last_seen_text (LodgeHost *self)
{
  gint64 seen = lodge_host_get_last_seen (self);
  g_autoptr(GDateTime) time = seen > 0 ? g_date_time_new_from_unix_local (seen) : NULL;
  g_autofree char *text = NULL;

  if (time == NULL)
    return NULL;

  /* xgettext:no-c-format
     Translators: a day and a time, for g_date_time_format(): “21 November 2026, 15:59” */
  text = g_date_time_format (time, C_("date and time", "%-d %B %Y, %H:%M"));
  /* Translators: %s is a day and a time */
  return g_strdup_printf (_("The machines are shown as last seen on %s."), text);
}

/* Both, a line each. */
char *
lodge_host_make_status_text (LodgeHost *self)
{
  g_autofree char *state = lodge_host_make_state_text (self);
  g_autofree char *seen = lodge_host_make_last_seen_text (self);

  return seen != NULL ? g_strconcat (state, "\n", seen, NULL) : g_steal_pointer (&state);
}
