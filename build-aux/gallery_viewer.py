# SPDX-License-Identifier: GPL-3.0-or-later
"""The gallery's scenes of lodge-view, in front of the tests' own SPICE server."""

import contextlib
import os
import pathlib
import socket
import subprocess
import sys

from gallery_camera import TOP

import driver

SIZES = ((900, 680), (480, 640))


class Server:
    """lodge-test-spice-server, told by lines."""

    def __init__(self, program, path, password=()):
        self.process = subprocess.Popen([program, path, *password], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.process.stdout.readline()

    def tell(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


def program(gallery, name):
    return gallery.options.lodge.resolve().parents[2] / name


def serve(gallery, *password):
    path = f'{os.environ["TMPDIR"]}/spice-{gallery.language}-{gallery.scheme}'
    server = Server(str(program(gallery, 'tests/display/lodge-test-spice-server')), path, password)
    return server, f'spice+unix://{path}'


def show(gallery, address):
    return gallery.program(address, path=program(gallery, 'src/view/lodge-view'), size=SIZES[0])


def view_connecting(gallery):
    path = f'{os.environ["TMPDIR"]}/silent'
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as listener:
        listener.bind(path)
        listener.listen()
        with show(gallery, f'spice+unix://{path}'):
            gallery.lodge.find(None, gallery.words('Connecting…'))
            gallery.take('view-connecting', SIZES)
    os.unlink(path)


def view_failed(gallery):
    with show(gallery, 'spice+unix:///run/none/spice'):
        gallery.lodge.find(None, gallery.words('The Screen Cannot Be Shown'))
        gallery.take('view-failed', SIZES)
        gallery.press('_Details', None)
        gallery.take('view-failed-details', SIZES)


def view_password(gallery):
    server, address = serve(gallery, 'secret')
    with server, show(gallery, address):
        gallery.lodge.find(None, gallery.words('The Screen Is Protected'))
        gallery.take('view-password', SIZES)
        gallery.screen.type('wrong')
        gallery.screen.key('Return')
        gallery.lodge.find(None, gallery.words('That was not accepted. Try again.'))
        gallery.take('view-password-wrong', SIZES)


def view_screen(gallery):
    server, address = serve(gallery)
    with show_screen(gallery, server, address):
        gallery.take('view-screen', SIZES)
        gallery.take_menu('view-keys', '_Send Keys', SIZES)
        gallery.take_menu('view-guest', 'Guest and Desktop', SIZES)
        server.process.stdin.close()
        gallery.lodge.find(None, gallery.words('The Session Has Ended'))
        gallery.take('view-ended', SIZES)


@contextlib.contextmanager
def show_screen(gallery, server, address):
    with server:
        server.tell('size 800 600')
        server.tell('frame 7')
        with show(gallery, address):
            gallery.lodge.find('image', None)
            yield


def is_noise(red, _, blue):
    return red > 150 and blue < 100


def view_displays(gallery):
    """A guest with room for four, of which the second is turned on."""
    server, address = serve(gallery)
    with server:
        server.tell('agent on')
        server.tell('heads 4 0:0:640x480+0+0')
        with show(gallery, address):
            server.tell('frame 1')
            gallery.lodge.find('image', None)
            gallery.take_menu('view-displays', 'Guest and Desktop', SIZES,
                              (gallery.mnemonic('_Displays'),))
            known = set(gallery.lodge.x_windows())
            gallery.choose('Guest and Desktop', '_Displays', 'Display _2')
            gallery.lodge.find(None, gallery.words('This Display Is Off'))
            window = (set(gallery.lodge.x_windows()) - known).pop()
            gallery.take('display-off', SIZES, window)
            server.tell('size 1280 480')
            server.tell('heads 4 0:0:640x480+0+0 1:0:640x480+640+0')
            server.tell('frame 2')
            driver.wait(lambda: gallery.screen.grab(*gallery.inside(window)).share(is_noise) > 0.05,
                        'The second display was shown')
            gallery.take('display-second', SIZES, window)
            gallery.choose('Guest and Desktop', '_Displays', 'All in One Wi_ndow')
            driver.wait(lambda: window not in gallery.lodge.x_windows(), 'The second window closed')
            gallery.take('view-wall', ((1280, 680), *SIZES))
            server.tell('heads 4 0:0:640x480+0+0')
            gallery.lodge.find(None, gallery.words('This Display Is Off'))
            gallery.take('view-wall-off', SIZES)


def view_cards(gallery):
    """A guest with a reader, on a computer without any."""
    server, address = serve(gallery)
    server.tell('reader device')
    with show_screen(gallery, server, address):
        before = gallery.choose('Guest and Desktop', 'S_mart Cards…')
        window = gallery.newest(before)
        gallery.take('view-cards', ((480, 520),), window)
        gallery.press('_Share Smart Cards', None)
        gallery.take('view-cards-shared', ((480, 520),), window)
        gallery.close_front(before)


def view_disc(gallery):
    """An image of a disc that the guest has as a USB drive."""
    server, address = serve(gallery)
    path = pathlib.Path(os.environ['TMPDIR'], 'debian-12.11.0-amd64-netinst.iso')
    path.write_bytes(bytes(4 << 20))
    server.tell('usb device')
    with show_screen(gallery, server, address):
        before = gallery.choose('Guest and Desktop', '_USB Devices…')
        window = gallery.newest(before)
        gallery.press('_Choose…', None)
        driver.wait(lambda: len(gallery.lodge.x_windows()) > before + 1, 'A file could be chosen')
        gallery.screen.type(str(path))
        gallery.screen.key('Return')
        gallery.lodge.find('label', gallery.words('Disc image; the guest has it'))
        gallery.take('view-disc', ((480, 520),), window)
        gallery.close_front(before)


def view_transfer(gallery):
    """A file that is dropped: half of it, then cancelled by the guest."""
    server, address = serve(gallery)
    name = 'debian-12.11.0-amd64-netinst-with-a-long-name-that-does-not-fit.iso'
    path = pathlib.Path(os.environ['TMPDIR'], name)
    path.write_bytes(bytes(40 << 20))
    server.tell('agent on')
    with show_screen(gallery, server, address):
        source = subprocess.Popen([sys.executable, str(TOP / 'build-aux/gallery_source.py'), '--drag',
                                   str(path)], stdout=subprocess.PIPE)
        source.stdout.readline()
        try:
            drag(gallery)
            gallery.lodge.find('label', '%')
            gallery.take('view-transfer', SIZES)
            gallery.press('Cancel', None)
            gallery.take('view-transfer-cancelled', SIZES)
        finally:
            source.terminate()
            source.wait(10)
            source.stdout.close()


def drag(gallery):
    """From the corner of the screen, where the source is, into the middle of the window."""
    width, height = map(int, driver.run('xdotool', 'getdisplaygeometry').split())
    from_x, from_y = width - 50, height - 50
    x, y, width, height = gallery.inside(gallery.main_window())
    driver.run('xdotool', 'mousemove', str(from_x), str(from_y), 'mousedown', '1')
    for step in range(1, 9):
        driver.run('xdotool', 'mousemove', str(from_x + (x + width // 2 - from_x) * step // 8),
                   str(from_y + (y + height // 2 - from_y) * step // 8))
    driver.run('xdotool', 'mouseup', '1')


SESSION_SCENES = (view_connecting, view_failed, view_password, view_screen, view_displays,
                  view_cards, view_disc, view_transfer)
