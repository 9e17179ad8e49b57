import { ocid } from '../protocol/ocid.ts';
import type { Ocid } from '../protocol/ocid.ts';
import { regionKey } from '../protocol/region.ts';
import type { Account } from './kind.ts';

/** What OCI has ready for everybody: places, shapes and images. */

export interface Image {
  readonly id: Ocid;
  /** `Canonical-Ubuntu-22.04-2026.06.20-0` */
  readonly displayName: string;
  readonly operatingSystem: string;
  readonly operatingSystemVersion: string;
  /** Who may log in. */
  readonly user: string;
}

const imageNames = [
  ['Canonical Ubuntu', '24.04', 'ubuntu'],
  ['Canonical Ubuntu', '22.04', 'ubuntu'],
  ['Canonical Ubuntu', '20.04', 'ubuntu'],
  ['Oracle Linux', '9', 'opc'],
  ['Oracle Linux', '8', 'opc'],
] as const;

/** Platform images. Each is this machine's own Linux here. */
export function imagesIn({ region }: Pick<Account, 'region'>): readonly Image[] {
  return imageNames.map(([operatingSystem, operatingSystemVersion, user]) => {
    const displayName = `${operatingSystem.replace(' ', '-')}-${operatingSystemVersion}-2026.06.20-0`;
    return {
      id: ocid('image', region, displayName),
      displayName,
      operatingSystem,
      operatingSystemVersion,
      user,
    };
  });
}

/** `Uocm:US-ASHBURN-AD-1`; the part before the colon differs from tenancy to tenancy. */
export function availabilityDomains({ region }: Pick<Account, 'region'>): readonly string[] {
  const count = ['iad', 'phx', 'lhr', 'fra'].includes(regionKey(region)) ? 3 : 1;
  return Array.from({ length: count }, (_, index) => {
    return `Uocm:${region.toUpperCase().replace(/-1$/, '')}-AD-${index + 1}`;
  });
}

export interface Shape {
  readonly name: string;
  readonly ocpus: number;
  readonly memoryInGBs: number;
  readonly isFlexible: boolean;
  readonly processor: string;
}

export const shapes: readonly Shape[] = [
  flexible('VM.Standard.E4.Flex', '2.55 GHz AMD EPYC™ 7J13 (Milan)'),
  flexible('VM.Standard.E5.Flex', '2.4 GHz AMD EPYC™ 9J14 (Genoa)'),
  flexible('VM.Standard3.Flex', '2.6 GHz Intel® Xeon® Platinum 8358 (Ice Lake)'),
  {
    name: 'VM.Standard.E2.1.Micro',
    ocpus: 1,
    memoryInGBs: 1,
    isFlexible: false,
    processor: '2.0 GHz AMD EPYC™ 7551 (Naples)',
  },
  {
    name: 'VM.Standard2.1',
    ocpus: 1,
    memoryInGBs: 15,
    isFlexible: false,
    processor: '2.0 GHz Intel® Xeon® Platinum 8167M (Skylake)',
  },
];

function flexible(name: string, processor: string): Shape {
  return { name, ocpus: 1, memoryInGBs: 16, isFlexible: true, processor };
}
