#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program and its module: nothing is missing between them, and a sub-command does without GTK."""

import os
import subprocess
import sys
import unittest

LODGE = sys.argv.pop(1)


def run(*words, **extra):
    env = {key: value for key, value in os.environ.items() if key != 'LD_PRELOAD'}
    return subprocess.run([LODGE, *words], env=env | extra, capture_output=True, text=True,
                          check=False)


class Program(unittest.TestCase):
    def test_module_is_complete(self):
        result = run('--version', LD_BIND_NOW='1')
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn('lodge', result.stdout)

    def test_mistakes_have_a_status_of_their_own(self):
        for words in (['--nonsense'], ['--page', 'nonsense'], ['--page', 'console'], ['show'], ['nonsense']):
            result = run(*words)
            self.assertEqual(result.returncode, 2, f'{words}: {result.stderr}')
            self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)

    def test_help_names_all_commands(self):
        text = run('--help', LC_ALL='C.UTF-8').stdout
        for word in ('show', 'new', 'list', 'start', 'shut-down', 'force-off'):
            self.assertRegex(text, rf'\b{word}\b')

    def test_sub_command_loads_no_gtk(self):
        window = run('--version', LD_DEBUG='files').stderr
        self.assertIn('libgtk-4', window)
        listing = run('list', '--connect', 'test:///default', LD_DEBUG='files')
        self.assertEqual(listing.returncode, 0, listing.stdout)
        self.assertIn('libvirt', listing.stderr)
        self.assertNotIn('libgtk-4', listing.stderr)


if __name__ == '__main__':
    unittest.main()
