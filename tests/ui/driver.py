# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a program's windows from outside: sees them through AT-SPI and through the pixels of the
screen, acts through the X server's keyboard and pointer.

GTK 4.8 tells AT-SPI positions within the window only, and nothing about what is hidden; so a
position on the screen is that of the X window plus that within it, and what has no size is not
shown. Nothing here sleeps for a time: every wait is for a condition, and ends with a sentence."""

import ctypes
import os
import pathlib
import re
import shutil
import subprocess
import time

from atspi import Atspi, Bus

BUTTONS = ('push button', 'toggle button', 'check box')
PATIENCE = float(os.environ.get('LODGE_TEST_PATIENCE', '60'))


class Failure(Exception):
    """A step that did not work, in a sentence."""


def wait(condition, what, seconds=PATIENCE, pause=0.2):
    """The first true value of the condition; raises Failure after that many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise Failure(f'{what}: not within {seconds:g} seconds')
        time.sleep(pause)


def run(*command):
    result = subprocess.run(command, capture_output=True, timeout=30, check=False)
    if result.returncode != 0:
        raise Failure(f'{" ".join(command)}: {result.stderr.decode(errors="replace").strip()}')
    return result.stdout


class Image:
    """Pixels of a part of the screen, as planes of bytes."""

    def __init__(self, width, height, red, green, blue):
        self.width, self.height = width, height
        self.red, self.green, self.blue = red, green, blue

    def share(self, matches, step=7):
        """Which share (0..1) of the pixels matches(red, green, blue); looks at every step-th."""
        pixels = list(zip(self.red[::step], self.green[::step], self.blue[::step]))
        return sum(bool(matches(*pixel)) for pixel in pixels) / len(pixels) if pixels else 0

    def difference(self, other):
        """Which share of the pixels is not the same."""
        if (self.width, self.height) != (other.width, other.height):
            return 1.0
        pairs = zip(self.red, self.green, self.blue, other.red, other.green, other.blue)
        return sum(a != d or b != e or c != f for a, b, c, d, e, f in pairs) / len(self.red)

    def mean_line(self, matches):
        """The mean line of the pixels that match; 0 when none does."""
        lines = [index // self.width for index, pixel in enumerate(zip(self.red, self.green, self.blue))
                 if matches(*pixel)]
        return sum(lines) / len(lines) if lines else 0


class XImage(ctypes.Structure):
    """Xlib.h"""
    _fields_ = ([(name, ctypes.c_int) for name in ('width', 'height', 'xoffset', 'format')]
                + [('data', ctypes.c_void_p)]
                + [(name, ctypes.c_int) for name in ('byte_order', 'bitmap_unit', 'bitmap_bit_order',
                                                     'bitmap_pad', 'depth', 'bytes_per_line',
                                                     'bits_per_pixel')]
                + [(name, ctypes.c_ulong) for name in ('red_mask', 'green_mask', 'blue_mask')]
                + [('obdata', ctypes.c_void_p), ('create_image', ctypes.c_void_p),
                   ('destroy_image', ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p))])


class Camera:
    """Takes pixels by Xlib itself: “import” holds the X server, and so the program, meanwhile."""

    def __init__(self):
        self.xlib = ctypes.CDLL('libX11.so.6')
        self.xlib.XOpenDisplay.restype = ctypes.c_void_p
        self.xlib.XDefaultRootWindow.restype = ctypes.c_ulong
        self.xlib.XGetImage.restype = ctypes.POINTER(XImage)
        self.display = ctypes.c_void_p(self.xlib.XOpenDisplay(None))
        if not self.display:
            raise Failure(f'The display {os.environ["DISPLAY"]} cannot be opened')
        self.root = ctypes.c_ulong(self.xlib.XDefaultRootWindow(self.display))

    def size(self):
        return (self.xlib.XDisplayWidth(self.display, 0), self.xlib.XDisplayHeight(self.display, 0))

    def grab(self, x, y, width, height):
        """What is off the screen is cut off."""
        screen_width, screen_height = self.size()
        width, height = min(width, screen_width - x), min(height, screen_height - y)
        image = self.xlib.XGetImage(self.display, self.root, x, y, width, height,
                                    ctypes.c_ulong(0xffffffff), 2)
        if not image or image.contents.bits_per_pixel != 32:
            raise Failure('The screen cannot be read')
        data = ctypes.string_at(image.contents.data, 4 * width * height)
        image.contents.destroy_image(image)
        return Image(width, height, data[2::4], data[1::4], data[0::4])

    def close(self):
        self.xlib.XCloseDisplay(self.display)


