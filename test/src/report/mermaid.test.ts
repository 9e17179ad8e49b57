import test from 'ava';
import fc from 'fast-check';
import type { Topology } from '../../../src/lab/events.ts';
import { renderMermaid, topologyChanges } from '../../../src/report/mermaid.ts';
import { describeMermaid } from '../../../src/report/terminal-mermaid.ts';

const topology: Topology = {
  groups: [
    { id: 'end', label: 'vnet1\n10.1.0.0/16', cloud: 'azure' },
    { id: 'vpc', label: 'vpc "a" #1', cloud: 'aws' },
  ],
  nodes: [
    { id: 'vm1', label: 'vm1', kind: 'machine', group: 'end' },
    { id: 'gw', label: '1. <gw>; `x`', kind: 'gateway', group: 'vpc' },
    { id: 'r', label: 'r', kind: 'router', group: 'nowhere' },
    { id: 'net', label: 'Internet', kind: 'internet' },
  ],
  edges: [
    { from: 'end', to: 'vpc', kind: 'peering' },
    { from: 'gw', to: 'r', kind: 'tunnel', label: 'IPsec | BGP' },
    { from: 'r', to: 'net', kind: 'circuit' },
    { from: 'r', to: 'unknown', kind: 'link' },
  ],
};

test('networks, machines, gateways and what joins them', (t) => {
  t.snapshot(renderMermaid(topology));
});

test('new edges stand out, and changes are told in words', (t) => {
  const [peering, ...rest] = topology.edges;
  const before: Topology = {
    ...topology,
    edges: [...rest, { from: 'vm1', to: 'net', kind: 'link' }],
  };
  t.true(renderMermaid(topology, before).endsWith('linkStyle 0 stroke:#2da44e,stroke-width:4px'));
  t.is(peering?.kind, 'peering');
  t.deepEqual(topologyChanges(before, topology), [
    'New: vnet1 – vpc "a" #1 (peering)',
    'Gone: vm1 – Internet (link)',
  ]);
  t.deepEqual(topologyChanges(topology, topology), []);
});

test('an edge has no direction', (t) => {
  const turned = topology.edges.map((edge) => ({ ...edge, from: edge.to, to: edge.from }));
  t.deepEqual(topologyChanges(topology, { ...topology, edges: turned }), []);
});

test('a terminal tells it in words', (t) => {
  t.deepEqual(describeMermaid(renderMermaid(topology)), [
    'vnet1 · 10.1.0.0/16 · azure: vm1',
    'vpc "a" #1 · aws: 1. <gw>; `x`',
    'r',
    'Internet',
    '',
    'vnet1 · 10.1.0.0/16 · azure ─── vpc "a" #1 · aws',
    '1. <gw>; `x` ╌╌╌ r  IPsec | BGP',
    'r ═══ Internet',
  ]);
  t.is(describeMermaid('sequenceDiagram\n  a->>b: hello'), undefined);
});

test('no label breaks its line or its quotes', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (label) => {
      const source = renderMermaid({
        groups: [{ id: 'g', label, cloud: 'azure' }],
        nodes: [{ id: 'n', label, kind: 'machine', group: 'g' }],
        edges: [{ from: 'g', to: 'n', kind: 'link', label }],
      });
      const lines = source.split('\n');
      t.is(lines.length, 5);
      t.regex(lines[1] ?? '', /^ {2}subgraph g1\["[^"]*"\]$/);
      t.regex(lines[2] ?? '', /^ {4}n1\["[^"]*"\]$/);
      t.regex(lines[4] ?? '', /^ {2}g1 ---(?:\|"[^"]*"\|)? n1$/);
    }),
  );
});
