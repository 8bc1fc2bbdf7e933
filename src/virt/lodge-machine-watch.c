/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who watches a machine's figures, and those of the last minutes. */

#include "config.h"

#include "virt/lodge-machine-private.h"

LodgeStatsGroup
lodge_machine_get_watched (LodgeMachine *self)
{
  LodgeStatsGroup groups = 0;

  for (guint i = 0; i < G_N_ELEMENTS (self->watchers); i++)
    if (self->watchers[i] > 0)
      groups |= 1 << i;
  return groups;
}

/**
 * lodge_machine_watch:
 * @self: a machine
 * @groups: what is looked at
 *
 * Has samples of @groups taken until as many lodge_machine_unwatch() came.
 */
void
lodge_machine_watch (LodgeMachine    *self,
                     LodgeStatsGroup  groups)
{
  gboolean first;

  g_return_if_fail (LODGE_IS_MACHINE (self));

  first = lodge_machine_get_watched (self) == 0;
  for (guint i = 0; i < G_N_ELEMENTS (self->watchers); i++)
    if (groups & (1 << i))
      self->watchers[i]++;
  if (first && groups != 0 && self->host != NULL)
    lodge_host_watch (self->host, self->uuid);
  if (!self->title_known && self->connected && self->host != NULL)
    lodge_host_mark_stale (self->host, self->uuid);
}

/**
 * lodge_machine_unwatch:
 * @self: a machine
 * @groups: what is not looked at any more
 *
 * Takes back one lodge_machine_watch().
 */
void
lodge_machine_unwatch (LodgeMachine    *self,
                       LodgeStatsGroup  groups)
{
  g_return_if_fail (LODGE_IS_MACHINE (self));

  for (guint i = 0; i < G_N_ELEMENTS (self->watchers); i++)
    if (groups & (1 << i))
      {
        g_return_if_fail (self->watchers[i] > 0);
        self->watchers[i]--;
      }
  if (lodge_machine_get_watched (self) == 0)
    {
      if (self->meter != NULL)
        lodge_meter_pause (self->meter);
      if (self->host != NULL)
        lodge_host_unwatch (self->host, self->uuid);
    }
}

/**
 * lodge_machine_get_history:
 * @self: a machine
 * @group: one bit
 * @ret_values: (out caller-allocates): room for %LODGE_MACHINE_HISTORY values, oldest first
 * @ret_second: (out caller-allocates) (nullable): as much for what is written or sent
 *
 * Copies the samples that were taken, in the unit of the property; NAN where the group was not
 * watched.
 *
 * Returns: how many there are
 */
guint
lodge_machine_get_history (LodgeMachine    *self,
                           LodgeStatsGroup  group,
                           double          *ret_values,
                           double          *ret_second)
{
  g_return_val_if_fail (LODGE_IS_MACHINE (self), 0);

  if (self->meter == NULL)
    return 0;
  return lodge_meter_get_history (self->meter, group, ret_values, ret_second);
}
