# SPDX-License-Identifier: GPL-3.0-or-later
"""The gallery's scenes around one screen: tabs, recordings, another viewer, a picture that is private."""

import contextlib
import os

from gallery_camera import NARROW, WIDE
from gallery_consoles import close_window, wait_for_picture

import driver
import flows

TAB_SIZES = ((800, 680), (480, 640))


def private(gallery):
    gallery.show('memtest86+', 'overview')
    gallery.take_menu('menu-thumbnail', 'Picture of the Screen')
    gallery.choose('Picture of the Screen', '_Private: Show No Picture')
    gallery.lodge.find(None, gallery.words('Private: no picture of the screen'))
    gallery.take('overview-private')
    gallery.choose('Picture of the Screen', '_Private: Show No Picture')


def tabs(gallery):
    """A window for machines alone."""
    known = set(gallery.lodge.x_windows())
    gallery.show('memtest86+', 'console')
    gallery.act('open-tab')
    driver.wait(lambda: set(gallery.lodge.x_windows()) - known, 'A window for tabs opened')
    window = (set(gallery.lodge.x_windows()) - known).pop()
    for name in ('windows-xp', 'debian-12'):
        gallery.show(name, 'overview')
        gallery.act('open-tab')
        driver.wait(lambda: name in gallery.lodge.x_title(window), f'The tab of {name} was in front')
    gallery.take('tabs-off', TAB_SIZES, window)
    gallery.lodge.press('label', r'^memtest86\+$', window='debian-12')
    driver.wait(lambda: gallery.screen.grab(*gallery.inside(window)).share(flows.is_blue) > 0.1,
                'memtest’s screen in its tab')
    gallery.take('tabs-console', TAB_SIZES, window)
    close_window(gallery, window)
    driver.wait(lambda: window not in gallery.lodge.x_windows(), 'The window of tabs closed')


def recording(gallery):
    path = f'{os.environ["TMPDIR"]}/recording-{gallery.language}-{gallery.scheme}.webm'
    gallery.show('memtest86+', 'console')
    wait_for_picture(gallery)
    before = len(gallery.lodge.x_windows())
    gallery.choose('Guest and Desktop', 'Rec_ord Screen')
    gallery.newest(before)
    gallery.lodge.find('push button', f"{gallery.words('_Record')}$")
    gallery.save('record-file', gallery.main_window(), WIDE[0])
    gallery.screen.key('ctrl+a')
    gallery.screen.type(path)
    gallery.screen.key('Return')
    gallery.lodge.find(None, gallery.words('The screen is recorded'), seconds=60)
    gallery.take('console-recording')
    gallery.choose('Guest and Desktop', '_View Only')
    gallery.take('console-marks')
    gallery.choose('Guest and Desktop', '_View Only')
    gallery.lodge.press('push button', f"^{gallery.words('Stop Recording')}")
    gallery.take('console-recorded', (WIDE,))  # a toast says so, for some seconds


@contextlib.contextmanager
def another_viewer(gallery, machine):
    """A Lodge without the session's bus, else it would only wake the first."""
    with driver.Program(gallery.screen, [gallery.options.lodge, '--connect', os.environ['LODGE_RIG_URI'],
                                         'show', machine, '--page', 'console'],
                        {**gallery.environment, 'GTK_A11Y': 'none', 'DBUS_SESSION_BUS_ADDRESS': 'disabled:'}):
        yield


def taken_over(gallery):
    gallery.show('memtest86+', 'console')
    wait_for_picture(gallery)
    window = gallery.main_window()
    with another_viewer(gallery, 'memtest86+'):
        gallery.lodge.find('label', gallery.words('Another viewer took over this screen'), seconds=90)
        driver.run('xdotool', 'windowactivate', '--sync', window)
        gallery.take('notice-taken-over', (WIDE, NARROW), window)
        gallery.press('_Take Back')
        wait_for_picture(gallery)


SYSTEM_SCENES = (private, tabs, recording, taken_over)
