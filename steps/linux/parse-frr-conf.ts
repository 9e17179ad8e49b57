/** What tells one BGP configuration of FRR from another at a glance. */
export interface FrrBgp {
  readonly asn: number | undefined;
  readonly neighbors: readonly { readonly address: string; readonly remoteAs: string }[];
}

/** The BGP part of frr.conf, or of what `show running-config` prints. */
export function parseBgp(conf: string): FrrBgp {
  const [, asn] = /^router bgp (\d+)\s*$/m.exec(conf) ?? [];
  const neighbors = [...conf.matchAll(/^\s*neighbor (\S+) remote-as (\S+)\s*$/gm)].map(
    ([, address = '', remoteAs = '']) => ({ address, remoteAs }),
  );
  return { asn: asn === undefined ? undefined : Number(asn), neighbors };
}

/** In one line, neighbours in order of their addresses: FRR prints them in its own order. */
export function describeBgp({ asn, neighbors }: FrrBgp): string {
  if (asn === undefined) return 'no BGP';
  const peers = neighbors.map(({ address, remoteAs }) => `${address} (AS ${remoteAs})`).sort();
  return [`AS ${asn}`, ...peers].join(', ');
}
