import { WirebookError } from '../../src/lab/errors.ts';
import type { VirtualNetworkGateway } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import { parseResourceId } from './resource-id.ts';

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

/** Where one instance of a gateway ends tunnels, and where it speaks BGP. */
export interface InstanceAddresses {
  readonly public: string;
  /** Only with private addresses enabled; it is not the one for BGP. */
  readonly private: string | undefined;
  /** Of its own, in the GatewaySubnet, or custom (APIPA) ones before that. */
  readonly bgp: readonly string[];
}

/**
 * The addresses of an instance as Azure has them: `bgpSettings.bgpPeeringAddresses` of the gateway
 * (https://learn.microsoft.com/azure/vpn-gateway/site-to-site-vpn-private-peering).
 */
export async function instanceAddresses(
  context: StepContext,
  gateway: VirtualNetworkGateway,
  instance = 0,
): Promise<InstanceAddresses> {
  const { resourceGroup, name } = parseResourceId(gateway.id);
  const { network } = await context.azure();
  const { bgpSettings } = await network.virtualNetworkGateways.get(resourceGroup, name, {
    abortSignal: context.signal,
  });
  const settings = bgpSettings?.bgpPeeringAddresses?.[instance];
  return {
    public: gatewayAddress(gateway, instance),
    private: settings?.tunnelIpAddresses?.find((it) => !gateway.publicAddresses.includes(it)),
    bgp: [...(settings?.customBgpIpAddresses ?? []), ...(settings?.defaultBgpIpAddresses ?? [])],
  };
}

/** The address at which an instance ends tunnels. Throws `no-private-tunnel-address` when it has none of its network. */
export async function tunnelAddress(
  context: StepContext,
  gateway: VirtualNetworkGateway,
  options: { readonly instance?: number | undefined; readonly overPrivate?: boolean | undefined },
): Promise<string> {
  const { instance = 0, overPrivate = false } = options;
  if (!overPrivate) return gatewayAddress(gateway, instance);
  const { private: address } = await instanceAddresses(context, gateway, instance);
  if (address !== undefined) return address;
  throw new WirebookError({
    code: 'no-private-tunnel-address',
    message: `Instance ${instance} of the gateway ${gateway.name} has no private address for tunnels.`,
    next: 'Enable private addresses on the gateway in the stack: it then has one an instance, besides the public one.',
  });
}
