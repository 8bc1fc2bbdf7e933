/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/lodge-cli.h"
#include "virt/lodge-hosts.h"
#include "virt/lodge-machine.h"

G_BEGIN_DECLS

/* One run of a sub-command: its options, and the host once it is connected. */
typedef struct {
  char *uri;
  gboolean json;
  char **arguments;    /* what is left after the options */
  LodgeHost *host;
  GError *error;
  GMainLoop *loop;
} LodgeCli;

typedef struct {
  const char *verb;
  const char *arguments;  /* for the help, nullable */
  const char *summary;    /* untranslated, marked */
  int (*run) (LodgeCli *cli, int argc, char **argv);
} LodgeCliCommand;

int         lodge_cli_list         (LodgeCli *cli, int argc, char **argv);
int         lodge_cli_act          (LodgeCli *cli, int argc, char **argv);

gboolean    lodge_cli_parse        (LodgeCli *cli, const GOptionEntry *entries,
                                    const char *arguments, int argc, char **argv);
gboolean    lodge_cli_connect      (LodgeCli *cli);
int         lodge_cli_fail         (LodgeCli *cli, const GError *error);
int         lodge_cli_exit_code    (const GError *error);

void        lodge_json_add_string  (GString *json, const char *key, const char *value);
void        lodge_json_add_bool    (GString *json, const char *key, gboolean value);

G_END_DECLS
