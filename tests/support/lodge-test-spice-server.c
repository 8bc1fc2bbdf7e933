/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A SPICE server without a machine, on libspice-server:
 *   lodge-test-spice-server SOCKET [PASSWORD [CERTIFICATES]]
 * Without a password, with SASL_CONF_PATH in its environment, it wants logins by SASL.
 * Commands come by lines on the standard input; what a client does goes out by lines:
 *   size W H          a new primary surface           ->  key HEX          one byte of a scancode
 *   frame SEED        paints the whole surface            position X Y B   B: left 1, right 2, middle 4
 *   rect SEED X Y W H paints a rectangle                  motion DX DY B
 *   rects SEED N      N random ones                       buttons B
 *   cursor...         see lodge-test-spice-cursor.c       wheel N
 *   depth 15|16|32    of the next surface                 channels N       of the client; 0 when it went
 *   tablet on|off     absolute or relative pointer        ok               after each command
 *   leds N            of the guest's keyboard: Scroll Lock 1, Num Lock 2, Caps Lock 4
 *   load W H RATE N   N random rectangles, RATE a second, then done
 *   echo on|off       each key that goes down paints the middle anew
 *   settle            waits for the library's thread
 *   video on|off      a place that changes fast becomes a stream
 *   film X Y W H RATE N     N frames of a film there, then done
 *   scroll W H STEP RATE N  moves the corner's contents up by STEP, with new pixels below them
 *   screen N          those above are for the graphics device N; before a client comes it may be new
 *   heads MAX ID:SURFACE:WxH+X+Y...  the monitors of its surface
 *   agent ...         see lodge-test-spice-agent.c; webdav ...: lodge-test-spice-folder.c
 *   gl ...            see lodge-test-spice-gl.c; migrate...: lodge-test-spice-migration.c
 *   sound ...         see lodge-test-spice-sound.c; usb ...: lodge-test-spice-usb.c
 *   end               end of the input ends the server too */

#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <spice.h>
#include <spice/enums.h>

#include "lodge-test-paint.h"
#include "lodge-test-spice-agent.h"
#include "lodge-test-spice-cards.h"
#include "lodge-test-spice-cursor.h"
#include "lodge-test-spice-folder.h"
#include "lodge-test-spice-gl.h"
#include "lodge-test-spice-heads.h"
#include "lodge-test-spice-loop.h"
#include "lodge-test-spice-migration.h"
#include "lodge-test-spice-sound.h"
#include "lodge-test-spice-usb.h"

typedef struct {
  QXLDrawable drawable;
  QXLImage image;
  guint32 pixels[];
} Draw;

/* A graphics device with one surface. */
typedef struct {
  QXLInstance qxl;   /* first: the library hands it back */
  guint8 *primary;
  int width, height;
  GQueue draws;
} Screen;

static GMainLoop *loop;
static SpiceServer *server;
static Screen screens[LODGE_TEST_MAX_SCREENS];
static Screen *screen = screens;   /* that commands are for */
static int depth = 32;
static GMutex lock;
static guint32 n_images;
static int connection, n_channels; /* of the client that is connected */
static SpiceTabletInstance tablet;
static gboolean has_tablet;
static gboolean echo;
static guint32 n_echoes = 1000;
static struct { int width, height, step, left; guint32 n; } load;
static struct { int x, y, width, height, left; guint32 n; } film;

void
lodge_test_say (const char *format,
                ...)
{
  va_list args;

  va_start (args, format);
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  vprintf (format, args);
  G_GNUC_END_IGNORE_DEPRECATIONS
  va_end (args);
  putchar ('\n');
  fflush (stdout);
}

/* Counts the channels whose handshake is done, until the main one closes: the library does not always
 * tell that another one closed while its thread was about to make it. */
