# SPDX-License-Identifier: GPL-3.0-or-later
"""A Linux with spice-vdagent for the tests (tests/rig/guest), and a shell in it."""

import base64
import os
import pathlib
import shlex
import socket
import time

import driver
import machines

BOOT_PATIENCE = 400  # a Linux system under emulation, on a machine with much else to do
NAME = 'linux'
XML = '''\
<domain type='qemu'>
  <name>{name}</name>
  <memory unit='MiB'>512</memory>
  <vcpu>1</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <kernel>{directory}/linux</kernel><initrd>{directory}/initrd</initrd>
    <cmdline>console=ttyS0 quiet no_timer_check rdinit=/init</cmdline>
  </os>
  <features><acpi/><apic/></features>
  <devices>
    <graphics type='{graphics}'><listen type='none'/></graphics>
    <video><model type='virtio' heads='{heads}'/></video>
    <input type='tablet' bus='usb'/>
    <controller type='usb' model='qemu-xhci'/>
    {redirections}
    <channel type='{agent}'>{source}<target type='virtio' name='com.redhat.spice.0'/></channel>
    <channel type='unix'>
      <source mode='bind' path='{socket}'/><target type='virtio' name='org.lodge.test'/>
    </channel>
    <serial type='file'><source path='{log}'/><target port='0'/></serial>
    <memballoon model='none'/>
  </devices>
</domain>
'''
SPICE = {'graphics': 'spice', 'agent': 'spicevmc', 'source': '', 'heads': 1,
         'redirections': "<redirdev bus='usb' type='spicevmc'/>" * 2}
# With an agent that talks to QEMU itself, since libvirt 8.4 and QEMU 6.1.
SPICE_TWICE = {**SPICE, 'heads': 2}
VNC = {'graphics': 'vnc', 'agent': 'qemu-vdagent', 'redirections': '', 'heads': 1,
       'source': "<source><clipboard copypaste='yes'/></source>"}


class Guest:
    """Defined and running from here on; the shell is a line to the guest and a line from it."""

    def __init__(self, directory, devices=None):
        self.log = directory / 'serial.log'
        path = str(directory / 'shell')
        xml = directory / 'guest.xml'
        xml.write_text(XML.format(name=NAME, directory=os.environ['LODGE_TEST_GUEST'], socket=path,
                                  log=self.log, **(devices or SPICE)))
        machines.virsh('define', str(xml))
        machines.virsh('start', NAME)
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)

    def close(self):
        self.socket.close()
        machines.virsh('destroy', NAME, check=False)
        machines.virsh('undefine', NAME)

    def shell(self, command, patience=60):
        """The status and the bytes that the command wrote; one line."""
        self.socket.sendall(command.encode() + b'\n')
        deadline, answer = time.monotonic() + patience, b''
        while not answer.endswith(b'\n'):
            self.socket.settimeout(max(deadline - time.monotonic(), 0.1))
            try:
                answer += self.socket.recv(65536)
            except TimeoutError as error:
                raise driver.Failure(f'The guest did not answer “{command}”') from error
        status, _, output = answer.decode().strip().partition(' ')
        return int(status), base64.b64decode(output)

    def output(self, command):
        return self.shell(command)[1].decode(errors='replace').strip()

    def write(self, path, data):
        text = base64.b64encode(data).decode()
        status, said = self.shell(f'echo {text} | base64 -d >{shlex.quote(path)}')
        assert status == 0, said

    def wait_for_agent(self):
        status, _ = self.shell('until pidof spice-vdagent && xset q; do sleep 0.2; done', BOOT_PATIENCE)
        assert status == 0

    def sizes(self):
        """Of the guest's screens, as its own X server has them."""
        return [tuple(map(int, word.partition('+')[0].split('x')))
                for line in self.output('xrandr').splitlines() if ' connected ' in line
                for word in line.split() if word[0].isdigit() and '+' in word]

    def size(self):
        return next(iter(self.sizes()), None)

    def pointer(self):
        words = dict(word.split(':') for word in self.output('xdotool getmouselocation').split())
        return int(words['x']), int(words['y'])

    def lights(self):
        """The lights of the guest's keyboard that are on."""
        names = ('capslock', 'numlock', 'scrolllock')
        text = self.output('cd /sys/class/leds; for i in input*; do echo $i $(cat $i/brightness); done')
        return {name for name in names for line in text.splitlines()
                if line.endswith(f'::{name} 1')}


def skip_reason():
    """Why there is no guest here; None when there is one."""
    if os.environ.get('LODGE_TEST_GUEST') and pathlib.Path(os.environ['LODGE_TEST_GUEST']).is_dir():
        return None
    return os.environ.get('LODGE_TEST_NO_GUEST', 'no guest was made: run it through make-guest')
