#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Debian installer, from packages, reaches its language menu and takes arrow keys."""

import os
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

import flows  # noqa: E402
import harness  # noqa: E402

BOOT_PATIENCE = 400  # a Linux system under emulation, on a machine with much else to do


def is_red(red, green, blue):
    return red > 130 and green < 60 and blue < 60


def line_of_red(picture):
    """The highlight moves it, the red title does not."""
    return picture.mean_line(is_red)


class Installer(harness.EndToEnd):
    def prepare(self):
        self.iso = self.directory / 'debian.iso'
        made = subprocess.run([str(harness.RIG / 'make-debian-iso'), str(self.iso)], text=True,
                              capture_output=True, check=False)
        if made.returncode == 77:
            self.skipTest(made.stderr.strip())
        self.assertEqual(made.returncode, 0, made.stderr)

    def wait_for_move(self, guest, line, downwards):
        def moved():
            now = line_of_red(self.lodge.grab(guest))
            return now if (now > line + 1 if downwards else now < line - 1) else None
        return harness.driver.wait(moved, 'The highlight moved', 60)

    def test_language_menu(self):
        self.lodge.wait_for_host()
        self.lodge.open_wizard()
        self.lodge.choose_iso(self.iso)
        self.lodge.find(None, r'^Unknown System$|Debian')
        self.lodge.go_to_review()
        name = self.lodge.find('text', r'^Name$').text
        self.lodge.press_create()
        guest = self.lodge.wait_for_console()

        self.lodge.wait_for_pixels(guest, flows.is_grey, 0.35, 'The installer’s menu was shown',
                                   BOOT_PATIENCE)
        guest = self.lodge.screen_of_guest()
        menu = self.lodge.wait_for_pixels(guest, is_red, 0.002, 'A language was highlighted', 60)
        line = line_of_red(menu)
        guest.click()
        self.screen.key('Down')
        lower = self.wait_for_move(guest, line, True)
        self.screen.key('Up')
        self.wait_for_move(guest, lower, False)
        self.remove(name)


if __name__ == '__main__':
    harness.main()
