# SPDX-License-Identifier: GPL-3.0-or-later
"""The gallery's scenes of consoles: screens and what is said over them, keys, text consoles."""

import os
import pathlib
import signal
import subprocess
import sys

from gallery_camera import NARROW, TOP, WIDE

import driver
import flows
import machines

SERIAL = 'router'
SERIAL_XML = """<domain type='qemu'><name>router</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>
<os><type arch='x86_64' machine='pc'>hvm</type><bios useserial='yes'/></os>
<features><acpi/></features><devices><graphics type='spice'><listen type='none'/></graphics>
<video><model type='vga'/></video><serial type='pty'><target port='0'/></serial>
<serial type='file'><source path='/tmp/router.log'/><target port='1'/></serial>
<console type='pty'><target type='serial' port='0'/></console>
<console type='pty'><target type='virtio' port='1'/></console></devices></domain>"""
CLIPBOARD = 'apt-get update\napt-get install --yes openssh-server\nreboot\n'


def find_pid(name):
    return int(pathlib.Path('/run/libvirt/qemu', f'{name}.pid').read_text())


def wait_for_picture(gallery):
    window = gallery.main_window()
    driver.wait(lambda: gallery.screen.grab(*gallery.inside(window)).share(flows.is_blue) > 0.1,
                'memtest’s screen', 120)


def console(gallery):
    gallery.show('memtest86+', 'console')
    wait_for_picture(gallery)
    gallery.take('console-running')
    gallery.show('debian-12', 'console')
    gallery.take('console-off')
    gallery.show('fedora-39', 'console')
    gallery.take('console-none')


def console_notices(gallery):
    """Over the last picture, which is dimmed."""
    gallery.show('memtest86+', 'console')
    wait_for_picture(gallery)
    machines.virsh('suspend', 'memtest86+')
    gallery.lodge.find('label', f'^{gallery.words("Paused")}$')
    gallery.take('notice-paused')
    machines.virsh('resume', 'memtest86+')
    wait_for_picture(gallery)
    machines.virsh('destroy', 'memtest86+')
    gallery.lodge.find('label', f'^{gallery.words("Not Running")}$')
    gallery.take('notice-off')
    machines.virsh('start', 'memtest86+')
    pid = find_pid('memtest86+')
    os.kill(pid, signal.SIGSTOP)
    try:
        gallery.lodge.find('label', f'^{gallery.words("Connecting…")}$')
        gallery.take('notice-connecting')
    finally:
        os.kill(pid, signal.SIGCONT)
    wait_for_picture(gallery)


def console_connecting(gallery):
    """A QEMU that is stopped answers nobody."""
    machines.virsh('start', 'windows-7')
    pid = find_pid('windows-7')
    os.kill(pid, signal.SIGSTOP)
    try:
        gallery.show('windows-7', 'console')
        gallery.lodge.find(None, gallery.words('Connecting…'))
        gallery.take('console-connecting')
    finally:
        os.kill(pid, signal.SIGCONT)
        machines.virsh('destroy', 'windows-7')


def console_menus(gallery):
    gallery.show('memtest86+', 'console')
    wait_for_picture(gallery)
    gallery.take_menu('menu-keys', '_Send Keys')
    gallery.take_menu('menu-scale', 'Scale')
    gallery.take_menu('menu-guest', 'Guest and Desktop')
    gallery.take_menu('menu-clipboard', 'Guest and Desktop', keys=(gallery.mnemonic('_Clipboard'),))
    gallery.take_menu('menu-sound', 'Guest and Desktop', keys=(gallery.mnemonic('_Sound'),))


def keyboard(gallery):
    gallery.show('memtest86+', 'console')
    wait_for_picture(gallery)

    def settings():
        gallery.choose('_Send Keys', '_Keyboard Settings…')
        gallery.lodge.find(None, gallery.words('Own Key Combinations'))
    gallery.take_own('keyboard', ((540, 620), (480, 620)), settings)

    def own():
        settings()
        gallery.lodge.press('push button', f"^{gallery.words('Ctrl', 'keyboard')}$")
        gallery.lodge.press('push button', f"^{gallery.words('Alt', 'keyboard')}$")
        gallery.lodge.press('text', gallery.words('Name (Optional)'))
        gallery.screen.type('Task list')
        gallery.screen.key('Return')
        gallery.lodge.find(None, gallery.words('Remove'))
    gallery.take_own('keyboard-own', ((540, 760), (480, 620)), own)
    gallery.take_menu('menu-keys-own', '_Send Keys', (NARROW,))


