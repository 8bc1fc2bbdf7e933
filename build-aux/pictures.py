#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the pictures of doc/pictures again, from the real program with a real guest.

  tests/rig/rig system -- tests/support/headless --size 1100x760 \\
    /usr/bin/python3 build-aux/pictures.py [--lodge PROGRAM] [--out DIRECTORY]

Runs the wizard with the memtest86+ ISO in English, keeps the machine, and shows it once more in
Vietnamese and dark. Each picture is of the window alone."""

import argparse
import os
import pathlib
import subprocess
import sys
import time

sys.dont_write_bytecode = True
TOP = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / 'tests/ui'))

import driver  # noqa: E402
import flows  # noqa: E402

WIDTH, HEIGHT = 1000, 700
LIMIT = 150 * 1024
SAMPLES = 35  # seconds
GUEST_PATIENCE = 400


class Photographer:
    def __init__(self, screen, lodge, out):
        self.screen, self.lodge, self.out = screen, lodge, out

    def main_window(self):
        def area(window):
            _, _, width, height = self.lodge.x_geometry(window)
            return width * height
        return max(self.lodge.x_windows(), key=area)

    def resize(self):
        """The window with the border that GTK draws, which is cut off in the picture."""
        window = self.main_window()
        frame = self.lodge.windows()[0]
        _, _, width, height = self.lodge.x_geometry(window)
        _, _, inner_width, inner_height = frame.extents
        driver.run('xdotool', 'windowsize', window, str(WIDTH + width - inner_width),
                   str(HEIGHT + height - inner_height))
        driver.wait(lambda: self.lodge.windows()[0].extents[2:] == (WIDTH, HEIGHT),
                    'The window got its size')

    def still(self, place):
        """Waits until nothing of it moves, as at the end of an animation."""
        last = [None]

        def same():
            before, last[0] = last[0], self.screen.grab(*place)
            return before is not None and before.difference(last[0]) < 0.01
        driver.wait(same, 'The window stood still')

    def take(self, name, window=None):
        """The whole main window, or the part of the screen that another one covers."""
        self.screen.park_pointer()
        frame = next(node for node in reversed(self.lodge.windows())
                     if window is None or node.name == window)
        x, y = self.lodge.window_origin(frame)
        _, _, width, height = frame.extents
        self.still((x, y, width, height))
        path = self.out / f'{name}.png'
        driver.run('import', '-window', 'root', '-crop', f'{width}x{height}+{x}+{y}', '+repage',
                   '-strip', '+dither', '-colors', '256', '-define', 'png:compression-level=9', str(path))
        if path.stat().st_size > LIMIT:
            raise driver.Failure(f'{path} is larger than {LIMIT} bytes')
        print(path, flush=True)


def wait_for_guest(lodge, guest):
    lodge.wait_for_pixels(guest, flows.is_blue, 0.3, 'memtest’s blue screen was shown',
                          GUEST_PATIENCE)


def gather_samples():
    """The graphs have what came while they were shown, however long the machine has run."""
    deadline = time.monotonic() + SAMPLES
    driver.wait(lambda: time.monotonic() > deadline, 'The graphs got samples', 2 * SAMPLES)


def in_english(screen, options, out):
    with flows.Lodge(screen, options.lodge, ['--connect', options.connect],
                     {'ADW_DEBUG_COLOR_SCHEME': 'prefer-light'}) as lodge:
        photographer = Photographer(screen, lodge, out)
        lodge.wait_for_host()
        photographer.resize()
        lodge.open_wizard()
        lodge.choose_iso(flows.require(flows.MEMTEST_ISO))
        lodge.find(None, r'^Unknown System$|[Mm]emtest')

        def step(name):
            if name in ('resources', 'review'):
                photographer.take(f'wizard-{name}', 'New Machine')
        lodge.go_to_review(step)
        name = lodge.find('text', r'^Name$').text
        lodge.press_create()
        guest = lodge.wait_for_console()
        wait_for_guest(lodge, guest)
        photographer.take('console')
        screen.key('ctrl+alt')
        screen.key('alt+1')
        lodge.find('label', r'^Up for$')
        gather_samples()
        photographer.take('overview')
        return name


def in_vietnamese(screen, options, out, name):
    environment = {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark', 'LANGUAGE': 'vi',
                   'LODGE_LOCALEDIR': str(options.lodge.resolve().parents[2] / 'po')}
    with flows.Lodge(screen, options.lodge, ['--connect', options.connect, 'show', name, '--page',
                                             'overview'], environment) as lodge:
        photographer = Photographer(screen, lodge, out)
        lodge.find('label', r'^Trạng thái$', seconds=60)
        photographer.resize()
        gather_samples()
        photographer.take('vietnamese')


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--lodge', type=pathlib.Path, default=TOP / 'build/src/app/lodge')
    parser.add_argument('--out', type=pathlib.Path, default=TOP / 'doc/pictures')
    parser.add_argument('--connect', default=os.environ.get('LODGE_RIG_URI'),
                        help='the host; in the rig its own')
    return parser.parse_args()


def main():
    options = parse_options()
    if not options.connect:
        sys.exit('pictures: run it in the rig, or name a host with --connect')
    options.out.mkdir(parents=True, exist_ok=True)
    try:
        with driver.Screen() as screen:
            name = in_english(screen, options, options.out)
            try:
                in_vietnamese(screen, options, options.out, name)
            finally:
                subprocess.run(['virsh', '-q', '-c', options.connect, 'destroy', name], check=False)
                subprocess.run(['virsh', '-q', '-c', options.connect, 'undefine', name,
                                '--storage', 'sda'], check=False)
    except driver.Failure as failure:
        sys.exit(f'pictures: {failure}.')


if __name__ == '__main__':
    main()
