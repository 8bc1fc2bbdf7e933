/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The display over a real SPICE server: what the guest draws is on the X screen to the last pixel. */

#include "config.h"

#include "display-fixture.h"

static void
test_pixels (Fixture       *fixture,
             gconstpointer  user_data)
{
  /* The renderer that the test is for. */
  if (g_strcmp0 (g_getenv ("GSK_RENDERER"), "cairo") != 0 && g_getenv ("GDK_DEBUG") == NULL)
    g_assert_false (GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (GTK_NATIVE (fixture->window))));
  lodge_test_wait (screen_is_right (fixture));
  draw_rects (fixture, 100, 1000);
  lodge_test_wait (guest_is_right (fixture));
  lodge_test_wait (screen_is_right (fixture));
}

/* At any scale of the desktop: what there is of the window is the guest, pixel by pixel. */
static void
test_original (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_object_set (fixture->display, "scale-mode", LODGE_SCALE_ORIGINAL, NULL);
  gtk_widget_set_halign (GTK_WIDGET (fixture->display), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (fixture->display), GTK_ALIGN_START);
  lodge_test_wait (screen_is_right (fixture));
  draw_rects (fixture, 300, 500);
  lodge_test_wait (screen_is_right (fixture));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (fixture->display))
                   * gtk_widget_get_scale_factor (fixture->window), ==, fixture->width);
}

/* What @depth bits a pixel keep of what was drawn. */
static void
lose_bits (Fixture *fixture,
           int      depth)
{
  for (int i = 0; i < fixture->width * fixture->height; i++)
    {
      guint32 pixel = fixture->pixels[i];
      guint32 red = pixel >> 19 & 31, blue = pixel >> 3 & 31;
      guint32 green = depth == 16 ? pixel >> 10 & 63 : pixel >> 11 & 31;

      red = red << 3 | red >> 2;
      blue = blue << 3 | blue >> 2;
      green = depth == 16 ? green << 2 | green >> 4 : green << 3 | green >> 2;
      fixture->pixels[i] = 0xff000000u | red << 16 | green << 8 | blue;
    }
}

static void
test_depths (Fixture       *fixture,
             gconstpointer  user_data)
{
  static const int depths[] = { 16, 15 };

  for (gsize i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      tell (fixture, "depth %d", depths[i]);
      set_size (fixture, 500 + 2 * (int) i, 300);
      draw_frame (fixture, (int) i + 8);
      draw_rects (fixture, 60, 200);
      lose_bits (fixture, depths[i]);
      lodge_test_wait (guest_is_right (fixture));
      g_object_set (fixture->display, "scale-mode", LODGE_SCALE_ORIGINAL, NULL);
      gtk_widget_set_halign (GTK_WIDGET (fixture->display), GTK_ALIGN_START);
      gtk_widget_set_valign (GTK_WIDGET (fixture->display), GTK_ALIGN_START);
      lodge_test_wait (screen_is_right (fixture));
    }
}

/* The library keeps its surface when only the format changes, and says nothing. */
static void
test_depth_alone (Fixture       *fixture,
                  gconstpointer  user_data)
{
  static const int depths[] = { 16, 32, 15, 16, 32 };

  for (gsize i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      tell (fixture, "depth %d", depths[i]);
      set_size (fixture, 640, 480);
      draw_frame (fixture, (int) i + 80);
      if (depths[i] != 32)
        lose_bits (fixture, depths[i]);
      lodge_test_wait (guest_is_right (fixture));
      lodge_test_wait (screen_is_right (fixture));
    }
}

/* As a text that scrolls: what is there moves, and something new comes below. */
static void
test_moving (Fixture       *fixture,
             gconstpointer  user_data)
{
  enum { WIDTH = 400, HEIGHT = 300, STEP = 12, N = 40 };

  tell (fixture, "scroll %d %d %d 200 %d", WIDTH, HEIGHT, STEP, N);
  for (guint32 n = 1; n <= N; n++)
    {
      for (int y = 0; y < HEIGHT - STEP; y++)
        memcpy (fixture->pixels + y * fixture->width,
                fixture->pixels + (y + STEP) * fixture->width, WIDTH * 4);
      lodge_test_paint (fixture->pixels + (HEIGHT - STEP) * fixture->width,
                        (gsize) fixture->width, n, 0, HEIGHT - STEP, WIDTH, STEP);
    }
  lodge_test_wait (screen_is_right (fixture));
}

