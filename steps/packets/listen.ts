import { WirebookError } from '../../src/lab/errors.ts';
import type { Machine } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import type { LinkPlace } from '../../src/lab/target.ts';
import { poll } from '../../src/lab/wait.ts';
import { quote } from '../../src/lab/quote.ts';
import { installPackages, isInstalled, setup } from '../linux/commands.ts';

/** A capture under way. */
export interface Listening {
  /** Ends it: all that was captured, as pcap. */
  stop(): Promise<Uint8Array>;
  /** Ends it without a word, if it still runs. */
  abandon(): Promise<void>;
}

/** Listens on a link of the network itself. Throws `cannot-listen-on-links` where the target cannot. */
export async function listenOnLink(
  context: StepContext,
  link: { readonly name: string; readonly place: LinkPlace; readonly filter: string | undefined },
): Promise<Listening> {
  if (context.capture === undefined) throw cannotListen(context, link.name);
  const { place, filter } = link;
  const capture = await context.capture({ place, ...(filter !== undefined && { filter }) });
  const chunks: Uint8Array[] = [];
  const ended = (async () => {
    for await (const chunk of capture.pcap) chunks.push(chunk as Uint8Array);
  })();
  // Whoever stops it awaits it; until then nobody does, and a stream that breaks is no defect of ours.
  ended.catch(() => undefined);
  let running = true;
  return {
    async stop() {
      running = false;
      await capture.stop();
      await ended;
      return Buffer.concat(chunks);
    },
    async abandon() {
      if (!running) return;
      running = false;
      await capture.stop().catch(() => undefined);
    },
  };
}

/** Listens on an interface of a machine with tcpdump, which is installed if missing. */
export async function listenOnMachine(
  context: StepContext,
  machine: Machine,
  options: { readonly interface: string; readonly filter: string },
): Promise<Listening> {
  if (!(await isInstalled(context, machine, 'tcpdump'))) {
    const next = 'Install tcpdump on the machine, or listen elsewhere.';
    const purpose = `lets ${machine.name} listen`;
    await installPackages(setup({ context, machine, purpose, next }), 'tcpdump');
  }
  const file = `/tmp/capture-${options.interface.replaceAll(/[^\w.-]/g, '_')}.pcap`;
  const log = `${file}.log`;
  const device = quote(options.interface);
  // It ends by itself after an hour, whatever happens to the connection.
  const tcpdump = `tcpdump -i ${device} --immediate-mode -U -Z root -w ${file} ${quote(options.filter)}`;
  const started = await context.run(
    machine,
    `sudo timeout 3600 ${tcpdump} > ${log} 2>&1 < /dev/null & echo $!`,
  );
  const [, pid] = /^(\d+)\s*$/.exec(started.stdout) ?? [];
  const quietly = async (command: string, signal?: AbortSignal) =>
    (await context.run(machine, command, { quiet: true, ...(signal && { signal }) })).stdout;
  const polled = await poll({
    probe: (signal) => quietly(`cat ${log}`, signal),
    until: (said) => /listening on|tcpdump: (?!verbose)/.test(said),
    within: 10_000,
    signal: context.signal,
    clock: context.clock,
  });
  if (pid === undefined || !/listening on/.test(polled.seen ?? '')) {
    throw notListening(machine, options, polled.seen ?? started.stderr);
  }
  // A signal to sudo goes on to tcpdump. Not INT: a shell has its background commands ignore that.
  const end = `sudo kill ${pid}; timeout 5 sh -c 'while sudo kill -0 ${pid} 2>/dev/null; do sleep 0.1; done'`;
  let running = true;
  return {
    async stop() {
      running = false;
      await quietly(end);
      await context.run(machine, `sudo tcpdump -nn -c 20 -r ${file}`);
      const encoded = await quietly(`sudo base64 -w 0 ${file}; sudo rm -f ${file} ${log}`);
      return Buffer.from(encoded, 'base64');
    },
    async abandon() {
      if (!running) return;
      running = false;
      // Whatever went wrong before is what a person has to read.
      await quietly(`${end}; sudo rm -f ${file} ${log}`).catch(() => undefined);
    },
  };
}

function cannotListen({ target }: StepContext, name: string): WirebookError {
  return new WirebookError({
    code: 'cannot-listen-on-links',
    message: `Nobody can listen on ${name}: it is the provider's.`,
    facts: { target },
    next: 'Give `capture` an `instead`: a machine at one of its ends, and the interface. On the local cloud links can be listened on.',
  });
}

function notListening(
  machine: Machine,
  options: { readonly interface: string; readonly filter: string },
  said: string,
): WirebookError {
  return new WirebookError({
    code: 'not-listening',
    message: `tcpdump on ${machine.name} does not listen.`,
    facts: { interface: options.interface, filter: options.filter, said: said.trim().slice(-500) },
    next: 'Name an interface that the machine has, and a filter as tcpdump takes it.',
  });
}
