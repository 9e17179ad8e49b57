import type { AzureClients } from '../../../src/lab/target.ts';
import { azTable } from '../../az/table.ts';
import type { CloudView } from '../../expect-rows.ts';
import { parseResourceId } from '../resource-id.ts';
import type { Circuit } from './links.ts';

/** A peering of a circuit. */
export type CircuitPeeringRow = {
  /** `AzurePrivatePeering` */
  readonly name: string;
  /** `Enabled`, `Disabled`. */
  readonly state: string;
  /** 12076. */
  readonly azureAsn: number;
  readonly peerAsn: number;
  readonly primaryPeerAddressPrefix: string;
  readonly secondaryPeerAddressPrefix: string;
  readonly vlanId: number;
};

export function circuitPeeringsView(
  azure: AzureClients,
  circuit: Circuit,
): CloudView<CircuitPeeringRow> {
  const { resourceGroup, name } = parseResourceId(circuit.id);
  return {
    title: `Peerings of ${circuit.name}`,
    async read(abortSignal) {
      const rows: CircuitPeeringRow[] = [];
      const peerings = azure.network.expressRouteCircuitPeerings.list(resourceGroup, name, {
        abortSignal,
      });
      for await (const peering of peerings) {
        rows.push({
          name: peering.name ?? '',
          state: peering.state ?? '',
          azureAsn: peering.azureASN ?? 0,
          peerAsn: peering.peerASN ?? 0,
          primaryPeerAddressPrefix: peering.primaryPeerAddressPrefix ?? '',
          secondaryPeerAddressPrefix: peering.secondaryPeerAddressPrefix ?? '',
          vlanId: peering.vlanId ?? 0,
        });
      }
      return rows;
    },
    headings: {
      name: 'Peering',
      state: 'State',
      azureAsn: 'Azure ASN',
      peerAsn: 'Peer ASN',
      primaryPeerAddressPrefix: 'Primary',
      secondaryPeerAddressPrefix: 'Secondary',
      vlanId: 'VLAN',
    },
    equivalent: azTable({
      command: 'network express-route peering list',
      options: {
        g: resourceGroup,
        'circuit-name': name,
        query:
          '[].{Name:name,State:state,AzureASN:azureASN,PeerASN:peerASN,Primary:primaryPeerAddressPrefix,Secondary:secondaryPeerAddressPrefix,VlanId:vlanId}',
      },
      headings: {
        Name: 'name',
        State: 'state',
        AzureASN: 'azureAsn',
        PeerASN: 'peerAsn',
        Primary: 'primaryPeerAddressPrefix',
        Secondary: 'secondaryPeerAddressPrefix',
        VlanId: 'vlanId',
      },
    }),
  };
}