/* A picture may be on the screen before its damage is told, so each step may bring the one before. */
static void
test_damage (Fixture       *fixture,
             gconstpointer  user_data)
{
  guint64 before;

  lodge_test_wait (screen_is_right (fixture));
  draw_rect (fixture, 4, 10, 10, 64, 64);
  lodge_test_wait (screen_is_right (fixture));

  before = lodge_display_tiles_get_n_loaded (fixture->display->tiles);
  draw_rect (fixture, 5, 300, 20, 64, 64);
  lodge_test_wait (screen_is_right (fixture));
  g_assert_cmpuint (lodge_display_tiles_get_n_loaded (fixture->display->tiles) - before, <=, 2);

  /* Over a corner of four. */
  before = lodge_display_tiles_get_n_loaded (fixture->display->tiles);
  draw_rect (fixture, 6, 230, 230, 64, 64);
  lodge_test_wait (screen_is_right (fixture));
  g_assert_cmpuint (lodge_display_tiles_get_n_loaded (fixture->display->tiles) - before, <=, 5);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* Changes need no frame of GTK's, where the X server takes them directly. */
static void
test_direct (Fixture       *fixture,
             gconstpointer  user_data)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (fixture->window));
  guint n_frames = 0;

  if (fixture->display->direct == NULL)
    {
      g_test_skip ("no direct way to the window");
      return;
    }

  lodge_test_wait (screen_is_right (fixture));
  draw_rects (fixture, 10, 5);
  lodge_test_wait (screen_is_right (fixture));
  g_signal_connect_swapped (gdk_surface_get_frame_clock (surface), "paint", G_CALLBACK (count_cb),
                            &n_frames);
  for (int i = 0; i < 20; i++)
    {
      draw_rects (fixture, 200 + i * 20, 20);
      lodge_test_wait (screen_is_right (fixture));
    }
  g_assert_cmpuint (n_frames, ==, 0);
}

static GtkWidget *
make_patch (void)
{
  GtkWidget *patch = gtk_picture_new ();
  g_autoptr(GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_data (provider, "* { background: #123456; }", -1);
  gtk_style_context_add_provider (gtk_widget_get_style_context (patch),
                                  GTK_STYLE_PROVIDER (provider), 800);
  gtk_widget_set_halign (patch, GTK_ALIGN_START);
  gtk_widget_set_valign (patch, GTK_ALIGN_START);
  gtk_widget_set_margin_start (patch, 100);
  gtk_widget_set_margin_top (patch, 50);
  gtk_widget_set_size_request (patch, 200, 80);
  return patch;
}

static void
expect_patch (Fixture *fixture)
{
  for (int y = 50; y < 130; y++)
    for (int x = 100; x < 300; x++)
      fixture->pixels[y * fixture->width + x] = 0x123456;
}

/* What lies over the picture stays there when the guest draws, and goes without a trace. */
static void
test_covered (Fixture       *fixture,
              gconstpointer  user_data)
{
  GtkWidget *overlay = gtk_overlay_new (), *patch = make_patch ();

  g_object_ref (fixture->display);
  gtk_window_set_child (GTK_WINDOW (fixture->window), overlay);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (fixture->display));
  g_object_unref (fixture->display);
  lodge_test_wait (screen_is_right (fixture));
  draw_rects (fixture, 30, 20);
  lodge_test_wait (screen_is_right (fixture));

  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), patch);
  for (int i = 0; i < 5; i++)
    {
      draw_rects (fixture, 300 + i * 40, 40);
      expect_patch (fixture);
      lodge_test_wait (screen_is_right (fixture));
    }

  gtk_overlay_remove_overlay (GTK_OVERLAY (overlay), patch);
  draw_frame (fixture, 77);
  lodge_test_wait (screen_is_right (fixture));
  draw_rects (fixture, 600, 40);
  lodge_test_wait (screen_is_right (fixture));
}

static void
put_into_overlay (Fixture   *fixture,
                  GtkWidget *over)
{
  GtkWidget *overlay = gtk_overlay_new ();

  g_object_ref (fixture->display);
  gtk_window_set_child (GTK_WINDOW (fixture->window), overlay);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (fixture->display));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), over);
  g_object_unref (fixture->display);
}

