#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a picture of every page and state, to be looked at: in English and Vietnamese, light and
dark, wide and narrow.

  tests/rig/rig MODE -- tests/support/headless --size 1200x900 \\
    /usr/bin/python3 build-aux/gallery.py --out DIRECTORY [--language vi] [--scheme dark] [--only RE]

In the rig's system mode it shows machines, dialogs and the wizard; in its session mode hosts that
cannot be reached, and the wizard of an ordinary user. Each picture is DIRECTORY/NAME-WIDTH-LANGUAGE-
SCHEME.png; a state that could not be reached is named at the end, and makes the exit status 1."""

import argparse
import contextlib
import gettext
import os
import pathlib
import re
import subprocess
import sys
import time

sys.dont_write_bytecode = True
TOP = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TOP / 'tests/ui'), str(TOP / 'tests/rig')]

import driver  # noqa: E402
import flows  # noqa: E402
import machines  # noqa: E402

from gi.repository import Gio, GLib  # noqa: E402

WIDE, NARROW = (1100, 720), (480, 720)
WIZARD_SIZES = ((680, 640), (480, 640))
STILL_PATIENCE = 3  # seconds; a spinner never stands still
APP, WINDOW = 'io.github.lodge_vm.Lodge', '/io/github/lodge_vm/Lodge/window/1'
LONG = 'a-machine-whose-name-is-as-long-as-names-of-machines-can-get-in-practice'

DISK = "<disk type='volume' device='disk'><driver name='qemu' type='qcow2'/>" \
       "<source pool='default' volume='{name}.qcow2'/><target dev='sda' bus='sata'/></disk>"
SPICE = "<graphics type='spice'><listen type='none'/></graphics><video><model type='qxl'/></video>"
XML = """<domain type='qemu'><name>{name}</name><memory unit='MiB'>128</memory><vcpu>2</vcpu>
<os><type arch='x86_64' machine='q35'>hvm</type><boot dev='cdrom'/></os><features><acpi/></features>
<devices>{disk}<disk type='file' device='cdrom'><source file='{iso}'/><target dev='sdb' bus='sata'/>
<readonly/></disk><interface type='user'><model type='e1000e'/></interface>
<input type='tablet' bus='usb'/>{graphics}<sound model='ich9'/></devices></domain>"""


class Gallery:
    """Pictures of one language and colour scheme."""

    def __init__(self, screen, options, language, scheme):
        self.screen, self.options = screen, options
        self.language, self.scheme = language, scheme
        self.locale = options.lodge.resolve().parents[2] / 'po'
        catalogue = gettext.translation('lodge', self.locale, [language], fallback=True)
        self.catalogue = catalogue
        self.lodge = None
        self.failed = []

    # Words

    def words(self, text, context=None):
        """A pattern for the translation, with or without the mark of its mnemonic."""
        found = (self.catalogue.pgettext(context, text) if context else self.catalogue.gettext(text))
        return '_?'.join(re.escape(letter) for letter in found.replace('_', ''))

    def press(self, text, role='push button'):
        self.lodge.press(role, f'(^|_| ){self.words(text)}$')

    # The program

    @contextlib.contextmanager
    def program(self, *arguments):
        environment = {'ADW_DEBUG_COLOR_SCHEME': f'prefer-{self.scheme}',
                       'LODGE_LOCALEDIR': str(self.locale)}
        if self.language != 'en':
            environment['LANGUAGE'] = self.language
        log = self.options.out / f'log-{self.language}-{self.scheme}.txt'
        with flows.Lodge(self.screen, self.options.lodge, arguments, environment, log) as lodge:
            self.lodge = lodge
            self.environment = lodge.environment
            lodge.find('frame', None, seconds=60)
            self.resize(self.main_window(), WIDE)
            try:
                yield lodge
            except driver.Failure:
                self.save_failure()
                raise
            finally:
                self.lodge = None

    def save_failure(self):
        if self.lodge is not None:
            self.screen.save(self.options.out / f'failed-{self.language}-{self.scheme}.png')

    def act(self, name, *parameters):
        """An action of the window, by its name over D-Bus: the same in every language."""
        bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        path, action = WINDOW, name
        if name.startswith('app.'):
            path, action = WINDOW.rsplit('/', 2)[0], name[4:]
        bus.call_sync(APP, path, 'org.gtk.Actions', 'Activate',
                      GLib.Variant('(sava{sv})', (action, list(parameters), {})), None,
                      Gio.DBusCallFlags.NONE, 10000, None)

    def show(self, machine, page):
        """As the second start of the program asks for it."""
        subprocess.run([*self.lodge.argv[:1], 'show', machine, '--page', page], check=True,
                       env=self.environment, timeout=30, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        self.lodge.find('label', f'^{re.escape(machine)}$')

    # The camera

    def area(self, window):
        _, _, width, height = self.lodge.x_geometry(window)
        return width * height

    def main_window(self):
        found = driver.wait(self.lodge.x_windows, 'The window was there')
        return max(found, key=self.area)

    def border(self, window):
        """What GTK draws around: the same on all sides without a compositor."""
        text = driver.quiet_run('xprop', '-id', window, '_GTK_FRAME_EXTENTS')
        values = [int(value) for value in re.findall(r'\d+', text)]
        return values[:4] if len(values) >= 4 else [0, 0, 0, 0]

    def resize(self, window, size):
        left, right, top, bottom = self.border(window)
        wanted = size[0] + left + right, size[1] + top + bottom
        driver.run('xdotool', 'windowsize', window, str(wanted[0]), str(wanted[1]))
        deadline = time.monotonic() + 3
        while self.lodge.x_geometry(window)[2:] != wanted and time.monotonic() < deadline:
            time.sleep(0.1)

    def inside(self, window):
        left, right, top, bottom = self.border(window)
        x, y, width, height = self.lodge.x_geometry(window)
        return x + left, y + top, width - left - right, height - top - bottom

    def still(self, place):
        deadline = time.monotonic() + STILL_PATIENCE
        before = None
        while time.monotonic() < deadline:
            now = self.screen.grab(*place)
            if before is not None and before.difference(now) == 0:
                return
            before = now
            time.sleep(0.15)

    def save(self, name, window, width):
        self.screen.park_pointer()
        x, y, *size = self.inside(window)
        place = (max(x, 0), max(y, 0), *size)
        self.still(place)
        path = self.options.out / f'{name}-{width}-{self.language}-{self.scheme}.png'
        driver.run('import', '-window', 'root', '-crop', f'{size[0]}x{size[1]}+{place[0]}+{place[1]}',
                   '+repage', '-strip', str(path))

    def take(self, name, sizes=(WIDE, NARROW), window=None):
        """The main window, with what is in front of it, in both widths."""
        window = window or self.main_window()
        for size in sizes:
            self.resize(window, size)
            self.save(name, window, size[0])
        if len(sizes) > 1:
            self.resize(window, sizes[0])
        print(f'{self.language} {self.scheme}: {name}', flush=True)

    def newest(self, count):
        """The X window that came last, once there is more than before."""
        driver.wait(lambda: len(self.lodge.x_windows()) > count, 'Another window opened')
        main = self.main_window()
        return [window for window in self.lodge.x_windows() if window != main][-1]

    def take_own(self, name, sizes, open_it):
        """A window of its own, closed afterwards."""
        before = len(self.lodge.x_windows())
        open_it()
        window = self.newest(before)
        self.take(name, sizes or (self.inside(window)[2:],), window)
        self.close_front(before)

    def close_front(self, count):
        self.screen.key('Escape')
        driver.wait(lambda: len(self.lodge.x_windows()) <= count, 'The window closed')

    def take_dialog(self, name, open_it):
        """A dialog in front of the main window; opened anew in each width, as it does not follow."""
        for size in (NARROW, WIDE):
            self.resize(self.main_window(), size)
            before = len(self.lodge.x_windows())
            open_it()
            self.newest(before)
            self.save(name, self.main_window(), size[0])
            self.close_front(before)
        print(f'{self.language} {self.scheme}: {name}', flush=True)

    def scene(self, function, *arguments):
        name = function.__name__
        if self.options.only and not re.search(self.options.only, name):
            return
        try:
            function(self, *arguments)
        except (driver.Failure, subprocess.SubprocessError, GLib.Error) as failure:
            self.failed.append(f'{name} ({self.language}, {self.scheme}): {failure}')
            print(f'FAILED {self.failed[-1]}', flush=True)
            self.save_failure()


# Hosts that cannot be reached, in the session mode of the rig

@contextlib.contextmanager
def proxy(*words):
    path = f'{os.environ["TMPDIR"]}/proxy.sock'
    machines.virsh('list')
    real = ('/run/libvirt/libvirt-sock' if os.environ['LODGE_RIG'] == 'system' else
            os.environ['XDG_RUNTIME_DIR'] + '/libvirt/libvirt-sock')
    program = str(TOP / 'tests/rig/proxy')

    def tell(*words):
        subprocess.run([program, 'ctl', path, *words], check=True, stdout=subprocess.DEVNULL)
    process = subprocess.Popen([program, '--listen', path, '--to', real], stdout=subprocess.PIPE)
    process.stdout.readline()
    try:
        if words:
            tell(*words)
        yield f'qemu+unix:///{os.environ["LODGE_RIG"]}?socket={path}', tell
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


def no_host(gallery):
    with gallery.program('--connect', 'test:///default'):
        gallery.lodge.find('label', r'^TEST')
        gallery.act('remove-host')
        gallery.lodge.find(None, gallery.words('No Host'))
        gallery.take('host-none')
        gallery.act('back')
        gallery.take('host-none-sidebar', (NARROW,))


def connecting(gallery):
    with proxy('hang') as (uri, _), gallery.program('--connect', uri):
        gallery.lodge.find(None, gallery.words('Connecting…'))
        gallery.take('host-connecting')


def no_daemon(gallery):
    with gallery.program('--connect', 'qemu+unix:///system?socket=/run/none/libvirt-sock'):
        gallery.lodge.find(None, gallery.words('libvirt Does Not Answer'))
        gallery.take('host-no-daemon')
        gallery.act('back')
        gallery.take('host-no-daemon-sidebar', (NARROW,))


def denied(gallery):
    with proxy() as (uri, _):
        pathlib.Path(uri.split('=')[1]).chmod(0)
        with gallery.program('--connect', uri.replace('/session', '/system')):
            gallery.lodge.find(None, gallery.words('Access Denied'))
            gallery.take('host-denied')


def lost(gallery):
    with proxy() as (uri, tell), gallery.program('--connect', uri):
        gallery.lodge.find('label', gallery.words('Hypervisor'), seconds=60)
        tell('refuse')
        gallery.lodge.find(None, gallery.words('Cannot Be Reached'), seconds=60)
        gallery.take('host-lost')


def host_empty(gallery):
    with gallery.program('--connect', os.environ['LODGE_RIG_URI']):
        gallery.lodge.find('label', gallery.words('Hypervisor'), seconds=60)
        gallery.take('host-empty')
        gallery.act('back')
        gallery.take('host-empty-sidebar', (NARROW,))


# Machines, in the system mode of the rig

def define(name, disk=False, graphics=SPICE):
    if disk:
        machines.virsh('vol-create-as', 'default', f'{name}.qcow2', '20G', '--format', 'qcow2')
    path = pathlib.Path(os.environ['TMPDIR'], 'machine.xml')
    path.write_text(XML.format(name=name, iso=flows.MEMTEST_ISO, graphics=graphics,
                               disk=DISK.format(name=name) if disk else ''), encoding='utf-8')
    machines.virsh('define', str(path))


def define_all():
    define('memtest86+', True)
    define('debian-12', True)
    define('windows-xp')
    define('fedora-39', graphics='')
    define(LONG)
    for name in ('memtest86+', 'windows-xp', 'fedora-39'):
        machines.virsh('start', name)
    machines.virsh('suspend', 'windows-xp')


def host_page(gallery):
    gallery.take('host-page', (WIDE,))
    gallery.take('sidebar', (NARROW,))
    gallery.press('This Computer', 'label')
    gallery.take('host-page', (NARROW,))


def overview(gallery):
    gallery.show('debian-12', 'overview')
    gallery.take('overview-off')
    gallery.show('windows-xp', 'overview')
    gallery.take('overview-paused')
    gallery.show(LONG, 'overview')
    gallery.take('overview-long', (WIDE, (1000, 720), NARROW))


def overview_running(gallery):
    gallery.show('memtest86+', 'overview')
    deadline = time.monotonic() + gallery.options.samples
    driver.wait(lambda: time.monotonic() > deadline, 'The graphs got samples', 100)
    gallery.take('overview-running')


def console(gallery):
    gallery.show('memtest86+', 'console')
    window = gallery.main_window()
    driver.wait(lambda: gallery.screen.grab(*gallery.inside(window)).share(flows.is_blue) > 0.1,
                'memtest’s screen', 120)
    gallery.take('console-running')
    gallery.show('debian-12', 'console')
    gallery.take('console-off')
    gallery.show('fedora-39', 'console')
    gallery.take('console-none')


def console_connecting(gallery):
    """A QEMU that is stopped answers nobody."""
    pid = pathlib.Path('/run/libvirt/qemu', f'{LONG}.pid')
    machines.virsh('start', LONG)
    number = pid.read_text().strip()
    try:
        os.kill(int(number), 19)
        gallery.show(LONG, 'console')
        gallery.lodge.find(None, gallery.words('Connecting…'))
        gallery.take('console-connecting')
    finally:
        os.kill(int(number), 18)
        machines.virsh('destroy', LONG)


def hardware(gallery):
    gallery.show('memtest86+', 'hardware')
    gallery.take('hardware')
    gallery.lodge.press(None, '^XML$')
    gallery.take('xml')


def search(gallery):
    gallery.act('search')
    gallery.lodge.find('entry', None)
    gallery.screen.type('mem')
    gallery.lodge.wait_gone('label', '^debian-12$')
    gallery.take('search')
    gallery.screen.key('ctrl+a')
    gallery.screen.type('zzz')
    gallery.lodge.find(None, gallery.words('No Machines Found'))
    gallery.take('search-nothing')
    gallery.screen.key('Escape')


def questions(gallery):
    gallery.show('memtest86+', 'overview')
    gallery.take_dialog('force-off', lambda: gallery.act('force-off'))
    gallery.take_dialog('delete-running', lambda: gallery.act('delete'))
    gallery.show('debian-12', 'overview')

    def choose():
        gallery.act('delete')
        gallery.lodge.press('check box', None)
    gallery.take_dialog('delete-disks', choose)
    gallery.show(LONG, 'overview')
    gallery.take_dialog('delete-long', lambda: gallery.act('delete'))


def errors(gallery):
    gallery.show('debian-12', 'overview')
    texts = (gallery.catalogue.gettext('The storage pool does not exist.'),
             "Storage pool not found: no storage pool with matching name 'default'")
    gallery.act('show-error', GLib.Variant('(ss)', texts))
    gallery.take('error-toast')

    def unfold():
        gallery.act('show-error-details', GLib.Variant('(ss)', texts))
        gallery.press('_Technical Details', None)
    gallery.take_dialog('error-dialog', unfold)


def undo(gallery):
    gallery.show(LONG, 'overview')
    gallery.act('delete')
    uuid = machines.virsh('domuuid', LONG)
    driver.wait(lambda: len(gallery.lodge.x_windows()) > 1, 'The question')
    gallery.press('_Delete')
    driver.wait(lambda: len(gallery.lodge.x_windows()) == 1, 'The question went')
    gallery.take('undo-toast', (WIDE,))
    gallery.resize(gallery.main_window(), NARROW)
    gallery.save('undo-toast', gallery.main_window(), NARROW[0])
    gallery.act('undo-delete', GLib.Variant('s', uuid))
    gallery.resize(gallery.main_window(), WIDE)


def windows(gallery):
    gallery.take_own('add-host', None, lambda: gallery.act('add-host'))

    def mistake():
        gallery.act('add-host')
        gallery.lodge.find('text', gallery.words('URI'))
        gallery.screen.type('qemu+ssh:///system')
        gallery.screen.key('Return')
    gallery.take_own('add-host-mistake', None, mistake)
    gallery.take_own('shortcuts', ((900, 640), (480, 640)), lambda: gallery.act('show-shortcuts'))
    gallery.take_own('about', None, lambda: gallery.act('app.about'))


def menus(gallery):
    gallery.show('memtest86+', 'overview')
    gallery.screen.key('F10')
    gallery.take('menu-main', (WIDE,))
    gallery.screen.key('Escape')


# The wizard

class Wizard:
    def __init__(self, gallery):
        self.gallery = gallery
        before = len(gallery.lodge.x_windows())
        gallery.act('new-machine')
        self.window = gallery.newest(before)

    def take(self, name, sizes=WIZARD_SIZES):
        self.gallery.take(f'wizard-{name}', sizes, self.window)

    def next(self, heading):
        self.gallery.press('_Next')
        self.gallery.lodge.find(None, self.gallery.words(heading), seconds=60)

    def choose(self, path):
        row = self.gallery.lodge.press('text', self.gallery.words('Path of the ISO Image'))
        self.gallery.screen.key('ctrl+a')
        self.gallery.screen.type(str(path))
        driver.wait(lambda: str(path) in row.text, 'The path was typed')
        self.gallery.screen.key('Return')

    def choose_memtest(self):
        self.choose(flows.MEMTEST_ISO)
        self.gallery.lodge.find(None, self.gallery.words('Unknown System') + '|[Mm]emtest')

    def close(self):
        self.gallery.screen.key('Escape')
        driver.wait(lambda: len(self.gallery.lodge.x_windows()) == 1, 'The wizard closed')

    def go_to_review(self):
        self.choose_memtest()
        self.next('Processors and Memory')
        self.next('Network Connection')
        self.next('What Will Be Created')


def wizard_pages(gallery, prefix=''):
    wizard = Wizard(gallery)
    wizard.take(prefix + 'source-empty')
    text = pathlib.Path(os.environ['TMPDIR'], 'text.iso')
    text.write_text('Not an image.\n' * 4000, encoding='utf-8')
    wizard.choose(text)
    gallery.lodge.find('label', 'text.iso')
    wizard.take(prefix + 'source-mistake')
    wizard.choose_memtest()
    wizard.take(prefix + 'source')
    gallery.press('Choose…')
    gallery.lodge.find('check box', None)
    wizard.take(prefix + 'systems')
    gallery.screen.type('zzz')
    gallery.lodge.find(None, gallery.words('No System Found'))
    wizard.take(prefix + 'systems-nothing')
    gallery.press('_Back')
    wizard.next('Processors and Memory')
    wizard.take(prefix + 'resources')
    wizard.next('Network Connection')
    wizard.take(prefix + 'network')
    wizard.next('What Will Be Created')
    wizard.take(prefix + 'review')
    wizard.close()


def wizard_asleep(gallery):
    """What must be started beforehand is said."""
    machines.virsh('net-destroy', 'default')
    machines.virsh('pool-destroy', 'default')
    try:
        wizard = Wizard(gallery)
        wizard.choose_memtest()
        wizard.next('Processors and Memory')
        wizard.next('Network Connection')
        wizard.take('network-asleep')
        wizard.next('What Will Be Created')
        wizard.take('review-asleep')
        wizard.close()
    finally:
        machines.virsh('pool-start', 'default')
        machines.virsh('net-start', 'default')


def wizard_run(gallery):
    with proxy() as (uri, tell), gallery.program('--connect', uri):
        gallery.lodge.find('label', gallery.words('Hypervisor'), seconds=60)
        wizard = Wizard(gallery)
        wizard.go_to_review()
        name = gallery.lodge.find('text', gallery.words('Name')).text
        tell('delay', '4000')
        gallery.press('C_reate')
        gallery.lodge.find(None, '“')
        wizard.take('run', WIZARD_SIZES[:1])
        gallery.press('_Cancel')
        gallery.newest(2)
        gallery.save('wizard-run-question', wizard.window, 680)
        gallery.press('_Stop')
        driver.wait(lambda: len(gallery.lodge.x_windows()) == 2, 'The question went')
        wizard.take('run-cancelling', WIZARD_SIZES[:1])
        tell('delay', '0')
        gallery.lodge.find_sensitive('push button', f'{gallery.words("C_reate")}$', seconds=60)
        wizard.take('run-cancelled')
        define(name)
        gallery.press('C_reate')
        gallery.lodge.find('label', re.escape(name) + '.*\\.', seconds=60)
        wizard.take('run-failed')
        machines.virsh('undefine', name)


SYSTEM_SCENES = (host_page, overview, console, console_connecting, hardware, search, questions,
                 errors, undo, windows, menus, wizard_pages, wizard_asleep,
                 overview_running)
SESSION_SCENES = (no_host, connecting, no_daemon, denied, lost, host_empty)


def in_system(gallery):
    with gallery.program('--connect', os.environ['LODGE_RIG_URI']):
        gallery.lodge.find('label', gallery.words('Hypervisor'), seconds=60)
        for scene in SYSTEM_SCENES:
            gallery.scene(scene)
    gallery.scene(wizard_run)


def in_session(gallery):
    for scene in SESSION_SCENES:
        gallery.scene(scene)
    with gallery.program('--connect', os.environ['LODGE_RIG_URI']):
        gallery.lodge.find('label', gallery.words('Hypervisor'), seconds=60)
        gallery.scene(wizard_pages, 'session-')


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--lodge', type=pathlib.Path, default=TOP / 'build/src/app/lodge')
    parser.add_argument('--out', type=pathlib.Path, required=True)
    parser.add_argument('--language', choices=['en', 'vi'])
    parser.add_argument('--scheme', choices=['light', 'dark'])
    parser.add_argument('--only', metavar='RE', help='the scenes, by the names of their functions')
    parser.add_argument('--samples', type=int, default=30, metavar='SECONDS',
                        help='how long the graphs gather')
    return parser.parse_args()


def main():
    options = parse_options()
    if 'LODGE_RIG' not in os.environ:
        sys.exit('gallery: run it in the rig')
    options.out.mkdir(parents=True, exist_ok=True)
    system = os.environ['LODGE_RIG'] == 'system'
    if system:
        define_all()
    failed = []
    with driver.Screen() as screen:
        for language in [options.language] if options.language else ['en', 'vi']:
            for scheme in [options.scheme] if options.scheme else ['light', 'dark']:
                gallery = Gallery(screen, options, language, scheme)
                (in_system if system else in_session)(gallery)
                failed += gallery.failed
    for failure in failed:
        print(f'gallery: {failure}', file=sys.stderr)
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
