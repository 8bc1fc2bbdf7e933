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
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import time

sys.dont_write_bytecode = True

import gallery_consoles as consoles
import gallery_hosts as hosts
import gallery_screens as screens
import gallery_states as states
import gallery_viewer as viewer
from gallery_camera import NARROW, TOP, WIDE, Gallery

import driver
import flows
import machines

from gi.repository import GLib

WIZARD_SIZES = ((680, 640), (480, 640))
LONG = 'a-machine-whose-name-is-as-long-as-names-of-machines-can-get-in-practice'

DISK = "<disk type='volume' device='disk'><driver name='qemu' type='qcow2'/>" \
       "<source pool='default' volume='{name}.qcow2'/><target dev='sda' bus='sata'/></disk>"
SPICE = "<graphics type='spice'><listen type='none'/></graphics><video><model type='qxl'/></video>" \
        "<redirdev bus='usb' type='spicevmc'/>"
XML = """<domain type='qemu'><name>{name}</name><memory unit='MiB'>128</memory><vcpu>2</vcpu>
<os><type arch='x86_64' machine='q35'>hvm</type><boot dev='cdrom'/></os><features><acpi/></features>
<devices>{disk}<disk type='file' device='cdrom'><source file='{iso}'/><target dev='sdb' bus='sata'/>
<readonly/></disk><interface type='user'><model type='e1000e'/></interface>
<input type='tablet' bus='usb'/>{graphics}<sound model='ich9'/></devices></domain>"""


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


def take_sidebar(gallery, name):
    """A narrow window shows it when one goes back to it."""
    gallery.resize(gallery.main_window(), NARROW)
    gallery.act('back')
    gallery.take(name, (NARROW,))
    gallery.open_first_row()
    gallery.resize(gallery.main_window(), WIDE)


def take_host(gallery, name):
    gallery.take(f'host-{name}')
    take_sidebar(gallery, f'host-{name}-sidebar')


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
        take_host(gallery, 'connecting')


def no_daemon(gallery):
    with gallery.program('--connect', 'qemu+unix:///system?socket=/run/none/libvirt-sock'):
        gallery.lodge.find(None, gallery.words('libvirt Does Not Answer'))
        take_host(gallery, 'no-daemon')


def denied(gallery):
    with proxy() as (uri, _):
        pathlib.Path(uri.split('=')[1]).chmod(0)
        with gallery.program('--connect', uri.replace('/session', '/system')):
            gallery.lodge.find(None, gallery.words('Access Denied'))
            take_host(gallery, 'denied')


def lost(gallery):
    with proxy() as (uri, tell), gallery.program('--connect', uri):
        gallery.lodge.find('label', gallery.words('Hypervisor'), seconds=60)
        tell('refuse')
        gallery.lodge.find(None, gallery.words('Cannot Be Reached'), seconds=60)
        take_host(gallery, 'lost')


def last_seen(gallery):
    """The machines of last time, while their host does not answer."""
    with proxy() as (uri, tell):
        kept = pathlib.Path(os.environ['XDG_CACHE_HOME'], 'lodge/machines',
                            hashlib.sha256(uri.encode()).hexdigest())
        with gallery.program('--connect', uri):
            gallery.lodge.find('label', gallery.words('Hypervisor'), seconds=60)
            driver.wait(kept.exists, 'The machines were kept')
        tell('hang')
        with gallery.program('--connect', uri):
            gallery.lodge.find(None, gallery.words('Connecting…'))
            gallery.take('host-last-seen')
            gallery.lodge.press('label', '^debian-12$')
            gallery.take('overview-last-seen')
        tell('refuse')
        with gallery.program('--connect', uri):
            gallery.lodge.press('label', '^debian-12$')
            gallery.lodge.press('page tab', gallery.words('_Console'))
            gallery.lodge.find('label', gallery.words('The Host Is Not Connected'))
            gallery.take('console-last-seen')


def host_empty(gallery):
    with gallery.program('--connect', os.environ['LODGE_RIG_URI']):
        gallery.lodge.find('label', gallery.words('Hypervisor'), seconds=60)
        take_host(gallery, 'empty')


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
    define('windows-7')
    define(LONG)
    for name in ('memtest86+', 'windows-xp', 'fedora-39'):
        machines.virsh('start', name)
    machines.virsh('suspend', 'windows-xp')


def host_page(gallery):
    gallery.take('host-page')
    take_sidebar(gallery, 'sidebar')


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

    def fold():
        gallery.act('show-error-details', GLib.Variant('(ss)', texts))
    gallery.take_dialog('error-dialog', fold)

    def unfold():
        fold()
        gallery.press('_Technical Details', None)
    gallery.take_dialog('error-dialog-unfolded', unfold)


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
    gallery.take_own('shortcuts', None, lambda: gallery.act('show-shortcuts'))
    gallery.take_own('about', None, lambda: gallery.act('app.about'))


def menus(gallery):
    gallery.show('memtest86+', 'overview')
    gallery.screen.key('F10')
    gallery.take('menu-main', (WIDE,))
    gallery.screen.key('Escape')

    def machine():
        before = len(gallery.lodge.x_windows())
        x, y, width, height = gallery.lodge.find("push button", f"^{gallery.words('Shut Down')}$").place()
        gallery.screen.click(x + width + 10, y + height // 2)
        driver.wait(lambda: len(gallery.lodge.x_windows()) > before, 'The menu opened')
    gallery.take_dialog('menu-machine', machine)


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

    def scroll_down(self):
        """Beside the rows, so that nothing in them scrolls."""
        x, y, _, height = self.gallery.inside(self.window)
        self.gallery.screen.click(x + 12, y + height // 2, 5, 30)

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
    gallery.screen.key('alt+Left')
    wizard.next('Processors and Memory')
    wizard.take(prefix + 'resources')
    wizard.next('Network Connection')
    wizard.take(prefix + 'network')
    wizard.next('What Will Be Created')
    wizard.take(prefix + 'review')
    wizard.scroll_down()
    gallery.lodge.press('label', '^XML$')
    wizard.scroll_down()
    wizard.take(prefix + 'review-xml')
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


SYSTEM_SCENES = (host_page, overview, hardware, search, questions, errors, undo, windows, menus,
                 wizard_pages, wizard_asleep, *consoles.SYSTEM_SCENES, *screens.SYSTEM_SCENES,
                 *states.SYSTEM_SCENES, overview_running)
SESSION_SCENES = (no_host, connecting, no_daemon, denied, lost, host_empty, *consoles.SESSION_SCENES,
                  *viewer.SESSION_SCENES, *states.SESSION_SCENES)


def in_system(gallery):
    with gallery.program('--connect', os.environ['LODGE_RIG_URI']):
        gallery.lodge.find('label', gallery.words('Hypervisor'), seconds=60)
        for scene in SYSTEM_SCENES:
            gallery.scene(scene)
    for scene in (last_seen, wizard_run, *hosts.SCENES):
        gallery.scene(scene)


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
