# SPDX-License-Identifier: GPL-3.0-or-later
"""The gallery's scenes of hosts that ask who comes: a libvirtd that wants a password, servers of ssh."""

import contextlib
import os
import pathlib
import subprocess
import tempfile

from gallery_camera import NARROW, WIDE

import driver
import sshd

USER, PASSWORD = 'joe', 'correct horse'


@contextlib.contextmanager
def sizes(gallery, uri):
    """A dialog does not follow its window, so each width has a program of its own."""
    def run():
        for size in (WIDE, NARROW):
            with gallery.program('--connect', uri, size=size):
                yield size
    yield run()


def cancel(gallery, size, words):
    gallery.press('_Cancel')
    driver.wait(lambda: len(gallery.lodge.x_windows()) == 1, 'The question went')
    if size == NARROW:
        gallery.open_first_row()
    gallery.lodge.find('label', f'^{gallery.words(words)}$')


def save(gallery, name, size):
    gallery.save(name, gallery.main_window(), size[0])
    print(f'{gallery.language} {gallery.scheme}: {name}', flush=True)


def type_password(gallery, name, password):
    gallery.lodge.press('text', f'^{gallery.words(name)}$')
    gallery.screen.type(password)
    gallery.screen.key('Return')


def be_refused(gallery, name, size):
    type_password(gallery, 'Password', 'wrong')
    gallery.lodge.find('label', gallery.words('That was not accepted. Try again.'), seconds=60)
    save(gallery, name, size)


def login_sasl(gallery):
    subprocess.run(['saslpasswd2', '-p', '-c', '-f', '/etc/libvirt/sasl/passwd.db', '-a', 'libvirt', USER],
                   input=PASSWORD, text=True, check=True)
    with sizes(gallery, f'qemu+tcp://{USER}@127.0.0.1/system') as run:
        for size in run:
            gallery.lodge.find('text', f"^{gallery.words('Password')}$", seconds=60)
            save(gallery, 'login-sasl', size)
            be_refused(gallery, 'login-sasl-refused', size)
            cancel(gallery, size, 'Access Denied')
            save(gallery, 'login-denied', size)


@contextlib.contextmanager
def ssh_server(key):
    """What it trusts is forgotten with it."""
    with tempfile.TemporaryDirectory(dir=os.environ['TMPDIR']) as directory:
        pathlib.Path(directory).chmod(0o755)
        server = sshd.Server(directory)
        if key:
            server.make_key('key', PASSWORD)
        server.start()
        if key:
            server.trust()
        try:
            driver.wait(server.answers, 'The ssh server answered')
            yield f'qemu+ssh://{sshd.USER}@127.0.0.1:{sshd.PORT}/system', server
        finally:
            server.stop()


def login_ssh(gallery):
    with ssh_server(False) as (uri, server), sizes(gallery, uri) as run:
        for size in run:
            gallery.lodge.find('push button', f"{gallery.words('_Trust and Connect')}$", seconds=60)
            save(gallery, 'login-unknown', size)
            gallery.press('_Trust and Connect')
            gallery.lodge.find('text', f"^{gallery.words('Password')}$", seconds=60)
            save(gallery, 'login-ssh', size)
            be_refused(gallery, 'login-ssh-refused', size)
            (server.directory / 'known_hosts').unlink()


def login_key(gallery):
    with ssh_server(True) as (uri, _), sizes(gallery, uri) as run:
        for size in run:
            gallery.lodge.find('text', f"^({gallery.words('Password')}|{gallery.words('Passphrase')})$",
                               seconds=60)
            save(gallery, 'login-key', size)
            cancel(gallery, size, 'Not Connected')
            save(gallery, 'login-cancelled', size)


SCENES = (login_sasl, login_ssh, login_key)
