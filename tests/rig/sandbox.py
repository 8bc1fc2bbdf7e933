# SPDX-License-Identifier: GPL-3.0-or-later
"""Own namespaces for a test run: mounts, network, devices.

Linux calls that Python 3.11 does not wrap (unshare, mount, prctl), and the mounts that make a
libvirt of our own: a private /run, /etc/libvirt, /var/lib/libvirt, a /dev without KVM, a /sys that
shows the network namespace. Nothing here outlives the process that calls it."""

import ctypes
import fcntl
import os
import pathlib
import signal
import socket
import struct
import time

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_BIND, MS_MOVE, MS_REC, MS_PRIVATE = 0x1000, 0x2000, 0x4000, 0x40000
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36

SIOCSIFFLAGS, SIOCSIFADDR, SIOCSIFNETMASK = 0x8914, 0x8916, 0x891c
IFF_UP, IFF_RUNNING = 0x1, 0x40

LIBVIRT_DIRS = ['/etc/libvirt', '/var/lib/libvirt', '/var/cache/libvirt', '/var/log/libvirt']
DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty', 'fuse', 'net/tun']

_libc = ctypes.CDLL(None, use_errno=True)


class SandboxError(Exception):
    """What could not be set up, in a sentence for the user of the rig."""


def _check(result, what):
    if result != 0:
        error = ctypes.get_errno()
        raise SandboxError(f'{what}: {os.strerror(error)}')


def prctl(option, value):
    _check(_libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0), 'prctl')


def mount(source, target, fstype=None, flags=0, data=None):
    encode = lambda text: None if text is None else str(text).encode()
    _check(_libc.mount(encode(source), encode(target), encode(fstype),
                       ctypes.c_ulong(flags), encode(data)),
           f'cannot mount {source} on {target}')


def bind(source, target):
    mount(source, target, None, MS_BIND | MS_REC)


def unshare():
    """New mount and network namespaces; for an ordinary user in a user namespace, as himself."""
    flags = CLONE_NEWNS | CLONE_NEWNET
    uid, gid = os.getuid(), os.getgid()
    if uid != 0:
        flags |= CLONE_NEWUSER
    _check(_libc.unshare(flags), 'cannot make namespaces')
    if uid != 0:
        pathlib.Path('/proc/self/setgroups').write_text('deny')
        pathlib.Path('/proc/self/uid_map').write_text(f'{uid} {uid} 1')
        pathlib.Path('/proc/self/gid_map').write_text(f'{gid} {gid} 1')
    mount('none', '/', None, MS_REC | MS_PRIVATE)


def become_host(name):
    """Mounts and a name of this process's own: what it starts is another computer on the same network."""
    _check(_libc.unshare(CLONE_NEWNS | CLONE_NEWUTS), 'cannot make namespaces')
    mount('none', '/', None, MS_REC | MS_PRIVATE)
    socket.sethostname(name)


def _mirror_device(root, name):
    node = pathlib.Path('/dev', name)
    if not node.exists():
        return
    target = root / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch()
    bind(node, target)


def hide_kvm(root):
    """A /dev with only what QEMU needs under emulation: there is no /dev/kvm in it."""
    root.mkdir()
    mount('lodge-rig', root, 'tmpfs', MS_NOSUID, 'mode=755')
    for name in DEVICES:
        _mirror_device(root, name)
    (root / 'pts').mkdir()
    mount('devpts', root / 'pts', 'devpts', MS_NOSUID | MS_NOEXEC,
          'newinstance,ptmxmode=0666,mode=0620')
    (root / 'ptmx').symlink_to('pts/ptmx')
    (root / 'shm').mkdir()
    mount('lodge-rig', root / 'shm', 'tmpfs', MS_NOSUID | MS_NODEV, 'mode=1777')
    for link, target in (('fd', '/proc/self/fd'), ('stdin', 'fd/0'), ('stdout', 'fd/1'),
                         ('stderr', 'fd/2')):
        (root / link).symlink_to(target)
    mount(root, '/dev', None, MS_MOVE)


def _make_directory(root, path):
    """A mount point at path that the real file system does not get to see."""
    parent, scratch = os.path.dirname(path), root / ('over' + path.replace('/', '-'))
    scratch.mkdir()
    mount('lodge-rig', scratch, 'tmpfs', MS_NOSUID | MS_NODEV, 'mode=755')
    (scratch / 'upper').mkdir()
    (scratch / 'work').mkdir()
    mount('overlay', parent, 'overlay', 0,
          f'lowerdir={parent},upperdir={scratch}/upper,workdir={scratch}/work')
    os.mkdir(path)


