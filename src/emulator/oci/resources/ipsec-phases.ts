import type { Body } from './kind.ts';
import { choiceIn, flagIn, numberWithin } from './read.ts';

/** IKE: what a person chose, where OCI's own choice does not stand. */
export interface PhaseOne {
  readonly isCustom: boolean;
  readonly authentication: (typeof ikeAuthentications)[number] | undefined;
  readonly encryption: (typeof ikeEncryptions)[number] | undefined;
  readonly group: (typeof groups)[number] | undefined;
  /** Seconds. */
  readonly lifetime: number;
}

/** ESP. */
export interface PhaseTwo {
  readonly isCustom: boolean;
  readonly authentication: (typeof espAuthentications)[number] | undefined;
  readonly encryption: (typeof espEncryptions)[number] | undefined;
  readonly isPfsEnabled: boolean;
  readonly group: (typeof groups)[number] | undefined;
  /** Seconds. */
  readonly lifetime: number;
}

const ikeAuthentications = ['SHA2_384', 'SHA2_256', 'SHA1_96'] as const;
const ikeEncryptions = ['AES_256_CBC', 'AES_192_CBC', 'AES_128_CBC'] as const;
const espAuthentications = ['HMAC_SHA2_256_128', 'HMAC_SHA1_128'] as const;
const espEncryptions = [
  'AES_256_GCM',
  'AES_192_GCM',
  'AES_128_GCM',
  'AES_256_CBC',
  'AES_192_CBC',
  'AES_128_CBC',
] as const;
const groups = ['GROUP2', 'GROUP5', 'GROUP14', 'GROUP19', 'GROUP20', 'GROUP24'] as const;

/** @see https://docs.oracle.com/iaas/api/#/en/iaas/latest/datatypes/PhaseOneConfigDetails */
export function phaseOneIn(body: Body = {}, existing: PhaseOne | undefined): PhaseOne {
  return {
    isCustom: flagIn(body, 'isCustomPhaseOneConfig') ?? existing?.isCustom ?? false,
    authentication:
      choiceIn(body, 'authenticationAlgorithm', ikeAuthentications) ?? existing?.authentication,
    encryption: choiceIn(body, 'encryptionAlgorithm', ikeEncryptions) ?? existing?.encryption,
    group: choiceIn(body, 'diffieHelmanGroup', groups) ?? existing?.group,
    lifetime:
      numberWithin(body, 'lifetimeInSeconds', [1000, 28_800]) ?? existing?.lifetime ?? 28_800,
  };
}

/** @see https://docs.oracle.com/iaas/api/#/en/iaas/latest/datatypes/PhaseTwoConfigDetails */
export function phaseTwoIn(body: Body = {}, existing: PhaseTwo | undefined): PhaseTwo {
  return {
    isCustom: flagIn(body, 'isCustomPhaseTwoConfig') ?? existing?.isCustom ?? false,
    authentication:
      choiceIn(body, 'authenticationAlgorithm', espAuthentications) ?? existing?.authentication,
    encryption: choiceIn(body, 'encryptionAlgorithm', espEncryptions) ?? existing?.encryption,
    isPfsEnabled: flagIn(body, 'isPfsEnabled') ?? existing?.isPfsEnabled ?? true,
    group: choiceIn(body, 'pfsDhGroup', groups) ?? existing?.group,
    lifetime: numberWithin(body, 'lifetimeInSeconds', [1000, 3600]) ?? existing?.lifetime ?? 3600,
  };
}
