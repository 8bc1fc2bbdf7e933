# SPDX-License-Identifier: GPL-3.0-or-later
"""Small machines and calls for tests of the rig itself, through virsh and the C library only."""

import contextlib
import ctypes
import os
import pty
import select
import subprocess

MEMTEST_ISO = '/usr/lib/memtest86+/memtest86+x64.iso'

MACHINE_XML = '''\
<domain type='qemu'>
  <name>{name}</name>
  <memory unit='MiB'>64</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='q35'>hvm</type><boot dev='cdrom'/></os>
  <features><acpi/><apic/></features>
  <devices>
    <disk type='file' device='cdrom'>
      <source file='{iso}'/><target dev='sda' bus='sata'/><readonly/>
    </disk>
    <graphics type='vnc'><listen type='none'/></graphics>
    {interface}
  </devices>
</domain>
'''

# A machine without a system: a blue screen, and a serial port that says "ready to repeat" and then repeats
# what it is told. It is up within a second.
ECHO_XML = '''\
<domain type='qemu'>
  <name>{name}</name>
  <memory unit='MiB'>32</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='q35'>hvm</type><boot dev='hd'/></os>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw'/><source file='{disk}'/><target dev='sda' bus='sata'/>
    </disk>
    <serial type='pty'><target port='0'/></serial>
    {screen}
  </devices>
</domain>
'''
ECHO_SCREEN = "<graphics type='spice'><listen type='none'/></graphics><video><model type='vga'/></video>"
# xor ax,ax; mov ds,ax; mode 13h; es:di = a000:0; 64000 times colour 1; then each byte of the text at the end,
# and for ever each byte that comes, is written when the port is free.
ECHO_CODE = ('31c08ed8b81300cd10b800a08ec031ffb900fab001fcf3aabe477cac84c0'
             '7405e81300ebf6bafd03eca80174fbbaf803ece80200ebef88c4bafd03ec'
             'a82074fbbaf80388e0eec3')


# The same until the screen has its colour; then nothing, which costs the host nothing.
PAINT_CODE = '31c08ed8b81300cd10b800a08ec031ffb900fab0{colour:02x}fcf3aafaf4ebfd'
BLUE, RED = 1, 4


def write_echo_disk(path):
    write_boot_disk(path, bytes.fromhex(ECHO_CODE) + b'ready to repeat\r\n\0')


def write_paint_disk(path, colour):
    write_boot_disk(path, bytes.fromhex(PAINT_CODE.format(colour=colour)))


def write_boot_disk(path, program):
    """The program in the first sector of a disk, which the firmware wants larger than that."""
    with open(path, 'wb') as file:
        file.write(program.ljust(510, b'\0') + b'\x55\xaa')
        file.truncate(1 << 20)


def virsh(*arguments, uri=None, check=True, timeout=60):
    """Standard output of virsh on the rig's host."""
    command = ['virsh', '-q', '-c', uri or os.environ['LODGE_RIG_URI'], *arguments]
    result = subprocess.run(command, text=True, capture_output=True, timeout=timeout, check=False)
    if check and result.returncode != 0:
        raise AssertionError(f'{" ".join(command)}: {result.stderr.strip()}')
    return result.stdout.strip()


def start(name, uri=None, interface=''):
    xml = os.path.join(os.environ['TMPDIR'], name + '.xml')
    with open(xml, 'w', encoding='utf-8') as file:
        file.write(MACHINE_XML.format(name=name, iso=MEMTEST_ISO, interface=interface))
    virsh('create', xml, uri=uri)


@contextlib.contextmanager
def connection(uri):
    """The C library and an open connection."""
    library = ctypes.CDLL('libvirt.so.0')
    for function in ('virConnectOpen', 'virDomainLookupByName'):
        getattr(library, function).restype = ctypes.c_void_p
    conn = library.virConnectOpen(uri.encode())
    if not conn:
        raise AssertionError(f'cannot connect to {uri}')
    try:
        yield library, ctypes.c_void_p(conn)
    finally:
        library.virConnectClose(ctypes.c_void_p(conn))


def open_graphics(uri, name):
    """A descriptor of the machine's screen, as libvirt hands it over its socket."""
    with connection(uri) as (library, conn):
        domain = ctypes.c_void_p(library.virDomainLookupByName(conn, name.encode()))
        fd = library.virDomainOpenGraphicsFD(domain, 0, 1)
        library.virDomainFree(domain)
    if fd < 0:
        raise AssertionError('libvirt gave no descriptor for the screen')
    return fd


@contextlib.contextmanager
def open_console(uri, name, alias):
    """Takes a text device of a machine away from who has it, and lets go of it at the end. In a process
    of its own, as virStreamAbort() may wait forever for a stream that the daemon has closed; killed, as
    virsh catches every other signal and then aborts its stream, too."""
    main, terminal = pty.openpty()
    process = subprocess.Popen(['virsh', '-c', uri, 'console', name, '--devname', alias, '--force'],
                               stdin=terminal, stdout=terminal, stderr=terminal,
                               env=dict(os.environ, LC_ALL='C'))
    os.close(terminal)
    said = b''
    try:
        while b'Connected to domain' not in said:
            if not select.select([main], [], [], 60)[0]:
                raise AssertionError(f'libvirt gave no console {alias}: {said!r}')
            said += os.read(main, 4096)
        yield
    finally:
        process.kill()
        process.wait()
        os.close(main)
