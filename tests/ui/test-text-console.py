#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Debian installer on a serial console: chosen before the machine starts, it takes keys, goes on after a
reset and after a stop, and shares the port with other viewers when asked."""

import glob
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

import driver  # noqa: E402
import harness  # noqa: E402
import machines  # noqa: E402

KERNELS = '/usr/lib/debian-installer/images/*/amd64/text/debian-installer/amd64/linux'
BOOT_PATIENCE = 400  # a Linux system under emulation, on a machine with much else to do
XML = '''\
<domain type='qemu'>
  <name>serial</name>
  <memory unit='MiB'>1024</memory>
  <vcpu>1</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <kernel>{kernel}</kernel><initrd>{initrd}</initrd>
    <cmdline>console=ttyS0</cmdline>
  </os>
  <features><acpi/><apic/></features>
  <devices>
    <graphics type='spice'><listen type='none'/></graphics>
    <video><model type='vga'/></video>
    <serial type='pty'><target port='0'/></serial>
    <console type='pty'><target type='serial' port='0'/></console>
    <console type='pty'><target type='virtio' port='1'/></console>
  </devices>
</domain>
'''


def is_red(red, green, blue):
    return red > 130 and green < 60 and blue < 60


def line_of_bar(picture):
    """The bar moves it, the red title does not."""
    return picture.mean_line(is_red)


class TextConsole(harness.EndToEnd):
    def prepare(self):
        kernels = sorted(glob.glob(KERNELS))
        if not kernels:
            self.skipTest('the Debian installer is not installed')
        initrd = os.path.join(os.path.dirname(kernels[0]), 'initrd.gz')
        xml = self.directory / 'serial.xml'
        xml.write_text(XML.format(kernel=kernels[0], initrd=initrd))
        machines.virsh('define', str(xml))
        self.addCleanup(machines.virsh, 'undefine', 'serial')
        self.addCleanup(machines.virsh, 'destroy', 'serial', check=False)

    def choose_console(self, downs, name):
        """By the menu, with keys, as it is a window of its own."""
        before = len(self.lodge.x_windows())
        self.lodge.press('push button', '^Consoles of the Machine')
        driver.wait(lambda: len(self.lodge.x_windows()) > before, 'The menu of consoles opened')
        self.screen.key(*(['Down'] * downs), 'Return')
        driver.wait(lambda: len(self.lodge.x_windows()) == before, 'The menu of consoles closed')
        return self.lodge.find(None, name)

    def terminal(self):
        return self.lodge.find('text', '^Serial Console$')

    def start_log(self):
        """Every byte of the console goes into a file, from now on."""
        self.log_file = self.directory / 'console.log'
        before = self.lodge.choose_in_terminal_menu('g')
        self.lodge.choose_file('^Log to File$', self.log_file, before)

    def written(self):
        return self.log_file.read_text(errors='replace') if self.log_file.exists() else ''

    def wait_for_text(self, text):
        driver.wait(lambda: text in self.written(), f'The guest wrote “{text}”', BOOT_PATIENCE, 1)

    def wait_for_boot(self, number):
        """The kernel's first line, for that many times."""
        driver.wait(lambda: self.written().count('Linux version') == number,
                    f'The kernel started {number} times', BOOT_PATIENCE, 1)

    def wait_for_move(self, line, downwards):
        def moved():
            now = line_of_bar(self.lodge.grab(self.terminal()))
            return now if (now > line + 1 if downwards else now < line - 1) else None
        return driver.wait(moved, 'The bar of the menu moved', 60)

    def choose_serial_and_start(self):
        self.lodge.wait_for_host()
        self.lodge.press('label', '^serial$')
        self.screen.key('alt+2')
        self.lodge.find(None, '^Not Running$')
        self.choose_console(1, '^The console starts with the machine')
        self.start_log()
        self.lodge.press('push button', '^Start$')

    def test_installer(self):
        self.choose_serial_and_start()
        self.wait_for_text('Select a language')
        self.terminal().click()
        self.screen.park_pointer()
        self.lodge.wait_for_pixels(self.terminal(), is_red, 0.0012, 'A language was highlighted', 60)
        line = line_of_bar(self.lodge.grab(self.terminal()))
        self.screen.key('Up')
        upper = self.wait_for_move(line, False)
        self.screen.key('Down')
        line = self.wait_for_move(upper, True)
        self.choose_console(2, '^VirtIO Console$')
        self.choose_console(1, '^Serial Console$')
        self.screen.key('Up')
        self.wait_for_move(line, False)
        machines.virsh('destroy', 'serial')

    def test_comes_back(self):
        self.choose_serial_and_start()
        self.wait_for_boot(1)
        machines.virsh('reset', 'serial')
        self.wait_for_boot(2)
        machines.virsh('destroy', 'serial')
        self.lodge.find('label', '^The console starts with the machine')
        machines.virsh('start', 'serial')
        self.lodge.wait_gone('label', '^The console starts with the machine')
        self.wait_for_boot(3)
        machines.virsh('destroy', 'serial')

    def test_other_viewers(self):
        self.choose_serial_and_start()
        self.wait_for_boot(1)
        with machines.open_console(self.uri(), 'serial', 'serial0'):
            self.lodge.find('label', '^Another viewer shows this console')
            self.lodge.press('push button', 'Take Over…')
            self.lodge.press('push button', 'Take Over$', window='^Take Over the Console')
            self.lodge.wait_gone('label', '^Another viewer shows this console')
        machines.virsh('reset', 'serial')
        self.wait_for_boot(2)
        machines.virsh('destroy', 'serial')


if __name__ == '__main__':
    harness.main()