static void
channel_event (int                    event,
               SpiceChannelEventInfo *info)
{
  if (event == SPICE_CHANNEL_EVENT_INITIALIZED && info->type == SPICE_CHANNEL_MAIN)
    {
      connection = info->connection_id;
      n_channels = 1;
    }
  else if (info->connection_id != connection)
    return;
  else if (event == SPICE_CHANNEL_EVENT_INITIALIZED)
    n_channels++;
  else if (event == SPICE_CHANNEL_EVENT_DISCONNECTED && info->type == SPICE_CHANNEL_MAIN)
    connection = n_channels = 0;
  else
    return;
  lodge_test_say ("channels %d", n_channels);
}

static SpiceCoreInterface core = { .channel_event = channel_event };

static void draw (guint32 seed, int x, int y, int w, int h);

/* Input. */

static void
push_scan_frag (SpiceKbdInstance *sin,
                uint8_t           frag)
{
  lodge_test_say ("key %02x", frag);
  if (echo && frag < 0x80)
    draw (++n_echoes, screen->width / 4, screen->height / 4, screen->width / 2, screen->height / 2);
}

static uint8_t leds;

static uint8_t
get_leds (SpiceKbdInstance *sin)
{
  return leds;
}

static void
mouse_motion (SpiceMouseInstance *sin,
              int                 dx,
              int                 dy,
              int                 dz,
              uint32_t            buttons)
{
  /* A press comes as a mouse that did not move. */
  if (dz != 0)
    lodge_test_say ("wheel %d", dz);
  else if (dx != 0 || dy != 0)
    lodge_test_say ("motion %d %d %u", dx, dy, buttons);
  else
    lodge_test_say ("buttons %u", buttons);
}

static void
mouse_buttons (SpiceMouseInstance *sin,
               uint32_t            buttons)
{
  lodge_test_say ("buttons %u", buttons);
}

static void
tablet_size (SpiceTabletInstance *sin,
             int                  w,
             int                  h)
{
}

static void
tablet_position (SpiceTabletInstance *sin,
                 int                  x,
                 int                  y,
                 uint32_t             buttons)
{
  lodge_test_say ("position %d %d %u", x, y, buttons);
}

static void
tablet_wheel (SpiceTabletInstance *sin,
              int                  motion,
              uint32_t             buttons)
{
  /* A press comes as a wheel that did not move. */
  if (motion != 0)
    lodge_test_say ("wheel %d", motion);
  else
    lodge_test_say ("buttons %u", buttons);
}

static void
tablet_buttons (SpiceTabletInstance *sin,
                uint32_t             buttons)
{
  lodge_test_say ("buttons %u", buttons);
}

static const SpiceKbdInterface kbd_interface = {
  .base = { SPICE_INTERFACE_KEYBOARD, "test keyboard", SPICE_INTERFACE_KEYBOARD_MAJOR,
            SPICE_INTERFACE_KEYBOARD_MINOR },
  .push_scan_freg = push_scan_frag,
  .get_leds = get_leds,
};

static const SpiceMouseInterface mouse_interface = {
  .base = { SPICE_INTERFACE_MOUSE, "test mouse", SPICE_INTERFACE_MOUSE_MAJOR,
            SPICE_INTERFACE_MOUSE_MINOR },
  .motion = mouse_motion,
  .buttons = mouse_buttons,
};

static const SpiceTabletInterface tablet_interface = {
  .base = { SPICE_INTERFACE_TABLET, "test tablet", SPICE_INTERFACE_TABLET_MAJOR,
            SPICE_INTERFACE_TABLET_MINOR },
  .set_logical_size = tablet_size,
  .position = tablet_position,
  .wheel = tablet_wheel,
  .buttons = tablet_buttons,
};

static SpiceKbdInstance kbd = { .base = { &kbd_interface.base } };
static SpiceMouseInstance mouse = { .base = { &mouse_interface.base } };
static SpiceTabletInstance tablet = { .base = { &tablet_interface.base } };

static void
set_tablet (gboolean on)
{
  if (on == has_tablet)
    return;

  has_tablet = on;
  if (on)
    spice_server_add_interface (server, &tablet.base);
  else
    spice_server_remove_interface (&tablet.base);
}

/* The graphics device. Its commands are fetched on a thread of the library. */

