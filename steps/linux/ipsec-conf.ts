import { WirebookError } from '../../src/lab/errors.ts';

/**
 * Keywords of a `conn` section, as ipsec.conf(5) names them. Ends, selectors and the key are not among
 * them: the step knows those.
 */
export interface IpsecSettings {
  /** @default ikev2 */
  readonly keyexchange?: 'ikev1' | 'ikev2';
  /** `start` dials at once, `add` waits for the peer, `route` for a packet. @default start */
  readonly auto?: 'start' | 'add' | 'route';
  /** Proposals of the IKE SA: `aes256-sha256-modp2048`. @default strongSwan's own */
  readonly ike?: string;
  /** Proposals of the child SA. @default strongSwan's own */
  readonly esp?: string;
  /** How long the IKE SA is used: `10800s`. @default 3h */
  readonly ikelifetime?: string;
  /** How long the child SA is used: `57m`. @default 1h */
  readonly keylife?: string;
  /** How long before the end a new key is agreed. @default 9m */
  readonly rekeymargin?: string;
  /** How often to try before giving up. @default 3 */
  readonly keyingtries?: number | '%forever';
  /** Whether to compress what is sent. @default no */
  readonly compress?: 'yes' | 'no';
  /** What to do when the peer is found dead. @default none */
  readonly dpdaction?: 'none' | 'clear' | 'hold' | 'restart';
  readonly dpddelay?: string;
}

export interface IpsecConnection {
  readonly name: string;
  /** This end: its own address, even behind NAT, and the networks behind it. */
  readonly left: string;
  readonly leftSubnet: string;
  /** The peer's public address, and the networks behind it. */
  readonly right: string;
  readonly rightSubnet: string;
  readonly settings: IpsecSettings;
}

/** ipsec.conf with one connection, authenticated by a shared key. It holds no secret. */
export function ipsecConf(connection: IpsecConnection): string {
  const { name, left, leftSubnet, right, rightSubnet, settings } = connection;
  if (!isConnectionName(name)) throw badConnectionName(name);
  const lines: Readonly<Record<string, string | number>> = {
    authby: 'secret',
    type: 'tunnel',
    leftsendcert: 'never',
    left,
    leftsubnet: leftSubnet,
    right,
    rightsubnet: rightSubnet,
    keyexchange: 'ikev2',
    auto: 'start',
    ...settings,
  };
  return [
    'config setup',
    '',
    `conn ${name}`,
    ...Object.entries(lines).map(([keyword, value]) => `  ${keyword}=${value}`),
    '',
  ].join('\n');
}

/** ipsec.secrets with the one key. Keys that the clouds take hold no quotes and no line ends. */
export function ipsecSecrets(left: string, right: string, key: string): string {
  if (/["\n\r]/.test(key)) {
    throw new WirebookError({
      code: 'key-not-writable',
      message: 'The shared key holds a quote or a line end, which ipsec.secrets cannot hold.',
      next: 'Give the connection a key of letters and digits.',
    });
  }
  return `${left} ${right} : PSK "${key}"\n`;
}

/**
 * strongswan.conf settings for a kernel without ESP: strongSwan's own implementation in user space,
 * over a TUN device (https://docs.strongswan.org/docs/5.9/plugins/kernel-libipsec.html).
 */
export const userSpaceEsp = `charon {
  plugins {
    kernel-libipsec {
      load = yes
    }
  }
}
`;

export function isConnectionName(name: string): boolean {
  return /^[A-Za-z][\w.-]*$/.test(name) && name !== 'default';
}

export function badConnectionName(name: string): WirebookError {
  return new WirebookError({
    code: 'bad-connection-name',
    message: `"${name}" cannot be the name of a connection in ipsec.conf.`,
    next: 'Use letters, digits, dots, hyphens and underscores, a letter first; `default` is taken.',
    exitCode: 2,
  });
}
