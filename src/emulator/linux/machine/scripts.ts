/** Folders of the host's /etc that a machine has no use for, or must not see. */
const unwanted = [
  'apparmor',
  'apparmor.d',
  'apt',
  'cloud',
  'cron.d',
  'cron.daily',
  'cron.hourly',
  'cron.monthly',
  'cron.weekly',
  'docker',
  'dpkg',
  'fonts',
  'frr',
  'group-',
  'gshadow',
  'gshadow-',
  'init.d',
  'ipsec.secrets',
  'java-11-openjdk',
  'java-17-openjdk',
  'kernel',
  'kubernetes',
  'letsencrypt',
  'logrotate.d',
  'mysql',
  'NetworkManager',
  'netplan',
  'passwd-',
  'postgresql',
  'rc0.d',
  'rc1.d',
  'rc2.d',
  'rc3.d',
  'rc4.d',
  'rc5.d',
  'rc6.d',
  'rcS.d',
  'shadow',
  'shadow-',
  'ssh',
  'ssl/private',
  'subgid',
  'subgid-',
  'subuid',
  'subuid-',
  'swanctl/private',
  'swanctl/rsa',
  'swanctl/ecdsa',
  'swanctl/pkcs8',
  'swanctl/pkcs12',
  'ipsec.d/private',
  'sudoers',
  'sudoers.d',
  'systemd',
  'ufw',
  'wireguard',
  'X11',
];

/**
 * `sh -s <template>`: what all machines of a lab start from. The copy belongs to root, whoever owns the host's files.
 * As an ordinary user the host's sudo has lost its privilege (its owner is not mapped), so there is a copy.
 */
export const templateScript = `
set -e
umask 022
T=$1
mkdir -p "$T/etc" "$T/libexec"
cd /etc
find . -mindepth 1 -maxdepth 1 ${exclusions(1)} -exec cp -r --preserve=mode,links --no-dereference {} "$T/etc/" \\; 2>/dev/null || true
${unwanted
  .filter((name) => name.includes('/'))
  .map((name) => `rm -rf "$T/etc/${name}"`)
  .join('\n')}
mkdir -p "$T/etc/ssh" "$T/etc/sudoers.d"
chmod 750 "$T/etc/sudoers.d"
for sudo in /usr/bin/sudo /bin/sudo; do
  if [ -u "$sudo" ] && [ "$(stat -c %u "$sudo")" != 0 ]; then
    cp "$sudo" "$T/sudo"; chmod 4755 "$T/sudo"; break
  fi
done
if [ -e "$T/sudo" ]; then
  for d in /usr/libexec/sudo /usr/lib/sudo; do
    if [ -d "$d" ]; then cp -r --preserve=mode,links "$d" "$T/libexec/"; echo "$d" > "$T/libexec/where"; break; fi
  done
fi
`;

function exclusions(depth: number): string {
  return unwanted
    .filter((name) => name.split('/').length === depth)
    .map((name) => `! -name ${name}`)
    .join(' ');
}

/** `sh -s <root> <template> <user> <home>`: a machine's disk. */
export const diskScript = `
set -e
umask 022
R=$1 T=$2 USER_NAME=$3 HOME_PATH=$4
mkdir -p "$R"
cd "$R"
mkdir -p usr var run tmp home root proc sys dev opt mnt media srv .old
mkdir -p var/log var/tmp var/lib/sudo var/cache var/spool var/mail
ln -sfn /run var/run
ln -sfn /run/lock var/lock
chmod 1777 tmp var/tmp
chmod 700 root
for d in bin sbin lib lib32 lib64 libx32; do
  if [ -L "/$d" ]; then cp -P "/$d" .; elif [ -d "/$d" ]; then mkdir -p "$d"; fi
done
[ -d etc ] || cp -r --preserve=mode,links --no-dereference "$T/etc" etc
for kind in ed25519 ecdsa; do
  [ -e "etc/ssh/ssh_host_\${kind}_key" ] || ssh-keygen -q -t "$kind" -N '' -C '' -f "etc/ssh/ssh_host_\${kind}_key"
done
if id frr > /dev/null 2>&1; then
  install -d -o frr -g frr -m 750 etc/frr
  install -d -o frr -g frr -m 755 var/log/frr
fi
if [ ! -d ".$HOME_PATH/.ssh" ]; then
  mkdir -p ".$HOME_PATH/.ssh"
  [ -d etc/skel ] && cp -r etc/skel/. ".$HOME_PATH/"
  chmod 700 ".$HOME_PATH/.ssh"
  [ "$USER_NAME" = root ] || chown -R 1000:1000 ".$HOME_PATH"
fi
`;

