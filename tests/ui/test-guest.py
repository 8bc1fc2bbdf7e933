#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real guest with spice-vdagent: its screen follows the window, the pointer is where it is on the
host, clipboards and lock keys are one, files that are dropped arrive, and an image of a disc is a drive
there. Over VNC it is the text of the clipboard."""

import hashlib
import os
import random
import struct
import sys
import zlib

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

import driver  # noqa: E402
import harness  # noqa: E402
import guest  # noqa: E402
from peer import Peer  # noqa: E402

TEXT = 'Grüße, Việt Nam — 日本語 🎉\nzweite Zeile\t"quoted" \'text\''


def is_desktop(red, green, blue):
    """The colour that the guest's init gives its root window."""
    return (red, green, blue) == (0x20, 0x4a, 0x87)


def comes(condition, what, seconds=6):
    """Whether it holds soon; another try follows if not."""
    try:
        return driver.wait(condition, what, seconds)
    except driver.Failure:
        return False


def png(width, height):
    """A picture; each of its pixels has its own colour."""
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = b''.join(b'\0' + bytes(value for x in range(width) for value in (x * 5 % 256, y * 7 % 256, 99))
                    for y in range(height))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0))
            + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))


class Desktop(harness.EndToEnd):
    devices = guest.SPICE

    def prepare(self):
        super().prepare()
        reason = guest.skip_reason()
        if reason:
            self.skipTest(reason)
        self.guest = guest.Guest(self.directory, self.devices)
        self.addCleanup(self.guest.close)

    def save_failure(self):
        super().save_failure()
        try:
            said = self.guest.output('ps; uptime; xrandr | head -n 4; tail -n 60 /var/log/Xorg.0.log')
        except driver.Failure as error:
            said = f'{error}\n{self.guest.log.read_text(errors="replace")}'
        print(f'the guest:\n{said}', file=sys.stderr)

    # Words

    def menu_items(self):
        return [node for frame in self.lodge.windows() for node in frame.walk_shown()
                if node.role == 'menu item']

    def has_menu(self):
        return bool(self.menu_items())

    def open_guest_menu(self):
        """A click in the moment in which the window gets the keyboard back may open nothing."""
        def opened():
            self.screen.key('ctrl+alt')
            self.lodge.press('push button', '^Guest and Desktop')
            return comes(self.has_menu, 'The menu opened')
        driver.wait(opened, 'The guest’s menu opened', 60)

    def open_guest_menu_for(self, number):
        """Until the item of that number can be chosen: GTK 4.18 tells no names of items."""
        def ready():
            items = self.menu_items()
            return items[number] if len(items) > number and items[number].sensitive else None
        self.open_guest_menu()
        self.lodge.wait_still(driver.wait(ready, f'Item {number} of the guest’s menu could be chosen'))

    def open_from_guest_menu(self, letter, number):
        """By the letter that is underlined."""
        self.open_guest_menu_for(number)
        self.screen.key(letter)

    def choose_in_guest_menu(self, letter, number):
        before = len(self.lodge.x_windows())
        self.open_from_guest_menu(letter, number)
        driver.wait(lambda: len(self.lodge.x_windows()) == before, 'The guest’s menu closed')

    def focus_guest(self):
        self.lodge.screen_of_guest().click()

    def resize_window(self, width, height):
        title = self.lodge.windows()[0].name
        window = next(window for window in self.lodge.x_windows() if self.lodge.x_title(window) == title)
        driver.run('xdotool', 'windowsize', '--sync', window, str(width), str(height))

    def start_peer(self):
        self.file = self.directory / 'Bericht für März (2).bin'
        self.file.write_bytes(random.Random(1).randbytes(3 << 20))
        self.peer = Peer(self.file)
        self.addCleanup(self.peer.close)

    # Steps

    def show_desktop(self):
        self.lodge.wait_for_host()
        self.lodge.press('label', f'^{guest.NAME}$')
        self.screen.key('alt+2')
        screen = self.lodge.wait_for_console()
        self.guest.wait_for_agent()
        self.lodge.wait_for_pixels(screen, is_desktop, 0.5, 'The guest’s desktop was shown', 120)

    def check_size(self):
        """The guest has as many pixels as its place in the window, without bars and scaling."""
        def exact():
            x, y, width, height = self.lodge.screen_of_guest().place()
            if self.guest.size() != (width, height):
                return None
            picture = self.screen.grab(x, y, width, height)
            return (width, height) if picture.share(is_desktop, 1) > 0.99 else None
        return driver.wait(exact, 'The guest’s screen had the size of its place', 60)

    def check_pointer(self):
        x, y, width, height = self.lodge.screen_of_guest().place()
        for there in ((17, 23), (width - 5, height - 3), (width // 3, height // 2)):
            def arrived(there=there):
                # The agent makes its tablet anew after a change of the size, and misses a move then.
                driver.run('xdotool', 'mousemove', str(x + there[0] + 2), str(y + there[1]),
                           'mousemove', str(x + there[0]), str(y + there[1]))
                return all(abs(a - b) <= 1 for a, b in zip(self.guest.pointer(), there))
            driver.wait(arrived, f'The guest’s pointer was at {there}', 60)

    def check_copy_to_guest(self, mime, target, data):
        """Copied in another program, pasted in the guest."""
        source = self.directory / 'copied'
        source.write_bytes(data)
        self.peer.focus()
        self.assertEqual(self.peer.tell('copy', mime, source), 'ok')
        self.focus_guest()

        def pasted():
            said = self.guest.output(f'timeout 20 xclip -selection clipboard -t {target} -o | sha256sum')
            return said.split()[0] == hashlib.sha256(data).hexdigest()
        driver.wait(pasted, f'The guest pasted {len(data)} bytes of {mime}', 60)

    def check_copy_from_guest(self, mime, target, data):
        """Copied in the guest, pasted in another program."""
        pasted_file = self.directory / 'pasted'
        self.focus_guest()
        self.guest.write('/tmp/copied', data)
        self.guest.shell(f'xclip -selection clipboard -t {target} -i /tmp/copied')

        def pasted():
            return (self.peer.tell('paste', mime, pasted_file) == 'ok'
                    and pasted_file.read_bytes() == data)
        driver.wait(pasted, f'The desktop pasted {len(data)} bytes of {mime}', 60)

    def check_clipboard(self):
        text = ('text/plain;charset=utf-8', 'UTF8_STRING')
        picture = ('image/png', 'image/png')
        self.check_copy_to_guest(*text, TEXT.encode())
        self.check_copy_from_guest(*text, TEXT[::-1].encode())
        self.check_copy_to_guest(*picture, png(40, 30))
        self.check_copy_from_guest(*picture, png(33, 50))
        self.check_copy_to_guest(*text, TEXT.encode() * 2000)

    def check_drop(self):
        """By the pointer, out of another program’s window."""
        x, y, width, height = self.lodge.screen_of_guest().place()
        self.peer.drop(x + width // 2, y + height // 2)

        def arrived():
            said = self.guest.output('sha256sum /received/*').split()
            return said and said[0] == hashlib.sha256(self.file.read_bytes()).hexdigest()
        driver.wait(arrived, 'The dropped file arrived', 60)
        self.assertEqual(self.guest.output('echo /received/*'), f'/received/{self.file.name}')

    def chooser_is_open(self):
        return 'Disc Image to Share' in map(self.lodge.x_title, self.lodge.x_windows())

    def choose_disc(self):
        """By the keys; a path that is typed needs no other field. GTK 4.18 may lose some of them before it is
        ready, and take the rest for another file or a search; or show the file and ask again."""
        self.lodge.press('push button', 'Share Disc Image$', window='USB Devices')
        driver.wait(lambda: driver.quiet_run('xdotool', 'getactivewindow', 'getwindowname').strip()
                    == 'Disc Image to Share', 'A file could be chosen')
        self.screen.key('ctrl+a')
        self.screen.type(str(self.disc))
        for _ in range(2):
            self.screen.key('Return')
            if comes(lambda: not self.chooser_is_open(), 'The file was chosen'):
                return comes(self.has_disc, 'The guest has the disc image', 30)
        driver.wait(self.close_chooser, 'The chooser closed')
        return False

    def has_disc(self):
        return self.lodge.find_now('label', '^Disc image; the guest has it$', 'USB Devices')

    def close_chooser(self):
        self.screen.key('Escape')
        return comes(lambda: not self.chooser_is_open(), 'The chooser closed')

    def share_disc(self):
        driver.wait(self.choose_disc, 'The guest has the disc image', 120)
        self.lodge.find('label', f'^{self.disc.name}$', window='USB Devices')

    def has_drive(self):
        return self.guest.shell('test -b /dev/sr0')[0] == 0

    def check_read(self):
        driver.wait(self.has_drive, 'The guest has a drive', 60)
        said = self.guest.output('sha256sum /dev/sr0')
        self.assertEqual(said.split()[0], hashlib.sha256(self.disc.read_bytes()).hexdigest())

    def check_no_disc(self):
        self.lodge.wait_gone('label', f'^{self.disc.name}$', window='USB Devices')
        driver.wait(lambda: not self.has_drive(), 'The drive went', 60)

    def check_disc(self):
        """Given, read, and taken back."""
        self.disc = self.directory / 'disc.iso'
        self.disc.write_bytes(random.Random(2).randbytes(1 << 20))
        self.open_from_guest_menu('u', 1)
        self.share_disc()
        self.check_read()
        self.lodge.press('push button', '^Eject from the guest$', window='USB Devices')
        self.check_no_disc()
        self.screen.key('Escape')
        self.lodge.wait_gone('frame', '^USB Devices')

    def check_locks(self):
        """Pressed elsewhere, on when the guest gets the keyboard."""
        for key, lights in (('Caps_Lock', {'capslock'}), ('Num_Lock', {'capslock', 'numlock'})):
            self.peer.focus()
            self.screen.key(key)
            self.addCleanup(self.screen.key, key)
            self.focus_guest()
            driver.wait(lambda lights=lights: self.guest.lights() == lights, f'The guest had {lights}')
        self.peer.focus()
        self.screen.key('Caps_Lock')
        self.addCleanup(self.screen.key, 'Caps_Lock')
        self.focus_guest()
        driver.wait(lambda: self.guest.lights() == {'numlock'}, 'The guest had Num Lock alone')


class Guest(Desktop):
    def test_guest(self):
        self.show_desktop()
        self.choose_in_guest_menu('r', 1)
        self.check_size()
        self.resize_window(1003, 651)
        self.check_size()
        self.check_pointer()
        self.start_peer()
        self.check_clipboard()
        self.check_drop()
        self.check_disc()
        self.check_locks()


class GuestTwice(Desktop):
    """With two screens: in one window beside each other, or each in its own."""

    devices = guest.SPICE_TWICE

    def choose_in_displays(self, key, more_windows=0):
        """The part of the menu is known by the smaller popup: GTK 4.8 gives what slid away its old size."""
        driver.wait(lambda: not self.has_menu(), 'The menu before went')
        before = self.lodge.x_windows()
        self.open_guest_menu_for(2)
        sizes = [self.popup_size(before)]

        def has_part():
            sizes.append(self.popup_size(before))
            return sizes[0] != sizes[-1] == sizes[-2]
        self.screen.key('d')
        driver.wait(has_part, 'The part of the menu with the displays was shown')
        self.screen.key(key)
        driver.wait(lambda: len(self.lodge.x_windows()) == len(before) + more_windows, 'The menu closed')

    def popup_size(self, windows_before):
        return [self.lodge.x_geometry(window)[2:] for window in self.lodge.x_windows()
                if window not in windows_before]

    def screens(self):
        """Those in the manager's window, from left to right."""
        window = self.lodge.windows()[0]
        return sorted((node.place() for node in window.walk_shown()
                       if node.role == 'image' and node.name.startswith('Screen of')))

    def check_sizes(self):
        """Each of the guest's screens is as large as its place, and to be seen there."""
        def exact():
            # What the kernel prefers is what was asked for; a desktop would take it by itself.
            self.guest.shell('xrandr --output Virtual-1 --auto --output Virtual-2 --auto --right-of Virtual-1')
            places = self.screens()
            if len(places) != 2 or self.guest.sizes() != [place[2:] for place in places]:
                return None
            if min(self.screen.grab(*place).share(is_desktop, 1) for place in places) < 0.99:
                return None
            return places
        return driver.wait(exact, 'Each of the guest’s screens had the size of its place', 120)

    def check_pointers(self, places):
        shift = 0
        for x, y, width, height in places:
            for there in ((17, 23), (width - 5, height - 3)):
                def arrived(there=there, x=x, y=y, shift=shift):
                    driver.run('xdotool', 'mousemove', str(x + there[0] + 2), str(y + there[1]),
                               'mousemove', str(x + there[0]), str(y + there[1]))
                    pointer = self.guest.pointer()
                    return abs(pointer[0] - there[0] - shift) <= 1 and abs(pointer[1] - there[1]) <= 1
                driver.wait(arrived, f'The guest’s pointer was at {there} of the screen at {shift}', 60)
            shift += width

    def test_guest(self):
        self.show_desktop()
        self.choose_in_guest_menu('r', 1)
        self.choose_in_displays('n')
        self.choose_in_displays('2')
        places = self.check_sizes()
        self.assertEqual(places[1][0], places[0][0] + places[0][2] + 2)
        self.check_pointers(places)
        self.resize_window(1203, 651)
        self.check_pointers(self.check_sizes())

        self.choose_in_displays('n', 1)
        self.lodge.find('frame', 'Display 2$')
        driver.wait(lambda: len(self.screens()) == 1, 'The second screen left')


class GuestVnc(Desktop):
    """With VNC only, where text alone is one: the extended clipboard has it in UTF-8."""

    devices = guest.VNC

    def wait_for_clipboard(self):
        """QEMU tells an agent what is copied while it is there, not what was before."""
        source = self.directory / 'first'
        source.write_text('first')

        def pasted():
            self.peer.focus()
            self.assertEqual(self.peer.tell('copy', 'text/plain;charset=utf-8', source), 'ok')
            self.focus_guest()
            return self.guest.output('sleep 1; timeout 5 xclip -selection clipboard -o') == 'first'
        driver.wait(pasted, 'The guest’s agent took part', 120)

    def test_guest(self):
        self.show_desktop()
        self.start_peer()
        self.wait_for_clipboard()
        text = ('text/plain;charset=utf-8', 'UTF8_STRING')
        self.check_copy_to_guest(*text, TEXT.encode())
        self.check_copy_from_guest(*text, TEXT[::-1].encode())
        self.check_copy_to_guest(*text, TEXT.encode() * 2000)
        self.check_copy_from_guest(*text, TEXT.encode() * 500)


if __name__ == '__main__':
    harness.main()
