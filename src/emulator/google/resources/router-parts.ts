import { invalid, invalidField, notEmulated } from '../compute/error.ts';
import { addressAt, contains, lengthOf, networkOf, overlaps } from '../../net/prefix.ts';
import { isAddress } from '../../net/address.ts';
import type { Body, Context } from './kind.ts';
import { linkedIn } from './kind.ts';
import { bodiesIn, flagIn, numberWithin, readAddress, requiredText, textIn } from './read.ts';
import { readAdvertisement } from './advertisement.ts';
import type { Advertisement } from './advertisement.ts';
import { digest } from '../compute/digest.ts';

export interface RouterInterface {
  readonly name: string;
  /** Its address with the length of its network: `169.254.21.129/30`. */
  readonly ipRange?: string;
  readonly linkedVpnTunnel?: string;
}

export interface BgpPeer {
  readonly name: string;
  readonly interfaceName: string;
  readonly ipAddress: string;
  readonly peerIpAddress: string;
  readonly peerAsn: number;
  /** The MED it is told; the router's own default is 100. */
  readonly advertisedRoutePriority: number;
  /** Overrides the router's. */
  readonly advertisement?: Advertisement;
  readonly enabled: boolean;
}

const linkLocal = '169.254.0.0/16';

export function readInterfaces(
  body: Body,
  context: Context<'routers'>,
): readonly RouterInterface[] {
  const interfaces = bodiesIn(body, 'interfaces').map((part): RouterInterface => {
    const unsupported = ['linkedInterconnectAttachment', 'subnetwork', 'privateIpAddress'].find(
      (field) => textIn(part, field) !== undefined,
    );
    if (unsupported) throw notEmulated(`router interfaces with ${unsupported}`);
    const tunnel = linkedIn(part, 'linkedVpnTunnel', 'vpnTunnels', context);
    if (tunnel && tunnel.properties.router !== context.path) {
      throw invalid(
        `VPN tunnel '${tunnel.path}' belongs to router '${tunnel.properties.router}', not to '${context.path}'.`,
      );
    }
    const ipRange = textIn(part, 'ipRange');
    return {
      name: requiredText(part, 'name'),
      ...(ipRange !== undefined && { ipRange: readRange(ipRange) }),
      ...(tunnel && { linkedVpnTunnel: tunnel.path }),
    };
  });
  refuseRepeats(
    interfaces.map(({ name }) => name),
    'interfaces',
  );
  refuseOverlaps(interfaces);
  return interfaces.map((part) => given(part, context));
}

/** Google picks a range where none is named. */
function given(part: RouterInterface, context: Context<'routers'>): RouterInterface {
  if (part.ipRange !== undefined || part.linkedVpnTunnel === undefined) return part;
  const before = context.existing?.properties.interfaces.find(({ name }) => name === part.name);
  if (before?.ipRange !== undefined) return { ...before, ...part, ipRange: before.ipRange };
  const index = digest(`${context.path} ${part.name}`) % 2 ** 13;
  return { ...part, ipRange: `${addressAt('169.254.0.0/17', index * 4 + 1)}/30` };
}

function readRange(text: string): string {
  const [address = '', length] = text.split('/');
  const field = 'resource.interfaces.ipRange';
  if (!isAddress(address) || length === undefined || !contains(linkLocal, address)) {
    throw invalidField(field, text, 'Must be an address in 169.254.0.0/16 with a prefix length.');
  }
  const size = Number(length);
  if (!(size >= 29 && size <= 31)) throw invalidField(field, text, 'Must be a /29, /30 or /31.');
  if (lengthOf(networkOf(text)) === 30 && addressAt(networkOf(text), 0) === address) {
    throw invalidField(field, text, 'The address must not be that of the network.');
  }
  return text;
}

function refuseOverlaps(interfaces: readonly RouterInterface[]): void {
  const ranges = interfaces.flatMap(({ name, ipRange }) =>
    ipRange === undefined ? [] : [{ name, range: networkOf(ipRange) }],
  );
  ranges.forEach(({ name, range }, index) => {
    const other = ranges.slice(0, index).find((before) => overlaps(before.range, range));
    if (other) {
      throw invalid(
        `Invalid value for field 'resource.interfaces': the IP ranges of '${other.name}' and '${name}' overlap.`,
      );
    }
  });
}

export function readPeers(body: Body, interfaces: readonly RouterInterface[]): readonly BgpPeer[] {
  const peers = bodiesIn(body, 'bgpPeers').map((part): BgpPeer => {
    const name = requiredText(part, 'name');
    const interfaceName = requiredText(part, 'interfaceName');
    const on = interfaces.find((candidate) => candidate.name === interfaceName);
    if (!on) {
      throw invalidField('resource.bgpPeers.interfaceName', interfaceName, 'No such interface.');
    }
    if (flagIn(part, 'enableIpv6') === true) throw notEmulated('IPv6 over BGP');
    const { ipAddress, peerIpAddress } = addressesOf(part, on);
    const advertisement = readAdvertisement(part);
    return {
      name,
      interfaceName,
      ipAddress,
      peerIpAddress,
      peerAsn: peerAsn(part),
      advertisedRoutePriority:
        numberWithin(part, 'advertisedRoutePriority', [0, 65_535]) ?? defaultPriority,
      ...(advertisement && { advertisement }),
      enabled: flagIn(part, 'enable') ?? true,
    };
  });
  refuseRepeats(
    peers.map(({ name }) => name),
    'bgpPeers',
  );
  return peers;
}

/** @see https://cloud.google.com/network-connectivity/docs/router/concepts/overview#base-priority */
const defaultPriority = 100;

function peerAsn(part: Body): number {
  const asn = numberWithin(part, 'peerAsn', [1, 4_294_967_295]);
  if (asn !== undefined) return asn;
  throw invalidField('resource.bgpPeers.peerAsn', '', 'A BGP peer needs an ASN.');
}

function addressesOf(
  part: Body,
  on: RouterInterface,
): Pick<BgpPeer, 'ipAddress' | 'peerIpAddress'> {
  if (on.ipRange === undefined) {
    throw invalid(`Interface '${on.name}' has no IP range, so it cannot have a BGP peer.`);
  }
  const [own = ''] = on.ipRange.split('/');
  const ipAddress = textIn(part, 'ipAddress') ?? own;
  if (ipAddress !== own) {
    throw invalidField('resource.bgpPeers.ipAddress', ipAddress, `The interface's is ${own}.`);
  }
  const wanted = textIn(part, 'peerIpAddress');
  const peerIpAddress =
    wanted === undefined
      ? theOther(own, on.ipRange)
      : readAddress(wanted, 'resource.bgpPeers.peerIpAddress');
  if (peerIpAddress === own || !contains(networkOf(on.ipRange), peerIpAddress)) {
    throw invalidField(
      'resource.bgpPeers.peerIpAddress',
      peerIpAddress,
      `Must be in the interface's range ${networkOf(on.ipRange)}, and not its own address.`,
    );
  }
  return { ipAddress, peerIpAddress };
}

function theOther(own: string, range: string): string {
  const network = networkOf(range);
  const first = lengthOf(network) === 31 ? 0 : 1;
  const [one, other] = [addressAt(network, first), addressAt(network, first + 1)];
  return own === one ? other : one;
}

function refuseRepeats(names: readonly string[], field: string): void {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw invalidField(`resource.${field}.name`, repeated, 'Names must be unique in a router.');
  }
}