def replace_libvirt_dirs(root):
    """Own directories where libvirt keeps everything; /run is empty but for what is started here
    (no system bus, so nobody outside is asked)."""
    for path in LIBVIRT_DIRS:
        if not os.path.isdir(path):
            _make_directory(root, path)
        own = root / path.lstrip('/').replace('/', '-')
        own.mkdir()
        own.chmod(0o755)
        bind(own, path)
    run = root / 'run'
    run.mkdir()
    run.chmod(0o755)
    # /var/lock: libvirt locks the terminal of a console there.
    (run / 'lock').mkdir()
    (run / 'lock').chmod(0o1777)
    bind(run, '/run')


def show_own_network():
    """/sys of the new network namespace, with loopback up."""
    mount('sysfs', '/sys', 'sysfs', MS_NOSUID | MS_NODEV | MS_NOEXEC)
    raise_loopback()


def _ask_link(number, request):
    # An ioctl and not the program “ip”: without root, capabilities end at exec.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        fcntl.ioctl(link, number, request)


def raise_loopback():
    _ask_link(SIOCSIFFLAGS, struct.pack('16sh14x', b'lo', IFF_UP | IFF_RUNNING))


def add_address(address):
    """One more IPv4 address of this computer, alone in its network."""
    for number, value in ((SIOCSIFADDR, address), (SIOCSIFNETMASK, '255.255.255.255')):
        _ask_link(number, struct.pack('16sh2x4s8x', b'lo:1', socket.AF_INET,
                                      socket.inet_aton(value)))


def add_users(root, names):
    """Users with a group of the same name that exist in this mount namespace only: {name: uid}.
    Those that the computer has already are left as they are."""
    for path, form in (('/etc/passwd', '{0}:x:{1}:{1}:Lodge tests:/nonexistent:/bin/sh'),
                       ('/etc/group', '{0}:x:{1}:')):
        text = pathlib.Path(path).read_text().rstrip('\n') + '\n'
        known = {line.split(':')[0] for line in text.splitlines()}
        text += ''.join(form.format(name, uid) + '\n'
                        for name, uid in names.items() if name not in known)
        own = root / os.path.basename(path)
        own.write_text(text)
        own.chmod(0o644)
        bind(own, path)


def _closed_ancestor(path):
    """The first directory on the way to path that others may not pass."""
    for directory in list(reversed(path.parents)) + [path]:
        if not directory.stat().st_mode & 0o001:
            return directory
    return None


def expose(root, paths):
    """Makes source and build directories reachable for the other user, also below a closed home."""
    for index, path in enumerate(paths):
        closed = _closed_ancestor(path)
        if closed is None:
            continue
        stash = root / f'stash-{index}'
        stash.mkdir()
        bind(path, stash)
        if closed == path:
            raise SandboxError(f'{path} is closed to other users')
        mount('lodge-rig', closed, 'tmpfs', MS_NOSUID | MS_NODEV, 'mode=755')
        path.mkdir(parents=True)
        bind(stash, path)


def _parents():
    parents = {}
    for entry in os.listdir('/proc'):
        if not entry.isdigit():
            continue
        try:
            stat = pathlib.Path('/proc', entry, 'stat').read_text()
        except OSError:
            continue
        state, parent = stat.rpartition(')')[2].split()[:2]
        parents[int(entry)] = (int(parent), state)
    return parents


def descendants(pid):
    """Living processes below pid. As every orphan comes back to a subreaper, none is missed."""
    parents = _parents()
    found, queue = [], [pid]
    while queue:
        parent = queue.pop()
        for child, (its_parent, state) in parents.items():
            if its_parent == parent:
                queue.append(child)
                if state not in 'ZX':
                    found.append(child)
    return found


def reap():
    """Collects ended children; yields (pid, wait status)."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        yield pid, status


def end_descendants(patience=10):
    """Ends every process below this one; the list of those that would not go."""
    deadline = time.monotonic() + patience
    while True:
        list(reap())
        left = descendants(os.getpid())
        if not left or time.monotonic() > deadline:
            return left
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        time.sleep(0.02)
