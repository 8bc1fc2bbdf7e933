# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by ./run and ./check: finds out what is missing, installs it, and builds.
# shellcheck shell=bash disable=SC2154

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export PATH="$PATH:/usr/sbin:/sbin"

say () { printf '%s: %s\n' "$self" "$*" >&2; }
die () { say "$*"; exit 1; }

# One need a line:
#   sets | how to see that it is there | apt | dnf | pacman | zypper | what for
# Sets: build, run, tour (a screen of its own), unit (the fast tests), check (all tests). A set with "?" is optional: where the
# distribution does not have it, things go on without it.
# "cmd X", "pc X [VERSION]" (pkg-config), "file GLOB..." (one of them), "user X", "py MODULE".
# A package with "?" is asked for only where the distribution has it.
needs () {
  sed -e '/^#/d' -e 's/ *| */|/g' <<'END'
build | cmd cc | gcc libc6-dev | gcc glibc-devel | gcc | gcc glibc-devel | the compiler
build | cmd meson | meson | meson | meson | meson | the build system
build | cmd ninja | ninja-build | ninja-build | ninja | ninja | the build system
build | cmd pkg-config | pkgconf | pkgconf-pkg-config | pkgconf | pkgconf-pkg-config | finding libraries
build | cmd msgfmt | gettext | gettext | gettext | gettext-tools | translations
build | pc gtk4 4.8 | libgtk-4-dev | gtk4-devel | gtk4 | gtk4-devel | the interface
build | cmd glib-compile-schemas | libglib2.0-bin | glib2-devel | glib2-devel | glib2-tools | settings
build | cmd glib-compile-resources | libglib2.0-dev-bin | glib2-devel | glib2-devel | glib2-devel | resources
build | pc libadwaita-1 1.2 | libadwaita-1-dev | libadwaita-devel | libadwaita | libadwaita-devel | the interface
build | pc gtksourceview-5 5.6 | libgtksourceview-5-dev | gtksourceview5-devel | gtksourceview5 | gtksourceview5-devel | the XML view
build | pc vte-2.91-gtk4 0.70 | libvte-2.91-gtk4-dev | vte291-gtk4-devel | vte4 | vte-devel | text consoles
build | pc libvirt 9.0 | libvirt-dev | libvirt-devel | libvirt | libvirt-devel | controlling machines
build | pc libvirt-glib-1.0 4.0 | libvirt-glib-1.0-dev | libvirt-glib-devel | libvirt-glib | libvirt-glib-devel | events of machines
build | pc spice-client-glib-2.0 0.42 | libspice-client-glib-2.0-dev | spice-glib-devel | spice-gtk | spice-gtk-devel | screens of machines
build | pc gvnc-1.0 1.0 | libgvnc-1.0-dev | gvnc-devel | gtk-vnc | gtk-vnc-devel | screens of machines
build | pc gstreamer-1.0 1.20 | libgstreamer1.0-dev | gstreamer1-devel | gstreamer | gstreamer-devel | recording screens
build | pc gstreamer-app-1.0 1.20 | libgstreamer-plugins-base1.0-dev | gstreamer1-plugins-base-devel | gst-plugins-base-libs | gstreamer-plugins-base-devel | recording screens
build | pc libosinfo-1.0 1.10 | libosinfo-1.0-dev | libosinfo-devel | libosinfo | libosinfo-devel | recognising systems
build | pc libxml-2.0 | libxml2-dev | libxml2-devel | libxml2 | libxml2-devel | machine definitions
build | pc libsecret-1 0.20 | libsecret-1-dev | libsecret-devel | libsecret | libsecret-devel | remembering passwords
build? | pc libcacard 2.5.1 | libcacard-dev | libcacard-devel | libcacard | libcacard-devel | smart cards
build | pc xkbcommon 1.0 | libxkbcommon-dev | libxkbcommon-devel | libxkbcommon | libxkbcommon-devel | keyboard layouts
run check | file /usr/share/osinfo/os | osinfo-db | osinfo-db | osinfo-db | osinfo-db | recognising systems
run check | cmd qemu-system-@ARCH@ /usr/libexec/qemu-kvm | qemu-system-@DEB@ | qemu-kvm | qemu-desktop | qemu-@SUSE@ | running machines
run check | file /usr/lib*/qemu/ui-spice-core.so /usr/lib/*/qemu/ui-spice-core.so /usr/lib64/qemu-kvm/ui-spice-core.so | qemu-system-modules-spice? | qemu-ui-spice-core qemu-char-spice | qemu-desktop | qemu-spice | screens of machines
run check | cmd qemu-img | qemu-utils | qemu-img | qemu-img | qemu-img | disks
run check | cmd libvirtd virtqemud | libvirt-daemon | libvirt-daemon-kvm | libvirt | libvirt-daemon-qemu | the daemon that runs machines
run check | cmd virtlogd | libvirt-daemon-log? libvirt-daemon | libvirt-daemon-log | libvirt | libvirt-daemon-log | the daemon that runs machines
run check | file /usr/lib*/libvirt/connection-driver/libvirt_driver_qemu.so /usr/lib/*/libvirt/connection-driver/libvirt_driver_qemu.so | libvirt-daemon-driver-qemu | libvirt-daemon-driver-qemu | libvirt | libvirt-daemon-driver-qemu | the daemon that runs machines
run check | file /usr/lib*/libvirt/connection-driver/libvirt_driver_storage.so /usr/lib/*/libvirt/connection-driver/libvirt_driver_storage.so | libvirt-daemon-driver-storage? libvirt-daemon | libvirt-daemon-driver-storage-core | libvirt | libvirt-daemon-driver-storage-core | disks
run check | file /usr/lib*/libvirt/connection-driver/libvirt_driver_network.so /usr/lib/*/libvirt/connection-driver/libvirt_driver_network.so | libvirt-daemon-driver-network? libvirt-daemon | libvirt-daemon-driver-network | libvirt | libvirt-daemon-driver-network | virtual networks
run check | file /usr/lib*/libvirt/connection-driver/libvirt_driver_nodedev.so /usr/lib/*/libvirt/connection-driver/libvirt_driver_nodedev.so | libvirt-daemon-driver-nodedev? libvirt-daemon | libvirt-daemon-driver-nodedev | libvirt | libvirt-daemon-driver-nodedev | devices of the host
run | file /etc/libvirt/qemu/networks/default.xml /usr/share/libvirt/networks/default.xml | libvirt-daemon-config-network | libvirt-daemon-config-network | libvirt | libvirt-daemon-config-network | the system's virtual network
run | file /etc/libvirt/qemu.conf | @SYSTEM@ | libvirt-daemon-driver-qemu | libvirt | libvirt-daemon-driver-qemu | the system's libvirt
run check | cmd dnsmasq | dnsmasq-base | dnsmasq | dnsmasq | dnsmasq | virtual networks
run check | cmd iptables | iptables | iptables-nft | iptables | iptables | virtual networks
run check | file /usr/share/OVMF/OVMF_CODE* /usr/share/edk2/ovmf/OVMF_CODE* /usr/share/edk2/x64/OVMF_CODE* /usr/share/qemu/ovmf-x86_64* /usr/share/AAVMF/* /usr/share/edk2/aarch64/* | @UEFI@ | edk2-ovmf | edk2-ovmf | qemu-ovmf-x86_64 | UEFI firmware
run? | cmd swtpm | swtpm swtpm-tools? | swtpm | swtpm | swtpm | TPM devices
run? check unit | file /usr/lib*/gstreamer-1.0/libgstvideoconvert*.so /usr/lib/*/gstreamer-1.0/libgstvideoconvert*.so | gstreamer1.0-plugins-base | gstreamer1-plugins-base | gst-plugins-base | gstreamer-plugins-base | recording screens
run? check unit | file /usr/lib*/gstreamer-1.0/libgstvpx.so /usr/lib/*/gstreamer-1.0/libgstvpx.so | gstreamer1.0-plugins-good | gstreamer1-plugins-good | gst-plugins-good | gstreamer-plugins-good | recording screens
run check | file /usr/lib*/gio/modules/libgiognutls.so /usr/lib*/gio/modules/libgioopenssl.so /usr/lib/*/gio/modules/libgiognutls.so /usr/lib/*/gio/modules/libgioopenssl.so | glib-networking | glib-networking | glib-networking | glib-networking | encrypted screens
run? check unit | file /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/ca-bundle.pem | ca-certificates | ca-certificates | ca-certificates | ca-certificates-mozilla | whom the system believes, for encrypted screens
run check | file /usr/share/icons/Adwaita/index.theme | adwaita-icon-theme | adwaita-icon-theme | adwaita-icon-theme | adwaita-icon-theme | icons
run? check? | file /usr/lib*/gdk-pixbuf-2.0/2.10.0/loaders/*svg.so /usr/lib/*/gdk-pixbuf-2.0/2.10.0/loaders/*svg.so | librsvg2-common | librsvg2 | librsvg | gdk-pixbuf-loader-rsvg | icons
run check | file /usr/share/fonts/*/*/* /usr/share/fonts/*/*.?tf | fonts-cantarell fonts-dejavu-core | dejavu-sans-fonts abattis-cantarell-fonts | cantarell-fonts ttf-dejavu | dejavu-fonts cantarell-fonts | text
run check | file /usr/share/mime/mime.cache | shared-mime-info | shared-mime-info | shared-mime-info | shared-mime-info | recognising files
run check | cmd dbus-run-session | dbus-daemon | dbus-daemon | dbus | dbus-1 | the session bus
tour | cmd Xvfb | xvfb | xorg-x11-server-Xvfb | xorg-server-xvfb | xorg-x11-server-Xvfb | a screen without a monitor
tour | cmd xdotool | xdotool | xdotool | xdotool | xdotool | keys and pointer from outside
check? | cmd weston | weston | weston | weston | weston | tests under Wayland
tour | file /usr/libexec/at-spi-bus-launcher /usr/libexec/at-spi2/at-spi-bus-launcher /usr/lib/at-spi-bus-launcher | at-spi2-core | at-spi2-core | at-spi2-core | at-spi2-core | seeing the window from outside
tour | cmd import | imagemagick | ImageMagick | imagemagick | ImageMagick | pictures of the window
tour | cmd openbox | openbox | openbox | openbox | openbox | a window manager for that screen
tour | cmd xprop | x11-utils | xprop | xorg-xprop | xprop | seeing the window from outside
tour | py gi | python3-gi | python3-gobject | python-gobject | python3-gobject | seeing the window from outside
tour | file /usr/lib*/girepository-1.0/Atspi-2.0.typelib /usr/lib/*/girepository-1.0/Atspi-2.0.typelib | gir1.2-atspi-2.0 | at-spi2-core | at-spi2-core | typelib-1_0-Atspi-2_0 | seeing the window from outside
tour? | file /usr/lib/memtest86+/*.iso /boot/memtest*.iso | memtest86+ | - | - | - | a small ISO
check | cmd ps | procps | procps-ng | procps-ng | procps | looking at processes
check | cmd ip | iproute2 | iproute | iproute2 | iproute2 | networks of the tests
check | cmd unshare setpriv | util-linux | util-linux | util-linux | util-linux | namespaces of the tests
run check | cmd virsh | libvirt-clients | libvirt-client | libvirt | libvirt-client | looking at machines from outside
unit | cmd desktop-file-validate | desktop-file-utils | desktop-file-utils | desktop-file-utils | desktop-file-utils | checking the desktop file
unit | cmd appstreamcli | appstream | appstream | appstream | AppStream | checking the metainfo
unit | cmd xmllint | libxml2-utils | libxml2 | libxml2 | libxml2-tools | checking XML
check | cmd xorriso | xorriso | xorriso | libisoburn | xorriso | ISOs of the tests
check? | file /usr/lib*/libasan.so* /usr/lib/*/libasan.so* /usr/lib/gcc/*/*/libasan.so* /usr/lib*/gcc/*/*/libasan.so* | - | libasan libubsan | - | - | finding memory errors
check? | cmd saslpasswd2 | sasl2-bin libsasl2-modules | cyrus-sasl cyrus-sasl-md5 | cyrus-sasl | cyrus-sasl cyrus-sasl-digestmd5 | a host of the tests that asks for a password
check? | cmd gnome-keyring-daemon | gnome-keyring | gnome-keyring | gnome-keyring | gnome-keyring | a keyring of the tests
check? | cmd sshd | openssh-server | openssh-server | openssh | openssh-server | a host of the tests that is reached by ssh
check? | cmd pulseaudio pipewire-pulse | pulseaudio | pulseaudio pulseaudio-utils | pulseaudio | pulseaudio pulseaudio-utils | sound of the tests
check? | cmd certutil | libnss3-tools | nss-tools | nss | mozilla-nss-tools | smart cards of the tests
check? | pc spice-server | libspice-server-dev | spice-server-devel | spice | libspice-server-devel | a SPICE server for the tests
check? | file /usr/lib/ISOLINUX/isolinux.bin | isolinux | - | - | - | ISOs of the tests
check? | file /usr/lib/syslinux/modules/bios/ldlinux.c32 | syslinux-common | - | - | - | ISOs of the tests
check? | file /usr/lib/debian-installer/images/*/@DEBARCH@ | debian-installer-@DEBREL@-netboot-@DEBARCH@ | - | - | - | a guest for the tests
END
}

# cmd|pc|file|user|py ARGUMENT...
is_there () {
  local kind=$1 item
  shift
  case $kind in
    cmd)
      for item; do command -v "$item" >/dev/null && return 0; done
      return 1 ;;
    pc) pkg-config --exists "$1${2:+ >= $2}" 2>/dev/null ;;
    file) compgen -G "$1" >/dev/null || { shift; [ $# -gt 0 ] && is_there file "$@"; } ;;
    py) /usr/bin/python3 -c "import $1" 2>/dev/null ;;
  esac
}

find_manager () {
  for manager in apt-get dnf pacman zypper; do
    command -v $manager >/dev/null && return
  done
  manager=
}

# Names that depend on the machine.
set_names () {
  local arch release=
  arch=$(uname -m)
  deb_arch=$(dpkg --print-architecture 2>/dev/null || true)
  if [ "$manager" = apt-get ]; then
    # shellcheck disable=SC1091
    release=$(. /etc/os-release; [ "$ID" = debian ] && echo "${VERSION_ID:-}")
  fi
  local deb=x86 uefi=ovmf
  case $arch in
    aarch64|arm*) deb=arm uefi=qemu-efi-aarch64 ;;
    ppc*) deb=ppc uefi=ovmf ;;
    x86_64|i?86) ;;
    *) deb=misc ;;
  esac
  # Never pull systemd onto a system that runs without it.
  local system=libvirt-daemon-system
  if [ ! -d /run/systemd/system ] && ! dpkg -s systemd-sysv >/dev/null 2>&1; then
    system="libvirt-daemon-system libvirt-daemon-system-sysv?"
  fi
  names=(-e "s/@ARCH@/$arch/g" -e "s/@DEB@/$deb/g" -e "s/@UEFI@/$uefi/g" -e "s/@SUSE@/${deb/misc/extra}/g"
         -e "s/@SYSTEM@/$system/g" -e "s/@DEBARCH@/$deb_arch/g" -e "s/@DEBREL@/$release/g")
}

in_sets () {                    # in_sets "run check?" SET...: prints "?" for an optional need
  local mine=$1 set
  shift
  for set; do
    case " $mine " in
      *" $set "*) return 0 ;;
      *" $set? "*) printf '?'; return 0 ;;
    esac
  done
  return 1
}

# Fills missing (required) and missing_optional with "packages|what for" lines.
find_missing () {
  local sets check apt dnf pacman zypper why optional packages words
  missing=() missing_optional=()
  while IFS='|' read -r sets check apt dnf pacman zypper why; do
    optional=$(in_sets "$sets" "$@") || continue
    set -f
    # shellcheck disable=SC2206
    words=($check)
    set +f
    is_there "${words[@]}" && continue
    case $manager in
      apt-get) packages=$apt ;;
      dnf) packages=$dnf ;;
      pacman) packages=$pacman ;;
      zypper) packages=$zypper ;;
      *) packages=$apt ;;
    esac
    [ "$packages" = - ] && continue
    if [ -n "$optional" ]; then
      missing_optional+=("$packages|$why")
    else
      missing+=("$packages|$why")
    fi
  done < <(needs | sed "${names[@]}")
}

as_root () {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo -n "$@"
  fi
}

manager_update () {
  case $manager in
    apt-get) as_root apt-get -qq update ;;
    dnf) as_root dnf -q makecache ;;
    pacman) as_root pacman -Sy --noconfirm ;;
    zypper) as_root zypper -q --non-interactive refresh ;;
  esac
}

manager_has () {
  case $manager in
    apt-get) [ -n "$(apt-cache madison "$1" 2>/dev/null)" ] ;;
    dnf) dnf -q info "$1" >/dev/null 2>&1 ;;
    pacman) pacman -Si "$1" >/dev/null 2>&1 ;;
    zypper) zypper -q --non-interactive search --match-exact "$1" >/dev/null 2>&1 ;;
  esac
}

manager_install () {
  case $manager in
    apt-get)
      as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q --no-install-recommends \
        -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install "$@" ;;
    dnf) as_root dnf -y --setopt=install_weak_deps=False install "$@" ;;
    pacman) as_root pacman -S --needed --noconfirm "$@" ;;
    zypper) as_root zypper --non-interactive install --no-recommends "$@" ;;
  esac
}

# Prints the packages of a need that can be asked for; fails when one of them cannot be had.
available () {
  local package
  for package; do
    case $package in
      *\?) manager_has "${package%\?}" && echo "${package%\?}" ;;
      *) [ "$optional_now" = no ] || manager_has "$package" || return 1
         echo "$package" ;;
    esac
  done
  return 0
}

# Prints a list of "packages|what for", one line a purpose.
explain () {
  printf '%s\n' "$@" | tr -d '?' | awk -F'|' '
    !($2 in packages) { order[++n] = $2 }
    { count = split($1, names, " ")
      for (i = 1; i <= count; i++)
        if (!seen[$2, names[i]]++) packages[$2] = packages[$2] " " names[i] }
    END { for (i = 1; i <= n; i++) print "    " order[i] ":" packages[order[i]] }' | fold -s -w 96 |
    sed '/^    /!s/^/      /' >&2
}

# Asks for the password once, and only where somebody can type it.
may_install () {
  [ "$(id -u)" = 0 ] && return
  command -v sudo >/dev/null || return
  sudo -n true 2>/dev/null && return
  [ -t 0 ] && sudo -v
}

no_root () {
  say "Cannot go on: packages are missing, and neither root nor sudo can be used here."
  say "Ask an administrator to run: $manager install $*"
  exit 1
}

why_not () {                    # turns the manager's log into one sentence
  local log=$1
  if grep -qiE 'could.?n.?t (connect|resolve)|temporary failure (resolving|in name)|could not resolve|unable to connect|failed to fetch|network is unreachable|cannot (download|resolve)|failed retrieving|download .*error|curl error' "$log"; then
    say "Cannot go on: the package server cannot be reached. Check the network, then run ./$self again."
  elif grep -qi 'no space left\|enough free space' "$log"; then
    say "Cannot go on: there is no room on the disk for the packages."
  else
    say "Cannot go on: $manager could not install the packages. Its last words:"
    tail -n 15 "$log" >&2
  fi
  say "The whole log: $log"
  exit 1
}

install_missing () {
  local log line optional_now=no
  log=${TMPDIR:-/tmp}/lodge-setup-$(id -u).log
  local -a packages=() list=()
# shellcheck disable=SC2046
  mapfile -t list < <(available $(printf '%s\n' ${missing[@]+"${missing[@]%%|*}"}) | sort -u)
  if [ -z "$manager" ]; then
    say "Cannot go on: this system has none of apt, dnf, pacman and zypper, so these must be installed by hand (the names are Debian’s):"
    explain ${missing[@]+"${missing[@]}"}
    exit 1
  fi
  say "missing on this computer, to be installed with $manager:"
  explain ${missing[@]+"${missing[@]}"} ${missing_optional[@]+"${missing_optional[@]}"}
  may_install || no_root "${list[@]}"
  : >"$log"
  manager_update >>"$log" 2>&1 || say "the list of packages could not be refreshed; trying with the old one"

  # shellcheck disable=SC2086
  for line in ${missing[@]+"${missing[@]}"}; do
    mapfile -t -O "${#packages[@]}" packages < <(available ${line%%|*})
  done
  optional_now=yes
  # shellcheck disable=SC2086
  for line in ${missing_optional[@]+"${missing_optional[@]}"}; do
    if mapfile -t list < <(available ${line%%|*} || echo -) && [ "${list[*]: -1}" != - ]; then
      packages+=("${list[@]}")
    else
      line=${line//\?/}
      say "not to be had here: ${line%%|*} (${line#*|}); going on without it"
    fi
  done
  [ ${#packages[@]} -gt 0 ] || return 0
  manager_install "${packages[@]}" </dev/null >>"$log" 2>&1 || why_not "$log"
}

# ensure SET...: everything of these sets is there afterwards.
ensure () {
  local tried=$top/build/.setup-tried line
  find_manager
  set_names
  find_missing "$@"
  # What the distribution did not have last time is not asked for again.
  if [ ${#missing[@]} = 0 ]; then
    [ ${#missing_optional[@]} = 0 ] && return 0
    [ "$(cat "$tried" 2>/dev/null)" = "$(printf '%s\n' "${missing_optional[@]}")" ] && return 0
  fi
  if [ ${#missing[@]} = 0 ] && { [ -z "$manager" ] || { [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; }; }; then
    for line in "${missing_optional[@]}"; do
      line=${line//\?/}
      say "going on without ${line%%|*} (${line#*|})"
    done
    return 0
  fi
  install_missing
  find_missing "$@"
  if [ ${#missing[@]} -gt 0 ]; then
    say "Cannot go on: these are still missing or too old after installing (Lodge needs Debian 12 or newer, or the like):"
    explain "${missing[@]}"
    exit 1
  fi
  if [ ${#missing_optional[@]} -gt 0 ]; then
    mkdir -p "$top/build"
    printf '%s\n' "${missing_optional[@]}" >"$tried"
  fi
}

# build DIR [MESON OPTION...]: an up-to-date build there.
build () {
  local dir=$top/$1 log
  log=$dir.log
  shift
  say "building in ${dir#"$top"/}/"
  if [ ! -e "$dir/build.ninja" ]; then
    meson setup "$dir" "$top" "$@" >"$log" 2>&1 || build_failed "$log"
  elif [ ! -d "$dir/tests" ] && [ "${1:-}" = -Dtests=true ]; then
    meson configure "$dir" -Dtests=true >"$log" 2>&1 || build_failed "$log"
  fi
  meson compile -C "$dir" >"$log" 2>&1 || build_failed "$log"
  rm -f "$log"
}

build_failed () {
  grep -E 'error|ERROR|FAILED' "$1" | head -n 30 >&2
  tail -n 30 "$1" >&2
  die "Cannot go on: the build failed. The whole log: $1"
}
