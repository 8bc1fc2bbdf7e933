/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "console/lodge-console-audio.h"
#include "console/lodge-console-cards.h"
#include "console/lodge-console-clipboard.h"
#include "console/lodge-console-folder.h"
#include "console/lodge-console-status.h"
#include "console/lodge-console-usb.h"
#include "console/lodge-credentials.h"
#include "console/lodge-cursor.h"
#include "console/lodge-file-transfer.h"
#include "console/lodge-framebuffer.h"
#include "console/lodge-screen.h"

G_BEGIN_DECLS

typedef enum {
  LODGE_CONSOLE_DISCONNECTED,
  LODGE_CONSOLE_CONNECTING,
  LODGE_CONSOLE_CONNECTED,
  LODGE_CONSOLE_FAILED,     /* see error */
} LodgeConsoleState;

typedef enum { LODGE_POINTER_ABSOLUTE, LODGE_POINTER_RELATIVE } LodgePointerMode;

/* What can be done with the guest at this moment. */
typedef enum {
  LODGE_CONSOLE_RESIZES     = 1 << 0,  /* lodge_console_request_size() */
  LODGE_CONSOLE_TAKES_FILES = 1 << 1,  /* lodge_console_send_files() */
} LodgeConsoleFeatures;
#define LODGE_TYPE_CONSOLE_FEATURES (lodge_console_features_get_type ())
GType lodge_console_features_get_type (void);

/* Sizes that may be asked for; others are brought into this range. */
#define LODGE_CONSOLE_MIN_WIDTH  320
#define LODGE_CONSOLE_MIN_HEIGHT 200
#define LODGE_CONSOLE_MAX_SIZE   16384

/* Lock keys, as the lights of a keyboard show them. */
typedef enum {
  LODGE_LOCK_CAPS   = 1 << 0,
  LODGE_LOCK_NUM    = 1 << 1,
  LODGE_LOCK_SCROLL = 1 << 2,
} LodgeLocks;

#define LODGE_TYPE_CONSOLE_STATE (lodge_console_state_get_type ())
GType lodge_console_state_get_type (void);
#define LODGE_TYPE_POINTER_MODE (lodge_pointer_mode_get_type ())
GType lodge_pointer_mode_get_type (void);

/* Gets a connected socket, asynchronously: how is the embedder's matter (libvirt's fd passing, a
 * path, ssh). Called for each channel. Answer with lodge_fd_request_return(), once, at any later time. */
typedef struct _LodgeFdRequest LodgeFdRequest;
typedef void (*LodgeFdProvider)  (LodgeFdRequest *request, gpointer user_data);
/* takes the fd; fd -1 with error */
void lodge_fd_request_return     (LodgeFdRequest *request, int fd, const GError *error);

/* A session with a guest's screen, without widgets; SPICE and VNC are subclasses.
 * Properties, read-only but for view-only: state, error (GError boxed), screens (GListModel of LodgeScreen,
 *   always the same one, never empty); framebuffer (LodgeFramebuffer), cursor (LodgeCursor boxed), pointer-x
 *   and pointer-y (int: where the guest draws it in relative mode), which are the first screen's;
 *   pointer-mode; locks (LodgeLocks as int: the lights of the guest's keyboard; -1: not known); view-only
 *   (bool: nothing goes to the guest, which has no features then); features (LodgeConsoleFeatures);
 *   agent-connected (bool: a program in the guest helps); clipboard (LodgeConsoleClipboard, always the same
 *   one). */
#define LODGE_TYPE_CONSOLE (lodge_console_get_type ())
G_DECLARE_DERIVABLE_TYPE (LodgeConsole, lodge_console, LODGE, CONSOLE, GObject)

struct _LodgeConsoleClass
{
  GObjectClass parent_class;

  void (*connect)    (LodgeConsole *self);
  void (*disconnect) (LodgeConsole *self);
  void (*key)        (LodgeConsole *self, guint scancode, gboolean pressed);
  void (*motion)     (LodgeConsole *self, int x, int y);    /* absolute, guest pixels */
  void (*move)       (LodgeConsole *self, int dx, int dy);  /* relative */
  /* 1 left 2 middle 3 right 4 up 5 down 8 side 9 extra */
  void (*button)     (LodgeConsole *self, guint button, gboolean pressed);
  void (*set_locks)  (LodgeConsole *self, gboolean caps, gboolean num, gboolean scroll);

