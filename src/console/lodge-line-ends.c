/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ends of lines between guests that write CR LF and those that write LF. */

#include "config.h"

#include "console/lodge-line-ends-private.h"

/* Makes CR LF an LF; a CR alone stays. */
void
lodge_line_ends_to_lf (GString *text)
{
  gsize length = 0;

  for (gsize i = 0; i < text->len; i++)
    if (text->str[i] != '\r' || text->str[i + 1] != '\n')
      text->str[length++] = text->str[i];
  g_string_truncate (text, length);
}

/* Makes an LF a CR LF; what is CR LF already stays. */
void
lodge_line_ends_to_crlf (GString *text)
{
  g_autofree char *old = g_memdup2 (text->str, text->len);
  gsize length = text->len;

  g_string_truncate (text, 0);
  for (gsize i = 0; i < length; i++)
    {
      if (old[i] == '\n' && (i == 0 || old[i - 1] != '\r'))
        g_string_append_c (text, '\r');
      g_string_append_c (text, old[i]);
    }
}
