import { notFound } from '../compute/error.ts';
import { numericId } from '../compute/digest.ts';
import { placeOf, selfLink } from '../compute/link.ts';
import { timestamp } from '../compute/timestamp.ts';
import type { Image, MachineType } from '../resources/catalogue.ts';
import {
  imagePath,
  images,
  machineTypes,
  regionNamed,
  regions,
  zones,
} from '../resources/catalogue.ts';
import type { Body } from '../resources/kind.ts';
import type { Resources } from '../resources/store.ts';
import { projectQuotas, regionQuotas } from './quotas.ts';

/** Reads of what Google has ready: always the same, but for what is used of quotas. */

/** Zones, sizes and images were there before the project. */
const created = timestamp(Date.UTC(2014, 5, 30));

export function projectBody(project: string, resources: Resources): Body {
  return {
    kind: 'compute#project',
    id: numericId(project),
    creationTimestamp: created,
    name: project,
    commonInstanceMetadata: { kind: 'compute#metadata', fingerprint: 'AAAAAAAAAAA=' },
    quotas: projectQuotas(resources),
    defaultNetworkTier: 'PREMIUM',
    xpnProjectStatus: 'UNSPECIFIED_XPN_PROJECT_STATUS',
    vmDnsSetting: 'ZONAL_ONLY',
    selfLink: selfLink(`projects/${project}`),
  };
}

export function placeBodies(
  project: string,
  collection: 'regions' | 'zones',
  resources: Resources,
): readonly Body[] {
  const names = collection === 'regions' ? regions.map(({ name }) => name) : zones;
  return names.map((name) => placeBody(project, collection, name, resources));
}

export function placeBody(
  project: string,
  collection: 'regions' | 'zones',
  name: string,
  resources: Resources,
): Body {
  const path = `projects/${project}/${collection}/${name}`;
  const region = collection === 'regions' ? regionNamed(name) : undefined;
  if (collection === 'regions' ? !region : !zones.includes(name)) throw notFound(path);
  return {
    kind: collection === 'regions' ? 'compute#region' : 'compute#zone',
    id: numericId(path),
    creationTimestamp: created,
    name,
    description: name,
    status: 'UP',
    ...(region
      ? {
          zones: region.zones.map((zone) => selfLink(`projects/${project}/zones/${zone}`)),
          quotas: regionQuotas(name, resources),
        }
      : { region: selfLink(`projects/${project}/regions/${name.replace(/-[a-z]$/, '')}`) }),
    selfLink: selfLink(path),
  };
}

export function machineTypeBodies(project: string, scope: string): readonly Body[] {
  return machineTypes.map((type) => machineTypeBody(project, scope, type));
}

export function machineTypeNamed(project: string, scope: string, name: string): Body {
  const type = machineTypes.find((candidate) => candidate.name === name);
  if (!type) throw notFound(`projects/${project}/${scope}/machineTypes/${name}`);
  return machineTypeBody(project, scope, type);
}

function machineTypeBody(project: string, scope: string, type: MachineType): Body {
  const path = `projects/${project}/${scope}/machineTypes/${type.name}`;
  return {
    kind: 'compute#machineType',
    id: numericId(path),
    creationTimestamp: created,
    name: type.name,
    description: `${type.cpus} vCPUs, ${type.memoryMb} MB RAM`,
    guestCpus: type.cpus,
    memoryMb: type.memoryMb,
    maximumPersistentDisks: 16,
    maximumPersistentDisksSizeGb: '65536',
    isSharedCpu: false,
    zone: placeOf(scope),
    selfLink: selfLink(path),
  };
}

export function imageBodies(project: string): readonly Body[] {
  return images.filter((image) => image.project === project).map(imageBody);
}

/** By name, or by family: its newest. */
export function imageNamed(project: string, by: 'name' | 'family', name: string): Body {
  const image = images.find((candidate) => candidate.project === project && candidate[by] === name);
  if (image) return imageBody(image);
  const path = `projects/${project}/global/images/${by === 'family' ? 'family/' : ''}${name}`;
  throw notFound(path);
}

/** Projects that hold images for everybody. */
export const imageProjects: ReadonlySet<string> = new Set(images.map(({ project }) => project));

function imageBody(image: Image): Body {
  const path = imagePath(image);
  return {
    kind: 'compute#image',
    id: numericId(path),
    creationTimestamp: created,
    name: image.name,
    family: image.family,
    description: image.name,
    diskSizeGb: String(image.diskSizeGb),
    status: 'READY',
    sourceType: 'RAW',
    architecture: 'X86_64',
    selfLink: selfLink(path),
  };
}
