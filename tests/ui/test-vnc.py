#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The screen of a machine that has VNC only: pixels, a change of its size, keys, and a restart. And one for
which libvirt passes no socket."""

import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

import driver  # noqa: E402
import harness  # noqa: E402
import machines  # noqa: E402


def is_black(red, green, blue):
    return red < 30 and green < 30 and blue < 30


class Vnc(harness.EndToEnd):
    def prepare(self):
        super().prepare()
        xml = self.directory / 'only-vnc.xml'
        xml.write_text(machines.MACHINE_XML.format(name='only-vnc', iso=machines.MEMTEST_ISO,
                                                   interface=''))
        machines.virsh('define', str(xml))
        self.addCleanup(machines.virsh, 'undefine', 'only-vnc')

    def test_vnc(self):
        self.lodge.wait_for_host()
        machines.virsh('start', 'only-vnc')
        self.lodge.press('label', '^only-vnc$', seconds=60)
        self.screen.key('alt+2')
        guest = self.lodge.wait_for_console()
        self.wait_for_blue(guest)

        # memtest's settings are a black box.
        before = self.lodge.grab(guest).share(is_black)
        guest.click()
        self.screen.key('F1')
        self.lodge.wait_for_pixels(guest, is_black, before + 0.08, 'F1 opened memtest’s settings')

        # Over the firmware's screen, of another size and gone too soon to wait for, to memtest anew.
        machines.virsh('reset', 'only-vnc')
        driver.wait(lambda: self.lodge.grab(self.lodge.screen_of_guest()).share(is_black) < before + 0.04,
                    'memtest’s settings were gone', 60)
        self.wait_for_blue(guest)

        machines.virsh('destroy', 'only-vnc')
        self.lodge.find('push button', r'^Start$', seconds=60)
        machines.virsh('start', 'only-vnc')
        self.wait_for_blue(self.lodge.wait_for_console())
        machines.virsh('destroy', 'only-vnc')
        self.lodge.find('push button', r'^Start$', seconds=60)


class ReadOnly(harness.EndToEnd):
    """Who may only read is refused the socket by libvirt, and the screen is at its port. It asks for its own
    password, and has no port before the machine starts."""

    def prepare(self):
        super().prepare()
        disk, xml = self.directory / 'disk.img', self.directory / 'machine.xml'
        machines.write_paint_disk(disk, machines.BLUE)
        screen = ("<graphics type='vnc' autoport='yes' passwd='horse' listen='127.0.0.1'/>"
                  "<video><model type='vga'/></video>")
        xml.write_text(machines.ECHO_XML.format(name='near', disk=disk, screen=screen))
        machines.virsh('define', str(xml))
        self.addCleanup(machines.virsh, 'undefine', 'near')

    def uri(self):
        return 'qemu+unix:///system?socket=/run/libvirt/libvirt-sock-ro'

    @staticmethod
    def clients():
        answer = machines.virsh('qemu-monitor-command', 'near', json.dumps({'execute': 'query-vnc'}))
        return [client['host'] for client in json.loads(answer)['return'].get('clients', [])]

    def test_port(self):
        self.lodge.wait_for_host()
        self.lodge.press('label', '^near$', seconds=60)
        self.screen.key('alt+2')
        self.lodge.find('push button', r'^Start$', seconds=60)
        machines.virsh('start', 'near')
        self.lodge.press('text', '^Password$', seconds=60)
        self.screen.type('horse')
        self.screen.key('Return')
        self.wait_for_blue(self.lodge.wait_for_console())
        self.assertEqual(self.clients(), ['127.0.0.1'])
        machines.virsh('destroy', 'near')
        self.lodge.find('push button', r'^Start$', seconds=60)


if __name__ == '__main__':
    harness.main()
