#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Quitting while a machine is being created asks, and leaves nothing half-made; the end of a desktop
does not ask."""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

import driver  # noqa: E402
import flows  # noqa: E402
import harness  # noqa: E402


class Quit(harness.Proxied):
    def check_after(self):
        """The program has gone; its host must be clean all the same."""
        self.wait_clean()

    def expect_end(self):
        driver.wait(lambda: self.lodge.process.poll() is not None, 'Lodge ended', 60)
        self.assertEqual(self.lodge.process.returncode, 0)
        self.tell('delay', '0')

    def create_slowly(self):
        """Until the disk is there; the rest is still to come."""
        self.lodge.wait_for_host()
        self.lodge.open_wizard()
        self.lodge.choose_iso(flows.MEMTEST_ISO)
        self.lodge.find(None, r'^Unknown System$|[Mm]emtest')
        self.lodge.go_to_review()
        self.tell('delay', '1000')
        self.lodge.press_create()
        driver.wait(lambda: os.listdir(os.environ['LODGE_RIG_POOL']), 'The disk was made', 60)

    @staticmethod
    def quit():
        """As the desktop does it from its dock; the wizard is in front of the main window."""
        driver.run('gdbus', 'call', '--session', '--dest', 'io.github.lodge_vm.Lodge',
                   '--object-path', '/io/github/lodge_vm/Lodge',
                   '--method', 'org.gtk.Actions.Activate', 'quit', '[]', '{}')

    def test_while_the_wizard_creates(self):
        self.create_slowly()
        self.quit()
        self.lodge.find('dialog', r'^Stop Creating')
        self.lodge.press('push button', r'Stop$', window='^Stop Creating')
        self.expect_end()

    def test_told_to_end(self):
        self.create_slowly()
        self.lodge.process.terminate()
        self.expect_end()


if __name__ == '__main__':
    harness.main()
