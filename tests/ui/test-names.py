#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that the keyboard can reach has a name that a screen reader can say."""

import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

import driver  # noqa: E402
import harness  # noqa: E402
import machines  # noqa: E402

# What only holds others: the reader goes on to what is in it.
CONTAINERS = ('list', 'scroll pane', 'filler', 'panel', 'frame', 'dialog', 'page tab list')
TYPE = re.compile(r'^(Gtk|Adw|Lodge|Vte)[A-Z][A-Za-z]+$')


class Names(harness.EndToEnd):
    def prepare(self):
        xml = self.directory / 'quiet.xml'
        xml.write_text(machines.MACHINE_XML.format(name='quiet', iso=machines.MEMTEST_ISO,
                                                   interface=''))
        machines.virsh('define', str(xml))
        self.addCleanup(machines.virsh, 'undefine', 'quiet')

    @staticmethod
    def is_named(node):
        """By itself, by its text, or by the words in it, as rows of lists are. The name of a type, such
        as GtkImage, is none: GTK gives it to what has no other."""
        def says(words):
            return bool(words) and not TYPE.search(words)
        if says(node.name) or (node.role != 'text' and says(node.text)):
            return True
        return node.role in ('list item', 'table row', 'push button', 'toggle button') and any(
            says(below.name) or says(below.text) for below in node.walk() if below is not node)

    def assert_named(self, where):
        nodes = [node for frame in self.lodge.windows() for node in frame.walk_shown()]
        reachable = [node for node in nodes if node.has(driver.Atspi.StateType.FOCUSABLE)
                     and node.role not in CONTAINERS]
        self.assertGreater(len(reachable), 3, where)
        bad = [f'{node.role} {node.extents} in {node.parent}' for node in reachable
               if not self.is_named(node)]
        self.assertEqual(bad, [], where)

    def test_names(self):
        self.lodge.wait_for_host()
        self.assert_named('host')

        self.lodge.press('label', '^quiet$')
        self.screen.key('alt+1')
        self.lodge.find('label', '^Up for$')
        self.assert_named('overview')
        self.screen.key('alt+2')
        self.lodge.find(None, '^Not Running$')
        self.assert_named('console')
        self.screen.key('alt+3')
        self.lodge.find(None, '^CD/DVD Drive')
        self.assert_named('hardware')

        self.lodge.open_wizard()
        self.assert_named('source')
        self.lodge.choose_iso(machines.MEMTEST_ISO)
        self.lodge.find(None, r'^Unknown System$|[Mm]emtest')
        self.lodge.go_to_review(self.assert_named)


if __name__ == '__main__':
    harness.main()
