import type { FrontDoor } from '../../../../../src/emulator/azure/resources/front-door.ts';
import { location, network, putAddress, resource, subnet } from './arm.ts';

export const hub = resource('virtualHubs', 'rs');
export const hubConfiguration = `${hub}/ipConfigurations/ipconfig`;
export const hubPeer = (name: string) => `${hub}/bgpConnections/${name}`;

export function putServer(door: FrontDoor, more: object = {}): void {
  door.put(hub, { location, properties: { sku: 'Standard', ...more } });
}

/** The subnet and the configuration in a network that {@link putNetwork} made. */
export function placeServer(door: FrontDoor, name: string, second: number): void {
  door.put(subnet(name, 'RouteServerSubnet'), {
    properties: { addressPrefix: `10.${second}.210.0/24` },
  });
  door.put(hubConfiguration, configurationBody(name, putAddress(door, 'rs-ip')));
}

export const configurationBody = (name: string, publicAddress: string) => ({
  properties: {
    subnet: { id: subnet(name, 'RouteServerSubnet') },
    publicIPAddress: { id: publicAddress },
  },
});

/** Both sides; `spoke` uses the gateways of `of` when it is told to. */
export function peer(door: FrontDoor, of: string, spoke: string, useRemoteGateways = false): void {
  door.put(`${network(of)}/virtualNetworkPeerings/to-${spoke}`, {
    properties: {
      remoteVirtualNetwork: { id: network(spoke) },
      allowGatewayTransit: true,
      allowForwardedTraffic: true,
    },
  });
  door.put(`${network(spoke)}/virtualNetworkPeerings/to-${of}`, {
    properties: {
      remoteVirtualNetwork: { id: network(of) },
      useRemoteGateways,
      allowForwardedTraffic: true,
    },
  });
}
