import type { PhaseOptions } from '../resources/tunnel-options.ts';

const encryption: Readonly<Record<string, string>> = {
  AES128: 'aes128',
  AES256: 'aes256',
  'AES128-GCM-16': 'aes128gcm16',
  'AES256-GCM-16': 'aes256gcm16',
};
const integrity: Readonly<Record<string, string>> = {
  SHA1: 'sha1',
  'SHA2-256': 'sha256',
  'SHA2-384': 'sha384',
  'SHA2-512': 'sha512',
};
const groups: Readonly<Record<number, string>> = {
  2: 'modp1024',
  5: 'modp1536',
  14: 'modp2048',
  15: 'modp3072',
  16: 'modp4096',
  17: 'modp6144',
  18: 'modp8192',
  19: 'ecp256',
  20: 'ecp384',
  21: 'ecp521',
  22: 'modp1024s160',
  23: 'modp2048s224',
  24: 'modp2048s256',
};

/** Phase 1 as strongSwan writes it: all choices together, combined ciphers apart, the weakest first as AWS tries them. */
export function ikeProposals(phase: PhaseOptions): readonly string[] {
  const { plain, combined } = ciphers(phase);
  const hashes = phase.integrity.map((name) => integrity[name] ?? '');
  const exchange = phase.groups.map((number) => groups[number] ?? '');
  const prfs = hashes.map((name) => `prf${name}`);
  return [
    ...(plain.length > 0 ? [[...plain, ...hashes, ...exchange].join('-')] : []),
    ...(combined.length > 0 ? [[...combined, ...prfs, ...exchange].join('-')] : []),
  ];
}

/** Phase 2, with perfect forward secrecy first; peers that have none are taken too, as Azure's gateways have by default. */
export function espProposals(phase: PhaseOptions): readonly string[] {
  const { plain, combined } = ciphers(phase);
  const hashes = phase.integrity.map((name) => integrity[name] ?? '');
  const exchange = phase.groups.map((number) => groups[number] ?? '');
  return [exchange, []].flatMap((group) => [
    ...(plain.length > 0 ? [[...plain, ...hashes, ...group].join('-')] : []),
    ...(combined.length > 0 ? [[...combined, ...group].join('-')] : []),
  ]);
}

function ciphers(phase: PhaseOptions) {
  const isCombined = (name: string) => name.includes('GCM');
  const names = (list: readonly string[]) => list.map((name) => encryption[name] ?? '');
  return {
    plain: names(phase.encryption.filter((name) => !isCombined(name))),
    combined: names(phase.encryption.filter(isCombined)),
  };
}
