/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What screens a SPICE guest has. Either one display channel has several monitors in its surface (QXL on
 * Linux), or each screen has a display channel and a cursor channel of its own (virtio, and QXL on
 * Windows). Only the first screen's channels are opened before somebody looks at another one. */

#include "config.h"

#include "console/lodge-spice-screens-private.h"

#include "console/lodge-console-private.h"
#include "console/lodge-spice-screen-private.h"

/* A screen's own channels. */
typedef struct {
  LodgeSpiceScreens *screens;
  guint number;
  SpiceChannel *display;
  SpiceChannel *cursor;
  LodgeCursor *shape;     /* what the guest set, also while it is hidden */
  gboolean shown;
} Head;

struct _LodgeSpiceScreens
{
  LodgeConsole *console;   /* not counted: it owns this */
  Head heads[LODGE_MAX_SCREENS];
  LodgeSpiceScreen *screens[LODGE_MAX_SCREENS];
};

static gboolean
has_several_displays (LodgeSpiceScreens *self)
{
  for (guint i = 1; i < LODGE_MAX_SCREENS; i++)
    if (self->heads[i].display != NULL)
      return TRUE;
  return FALSE;
}

static guint
count_screens (LodgeSpiceScreens *self)
{
  guint n = LODGE_MAX_SCREENS;

  if (!has_several_displays (self))
    {
      g_object_get (self->heads[0].display, "monitors-max", &n, NULL);
      return CLAMP (n, 1, LODGE_MAX_SCREENS);
    }
  while (self->heads[n - 1].display == NULL)
    n--;
  return n;
}

static void
forget_screen (LodgeSpiceScreens *self,
               guint              number)
{
  if (self->screens[number] != NULL)
    g_object_run_dispose (G_OBJECT (self->screens[number]));
  g_clear_object (&self->screens[number]);
}

static void
update_screens (LodgeSpiceScreens *self)
{
  gboolean several = has_several_displays (self);
  guint n;

  if (self->heads[0].display == NULL)
    return;

  n = count_screens (self);
  for (guint i = n; i < LODGE_MAX_SCREENS; i++)
    forget_screen (self, i);
  lodge_console_set_n_screens (self->console, n);
  for (guint i = 0; i < n; i++)
    {
      SpiceChannel *display = self->heads[several ? i : 0].display;
      LodgeScreen *screen = lodge_console_get_screen (self->console, i);

      if (self->screens[i] != NULL || display == NULL)
        continue;
      self->screens[i] = lodge_spice_screen_new (display, several ? 0 : i, screen);
      if (!several)
        lodge_screen_set_cursor (screen, lodge_console_get_cursor (self->console));
    }
}

static void
monitors_cb (LodgeSpiceScreens *self)
{
  update_screens (self);
}

/* Without another screen than the first the session lives on. */
static void
display_event_cb (Head              *head,
                  SpiceChannelEvent  event)
{
  LodgeSpiceScreen *screen = head->screens->screens[head->number];

  if (event != SPICE_CHANNEL_OPENED && screen != NULL)
    lodge_spice_screen_lose (screen);
}

static void
set_cursor (Head        *head,
            LodgeCursor *cursor)
{
  LodgeSpiceScreens *self = head->screens;
  guint n = g_list_model_get_n_items (lodge_console_get_screens (self->console));
  gboolean several = has_several_displays (self);

  for (guint i = 0; i < n; i++)
    if (i == head->number || !several)
      lodge_screen_set_cursor (lodge_console_get_screen (self->console, i), cursor);
}

static void
cursor_shape_cb (Head *head)
{
  SpiceCursorShape *shape = NULL;

  g_object_get (head->cursor, "cursor", &shape, NULL);
  g_clear_pointer (&head->shape, lodge_cursor_unref);
  if (shape != NULL)
    head->shape = lodge_cursor_new (shape->width, shape->height, shape->hot_spot_x,
                                    shape->hot_spot_y, shape->data);
  set_cursor (head, head->shape);
  if (shape != NULL)
    g_boxed_free (SPICE_TYPE_CURSOR_SHAPE, shape);
}

static void
cursor_move_cb (Head *head,
                int   x,
                int   y)
{
  LodgeSpiceScreens *self = head->screens;
  guint n = g_list_model_get_n_items (lodge_console_get_screens (self->console));
  gboolean several = has_several_displays (self);
  int left, top;

  for (guint i = 0; i < n; i++)
    if (i == head->number || !several)
      {
        LodgeScreen *screen = lodge_console_get_screen (self->console, i);

        lodge_screen_get_place (screen, &left, &top);
        lodge_screen_set_pointer (screen, (int) CLAMP ((gint64) x - left, G_MININT, G_MAXINT),
                                  (int) CLAMP ((gint64) y - top, G_MININT, G_MAXINT));
      }
  set_cursor (head, head->shape);
}

static void
cursor_hide_cb (Head *head)
{
  g_autoptr(LodgeCursor) hidden = lodge_cursor_new (1, 1, 0, 0, NULL);

  set_cursor (head, hidden);
}

static void
cursor_reset_cb (Head *head)
{
  g_clear_pointer (&head->shape, lodge_cursor_unref);
  set_cursor (head, NULL);
}

static void
watch (SpiceChannel *channel,
       const char   *signal,
       GCallback     callback,
       gpointer      data)
{
  g_signal_connect_swapped (channel, signal, callback, data);
}

