/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Property setters that compare, store, notify once, and say whether anything changed. */

#include "config.h"

#include "base/lodge-prop.h"

gboolean
lodge_set_string (char       **field,
                  const char  *value)
{
  char *copy;

  if (g_strcmp0 (*field, value) == 0)
    return FALSE;

  copy = g_strdup (value);
  g_free (*field);
  *field = copy;
  return TRUE;
}

gboolean
lodge_prop_set_string (GObject     *object,
                       GParamSpec  *pspec,
                       char       **field,
                       const char  *value)
{
  if (!lodge_set_string (field, value))
    return FALSE;

  g_object_notify_by_pspec (object, pspec);
  return TRUE;
}

gboolean
lodge_prop_set_bool (GObject    *object,
                     GParamSpec *pspec,
                     gboolean   *field,
                     gboolean    value)
{
  if (!*field == !value)
    return FALSE;

  *field = !!value;
  g_object_notify_by_pspec (object, pspec);
  return TRUE;
}

gboolean
lodge_prop_set_int (GObject    *object,
                    GParamSpec *pspec,
                    int        *field,
                    int         value)
{
  if (*field == value)
    return FALSE;

  *field = value;
  g_object_notify_by_pspec (object, pspec);
  return TRUE;
}

gboolean
lodge_prop_set_uint64 (GObject    *object,
                       GParamSpec *pspec,
                       guint64    *field,
                       guint64     value)
{
  if (*field == value)
    return FALSE;

  *field = value;
  g_object_notify_by_pspec (object, pspec);
  return TRUE;
}

gboolean
lodge_prop_set_double (GObject    *object,
                       GParamSpec *pspec,
                       double     *field,
                       double      value)
{
  /* Exactly equal is what “nothing new” means here; the values are copied, not computed. */
  if (*field >= value && *field <= value)
    return FALSE;

  *field = value;
  g_object_notify_by_pspec (object, pspec);
  return TRUE;
}

gboolean
lodge_prop_set_object (GObject    *object,
                       GParamSpec *pspec,
                       gpointer    field,
                       gpointer    value)
{
  if (!g_set_object ((GObject **) field, value))
    return FALSE;

  g_object_notify_by_pspec (object, pspec);
  return TRUE;
}
