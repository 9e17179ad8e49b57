import { WirebookError } from '../../src/lab/errors.ts';
import type { LocalNetworkGateway } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import { azCommand } from '../az/command.ts';
import { formatAzTable } from '../az/format-table.ts';
import { pollOptions } from './poll-options.ts';
import { parseResourceId } from './resource-id.ts';

/** What a local network gateway says of its peer's BGP speaker. */
export interface BgpPeering {
  readonly asn: number;
  readonly bgpPeeringAddress: string;
  readonly peerWeight: number;
}

/** Reads it. Throws `no-bgp` for a local network gateway without BGP settings. */
export async function readPeering(
  context: StepContext,
  gateway: LocalNetworkGateway,
): Promise<BgpPeering> {
  const azure = await context.azure();
  const { resourceGroup, name } = parseResourceId(gateway.id);
  const { bgpSettings } = await azure.network.localNetworkGateways.get(resourceGroup, name, {
    abortSignal: context.signal,
  });
  if (bgpSettings?.bgpPeeringAddress === undefined) {
    throw new WirebookError({
      code: 'no-bgp',
      message: `The local network gateway ${gateway.name} has no BGP peering address.`,
      next: 'Give it bgp settings in the stack: only then is there a session to break.',
    });
  }
  const { asn = 0, bgpPeeringAddress, peerWeight = 0 } = bgpSettings;
  return { asn, bgpPeeringAddress, peerWeight };
}

/** Changes the address through the SDK, leaving all else as it is. */
export async function setPeeringAddress(
  context: StepContext,
  gateway: LocalNetworkGateway,
  bgpPeeringAddress: string,
): Promise<void> {
  const azure = await context.azure();
  const { resourceGroup, name } = parseResourceId(gateway.id);
  const before = await azure.network.localNetworkGateways.get(resourceGroup, name, {
    abortSignal: context.signal,
  });
  await azure.network.localNetworkGateways.beginCreateOrUpdateAndWait(
    resourceGroup,
    name,
    { ...before, bgpSettings: { ...before.bgpSettings, bgpPeeringAddress } },
    pollOptions(context, azure),
  );
  const options = { g: resourceGroup, n: name, 'bgp-peering-address': bgpPeeringAddress };
  context.showEquivalent({
    cloud: 'azure',
    command: `${azCommand('network local-gateway update', options)} -o none`,
    output: '',
  });
}

/** Shows what `az` would show. */
export function showPeering(
  context: StepContext,
  gateway: LocalNetworkGateway,
  peering: BgpPeering,
): void {
  const { resourceGroup, name } = parseResourceId(gateway.id);
  const options = { g: resourceGroup, n: name, query: 'bgpSettings' };
  context.showEquivalent({
    cloud: 'azure',
    command: `${azCommand('network local-gateway show', options)} -o table`,
    output: formatAzTable({
      columns: ['Asn', 'BgpPeeringAddress', 'PeerWeight'],
      rows: [
        {
          Asn: String(peering.asn),
          BgpPeeringAddress: peering.bgpPeeringAddress,
          PeerWeight: String(peering.peerWeight),
        },
      ],
    }),
  });
}
