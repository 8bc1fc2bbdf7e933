#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user of the command line sees: tables, JSON, exit statuses. Uses libvirt's test driver."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

RUNNER = sys.argv.pop(1)
DOMAIN = """<domain type='test'><name>{}</name><memory>65536</memory><vcpu>1</vcpu>
<os><type arch='i686'>hvm</type></os></domain>"""


def lodge(*arguments):
    return subprocess.run([RUNNER, *arguments], capture_output=True, text=True, timeout=30)


class Cli(unittest.TestCase):
    def test_help(self):
        done = lodge("--help")
        for verb in ("list", "start", "shut-down", "force-off", "pause", "resume", "reboot", "reset"):
            self.assertIn(f"  {verb} ", done.stdout)

    def test_help_of_command(self):
        done = lodge("list", "--help")
        self.assertEqual(done.returncode, 0)
        self.assertIn("--json", done.stdout)

    def test_table(self):
        done = lodge("list", "--connect", "test:///default")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr, "")
        self.assertEqual(done.stdout.splitlines(), ["Name  State", "test  Running"])

    def test_json(self):
        done = lodge("list", "--connect", "test:///default", "--json")
        machines = json.loads(done.stdout)
        self.assertEqual(len(machines), 1)
        self.assertEqual(machines[0]["name"], "test")
        self.assertEqual(machines[0]["state"], "running")
        self.assertIs(machines[0]["active"], True)
        self.assertEqual(len(machines[0]["uuid"]), 36)

    def test_options_before_the_command(self):
        for options in (["--connect", "test:///default"], ["-c", "test:///default"],
                        ["--connect=test:///default"]):
            done = lodge(*options, "--json", "list")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual([m["name"] for m in json.loads(done.stdout)], ["test"])
        self.assertEqual(lodge("--connect", "test:///default", "pause", "test").returncode, 0)

    def test_odd_names(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "host.xml")
            names = ['say "hi"', "máy ảo", "back\\slash"]
            with open(path, "w", encoding="utf-8") as file:
                file.write("<node>" + "".join(DOMAIN.format(name) for name in names) + "</node>")
            done = lodge("list", "-c", f"test://{path}", "--json")
        self.assertEqual(sorted(m["name"] for m in json.loads(done.stdout)), sorted(names))

    def test_empty(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "host.xml")
            with open(path, "w", encoding="utf-8") as file:
                file.write("<node/>")
            done = lodge("list", "-c", f"test://{path}", "--json")
        self.assertEqual(json.loads(done.stdout), [])

    def test_action(self):
        self.assertEqual(lodge("pause", "test", "-c", "test:///default").returncode, 0)

    def test_action_forbidden(self):
        done = lodge("start", "test", "-c", "test:///default")
        self.assertEqual(done.returncode, 8)
        self.assertIn("Running", done.stderr)

    def test_no_such_machine(self):
        done = lodge("start", "nobody", "-c", "test:///default", "--json")
        self.assertEqual(done.returncode, 6)
        self.assertEqual(json.loads(done.stdout)["error"], "not-found")

    def test_no_connection(self):
        done = lodge("list", "-c", "qemu+nonsense:///system")
        self.assertEqual(done.returncode, 12)
        self.assertEqual(done.stdout, "")
        self.assertGreater(len(done.stderr), 0)

    def test_usage(self):
        self.assertEqual(lodge("list", "--nonsense").returncode, 2)
        self.assertEqual(lodge("list", "surplus").returncode, 2)
        self.assertEqual(lodge("start").returncode, 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
