import { WirebookError } from '../../src/lab/errors.ts';
import type { VirtualNetworkGateway } from '../../src/lab/handle.ts';

/** The public address of a gateway, or of one of its instances. */
export function gatewayAddress(gateway: VirtualNetworkGateway, instance = 0): string {
  const address = gateway.publicAddresses[instance];
  if (address !== undefined) return address;
  throw new WirebookError({
    code: 'no-such-instance',
    message: `The gateway ${gateway.name} has no public address of an instance ${instance}.`,
    facts: { 'public addresses': gateway.publicAddresses.join(', ') },
    next: 'Instances are counted from 0; only an active-active gateway has two.',
  });
}
