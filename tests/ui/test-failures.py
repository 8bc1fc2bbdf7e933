#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong is named, nothing half-made stays, and the wizard keeps what was filled in."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

import driver  # noqa: E402
import flows  # noqa: E402
import harness  # noqa: E402
import machines  # noqa: E402
from peer import Peer  # noqa: E402


class Wizard(harness.EndToEnd):
    """Steps that all of these begin with."""

    def review(self, iso=flows.MEMTEST_ISO):
        self.lodge.wait_for_host()
        self.lodge.open_wizard()
        self.lodge.choose_iso(iso)
        self.lodge.find(None, r'^Unknown System$|[Mm]emtest')
        self.lodge.go_to_review()
        return self.lodge.find('text', r'^Name$').text

    def wait_for_error(self, pattern, name):
        """The sentence stands on the review page, and the name is still there."""
        self.lodge.find('label', pattern, window='New Machine', seconds=60)
        self.assertEqual(self.lodge.find('text', r'^Name$', window='New Machine').text, name)

    def create_again(self, name):
        self.lodge.press_create()
        guest = self.lodge.wait_for_console()
        self.wait_for_blue(guest)
        self.remove(name)


class NotAnIso(Wizard):
    def refuse(self, name, content, pattern):
        path = self.directory / name
        path.write_bytes(content)
        self.lodge.choose_iso(path)
        self.lodge.find('label', pattern, window='New Machine')
        self.assertFalse(self.lodge.find('push button', r'Next$', window='New Machine').sensitive)

    def test_refused_with_the_reason(self):
        self.lodge.wait_for_host()
        self.lodge.open_wizard()
        self.refuse('text.iso', b'Not an image.\n' * 4000, r'is a text file, not an ISO')
        self.refuse('empty.iso', b'', r'is empty')
        # Memtest's own ISO is mostly padding; an ISO counts its blocks in its 17th block.
        memtest = pathlib.Path(flows.MEMTEST_ISO).read_bytes()
        blocks = int.from_bytes(memtest[16 * 2048 + 80:16 * 2048 + 84], 'little')
        self.refuse('part.iso', memtest[:blocks * 2048 - 64 * 1024], r'is not complete')
        self.lodge.choose_iso(self.directory / 'none.iso')
        self.lodge.find('label', r'^There is no file “none.iso”', window='New Machine')
        # The right one is taken after all that, dragged there from another program.
        peer = Peer(flows.MEMTEST_ISO)
        self.addCleanup(peer.close)
        x, y, width, height = self.lodge.find('label', r'^Drop an ISO Image Here$').place()
        peer.drop(x + width // 2, y + height // 2)
        self.lodge.find('label', f'^{re.escape(os.path.basename(flows.MEMTEST_ISO))}$')
        self.lodge.find_sensitive('push button', r'Next$', window='New Machine')

    @unittest.skipIf(os.getuid() == 0, 'root may read everything')
    def test_unreadable(self):
        path = self.directory / 'closed.iso'
        shutil.copy(flows.MEMTEST_ISO, path)
        path.chmod(0)
        self.lodge.wait_for_host()
        self.lodge.open_wizard()
        self.lodge.choose_iso(path)
        self.lodge.find('label', r'^You may not read', window='New Machine')
        self.assertFalse(self.lodge.find('push button', r'Next$', window='New Machine').sensitive)


class NameTaken(Wizard):
    def define(self, name):
        xml = self.directory / 'other.xml'
        xml.write_text(machines.MACHINE_XML.format(name=name, iso=flows.MEMTEST_ISO, interface=''))
        machines.virsh('define', str(xml))
        self.addCleanup(machines.virsh, 'undefine', name, check=False)

    def test_taken_while_the_wizard_is_open(self):
        name = self.review()
        self.define(name)
        self.lodge.press_create()
        self.wait_for_error(r'exists already|is taken|already', name)
        self.assertEqual(machines.virsh('list', '--all', '--name').split(), [name])
        machines.virsh('undefine', name)
        self.wait_clean()
        self.create_again(name)


class FullDisk(Wizard):
    """Needs a pool on a small file system: rig --pool-size."""

    def fill(self):
        pool = os.environ['LODGE_RIG_POOL']
        filler = pathlib.Path(pool, 'filler')
        with open(filler, 'wb') as file:
            free = os.statvfs(pool)
            os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_frsize)
        self.addCleanup(filler.unlink, missing_ok=True)
        return filler

    def test_full_at_creation(self):
        name = self.review()
        filler = self.fill()
        self.lodge.press_create()
        self.wait_for_error(r'^There is no room', name)
        filler.unlink()
        self.wait_clean()
        self.create_again(name)

    def test_full_beforehand(self):
        self.fill()
        self.before = harness.hoststate.snapshot()
        self.lodge.wait_for_host()
        self.lodge.open_wizard()
        self.lodge.choose_iso(flows.MEMTEST_ISO)
        self.lodge.next_step(r'^Processors and Memory$')
        self.lodge.find('label', r'^There is no room')
        self.assertFalse(self.lodge.find('push button', r'Next$', window='New Machine').sensitive)


