#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Processor time of viewers of one SPICE server, in one run: ours beside remote-viewer.

    headless --size 2560x1440 bench-display.py --server PROGRAM --viewer PROGRAM

The server is the tests' own, without compression, over a Unix socket; the guest's screen of 1920 by
1080 is shown one to one. Each load runs against each viewer in turn, --repeats times; the table has
the medians of utime + stime in milliseconds a second, and the proportional memory at the end. What
decides is the ratio: the times are those of the computer. Nothing fails here but the machinery."""

import argparse
import contextlib
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
PATIENCE = 30
LOADS = {
    # name: the server's command without the number of steps, and the steps a second
    'full frames 30/s': (f'load {WIDTH} {HEIGHT} 30', 30),
    'scrolling text 60/s': ('scroll 1280 600 16 60', 60),
    '64x64 random 200/s': ('load 64 64 200', 200),
    'idle': (None, 0),
}


def wait(condition, what):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            sys.exit(f'bench-display: {what}: not within {PATIENCE} seconds')
        time.sleep(0.02)


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

    def tell(self, line, answers=1):
        wanted = self.answers + answers
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()
        wait(lambda: self.answers >= wanted, line)

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def processor_time(pid):
    """utime + stime of a process so far, ended threads included, in seconds: by its clock (see
    clock_getcpuclockid(3)), which is finer than the ticks in /proc."""
    return time.clock_gettime((~pid << 3) | 2)


def memory(pid):
    rollup = pathlib.Path(f'/proc/{pid}/smaps_rollup').read_text()
    return int(re.search(r'^Pss:\s+(\d+)', rollup, re.M)[1]) / 1024


def is_shown(pid):
    """Whether a window of the process is large enough for one to one."""
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(pid)],
                           capture_output=True, text=True, check=False).stdout.split()
    for window in found:
        shape = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', window],
                               capture_output=True, text=True, check=False).stdout
        sizes = dict(re.findall(r'(WIDTH|HEIGHT)=(\d+)', shape))
        if int(sizes.get('WIDTH', 0)) >= WIDTH and int(sizes.get('HEIGHT', 0)) >= HEIGHT:
            return True
    return False


@contextlib.contextmanager
def viewing(server, command):
    process = subprocess.Popen([*command, server.uri], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    try:
        wait(lambda: server.channels >= 4, 'the viewer connects')
        server.tell('frame 1')
        wait(lambda: is_shown(process.pid), 'a window of the guest’s size')
        time.sleep(1.5)
        yield process.pid
    finally:
        process.terminate()
        process.wait()
        wait(lambda: server.channels == 0, 'the viewer goes')


def measure(server, pid, load, seconds):
    """Milliseconds of processor time a second."""
    command, rate = LOADS[load]
    begun, spent = time.monotonic(), processor_time(pid)
    if command is None:
        time.sleep(seconds)
    else:
        server.tell(f'{command} {rate * seconds}', 2)
    time.sleep(0.2)
    return 1000 * (processor_time(pid) - spent) / (time.monotonic() - begun)


def run(options):
    viewers = {'lodge': [options.viewer], 'remote-viewer': ['remote-viewer']}
    times = {(viewer, load): [] for viewer in viewers for load in LOADS}
    memories = {viewer: [] for viewer in viewers}
    with tempfile.TemporaryDirectory(prefix='lodge-bench-') as directory:
        server = Server(options.server, f'{directory}/spice')
        wait(lambda: server.answers, 'the server starts')
        server.tell(f'size {WIDTH} {HEIGHT}')
        for _ in range(options.repeats):
            for viewer, command in viewers.items():
                with viewing(server, command) as pid:
                    for load in LOADS:
                        times[viewer, load].append(measure(server, pid, load, options.seconds))
                    memories[viewer].append(memory(pid))
        server.end()
    return times, memories


def print_table(times, memories):
    print(f'{"":22}{"lodge":>10}{"remote-viewer":>16}{"ratio":>8}   (ms of processor time a second)')
    for load in LOADS:
        ours, theirs = (statistics.median(times[viewer, load])
                        for viewer in ('lodge', 'remote-viewer'))
        print(f'{load:22}{ours:10.1f}{theirs:16.1f}{ours / max(theirs, 0.05):8.2f}')
    ours, theirs = (statistics.median(memories[viewer]) for viewer in ('lodge', 'remote-viewer'))
    print(f'{"memory (PSS), MiB":22}{ours:10.1f}{theirs:16.1f}{ours / theirs:8.2f}')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--server', required=True)
    parser.add_argument('--viewer', required=True, help='a program that shows the address it gets')
    parser.add_argument('--repeats', type=int, default=3)
    parser.add_argument('--seconds', type=int, default=5, help='of each load')
    options = parser.parse_args()
    for program in ('remote-viewer', 'xdotool'):
        if shutil.which(program) is None:
            print(f'bench-display: {program} is missing')
            sys.exit(77)
    print_table(*run(options))


if __name__ == '__main__':
    main()
