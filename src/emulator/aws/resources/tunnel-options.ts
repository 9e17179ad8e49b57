import { addressAt, contains, isPrefix, lengthOf } from '../../net/prefix.ts';
import { Ec2Error, invalidParameter } from '../query/error.ts';

/**
 * Options of one tunnel, with AWS's defaults.
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
 */
export interface TunnelOptions {
  /** A /30: AWS has the first host address, the customer the second. */
  readonly insideCidr: string;
  readonly presharedKey: string;
  readonly startupAction: 'add' | 'start';
  readonly dpdTimeoutSeconds: number;
  readonly dpdTimeoutAction: 'clear' | 'none' | 'restart';
  readonly ikeVersions: readonly string[];
  readonly phase1: PhaseOptions;
  readonly phase2: PhaseOptions;
  readonly rekeyMarginTimeSeconds: number;
  readonly rekeyFuzzPercentage: number;
  readonly replayWindowSize: number;
}

export interface PhaseOptions {
  readonly lifetimeSeconds: number;
  readonly encryption: readonly string[];
  readonly integrity: readonly string[];
  readonly groups: readonly number[];
}

/** What a request may set. */
export interface TunnelInput extends Partial<Omit<TunnelOptions, 'phase1' | 'phase2'>> {
  readonly phase1?: Partial<PhaseOptions>;
  readonly phase2?: Partial<PhaseOptions>;
}

const strongGroups = [14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24];
const algorithms = {
  encryption: ['AES128', 'AES256', 'AES128-GCM-16', 'AES256-GCM-16'],
  integrity: ['SHA1', 'SHA2-256', 'SHA2-384', 'SHA2-512'],
} as const;

export const defaultPhase1: PhaseOptions = {
  lifetimeSeconds: 28_800,
  ...algorithms,
  groups: [2, ...strongGroups],
};
export const defaultPhase2: PhaseOptions = {
  lifetimeSeconds: 3600,
  ...algorithms,
  groups: [2, 5, ...strongGroups],
};

const insideRange = '169.254.0.0/16';
/** AWS keeps these for itself. */
const reservedInside = [
  ...[0, 1, 2, 3, 4, 5].map((third) => `169.254.${third}.0/30`),
  '169.254.169.252/30',
];

export interface TunnelDefaults {
  /** Inside CIDRs that tunnels of the same gateway have. */
  readonly used: readonly string[];
  /** A number that decides what is chosen: the same gives the same. */
  readonly choice: number;
  /** 32 characters. */
  readonly makeKey: () => string;
}

/** Throws EC2's refusals of what the documentation does not allow. */
export function tunnelOptions(input: TunnelInput, defaults: TunnelDefaults): TunnelOptions {
  const options: TunnelOptions = {
    insideCidr: input.insideCidr ?? chooseInsideCidr(defaults),
    presharedKey: input.presharedKey ?? defaults.makeKey(),
    startupAction: input.startupAction ?? 'add',
    dpdTimeoutSeconds: input.dpdTimeoutSeconds ?? 30,
    dpdTimeoutAction: input.dpdTimeoutAction ?? 'clear',
    ikeVersions: nonEmpty(input.ikeVersions, ['ikev1', 'ikev2']),
    phase1: phase(input.phase1, defaultPhase1),
    phase2: phase(input.phase2, defaultPhase2),
    rekeyMarginTimeSeconds: input.rekeyMarginTimeSeconds ?? 270,
    rekeyFuzzPercentage: input.rekeyFuzzPercentage ?? 100,
    replayWindowSize: input.replayWindowSize ?? 1024,
  };
  refuseInsideCidr(options.insideCidr, defaults.used);
  refuseKey(options.presharedKey);
  refuseValues(options);
  return options;
}

/** Inside addresses: AWS's, and the customer's. */
export function insideAddresses({ insideCidr }: Pick<TunnelOptions, 'insideCidr'>) {
  return { aws: addressAt(insideCidr, 1), customer: addressAt(insideCidr, 2) };
}

