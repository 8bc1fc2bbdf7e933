#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many creates and deletes in a row; then the host is as it was.   test-soak.py SOAK COUNT"""

import pathlib
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import hoststate  # noqa: E402
import machines  # noqa: E402
import os  # noqa: E402


def main():
    soak, count = sys.argv[1:]
    before = hoststate.snapshot()
    code = subprocess.run([soak, os.environ['LODGE_RIG_URI'], machines.MEMTEST_ISO, count],
                          check=False).returncode
    deadline = time.monotonic() + 20
    while left := hoststate.differences(before, hoststate.snapshot()):
        if time.monotonic() > deadline:
            break
        time.sleep(0.2)
    for line in left:
        print(line, file=sys.stderr)
    return 1 if code != 0 or left else 0


if __name__ == '__main__':
    sys.exit(main())
