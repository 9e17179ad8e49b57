import { invalid, invalidField, notEmulated, requiredField } from '../compute/error.ts';
import { fingerprint } from '../compute/digest.ts';
import { nameOf, placeOf, regionOfZone, selfLink } from '../compute/link.ts';
import { addressAt, contains, sizeOf } from '../../net/prefix.ts';
import type { Body, Context } from './kind.ts';
import { linkedIn } from './kind.ts';
import { bodiesIn, choiceIn, present, readAddress, textIn } from './read.ts';
import { isReserved } from './subnetwork.ts';
import type { Resource, Resources } from './store.ts';

/** An interface card of an instance. */
export interface NetworkInterface {
  /** `nic0` */
  readonly name: string;
  readonly network: string;
  readonly subnetwork: string;
  readonly networkIP: string;
  readonly accessConfigs: readonly AccessConfig[];
}

/** An external address, translated one to one. */
export interface AccessConfig {
  readonly name: string;
  /** Absent while the instance is stopped, when the address is ephemeral. */
  readonly natIP?: string;
  /** Belongs to an address resource. */
  readonly isStatic: boolean;
  readonly networkTier: 'PREMIUM' | 'STANDARD';
}

type InstanceContext = Pick<
  Context<'instances'>,
  'existing' | 'path' | 'project' | 'resources' | 'scope'
>;

/** The first card is the primary one. Each is in a network of its own. */
export function readInterfaces(body: Body, context: InstanceContext): readonly NetworkInterface[] {
  const cards = bodiesIn(body, 'networkInterfaces');
  if (cards.length === 0) throw requiredField('resource.networkInterfaces');
  if (cards.length > 8) {
    throw invalidField('resource.networkInterfaces', cards.length, 'At most 8 interfaces.');
  }
  const taken: string[] = [];
  const made = cards.map((card, index) => {
    const read = readInterface(card, index, context, taken);
    taken.push(`${read.subnetwork} ${read.networkIP}`);
    return read;
  });
  if (new Set(made.map(({ network }) => network)).size < made.length) {
    throw invalid('Networks must be distinct for NICs attached to a VM.');
  }
  return made;
}

function readInterface(
  card: Body,
  index: number,
  context: InstanceContext,
  taken: readonly string[],
): NetworkInterface {
  const field = `resource.networkInterfaces[${index}]`;
  if (bodiesIn(card, 'aliasIpRanges').length > 0) throw notEmulated('alias IP ranges');
  const stack = textIn(card, 'stackType') ?? 'IPV4_ONLY';
  if (stack !== 'IPV4_ONLY') throw notEmulated(`network interfaces of stack type ${stack}`);
  const subnet = findSubnetwork(card, field, context);
  const before = context.existing?.properties.networkInterfaces[index];
  const wanted = textIn(card, 'networkIP');
  const kept = before?.subnetwork === subnet.path ? before.networkIP : undefined;
  const busy = new Set([...takenIn(subnet.path, context), ...taken]);
  return {
    name: `nic${index}`,
    network: subnet.properties.network,
    subnetwork: subnet.path,
    networkIP:
      wanted === undefined
        ? (kept ?? lowestFree(subnet, busy))
        : chosenAddress(wanted, subnet, busy, `${field}.networkIP`),
    accessConfigs: bodiesIn(card, 'accessConfigs').map((config, at) =>
      readAccessConfig(config, context, before?.accessConfigs[at], `${field}.accessConfigs[${at}]`),
    ),
  };
}

function findSubnetwork(
  card: Body,
  field: string,
  context: InstanceContext,
): Resource<'subnetworks'> {
  const region = `regions/${regionOfZone(placeOf(context.scope))}`;
  const named = linkedIn(card, 'subnetwork', 'subnetworks', context, region);
  const network = linkedIn(card, 'network', 'networks', context, 'global');
  if (named) {
    if (named.scope !== region) {
      throw invalidField(
        `${field}.subnetwork`,
        selfLink(named.path),
        `The referenced subnetwork resource is not in region '${placeOf(region)}'.`,
      );
    }
    if (network && named.properties.network !== network.path) {
      throw invalidField(
        `${field}.subnetwork`,
        selfLink(named.path),
        'The subnetwork is not in the network of the interface.',
      );
    }
    return named;
  }
  const { project, resources } = context;
  const path = network?.path ?? `projects/${project}/global/networks/default`;
  if (!resources.find('networks', path)) {
    throw invalidField(
      `${field}.network`,
      nameOf(path),
      'The referenced network resource cannot be found.',
    );
  }
  const only = resources
    .all('subnetworks')
    .find((subnet) => subnet.properties.network === path && subnet.scope === region);
  const isAuto = resources.find('networks', path)?.properties.autoCreateSubnetworks === true;
  if (only && isAuto) return only;
  throw invalidField(
    `${field}.subnetwork`,
    '',
    'Subnetwork should be specified for custom subnetmode network',
  );
}

