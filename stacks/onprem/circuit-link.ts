import { resource, type Dependency } from '../constructed.ts';
import { needEquipment } from '../equipment.ts';
import { siteOf, type SiteRouter } from './machine.ts';
import { onpremResource } from './resource.ts';
import { idOf } from './site.ts';

/** A circuit as its customer names it to a provider: by its service key. */
export interface KeyedCircuit {
  readonly name: string;
  readonly [resource]: { readonly serviceKey: string };
}

export interface CircuitLinkParameters {
  readonly link: 'primary' | 'secondary';
  /** The first address of the link's /30: `172.16.0.1/30`. */
  readonly address: string;
  /** The peering's VLAN. */
  readonly vlan: number;
  /** @default er0.<vlan> for the primary link, er1.<vlan> for the secondary */
  readonly device?: string;
}

/**
 * Orders a circuit's link to a router of a site, with the VLAN of its private peering. What needs a circuit that its
 * provider has provisioned depends on what this returns: nothing, where the user has ordered it otherwise.
 */
export function circuitLink(
  router: SiteRouter,
  circuit: KeyedCircuit,
  parameters: CircuitLinkParameters,
): readonly Dependency[] {
  const { link, address, vlan, device } = parameters;
  const at = siteOf(router);
  needEquipment(at.environment, {
    name: `${router.name} ${link}`,
    kind: 'other',
    purpose: `the ${link} link of circuit ${circuit.name} at ${router.name}: VLAN ${vlan}, ${address}`,
  });
  const end = router[resource];
  if (!end) return [];
  return [
    onpremResource(at.scope, {
      type: 'onprem_circuit_link',
      name: `${router.name}-${circuit.name}-${link}`,
      arguments: {
        router_id: idOf(end),
        circuit_key: circuit[resource].serviceKey,
        link,
        vlan,
        address,
        device,
      },
    }),
  ];
}