static void
attached_worker (QXLInstance *instance)
{
}

static void
set_compression_level (QXLInstance *instance,
                       int          level)
{
}

static void
get_init_info (QXLInstance    *instance,
               QXLDevInitInfo *info)
{
  memset (info, 0, sizeof *info);
  info->num_memslots_groups = 1;
  info->num_memslots = 1;
  info->memslot_gen_bits = 1;
  info->memslot_id_bits = 1;
  info->n_surfaces = 1;
}

static gpointer
pop (QXLInstance *instance)
{
  gpointer item;

  g_mutex_lock (&lock);
  item = g_queue_pop_head (&((Screen *) instance)->draws);
  g_mutex_unlock (&lock);
  return item;
}

static void
push (gpointer item)
{
  g_mutex_lock (&lock);
  g_queue_push_tail (&screen->draws, item);
  g_mutex_unlock (&lock);
  spice_qxl_wakeup (&screen->qxl);
}

static int
get_command (QXLInstance   *instance,
             QXLCommandExt *ext)
{
  Draw *draw = pop (instance);

  memset (ext, 0, sizeof *ext);
  ext->cmd.type = QXL_CMD_DRAW;
  ext->cmd.data = (uintptr_t) draw;
  return draw != NULL;
}

static int
req_cmd_notification (QXLInstance *instance)
{
  int empty;

  g_mutex_lock (&lock);
  empty = g_queue_is_empty (&((Screen *) instance)->draws);
  g_mutex_unlock (&lock);
  return empty;
}

/* The pointer is on the first screen. */
static int
get_cursor_command (QXLInstance   *instance,
                    QXLCommandExt *ext)
{
  return instance == &screens[0].qxl ? lodge_test_cursor_get_command (instance, ext) : 0;
}

static int
req_cursor_notification (QXLInstance *instance)
{
  return instance == &screens[0].qxl ? lodge_test_cursor_notify (instance) : 1;
}

static void
release_resource (QXLInstance       *instance,
                  QXLReleaseInfoExt  release)
{
  if (!lodge_test_cursor_release (release.info->id))
    g_free ((gpointer) (uintptr_t) release.info->id);
}

static void
notify_update (QXLInstance *instance,
               uint32_t     update_id)
{
}

static int
flush_resources (QXLInstance *instance)
{
  return 0;
}

static void
async_complete (QXLInstance *instance,
                uint64_t     cookie)
{
  lodge_test_gl_complete (cookie);
}

static void
update_area_complete (QXLInstance *instance,
                      uint32_t     surface_id,
                      QXLRect     *rects,
                      uint32_t     n_rects)
{
}

static void
set_client_capabilities (QXLInstance *instance,
                         uint8_t      client_present,
                         uint8_t      caps[SPICE_CAPABILITIES_SIZE])
{
}

static const QXLInterface qxl_interface = {
  .base = { SPICE_INTERFACE_QXL, "test screen", SPICE_INTERFACE_QXL_MAJOR,
            SPICE_INTERFACE_QXL_MINOR },
  .attached_worker = attached_worker,
  .set_compression_level = set_compression_level,
  .get_init_info = get_init_info,
  .get_command = get_command,
  .req_cmd_notification = req_cmd_notification,
  .release_resource = release_resource,
  .get_cursor_command = get_cursor_command,
  .req_cursor_notification = req_cursor_notification,
  .notify_update = notify_update,
  .flush_resources = flush_resources,
  .async_complete = async_complete,
  .update_area_complete = update_area_complete,
  .set_client_capabilities = set_client_capabilities,
};

/* All memory is the device's. Answered when the library's thread has done what it was told before. */
static void
settle (void)
{
  QXLDevMemSlot slot = { .virt_end = ~(uintptr_t) 0 };

  spice_qxl_add_memslot (&screen->qxl, &slot);
}