function takenIn(subnetwork: string, { path, resources }: InstanceContext): readonly string[] {
  return resources
    .all('instances')
    .filter((other) => other.path !== path)
    .flatMap(({ properties }) => properties.networkInterfaces)
    .filter((card) => card.subnetwork === subnetwork)
    .map((card) => `${card.subnetwork} ${card.networkIP}`);
}

function lowestFree(subnet: Resource<'subnetworks'>, busy: ReadonlySet<string>): string {
  const range = subnet.properties.ipCidrRange;
  for (let index = 2; index < sizeOf(range) - 2; index++) {
    const address = addressAt(range, index);
    if (!busy.has(`${subnet.path} ${address}`)) return address;
  }
  throw invalid(`IP space of '${subnet.path}' is exhausted.`, { late: true });
}

function chosenAddress(
  text: string,
  subnet: Resource<'subnetworks'>,
  busy: ReadonlySet<string>,
  field: string,
): string {
  const address = readAddress(text, field);
  const range = subnet.properties.ipCidrRange;
  if (!contains(range, address)) {
    throw invalidField(
      field,
      address,
      `Requested internal IP address is outside the range ${range}.`,
    );
  }
  if (isReserved(range, address)) {
    throw invalidField(
      field,
      address,
      'The IP address is reserved by Google Cloud in its subnetwork.',
    );
  }
  if (busy.has(`${subnet.path} ${address}`)) {
    throw invalid(`IP '${address}' is already being used by another resource.`, { late: true });
  }
  return address;
}

export function readAccessConfig(
  config: Body,
  { resources, scope, path }: Pick<InstanceContext, 'resources' | 'scope' | 'path'>,
  before: AccessConfig | undefined,
  field: string,
): AccessConfig {
  const natIP = textIn(config, 'natIP');
  const common = {
    name: textIn(config, 'name') ?? 'External NAT',
    networkTier: choiceIn(config, 'networkTier', ['PREMIUM', 'STANDARD']) ?? ('PREMIUM' as const),
  };
  if (natIP === undefined || (natIP === before?.natIP && !before.isStatic)) {
    const kept = before && !before.isStatic ? before.natIP : undefined;
    return { ...common, isStatic: false, ...(kept !== undefined && { natIP: kept }) };
  }
  const region = regionOfZone(placeOf(scope));
  if (!staticAddress(natIP, region, resources)) {
    throw invalidField(
      `${field}.natIP`,
      natIP,
      `The specified external IP address '${natIP}' was not found in region '${region}'.`,
    );
  }
  const user = resources
    .all('instances')
    .find(
      (other) =>
        other.path !== path &&
        other.properties.networkInterfaces.some((card) =>
          card.accessConfigs.some((candidate) => candidate.natIP === natIP),
        ),
    );
  if (user) throw invalid(`External IP address: ${natIP} is already in-use`, { late: true });
  return { ...common, natIP, isStatic: true };
}

function staticAddress(address: string, region: string, resources: Resources): boolean {
  return resources
    .all('addresses')
    .some(({ scope, properties }) => placeOf(scope) === region && properties.address === address);
}

export function interfaceView(card: NetworkInterface, instanceId: string): Body {
  return present({
    kind: 'compute#networkInterface',
    name: card.name,
    network: selfLink(card.network),
    subnetwork: selfLink(card.subnetwork),
    networkIP: card.networkIP,
    stackType: 'IPV4_ONLY',
    fingerprint: fingerprint([instanceId, card]),
    accessConfigs:
      card.accessConfigs.length > 0
        ? card.accessConfigs.map(({ name, natIP, networkTier }) => ({
            kind: 'compute#accessConfig',
            type: 'ONE_TO_ONE_NAT',
            name,
            ...(natIP !== undefined && { natIP }),
            networkTier,
          }))
        : undefined,
  });
}
