import type { BgpSpeaker, Fabric } from '../../fabric/fabric.ts';
import type { BgpObservation } from '../../fabric/observations.ts';
import { createLimit } from '../process/limit.ts';
import { startSpeaker, type Speaker } from './speaker.ts';

/** All BGP speakers, made so by difference. */
export interface Speakers {
  /** Starts daemons that are missing. The nodes must be there; resolves when all run. */
  start(wanted: ReadonlyMap<string, BgpSpeaker>): Promise<void>;
  configure(wanted: ReadonlyMap<string, BgpSpeaker>): Promise<void>;
  /** Stops those that are not wanted. */
  stopOthers(wanted: ReadonlySet<string>): Promise<void>;
  observe(): Promise<Record<string, BgpObservation>>;
  /** A text that changes when a session or a table does. */
  fingerprint(): Promise<string>;
  count(): number;
}

export interface CreateSpeakersParameters {
  readonly log: (line: string) => void;
  readonly onChange: () => void;
}

/** More at once only take each other's time. */
const startsAtOnce = 8;

export function createSpeakers({ log, onChange }: CreateSpeakersParameters): Speakers {
  const running = new Map<string, Speaker>();
  const limit = createLimit(startsAtOnce);

  const stop = async (node: string): Promise<void> => {
    const speaker = running.get(node);
    running.delete(node);
    await speaker?.stop();
  };

  return {
    start: async (wanted) => {
      await Promise.all(
        [...wanted.keys()].map(async (node) => {
          const known = running.get(node);
          if (known?.alive()) return known.ready;
          if (known) {
            log(`BGP of ${node} is started again`);
            await stop(node);
          }
          await limit(async () => {
            const speaker = startSpeaker({ node, log, onChange });
            running.set(node, speaker);
            await speaker.ready.catch(async (error: unknown) => {
              await stop(node);
              throw error;
            });
          });
        }),
      );
    },
    configure: async (wanted) => {
      await Promise.all(
        [...wanted].map(async ([node, speaker]) => running.get(node)?.configure(speaker)),
      );
    },
    stopOthers: async (wanted) => {
      await Promise.all([...running.keys()].filter((node) => !wanted.has(node)).map(stop));
    },
    observe: async () => {
      const found = await Promise.all(
        [...running].map(async ([node, speaker]) => [node, await speaker.observe()] as const),
      );
      return Object.fromEntries(
        found.flatMap(([node, seen]) => (seen === undefined ? [] : [[node, seen]])),
      );
    },
    fingerprint: async () => {
      const texts = [...running].map(async ([node, it]) => `${node} ${await it.fingerprint()}`);
      return (await Promise.all(texts)).join('\n');
    },
    count: () => running.size,
  };
}

/** The speakers of a fabric by node name. */
export function speakersOf(fabric: Fabric): Map<string, BgpSpeaker> {
  return new Map(
    fabric.nodes.flatMap((node) =>
      node.kind === 'router' && node.bgp ? [[node.name, node.bgp] as const] : [],
    ),
  );
}
