#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The machines of last time: shown dimmed and without claims until their host answers, and for as long
as it does not. What went meanwhile goes then, and what is selected stays."""

import os
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

import driver  # noqa: E402
import harness  # noqa: E402
import machines  # noqa: E402

XML = '''<domain type='qemu'><name>{}</name><memory unit='MiB'>32</memory>
<os><type arch='x86_64'>hvm</type></os></domain>'''
SEEN = r'^The machines are shown as last seen on '


class LastSeen(harness.Proxied):
    clean = False  # there are the machines of the test

    def prepare(self):
        super().prepare()
        self.cache = self.directory / 'cache'
        self.environment = {'XDG_CACHE_HOME': str(self.cache)}
        for name in ('stays', 'goes'):
            self.define(name)

    def define(self, name):
        path = pathlib.Path(self.directory, f'{name}.xml')
        path.write_text(XML.format(name), encoding='ascii')
        machines.virsh('define', str(path))
        self.addCleanup(machines.virsh, 'undefine', name, check=False)

    def quit(self):
        self.screen.key('ctrl+q')
        driver.wait(lambda: self.lodge.process.poll() is not None, 'Lodge ended', 60)

    def start_again(self, *arguments):
        self.arguments = arguments
        self.lodge = self.enterContext(self.start())

    def names(self):
        """In the sidebar, without those of the machine’s page."""
        return {node.name for frame in self.lodge.windows() for node in frame.walk_shown()
                if node.role == 'label'} & {'stays', 'goes', 'comes'}

    def darkest(self, name):
        """Of the letters, 0 to 255."""
        picture = self.lodge.grab(self.lodge.row(name))
        return min(map(max, picture.red, picture.green, picture.blue))

    def test_until_the_host_answers(self):
        self.lodge.row('goes')
        self.lodge.wait_for_host()
        clear = self.darkest('goes')
        self.quit()
        self.assertEqual([path.stat().st_mode & 0o777 for path in (self.cache / 'lodge/machines').iterdir()],
                         [0o600])

        self.tell('hang')
        machines.virsh('undefine', 'goes')
        self.define('comes')
        self.start_again('show', 'goes')
        self.lodge.row('goes')
        self.lodge.find('label', SEEN)
        self.assertEqual(self.names(), {'stays', 'goes'})
        self.assertGreater(self.darkest('goes'), clear + 40)
        self.lodge.press('label', '^stays$')
        start = self.lodge.find('push button', '^Start$')
        self.assertFalse(start.sensitive)
        self.lodge.find('label', r'^Connecting…\s' + SEEN[1:])

        self.tell('resume')
        self.lodge.find_sensitive('push button', '^Start$')
        self.lodge.row('comes')
        self.lodge.wait_for_row_gone('goes')
        self.lodge.find(None, '^stays – Lodge$')
        self.lose()

    def lose(self):
        """A host that goes away looks like one that never came."""
        self.tell('refuse')
        self.lodge.find('label', r'^Not reachable.*\s' + SEEN[1:])
        self.assertFalse(self.lodge.find('push button', '^Start$').sensitive)
        self.quit()
        self.start_again()
        self.lodge.row('stays')
        self.lodge.find('push button', 'Try Now$')
        self.lodge.find('label', SEEN)
        self.assertEqual(self.names(), {'stays', 'comes'})
        self.lodge.press('push button', 'Try Now$')
        self.tell('accept')
        self.lodge.wait_for_host()
        self.show_console()

    def show_console(self):
        """Of a machine whose host may come again or not."""
        self.quit()
        self.tell('refuse')
        self.start_again()
        self.lodge.press('label', '^stays$')
        self.lodge.press('page tab', '^Console$')
        self.lodge.find('label', '^The Host Is Not Connected$')
        self.tell('accept')
        self.lodge.find('label', '^Not Running$')


if __name__ == '__main__':
    harness.main()
