# SPDX-License-Identifier: GPL-3.0-or-later
"""AT-SPI as it is on D-Bus, without its client library: that keeps copies of what it has seen, and
crashes over programs and widgets that are gone. Each question here goes to the program itself.

https://gitlab.gnome.org/GNOME/at-spi2-core/-/tree/main/xml"""

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402  pylint: disable=wrong-import-position

TIMEOUT = 2000  # milliseconds
ROOT = '/org/a11y/atspi/accessible/root'
PREFIX = 'org.a11y.atspi.'


class Bus:
    """The bus that accessible programs are on."""

    def __init__(self):
        session = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        answer = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None,
                                   None, Gio.DBusCallFlags.NONE, 20000, None)
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                 | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        self.connection = Gio.DBusConnection.new_for_address_sync(answer.unpack()[0], flags, None, None)

    def ask(self, name, path, interface, method, parameters=None, fallback=None):
        """The unpacked answer, of one value; the fallback when there is none."""
        try:
            answer = self.connection.call_sync(name, path, interface, method, parameters, None,
                                               Gio.DBusCallFlags.NONE, TIMEOUT, None)
        except GLib.Error:
            return fallback
        values = answer.unpack()
        return values[0] if values else fallback

    def program(self, pid):
        """The accessible of the program with that process id; None while it is not there."""
        found = self.ask(PREFIX + 'Registry', ROOT, PREFIX + 'Accessible', 'GetChildren', None, [])
        for name, path in found:
            owner = self.ask('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                             'GetConnectionUnixProcessID', GLib.Variant('(s)', (name,)))
            if owner == pid:
                return Accessible(self, name, path)
        return None


class Accessible:
    """One object of a program. Nothing is kept: every answer is of now."""

    def __init__(self, bus, name, path):
        self.bus, self.bus_name, self.path = bus, name, path

    def ask(self, interface, method, parameters=None, fallback=None):
        return self.bus.ask(self.bus_name, self.path, PREFIX + interface, method, parameters, fallback)

    def get_property(self, interface, name, fallback=None):
        parameters = GLib.Variant('(ss)', (PREFIX + interface, name))
        return self.bus.ask(self.bus_name, self.path, 'org.freedesktop.DBus.Properties', 'Get',
                            parameters, fallback)

    def children(self):
        found = self.ask('Accessible', 'GetChildren', None, [])
        return [Accessible(self.bus, name, path) for name, path in found
                if not path.endswith('/null')]

    def role(self):
        number = self.ask('Accessible', 'GetRole', None, 0)
        name = Atspi.role_get_name(Atspi.Role(number))
        # AT-SPI 2.56 (Debian 13) calls it so.
        return 'push button' if name == 'button' else name

    def name(self):
        return self.get_property('Accessible', 'Name', '') or ''

    def has(self, state):
        words = self.ask('Accessible', 'GetState', None, [0, 0])
        return bool((words[0] | words[1] << 32) >> int(state) & 1)

    def extents(self):
        """x, y, width, height within the window's surface."""
        parameters = GLib.Variant('(u)', (int(Atspi.CoordType.WINDOW),))
        return tuple(self.ask('Component', 'GetExtents', parameters, (0, 0, 0, 0)))

    def act(self):
        """Does what this is for; says whether there is something."""
        return self.ask('Action', 'DoAction', GLib.Variant('(i)', (0,)), False)

    def text(self):
        """None when it is nothing with text."""
        count = self.get_property('Text', 'CharacterCount')
        if count is None:
            return None
        return self.ask('Text', 'GetText', GLib.Variant('(ii)', (0, count)), '')
