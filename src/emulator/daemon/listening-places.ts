import type { Tap } from '../cloud.ts';
import type { Fabric } from '../fabric/fabric.ts';
import { neighboursOf } from '../fabric/neighbours.ts';
import type { CaptureRefused } from './protocol.ts';
import type { World } from './world.ts';

/** A device at which all packets of a link pass. */
export type ListeningPlace = Pick<Tap, 'node' | 'device'>;

/** `?resource=id&link=name`, a link that a cloud's resource has; or `?from=node&to=neighbour`, any link. Pure. */
export function findPlace(
  query: URLSearchParams,
  world: Pick<World, 'taps' | 'fabric'>,
): ListeningPlace | CaptureRefused {
  const from = query.get('from');
  return from === null
    ? tapOf(query.get('resource') ?? '', query.get('link') ?? '', world.taps())
    : deviceBetween(from, query.get('to') ?? '', world.fabric());
}

function tapOf(
  resource: string,
  link: string,
  taps: readonly Tap[],
): ListeningPlace | CaptureRefused {
  const found = taps.find(
    (tap) =>
      tap.resource.toLowerCase() === resource.toLowerCase() && (link === '' || tap.link === link),
  );
  return (
    found ?? {
      message: `There is no link ${[link, 'of', resource].join(' ').trim()} to listen on.`,
      taps: taps.map((tap) => ({ resource: tap.resource, link: tap.link })),
    }
  );
}

function deviceBetween(from: string, to: string, fabric: Fabric): ListeningPlace | CaptureRefused {
  const nodes = fabric.nodes.map(({ name }) => name);
  if (!nodes.includes(from)) {
    return { message: `The local cloud has no node "${from}".`, wanted: from, names: nodes };
  }
  const neighbours = neighboursOf(fabric, from);
  const found = neighbours.find(({ name, device }) => name === to || device === to);
  if (found !== undefined) return { node: from, device: found.device };
  return {
    message: `${from} has no link to "${to}".`,
    wanted: to,
    names: neighbours.map(({ name }) => name),
  };
}
