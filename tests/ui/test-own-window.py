#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Machines beside the main window: in tabs and in windows of their own, each with the right screen. One
machine paints its screen blue, the other red."""

import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

import driver  # noqa: E402
import flows  # noqa: E402
import harness  # noqa: E402
import machines  # noqa: E402

BLUE, RED = 'blue-one', 'red-one'


def is_red(red, green, blue):
    return red > 120 and green < 70 and blue < 70


IS_COLOUR = {BLUE: flows.is_blue, RED: is_red}


class OwnWindow(harness.EndToEnd):
    def prepare(self):
        super().prepare()
        for name, colour in (BLUE, machines.BLUE), (RED, machines.RED):
            disk, xml = self.directory / f'{name}.img', self.directory / f'{name}.xml'
            machines.write_paint_disk(disk, colour)
            xml.write_text(machines.ECHO_XML.format(name=name, disk=disk, screen=machines.ECHO_SCREEN))
            machines.virsh('create', str(xml))
            self.addCleanup(machines.virsh, 'destroy', name)

    def check_after(self):
        """The program has gone."""
        self.wait_clean()
        self.check_log()

    # What is seen

    def main_window(self):
        return next(frame for frame in self.lodge.windows() if frame.accessible.path == self.main)

    def own_windows(self):
        return [frame for frame in self.lodge.windows() if frame.role == 'frame'
                and frame.accessible.path != self.main]

    def own_window(self, name):
        return next((frame for frame in self.own_windows() if frame.name.startswith(name)), None)

    def tabs(self, name):
        """The tabs in the window that shows that machine, by name. libadwaita 1.2 has no role for them."""
        return {node.name: node for node in self.own_window(name).walk_shown()
                if node.role in ('filler', 'page tab') and node.name in IS_COLOUR}

    def wait_for_windows(self, number):
        driver.wait(lambda: len(self.own_windows()) == number, f'{number} windows were beside the main one')

    def wait_for_screen(self, name):
        """In front, in a window or tab of its own."""
        def shown():
            frame = self.own_window(name)
            guest = frame.find_now('image', r'^Screen of') if frame else None
            return guest and self.lodge.grab(guest).share(IS_COLOUR[name]) > 0.3 and guest
        return driver.wait(shown, f'{name} was shown beside the main window', 60)

    @staticmethod
    def connections(name):
        """QEMU's numbers of the clients that it has."""
        answer = json.loads(machines.virsh('qemu-monitor-command', name, '{"execute": "query-spice"}'))
        return {channel['connection-id'] for channel in answer['return'].get('channels', [])}

    # What is done

    def row(self, name):
        return self.main_window().find_now('list', '^Hosts and Machines$').find_now('label', f'^{name}$')

    def open_by_menu(self, name, letter):
        main = self.main_window()
        self.lodge.raise_window(main)
        self.row(name).click()
        driver.wait(lambda: self.main_window().name.startswith(name), f'{name} was selected')
        self.lodge.open_menu()
        self.screen.key(letter)

    def double_click(self, name):
        self.lodge.raise_window(self.main_window())
        self.row(name).click(repeat=2)

    def shortcut(self, keys):
        """Of the window: a screen that is shown has the keyboard, and gives it back first."""
        self.screen.key('ctrl+alt')
        self.screen.key(keys)

    def open_tab_menu(self, name, shown):
        before = len(self.lodge.x_windows())
        self.tabs(shown)[name].click(button=3)
        driver.wait(lambda: len(self.lodge.x_windows()) > before, 'The menu of the tab opened')

    def test_tabs_and_windows(self):
        self.lodge.wait_for_host()
        self.lodge.find('label', f'^{RED}$', seconds=60)
        self.main = self.lodge.windows()[0].accessible.path

        # Two tabs; the keyboard goes from one to the other, unless the guest has it.
        self.open_by_menu(BLUE, 't')
        self.wait_for_windows(1)
        self.wait_for_screen(BLUE)
        self.open_by_menu(RED, 't')
        guest = self.wait_for_screen(RED)
        self.wait_for_windows(1)
        self.assertEqual(list(self.tabs(RED)), [BLUE, RED])
        guest.click()
        self.screen.key('ctrl+Page_Up')
        self.shortcut('alt+1')
        driver.wait(lambda: self.own_window(RED).find_now('label', '^Up for$'), 'The overview was shown')
        self.shortcut('alt+2')
        self.wait_for_screen(RED)
        self.shortcut('ctrl+Page_Up')
        self.wait_for_screen(BLUE)

        # Who switches by keys goes on with them, until a screen is clicked.
        self.screen.key('ctrl+Page_Down')
        self.wait_for_screen(RED)
        self.screen.key('ctrl+Page_Up')
        self.wait_for_screen(BLUE).click()
        self.screen.key('ctrl+Page_Down')

        # In a full screen too, where no tab can have the focus; the guest that fills it has the keys.
        self.lodge.press('push button', '^Full Screen', window=BLUE)
        driver.wait(lambda: not self.tabs(BLUE), 'The screen was full')
        self.screen.key('ctrl+Page_Down')
        self.wait_for_screen(BLUE)
        self.shortcut('ctrl+Page_Down')
        self.wait_for_screen(RED)
        self.screen.key('ctrl+Page_Up')
        self.wait_for_screen(BLUE).click()
        self.screen.key('ctrl+Page_Down')
        self.shortcut('F11')
        driver.wait(lambda: self.tabs(BLUE), 'The tabs came back')

        # A tab closes, the one that is still shown, and comes back.
        self.shortcut('ctrl+w')
        self.wait_for_screen(RED)
        self.wait_for_windows(1)
        self.open_by_menu(BLUE, 't')
        self.wait_for_screen(BLUE)
        self.assertEqual(list(self.tabs(BLUE)), [RED, BLUE])

        # A tab moves into a window of its own with its screen as it is.
        before = self.connections(RED)
        self.open_tab_menu(RED, BLUE)
        self.screen.key('w')
        self.wait_for_windows(2)
        self.wait_for_screen(RED)
        self.assertEqual(self.connections(RED), before)

        # A double click goes to where the machine is; or opens a window when there is none.
        self.double_click(BLUE)
        self.wait_for_screen(BLUE)
        self.wait_for_windows(2)
        self.shortcut('ctrl+w')
        self.wait_for_windows(1)
        self.double_click(BLUE)
        self.wait_for_windows(2)
        self.wait_for_screen(BLUE)

        # All of them go, the machines stay.
        self.shortcut('ctrl+q')
        driver.wait(lambda: self.lodge.process.poll() is not None, 'Lodge ended')
        self.assertEqual(self.lodge.process.returncode, 0)
        self.assertEqual(machines.virsh('domstate', RED), 'running')


if __name__ == '__main__':
    harness.main()
