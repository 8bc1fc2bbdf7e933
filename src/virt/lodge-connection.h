/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An open connection to a host, for functions that run on the host's worker: blocking calls, each
 * a thin typed cover of libvirt that maps its error in the same function. Atomically counted.
 * Every function except ref and unref asserts that it is not on the main thread. */
typedef struct _LodgeConnection LodgeConnection;

LodgeConnection *lodge_connection_ref   (LodgeConnection *self);
void             lodge_connection_unref (LodgeConnection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeConnection, lodge_connection_unref)

const char *lodge_connection_get_uri    (LodgeConnection *self);
gboolean    lodge_connection_is_local   (LodgeConnection *self);
gboolean    lodge_connection_is_session (LodgeConnection *self);

/* Facts. (transfer full); NULL with error. */
char    *lodge_connection_dup_capabilities        (LodgeConnection *self, GError **error);
char    *lodge_connection_dup_domain_capabilities (LodgeConnection *self, const char *arch,
                                                   const char *machine, const char *virt_type,
                                                   GError **error);
gboolean lodge_connection_get_memory              (LodgeConnection *self, guint64 *ret_total,
                                                   guint64 *ret_free, GError **error); /* bytes */
guint    lodge_connection_get_n_cpus              (LodgeConnection *self);

/* Machines. @key is a UUID or a name. */
gboolean lodge_connection_has_domain       (LodgeConnection *self, const char *key);
char    *lodge_connection_define_domain    (LodgeConnection *self, const char *xml, GError **error); /* UUID */
gboolean lodge_connection_start_domain     (LodgeConnection *self, const char *key, GError **error);
gboolean lodge_connection_destroy_domain   (LodgeConnection *self, const char *key, GError **error);
/* with NVRAM, saved state, snapshot metadata */
gboolean lodge_connection_undefine_domain  (LodgeConnection *self, const char *key, GError **error);
char    *lodge_connection_dup_domain_xml   (LodgeConnection *self, const char *key, gboolean inactive, GError **error);
GStrv    lodge_connection_dup_domain_names (LodgeConnection *self, GError **error);
/* A connected socket to the machine's graphics device @index, authentication skipped; -1 on error. */
int      lodge_connection_open_graphics    (LodgeConnection *self, const char *uuid, guint index, GError **error);
/* A picture of the machine's first screen as PNG or PPM bytes. */
GBytes  *lodge_connection_screenshot       (LodgeConnection *self, const char *uuid, GError **error);

/* Storage. Paths are of the host. The pool: an active one on @target_path, the default one for NULL. */
char    *lodge_connection_find_pool        (LodgeConnection *self, gboolean *ret_active);
char    *lodge_connection_ensure_pool      (LodgeConnection *self, const char *preferred_name,
                                            const char *target_path, gboolean *ret_created,
                                            gboolean *ret_created_folder, GError **error);
/* undo of a created one; no file is touched */
gboolean lodge_connection_remove_pool      (LodgeConnection *self, const char *name,
                                            gboolean with_folder, GError **error);
gboolean lodge_connection_get_pool_space   (LodgeConnection *self, const char *name, guint64 *ret_capacity,
                                            guint64 *ret_available, char **ret_target, GError **error); /* bytes */
/* path */
char    *lodge_connection_create_volume    (LodgeConnection *self, const char *pool, const char *xml,
                                            GError **error);
gboolean lodge_connection_has_volume       (LodgeConnection *self, const char *pool, const char *name);
gboolean lodge_connection_delete_volume    (LodgeConnection *self, const char *path, GError **error);

/* Networks and interfaces. */
typedef struct {
  char    *name;
  char    *bridge;    /* nullable */
  char    *forward;   /* nat, route, open, bridge, ...; NULL: isolated */
  gboolean active;
} LodgeNetworkFact;
void       lodge_network_fact_free          (LodgeNetworkFact *fact);
GPtrArray *lodge_connection_list_networks   (LodgeConnection *self, GError **error); /* LodgeNetworkFact */
/* host bridges that no virtual network owns */
GStrv      lodge_connection_list_bridges    (LodgeConnection *self, GError **error);
gboolean   lodge_connection_start_network   (LodgeConnection *self, const char *name, GError **error);
gboolean   lodge_connection_stop_network    (LodgeConnection *self, const char *name, GError **error);

G_END_DECLS
