#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""po/translations.py notices a new string, in C and in a template, a translation that is gone, and letters of a
menu that would choose nothing."""

import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOOL = Path(__file__).resolve().parents[2] / "po" / "translations.py"
PO = '''msgid ""
msgstr ""
"Language: vi\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Machine"
msgstr "Máy"
'''
MENU = '''<interface><menu id="menu">
  <section><item><attribute name="label" translatable="yes">_Sound</attribute></item></section>
  <section><submenu><attribute name="label" translatable="yes">{}</attribute>
    <item><attribute name="label" translatable="yes">_Sharp</attribute></item></submenu></section>
</menu></interface>
'''


class TranslationsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        for name in ("po", "src", "ui"):
            (self.root / name).mkdir()
        shutil.copy(TOOL, self.root / "po")
        (self.root / "po" / "LINGUAS").write_text("vi\n")
        (self.root / "po" / "POTFILES.in").write_text("src/a.c\n")
        (self.root / "po" / "vi.po").write_text(PO)
        (self.root / "src" / "a.c").write_text('char *a = _("Machine");\n')
        (self.root / "src" / "plain.c").write_text("int b;\n")

    def call(self, command):
        result = subprocess.run([sys.executable, self.root / "po" / "translations.py", command],
                                capture_output=True, text=True)
        return result.returncode, result.stdout

    def test_good(self):
        self.assertEqual(self.call("files")[0], 0)
        self.assertEqual(self.call("check"), (0, "every string is translated\n"))

    def test_new_string(self):
        (self.root / "src" / "a.c").write_text('char *a = _("Machine");\nchar *b = C_("state", "Off");\n')
        code, output = self.call("check")
        self.assertEqual(code, 1)
        self.assertIn('src/a.c:2: not in vi.po: "Off"', output)

    def test_new_template(self):
        (self.root / "ui" / "x.ui").write_text(
            '<interface><object class="GtkLabel"><property name="label" translatable="yes">Disk'
            "</property></object></interface>\n")
        code, output = self.call("files")
        self.assertEqual(code, 1)
        self.assertIn("ui/x.ui is missing", output)
        code, output = self.call("check")
        self.assertEqual(code, 1)
        self.assertIn('ui/x.ui:1: not in vi.po: "Disk"', output)

    def test_fuzzy(self):
        (self.root / "po" / "vi.po").write_text(PO.replace('msgid "Machine"', '#, fuzzy\nmsgid "Machine"'))
        self.assertEqual(self.call("check")[0], 1)

    def test_list_of_nothing(self):
        (self.root / "po" / "POTFILES.in").write_text("src/a.c\nsrc/plain.c\n")
        code, output = self.call("files")
        self.assertEqual(code, 1)
        self.assertIn("po/POTFILES.in:2: src/plain.c", output)

    def test_letters(self):
        menu = self.root / "ui" / "menu.ui"
        menu.write_text(MENU.format("S_cale"))
        self.assertEqual(self.call("menus"), (0, ""))
        po = self.root / "po" / "vi.po"
        po.write_text(PO + '\nmsgid "S_cale"\nmsgstr "Tỷ lệ (_s)"\n')
        code, output = self.call("menus")
        self.assertEqual(code, 1)
        self.assertEqual(output, "ui/menu.ui: in vi.po the same letter: “_Sound”, “Tỷ lệ (_s)”\n")
        menu.write_text(MENU.format("_Scale"))
        code, output = self.call("menus")
        self.assertEqual(code, 1)
        self.assertIn("in the source the same letter: “_Sound”, “_Scale”", output)


if __name__ == "__main__":
    unittest.main()
