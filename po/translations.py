#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the translations in step with the strings of the tree.

    po/translations.py update   writes POTFILES.in, and merges new strings into every .po
    po/translations.py files    fails when POTFILES.in is not what the tree holds
    po/translations.py check    fails when a string of the tree lacks its translation
    po/translations.py menus    fails when two items of a menu have the same letter underlined
    po/translations.py missing  prints what lacks its translation, as .po entries
"""

import gettext
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

PO = Path(__file__).resolve().parent
ROOT = PO.parent
VERSION = "0.1.0"
CALL = re.compile(r"\b(?:_|N_|C_|NC_|Q_|ngettext|gettext|g_dgettext|g_dngettext|g_dpgettext2?)\s*\(")
KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "ngettext:1,2", "g_dcgettext:2", "g_dgettext:2",
            "g_dngettext:2,3", "g_dpgettext2:2c,3", "gettext"]


def sources():
    """The files with strings for users, as paths from the root of the tree."""
    found = []
    for path in sorted(ROOT.rglob("*")):
        name = path.relative_to(ROOT).as_posix()
        if not re.match(r"(?:src|ui|data)/", name):
            continue
        if path.suffix in (".c", ".h"):
            text = re.sub(r"/\*.*?\*/|^\s*#\s*define[^\n]*", "", path.read_text(), flags=re.S | re.M)
            if CALL.search(text):
                found.append(name)
        elif path.suffix == ".ui":
            if re.search(r"translatable=\"(?:yes|true|1)\"", path.read_text()):
                found.append(name)
        elif re.search(r"\.(?:desktop|metainfo\.xml)\.in$|\.gschema\.xml$", name):
            found.append(name)
    return found


def potfiles():
    path = PO / "POTFILES.in"
    lines = path.read_text().splitlines() if path.exists() else []
    return [line.strip() for line in lines if line.strip() and line[0] != "#"]


def languages():
    lines = (PO / "LINGUAS").read_text().splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def run(*command):
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True,
                            env={**os.environ, "LC_ALL": "C.UTF-8"})
    if result.returncode:
        sys.exit(f"{' '.join(map(str, command[:3]))} failed:\n{result.stderr}")
    return result.stdout


def template(folder):
    """A fresh .pot of the whole tree."""
    pot = Path(folder) / "lodge.pot"
    names = Path(folder) / "files"
    names.write_text("\n".join(sources()) + "\n")
    run("xgettext", f"--files-from={names}", f"--output={pot}", "--msgid-bugs-address=https://github.com/lodge-vm/lodge/issues", "--from-code=UTF-8",
        "--add-comments=Translators:", "--package-name=lodge", f"--package-version={VERSION}",
        *[f"--keyword={keyword}" for keyword in KEYWORDS],
        "--flag=g_dngettext:2:pass-c-format", "--flag=lodge_error_new:3:c-format",
        "--flag=lodge_error_set:4:c-format", "--flag=g_strdup_printf:1:c-format")
    return pot


def merged(language, folder, location="full"):
    """The translation, merged with the strings that the tree holds now."""
    pot = template(folder)
    po = PO / f"{language}.po"
    out = Path(folder) / f"{language}.po"
    if po.exists():
        run("msgmerge", "--quiet", "--no-wrap", "--no-fuzzy-matching", "--sort-by-file",
            f"--add-location={location}", f"--output-file={out}", po, pot)
    else:
        run("msginit", "--no-translator", f"--locale={language}", "--no-wrap", f"--input={pot}",
            f"--output-file={out}")
    return out


def missing(language, folder):
    po = merged(language, folder)
    both = ""
    for option in ("--untranslated", "--only-fuzzy"):
        both += run("msgattrib", option, "--no-wrap", "--no-obsolete", po)
    return both


def command_update():
    (PO / "POTFILES.in").write_text("\n".join(sources()) + "\n")
    with tempfile.TemporaryDirectory() as folder:
        for language in languages():
            text = merged(language, folder, "file").read_text()
            # A date that changes each time is nothing but a conflict.
            text = re.sub(r'"POT-Creation-Date: [^"]*"\n', "", text)
            (PO / f"{language}.po").write_text(text)
            print(language, subprocess.run(["msgfmt", "--statistics", "-o", "/dev/null", "-"],
                                           input=text, capture_output=True, text=True).stderr.strip())
    return 0


def command_files():
    expected, listed = sources(), potfiles()
    for name in sorted(set(expected) - set(listed)):
        print(f"po/POTFILES.in:1: {name} is missing; run po/translations.py update")
    for number, name in enumerate(listed, 1):
        if name not in expected:
            print(f"po/POTFILES.in:{number}: {name} holds no string for users")
    return expected != listed


def command_check():
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for language in languages():
            run("msgfmt", "--check", "--output-file=/dev/null", PO / f"{language}.po")
            place = "?"
            for line in missing(language, folder).splitlines():
                if line.startswith("#: "):
                    place = line[3:].split(" ")[0]
                elif line.startswith('msgid "') and place != "?":
                    print(f"{place}: not in {language}.po: {line[6:]}")
                    bad += 1
                    place = "?"
    print(f"{bad} strings lack their translation" if bad else "every string is translated")
    return bad != 0


def menus(node):
    """Each menu that opens by itself: the labels of its items, with their contexts."""
    levels = [[]]

    def gather(parent):
        for child in parent:
            if child.tag in ("item", "submenu"):
                levels[0].extend((label.text, label.get("context")) for label in child.findall("attribute")
                                 if label.get("name") == "label" and label.get("translatable"))
            if child.tag == "submenu":
                levels.extend(menus(child))
            elif child.tag == "section":
                gather(child)
    gather(node)
    return levels


def same_letters(translate, labels):
    """Such a letter chooses none of them: it only moves the focus."""
    known = {}
    for text, context in labels:
        label = translate(text, context)
        letter = label.partition("_")[2][:1].lower()
        if letter and known.setdefault(letter, label) != label:
            yield known[letter], label


def translators(folder):
    yield "the source", lambda text, context: text
    for language in languages():
        out = Path(folder) / f"{language}.mo"
        run("msgfmt", f"--output-file={out}", PO / f"{language}.po")
        with out.open("rb") as file:
            catalogue = gettext.GNUTranslations(file)
        yield f"{language}.po", lambda text, context, catalogue=catalogue: (
            catalogue.pgettext(context, text) if context else catalogue.gettext(text))


def command_menus():
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for place, translate in translators(folder):
            for path in sorted((ROOT / "ui").glob("*.ui")):
                for menu in ElementTree.parse(path).iter("menu"):
                    for labels in menus(menu):
                        for first, second in same_letters(translate, labels):
                            print(f"ui/{path.name}: in {place} the same letter: “{first}”, “{second}”")
                            bad += 1
    return bad != 0


def command_missing():
    with tempfile.TemporaryDirectory() as folder:
        for language in languages():
            print(missing(language, folder))
    return 0


COMMANDS = {name[8:]: function for name, function in list(globals().items())
            if name.startswith("command_")}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    sys.exit(COMMANDS[sys.argv[1]]())
