import type { Fabric } from './fabric.ts';

/** A device of a node, named after what is at its other end. */
export interface Neighbour {
  /** A node; of a tunnel the name of its device, and outside of it the tunnel's own. */
  readonly name: string;
  readonly device: string;
}

/**
 * All ways out of a node: links, tunnels that end in it (there packets pass in the clear), and tunnels whose encrypted
 * packets it carries. Several links to one neighbour are told apart by their devices' names.
 */
export function neighboursOf({ links, tunnels }: Fabric, node: string): readonly Neighbour[] {
  const linked = links.flatMap(({ ends: [a, b] }) => [
    ...(a.node === node ? [{ name: b.node, device: a.device }] : []),
    ...(b.node === node ? [{ name: a.node, device: b.device }] : []),
  ]);
  const isAlone = (name: string) => linked.filter((one) => one.name === name).length === 1;
  return [
    ...linked.map(({ name, device }) => ({ name: isAlone(name) ? name : device, device })),
    ...tunnels.flatMap(({ inner, innerDevice }) =>
      inner === node ? [{ name: innerDevice, device: innerDevice }] : [],
    ),
    ...tunnels.flatMap(({ name, outer, outerDevice }) =>
      outer === node ? [{ name, device: outerDevice }] : [],
    ),
  ];
}
