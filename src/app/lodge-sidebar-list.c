/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The hosts with their machines as one flat list. It makes no object for a machine: the items are
 * the models' own, and a search is an incremental filter, so ten thousand of them stay cheap. */

#include "config.h"

#include "app/lodge-sidebar-list.h"

#include <gtk/gtk.h>

#include "base/lodge-prop.h"

/* One host: its heading, and its machines as the search leaves them. */
typedef struct {
  LodgeHost *host;
  GListStore *heading;
  GtkFilterListModel *machines;
  gboolean expanded;
} Section;

struct _LodgeSidebarList
{
  GObject parent_instance;

  GListModel *hosts;
  GPtrArray *sections;          /* Section, in the order of @hosts */
  GListStore *parts;            /* two lists a section */
  GtkFlattenListModel *flat;
  GtkFilter *filter;

  char *needle;                 /* casefolded, NULL: no search */
  GHashTable *hidden;           /* owned machines */
  gboolean no_results;
};

enum {
  PROP_0,
  PROP_NO_RESULTS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LodgeSidebarList, lodge_sidebar_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
section_free (gpointer data)
{
  Section *section = data;

  g_clear_object (&section->heading);
  g_clear_object (&section->machines);
  g_clear_object (&section->host);
  g_free (section);
}

static Section *
find_section (LodgeSidebarList *self,
              LodgeHost        *host)
{
  for (guint i = 0; i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);

      if (section->host == host)
        return section;
    }
  return NULL;
}

static gboolean
matches (gpointer item,
         gpointer user_data)
{
  LodgeSidebarList *self = user_data;
  g_autofree char *folded = NULL;

  if (g_hash_table_contains (self->hidden, item))
    return FALSE;
  if (self->needle == NULL)
    return TRUE;

  folded = g_utf8_casefold (lodge_machine_get_label (item), -1);
  if (strstr (folded, self->needle) != NULL)
    return TRUE;

  g_free (folded);
  folded = g_utf8_casefold (lodge_machine_get_name (item), -1);
  return strstr (folded, self->needle) != NULL;
}

/* No filter at all while there is nothing to filter: the common case costs nothing. */
static void
update_section (LodgeSidebarList *self,
                Section          *section)
{
  gboolean filtered = self->needle != NULL || g_hash_table_size (self->hidden) > 0;
  gboolean shown = section->expanded || self->needle != NULL;
  GListModel *machines = shown ? lodge_host_get_machines (section->host) : NULL;

  if (gtk_filter_list_model_get_filter (section->machines) != (filtered ? self->filter : NULL))
    gtk_filter_list_model_set_filter (section->machines, filtered ? self->filter : NULL);
  if (gtk_filter_list_model_get_model (section->machines) != machines)
    gtk_filter_list_model_set_model (section->machines, machines);
}

static void
update_no_results (LodgeSidebarList *self)
{
  gboolean none = self->needle != NULL;

  for (guint i = 0; none && i < self->sections->len; i++)
    {
      Section *section = g_ptr_array_index (self->sections, i);

      none = g_list_model_get_n_items (G_LIST_MODEL (section->machines)) == 0 &&
             gtk_filter_list_model_get_pending (section->machines) == 0;
    }
  lodge_prop_set_bool (G_OBJECT (self), properties[PROP_NO_RESULTS], &self->no_results, none);
}

static void
refilter (LodgeSidebarList *self,
          GtkFilterChange   change)
{
  gtk_filter_changed (self->filter, change);
  for (guint i = 0; i < self->sections->len; i++)
    update_section (self, g_ptr_array_index (self->sections, i));
  update_no_results (self);
}

static void
pending_cb (LodgeSidebarList *self)
{
  update_no_results (self);
}

static void
flat_changed_cb (LodgeSidebarList *self,
                 guint             position,
                 guint             removed,
                 guint             added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  update_no_results (self);
}

static void
insert_section (LodgeSidebarList *self,
                guint             index,
                LodgeHost        *host)
{
  Section *section = g_new0 (Section, 1);

  section->host = g_object_ref (host);
  section->expanded = TRUE;
  section->heading = g_list_store_new (LODGE_TYPE_HOST);
  g_list_store_append (section->heading, host);
  section->machines = gtk_filter_list_model_new (NULL, NULL);
  gtk_filter_list_model_set_incremental (section->machines, TRUE);
  g_signal_connect_object (section->machines, "notify::pending", G_CALLBACK (pending_cb), self,
                           G_CONNECT_SWAPPED);
  g_ptr_array_insert (self->sections, (int) index, section);
  update_section (self, section);

  g_list_store_insert (self->parts, index * 2, section->heading);
  g_list_store_insert (self->parts, index * 2 + 1, section->machines);
}

static void
hosts_changed_cb (LodgeSidebarList *self,
                  guint             position,
                  guint             removed,
                  guint             added)
{
  for (guint i = 0; i < removed; i++)
    {
      g_list_store_splice (self->parts, position * 2, 2, NULL, 0);
      g_ptr_array_remove_index (self->sections, position);
    }
  for (guint i = 0; i < added; i++)
    {
      g_autoptr(LodgeHost) host = g_list_model_get_item (self->hosts, position + i);

      insert_section (self, position + i, host);
    }
}

