/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which screens a console has, and how they are to be: a guest is told of all of them at once. What
 * nobody wished stays as it is. Screens stand in a line, side by side in the order of their numbers unless
 * another line is wished, or all have been given a place. */

#include "config.h"

#include "console/lodge-console-screens-private.h"

#include "console/lodge-console-resizer-private.h"

/* Of a screen that is turned on without a size, where even the first has none. */
#define DEFAULT_WIDTH  1024
#define DEFAULT_HEIGHT 768

typedef enum { AS_IT_IS, ON, OFF } Turn;

typedef struct {
  Turn turn;
  int width, height;   /* 0: as it is */
  gboolean placed;
  int x, y;
} Wish;

struct _LodgeConsoleScreens
{
  LodgeArrangeFunc func;
  gpointer user_data;
  GListStore *model;
  Wish wishes[LODGE_MAX_SCREENS];
  guint line[LODGE_MAX_SCREENS];   /* the numbers of all */
  gboolean below;                  /* each is below the one before */
  gboolean can_arrange;
  LodgeConsoleResizer *resizer;
};

static gboolean
has_wishes (LodgeConsoleScreens *self)
{
  for (guint i = 0; i < LODGE_MAX_SCREENS; i++)
    if (self->wishes[i].turn != AS_IT_IS || self->wishes[i].width > 0 || self->wishes[i].placed)
      return TRUE;
  return FALSE;
}

static gboolean
overlap (const LodgeScreenPlace *a,
         const LodgeScreenPlace *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width
         && a->y < b->y + b->height && b->y < a->y + a->height;
}

static gboolean
take_places (LodgeConsoleScreens *self,
             LodgeScreenLayout   *layout)
{
  int left = G_MAXINT, top = G_MAXINT;

  for (guint i = 0; i < layout->n; i++)
    if (layout->places[i].on)
      {
        if (!self->wishes[i].placed)
          return FALSE;
        left = MIN (left, self->wishes[i].x);
        top = MIN (top, self->wishes[i].y);
      }

  for (guint i = 0; i < layout->n; i++)
    if (layout->places[i].on)
      {
        layout->places[i].x = self->wishes[i].x - left;
        layout->places[i].y = self->wishes[i].y - top;
        for (guint j = 0; j < i; j++)
          if (layout->places[j].on && overlap (&layout->places[i], &layout->places[j]))
            return FALSE;
      }
  return TRUE;
}

static void
put_in_line (LodgeConsoleScreens *self,
             LodgeScreenLayout   *layout)
{
  int x = 0, y = 0;

  for (guint i = 0; i < LODGE_MAX_SCREENS; i++)
    {
      LodgeScreenPlace *place = &layout->places[self->line[i]];

      if (self->line[i] >= layout->n || !place->on)
        continue;
      place->x = x;
      place->y = y;
      if (self->below)
        y += place->height;
      else
        x += place->width;
    }
}

static void
find_size (LodgeConsoleScreens *self,
           guint                number,
           LodgeScreenPlace    *place)
{
  const Wish *wish = &self->wishes[number];
  LodgeFramebuffer *framebuffer =
    lodge_screen_get_framebuffer (lodge_console_screens_get (self, number));

  if (wish->width > 0)
    {
      place->width = wish->width;
      place->height = wish->height;
    }
  else if (lodge_framebuffer_get_width (framebuffer) > 0)
    {
      place->width = lodge_framebuffer_get_width (framebuffer);
      place->height = lodge_framebuffer_get_height (framebuffer);
    }
  else if (number > 0)
    find_size (self, 0, place);
  else
    {
      place->width = DEFAULT_WIDTH;
      place->height = DEFAULT_HEIGHT;
    }
}

static void
find_layout (LodgeConsoleScreens *self,
             LodgeScreenLayout   *layout)
{
  layout->n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  for (guint i = 0; i < layout->n; i++)
    {
      Turn turn = self->wishes[i].turn;

      layout->places[i].on =
        turn == ON
        || (turn == AS_IT_IS && lodge_screen_is_enabled (lodge_console_screens_get (self, i)));
      if (layout->places[i].on)
        find_size (self, i, &layout->places[i]);
    }
  if (!take_places (self, layout))
    put_in_line (self, layout);
}

static void
update (LodgeConsoleScreens *self)
{
  LodgeScreenLayout layout = { 0 };

  if (!self->can_arrange)
    return;

  if (!has_wishes (self))
    {
      lodge_console_resizer_reset (self->resizer);
      return;
    }
  find_layout (self, &layout);
  lodge_console_resizer_request (self->resizer, &layout);
}

/* Whether the first screen is to be the only one, and is so already. */
static gboolean
is_done (LodgeConsoleScreens     *self,
         const LodgeScreenLayout *layout)
{
  LodgeFramebuffer *framebuffer =
    lodge_screen_get_framebuffer (lodge_console_screens_get (self, 0));

  for (guint i = 1; i < layout->n; i++)
    {
      LodgeScreen *screen = lodge_console_screens_get (self, i);

      if (layout->places[i].on || (screen != NULL && lodge_screen_is_enabled (screen)))
        return FALSE;
    }
  return lodge_framebuffer_get_width (framebuffer) == layout->places[0].width
         && lodge_framebuffer_get_height (framebuffer) == layout->places[0].height;
}

/* What the guest did to the other screens since the wish is not undone. */
static void
send_cb (LodgeScreenLayout *layout,
         gpointer           user_data)
{
  LodgeConsoleScreens *self = user_data;

  *layout = (LodgeScreenLayout) { 0 };
  find_layout (self, layout);
  if (self->can_arrange && !is_done (self, layout))
    self->func (layout->places, layout->n, self->user_data);
}

