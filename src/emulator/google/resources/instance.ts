import { invalid, invalidField, notEmulated } from '../compute/error.ts';
import { fingerprint } from '../compute/digest.ts';
import { nameOf, placeOf, regionOfZone, selfLink } from '../compute/link.ts';
import { attachDisks, diskViews } from './attached-disk.ts';
import type { AttachedDisk } from './attached-disk.ts';
import { interfaceView, readInterfaces } from './network-interface.ts';
import type { NetworkInterface } from './network-interface.ts';
import type { Body } from './kind.ts';
import { defineKind } from './kind.ts';
import { machineTypes } from './catalogue.ts';
import {
  bodiesIn,
  bodyIn,
  flagIn,
  labelsIn,
  present,
  requiredText,
  textIn,
  textsIn,
} from './read.ts';

export interface InstanceProperties {
  readonly machineType: string;
  readonly description?: string;
  readonly hostname?: string;
  readonly canIpForward: boolean;
  readonly deletionProtection: boolean;
  readonly networkInterfaces: readonly NetworkInterface[];
  readonly metadata: readonly MetadataItem[];
  readonly tags: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly disks: readonly AttachedDisk[];
  /** `STOPPING` while it is reset. */
  readonly status: 'RUNNING' | 'STOPPING' | 'TERMINATED';
}

export interface MetadataItem {
  readonly key: string;
  readonly value: string;
}

export const instance = defineKind<'instances'>({
  scope: 'zones',
  noun: 'instance',

  prepare(body, context) {
    const { existing, name, scope } = context;
    const machineType = nameOf(requiredText(body, 'machineType'));
    if (!machineTypes.some((known) => known.name === machineType)) {
      throw invalidField(
        'resource.machineType',
        textIn(body, 'machineType'),
        `Machine type with name '${machineType}' does not exist in zone '${placeOf(scope)}'.`,
      );
    }
    if (bodiesIn(body, 'guestAccelerators').length > 0) throw notEmulated('accelerators');
    const description = textIn(body, 'description');
    const hostname = textIn(body, 'hostname');
    return {
      machineType,
      ...(description !== undefined && { description }),
      ...(hostname !== undefined && { hostname }),
      canIpForward: flagIn(body, 'canIpForward') ?? false,
      deletionProtection: flagIn(body, 'deletionProtection') ?? false,
      networkInterfaces: readInterfaces(body, context),
      metadata: readMetadata(bodyIn(body, 'metadata') ?? {}),
      tags: textsIn(bodyIn(body, 'tags') ?? {}, 'items'),
      labels: labelsIn(body),
      disks: existing?.properties.disks ?? attachDisks(body, name, context),
      status: existing?.properties.status ?? 'RUNNING',
    };
  },

  refuseDelete({ path, properties }) {
    if (properties.deletionProtection) {
      throw invalid(
        `Invalid resource usage: 'Resource cannot be deleted if it's protected against deletion. ${path}'.`,
      );
    }
  },

  deleted({ properties }, draft) {
    properties.disks
      .filter(({ autoDelete }) => autoDelete)
      .forEach(({ disk }) => draft.remove('disks', disk));
  },

  view(resource, { resources }): Body {
    const { id, path, scope, properties } = resource;
    const project = path.split('/').slice(0, 2).join('/');
    return present({
      description: properties.description,
      hostname: properties.hostname,
      zone: selfLink(`${project}/${scope}`),
      machineType: selfLink(`${project}/${scope}/machineTypes/${properties.machineType}`),
      status: properties.status,
      canIpForward: properties.canIpForward,
      deletionProtection: properties.deletionProtection,
      networkInterfaces: properties.networkInterfaces.map((card) => interfaceView(card, id)),
      disks: diskViews(properties.disks, resources),
      metadata: {
        kind: 'compute#metadata',
        fingerprint: fingerprint(properties.metadata),
        ...(properties.metadata.length > 0 && { items: properties.metadata }),
      },
      tags: {
        fingerprint: fingerprint(properties.tags),
        ...(properties.tags.length > 0 && { items: properties.tags }),
      },
      labels: Object.keys(properties.labels).length > 0 ? properties.labels : undefined,
      labelFingerprint: fingerprint(properties.labels),
      fingerprint: fingerprint(properties),
      cpuPlatform: 'Unknown CPU Platform',
      startRestricted: false,
      scheduling: {
        onHostMaintenance: 'MIGRATE',
        automaticRestart: true,
        preemptible: false,
        provisioningModel: 'STANDARD',
      },
    });
  },
});

export function readMetadata(body: Body): readonly MetadataItem[] {
  return bodiesIn(body, 'items').map((item) => ({
    key: requiredText(item, 'key'),
    value: textIn(item, 'value') ?? '',
  }));
}

export function regionOf(scope: string): string {
  return regionOfZone(placeOf(scope));
}

/** The login names and keys of `ssh-keys`: a line each, `user:key`. @see https://cloud.google.com/compute/docs/connect/add-ssh-keys#metadata */
export function sshKeysOf(
  properties: InstanceProperties,
): readonly { readonly user: string; readonly key: string }[] {
  const text = properties.metadata.find(({ key }) => key === 'ssh-keys')?.value ?? '';
  return text.split('\n').flatMap((line) => {
    const colon = line.indexOf(':');
    const [user, key] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    // `user:ssh-ed25519 AAAA… google-ssh {"userName":…}`: what follows is for Google's own tools.
    return colon > 0 && key !== '' ? [{ user, key: key.replace(/ google-ssh \{.*$/, '') }] : [];
  });
}
