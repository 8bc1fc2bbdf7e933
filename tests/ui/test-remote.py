#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Screens of a host that is reached over a network: by ssh, by TLS and plain TCP. They come, they come
back by themselves, and what is wrong with a certificate or a password is said."""

import contextlib
import json
import os
import shutil
import signal
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

import driver  # noqa: E402
import farhost  # noqa: E402
import harness  # noqa: E402
import machines  # noqa: E402
import sshd  # noqa: E402

PASSWORD = 'horse'
FAILED = r'^The Screen Cannot Be Shown$'
LOST = 60  # seconds within which a silent network is noticed, on a busy machine


def clients(name, kind):
    """QEMU's names for those who look at the screen."""
    answer = json.loads(machines.virsh('qemu-monitor-command', name,
                                       json.dumps({'execute': f'query-{kind}'})))['return']
    if kind == 'spice':
        return {channel['connection-id'] for channel in answer.get('channels', [])}
    return {f'{client["host"]}:{client["service"]}' for client in answer.get('clients', [])}


def children(parent):
    return [int(pid) for pid in driver.quiet_run('pgrep', '-P', str(parent)).split()]


class Remote(harness.EndToEnd):
    """Words for tests with a screen that is far away."""

    clean = False  # there are the machines of the test

    def start_machine(self, name, graphics):
        farhost.define_machine(self.directory, name, graphics)
        self.addCleanup(machines.virsh, 'undefine', name)
        machines.virsh('start', name)
        self.addCleanup(machines.virsh, 'destroy', name, check=False)

    def open_console(self, name):
        self.lodge.press('label', f'^{name}$', seconds=60)
        self.screen.key('alt+2')

    def wait_for_picture(self, seconds=60):
        """A picture that is not live is dimmed, and not blue enough."""
        self.wait_for_blue(self.lodge.find('image', r'^Screen of', seconds=seconds), seconds)

    def wait_for_new_client(self, name, kind, before):
        """The server may believe for a while that who looked before still does."""
        driver.wait(lambda: clients(name, kind) - before,
                    'The screen was shown again, without a click', 90)
        self.wait_for_picture()

    def end_machine(self, name):
        machines.virsh('destroy', name)
        self.lodge.find('push button', r'^Start$', seconds=60)


def tell(processes, number):
    """The end of one may end the next before its turn."""
    for pid in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


class Ssh(Remote):
    def prepare(self):
        if sshd.find() is None:
            self.skipTest('sshd is not installed')
        self.server = sshd.Server(self.directory)
        self.server.make_key('key')
        self.server.start()
        self.server.trust()
        self.addCleanup(self.server.stop)
        driver.wait(self.server.answers, 'The ssh server answered')

    def uri(self):
        return f'qemu+ssh://{sshd.USER}@127.0.0.1:{sshd.PORT}/system'

    def logins(self):
        return (self.server.directory / 'log').read_text().count('Accepted publickey')

    def sessions(self):
        """Processes of the server, each of which has one connection."""
        return children(self.server.process.pid)

    def look_at(self, name, graphics, socket=None):
        self.start_machine(name, graphics)
        if socket is not None:
            # QEMU is root's here, who comes by ssh is not.
            driver.wait(socket.exists, 'QEMU had its socket')
            socket.chmod(0o777)
        before = self.logins()
        self.open_console(name)
        self.wait_for_picture()
        self.assertEqual(self.logins(), before)
        self.assertEqual(len(self.sessions()), 1)

    def test_one_connection_for_all(self):
        self.lodge.wait_for_host()
        self.assertEqual(self.logins(), 1)
        for kind in ('spice', 'vnc'):
            path = self.directory / f'{kind}.sock'
            self.look_at(f'{kind}-by-path', f"<graphics type='{kind}'><listen type='socket' socket='{path}'/>"
                         '</graphics>', path)
            self.end_machine(f'{kind}-by-path')
            self.look_at(f'{kind}-by-port', f"<graphics type='{kind}' autoport='yes'>"
                         "<listen type='address' address='127.0.0.1'/></graphics>")
            if kind == 'spice':
                self.cut(f'{kind}-by-port')
            self.end_machine(f'{kind}-by-port')

    def cut(self, name):
        """A guest that restarts, an ssh that is closed, and one that says nothing any more."""
        machines.virsh('reset', name)
        self.wait_for_picture()
        for number in (signal.SIGKILL, signal.SIGSTOP):
            before, logins = clients(name, 'spice'), self.logins()
            # The one with the socket is below that with the rights.
            processes = [pid for session in self.sessions() for pid in children(session) + [session]]
            tell(processes, number)
            self.wait_for_new_client(name, 'spice', before)
            self.assertEqual(self.logins(), logins + 1)
            if number == signal.SIGSTOP:
                tell(processes, signal.SIGKILL)
        driver.wait(lambda: len(self.sessions()) == 1, 'The sessions that were cut had ended')