static void
resized_cb (LodgeConsoleScreens *self)
{
  lodge_console_resizer_resized (self->resizer);
}

static void
add_screen (LodgeConsoleScreens *self)
{
  g_autoptr(LodgeScreen) screen =
    lodge_screen_new (g_list_model_get_n_items (G_LIST_MODEL (self->model)));

  g_signal_connect_swapped (lodge_screen_get_framebuffer (screen), "resized",
                            G_CALLBACK (resized_cb), self);
  g_list_store_append (self->model, screen);
}

/* Who shows the screen may keep it. */
static void
remove_screen (LodgeConsoleScreens *self)
{
  guint last = g_list_model_get_n_items (G_LIST_MODEL (self->model)) - 1;
  g_autoptr(LodgeScreen) screen = g_list_model_get_item (G_LIST_MODEL (self->model), last);

  g_signal_handlers_disconnect_by_data (lodge_screen_get_framebuffer (screen), self);
  g_list_store_remove (self->model, last);
  lodge_screen_set_area (screen, FALSE, 0, 0);
}

static gboolean
is_among (guint        number,
          const guint *numbers,
          guint        n)
{
  for (guint i = 0; i < n; i++)
    if (numbers[i] == number)
      return TRUE;
  return FALSE;
}

/* Those that are named, each once, and then the others. */
static void
set_line (LodgeConsoleScreens *self,
          const guint         *numbers,
          guint                n,
          gboolean             below)
{
  guint filled = 0;

  for (guint i = 0; i < n; i++)
    if (numbers[i] < LODGE_MAX_SCREENS && !is_among (numbers[i], self->line, filled))
      self->line[filled++] = numbers[i];
  for (guint i = 0; i < LODGE_MAX_SCREENS; i++)
    if (!is_among (i, self->line, filled))
      self->line[filled++] = i;
  self->below = below;
}

/* One screen, of which nothing is wished. */
LodgeConsoleScreens *
lodge_console_screens_new (LodgeArrangeFunc func,
                           gpointer         user_data)
{
  LodgeConsoleScreens *self = g_new0 (LodgeConsoleScreens, 1);

  self->func = func;
  self->user_data = user_data;
  self->model = g_list_store_new (LODGE_TYPE_SCREEN);
  self->resizer = lodge_console_resizer_new (send_cb, self);
  set_line (self, NULL, 0, FALSE);
  add_screen (self);
  return self;
}

void
lodge_console_screens_free (LodgeConsoleScreens *self)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->model)); i > 0; i--)
    remove_screen (self);
  lodge_console_resizer_free (self->resizer);
  g_object_unref (self->model);
  g_free (self);
}

GListModel *
lodge_console_screens_get_model (LodgeConsoleScreens *self)
{
  return G_LIST_MODEL (self->model);
}

/* (transfer none) (nullable) */
LodgeScreen *
lodge_console_screens_get (LodgeConsoleScreens *self,
                           guint                number)
{
  g_autoptr(LodgeScreen) screen = g_list_model_get_item (G_LIST_MODEL (self->model), number);

  return screen;
}

/* As many as the guest may have. */
void
lodge_console_screens_set_n (LodgeConsoleScreens *self,
                             guint                n)
{
  n = CLAMP (n, 1, LODGE_MAX_SCREENS);
  while (g_list_model_get_n_items (G_LIST_MODEL (self->model)) < n)
    add_screen (self);
  while (g_list_model_get_n_items (G_LIST_MODEL (self->model)) > n)
    remove_screen (self);
}

/* A guest that can be told learns what was wished before. */
void
lodge_console_screens_set_can_arrange (LodgeConsoleScreens *self,
                                       gboolean             can_arrange)
{
  if (self->can_arrange == !!can_arrange)
    return;

  self->can_arrange = !!can_arrange;
  lodge_console_resizer_reset (self->resizer);
  update (self);
}

/* Forgets all wishes, as for another session. */
void
lodge_console_screens_reset (LodgeConsoleScreens *self)
{
  for (guint i = 0; i < LODGE_MAX_SCREENS; i++)
    self->wishes[i] = (Wish) { 0 };
  set_line (self, NULL, 0, FALSE);
  lodge_console_resizer_reset (self->resizer);
  lodge_console_screens_set_n (self, 1);
}

/* 0: as it is. */
void
lodge_console_screens_request_size (LodgeConsoleScreens *self,
                                    guint                number,
                                    int                  width,
                                    int                  height)
{
  self->wishes[number].width = width;
  self->wishes[number].height = height;
  update (self);
}

void
lodge_console_screens_turn (LodgeConsoleScreens *self,
                            guint                number,
                            gboolean             on)
{
  self->wishes[number].turn = on ? ON : OFF;
  update (self);
}

void
lodge_console_screens_place (LodgeConsoleScreens *self,
                             guint                number,
                             int                  x,
                             int                  y)
{
  self->wishes[number].placed = TRUE;
  self->wishes[number].x = x;
  self->wishes[number].y = y;
  update (self);
}

void
lodge_console_screens_unplace (LodgeConsoleScreens *self)
{
  for (guint i = 0; i < LODGE_MAX_SCREENS; i++)
    self->wishes[i].placed = FALSE;
  update (self);
}

/* Alone it is no wish: it says where what is wished goes. */
void
lodge_console_screens_line_up (LodgeConsoleScreens *self,
                               const guint         *numbers,
                               guint                n,
                               gboolean             below)
{
  set_line (self, numbers, n, below);
  update (self);
}
