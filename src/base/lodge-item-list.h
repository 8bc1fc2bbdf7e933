/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LODGE_TYPE_ITEM_LIST (lodge_item_list_get_type ())
G_DECLARE_FINAL_TYPE (LodgeItemList, lodge_item_list, LODGE, ITEM_LIST, GObject)

LodgeItemList *lodge_item_list_new     (GType             item_type,
                                        GCompareDataFunc  compare);
gboolean       lodge_item_list_insert  (LodgeItemList    *self,
                                        const char       *key,
                                        gpointer          item);
void           lodge_item_list_insert_many (LodgeItemList *self,
                                        GPtrArray        *keys,
                                        GPtrArray        *items);
gboolean       lodge_item_list_remove  (LodgeItemList    *self,
                                        const char       *key);
void           lodge_item_list_remove_many (LodgeItemList *self,
                                            GPtrArray     *keys);
void           lodge_item_list_clear   (LodgeItemList    *self);
void           lodge_item_list_resort  (LodgeItemList    *self,
                                        const char       *key);
gpointer       lodge_item_list_lookup  (LodgeItemList    *self,
                                        const char       *key);
GPtrArray     *lodge_item_list_dup_keys (LodgeItemList   *self);

G_END_DECLS