  /* These may be NULL: called only when the subclass said that the guest can (features, clipboard). */
  void (*describe)          (LodgeConsole *self, LodgeConsoleStatus *status);
  void (*measure)           (LodgeConsole *self);
  gboolean uses_agent;   /* what is missing may be had by installing the agent in the guest */
  void (*resize)            (LodgeConsole *self, int width, int height);
  /* For guests that may have several screens: instead of motion() and resize(). Places are in the order of
   * the screens' numbers. show_screen() is called before somebody looks at another than the first. */
  void (*motion_on)         (LodgeConsole *self, LodgeScreen *screen, int x, int y);
  void (*arrange)           (LodgeConsole *self, const LodgeScreenPlace *places, guint n);
  void (*show_screen)       (LodgeConsole *self, LodgeScreen *screen);
  void (*send_files)        (LodgeConsole *self, LodgeFileTransfer *transfer);
  /* The host has contents of these types; 0: none any more. A protocol that cannot wait for a paste
   * calls lodge_console_clipboard_guest_request() itself. */
  void (*clipboard_offer)   (LodgeConsole *self, LodgeSelection selection, LodgeClipboardTypes types);
  /* Ask the guest; its answer goes to lodge_console_clipboard_guest_data(). */
  void (*clipboard_request) (LodgeConsole *self, LodgeSelection selection, LodgeClipboardTypes type);
  /* The answer to lodge_console_clipboard_guest_request(); NULL: there is nothing to be had. */
  void (*clipboard_send)    (LodgeConsole *self, LodgeSelection selection, LodgeClipboardTypes type, GBytes *contents);
};

/* What the properties of these names say. */
LodgeConsoleState  lodge_console_get_state        (LodgeConsole *self);
const GError      *lodge_console_get_error        (LodgeConsole *self);
LodgeFramebuffer  *lodge_console_get_framebuffer  (LodgeConsole *self);
LodgeCursor       *lodge_console_get_cursor       (LodgeConsole *self);
LodgePointerMode   lodge_console_get_pointer_mode (LodgeConsole *self);
gboolean           lodge_console_get_locks        (LodgeConsole *self, LodgeLocks *locks); /* FALSE: not known */
GListModel            *lodge_console_get_screens      (LodgeConsole *self);
LodgeScreen           *lodge_console_get_screen       (LodgeConsole *self, guint number); /* NULL */
LodgeConsoleFeatures   lodge_console_get_features     (LodgeConsole *self);
gboolean               lodge_console_is_view_only       (LodgeConsole *self);
void                   lodge_console_set_view_only      (LodgeConsole *self, gboolean view_only);
gboolean               lodge_console_is_agent_connected (LodgeConsole *self);
gboolean               lodge_console_uses_agent       (LodgeConsole *self);
LodgeConsoleClipboard *lodge_console_get_clipboard    (LodgeConsole *self);
LodgeConsoleAudio     *lodge_console_get_audio        (LodgeConsole *self); /* always the same one */
LodgeConsoleUsb       *lodge_console_get_usb          (LodgeConsole *self); /* always the same one */
LodgeConsoleCards     *lodge_console_get_cards        (LodgeConsole *self); /* always the same ones */
LodgeConsoleFolder    *lodge_console_get_folder       (LodgeConsole *self); /* always the same one */
LodgeCredentials      *lodge_console_get_credentials  (LodgeConsole *self); /* always the same ones */
void               lodge_console_connect          (LodgeConsole *self);
void               lodge_console_disconnect       (LodgeConsole *self);
/* NULL without an open session. */
LodgeConsoleStatus *lodge_console_dup_status      (LodgeConsole *self);
void               lodge_console_measure          (LodgeConsole *self);
/* What lodge_console_dup_status() calls sockets that are handed over; translated. */
void               lodge_console_set_way          (LodgeConsole *self, const char *way);
/* Why its path is not the usual one; translated. */
void               lodge_console_set_reason       (LodgeConsole *self, const char *reason);
/* Scancodes: XT set 1; a key with prefix e0 is 0x100 | code; Pause is 0x146. */
void               lodge_console_key              (LodgeConsole *self, guint scancode, gboolean pressed);
/* pressed in order, released in reverse */
void               lodge_console_send_keys        (LodgeConsole *self, const guint *scancodes, gsize n);
void               lodge_console_release_keys     (LodgeConsole *self); /* all that are down */
void               lodge_console_set_locks        (LodgeConsole *self, gboolean caps, gboolean num, gboolean scroll);
void               lodge_console_motion           (LodgeConsole *self, int x, int y);
void               lodge_console_motion_on        (LodgeConsole *self, LodgeScreen *screen, int x, int y);
void               lodge_console_move             (LodgeConsole *self, int dx, int dy);
void               lodge_console_button           (LodgeConsole *self, guint button, gboolean pressed);
/* Copies files into the guest; it chooses the folder. A transfer that cannot be begun has failed at once. */
LodgeFileTransfer *lodge_console_send_files       (LodgeConsole *self, GFile *const *files, gsize n);
/* The guest's screen is to become this large, in device pixels. Called as often as one likes: what is
 * wanted last is sent after a pause, one request at a time. */
void               lodge_console_request_size     (LodgeConsole *self, int width, int height);
/* The same for another screen than the first; whether it is to be on; and where it is to be among the
 * others, in the guest's pixels. What is wished for all screens is sent together. */
void               lodge_console_request_screen_size (LodgeConsole *self, LodgeScreen *screen, int width,
                                                      int height);
void               lodge_console_turn_screen      (LodgeConsole *self, LodgeScreen *screen, gboolean on);
void               lodge_console_place_screen     (LodgeConsole *self, LodgeScreen *screen, int x, int y);
void               lodge_console_unplace_screens  (LodgeConsole *self);
void               lodge_console_line_up_screens  (LodgeConsole *self, const guint *numbers, guint n,
                                                   gboolean below);

G_END_DECLS
