import type { Ocid } from '../protocol/ocid.ts';
import { shortId } from '../protocol/ocid.ts';

interface Named {
  readonly id: Ocid;
}

/** Nodes: by the kind and the end of the OCID, which are together unique. */
export const names = {
  /** A VCN's router. */
  vcn: ({ id }: Named) => `oci-vcn-${shortId(id, 20)}`,
  /** A VCN's border to the internet. */
  edge: ({ id }: Named) => `oci-igw-${shortId(id, 20)}`,
  /** The host's switch port of a VNIC. */
  port: ({ id }: Named) => `oci-vnic-${shortId(id, 20)}`,
  machine: ({ id }: Named) => `oci-instance-${shortId(id, 20)}`,
  drg: ({ id }: Named) => `oci-drg-${shortId(id, 20)}`,
} as const;

/** Device names have at most 15 characters: the end of an OCID tells one from another. */
export const devices = {
  /** In a VCN's router, to the DRG that it is attached to: there is one at most. */
  vcnToDrg: 'drg',
  /** In a DRG, to a VCN. */
  drgToVcn: ({ id }: Named) => `vcn-${shortId(id)}`,
  vcnToEdge: 'igw',
  vcnToPort: ({ id }: Named) => `vnic-${shortId(id)}`,
  portToVcn: 'vcn',
  portToMachine: 'vm',
  edgeToVcn: 'vcn',
  edgeToInternet: 'internet',
  /** In the internet node, to a node of OCI's with public addresses. */
  internetTo: ({ id }: Named) => `oci-${shortId(id)}`,
} as const;