/* A mark over the picture stays there, and costs no frame of GTK's for what changes beside it. */
static void
test_mark (Fixture       *fixture,
           gconstpointer  user_data)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (fixture->window));
  GtkWidget *patch = make_patch ();
  guint n_frames = 0;

  gtk_widget_add_css_class (patch, LODGE_DISPLAY_MARK_CLASS);
  put_into_overlay (fixture, patch);
  expect_patch (fixture);
  lodge_test_wait (screen_is_right (fixture));
  for (int i = 0; i < 5; i++)
    {
      draw_rects (fixture, 300 + i * 40, 40);
      expect_patch (fixture);
      lodge_test_wait (screen_is_right (fixture));
    }
  if (fixture->display->direct == NULL)
    return;

  draw_rect (fixture, 900, 0, 200, 640, 280);
  lodge_test_wait (screen_is_right (fixture));
  g_signal_connect_swapped (gdk_surface_get_frame_clock (surface), "paint", G_CALLBACK (count_cb),
                            &n_frames);
  for (int i = 0; i < 10; i++)
    {
      draw_rect (fixture, 901 + i, 10, 200 + i, 600, 100);
      lodge_test_wait (screen_is_right (fixture));
    }
  g_assert_cmpuint (n_frames, ==, 0);
  draw_rect (fixture, 920, 0, 0, 640, 200);
  expect_patch (fixture);
  lodge_test_wait (screen_is_right (fixture));
  g_assert_cmpuint (n_frames, >, 0);
}

static XImage *
grab (Fixture *fixture,
      int      width,
      int      height)
{
  GdkDisplay *display = gtk_widget_get_display (fixture->window);

  return XGetImage (gdk_x11_display_get_xdisplay (display), get_xid (fixture), 0, 0,
                    (guint) width, (guint) height, AllPlanes, ZPixmap);
}

static int
difference (const XImage *one,
            const XImage *other)
{
  int largest = 0;

  for (int i = 0; i < one->bytes_per_line * one->height; i++)
    if (i % 4 != 3)
      largest = MAX (largest, ABS ((guint8) one->data[i] - (guint8) other->data[i]));
  return largest;
}

static gboolean
guest_is_painted (Fixture *fixture)
{
  LodgeFramebuffer *framebuffer = lodge_console_get_framebuffer (fixture->console);
  int x, y, width, height;
  gboolean damaged = FALSE;

  for (guint row = 0; row < lodge_framebuffer_get_rows (framebuffer); row++)
    for (guint column = 0; column < lodge_framebuffer_get_columns (framebuffer); column++)
      damaged |= lodge_framebuffer_take_damage (framebuffer, column, row, &x, &y, &width, &height);
  if (damaged)
    lodge_framebuffer_damage_all (framebuffer);
  return !damaged;
}

static void
tell_painted_cb (gboolean *painted)
{
  *painted = TRUE;
}

/* What was painted bit by bit is what one frame of the whole gives. */
static void
expect_seamless (Fixture *fixture,
                 int      width,
                 int      height)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (fixture->window));
  gboolean painted = FALSE;
  XImage *bits, *whole;

  lodge_test_wait (guest_is_painted (fixture));
  bits = grab (fixture, width, height);
  g_signal_connect_swapped (gdk_surface_get_frame_clock (surface), "after-paint",
                            G_CALLBACK (tell_painted_cb), &painted);
  XClearArea (gdk_x11_display_get_xdisplay (gtk_widget_get_display (fixture->window)),
              get_xid (fixture), 0, 0, 0, 0, True);
  lodge_test_wait (painted);
  g_signal_handlers_disconnect_by_data (gdk_surface_get_frame_clock (surface), &painted);
  whole = grab (fixture, width, height);
  g_assert_cmpint (difference (bits, whole), <=, 4);
  XDestroyImage (bits);
  XDestroyImage (whole);
}