class ClosedFolder(Wizard):
    """QEMU is another user, who may not enter the folder of the ISO: rig --qemu-user."""

    def test_qemu_may_not_read_the_iso(self):
        folder = self.directory / 'closed'
        folder.mkdir(mode=0o700)
        path = folder / 'memtest.iso'
        shutil.copy(flows.MEMTEST_ISO, path)
        name = self.review(path)
        self.lodge.press_create()
        self.wait_for_error(r'^The virtual machine may not read the image', name)
        self.wait_clean()
        # Opened as the sentence says, it works.
        folder.chmod(0o711)
        self.create_again(name)


class DaemonDies(harness.Proxied, Wizard):
    @staticmethod
    def control(*words):
        subprocess.run([str(harness.RIG / 'rig'), 'ctl', *words], check=True, capture_output=True,
                       timeout=60)

    def create_slowly(self, delay):
        """Slow answers: when the disk is there, the rest is still to come."""
        self.tell('delay', delay)
        self.lodge.press_create()
        driver.wait(lambda: os.listdir(os.environ['LODGE_RIG_POOL']), 'The disk was made', 60)

    def check_cancel(self, name):
        """Asks, takes back what was made, and is where it was before, with all that was filled in."""
        self.create_slowly('2000')
        self.lodge.press('push button', r'Cancel$', window='New Machine')
        self.lodge.find('dialog', r'^Stop Creating')
        self.lodge.press('push button', r'Stop$', window='^Stop Creating')
        self.tell('delay', '0')
        self.lodge.find_sensitive('push button', r'C_?reate$', window='New Machine', seconds=60)
        self.assertEqual(self.lodge.find('text', r'^Name$', window='New Machine').text, name)
        self.wait_clean()

    def test_while_the_wizard_creates(self):
        name = self.review()
        self.check_cancel(name)
        self.create_slowly('200')
        self.control('kill', 'libvirtd')
        self.lodge.find('push button', r'C_?reate$', window='New Machine', seconds=60)
        self.assertEqual(self.lodge.find('text', r'^Name$', window='New Machine').text, name)
        self.tell('delay', '0')
        self.control('start', 'libvirtd')
        self.wait_clean(90)
        self.create_again(name)

    def test_while_the_console_shows(self):
        name, guest = self.create_memtest()
        self.wait_for_blue(guest)
        self.control('kill', 'libvirtd')
        self.lodge.find('label', r'[Ll]ost|[Tt]ry|[Cc]onnecting|[Nn]ot (connected|reachable)', seconds=60)
        self.control('start', 'libvirtd')
        self.lodge.find_sensitive('push button', r'^Shut Down$', seconds=90)
        guest = self.lodge.screen_of_guest()
        picture = self.wait_for_blue(guest)
        guest.click()
        self.screen.key('F1')
        self.lodge.wait_for_change(guest, picture, 0.05, 'The guest answered to F1', 60)
        self.remove(name)


if __name__ == '__main__':
    harness.main()
