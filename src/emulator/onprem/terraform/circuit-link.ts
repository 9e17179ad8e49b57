import { addressAt, networkOf } from '../../net/prefix.ts';
import { refuseOverlap } from '../resources/addresses.ts';
import { addressOf } from '../resources/links.ts';
import { circuitLinkNames } from '../resources/model.ts';
import type { CircuitLinkName, Router } from '../resources/model.ts';
import { invalid, taken } from '../resources/refusal.ts';
import { managementDevice } from '../resources/reserved.ts';
import type { Resources } from '../resources/store.ts';
import { checkedLinkAddress, checkedVlan } from '../resources/values.ts';
import { refuseTakenWire } from '../resources/wires.ts';
import {
  fixed,
  given,
  neededNumber,
  neededText,
  number,
  required,
  text,
  textOf,
} from './attributes.ts';
import { referredIn } from './site-type.ts';
import type { SiteType } from './site-type.ts';

/**
 * A site's end of one of a circuit's two links. An unknown circuit is no error: the link waits until somebody offers it,
 * as an order waits at a provider.
 */
export const circuitLink: SiteType<'circuitLinks'> = {
  kind: 'circuitLinks',
  schema: {
    attributes: {
      id: text(given),
      router_id: text(fixed),
      // Whoever has it may take the circuit.
      circuit_key: text({ ...required, sensitive: true }),
      link: text(fixed),
      vlan: number(fixed),
      address: text(required),
      device: text({ computed: true, forceNew: true }),
      state: text({ ...given, follows: ['circuit_key'] }),
    },
  },
  make(config, existing, world) {
    const { store } = world;
    const router = referredIn(config, 'router_id', 'routers', world);
    const link = linkName(neededText(config, 'link'));
    const vlan = checkedVlan(neededNumber(config, 'vlan'));
    const device =
      existing?.device ?? checkedDevice(textOf(config, 'device'), { router, link, vlan, store });
    const id = `${router.id}/circuits/${device}`;
    const circuitKey = neededText(config, 'circuit_key');
    refuseTakenWire(circuitKey, link, id, store);
    const address = customerAddress(neededText(config, 'address'));
    refuseOverlap(address, networksOf(router, id, store));
    return { id, routerId: router.id, circuitKey, link, vlan, address, device };
  },
  exported: (circuit, { services }) => ({
    router_id: circuit.routerId,
    circuit_key: circuit.circuitKey,
    link: circuit.link,
    vlan: circuit.vlan,
    address: circuit.address,
    device: circuit.device,
    state: services.circuits.offer(circuit.circuitKey) === undefined ? 'waiting' : 'connected',
  }),
};

function linkName(text: string): CircuitLinkName {
  const found = circuitLinkNames.find((name) => name === text);
  if (found) return found;
  throw invalid(`link "${text}": a circuit's links are "primary" and "secondary".`);
}

/**
 * Of each /30 the customer's router has the first usable address and Microsoft's the second.
 * @see https://learn.microsoft.com/azure/expressroute/expressroute-routing#ip-addresses-used-for-azure-private-peering
 */
export function customerAddress(text: string): string {
  const address = checkedLinkAddress(text, 'address', [30]);
  const first = addressAt(networkOf(address), 1);
  if (addressOf(address) === first) return address;
  throw invalid(
    `address ${address}: the customer's router has the first address of the /30, ${first}/30; the second is the circuit's.`,
  );
}

interface DeviceWish {
  readonly router: Router;
  readonly link: CircuitLinkName;
  readonly vlan: number;
  readonly store: Resources;
}

/** `er0.714`: the port, and the VLAN on it, as routers name them. */
function checkedDevice(wanted: string | undefined, { router, link, vlan, store }: DeviceWish) {
  const held = new Set(
    store
      .all('circuitLinks')
      .filter(({ routerId }) => routerId === router.id)
      .map(({ device }) => device),
  );
  if (wanted === undefined) {
    let port = link === 'primary' ? 0 : 1;
    while (held.has(`er${port}.${vlan}`)) port++;
    return `er${port}.${vlan}`;
  }
  if (!/^[a-zA-Z][a-zA-Z0-9.-]{0,14}$/.test(wanted)) {
    throw invalid(`device "${wanted}": a letter, then up to 14 letters, digits, "." and "-".`);
  }
  if (wanted === 'lo' || wanted === managementDevice || /^lan\d+$/.test(wanted)) {
    throw invalid(`device "${wanted}" is the router's own: choose another name.`);
  }
  if (held.has(wanted)) throw taken(`Router ${router.name} has a device "${wanted}" already.`);
  return wanted;
}

function networksOf(router: Router, own: string, store: Resources) {
  return [
    ...router.lans.flatMap(({ lanId }) => {
      const lan = store.find('lans', lanId);
      return lan ? [{ prefix: lan.cidr, what: `LAN ${lan.name}` }] : [];
    }),
    ...store
      .all('circuitLinks')
      .filter(({ routerId, id }) => routerId === router.id && id !== own)
      .map(({ device, address }) => ({ prefix: networkOf(address), what: device })),
  ];
}
