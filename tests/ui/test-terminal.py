#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copy, paste and save in the terminal of a text console, with real keys and pointer. The machine repeats
what it gets, and all that it says is in a log."""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

import driver  # noqa: E402
import harness  # noqa: E402
import machines  # noqa: E402

NAME = 'repeats'


class Terminal(harness.EndToEnd):
    def prepare(self):
        super().prepare()
        disk = self.directory / 'echo.img'
        machines.write_echo_disk(disk)
        xml = self.directory / 'echo.xml'
        xml.write_text(machines.ECHO_XML.format(name=NAME, disk=disk, screen=''))
        machines.virsh('define', str(xml))
        self.addCleanup(machines.virsh, 'undefine', NAME)
        self.addCleanup(machines.virsh, 'destroy', NAME, check=False)

    def wait_for_count(self, text, number):
        driver.wait(lambda: self.said.exists() and self.said.read_text().count(text) == number,
                    f'“{text}” was there {number} times', 60)

    def test_copy_paste_save(self):
        self.lodge.wait_for_host()
        self.lodge.press('label', f'^{NAME}$')
        self.screen.key('alt+2')
        self.lodge.find(None, '^The console starts with the machine')
        self.said = self.directory / 'console.log'
        before = self.lodge.choose_in_terminal_menu('g')
        self.lodge.choose_file('^Log to File$', self.said, before)
        self.lodge.press('push button', '^Start$')
        self.wait_for_count('ready to repeat', 1)

        # The first word of the first line, by a double click; its row is in the upper 20 pixels.
        terminal = self.lodge.find('text', '^Serial Console$')
        x, y, _, _ = terminal.place()
        self.screen.click(x + 24, y + 14, repeat=2)
        self.screen.key('ctrl+shift+c')
        self.screen.type('paste: ')
        self.wait_for_count('paste: ', 1)
        self.screen.key('ctrl+shift+v')
        self.wait_for_count('paste: ready', 1)

        # The middle button pastes what is selected, and never what is copied.
        self.screen.key('Return')
        self.screen.type('a-b')
        self.wait_for_count('a-b', 1)
        self.screen.click(x + 24, y + 14, button=2)
        self.wait_for_count('a-bready', 1)

        saved = self.directory / 'saved.txt'
        before = self.lodge.choose_in_terminal_menu('s')
        self.lodge.choose_file('^Save the Text of the Terminal$', saved, before)
        driver.wait(lambda: saved.exists() and 'ready to repeat\n' in saved.read_text(),
                    'The text of the terminal was in the file')
        machines.virsh('destroy', NAME)


if __name__ == '__main__':
    harness.main()