static GType
get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (LODGE_SIDEBAR_LIST (model)->flat));
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (LODGE_SIDEBAR_LIST (model)->flat), position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
lodge_sidebar_list_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_NO_RESULTS:
      g_value_set_boolean (value, LODGE_SIDEBAR_LIST (object)->no_results);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_sidebar_list_finalize (GObject *object)
{
  LodgeSidebarList *self = LODGE_SIDEBAR_LIST (object);

  g_clear_object (&self->flat);
  g_clear_object (&self->parts);
  g_ptr_array_unref (self->sections);
  g_clear_object (&self->filter);
  g_clear_object (&self->hosts);
  g_hash_table_unref (self->hidden);
  g_free (self->needle);

  G_OBJECT_CLASS (lodge_sidebar_list_parent_class)->finalize (object);
}

static void
lodge_sidebar_list_class_init (LodgeSidebarListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lodge_sidebar_list_get_property;
  object_class->finalize = lodge_sidebar_list_finalize;

  properties[PROP_NO_RESULTS] =
    g_param_spec_boolean ("no-results", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_sidebar_list_init (LodgeSidebarList *self)
{
  self->sections = g_ptr_array_new_with_free_func (section_free);
  self->hidden = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  self->parts = g_list_store_new (G_TYPE_LIST_MODEL);
  self->flat = gtk_flatten_list_model_new (g_object_ref (G_LIST_MODEL (self->parts)));
  g_signal_connect_object (self->flat, "items-changed", G_CALLBACK (flat_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * lodge_sidebar_list_new:
 * @hosts: a list of #LodgeHost
 *
 * Makes the list over @hosts; all are expanded.
 *
 * Returns: (transfer full): the list
 */
LodgeSidebarList *
lodge_sidebar_list_new (GListModel *hosts)
{
  LodgeSidebarList *self = g_object_new (LODGE_TYPE_SIDEBAR_LIST, NULL);

  self->hosts = g_object_ref (hosts);
  g_signal_connect_object (hosts, "items-changed", G_CALLBACK (hosts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  hosts_changed_cb (self, 0, 0, g_list_model_get_n_items (hosts));
  return self;
}

/**
 * lodge_sidebar_list_set_search:
 * @self: a list
 * @text: (nullable): a part of a name, in any case
 *
 * Leaves only the machines whose label or name contains @text. A search looks into folded hosts too.
 */
void
lodge_sidebar_list_set_search (LodgeSidebarList *self,
                               const char       *text)
{
  g_autofree char *needle = NULL;
  GtkFilterChange change = GTK_FILTER_CHANGE_DIFFERENT;

  g_return_if_fail (LODGE_IS_SIDEBAR_LIST (self));

  if (text != NULL && *text != '\0')
    needle = g_utf8_casefold (text, -1);
  if (g_strcmp0 (needle, self->needle) == 0)
    return;

  /* Typing on narrows the search down: only what is left needs another look. */
  if (needle != NULL && (self->needle == NULL || strstr (needle, self->needle) != NULL))
    change = GTK_FILTER_CHANGE_MORE_STRICT;
  g_free (self->needle);
  self->needle = g_steal_pointer (&needle);
  refilter (self, change);
}

/**
 * lodge_sidebar_list_set_hidden:
 * @self: a list
 * @machine: a machine
 * @hidden: whether to leave it out
 *
 * Leaves a machine out, as one that is about to be deleted.
 */
void
lodge_sidebar_list_set_hidden (LodgeSidebarList *self,
                               LodgeMachine     *machine,
                               gboolean          hidden)
{
  g_return_if_fail (LODGE_IS_SIDEBAR_LIST (self));

  if (hidden)
    g_hash_table_add (self->hidden, g_object_ref (machine));
  else
    g_hash_table_remove (self->hidden, machine);
  refilter (self, hidden ? GTK_FILTER_CHANGE_MORE_STRICT : GTK_FILTER_CHANGE_LESS_STRICT);
}

gboolean
lodge_sidebar_list_get_expanded (LodgeSidebarList *self,
                                 LodgeHost        *host)
{
  Section *section;

  g_return_val_if_fail (LODGE_IS_SIDEBAR_LIST (self), FALSE);

  section = find_section (self, host);
  return section != NULL && section->expanded;
}

/**
 * lodge_sidebar_list_set_expanded:
 * @self: a list
 * @host: a host in it
 * @expanded: whether its machines are shown
 *
 * Folds the machines of a host away or out.
 */
void
lodge_sidebar_list_set_expanded (LodgeSidebarList *self,
                                 LodgeHost        *host,
                                 gboolean          expanded)
{
  Section *section;

  g_return_if_fail (LODGE_IS_SIDEBAR_LIST (self));

  section = find_section (self, host);
  if (section == NULL || section->expanded == expanded)
    return;

  section->expanded = expanded;
  update_section (self, section);
}

/**
 * lodge_sidebar_list_find:
 * @self: a list
 * @item: a #LodgeHost or #LodgeMachine
 * @ret_position: (out): where it is
 *
 * Finds an item by walking the list.
 *
 * Returns: %FALSE when it is not in the list now
 */
gboolean
lodge_sidebar_list_find (LodgeSidebarList *self,
                         gpointer          item,
                         guint            *ret_position)
{
  guint n;

  g_return_val_if_fail (LODGE_IS_SIDEBAR_LIST (self), FALSE);

  n = get_n_items (G_LIST_MODEL (self));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GObject) other = get_item (G_LIST_MODEL (self), i);

      if (other == item)
        {
          *ret_position = i;
          return TRUE;
        }
    }
  return FALSE;
}
