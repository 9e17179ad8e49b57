import type { Nat } from '../../fabric/fabric.ts';

const table = 'table ip wirebook_nat';

/** An nft script that puts the translation in place of the one before, in one transaction. */
export function natRuleset(nat: Nat): string {
  const source = nat.source.map((rule) =>
    [
      `oifname "${rule.device}"`,
      ...addressMatch('saddr', rule.from),
      ...addressMatch('daddr', rule.to),
      `snat to ${rule.translated}`,
    ].join(' '),
  );
  const destination = nat.destination.map((rule) =>
    [
      `iifname "${rule.device}"`,
      `ip daddr ${rule.to}`,
      ...addressMatch('saddr', rule.from),
      ...(rule.udpPorts ? [`udp dport { ${rule.udpPorts.join(', ')} }`] : []),
      `dnat to ${rule.translated}`,
    ].join(' '),
  );
  return [
    `${noNat}${table} {`,
    ' chain prerouting { type nat hook prerouting priority dstnat;',
    ...destination.map((rule) => `  ${rule}`),
    ' }',
    ' chain postrouting { type nat hook postrouting priority srcnat;',
    ...source.map((rule) => `  ${rule}`),
    ' }',
    '}',
    '',
  ].join('\n');
}

/** An nft script after which nothing is translated. */
export const noNat = `add ${table}\ndelete ${table}\n`;

function addressMatch(field: 'saddr' | 'daddr', prefix: string | undefined): string[] {
  return prefix === undefined || prefix === '0.0.0.0/0' ? [] : [`ip ${field} ${prefix}`];
}
