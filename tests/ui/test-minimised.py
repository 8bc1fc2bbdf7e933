#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A minimised window asks the host for nothing; a second start speaks through it."""

import os
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

import driver  # noqa: E402
import harness  # noqa: E402
import machines  # noqa: E402

QUIET = 12  # seconds: longer than what is asked most seldom


class Minimised(harness.Proxied):
    arguments = ['show', 'seen', '--page', 'overview']

    def prepare(self):
        super().prepare()
        machines.start('seen')
        self.addCleanup(machines.virsh, 'destroy', 'seen')

    def quiet(self):
        calls = self.stats()['calls']
        if calls != self.last[0]:
            self.last = calls, time.monotonic()
        return time.monotonic() - self.last[1] > QUIET

    def test_asks_nothing(self):
        self.lodge.find('label', r'^Up for$', seconds=60)
        window = max(self.lodge.x_windows(), key=lambda window: self.lodge.x_geometry(window)[2])
        self.last = 0, 0

        driver.run('xdotool', 'windowminimize', window)
        driver.wait(self.quiet, 'The minimised window asked for nothing', 60)
        driver.run('xdotool', 'windowactivate', window)
        before = self.last[0]
        driver.wait(lambda: self.stats()['calls'] > before + 2, 'The window asked again')
        self.check_second_start()

    def check_second_start(self):
        """It ends at once; the window that there is shows the page."""
        windows = self.lodge.x_windows()
        self.assertIsNone(self.lodge.find_now(None, '^XML$'))
        second = subprocess.run([*self.lodge.argv[:-1], 'hardware'], env=self.lodge.environment,
                                capture_output=True, timeout=60, check=False)
        self.assertEqual(second.returncode, 0, second.stderr)
        self.lodge.find(None, '^XML$')
        self.assertEqual(self.lodge.x_windows(), windows)


if __name__ == '__main__':
    harness.main()
