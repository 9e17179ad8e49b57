import type { FrontDoor } from '../../../../../src/emulator/azure/resources/front-door.ts';
import { location, resource, subnet } from './arm.ts';

export const circuitId = resource('expressRouteCircuits', 'circuit');
export const peeringId = `${circuitId}/peerings/AzurePrivatePeering`;

export function circuitBody(more: object = {}, sku: object = {}) {
  return {
    location,
    sku: { name: 'Standard_MeteredData', tier: 'Standard', family: 'MeteredData', ...sku },
    properties: {
      serviceProviderProperties: {
        serviceProviderName: 'Equinix',
        peeringLocation: 'Tokyo',
        bandwidthInMbps: 100,
        ...more,
      },
    },
  };
}

export function peeringBody(more: object = {}) {
  return {
    properties: {
      peeringType: 'AzurePrivatePeering',
      peerASN: 65150,
      primaryPeerAddressPrefix: '172.16.0.0/30',
      secondaryPeerAddressPrefix: '172.16.0.4/30',
      vlanId: 100,
      ...more,
    },
  };
}

/** A gateway without a public address, as Azure makes them now. */
export function expressRouteGatewayBody(of: string, more: object = {}) {
  return {
    location,
    properties: {
      gatewayType: 'ExpressRoute',
      sku: { name: 'ErGw1AZ' },
      ipConfigurations: [
        { name: 'default', properties: { subnet: { id: subnet(of, 'GatewaySubnet') } } },
      ],
      ...more,
    },
  };
}

export function circuitConnectionBody(gatewayId: string, more: object = {}) {
  return {
    location,
    properties: {
      connectionType: 'ExpressRoute',
      virtualNetworkGateway1: { id: gatewayId },
      peer: { id: circuitId },
      ...more,
    },
  };
}

/** A network, its ExpressRoute gateway, and the connection of that to the circuit. */
export function putConnected(door: FrontDoor, of: string, more: object = {}): string {
  const gateway = resource('virtualNetworkGateways', `${of}-er`);
  door.put(gateway, expressRouteGatewayBody(of));
  door.put(resource('connections', `${of}-circuit`), circuitConnectionBody(gateway, more));
  return gateway;
}