static void
test_scaled (Fixture       *fixture,
             gconstpointer  user_data)
{
  static const struct { int width, height; } sizes[] = {
    { 427, 320 }, { 960, 720 }, { 701, 300 }, { 200, 150 }, { 1200, 900 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      int width = sizes[i].width, height = sizes[i].height;

      xdotool ("windowsize %lu %d %d", get_xid (fixture), width, height);
      lodge_test_wait (gtk_widget_get_width (fixture->window) == width
                       && gtk_widget_get_height (fixture->window) == height);
      draw_frame (fixture, (int) i + 20);
      lodge_test_wait (guest_is_right (fixture));
      lodge_test_wait (guest_is_painted (fixture));
      draw_rects (fixture, 700 + (int) i * 100, 100);
      lodge_test_wait (guest_is_right (fixture));
      expect_seamless (fixture, width, height);
    }
}

/* The guest's pixel at a place, or one beside it where the place is within a fiftieth of its edge: cairo
 * counts in steps of 1/65536. */
static gboolean
shows (Fixture *fixture,
       int      x,
       int      y,
       guint32  pixel)
{
  const LodgeDisplayGeometry *geometry = &fixture->display->geometry;
  double guest_x = (x + 0.5 - geometry->x) * geometry->guest_width / geometry->width;
  double guest_y = (y + 0.5 - geometry->y) * geometry->guest_height / geometry->height;

  if (guest_x < 0 || guest_y < 0 || guest_x > geometry->guest_width
      || guest_y > geometry->guest_height)
    return (pixel & 0xffffff) == 0;

  for (int i = 0; i < 4; i++)
    {
      int column = (int) (guest_x + (i & 1 ? 0.02 : -0.02));
      int row = (int) (guest_y + (i & 2 ? 0.02 : -0.02));

      column = CLAMP (column, 0, fixture->width - 1);
      row = CLAMP (row, 0, fixture->height - 1);
      if ((fixture->pixels[row * fixture->width + column] & 0xffffff) == (pixel & 0xffffff))
        return TRUE;
    }
  return FALSE;
}

/* What a picture without smoothing is to be. */
static gboolean
screen_is_sharp (Fixture *fixture)
{
  int width = gtk_widget_get_width (fixture->window);
  int height = gtk_widget_get_height (fixture->window);
  XImage *image = grab (fixture, width, height);
  gboolean right = TRUE;

  for (int y = 0; y < height && right; y++)
    for (int x = 0; x < width && right; x++)
      right = shows (fixture, x, y, (guint32) XGetPixel (image, x, y));
  XDestroyImage (image);
  return right;
}

/* Whole multiples, and any other size with the sharp filter, to the last pixel. */
static void
test_sharp (Fixture       *fixture,
            gconstpointer  user_data)
{
  static const struct {
    int width, height;
    LodgeScaleMode mode;
    LodgeScaleFilter filter;
  } cases[] = {
    { 1000, 800, LODGE_SCALE_INTEGER, LODGE_FILTER_SMOOTH },
    { 640, 480, LODGE_SCALE_INTEGER, LODGE_FILTER_SMOOTH },
    { 900, 610, LODGE_SCALE_FIT, LODGE_FILTER_SHARP },
    { 333, 222, LODGE_SCALE_FIT, LODGE_FILTER_SHARP },
    { 777, 400, LODGE_SCALE_STRETCH, LODGE_FILTER_SHARP },
  };

  set_size (fixture, 320, 240);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int width = cases[i].width, height = cases[i].height;

      xdotool ("windowsize %lu %d %d", get_xid (fixture), width, height);
      lodge_test_wait (gtk_widget_get_width (fixture->window) == width
                       && gtk_widget_get_height (fixture->window) == height);
      g_object_set (fixture->display, "scale-filter", cases[i].filter,
                    "scale-mode", cases[i].mode, NULL);
      draw_frame (fixture, (int) i + 40);
      lodge_test_wait (screen_is_sharp (fixture));
      draw_rects (fixture, 900 + (int) i * 50, 50);
      lodge_test_wait (screen_is_sharp (fixture));
    }
}

static void
test_resize (Fixture       *fixture,
             gconstpointer  user_data)
{
  static const struct { int width, height; } sizes[] = {
    { 800, 600 }, { 333, 211 }, { 1024, 768 }, { 1, 1 }, { 256, 256 }, { 257, 511 },
  };

  g_object_set (fixture->display, "scale-mode", LODGE_SCALE_ORIGINAL, NULL);
  gtk_widget_set_halign (GTK_WIDGET (fixture->display), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (fixture->display), GTK_ALIGN_START);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      set_size (fixture, sizes[i].width, sizes[i].height);
      draw_frame (fixture, (int) i);
      lodge_test_wait (guest_is_right (fixture));
      lodge_test_wait (window_is_at_least (fixture));
      if (sizes[i].width >= 160 && sizes[i].height >= 120)
        lodge_test_wait (screen_is_right (fixture));
    }
}

