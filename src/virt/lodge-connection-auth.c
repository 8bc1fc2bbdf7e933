/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening a connection that asks for a name, a password or a yes on the way. libvirt calls back on the
 * worker, in the middle of its open; what it wants to know becomes a question, and the callback waits.
 * https://libvirt.org/html/libvirt-libvirt-host.html#virConnectAuth */

#include "config.h"

#include "virt/lodge-connection-private.h"

#include <glib/gi18n-lib.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "base/lodge-error.h"
#include "virt/lodge-host-question-private.h"
#include "virt/lodge-virt-error.h"

/* What libvirt's own ssh wants to read for a yes. */
#define YES "y"

typedef struct {
  const LodgeConnectionLogin *login;
  gboolean asked;      /* in this attempt */
  gboolean refused;    /* what was answered in the attempt before */
  gboolean cancelled;
} Attempt;

static gboolean
is_host_key (const virConnectCredential *credential)
{
  return credential->type == VIR_CRED_ECHOPROMPT && credential->prompt != NULL &&
         strstr (credential->prompt, "SSH host key") != NULL;
}

/* “root” of qemu+tcp://root@server/system */
static char *
dup_user (const char *uri)
{
  g_autoptr(GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NON_DNS, NULL);

  return parsed != NULL ? g_strdup (g_uri_get_userinfo (parsed)) : NULL;
}

static void
add_prompt (LodgeHostQuestion          *question,
            const virConnectCredential *credential,
            const char                 *user)
{
  const char *initial = credential->defresult;

  switch (credential->type)
    {
    case VIR_CRED_AUTHNAME:
      lodge_host_question_add (question, LODGE_PROMPT_TEXT, _("User Name"),
                               initial != NULL ? initial : user);
      break;

    case VIR_CRED_PASSPHRASE:
      lodge_host_question_add (question, LODGE_PROMPT_SECRET, _("Password"), NULL);
      break;

    case VIR_CRED_ECHOPROMPT:
      lodge_host_question_add (question, is_host_key (credential) ? LODGE_PROMPT_CONFIRM
                                                                  : LODGE_PROMPT_TEXT,
                               _("Answer"), initial);
      break;

    default:
      lodge_host_question_add (question, LODGE_PROMPT_SECRET, _("Answer"), NULL);
      break;
    }
}

/* A name and a password explain themselves; other prompts are in the host's words only. */
static char *
dup_text (virConnectCredentialPtr credentials,
          guint                   n)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    if ((credentials[i].type == VIR_CRED_ECHOPROMPT || credentials[i].type == VIR_CRED_NOECHOPROMPT)
        && credentials[i].prompt != NULL)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", credentials[i].prompt);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* libvirt frees what it is given with free(). */
static void
give (virConnectCredentialPtr credential,
      const char             *answer)
{
  credential->result = strdup (is_host_key (credential) ? YES : answer);
  credential->resultlen = (unsigned int) strlen (credential->result);
}

static int
ask_cb (virConnectCredentialPtr credentials,
        unsigned int            n,
        void                   *user_data)
{
  Attempt *attempt = user_data;
  g_autofree char *text = dup_text (credentials, n);
  g_autofree char *user = dup_user (attempt->login->uri);
  g_autoptr(LodgeHostQuestion) question = lodge_host_question_new (text, attempt->refused);

  attempt->asked = TRUE;
  if (attempt->login->ask == NULL)
    return -1;

  for (guint i = 0; i < n; i++)
    add_prompt (question, &credentials[i], user);
  if (!attempt->login->ask (question, attempt->login->ask_data))
    {
      attempt->cancelled = TRUE;
      return -1;
    }
  for (guint i = 0; i < n; i++)
    give (&credentials[i], lodge_host_question_get_given (question, i));
  return 0;
}

static gboolean
has_code (int code)
{
  virErrorPtr last = virGetLastError ();

  return last != NULL && last->code == code;
}

static void
set_error (const Attempt  *attempt,
           GError        **error)
{
  const char *detail = virGetLastErrorMessage ();

  if (attempt->asked && attempt->login->ask == NULL)
    lodge_error_set (error, LODGE_ERROR_DENIED, detail, "%s",
                     _("The host asks for a user name and a password. Connect in Lodge’s window, or "
                       "write them into ~/.config/libvirt/auth.conf."));
  else if (attempt->refused)
    lodge_error_set (error, LODGE_ERROR_DENIED, detail, "%s",
                     _("The host did not accept the user name or the password. Connect again, and "
                       "check both."));
  else if (!lodge_uri_is_local (attempt->login->uri)
           && (has_code (VIR_ERR_AUTH_FAILED) || has_code (VIR_ERR_AUTH_UNAVAILABLE)))
    lodge_error_set (error, LODGE_ERROR_DENIED, detail, "%s",
                     _("You may not use the libvirt service of that host. Ask its administrator to "
                       "add your user there to the group libvirt."));
  else
    lodge_virt_error_set (error);
}

/* Opens @login, asking as often as the answer is refused. NULL with error: %G_IO_ERROR_CANCELLED when
 * the user gave no answer to the first question, as then there is nothing to tell. */
virConnectPtr
lodge_connection_log_in (const LodgeConnectionLogin  *login,
                         GError                     **error)
{
  static int types[] = {
    VIR_CRED_AUTHNAME, VIR_CRED_PASSPHRASE, VIR_CRED_ECHOPROMPT, VIR_CRED_NOECHOPROMPT,
  };
  Attempt attempt = { login, FALSE, FALSE, FALSE };
  virConnectAuth auth = { types, G_N_ELEMENTS (types), ask_cb, &attempt };
  virConnectPtr conn;
  gboolean again;

  LODGE_ASSERT_WORKER ();
  do
    {
      attempt.asked = FALSE;
      conn = virConnectOpenAuth (login->address, &auth, 0);
      if (conn != NULL)
        return conn;
      again = attempt.asked && login->ask != NULL && !attempt.cancelled
              && has_code (VIR_ERR_AUTH_FAILED);
      attempt.refused = attempt.refused || again;
    }
  while (again);

  if (attempt.cancelled && !attempt.refused)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  else
    set_error (&attempt, error);
  return NULL;
}
