import { badConnectionName, isConnectionName, type IpsecSettings } from './ipsec-conf.ts';

/** A peer of a route-based IPsec gateway. */
export interface IpsecPeer {
  /** Name of its connection in ipsec.conf: `azure0`. */
  readonly name: string;
  /** The address that its tunnel ends at. */
  readonly right: string;
  /** The address that it speaks BGP from, through the tunnel. */
  readonly inside: string;
}

export interface IpsecPeersConfParameters {
  /** The own address that all tunnels end at. */
  readonly left: string;
  readonly peers: readonly IpsecPeer[];
  /** Seconds until a silent peer is asked whether it lives. */
  readonly dpdDelay: number;
  readonly settings: IpsecSettings;
}

/**
 * ipsec.conf for tunnels to several peers that routing chooses among. Each peer has two connections, which
 * share an IKE SA: one for its BGP address alone, so that each session takes its own tunnel, and one for
 * everything. The latter are alike, so strongSwan's ESP in user space uses one that lives, whichever.
 * (Two selectors of one connection would not do: strongSwan drops the one that the other contains.)
 */
export function ipsecPeersConf(parameters: IpsecPeersConfParameters): string {
  const { left, peers, dpdDelay, settings } = parameters;
  for (const { name } of peers) if (!isConnectionName(name)) throw badConnectionName(name);
  const common: Readonly<Record<string, string | number>> = {
    keyexchange: 'ikev2',
    authby: 'secret',
    type: 'tunnel',
    left,
    leftid: left,
    leftsubnet: '0.0.0.0/0',
    // ESP in user space has no packets of its own on the wire, only those in UDP.
    forceencaps: 'yes',
    dpdaction: 'restart',
    dpddelay: `${dpdDelay}s`,
    closeaction: 'restart',
    keyingtries: '%forever',
    auto: 'start',
    ...settings,
  };
  return [
    'config setup',
    '',
    ...section('%default', common),
    ...peers.flatMap(({ name, right, inside }) => [
      ...section(name, { right, rightsubnet: `${inside}/32` }),
      ...section(`${name}-data`, { also: name, rightsubnet: '0.0.0.0/0' }),
    ]),
  ].join('\n');
}

function section(name: string, lines: Readonly<Record<string, string | number>>): string[] {
  return [
    `conn ${name}`,
    ...Object.entries(lines).map(([keyword, value]) => `  ${keyword}=${value}`),
    '',
  ];
}

/**
 * strongswan.conf settings for route-based tunnels with ESP in user space
 * (https://docs.strongswan.org/docs/5.9/plugins/kernel-libipsec.html). The device `ipsec0` gets a route for each selector;
 * they come after all other tables, so that the main one decides, and what strongSwan itself sends never goes into the device.
 *
 * @param quick a peer that does not answer is given up within seconds
 */
export function userSpaceRoutes(quick: boolean): string {
  const retransmissions = [
    'retransmit_timeout = 1',
    'retransmit_tries = 3',
    'retransmit_base = 1.3',
  ];
  return [
    'charon {',
    '  routing_table_prio = 33000',
    '  install_virtual_ip = no',
    ...(quick ? retransmissions.map((line) => `  ${line}`) : []),
    '  plugins {',
    '    kernel-libipsec {',
    '      load = yes',
    '      allow_peer_ts = yes',
    '    }',
    '    kernel-netlink {',
    '      fwmark = !0x42',
    '    }',
    '    socket-default {',
    '      fwmark = 0x42',
    '    }',
    '  }',
    '}',
    '',
  ].join('\n');
}
