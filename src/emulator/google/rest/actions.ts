import type { CloudServices } from '../../cloud.ts';
import { invalid, invalidField, requiredField, staleFingerprint } from '../compute/error.ts';
import { fingerprint } from '../compute/digest.ts';
import type { FrontDoor } from '../resources/front-door.ts';
import { readMetadata } from '../resources/instance.ts';
import type { InstanceProperties } from '../resources/instance.ts';
import type { Body } from '../resources/kind.ts';
import type { KindName } from '../resources/kinds.ts';
import { readAccessConfig } from '../resources/network-interface.ts';
import type { NetworkInterface } from '../resources/network-interface.ts';
import { flagIn, labelsIn, requiredText, textIn, textsIn } from '../resources/read.ts';
import type { Resource } from '../resources/store.ts';

export interface ActionParameters<K extends KindName> {
  readonly resource: Resource<K>;
  readonly body: Body;
  readonly query: URLSearchParams;
  readonly door: FrontDoor;
  readonly settled: CloudServices['settled'];
}

/** Changes something. What it gives back, if anything, goes on after the answer. */
export type Action<K extends KindName> = (parameters: ActionParameters<K>) => Promise<void> | void;

type Actions = { readonly [K in KindName]?: Readonly<Record<string, Action<K>>> };

/** A POST to a resource, by its verb. */
export const actions: Actions = {
  networks: {
    switchToCustomMode({ resource, door }) {
      door.change(resource, { ...resource.properties, autoCreateSubnetworks: false });
    },
  },
  subnetworks: {
    expandIpCidrRange({ resource, body, door }) {
      door.patch(resource, { ipCidrRange: requiredText(body, 'ipCidrRange') });
    },
    setPrivateIpGoogleAccess({ resource, body, door }) {
      door.patch(resource, {
        privateIpGoogleAccess: flagIn(body, 'privateIpGoogleAccess') ?? false,
      });
    },
  },
  addresses: { setLabels },
  vpnGateways: { setLabels },
  externalVpnGateways: { setLabels },
  vpnTunnels: { setLabels },
  instances: {
    start: power('RUNNING'),
    stop: power('TERMINATED'),
    async reset(parameters) {
      power('STOPPING')(parameters);
      await parameters.settled();
      power('RUNNING')(parameters);
    },
    setMetadata({ resource, body, door }) {
      refuseStale(body, 'fingerprint', resource.properties.metadata, 'metadata');
      change(door, resource, { metadata: readMetadata(body) });
    },
    setTags({ resource, body, door }) {
      refuseStale(body, 'fingerprint', resource.properties.tags, 'resource');
      change(door, resource, { tags: textsIn(body, 'items') });
    },
    setLabels({ resource, body, door }) {
      refuseStale(body, 'labelFingerprint', resource.properties.labels, 'labels');
      change(door, resource, { labels: labelsIn(body) });
    },
    setMachineType({ resource, body, door }) {
      if (resource.properties.status !== 'TERMINATED') {
        throw invalid('The instance must be stopped before its machine type is changed.');
      }
      door.patch(resource, { machineType: requiredText(body, 'machineType') });
    },
    setDeletionProtection({ resource, query, door }) {
      change(door, resource, { deletionProtection: query.get('deletionProtection') !== 'false' });
    },
    addAccessConfig(parameters) {
      const { resource, body, door } = parameters;
      const card = cardOf(parameters);
      if (card.accessConfigs.length > 0) {
        throw invalidField(
          'accessConfigs',
          textIn(body, 'name') ?? '',
          `At most one access config currently supported; ${card.name} has '${card.accessConfigs[0]?.name ?? ''}'.`,
        );
      }
      const place = { resources: door.resources, scope: resource.scope, path: resource.path };
      const config = readAccessConfig(body, place, undefined, 'resource');
      replaceCard(door, resource, { ...card, accessConfigs: [config] });
    },
    deleteAccessConfig(parameters) {
      const { resource, query, door } = parameters;
      const card = cardOf(parameters);
      const name = query.get('accessConfig') ?? '';
      if (!card.accessConfigs.some((config) => config.name === name)) {
        throw invalidField('accessConfig', name, `${card.name} has no such access config.`);
      }
      replaceCard(door, resource, {
        ...card,
        accessConfigs: card.accessConfigs.filter((config) => config.name !== name),
      });
    },
  },
};

type Labelled = 'addresses' | 'vpnGateways' | 'externalVpnGateways' | 'vpnTunnels';

function setLabels<K extends Labelled>({ resource, body, door }: ActionParameters<K>): void {
  refuseStale(body, 'labelFingerprint', resource.properties.labels, 'labels');
  door.change(resource, { ...resource.properties, labels: labelsIn(body) });
}

function power(status: InstanceProperties['status']) {
  return ({ resource, door }: ActionParameters<'instances'>): void => {
    // Read again: a reset changes it twice.
    const { scope, name } = resource;
    change(door, door.get('instances', scope, name), { status });
  };
}

function change(
  door: FrontDoor,
  resource: Resource<'instances'>,
  properties: Partial<InstanceProperties>,
): void {
  door.change(resource, { ...resource.properties, ...properties });
}

function refuseStale(body: Body, field: string, current: unknown, what: string): void {
  const supplied = textIn(body, field);
  if (supplied === undefined) throw requiredField(`resource.${field}`);
  if (supplied !== fingerprint(current)) throw staleFingerprint(what);
}

function cardOf({ resource, query }: ActionParameters<'instances'>): NetworkInterface {
  const name = query.get('networkInterface') ?? '';
  const card = resource.properties.networkInterfaces.find((candidate) => candidate.name === name);
  if (!card)
    throw invalidField('networkInterface', name, `${resource.name} has no such interface.`);
  return card;
}

function replaceCard(
  door: FrontDoor,
  resource: Resource<'instances'>,
  card: NetworkInterface,
): void {
  change(door, resource, {
    networkInterfaces: resource.properties.networkInterfaces.map((other) =>
      other.name === card.name ? card : other,
    ),
  });
}
