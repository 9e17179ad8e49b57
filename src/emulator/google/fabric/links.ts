import type { FabricLink, LinkEnd, NextHop } from '../../fabric/fabric.ts';
import type { Names } from './names.ts';

interface End {
  readonly node: string;
  readonly device: string;
}

/** A link between two routers, each with its link address. */
export function routerLink(left: End, right: End, names: Names): FabricLink {
  return {
    name: `${left.node}.${left.device}--${right.node}.${right.device}`,
    ends: [routerEnd(left, names), routerEnd(right, names)],
  };
}

export function routerEnd(end: End, names: Names): LinkEnd {
  return { ...end, addresses: [`${names.linkAddress(end.node)}/32`] };
}

/** By a device to the router at its other end. */
export function hop(device: string, to: string, names: Names): NextHop {
  return { device, gateway: names.linkAddress(to) };
}
