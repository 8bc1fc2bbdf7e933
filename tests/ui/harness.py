# SPDX-License-Identifier: GPL-3.0-or-later
"""The frame of an end-to-end test: inside the rig, on a screen of its own, with the real program.

Each test gets a fresh Lodge and must leave the host as it found it. When it fails, a picture of the
screen, the tree of the windows and the program's log stay in the build directory's
tests/ui/failures."""

import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
RIG = HERE.parent / 'rig'
HEADLESS = HERE.parent / 'support/headless'
sys.path[:0] = [str(HERE), str(RIG)]

import driver  # noqa: E402
import flows  # noqa: E402
import hoststate  # noqa: E402
import machines  # noqa: E402

SYSTEM = os.environ.get('LODGE_RIG') == 'system'
# What GTK itself says at the end of the screen; what libadwaita 1.7 does with each question whose heading is
# longer than the smallest dialog: it measures the large heading for the small one's place; and
# spice-client-glib, when a certificate is refused, the network goes, a channel is closed while it opens, or
# a machine whose sockets were handed over migrates.
HARMLESS = re.compile(r'X connection to|Trying to measure GtkLabel \S+ for width of \d+, '
                      r'but it needs at least|'
                      r'GSpice-WARNING \*\*: .*( SSL_connect: |Error receiving data: Connection |'
                      r'migration with client provided fd |incomplete link header \(0/16\))')
BAD = re.compile(r'CRITICAL|ERROR \*\*|WARNING \*\*|AddressSanitizer|runtime error|main thread')


class EndToEnd(unittest.TestCase):
    """setUp starts the program on the rig's host; self.lodge drives it."""

    arguments = ()
    environment = {}
    clean = True  # whether the host must be as before

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(dir=os.environ['TMPDIR']))
        self.directory.chmod(0o755)
        self.log = self.directory / 'lodge.log'
        self.log.write_text('')
        self.prepare()
        machines.virsh('list')
        self.before = hoststate.snapshot()
        self.screen = self.enterContext(driver.Screen())
        self.lodge = self.enterContext(self.start())

    def prepare(self):
        """For what must be there before the program starts."""

    def uri(self):
        return os.environ['LODGE_RIG_URI']

    def start(self):
        environment = {'LODGE_STALL_LOG': str(self.directory / 'stalls'), **self.environment}
        # The one for libvirt's calls, and for a GTK that tells wrong places of its widgets.
        libraries = [os.environ.get('LODGE_THREAD_CHECKER'), os.environ.get('LODGE_GTK_PLACES')]
        environment['LD_PRELOAD'] = ':'.join(filter(None, libraries))
        return flows.Lodge(self.screen, os.environ['LODGE'], ['--connect', self.uri(), *self.arguments],
                           environment, self.log)

    def run(self, result=None):
        """A failed step leaves a picture, while the program still stands there."""
        method = getattr(self, self._testMethodName)

        def wrapped():
            try:
                method()
                self.check_after()
            except BaseException:
                self.save_failure()
                raise
        setattr(self, self._testMethodName, wrapped)
        return super().run(result)

    def check_after(self):
        self.lodge.assert_alive()
        if self.clean:
            self.wait_clean()
        self.check_log()

    def check_log(self):
        bad = [line for line in self.log.read_text(errors='replace').splitlines()
               if BAD.search(line) and not HARMLESS.search(line)]
        self.assertEqual(bad, [], 'the program complained')

    def wait_clean(self, seconds=60):
        deadline = time.monotonic() + seconds
        while left := hoststate.differences(self.before, hoststate.snapshot()):
            if time.monotonic() > deadline:
                self.fail('the host is not as before: ' + '; '.join(left))
            time.sleep(0.2)

    def save_failure(self):
        try:
            target = pathlib.Path(os.environ.get('LODGE_FAILURES', self.directory))
            stem = target / f'{os.environ["LODGE_RIG"]}-{self.id().replace("__main__.", "")}'
            self.screen.save(f'{stem}.png')
            shutil.copy(self.log, f'{stem}.log')
            pathlib.Path(f'{stem}.tree').write_text(self.lodge.dump(), encoding='utf-8')
            print(f'picture of the failure: {stem}.png', file=sys.stderr)
        except (OSError, AttributeError, driver.Failure) as error:
            print(f'no picture of the failure: {error}', file=sys.stderr)

    # Words for tests

    def create_memtest(self):
        """By the wizard, with what it proposes; the machine's name and the node of its screen."""
        self.lodge.wait_for_host()
        self.lodge.open_wizard()
        self.lodge.choose_iso(flows.MEMTEST_ISO)
        self.lodge.find(None, r'^Unknown System$|[Mm]emtest')
        self.lodge.go_to_review()
        name = self.lodge.find('text', r'^Name$').text
        self.lodge.press_create()
        guest = self.lodge.wait_for_console()
        return name, guest

    def wait_for_blue(self, guest, seconds=flows.EMULATION_PATIENCE):
        return self.lodge.wait_for_pixels(guest, flows.is_blue, 0.3, 'memtest’s blue screen was shown',
                                          seconds)

    def disks(self, name):
        """Paths of the machine's disks, from libvirt and not from the program."""
        xml = machines.virsh('dumpxml', name)
        return re.findall(r"<source file='([^']+\.qcow2)'", xml)

    def remove(self, name):
        self.lodge.force_off(name)
        self.lodge.delete(name)
        self.lodge.wait_for_row_gone(name)


