/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be looked at of a machine: its screens and its text devices, as its XML has them.
 * https://libvirt.org/formatdomain.html, “Consoles, serial, parallel & channel devices”. */

#include "config.h"

#include "pages/lodge-console-choice.h"

#include <glib/gi18n.h>

struct _LodgeConsoleChoice
{
  GObject parent_instance;

  LodgeConsoleKind kind;
  char *key;
  char *label;
  char *alias;     /* nullable */
  char *problem;   /* nullable */
  guint index;
  gboolean spice;
};

/* What sort of device it is, to count and to name. */
typedef enum {
  SORT_GRAPHICS,
  SORT_SERIAL,
  SORT_VIRTIO,
  SORT_TEXT,
} Sort;

G_DEFINE_FINAL_TYPE (LodgeConsoleChoice, lodge_console_choice, G_TYPE_OBJECT)

static gboolean
is (LodgeDeviceXml *device,
    const char     *path,
    const char     *value)
{
  return g_strcmp0 (lodge_device_xml_get (device, path), value) == 0;
}

static gboolean
is_element (LodgeDeviceXml *device,
            const char     *name)
{
  return g_strcmp0 (lodge_device_xml_get_element (device), name) == 0;
}

static Sort
find_sort (LodgeDeviceXml *device)
{
  if (is_element (device, "graphics"))
    return SORT_GRAPHICS;
  if (is_element (device, "serial"))
    return SORT_SERIAL;
  return is (device, "target/@type", "virtio") ? SORT_VIRTIO : SORT_TEXT;
}

static guint
count (GPtrArray *devices,
       guint      n,
       Sort       sort)
{
  guint sum = 0;

  for (guint i = 0; i < n; i++)
    if (find_sort (g_ptr_array_index (devices, i)) == sort)
      sum++;
  return sum;
}

static char *
dup_single_name (Sort sort)
{
  switch (sort)
    {
    case SORT_GRAPHICS:
      return g_strdup (_("Graphical Console"));

    case SORT_SERIAL:
      return g_strdup (_("Serial Console"));

    case SORT_VIRTIO:
      return g_strdup (_("VirtIO Console"));

    case SORT_TEXT:
    default:
      return g_strdup (_("Text Console"));
    }
}

static char *
dup_numbered_name (Sort  sort,
                   guint number)
{
  switch (sort)
    {
    case SORT_GRAPHICS:
      return g_strdup_printf (_("Graphical Console %u"), number);

    case SORT_SERIAL:
      return g_strdup_printf (_("Serial Console %u"), number);

    case SORT_VIRTIO:
      return g_strdup_printf (_("VirtIO Console %u"), number);

    case SORT_TEXT:
    default:
      return g_strdup_printf (_("Text Console %u"), number);
    }
}

/* Only its name in capitals is a word for people. */
static char *
dup_graphics_type (LodgeDeviceXml *device)
{
  const char *type = lodge_device_xml_get (device, "@type");

  return g_ascii_strup (type != NULL ? type : "?", -1);
}

static char *
dup_label (GPtrArray *devices,
           guint      position)
{
  LodgeDeviceXml *device = g_ptr_array_index (devices, position);
  Sort sort = find_sort (device);
  g_autofree char *type = NULL;
  g_autofree char *name = NULL;

  if (count (devices, devices->len, sort) == 1)
    name = dup_single_name (sort);
  else
    name = dup_numbered_name (sort, count (devices, position + 1, sort));
  if (sort != SORT_GRAPHICS)
    return g_steal_pointer (&name);

  type = dup_graphics_type (device);
  /* Translators: a console and its protocol, such as “Graphical Console (SPICE)” */
  return g_strdup_printf (C_("console", "%s (%s)"), name, type);
}

static char *
dup_problem (LodgeDeviceXml *device)
{
  if (is_element (device, "graphics"))
    return is (device, "@type", "spice") || is (device, "@type", "vnc")
             ? NULL : g_strdup (_("cannot be shown here"));
  if (is (device, "@type", "pty") || is (device, "@type", "nmdm"))
    return NULL;
  return g_strdup (_("not connected to a terminal"));
}

/* A machine that is off has no aliases; libvirt will give those. */
static char *
dup_alias (LodgeDeviceXml *device,
           guint           index)
{
  const char *alias = lodge_device_xml_get (device, "alias/@name");

  if (is_element (device, "graphics"))
    return NULL;
  return alias != NULL ? g_strdup (alias)
                       : g_strdup_printf ("%s%u", lodge_device_xml_get_element (device), index);
}

static void
lodge_console_choice_finalize (GObject *object)
{
  LodgeConsoleChoice *self = LODGE_CONSOLE_CHOICE (object);

  g_free (self->key);
  g_free (self->label);
  g_free (self->alias);
  g_free (self->problem);

  G_OBJECT_CLASS (lodge_console_choice_parent_class)->finalize (object);
}

static void
lodge_console_choice_class_init (LodgeConsoleChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lodge_console_choice_finalize;
}

static void
lodge_console_choice_init (LodgeConsoleChoice *self)
{
}

