import type { AzureClients } from '../../src/lab/target.ts';
import { azTable } from '../az/table.ts';
import type { CloudView } from '../expect-rows.ts';
import { parseResourceId } from './resource-id.ts';

/** An ExpressRoute circuit. */
export type CircuitRow = {
  readonly name: string;
  /** `Enabled`, `Disabled`. */
  readonly circuitProvisioningState: string;
  /** `NotProvisioned`, `Provisioning`, `Provisioned`, `Deprovisioning`. */
  readonly serviceProviderProvisioningState: string;
  readonly provider: string | null;
  readonly peeringLocation: string | null;
  readonly bandwidthInMbps: number | null;
  /** `Standard_MeteredData` */
  readonly sku: string;
};

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

/** An entry of a circuit's ARP table. */
export type CircuitArpRow = {
  /** `On-Prem`, `Microsoft`. */
  readonly interface: string;
  readonly ipAddress: string;
  readonly macAddress: string;
  /** Minutes; 0 for Microsoft's own. It varies. */
  readonly age: number;
};

/** A route that Microsoft's edge has on one link of a circuit. */
export type CircuitRouteRow = {
  readonly network: string;
  /** The best one ends in `*`. */
  readonly nextHop: string;
  readonly locPrf: string | null;
  readonly weight: number;
  /** AS numbers and the origin: `65150 I`. */
  readonly path: string;
};

/** A BGP session of Microsoft's edge on one link of a circuit. */
export type CircuitSessionRow = {
  readonly neighbor: string;
  readonly version: number;
  readonly asn: number;
  /** It varies. */
  readonly upDown: string;
  /** How many prefixes were received, or the state while there is no session. */
  readonly statePfxRcd: string;
};

/** Which of a circuit's two links: each ends at a router of its own. */
export type CircuitLink = 'primary' | 'secondary';

interface Named {
  readonly name: string;
  readonly id: string;
}

const privatePeering = 'AzurePrivatePeering';

export function circuitView(azure: AzureClients, circuit: Named): CloudView<CircuitRow> {
  const { resourceGroup, name } = parseResourceId(circuit.id);
  return {
    title: `Circuit ${circuit.name}`,
    async read(abortSignal) {
      const found = await azure.network.expressRouteCircuits.get(resourceGroup, name, {
        abortSignal,
      });
      const { serviceProviderProperties: provider } = found;
      return [
        {
          name: found.name ?? name,
          circuitProvisioningState: found.circuitProvisioningState ?? '',
          serviceProviderProvisioningState: found.serviceProviderProvisioningState ?? '',
          provider: provider?.serviceProviderName ?? null,
          peeringLocation: provider?.peeringLocation ?? null,
          bandwidthInMbps: provider?.bandwidthInMbps ?? null,
          sku: found.sku?.name ?? '',
        },
      ];
    },
    headings: {
      name: 'Circuit',
      circuitProvisioningState: 'Circuit status',
      serviceProviderProvisioningState: 'Provider status',
      provider: 'Provider',
      peeringLocation: 'Peering location',
      bandwidthInMbps: 'Bandwidth (Mb/s)',
      sku: 'SKU',
    },
    equivalent: azTable({
      command: 'network express-route show',
      options: {
        g: resourceGroup,
        n: name,
        query:
          '{Name:name,CircuitProvisioningState:circuitProvisioningState,ServiceProviderProvisioningState:serviceProviderProvisioningState}',
      },
      headings: {
        Name: 'name',
        CircuitProvisioningState: 'circuitProvisioningState',
        ServiceProviderProvisioningState: 'serviceProviderProvisioningState',
      },
    }),
  };
}

