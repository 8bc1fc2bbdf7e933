#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Another program beside Lodge, for the gallery: owns the clipboard, and lets files be dragged from it.

  gallery_source.py TEXT              owns the clipboard with that text
  gallery_source.py --drag FILE...    a window of 100 by 100 in the screen's lower right corner"""

import pathlib
import sys

import gi
gi.require_version('Gdk', '3.0')
gi.require_version('Gtk', '3.0')
from gi.repository import Gdk, Gtk  # noqa: E402


def own_clipboard(text):
    clipboard = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)
    clipboard.set_text(text, -1)


def drag_cb(_window, _context, data, _info, _time, uris):
    data.set_uris(uris)


def show_source(paths):
    window = Gtk.Window(type=Gtk.WindowType.POPUP)
    window.resize(100, 100)
    screen = window.get_screen()
    window.move(screen.get_width() - 100, screen.get_height() - 100)
    window.add(Gtk.Label(label='Files'))
    window.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
    window.drag_source_add_uri_targets()
    window.connect('drag-data-get', drag_cb, [pathlib.Path(path).resolve().as_uri() for path in paths])
    window.show_all()


def main():
    if sys.argv[1] == '--drag':
        show_source(sys.argv[2:])
    else:
        own_clipboard(sys.argv[1])
    print('ready', flush=True)
    Gtk.main()


if __name__ == '__main__':
    main()
