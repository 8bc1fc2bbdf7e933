# SPDX-License-Identifier: GPL-3.0-or-later
"""Packs the contents of Debian packages, without what only people read, into an initramfs. Nothing is
unpacked on the way, so that owners and device nodes need no root.

https://docs.kernel.org/driver-api/early-userspace/buffer-format.html"""

import lzma
import os
import posixpath
import re
import subprocess
import tarfile

DIRECTORY, FILE, LINK, CHARACTER_DEVICE = 0o40755, 0o100000, 0o120777, 0o20600
NOT_PACKED = re.compile(
    r'usr/share/(doc|man|info|locale|lintian|bug|i18n|gtk-doc|gcc|gdb|apport|initramfs-tools|libthai|'
    r'X11/locale|bash-completion|zsh|menu|icons|glib-2.0/schemas)(/|$)|'
    r'usr/lib/[^/]+/(gconv|gtk-3.0|dri|perl)(/|$)|usr/lib/udev/hwdb|usr/lib/systemd/system(/|$)|'
    r'boot/|etc/X11/Xsession')
MODULES = ['virtio_pci', 'virtio_console', 'virtio_gpu', 'evdev', 'uinput', 'usbhid', 'hid_generic',
           'xhci_pci', 'usb_storage', 'sr_mod']
MODULE = re.compile(r'usr/lib/modules/.*/([^/]+)\.ko(\.xz)?$')
KERNEL = re.compile(r'boot/vmlinuz-')
# What the test has written itself: the name here, and the place and the mode there.
OWN_FILES = {
    'init': ('init', 0o755),
    'serve': ('usr/bin/serve', 0o755),
    'follow': ('usr/bin/follow', 0o755),
    'xorg.conf': ('etc/X11/xorg.conf', 0o644),
}


class Unusable(Exception):
    """The packages are not what is expected, in a sentence."""


def merged(path):
    """The path where /usr is merged, whichever way the package has it."""
    path = posixpath.normpath(path).lstrip('/')
    return re.sub(r'^(bin|sbin|lib|lib64)(/|$)', r'usr/\1\2', path)


def members(package):
    """The path, the mode and the data of all that is in a package and wanted."""
    files = {}
    with subprocess.Popen(['dpkg-deb', '--fsys-tarfile', package], stdout=subprocess.PIPE) as unpacker:
        with tarfile.open(fileobj=unpacker.stdout, mode='r|') as archive:
            for member in archive:
                path = merged(member.name)
                if path == '.' or NOT_PACKED.match(path) and not KERNEL.match(path):
                    continue
                if member.isdir():
                    yield path, DIRECTORY, b''
                elif member.issym():
                    yield path, LINK, member.linkname.encode()
                elif member.isreg() or member.islnk():
                    source = merged(member.linkname) if member.islnk() else path
                    if member.isreg():
                        files[path] = archive.extractfile(member).read()
                    yield path, FILE | member.mode & 0o777, files[source]
        unpacker.stdout.read()
    if unpacker.returncode != 0:
        raise Unusable(f'{package} cannot be unpacked')


class Cpio:
    """The format of an initramfs."""

    def __init__(self, file):
        self.file, self.number = file, 0

    def pad(self):
        self.file.write(bytes(-self.file.tell() % 4))

    def add(self, path, mode, data=b'', device=(0, 0)):
        self.number += 1
        name = path.encode() + b'\0'
        fields = (self.number, mode, 0, 0, 1, 0, len(data), 0, 0, *device, len(name), 0)
        self.file.write(b'070701' + b''.join(b'%08X' % field for field in fields) + name)
        self.pad()
        self.file.write(data)
        self.pad()


class Contents:
    """What goes into the initramfs: the kernel beside it, few of its modules, all the rest."""

    def __init__(self, packages):
        self.entries, self.modules, self.kernel = {}, {}, None
        for package in packages:
            for path, mode, data in members(package):
                self.take(path, mode, data)
        if self.kernel is None:
            raise Unusable('the package of the kernel has no kernel')

    def take(self, path, mode, data):
        module = MODULE.match(path)
        if KERNEL.match(path):
            self.kernel = data
        elif module:
            self.modules[module[1].replace('-', '_')] = (data, bool(module[2]))
        elif not path.startswith('usr/lib/modules'):
            self.entries[path] = (mode, data)

    def module(self, name):
        data, compressed = self.modules[name]
        return lzma.decompress(data) if compressed else data

    def ordered_modules(self):
        """Names and data, each after those that it needs. What is not there is in the kernel."""
        found = {}

        def add(name):
            name = name.replace('-', '_')
            if name in found or name not in self.modules:
                return
            data = self.module(name)
            needed = re.search(rb'\0depends=([^\0]*)\0', data)
            for other in needed[1].decode().split(',') if needed else []:
                add(other)
            found[name] = data
        for name in MODULES:
            add(name)
        return found

    def directories(self):
        found = {'dev', 'proc', 'sys', 'run', 'tmp', 'modules', 'usr/bin', 'usr/sbin', 'var/log'}
        found.update(path for path, (mode, _) in self.entries.items() if mode == DIRECTORY)
        for path in [*self.entries, *found, *(place for place, _ in OWN_FILES.values())]:
            while path := posixpath.dirname(path):
                found.add(path)
        return sorted(found)

    def write(self, file, sources):
        cpio = Cpio(file)
        for path in self.directories():
            cpio.add(path, DIRECTORY)
        for name in ('bin', 'sbin', 'lib', 'lib64'):
            cpio.add(name, LINK, b'usr/' + name.encode())
        cpio.add('dev/console', CHARACTER_DEVICE, device=(5, 1))
        cpio.add('usr/bin/sh', LINK, b'busybox')
        for path, (mode, data) in self.entries.items():
            if mode != DIRECTORY:
                cpio.add(path, mode, data)
        modules = self.ordered_modules()
        for name, data in modules.items():
            cpio.add('modules/' + name, FILE | 0o644, data)
        cpio.add('modules/order', FILE | 0o644, ''.join(f'{name}\n' for name in modules).encode())
        for name, (path, mode) in OWN_FILES.items():
            cpio.add(path, FILE | mode, (sources / name).read_bytes())
        cpio.add('TRAILER!!!', 0)


def make(packages, sources, target):
    """Writes the files “linux” and “initrd”; not compressed, as to unpack is slow under emulation."""
    contents = Contents(packages)
    (target / 'linux').write_bytes(contents.kernel)
    with open(target / 'initrd', 'wb') as file:
        contents.write(file, sources)
    for name in ('linux', 'initrd'):
        os.chmod(target / name, 0o644)
