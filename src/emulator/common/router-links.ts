import type { Address, FabricLink, LinkEnd, NextHop } from '../fabric/fabric.ts';
import { hostRoute } from '../net/prefix.ts';

/** Which address each router has, the same on all its links to other routers. */
export interface LinkAddresses {
  linkAddress(node: string): Address;
}

interface End {
  readonly node: string;
  readonly device: string;
}

/** A link between two routers, each with its link address. */
export function routerLink(left: End, right: End, addresses: LinkAddresses): FabricLink {
  return {
    name: `${left.node}.${left.device}--${right.node}.${right.device}`,
    ends: [routerEnd(left, addresses), routerEnd(right, addresses)],
  };
}

export function routerEnd(end: End, addresses: LinkAddresses): LinkEnd {
  return { ...end, addresses: [hostRoute(addresses.linkAddress(end.node))] };
}

/** By a device to the router at its other end. */
export function hop(device: string, to: string, addresses: LinkAddresses): NextHop {
  return { device, gateway: addresses.linkAddress(to) };
}
