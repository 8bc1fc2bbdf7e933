/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Remembered passwords of screens, in a real keyring and where there is none: a VNC server asks, and
 * what the user would be asked is looked at. Run by ../support/keyring. */

#include "config.h"

#include <adwaita.h>
#include <libsecret/secret.h>

#include "console/lodge-credentials-private.h"
#include "display/lodge-credentials-page.h"
#include "display/lodge-secret-service.h"

#include "../support/lodge-test-server.h"
#include "../support/lodge-test-vnc-server.h"
#include "../support/lodge-test-widgets.h"

typedef struct {
  LodgeTestVnc vnc;
  LodgeCredentials *credentials;
  guint n_asked;   /* how often the user was */
} Screen;

static LodgeSecretKey *
make_key (void)
{
  return lodge_secret_key_new ("screen", "vnc://joe:hidden@server:5901", NULL, NULL,
                               "Password of the screen at server");
}

/* What the keyring has of Lodge; one at most. */
static SecretItem *
find_item (void)
{
  const SecretSchema any = { LODGE_APP_ID ".Password", SECRET_SCHEMA_NONE, { { NULL, 0 } } };
  g_autoptr(GHashTable) attributes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GError) error = NULL;
  GList *items = secret_service_search_sync (NULL, &any, attributes,
                                             SECRET_SEARCH_ALL | SECRET_SEARCH_LOAD_SECRETS, NULL,
                                             &error);
  SecretItem *item = items != NULL ? g_object_ref (items->data) : NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_length (items), <=, 1);
  g_list_free_full (items, g_object_unref);
  return item;
}

static gboolean
keyring_has (const char *password)
{
  g_autoptr(SecretItem) item = find_item ();
  g_autoptr(SecretValue) value = item != NULL ? secret_item_get_secret (item) : NULL;

  return g_strcmp0 (value != NULL ? secret_value_get_text (value) : NULL, password) == 0;
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      done)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (lodge_secret_store_save_finish (result, &error));
  g_assert_no_error (error);
  *(gboolean *) done = TRUE;
}

static void
put_into_keyring (const char *user,
                  const char *password)
{
  g_autoptr(LodgeSecretKey) key = make_key ();
  g_autoptr(LodgeLogin) login = lodge_login_new (user, password);
  gboolean done = FALSE;

  lodge_secret_store_save_async (key, login, saved_cb, &done);
  lodge_test_wait (done);
}

static void
empty_keyring (void)
{
  g_autoptr(LodgeSecretKey) key = make_key ();

  lodge_secret_store_forget_async (key);
  lodge_test_wait (keyring_has (NULL));
}

static void
wanted_cb (Screen *screen)
{
  screen->n_asked += lodge_credentials_get_wanted (screen->credentials) != 0;
}

static void
ask (Screen *screen)
{
  lodge_test_vnc_greet (&screen->vnc);
  lodge_test_vnc_say (&screen->vnc, "%1%1%1", 2u, 16u, 2u);
}

/* As if by a new start of the program: nothing is kept in memory from one screen to the next. */
static void
open_screen (Screen *screen)
{
  g_autoptr(LodgeSecretKey) key = make_key ();

  screen->n_asked = 0;
  lodge_test_vnc_start (&screen->vnc);
  screen->credentials = lodge_console_get_credentials (screen->vnc.console);
  g_signal_connect_swapped (screen->credentials, "notify::wanted", G_CALLBACK (wanted_cb), screen);
  lodge_credentials_set_key (screen->credentials, key);
  ask (screen);
}

static void
wait_asked (Screen *screen)
{
  lodge_test_wait (lodge_credentials_get_wanted (screen->credentials) == LODGE_CREDENTIAL_PASSWORD);
}

static void
challenge (Screen *screen)
{
  lodge_test_vnc_expect (&screen->vnc, "02");
  lodge_test_vnc_say (&screen->vnc, "%z", 16u);
  lodge_test_vnc_take (&screen->vnc, NULL, 16);
}

static void
refuse (Screen *screen)
{
  challenge (screen);
  lodge_test_vnc_say (&screen->vnc, "%4%4%s", 1u, 2u, "no");
}

static void
let_in (Screen *screen)
{
  challenge (screen);
  lodge_test_vnc_say (&screen->vnc, "%4", 0u);
  lodge_test_vnc_expect (&screen->vnc, "01");
  lodge_test_vnc_say (&screen->vnc, "%2%2 %1%1%1%1 %2%2%2 %1%1%1 %z %4%s", 64u, 64u, 32u, 24u, 0u,
                      1u, 255u, 255u, 255u, 16u, 8u, 0u, 3u, 1u, "x");
  lodge_test_wait (lodge_console_get_state (screen->vnc.console) == LODGE_CONSOLE_CONNECTED);
}

