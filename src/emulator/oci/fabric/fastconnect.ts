import type { BgpSpeaker, FabricLink, RouterNode } from '../../fabric/fabric.ts';
import { oracleAsn } from '../protocol/asn.ts';
import { addressOf } from '../resources/interface-address.ts';
import type { Resource } from '../resources/store.ts';
import { keyOf } from '../routing/circuit-state.ts';
import { attachmentOf, toldTo } from '../routing/drg-tables.ts';
import type { Part } from './compile.ts';
import { drgDevices, drgNames } from './drg-names.ts';
import { bgpTimers } from './drg-timers.ts';
import { exactly } from './exactly.ts';
import type { Layout } from './layout.ts';
import { hop, linkAddress } from './layout.ts';
import { names } from './names.ts';

type Circuit = Resource<'virtualCircuits'>;

/** Oracle's edge of a virtual circuit: it speaks BGP over each link, and hands everything to the DRG. */
export function circuitPart(circuit: Circuit, layout: Layout): Part {
  const drg = layout.resources.find('drgs', circuit.properties.gatewayId ?? '');
  if (!drg) return {};
  const key = keyOf(circuit);
  return {
    nodes: [edgeNode(circuit, layout)],
    links: [drgLink(circuit, drg)],
    openEnds:
      key === undefined
        ? []
        : links(circuit).map(({ device, oracleBgpPeeringIp }) => ({
            name: `${key} ${device}`,
            end: {
              node: drgNames.circuit(circuit),
              device,
              addresses: [oracleBgpPeeringIp],
            },
          })),
  };
}

function edgeNode(circuit: Circuit, layout: Layout): RouterNode {
  return {
    kind: 'router',
    name: drgNames.circuit(circuit),
    label: `FastConnect edge of ${circuit.displayName}`,
    loopbacks: [],
    // What comes from the DRG follows what BGP taught.
    routes: [],
    transparentTtl: { decrementBetween: [] },
    tables: [
      {
        name: 'from the circuit',
        devices: links(circuit).map(({ device }) => device),
        routes: [{ to: '0.0.0.0/0', via: [hop(drgDevices.toDrg, 'drg')] }],
      },
    ],
    bgp: speaker(circuit, layout),
  };
}

/** A deactivated circuit has no neighbour: FRR closes the sessions with a notification. */
function speaker(circuit: Circuit, layout: Layout): BgpSpeaker {
  const { customerAsn, bgpAdminState } = circuit.properties;
  const attachment = attachmentOf(circuit.id, layout.resources);
  const networks = attachment ? toldTo(attachment, layout) : [];
  const neighbors = links(circuit).map(({ oracleBgpPeeringIp, customerBgpPeeringIp }) => ({
    address: addressOf(customerBgpPeeringIp),
    asn: customerAsn,
    source: addressOf(oracleBgpPeeringIp),
    multihop: false,
    passive: false,
    nextHopSelf: true,
    timers: bgpTimers[layout.timers],
    inbound: { rules: [], otherwise: 'permit' } as const,
    // What one link taught is not told to the other.
    outbound: exactly(networks),
  }));
  return {
    asn: oracleAsn,
    routerId: addressOf(links(circuit)[0]?.oracleBgpPeeringIp ?? '192.0.0.3'),
    networks,
    neighbors: bgpAdminState === 'ENABLED' ? neighbors : [],
    maximumPaths: 2,
  };
}

function drgLink(circuit: Circuit, drg: Resource<'drgs'>): FabricLink {
  const node = drgNames.circuit(circuit);
  return {
    name: `${names.drg(drg)}--${node}`,
    ends: [
      {
        node: names.drg(drg),
        device: drgDevices.toCircuit(circuit),
        addresses: [linkAddress('drg')],
      },
      { node, device: drgDevices.toDrg, addresses: [linkAddress('edge')] },
    ],
  };
}

function links({ properties }: Circuit) {
  return properties.crossConnectMappings.map((mapping, index) => ({
    ...mapping,
    device: drgDevices.links[index] ?? `link${index}`,
  }));
}