class Network(Remote):
    """No ssh: the screen listens on the host's address."""

    cuts = False  # it takes 20 seconds

    def prepare(self):
        if farhost.missing():
            self.skipTest(f'{farhost.missing()} is not installed')
        self.certificates = farhost.Certificates(self.directory)
        self.ours = self.certificates.make_authority('ours')
        self.theirs = self.certificates.make_authority('theirs')
        self.certificates.make_server('ours', farhost.NAME)
        farhost.name_host(self.directory)
        self.addCleanup(farhost.forget_name)
        farhost.move_home(os.environ['HOME'])
        farhost.connect_network()
        farhost.configure_libvirt(self.certificates)

    def uri(self):
        return farhost.URI

    def give_password(self, password):
        self.lodge.press('text', r'^Pass(word|phrase)$')
        self.screen.type(password)
        self.screen.key('Return')

    def try_again(self):
        self.lodge.press('push button', 'Try Again$')

    def find_reason(self, pattern):
        self.lodge.find('label', FAILED)
        self.lodge.find('label', pattern)

    def log_in(self):
        self.lodge.find('label', '^The Screen Is Protected$')
        self.assertIsNone(self.lodge.find_now('label', 'not encrypted'))
        self.give_password('mule')
        self.lodge.find('label', '^That was not accepted')
        self.give_password(PASSWORD)
        self.wait_for_picture()

    def cut(self, name, kind):
        """Within bounds it is said that nothing comes any more; then all is as it was, unasked."""
        before = clients(name, kind)
        farhost.cut_network()
        self.lodge.find('label', '^Connection lost', seconds=LOST)
        farhost.connect_network()
        self.wait_for_new_client(name, kind, before)

    def check_certificates(self, kind, graphics):
        farhost.trust(self.theirs)
        self.lodge.wait_for_host()
        self.start_machine('far', graphics)
        self.open_console('far')
        self.find_reason('certificate.*authority .*does not know')
        farhost.trust(self.ours)
        self.try_again()
        self.log_in()
        if self.cuts:
            self.cut('far', kind)
        self.end_machine('far')

        self.certificates.make_server('ours', 'other.test')
        self.start_machine('misnamed', graphics)
        self.open_console('misnamed')
        self.find_reason('certificate.*not .*far.test')
        self.end_machine('misnamed')


class Spice(Network):
    cuts = True

    def test_certificates_and_ticket(self):
        self.check_certificates('spice', "<graphics type='spice' autoport='yes' defaultMode='secure'"
                                f" passwd='{PASSWORD}'><listen type='address'"
                                " address='0.0.0.0'/></graphics>")


class Vnc(Network):
    def test_certificates_and_password(self):
        self.check_certificates('vnc', f"<graphics type='vnc' autoport='yes' passwd='{PASSWORD}'>"
                                "<listen type='address' address='0.0.0.0'/></graphics>")


class VncSasl(Network):
    """Who looks says a name too, inside of TLS."""

    def prepare(self):
        if shutil.which('saslpasswd2') is None:
            self.skipTest('saslpasswd2 is not installed')
        super().prepare()
        farhost.trust(self.ours)
        farhost.configure_sasl(self.directory, 'scram-sha-256', 'joe', PASSWORD)

    def log_in_as(self, name):
        self.lodge.find('label', '^The Screen Is Protected$')
        self.lodge.press('text', '^User Name$')
        self.screen.type(name)
        self.log_in()

    def test_name_and_password(self):
        self.lodge.wait_for_host()
        self.start_machine('far', "<graphics type='vnc' autoport='yes'><listen type='address'"
                           " address='0.0.0.0'/></graphics>")
        self.open_console('far')
        self.log_in_as('joe')
        self.end_machine('far')


if __name__ == '__main__':
    harness.main()
