import type { Tunnel } from '../../fabric/fabric.ts';
import type { ViciMessage } from './vici.ts';

/** The one connection, its one child and the one secret of a charon are all called so. */
export const connectionName = 'tunnel';

/** Marks charon's own packets, so that its routes do not catch them. */
const mark = '0x42';

/**
 * strongswan.conf of one tunnel. A plugin that is not installed is passed over; what algorithms the others give decides
 * which proposals work.
 */
export function daemonSettings(tunnel: Tunnel, viciSocket: string): string {
  const { retransmitTimeout, retransmitTries } = tunnel.timers;
  return `charon {
  load = random nonce aesni aes des rc2 sha1 sha2 sha3 md5 hmac kdf cmac xcbc gmp curve25519 openssl gcm ccm ctr chapoly kernel-libipsec kernel-netlink socket-default vici
  install_virtual_ip = no
  retransmit_timeout = ${retransmitTimeout}
  retransmit_base = 1.3
  retransmit_tries = ${retransmitTries}
  half_open_timeout = ${halfOpenSeconds(tunnel)}
  close_ike_on_child_failure = yes
  # A peer that calls often, because it was told to, is no attack.
  dos_protection = no
  init_limit_half_open = 0
  cookie_threshold = 0
  plugins {
    vici { socket = unix://${viciSocket} }
    kernel-libipsec { allow_peer_ts = yes }
    kernel-netlink { fwmark = !${mark} }
    socket-default { fwmark = ${mark} }
  }
  filelog { stderr { default = 1\n flush_line = yes } }
}
`;
}

/** Body of vici's `load-conn`. */
export function connection(tunnel: Tunnel): ViciMessage {
  return {
    [connectionName]: {
      version: '2',
      local_addrs: [tunnel.localAddress],
      remote_addrs: [tunnel.remoteAddress],
      proposals: tunnel.ikeProposals,
      // ESP in UDP always: the only kind that the user-space implementation has.
      encap: 'yes',
      mobike: 'no',
      unique: 'replace',
      keyingtries: '1',
      dpd_delay: `${tunnel.timers.dpdDelay}s`,
      'local-1': { auth: 'psk', id: tunnel.localId ?? tunnel.localAddress },
      'remote-1': { auth: 'psk', id: tunnel.remoteId ?? '%any' },
      children: {
        [connectionName]: {
          mode: 'tunnel',
          esp_proposals: tunnel.espProposals,
          local_ts: tunnel.localSelectors,
          remote_ts: tunnel.remoteSelectors,
          dpd_action: 'clear',
          close_action: 'none',
          start_action: 'none',
        },
      },
    },
  };
}

/** Body of vici's `load-shared`. Without owners: it is for every identity. */
export function secret(tunnel: Tunnel): ViciMessage {
  return { id: connectionName, type: 'IKE', data: tunnel.presharedKey };
}

/** What `load-conn` and `load-shared` see of a tunnel: a text that changes when either has to be given again. */
export function connectionKey(tunnel: Tunnel): string {
  return JSON.stringify([connection(tunnel), secret(tunnel)]);
}

function halfOpenSeconds({ timers }: Tunnel): number {
  return Math.max(3, Math.ceil(timers.retransmitTimeout * (timers.retransmitTries + 1) * 2));
}
