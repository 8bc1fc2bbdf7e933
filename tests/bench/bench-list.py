#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A list of many machines: time to the full list, idle processor time, memory, longest standstill;
beside virt-manager in the same run where that is installed.

  bench-list.py --lodge PROGRAM [--sizes 10,1000,10000] [--starts 3] [--settle 10] [--sample 20]

Machines are of libvirt's test driver, half of them running, each with a disk and a network card.
One observer for both programs, outside of them: the picture of the screen, 100 times a second, of
the place where each program writes the names. The list is full from the moment on at which this
picture is what it stays. libvirt lists machines in no order and both programs sort by name, so that
the names at the top are final only when nearly all machines are in. Lodge keeps names from one start
to the next, so it stands here twice: “first” never saw the host, “later” has seen it. “names” is the
first picture in which the names in view are where they stay, whatever else is missing; until “full list”
those of a later start are what was kept, dimmed and without a state. “window” is the first picture that
is not the empty screen, “quiet” the end of the start's work: the first second that takes less
than 5 % of a processor, “-” where that never comes; “work” the processor time up to the full list,
which other programs on the computer change least. Each program has a screen, a session bus and a
home of its own, draws in software and keeps its own defaults otherwise. The best of the starts
counts, for both; the files are in the cache by then. “libvirt” is what libvirt itself takes to read
the machines; both programs wait for that. Nothing here passes or fails by a time."""

import argparse
import mmap
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

POLL = 0.01
CPU_POLL = 0.05
LINES = 3  # each third line of pixels shows every change of a text
SIZE = (1280, 900)
# The names are half of the lines of text that each program writes; what is below them differs between a
# machine that is only remembered and one that is there. Dimmed letters lose some of their pixels.
NAME_LINES = 0.5
SAME_INK = 0.85
# Without a change of the names for so long, and this many rows of them, the list is full.
CALM = 4
ROWS = 8
QUIET = 5

DOMAIN = '''\
<domain type='test'><name>machine-{0:05}</name>
<uuid>00000000-0000-4000-8000-{0:012x}</uuid>
<memory unit='MiB'>512</memory><vcpu>1</vcpu><os><type arch='x86_64'>hvm</type></os>
<devices>
<disk type='file' device='disk'><source file='/guests/{0}.img'/><target dev='vda' bus='virtio'/></disk>
<interface type='network'><mac address='52:54:00:{1:02x}:{2:02x}:{3:02x}'/>
<source network='default'/></interface>
</devices>{4}</domain>
'''
SHUT_OFF = ("<test:runstate xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>5"
            "</test:runstate>")


def write_host(directory, size):
    path = directory / f'host-{size}.xml'
    with open(path, 'w', encoding='ascii') as file:
        file.write('<node>\n<network><name>default</name><bridge name="virbr0"/>'
                   '<ip address="192.168.122.1" netmask="255.255.255.0"/></network>\n')
        for i in range(size):
            file.write(DOMAIN.format(i, i >> 16 & 255, i >> 8 & 255, i & 255,
                                     SHUT_OFF if i % 2 else ''))
        file.write('</node>\n')
    return path


class Screen:
    """An X server whose picture is a file in memory: to look costs the programs nothing."""

    def __init__(self, directory):
        read_end, write_end = os.pipe()
        self.process = subprocess.Popen(
            ['Xvfb', '-displayfd', str(write_end), '-screen', '0', f'{SIZE[0]}x{SIZE[1]}x24',
             '-fbdir', directory, '-nolisten', 'tcp'],
            pass_fds=[write_end], stderr=subprocess.DEVNULL)
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            self.display = ':' + pipe.readline().strip()
        with open(pathlib.Path(directory) / 'Xvfb_screen0', 'rb') as file:
            self.picture = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        header = struct.unpack('>25I', self.picture[:100])
        self.start = header[0] + header[19] * 12
        self.stride = header[12]
        self.empty = self.sample()

    def sample(self):
        """Some lines of pixels, so few that taking them costs next to nothing."""
        return self.strip(0, SIZE[0], 30)

    def strip(self, left, right, step=1):
        """The lines of pixels between two columns, or each `step`th of them."""
        return [self.picture[self.start + y * self.stride + left * 4:
                             self.start + y * self.stride + right * 4]
                for y in range(0, SIZE[1], step)]

    def close(self):
        self.picture.close()
        self.process.terminate()
        self.process.wait()


def count_rows(strip):
    """Lines of text: bands in which the pixels of a line differ."""
    inked = [line != line[:4] * (len(line) // 4) for line in strip]
    return sum(1 for above, line in zip([False] + inked, inked) if line and not above)


def ink(line):
    """The pixels of a line that are not of its background."""
    pixels = memoryview(line).cast('I')
    return {x for x, pixel in enumerate(pixels) if pixel != pixels[0]}


def has_names(strip, final):
    """Whether the names of the last picture are in this one: their letters, in whatever colour."""
    letters = [(ink(line), other) for line, other in zip(final, strip) if ink(line)]
    same = sum(1 for ours, other in letters
               if len(ours & ink(other)) >= SAME_INK * len(ours | ink(other)))
    return same >= NAME_LINES * len(letters)


def family(pid):
    """The process and all below it."""
    parents = {}
    for entry in pathlib.Path('/proc').glob('[0-9]*/stat'):
        try:
            parents[int(entry.parent.name)] = int(entry.read_text().rpartition(')')[2].split()[1])
        except OSError:
            continue
    found = [pid]
    for member in found:
        found += [child for child, parent in parents.items() if parent == member]
    return found


def cpu_seconds(members):
    """Of all threads, ended ones too; finer than utime and stime, which are sampled."""
    total = 0.0
    for member in members:
        try:
            total += time.clock_gettime(~member << 3 | 2)  # clock_getcpuclockid (3)
        except OSError:
            continue
    return total


def pss(pid):
    """Bytes, proportional set size."""
    total = 0
    for member in family(pid):
        try:
            text = pathlib.Path(f'/proc/{member}/smaps_rollup').read_text()
        except OSError:
            continue
        total += int(re.search(r'^Pss:\s+(\d+)', text, re.M).group(1)) * 1024
    return total


def idle_cpu(pid, seconds):
    """Per cent of one processor. The one place that lets time pass: it is what is measured."""
    members = family(pid)
    before, begin = cpu_seconds(members), time.monotonic()
    time.sleep(seconds)
    return 100 * (cpu_seconds(members) - before) / (time.monotonic() - begin)


def quiet_since(samples, begin):
    """The begin of the last second in these (time, processor seconds), when it took little and
    was not before `begin`; else None."""
    now, used = samples[-1]
    then, before = next((sample for sample in reversed(samples) if sample[0] <= now - 1), (0, 0))
    return then if then >= begin and 100 * (used - before) < QUIET * (now - then) else None


class Program:
    """A program that lists machines; `columns` is where it writes their names, in pixels."""

    def __init__(self, name, command, columns, keeps_names=False):
        self.name = name
        self.command = command
        self.columns = columns
        self.keeps_names = keeps_names

    def environment(self, home, display, cache):
        env = {key: value for key, value in os.environ.items() if key != 'WAYLAND_DISPLAY'}
        for name in ('HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME',
                     'XDG_STATE_HOME', 'XDG_RUNTIME_DIR'):
            path = home / name.lower()
            path.mkdir(mode=0o700)
            env[name] = str(path)
        if cache is not None:
            env['XDG_CACHE_HOME'] = cache
        env.update(DISPLAY=display, GDK_BACKEND='x11', GSETTINGS_BACKEND='memory',
                   LC_ALL='C.UTF-8', LODGE_STALL_LOG=str(home / 'stalls'))
        return env


class Run:
    """One start of a program on a screen of its own; `cache` is the folder of an earlier one."""

    def __init__(self, program, uri, cache=None):
        self.program = program
        self.directory = tempfile.TemporaryDirectory(prefix='lodge-bench-')
        home = pathlib.Path(self.directory.name)
        self.screen = Screen(self.directory.name)
        self.stalls = home / 'stalls'
        self.log = open(home / 'log', 'wb')
        self.env = program.environment(home, self.screen.display, cache)
        self.bus = subprocess.Popen(['dbus-daemon', '--session', '--nofork', '--print-address'],
                                    env=self.env, stdout=subprocess.PIPE, stderr=self.log,
                                    text=True)
        self.env['DBUS_SESSION_BUS_ADDRESS'] = self.bus.stdout.readline().strip()
        self.begin = time.monotonic()
        self.process = subprocess.Popen(program.command + ['--connect', uri], env=self.env,
                                        stdout=self.log, stderr=subprocess.STDOUT)

    def close(self):
        for process in (self.process, self.bus):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.bus.stdout.close()
        self.screen.close()
        self.log.close()
        self.directory.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def watch(self, patience):
        """Seconds from the start to the window, the names, the full list, and quiet; None for never."""
        window = full = quiet = work = None
        last, cpu, pictures = None, [], []
        while (now := time.monotonic() - self.begin) < patience:
            if self.process.poll() is not None:
                raise RuntimeError(f'{self.program.name} ended: ' + pathlib.Path(
                    self.log.name).read_text(errors='replace')[-2000:])
            if window is None and self.screen.sample() != self.screen.empty:
                window = now
            strip = self.screen.strip(*self.program.columns, step=LINES)
            if window is not None and strip != last:
                last, full, quiet = strip, now, None
                work = cpu_seconds([self.process.pid])
                pictures.append((now, strip))
            if not cpu or now - cpu[-1][0] >= CPU_POLL:
                cpu.append((now, cpu_seconds([self.process.pid])))
            if quiet is None and full is not None:
                quiet = quiet_since(cpu, full)
            if full is not None and now - full > CALM and count_rows(self.screen.strip(*self.program.columns)) >= ROWS:
                if quiet is not None or now - full > 3 * CALM:
                    names = next(at for at, strip in pictures if has_names(strip, last))
                    return {'window': window, 'names': names, 'full': full, 'quiet': quiet, 'work': work}
            time.sleep(max(0.0, POLL - (time.monotonic() - self.begin - now)))
        return {'window': window, 'names': None, 'full': None, 'quiet': None, 'work': None}

    def windows(self):
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid',
                                str(self.process.pid)], env=self.env, capture_output=True,
                               text=True, check=False)
        return found.stdout.split()

    def idle(self, options):
        """Visible, then unmapped."""
        time.sleep(options.settle)
        result = {'memory': pss(self.process.pid),
                  'visible': idle_cpu(self.process.pid, options.sample)}
        if options.picture:
            subprocess.run(['import', '-window', 'root',
                            f'{options.picture}-{self.program.name}.png'], env=self.env, check=False)
        for window in self.windows():
            subprocess.run(['xdotool', 'windowunmap', window], env=self.env, check=False)
        time.sleep(min(options.settle, 5))
        if self.windows():
            raise RuntimeError(f'{self.program.name} cannot be hidden')
        result['hidden'] = idle_cpu(self.process.pid, options.sample)
        return result

    def longest_stall(self):
        """Milliseconds that a turn of the main loop took, without the time in which other
        programs had the processor; None where the program tells none."""
        if not self.stalls.exists():
            return None
        turns = [line.split() for line in self.stalls.read_text().splitlines()]
        return max((float(turn[1]) - float(turn[3]) for turn in turns), default=0)


def best(results):
    known = [value for value in results if value is not None]
    return min(known) if known else None


def bench(program, uri, options, cache=None):
    starts = []
    for number in range(options.starts):
        with Run(program, uri, cache) as run:
            result = run.watch(options.patience)
            starts.append(result)
            if result['full'] is None:
                return result
            if number + 1 == options.starts or result['full'] > options.long:
                result['stall'] = run.longest_stall()
                idle = run.idle(options)
                break
    result = {key: best([start[key] for start in starts]) for key in ('window', 'names', 'full', 'quiet', 'work')}
    result.update(idle, stall=starts[-1]['stall'])
    return result


def bench_later(program, uri, options):
    """Starts after one that has seen the host."""
    with tempfile.TemporaryDirectory(prefix='lodge-bench-') as cache:
        with Run(program, uri, cache) as run:
            run.watch(options.patience)
        return bench(program, uri, options, cache)


def bench_all(contenders, uri, options):
    results = {}
    for program in contenders:
        if program.keeps_names:
            results[f'{program.name} first'] = bench(program, uri, options)
            results[f'{program.name} later'] = bench_later(program, uri, options)
        else:
            results[program.name] = bench(program, uri, options)
    return results


def libvirt_seconds(uri):
    """What libvirt takes to read the machines, in a program that does nothing else."""
    begin = time.monotonic()
    subprocess.run(['virsh', '--connect', uri, 'list', '--all', '--uuid'], check=True,
                   stdout=subprocess.DEVNULL)
    return time.monotonic() - begin


COLUMNS = (('window', 'window', 's', 2), ('names', 'names', 's', 2), ('full', 'full list', 's', 2), ('quiet', 'quiet', 's', 2),
           ('work', 'work', 's', 2),
           ('visible', 'idle', '%', 2), ('hidden', 'hidden', '%', 2), ('memory', 'memory', 'MiB', 1),
           ('stall', 'stall', 'ms', 0))


def cell(result, key, unit, digits):
    value = result.get(key)
    if value is None:
        return '-'
    return f'{value / 2**20 if key == "memory" else value:.{digits}f} {unit}'


def ratio(theirs, ours):
    if theirs is None or ours is None:
        return '-'
    return f'{theirs / ours:.1f} x' if ours > 0 else 'no use'


def print_row(size, name, cells):
    print(f'{size:>8}  {name:<13}' + ''.join(f'{text:>12}' for text in cells), flush=True)


def print_results(size, results):
    for name, result in results.items():
        print_row(size, name, [cell(result, key, unit, digits) for key, _, unit, digits in COLUMNS])
    *ours, (_, theirs) = results.items()
    if theirs is results.get('virt-manager'):
        for name, result in ours:
            print_row('', f'ratio {name.split()[-1]}',
                      [ratio(theirs.get(key), result.get(key)) for key, *_ in COLUMNS])


def describe_machine():
    model = re.search(r'^model name\s*: (.*)$', pathlib.Path('/proc/cpuinfo').read_text(), re.M)
    print(f'{os.uname().sysname} {os.uname().release}, {os.cpu_count()} processors '
          f'({model.group(1) if model else os.uname().machine}), '
          f'load {os.getloadavg()[0]:.1f} at the start, '
          f'GSK_RENDERER={os.environ.get("GSK_RENDERER", "")}, screen {SIZE[0]}x{SIZE[1]}')


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--lodge', required=True)
    parser.add_argument('--sizes', default='10,1000,10000',
                        type=lambda text: [int(word) for word in text.split(',')])
    parser.add_argument('--starts', type=int, default=3)
    parser.add_argument('--long', type=float, default=5, help='a start of more seconds is not repeated')
    parser.add_argument('--patience', type=float, default=150, help='seconds for a start')
    parser.add_argument('--settle', type=float, default=10)
    parser.add_argument('--sample', type=float, default=20)
    parser.add_argument('--only', help='lodge or virt-manager')
    parser.add_argument('--picture', help='where pictures of the full lists go, without “-NAME.png”')
    return parser.parse_args()


def programs(options):
    found = [Program('lodge', [options.lodge], (62, 200), keeps_names=True)]
    if shutil.which('virt-manager'):
        version = subprocess.run(['virt-manager', '--version'], capture_output=True, text=True,
                                 check=False).stdout.strip()
        print(f'virt-manager {version}')
        found.append(Program('virt-manager',
                             ['virt-manager', '--no-fork', '--test-options=first-run'], (50, 200)))
    else:
        print('virt-manager is not installed: nothing to compare with.')
    return [program for program in found if options.only in (None, program.name)]


def main():
    options = parse_options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    describe_machine()
    contenders = programs(options)
    print_row('machines', 'program', [title for _, title, *_ in COLUMNS])
    with tempfile.TemporaryDirectory(prefix='lodge-bench-') as name:
        for size in options.sizes:
            uri = f'test://{write_host(pathlib.Path(name), size)}'
            print_row(size, 'libvirt', ['-', '-', f'{libvirt_seconds(uri):.2f} s'])
            print_results(size, bench_all(contenders, uri, options))
    print(f'load {os.getloadavg()[0]:.1f} at the end')
    return 0


if __name__ == '__main__':
    sys.exit(main())
