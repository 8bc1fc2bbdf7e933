#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the tree that a compiler does not check.

    lint.py RULE [ROOT]     prints file:line: what is wrong, and fails when something is
    lint.py --list
"""

import re
import sys
from pathlib import Path

from source import (FOLDERS_GTK, FOLDERS_PLAIN, Complaints, c_files, folder_of, line_of, read,
                    without_comments)

FILE_LINES = 800
FUNCTION_LINES = 100
UI_LINES = 300
COLUMNS = 120
DOCUMENTED = ("base", "xml", "virt", "create", "console")


def graph(root):
    """{folder: folders that it may include}, from the table in src/DESIGN.md."""
    direct = {}
    for line in read(root / "src" / "DESIGN.md").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and re.fullmatch(r"`\w+`", cells[0]):
            direct[cells[0].strip("`")] = re.findall(r"\w+", cells[2])
    reach = {}

    def closure(folder):
        if folder not in reach:
            reach[folder] = {folder}
            for below in direct if "all" in direct[folder] else direct[folder]:
                reach[folder] |= closure(below)
        return reach[folder]

    for folder in direct:
        closure(folder)
    return reach


def lint_layers(root, complain):
    """A folder includes only the folders that src/DESIGN.md lets it build on."""
    reach = graph(root)
    if len(reach) < 2:
        complain.add(root / "src" / "DESIGN.md", 1, "the table of folders cannot be read")
    for path in c_files(root):
        folder = folder_of(root, path)
        if folder == "main.c":
            continue
        if folder not in reach:
            complain.add(path, 1, f"the folder {folder} is not in the table of src/DESIGN.md")
            continue
        text = without_comments(read(path), keep_strings=True)
        for match in re.finditer(r'^\s*#\s*include\s+"([^"]+)"', text, re.M):
            target = match[1].split("/")
            if len(target) == 1:
                if not re.search(r"^config\.h$|-resources\.h$|-enums\.h$", match[1]):
                    complain.add(path, line_of(text, match.start(1)),
                                 f'"{match[1]}" must name its folder')
            elif target[0] not in reach[folder]:
                complain.add(path, line_of(text, match.start(1)),
                             f"{folder} must not include {match[1]} (see src/DESIGN.md)")


LIBRARIES = (
    # what an include looks like, the folders that may have it
    (r"<libvirt(?:-glib)?/[^>]*>", ("virt",)),
    (r"<osinfo/[^>]*>", ("create",)),
    (r"<(?:spice-client|channel-|gvnc|vnc)[^>]*>", ("console",)),
    (r"<vte/[^>]*>", ("pages",)),
    (r"<(?:gtk/|gdk/|gsk/|adwaita|gtksourceview/)[^>]*>", FOLDERS_GTK),
)


def lint_libraries(root, complain):
    """Each foreign library is included only where its quirks are absorbed."""
    for path in c_files(root):
        text = without_comments(read(path), keep_strings=True)
        for pattern, folders in LIBRARIES:
            if folder_of(root, path) not in folders:
                complain.matches(path, text, r"#\s*include\s+" + pattern,
                                 "{} belongs only into src/" + ", src/".join(folders))


def lint_libvirt(root, complain):
    """Only src/virt calls libvirt."""
    for path in c_files(root):
        if folder_of(root, path) != "virt":
            complain.matches(path, without_comments(read(path)), r"\b(?:vir[A-Z]\w*|gvir_\w+)",
                             "{}: only src/virt uses libvirt")


BLOCKING = (r"\b(?:\w+_sync|g_main_loop_run|g_main_context_iteration|g_usleep|usleep|sleep|"
            r"nanosleep|gtk_dialog_run|g_thread_join|system|popen|waitpid)\s*\(")


def lint_blocking(root, complain):
    """The GTK folders neither block nor run a main loop of their own."""
    for path in c_files(root, *FOLDERS_GTK):
        complain.matches(path, without_comments(read(path)), BLOCKING,
                         "{} blocks the main thread; use the asynchronous form")


def lint_no_gtk(root, complain):
    """The lower folders know nothing of GTK."""
    for path in c_files(root, *FOLDERS_PLAIN):
        complain.matches(path, without_comments(read(path)),
                         r"\b(?:gtk|adw|gdk|gsk)_\w+\s*\(|\b(?:Gtk|Adw|Gdk|Gsk)[A-Z]\w+",
                         "{}: this folder is compiled without GTK")


def own_files(root, *suffixes):
    skip = re.compile(r"^(?:build.*|\.git|__pycache__|\..+)$")
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if path.suffix in suffixes and path.is_file() and (
                parts[0] == "build-aux" or not any(skip.match(part) for part in parts)):
            yield path


def lint_spdx(root, complain):
    """Every source file names its licence in its first lines."""
    for path in own_files(root, ".c", ".h", ".py", ".sh"):
        head = "\n".join(read(path).splitlines()[:3])
        if "SPDX-License-Identifier: GPL-3.0-or-later" not in head:
            complain.add(path, 1, "no SPDX-License-Identifier: GPL-3.0-or-later")


def functions(text):
    """(first line, last line, name) of every function; GNU style: braces in the first column."""
    lines = without_comments(text).splitlines()
    start = name = None
    for number, line in enumerate(lines, 1):
        if line.rstrip() == "{" and number > 1:
            start, back = number, number - 2
            while back >= 0 and lines[back][:1] in (" ", "\t"):
                back -= 1
            name = re.match(r"\w+", lines[max(back, 0)])
        elif line.startswith("}") and start:
            yield start, number, name[0] if name else "?"
            start = None


def lint_size(root, complain):
    """Files and functions stay small enough to be read."""
    for path in own_files(root, ".c", ".h"):
        text = read(path)
        count = len(text.splitlines())
        if count > FILE_LINES:
            complain.add(path, count, f"{count} lines, more than {FILE_LINES}: cut it by concern")
        for start, end, name in functions(text):
            if end - start - 1 > FUNCTION_LINES:
                complain.add(path, start,
                             f"{name}() has {end - start - 1} lines, more than {FUNCTION_LINES}")


def lint_columns(root, complain):
    """No line is much longer than the 100 columns that style asks for, none has a tab or ends in blanks."""
    for path in own_files(root, ".c", ".h"):
        for number, line in enumerate(read(path).splitlines(), 1):
            if len(line) > COLUMNS:
                complain.add(path, number, f"{len(line)} columns, more than {COLUMNS}")
            if "\t" in line or line != line.rstrip():
                complain.add(path, number, "a tab, or blanks at the end of the line")


def public_functions(text):
    """(position, name) of the functions that a header declares, but for those that say all by name."""
    text = without_comments(text)
    text = re.sub(r"^[ \t]*#(?:\\\n|[^\n])*", lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.M)
    text = re.sub(r"\bG_DEFINE_AUTOPTR\w*\s*\([^)]*\)|\bG_DECLARE_\w+\s*\([^)]*\)",
                  lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    for match in re.finditer(r"(?<![*(\w])\b(lodge_\w+)\s*\(", re.sub(r"\*(?=lodge_)", " ", text)):
        if not match[1].endswith(("_get_type", "_quark", "_ref", "_unref", "_free")):
            yield match.start(1), match[1]


def has_comment(lines, number):
    """Is there a comment on this line of a header, or above the group that the line is in?"""
    if "/*" in lines[number - 1]:
        return True
    while number > 1 and lines[number - 2].strip():
        number -= 1
        if lines[number - 1].rstrip().endswith("*/"):
            return True
    return False


def lint_docs(root, complain):
    """Each public function of the lower folders has a doc comment, or a comment in the header."""
    for folder in DOCUMENTED:
        documented = set()
        for path in c_files(root, folder):
            documented |= set(re.findall(r"^ \* (lodge_\w+):", read(path), re.M))
        for path in c_files(root, folder, suffixes=(".h",)):
            if path.name.endswith("-private.h"):
                continue
            text = read(path)
            for position, name in public_functions(text):
                line = line_of(text, position)
                if name not in documented and not has_comment(text.splitlines(), line):
                    complain.add(path, line, f"{name}() has no doc comment")


def lint_ui(root, complain):
    """A template is short, and its class has its name."""
    stems = {path.stem for path in c_files(root, suffixes=(".c",))}
    for path in sorted((root / "ui").rglob("*.ui")):
        text = read(path)
        count = len(text.splitlines())
        if count > UI_LINES:
            complain.add(path, count, f"{count} lines, more than {UI_LINES}: make a class of a part")
        if "<template" in text and path.stem not in stems:
            complain.add(path, 1, f"no {path.stem}.c in src/ belongs to this template")


RULES = {name[5:].replace("_", "-"): function for name, function in list(globals().items())
         if name.startswith("lint_")}


def run(rule, root):
    root = Path(root).resolve()
    complain = Complaints(root)
    RULES[rule](root, complain)
    return complain.lines


def main(arguments):
    if arguments == ["--list"]:
        print("\n".join(RULES))
        return 0
    root = arguments[1] if len(arguments) > 1 else Path(__file__).parents[2]
    complaints = run(arguments[0], root)
    print("\n".join(complaints) or f"{arguments[0]}: nothing to complain about")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
