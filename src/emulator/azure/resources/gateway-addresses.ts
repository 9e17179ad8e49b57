import { badRequest, invalidReference } from '../arm/error.ts';
import { sameId } from '../arm/id.ts';
import { addressAt, contains, lastUsable, sizeOf } from '../../net/prefix.ts';
import type { Resources } from './store.ts';
import { subnetUsers } from './subnet.ts';
import type {
  GatewayInstance,
  VirtualNetworkGatewayProperties,
} from './virtual-network-gateway.ts';

/** What a gateway's body says of the BGP addresses of its instances. */
export interface PeeringAddresses {
  readonly ipconfigurationId?: string | undefined;
  readonly customBgpIpAddresses?: readonly string[] | undefined;
}

export interface AssignParameters {
  readonly gatewayId: string;
  readonly activeActive: boolean;
  /** Tunnels may end at private addresses, which are apart from the BGP addresses then. */
  readonly privateAddresses: boolean;
  readonly ipConfigurations: VirtualNetworkGatewayProperties['ipConfigurations'];
  readonly peeringAddresses: readonly PeeringAddresses[];
  readonly existing: VirtualNetworkGatewayProperties | undefined;
  readonly resources: Resources;
}

/** The addresses that a subnet's first usable one follows. */
const reservedAtStart = 4;
/** @see https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-vpn-faq#bgp */
const customRange = ['169.254.21.0/24', '169.254.22.0/24'];

/** One instance for each ipConfiguration. Those of a gateway that stays in its subnet and mode keep their addresses. */
export function assignInstances(parameters: AssignParameters): readonly GatewayInstance[] {
  const { activeActive, privateAddresses, ipConfigurations, existing } = parameters;
  const { resources, gatewayId } = parameters;
  const custom = customAddresses(parameters);
  const subnetId = ipConfigurations[0]?.properties.subnet.id ?? '';
  const [range = ''] = resources.find('subnets', subnetId)?.properties.addressPrefixes ?? [];
  const stays =
    existing?.active === activeActive &&
    (!activeActive || existing.enablePrivateIpAddress === privateAddresses) &&
    sameId(existing.ipConfigurations[0]?.properties.subnet.id ?? '', subnetId);
  const free = (count: number) => freeAddresses({ count, range, subnetId, gatewayId, resources });
  const fresh = stays ? [] : freshAddresses(activeActive, privateAddresses, range, free);
  return ipConfigurations.map(({ id }, index) => {
    const before = stays ? existing.instances[index] : undefined;
    const { bgpAddress, underlayAddress } = before ?? fresh[index] ?? fresh[0] ?? nowhere;
    return {
      id,
      ipConfigurationId: id,
      bgpAddress,
      underlayAddress,
      customBgpAddresses: custom[index] ?? [],
      ...(before?.away && { away: true }),
    };
  });
}

const nowhere = { bgpAddress: '', underlayAddress: '' };

/**
 * The two instances of an active-active gateway take the subnet's first free addresses in order: .4 and .5 of an empty
 * one. Their IKE packets come from the same addresses, on a side of their own; with private tunnel addresses from those,
 * and the BGP addresses are the next two (.6 and .7). A single instance speaks BGP from the last address.
 */
function freshAddresses(
  activeActive: boolean,
  privateAddresses: boolean,
  range: string,
  free: (count: number) => readonly string[],
): readonly Pick<GatewayInstance, 'bgpAddress' | 'underlayAddress'>[] {
  if (!activeActive) {
    const [underlayAddress = ''] = free(1);
    return [{ bgpAddress: lastUsable(range), underlayAddress }];
  }
  const addresses = free(privateAddresses ? 4 : 2);
  const speakers = privateAddresses ? addresses.slice(2) : addresses;
  return speakers.map((bgpAddress, index) => ({
    bgpAddress,
    underlayAddress: addresses[index] ?? bgpAddress,
  }));
}

