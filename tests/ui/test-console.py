#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The screen of a real guest through what happens to it: a reset, a daemon that dies, a stop and a start
by others; and the full screen."""

import os
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

import driver  # noqa: E402
import harness  # noqa: E402
import machines  # noqa: E402


def is_black(red, green, blue):
    return red < 30 and green < 30 and blue < 30


class Console(harness.EndToEnd):
    @staticmethod
    def control(*words):
        subprocess.run([str(harness.RIG / 'rig'), 'ctl', *words], check=True, capture_output=True,
                       timeout=60)

    def settings_open(self, guest):
        """F1 opens memtest's settings, a black box."""
        before = self.lodge.grab(guest).share(is_black)
        guest.click()
        self.screen.key('F1')
        self.lodge.wait_for_pixels(guest, is_black, before + 0.08, 'F1 opened memtest’s settings')

    def keys_are_near(self):
        found = (self.lodge.find_now('push button', '^Full Screen'),
                 self.lodge.find_now('image', '^Screen of'))
        return any(node is not None and node.has(driver.Atspi.StateType.FOCUSED) for node in found)

    def test_reset_daemon_stop_start(self):
        name, guest = self.create_memtest()
        self.wait_for_blue(guest)

        machines.virsh('reset', name)
        self.lodge.wait_for_pixels(guest, is_black, 0.6, 'The firmware’s black screen was shown', 60)
        self.wait_for_blue(guest)
        self.settings_open(guest)

        # The guest and its screen live on without the daemon, keys included.
        self.control('kill', 'libvirtd')
        self.lodge.find('label', r'[Ll]ost|[Tt]ry|[Cc]onnecting|[Nn]ot (connected|reachable)', seconds=60)
        picture = self.lodge.grab(guest)
        self.screen.key('F10')
        self.lodge.wait_for_change(guest, picture, 0.05, 'The guest answered without the daemon', 60)
        self.control('start', 'libvirtd')
        self.lodge.find_sensitive('push button', r'^Shut Down$', seconds=90)

        # What is not live says so over the last picture.
        picture = self.lodge.grab(guest)
        machines.virsh('suspend', name)
        self.lodge.find('label', r'^Paused$', seconds=60)
        self.lodge.wait_for_change(guest, picture, 0.4, 'The picture of a paused machine is dimmed')
        machines.virsh('resume', name)
        self.wait_for_blue(guest)

        # The last picture stays where it was.
        place = self.lodge.screen_of_guest().place()
        machines.virsh('destroy', name)
        self.lodge.find('label', r'^Not Running$', seconds=60)
        self.lodge.find('push button', r'^Start$', seconds=60)
        self.assertEqual(self.lodge.screen_of_guest().place(), place)
        machines.virsh('start', name)
        self.wait_for_blue(self.lodge.wait_for_console())
        self.settings_open(self.lodge.screen_of_guest())
        self.remove(name)

    def test_full_screen(self):
        name, guest = self.create_memtest()
        self.wait_for_blue(guest)
        fit = self.lodge.grab(guest)

        self.screen.key('ctrl+alt')  # the release chord: F11 is for the window then
        self.screen.key('F11')
        driver.wait(lambda: self.lodge.grab(self.lodge.screen_of_guest()).width > fit.width + 100,
                    'The guest filled the screen')
        driver.run('xdotool', 'mousemove', '550', '0')
        self.lodge.find('push button', '^Leave Full Screen$')
        guest = self.lodge.screen_of_guest()
        self.wait_for_blue(guest)
        self.settings_open(guest)

        self.screen.key('ctrl+alt')
        self.screen.key('F11')
        driver.wait(lambda: self.lodge.grab(self.lodge.screen_of_guest()).width == fit.width,
                    'The window came back')

        # A space typed after the button is not for the button that makes a machine.
        self.screen.key('F11')
        driver.wait(lambda: self.lodge.grab(self.lodge.screen_of_guest()).width > fit.width + 100,
                    'The guest filled the screen again')
        driver.run('xdotool', 'mousemove', '550', '0')
        self.lodge.press('push button', '^Leave Full Screen$')
        driver.wait(self.keys_are_near, 'The keys are the guest’s, or its tools’')
        driver.wait(lambda: self.lodge.grab(self.lodge.screen_of_guest()).width == fit.width,
                    'The window came back again')
        self.assertTrue(self.keys_are_near())

        # When others take the machine away, nothing is left that could fill the screen.
        self.screen.key('F11')
        driver.wait(lambda: self.lodge.grab(self.lodge.screen_of_guest()).width > fit.width + 100,
                    'The guest filled the screen once more')
        machines.virsh('destroy', name)
        machines.virsh('undefine', name, '--remove-all-storage')
        self.lodge.find('push button', '^Main Menu$')


if __name__ == '__main__':
    harness.main()