static void
create_primary (void)
{
  QXLDevSurfaceCreate surface = {
    .width = (uint32_t) screen->width,
    .height = (uint32_t) screen->height,
    .stride = (depth == 32 ? -4 : -2) * screen->width,
    .format = depth == 15 ? SPICE_SURFACE_FMT_16_555
              : depth == 16 ? SPICE_SURFACE_FMT_16_565 : SPICE_SURFACE_FMT_32_xRGB,
    .mouse_mode = TRUE,
    .type = QXL_SURF_TYPE_PRIMARY,
  };

  screen->primary = g_malloc0 ((gsize) screen->width * (gsize) screen->height * 4);
  surface.mem = (uintptr_t) screen->primary;
  spice_qxl_create_primary_surface (&screen->qxl, 0, &surface);
}

static void
resize (int w,
        int h)
{
  spice_qxl_destroy_primary_surface (&screen->qxl, 0);
  g_free (screen->primary);
  screen->width = w;
  screen->height = h;
  create_primary ();
}

static void
add_screen (void)
{
  g_autofree char *address = g_strdup_printf ("pci/0000/%02x.0", (guint) (screen - screens) + 1);

  g_queue_init (&screen->draws);
  screen->width = 640;
  screen->height = 480;
  screen->qxl.base.sif = &qxl_interface.base;
  screen->qxl.id = (int) (screen - screens);
  spice_server_add_interface (server, &screen->qxl.base);
  spice_qxl_set_device_info (&screen->qxl, address, 0, 1);
  lodge_test_heads_allow (&screen->qxl);
  settle ();
  create_primary ();
}

/* Later commands are for this one; it is made when it is new. */
static void
choose_screen (int number)
{
  screen = &screens[CLAMP (number, 0, LODGE_TEST_MAX_SCREENS - 1)];
  if (screen->primary != NULL)
    return;

  add_screen ();
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  if (screen != screens)
    spice_qxl_start (&screen->qxl);
  G_GNUC_END_IGNORE_DEPRECATIONS
}

static Draw *
draw_new (int   type,
          gsize n_pixels,
          int   x,
          int   y,
          int   w,
          int   h)
{
  Draw *d = g_malloc0 (sizeof *d + n_pixels * 4);

  d->drawable.release_info.id = (uintptr_t) d;
  d->drawable.effect = QXL_EFFECT_OPAQUE;
  d->drawable.type = (uint8_t) type;
  d->drawable.bbox = (QXLRect) { .top = y, .left = x, .bottom = y + h, .right = x + w };
  d->drawable.clip.type = SPICE_CLIP_TYPE_NONE;
  for (int i = 0; i < 3; i++)
    d->drawable.surfaces_dest[i] = -1;
  return d;
}

/* With its pixels to be filled in, and then pushed. */
static Draw *
copy_new (int x,
          int y,
          int w,
          int h)
{
  Draw *d = draw_new (QXL_DRAW_COPY, (gsize) w * (gsize) h, x, y, w, h);

  d->drawable.u.copy.rop_descriptor = SPICE_ROPD_OP_PUT;
  d->drawable.u.copy.src_bitmap = (uintptr_t) &d->image;
  d->drawable.u.copy.src_area = (QXLRect) { .bottom = h, .right = w };

  QXL_SET_IMAGE_ID (&d->image, QXL_IMAGE_GROUP_DRIVER, ++n_images);
  d->image.descriptor.type = SPICE_IMAGE_TYPE_BITMAP;
  d->image.descriptor.width = (uint32_t) w;
  d->image.descriptor.height = (uint32_t) h;
  d->image.bitmap.flags = QXL_BITMAP_DIRECT | QXL_BITMAP_TOP_DOWN;
  d->image.bitmap.format = SPICE_BITMAP_FMT_32BIT;
  d->image.bitmap.stride = (uint32_t) w * 4;
  d->image.bitmap.x = (uint32_t) w;
  d->image.bitmap.y = (uint32_t) h;
  d->image.bitmap.data = (uintptr_t) d->pixels;
  return d;
}

static void
draw (guint32 seed,
      int     x,
      int     y,
      int     w,
      int     h)
{
  Draw *d = copy_new (x, y, w, h);

  lodge_test_paint (d->pixels, (gsize) w, seed, x, y, w, h);
  push (d);
}