static void
look_for_black_cb (LodgeFramebuffer *framebuffer,
                   gboolean         *black)
{
  guint32 pixel = 0;

  if (lodge_framebuffer_copy (framebuffer, 100, 100, 1, 1, (guint8 *) &pixel, 4))
    *black |= pixel == 0xff000000u;
}

/* Between two pictures of different sizes there is never a black one. */
static void
test_flash (Fixture       *fixture,
            gconstpointer  user_data)
{
  LodgeFramebuffer *framebuffer = lodge_console_get_framebuffer (fixture->console);
  gboolean black = FALSE;

  g_signal_connect (framebuffer, "damaged", G_CALLBACK (look_for_black_cb), &black);
  for (int i = 0; i < 6; i++)
    {
      int width = i % 2 == 0 ? 800 : 640, height = i % 2 == 0 ? 600 : 480;
      guint before = fixture->server.n_ok;

      tell (fixture, "size %d %d\nframe %d", width, height, i + 1);
      lodge_test_wait (fixture->server.n_ok == before + 2
                       && lodge_framebuffer_get_width (framebuffer) == width);
      g_assert_false (black);
    }
  g_signal_handlers_disconnect_by_data (framebuffer, &black);
}

/* The last picture stays until there is a new one. */
static void
test_disconnected (Fixture       *fixture,
                   gconstpointer  user_data)
{
  lodge_test_wait (screen_is_right (fixture));
  lodge_console_disconnect (fixture->console);
  g_assert_true (is_state (fixture, LODGE_CONSOLE_DISCONNECTED));
  g_assert_null (lodge_display_snapshot_guest (fixture->display));
  gtk_widget_queue_draw (GTK_WIDGET (fixture->display));
  lodge_test_wait (fixture->server.n_channels == 0);
  g_assert_true (screen_is_right (fixture));

  g_object_set (fixture->display, "dimmed", TRUE, NULL);
  lodge_test_wait (!screen_is_right (fixture));
  g_object_set (fixture->display, "dimmed", FALSE, NULL);
  lodge_test_wait (screen_is_right (fixture));
  for (int i = 0; i < fixture->width * fixture->height; i++)
    fixture->pixels[i] = fixture->pixels[i] & 0xffffff;

  connect_console (fixture);
  lodge_test_wait (guest_is_right (fixture));
  lodge_test_wait (screen_is_right (fixture));
}

static void
test_relative (Fixture       *fixture,
               gconstpointer  user_data)
{
  tell (fixture, "cursor-hide");
  tell (fixture, "tablet off");
  lodge_test_wait (lodge_console_get_pointer_mode (fixture->console) == LODGE_POINTER_RELATIVE);
  give_keyboard (fixture);
  xdotool ("click 1");
  lodge_test_wait (fixture->display->captured);
  xdotool ("mousemove_relative 10 0 mousemove_relative -- 0 -5");
  expect_pointer (fixture, "motion 0 -5 0;");
  assert_pointer (fixture, "none");

  /* The guest's pointer is painted then. */
  tell (fixture, "cursor 8 8 0 0");
  tell (fixture, "cursor-move 50 60");
  for (int y = 60; y < 68; y++)
    for (int x = 50; x < 58; x++)
      fixture->pixels[y * fixture->width + x] = 0xffff8000;
  lodge_test_wait (screen_is_right (fixture));
}

static void
add (const char *path,
     void      (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  add ("/display/picture/pixels", test_pixels);
  add ("/display/picture/original", test_original);
  add ("/display/damage", test_damage);
  add ("/display/picture/covered", test_covered);
  add ("/display/picture/mark", test_mark);
  add ("/display/direct", test_direct);
  add ("/display/scaled", test_scaled);
  add ("/display/picture/sharp", test_sharp);
  add ("/display/picture/depths", test_depths);
  add ("/display/picture/depth-alone", test_depth_alone);
  add ("/display/picture/moving", test_moving);
  add ("/display/picture/resize", test_resize);
  add ("/display/flash", test_flash);
  add ("/display/picture/disconnected", test_disconnected);
  add ("/display/picture/relative", test_relative);
  return g_test_run ();
}
