#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A machine that migrates while its console is looked at: the selection, the window of its own and the full
screen go along to the other host, and back. Two libvirtds, and QEMU's own migration between them."""

import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

import driver  # noqa: E402
import farhost  # noqa: E402
import harness  # noqa: E402
import machines  # noqa: E402
import secondhost  # noqa: E402
import sshd  # noqa: E402

NAME = 'mover'
LEAVE_NOTHING = ('--undefinesource', '--persistent')
TCP_PORT = 16510
MOVED = r'^Moved to Another Host$'


class Local(harness.EndToEnd):
    """libvirt passes the sockets of both hosts."""

    clean = False  # there is the machine of the test
    screen_xml = machines.ECHO_SCREEN
    first_name = second_name = 'This Computer'

    def prepare(self):
        super().prepare()
        self.second = self.make_second()
        self.second.start()
        self.addCleanup(self.second.stop)
        disk, xml = self.directory / 'disk.img', self.directory / 'machine.xml'
        self.write_disk(disk)
        xml.write_text(self.change_xml(machines.ECHO_XML.format(name=NAME, disk=disk,
                                                                screen=self.screen_xml)))
        machines.virsh('define', str(xml))
        machines.virsh('start', NAME)
        self.addCleanup(self.end_machine)
        self.arguments = self.second_arguments()

    @staticmethod
    def make_second():
        return secondhost.SecondHost()

    @staticmethod
    def write_disk(path):
        machines.write_paint_disk(path, machines.BLUE)

    def change_xml(self, xml):
        return xml

    def second_arguments(self):
        return ('--connect', self.second_uri())

    def second_uri(self):
        return self.second.uri

    def end_machine(self):
        for uri in os.environ['LODGE_RIG_URI'], self.second.uri:
            machines.virsh('destroy', NAME, uri=uri, check=False)
            machines.virsh('undefine', NAME, uri=uri, check=False)

    @staticmethod
    def ask(command, uri):
        """What QEMU answers."""
        answer = machines.virsh('qemu-monitor-command', NAME, json.dumps({'execute': command}), uri=uri)
        return json.loads(answer)['return']

    def clients(self, uri=None):
        """How many connections QEMU has."""
        return len({channel['connection-id'] for channel in self.ask('query-spice', uri).get('channels', [])})

    def open_console(self):
        self.lodge.wait_for_host()
        self.lodge.press('label', f'^{NAME}$', seconds=60)
        self.screen.key('alt+2')
        self.wait_for_picture()

    def wait_for_picture(self):
        """A picture that is not live is dimmed, and not blue enough."""
        self.wait_for_blue(self.lodge.find('image', r'^Screen of', seconds=60), 60)

    def wait_for_toast(self, host):
        self.lodge.find(None, f'“{NAME}” moved to {host}')

    def check_there(self):
        self.wait_for_toast(self.second_name)
        self.wait_for_picture()
        self.assertEqual(self.clients(self.second.uri), 1)

    def check_here(self):
        self.wait_for_toast(self.first_name)
        self.wait_for_picture()
        self.assertEqual(self.clients(), 1)

    def there_and_back(self):
        """Undefined where it left, each time."""
        self.second.take(NAME, *LEAVE_NOTHING)
        self.check_there()
        self.assertEqual(machines.virsh('list', '--all', '--name'), '')
        self.second.give_back(NAME, *LEAVE_NOTHING)
        self.check_here()

    def test_selection(self):
        self.open_console()
        self.there_and_back()

    def test_full_screen(self):
        self.open_console()
        self.screen.key('ctrl+alt', 'F11')
        width, height = self.screen.camera.size()
        driver.wait(lambda: self.guest_place()[2:] == (width, height), 'The screen was full')
        self.there_and_back()
        self.assertEqual(self.guest_place()[2:], (width, height))
        self.assertTrue(self.lodge.screen_of_guest().has(driver.Atspi.StateType.FOCUSED))

    def guest_place(self):
        return self.lodge.screen_of_guest().place()

    def test_own_window(self):
        """Beside a main window that shows the machine too, and leaves the screen to it."""
        self.lodge.wait_for_host()
        main = self.lodge.windows()[0]
        self.row().click(repeat=2)
        driver.wait(lambda: len(self.lodge.windows()) == 2, 'The machine had a window of its own')
        self.wait_for_picture()
        self.there_and_back()
        self.assertEqual(len(self.lodge.windows()), 2)
        self.lodge.raise_window(main)
        self.screen.key('alt+2')
        self.lodge.find('label', '^In Another Window$', window=f'^{NAME}')

    def row(self):
        """The first in the list."""
        return self.lodge.find('list', '^Hosts and Machines$').find_now('label', f'^{NAME}$')

    def test_defined_where_it_was(self):
        """It stays in the list of the host that it left, which says so, and comes back to it."""
        self.open_console()
        self.second.take(NAME)
        self.check_there()
        self.row().click()
        self.lodge.find('label', MOVED)
        self.lodge.find('label', f'moved to {self.second_name}')
        self.lodge.press('push button', 'Show It There$')
        self.wait_for_picture()
        self.second.give_back(NAME)
        self.check_here()


