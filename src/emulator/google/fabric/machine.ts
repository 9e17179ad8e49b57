import type { MachineNode, Route } from '../../fabric/fabric.ts';
import { hostRoute } from '../../net/prefix.ts';
import { sshKeysOf } from '../resources/instance.ts';
import type { Resource } from '../resources/store.ts';
import { gatewayAddress } from '../resources/subnetwork.ts';
import type { Card, Layout } from './layout.ts';

/** Who logs in where metadata names nobody: without a key, so nobody can. */
const nobody = 'user';

/**
 * An instance with its cards. A card's address is a /32, the subnet's gateway is on the link, and all else goes
 * through it, as Google's DHCP says; the first card has the default route.
 * @see https://cloud.google.com/vpc/docs/create-use-multiple-interfaces
 */
export function machineNode(instance: Resource<'instances'>, layout: Layout): MachineNode {
  const { properties, name } = instance;
  const keys = sshKeysOf(properties);
  const user = keys[0]?.user ?? nobody;
  return {
    kind: 'machine',
    name: layout.names.machine(instance),
    label: `instance ${name}`,
    loopbacks: [],
    hostname: properties.hostname?.split('.')[0] ?? name,
    user,
    authorizedKeys: keys.filter((key) => key.user === user).map(({ key }) => key),
    running: properties.status === 'RUNNING',
    routes: layout.cards
      .filter((card) => card.instance.path === instance.path)
      .flatMap((card) => cardRoutes(card)),
  };
}

function cardRoutes(card: Card): readonly Route[] {
  const gateway = gatewayAddress(card.subnet);
  const device = card.machineDevice;
  const beyond = card.isPrimary ? '0.0.0.0/0' : card.subnet.properties.ipCidrRange;
  return [
    { to: hostRoute(gateway), via: [{ device }] },
    { to: beyond, via: [{ device, gateway }] },
  ];
}
