import type { Topology } from '../../lab/events.ts';
import { awsPicture } from './aws.ts';
import { azurePicture } from './azure.ts';
import { googlePicture } from './google.ts';
import { ociPicture } from './oci.ts';
import { onpremPicture } from './onprem.ts';
import type { CloudPicture, Edge, StateResource } from './values.ts';

/** The picture of what a Terraform state describes: networks, what is in them, and how they are joined. Pure. */
export function topologyOf(resources: readonly StateResource[]): Topology {
  const of = (...types: readonly string[]) =>
    resources.filter(({ type }) => types.includes(type)).map(({ attributes }) => attributes);
  const pictures = [
    azurePicture(of),
    awsPicture(of),
    googlePicture(of),
    ociPicture(of),
    onpremPicture(of),
  ];
  return {
    groups: pictures.flatMap(({ groups }) => groups),
    nodes: pictures.flatMap(({ nodes }) => nodes),
    edges: [...pictures.flatMap(({ edges }) => edges), ...circuits(pictures), ...tunnels(pictures)],
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

/** A circuit leads from whoever ordered it to where it is offered; its two links are one line. */
function circuits(pictures: readonly CloudPicture[]): readonly Edge[] {
  const offers = new Map(
    pictures.flatMap((picture) => picture.circuits ?? []).filter(([key]) => key !== ''),
  );
  const byPair = new Map<string, Edge>();
  for (const { from, key, label } of pictures.flatMap((picture) => picture.orders ?? [])) {
    const to = offers.get(key);
    if (to === undefined || from === '') continue;
    const labels = [byPair.get(`${from} ${to}`)?.label, label].filter((it) => it !== undefined);
    byPair.set(`${from} ${to}`, {
      from,
      to,
      kind: 'circuit',
      label: [...new Set(labels)].join(', '),
    });
  }
  return [...byPair.values()];
}