def type_text(gallery):
    gallery.show('memtest86+', 'console')
    wait_for_picture(gallery)

    def empty():
        gallery.choose('_Send Keys', '_Type Text…')
        gallery.lodge.find('text', gallery.words('Text to type'))
    gallery.take_own('type-text', None, empty)

    def unmarked():
        empty()
        gallery.screen.type('ip address show dev eth0')
    gallery.take_own('type-text-unmarked', None, unmarked)

    def marked():
        empty()
        gallery.screen.type('echo Xin chào 你好 > /tmp/α.txt')
    gallery.take_own('type-text-marked', ((520, 520), (480, 520)), marked)


def usb(gallery):
    gallery.show('memtest86+', 'console')
    wait_for_picture(gallery)
    gallery.take_own('usb', ((480, 420),),
                     lambda: gallery.choose('Guest and Desktop', '_USB Devices…'))
    gallery.take_own('agent-missing', None,
                     lambda: gallery.choose('Guest and Desktop', '_Guest’s Agent Is Missing…'))


def guest_dialogs(gallery):
    gallery.show('memtest86+', 'console')
    wait_for_picture(gallery)
    gallery.take_own('status', None,
                     lambda: gallery.choose('Guest and Desktop', 'Connection S_tatus'))
    gallery.take_own('folder', None,
                     lambda: gallery.choose('Guest and Desktop', 'Shared _Folder…'))
    gallery.choose('Guest and Desktop', '_View Only')
    gallery.take('console-view-only')
    gallery.choose('Guest and Desktop', '_View Only')


def full_screen(gallery):
    gallery.show('memtest86+', 'console')
    wait_for_picture(gallery)
    window = gallery.main_window()
    width = gallery.inside(window)[2]
    gallery.act('fullscreen')
    driver.wait(lambda: gallery.inside(window)[2] > width, 'The window filled the screen')
    gallery.save('full-screen', window, 1200, (600, 450))
    driver.run('xdotool', 'mousemove', '600', '0')
    gallery.lodge.find('push button', gallery.words('Leave Full Screen'))
    gallery.save('full-screen-bar', window, 1200, (600, 0))
    before = len(gallery.lodge.x_windows())
    gallery.open_menu('Power')
    gallery.save('full-screen-power', window, 1200, (600, 0))
    gallery.close_front(before)
    gallery.act('fullscreen')
    driver.wait(lambda: gallery.inside(window)[2] == width, 'The window came back')
    print(f'{gallery.language} {gallery.scheme}: full-screen', flush=True)


def close_window(gallery, window):
    """By the button in its corner."""
    x, y, width, _ = gallery.inside(window)
    gallery.screen.click(x + width - 28, y + 24)


def own_window(gallery):
    gallery.show('memtest86+', 'console')
    wait_for_picture(gallery)
    known = set(gallery.lodge.x_windows())
    before = len(known)
    gallery.act('open-window')
    gallery.newest(before)
    window = (set(gallery.lodge.x_windows()) - known).pop()  # it may be the larger one
    driver.wait(lambda: gallery.screen.grab(*gallery.inside(window)).share(flows.is_blue) > 0.1,
                'memtest’s screen in its own window')
    gallery.take('own-window', ((800, 680), (480, 640)), window)
    driver.run('xdotool', 'windowminimize', window)
    gallery.take('console-elsewhere')
    driver.run('xdotool', 'windowmap', window, 'windowactivate', window)
    driver.wait(lambda: len(gallery.lodge.x_windows()) > before, 'Its own window came back')
    close_window(gallery, window)
    driver.wait(lambda: len(gallery.lodge.x_windows()) <= before, 'The window closed')


# Text consoles

def choose_console(gallery, downs):
    before = len(gallery.lodge.x_windows())
    gallery.open_menu('Consoles of the Machine')
    gallery.screen.key(*['Down'] * downs, 'Return')
    driver.wait(lambda: len(gallery.lodge.x_windows()) == before, 'The menu of consoles closed')


