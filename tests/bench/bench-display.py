#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Viewers of one SPICE server beside each other, in one run: ours, remote-viewer and spicy.

    headless --size 2560x1440 bench-display.py --server PROGRAM --viewer PROGRAM

The servers are the tests' own, one a viewer, without compression, over a Unix socket; the guest's
screen of 1920 by 1080 is shown one to one, and scaled to 1280 by 720. All viewers stay; each load runs
for one after the other, and that --repeats times, so that what else the computer does meets all of
them. “lodge” has its sockets handed over and guarded, as those of this computer's machines
are; “lodge (address)” dials by itself. The tables have the medians of

  - processor time of the viewer (user and system) in milliseconds a second;
  - how often a second a pixel in the middle of the screen changed, seen from outside;
  - the time from a key, made by XTEST, to the change of that pixel that the guest answers with;
  - the memory, proportional and private: the most while full frames come, and at rest, some seconds
    after all loads.

What decides is the ratio: the times are those of the computer. Nothing fails here but the machinery."""

import argparse
import contextlib
import ctypes
import ctypes.util
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

WIDTH, HEIGHT = 1920, 1080
SCALED = 1280, 720
PATIENCE = 30
LOADS = {
    # name: the server's command without the number of steps, and the steps a second
    'full frames 30/s': (f'load {WIDTH} {HEIGHT} 30', 30),
    'scrolling text 60/s': ('scroll 1280 600 16 60', 60),
    '64x64 random 200/s': ('load 64 64 200', 200),
    'idle': (None, 0),
}
SCALES = {'1:1': (WIDTH, HEIGHT), 'scaled': SCALED}
KEYS = 30
REST = 25  # seconds


class Viewer:
    """A command without the address, what it takes of its window around the picture, and where."""

    def __init__(self, command, around=(0, 0), corner=(0, 0), environment=None):
        self.command = command
        self.around = around
        self.corner = corner
        self.environment = {**os.environ, **(environment or {})}


def make_viewers(options):
    viewers = {
        'lodge': Viewer([options.viewer, '--fit'], environment={'GSK_RENDERER': 'cairo'}),
        'lodge (address)': Viewer([options.viewer, '--fit', '--address'],
                                  environment={'GSK_RENDERER': 'cairo'}),
        'remote-viewer': Viewer(['remote-viewer'], (10, 56), (5, 51)),
        'spicy': Viewer(['spicy', '--uri'], (0, 91), (0, 69)),
        'lodge (GL)': Viewer([options.viewer, '--fit'], environment={'GSK_RENDERER': 'gl'}),
    }
    if options.other:
        viewers['lodge (other)'] = Viewer([options.other, '--fit'],
                                          environment={'GSK_RENDERER': 'cairo'})
    return {name: viewer for name, viewer in viewers.items()
            if shutil.which(viewer.command[0]) and re.search(options.viewers, name)}


def wait(condition, what):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            sys.exit(f'bench-display: {what}: not within {PATIENCE} seconds')
        time.sleep(0.02)


class Screen:
    """The X server by its own client library: one pixel, and keys."""

    def __init__(self):
        self.x11 = ctypes.CDLL(ctypes.util.find_library('X11'))
        self.xtst = ctypes.CDLL(ctypes.util.find_library('Xtst'))
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x11.XGetImage.restype = ctypes.c_void_p
        self.x11.XGetPixel.restype = ctypes.c_ulong
        self.display = ctypes.c_void_p(self.x11.XOpenDisplay(None))
        self.root = ctypes.c_ulong(self.x11.XDefaultRootWindow(self.display))

    def close(self):
        self.x11.XCloseDisplay(self.display)

    def pixel(self, x, y):
        image = ctypes.c_void_p(self.x11.XGetImage(self.display, self.root, x, y, 1, 1,
                                                   ctypes.c_ulong(0xffffffff), 2))
        value = self.x11.XGetPixel(image, 0, 0)
        self.x11.XDestroyImage(image)
        return value & 0xffffff

    def key(self, code):
        for down in (1, 0):
            self.xtst.XTestFakeKeyEvent(self.display, code, down, ctypes.c_ulong(0))
        self.x11.XFlush(self.display)


class Watch(threading.Thread):
    """Counts the changes of a pixel."""

    def __init__(self, place):
        super().__init__()
        self.place = place
        self.changes = 0
        self.ended = False
        self.start()

    def run(self):
        screen = Screen()
        last = screen.pixel(*self.place)
        while not self.ended:
            now = screen.pixel(*self.place)
            self.changes += now != last
            last = now
            time.sleep(0.003)
        screen.close()

    def end(self):
        self.ended = True
        self.join()
        return self.changes


class Server:
    """The tests' SPICE server; its lines are read by a thread."""

    def __init__(self, program, path):
        self.uri = f'spice+unix://{path}'
        self.channels = self.answers = 0
        self.process = subprocess.Popen([program, path], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            words = line.split()
            if words[0] == 'channels':
                self.channels = int(words[1])
            elif words[0] in ('ok', 'ready', 'done'):
                self.answers += 1

    def ask(self, line, answers=1):
        """Returns what tells whether it is answered."""
        wanted = self.answers + answers
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()
        return lambda: self.answers >= wanted

    def tell(self, line, answers=1):
        wait(self.ask(line, answers), line)

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def processor_time(pid):
    """utime + stime of a process so far, ended threads included, in seconds: by its clock (see
    clock_getcpuclockid(3)), which is finer than the ticks in /proc."""
    return time.clock_gettime((~pid << 3) | 2)


def memory(pid):
    """Proportional and private, in MiB."""
    rollup = pathlib.Path(f'/proc/{pid}/smaps_rollup').read_text()
    sizes = {name: int(size) / 1024 for name, size in re.findall(r'^(\w+): +(\d+) kB', rollup, re.M)}
    return sizes['Pss'], sizes['Private_Clean'] + sizes['Private_Dirty']


def xdotool(*words):
    return subprocess.run(['xdotool', *map(str, words)], capture_output=True, text=True,
                          check=False, timeout=PATIENCE).stdout


def windows(pid):
    """Of a process: number, width and height."""
    for window in xdotool('search', '--onlyvisible', '--pid', pid).split():
        shape = xdotool('getwindowgeometry', '--shell', window)
        sizes = dict(re.findall(r'(WIDTH|HEIGHT)=(\d+)', shape))
        yield window, int(sizes.get('WIDTH', 0)), int(sizes.get('HEIGHT', 0))


def set_size(pid, viewer, size):
    """Gives the window the size for a picture of this one."""
    width, height = (size[i] + viewer.around[i] for i in (0, 1))
    wait(lambda: any(w > 300 for _, w, _ in windows(pid)), 'a window')
    window = max(windows(pid), key=lambda found: found[1])[0]
    xdotool('windowmove', window, 0, 0, 'windowsize', window, width, height)
    wait(lambda: (window, width, height) in windows(pid), f'a window of {width} by {height}')
    return window


def start_manager(directory, stack):
    """A window manager, as every desktop has one: without, GTK 4 looks for one at each key."""
    config = pathlib.Path(directory, 'openbox.xml')
    config.write_text("""<openbox_config xmlns="http://openbox.org/3.4/rc"><applications>
        <application class="*"><decor>no</decor></application></applications></openbox_config>""")
    manager = subprocess.Popen(['openbox', '--sm-disable', '--config-file', config],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(manager.wait)
    stack.callback(manager.terminate)
    wait(lambda: 'window id' in subprocess.run(
        ['xprop', '-root', '_NET_SUPPORTING_WM_CHECK'], capture_output=True, text=True,
        check=False).stdout, 'the window manager starts')


class Viewing:
    """A viewer's process with a server of its own; both end with the stack."""

    def __init__(self, options, path, viewer, stack):
        self.viewer = viewer
        self.server = Server(options.server, path)
        stack.callback(self.server.end)
        wait(lambda: self.server.answers, 'the server starts')
        self.server.tell(f'size {WIDTH} {HEIGHT}')
        self.process = subprocess.Popen([*viewer.command, self.server.uri],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        env=viewer.environment)
        stack.callback(self.end)
        self.pid = self.process.pid
        wait(lambda: self.server.channels >= 4, 'the viewer connects')
        self.server.tell('frame 1')

    def set_size(self, size):
        self.size = size
        self.window = set_size(self.pid, self.viewer, size)

    def middle(self):
        return [self.viewer.corner[i] + self.size[i] // 2 for i in (0, 1)]

    def end(self):
        self.process.terminate()
        self.process.wait()


def measure_load(server, pid, load, seconds, middle):
    """Milliseconds of processor time, and changes, a second."""
    command, rate = LOADS[load]
    watch = Watch(middle)
    begun, spent = time.monotonic(), processor_time(pid)
    if command is None:
        time.sleep(seconds)
    else:
        server.tell(f'{command} {rate * seconds}', 2)
    time.sleep(0.2)
    spent = processor_time(pid) - spent
    return 1000 * spent / (time.monotonic() - begun), watch.end() / seconds


def measure_memory(server, pid, seconds):
    """The most while full frames come, each for itself."""
    command, rate = LOADS['full frames 30/s']
    answered = server.ask(f'{command} {rate * seconds}', 2)
    found = [memory(pid)]
    while not answered():
        found.append(memory(pid))
        time.sleep(0.01)
    return tuple(map(max, zip(*found)))


def measure_latency(server, window, middle):
    """Milliseconds from a key to a pixel; None when the viewer has not got the keyboard."""
    times = []
    xdotool('windowfocus', window, 'mousemove', *middle, 'click', 1)
    time.sleep(0.5)
    server.tell('echo on')
    with contextlib.closing(Screen()) as screen:
        for i in range(KEYS):
            before, begun = screen.pixel(*middle), time.monotonic()
            screen.key(38)  # a
            while screen.pixel(*middle) == before:
                if time.monotonic() > begun + 3:
                    server.tell('echo off')
                    return None
                time.sleep(0.0002)
            times.append(1000 * (time.monotonic() - begun))
            time.sleep(0.07 + 0.003 * (i % 7))
    server.tell('echo off')
    return statistics.median(times)


def measure_round(viewings, scale, options, results):
    """Each load for each viewer; then the keys."""
    for load in LOADS:
        if not re.search(options.loads, load):
            continue
        for name, viewing in viewings.items():
            xdotool('windowactivate', '--sync', viewing.window)
            time.sleep(0.3)
            found = measure_load(viewing.server, viewing.pid, load, options.seconds, viewing.middle())
            results.setdefault((scale, load, name), []).append(found)
    for name, viewing in viewings.items():
        xdotool('windowactivate', '--sync', viewing.window)
        latency = measure_latency(viewing.server, viewing.window, viewing.middle())
        if latency is not None:
            results.setdefault((scale, 'latency', name), []).append((latency, 0))


def run(viewers, options):
    results = {}
    with tempfile.TemporaryDirectory(prefix='lodge-bench-') as directory, \
            contextlib.ExitStack() as stack:
        start_manager(directory, stack)
        viewings = {}
        for number, (name, viewer) in enumerate(viewers.items()):
            viewings[name] = Viewing(options, f'{directory}/{number}', viewer, stack)
        for scale, size in SCALES.items():
            if not re.search(options.scales, scale):
                continue
            for viewing in viewings.values():
                viewing.set_size(size)
            time.sleep(1.5)
            for _ in range(options.repeats):
                measure_round(viewings, scale, options, results)
            for name, viewing in viewings.items():
                xdotool('windowactivate', '--sync', viewing.window)
                results[(scale, 'memory', name)] = [
                    measure_memory(viewing.server, viewing.pid, options.seconds)]
        time.sleep(REST)
        for name, viewing in viewings.items():
            results[('at rest', 'memory', name)] = [memory(viewing.pid)]
    return results


def print_table(title, rows, viewers, value):
    print(f'\n{title:30}' + ''.join(f'{name:>17}' for name in viewers))
    for row in rows:
        cells = [value(row, name) for name in viewers]
        if any(cell is not None for cell in cells):
            print(f'{" ".join(row):30}' + ''.join(
                f'{"-" if cell is None else format(cell, ".1f"):>17}' for cell in cells))


def print_tables(results, viewers):
    def median(place):
        def get(row, name):
            found = results.get((*row, name))
            return found and statistics.median(values[place] for values in found)
        return get

    def ratio(row, name):
        ours, theirs = median(0)(row, 'lodge'), median(0)(row, name)
        return ours / theirs if ours and theirs and theirs > 1 else None

    loads = [(scale, load) for scale in SCALES for load in LOADS]
    latencies = [(scale, 'latency') for scale in SCALES]
    print(f'load of the computer: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors')
    print_table('processor time, ms/s', loads, viewers, median(0))
    print_table('lodge : this one, percent', loads, viewers,
                lambda row, name: ratio(row, name) and 100 * ratio(row, name))
    print_table('frames seen a second', [row for row in loads if row[1][0] in 'fs'], viewers,
                median(1))
    print_table('from a key to a pixel, ms', latencies, viewers, median(0))
    memories = [(scale, 'memory') for scale in (*SCALES, 'at rest')]
    print_table('memory (PSS), MiB', memories, viewers, median(0))
    print_table('memory (private), MiB', memories, viewers, median(1))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--server', required=True)
    parser.add_argument('--viewer', required=True, help='a program that shows the address it gets')
    parser.add_argument('--other', help='the same program of another build, beside it')
    parser.add_argument('--viewers', default='', help='a regular expression')
    parser.add_argument('--scales', default='', help='a regular expression')
    parser.add_argument('--loads', default='', help='a regular expression')
    parser.add_argument('--repeats', type=int, default=3)
    parser.add_argument('--seconds', type=int, default=5, help='of each load')
    options = parser.parse_args()
    for program in ('openbox', 'remote-viewer', 'xdotool', 'xprop'):
        if shutil.which(program) is None:
            print(f'bench-display: {program} is missing')
            sys.exit(77)
    viewers = make_viewers(options)
    print_tables(run(viewers, options), viewers)


if __name__ == '__main__':
    main()
