import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tunnel } from '../../fabric/fabric.ts';
import type { TunnelObservation } from '../../fabric/observations.ts';
import { tunnelNamespace } from '../plan/tunnel-namespace.ts';
import { startDaemon } from '../process/daemon.ts';
import { inNamespace } from '../process/namespace.ts';
import { run } from '../process/run.ts';
import { waitFor } from '../process/wait-for.ts';
import { LinuxError } from '../world.ts';
import { connection, connectionKey, connectionName, daemonSettings, secret } from './config.ts';
import { createDialer } from './dialer.ts';
import { isBusy, observeTunnel, parseSa, type SecurityAssociation } from './observe.ts';
import { openVici, type ViciClient } from './vici-client.ts';

/** The charon of one tunnel. */
export interface Charon {
  readonly pid: number;
  /** Resolves when its device is in the inner node. */
  readonly deviceReady: Promise<void>;
  alive(): boolean;
  /** Gives it the connection and, as an initiator, dials and goes on dialling. Ends what runs when it changed. */
  load(tunnel: Tunnel): Promise<void>;
  observe(now: number): Promise<TunnelObservation>;
  stop(): Promise<void>;
}

export interface StartCharonParameters {
  readonly tunnel: Tunnel;
  /** Private; gets a folder per tunnel. */
  readonly folder: string;
  readonly log: (line: string) => void;
  readonly onChange: () => void;
}

const program = '/usr/lib/ipsec/charon';
const startDeadlineMs = 15_000;

export function startCharon({ tunnel, folder, log, onChange }: StartCharonParameters): Charon {
  const namespace = tunnelNamespace(tunnel.name).name;
  const runFolder = join(folder, namespace);
  let stopping = false;
  let loaded: string | undefined;
  let settings = daemonSettings(tunnel, '/run/charon.vici');
  let upSince: number | undefined;
  let vici: ViciClient | undefined;

  const associations = async (): Promise<SecurityAssociation[]> => {
    const items = await vici?.stream('list-sas', 'list-sa', {});
    return (items ?? []).flatMap(parseSa);
  };
  const dialer = createDialer({
    busy: async () => (await associations()).some(isBusy),
    // -1: do not wait for the outcome; events tell it.
    dial: async () => {
      await vici?.request('initiate', {
        child: connectionName,
        ike: connectionName,
        timeout: '-1',
      });
    },
  });

  const daemon = mkdir(runFolder, { recursive: true })
    .then(() => rm(join(runFolder, 'charon.vici'), { force: true }))
    .then(() => writeFile(join(runFolder, 'strongswan.conf'), settings))
    .then(() =>
      startDaemon({
        // Its /run is its folder: the pid file that it insists on is there, and so is its socket. What stands in for the
        // device of one before must go, or the new one's gets another name.
        argv: inNamespace(namespace, [
          'unshare',
          '--mount',
          'sh',
          '-c',
          'ip link del ipsec0 2>/dev/null; mount --bind "$1" /run && exec "$2"',
          'sh',
          runFolder,
          program,
        ]),
        env: { STRONGSWAN_CONF: '/run/strongswan.conf' },
        onUnexpectedEnd: (how) => {
          log(`charon of tunnel ${tunnel.name} ended by itself (${how})`);
          dialer.stop();
          onChange();
        },
      }),
    );
  let running: Awaited<typeof daemon> | undefined;

  const deviceReady = (async () => {
    running = await daemon;
    vici = await waitFor(
      () =>
        running?.alive()
          ? openVici(join(runFolder, 'charon.vici')).catch(() => undefined)
          : undefined,
      startDeadlineMs,
    );
    if (!vici) {
      throw new LinuxError(
        tunnel.inner,
        program,
        `tunnel ${tunnel.name}: charon did not start: ${running.lastLines()}`,
      );
    }
    await vici.subscribe('child-updown', (event) => {
      upSince = event['up'] === 'yes' ? (upSince ?? Date.now()) : undefined;
      if (upSince === undefined) dialer.again();
      onChange();
    });
    await vici.subscribe('ike-updown', (event) => {
      if (event['up'] !== 'yes') {
        upSince = undefined;
        dialer.again();
      }
      onChange();
    });
    await moveDevice(namespace, tunnel);
  })();
  let failed = false;
  deviceReady.catch(() => {
    failed = true;
  });

  return {
    get pid() {
      return running?.pid ?? -1;
    },
    deviceReady,
    alive: () => !stopping && !failed && (running?.alive() ?? true),
    load: async (wanted) => {
      await deviceReady;
      if (!vici) return;
      const newSettings = daemonSettings(wanted, '/run/charon.vici');
      if (newSettings !== settings) {
        settings = newSettings;
        await writeFile(join(runFolder, 'strongswan.conf'), settings);
        await vici.request('reload-settings');
      }
      const key = connectionKey(wanted);
      if (key !== loaded) {
        dialer.stop();
        await vici.request('load-shared', secret(wanted));
        await vici.request('load-conn', connection(wanted));
        if (loaded !== undefined) await endAll(vici);
        loaded = key;
      }
      dialer.start({
        role: wanted.role,
        retryMs: wanted.timers.retryDelay * 1000,
        // As the peer sees this end, where it is known: so one of both is first, behind a NAT too.
        first: (wanted.localId ?? wanted.localAddress) < wanted.remoteAddress,
      });
    },
    observe: async (now) => observeTunnel(await associations().catch(() => []), upSince, now),
    stop: async () => {
      stopping = true;
      dialer.stop();
      await deviceReady.catch(() => {});
      // It tells its peer on SIGTERM.
      await running?.stop();
      vici?.close();
      await rm(runFolder, { recursive: true, force: true });
    },
  };
}

/**
 * charon opens its TUN device where its sockets are; the packets to protect are elsewhere. In its place stays another of the
 * same name: charon routes to it when a tunnel comes up, and refuses the tunnel otherwise.
 */
async function moveDevice(namespace: string, tunnel: Tunnel): Promise<void> {
  const { exitCode, stderr } = await run(inNamespace(namespace, ['ip', '-batch', '-']), {
    input:
      `link set dev ipsec0 netns ${tunnel.inner} name ${tunnel.innerDevice}\n` +
      'tuntap add dev ipsec0 mode tun\nlink set dev ipsec0 up\n',
  });
  if (exitCode === 0) return;
  throw new LinuxError(
    tunnel.inner,
    'ip link set ipsec0',
    `tunnel ${tunnel.name}: its device could not be moved: ${stderr.trim()}`,
  );
}

/** Ends every SA, without waiting for a peer that may be gone. */
async function endAll(vici: ViciClient): Promise<void> {
  await vici
    .request('terminate', { ike: connectionName, force: 'yes', timeout: '-1' })
    // Nothing to end is refused.
    .catch(() => {});
}
