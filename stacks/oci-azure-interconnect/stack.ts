import { azureScope } from '../azure/index.ts';
import { defineStack } from '../define-stack.ts';
import { ociScope } from '../oci/index.ts';
import { azureSide } from './azure-side.ts';
import { exchangeCircuits, interconnectCircuit } from './circuits.ts';
import { ociSide } from './oci-side.ts';
import { tunnel } from './tunnel.ts';

export interface OciAzureInterconnectProps {
  /** How the IPsec tunnel's routes come about. @default static */
  readonly tunnelRouting?: 'static' | 'bgp';
  /**
   * An exchange provider's router between the two clouds, in place of the interconnect; and how often it puts its AS
   * number before the path towards OCI, besides once. @default none: the clouds are joined directly
   */
  readonly exchange?: { readonly prepend: number };
}

/**
 * A virtual network in Azure and a VCN in OCI, joined twice: by a private circuit, and by an IPsec tunnel.
 *
 * What is joined to what follows Radu Nistor's article; the addresses are our own.
 */
export default defineStack(
  'oci-azure-interconnect',
  (scope, props: OciAzureInterconnectProps, environment) => {
    const azure = azureScope(scope, {
      resourceGroup: 'oci-azure',
      location: 'East US',
      environment,
    });
    const oci = ociScope(scope, { environment });
    const sides = { azure, azureSide: azureSide(azure), oci, ociSide: ociSide(oci) };
    const { ipsec, azureToOci } = tunnel({ ...sides, routing: props.tunnelRouting ?? 'static' });
    const { circuit, interconnect } =
      props.exchange === undefined
        ? interconnectCircuit(sides)
        : exchangeCircuits({ ...sides, scope, environment, ...props.exchange });

    return {
      azureVm: sides.azureSide.vm,
      vpnGateway: sides.azureSide.vpn,
      erGateway: sides.azureSide.expressRoute,
      azureToOci,
      ociVm: sides.ociSide.vm,
      drg: sides.ociSide.drg,
      vcnAttachment: sides.ociSide.attachment,
      ipsec,
      // Directly between the clouds, or to the exchange and on from there.
      circuit,
      interconnect,
    };
  },
);
