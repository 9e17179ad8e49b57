import type { Topology } from '../lab/events.ts';
import { cleanOutput } from './text.ts';

type Node = Topology['nodes'][number];
type Edge = Topology['edges'][number];

/**
 * A topology as a Mermaid flowchart: networks as subgraphs, what is in them as nodes, peerings as
 * plain lines, tunnels dashed, circuits thick. Edges that are not in `before` stand out.
 */
export function renderMermaid(topology: Topology, before?: Topology): string {
  const ids = numberIds(topology);
  const known = before === undefined ? undefined : new Set(before.edges.map(edgeKey));
  const edges = topology.edges.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const added = edges.flatMap((edge, index) =>
    known === undefined || known.has(edgeKey(edge)) ? [] : [index],
  );
  const inside = (group: string | undefined): readonly Node[] =>
    topology.nodes.filter((node) => node.group === group);
  const groups = new Set(topology.groups.map(({ id }) => id));
  const clouds = new Set(topology.groups.map(({ cloud }) => cloud));
  return [
    'flowchart LR',
    ...topology.groups.flatMap(({ id, label, cloud }) => [
      `  subgraph ${ids.get(id)}["${escapeLabel(groupLabel(label, clouds.size > 1 ? cloud : undefined))}"]`,
      ...inside(id).map((node) => `    ${nodeText(node, ids)}`),
      '  end',
    ]),
    ...topology.nodes
      .filter(({ group }) => group === undefined || !groups.has(group))
      .map((node) => `  ${nodeText(node, ids)}`),
    ...edges.map((edge) => `  ${edgeText(edge, ids)}`),
    ...(added.length === 0
      ? []
      : [`  linkStyle ${added.join(',')} stroke:#2da44e,stroke-width:4px`]),
  ].join('\n');
}

/** Identifiers of our own: those of a cloud may hold words that Mermaid reserves, such as `end`. */
function numberIds(topology: Topology): ReadonlyMap<string, string> {
  return new Map([
    ...topology.nodes.map(({ id }, index) => [id, `n${index + 1}`] as const),
    ...topology.groups.map(({ id }, index) => [id, `g${index + 1}`] as const),
  ]);
}

/** On one line: Mermaid lays a second one over what is inside. */
const groupLabel = (label: string, cloud: string | undefined): string =>
  [...label.split('\n'), ...(cloud === undefined ? [] : [cloud])].join(' · ');

const shapes: { readonly [K in Node['kind']]: readonly [string, string] } = {
  machine: ['[', ']'],
  gateway: ['{{', '}}'],
  router: ['(', ')'],
  internet: ['([', '])'],
};

function nodeText({ id, label, kind }: Node, ids: ReadonlyMap<string, string>): string {
  const [open, close] = shapes[kind];
  return `${ids.get(id)}${open}"${escapeLabel(label)}"${close}`;
}

const lines: { readonly [K in Edge['kind']]: string } = {
  peering: '---',
  tunnel: '-.-',
  circuit: '===',
  link: '---',
};

function edgeText({ from, to, kind, label }: Edge, ids: ReadonlyMap<string, string>): string {
  const text = label === undefined || label === '' ? '' : `|"${escapeLabel(label)}"|`;
  return `${ids.get(from)} ${lines[kind]}${text} ${ids.get(to)}`;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '#quot;',
  '#': '#35;',
  '&': '#amp;',
  '<': '#lt;',
  '>': '#gt;',
  '`': '#96;',
  '\\': '#92;',
  '*': '#42;',
  '~': '#126;',
  '|': '#124;',
  ';': '#59;',
};

/** Mermaid reads a label as Markdown with HTML; entity codes are how it takes a character as it is. */
function escapeLabel(label: string): string {
  return cleanOutput(label)
    .split('\n')
    .map((line) =>
      line.trim().replaceAll(/["#&<>`\\*~|;]/g, (character) => escapes[character] ?? ''),
    )
    .map((line) => line.replace(/^(\d+)\.(?=\s)/, '$1#46;').replace(/^([+-])(?=\s)/, listMark))
    .join('<br/>');
}

const listMark = (mark: string): string => (mark === '-' ? '#45;' : '#43;');

const edgeKey = ({ from, to, kind, label }: Edge): string =>
  JSON.stringify([...[from, to].sort(), kind, label ?? '']);

/** What differs between two pictures, one line each; empty when they are the same. */
export function topologyChanges(before: Topology, after: Topology): readonly string[] {
  return [
    ...listed('New', missingFrom(before, after)),
    ...listed('Gone', missingFrom(after, before)),
  ];
}

const listed = (word: string, names: readonly string[]): readonly string[] =>
  names.length === 0 ? [] : [`${word}: ${names.join('; ')}`];

/** What `after` has and `before` lacks, in words. */
function missingFrom(before: Topology, after: Topology): readonly string[] {
  const things = new Set([...before.groups, ...before.nodes].map(thingKey));
  const edges = new Set(before.edges.map(edgeKey));
  const name = labelOf(after);
  return [
    ...[...after.groups, ...after.nodes]
      .filter((thing) => !things.has(thingKey(thing)))
      .map(labelText),
    ...after.edges.filter((edge) => !edges.has(edgeKey(edge))).map((edge) => edgeWords(edge, name)),
  ];
}

const thingKey = ({ id, label }: { readonly id: string; readonly label: string }): string =>
  JSON.stringify([id, label]);

const labelText = ({ label }: { readonly label: string }): string => label.split('\n')[0] ?? '';

/** First lines of labels by id; an id that nothing carries stands for itself. */
export function labelOf(topology: Topology): (id: string) => string {
  const labels = new Map(
    [...topology.groups, ...topology.nodes].map((item) => [item.id, labelText(item)]),
  );
  return (id) => labels.get(id) ?? id;
}

/** `vnet1 – vnet3 (peering)`, `vng1 – vng2 (tunnel: BGP 65000–65020)`. */
export function edgeWords({ from, to, kind, label }: Edge, name: (id: string) => string): string {
  const about =
    label === undefined || label === '' ? kind : `${kind}: ${label.replaceAll('\n', ' ')}`;
  return `${name(from)} – ${name(to)} (${about})`;
}
