import { mkdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import type { BgpSpeaker } from '../../fabric/fabric.ts';
import type { BgpObservation } from '../../fabric/observations.ts';
import { startDaemon, type Daemon } from '../process/daemon.ts';
import { inNamespace } from '../process/namespace.ts';
import { run } from '../process/run.ts';
import { waitFor } from '../process/wait-for.ts';
import { LinuxError } from '../world.ts';
import { speakerCommands } from './config.ts';
import { parseBgp } from './observe.ts';
import { openVty, type Vty, VtyError } from './vty.ts';

/** zebra and bgpd of one node. */
export interface Speaker {
  /** Resolves when both run; they start with the speaker. */
  readonly ready: Promise<void>;
  alive(): boolean;
  configure(speaker: BgpSpeaker): Promise<void>;
  /** undefined when bgpd does not answer. */
  observe(): Promise<BgpObservation | undefined>;
  /** A text that changes when sessions or the table do; cheaper than `observe`. */
  fingerprint(): Promise<string>;
  stop(): Promise<void>;
}

export interface StartSpeakerParameters {
  readonly node: string;
  readonly log: (line: string) => void;
  readonly onChange: () => void;
}

const programs = '/usr/lib/frr';
const startDeadlineMs = 15_000;

export function startSpeaker({ node, log, onChange }: StartSpeakerParameters): Speaker {
  const folder = `/run/frr/${node}`;
  const daemons: Daemon[] = [];
  let vty: Vty | undefined;
  let current: BgpSpeaker | undefined;
  let stopping = false;

  const start = async (
    program: string,
    extra: readonly string[],
    socket: string,
  ): Promise<Daemon> => {
    const daemon = startDaemon({
      argv: inNamespace(node, [
        `${programs}/${program}`,
        '-N',
        node,
        // No TCP port for a terminal: peers would see it.
        '-P',
        '0',
        '--log',
        'stdout',
        ...extra,
      ]),
      onOutput: program === 'bgpd' ? onChange : () => {},
      onUnexpectedEnd: (how) => {
        if (!stopping) log(`${program} of ${node} ended by itself (${how}): ${daemon.lastLines()}`);
        onChange();
      },
    });
    daemons.push(daemon);
    const found = await waitFor(
      () => (existsSync(`${folder}/${socket}`) || !daemon.alive() || stopping ? true : undefined),
      startDeadlineMs,
    );
    if (stopping) return daemon;
    if (!found || !daemon.alive()) {
      throw new LinuxError(
        node,
        program,
        `${node}: ${program} did not start: ${daemon.lastLines() || 'it said nothing'}`,
      );
    }
    return daemon;
  };

  const ready = (async () => {
    await prepareFolders(node);
    // bgpd looks for zebra once, and then only ten seconds later.
    await start('zebra', [], 'zserv.api');
    if (stopping) return;
    await start('bgpd', ['--log-level', 'debug'], 'bgpd.vty');
    if (stopping) return;
    const zebra = await openVtyOf(`${folder}/zebra.vty`);
    await configure(zebra, ['ip nht resolve-via-default']);
    zebra.close();
    vty = await openVtyOf(`${folder}/bgpd.vty`);
    await configure(vty, ['debug bgp updates in']);
  })();
  ready.catch(() => {});

  return {
    ready,
    alive: () => !stopping && daemons.every((daemon) => daemon.alive()),
    configure: async (speaker) => {
      await ready;
      if (!vty) return;
      const commands = speakerCommands(current, speaker);
      try {
        await configure(vty, commands);
      } catch (error) {
        if (!(error instanceof VtyError)) throw error;
        // Half-way: the next attempt starts from an empty router.
        await clear(vty, speaker.asn, current?.asn);
        current = undefined;
        throw new LinuxError(
          node,
          error.command,
          `${node}: bgpd refused "${error.command}": ${error.message}`,
        );
      }
      current = speaker;
    },
    observe: async () => {
      if (!vty) return undefined;
      try {
        const [summary, table] = await Promise.all([
          vty.command('show bgp ipv4 unicast summary json'),
          vty.command('show bgp ipv4 unicast json'),
        ]);
        return parseBgp(summary, table);
      } catch {
        return undefined;
      }
    },
    fingerprint: async () => {
      const summary = await vty?.command('show bgp ipv4 unicast summary json').catch(() => '');
      return (summary ?? '').match(/"(state|pfxRcd|tableVersion)":[^,\n]*/g)?.join() ?? '';
    },
    stop: async () => {
      stopping = true;
      await ready.catch(() => {});
      vty?.close();
      const [zebra, bgpd] = daemons;
      await bgpd?.stop();
      // zebra takes its routes along.
      await zebra?.stop();
      await run(inNamespace(node, ['ip', 'route', 'flush', 'table', 'all', 'proto', 'bgp']));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openVtyOf(path: string): Promise<Vty> {
  // The socket's file is there a moment before it listens.
  const vty = await waitFor(() => openVty(path).catch(() => undefined), startDeadlineMs);
  if (!vty) throw new Error(`${path} does not answer`);
  return vty;
}

async function configure(vty: Vty, commands: readonly string[]): Promise<void> {
  if (commands.length === 0) return;
  await vty.command('configure terminal');
  try {
    // Sent at once: the daemon answers in order.
    const answers = await Promise.allSettled(commands.map((line) => vty.command(line)));
    const refused = answers.find((answer) => answer.status === 'rejected');
    if (refused) throw refused.reason;
  } finally {
    await vty.command('end').catch(() => {});
  }
}

async function clear(vty: Vty, ...asns: (number | undefined)[]): Promise<void> {
  for (const asn of asns) {
    if (asn !== undefined) await configure(vty, [`no router bgp ${asn}`]).catch(() => {});
  }
}

/** FRR's daemons give up root for the user `frr`, who then makes sockets here. */
async function prepareFolders(node: string): Promise<void> {
  const folder = `/run/frr/${node}`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(`/etc/frr/${node}`, { recursive: true });
  await run(['sh', '-s'], {
    input:
      `cd /etc/frr/${node} && : > zebra.conf && : > bgpd.conf && : > vtysh.conf && ` +
      `mkdir -p ${folder} && chown -R frr:frr ${folder} /etc/frr/${node}\n`,
  });
}