export function circuitPeeringsView(
  azure: AzureClients,
  circuit: Named,
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

export function circuitArpView(
  azure: AzureClients,
  circuit: Named,
  link: CircuitLink,
): CloudView<CircuitArpRow> {
  const { resourceGroup, name } = parseResourceId(circuit.id);
  return {
    title: `ARP table of ${circuit.name}, ${link} link`,
    async read(abortSignal) {
      const { value = [] } = await azure.network.expressRouteCircuits.beginListArpTableAndWait(
        resourceGroup,
        name,
        privatePeering,
        link,
        { abortSignal, updateIntervalInMs: azure.pollIntervalMs },
      );
      return value.map((entry) => ({
        interface: entry.interface ?? '',
        ipAddress: entry.ipAddress ?? '',
        macAddress: entry.macAddress ?? '',
        age: entry.age ?? 0,
      }));
    },
    headings: {
      interface: 'Interface',
      ipAddress: 'IP address',
      macAddress: 'MAC address',
      age: 'Age (min)',
    },
    volatile: ['age'],
    equivalent: azTable({
      command: 'network express-route list-arp-tables',
      options: diagnostics(resourceGroup, name, link),
      headings: {
        Age: 'age',
        Interface: 'interface',
        IpAddress: 'ipAddress',
        MacAddress: 'macAddress',
      },
    }),
  };
}

export function circuitRoutesView(
  azure: AzureClients,
  circuit: Named,
  link: CircuitLink,
): CloudView<CircuitRouteRow> {
  const { resourceGroup, name } = parseResourceId(circuit.id);
  return {
    title: `Routes of ${circuit.name}, ${link} link`,
    async read(abortSignal) {
      const { value = [] } = await azure.network.expressRouteCircuits.beginListRoutesTableAndWait(
        resourceGroup,
        name,
        privatePeering,
        link,
        { abortSignal, updateIntervalInMs: azure.pollIntervalMs },
      );
      return value.map((route) => ({
        network: route.network ?? '',
        nextHop: route.nextHop ?? '',
        locPrf: route.locPrf || null,
        weight: route.weight ?? 0,
        // Azure fills it up with blanks.
        path: (route.path ?? '').trim(),
      }));
    },
    headings: {
      network: 'Network',
      nextHop: 'Next hop',
      locPrf: 'LocPrf',
      weight: 'Weight',
      path: 'Path',
    },
    equivalent: azTable({
      command: 'network express-route list-route-tables',
      options: diagnostics(resourceGroup, name, link),
      headings: {
        LocPrf: 'locPrf',
        Network: 'network',
        NextHop: 'nextHop',
        Path: 'path',
        Weight: 'weight',
      },
    }),
  };
}

export function circuitSummaryView(
  azure: AzureClients,
  circuit: Named,
  link: CircuitLink,
): CloudView<CircuitSessionRow> {
  const { resourceGroup, name } = parseResourceId(circuit.id);
  return {
    title: `BGP sessions of ${circuit.name}, ${link} link`,
    async read(abortSignal) {
      const { value = [] } =
        await azure.network.expressRouteCircuits.beginListRoutesTableSummaryAndWait(
          resourceGroup,
          name,
          privatePeering,
          link,
          { abortSignal, updateIntervalInMs: azure.pollIntervalMs },
        );
      return value.map((session) => ({
        neighbor: session.neighbor ?? '',
        version: session.v ?? 0,
        asn: session.as ?? 0,
        upDown: session.upDown ?? '',
        statePfxRcd: session.statePfxRcd ?? '',
      }));
    },
    headings: {
      neighbor: 'Neighbor',
      version: 'Version',
      asn: 'ASN',
      upDown: 'Up/Down',
      statePfxRcd: 'State/PfxRcd',
    },
    volatile: ['upDown'],
    equivalent: azTable({
      command: 'network express-route list-route-tables-summary',
      options: diagnostics(resourceGroup, name, link),
      headings: {
        AsProperty: 'asn',
        Neighbor: 'neighbor',
        StatePfxRcd: 'statePfxRcd',
        UpDown: 'upDown',
        V: 'version',
      },
    }),
  };
}

function diagnostics(resourceGroup: string, name: string, link: CircuitLink) {
  return { g: resourceGroup, n: name, 'peering-name': privatePeering, path: link, query: 'value' };
}
