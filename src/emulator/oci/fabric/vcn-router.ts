import type {
  Address,
  FabricLink,
  NextHop,
  Prefix,
  Route,
  RouterNode,
} from '../../fabric/fabric.ts';
import { contains, hostRoute } from '../../net/prefix.ts';
import { isRunning } from '../resources/instance.ts';
import type { RouteRule, RouteTarget } from '../resources/route-table.ts';
import type { Resource } from '../resources/store.ts';
import { wayTo } from '../routing/way-to.ts';
import type { Card, Layout } from './layout.ts';
import { attachmentOf, cardsIn, hop, internetGatewayOf, linkAddress } from './layout.ts';
import { devices, names } from './names.ts';

type Vcn = Resource<'vcns'>;

const everything = '0.0.0.0/0';

/** A VCN: a router that only routes, by a table for each link that packets come from. It decrements no TTL. */
export function vcnRouter(vcn: Vcn, layout: Layout): RouterNode {
  const { resources } = layout;
  const attachment = attachmentOf(vcn, layout);
  return {
    kind: 'router',
    name: names.vcn(vcn),
    label: `VCN ${vcn.displayName}`,
    loopbacks: [],
    routes: [],
    transparentTtl: { decrementBetween: [] },
    tables: [
      ...cardsIn(vcn, layout).map(({ vnic, subnet }) => ({
        name: `card ${vnic.id.slice(-20)}`,
        devices: [devices.vcnToPort(vnic)],
        routes: tableRoutes(
          vcn,
          rulesOf(subnet.properties.routeTableId, layout),
          layout,
          subnet.properties.cidrBlock,
        ),
      })),
      ...(internetGatewayOf(vcn, layout)
        ? [
            {
              name: 'from the internet',
              devices: [devices.vcnToEdge],
              routes: tableRoutes(vcn, [], layout),
            },
          ]
        : []),
      ...(attachment && resources.find('drgs', attachment.drgId)
        ? [
            {
              name: 'from the DRG',
              devices: [devices.vcnToDrg],
              routes: tableRoutes(vcn, rulesOf(attachment.routeTableId, layout), layout),
            },
          ]
        : []),
    ],
  };
}

export function vcnLinks(vcn: Vcn, layout: Layout): readonly FabricLink[] {
  const gateway = internetGatewayOf(vcn, layout);
  const attachment = attachmentOf(vcn, layout);
  const drg = attachment && layout.resources.find('drgs', attachment.drgId);
  const link = (device: string, far: FabricLink['ends'][1]): FabricLink => ({
    name: `${names.vcn(vcn)}.${device}--${far.node}.${far.device}`,
    ends: [{ node: names.vcn(vcn), device, addresses: [linkAddress('vcn')] }, far],
  });
  return [
    ...cardsIn(vcn, layout).map(({ vnic }) =>
      link(devices.vcnToPort(vnic), {
        node: names.port(vnic),
        device: devices.portToVcn,
        addresses: [linkAddress('port')],
      }),
    ),
    ...(gateway
      ? [
          link(devices.vcnToEdge, {
            node: names.edge(gateway),
            device: devices.edgeToVcn,
            addresses: [linkAddress('edge')],
          }),
        ]
      : []),
    ...(drg
      ? [
          link(devices.vcnToDrg, {
            node: names.drg(drg),
            device: devices.drgToVcn(vcn),
            addresses: [linkAddress('drg')],
          }),
        ]
      : []),
  ];
}

function rulesOf(tableId: string | undefined, { resources }: Layout): readonly RouteRule[] {
  if (tableId === undefined) return [];
  return resources.find('routeTables', tableId)?.properties.routeRules ?? [];
}

/**
 * Nothing answers for an address of the VCN that no VNIC has, nor where no rule leads.
 * @param own the sender's subnet: rules are for what leaves it
 */
function tableRoutes(
  vcn: Vcn,
  rules: readonly RouteRule[],
  layout: Layout,
  own?: Prefix,
): readonly Route[] {
  const { cidrBlocks } = vcn.properties;
  const isLocal = (address: Address): boolean =>
    (own !== undefined && contains(own, address)) ||
    wayTo(address, rules, cidrBlocks).kind === 'local';
  const local = cardsIn(vcn, layout).filter(
    ({ instance, vnic }) => isRunning(instance) && isLocal(vnic.properties.privateIp),
  );
  const hosts = local.map((card): Route => ({
    to: hostRoute(card.vnic.properties.privateIp),
    via: [toCard(card)],
  }));
  // A block of the VCN's own is silent besides its hosts, unless a rule for the same block says otherwise.
  const silent = cidrBlocks.filter(
    (block) => !rules.some(({ destination }) => destination === block),
  );
  const taken = new Set(hosts.map(({ to }) => to));
  return [
    ...hosts,
    ...silent.map((to): Route => ({ to, reject: 'blackhole' })),
    ...rules
      .filter(({ destination }) => !taken.has(destination))
      .map(({ destination: to, target }): Route => {
        const via = nextHop(target, vcn, layout);
        return via ? { to, via: [via] } : { to, reject: 'blackhole' };
      }),
    ...(rules.some(({ destination }) => destination === everything)
      ? []
      : [{ to: everything, reject: 'blackhole' } as const]),
  ];
}

/** undefined: packets vanish, as OCI's black hole routes make them. */
function nextHop({ kind, id }: RouteTarget, vcn: Vcn, layout: Layout): NextHop | undefined {
  switch (kind) {
    case 'internetGateways':
      return internetGatewayOf(vcn, layout)?.id === id ? hop(devices.vcnToEdge, 'edge') : undefined;
    case 'drgs':
      return attachmentOf(vcn, layout)?.drgId === id ? hop(devices.vcnToDrg, 'drg') : undefined;
    case 'privateIps': {
      const vnicId = layout.resources.find('privateIps', id)?.properties.vnicId;
      const card = cardsIn(vcn, layout).find(({ vnic }) => vnic.id === vnicId);
      return card && isRunning(card.instance) ? toCard(card) : undefined;
    }
    default:
      return kind satisfies never;
  }
}

function toCard({ vnic }: Card): NextHop {
  return hop(devices.vcnToPort(vnic), 'port');
}
