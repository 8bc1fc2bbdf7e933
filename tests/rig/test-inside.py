#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a test may rely on inside the rig, and what the proxy does to a connection."""

import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import unittest

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import machines  # noqa: E402

SYSTEM = os.environ.get('LODGE_RIG') == 'system'


class Inside(unittest.TestCase):
    def test_host_is_fresh(self):
        self.assertEqual(machines.virsh('list', '--all'), '')
        networks = os.environ.get('LODGE_RIG_NETWORK', 'none')
        self.assertEqual(machines.virsh('net-list', '--name'),
                         'default' if SYSTEM and networks != 'none' else '')
        if SYSTEM:
            self.assertEqual(machines.virsh('pool-list', '--name'), 'default')
            self.assertEqual(machines.virsh('vol-list', 'default'), '')

    def test_kvm_is_hidden(self):
        self.assertFalse(os.path.exists('/dev/kvm'))
        self.assertNotIn("<domain type='kvm'", machines.virsh('capabilities'))

    def test_user(self):
        self.assertEqual(os.getuid() == 0, SYSTEM)
        for name in ('HOME', 'XDG_RUNTIME_DIR', 'XDG_DATA_HOME', 'TMPDIR'):
            self.assertTrue(os.access(os.environ[name], os.W_OK), name)

    def test_machine_runs(self):
        interface = "<interface type='user'/>"
        if SYSTEM and os.environ['LODGE_RIG_NETWORK'] != 'none':
            interface = "<interface type='network'><source network='default'/></interface>"
        machines.start('first', interface=interface)
        try:
            self.assertEqual(machines.virsh('domstate', 'first'), 'running')
            with socket.socket(fileno=machines.open_graphics(os.environ['LODGE_RIG_URI'],
                                                             'first')) as screen:
                screen.settimeout(30)
                self.assertEqual(screen.recv(4), b'RFB ')
        finally:
            machines.virsh('destroy', 'first')

    @unittest.skipUnless(SYSTEM, 'the rig starts a daemon in system mode only')
    def test_daemon_can_be_killed_and_started(self):
        machines.start('survivor')
        control = [str(HERE / 'rig'), 'ctl']
        subprocess.run(control + ['kill', 'libvirtd'], check=True, capture_output=True)
        self.assertNotEqual(subprocess.run(['virsh', '-c', 'qemu:///system', 'list'], check=False,
                                           capture_output=True).returncode, 0)
        subprocess.run(control + ['start', 'libvirtd'], check=True, capture_output=True)
        # A question to QEMU waits until libvirt has found its machine again.
        machines.virsh('qemu-monitor-command', 'survivor', '--hmp', 'info version')
        self.assertEqual(machines.virsh('domstate', 'survivor'), 'running')
        machines.virsh('destroy', 'survivor')


class Proxy(unittest.TestCase):
    def setUp(self):
        machines.virsh('list')  # in a session, this starts the daemon
        real = ('/run/libvirt/libvirt-sock' if SYSTEM else
                os.environ['XDG_RUNTIME_DIR'] + '/libvirt/libvirt-sock')
        self.path = os.path.join(os.environ['TMPDIR'], 'proxy.sock')
        self.uri = f'qemu+unix:///{"system" if SYSTEM else "session"}?socket={self.path}'
        self.proxy = subprocess.Popen([str(HERE / 'proxy'), '--listen', self.path, '--to', real],
                                      stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.stop)
        self.assertEqual(self.proxy.stdout.readline(), 'ready\n')

    def stop(self):
        self.proxy.terminate()
        self.proxy.wait(10)
        self.proxy.stdout.close()

    def tell(self, *words):
        return subprocess.run([str(HERE / 'proxy'), 'ctl', self.path, *words], check=True,
                              text=True, capture_output=True).stdout.strip()

    def test_passes_on(self):
        self.assertEqual(machines.virsh('uri', uri=self.uri), self.uri)
        stats = json.loads(self.tell('stats'))
        self.assertEqual(stats['connections'], 1)
        self.assertGreater(stats['calls'], 2)
        self.assertEqual(stats['calls'], stats['replies'])

    def test_delay(self):
        before = json.loads(self.tell('stats')).get('replies', 0)
        self.tell('delay', '100')
        begin = time.monotonic()
        machines.virsh('list', uri=self.uri)
        took = time.monotonic() - begin
        replies = json.loads(self.tell('stats'))['replies'] - before
        self.assertGreater(took, replies * 0.1 * 0.9)

    def test_descriptors_travel(self):
        machines.start('screen', uri=self.uri)
        try:
            with socket.socket(fileno=machines.open_graphics(self.uri, 'screen')) as screen:
                screen.settimeout(30)
                self.assertEqual(screen.recv(4), b'RFB ')
        finally:
            machines.virsh('destroy', 'screen', uri=self.uri)

    def test_hang_and_resume(self):
        self.tell('hang')
        with subprocess.Popen(['virsh', '-q', '-c', self.uri, 'list'], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as virsh:
            with self.assertRaises(subprocess.TimeoutExpired):
                virsh.wait(1)
            self.tell('resume')
            self.assertEqual(virsh.wait(30), 0)

    def test_cut(self):
        with machines.connection(self.uri) as (library, conn):
            self.assertEqual(library.virConnectIsAlive(conn), 1)
            self.tell('cut')
            self.assertEqual(library.virConnectNumOfDomains(conn), -1)
        self.assertEqual(machines.virsh('list', uri=self.uri), '')

    def test_refuse_and_accept(self):
        self.tell('refuse')
        with self.assertRaises(AssertionError):
            machines.virsh('list', uri=self.uri)
        self.tell('accept')
        self.assertEqual(machines.virsh('list', uri=self.uri), '')


if __name__ == '__main__':
    unittest.main()
