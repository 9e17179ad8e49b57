import { resource } from '../constructed.ts';
import { ociResource, placed } from './resource.ts';
import type { OciScope } from './scope.ts';
import type { ConstructedVcn, OciPart } from './vcn.ts';

export interface SecurityListParameters {
  readonly name: string;
  readonly vcn: ConstructedVcn;
  /** Prefixes that may log in by SSH. @default everywhere */
  readonly sshFrom?: readonly string[];
  /** Prefixes that may ping; a VCN's own list lets none. @default none */
  readonly pingFrom?: readonly string[];
  /** Prefixes that may do anything. @default none */
  readonly allFrom?: readonly string[];
}

/** A stateful security list: what it names comes in, and everything goes out. */
export function securityList(oci: OciScope, parameters: SecurityListParameters): OciPart {
  const { name, vcn, sshFrom = ['0.0.0.0/0'], pingFrom = [], allFrom = [] } = parameters;
  const made = ociResource(oci, {
    type: 'oci_core_security_list',
    name,
    arguments: {
      ...placed(oci, name),
      vcn_id: vcn.id,
      ingress_security_rules: [
        ...sshFrom.map((source) => ({ protocol: '6', source, tcp_options: { min: 22, max: 22 } })),
        // Path MTU discovery needs "fragmentation needed".
        { protocol: '1', source: '0.0.0.0/0', icmp_options: { type: 3, code: 4 } },
        ...pingFrom.map((source) => ({ protocol: '1', source, icmp_options: { type: 8 } })),
        ...allFrom.map((source) => ({ protocol: 'all', source })),
      ],
      egress_security_rules: [{ protocol: 'all', destination: '0.0.0.0/0' }],
    },
  });
  return { id: made.getStringAttribute('id'), [resource]: made };
}