def hold_clipboard(text):
    """A program that owns the clipboard until it is ended."""
    process = subprocess.Popen([sys.executable, str(TOP / 'build-aux/gallery_source.py'), text],
                               stdout=subprocess.PIPE)
    process.stdout.readline()
    return process


def text_console(gallery):
    path = pathlib.Path(os.environ['TMPDIR'], 'serial.xml')
    path.write_text(SERIAL_XML, encoding='utf-8')
    machines.virsh('define', str(path))
    gallery.lodge.find('label', f'^{SERIAL}$')
    try:
        gallery.show(SERIAL, 'console')
        gallery.take_menu('menu-consoles-off', 'Consoles of the Machine')
        choose_console(gallery, 1)
        gallery.lodge.find(None, gallery.words('The console starts with the machine.'))
        gallery.take('text-off')
        machines.virsh('start', SERIAL)
        text_connected(gallery)
    finally:
        machines.virsh('destroy', SERIAL, check=False)
        machines.virsh('undefine', SERIAL)


def is_written(red, green, blue):
    """A letter, in either colour scheme: neither paper nor the firmware's black."""
    return 100 < red < 235 and abs(red - green) < 20 and abs(green - blue) < 20


def text_connected(gallery):
    gallery.lodge.wait_gone(None, gallery.words('The console starts with the machine.'))
    terminal = gallery.lodge.find('text', gallery.words('Serial Console'))
    driver.wait(lambda: gallery.lodge.grab(terminal).share(is_written) > 0.002, 'The firmware wrote')
    gallery.take('text-connected')
    gallery.take_menu('menu-consoles', 'Consoles of the Machine')
    gallery.take_menu('menu-terminal', 'Terminal Menu')
    gallery.lodge.press(None, f'^{gallery.words("Find (Ctrl+Shift+F)")}')
    gallery.screen.type('Bo')
    gallery.take('text-search')
    gallery.screen.type('zzz')
    gallery.take('text-search-nothing', (NARROW,))
    gallery.screen.key('Escape')
    holder = hold_clipboard(CLIPBOARD)
    try:
        gallery.take_dialog('text-paste', lambda: gallery.choose('Terminal Menu', '_Paste'))
    finally:
        holder.terminate()
        holder.wait(10)
        holder.stdout.close()
    choose_console(gallery, 2)
    gallery.lodge.find(None, gallery.words('The guest has not written anything yet. It may wait for the Enter key.'))
    gallery.take('text-silent')
    with machines.open_console(os.environ['LODGE_RIG_URI'], SERIAL, 'console1'):
        gallery.lodge.find(None, gallery.words('Another viewer shows this console.'))
        gallery.take('text-in-use')
        gallery.take_dialog('text-take-over', lambda: gallery.press('_Take Over…'))
        gallery.press('_Take Over…')
        gallery.press('_Take Over')  # virsh ends when its stream does
        gallery.lodge.wait_gone(None, f"^{gallery.words('In Use')}$")
    choose_console(gallery, 1)
    machines.virsh('destroy', SERIAL)
    gallery.lodge.find(None, gallery.words('The console starts with the machine.'))
    gallery.take('text-closed')


# In the session mode: a driver of libvirt that has no screens to give

TEST_HOST = """<node><domain type='test'><name>solaris-8</name><memory unit='MiB'>512</memory>
<vcpu>2</vcpu><os><type>hvm</type></os><devices><graphics type='spice'><listen type='none'/>
</graphics></devices></domain></node>"""


def failed(gallery):
    path = pathlib.Path(os.environ['TMPDIR'], 'node.xml')
    path.write_text(TEST_HOST, encoding='utf-8')
    with gallery.program('--connect', f'test://{path}', 'show', 'solaris-8', '--page', 'console'):
        gallery.lodge.find(None, gallery.words('The Screen Cannot Be Shown'), seconds=60)
        gallery.take('console-failed')
        gallery.take_dialog('console-failed-details', lambda: gallery.press('_Details'))


SYSTEM_SCENES = (console, console_connecting, console_menus, keyboard, type_text, usb, guest_dialogs,
                 full_screen, own_window, text_console, console_notices)
SESSION_SCENES = (failed,)