class Screen:
    """The X display, with a window manager (openbox), as windows get no focus without one."""

    def __init__(self):
        if not os.environ.get('DISPLAY'):
            raise Failure('There is no display: DISPLAY is not set')
        for program in ('xdotool', 'import', 'openbox'):
            if shutil.which(program) is None:
                raise Failure(f'The program “{program}” is not installed')
        self.manager = self.camera = None

    def start_manager(self):
        self.manager = subprocess.Popen(['openbox', '--sm-disable'], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def managed(self):
        """Whether there is a window manager; one that ended at once is started again."""
        if self.manager is None or self.manager.poll() is not None:
            self.start_manager()
        return 'window id' in quiet_run('xprop', '-root', '_NET_SUPPORTING_WM_CHECK')

    def __enter__(self):
        wait(self.managed, f'A window manager ran on {os.environ["DISPLAY"]}')
        self.camera = Camera()
        return self

    def __exit__(self, *_):
        self.camera.close()
        self.manager.terminate()
        self.manager.wait(10)

    @staticmethod
    def save(path):
        run('import', '-window', 'root', str(path))

    def grab(self, x, y, width, height):
        return self.camera.grab(x, y, width, height)

    @staticmethod
    def click(x, y, button=1, repeat=1):
        run('xdotool', 'mousemove', str(x), str(y),
            'click', '--repeat', str(repeat), '--delay', '60', str(button))

    @staticmethod
    def park_pointer():
        run('xdotool', 'mousemove', '1', '1')

    @staticmethod
    def key(*keys):
        run('xdotool', 'key', '--delay', '40', *keys)

    @staticmethod
    def type(text):
        run('xdotool', 'type', '--delay', '15', text)


class Node:
    """Something in a window, as AT-SPI shows it."""

    def __init__(self, accessible, program, parent=None):
        self.accessible, self.program, self.parent = accessible, program, parent

    def __repr__(self):
        return f'{self.role} “{self.name}”'

    @property
    def role(self):
        return self.accessible.role()

    @property
    def name(self):
        return self.accessible.name()

    @property
    def text(self):
        """What stands in an entry or label."""
        text = self.accessible.text()
        return self.name if text is None else text

    @property
    def extents(self):
        """x, y, width, height within the window's surface."""
        return self.accessible.extents()

    def has(self, state):
        return self.accessible.has(state)

    @property
    def sensitive(self):
        return self.has(Atspi.StateType.SENSITIVE)

    @property
    def checked(self):
        return self.has(Atspi.StateType.CHECKED)

    @property
    def shown(self):
        _, _, width, height = self.extents
        return width > 0 and height > 0

    def children(self):
        for child in self.accessible.children():
            yield Node(child, self.program, self)

    def walk(self):
        yield self
        for child in self.children():
            yield from child.walk()

    def walk_shown(self):
        """Without what is hidden, and all that is in it."""
        box = self.extents
        if box[2] > 0 and box[3] > 0:
            yield self
        elif box != (0, 0, 0, 0):  # such as the page of a stack: no widget, but one is in it
            return
        for child in self.children():
            yield from child.walk_shown()

    def matches(self, role, pattern):
        if role is not None and self.role != role:
            return False
        return pattern is None or re.search(pattern, self.name) is not None

    def find_now(self, role=None, name=None):
        """The first below (and with) this one that is shown; name is a regular expression."""
        for node in self.walk_shown():
            if node.matches(role, name):
                return node
        return None

    @property
    def window(self):
        """The frame or dialog that this is in."""
        node = self
        while node.parent is not None and node.parent.role != 'application':
            node = node.parent
        return node

    def place(self):
        """x, y, width, height on the screen."""
        frame = self.window
        origin_x, origin_y = self.program.window_origin(frame)
        x, y, width, height = self.extents
        return origin_x + x, origin_y + y, width, height

    def press_misplaced(self):
        """GTK 4.18 leaves the padding of everything around out of the places that it reports, so that
        a click may miss a button; there it is pressed through AT-SPI, or by the keyboard. Says
        whether it was."""
        if self.role not in BUTTONS or self.window.extents[:2] == (0, 0):
            return False
        return any(node.accessible.act() for node in self.walk()) or self.press_by_keys()

    def press_by_keys(self):
        for _ in range(20):
            if self.has(Atspi.StateType.FOCUSED):
                self.program.screen.key('space')
                return True
            self.program.screen.key('Tab')
        return False

    def click(self, button=1, repeat=1):
        if (button, repeat) == (1, 1) and self.press_misplaced():
            return
        x, y, width, height = self.place()
        self.program.screen.click(x + width // 2, y + height // 2, button, repeat)


class Program:
    """The running program: its process, its tree, its X windows."""

    def __init__(self, screen, argv, environment=None, log=None):
        self.screen = screen
        self.log = pathlib.Path(log) if log else None
        self.environment = dict(os.environ, **(environment or {}))
        self.argv = [str(word) for word in argv]
        self.process = self.bus = None

    def __enter__(self):
        output = open(self.log, 'ab') if self.log else subprocess.DEVNULL
        self.process = subprocess.Popen(self.argv, env=self.environment, stdin=subprocess.DEVNULL,
                                        stdout=output, stderr=output)
        if self.log:
            output.close()
        self.bus = Bus()
        return self

    def __exit__(self, *_):
        """At once: how the program ends by itself is tested where that is the question."""
        self.process.kill()
        self.process.wait()

    def assert_alive(self):
        code = self.process.poll()
        if code is not None:
            raise Failure(f'The program ended by itself (status {code})')

    # The tree

    def root(self):
        """The program in AT-SPI's list; None while it is not in it."""
        self.assert_alive()
        accessible = self.bus.program(self.process.pid)
        return Node(accessible, self) if accessible else None

    def windows(self):
        root = self.root()
        return [node for node in root.children() if node.shown] if root else []

    def find_now(self, role=None, name=None, window=None):
        # The newest window is the one in front of the others.
        for frame in reversed(self.windows()):
            if window is None or re.search(window, frame.name):
                found = frame.find_now(role, name)
                if found is not None:
                    return found
        return None

    def find(self, role=None, name=None, window=None, seconds=PATIENCE):
        what = f'{role or "something"} “{name}” appeared' + (f' in “{window}”' if window else '')
        return wait(lambda: self.find_now(role, name, window), what, seconds)

    def find_sensitive(self, role, name, window=None, seconds=PATIENCE):
        def ready():
            node = self.find_now(role, name, window)
            return node if node is not None and node.sensitive else None
        return wait(ready, f'{role} “{name}” could be pressed', seconds)

    def wait_gone(self, role=None, name=None, window=None, seconds=PATIENCE):
        wait(lambda: self.find_now(role, name, window) is None,
             f'{role or "something"} “{name}” disappeared', seconds)

    def press(self, role, name, window=None, seconds=PATIENCE):
        """Finds it and clicks in its middle with the real pointer."""
        node = self.find_sensitive(role, name, window, seconds)
        self.wait_still(node)
        node.click()
        return node

    @staticmethod
    def wait_still(node):
        """Waits for the end of an animation that moves it."""
        last = [None]

        def still():
            before, last[0] = last[0], node.extents
            return before == last[0]
        wait(still, f'{node} stood still')

    def dump(self):
        """The whole tree as text, for failure reports."""
        lines = []

        def walk(node, depth):
            lines.append('  ' * depth + f'{node.role} “{node.name}” {node.extents}'
                         + ('' if node.sensitive else ' insensitive'))
            for child in node.children():
                walk(child, depth + 1)
        for frame in self.windows():
            walk(frame, 0)
        return '\n'.join(lines)

    # X

    def window_origin(self, frame):
        """Where on the screen the surface of the frame begins: its X window's place, less the border
        that GTK draws around (the same on all sides without a compositor)."""
        _, _, width, height = frame.extents
        x, y, x_width, x_height = self.x_geometry(self.x_window(frame))
        return x + (x_width - width) // 2, y + (x_height - height) // 2

    def x_window(self, frame):
        """The X window of that title, which the screen may have later than AT-SPI; of more than one, that of
        the nearest size."""
        _, _, width, height = frame.extents

        def misfit(window):
            _, _, x_width, x_height = self.x_geometry(window)
            return abs(x_width - width) + abs(x_height - height)

        def of_that_title():
            return [window for window in self.x_windows() if self.x_title(window) == frame.name]
        found = wait(of_that_title, f'A window “{frame.name}” was on the screen')
        return found[0] if len(found) == 1 else min(found, key=misfit)

    def raise_window(self, frame):
        """In front of all others, with the keyboard."""
        run('xdotool', 'windowactivate', '--sync', self.x_window(frame))

    def x_windows(self):
        result = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid',
                                 str(self.process.pid)], capture_output=True, check=False)
        return result.stdout.decode().split()

    @staticmethod
    def x_title(window):
        return quiet_run('xdotool', 'getwindowname', window).rstrip('\n')

    @staticmethod
    def x_geometry(window):
        text = quiet_run('xdotool', 'getwindowgeometry', '--shell', window)
        values = dict(line.split('=', 1) for line in text.splitlines() if '=' in line)
        return tuple(int(values.get(key, 0)) for key in ('X', 'Y', 'WIDTH', 'HEIGHT'))

    # Pixels

    def grab(self, node):
        return self.screen.grab(*node.place())

    def wait_for_pixels(self, node, matches, share, what, seconds=PATIENCE):
        """Waits until at least that share of what is drawn there matches(red, green, blue)."""
        def enough():
            self.assert_alive()
            picture = self.grab(node)
            return picture if picture.share(matches) >= share else None
        return wait(enough, what, seconds)

    def wait_for_change(self, node, picture, share, what, seconds=PATIENCE):
        """Waits until at least that share of the pixels is not as in the picture."""
        def changed():
            self.assert_alive()
            now = self.grab(node)
            return now if now.difference(picture) >= share else None
        return wait(changed, what, seconds)


def quiet_run(*command):
    result = subprocess.run(command, capture_output=True, timeout=30, check=False)
    return result.stdout.decode(errors='replace')
