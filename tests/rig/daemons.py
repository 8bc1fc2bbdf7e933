# SPDX-License-Identifier: GPL-3.0-or-later
"""Configuration of the rig's own libvirtd and virtlogd: what is written before they start."""

import os
import pathlib
import shutil

LIBVIRTD_CONF = '''\
auth_unix_rw = "none"
unix_sock_rw_perms = "0777"
unix_sock_dir = "/run/libvirt"
log_outputs = "2:file:{log}/libvirtd.log"
'''

# With --listen: TCP for those who know a password, which tests add with saslpasswd2.
LISTEN_CONF = '''\
listen_tls = 0
listen_tcp = 1
listen_addr = "127.0.0.1"
auth_tcp = "sasl"
'''

SASL_DIR = '/etc/libvirt/sasl'
SASL_CONF = f'''\
mech_list: digest-md5
sasldb_path: {SASL_DIR}/passwd.db
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


def write_listen():
    """What makes libvirtd --listen ask for a name and a password."""
    with open('/etc/libvirt/libvirtd.conf', 'a', encoding='ascii') as conf:
        conf.write(LISTEN_CONF)
    os.mkdir(SASL_DIR)
    pathlib.Path(SASL_DIR, 'libvirt.conf').write_text(SASL_CONF)
    os.environ['SASL_CONF_PATH'] = SASL_DIR


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
