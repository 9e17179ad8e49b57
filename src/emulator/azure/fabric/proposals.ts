import type { IpsecPolicy } from '../resources/connection.ts';

/** Proposals as strongSwan writes them. */
export interface Proposals {
  readonly ikeProposals: readonly string[];
  readonly espProposals: readonly string[];
}

/**
 * What a route-based gateway offers when the connection names no policy, in its order. The last two IKE proposals are
 * taken from peers that no longer offer group 2.
 * @see https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-vpn-devices#ipsec
 */
const defaults: Proposals = {
  ikeProposals: [
    'aes256-sha1-modp1024',
    'aes256-sha256-modp1024',
    'aes128-sha1-modp1024',
    'aes128-sha256-modp1024',
    '3des-sha1-modp1024',
    '3des-sha256-modp1024',
    'aes256-sha256-modp2048',
    'aes128-sha256-modp2048',
  ],
  espProposals: [
    'aes256gcm16',
    'aes256-sha1',
    '3des-sha1',
    'aes256-sha256',
    'aes128-sha1',
    '3des-sha256',
  ],
};

const encryption: Readonly<Record<string, string>> = {
  None: 'null',
  DES: 'des',
  DES3: '3des',
  AES128: 'aes128',
  AES192: 'aes192',
  AES256: 'aes256',
  GCMAES128: 'aes128gcm16',
  GCMAES192: 'aes192gcm16',
  GCMAES256: 'aes256gcm16',
};

const groups: Readonly<Record<string, string>> = {
  DHGroup1: 'modp768',
  DHGroup2: 'modp1024',
  DHGroup14: 'modp2048',
  DHGroup2048: 'modp2048',
  DHGroup24: 'modp2048s256',
  ECP256: 'ecp256',
  ECP384: 'ecp384',
  PFS1: 'modp768',
  PFS2: 'modp1024',
  PFS14: 'modp2048',
  PFS2048: 'modp2048',
  PFS24: 'modp2048s256',
};

/** A connection's own policy replaces all that is offered by default. */
export function proposals(policy: IpsecPolicy | undefined): Proposals {
  if (!policy) return defaults;
  const group = groups[policy.dhGroup] ?? 'modp1024';
  // `PFSMM`: the group of the main mode.
  const pfs = policy.pfsGroup === 'PFSMM' ? group : groups[policy.pfsGroup];
  const integrity = (name: string) => name.toLowerCase();
  const ike = isCombined(policy.ikeEncryption)
    ? [encryption[policy.ikeEncryption], `prf${prfOf(policy.ikeIntegrity)}`, group]
    : [encryption[policy.ikeEncryption], integrity(policy.ikeIntegrity), group];
  const esp = isCombined(policy.ipsecEncryption)
    ? [encryption[policy.ipsecEncryption], pfs]
    : [encryption[policy.ipsecEncryption], integrity(policy.ipsecIntegrity), pfs];
  return { ikeProposals: [join(ike)], espProposals: [join(esp)] };
}

function isCombined(name: string): boolean {
  return name.startsWith('GCM');
}

function prfOf(integrity: string): string {
  return isCombined(integrity) ? 'sha256' : integrity.toLowerCase();
}

function join(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join('-');
}
