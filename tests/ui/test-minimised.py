#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A minimised window asks the host for nothing."""

import os
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


if __name__ == '__main__':
    harness.main()
