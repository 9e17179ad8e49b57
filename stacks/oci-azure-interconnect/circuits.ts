import type { StackEnvironment } from '../../src/lab/stack.ts';
import {
  expressRouteCircuit,
  expressRouteConnection,
  resource,
  serviceKeyOf,
  type AzureScope,
} from '../azure/index.ts';
import type { Construct } from '../cdktf.ts';
import { exchangeRouter } from '../onprem/index.ts';
import { virtualCircuit, type OciScope } from '../oci/index.ts';
import type { AzureSide } from './azure-side.ts';
import type { OciSide } from './oci-side.ts';

/** Where OCI's Ashburn and Azure's East US meet. */
const peeringLocation = 'Washington DC';

interface Sides {
  readonly azure: AzureScope;
  readonly azureSide: AzureSide;
  readonly oci: OciScope;
  readonly ociSide: OciSide;
}

/** Oracle and Microsoft, directly: Oracle sets the private peering up on both sides. */
export function interconnectCircuit({ azure, azureSide, oci, ociSide }: Sides) {
  const circuit = expressRouteCircuit(azure, {
    name: 'interconnect-circuit',
    serviceProvider: 'Oracle Cloud FastConnect',
    peeringLocation,
    bandwidth: 1000,
  });
  const interconnect = virtualCircuit(oci, {
    name: 'interconnect',
    drg: ociSide.drg,
    over: {
      kind: 'azure',
      serviceKey: serviceKeyOf(circuit),
      primary: { oracle: '192.168.100.1/30', customer: '192.168.100.2/30' },
      secondary: { oracle: '192.168.100.5/30', customer: '192.168.100.6/30' },
    },
  });
  expressRouteConnection(azure, {
    name: 'azure-to-interconnect',
    gateway: azureSide.expressRoute,
    circuit,
    dependsOn: [interconnect],
  });
  return { circuit, interconnect };
}

export interface ExchangeParameters extends Sides {
  readonly scope: Construct;
  readonly environment: StackEnvironment;
  /** How often the exchange puts its AS number before the path towards OCI, besides once. */
  readonly prepend: number;
}

/** An exchange provider's router between the two, with a circuit to each. */
export function exchangeCircuits(parameters: ExchangeParameters) {
  const { scope, environment, prepend, azure, azureSide, oci, ociSide } = parameters;
  const asn = 64496;
  const circuit = expressRouteCircuit(azure, {
    name: 'exchange-circuit',
    serviceProvider: 'Megaport',
    peeringLocation,
    bandwidth: 1000,
  });
  const interconnect = virtualCircuit(oci, {
    name: 'exchange-interconnect',
    drg: ociSide.drg,
    over: {
      kind: 'partner',
      provider: 'Megaport',
      customerAsn: asn,
      links: [
        { customer: '192.168.102.1/30', oracle: '192.168.102.2/30' },
        { customer: '192.168.102.5/30', oracle: '192.168.102.6/30' },
      ],
    },
  });
  const exchange = exchangeRouter(scope, {
    name: 'exchange',
    environment,
    asn,
    serviceProvider: 'Megaport',
    azure: {
      circuit,
      vlan: 100,
      primaryAddress: '192.168.101.1/30',
      secondaryAddress: '192.168.101.5/30',
    },
    oci: {
      circuit: interconnect,
      primaryAddress: '192.168.102.1/30',
      secondaryAddress: '192.168.102.5/30',
      prepend,
    },
  });
  const { [resource]: ordered } = exchange;
  expressRouteConnection(azure, {
    name: 'azure-to-exchange',
    gateway: azureSide.expressRoute,
    circuit,
    dependsOn: ordered ? [ordered] : [],
  });
  return { circuit, interconnect };
}
