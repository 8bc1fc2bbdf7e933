/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <spice-client.h>

#include "console/lodge-console.h"

G_BEGIN_DECLS

/* The display and cursor channels of a session, as the screens of a console. */
typedef struct _LodgeSpiceScreens LodgeSpiceScreens;

LodgeSpiceScreens *lodge_spice_screens_new    (LodgeConsole      *console);
void               lodge_spice_screens_free   (LodgeSpiceScreens *self);
gboolean           lodge_spice_screens_add    (LodgeSpiceScreens *self,
                                               SpiceChannel      *channel);
void               lodge_spice_screens_remove (LodgeSpiceScreens *self,
                                               SpiceChannel      *channel);
gboolean           lodge_spice_screens_needs  (LodgeSpiceScreens *self,
                                               SpiceChannel      *channel);
void               lodge_spice_screens_show   (LodgeSpiceScreens *self,
                                               guint              number);
int                lodge_spice_screens_locate (LodgeSpiceScreens *self,
                                               LodgeScreen       *screen,
                                               int               *x,
                                               int               *y);

G_END_DECLS
