#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each lint complains about a bad sample at the right line, and about nothing in a good one."""

import tempfile
import unittest
from pathlib import Path

import lint

SPDX = "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
DESIGN = """| folder | what it is | builds on |
|---|---|---|
| `base` | errors | |
| `xml` | documents | base |
| `virt` | hosts | base xml |
| `console` | sessions | base |
| `display` | GTK | base console |
| `app` | all of it | all |
"""


class LintTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.write("src/DESIGN.md", DESIGN)
        self.write("ui/lodge-good.ui", "<interface><template/></interface>\n")
        self.write("src/base/lodge-good.h", SPDX + "int lodge_good (int a,\n  int *b);\n")
        self.write("src/base/lodge-good.c", SPDX + '#include "config.h"\n'
                   '#include "base/lodge-good.h"\n/**\n * lodge_good:\n *\n * Good.\n */\n'
                   "int\nlodge_good (int a,\n            int *b)\n{\n  return a;\n}\n")

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def found(self, rule, place, words=""):
        complaints = lint.run(rule, self.root)
        self.assertTrue(any(c.startswith(place + ": ") and words in c for c in complaints),
                        f"{rule} did not complain at {place}: {complaints}")

    def test_good(self):
        for rule in lint.RULES:
            self.assertEqual(lint.run(rule, self.root), [], rule)

    def test_layers(self):
        self.write("src/console/lodge-x.c", SPDX + '#include "virt/lodge-host.h"\n')
        self.write("src/display/lodge-x.c", SPDX + '\n#include "virt/lodge-host.h"\n')
        self.write("src/virt/lodge-x.c", SPDX + '#include "lodge-host.h"\n')
        self.write("src/odd/lodge-x.c", SPDX)
        self.found("layers", "src/console/lodge-x.c:2", "virt/lodge-host.h")
        self.found("layers", "src/display/lodge-x.c:3")
        self.found("layers", "src/virt/lodge-x.c:2", "name its folder")
        self.found("layers", "src/odd/lodge-x.c:1", "not in the table")

    def test_layers_below_are_allowed(self):
        self.write("src/virt/lodge-x.c", SPDX + '#include "base/lodge-good.h"\n#include "xml/x.h"\n')
        self.write("src/app/lodge-x.c", SPDX + '#include "display/x.h"\n')
        self.assertEqual(lint.run("layers", self.root), [])

    def test_libraries(self):
        self.write("src/xml/lodge-x.c", SPDX + "#include <libvirt/libvirt.h>\n")
        self.write("src/app/lodge-x.c", SPDX + "#include <osinfo/osinfo.h>\n")
        self.write("src/virt/lodge-x.c", SPDX + "#include <gtk/gtk.h>\n")
        self.found("libraries", "src/xml/lodge-x.c:2")
        self.found("libraries", "src/app/lodge-x.c:2")
        self.found("libraries", "src/virt/lodge-x.c:2")

    def test_libvirt(self):
        self.write("src/app/lodge-x.c", SPDX + "/* virDomainFree */\nvoid f (void) { virDomainFree (d); }\n")
        self.found("libvirt", "src/app/lodge-x.c:3", "virDomainFree")
        self.assertEqual(len(lint.run("libvirt", self.root)), 1)

    def test_blocking(self):
        self.write("src/app/lodge-x.c", SPDX + "a = g_file_read_sync (f);\nb = 1;\ng_main_loop_run (l);\n")
        self.write("src/virt/lodge-x.c", SPDX + "a = g_file_read_sync (f);\n")
        self.found("blocking", "src/app/lodge-x.c:2", "g_file_read_sync")
        self.found("blocking", "src/app/lodge-x.c:4")
        self.assertEqual(len(lint.run("blocking", self.root)), 2)

    def test_no_gtk(self):
        self.write("src/virt/lodge-x.c", SPDX + "GtkWidget *w;\n\ngtk_widget_show (w);\n")
        self.found("no-gtk", "src/virt/lodge-x.c:2")
        self.found("no-gtk", "src/virt/lodge-x.c:4")

    def test_spdx(self):
        self.write("src/base/lodge-x.c", "int a;\n")
        self.write("build-aux/x.sh", "#!/bin/sh\n")
        self.found("spdx", "src/base/lodge-x.c:1")
        self.found("spdx", "build-aux/x.sh:1")

    def test_size(self):
        self.write("src/base/lodge-x.c", SPDX + "\n" * 800)
        self.write("src/base/lodge-y.c", SPDX + "static void\nlong_one (void)\n{\n" + "  a ();\n" * 101 + "}\n")
        self.found("size", "src/base/lodge-x.c:801")
        self.found("size", "src/base/lodge-y.c:4", "long_one() has 101 lines")

    def test_columns(self):
        self.write("src/base/lodge-x.c", SPDX + "/*" + "x" * 119 + "*/\n\tint a;\n")
        self.found("columns", "src/base/lodge-x.c:2")
        self.found("columns", "src/base/lodge-x.c:3")

    def test_docs(self):
        self.write("src/xml/lodge-x.h", SPDX + "\n#define F(x) lodge_macro (x)\nchar  *lodge_x (int a,\n"
                   "  int b) G_GNUC_PRINTF (3, 4);\nGType lodge_x_get_type (void);\n\n"
                   "/* Both are documented. */\nint lodge_y (void);\nint lodge_z (void);\n")
        self.found("docs", "src/xml/lodge-x.h:4", "lodge_x()")
        self.assertEqual(len(lint.run("docs", self.root)), 1)

    def test_ui(self):
        self.write("ui/lodge-x.ui", "<template/>\n" + "\n" * 300)
        self.found("ui", "ui/lodge-x.ui:301")
        self.found("ui", "ui/lodge-x.ui:1", "no lodge-x.c")


if __name__ == "__main__":
    unittest.main()
