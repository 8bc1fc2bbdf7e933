/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How the displays of one guest share a window: in a row, or one below the other, in the order in which the
 * guest has them. A guest says where its screens are only where they are parts of one surface; others are
 * in the order of their numbers. A guest that follows the window has a row where there is room for one:
 * whether it was a column before, by its own will or as it was told, makes no difference, so that there is
 * no way back from what it is told to what it is told next. */

#include "config.h"

#include "display/lodge-wall-plan.h"

static gboolean
overlap (int a,
         int a_size,
         int b,
         int b_size)
{
  return a < b + b_size && b < a + a_size;
}

/* One below the other, and not beside it. */
static gboolean
is_column (GPtrArray *on)
{
  gboolean beside = TRUE;

  for (guint i = 1; i < on->len; i++)
    for (guint j = 0; j < i; j++)
      {
        const GdkRectangle *a = &((LodgeWallItem *) on->pdata[i])->guest;
        const GdkRectangle *b = &((LodgeWallItem *) on->pdata[j])->guest;

        if (overlap (a->y, a->height, b->y, b->height))
          return FALSE;
        beside = beside && !overlap (a->x, a->width, b->x, b->width);
      }
  return !beside;
}

static gboolean
is_after (const LodgeWallItem *a,
          const LodgeWallItem *b,
          GtkOrientation       orientation)
{
  if (orientation == GTK_ORIENTATION_VERTICAL)
    return a->guest.y > b->guest.y;
  return a->guest.x > b->guest.x;
}

/* Of equal ones the first stays the first. */
static void
sort (GPtrArray      *on,
      GtkOrientation  orientation)
{
  for (guint i = 1; i < on->len; i++)
    for (guint j = i; j > 0 && is_after (on->pdata[j - 1], on->pdata[j], orientation); j--)
      {
        gpointer item = on->pdata[j];

        on->pdata[j] = on->pdata[j - 1];
        on->pdata[j - 1] = item;
      }
}

static int
get_min (const LodgeWallItem *item,
         GtkOrientation       orientation)
{
  return orientation == GTK_ORIENTATION_HORIZONTAL ? item->min_width : item->min_height;
}

static int
get_guest_size (const LodgeWallPlan *plan,
                guint                i)
{
  const GdkRectangle *guest = &plan->items[i]->guest;

  return plan->orientation == GTK_ORIENTATION_HORIZONTAL ? guest->width : guest->height;
}

/* One without a picture takes as much as the largest. */
static int
get_weight (const LodgeWallPlan *plan,
            guint                i)
{
  int weight = plan->alike ? 1 : get_guest_size (plan, i);

  for (guint j = 0; weight < 1 && j < plan->n; j++)
    weight = MAX (weight, get_guest_size (plan, j));
  return MAX (weight, 1);
}

/* By their weights; each what it needs, and the rest by weights, where that is too little for one. */
static void
share (const LodgeWallPlan *plan,
       int                  length,
       int                 *ends)
{
  int gaps = LODGE_WALL_GAP * (int) (plan->n - 1);
  int needed = lodge_wall_plan_measure (plan, plan->orientation) - gaps;
  gint64 sum = 0, weight = 0;
  gboolean enough = TRUE;

  length -= gaps;
  for (guint i = 0; i < plan->n; i++)
    sum += get_weight (plan, i);
  for (guint i = 0; i < plan->n; i++)
    {
      weight += get_weight (plan, i);
      ends[i] = (int) (length * weight / sum);
      enough = enough && ends[i] - (i > 0 ? ends[i - 1] : 0)
                         >= get_min (plan->items[i], plan->orientation);
    }
  if (enough)
    return;

  weight = 0;
  for (guint i = 0, min = 0; i < plan->n; i++)
    {
      weight += get_weight (plan, i);
      min += (guint) get_min (plan->items[i], plan->orientation);
      ends[i] = (int) min + (int) (MAX (length - needed, 0) * weight / sum);
    }
}

/**
 * lodge_wall_plan_sort:
 * @plan: items in the order of their numbers
 *
 * Brings items into the order in which the guest has them, and the orientation to what the guest has, or a
 * row if it follows. Items that are off stay where they are between the others.
 */