/** The subnet's first addresses that nothing but the gateway itself has. Throws {@link ArmError} when there are too few. */
export function freeAddresses(parameters: {
  readonly count: number;
  readonly range: string;
  readonly subnetId: string;
  /** What the addresses are for; what it has now counts as free. */
  readonly gatewayId: string;
  readonly resources: Resources;
  /** Where to begin, as an offset. @default 4, the first that Azure gives out */
  readonly from?: number;
}): readonly string[] {
  const { count, range, subnetId, gatewayId, resources, from = reservedAtStart } = parameters;
  const taken = new Set(
    subnetUsers(subnetId, resources)
      .filter(({ id }) => !id.toLowerCase().startsWith(`${gatewayId.toLowerCase()}/`))
      .flatMap(({ addresses }) => addresses),
  );
  const free: string[] = [];
  for (let index = from; index < sizeOf(range) - 1 && free.length < count; index++) {
    const candidate = addressAt(range, index);
    if (!taken.has(candidate)) free.push(candidate);
  }
  if (free.length < count) {
    throw badRequest(
      'SubnetIsFull',
      `Subnet ${subnetId} with address prefix ${range} does not have enough capacity for ${count} IP addresses.`,
    );
  }
  return free;
}

/** The custom addresses of each ipConfiguration: by its id, or by the order where the body names none. */
function customAddresses(parameters: AssignParameters): readonly (readonly string[])[] {
  const { gatewayId, ipConfigurations, peeringAddresses, activeActive } = parameters;
  const lists = ipConfigurations.map((): readonly string[] => []);
  peeringAddresses.forEach((entry, order) => {
    const named = entry.ipconfigurationId;
    const index =
      named === undefined ? order : ipConfigurations.findIndex(({ id }) => sameId(id, named));
    const addresses = entry.customBgpIpAddresses ?? [];
    if (index >= 0 && index < lists.length) lists[index] = addresses;
    else if (addresses.length > 0)
      throw invalidReference(named ?? `bgpPeeringAddresses[${order}]`, gatewayId);
  });
  const all = lists.flat();
  for (const candidate of all) refuseCustomAddress(candidate, gatewayId);
  const repeated = all.find((candidate, index) => all.indexOf(candidate) !== index);
  if (repeated !== undefined) {
    throw badRequest(
      'DuplicateCustomBgpIpAddress',
      `Custom BGP address ${repeated} is given more than once for gateway ${gatewayId}.`,
    );
  }
  if (!activeActive && all.length > 1) {
    throw badRequest(
      'ActiveStandbyGatewayCannotHaveMultipleCustomBgpIpAddresses',
      `Gateway ${gatewayId} is active-standby and can have one custom BGP address; ${all.length} are specified.`,
    );
  }
  return lists;
}

function refuseCustomAddress(candidate: string, id: string): void {
  if (customRange.some((range) => contains(range, candidate))) return;
  throw badRequest(
    'CustomBgpIpAddressNotInRange',
    `Custom BGP address ${candidate} of gateway ${id} must be within 169.254.21.0 - 169.254.22.255.`,
  );
}

/** The public address of an instance; none until it has been given one. */
export function publicAddressOf(
  gateway: VirtualNetworkGatewayProperties,
  instance: GatewayInstance,
  resources: Resources,
): readonly string[] {
  const part = gateway.ipConfigurations.find(({ id }) => sameId(id, instance.ipConfigurationId));
  const publicAddress = part?.properties.publicIPAddress;
  const found = publicAddress && resources.find('publicIPAddresses', publicAddress.id);
  const ipAddress = found?.properties.ipAddress;
  return ipAddress === undefined ? [] : [ipAddress];
}

/** Where tunnels to an instance may end: its public address, and the private one where the gateway has such. */
export function tunnelAddressesOf(
  gateway: VirtualNetworkGatewayProperties,
  instance: GatewayInstance,
  resources: Resources,
): readonly string[] {
  const inside = gateway.enablePrivateIpAddress ? [instance.underlayAddress] : [];
  return [...publicAddressOf(gateway, instance, resources), ...inside];
}
