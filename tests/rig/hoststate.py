# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on the rig's host, so that a test can say “as clean as before” and mean it."""

import os
import pathlib
import re

import machines

# Written once by libvirt itself and kept: logs, caches, its own keys, leases.
KEPT = re.compile(
    r'\.log(\.\d+)?$|\.pid$|\.status$|\.leases$|-sock$|master-key|/cache/|/log/|/dnsmasq/|'
    r'/(log|lib|dbus|swtpm|boot|nvram|channel|channel/target|save|ram|snapshot|checkpoint|dump|'
    r'autostart|passt|slirp|secrets|storage|network/default|network/default/ports)$')


def directories():
    if os.environ['LODGE_RIG'] == 'system':
        return ['/etc/libvirt', '/var/lib/libvirt', '/run/libvirt']
    return [os.environ[name] + '/libvirt'
            for name in ('XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_RUNTIME_DIR')]


def files():
    found = set()
    for top in directories():
        for directory, _, names in os.walk(top):
            found.update(path for path in [directory] + [f'{directory}/{name}' for name in names]
                         if not KEPT.search(path))
    return found


def processes():
    """QEMU processes of this rig, by the rig's mark in their environment or their parent."""
    mark = os.environ['LODGE_RIG_DIR'].encode()
    found = []
    for path in pathlib.Path('/proc').glob('[0-9]*'):
        try:
            if path.joinpath('comm').read_text().startswith('qemu-system'):
                if mark in path.joinpath('cmdline').read_bytes() or _same_network(path):
                    found.append(int(path.name))
        except OSError:
            continue
    return found


def _same_network(path):
    return os.readlink(path / 'ns/net') == os.readlink('/proc/self/ns/net')


def snapshot():
    """Everything that a machine may leave, as comparable values. The pool “default” may be made by
    the first machine and stays, as the place for the next."""
    pools = [name for name in machines.virsh('pool-list', '--all', '--name').split()]
    return {
        'machines': sorted(machines.virsh('list', '--all', '--name').split()),
        'networks': sorted(machines.virsh('net-list', '--all').splitlines()),
        'pools': sorted(name for name in pools if name != 'default'),
        'files': sorted(path for path in files() if not re.search(r'/storage/(autostart/|run/)?default\.xml$', path)
                        and not os.environ['LODGE_RIG_POOL'].startswith(path)),
        'volumes': sorted(os.listdir(os.environ['LODGE_RIG_POOL']))
                   if os.path.isdir(os.environ['LODGE_RIG_POOL']) else [],
        'processes': sorted(processes()),
        'interfaces': sorted(os.listdir('/sys/class/net')),
    }


def differences(before, after):
    """Sentences; none when nothing is left and nothing is missing."""
    found = []
    for key, old in before.items():
        new = after[key]
        found += [f'{key}: left behind: {item}' for item in new if item not in old]
        found += [f'{key}: missing: {item}' for item in old if item not in new]
    return found
