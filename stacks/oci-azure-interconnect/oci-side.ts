import {
  drg,
  drgAttachment,
  internetGateway,
  ociMachine,
  ociRouteTable,
  ociSubnet,
  securityList,
  vcn,
  type OciScope,
} from '../oci/index.ts';
import { vnetPrefix } from './azure-side.ts';

export const vcnPrefix = '10.40.0.0/16';

export type OciSide = ReturnType<typeof ociSide>;

/** A VCN whose only way to Azure is the DRG, and a machine. */
export function ociSide(oci: OciScope) {
  const network = vcn(oci, { name: 'oci-vcn', cidrBlocks: [vcnPrefix] });
  const gateway = drg(oci, { name: 'oci-drg' });
  const attachment = drgAttachment(oci, {
    name: 'oci-vcn-attachment',
    drg: gateway,
    vcn: network,
    // The same prefix that the static route of the tunnel has on Azure's side: equal prefixes are what is compared.
    routeType: 'VCN_CIDRS',
  });
  const internet = internetGateway(oci, { name: 'oci-internet-gateway', vcn: network });
  const machines = ociSubnet(oci, {
    name: 'oci-machines',
    vcn: network,
    cidr: '10.40.1.0/24',
    routeTable: ociRouteTable(oci, {
      name: 'oci-routes',
      vcn: network,
      routes: [
        { to: '0.0.0.0/0', via: internet },
        { to: vnetPrefix, via: gateway },
      ],
      dependsOn: [attachment],
    }),
    securityLists: [
      securityList(oci, { name: 'oci-security', vcn: network, pingFrom: [vnetPrefix] }),
    ],
  });
  const vm = ociMachine(oci, { name: 'oci-vm', subnet: machines, address: '10.40.1.10' });
  return { drg: gateway, attachment, vm };
}
