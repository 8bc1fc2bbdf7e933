/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The SPICE library is handed a descriptor, makes a #GSocketConnection of it, and asks that for its streams.
 * Where a guard waits for the socket the answer is the guard's streams; everywhere else in the program it is
 * what it would have been. GIO's factory lets a program say what it makes of a kind of sockets, but a second
 * word for one kind makes it use what it has freed. So the question itself is answered here, in the classes
 * of the two kinds of connections. */

#include "config.h"

#include <gio/gio.h>
#include <gio/gunixconnection.h>

#include "console/lodge-guarded-connection-private.h"
#include "console/lodge-guarded-input-private.h"
#include "console/lodge-guarded-output-private.h"

static G_DEFINE_QUARK (lodge-guarded-input, input)
static G_DEFINE_QUARK (lodge-guarded-output, output)

/* What they would answer. */
typedef struct {
  GInputStream *(*get_input_stream) (GIOStream *connection);
  GOutputStream *(*get_output_stream) (GIOStream *connection);
} Answers;

static Answers network_answers, local_answers;

static const Answers *
get_answers (GIOStream *connection)
{
  return G_IS_TCP_CONNECTION (connection) ? &network_answers : &local_answers;
}

static void
find_guard (GObject *connection)
{
  GSocket *socket = g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection));
  g_autoptr(LodgeSpiceGuard) guard = lodge_spice_guard_take (g_socket_get_fd (socket));

  if (guard == NULL)
    return;
  g_object_set_qdata_full (connection, output_quark (), lodge_guarded_output_new (guard), g_object_unref);
  g_object_set_qdata_full (connection, input_quark (), lodge_guarded_input_new (guard), g_object_unref);
}

static gpointer
get_stream (GIOStream *connection,
            GQuark     quark)
{
  gpointer stream = g_object_get_qdata (G_OBJECT (connection), quark);

  if (stream != NULL)
    return stream;
  find_guard (G_OBJECT (connection));
  return g_object_get_qdata (G_OBJECT (connection), quark);
}

static GInputStream *
get_input_stream (GIOStream *connection)
{
  GInputStream *input = get_stream (connection, input_quark ());

  return input != NULL ? input : get_answers (connection)->get_input_stream (connection);
}

static GOutputStream *
get_output_stream (GIOStream *connection)
{
  GOutputStream *output = get_stream (connection, output_quark ());

  return output != NULL ? output : get_answers (connection)->get_output_stream (connection);
}

static void
answer_for (GType    type,
            Answers *answers)
{
  GIOStreamClass *klass = g_type_class_ref (type);

  *answers = (Answers) { klass->get_input_stream, klass->get_output_stream };
  klass->get_input_stream = get_input_stream;
  klass->get_output_stream = get_output_stream;
}

/* From now on connections look for their guards. */
void
lodge_guarded_connection_register (void)
{
  static gsize done = 0;

  if (!g_once_init_enter (&done))
    return;
  answer_for (G_TYPE_TCP_CONNECTION, &network_answers);
  answer_for (G_TYPE_UNIX_CONNECTION, &local_answers);
  g_once_init_leave (&done, 1);
}
