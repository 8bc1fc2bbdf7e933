/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which monitor of the desktop shows which display of a guest. A monitor shows one display. */

#include "config.h"

#include "display/lodge-monitor-plan.h"

static gboolean
is_key (const char *wish)
{
  return *wish != '\0' && !g_str_equal (wish, LODGE_MONITOR_NONE);
}

static gboolean
is_taken (const int *places,
          guint      n_displays,
          int        monitor)
{
  for (guint i = 0; i < n_displays; i++)
    if (places[i] == monitor)
      return TRUE;
  return FALSE;
}

static int
find_monitor (const char *const *monitors,
              const char        *wish)
{
  for (int i = 0; is_key (wish) && monitors[i] != NULL; i++)
    if (g_str_equal (monitors[i], wish))
      return i;
  return -1;
}

static int
find_free (const int         *places,
           guint              n_displays,
           const char *const *monitors)
{
  for (int i = 0; monitors[i] != NULL; i++)
    if (!is_taken (places, n_displays, i))
      return i;
  return -1;
}

/**
 * lodge_monitor_get_key:
 * @monitor: a monitor of the desktop
 *
 * Tells a monitor from the others, also when the program runs again: by its connector, and by its place
 * where the desktop does not tell the connector.
 *
 * Returns: (transfer full): the key
 */
char *
lodge_monitor_get_key (GdkMonitor *monitor)
{
  const char *connector = gdk_monitor_get_connector (monitor);
  GdkRectangle geometry;

  if (connector != NULL && *connector != '\0')
    return g_strdup (connector);

  gdk_monitor_get_geometry (monitor, &geometry);
  return g_strdup_printf ("%d,%d", geometry.x, geometry.y);
}

/**
 * lodge_monitor_plan_get_wish:
 * @wishes: (nullable): one of each display; missing ones are empty
 * @display: a display's number, from 0
 *
 * Returns: (transfer none): what is wished; the first display is never without a monitor
 */
const char *
lodge_monitor_plan_get_wish (const char *const *wishes,
                             guint              display)
{
  if (wishes == NULL || display >= g_strv_length ((char **) wishes))
    return "";
  if (display == 0 && g_str_equal (wishes[0], LODGE_MONITOR_NONE))
    return "";
  return wishes[display];
}

/**
 * lodge_monitor_plan_set_wish:
 * @wishes: (nullable): one of each display
 * @n_displays: how many the result is of
 * @display: the one that gets @wish
 * @wish: empty, %LODGE_MONITOR_NONE, or a monitor's key
 *
 * Changes a wish. A display that had the monitor takes over the one that is given up.
 *
 * Returns: (transfer full): the new wishes
 */
char **
lodge_monitor_plan_set_wish (const char *const *wishes,
                             guint              n_displays,
                             guint              display,
                             const char        *wish)
{
  const char *before = lodge_monitor_plan_get_wish (wishes, display);
  char **result = g_new0 (char *, n_displays + 1);

  for (guint i = 0; i < n_displays; i++)
    {
      const char *other = lodge_monitor_plan_get_wish (wishes, i);

      if (i == display)
        other = wish;
      else if (is_key (wish) && g_str_equal (other, wish))
        other = is_key (before) ? before : "";
      result[i] = g_strdup (other);
    }
  return result;
}

/**
 * lodge_monitor_plan_make:
 * @wishes: (nullable): one of each display
 * @n_displays: how many there are
 * @monitors: (array zero-terminated=1): the keys of the monitors
 * @own: the monitor that the first display's window is on
 * @places: (out caller-allocates) (array length=n_displays): a monitor of each display, -1 for none
 *
 * Gives out the monitors: first as wished, then to the first display the one it is on, then in their order.
 * What is wished of a monitor that is not there counts for nothing.
 */
void
lodge_monitor_plan_make (const char *const *wishes,
                         guint              n_displays,
                         const char *const *monitors,
                         guint              own,
                         int               *places)
{
  for (guint i = 0; i < n_displays; i++)
    {
      int monitor = find_monitor (monitors, lodge_monitor_plan_get_wish (wishes, i));

      places[i] = is_taken (places, i, monitor) ? -1 : monitor;
    }

  if (n_displays > 0 && places[0] < 0 && !is_taken (places, n_displays, (int) own))
    places[0] = (int) own;
  for (guint i = 0; i < n_displays; i++)
    if (places[i] < 0 && !g_str_equal (lodge_monitor_plan_get_wish (wishes, i), LODGE_MONITOR_NONE))
      places[i] = find_free (places, n_displays, monitors);
}
