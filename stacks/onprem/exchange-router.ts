import type { ExchangeRouter, VirtualCircuit } from '../../src/lab/handle.ts';
import type { StackEnvironment } from '../../src/lab/stack.ts';
import type { Construct, TerraformResource } from '../cdktf.ts';
import { resource } from '../constructed.ts';
import { hasOwnEquipment, needEquipment } from '../equipment.ts';
import type { KeyedCircuit } from './circuit-link.ts';
import { onpremResource } from './resource.ts';
import { idOf } from './site.ts';

export type ConstructedExchangeRouter = ExchangeRouter & {
  readonly [resource]?: TerraformResource;
};

export interface ExchangeRouterParameters {
  readonly name: string;
  readonly environment: StackEnvironment;
  readonly asn: number;
  /** As the clouds show it. @default Wirebook Exchange */
  readonly serviceProvider?: string;
  readonly azure: {
    readonly circuit: KeyedCircuit;
    readonly vlan: number;
    /** The first address of each /30: `172.30.0.1/30`. */
    readonly primaryAddress: string;
    readonly secondaryAddress: string;
    /** How often its AS number is put before the path, besides once. @default 0 */
    readonly prepend?: number;
    /** Whether the exchange sets up the private peering, rather than the stack. @default true */
    readonly configuresPeering?: boolean;
  };
  readonly oci: {
    readonly circuit: Pick<VirtualCircuit, 'id' | 'name'>;
    /** The exchange's address of each link. */
    readonly primaryAddress: string;
    readonly secondaryAddress?: string;
    /** @default 0 */
    readonly prepend?: number;
  };
}

/** An exchange provider's router that joins an ExpressRoute circuit and a partner's FastConnect virtual circuit. */
export function exchangeRouter(
  scope: Construct,
  parameters: ExchangeRouterParameters,
): ConstructedExchangeRouter {
  const { name, environment, asn, serviceProvider, azure, oci } = parameters;
  needEquipment(environment, {
    name,
    kind: 'other',
    purpose:
      `an exchange's router of AS ${asn} between circuit ${azure.circuit.name} (VLAN ${azure.vlan}, ` +
      `${azure.primaryAddress}, ${azure.secondaryAddress}) and virtual circuit ${oci.circuit.name} (` +
      `${[oci.primaryAddress, oci.secondaryAddress].filter(Boolean).join(', ')})`,
  });
  if (hasOwnEquipment(environment)) return { kind: 'exchangeRouter', name, id: name };
  const made = onpremResource(scope, {
    type: 'onprem_exchange_router',
    name,
    arguments: {
      name,
      asn,
      service_provider: serviceProvider,
      azure_circuit_key: azure.circuit[resource].serviceKey,
      azure_vlan: azure.vlan,
      azure_primary_address: azure.primaryAddress,
      azure_secondary_address: azure.secondaryAddress,
      configures_azure_peering: azure.configuresPeering,
      prepend_towards_azure: azure.prepend,
      oci_circuit_key: oci.circuit.id,
      oci_primary_address: oci.primaryAddress,
      oci_secondary_address: oci.secondaryAddress,
      prepend_towards_oci: oci.prepend,
    },
  });
  return { kind: 'exchangeRouter', name, id: idOf(made), [resource]: made };
}
