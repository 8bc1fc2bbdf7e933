# SPDX-License-Identifier: GPL-3.0-or-later
"""An ssh server of a test's own, inside the rig: on loopback, with its own keys, for a user who exists
there only. Nobody's own keys and known hosts are used."""

import os
import pathlib
import shutil
import socket
import subprocess

PORT = 2222
USER, PASSWORD = 'lodge-tester', 'correct horse'

SERVER_CONF = '''\
ListenAddress 127.0.0.1
Port {port}
HostKey {dir}/host_key
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication yes
KbdInteractiveAuthentication no
AuthorizedKeysFile {dir}/key.pub
AllowUsers {user}
'''

CLIENT_CONF = '''\
Host *
  UserKnownHostsFile {dir}/known_hosts
  GlobalKnownHostsFile none
  IdentityFile {dir}/key
  IdentitiesOnly yes
'''


def find():
    return shutil.which('sshd', path='/usr/sbin:/sbin:/usr/bin')


class Server:
    def __init__(self, directory):
        self.directory = pathlib.Path(directory) / 'ssh'
        self.directory.mkdir(mode=0o755)
        self.process = None

    def make_key(self, name, passphrase=''):
        subprocess.run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', passphrase, '-C', name,
                        '-f', str(self.directory / name)], check=True)

    def set_password(self):
        """In the rig's own /etc/passwd."""
        word = subprocess.run(['openssl', 'passwd', '-6', '-stdin'], input=PASSWORD, text=True,
                              capture_output=True, check=True).stdout.strip()
        users = pathlib.Path('/etc/passwd')
        users.write_text(users.read_text().replace(f'{USER}:x:', f'{USER}:{word}:'))

    def trust(self):
        """The client knows the server."""
        key = (self.directory / 'host_key.pub').read_text()
        (self.directory / 'known_hosts').write_text(f'[127.0.0.1]:{PORT} {key}')

    def fingerprint(self):
        return subprocess.run(['ssh-keygen', '-l', '-f', str(self.directory / 'host_key.pub')], text=True,
                              capture_output=True, check=True).stdout.split()[1]

    def start(self, prefix=(), conf=''):
        """The prefix is words before the command; conf is more lines of the configuration."""
        self.make_key('host_key')
        self.set_password()
        values = {'dir': self.directory, 'port': PORT, 'user': USER}
        (self.directory / 'sshd_config').write_text(SERVER_CONF.format(**values) + conf)
        client = self.directory / 'ssh_config'
        client.write_text(CLIENT_CONF.format(**values))
        subprocess.run(['mount', '--bind', str(client), '/etc/ssh/ssh_config'], check=True)
        pathlib.Path('/run/sshd').mkdir(exist_ok=True)
        self.process = subprocess.Popen([*prefix, find(), '-D', '-e', '-f',
                                         str(self.directory / 'sshd_config')],
                                        stderr=open(self.directory / 'log', 'w', encoding='utf-8'))

    def answers(self):
        with socket.socket() as probe:
            return probe.connect_ex(('127.0.0.1', PORT)) == 0

    def stop(self):
        subprocess.run(['umount', '/etc/ssh/ssh_config'], check=True)
        self.process.terminate()
        self.process.wait(10)


def forwardings():
    """Sockets of screens that are at hand here."""
    return list(pathlib.Path(os.environ['XDG_RUNTIME_DIR']).glob('lodge-ssh-*/f*'))


def shared_connections():
    """Processes of ssh that hold a connection for Lodge."""
    mark = os.environ['XDG_RUNTIME_DIR'].encode() + b'/lodge-ssh-'
    found = []
    for path in pathlib.Path('/proc').glob('[0-9]*/cmdline'):
        try:
            words = path.read_bytes()
            if words.startswith(b'ssh: ') and mark in words:
                found.append(words.replace(b'\0', b' ').decode())
        except OSError:
            continue
    return found
