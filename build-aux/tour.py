#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job by itself: makes a machine from a small ISO with the real program, on the screen that
DISPLAY names; shows it, types into it, removes it, and saves a picture of each step.

  tour.py --lodge PROGRAM --out DIRECTORY [--connect URI] [--iso FILE]

Prints the paths of the pictures. Ends with status 1 and a sentence when a step does not work."""

import argparse
import glob
import json
import os
import pathlib
import re
import sys
import time

sys.dont_write_bytecode = True
TOP = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / 'tests/ui'))

# The same mouse and keyboard as in the end-to-end tests.
try:
    import driver
    import flows
except (ImportError, ValueError) as problem:
    sys.exit(f'The tour needs AT-SPI for Python (python3-gi, gir1.2-atspi-2.0): {problem}')

ISOS = ['/usr/lib/memtest86+/memtest86+x64.iso', '/usr/lib/memtest86+/*.iso', '/boot/memtest*.iso']


def find_iso():
    for pattern in ISOS:
        for path in sorted(glob.glob(pattern)):
            return path
    raise driver.Failure('There is no small ISO on this computer; install the package memtest86+, '
                         'or name one with --iso')


class Tour:
    def __init__(self, screen, lodge, out):
        self.screen, self.lodge, self.out = screen, lodge, out
        self.pictures = []
        self.doing = 'starting Lodge'

    def step(self, name, doing=None):
        """Saves what is on the screen now, and says what comes next for the error sentence."""
        path = self.out / f'{len(self.pictures) + 1:02}-{name}.png'
        self.screen.save(path)
        self.pictures.append(path)
        print(f'  {path}', flush=True)
        self.doing = doing or self.doing

    def create(self, iso):
        self.lodge.wait_for_host()
        self.step('start', 'opening the wizard')
        self.lodge.open_wizard()
        self.doing = 'choosing the ISO image'
        self.lodge.choose_iso(iso)
        self.lodge.find(None, r'^Unknown System$|[Mm]emtest')
        self.doing = 'going through the wizard'
        self.lodge.go_to_review(self.step)
        name = self.lodge.find('text', r'^Name$').text
        self.doing = 'creating the machine'
        self.lodge.press_create()
        guest = self.lodge.wait_for_console()
        return name, guest

    def use(self, guest):
        self.doing = 'waiting for the guest’s picture'
        before = self.lodge.wait_for_pixels(guest, lambda r, g, b: r + g + b > 60, 0.2,
                                            'The guest drew on its screen',
                                            flows.EMULATION_PATIENCE)
        self.step('guest', 'typing into the guest')
        guest.click()
        self.screen.key('F1')
        self.lodge.wait_for_change(guest, before, 0.03, 'The guest answered to F1', 60)
        self.step('typed')

    def remove(self, name):
        self.doing = 'forcing the machine off'
        self.lodge.force_off(name)
        self.step('off', 'deleting the machine')
        self.lodge.delete(name)
        self.step('deleted')
        # The undo is let pass: the machine goes when its notice does.
        self.lodge.wait_gone('label', f'^“{re.escape(name)}” will be deleted', seconds=60)
        driver.wait(lambda: name not in self.names(), 'The machine was gone', 60)
        self.step('gone')

    def names(self):
        """The machines of the host by Lodge's own command line, beside the running window."""
        command = [self.lodge.argv[0], 'list', '--json', *self.lodge.argv[1:]]
        return [machine['name'] for machine in json.loads(driver.run(*command))]

    def run(self, iso):
        name, guest = self.create(iso)
        try:
            self.use(guest)
        except driver.Failure:
            self.step('failed')
            self.try_to_remove(name)
            raise
        self.remove(name)

    def try_to_remove(self, name):
        """Nothing of the tour stays, also when the guest did not do as hoped."""
        doing = self.doing
        try:
            self.remove(name)
        except driver.Failure as failure:
            print(f'tour: the machine “{name}” could not be removed: {failure}', file=sys.stderr)
        self.doing = doing


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--lodge', required=True)
    parser.add_argument('--out', required=True, type=pathlib.Path)
    parser.add_argument('--connect', metavar='URI')
    parser.add_argument('--iso')
    return parser.parse_args()


def main():
    options = parse_options()
    options.out.mkdir(parents=True, exist_ok=True)
    arguments = ['--connect', options.connect] if options.connect else []
    begin = time.monotonic()
    tour = None
    try:
        iso = options.iso or find_iso()
        with driver.Screen() as screen:
            with flows.Lodge(screen, options.lodge, arguments,
                             log=options.out / 'lodge.log') as lodge:
                tour = Tour(screen, lodge, options.out)
                try:
                    tour.run(iso)
                except driver.Failure:
                    tour.step('failed')
                    raise
    except driver.Failure as failure:
        doing = tour.doing if tour else 'preparing'
        print(f'tour: it stopped at {doing}: {failure}.', file=sys.stderr)
        print(f'tour: what Lodge said is in {os.fspath(options.out / "lodge.log")}', file=sys.stderr)
        return 1
    print(f'The tour took {time.monotonic() - begin:.0f} seconds; {len(tour.pictures)} pictures are in '
          f'{options.out}')
    return 0


if __name__ == '__main__':
    sys.exit(main())
