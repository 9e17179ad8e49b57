import { fastBgpTimers } from '../../common/timers.ts';
import type { OpenEnd } from '../../cloud.ts';
import type { BgpNeighbor, BgpTimers, RouterNode } from '../../fabric/fabric.ts';
import type { ExchangeRouter, ExchangeSide } from '../resources/model.ts';
import { addressOf, farAddress } from '../resources/links.ts';
import { exchangeNodeName, macOf } from './names.ts';

/** https://learn.microsoft.com/azure/expressroute/expressroute-routing#autonomous-system-numbers-asn */
const microsoftAsn = 12076;
/** https://docs.oracle.com/iaas/Content/Network/Concepts/fastconnectrequirements.htm */
const oracleAsn = 31898;

/** What routers speak when nothing else is configured (RFC 4271, section 10), or seconds. */
const bgpTimers = {
  fast: fastBgpTimers,
  real: { keepalive: 60, hold: 180, connect: 30 },
} as const satisfies Record<string, BgpTimers>;

/** The exchange's router: BGP with both clouds, and between them what each of them tells it. */
export function exchangeNode(exchange: ExchangeRouter, timers: 'fast' | 'real'): RouterNode {
  const { azure, oci } = exchange;
  const neighborsOf = (side: ExchangeSide, asn: number): readonly BgpNeighbor[] =>
    side.addresses.map(({ address }) => ({
      address: farAddress(address),
      asn,
      source: addressOf(address),
      multihop: false,
      passive: false,
      nextHopSelf: true,
      timers: bgpTimers[timers],
      inbound: { rules: [], otherwise: 'permit' },
      outbound: { rules: [], otherwise: 'permit' },
      ...(side.prepend > 0 && { onExport: { prepend: side.prepend } }),
    }));
  return {
    kind: 'router',
    name: exchangeNodeName(exchange),
    label: `exchange router ${exchange.name}`,
    loopbacks: [],
    routes: [],
    transparentTtl: false,
    tables: [],
    bgp: {
      asn: exchange.asn,
      routerId: addressOf(azure.addresses[0]?.address ?? '0.0.0.1'),
      networks: [],
      neighbors: [...neighborsOf(azure, microsoftAsn), ...neighborsOf(oci, oracleAsn)],
      maximumPaths: 2,
    },
  };
}

export function exchangeEnds(exchange: ExchangeRouter): readonly OpenEnd[] {
  const node = exchangeNodeName(exchange);
  const endsOf = (side: ExchangeSide, prefix: string) =>
    side.addresses.map(({ link, address }) => {
      const device = `${prefix}${link === 'primary' ? 0 : 1}`;
      return {
        name: `${side.circuitKey} ${link}`,
        end: { node, device, addresses: [address], mac: macOf(node, device) },
      };
    });
  return [...endsOf(exchange.azure, 'azure'), ...endsOf(exchange.oci, 'oci')];
}
