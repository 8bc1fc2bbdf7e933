/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lodge-item-list.h"

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  return g_strcmp0 (g_object_get_data ((GObject *) a, "name"),
                    g_object_get_data ((GObject *) b, "name"));
}

static GObject *
item_new (const char *name)
{
  GObject *item = g_object_new (G_TYPE_OBJECT, NULL);

  g_object_set_data_full (item, "name", g_strdup (name), g_free);
  return item;
}

static void
add (LodgeItemList *list,
     const char    *name)
{
  g_autoptr(GObject) item = item_new (name);

  g_assert_true (lodge_item_list_insert (list, name, item));
}

static void
assert_names (LodgeItemList *list,
              const char    *expected)
{
  g_autoptr(GString) names = g_string_new (NULL);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_string_append (names, g_object_get_data (item, "name"));
    }
  g_assert_cmpstr (names->str, ==, expected);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), n));
}

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            gpointer    user_data)
{
  g_string_append_printf (user_data, "%u-%u+%u ", position, removed, added);
}

static void
test_order (void)
{
  g_autoptr(LodgeItemList) list = lodge_item_list_new (G_TYPE_OBJECT, compare_names);
  g_autoptr(GString) changes = g_string_new (NULL);
  g_autoptr(GObject) again = item_new ("b");

  g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), changes);
  add (list, "b");
  add (list, "c");
  add (list, "a");
  assert_names (list, "abc");
  g_assert_false (lodge_item_list_insert (list, "b", again));
  g_assert_true (lodge_item_list_remove (list, "b"));
  g_assert_false (lodge_item_list_remove (list, "b"));
  assert_names (list, "ac");
  g_assert_cmpstr (changes->str, ==, "0-0+1 1-0+1 0-0+1 1-1+0 ");
  g_assert_null (lodge_item_list_lookup (list, "b"));
  g_assert_nonnull (lodge_item_list_lookup (list, "c"));
}

static void
test_resort (void)
{
  g_autoptr(LodgeItemList) list = lodge_item_list_new (G_TYPE_OBJECT, compare_names);
  g_autoptr(GString) changes = g_string_new (NULL);

  add (list, "a");
  add (list, "b");
  add (list, "c");
  g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), changes);
  g_object_set_data_full (lodge_item_list_lookup (list, "a"), "name", g_strdup ("z"), g_free);
  lodge_item_list_resort (list, "a");
  assert_names (list, "bcz");
  lodge_item_list_resort (list, "a");
  g_assert_cmpstr (changes->str, ==, "0-3+3 ");
}

static void
test_many (void)
{
  g_autoptr(LodgeItemList) list = lodge_item_list_new (G_TYPE_OBJECT, compare_names);
  g_autoptr(GString) changes = g_string_new (NULL);
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  add (list, "m");
  for (const char *p = "zxm"; *p != '\0'; p++)
    {
      g_ptr_array_add (keys, g_strndup (p, 1));
      g_ptr_array_add (items, item_new (g_ptr_array_index (keys, keys->len - 1)));
    }
  g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), changes);
  lodge_item_list_insert_many (list, keys, items);
  assert_names (list, "mxz");
  lodge_item_list_clear (list);
  assert_names (list, "");
  g_assert_cmpstr (changes->str, ==, "0-1+3 0-3+0 ");
}

static void
test_remove_many (void)
{
  g_autoptr(LodgeItemList) list = lodge_item_list_new (G_TYPE_OBJECT, compare_names);
  g_autoptr(GString) changes = g_string_new (NULL);
  g_autoptr(GPtrArray) keys = g_ptr_array_new ();

  add (list, "a");
  add (list, "b");
  add (list, "c");
  g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), changes);
  g_ptr_array_add (keys, (gpointer) "none");
  lodge_item_list_remove_many (list, keys);
  g_assert_cmpstr (changes->str, ==, "");
  g_ptr_array_add (keys, (gpointer) "a");
  g_ptr_array_add (keys, (gpointer) "c");
  lodge_item_list_remove_many (list, keys);
  assert_names (list, "b");
  g_assert_cmpstr (changes->str, ==, "0-3+1 ");
  g_assert_null (lodge_item_list_lookup (list, "a"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/item-list/order", test_order);
  g_test_add_func ("/item-list/resort", test_resort);
  g_test_add_func ("/item-list/many", test_many);
  g_test_add_func ("/item-list/remove-many", test_remove_many);
  return g_test_run ();
}