static LodgeConsoleChoice *
choice_new (GPtrArray *devices,
            guint      position,
            guint      index)
{
  LodgeDeviceXml *device = g_ptr_array_index (devices, position);
  LodgeConsoleChoice *self = g_object_new (LODGE_TYPE_CONSOLE_CHOICE, NULL);

  self->kind = is_element (device, "graphics") ? LODGE_CONSOLE_GRAPHICS : LODGE_CONSOLE_TEXT;
  self->key = g_strdup_printf ("%s%u", lodge_device_xml_get_element (device), index);
  self->index = index;
  self->spice = is_element (device, "graphics") && is (device, "@type", "spice");
  self->label = dup_label (devices, position);
  self->alias = dup_alias (device, index);
  self->problem = dup_problem (device);
  return self;
}

/* libvirt describes the first serial port a second time, as a console. */
static gboolean
is_double (LodgeDeviceXml *device,
           gboolean        has_serial)
{
  return is_element (device, "console") && has_serial &&
         (is (device, "target/@type", "serial") || lodge_device_xml_get (device, "target/@type") == NULL);
}

/* Those that are consoles, in the order of the menu; @ret_indices: the place of each among its like. */
static GPtrArray *
collect_devices (const LodgeDomainXml *xml,
                 GArray               *ret_indices)
{
  static const char *const elements[] = { "graphics", "serial", "console" };
  GPtrArray *found = g_ptr_array_new ();
  GPtrArray *devices = lodge_domain_xml_get_devices (xml);
  gboolean has_serial = FALSE;

  for (guint e = 0; e < G_N_ELEMENTS (elements); e++)
    {
      guint index = 0;

      for (guint i = 0; i < devices->len; i++)
        {
          LodgeDeviceXml *device = g_ptr_array_index (devices, i);

          if (!is_element (device, elements[e]))
            continue;
          has_serial = has_serial || is_element (device, "serial");
          if (!is_double (device, has_serial))
            {
              g_ptr_array_add (found, device);
              g_array_append_val (ret_indices, index);
            }
          index++;
        }
    }
  return found;
}

/**
 * lodge_console_choice_list:
 * @xml: a machine's description
 *
 * Lists its consoles: screens, serial ports, other text consoles.
 *
 * Returns: (transfer full): an array of LodgeConsoleChoice
 */
GPtrArray *
lodge_console_choice_list (const LodgeDomainXml *xml)
{
  g_autoptr(GArray) indices = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr(GPtrArray) devices = collect_devices (xml, indices);
  GPtrArray *choices = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < devices->len; i++)
    g_ptr_array_add (choices, choice_new (devices, i, g_array_index (indices, guint, i)));
  return choices;
}

/**
 * lodge_console_choice_find_default:
 * @choices: what lodge_console_choice_list() gave
 *
 * Finds what to show when nobody chose: SPICE before VNC, a screen before a text console.
 *
 * Returns: (transfer none) (nullable): the choice; %NULL when none can be opened
 */
LodgeConsoleChoice *
lodge_console_choice_find_default (GPtrArray *choices)
{
  LodgeConsoleChoice *first = NULL;

  for (guint i = 0; i < choices->len; i++)
    {
      LodgeConsoleChoice *choice = g_ptr_array_index (choices, i);

      if (choice->problem != NULL)
        continue;
      /* It can do more than the others. */
      if (choice->spice)
        return choice;
      if (first == NULL)
        first = choice;
    }
  return first;
}

LodgeConsoleKind
lodge_console_choice_get_kind (LodgeConsoleChoice *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_CHOICE (self), LODGE_CONSOLE_GRAPHICS);

  return self->kind;
}

const char *
lodge_console_choice_get_key (LodgeConsoleChoice *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_CHOICE (self), NULL);

  return self->key;
}

const char *
lodge_console_choice_get_label (LodgeConsoleChoice *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_CHOICE (self), NULL);

  return self->label;
}

guint
lodge_console_choice_get_index (LodgeConsoleChoice *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_CHOICE (self), 0);

  return self->index;
}

const char *
lodge_console_choice_get_alias (LodgeConsoleChoice *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_CHOICE (self), NULL);

  return self->alias;
}

const char *
lodge_console_choice_get_problem (LodgeConsoleChoice *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_CHOICE (self), NULL);

  return self->problem;
}

gboolean
lodge_console_choice_is_exclusive (LodgeConsoleChoice *self)
{
  g_return_val_if_fail (LODGE_IS_CONSOLE_CHOICE (self), FALSE);

  return self->spice;
}

/**
 * lodge_console_choice_equal:
 * @a: a choice
 * @b: another
 *
 * Compares all that can be seen of them.
 *
 * Returns: whether they are the same
 */
gboolean
lodge_console_choice_equal (LodgeConsoleChoice *a,
                            LodgeConsoleChoice *b)
{
  return g_str_equal (a->key, b->key) && g_str_equal (a->label, b->label) &&
         g_strcmp0 (a->alias, b->alias) == 0 && g_strcmp0 (a->problem, b->problem) == 0;
}
