import { WirebookError } from '../src/lab/errors.ts';
import type { ExpressRouteCircuit, Machine, Ref } from '../src/lab/handle.ts';
import { slug } from '../src/lab/slug.ts';
import type { Json, Step, StepContext } from '../src/lab/step.ts';
import type { LinkPlace } from '../src/lab/target.ts';
import { checkCapture, type CaptureExpectation } from './packets/check-capture.ts';
import { decodePackets } from './packets/decode-packet.ts';
import { listenOnLink, listenOnMachine, type Listening } from './packets/listen.ts';
import { readPcap } from './packets/read-pcap.ts';
import {
  countProtocols,
  countsTable,
  firstPackets,
  type ProtocolCount,
} from './packets/summary.ts';

export interface CaptureParameters {
  /** What happens meanwhile; several steps run one after the other. */
  readonly during: Step | readonly Step[];
  /** What to capture, as tcpdump takes it. @default everything; on a machine without SSH */
  readonly filter?: string;
  readonly expect?: CaptureExpectation;
}

export interface MachineCaptureParameters extends CaptureParameters {
  /** @default any */
  readonly interface?: string;
}

export interface LinkCaptureParameters extends CaptureParameters {
  /** Which of the circuit's links. @default primary */
  readonly link?: 'primary' | 'secondary';
  /** Where to listen when the target cannot listen on links: a real cloud. */
  readonly instead?: { readonly machine: Ref<Machine>; readonly interface?: string };
}

/**
 * Any link of the local cloud: a node, and its neighbour at the other end. Their names are those of `lab ssh`, and more: a
 * wrong one is answered with those that there are. A tunnel that ends in the node is named by its device.
 */
export interface NodeLink {
  readonly between: readonly [node: string, neighbour: string];
}

export type CaptureResult = {
  readonly packets: number;
  readonly protocols: readonly ProtocolCount[];
  /** Of the pcap file, relative to the report. */
  readonly file: string;
  /** What the steps meanwhile returned. */
  readonly during: readonly Json[];
};

/**
 * Listens on a machine's interface, on a link of a circuit, or on any other link, while other steps run; shows what passed
 * and keeps it as a pcap file beside the report. Links belong to the local cloud: on a real one only
 * machines can be listened on.
 *
 * @example
 * ```ts
 * step(capture(circuit, {
 *   link: 'primary',
 *   during: ping(client, { to: spokeVm }),
 *   expect: { some: ['ESP'], none: ['ICMP'] },
 * }));
 * step(capture(router, { interface: 'eth1', filter: 'tcp port 179', during: ping(router, { to: '10.0.0.4' }) }));
 * step(capture({ between: ['edge-vnet1', 'internet'] }, { during: ping(vm1, { to: '8.8.8.8' }) }));
 * ```
 */
export function capture(
  machine: Ref<Machine>,
  parameters: MachineCaptureParameters,
): Step<CaptureResult>;
export function capture(
  circuit: Ref<ExpressRouteCircuit>,
  parameters: LinkCaptureParameters,
): Step<CaptureResult>;
export function capture(
  link: NodeLink,
  parameters: Omit<LinkCaptureParameters, 'link'>,
): Step<CaptureResult>;
export function capture(where: Where, parameters: AnyParameters): Step<CaptureResult> {
  const during = Array.isArray(parameters.during)
    ? (parameters.during as readonly Step[])
    : [parameters.during as Step];
  const { instead } = parameters;
  return {
    kind: 'capture',
    title: `Listen on ${placeName(where, parameters)} meanwhile: ${during.map(({ title }) => title).join(', then ')}`,
    uses: [
      ...('ref' in where ? [where] : []),
      ...(instead === undefined ? [] : [instead.machine]),
      ...during.flatMap(({ uses }) => uses),
    ],
    observes: during.every(({ observes }) => observes === true),
    reads: during.flatMap(({ reads }) => reads ?? []),
    async run(context) {
      const listening = await listen(context, where, parameters);
      try {
        const results: Json[] = [];
        // Steps return plain data, or nothing.
        for (const step of during) results.push(((await context.step(step)) as Json) ?? null);
        // The last packet may still be under way.
        await context.clock.sleep(lastPacketMs, context.signal);
        const pcap = await listening.stop();
        return { ...(await report(context, where, parameters, pcap)), during: results };
      } finally {
        await listening.abandon();
      }
    },
  };
}

const lastPacketMs = 500;

type Where = Ref<Machine> | Ref<ExpressRouteCircuit> | NodeLink;
type AnyParameters = MachineCaptureParameters & LinkCaptureParameters;

async function listen(
  context: StepContext,
  where: Where,
  parameters: AnyParameters,
): Promise<Listening> {
  const { filter, instead } = parameters;
  const place = placeOf(context, where, parameters);
  if ('kind' in place) {
    return await listenOnMachine(context, place, {
      interface: parameters.interface ?? 'any',
      filter: filter ?? noSsh,
    });
  }
  const name = placeName(where, parameters);
  if (context.capture !== undefined || instead === undefined) {
    return await listenOnLink(context, { name, place, filter });
  }
  context.progress(`${name} cannot be listened on here: ${instead.machine.ref} listens`);
  return await listenOnMachine(context, context.resolve(instead.machine), {
    interface: instead.interface ?? 'any',
    filter: filter ?? noSsh,
  });
}

function placeOf(
  context: StepContext,
  where: Where,
  { link = 'primary' }: AnyParameters,
): Machine | LinkPlace {
  if ('between' in where) return where;
  const handle = context.resolve<Machine | ExpressRouteCircuit>(where);
  return handle.kind === 'machine' ? handle : { resource: handle.id, link };
}

/** What this program itself sends to the machine. */
const noSsh = 'not tcp port 22';

async function report(
  context: StepContext,
  where: Where,
  parameters: AnyParameters,
  pcap: Uint8Array,
): Promise<Omit<CaptureResult, 'during'>> {
  const place = placeName(where, parameters);
  const packets = readPcap(pcap);
  if (packets === undefined) throw noPcap(place, pcap);
  const file = await context.keepFile({
    name: `${slug(place)}.pcap`,
    title: `Capture on ${place}`,
    content: pcap,
  });
  const decoded = decodePackets(packets);
  const protocols = countProtocols(decoded);
  context.show(`Captured on ${place}`, countsTable(protocols));
  context.show('First packets of each protocol', firstPackets(decoded));
  checkCapture(context, decoded, parameters.expect ?? {});
  return { packets: decoded.length, protocols, file };
}

function placeName(where: Where, { interface: device, link }: AnyParameters): string {
  if ('between' in where) return `the link between ${where.between.join(' and ')}`;
  if (device !== undefined) return `${device} of ${where.ref}`;
  return link === undefined ? where.ref : `the ${link} link of ${where.ref}`;
}

function noPcap(place: string, content: Uint8Array): WirebookError {
  return new WirebookError({
    code: 'no-capture',
    message: `What was captured on ${place} is no pcap file.`,
    facts: { bytes: String(content.length) },
    next: 'tcpdump ended early: look whether the disk is full, and whether it may write to /tmp.',
  });
}
