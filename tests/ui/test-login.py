#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts that ask who comes: a libvirtd that wants a name and a password (SASL over TCP), a server
that is reached by ssh, and a daemon that lets nobody in."""

import os
import pathlib
import re
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

import driver  # noqa: E402
import harness  # noqa: E402
import machines  # noqa: E402
import sshd  # noqa: E402

USER, PASSWORD = 'joe', 'correct horse'
OTHER_PASSWORD = 'battery staple'
RIG = os.path.join(os.path.dirname(os.path.realpath(__file__)), '../rig/rig')


class Login(harness.EndToEnd):
    """Words for tests in which a host asks."""

    def type_password(self, password):
        self.lodge.press('text', r'^Pass(word|phrase)$')
        self.screen.type(password)
        self.screen.key('Return')

    def find_question(self):
        return self.lodge.find('dialog', r'^Log In to “127\.0\.0\.1')

    def wait_no_question(self):
        self.lodge.wait_gone('dialog', r'^Log In to ')

    def cancel(self):
        self.lodge.press('push button', 'Cancel$')
        self.wait_no_question()

    def check_after(self):
        super().check_after()
        for password in (PASSWORD, OTHER_PASSWORD):
            self.assertNotIn(password, self.log.read_text(errors='replace'))


class Sasl(Login):
    def prepare(self):
        if shutil.which('saslpasswd2') is None:
            self.skipTest('saslpasswd2 is not installed')
        self.set_password(PASSWORD)
        if 'keyring' in self.id():
            self.start_keyring()

    def set_password(self, password):
        subprocess.run(['saslpasswd2', '-p', '-c', '-f', '/etc/libvirt/sasl/passwd.db', '-a', 'libvirt',
                        USER], input=password, text=True, check=True)

    def start_keyring(self):
        """An empty one, unlocked, on the test's own bus."""
        if shutil.which('gnome-keyring-daemon') is None:
            self.skipTest('gnome-keyring is not installed')
        keyring = subprocess.Popen(
            ['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets'],
            env={**os.environ, 'XDG_DATA_HOME': str(self.directory / 'keyring')},
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(keyring.wait, 10)
        self.addCleanup(keyring.terminate)
        keyring.stdin.write(b'word')
        keyring.stdin.close()
        driver.run('gdbus', 'wait', '--session', '--timeout', '20', 'org.freedesktop.secrets')

    def remembered(self):
        """How many passwords are in the keyring."""
        found = driver.run('gdbus', 'call', '--session', '--dest', 'org.freedesktop.secrets',
                           '--object-path', '/org/freedesktop/secrets', '--method',
                           'org.freedesktop.Secret.Service.SearchItems', "{'kind': 'host'}")
        return found.count(b'/collection/')

    def start_again(self):
        self.screen.key('ctrl+q')
        driver.wait(lambda: self.lodge.process.poll() is not None, 'The program ended')
        self.lodge = self.enterContext(self.start())

    def uri(self):
        return f'qemu+tcp://{USER}@127.0.0.1/system'

    def test_keyring(self):
        """Asked once, then never, until the password is another one."""
        self.find_question()
        self.assertEqual(self.remembered(), 0)
        self.lodge.press('check box', 'Remember Password$')
        self.type_password(PASSWORD)
        self.lodge.wait_for_host()
        driver.wait(lambda: self.remembered() == 1, 'The password was remembered')

        self.start_again()
        self.lodge.wait_for_host()

        self.set_password(OTHER_PASSWORD)
        self.start_again()
        self.find_question()
        self.lodge.find('label', '^That was not accepted')
        driver.wait(lambda: self.remembered() == 0, 'The wrong password was forgotten')
        self.type_password(OTHER_PASSWORD)
        self.lodge.wait_for_host()
        driver.wait(lambda: self.remembered() == 1, 'The new password was remembered')

    def test_refused_then_let_in(self):
        self.find_question()
        self.assertEqual(self.lodge.find('text', '^User Name$').text, USER)
        self.type_password('wrong')
        self.lodge.find('label', '^That was not accepted')
        self.type_password(PASSWORD)
        self.lodge.wait_for_host()

        # It is asked once: the daemon may go and come back.
        subprocess.run([RIG, 'ctl', 'kill', 'libvirtd'], check=True, stdout=subprocess.DEVNULL)
        self.lodge.find('push button', 'Try Now$', seconds=60)
        subprocess.run([RIG, 'ctl', 'start', 'libvirtd'], check=True, stdout=subprocess.DEVNULL)
        self.lodge.wait_for_host()

    def test_cancelled(self):
        self.find_question()
        self.cancel()
        self.lodge.find('label', '^Not Connected$')
        self.lodge.press('push button', 'Connect$')
        self.find_question()
        self.type_password('wrong')
        self.lodge.find('label', '^That was not accepted')
        self.cancel()
        self.lodge.find('label', '^Access Denied$')
        self.lodge.find('label', '^The host did not accept the user name or the password. Connect again')
        self.lodge.press('push button', 'Connect$')
        self.find_question()
        self.type_password(PASSWORD)
        self.lodge.wait_for_host()


class Ssh(Login):
    """Over a real ssh server; at the end nothing of ssh is left."""

    def prepare(self):
        if sshd.find() is None:
            self.skipTest('sshd is not installed')
        self.server = sshd.Server(self.directory)
        if 'key' in self.id():
            self.server.make_key('key', PASSWORD)
        self.server.start()
        if 'key' in self.id():
            self.server.trust()
        self.addCleanup(self.server.stop)
        self.define('vnc' if 'key' in self.id() else 'spice')
        driver.wait(self.server.answers, 'The ssh server answered')

    def uri(self):
        return f'qemu+ssh://{sshd.USER}@127.0.0.1:{sshd.PORT}/system'

    def check_after(self):
        super().check_after()
        self.screen.key('ctrl+q')
        driver.wait(lambda: self.lodge.process.poll() is not None, 'The program ended')
        driver.wait(lambda: not sshd.shared_connections(), 'All of ssh had ended')
        runtime = pathlib.Path(os.environ['XDG_RUNTIME_DIR'])
        driver.wait(lambda: not list(runtime.glob('lodge-ssh-*')), 'The folder of ssh was removed')

    def define(self, kind):
        """A machine whose screen listens on the server itself only."""
        xml = self.directory / 'far.xml'
        graphics = (f"<graphics type='{kind}' autoport='yes'>"
                    "<listen type='address' address='127.0.0.1'/></graphics>")
        xml.write_text(machines.MACHINE_XML.format(name='far', iso=machines.MEMTEST_ISO, interface='')
                       .replace("<graphics type='vnc'><listen type='none'/></graphics>", graphics))
        machines.virsh('define', str(xml))
        self.addCleanup(machines.virsh, 'undefine', 'far')

    def show_screen(self):
        """Nothing more is asked for it."""
        machines.virsh('start', 'far')
        self.addCleanup(machines.virsh, 'destroy', 'far', check=False)
        self.lodge.press('label', '^far$', seconds=60)
        self.screen.key('alt+2')
        self.wait_for_blue(self.lodge.wait_for_console())
        connections = sshd.shared_connections()
        self.assertEqual(len(connections), 1, connections)
        machines.virsh('destroy', 'far')
        self.lodge.find('push button', r'^Start$', seconds=60)
        driver.wait(lambda: not sshd.forwardings(), 'The forwarding ended with the console')

    def test_password(self):
        self.lodge.find('dialog', r'^Is This Really “127\.0\.0\.1:2222”')
        fingerprint = self.server.fingerprint()
        self.lodge.find('label', f'^This computer does not know its key yet. .*:\\s{re.escape(fingerprint)}$')
        self.lodge.press('push button', 'Trust and Connect$')
        self.find_question()
        self.lodge.find('label', f'^The password of {sshd.USER}@127')
        self.type_password('wrong')
        self.lodge.find('label', '^That was not accepted')
        self.type_password(sshd.PASSWORD)
        self.lodge.wait_for_host()
        self.show_screen()

    def test_key(self):
        self.find_question()
        self.lodge.find('label', '^The passphrase of the key “')
        self.cancel()
        self.lodge.find('label', '^Not Connected$')
        self.lodge.press('push button', 'Connect$')
        self.type_password(PASSWORD)
        self.lodge.wait_for_host()
        self.show_screen()


class Denied(harness.EndToEnd):
    """A daemon's socket that the user may not open."""

    def prepare(self):
        self.socket = self.directory / 'closed.sock'
        self.listener = harness.listen(self.socket)
        self.addCleanup(self.listener.close)
        self.socket.chmod(0)

    def uri(self):
        return f'qemu+unix:///system?socket={self.socket}'

    def test_cause_and_next_step(self):
        self.lodge.find('label', '^Access Denied$')
        self.lodge.find('label', '^You may not use the libvirt service of this computer. Add yourself')
        self.lodge.find_sensitive('push button', 'Details$')
        pathlib.Path(self.socket).chmod(0o600)
        self.listener.close()
        os.unlink(self.socket)
        self.lodge.press('push button', 'Connect$')
        self.lodge.find('label', '^libvirt Does Not Answer$')


if __name__ == '__main__':
    harness.main()
