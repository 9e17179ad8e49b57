import { notFound } from '../compute/error.ts';

/** What Google has ready for everybody: places, sizes and images. */

export interface Region {
  readonly name: string;
  readonly zones: readonly string[];
  /** The subnet that an auto mode network has there. */
  readonly autoRange: string;
  readonly area: 'US' | 'EU' | 'ASIA';
}

const region = (
  name: string,
  area: Region['area'],
  autoRange: string,
  letters: string,
): Region => ({
  name,
  area,
  autoRange,
  zones: [...letters].map((letter) => `${name}-${letter}`),
});

/** @see https://cloud.google.com/vpc/docs/subnets#ip-ranges for the ranges of auto mode networks. */
export const regions: readonly Region[] = [
  region('us-central1', 'US', '10.128.0.0/20', 'abcf'),
  region('europe-west1', 'EU', '10.132.0.0/20', 'bcd'),
  region('us-west1', 'US', '10.138.0.0/20', 'abc'),
  region('us-east1', 'US', '10.142.0.0/20', 'bcd'),
  region('asia-southeast1', 'ASIA', '10.148.0.0/20', 'abc'),
  region('us-east4', 'US', '10.150.0.0/20', 'abc'),
  region('europe-west2', 'EU', '10.154.0.0/20', 'abc'),
  region('europe-west3', 'EU', '10.156.0.0/20', 'abc'),
  region('europe-west4', 'EU', '10.164.0.0/20', 'abc'),
];

export const zones: readonly string[] = regions.flatMap((candidate) => candidate.zones);

export function regionNamed(name: string): Region | undefined {
  return regions.find((candidate) => candidate.name === name);
}

/** Throws for a place that does not exist. @param scope `regions/us-east1` */
export function refuseUnknownPlace(project: string, scope: string): void {
  const [kind, name = ''] = scope.split('/');
  if (kind === 'global') return;
  const known = kind === 'regions' ? regionNamed(name) !== undefined : zones.includes(name);
  if (!known) throw notFound(`projects/${project}/${scope}`);
}

/**
 * Milliseconds' worth of distance that Google adds to the priority of a route used in another region. Its own figures
 * are not published: between 201 and 9999, larger between continents.
 * @see https://cloud.google.com/network-connectivity/docs/router/how-to/updating-priority
 */
export function interRegionCost(from: string, to: string): number {
  if (from === to) return 0;
  return regionNamed(from)?.area === regionNamed(to)?.area ? 230 : 410;
}

export interface MachineType {
  readonly name: string;
  readonly cpus: number;
  readonly memoryMb: number;
}

export const machineTypes: readonly MachineType[] = [
  { name: 'e2-micro', cpus: 2, memoryMb: 1024 },
  { name: 'e2-small', cpus: 2, memoryMb: 2048 },
  { name: 'e2-medium', cpus: 2, memoryMb: 4096 },
  { name: 'e2-standard-2', cpus: 2, memoryMb: 8192 },
  { name: 'e2-standard-4', cpus: 4, memoryMb: 16_384 },
  { name: 'f1-micro', cpus: 1, memoryMb: 614 },
  { name: 'g1-small', cpus: 1, memoryMb: 1740 },
  { name: 'n1-standard-1', cpus: 1, memoryMb: 3840 },
  { name: 'n1-standard-2', cpus: 2, memoryMb: 7680 },
  { name: 'n2-standard-2', cpus: 2, memoryMb: 8192 },
];

export interface Image {
  readonly project: string;
  readonly name: string;
  readonly family: string;
  readonly diskSizeGb: number;
}

export const images: readonly Image[] = [
  {
    project: 'debian-cloud',
    name: 'debian-11-bullseye-v20260610',
    family: 'debian-11',
    diskSizeGb: 10,
  },
  {
    project: 'debian-cloud',
    name: 'debian-12-bookworm-v20260610',
    family: 'debian-12',
    diskSizeGb: 10,
  },
  {
    project: 'ubuntu-os-cloud',
    name: 'ubuntu-2004-focal-v20260610',
    family: 'ubuntu-2004-lts',
    diskSizeGb: 10,
  },
  {
    project: 'ubuntu-os-cloud',
    name: 'ubuntu-2204-jammy-v20260610',
    family: 'ubuntu-2204-lts',
    diskSizeGb: 10,
  },
  {
    project: 'ubuntu-os-cloud',
    name: 'ubuntu-2404-noble-amd64-v20260610',
    family: 'ubuntu-2404-lts-amd64',
    diskSizeGb: 10,
  },
];

/**
 * The image that a text names: a link, `debian-cloud/debian-12` (a family or a name), or a bare family or name.
 * Every image is this machine's own Linux here; one that is not in the list is taken as a name.
 */
export function findImage(text: string): Image | undefined {
  const parts = text.split('/').filter((part) => !['images', 'family', 'global'].includes(part));
  const name = parts.at(-1) ?? '';
  const project = parts.length > 1 ? parts.at(-2) : undefined;
  return images.find(
    (image) =>
      (image.name === name || image.family === name) &&
      (project === undefined || image.project === project),
  );
}

export function imagePath(image: Image): string {
  return `projects/${image.project}/global/images/${image.name}`;
}
