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
  AdwViewSwitcher *switcher;
  AdwViewSwitcherBar *switcher_bar;
  GtkLabel *title_label;
  GtkLabel *subtitle_label;
  GtkWidget *main_button;
  GMenuModel *tab_menu;

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
  gboolean single;               /* for machines alone */
  LodgeMachinePage *machine_page; /* of the main window, or of the tab that is shown; NULL: none yet */
  guint page_source;             /* will make it */
  AdwTabView *tabs;              /* NULL in the main window */
  GtkWidget *tab_bar;            /* of @tabs */
  gboolean keys_used;            /* the last thing that the user did in this window */
  AdwTabPage *menu_tab;          /* weak: whose context menu is open */
  GSignalGroup *page_signals;    /* of @machine_page */
  GSignalGroup *stack_signals;   /* of its stack */

  /* What to select as soon as it appears */
  char *wanted;                  /* UUID or name */
  char *wanted_page;
  gboolean wanted_untold;        /* it is to be told when no host has it */
};

void lodge_window_class_init_actions (GtkWidgetClass *klass);
void lodge_window_init_actions       (LodgeWindow *self);
void lodge_window_update_actions     (LodgeWindow *self);
void lodge_window_enable_action      (LodgeWindow *self, const char *name, gboolean enabled);
void lodge_window_set_subject        (LodgeWindow *self, LodgeHost *host, LodgeMachine *machine);
void lodge_window_use_page           (LodgeWindow *self, LodgeMachinePage *page);
void lodge_window_ensure_page        (LodgeWindow *self);
void lodge_window_prepare_page       (LodgeWindow *self);

char *lodge_window_shorten_name      (const char *name);

void lodge_window_follow_moves       (LodgeWindow *self);
void lodge_window_follow_move        (LodgeWindow *self);
void lodge_window_check_move         (LodgeWindow *self);

void lodge_window_show_content       (LodgeWindow *self);
void lodge_window_check_wanted       (LodgeWindow *self);
void lodge_window_watch_wanted       (LodgeWindow *self, LodgeHost *host);

void     lodge_window_init_tabs      (LodgeWindow *self);
void     lodge_window_clear_tabs     (LodgeWindow *self);
void     lodge_window_add_tab        (LodgeWindow *self, LodgeMachine *machine);
void     lodge_window_check_tabs     (LodgeWindow *self);
gboolean lodge_window_follow_in_tabs (LodgeWindow *self, LodgeMachine *from, LodgeMachine *to);
gboolean lodge_window_has_tabs       (LodgeWindow *self);
void     lodge_window_close_tab      (LodgeWindow *self);
void     lodge_window_move_tab_out   (LodgeWindow *self, AdwTabPage *tab);
void     lodge_window_open_machine   (LodgeWindow *self, gboolean in_tab);

void     lodge_window_init_tab_menu  (LodgeWindow *self);
void     lodge_window_update_tab_actions (LodgeWindow *self);

G_END_DECLS
