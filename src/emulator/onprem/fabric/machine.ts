import type { OpenEnd } from '../../cloud.ts';
import type { LinkEnd, MachineNode, Route } from '../../fabric/fabric.ts';
import { lengthOf } from '../../net/prefix.ts';
import type { Equipment, Host, Lan, Router } from '../resources/model.ts';
import type { Resources } from '../resources/store.ts';
import { machineNodeName, macOf } from './names.ts';
import { managementRoute } from './management.ts';

/** A site's router: it forwards, as a router does out of the box; routing protocols are for its operator to configure. */
export function routerNode(router: Router): MachineNode {
  return {
    ...machine(router, `router ${router.name}`),
    loopbacks: router.loopbacks,
    forwarding: true,
    routes: [managementRoute],
  };
}

/** A host: all but its own LAN and the management is behind its gateway. */
export function hostNode(host: Host): MachineNode {
  const beyond: Route = {
    to: '0.0.0.0/0',
    via: [{ device: lanDevice(0), gateway: host.gateway }],
  };
  return {
    ...machine(host, `host ${host.name}`),
    routes: [managementRoute, beyond],
  };
}

function machine(equipment: Equipment, label: string): MachineNode {
  const { name, user, sshPublicKey } = equipment;
  return {
    kind: 'machine',
    name: machineNodeName(equipment),
    label,
    hostname: name,
    user,
    authorizedKeys: [sshPublicKey.trim()],
    running: true,
    loopbacks: [],
    routes: [],
  };
}

/** A card in a LAN. */
export interface LanCard {
  readonly lan: Lan;
  readonly owner: Equipment;
  readonly end: LinkEnd;
}

/** All cards in LANs, the routers' first. */
export function lanCards(resources: Resources): readonly LanCard[] {
  const card = (owner: Equipment, index: number, lanId: string, address: string) => {
    const lan = resources.find('lans', lanId);
    if (!lan) return [];
    const [node, device] = [machineNodeName(owner), lanDevice(index)];
    const addresses = [`${address}/${lengthOf(lan.cidr)}`];
    return [{ lan, owner, end: { node, device, addresses, mac: macOf(node, device) } }];
  };
  return [
    ...resources
      .all('routers')
      .flatMap((router) =>
        router.lans.flatMap(({ lanId, address }, index) => card(router, index, lanId, address)),
      ),
    ...resources.all('hosts').flatMap((host) => card(host, 0, host.lanId, host.address)),
  ];
}

/** A router's ends of private circuits. */
export function circuitEnds(resources: Resources): readonly OpenEnd[] {
  return resources.all('circuitLinks').flatMap((circuit) => {
    const router = resources.find('routers', circuit.routerId);
    if (!router) return [];
    const { circuitKey, link, device, address } = circuit;
    const node = machineNodeName(router);
    const end = { node, device, addresses: [address], mac: macOf(node, device) };
    return [{ name: `${circuitKey} ${link}`, end }];
  });
}

export function lanDevice(index: number): string {
  return `lan${index}`;
}
