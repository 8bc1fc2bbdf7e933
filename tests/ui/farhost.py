# SPDX-License-Identifier: GPL-3.0-or-later
"""A host far away, inside the rig: an address that is not loopback and has a name, certificates of the
test's own, a libvirtd that takes TCP, and a network that can be cut. Wants the rig's --listen."""

import fcntl
import os
import pathlib
import shutil
import socket
import struct
import subprocess

from harness import RIG, machines

ADDRESS, NAME = '10.9.8.7', 'far.test'
URI = f'qemu+tcp://{NAME}/system'
LINK = b'lo:far'
SIOCGIFFLAGS, SIOCSIFFLAGS, SIOCSIFADDR, SIOCSIFNETMASK = 0x8913, 0x8914, 0x8916, 0x891c

QEMU_CONF = '''
spice_tls = 1
spice_tls_x509_cert_dir = "{directory}"
vnc_tls = 1
vnc_tls_x509_cert_dir = "{directory}"
'''


def missing():
    """The program that is not installed."""
    return next((name for name in ('openssl',) if shutil.which(name) is None), None)


def _address_request(address):
    return struct.pack('16sHH4s8x', LINK, socket.AF_INET, 0, socket.inet_aton(address))


def connect_network():
    """An alias of loopback: without programs, and gone with the run."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        fcntl.ioctl(link, SIOCSIFADDR, _address_request(ADDRESS))
        fcntl.ioctl(link, SIOCSIFNETMASK, _address_request('255.255.255.255'))


def cut_network():
    """What is under way gets no answer any more, what is new finds no way."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        fcntl.ioctl(link, SIOCSIFFLAGS, struct.pack('16sh14x', LINK, 0))


def _openssl(*arguments):
    subprocess.run(['openssl', *map(str, arguments)], check=True, capture_output=True)


class Certificates:
    """Authorities and what they vouch for; in .server is what QEMU shows."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory) / 'certificates'
        self.server = self.directory / 'server'
        self.server.mkdir(parents=True)

    def make_authority(self, name):
        path = self.directory / f'{name}.pem'
        _openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', 2, '-subj', f'/CN={name}',
                 '-addext', 'keyUsage=critical,keyCertSign', '-keyout', self.directory / f'{name}.key',
                 '-out', path)
        return path

    def make_server(self, authority, host, days=2):
        _openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', days, '-subj', f'/CN={host}',
                 '-CA', self.directory / f'{authority}.pem', '-CAkey', self.directory / f'{authority}.key',
                 '-addext', 'basicConstraints=critical,CA:FALSE', '-addext', f'subjectAltName=DNS:{host}',
                 '-addext', 'keyUsage=critical,digitalSignature,keyEncipherment',
                 '-keyout', self.server / 'server-key.pem', '-out', self.server / 'server-cert.pem')
        shutil.copy(self.directory / f'{authority}.pem', self.server / 'ca-cert.pem')


def trust(authority):
    """As Lodge tells the user to."""
    path = pathlib.Path(os.environ['HOME'], '.pki/CA/cacert.pem')
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(authority, path)


def move_home(home):
    """Some read the user's home directory in the rig's own /etc/passwd."""
    users = pathlib.Path('/etc/passwd')
    lines = [line.split(':') for line in users.read_text().splitlines()]
    for fields in lines:
        if fields[2] == str(os.getuid()):
            fields[5] = home
    users.write_text(''.join(':'.join(fields) + '\n' for fields in lines))


def name_host(directory):
    hosts = pathlib.Path(directory) / 'hosts'
    hosts.write_text(f'127.0.0.1 localhost\n{ADDRESS} {NAME}\n')
    subprocess.run(['mount', '--bind', str(hosts), '/etc/hosts'], check=True)


def forget_name():
    subprocess.run(['umount', '/etc/hosts'], check=True)


def _restart_libvirt():
    for word in ('kill', 'start'):
        subprocess.run([str(RIG / 'rig'), 'ctl', word, 'libvirtd'], check=True, capture_output=True,
                       timeout=60)


def configure_libvirt(certificates=None):
    """Anybody may come by TCP, and QEMU has those certificates."""
    daemon = pathlib.Path('/etc/libvirt/libvirtd.conf')
    daemon.write_text(daemon.read_text().replace('auth_tcp = "sasl"', 'auth_tcp = "none"')
                      .replace('listen_addr = "127.0.0.1"', 'listen_addr = "0.0.0.0"'))
    if certificates is not None:
        qemu = pathlib.Path('/etc/libvirt/qemu.conf')
        qemu.write_text(qemu.read_text() + QEMU_CONF.format(directory=certificates.server))
    _restart_libvirt()


def configure_sasl(directory, mechanism, user, password):
    """QEMU wants a name and a password for screens by VNC."""
    directory = pathlib.Path(directory)
    (directory / 'qemu.conf').write_text(f'mech_list: {mechanism}\nsasldb_path: {directory}/passwd.db\n')
    subprocess.run(['saslpasswd2', '-p', '-c', '-f', str(directory / 'passwd.db'), '-a', 'qemu', user],
                   input=password, text=True, check=True)
    qemu = pathlib.Path('/etc/libvirt/qemu.conf')
    qemu.write_text(qemu.read_text() + f'vnc_sasl = 1\nvnc_sasl_dir = "{directory}"\n')
    _restart_libvirt()


def define_machine(directory, name, graphics):
    """Its screen is blue within a second or two after the start."""
    disk = pathlib.Path(directory) / f'{name}.img'
    xml = pathlib.Path(directory) / f'{name}.xml'
    machines.write_echo_disk(disk)
    xml.write_text(machines.ECHO_XML.format(name=name, disk=disk,
                                            screen=graphics + "<video><model type='vga'/></video>"))
    machines.virsh('define', str(xml))