class Proxied(EndToEnd):
    """The connection goes through the proxy; self.tell('delay', '200')."""

    def prepare(self):
        machines.virsh('list')
        real = ('/run/libvirt/libvirt-sock' if SYSTEM else
                os.environ['XDG_RUNTIME_DIR'] + '/libvirt/libvirt-sock')
        self.path = str(self.directory / 'proxy.sock')
        self.proxy = subprocess.Popen([str(RIG / 'proxy'), '--listen', self.path, '--to', real],
                                      stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.end_proxy)
        self.assertEqual(self.proxy.stdout.readline(), 'ready\n')

    def end_proxy(self):
        self.proxy.terminate()
        self.proxy.wait(10)
        self.proxy.stdout.close()

    def tell(self, *words):
        return subprocess.run([str(RIG / 'proxy'), 'ctl', self.path, *words], check=True, text=True,
                              capture_output=True, timeout=10).stdout.strip()

    def stats(self):
        return json.loads(self.tell('stats'))

    def uri(self):
        return f'qemu+unix:///{os.environ["LODGE_RIG"]}?socket={self.path}'


def listen(path):
    """A socket that answers nobody."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()
    return listener


def run_one(name):
    runner = unittest.TextTestRunner(verbosity=2, warnings='ignore')
    result = runner.run(unittest.defaultTestLoader.loadTestsFromName(name, sys.modules['__main__']))
    return 0 if result.wasSuccessful() else 1


def run_in_process(name):
    return subprocess.run([str(HEADLESS), sys.executable, sys.argv[0], name], check=False).returncode


def flatten(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from flatten(item)
        else:
            yield item.id().removeprefix('__main__.')


def main():
    """Each test has a process, a screen and a bus of its own: it does not meet what another left."""
    loader, module = unittest.defaultTestLoader, sys.modules['__main__']
    if len(sys.argv) > 1 and sys.argv[1].count('.') == 1:
        sys.exit(run_one(sys.argv[1]))
    if len(sys.argv) > 1:
        suite = loader.loadTestsFromNames(sys.argv[1:], module)
    else:
        suite = loader.loadTestsFromModule(module)
    names = list(flatten(suite))
    failed = [name for name in names if run_in_process(name) != 0]
    print(f'{len(names) - len(failed)} passed, {len(failed)} failed {" ".join(failed)}')
    sys.exit(1 if failed or not names else 0)
