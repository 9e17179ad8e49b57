/** Where the machine notes which services start with it: a file a service, `enabled` or `disabled`. */
const notes = '/var/lib/services';

function services(called: 'systemctl' | 'service'): string {
  return `#!/bin/sh
# ${called} of a machine without systemd: for ssh, frr and strongSwan.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

known() {
  case "$1" in
    ssh|sshd) echo ssh ;;
    frr) [ -x /usr/lib/frr/frrinit.sh ] && [ -r /etc/frr/daemons ] && echo frr ;;
    ipsec|strongswan|strongswan-starter) command -v ipsec > /dev/null && echo ipsec ;;
  esac
}
alive() {
  [ -r "$1" ] && kill -0 "$(cat "$1")" 2> /dev/null || [ -d "/proc/$(cat "$1" 2> /dev/null || echo none)" ]
}
active() {
  case "$1" in
    ssh) true ;;
    frr) alive /run/frr/watchfrr.pid ;;
    ipsec) alive /run/charon.pid ;;
  esac
}
enabled() {
  [ "$1" = ssh ] || [ "$(cat ${notes}/"$1" 2> /dev/null)" = enabled ]
}
note() {
  [ "$1" = ssh ] || { mkdir -p ${notes} && echo "$2" > ${notes}/"$1"; }
}
must_be_root() {
  [ "$(id -u)" = 0 ] && return
  echo "${called}: only root may do this; use sudo" >&2
  exit 4
}
run_ssh() {
  case "$1" in
    start) true ;;
    # Sessions go on, as they do when a real sshd is restarted.
    restart|reload|force-reload|try-restart) kill -HUP "$(cat /run/sshd.pid)" ;;
    status) echo 'sshd is running' ;;
    *) echo "${called}: this machine can only be reached by ssh, which therefore stays" >&2; return 1 ;;
  esac
}
run_frr() {
  case "$1" in
    start) active frr || /usr/lib/frr/frrinit.sh start ;;
    stop) ! active frr || /usr/lib/frr/frrinit.sh stop ;;
    reload|force-reload)
      active frr || { echo 'frr is not active, cannot reload.' >&2; return 1; }
      if [ -x /usr/lib/frr/frr-reload.py ]; then /usr/lib/frr/frrinit.sh reload; return; fi
      echo 'frr-pythontools is not installed where this lab runs: frr is restarted instead, which ends its sessions' >&2
      /usr/lib/frr/frrinit.sh restart ;;
    *) /usr/lib/frr/frrinit.sh "$1" ;;
  esac
}
run_ipsec() {
  case "$1" in
    start) active ipsec || ipsec start ;;
    stop) ! active ipsec || ipsec stop ;;
    reload|force-reload) ipsec reload && ipsec rereadsecrets ;;
    *) ipsec "$1" ;;
  esac
}
act() {
  case "$2" in
    restart|try-restart|stop|start|reload|force-reload|reload-or-restart) must_be_root ;;
  esac
  verb=$2
  case "$verb" in
    try-restart) active "$1" || return 0; verb=restart ;;
    reload-or-restart) if active "$1"; then verb=reload; else verb=restart; fi ;;
  esac
  # A package enables what it installs: whatever was once started also starts with the machine.
  case "$verb" in start|restart) [ -e ${notes}/"$1" ] || note "$1" enabled ;; esac
  "run_$1" "$verb"
}
${called === 'systemctl' ? systemctlMain : serviceMain}`;
}

const systemctlMain = `
verb= units= now= quiet=
for word in "$@"; do
  case "$word" in
    --now) now=yes ;;
    -q|--quiet) quiet=yes ;;
    -*) ;;
    *) if [ -z "$verb" ]; then verb=$word; else units="$units $word"; fi ;;
  esac
done
[ "$verb" = daemon-reload ] && exit 0
if [ -z "$units" ]; then
  echo "systemctl: this machine has no systemd; this command starts, stops, restarts, reloads, enables and shows ssh, frr and strongswan" >&2
  exit 1
fi
outcome=0
for unit in $units; do
  name=$(known "\${unit%.service}")
  if [ -z "$name" ]; then
    case "$verb" in status|is-active|is-enabled) [ "$verb" = is-active ] && [ -z "$quiet" ] && echo inactive; outcome=4 ;; *) outcome=5 ;; esac
    echo "Unit \${unit%.service}.service could not be found." >&2
    continue
  fi
  case "$verb" in
    start|stop|restart|try-restart|reload|force-reload|reload-or-restart)
      # As with systemd, what the service says is seen when it fails.
      said=$(act "$name" "$verb" 2>&1) || { outcome=1; echo "$said" >&2; continue; }
      echo "$said" | grep 'restarted instead' >&2 ;;
    enable) must_be_root; note "$name" enabled; [ -z "$now" ] || act "$name" start > /dev/null || outcome=1 ;;
    disable) must_be_root; note "$name" disabled; [ -z "$now" ] || act "$name" stop > /dev/null || outcome=1 ;;
    is-active)
      if active "$name"; then state=active; else state=inactive; outcome=3; fi
      [ -n "$quiet" ] || echo "$state" ;;
    is-enabled)
      if enabled "$name"; then state=enabled; else state=disabled; outcome=1; fi
      [ -n "$quiet" ] || echo "$state" ;;
    status)
      echo "* \${unit%.service}.service"
      if enabled "$name"; then echo '     Loaded: loaded (enabled)'; else echo '     Loaded: loaded (disabled)'; fi
      if active "$name"; then echo '     Active: active (running)'; else echo '     Active: inactive (dead)'; outcome=3; fi
      # Only root may look at the processes of others.
      [ "$(id -u)" = 0 ] && active "$name" && act "$name" status 2>&1 | sed 's/^/       /' ;;
    *) echo "systemctl: $verb is not known on this machine, which has no systemd" >&2; exit 1 ;;
  esac
done
exit $outcome
`;

