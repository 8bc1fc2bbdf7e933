# SPDX-License-Identifier: GPL-3.0-or-later
"""Another program on the desktop, see desktop-peer.c: its clipboard, and files that are dragged out of
its window."""

import os
import select
import subprocess

import driver


class Peer:
    """Another program on the host's desktop, at the corner that Lodge's window leaves free. Its window
    is a file that can be dragged."""

    def __init__(self, path):
        self.process = subprocess.Popen([os.environ['LODGE_DESKTOP_PEER'], str(path)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env=dict(os.environ, GTK_A11Y='none', GDK_BACKEND='x11'))
        driver.run('xdotool', 'windowmove', '--sync', self.window(), '2', '2')
        self.middle = (30, 30)

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(10)

    def tell(self, *words):
        """What a user does with the clipboard; “ok”, or why not."""
        self.process.stdin.write(' '.join(map(str, words)) + '\n')
        self.process.stdin.flush()
        return self.hear()

    def has_said(self):
        return bool(select.select([self.process.stdout], [], [], 0.2)[0])

    def hear(self):
        if not select.select([self.process.stdout], [], [], 60)[0]:
            raise driver.Failure('The other program said nothing for a minute')
        return self.process.stdout.readline().strip()

    def window(self):
        def found():
            return driver.quiet_run('xdotool', 'search', '--onlyvisible', '--pid',
                                    str(self.process.pid)).split()
        return driver.wait(found, 'The other program’s window was shown')[0]

    def focus(self):
        driver.Screen.click(*self.middle)
        driver.wait(lambda: driver.quiet_run('xdotool', 'getactivewindow').strip() == self.window(),
                    'The other program got the focus')

    def drop(self, x, y):
        """The file at that place of the screen, once who is there would take it."""
        from_x, from_y = self.middle
        driver.run('xdotool', 'mousemove', str(from_x), str(from_y), 'mousedown', '1')
        for step in range(1, 11):
            driver.run('xdotool', 'mousemove', '--sync', str(from_x + (x - from_x) * step // 10),
                       str(from_y + (y - from_y) * step // 10))

        def taken():
            # GTK drops a motion while the one before is not answered, and then says nothing by itself.
            for aside in (1, 0):
                driver.run('xdotool', 'mousemove', '--sync', str(x + aside), str(y))
            return self.has_said()
        driver.wait(taken, 'Somebody would take the file', 60)
        said = self.hear()
        driver.run('xdotool', 'mouseup', '1')
        if said != 'accepted':
            raise driver.Failure(f'The other program said “{said}”')
