# SPDX-License-Identifier: GPL-3.0-or-later
"""Configuration of the rig's own libvirtd and virtlogd: what is written before they start."""

import pathlib
import shutil

LIBVIRTD_CONF = '''\
auth_unix_rw = "none"
unix_sock_rw_perms = "0777"
unix_sock_dir = "/run/libvirt"
log_outputs = "2:file:{log}/libvirtd.log"
'''

QEMU_CONF = '''\
user = "{user}"
group = "{group}"
security_driver = "none"
cgroup_controllers = [ ]
namespaces = [ ]
remember_owner = 0
vnc_listen = "127.0.0.1"
spice_listen = "127.0.0.1"
'''

POOL_XML = '''\
<pool type='dir'>
  <name>default</name>
  <uuid>0f2d0c5e-7a4e-4b57-9a0d-6f2b6c1a7e11</uuid>
  <source/>
  <target><path>/var/lib/libvirt/images</path></target>
</pool>
'''

NETWORK_XML = '''\
<network>
  <name>default</name>
  <forward mode='{forward}'/>
  <bridge name='virbr0' stp='off' delay='0'/>
  <ip address='192.168.122.1' netmask='255.255.255.0'>
    <dhcp><range start='192.168.122.2' end='192.168.122.254'/></dhcp>
  </ip>
</network>
'''


def find(program):
    return shutil.which(program, path='/usr/sbin:/sbin:/usr/bin:/bin:/usr/libexec')


def write(log, user, with_pool):
    """Fills the private /etc/libvirt."""
    etc = pathlib.Path('/etc/libvirt')
    (etc / 'libvirtd.conf').write_text(LIBVIRTD_CONF.format(log=log))
    (etc / 'qemu.conf').write_text(QEMU_CONF.format(user=user, group=user))
    (etc / 'virtlogd.conf').write_text(f'log_outputs = "2:file:{log}/virtlogd.log"\n')
    pathlib.Path('/var/lib/libvirt/images').mkdir(mode=0o711, exist_ok=True)
    pathlib.Path('/run/libvirt').mkdir()
    if with_pool:
        (etc / 'storage/autostart').mkdir(parents=True)
        (etc / 'storage/default.xml').write_text(POOL_XML)
        (etc / 'storage/autostart/default.xml').symlink_to('/etc/libvirt/storage/default.xml')


def forward_modes():
    """Forward modes worth a try here: NAT needs a firewall program, an open network needs none."""
    return ['nat', 'open'] if find('iptables') else ['open']
