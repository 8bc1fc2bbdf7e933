#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A list of many machines: time to the full list, processor time when idle, memory; beside
virt-manager in the same run where that is installed.

  bench-list.py --lodge PROGRAM [--sizes 10,1000,10000] [--settle 10] [--sample 20]

Machines are of libvirt's test driver, all running, with a disk and a network card. Lodge's list is
full when the last row has been scrolled to and is seen from outside (AT-SPI); virt-manager's, when
its own log says that the last machine was added, which is before it is drawn: what is unfair in
that is in virt-manager's favour. Both draw in software, with statistics on, on a screen of the same
size. Nothing here passes or fails by a time."""

import argparse
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'ui'))

import driver  # noqa: E402
import flows  # noqa: E402

PATIENCE = 180
THEIR_LARGEST = 1000  # with 5,000 it takes a whole processor and most of a minute

DOMAIN = '''\
<domain type='test'><name>machine-{0:05}</name>
<uuid>00000000-0000-4000-8000-{0:012x}</uuid>
<memory unit='MiB'>512</memory><vcpu>1</vcpu><os><type arch='x86_64'>hvm</type></os>
<devices>
<disk type='file' device='disk'><source file='/guests/{0}.img'/><target dev='vda' bus='virtio'/></disk>
<interface type='network'><mac address='52:54:00:{1:02x}:{2:02x}:{3:02x}'/>
<source network='default'/></interface>
</devices></domain>
'''
TICKS = os.sysconf('SC_CLK_TCK')


def write_host(directory, size):
    path = directory / f'host-{size}.xml'
    with open(path, 'w', encoding='ascii') as file:
        file.write('<node>\n<network><name>default</name><bridge name="virbr0"/>'
                   '<ip address="192.168.122.1" netmask="255.255.255.0"/></network>\n')
        for i in range(size):
            file.write(DOMAIN.format(i, i >> 16 & 255, i >> 8 & 255, i & 255))
        file.write('</node>\n')
    return path


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


def cpu_seconds(pid):
    total = 0
    for member in family(pid):
        try:
            fields = pathlib.Path(f'/proc/{member}/stat').read_text().rpartition(')')[2].split()
            total += int(fields[11]) + int(fields[12])
        except OSError:
            continue
    return total / TICKS


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
    before, begin = cpu_seconds(pid), time.monotonic()
    time.sleep(seconds)
    return 100 * (cpu_seconds(pid) - before) / (time.monotonic() - begin)


def measure_idle(program, options):
    """Visible, then minimised."""
    time.sleep(options.settle)
    result = {'memory': pss(program.process.pid),
              'visible': idle_cpu(program.process.pid, options.sample)}
    for window in program.x_windows():
        driver.run('xdotool', 'windowminimize', window)
    time.sleep(min(options.settle, 5))
    result['hidden'] = idle_cpu(program.process.pid, options.sample)
    return result


def bench_lodge(screen, options, host, size):
    last = f'machine-{size - 1:05}'
    begin = time.monotonic()
    with flows.Lodge(screen, options.lodge, ['--connect', f'test://{host}']) as lodge:
        lodge.press('label', r'^machine-00000$', seconds=PATIENCE)

        def at_end():
            screen.key('End')
            return lodge.find_now('label', f'^{last}$')
        driver.wait(at_end, f'The row {last} was shown', PATIENCE)
        result = {'full': time.monotonic() - begin}
        screen.key('Home')
        result.update(measure_idle(lodge, options))
    return result


def bench_virt_manager(screen, options, host, size):
    log = options.directory / f'virt-manager-{size}.log'
    begin = time.monotonic()
    command = ['virt-manager', '--no-fork', '--debug', '--test-options=first-run',
               '--connect', f'test://{host}', '--show-manager']
    with driver.Program(screen, command, log=log) as program:
        def full():
            program.assert_alive()
            return len(re.findall(r'domain=machine-\d+ status=\S+ added',
                                  log.read_text(errors='replace'))) >= size
        driver.wait(full, f'virt-manager listed {size} machines', PATIENCE)
        driver.wait(program.x_windows, 'The window of virt-manager appeared', PATIENCE)
        result = {'full': time.monotonic() - begin}
        result.update(measure_idle(program, options))
    return result


def ratio(theirs, ours):
    return f'{theirs / ours:.1f}x' if ours > 0 else 'over 1000x'


def print_table(results):
    print(f'{"machines":>8}  {"program":<13} {"full list":>10} {"idle":>9} {"hidden":>9} {"memory":>11}')
    for size, programs in results.items():
        for name, result in programs.items():
            print(f'{size:>8}  {name:<13} {result["full"]:>8.2f} s {result["visible"]:>7.2f} % '
                  f'{result["hidden"]:>7.2f} % {result["memory"] / 2**20:>7.1f} MiB')
        if len(programs) == 2:
            ours, theirs = programs['lodge'], programs['virt-manager']
            print(f'{"":>8}  {"ratio":<13} ' + ' '.join(
                f'{ratio(theirs[key], ours[key]):>{width}}'
                for key, width in (('full', 10), ('visible', 9), ('hidden', 9), ('memory', 11))))


def private_environment(directory):
    for name in ('HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'XDG_STATE_HOME',
                 'XDG_RUNTIME_DIR'):
        path = directory / name.lower()
        path.mkdir(mode=0o700)
        os.environ[name] = str(path)
    os.environ.update(GSETTINGS_BACKEND='memory', GDK_BACKEND='x11', LC_ALL='C.UTF-8')


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--lodge', required=True)
    parser.add_argument('--sizes', default='10,1000,10000',
                        type=lambda text: [int(word) for word in text.split(',')])
    parser.add_argument('--settle', type=float, default=10)
    parser.add_argument('--sample', type=float, default=20)
    return parser.parse_args()


def describe_machine():
    model = re.search(r'^model name\s*: (.*)$', pathlib.Path('/proc/cpuinfo').read_text(), re.M)
    print(f'{os.uname().sysname} {os.uname().release}, {os.cpu_count()} processors '
          f'({model.group(1) if model else os.uname().machine}), load {os.getloadavg()[0]:.1f}, '
          f'renderer {os.environ.get("GSK_RENDERER", "default")}')


def main():
    options = parse_options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    results = {}
    with tempfile.TemporaryDirectory(prefix='lodge-bench-') as name:
        options.directory = pathlib.Path(name)
        private_environment(options.directory)
        describe_machine()
        with driver.Screen() as screen:
            for size in options.sizes:
                host = write_host(options.directory, size)
                results[size] = {'lodge': bench_lodge(screen, options, host, size)}
                if shutil.which('virt-manager') and size <= THEIR_LARGEST:
                    try:
                        results[size]['virt-manager'] = bench_virt_manager(screen, options, host, size)
                    except driver.Failure as failure:
                        print(f'virt-manager with {size} machines: {failure}')
    print_table(results)
    if shutil.which('virt-manager'):
        version = subprocess.run(['virt-manager', '--version'], capture_output=True, text=True,
                                 check=False).stdout.strip()
        print(f'virt-manager {version}; not run with more than {THEIR_LARGEST} machines')
    return 0


if __name__ == '__main__':
    sys.exit(main())
