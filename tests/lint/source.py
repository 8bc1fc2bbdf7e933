# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading C files for the lints: without comments and strings, with line numbers kept."""

import re
from pathlib import Path

FOLDERS_GTK = ("display", "view", "widgets", "pages", "wizard", "app")
FOLDERS_PLAIN = ("base", "xml", "virt", "create", "console", "cli")

TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)


def without_comments(text, keep_strings=False):
    """The text with comments (and the insides of strings) blanked; lines stay where they are."""

    def blank(match):
        token = match[0]
        if token[0] in "\"'":
            return token if keep_strings else token[0] + " " * (len(token) - 2) + token[-1]
        return re.sub(r"[^\n]", " ", token)

    return TOKEN.sub(blank, text)


def read(path):
    return path.read_text(encoding="utf-8", errors="replace")


def c_files(root, *folders, suffixes=(".c", ".h")):
    """The C files of the folders of src/ (all of them when none is named), sorted."""
    bases = [root / "src" / folder for folder in folders] or [root / "src"]
    return sorted(p for base in bases for p in base.rglob("*") if p.suffix in suffixes)


def folder_of(root, path):
    return path.relative_to(root / "src").parts[0]


def line_of(text, position):
    return text.count("\n", 0, position) + 1


class Complaints:
    """What a lint found, as file:line: sentence."""

    def __init__(self, root):
        self.root = Path(root)
        self.lines = []

    def add(self, path, line, sentence):
        self.lines.append(f"{Path(path).relative_to(self.root)}:{line}: {sentence}")

    def matches(self, path, text, pattern, sentence):
        for match in re.finditer(pattern, text):
            self.add(path, line_of(text, match.start()), sentence.format(match[0].strip()))
