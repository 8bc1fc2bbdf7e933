# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user does with Lodge, as steps: shared by the end-to-end tests and the tour."""

import os
import pathlib
import re

from driver import Failure, Program, wait

MEMTEST_ISO = '/usr/lib/memtest86+/memtest86+x64.iso'
MAIN_BUTTON = r'^(Start|Resume|Shut Down|Force Off)$'
EMULATION_PATIENCE = 120  # a guest under emulation on a busy machine


def is_blue(red, green, blue):
    return blue > 120 and red < 70 and green < 70


def is_grey(red, green, blue):
    return 140 < red < 200 and abs(red - green) < 12 and abs(green - blue) < 12


class Lodge(Program):
    """The program with an environment of its own; the interface is in English."""

    def __init__(self, screen, path, arguments=(), environment=None, log=None):
        path = pathlib.Path(path).resolve()
        own = {'GTK_A11Y': 'atspi', 'GDK_BACKEND': 'x11', 'GSETTINGS_BACKEND': 'memory',
               'LANGUAGE': 'C', 'LC_ALL': 'C.UTF-8', 'NO_AT_BRIDGE': '0'}
        build = path.parents[2]
        if (build / 'data/gschemas.compiled').exists():
            own['GSETTINGS_SCHEMA_DIR'] = str(build / 'data')
        super().__init__(screen, [path, *arguments], {**own, **(environment or {})}, log)

    # The wizard

    def wait_for_host(self, seconds=60):
        """Until the host is connected: its page says what it is."""
        self.find('label', r'^Hypervisor$', seconds=seconds)

    def open_wizard(self):
        self.screen.key('ctrl+n')
        return self.find('text', r'^Path of the ISO Image$', seconds=60)

    def choose_iso(self, path):
        """Types the path, as it is always the same row."""
        row = self.press('text', r'^Path of the ISO Image$')
        self.screen.key('ctrl+a')
        self.screen.type(str(path))
        wait(lambda: str(path) in row.text, 'The path was typed')
        self.screen.key('Return')

    def next_step(self, heading):
        self.press('push button', r'Next$', seconds=60)
        return self.find(None, heading, seconds=60)

    def go_to_review(self, step=lambda name: None):
        """Accepts everything that the wizard proposes; step is called on each page."""
        step('source')
        self.next_step(r'^Processors and Memory$')
        step('resources')
        self.next_step(r'^Network Connection$')
        step('network')
        self.next_step(r'^What Will Be Created$')
        step('review')

    def set_name(self, name):
        row = self.press('text', r'^Name$')
        self.screen.key('ctrl+a')
        self.screen.type(name)
        wait(lambda: name in row.text, 'The name was typed')

    def press_create(self):
        self.press('push button', r'C_?reate$')

    def wizard_is_open(self):
        return any(window.name == 'New Machine' for window in self.windows())

    def wait_for_console(self, seconds=EMULATION_PATIENCE):
        """The new machine's screen, once the wizard has gone."""
        wait(lambda: not self.wizard_is_open(), 'The wizard closed', seconds)
        return self.find('image', r'^Screen of', seconds=seconds)

    def screen_of_guest(self):
        return self.find('image', r'^Screen of')

    # The machine

    def open_menu(self):
        """The menu beside the main button of the machine; the guest, which may have keyboard and
        pointer, gives them back first."""
        self.screen.key('ctrl+alt')

        def arrow():
            shown = [node for frame in self.windows() for node in frame.walk_shown()
                     if node.role in ('push button', 'toggle button')]
            main = next((i for i, node in enumerate(shown) if re.search(MAIN_BUTTON, node.name)), None)
            return shown[main + 1] if main is not None and main + 1 < len(shown) else None
        node = wait(arrow, 'The machine’s menu button appeared')
        before = len(self.x_windows())
        node.click()
        wait(lambda: len(self.x_windows()) > before, 'The menu opened')

    def choose_in_menu(self, letter, dialog):
        """By the letter that is underlined; the dialog that then asks."""
        self.open_menu()
        self.screen.key(letter)
        return self.find('dialog', dialog)

    def choose_in_terminal_menu(self, letter):
        """By the letter that is underlined; the number of windows that there were before."""
        before = len(self.x_windows())
        self.press('push button', '^Terminal Menu')
        wait(lambda: len(self.x_windows()) > before, 'The terminal’s menu opened')
        self.screen.key(letter)
        return before

    def choose_file(self, title, path, before):
        """In the dialog of that title, by its path."""
        self.find(None, title)
        self.screen.key('ctrl+a')
        self.screen.type(str(path))
        self.screen.key('Return')
        wait(lambda: len(self.x_windows()) == before, 'The dialog for the file closed')

    def force_off(self, name):
        self.choose_in_menu('f', f'^Force “{re.escape(name)}” Off')
        self.press('push button', r'Force Off Force Off$|^_?Force Off$', window='^Force ')
        self.find('push button', r'^Start$', seconds=60)

    def delete(self, name, disks=True):
        """With its disks; there is an undo for some seconds, which is let pass."""
        self.choose_in_menu('d', f'^Delete “{re.escape(name)}”')
        if disks:
            box = self.press('check box', None, window='^Delete ')
            self.screen.park_pointer()
            wait(lambda: box.checked, 'The disk was chosen')
        self.press('push button', r'Delete$', window='^Delete ')
        self.find(None, f'“{re.escape(name)}” will be deleted')

    def wait_for_row_gone(self, name, seconds=90):
        self.wait_gone('label', f'^{re.escape(name)}$', seconds=seconds)

    def row(self, name):
        return self.find('label', f'^{re.escape(name)}$')


def require(path):
    if not os.path.exists(path):
        raise Failure(f'{path} is missing')
    return path
