/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where machines went that migrated. The host that a machine left says so in an event, but not where it
 * went: all other connected hosts are asked for its UUID, once, and from then on what a host lists is
 * compared with what is looked for. The new host knows the machine before the old one says that it left,
 * or some moments later, or when the user connects to it. */

#include "config.h"

#include "virt/lodge-moves-private.h"

#include "virt/lodge-machine-private.h"

#define LOOK_SECONDS 10

typedef struct {
  LodgeMoves *moves;
  char *uuid;
  LodgeMachine *machine;  /* weak: what nobody lists or shows need not be found */
  guint timeout;
  gboolean fresh;
} Move;

struct _LodgeMoves
{
  GListModel *hosts;
  GHashTable *looking;  /* UUID -> Move */
  LodgeMovesFunc func;
  gpointer user_data;
};

static void
gone_cb (gpointer  data,
         GObject  *machine)
{
  Move *move = data;

  move->machine = NULL;
  g_hash_table_remove (move->moves->looking, move->uuid);
}

static void
move_free (gpointer data)
{
  Move *move = data;

  if (move->machine != NULL)
    g_object_weak_unref (G_OBJECT (move->machine), gone_cb, move);
  g_clear_handle_id (&move->timeout, g_source_remove);
  g_free (move->uuid);
  g_free (move);
}

static gboolean
timeout_cb (gpointer data)
{
  Move *move = data;

  move->timeout = 0;
  lodge_machine_set_move (move->machine, LODGE_MOVE_UNKNOWN, NULL);
  return G_SOURCE_REMOVE;
}

/* Says whether there is anybody to ask. */
static gboolean
ask_others (LodgeMoves *self,
            LodgeHost  *host,
            const char *uuid)
{
  gboolean any = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (self->hosts); i++)
    {
      g_autoptr(LodgeHost) other = g_list_model_get_item (self->hosts, i);

      if (other == host || lodge_host_get_state (other) != LODGE_HOST_CONNECTED)
        continue;
      lodge_host_mark_stale (other, uuid);
      any = TRUE;
    }
  return any;
}

static void
found (LodgeMoves   *self,
       LodgeMachine *machine,
       LodgeMachine *target,
       gboolean      fresh)
{
  g_autoptr(LodgeMachine) from = g_object_ref (machine);
  g_autoptr(LodgeMachine) to = g_object_ref (target);

  g_hash_table_remove (self->looking, lodge_machine_get_uuid (from));
  lodge_machine_set_move (from, LODGE_MOVE_FOUND, to);
  if (fresh)
    self->func (from, to, self->user_data);
}

LodgeMoves *
lodge_moves_new (GListModel     *hosts,
                 LodgeMovesFunc  func,
                 gpointer        user_data)
{
  LodgeMoves *self = g_new0 (LodgeMoves, 1);

  self->hosts = hosts;
  self->looking = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, move_free);
  self->func = func;
  self->user_data = user_data;
  return self;
}

void
lodge_moves_free (LodgeMoves *self)
{
  g_hash_table_unref (self->looking);
  g_free (self);
}

void
lodge_moves_add (LodgeMoves   *self,
                 LodgeHost    *host,
                 LodgeMachine *machine,
                 gboolean      fresh)
{
  Move *move = g_new0 (Move, 1);
  gboolean asked;

  move->moves = self;
  move->uuid = g_strdup (lodge_machine_get_uuid (machine));
  move->machine = machine;
  move->fresh = fresh;
  g_object_weak_ref (G_OBJECT (machine), gone_cb, move);
  g_hash_table_replace (self->looking, move->uuid, move);

  asked = ask_others (self, host, move->uuid);
  if (fresh && asked)
    move->timeout = g_timeout_add_seconds (LOOK_SECONDS, timeout_cb, move);
  lodge_machine_set_move (machine, fresh && asked ? LODGE_MOVE_LOOKING : LODGE_MOVE_UNKNOWN, NULL);
}

void
lodge_moves_check (LodgeMoves *self,
                   LodgeHost  *host,
                   const char *uuid)
{
  Move *move = g_hash_table_lookup (self->looking, uuid);
  LodgeMachine *machine = move != NULL ? lodge_host_look_up (host, uuid) : NULL;

  if (machine == NULL || !lodge_machine_is_active (machine))
    return;

  if (machine != move->machine)
    found (self, move->machine, machine, move->fresh);
  /* It came back; else this was read just before it left. */
  else if (lodge_machine_get_move (machine) == LODGE_MOVE_NONE)
    g_hash_table_remove (self->looking, uuid);
}

void
lodge_moves_guess (LodgeMoves   *self,
                   LodgeHost    *host,
                   LodgeMachine *machine)
{
  LodgeMachine *target = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (self->hosts) && target == NULL; i++)
    {
      g_autoptr(LodgeHost) other = g_list_model_get_item (self->hosts, i);

      if (other == host || lodge_host_get_state (other) != LODGE_HOST_CONNECTED)
        continue;
      target = lodge_host_look_up (other, lodge_machine_get_uuid (machine));
      if (target != NULL && !lodge_machine_is_active (target))
        target = NULL;
    }
  if (target != NULL)
    found (self, machine, target, TRUE);
}

gboolean
lodge_moves_is_looking (LodgeMoves *self)
{
  return g_hash_table_size (self->looking) > 0;
}
