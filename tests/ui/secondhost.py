# SPDX-License-Identifier: GPL-3.0-or-later
"""Another host inside the rig: a libvirtd with directories, a name and a UUID of its own, to which machines
of the first can migrate. Both see the same files, and so the same disks."""

import os
import pathlib
import socket
import subprocess
import tempfile
import time

import daemons
import machines
import sandbox

NAME = 'second.test'
LIBVIRTD_CONF = 'host_uuid = "6695eb01-f6a4-8304-79aa-97f2502e193f"\n'
TCP_CONF = '''\
listen_tls = 0
listen_tcp = 1
tcp_port = "{port}"
listen_addr = "0.0.0.0"
auth_tcp = "none"
'''
QEMU_CONF = 'stdio_handler = "file"\n'
FIRST_SOCKET = '/run/libvirt/libvirt-sock'


class SecondHost:
    """Runs from start() to stop(); takes TCP too, from anybody, where a port is given."""

    def __init__(self, tcp_port=None, qemu_conf=''):
        # Below the rig's own directory: sockets have short names.
        self.root = pathlib.Path(tempfile.mkdtemp(dir=os.environ['LODGE_RIG_DIR'], prefix='b'))
        self.root.chmod(0o755)
        self.log = self.root / 'log'
        self.log.mkdir()
        self.socket = self.root / 'run/libvirt/libvirt-sock'
        self.uri = f'qemu+unix:///system?socket={self.socket}'
        self.first_uri = f'qemu+unix:///system?socket={os.environ["LODGE_RIG_DIR"]}{FIRST_SOCKET}'
        self.process = None
        self.arguments = ['--listen'] if tcp_port else []
        self.qemu_conf = QEMU_CONF + qemu_conf
        self.conf = LIBVIRTD_CONF + (TCP_CONF.format(port=tcp_port) if tcp_port else '')

    def _enter(self):
        """In the daemon's process, before it is the daemon."""
        sandbox.become_host(NAME)
        sandbox.replace_libvirt_dirs(self.root)
        daemons.write(self.log, 'root', False)
        for name, text in ('libvirtd.conf', self.conf), ('qemu.conf', self.qemu_conf):
            with open(f'/etc/libvirt/{name}', 'a', encoding='ascii') as file:
                file.write(text)

    def start(self):
        with open(self.log / 'out', 'w', encoding='utf-8') as out:
            self.process = subprocess.Popen([daemons.find('libvirtd'), *self.arguments], stdout=out, stderr=out,
                                            stdin=subprocess.DEVNULL, preexec_fn=self._enter)
        deadline = time.monotonic() + 60
        while not self._answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise AssertionError('the second libvirtd did not start: ' + (self.log / 'out').read_text())
            time.sleep(0.1)

    def _answers(self):
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.socket)) == 0

    def stop(self):
        self.process.terminate()
        self.process.wait(30)

    def prefix(self):
        """Words before a command that is to run there, also when all this runs in a chroot."""
        return ['nsenter', '-t', str(self.process.pid), '--mount', '--uts', '--root']

    def virsh(self, *arguments, check=True):
        return machines.virsh(*arguments, uri=self.uri, check=check)

    def take(self, name, *options):
        """From the first host to this one."""
        self._migrate(self.first_uri, self.uri, name, options)

    def give_back(self, name, *options):
        self._migrate(self.uri, self.first_uri, name, options)

    @staticmethod
    def _migrate(source, target, name, options):
        # Unsafe is what libvirt calls a disk with a cache in a folder that it does not know to be shared.
        machines.virsh('migrate', '--live', '--p2p', '--unsafe', *options, name, target, 'tcp://127.0.0.1',
                       uri=source, timeout=120)
