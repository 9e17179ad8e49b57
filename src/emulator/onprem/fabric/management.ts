import { internetNode } from '../../cloud.ts';
import type { CloudFabric } from '../../cloud.ts';
import { cardCable } from '../../common/card-port.ts';
import { internetEdgeLink, staticNat } from '../../common/internet-edge.ts';
import type { FabricLink, Route, RouterNode } from '../../fabric/fabric.ts';
import { hostRoute } from '../../net/prefix.ts';
import type { Equipment, Site } from '../resources/model.ts';
import {
  harnessPrefix,
  managementDevice,
  managementGateway,
  managementPrefix,
} from '../resources/reserved.ts';
import type { Resources } from '../resources/store.ts';
import { deviceName, machineNodeName, macOf, managementNodeName } from './names.ts';

const edgeToInternet = 'internet';
/** Of the link between the two, in every site. */
const edgeAddress = '169.254.64.1';
const internetAddress = '169.254.64.2';

/** All that a machine knows of the management network: whoever administers it is behind the gateway. */
export const managementRoute: Route = {
  to: harnessPrefix,
  via: [{ device: managementDevice, gateway: managementGateway }],
};

export function equipmentOf(site: Site, resources: Resources): readonly Equipment[] {
  return [...resources.all('routers'), ...resources.all('hosts')].filter(
    ({ siteId }) => siteId === site.id,
  );
}

/**
 * A site's out-of-band management: public addresses translated one to one, for administration only. Machines do not
 * reach each other by it, nor anything but the administrators.
 */
export function managementNode(site: Site, resources: Resources): RouterNode {
  const machines = equipmentOf(site, resources);
  const toInternet = { device: edgeToInternet, gateway: internetAddress };
  return {
    kind: 'router',
    name: managementNodeName(site),
    label: `management network of ${site.name}`,
    loopbacks: [],
    routes: [],
    transparentTtl: { decrementBetween: [] },
    tables: [
      {
        name: 'from the machines',
        devices: machines.map(portTo),
        routes: [
          { to: harnessPrefix, via: [toInternet] },
          // So that it answers ARP for the gateway.
          { to: hostRoute(managementGateway), via: [toInternet] },
          { to: '0.0.0.0/0', reject: 'blackhole' },
        ],
      },
      {
        name: 'from the internet',
        devices: [edgeToInternet],
        routes: [
          ...machines.flatMap((machine) => {
            const via = [{ device: portTo(machine) }];
            return [
              { to: hostRoute(machine.managementAddress), via },
              // So that it answers ARP for it.
              { to: hostRoute(machine.publicAddress), via },
            ];
          }),
          { to: '0.0.0.0/0', reject: 'blackhole' },
        ],
      },
    ],
    filters: [
      {
        device: edgeToInternet,
        direction: 'in',
        stateful: false,
        lists: [
          [
            {
              action: 'accept',
              sources: [harnessPrefix],
              destinations: [managementPrefix],
            },
          ],
        ],
      },
    ],
    nat: staticNat(
      edgeToInternet,
      machines.map(({ managementAddress, publicAddress }) => ({
        inside: managementAddress,
        outside: publicAddress,
      })),
    ),
  };
}

export function managementLinks(site: Site, resources: Resources): readonly FabricLink[] {
  const node = managementNodeName(site);
  return [
    internetEdgeLink(
      { node, device: edgeToInternet, addresses: [hostRoute(edgeAddress)] },
      { node: internetNode, device: internetDevice(site), addresses: [hostRoute(internetAddress)] },
    ),
    ...equipmentOf(site, resources).map((machine): FabricLink => {
      const own = machineNodeName(machine);
      return cardCable(
        { node, device: portTo(machine) },
        {
          node: own,
          device: managementDevice,
          addresses: [hostRoute(machine.managementAddress)],
          mac: macOf(own, managementDevice),
        },
      );
    }),
  ];
}

export function managementAnnouncements(
  site: Site,
  resources: Resources,
): CloudFabric['announcements'] {
  const device = internetDevice(site);
  return equipmentOf(site, resources).map(({ publicAddress }) => ({
    address: publicAddress,
    device,
  }));
}

function portTo({ name }: Equipment): string {
  return deviceName(`m-${name}`);
}

function internetDevice({ name }: Site): string {
  return deviceName(`op-${name}`);
}
