/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Setters: compare, store, notify; TRUE when something changed. @pspec is the property's. */
gboolean lodge_prop_set_string (GObject *object, GParamSpec *pspec, char    **field, const char *value);
gboolean lodge_prop_set_bool   (GObject *object, GParamSpec *pspec, gboolean *field, gboolean    value);
gboolean lodge_prop_set_int    (GObject *object, GParamSpec *pspec, int      *field, int         value);
gboolean lodge_prop_set_uint64 (GObject *object, GParamSpec *pspec, guint64  *field, guint64     value);
gboolean lodge_prop_set_double (GObject *object, GParamSpec *pspec, double   *field, double      value);
gboolean lodge_prop_set_object (GObject *object, GParamSpec *pspec, gpointer  field, gpointer    value);

/* Without a property: TRUE when the string changed. */
gboolean lodge_set_string      (char **field, const char *value);

G_END_DECLS
