/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For tests: writes down every turn of the main loop that took long. A turn is what happens between
 * two polls, in which no key, click or frame is answered. As a busy machine also makes turns long,
 * each line says how much of it was work, and how much was waiting for a processor; the rest is
 * what a program must never do there: waiting for something else. */

#include "config.h"

#include "app/lodge-stall-monitor.h"

#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define THRESHOLD (20 * G_TIME_SPAN_MILLISECOND)

typedef struct {
  gint64 wall;    /* all in microseconds */
  gint64 cpu;
  gint64 queued;  /* runnable, without a processor */
} Times;

static struct {
  GPollFunc poll;
  FILE *log;
  int schedstat;
  gint64 started;
  Times turn;
} monitor;

static gint64
read_cpu (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* Documentation/scheduler/sched-stats.rst: time on the processor, time waiting for it, slices. */
static gint64
read_queued (void)
{
  char text[128];
  gssize length = pread (monitor.schedstat, text, sizeof text - 1, 0);
  char *end;

  if (length <= 0)
    return 0;
  text[length] = '\0';
  g_ascii_strtoull (text, &end, 10);
  return g_ascii_strtoull (end, NULL, 10) / 1000;
}

static Times
read_times (void)
{
  return (Times) {
    .wall = g_get_monotonic_time (),
    .cpu = read_cpu (),
    .queued = read_queued (),
  };
}

static void
log_turn (const Times *now)
{
  gint64 wall = now->wall - monitor.turn.wall;
  gint64 cpu = now->cpu - monitor.turn.cpu;
  gint64 queued = now->queued - monitor.turn.queued;

  fprintf (monitor.log, "%.3f %.1f %.1f %.1f %.1f\n",
           (monitor.turn.wall - monitor.started) / 1e6, wall / 1e3, cpu / 1e3, queued / 1e3,
           MAX (0, wall - cpu - queued) / 1e3);
  fflush (monitor.log);
}

static int
poll_cb (GPollFD *fds,
         guint    n_fds,
         int      timeout)
{
  Times now = read_times ();
  int result;

  if (monitor.turn.wall != 0 && now.wall - monitor.turn.wall > THRESHOLD)
    log_turn (&now);
  result = monitor.poll (fds, n_fds, timeout);
  monitor.turn = read_times ();
  return result;
}

/**
 * lodge_stall_monitor_start:
 *
 * Begins to watch the main loop when the environment variable LODGE_STALL_LOG names a file. A line
 * each: seconds since the start; milliseconds of the turn, of work, of waiting for a processor, of
 * waiting for anything else. Main thread, once.
 */
void
lodge_stall_monitor_start (void)
{
  const char *path = g_getenv ("LODGE_STALL_LOG");

  if (path == NULL || monitor.log != NULL)
    return;

  monitor.log = fopen (path, "ae");
  if (monitor.log == NULL)
    {
      g_warning ("Cannot write %s", path);
      return;
    }
  monitor.schedstat = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  monitor.started = g_get_monotonic_time ();
  monitor.poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, poll_cb);
}