static void
close_screen (Screen *screen)
{
  g_signal_handlers_disconnect_by_data (screen->credentials, screen);
  lodge_test_vnc_stop (&screen->vnc);
}

static gboolean
get (Screen     *screen,
     const char *property)
{
  gboolean value;

  g_object_get (screen->credentials, property, &value, NULL);
  return value;
}

/* The check of the page that asks. */
static GtkWidget *
find_check (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_CHECK_BUTTON (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_check (child);
  return found;
}

static GtkWidget *
make_page (Screen *screen)
{
  return g_object_ref_sink (g_object_new (LODGE_TYPE_CREDENTIALS_PAGE, "credentials",
                                          screen->credentials, NULL));
}

static void
test_not_wanted (void)
{
  Screen screen;
  GtkWidget *page;

  open_screen (&screen);
  page = make_page (&screen);
  wait_asked (&screen);
  g_assert_true (gtk_widget_get_visible (find_check (page)));
  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (find_check (page))));
  lodge_credentials_answer (screen.credentials, NULL, "secret");
  let_in (&screen);
  g_object_unref (page);
  close_screen (&screen);
  g_assert_true (keyring_has (NULL));

  open_screen (&screen);
  wait_asked (&screen);
  close_screen (&screen);
}

static void
test_remembered (void)
{
  g_autoptr(SecretItem) item = NULL;
  g_autoptr(GHashTable) attributes = NULL;
  g_autofree char *label = NULL;
  Screen screen;
  GtkWidget *page;

  open_screen (&screen);
  page = make_page (&screen);
  wait_asked (&screen);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_check (page)), TRUE);
  lodge_credentials_answer (screen.credentials, NULL, "secret");
  challenge (&screen);
  g_assert_true (keyring_has (NULL));
  lodge_test_vnc_say (&screen.vnc, "%4%4%s", 1u, 2u, "no");
  wait_asked (&screen);
  lodge_credentials_answer (screen.credentials, NULL, "second");
  lodge_test_wait (screen.vnc.n_sessions == 2);
  ask (&screen);
  let_in (&screen);
  lodge_test_wait (get (&screen, "remembered"));
  g_assert_true (keyring_has ("second"));
  g_object_unref (page);
  close_screen (&screen);

  item = find_item ();
  label = secret_item_get_label (item);
  attributes = secret_item_get_attributes (item);
  g_assert_cmpstr (label, ==, "Password of the screen at server");
  g_assert_cmpstr (g_hash_table_lookup (attributes, "kind"), ==, "screen");
  g_assert_cmpstr (g_hash_table_lookup (attributes, "server"), ==, "vnc://joe@server:5901");

  open_screen (&screen);
  let_in (&screen);
  g_assert_cmpuint (screen.n_asked, ==, 0);
  g_assert_true (get (&screen, "remembered"));
  lodge_credentials_forget (screen.credentials);
  g_assert_false (get (&screen, "remembered"));
  lodge_test_wait (keyring_has (NULL));
  close_screen (&screen);
}

/* What is remembered is tried once, and the user is asked then. */
static void
test_wrong (void)
{
  Screen screen;

  put_into_keyring (NULL, "wrong");
  open_screen (&screen);
  refuse (&screen);
  wait_asked (&screen);
  g_assert_true (lodge_credentials_get_refused (screen.credentials));
  g_assert_cmpuint (screen.n_asked, ==, 1);
  g_assert_true (get (&screen, "remember"));
  lodge_test_wait (keyring_has (NULL));

  lodge_credentials_answer (screen.credentials, NULL, "right");
  lodge_test_wait (screen.vnc.n_sessions == 2);
  ask (&screen);
  let_in (&screen);
  lodge_test_wait (get (&screen, "remembered"));
  g_assert_true (keyring_has ("right"));
  close_screen (&screen);
  empty_keyring ();
}

/* One password takes the place of the other, also with another name. */
static void
test_replaced (void)
{
  put_into_keyring ("joe", "first");
  put_into_keyring ("ann", "second");
  g_assert_true (keyring_has ("second"));
  empty_keyring ();
}

