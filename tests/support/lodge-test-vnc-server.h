/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A VNC server that says byte for byte what a test wants, and the console that listens to it. */
#pragma once

#include <gio/gio.h>

#include "console/lodge-console.h"

/* Of the extended clipboard. */
#define TEXT    1u
#define CAPS    (1u << 24)
#define REQUEST (1u << 25)
#define PEEK    (1u << 26)
#define NOTIFY  (1u << 27)
#define PROVIDE (1u << 28)

typedef struct {
  LodgeConsole *console;
  int fd;                 /* -1: the console has not come yet */
  guint n_sessions;
  GByteArray *got;        /* what the console said, and was not taken yet */
  guint source;
} LodgeTestVnc;

void   lodge_test_vnc_start     (LodgeTestVnc *vnc);
void   lodge_test_vnc_stop      (LodgeTestVnc *vnc);
void   lodge_test_vnc_listen    (LodgeTestVnc *vnc);
void   lodge_test_vnc_hang_up   (LodgeTestVnc *vnc);
/* Writes bytes: `%1` u8, `%2` u16, `%4` u32 of the next argument (guint), `%s` a string, `%z N` zeros. */
void   lodge_test_vnc_say       (LodgeTestVnc *vnc, const char *format, ...);
gssize lodge_test_vnc_try_say   (LodgeTestVnc *vnc, gconstpointer data, gsize length);
void   lodge_test_vnc_say_bytes (LodgeTestVnc *vnc, gconstpointer data, gsize length);
/* Takes @length bytes that the console said, once they are there. */
void   lodge_test_vnc_take      (LodgeTestVnc *vnc, guint8 *bytes, gsize length);
void   lodge_test_vnc_expect    (LodgeTestVnc *vnc, const char *hex);
/* Throws away what is there and what comes until nothing does for a turn. */
void   lodge_test_vnc_forget    (LodgeTestVnc *vnc);
void   lodge_test_vnc_greet     (LodgeTestVnc *vnc);
/* And on to VeNCrypt's types, which @vnc says next. */
void   lodge_test_vnc_offer_vencrypt (LodgeTestVnc *vnc);
/* With this name of the screen; lodge_test_vnc_let_in() has “Test”. */
void   lodge_test_vnc_let_in_as (LodgeTestVnc *vnc, guint width, guint height, const char *name);
void   lodge_test_vnc_let_in    (LodgeTestVnc *vnc, guint width, guint height);
