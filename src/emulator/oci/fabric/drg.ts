import type { NextHop, Route, RouterNode, RoutingTable } from '../../fabric/fabric.ts';
import type { AttachedNetwork } from '../resources/drg-attachment.ts';
import { attachmentsOf } from '../resources/drg-attachment.ts';
import type { Resource, Resources } from '../resources/store.ts';
import type { DrgRule } from '../routing/drg-routes.ts';
import { activeRules } from '../routing/drg-routes.ts';
import { rulesFrom } from '../routing/drg-tables.ts';
import type { Part } from './compile.ts';
import { drgDevices } from './drg-names.ts';
import { circuitPart } from './fastconnect.ts';
import type { Layout } from './layout.ts';
import { hop } from './layout.ts';
import { devices, names } from './names.ts';
import { vpnPart } from './site-to-site-vpn.ts';

/** DRGs, and what is around them besides VCNs. */
export function drgs(layout: Layout): Part {
  const { resources } = layout;
  const parts = [
    ...resources.all('virtualCircuits').map((circuit) => circuitPart(circuit, layout)),
    ...resources.all('drgs').map((drg) => vpnPart(drg, layout)),
  ];
  return {
    nodes: [
      ...resources.all('drgs').map((drg) => drgNode(drg, layout)),
      ...parts.flatMap(({ nodes = [] }) => nodes),
    ],
    links: parts.flatMap(({ links = [] }) => links),
    tunnels: parts.flatMap(({ tunnels = [] }) => tunnels),
    announcements: parts.flatMap(({ announcements = [] }) => announcements),
    openEnds: parts.flatMap(({ openEnds = [] }) => openEnds),
  };
}

/** A packet is looked up in the DRG route table of the attachment that it came by. */
function drgNode(drg: Resource<'drgs'>, layout: Layout): RouterNode {
  const attachments = attachmentsOf(drg.id, layout.resources);
  return {
    kind: 'router',
    name: names.drg(drg),
    label: `dynamic routing gateway ${drg.displayName}`,
    loopbacks: [],
    routes: [],
    // A DRG is a hop, and loops through it end.
    transparentTtl: false,
    tables: attachments.map((attachment): RoutingTable => ({
      name: `attachment ${attachment.displayName} ${attachment.id.slice(-10)}`,
      devices: [deviceTo(attachment.properties.network)],
      routes: routes(activeRules(rulesFrom(attachment, layout)), layout.resources),
    })),
  };
}

/** Several active rules for one destination share the load. */
function routes(rules: readonly DrgRule[], resources: Resources): readonly Route[] {
  const byDestination = Map.groupBy(rules, ({ destination }) => destination);
  return [...byDestination].map(([to, same]): Route => {
    const via = same.flatMap(({ nextHop }) => nextHops(nextHop, resources));
    return via.length > 0 ? { to, via } : { to, reject: 'blackhole' };
  });
}

function nextHops(attachmentId: string, resources: Resources): readonly NextHop[] {
  const attachment = resources.find('drgAttachments', attachmentId);
  if (!attachment) return [];
  const { network } = attachment.properties;
  return [hop(deviceTo(network), network.type === 'VCN' ? 'vcn' : 'edge')];
}

function deviceTo(network: AttachedNetwork): string {
  switch (network.type) {
    case 'VCN':
      return devices.drgToVcn(network);
    case 'VIRTUAL_CIRCUIT':
      return drgDevices.toCircuit(network);
    case 'IPSEC_TUNNEL':
      return drgDevices.toHeadEnd(network);
    default:
      return network satisfies never;
  }
}
