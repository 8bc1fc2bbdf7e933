# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by ./run: libvirt's daemons for root on a system without systemd, for as long as Lodge runs.
# shellcheck shell=bash

daemon_dir=
daemons=()
networks=

on_system () { timeout 20 virsh -q -c qemu:///system "$@" 2>/dev/null; }


# Does a daemon listen on the system's socket?
socket_answers () {
  local socket
  for socket in /run/libvirt/libvirt-sock /run/libvirt/virtqemud-sock; do
    [ -S "$socket" ] || continue
    /usr/bin/python3 - "$socket" <<'END' 2>/dev/null && return 0
import socket, sys
s = socket.socket(socket.AF_UNIX)
s.settimeout(3)
s.connect(sys.argv[1])
END
  done
  return 1
}

start_daemon () {               # start_daemon NAME SOCKET
  local name=$1 socket=$2 tries=0 pid
  "$top/build-aux/own-root.py" "$name" --pid-file "$daemon_dir/$name.pid" >"$daemon_dir/$name.log" 2>&1 &
  pid=$!
  daemons+=("$pid")
  until [ -S "$socket" ]; do
    if ! kill -0 "$pid" 2>/dev/null || [ $((tries += 1)) -gt 100 ]; then
      say "$name did not start; Lodge will use the user's own session. It said:"
      tail -n 5 "$daemon_dir/$name.log" >&2
      return 1
    fi
    sleep 0.1
  done
}

# As root, without systemd, and when nobody answers: virtlogd and libvirtd.
start_daemons () {
  [ "$(id -u)" = 0 ] && [ ! -d /run/systemd/system ] || return 0
  command -v libvirtd >/dev/null && ! socket_answers || return 0
  say "no libvirt daemon runs here: starting virtlogd and libvirtd for as long as Lodge runs"
  mkdir -p /run/libvirt
  rm -f /run/libvirt/libvirt-sock
  daemon_dir=$(mktemp -d /run/lodge-daemons.XXXXXX)
  if [ ! -S /run/libvirt/virtlogd-sock ]; then
    start_daemon virtlogd /run/libvirt/virtlogd-sock || return 0
  fi
  start_daemon libvirtd /run/libvirt/libvirt-sock || return 0
  networks=$(on_system net-list --name)
}

# Networks that were started meanwhile have helpers of their own, which would outlive the daemons.
end_networks () {
  local network
  [ -S /run/libvirt/libvirt-sock ] && [ -z "$(on_system list --name)" ] || return
  on_system net-list --name | while read -r network; do
    [ -z "$network" ] || grep -qxF "$network" <<<"$networks" || on_system net-destroy "$network" >/dev/null
  done
}

# The last started first. Machines that still run go on, as they do when libvirtd restarts.
end_daemons () {
  local i tries
  [ ${#daemons[@]} = 0 ] || end_networks
  for ((i = ${#daemons[@]} - 1; i >= 0; i--)); do
    kill "${daemons[i]}" 2>/dev/null || continue
    for ((tries = 0; tries < 50; tries++)); do
      kill -0 "${daemons[i]}" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL "${daemons[i]}" 2>/dev/null
    wait "${daemons[i]}" 2>/dev/null
  done
  [ -n "$daemon_dir" ] && rm -rf "$daemon_dir"
  daemons=() daemon_dir=
}
