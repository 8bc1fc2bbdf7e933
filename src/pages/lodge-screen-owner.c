/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one screen of the program that shows a machine, and those that would. */

#include "config.h"

#include "pages/lodge-screen-owner.h"

#define OWNER_KEY "lodge-screen-owner"

typedef struct {
  LodgeMachine *machine;  /* only to compare: the screen keeps it */
  gpointer screen;
} Waiting;

static GArray *waiting;

static gboolean
find (gpointer  screen,
      guint    *ret_index)
{
  for (guint i = 0; waiting != NULL && i < waiting->len; i++)
    if (g_array_index (waiting, Waiting, i).screen == screen)
      {
        *ret_index = i;
        return TRUE;
      }
  return FALSE;
}

gpointer
lodge_screen_owner_get (LodgeMachine *machine)
{
  return g_object_get_data (G_OBJECT (machine), OWNER_KEY);
}

void
lodge_screen_owner_set (LodgeMachine *machine,
                        gpointer      screen)
{
  g_object_set_data (G_OBJECT (machine), OWNER_KEY, screen);
}

void
lodge_screen_owner_wait (LodgeMachine *machine,
                         gpointer      screen)
{
  Waiting entry = { machine, screen };
  guint index;

  if (waiting == NULL)
    waiting = g_array_new (FALSE, FALSE, sizeof (Waiting));
  if (!find (screen, &index))
    g_array_append_val (waiting, entry);
}

void
lodge_screen_owner_stop_waiting (gpointer screen)
{
  guint index;

  if (find (screen, &index))
    g_array_remove_index (waiting, index);
}

gpointer
lodge_screen_owner_give_up (LodgeMachine *machine,
                            gpointer      screen)
{
  gpointer next = NULL;

  if (lodge_screen_owner_get (machine) != screen)
    return NULL;

  lodge_screen_owner_set (machine, NULL);
  for (guint i = 0; waiting != NULL && i < waiting->len && next == NULL; i++)
    if (g_array_index (waiting, Waiting, i).machine == machine)
      next = g_array_index (waiting, Waiting, i).screen;
  if (next != NULL)
    lodge_screen_owner_stop_waiting (next);
  return next;
}
