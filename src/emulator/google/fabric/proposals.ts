/**
 * What Cloud VPN offers and takes, in strongSwan's words, in its order: combined-mode ciphers, then AES-CBC, then 3DES.
 * @see https://cloud.google.com/network-connectivity/docs/vpn/concepts/supported-ike-ciphers
 */
const groups =
  'modp2048-modp2048s256-modp1536-modp3072-modp4096-modp8192-modp1024-modp1024s160-ecp256-ecp384-ecp521-curve25519';
const hashes = 'sha256-sha384-sha512-sha1';

export const ikeProposals: readonly string[] = [
  `aes256gcm16-aes192gcm16-aes128gcm16-prfsha256-prfsha384-prfsha512-prfsha1-${groups}`,
  `aes256-aes192-aes128-${hashes}-${groups}`,
  `3des-${hashes}-${groups}`,
];

/** Each with a fresh key exchange, then without, for peers that want none. */
export const espProposals: readonly string[] = [
  `aes256gcm16-aes192gcm16-aes128gcm16-${groups}`,
  `aes256-aes192-aes128-sha256-sha512-sha1-${groups}`,
  'aes256gcm16-aes192gcm16-aes128gcm16',
  'aes256-aes192-aes128-sha256-sha512-sha1',
];
