/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One operating system of libosinfo, as a plain immutable item for lists. */
#define LODGE_TYPE_OS (lodge_os_get_type ())
G_DECLARE_FINAL_TYPE (LodgeOs, lodge_os, LODGE, OS, GObject)
/* properties: id (http://debian.org/debian/12), short-id (debian12), name (“Debian 12”), vendor,
 * family, end-of-life (bool), search-text (casefolded) */
const char *lodge_os_get_id       (LodgeOs *self);
const char *lodge_os_get_short_id (LodgeOs *self);
const char *lodge_os_get_name     (LodgeOs *self);

/* What libosinfo advises; 0 where it says nothing. Bytes. */
typedef struct {
  guint64 memory_minimum, memory_recommended;
  guint64 disk_minimum, disk_recommended;
  guint   cpus_minimum, cpus_recommended;
  gboolean uefi_only;
  gboolean windows;
} LodgeOsResources;

/* libosinfo's database. Loaded once on a worker; recognises media on a worker. */
#define LODGE_TYPE_OS_DB (lodge_os_db_get_type ())
G_DECLARE_FINAL_TYPE (LodgeOsDb, lodge_os_db, LODGE, OS_DB, GObject)

LodgeOsDb  *lodge_os_db_get_default   (void); /* (transfer none); starts loading */
gboolean    lodge_os_db_is_loaded     (LodgeOsDb *self); /* property “loaded” */
/* LodgeOs, newest first within a family; a generic “Other or unknown” is among them */
GListModel *lodge_os_db_get_systems   (LodgeOsDb *self);
LodgeOs    *lodge_os_db_find          (LodgeOsDb *self, const char *id);
void        lodge_os_db_get_resources (LodgeOsDb *self, const char *os_id, const char *arch,
                                       LodgeOsResources *ret_resources);

/* What an ISO is. Immutable. */
typedef struct {
  char    *path;
  guint64  size;
  char    *volume_id;   /* nullable */
  char    *os_id;       /* nullable: not recognised */
  gboolean bootable;
  gboolean live;
} LodgeMedia;
void        lodge_media_free          (LodgeMedia *media);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LodgeMedia, lodge_media_free)
/* Errors: NOT_FOUND, DENIED, INVALID (not an ISO: empty, text, truncated; the message says which). */
void        lodge_os_db_identify_async  (LodgeOsDb *self, const char *path, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
LodgeMedia *lodge_os_db_identify_finish (LodgeOsDb *self, GAsyncResult *result, GError **error);

G_END_DECLS