static void
add_cursor (Head         *head,
            SpiceChannel *channel)
{
  head->cursor = g_object_ref (channel);
  watch (channel, "notify::cursor", G_CALLBACK (cursor_shape_cb), head);
  watch (channel, "cursor-move", G_CALLBACK (cursor_move_cb), head);
  watch (channel, "cursor-hide", G_CALLBACK (cursor_hide_cb), head);
  watch (channel, "cursor-reset", G_CALLBACK (cursor_reset_cb), head);
  if (head->number == 0 || head->shown)
    spice_channel_connect (channel);
}

static void
add_display (Head         *head,
             SpiceChannel *channel)
{
  LodgeSpiceScreens *self = head->screens;

  head->display = g_object_ref (channel);
  if (head->number == 0)
    watch (channel, "notify::monitors", G_CALLBACK (monitors_cb), self);
  else
    {
      watch (channel, "channel-event", G_CALLBACK (display_event_cb), head);
      /* They were other monitors of the first channel. */
      for (guint i = 1; i < LODGE_MAX_SCREENS; i++)
        if (self->heads[i].display == NULL || i == head->number)
          forget_screen (self, i);
    }
  update_screens (self);
  if (head->number == 0 || head->shown)
    spice_channel_connect (channel);
}

static void
forget_channel (LodgeSpiceScreens  *self,
                Head               *head,
                SpiceChannel      **channel)
{
  if (*channel != NULL)
    {
      g_signal_handlers_disconnect_by_data (*channel, head);
      g_signal_handlers_disconnect_by_data (*channel, self);
    }
  g_clear_object (channel);
}

/* @console outlives it. */
LodgeSpiceScreens *
lodge_spice_screens_new (LodgeConsole *console)
{
  LodgeSpiceScreens *self = g_new0 (LodgeSpiceScreens, 1);

  self->console = console;
  for (guint i = 0; i < LODGE_MAX_SCREENS; i++)
    {
      self->heads[i].screens = self;
      self->heads[i].number = i;
    }
  return self;
}

void
lodge_spice_screens_free (LodgeSpiceScreens *self)
{
  for (guint i = 0; i < LODGE_MAX_SCREENS; i++)
    {
      Head *head = &self->heads[i];

      forget_screen (self, i);
      forget_channel (self, head, &head->display);
      forget_channel (self, head, &head->cursor);
      g_clear_pointer (&head->shape, lodge_cursor_unref);
    }
  g_free (self);
}

/* Takes a display or cursor channel; %FALSE when it is none, or one too many. */
gboolean
lodge_spice_screens_add (LodgeSpiceScreens *self,
                         SpiceChannel      *channel)
{
  int id = -1;
  Head *head;

  g_object_get (channel, "channel-id", &id, NULL);
  if (id < 0 || id >= LODGE_MAX_SCREENS)
    return FALSE;

  head = &self->heads[id];
  if (SPICE_IS_DISPLAY_CHANNEL (channel) && head->display == NULL)
    add_display (head, channel);
  else if (SPICE_IS_CURSOR_CHANNEL (channel) && head->cursor == NULL)
    add_cursor (head, channel);
  else
    return FALSE;
  return TRUE;
}

/* The channel is gone; another one may take its place. */
void
lodge_spice_screens_remove (LodgeSpiceScreens *self,
                            SpiceChannel      *channel)
{
  for (guint i = 0; i < LODGE_MAX_SCREENS; i++)
    {
      Head *head = &self->heads[i];

      if (channel == head->cursor)
        {
          forget_channel (self, head, &head->cursor);
          g_clear_pointer (&head->shape, lodge_cursor_unref);
        }
      else if (channel == head->display)
        {
          for (guint j = i; j < (i == 0 ? LODGE_MAX_SCREENS : i + 1); j++)
            forget_screen (self, j);
          forget_channel (self, head, &head->display);
        }
    }
}

/* Whether it is one of the first screen's. */
gboolean
lodge_spice_screens_needs (LodgeSpiceScreens *self,
                           SpiceChannel      *channel)
{
  return self != NULL
         && (channel == self->heads[0].display || channel == self->heads[0].cursor);
}

/* Opens the screen's own channels, once. */
void
lodge_spice_screens_show (LodgeSpiceScreens *self,
                          guint              number)
{
  Head *head = &self->heads[number];

  if (number == 0 || head->shown)
    return;

  head->shown = TRUE;
  if (head->display != NULL)
    spice_channel_connect (head->display);
  if (head->cursor != NULL)
    spice_channel_connect (head->cursor);
}

/**
 * lodge_spice_screens_locate:
 * @self: screens
 * @screen: one of them
 * @x: (inout): from its left; afterwards as the server wants it
 * @y: (inout): from its top
 *
 * Finds how to say where the pointer is. An agent knows where screens are; a tablet knows the surface.
 *
 * Returns: the number to name the screen by
 */
int
lodge_spice_screens_locate (LodgeSpiceScreens *self,
                            LodgeScreen       *screen,
                            int               *x,
                            int               *y)
{
  int left, top;

  if (has_several_displays (self) || lodge_console_is_agent_connected (self->console))
    return (int) lodge_screen_get_number (screen);

  lodge_screen_get_place (screen, &left, &top);
  *x += left;
  *y += top;
  return 0;
}
