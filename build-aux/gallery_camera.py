# SPDX-License-Identifier: GPL-3.0-or-later
"""The camera of the gallery: the program in one language and colour scheme, and pictures of its
windows."""

import contextlib
import gettext
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

from gi.repository import Gio, GLib  # noqa: E402

WIDE, NARROW = (1100, 720), (480, 720)
MENU_MARGIN = 60  # a menu may be larger than its window
STILL_PATIENCE = 3  # seconds; a spinner never stands still
APP, WINDOW = 'io.github.lodge_vm.Lodge', '/io/github/lodge_vm/Lodge/window/1'


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

    def mnemonic(self, text):
        """The letter that is underlined in the translation."""
        return self.catalogue.gettext(text).partition('_')[2][0].lower()

    def open_menu(self, button):
        before = len(self.lodge.x_windows())

        def opened():
            """A window that is just getting the focus closes its menus."""
            self.lodge.press(None, f'^{self.words(button)}')
            deadline = time.monotonic() + 5
            while len(self.lodge.x_windows()) <= before and time.monotonic() < deadline:
                time.sleep(0.2)
            return len(self.lodge.x_windows()) > before
        driver.wait(opened, f'The menu {button} opened')

    def choose(self, button, *items):
        """In the menu of that button, by the letters that are underlined."""
        before = len(self.lodge.x_windows())
        self.open_menu(button)
        for item in items:
            self.screen.key(self.mnemonic(item))
        return before

    # The program

    @contextlib.contextmanager
    def program(self, *arguments, path=None, size=WIDE):
        """Lodge, or another program of the tree, in a window of that size."""
        environment = {'ADW_DEBUG_COLOR_SCHEME': f'prefer-{self.scheme}',
                       'LODGE_LOCALEDIR': str(self.locale)}
        if self.language != 'en':
            environment['LANGUAGE'] = self.language
        log = self.options.out / f'log-{self.language}-{self.scheme}.txt'
        with flows.Lodge(self.screen, path or self.options.lodge, arguments, environment,
                         log) as lodge:
            self.lodge = lodge
            self.environment = lodge.environment
            lodge.find('frame', None, seconds=60)
            self.resize(self.main_window(), size)
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

    def open_first_row(self):
        """That of the host, below the header of the sidebar."""
        x, y, _, _ = self.inside(self.main_window())
        self.screen.click(x + 120, y + 75)

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
        deadline = time.monotonic() + 6  # one that needs more room never gets it
        while self.lodge.x_geometry(window)[2:] != wanted and time.monotonic() < deadline:
            time.sleep(0.1)

    def inside(self, window):
        left, right, top, bottom = self.border(window)
        x, y, width, height = self.lodge.x_geometry(window)
        return x + left, y + top, width - left - right, height - top - bottom

    def still(self, place):
        deadline = time.monotonic() + STILL_PATIENCE
        before, same = None, 0
        while same < 2 and time.monotonic() < deadline:  # a busy machine draws few frames of an animation
            now = self.screen.grab(*place)
            same = same + 1 if before is not None and before.difference(now) == 0 else 0
            before = now
            time.sleep(0.15)

    def save(self, name, window, width, pointer=(1, 1), around=0):
        driver.run('xdotool', 'mousemove', *map(str, pointer))
        x, y, *size = self.inside(window)
        size = [length + 2 * around for length in size]
        place = (max(x - around, 0), max(y - around, 0), *size)
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

    def take_menu(self, name, button, sizes=(NARROW, WIDE), keys=(), window=None):
        """The menu of a button, opened anew in each width."""
        window = window or self.main_window()
        for size in sizes:
            self.resize(window, size)
            before = len(self.lodge.x_windows())
            self.open_menu(button)
            for key in keys:
                self.screen.key(key)
            self.save(name, window, size[0], around=MENU_MARGIN)
            self.close_front(before)
        self.resize(window, WIDE)
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
            self.close_all()

    def close_all(self):
        """What a failed scene left open must not be in the way of the next one."""
        deadline = time.monotonic() + 5
        while self.lodge and len(self.lodge.x_windows()) > 1 and time.monotonic() < deadline:
            self.screen.key('Escape')
            time.sleep(0.3)
