#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a daemon of libvirt in a changed root (chroot).

  own-root.py COMMAND [ARGUMENT...]

libvirt enters the mount namespace of each machine that it starts. The kernel then puts a process at
the root of the namespace and not of the chroot, and libvirt would look for files, and make devices,
outside. So the command gets a mount namespace whose root is the changed root. Where the root was not
changed, the command is run as it is."""

import ctypes
import os
import sys

CLONE_NEWNS = 0x00020000
MS_BIND, MS_REC, MS_SLAVE = 0x1000, 0x4000, 0x80000
MNT_DETACH = 2
NAMESPACE = '/proc/self/ns/mnt'

libc = ctypes.CDLL(None, use_errno=True)


def call(name, *arguments):
    if getattr(libc, name)(*arguments) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f'{name}: {os.strerror(error)}')


def mount(source, target, flags):
    call('mount', source, target, None, ctypes.c_ulong(flags), None)


def leave_to_namespace_root():
    """This process, at the root of its mount namespace; says whether that is another one."""
    with open(NAMESPACE, 'rb') as namespace:
        before = os.stat('/')
        call('setns', namespace.fileno(), CLONE_NEWNS)
    after = os.stat('/')
    return (before.st_dev, before.st_ino) != (after.st_dev, after.st_ino)


def is_changed():
    """Tried out by a child, as there is no way back."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(1 if leave_to_namespace_root() else 0)
        except OSError:
            os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1


def own_namespace():
    call('unshare', CLONE_NEWNS)
    directory = os.getcwd()
    root = os.open('/', os.O_PATH | os.O_DIRECTORY)
    leave_to_namespace_root()
    mount(None, b'/', MS_REC | MS_SLAVE)
    os.fchdir(root)
    path = os.getcwd()
    mount(b'.', b'.', MS_BIND | MS_REC)
    os.chdir(path)
    call('pivot_root', b'.', b'.')
    call('umount2', b'.', MNT_DETACH)
    os.chroot('.')
    os.chdir(directory)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    try:
        if is_changed():
            own_namespace()
    except OSError as error:
        print(f'own-root: going on in the changed root: {error}', file=sys.stderr)
    os.execvp(sys.argv[1], sys.argv[1:])


main()