static void
draw_film (guint32 n,
           int     x,
           int     y,
           int     w,
           int     h)
{
  Draw *d = copy_new (x, y, w, h);

  for (int row = 0; row < h; row++)
    for (int column = 0; column < w; column++)
      d->pixels[row * w + column] = lodge_test_film_pixel (n, column, row);
  push (d);
}

static void
scroll_up (guint32 seed,
           int     w,
           int     h,
           int     step)
{
  Draw *d = draw_new (QXL_COPY_BITS, 0, 0, 0, w, h - step);

  d->drawable.u.copy_bits.src_pos.y = step;
  push (d);
  draw (seed, 0, h - step, w, step);
}

static void
draw_rects (guint32 seed,
            int     n)
{
  int x, y, w, h;

  for (int i = 0; i < n; i++)
    {
      lodge_test_rect (seed, i, screen->width, screen->height, &x, &y, &w, &h);
      draw (seed + (guint32) i, x, y, w, h);
    }
}

static gboolean
load_cb (gpointer user_data)
{
  guint32 a = lodge_test_pixel (7, (int) load.n, 1), b = lodge_test_pixel (7, (int) load.n, 2);

  load.n++;
  if (load.step > 0)
    scroll_up (load.n, load.width, load.height, load.step);
  else
    draw (load.n, (int) (a % (guint32) (screen->width - load.width + 1)),
          (int) (b % (guint32) (screen->height - load.height + 1)), load.width, load.height);
  if (--load.left > 0)
    return G_SOURCE_CONTINUE;

  lodge_test_say ("done");
  return G_SOURCE_REMOVE;
}

static void
start_load (int w,
            int h,
            int step,
            int rate,
            int n)
{
  load.width = w;
  load.height = h;
  load.step = step;
  load.left = n;
  g_timeout_add (1000 / (guint) rate, load_cb, NULL);
}

static gboolean
film_cb (gpointer user_data)
{
  draw_film (film.n++, film.x, film.y, film.width, film.height);
  if (--film.left > 0)
    return G_SOURCE_CONTINUE;

  lodge_test_say ("done");
  return G_SOURCE_REMOVE;
}

static void
start_film (int rate)
{
  film.n = 0;
  g_timeout_add (1000 / (guint) rate, film_cb, NULL);
}

static void
run_command (const char *line)
{
  int a, b, c, d, e;

  if (sscanf (line, "size %d %d", &a, &b) == 2)
    resize (a, b);
  else if (sscanf (line, "screen %d", &a) == 1)
    choose_screen (a);
  else if (g_str_has_prefix (line, "heads "))
    lodge_test_heads_set (&screen->qxl, line + strlen ("heads "));
  else if (sscanf (line, "depth %d", &a) == 1)
    depth = a;
  else if (sscanf (line, "frame %d", &a) == 1)
    draw ((guint32) a, 0, 0, screen->width, screen->height);
  else if (sscanf (line, "rect %d %d %d %d %d", &a, &b, &c, &d, &e) == 5)
    draw ((guint32) a, b, c, d, e);
  else if (sscanf (line, "rects %d %d", &a, &b) == 2)
    draw_rects ((guint32) a, b);
  else if (sscanf (line, "film %d %d %d %d %d %d", &film.x, &film.y, &film.width, &film.height, &a,
                   &film.left) == 6)
    start_film (a);
  else if (g_str_equal (line, "settle"))
    settle ();
  else if (g_str_has_prefix (line, "video "))
    spice_server_set_streaming_video (server, g_str_equal (line, "video on")
                                              ? SPICE_STREAM_VIDEO_FILTER : SPICE_STREAM_VIDEO_OFF);
  else if (sscanf (line, "leds %d", &a) == 1)
    {
      leds = (uint8_t) a;
      spice_server_kbd_leds (&kbd, a);
    }
  else if (g_str_has_prefix (line, "tablet "))
    set_tablet (g_str_equal (line, "tablet on"));
  else if (g_str_has_prefix (line, "echo "))
    echo = g_str_equal (line, "echo on");
  else if (sscanf (line, "load %d %d %d %d", &a, &b, &c, &d) == 4)
    start_load (a, b, 0, c, d);
  else if (sscanf (line, "scroll %d %d %d %d %d", &a, &b, &c, &d, &e) == 5)
    start_load (a, b, c, d, e);
  else if (!lodge_test_cursor_run_command (line) && !lodge_test_agent_run_command (line)
           && !lodge_test_cards_run_command (line) && !lodge_test_folder_run_command (line)
           && !lodge_test_sound_run_command (line)
           && !lodge_test_gl_run_command (&screen->qxl, line)
           && !lodge_test_migration_run_command (line) && !lodge_test_usb_run_command (line))
    {
      fprintf (stderr, "unknown command: %s\n", line);
      exit (2);
    }
  lodge_test_say ("ok");
}