const serviceMain = `
name=$(known "$1")
if [ -z "$name" ]; then
  echo "$1: unrecognized service" >&2
  exit 1
fi
act "$name" "$2"
`;

/** Run by process 1. */
const startServices = `#!/bin/sh
for file in ${notes}/*; do
  [ -r "$file" ] && [ "$(cat "$file")" = enabled ] && service "$(basename "$file")" start
done
`;

/** The logs that there are, by unit or tag. */
const logs = `#!/bin/sh
# journalctl of a machine without a journal: shows the log files of frr and strongSwan.
of= count=all follow=
while [ $# -gt 0 ]; do
  case "$1" in
    -u|-t|--unit|--identifier) of=$2; shift ;;
    -u*|-t*) of=\${1#-?} ;;
    --unit=*|--identifier=*) of=\${1#*=} ;;
    -n|--lines) count=$2; shift ;;
    -n*) count=\${1#-n} ;;
    --lines=*) count=\${1#*=} ;;
    -f|--follow) follow=-f ;;
    -e|-x|-xe|-ex|-r|--no-pager) [ "$count" = all ] && count=100 ;;
  esac
  shift
done
case "\${of%.service}" in
  frr|zebra|bgpd|staticd|watchfrr) file=/var/log/frr/frr.log ;;
  strongswan|strongswan-starter|ipsec|charon) file=/var/log/charon.log ;;
  *) echo 'journalctl: this machine has no journal; ask for -u frr or -u strongswan' >&2; exit 1 ;;
esac
[ "$count" = all ] && count=+1
if [ ! -e "$file" ]; then echo '-- No entries --'; exit 0; fi
exec tail -n "$count" $follow "$file"
`;

function packages(called: 'apt-get' | 'apt'): string {
  return `#!/bin/sh
# ${called} of a machine whose programs are those of the host of the lab: a package is there, or can't be had.
there() {
  case "$1" in
    frr) [ -x /usr/lib/frr/bgpd ] ;;
    frr-pythontools) [ -x /usr/lib/frr/frr-reload.py ] ;;
    strongswan|strongswan-starter) [ -x /usr/sbin/ipsec ] ;;
    strongswan-swanctl) [ -x /usr/sbin/swanctl ] ;;
    libcharon-extra-plugins) ls /usr/lib/ipsec/plugins/libstrongswan-kernel-libipsec.so ;;
    libstrongswan-extra-plugins|libstrongswan-standard-plugins|libcharon-extauth-plugins) [ -x /usr/sbin/ipsec ] ;;
    iproute2) command -v ip ;;
    iputils-ping) command -v ping ;;
    nftables) command -v nft ;;
    openssh-server) command -v sshd ;;
    openssh-client) command -v ssh ;;
    net-tools) command -v ifconfig ;;
    dnsutils|bind9-dnsutils) command -v dig ;;
    netcat-openbsd|netcat) command -v nc ;;
    *) command -v "$1" || [ -d "/usr/share/doc/$1" ] ;;
  esac > /dev/null 2>&1
}
verb= names=
for word in "$@"; do
  case "$word" in
    -*|*=*) ;;
    *) if [ -z "$verb" ]; then verb=$word; else names="$names $word"; fi ;;
  esac
done
if [ "$(id -u)" != 0 ]; then
  echo "E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)" >&2
  exit 100
fi
case "$verb" in
  update|upgrade|dist-upgrade|full-upgrade|autoremove|clean|autoclean) exit 0 ;;
  install|reinstall) ;;
  *) echo "E: ${called} $verb can't be done here: this machine's programs are those of the host that the lab runs on" >&2; exit 100 ;;
esac
for name in $names; do
  if there "$name"; then echo "$name is already the newest version."; continue; fi
  echo "E: Unable to locate package $name: this machine's programs are those of the host that the lab runs on; install it there" >&2
  exit 100
done
`;
}

/**
 * Programs that a machine has in place of the host's, by name: no systemd runs in it, and its programs are the host's. They do
 * what people do with a router, for services they know, and say so where they can't.
 */
export const machinePrograms: Readonly<Record<string, string>> = {
  systemctl: services('systemctl'),
  service: services('service'),
  'apt-get': packages('apt-get'),
  apt: packages('apt'),
  journalctl: logs,
  'start-services': startServices,
};
