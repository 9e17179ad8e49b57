import type { Topology } from '../../lab/events.ts';
import { awsPicture } from './aws.ts';
import { azurePicture } from './azure.ts';
import { googlePicture } from './google.ts';
import type { CloudPicture, Edge, StateResource } from './values.ts';

/** The picture of what a Terraform state describes: networks, what is in them, and how they are joined. Pure. */
export function topologyOf(resources: readonly StateResource[]): Topology {
  const of = (...types: readonly string[]) =>
    resources.filter(({ type }) => types.includes(type)).map(({ attributes }) => attributes);
  const pictures = [azurePicture(of), awsPicture(of), googlePicture(of)];
  return {
    groups: pictures.flatMap(({ groups }) => groups),
    nodes: pictures.flatMap(({ nodes }) => nodes),
    edges: [...pictures.flatMap(({ edges }) => edges), ...tunnels(pictures)],
  };
}

/** A tunnel leads to whoever has the address it dials; both ends' tunnels, however many, are one line. */
function tunnels(pictures: readonly CloudPicture[]): readonly Edge[] {
  const owners = new Map(
    pictures.flatMap(({ addresses }) => addresses).filter(([address]) => address !== ''),
  );
  const byPair = new Map<string, Edge>();
  for (const { from, to } of pictures.flatMap((picture) => picture.tunnels)) {
    const remote = owners.get(to);
    if (remote === undefined || from === '') continue;
    const [first = '', second = ''] = [from, remote].toSorted();
    byPair.set(`${first} ${second}`, { from: first, to: second, kind: 'tunnel', label: 'IPsec' });
  }
  return [...byPair.values()];
}
