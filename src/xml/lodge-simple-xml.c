/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "xml/lodge-simple-xml.h"

#include <string.h>

#include "xml/lodge-xml-private.h"

struct _LodgeSimpleXml
{
  xmlDoc *doc;
  GHashTable *values; /* path -> text, filled as asked for */
};

/**
 * lodge_simple_xml_new:
 * @text: a document
 * @root_name: the root element it must have
 * @error: where the error goes
 *
 * Reads a document. One thread at a time.
 *
 * Returns: (transfer full): the document; %NULL with %LODGE_ERROR_INVALID
 */
LodgeSimpleXml *
lodge_simple_xml_new (const char  *text,
                      const char  *root_name,
                      GError     **error)
{
  LodgeSimpleXml *self;
  xmlDoc *doc;

  g_return_val_if_fail (text != NULL, NULL);

  doc = lodge_xml_parse (text, root_name, error);
  if (doc == NULL)
    return NULL;

  self = g_new0 (LodgeSimpleXml, 1);
  self->doc = doc;
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * lodge_simple_xml_free:
 * @self: (transfer full): a document
 *
 * Frees the document.
 */
void
lodge_simple_xml_free (LodgeSimpleXml *self)
{
  xmlFreeDoc (self->doc);
  g_hash_table_unref (self->values);
  g_free (self);
}

/* Follows the steps of @path; an attribute is left to the caller in @ret_attribute. */
static xmlNode *
find (LodgeSimpleXml  *self,
      char           **steps,
      const char     **ret_attribute)
{
  xmlNode *node = xmlDocGetRootElement (self->doc);

  *ret_attribute = NULL;
  for (char **step = steps; *step != NULL && node != NULL; step++)
    {
      if (**step == '@')
        {
          *ret_attribute = *step + 1;
          return node;
        }
      node = lodge_xml_child (node, *step);
    }
  return node;
}

/**
 * lodge_simple_xml_get:
 * @self: a document
 * @path: “bridge/@name” or “target/path”, below the root
 *
 * Gets one value; the first of equal elements counts.
 *
 * Returns: (transfer none) (nullable): the value; %NULL when absent
 */
const char *
lodge_simple_xml_get (LodgeSimpleXml *self,
                      const char     *path)
{
  g_auto(GStrv) steps = NULL;
  const char *attribute;
  xmlNode *node;
  char *value;

  if (g_hash_table_contains (self->values, path))
    return g_hash_table_lookup (self->values, path);

  steps = g_strsplit (path, "/", -1);
  node = find (self, steps, &attribute);
  value = attribute != NULL ? lodge_xml_attribute (node, attribute) : lodge_xml_text (node);
  g_hash_table_insert (self->values, g_strdup (path), value);
  return value;
}

/**
 * lodge_simple_xml_has:
 * @self: a document
 * @path: the path of an element
 *
 * Tells whether an element exists, be it empty.
 *
 * Returns: %TRUE when it does
 */
gboolean
lodge_simple_xml_has (LodgeSimpleXml *self,
                      const char     *path)
{
  g_auto(GStrv) steps = g_strsplit (path, "/", -1);
  const char *attribute;

  return find (self, steps, &attribute) != NULL;
}

static xmlNode *
next_in_document (xmlNode *node,
                  xmlNode *root)
{
  if (node->type == XML_ELEMENT_NODE && node->children != NULL)
    return node->children;
  while (node != root && node->next == NULL)
    node = node->parent;
  return node != root ? node->next : NULL;
}

/**
 * lodge_simple_xml_any:
 * @self: a document
 * @element: the name of an element
 * @attribute: the name of an attribute
 * @value: its value
 *
 * Tells whether such an element exists anywhere in the document.
 *
 * Returns: %TRUE when one does
 */
gboolean
lodge_simple_xml_any (LodgeSimpleXml *self,
                      const char     *element,
                      const char     *attribute,
                      const char     *value)
{
  xmlNode *root = xmlDocGetRootElement (self->doc);

  for (xmlNode *node = root; node != NULL; node = next_in_document (node, root))
    {
      g_autofree char *found = NULL;

      if (node->type != XML_ELEMENT_NODE || !g_str_equal (node->name, element))
        continue;
      found = lodge_xml_attribute (node, attribute);
      if (g_strcmp0 (found, value) == 0)
        return TRUE;
    }
  return FALSE;
}