function phase(input: Partial<PhaseOptions> | undefined, defaults: PhaseOptions): PhaseOptions {
  return {
    lifetimeSeconds: input?.lifetimeSeconds ?? defaults.lifetimeSeconds,
    encryption: nonEmpty(input?.encryption, defaults.encryption),
    integrity: nonEmpty(input?.integrity, defaults.integrity),
    groups: nonEmpty(input?.groups, defaults.groups),
  };
}

function nonEmpty<T>(list: readonly T[] | undefined, otherwise: readonly T[]): readonly T[] {
  return list === undefined || list.length === 0 ? otherwise : list;
}

function chooseInsideCidr({ used, choice }: TunnelDefaults): string {
  const blocks = 2 ** 14;
  for (let step = 0; step < blocks; step++) {
    const index = (choice + step) % blocks;
    const cidr = `${addressAt(insideRange, index * 4)}/30`;
    if (!used.includes(cidr) && !reservedInside.includes(cidr)) return cidr;
  }
  throw new Ec2Error('VpnConnectionLimitExceeded', 'No inside CIDR block is left.');
}

function refuseInsideCidr(cidr: string, used: readonly string[]): void {
  const valid = isPrefix(cidr) && lengthOf(cidr) === 30 && contains(insideRange, cidr);
  if (!valid || reservedInside.includes(cidr)) {
    throw invalidParameter(
      'TunnelInsideCidr',
      cidr,
      'It must be a /30 block of the 169.254.0.0/16 range that AWS does not reserve.',
    );
  }
  if (used.includes(cidr)) {
    throw invalidParameter(
      'TunnelInsideCidr',
      cidr,
      'It must be unique across all VPN connections that use the same virtual private gateway.',
    );
  }
}

function refuseKey(key: string): void {
  if (/^[A-Za-z1-9._][A-Za-z0-9._]{7,63}$/.test(key)) return;
  throw new Ec2Error(
    'InvalidParameterValue',
    'The pre-shared key is invalid: it must be 8 to 64 alphanumeric characters, periods or underscores, and must not start with zero.',
  );
}

function refuseValues(options: TunnelOptions): void {
  const { phase1, phase2 } = options;
  within('Phase1LifetimeSeconds', phase1.lifetimeSeconds, 900, 28_800);
  within('Phase2LifetimeSeconds', phase2.lifetimeSeconds, 900, 3600);
  within('RekeyMarginTimeSeconds', options.rekeyMarginTimeSeconds, 60, phase2.lifetimeSeconds / 2);
  within('RekeyFuzzPercentage', options.rekeyFuzzPercentage, 0, 100);
  within('ReplayWindowSize', options.replayWindowSize, 64, 2048);
  within('DPDTimeoutSeconds', options.dpdTimeoutSeconds, 30, Infinity);
  oneOf('StartupAction', [options.startupAction], ['add', 'start']);
  oneOf('DPDTimeoutAction', [options.dpdTimeoutAction], ['clear', 'none', 'restart']);
  oneOf('IKEVersions', options.ikeVersions, ['ikev1', 'ikev2']);
  for (const [name, values, defaults] of [
    ['Phase1', phase1, defaultPhase1],
    ['Phase2', phase2, defaultPhase2],
  ] as const) {
    oneOf(`${name}EncryptionAlgorithms`, values.encryption, defaults.encryption);
    oneOf(`${name}IntegrityAlgorithms`, values.integrity, defaults.integrity);
    oneOf(`${name}DHGroupNumbers`, values.groups, defaults.groups);
  }
  if (options.startupAction === 'start' && !options.ikeVersions.includes('ikev2')) {
    throw new Ec2Error(
      'InvalidParameterCombination',
      'The startup action "start" is supported for IKEv2 only.',
    );
  }
}

function within(name: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  throw invalidParameter(name, String(value), `It must be between ${least} and ${most}.`);
}

function oneOf<T>(name: string, values: readonly T[], allowed: readonly T[]): void {
  const wrong = values.find((value) => !allowed.includes(value));
  if (wrong === undefined) return;
  throw invalidParameter(name, String(wrong), `Valid values are: ${allowed.join(', ')}.`);
}
