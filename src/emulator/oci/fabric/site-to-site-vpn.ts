import { internetNode } from '../../cloud.ts';
import type { BgpSpeaker, FabricLink, RouterNode, Tunnel } from '../../fabric/fabric.ts';
import { networkOf } from '../../net/prefix.ts';
import { oracleAsn } from '../protocol/asn.ts';
import { addressOf } from '../resources/interface-address.ts';
import type { IpsecTunnel } from '../resources/ipsec-tunnel.ts';
import { sessionOf } from '../resources/ipsec-tunnel.ts';
import type { Resource } from '../resources/store.ts';
import { attachmentOf, toldTo } from '../routing/drg-tables.ts';
import type { Part } from './compile.ts';
import { drgDevices, drgNames } from './drg-names.ts';
import { bgpTimers, tunnelTimers } from './drg-timers.ts';
import { exactly } from './exactly.ts';
import type { Layout } from './layout.ts';
import { hop, linkAddress } from './layout.ts';
import { devices, names } from './names.ts';
import { espProposals, ikeProposals } from './proposals.ts';

type Drg = Resource<'drgs'>;
type Connection = Resource<'ipsecConnections'>;

interface End {
  readonly drg: Drg;
  readonly connection: Connection;
  readonly tunnel: IpsecTunnel;
  readonly vpnIp: string;
}

/** A DRG's tunnels: a head-end each, and an outer side in the internet that has the public addresses of all. */
export function vpnPart(drg: Drg, layout: Layout): Part {
  const ends = layout.resources
    .all('ipsecConnections')
    .filter(({ properties }) => properties.drgId === drg.id)
    .flatMap((connection) =>
      connection.properties.tunnels.flatMap((tunnel): readonly End[] =>
        tunnel.vpnIp === undefined ? [] : [{ drg, connection, tunnel, vpnIp: tunnel.vpnIp }],
      ),
    );
  if (ends.length === 0) return {};
  return {
    nodes: [outerNode(drg, ends), ...ends.map((end) => headEnd(end, layout))],
    links: [internetLink(drg), ...ends.map(drgLink)],
    tunnels: ends.flatMap((end) => fabricTunnel(end, layout)),
    announcements: ends.map(({ vpnIp }) => ({ address: vpnIp, device: devices.internetTo(drg) })),
  };
}

function outerNode(drg: Drg, ends: readonly End[]): RouterNode {
  return {
    kind: 'router',
    name: drgNames.outer(drg),
    label: `outer side of ${drg.displayName}`,
    loopbacks: ends.map(({ vpnIp }) => vpnIp),
    routes: [{ to: '0.0.0.0/0', via: [hop(drgDevices.outerToInternet, 'internet')] }],
    transparentTtl: { decrementBetween: [] },
    tables: [],
  };
}

function internetLink(drg: Drg): FabricLink {
  const node = drgNames.outer(drg);
  return {
    name: `${node}--${internetNode}`,
    ends: [
      { node, device: drgDevices.outerToInternet, addresses: [linkAddress('outer')] },
      {
        node: internetNode,
        device: devices.internetTo(drg),
        addresses: [linkAddress('internet')],
      },
    ],
  };
}

/** Between a tunnel and the DRG: what comes by one leaves by the other. */
function headEnd(end: End, layout: Layout): RouterNode {
  const { tunnel } = end;
  const session = sessionOf(tunnel);
  const bgp = speaker(end, layout);
  return {
    kind: 'router',
    name: drgNames.headEnd(tunnel),
    label: `IPSec head-end of ${tunnel.displayName}`,
    loopbacks: session ? [addressOf(session.oracleInterfaceIp)] : [],
    routes: session
      ? [{ to: networkOf(session.oracleInterfaceIp), via: [{ device: drgDevices.tunnel }] }]
      : [],
    transparentTtl: { decrementBetween: [] },
    tables: [
      {
        name: 'from the DRG',
        devices: [drgDevices.toDrg],
        routes: [{ to: '0.0.0.0/0', via: [{ device: drgDevices.tunnel }] }],
      },
      {
        name: 'from the tunnel',
        devices: [drgDevices.tunnel],
        routes: [{ to: '0.0.0.0/0', via: [hop(drgDevices.toDrg, 'drg')] }],
      },
    ],
    ...(bgp && { bgp }),
  };
}

function speaker({ tunnel }: End, layout: Layout): BgpSpeaker | undefined {
  const session = sessionOf(tunnel);
  const attachment = attachmentOf(tunnel.id, layout.resources);
  if (tunnel.routing !== 'BGP' || !session || !attachment) return undefined;
  const source = addressOf(session.oracleInterfaceIp);
  const networks = toldTo(attachment, layout);
  return {
    asn: oracleAsn,
    routerId: source,
    networks,
    neighbors: [
      {
        address: addressOf(session.customerInterfaceIp),
        asn: session.customerBgpAsn,
        source,
        multihop: false,
        passive: false,
        nextHopSelf: true,
        timers: bgpTimers[layout.timers],
        inbound: { rules: [], otherwise: 'permit' },
        outbound: exactly(networks),
      },
    ],
    maximumPaths: 1,
  };
}

function drgLink({ drg, tunnel }: End): FabricLink {
  const node = drgNames.headEnd(tunnel);
  return {
    name: `${names.drg(drg)}--${node}`,
    ends: [
      {
        node: names.drg(drg),
        device: drgDevices.toHeadEnd(tunnel),
        addresses: [linkAddress('drg')],
      },
      { node, device: drgDevices.toDrg, addresses: [linkAddress('edge')] },
    ],
  };
}

/** Route-based: everything is in the encryption domain, and routes decide. None while the CPE is not known. */
function fabricTunnel({ drg, connection, tunnel, vpnIp }: End, layout: Layout): readonly Tunnel[] {
  const { cpeId, cpeLocalIdentifier } = connection.properties;
  const cpe = layout.resources.find('cpes', cpeId);
  if (!cpe) return [];
  return [
    {
      name: drgNames.tunnel(tunnel),
      outer: drgNames.outer(drg),
      outerDevice: drgDevices.outerToTunnel(tunnel),
      localAddress: vpnIp,
      remoteAddress: cpe.properties.ipAddress,
      remoteId: cpeLocalIdentifier,
      inner: drgNames.headEnd(tunnel),
      innerDevice: drgDevices.tunnel,
      presharedKey: tunnel.sharedSecret,
      role: tunnel.oracleCanInitiate === 'RESPONDER_ONLY' ? 'responder' : 'both',
      ikeProposals: ikeProposals(tunnel.phaseOne),
      espProposals: espProposals(tunnel.phaseTwo),
      localSelectors: ['0.0.0.0/0'],
      remoteSelectors: ['0.0.0.0/0'],
      mtu: 1400,
      timers: tunnelTimers(layout.timers, tunnel.dpdTimeoutInSec),
    },
  ];
}
