#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A second viewer of a screen that has room for one: it gets the screen, the first says so and leaves it
at that until it is told otherwise. The second is another Lodge. Where screens are not connected by
themselves, who looks takes nothing from anybody."""

import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

import driver  # noqa: E402
import harness  # noqa: E402
import machines  # noqa: E402

NAME = 'shown-twice'
TAKEN = r'^Another viewer took over this screen$'


class Viewers(harness.EndToEnd):
    def prepare(self):
        super().prepare()
        xml = self.directory / 'machine.xml'
        text = machines.MACHINE_XML.format(name=NAME, iso=machines.MEMTEST_ISO, interface='')
        xml.write_text(text.replace("type='vnc'", "type='spice'"))
        machines.virsh('create', str(xml))
        self.addCleanup(machines.virsh, 'destroy', NAME)

    @staticmethod
    def connections():
        """QEMU's numbers of the clients that it has."""
        answer = json.loads(machines.virsh('qemu-monitor-command', NAME, '{"execute": "query-spice"}'))
        return {channel['connection-id'] for channel in answer['return'].get('channels', [])}

    def connect_by_hand(self):
        """The letter that is underlined in “Connect to Screens Automatically”."""
        def menu():
            return next((node for frame in self.lodge.windows() for node in frame.walk_shown()
                         if node.role.endswith('menu item')), None)
        before = len(self.lodge.x_windows())
        self.lodge.press('push button', '^Main Menu$')
        self.lodge.wait_still(driver.wait(menu, 'The main menu opened'))
        self.screen.key('c')
        driver.wait(lambda: len(self.lodge.x_windows()) == before, 'The main menu closed')

    def test_taken_and_taken_back(self):
        self.lodge.wait_for_host()
        self.lodge.press('label', f'^{NAME}$', seconds=60)
        self.connect_by_hand()
        self.screen.key('alt+2')
        self.lodge.find('label', '^Not Connected$', seconds=60)
        self.assertEqual(self.connections(), set())
        self.lodge.press('push button', r'Connect$')
        guest = self.lodge.wait_for_console()
        self.wait_for_blue(guest)
        mine = self.connections()
        self.assertEqual(len(mine), 1)

        # A Lodge on a bus of its own, else it would only wake the first.
        other = driver.Program(self.screen, ['dbus-run-session', '--', os.environ['LODGE'], '--connect',
                                             self.uri(), 'show', NAME, '--page', 'console'],
                               {**self.lodge.environment, 'GTK_A11Y': 'none'}, self.directory / 'other.log')
        with other:
            self.lodge.find('label', TAKEN, seconds=60)
            theirs = self.connections()
            self.assertEqual(len(theirs), 1)
            self.assertNotEqual(mine, theirs)

            # And back. The other one does not take it again, in the time that memtest needs for an answer.
            self.lodge.raise_window(self.lodge.windows()[0])
            self.lodge.press('push button', r'Take Back$')
            self.wait_for_blue(self.lodge.wait_for_console())
            mine = self.connections()
            self.assertEqual(len(mine), 1)
            guest = self.lodge.screen_of_guest()
            picture = self.lodge.grab(guest)
            guest.click()
            self.screen.key('F1')
            self.lodge.wait_for_change(guest, picture, 0.08, 'F1 opened memtest’s settings')
            self.assertEqual(self.connections(), mine)
            other.assert_alive()

        # A machine that goes, and comes again, is nobody's.
        machines.virsh('reset', NAME)
        self.wait_for_blue(self.lodge.screen_of_guest())
        self.assertEqual(self.connections(), mine)


if __name__ == '__main__':
    harness.main()
