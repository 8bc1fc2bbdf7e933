/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether QEMU's own user gets to a file: libvirt hands the file itself over when a machine starts,
 * but not the folders above it. */

#include "config.h"

#include "create/lodge-search-path.h"

#include <gio/gio.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include "base/lodge-thread.h"

/* The stored form of a POSIX access control list, linux/posix_acl_xattr.h. */
#define ACL_VERSION    2
#define ACL_TAG_USER   0x02
#define ACL_TAG_MASK   0x10
#define ACL_HEADER     4
#define ACL_ENTRY      8
#define ACL_MAX_LENGTH 4096
#define ACL_EXECUTE    0x01

static guint32
read_le (const guint8 *bytes,
         guint         n)
{
  guint32 value = 0;

  for (guint i = 0; i < n; i++)
    value |= (guint32) bytes[i] << (8 * i);
  return value;
}

/* Whether the list lets that very user enter the folder. */
static gboolean
acl_allows (const char *dir,
            gint64      uid)
{
  guint8 acl[ACL_MAX_LENGTH];
  gssize length = getxattr (dir, "system.posix_acl_access", acl, sizeof acl);
  gboolean allowed = FALSE, masked = FALSE;

  if (length < ACL_HEADER || read_le (acl, 4) != ACL_VERSION)
    return FALSE;

  for (gssize at = ACL_HEADER; at + ACL_ENTRY <= length; at += ACL_ENTRY)
    {
      guint32 tag = read_le (acl + at, 2);
      gboolean execute = (read_le (acl + at + 2, 2) & ACL_EXECUTE) != 0;

      if (tag == ACL_TAG_USER && read_le (acl + at + 4, 4) == (guint32) uid)
        allowed = execute;
      else if (tag == ACL_TAG_MASK)
        masked = !execute;
    }
  return allowed && !masked;
}

static gboolean
may_enter (const char *dir,
           gint64      uid,
           gint64      gid)
{
  struct stat st;

  /* What this user cannot look at is not for us to judge. */
  if (stat (dir, &st) < 0)
    return TRUE;
  if (acl_allows (dir, uid))
    return TRUE;
  if (st.st_uid == uid)
    return (st.st_mode & S_IXUSR) != 0;
  if (st.st_gid == gid)
    return (st.st_mode & S_IXGRP) != 0;
  return (st.st_mode & S_IXOTH) != 0;
}

/**
 * lodge_search_path_find_closed:
 * @path: an absolute path on this computer
 * @uid: a user
 * @gid: the user's group
 *
 * Walks from the root to the file. Blocks: never on the main thread. Access control lists are
 * read in the form that the kernel documents in linux/posix_acl_xattr.h.
 *
 * Returns: (transfer full) (nullable): the first folder that the user may not enter
 */
char *
lodge_search_path_find_closed (const char *path,
                               gint64      uid,
                               gint64      gid)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *closed = NULL;

  LODGE_ASSERT_WORKER ();

  if (uid <= 0)
    return NULL;

  /* The one nearest to the root is found last. */
  for (GFile *dir = g_file_get_parent (file); dir != NULL;)
    {
      GFile *parent = g_file_get_parent (dir);

      if (!may_enter (g_file_peek_path (dir), uid, gid))
        {
          g_free (closed);
          closed = g_strdup (g_file_peek_path (dir));
        }
      g_object_unref (dir);
      dir = parent;
    }
  return g_steal_pointer (&closed);
}