/**
 * `sh -c … sh <root> <template> <hostname> <folder of FRR's sockets or nothing>`: process 1 of a machine, in its own mount, UTS, IPC and PID namespaces. It
 * leaves the host's file system but for the programs, which it sees read-only, and then runs sshd.
 */
export const bootScript = `
set -e
umask 022
R=$1 T=$2
hostname "$3"
mount --bind "$R" "$R"
readonly_bind() {
  mount --rbind "$1" "$R$1"
  mount -o remount,bind,ro "$R$1" 2>/dev/null || true
}
for d in /usr /bin /sbin /lib /lib32 /lib64 /libx32; do
  if [ -d "$d" ] && [ ! -L "$d" ]; then readonly_bind "$d"; fi
done
if [ -e "$T/sudo" ]; then
  mount --bind "$T/sudo" "$R/usr/bin/sudo"
  where=$(cat "$T/libexec/where")
  mount --bind "$T/libexec/sudo" "$R$where"
fi
if [ -d "$R/usr/local/sbin" ]; then mount --bind -o ro "$T/programs" "$R/usr/local/sbin"; fi
for p in /usr/bin/systemctl /usr/bin/journalctl /usr/sbin/service /usr/bin/apt-get /usr/bin/apt; do
  if [ -e "$R$p" ]; then mount --bind "$T/programs/\${p##*/}" "$R$p"; fi
done
mount -t proc proc "$R/proc"
mount -t sysfs -o ro sysfs "$R/sys" 2>/dev/null || true
mount -t tmpfs -o mode=755 dev "$R/dev"
for n in null zero full random urandom tty net/tun; do
  [ -e "/dev/$n" ] || continue
  mkdir -p "$(dirname "$R/dev/$n")"
  : > "$R/dev/$n"
  mount --bind "/dev/$n" "$R/dev/$n"
done
mkdir "$R/dev/pts" "$R/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$R/dev/pts"
mount -t tmpfs -o mode=1777 shm "$R/dev/shm"
ln -s pts/ptmx "$R/dev/ptmx"
ln -s /proc/self/fd "$R/dev/fd"
ln -s /proc/self/fd/0 "$R/dev/stdin"
ln -s /proc/self/fd/1 "$R/dev/stdout"
ln -s /proc/self/fd/2 "$R/dev/stderr"
mount -t tmpfs -o mode=1777 tmp "$R/tmp"
mount -t tmpfs -o mode=755 run "$R/run"
mkdir "$R/run/sshd" "$R/run/lock" "$R/run/sudo"
if id frr > /dev/null 2>&1; then install -d -o frr -g frr -m 755 "$R/run/frr"; fi
if [ -n "$4" ]; then mount --bind "$4" "$R/run/frr"; fi
chmod 711 "$R/run/sudo"
chmod 1777 "$R/run/lock"
cd "$R"
pivot_root . .old
umount -l /.old
cd /
exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \\
  setpriv --bounding-set=-sys_module,-sys_rawio,-sys_time,-sys_boot,-mknod \\
  sh -c 'start-services > /var/log/boot.log 2>&1 & while :; do /usr/sbin/sshd -D -e & wait $!; sleep 1; done' init
`;