static gboolean
input_cb (GIOChannel   *channel,
          GIOCondition  condition,
          gpointer      user_data)
{
  g_autofree char *line = NULL;
  gsize end;

  if (g_io_channel_read_line (channel, &line, NULL, &end, NULL) != G_IO_STATUS_NORMAL)
    {
      g_main_loop_quit (loop);
      return G_SOURCE_REMOVE;
    }
  line[end] = '\0';
  run_command (line);
  return G_SOURCE_CONTINUE;
}

/* The library would have a port of its own; clients come by those of lodge-test-spice-migration.c. */
static void
use_certificates (const char *dir)
{
  g_autofree char *authority = g_build_filename (dir, "ca-cert.pem", NULL);
  g_autofree char *certificate = g_build_filename (dir, "server-cert.pem", NULL);
  g_autofree char *key = g_build_filename (dir, "server-key.pem", NULL);

  if (spice_server_set_tls (server, 1, authority, certificate, key, NULL, NULL, NULL) != 0)
    exit (1);
}

static void
start_server (const char *path,
              const char *password,
              const char *certificates)
{
  server = spice_server_new ();
  if (certificates != NULL)
    use_certificates (certificates);
  if (password != NULL && *password != '\0')
    spice_server_set_ticket (server, password, 0, 0, 0);
  else if (g_getenv ("SASL_CONF_PATH") != NULL)
    spice_server_set_sasl (server, TRUE);
  else
    spice_server_set_noauth (server);
  spice_server_set_addr (server, path, SPICE_ADDR_FLAG_UNIX_ONLY);
  spice_server_set_image_compression (server, SPICE_IMAGE_COMPRESSION_OFF);
  spice_server_set_streaming_video (server, SPICE_STREAM_VIDEO_OFF);
  lodge_test_spice_loop_init (&core);
  if (spice_server_init (server, &core) != 0)
    exit (1);

  lodge_test_agent_init (server);
  lodge_test_cursor_init (&screens[0].qxl);
  lodge_test_cards_init (server);
  lodge_test_folder_init (server);
  lodge_test_migration_init (server);
  lodge_test_sound_init (server);
  lodge_test_usb_init (server);
  spice_server_add_interface (server, &kbd.base);
  spice_server_add_interface (server, &mouse.base);
  set_tablet (TRUE);
  choose_screen (0);
  spice_server_vm_start (server);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GIOChannel) input = g_io_channel_unix_new (0);

  if (argc < 2)
    {
      fprintf (stderr, "lodge-test-spice-server SOCKET [PASSWORD [CERTIFICATES]]\n");
      return 2;
    }

  signal (SIGPIPE, SIG_IGN);
  loop = g_main_loop_new (NULL, FALSE);
  start_server (argv[1], argc > 2 ? argv[2] : NULL, argc > 3 ? argv[3] : NULL);
  g_io_add_watch (input, G_IO_IN | G_IO_HUP, input_cb, NULL);
  lodge_test_say ("ready");
  g_main_loop_run (loop);
  return 0;
}