class Vnc(Local):
    """A protocol that knows nothing of moves."""

    screen_xml = machines.ECHO_SCREEN.replace('spice', 'vnc')

    def clients(self, uri=None):
        return sum(len(server['clients']) for server in self.ask('query-vnc-servers', uri))

    test_full_screen = test_own_window = test_defined_where_it_was = None


class Unknown(Local):
    """The other host is not in the list at first."""

    def second_arguments(self):
        """There is another one to ask."""
        return ('--connect', 'test:///default')

    def test_selection(self):
        self.open_console()
        self.second.take(NAME, *LEAVE_NOTHING)
        self.lodge.find('label', MOVED)
        self.lodge.press('push button', 'Add Host…$', window=f'^{NAME}')
        self.lodge.find(None, '^Add Host$')
        self.screen.type(self.second_uri())
        self.screen.key('Return')
        self.check_there()
        self.second.give_back(NAME, *LEAVE_NOTHING)
        self.check_here()

    def test_overview(self):
        """Nothing is left to show; what was on its way is said."""
        self.lodge.wait_for_host()
        self.lodge.press('label', f'^{NAME}$', seconds=60)
        self.screen.key('alt+1')
        self.lodge.find('label', '^Up for$')
        self.second.take(NAME, *LEAVE_NOTHING)
        self.lodge.find(None, f'“{NAME}” moved to a host that is not connected')
        self.lodge.wait_for_host()

    test_full_screen = test_own_window = test_defined_where_it_was = None


class Text(Local):
    """On a text console; all that the machine writes there, which is what it is told, is in a file."""

    def prepare(self):
        self.serial_log = self.directory / 'serial.log'
        super().prepare()

    @staticmethod
    def write_disk(path):
        machines.write_echo_disk(path)

    def change_xml(self, xml):
        return xml.replace("<serial type='pty'>", "<serial type='pty'>"
                           f"<log file='{self.serial_log}' append='on'/>")

    def wait_for_answer(self, key):
        """The console is there and has the keyboard."""
        before = self.serial_log.read_text(errors='replace').count(key)

        def answered():
            self.screen.key(key)
            return self.serial_log.read_text(errors='replace').count(key) > before
        driver.wait(answered, f'The machine wrote “{key}”')

    def test_keys(self):
        self.open_console()
        before = len(self.lodge.x_windows())
        self.lodge.press('push button', '^Consoles of the Machine')
        driver.wait(lambda: len(self.lodge.x_windows()) > before, 'The menu of consoles opened')
        self.screen.key('Down', 'Return')
        self.wait_for_answer('x')
        self.second.take(NAME, *LEAVE_NOTHING)
        self.wait_for_toast(self.second_name)
        self.wait_for_answer('z')

    test_selection = test_full_screen = test_own_window = test_defined_where_it_was = None


