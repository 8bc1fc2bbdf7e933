#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From an ISO to a guest on the screen, with keyboard and pointer, and back to a clean host."""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

import harness  # noqa: E402
import machines  # noqa: E402


class MainJob(harness.EndToEnd):
    def test_memtest_from_wizard_to_deletion(self):
        name, guest = self.create_memtest()
        self.assertEqual(machines.virsh('domstate', name), 'running')
        (disk,) = self.disks(name)
        self.assertTrue(os.path.exists(disk))

        self.wait_for_blue(guest)
        still = self.lodge.grab(guest)
        guest.click()
        self.screen.key('F1')
        # The settings box is black on the blue, and there is no other of its size.
        self.lodge.wait_for_pixels(guest, lambda r, g, b: r < 30 and g < 30 and b < 30,
                                   still.share(lambda r, g, b: r < 30 and g < 30 and b < 30) + 0.08,
                                   'F1 opened memtest’s settings')

        self.lodge.force_off(name)
        self.assertEqual(machines.virsh('domstate', name), 'shut off')
        self.lodge.delete(name)
        self.lodge.wait_for_row_gone(name)
        self.wait_clean()
        self.assertFalse(os.path.exists(disk))


if __name__ == '__main__':
    harness.main()
