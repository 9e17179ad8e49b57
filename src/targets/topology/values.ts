import type { Topology } from '../../lab/events.ts';

/** A resource in a Terraform state, local or of the real program. */
export interface StateResource {
  readonly type: string;
  readonly attributes: Attributes;
}

export type Attributes = Readonly<Record<string, unknown>>;
export type Group = Topology['groups'][number];
export type Node = Topology['nodes'][number];
export type Edge = Topology['edges'][number];

/** Attributes of all resources of some types. */
export type OfType = (...types: readonly string[]) => readonly Attributes[];

/** What one cloud has to show, and what joins it to others: tunnels lead to addresses, which may be anybody's. */
export interface CloudPicture {
  readonly groups: readonly Group[];
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  /** Public addresses, each with the node that has it. */
  readonly addresses: readonly (readonly [address: string, node: string])[];
  readonly tunnels: readonly { readonly from: string; readonly to: string }[];
  /** Private circuits that it offers, each with the node where they end. @default none */
  readonly circuits?: readonly (readonly [key: string, node: string])[];
  /** Circuits that it uses, which may be anybody's. @default none */
  readonly orders?: readonly {
    readonly from: string;
    readonly key: string;
    readonly label: string;
  }[];
}

/** Ids compare without regard to case, as Azure Resource Manager's do. */
export function key(id: unknown): string {
  return text(id).toLowerCase();
}

export function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text) : [];
}

export function blocks(value: unknown): readonly Attributes[] {
  if (Array.isArray(value)) return value as readonly Attributes[];
  return typeof value === 'object' && value !== null ? [value as Attributes] : [];
}

/** `vng1 AS 65000`; without a number the name alone. */
export function withAsn(name: string, asn: unknown): string {
  return text(asn) === '' ? name : `${name} AS ${text(asn)}`;
}