class Unseen(Local, harness.Proxied):
    """The host that the machine leaves cannot be reached while it does: it is missed when that is back."""

    def lose_and_take(self, *options):
        self.open_console()
        self.tell('refuse')
        self.lodge.find('label', '^Not reachable')
        self.second.take(NAME, *options)
        self.tell('accept')
        self.check_there()

    def test_undefined(self):
        self.lose_and_take(*LEAVE_NOTHING)

    def test_defined(self):
        self.lose_and_take()

    test_selection = test_full_screen = test_own_window = test_defined_where_it_was = None


class Ssh(Local):
    """The other host is reached by ssh, where libvirt passes no sockets."""

    screen_xml = ("<graphics type='spice' autoport='yes'><listen type='address' address='127.0.0.1'/></graphics>"
                  "<video><model type='vga'/></video>")
    second_name = '127.0.0.1'

    server_conf = ''

    def prepare(self):
        if sshd.find() is None:
            self.skipTest('sshd is not installed')
        super().prepare()
        server = sshd.Server(self.directory)
        server.make_key('key')
        (self.second.root / 'run/sshd').mkdir()
        server.start(self.second.prefix(), self.server_conf)
        server.trust()
        self.addCleanup(server.stop)
        driver.wait(server.answers, 'The ssh server answered')

    def second_uri(self):
        return f'qemu+ssh://{sshd.USER}@127.0.0.1:{sshd.PORT}/system'

    test_full_screen = test_own_window = test_defined_where_it_was = None


class Tcp(Local):
    """Both hosts are reached by addresses, where SPICE moves its session by itself, too."""

    screen_xml = Ssh.screen_xml.replace('127.0.0.1', '0.0.0.0')
    first_name = second_name = farhost.NAME

    certificates = None

    def prepare(self):
        farhost.name_host(self.directory)
        self.addCleanup(farhost.forget_name)
        farhost.connect_network()
        farhost.configure_libvirt(self.certificates)
        super().prepare()

    @staticmethod
    def make_second():
        return secondhost.SecondHost(TCP_PORT)

    def uri(self):
        return farhost.URI

    def second_uri(self):
        return f'qemu+tcp://{farhost.NAME}:{TCP_PORT}/system'

    test_full_screen = test_own_window = test_defined_where_it_was = None


class Tls(Tcp):
    """As before, and both hosts encrypt the screen."""

    screen_xml = Tcp.screen_xml.replace("autoport='yes'", "autoport='yes' defaultMode='secure'")

    def prepare(self):
        if farhost.missing():
            self.skipTest(f'{farhost.missing()} is not installed')
        self.certificates = farhost.Certificates(self.directory)
        authority = self.certificates.make_authority('ours')
        self.certificates.make_server('ours', farhost.NAME)
        farhost.trust(authority)
        super().prepare()

    def make_second(self):
        return secondhost.SecondHost(TCP_PORT, farhost.QEMU_CONF.format(directory=self.certificates.server))

    def check_there(self):
        super().check_there()
        self.assertEqual(self.tls(self.second.uri), [True])

    def tls(self, uri=None):
        return sorted({channel['tls'] for channel in self.ask('query-spice', uri)['channels']})


class NoScreen(Ssh):
    """The other host has the machine, but no way to its screen."""

    server_conf = 'AllowTcpForwarding no\n'

    def test_selection(self):
        self.open_console()
        self.second.take(NAME, *LEAVE_NOTHING)
        self.wait_for_toast(self.second_name)
        self.lodge.find('label', '^The Screen Cannot Be Shown$', seconds=60)
        self.second.give_back(NAME, *LEAVE_NOTHING)
        self.check_here()


if __name__ == '__main__':
    harness.main()