void
lodge_wall_plan_sort (LodgeWallPlan *plan)
{
  g_autoptr(GPtrArray) on = g_ptr_array_new ();

  for (guint i = 0; i < plan->n; i++)
    if (plan->items[i]->on)
      g_ptr_array_add (on, plan->items[i]);
  plan->orientation = is_column (on) ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;
  sort (on, plan->orientation);
  for (guint i = 0, next = 0; i < plan->n; i++)
    if (plan->items[i]->on)
      plan->items[i] = on->pdata[next++];
  if (plan->alike)
    plan->orientation = GTK_ORIENTATION_HORIZONTAL;
}

/**
 * lodge_wall_plan_measure:
 * @plan: a plan
 * @orientation: width or height
 *
 * Finds how much all items need.
 *
 * Returns: pixels
 */
int
lodge_wall_plan_measure (const LodgeWallPlan *plan,
                         GtkOrientation       orientation)
{
  gboolean along = orientation == plan->orientation;
  int size = along ? LODGE_WALL_GAP * (int) (plan->n - 1) : 0;

  for (guint i = 0; i < plan->n; i++)
    {
      int min = get_min (plan->items[i], orientation);

      size = along ? size + min : MAX (size, min);
    }
  return size;
}

/**
 * lodge_wall_plan_turn:
 * @plan: a plan
 * @width: of the window's part for all, in pixels
 * @height: in pixels; -1: not known yet
 *
 * Makes a row a column where that part is too narrow for it, or rather high.
 */
void
lodge_wall_plan_turn (LodgeWallPlan *plan,
                      int            width,
                      int            height)
{
  LodgeWallPlan column = *plan;

  column.orientation = GTK_ORIENTATION_VERTICAL;
  if (plan->orientation == GTK_ORIENTATION_VERTICAL)
    return;
  if (width < lodge_wall_plan_measure (plan, GTK_ORIENTATION_HORIZONTAL)
      || (width < height && height >= lodge_wall_plan_measure (&column, GTK_ORIENTATION_VERTICAL)))
    plan->orientation = GTK_ORIENTATION_VERTICAL;
}

/**
 * lodge_wall_plan_place:
 * @plan: a plan
 * @width: of the window's part for all, in pixels
 * @height: in pixels
 *
 * Gives each item its place: all of the other direction, and along the row or column as much as the guest's
 * screens take there, so that all are scaled alike.
 */
void
lodge_wall_plan_place (const LodgeWallPlan *plan,
                       int                  width,
                       int                  height)
{
  gboolean row = plan->orientation == GTK_ORIENTATION_HORIZONTAL;
  g_autofree int *ends = g_new0 (int, plan->n);

  share (plan, row ? width : height, ends);
  for (guint i = 0; i < plan->n; i++)
    {
      int before = i > 0 ? ends[i - 1] : 0;
      int start = before + LODGE_WALL_GAP * (int) i;

      plan->items[i]->place = row ? (GdkRectangle) { start, 0, ends[i] - before, height }
                                  : (GdkRectangle) { 0, start, width, ends[i] - before };
    }
}

/**
 * lodge_wall_plan_join:
 * @plan: a plan
 * @width: (out): of all, in the guest's pixels
 * @height: (out): the same
 *
 * Gives each item its place in one picture of the guest's screens: at their own sizes, in the line that they
 * have in the window, without gaps.
 */
void
lodge_wall_plan_join (const LodgeWallPlan *plan,
                      int                 *width,
                      int                 *height)
{
  gboolean row = plan->orientation == GTK_ORIENTATION_HORIZONTAL;

  *width = *height = 0;
  for (guint i = 0; i < plan->n; i++)
    {
      const GdkRectangle *guest = &plan->items[i]->guest;
      int x = row ? *width : 0;
      int y = row ? 0 : *height;

      plan->items[i]->place = (GdkRectangle) { x, y, guest->width, guest->height };
      *width = MAX (*width, x + guest->width);
      *height = MAX (*height, y + guest->height);
    }
}
