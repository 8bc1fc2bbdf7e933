#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rig leaves nothing behind: no process, mount, file or network interface."""

import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
RIG = str(HERE / 'rig')
SKIP = 77
MARK = 'LODGE_RIG_TEST_MARK'


def marked_processes(mark):
    """Processes whose environment carries the mark: all that a rig of this test started."""
    wanted = f'{MARK}={mark}'.encode()
    found = []
    for path in pathlib.Path('/proc').glob('[0-9]*/environ'):
        try:
            if wanted in path.read_bytes().split(b'\0'):
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def wait_until(condition, what, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f'{what}: not within {seconds} s')
        time.sleep(0.02)


class LeavesNothing(unittest.TestCase):
    def setUp(self):
        self.mark = f'{os.getpid()}-{self.id()}'
        self.environment = {**os.environ, MARK: self.mark}
        self.mounts = pathlib.Path('/proc/self/mountinfo').read_text()
        self.interfaces = sorted(os.listdir('/sys/class/net'))

    def assert_clean(self, root):
        wait_until(lambda: not marked_processes(self.mark), 'processes of the rig ended')
        self.assertFalse(os.path.exists(root), root)
        self.assertEqual(pathlib.Path('/proc/self/mountinfo').read_text(), self.mounts)
        self.assertEqual(sorted(os.listdir('/sys/class/net')), self.interfaces)

    def run_rig(self, mode, script):
        result = subprocess.run([RIG, mode, '--', 'sh', '-c', script], env=self.environment,
                                text=True, capture_output=True, timeout=120, check=False)
        if result.returncode == SKIP:
            self.skipTest(result.stderr.strip())
        return result

    def test_exit_status_and_end(self):
        for mode in ('system', 'session'):
            with self.subTest(mode):
                result = self.run_rig(mode, 'echo $LODGE_RIG_DIR; virsh -q -c $LODGE_RIG_URI list; '
                                            'setsid sleep 1000 & exit 7')
                self.assertEqual(result.returncode, 7, result.stderr)
                self.assert_clean(result.stdout.split()[0])

    def interrupt(self, number):
        script = 'virsh -q -c $LODGE_RIG_URI list; echo $LODGE_RIG_DIR; sleep 1000'
        with subprocess.Popen([RIG, 'system', '--', 'sh', '-c', script], env=self.environment,
                              text=True, stdout=subprocess.PIPE, start_new_session=True) as rig:
            root = rig.stdout.readline().strip()
            if not root:
                rig.wait()
                self.skipTest('no namespaces here')
            rig.send_signal(number)
            rig.wait(60)
        return root

    def test_end_on_signals(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            with self.subTest(number.name):
                self.assert_clean(self.interrupt(number))

    def test_no_process_survives_a_killed_rig(self):
        root = self.interrupt(signal.SIGKILL)
        wait_until(lambda: not marked_processes(self.mark), 'processes of the rig ended')
        self.assertTrue(pathlib.Path(root).is_relative_to(tempfile.gettempdir()))
        subprocess.run(['rm', '-rf', '--', root], check=True)


if __name__ == '__main__':
    unittest.main()
