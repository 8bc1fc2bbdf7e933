/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A sorted list of items that are found by a key (a UUID or a name). To those who show it, it is a
 * plain read-only GListModel; only the owner, who includes this header, changes it. Position,
 * insertion and removal are logarithmic, look-up by key is constant. */

#include "config.h"

#include "base/lodge-item-list.h"

struct _LodgeItemList
{
  GObject parent_instance;

  GType item_type;
  GCompareDataFunc compare;
  GSequence *items;   /* owned items, sorted */
  GHashTable *iters;  /* owned key -> GSequenceIter */

  /* The last position asked for: lists are read in order. */
  guint last_position;
  GSequenceIter *last_iter;
};

enum {
  PROP_0,
  PROP_N_ITEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LodgeItemList, lodge_item_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
items_changed (LodgeItemList *self,
               guint          position,
               guint          removed,
               guint          added)
{
  self->last_iter = NULL;
  if (removed == 0 && added == 0)
    return;

  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  if (removed != added)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static GType
get_item_type (GListModel *model)
{
  return LODGE_ITEM_LIST (model)->item_type;
}

static guint
get_n_items (GListModel *model)
{
  return (guint) g_sequence_get_length (LODGE_ITEM_LIST (model)->items);
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  LodgeItemList *self = LODGE_ITEM_LIST (model);
  GSequenceIter *iter = NULL;

  if (self->last_iter != NULL && position == self->last_position + 1)
    iter = g_sequence_iter_next (self->last_iter);
  else if (self->last_iter != NULL && position == self->last_position)
    iter = self->last_iter;
  else if (position < get_n_items (model))
    iter = g_sequence_get_iter_at_pos (self->items, (int) position);

  if (iter == NULL || g_sequence_iter_is_end (iter))
    return NULL;

  self->last_iter = iter;
  self->last_position = position;
  return g_object_ref (g_sequence_get (iter));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
lodge_item_list_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_N_ITEMS:
      g_value_set_uint (value, get_n_items (G_LIST_MODEL (object)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lodge_item_list_finalize (GObject *object)
{
  LodgeItemList *self = LODGE_ITEM_LIST (object);

  g_hash_table_unref (self->iters);
  g_sequence_free (self->items);

  G_OBJECT_CLASS (lodge_item_list_parent_class)->finalize (object);
}

static void
lodge_item_list_class_init (LodgeItemListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lodge_item_list_get_property;
  object_class->finalize = lodge_item_list_finalize;

  properties[PROP_N_ITEMS] =
    g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lodge_item_list_init (LodgeItemList *self)
{
  self->items = g_sequence_new (g_object_unref);
  self->iters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * lodge_item_list_new:
 * @item_type: the type of all items, a #GObject
 * @compare: the order; user data is %NULL
 *
 * Makes an empty list. Main thread only, like all of its functions.
 *
 * Returns: (transfer full): the list
 */
LodgeItemList *
lodge_item_list_new (GType            item_type,
                     GCompareDataFunc compare)
{
  LodgeItemList *self = g_object_new (LODGE_TYPE_ITEM_LIST, NULL);

  self->item_type = item_type;
  self->compare = compare;
  return self;
}

/**
 * lodge_item_list_insert:
 * @self: a list
 * @key: a key
 * @item: (transfer none): the item
 *
 * Inserts @item at its place in the order.
 *
 * Returns: %FALSE when an item with that key is in the list; nothing changes then
 */
gboolean
lodge_item_list_insert (LodgeItemList *self,
                        const char    *key,
                        gpointer       item)
{
  GSequenceIter *iter;

  g_return_val_if_fail (LODGE_IS_ITEM_LIST (self), FALSE);

  if (g_hash_table_contains (self->iters, key))
    return FALSE;

  iter = g_sequence_insert_sorted (self->items, g_object_ref (item), self->compare, NULL);
  g_hash_table_insert (self->iters, g_strdup (key), iter);
  items_changed (self, (guint) g_sequence_iter_get_position (iter), 0, 1);
  return TRUE;
}

/**
 * lodge_item_list_insert_many:
 * @self: a list
 * @keys: (element-type utf8): keys
 * @items: (element-type GObject): the item of each key
 *
 * Inserts many items with one change notification, as a first listing does.
 * Keys that are in the list already are passed over.
 */
void
lodge_item_list_insert_many (LodgeItemList *self,
                             GPtrArray     *keys,
                             GPtrArray     *items)
{
  guint before;

  g_return_if_fail (LODGE_IS_ITEM_LIST (self));
  g_return_if_fail (keys->len == items->len);

  before = get_n_items (G_LIST_MODEL (self));
  for (guint i = 0; i < keys->len; i++)
    {
      const char *key = g_ptr_array_index (keys, i);
      gpointer item = g_ptr_array_index (items, i);

      if (!g_hash_table_contains (self->iters, key))
        g_hash_table_insert (self->iters, g_strdup (key),
                             g_sequence_append (self->items, g_object_ref (item)));
    }
  g_sequence_sort (self->items, self->compare, NULL);
  items_changed (self, 0, before, get_n_items (G_LIST_MODEL (self)));
}

/**
 * lodge_item_list_remove:
 * @self: a list
 * @key: a key
 *
 * Removes the item with that key.
 *
 * Returns: %FALSE when there is none
 */
gboolean
lodge_item_list_remove (LodgeItemList *self,
                        const char    *key)
{
  GSequenceIter *iter;
  guint position;

  g_return_val_if_fail (LODGE_IS_ITEM_LIST (self), FALSE);

  iter = g_hash_table_lookup (self->iters, key);
  if (iter == NULL)
    return FALSE;

  position = (guint) g_sequence_iter_get_position (iter);
  g_hash_table_remove (self->iters, key);
  g_sequence_remove (iter);
  items_changed (self, position, 1, 0);
  return TRUE;
}

/**
 * lodge_item_list_remove_many:
 * @self: a list
 * @keys: (element-type utf8): keys
 *
 * Removes many items with one change notification. Keys that are not in the list are passed over.
 */
void
lodge_item_list_remove_many (LodgeItemList *self,
                             GPtrArray     *keys)
{
  guint before;

  g_return_if_fail (LODGE_IS_ITEM_LIST (self));

  before = get_n_items (G_LIST_MODEL (self));
  for (guint i = 0; i < keys->len; i++)
    {
      GSequenceIter *iter = g_hash_table_lookup (self->iters, g_ptr_array_index (keys, i));

      if (iter == NULL)
        continue;
      g_hash_table_remove (self->iters, g_ptr_array_index (keys, i));
      g_sequence_remove (iter);
    }
  if (get_n_items (G_LIST_MODEL (self)) != before)
    items_changed (self, 0, before, get_n_items (G_LIST_MODEL (self)));
}

/**
 * lodge_item_list_clear:
 * @self: a list
 *
 * Removes all items.
 */
void
lodge_item_list_clear (LodgeItemList *self)
{
  guint before;

  g_return_if_fail (LODGE_IS_ITEM_LIST (self));

  before = get_n_items (G_LIST_MODEL (self));
  g_hash_table_remove_all (self->iters);
  g_sequence_remove_range (g_sequence_get_begin_iter (self->items),
                           g_sequence_get_end_iter (self->items));
  items_changed (self, 0, before, 0);
}

/**
 * lodge_item_list_resort:
 * @self: a list
 * @key: the key of an item whose place in the order may have changed
 *
 * Moves one item to its place, as after a rename.
 */
void
lodge_item_list_resort (LodgeItemList *self,
                        const char    *key)
{
  GSequenceIter *iter;
  int from, to;

  g_return_if_fail (LODGE_IS_ITEM_LIST (self));

  iter = g_hash_table_lookup (self->iters, key);
  if (iter == NULL)
    return;

  from = g_sequence_iter_get_position (iter);
  g_sequence_sort_changed (iter, self->compare, NULL);
  to = g_sequence_iter_get_position (iter);
  if (from != to)
    items_changed (self, (guint) MIN (from, to), (guint) ABS (from - to) + 1,
                   (guint) ABS (from - to) + 1);
}

/**
 * lodge_item_list_lookup:
 * @self: a list
 * @key: a key
 *
 * Finds an item by its key.
 *
 * Returns: (transfer none) (nullable): the item
 */
gpointer
lodge_item_list_lookup (LodgeItemList *self,
                        const char    *key)
{
  GSequenceIter *iter;

  g_return_val_if_fail (LODGE_IS_ITEM_LIST (self), NULL);

  iter = g_hash_table_lookup (self->iters, key);
  return iter != NULL ? g_sequence_get (iter) : NULL;
}

/**
 * lodge_item_list_dup_keys:
 * @self: a list
 *
 * Copies all keys, in no order.
 *
 * Returns: (transfer full) (element-type utf8): the keys
 */
GPtrArray *
lodge_item_list_dup_keys (LodgeItemList *self)
{
  GPtrArray *keys;
  GHashTableIter iter;
  gpointer key;

  g_return_val_if_fail (LODGE_IS_ITEM_LIST (self), NULL);

  keys = g_ptr_array_new_full (g_hash_table_size (self->iters), g_free);
  g_hash_table_iter_init (&iter, self->iters);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, g_strdup (key));
  return keys;
}
