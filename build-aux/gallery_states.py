# SPDX-License-Identifier: GPL-3.0-or-later
"""The gallery's scenes of rarer states of a screen: no picture yet, connected by hand, moved away, not to be
trusted; a guest that listens; VNC."""

import contextlib
import os
import pathlib
import subprocess

from gallery_consoles import wait_for_picture
from gallery_viewer import SIZES, serve, show, show_screen

import driver
import machines
import secondhost

PULSE = """load-module module-null-sink sink_name=loudspeaker
load-module module-native-protocol-unix auth-anonymous=1 socket={}
"""


@contextlib.contextmanager
def running(*command, ready):
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as process:
        try:
            driver.wait(ready, f'{command[0]} was ready')
            yield process
        finally:
            process.terminate()


def take_status(gallery, name, sizes):
    def status():
        gallery.choose('Guest and Desktop', 'Connection S_tatus')
        gallery.lodge.find('label', 'ms')
    gallery.take_own(name, sizes, status)


# In the session mode: lodge-view

def view_blank(gallery):
    path = pathlib.Path(os.environ['TMPDIR'], 'blank')
    with running('qemu-system-x86_64', '-display', 'none', '-m', '32', '-vga', 'none', '-spice',
                 f'unix=on,addr={path},disable-ticketing=on', ready=path.exists):
        with show(gallery, f'spice+unix://{path}'):
            gallery.lodge.find(None, gallery.words('The machine shows no picture yet'))
            gallery.take('view-blank', SIZES)


def view_no_tablet(gallery):
    server, address = serve(gallery)
    server.tell('tablet off')
    with show_screen(gallery, server, address):
        gallery.screen.key('Tab')
        gallery.take('view-no-tablet', SIZES)


def view_status(gallery):
    server, address = serve(gallery)
    with show_screen(gallery, server, address):
        take_status(gallery, 'view-status', ((480, 880),))


def view_certificate(gallery):
    """A server whose certificate nobody knows."""
    directory = pathlib.Path(os.environ['TMPDIR'])
    key, certificate = directory / 'key.pem', directory / 'certificate.pem'
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1',
                    '-nodes', '-days', '2', '-subj', '/CN=localhost', '-keyout', key, '-out', certificate],
                   check=True, stderr=subprocess.DEVNULL)
    with running('openssl', 's_server', '-accept', '5961', '-key', str(key), '-cert', str(certificate),
                 ready=lambda: 'LISTEN' in driver.quiet_run('ss', '-ltn', 'sport = :5961')):
        with show(gallery, 'spice://localhost?tls-port=5961'):
            gallery.lodge.find(None, gallery.words('The Screen Cannot Be Shown'))
            gallery.press('_Details', None)
            gallery.take('view-certificate', SIZES)


def view_microphone(gallery):
    socket, script = (pathlib.Path(os.environ['TMPDIR'], name) for name in ('pulse', 'pulse.pa'))
    script.write_text(PULSE.format(socket), encoding='utf-8')
    with running('pulseaudio', '-n', '-F', str(script), '--daemonize=no', '--use-pid-file=no',
                 '--exit-idle-time=60', ready=socket.exists):
        os.environ['PULSE_SERVER'] = f'unix:{socket}'
        server, address = serve(gallery)
        server.tell('sound card')
        try:
            with show_screen(gallery, server, address):
                gallery.take_menu('view-sound', 'Guest and Desktop', SIZES, (gallery.mnemonic('_Sound'),))
                gallery.choose('Guest and Desktop', '_Sound', '_Let the Guest Use the Microphone')
                server.tell('sound listen 440')
                gallery.lodge.find(None, gallery.words('The machine hears your microphone'))
                gallery.take('view-microphone', SIZES)
        finally:
            del os.environ['PULSE_SERVER']


def view_vnc(gallery):
    path = pathlib.Path(os.environ['TMPDIR'], 'vnc')
    with running('qemu-system-x86_64', '-display', 'none', '-m', '32', '-vnc', f'unix:{path}',
                 ready=path.exists):
        with show(gallery, f'vnc+unix://{path}'):
            gallery.lodge.find('image', None)
            gallery.take('view-vnc', SIZES)
            gallery.take_menu('view-vnc-guest', 'Guest and Desktop', SIZES)
            take_status(gallery, 'view-vnc-status', ((480, 880),))


# In the system mode

def by_hand(gallery):
    """A screen that waits until it is wanted."""
    machines.virsh('start', 'windows-7')
    gallery.show('debian-12', 'console')
    gallery.act('connect-screens')
    try:
        gallery.show('windows-7', 'console')
        gallery.lodge.find(None, f"^{gallery.words('Not Connected')}$")
        gallery.take('console-by-hand')
    finally:
        gallery.act('connect-screens')
        machines.virsh('destroy', 'windows-7')


def typing(gallery):
    """A text that is long enough to be looked at on its way."""
    gallery.show('memtest86+', 'console')
    wait_for_picture(gallery)

    def type_long():
        gallery.choose('_Send Keys', '_Type Text…')
        gallery.lodge.find('text', gallery.words('Text to type'))
        driver.run('xdotool', 'type', '--delay', '1', 'a long line of a text ' * 40)
        gallery.press('_Type')
        gallery.lodge.find('push button', f"{gallery.words('_Stop')}$")
    gallery.take_own('type-text-running', None, type_long)


def moved(gallery):
    """To a host that is not in the list."""
    second = secondhost.SecondHost()
    disk, xml = (pathlib.Path(os.environ['TMPDIR'], name) for name in ('mover.img', 'mover.xml'))
    machines.write_paint_disk(disk, machines.BLUE)
    xml.write_text(machines.ECHO_XML.format(name='mover', disk=disk, screen=machines.ECHO_SCREEN),
                   encoding='utf-8')
    second.start()
    try:
        machines.virsh('define', str(xml))
        machines.virsh('start', 'mover')
        gallery.show('mover', 'console')
        wait_for_picture(gallery)
        second.take('mover')
        gallery.lodge.find('label', f"^{gallery.words('Moved to Another Host')}$")
        gallery.lodge.find('push button', f"{gallery.words('_Add Host…')}$", seconds=60)
        gallery.take('moved-unknown')
    finally:
        second.virsh('destroy', 'mover', check=False)
        machines.virsh('destroy', 'mover', check=False)
        machines.virsh('undefine', 'mover', check=False)
        second.stop()


SYSTEM_SCENES = (by_hand, typing, moved)
SESSION_SCENES = (view_blank, view_no_tablet, view_status, view_certificate, view_microphone,
                  view_vnc)
