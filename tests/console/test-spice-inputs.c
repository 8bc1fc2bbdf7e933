/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is typed and pointed at where the channel for it has ended, and the session not yet. */

#include "config.h"

#include "console/lodge-spice-inputs-private.h"

static const LodgePointerMode modes[] = { LODGE_POINTER_ABSOLUTE, LODGE_POINTER_RELATIVE };

/* The library would complain, which is an end of the test. */
static void
test_ended (void)
{
  SpiceSession *session = spice_session_new ();
  SpiceChannel *channel = spice_channel_new (session, SPICE_CHANNEL_INPUTS, 0);
  LodgeSpiceInputs *inputs = lodge_spice_inputs_new (channel);

  for (int pressed = TRUE; pressed >= FALSE; pressed--)
    {
      lodge_spice_inputs_key (inputs, 0x1e, pressed);
      lodge_spice_inputs_key (inputs, 0x146, pressed);
      lodge_spice_inputs_button (inputs, 1, pressed);
    }
  lodge_spice_inputs_motion (inputs, 0, 3, 4);
  lodge_spice_inputs_move (inputs, 1, -1);
  lodge_spice_inputs_set_locks (inputs, TRUE, FALSE, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    lodge_spice_inputs_ask (inputs, modes[i]);
  g_assert_true (lodge_spice_inputs_has (inputs, channel));
  lodge_spice_inputs_free (inputs);
  spice_session_disconnect (session);
  g_object_unref (session);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spice-inputs/ended", test_ended);
  return g_test_run ();
}
