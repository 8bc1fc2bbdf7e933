/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/lodge-deletions.h"
#include "app/lodge-host-questions.h"
#include "app/lodge-sidebar.h"
#include "app/lodge-window.h"
#include "pages/lodge-host-page.h"
#include "pages/lodge-machine-page.h"

G_BEGIN_DECLS

struct _LodgeWindow
{
  AdwApplicationWindow parent_instance;

  /* Template widgets */
  AdwLeaflet *leaflet;
  LodgeSidebar *sidebar;
  GtkWidget *separator;
  GtkWidget *content;
  GtkStack *stack;
  AdwToastOverlay *toasts;
  LodgeHostPage *host_page;
  LodgeMachinePage *machine_page;
  AdwViewSwitcher *switcher;
  AdwViewSwitcherBar *switcher_bar;
  GtkLabel *title_label;
  GtkLabel *subtitle_label;
  GtkWidget *main_button;

  /* Owned */
  LodgeHosts *hosts;
  GSettings *settings;
  LodgeDeletions *deletions;
  LodgeHostQuestions *questions; /* NULL in a window for one machine */
  GtkWindow *wizard;             /* weak: lives by itself */

  /* What is shown */
  LodgeHost *host;
  LodgeMachine *machine;
  GSignalGroup *machine_signals; /* of @machine */
  GSignalGroup *host_signals;    /* of @host */
  gboolean sidebar_visible;
  gboolean single;               /* for one machine */

  /* What to select as soon as it appears */
  char *wanted;                  /* UUID or name */
  char *wanted_page;
};

void lodge_window_class_init_actions (GtkWidgetClass *klass);
void lodge_window_init_actions       (LodgeWindow *self);
void lodge_window_update_actions     (LodgeWindow *self);

G_END_DECLS
