/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one door for XML: every document comes from a host and is taken as hostile. No network, no
 * entities, no document type, a bounded size; libxml2 itself bounds the depth. */

#include "config.h"

#include "xml/lodge-xml-private.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <string.h>

#include "base/lodge-error.h"

#define MAX_SIZE (8 * 1024 * 1024)

static gboolean
set_invalid (GError    **error,
             const char *detail)
{
  lodge_error_set (error, LODGE_ERROR_INVALID, detail,
                   _("The XML cannot be read. See the details for the place of the mistake."));
  return FALSE;
}

static gboolean
check_document (xmlDoc      *doc,
                const char  *root_name,
                GError     **error)
{
  xmlNode *root = xmlDocGetRootElement (doc);

  if (doc->intSubset != NULL || doc->extSubset != NULL)
    return set_invalid (error, "a document type is not allowed");
  if (root == NULL || g_strcmp0 ((const char *) root->name, root_name) != 0)
    return set_invalid (error, "unexpected root element");
  return TRUE;
}

static xmlDoc *
read_memory (const char  *text,
             gsize        size,
             GError     **error)
{
  xmlParserCtxt *context = xmlNewParserCtxt ();
  xmlDoc *doc;

  if (context == NULL)
    return NULL;

  doc = xmlCtxtReadMemory (context, text, (int) size, NULL, NULL,
                           XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                           XML_PARSE_NOBLANKS | XML_PARSE_COMPACT);
  if (doc == NULL)
    {
      g_autofree char *detail = NULL;

      detail = g_strdup_printf ("line %d: %s", context->lastError.line,
                                context->lastError.message != NULL ? context->lastError.message : "");
      g_strchomp (detail);
      set_invalid (error, detail);
    }
  xmlFreeParserCtxt (context);
  return doc;
}

/* The document, to be freed with xmlFreeDoc(); NULL with error. */
xmlDoc *
lodge_xml_parse (const char  *text,
                 const char  *root_name,
                 GError     **error)
{
  static gsize initialized;
  gsize size = strlen (text);
  xmlDoc *doc;

  if (g_once_init_enter (&initialized))
    {
      xmlInitParser ();
      g_once_init_leave (&initialized, 1);
    }
  if (size > MAX_SIZE)
    {
      set_invalid (error, "larger than 8 MiB");
      return NULL;
    }

  doc = read_memory (text, size, error);
  if (doc != NULL && !check_document (doc, root_name, error))
    g_clear_pointer (&doc, xmlFreeDoc);
  return doc;
}

/* The first child element of that name. */
xmlNode *
lodge_xml_child (xmlNode    *node,
                 const char *name)
{
  if (node == NULL)
    return NULL;

  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE && g_str_equal (child->name, name))
      return child;
  return NULL;
}

static char *
take_string (xmlChar *string)
{
  char *copy;

  /* libxml2 passes some invalid bytes of documents without declared encoding. */
  copy = string != NULL ? g_utf8_make_valid ((const char *) string, -1) : NULL;
  xmlFree (string);
  return copy;
}

/* The text of an element; NULL for no element or no text. */
char *
lodge_xml_text (xmlNode *node)
{
  g_autofree char *text = NULL;

  if (node == NULL)
    return NULL;

  text = take_string (xmlNodeGetContent (node));
  if (text == NULL || *text == '\0')
    return NULL;
  return g_steal_pointer (&text);
}

char *
lodge_xml_attribute (xmlNode    *node,
                     const char *name)
{
  if (node == NULL)
    return NULL;

  return take_string (xmlGetProp (node, (const xmlChar *) name));
}

/* The element as indented XML. */
char *
lodge_xml_print_node (xmlNode *node)
{
  xmlBuffer *buffer = xmlBufferCreate ();
  char *text;

  xmlNodeDump (buffer, node->doc, node, 0, 1);
  text = g_utf8_make_valid ((const char *) xmlBufferContent (buffer), -1);
  xmlBufferFree (buffer);
  return text;
}