/* What an earlier run left is found though no server asks for it, and goes alone or with all of its server. */
static void
test_earlier_run (void)
{
  g_autoptr(LodgeSecretKey) key = make_key ();
  g_autoptr(LodgeSecretKey) server = lodge_secret_key_new (NULL, key->server, NULL, NULL, NULL);
  g_autoptr(LodgeSecretKey) other = lodge_secret_key_new (NULL, "vnc://server", NULL, NULL, NULL);
  g_autoptr(LodgeCredentials) credentials = lodge_credentials_new ();

  put_into_keyring (NULL, "secret");
  lodge_credentials_set_key (credentials, key);
  g_assert_false (lodge_credentials_get_remembered (credentials));
  lodge_credentials_look_for_remembered (credentials);
  lodge_test_wait (lodge_credentials_get_remembered (credentials));
  lodge_credentials_forget (credentials);
  g_assert_false (lodge_credentials_get_remembered (credentials));
  lodge_test_wait (keyring_has (NULL));

  put_into_keyring (NULL, "secret");
  lodge_secret_store_forget_async (other);
  lodge_credentials_look_for_remembered (credentials);
  lodge_test_wait (lodge_credentials_get_remembered (credentials));
  g_assert_true (keyring_has ("secret"));
  lodge_secret_store_forget_async (server);
  lodge_test_wait (keyring_has (NULL));
}

/* Nobody can be asked to unlock it here, which is as when the user does not want to. The keyring stays
 * locked: last. */
static void
test_locked (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(SecretService) service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, &error);
  g_autoptr(SecretCollection) collection = NULL;
  GList *list;
  Screen screen;

  g_assert_no_error (error);
  put_into_keyring (NULL, "secret");
  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT,
                                                 SECRET_COLLECTION_NONE, NULL, &error);
  g_assert_no_error (error);
  list = g_list_append (NULL, collection);
  g_assert_cmpint (secret_service_lock_sync (service, list, NULL, NULL, &error), ==, 1);
  g_assert_no_error (error);
  g_list_free (list);

  open_screen (&screen);
  wait_asked (&screen);
  g_assert_true (get (&screen, "can-remember"));
  lodge_credentials_answer (screen.credentials, NULL, "secret");
  let_in (&screen);
  close_screen (&screen);
}

static void
test_no_service (void)
{
  Screen screen;
  GtkWidget *page;

  open_screen (&screen);
  page = make_page (&screen);
  wait_asked (&screen);
  g_assert_false (gtk_widget_get_visible (find_check (page)));
  lodge_credentials_set_remember (screen.credentials, TRUE);
  lodge_credentials_answer (screen.credentials, NULL, "secret");
  let_in (&screen);
  g_assert_false (get (&screen, "remembered"));
  g_object_unref (page);
  close_screen (&screen);
}

/* Who reads along is said before anything is typed, and not where nobody can. */
static void
test_exposed (void)
{
  Screen screen;
  GtkWindow *window;
  GtkWidget *page, *label;

  open_screen (&screen);
  page = make_page (&screen);
  window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (window, page);
  gtk_window_present (window);
  wait_asked (&screen);
  label = lodge_test_find_where (page, GTK_TYPE_LABEL, "label", "not encrypted");
  lodge_test_wait (gtk_widget_get_mapped (page));
  g_assert_false (gtk_widget_get_mapped (label));
  lodge_credentials_set_exposed (screen.credentials, TRUE);
  lodge_test_wait (gtk_widget_get_mapped (label));
  gtk_window_destroy (window);
  g_object_unref (page);
  close_screen (&screen);
}

/* Who gives up is not asked later. */
static void
test_given_up (void)
{
  Screen screen;

  open_screen (&screen);
  lodge_test_vnc_expect (&screen.vnc, "02");
  lodge_console_disconnect (screen.vnc.console);
  g_assert_cmpuint (screen.n_asked, ==, 0);
  close_screen (&screen);
}

int
main (int   argc,
      char *argv[])
{
  gboolean none = g_strcmp0 (argv[argc - 1], "--none") == 0;

  argc -= none;
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  lodge_secret_service_use ();
  if (none)
    {
      g_test_add_func ("/secret-service/none", test_no_service);
      g_test_add_func ("/secret-service/exposed", test_exposed);
    }
  else
    {
      g_test_add_func ("/secret-service/not-wanted", test_not_wanted);
      g_test_add_func ("/secret-service/remembered", test_remembered);
      g_test_add_func ("/secret-service/wrong", test_wrong);
      g_test_add_func ("/secret-service/replaced", test_replaced);
      g_test_add_func ("/secret-service/earlier-run", test_earlier_run);
      g_test_add_func ("/secret-service/given-up", test_given_up);
      g_test_add_func ("/secret-service/locked", test_locked);
    }
  return g_test_run ();
}
