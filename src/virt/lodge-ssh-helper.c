/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the program is when ssh is in play: it is started by names that lodge-ssh.c makes in a private
 * folder, and finds everything in there. “ssh” is ssh with one shared connection, without a terminal;
 * “askpass” carries a question of ssh's to the window; “end” ends the shared connection. */

#include "config.h"

#include "virt/lodge-ssh-helper.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_ANSWER 4096

/* How long the shared connection outlives what used it: time for libvirt to come back. */
#define PERSIST "60"

static char *
in_folder (const char *program,
           const char *name)
{
  g_autofree char *folder = g_path_get_dirname (program);

  return g_build_filename (folder, name, NULL);
}

static char *
control_option (const char *program)
{
  g_autofree char *path = in_folder (program, LODGE_SSH_MASTER);

  return g_strconcat ("ControlPath=", path, NULL);
}

static int
run_ssh (int   argc,
         char *argv[])
{
  g_autofree char *askpass = in_folder (argv[0], LODGE_SSH_ASKPASS);
  g_autoptr(GPtrArray) words = g_ptr_array_new ();
  const char *const options[] = {
    "ssh", "-o", control_option (argv[0]), "-o", "ControlMaster=auto", "-o", "ControlPersist=" PERSIST,
    "-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3", "-o", "ConnectTimeout=10",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    g_ptr_array_add (words, (gpointer) options[i]);
  for (int i = 1; i < argc; i++)
    g_ptr_array_add (words, argv[i]);
  g_ptr_array_add (words, NULL);

  /* The terminal that Lodge may have been started from is no place for questions. */
  setsid ();
  g_setenv ("SSH_ASKPASS", askpass, TRUE);
  g_setenv ("SSH_ASKPASS_REQUIRE", "force", TRUE);
  execvp ("ssh", (char *const *) words->pdata);
  fprintf (stderr, "ssh: %s\n", g_strerror (errno));
  return 127;
}

static int
connect_to (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (strlen (path) >= sizeof address.sun_path)
    return -1;
  strcpy (address.sun_path, path);
  return connect (fd, (struct sockaddr *) &address, sizeof address) == 0 ? fd : -1;
}

static gboolean
write_all (int         fd,
           const char *text)
{
  gsize length = strlen (text);

  while (length > 0)
    {
      gssize n = write (fd, text, length);

      if (n < 0 && errno != EINTR)
        return FALSE;
      text += MAX (n, 0);
      length -= (gsize) MAX (n, 0);
    }
  return TRUE;
}

/* “y” and the answer; anything else means that there is none. */
static gboolean
read_answer (int   fd,
             char *answer)
{
  gsize length = 0;
  gssize n;

  while (length < MAX_ANSWER - 1
         && ((n = read (fd, answer + length, MAX_ANSWER - 1 - length)) > 0
             || (n < 0 && errno == EINTR)))
    length += (gsize) MAX (n, 0);
  answer[length] = '\0';
  return length > 0 && answer[0] == 'y';
}

static int
ask (int   argc,
     char *argv[])
{
  g_autofree char *path = in_folder (argv[0], LODGE_SSH_SOCKET);
  const char *hint = g_getenv ("SSH_ASKPASS_PROMPT");
  g_autofree char *request = g_strdup_printf ("%d\n%s\n%s", (int) getppid (),
                                              hint != NULL ? hint : "", argc > 1 ? argv[1] : "");
  char answer[MAX_ANSWER] = "";
  int fd = connect_to (path);

  if (fd >= 0 && write_all (fd, request) && shutdown (fd, SHUT_WR) == 0 && read_answer (fd, answer))
    {
      gboolean written = write_all (STDOUT_FILENO, answer + 1) && write_all (STDOUT_FILENO, "\n");

      explicit_bzero (answer, sizeof answer);
      return written ? 0 : 1;
    }
  /* Without this, ssh would try an empty password and ask again. */
  kill (getppid (), SIGTERM);
  return 1;
}

/* The folder is flat. */
static gboolean
remove_folder (const char *path)
{
  g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      unlink (file);
    }
  return rmdir (path) == 0;
}

static int
end (char *argv[])
{
  g_autofree char *folder = g_path_get_dirname (argv[0]);
  g_autofree char *option = control_option (argv[0]);
  pid_t pid = fork ();

  if (pid == 0)
    {
      execlp ("ssh", "ssh", "-o", option, "-O", "exit", "-q", "lodge", NULL);
      _exit (127);
    }
  if (pid > 0)
    waitpid (pid, NULL, 0);
  return remove_folder (folder) ? 0 : 1;
}

/**
 * lodge_ssh_helper_handles:
 * @program: `argv[0]`
 *
 * Tells whether the program was started to help ssh.
 *
 * Returns: %TRUE when lodge_ssh_helper_main() is to be called and nothing else
 */
gboolean
lodge_ssh_helper_handles (const char *program)
{
  g_autofree char *folder = NULL;
  g_autofree char *folder_name = NULL;

  if (program == NULL || !g_path_is_absolute (program))
    return FALSE;
  folder = g_path_get_dirname (program);
  folder_name = g_path_get_basename (folder);
  return g_str_has_prefix (folder_name, "lodge-ssh-");
}

int
lodge_ssh_helper_main (int   argc,
                       char *argv[])
{
  g_autofree char *name = g_path_get_basename (argv[0]);

  if (g_str_equal (name, LODGE_SSH_RUN))
    return run_ssh (argc, argv);
  if (g_str_equal (name, LODGE_SSH_ASKPASS))
    return ask (argc, argv);
  if (g_str_equal (name, LODGE_SSH_END))
    return end (argv);
  return 2;
}
