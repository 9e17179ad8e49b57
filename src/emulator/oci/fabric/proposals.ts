import type { PhaseOne, PhaseTwo } from '../resources/ipsec-phases.ts';

const groups = {
  GROUP2: 'modp1024',
  GROUP5: 'modp1536',
  GROUP14: 'modp2048',
  GROUP19: 'ecp256',
  GROUP20: 'ecp384',
  GROUP24: 'modp2048s256',
} as const;

const ciphers = {
  AES_256_CBC: 'aes256',
  AES_192_CBC: 'aes192',
  AES_128_CBC: 'aes128',
  AES_256_GCM: 'aes256gcm16',
  AES_192_GCM: 'aes192gcm16',
  AES_128_GCM: 'aes128gcm16',
} as const;

const ikeHashes = { SHA2_384: 'sha384', SHA2_256: 'sha256', SHA1_96: 'sha1' } as const;
const espHashes = { HMAC_SHA2_256_128: 'sha256', HMAC_SHA1_128: 'sha1' } as const;

/**
 * Phase 1 as strongSwan writes it: what Oracle documents as supported, its recommendation first. Group 2 is the last:
 * peers with old defaults, such as Azure's gateways, offer no other.
 * @see https://docs.oracle.com/iaas/Content/Network/Reference/supportedIPsecparams.htm
 */
export function ikeProposals({ isCustom, encryption, authentication, group }: PhaseOne): string[] {
  if (!isCustom) {
    return ['aes256-aes192-aes128-sha384-sha256-sha1-ecp384-ecp256-modp2048-modp1536-modp1024'];
  }
  const cipher = encryption ? ciphers[encryption] : 'aes256-aes192-aes128';
  const hash = authentication ? ikeHashes[authentication] : 'sha384-sha256-sha1';
  return [[cipher, hash, group ? groups[group] : 'ecp384-modp1536-modp1024'].join('-')];
}

/**
 * Phase 2, with perfect forward secrecy by group 5 first. Unless a person chose otherwise, peers that have none are taken
 * too.
 * @see https://docs.oracle.com/iaas/Content/Network/Reference/supportedIPsecparams.htm
 */
export function espProposals(phase: PhaseTwo): string[] {
  const chosen = phase.isCustom ? phase : undefined;
  const group = phase.group ? groups[phase.group] : 'modp1536';
  const cipher = chosen?.encryption && ciphers[chosen.encryption];
  const hash = chosen?.authentication ? espHashes[chosen.authentication] : 'sha256-sha1';
  const suites =
    cipher === undefined
      ? ['aes256gcm16-aes192gcm16-aes128gcm16', `aes256-aes192-aes128-${hash}`]
      : [cipher.includes('gcm') ? cipher : `${cipher}-${hash}`];
  const withGroup = suites.map((suite) => `${suite}-${group}`);
  if (!phase.isPfsEnabled) return suites;
  return chosen ? withGroup : [...withGroup, ...suites];
}
