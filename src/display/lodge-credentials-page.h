/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/lodge-console.h"

G_BEGIN_DECLS

/* Asks the user what the other side of a console asks. Properties: credentials (nullable). */
#define LODGE_TYPE_CREDENTIALS_PAGE (lodge_credentials_page_get_type ())
G_DECLARE_FINAL_TYPE (LodgeCredentialsPage, lodge_credentials_page, LODGE, CREDENTIALS_PAGE, GtkWidget)

void lodge_credentials_page_set_credentials (LodgeCredentialsPage *self, LodgeCredentials *credentials);

G_END_DECLS
