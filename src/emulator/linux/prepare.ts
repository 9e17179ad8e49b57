import { run } from './process/run.ts';
import { namespaceFolder, workbench } from './process/namespace.ts';

/** The private tmpfs folder that `prepareEnclosure` makes. */
export const enclosureFolder = '/run/wirebook';

/**
 * Run first inside an enclosure: hides the host's `/run`, `/var/tmp` and `/etc/frr` behind private tmpfs, so that
 * nothing the lab writes shows on the host. `/run/user` stays, for who keeps sockets there.
 * @returns a private writable folder, for `createLinux`.
 */
export async function prepareEnclosure(): Promise<{ readonly folder: string }> {
  const { exitCode, stderr } = await run(['sh', '-s'], { input: script });
  if (exitCode !== 0)
    throw new Error(`The lab's enclosure could not be prepared: ${stderr.trim()}`);
  return { folder: enclosureFolder };
}

// The new /run is built aside, because /run/user must be seen while it is bound.
const script = `
set -e
umask 022
mount -n -t tmpfs -o mode=755 wirebook /var/tmp
mkdir /var/tmp/run
mount -n -t tmpfs -o mode=755 wirebook /var/tmp/run
if [ -d /run/user ]; then
  mkdir /var/tmp/run/user
  mount -n --rbind /run/user /var/tmp/run/user || true
fi
mount -n --move /var/tmp/run /run
rmdir /var/tmp/run
chmod 1777 /var/tmp
mkdir -p ${namespaceFolder} ${enclosureFolder} /run/lock /run/sshd
mkdir -p /run/frr /var/tmp/frr
if [ -d /etc/frr ]; then mount -n -t tmpfs -o mode=755 wirebook /etc/frr; fi
if id frr >/dev/null 2>&1; then chown frr:frr /run/frr /var/tmp/frr /etc/frr; fi
touch ${workbench}
unshare --net=${workbench} true
`;
