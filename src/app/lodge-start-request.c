/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads what the command line asks the window for. Pure: it opens nothing. */

#include "config.h"

#include "app/lodge-start-request.h"

#include <glib/gi18n.h>

#include "base/lodge-error.h"

const GOptionEntry lodge_start_request_options[] = {
  { "connect", 'c', 0, G_OPTION_ARG_STRING_ARRAY, NULL,
    N_("Show the host with this libvirt URI; can be given several times"), N_("URI") },
  { "new", 'n', 0, G_OPTION_ARG_NONE, NULL, N_("Create a new machine"), NULL },
  { "page", 0, 0, G_OPTION_ARG_STRING, NULL, N_("With “show”: overview, console or hardware"), N_("PAGE") },
  { "version", 'v', 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_("[show MACHINE | new [ISO] | ISO]") },
  { NULL }
};

static gboolean
is_page (const char *name)
{
  return g_str_equal (name, "overview") || g_str_equal (name, "console") ||
         g_str_equal (name, "hardware");
}

static gboolean
read_words (LodgeStartRequest  *self,
            char              **words,
            GError            **error)
{
  guint n = words != NULL ? g_strv_length (words) : 0;

  if (n == 1 && g_str_equal (words[0], "show"))
    {
      lodge_error_set (error, LODGE_ERROR_INVALID, NULL, _("Name the machine: “lodge show MACHINE”."));
      return FALSE;
    }
  if (n > 2 && (g_str_equal (words[0], "show") || g_str_equal (words[0], "new")))
    {
      lodge_error_set (error, LODGE_ERROR_INVALID, NULL, _("“%s” is one argument too many."), words[2]);
      return FALSE;
    }
  if (n == 2 && g_str_equal (words[0], "show"))
    {
      self->machine = g_strdup (words[1]);
      return TRUE;
    }
  if (n >= 1 && g_str_equal (words[0], "new"))
    {
      self->new_machine = TRUE;
      self->media = g_strdup (words[1]);
      return TRUE;
    }
  if (n == 1 && (self->new_machine || strchr (words[0], '.') != NULL || strchr (words[0], '/') != NULL))
    {
      self->new_machine = TRUE;
      self->media = g_strdup (words[0]);
      return TRUE;
    }
  if (n == 0)
    return TRUE;

  lodge_error_set (error, LODGE_ERROR_INVALID, NULL,
                   _("“%s” is not a command. See “lodge --help”."), words[0]);
  return FALSE;
}

/**
 * lodge_start_request_new:
 * @options: options as #GApplication reads them with lodge_start_request_options
 * @error: where the error goes
 *
 * Reads a request.
 *
 * Returns: (transfer full) (nullable): the request; %LODGE_ERROR_INVALID when it makes no sense
 */
LodgeStartRequest *
lodge_start_request_new (GVariantDict  *options,
                         GError       **error)
{
  g_autoptr(LodgeStartRequest) self = g_new0 (LodgeStartRequest, 1);
  g_auto(GStrv) words = NULL;

  g_variant_dict_lookup (options, "connect", "^as", &self->uris);
  g_variant_dict_lookup (options, "page", "s", &self->page);
  self->new_machine = g_variant_dict_contains (options, "new");
  g_variant_dict_lookup (options, G_OPTION_REMAINING, "^aay", &words);

  if (self->page != NULL && !is_page (self->page))
    {
      lodge_error_set (error, LODGE_ERROR_INVALID, NULL,
                       _("There is no page “%s”: use overview, console or hardware."), self->page);
      return NULL;
    }
  if (!read_words (self, words, error))
    return NULL;
  if (self->page != NULL && self->machine == NULL)
    {
      lodge_error_set (error, LODGE_ERROR_INVALID, NULL,
                       _("“--page” goes with a machine: “lodge show MACHINE --page %s”."), self->page);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
lodge_start_request_free (LodgeStartRequest *self)
{
  g_strfreev (self->uris);
  g_free (self->machine);
  g_free (self->page);
  g_free (self->media);
  g_free (self);
}
