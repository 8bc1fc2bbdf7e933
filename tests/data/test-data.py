#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Templates, icons, translations and the manual page are well-formed, and name what exists.

    test-data.py ROOT
"""

import re
import shutil
import subprocess
import sys
import unittest
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(sys.argv.pop(1))
APP_ID = "io.github.lodge_vm.Lodge"


class DataTest(unittest.TestCase):
    def tool(self, *command):
        if not shutil.which(command[0]):
            self.skipTest(f"no {command[0]}")
        result = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result

    def test_xml(self):
        paths = [*(ROOT / "ui").rglob("*.ui"), *(ROOT / "ui").rglob("*.xml"),
                 *(ROOT / "icons").rglob("*.svg"), *(ROOT / "data").rglob("*.xml*")]
        self.assertTrue(paths)
        self.tool("xmllint", "--noout", "--nonet", *map(str, paths))

    def test_templates_are_in_resources(self):
        listed = set()
        for path in (ROOT / "ui").rglob("*.gresource.xml"):
            listed |= {(path.parent / file.text.strip()).resolve()
                       for file in ET.parse(path).getroot().iter("file")}
        for path in (ROOT / "ui").rglob("*.ui"):
            self.assertIn(path.resolve(), listed, f"{path} is in no resource: it is never loaded")

    def test_icons(self):
        full = ROOT / "icons/hicolor/scalable/apps" / f"{APP_ID}.svg"
        symbolic = ROOT / "icons/hicolor/symbolic/apps" / f"{APP_ID}-symbolic.svg"
        self.assertEqual(ET.parse(full).getroot().get("viewBox"), "0 0 128 128")
        self.assertEqual(ET.parse(symbolic).getroot().get("viewBox"), "0 0 16 16")
        # GTK recolours a symbolic icon only when it has one plain colour.
        colours = set(re.findall(r"(?:fill|stroke)=\"(#[^\"]*)\"", symbolic.read_text()))
        self.assertEqual(len(colours), 1, colours)

    def test_translations(self):
        for language in (ROOT / "po/LINGUAS").read_text().split():
            self.tool("msgfmt", "--check", "--check-accelerators=_", "--output-file=/dev/null",
                      str(ROOT / "po" / f"{language}.po"))

    def test_manual(self):
        version = re.search(r"^\s*version: '([^']+)'", (ROOT / "meson.build").read_text(), re.M)[1]
        for page in (ROOT / "data").glob("*.1"):
            self.assertIn(f'"Lodge {version}"', page.read_text())
            if shutil.which("man"):
                result = self.tool("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", str(page))
                self.assertEqual(result.stderr, "")

    def test_one_id(self):
        for name in ("desktop.in", "metainfo.xml.in"):
            self.assertIn(APP_ID, (ROOT / "data" / f"{APP_ID}.{name}").read_text())
        self.assertIn(f"app_id = '{APP_ID}'", (ROOT / "meson.build").read_text())


if __name__ == "__main__":
    unittest.main()
