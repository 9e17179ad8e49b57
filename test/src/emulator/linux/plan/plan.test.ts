import test from 'ava';
import type { Fabric } from '../../../../../src/emulator/fabric/fabric.ts';
import {
  nothingApplied,
  numberTables,
  plan,
  type Applied,
  type Plan,
} from '../../../../../src/emulator/linux/plan/plan.ts';
import { tunnelNamespace } from '../../../../../src/emulator/linux/plan/tunnel-namespace.ts';
import { end, hop, link, machine, router, twoSites } from '../fixtures/fabrics.ts';

const base: Fabric = {
  nodes: [
    router('r1', {
      loopbacks: ['10.255.0.1'],
      routes: [{ to: '10.2.0.0/16', via: [hop('right', '10.0.0.2')] }],
      tables: [
        { name: 'card', devices: ['left'], routes: [{ to: '10.9.0.0/16', reject: 'blackhole' }] },
      ],
    }),
    router('r2'),
  ],
  links: [link(end('r1', 'right', '10.0.0.1/30'), end('r2', 'left', '10.0.0.2/30'))],
  tunnels: [],
};

/** What is applied once a plan was carried out. */
function after(before: Applied, steps: Plan, fabric: Fabric): Applied {
  const links = { ...before.links };
  for (const gone of [...steps.removeLinksFirst, ...steps.removeLinks]) delete links[gone.name];
  for (const made of steps.addLinks) links[made.name] = made;
  const nodes = { ...before.nodes };
  for (const gone of [...steps.removeNodesFirst, ...steps.removeNodes]) delete nodes[gone];
  for (const node of steps.configure) nodes[node.node] = node.after;
  return {
    nodes,
    links,
    tunnels: Object.fromEntries(fabric.tunnels.map((tunnel) => [tunnel.name, tunnel])),
  };
}

function applied(fabric: Fabric): Applied {
  return after(nothingApplied, plan(nothingApplied, fabric), fabric);
}

function ipOf(steps: Plan, node: string): readonly string[] {
  return steps.configure.find((it) => it.node === node)?.operations.ip ?? [];
}

const nothing = {
  removeLinksFirst: [],
  removeNodesFirst: [],
  stopTunnelsFirst: [],
  addNodes: [],
  addLinks: [],
  startTunnels: [],
  configure: [],
  stopTunnels: [],
  removeLinks: [],
  removeNodes: [],
};

for (const [name, fabric] of [
  ['two routers', base],
  ['two sites with a tunnel', twoSites()],
] as const) {
  test(`the same again: nothing to do (${name})`, (t) => {
    t.deepEqual<unknown, unknown>(plan(applied(fabric), structuredClone(fabric)), nothing);
  });
}

test('from nothing: nodes, links, and each node its own', (t) => {
  const steps = plan(nothingApplied, base);
  t.deepEqual(
    steps.addNodes.map((node) => node.name),
    ['r1', 'r2'],
  );
  t.is(steps.addLinks.length, 1);
  t.deepEqual(ipOf(steps, 'r1'), [
    'link set dev lo  up',
    'link set dev right mtu 1500 up',
    'addr replace 10.255.0.1/32 dev lo',
    'addr replace 10.0.0.1/30 dev right',
    'route replace 10.2.0.0/16 table 254 metric 0 proto static via 10.0.0.2 dev right onlink',
    'route replace unreachable 0.0.0.0/0 table 254 metric 4278198272 proto static',
    'route replace blackhole 10.9.0.0/16 table 1001 metric 0 proto static',
    'route replace unreachable 0.0.0.0/0 table 1001 metric 4278198272 proto static',
    'rule add pref 1000 iif left lookup 1001',
  ]);
});

function changed(change: (fabric: Fabric) => Fabric): Plan {
  return plan(applied(base), change(structuredClone(base)));
}

function withFirst(rest: Partial<Extract<Fabric['nodes'][number], { kind: 'router' }>>) {
  return (fabric: Fabric): Fabric => ({
    ...fabric,
    nodes: fabric.nodes.map((node) =>
      node.name === 'r1' && node.kind === 'router' ? { ...node, ...rest } : node,
    ),
  });
}

const changes: readonly (readonly [string, Parameters<typeof withFirst>[0], readonly string[]])[] =
  [
    [
      'another next hop replaces the route',
      { routes: [{ to: '10.2.0.0/16', via: [hop('right', '10.0.0.9')] }] },
      ['route replace 10.2.0.0/16 table 254 metric 0 proto static via 10.0.0.9 dev right onlink'],
    ],
    [
      'a route that moves is there before it is gone',
      { routes: [{ to: '10.0.0.0/8', via: [hop('right', '10.0.0.2')] }] },
      [
        'route replace 10.0.0.0/8 table 254 metric 0 proto static via 10.0.0.2 dev right onlink',
        'route del 10.2.0.0/16 table 254 metric 0 proto static',
      ],
    ],
    [
      'several next hops',
      { routes: [{ to: '10.2.0.0/16', via: [hop('right', '10.0.0.2'), { device: 'left' }] }] },
      [
        'route replace 10.2.0.0/16 table 254 metric 0 proto static ' +
          'nexthop via 10.0.0.2 dev right onlink nexthop dev left',
      ],
    ],
    [
      'a default route takes the last resort away',
      {
        routes: [
          { to: '10.2.0.0/16', via: [hop('right', '10.0.0.2')] },
          { to: '0.0.0.0/0', reject: 'blackhole' },
        ],
      },
      [
        'route replace blackhole 0.0.0.0/0 table 254 metric 0 proto static',
        'route del 0.0.0.0/0 table 254 metric 4278198272 proto static',
      ],
    ],
    [
      'a device uses another table',
      {
        tables: [
          { name: 'card', devices: [], routes: [{ to: '10.9.0.0/16', reject: 'blackhole' }] },
          { name: 'new', devices: ['left'], routes: [] },
        ],
      },
      [
        'route replace unreachable 0.0.0.0/0 table 1002 metric 4278198272 proto static',
        'rule add pref 1000 iif left lookup 1002',
        'rule del pref 1000 iif left lookup 1001',
      ],
    ],
    ['a loopback goes', { loopbacks: [] }, ['addr del 10.255.0.1/32 dev lo']],
  ];
for (const [name, rest, commands] of changes) {
  test(`a change touches that only: ${name}`, (t) => {
    const steps = changed(withFirst(rest));
    t.deepEqual(
      steps.configure.map((it) => it.node),
      ['r1'],
    );
    t.deepEqual(ipOf(steps, 'r1'), commands);
    t.like(steps, { addNodes: [], addLinks: [], removeLinks: [], removeNodes: [] });
  });
}

test('a link that takes the place of another: the old one goes first', (t) => {
  const steps = changed((fabric) => ({
    ...fabric,
    nodes: [...fabric.nodes, router('r3')],
    links: [link(end('r1', 'right', '10.0.0.1/30'), end('r3', 'left', '10.0.0.2/30'))],
  }));
  t.is(steps.removeLinksFirst.length, 1);
  t.deepEqual(steps.removeLinks, []);
  t.true(
    ipOf(steps, 'r1').includes(
      'route replace 10.2.0.0/16 table 254 metric 0 proto static via 10.0.0.2 dev right onlink',
    ),
    'the kernel dropped the route with the device',
  );
  t.false(ipOf(steps, 'r1').includes('addr replace 10.255.0.1/32 dev lo'));
});

test('a link that is only removed goes last', (t) => {
  const steps = changed((fabric) => ({ ...fabric, links: [] }));
  t.deepEqual(steps.removeLinksFirst, []);
  t.is(steps.removeLinks.length, 1);
});

test('another kind of node is another node', (t) => {
  const steps = changed((fabric) => ({
    ...fabric,
    nodes: fabric.nodes.map((node) => (node.name === 'r2' ? machine('r2') : node)),
  }));
  t.deepEqual(steps.removeNodesFirst, ['r2']);
  t.deepEqual(
    steps.addNodes.map((node) => node.name),
    ['r2'],
  );
  t.is(steps.removeLinksFirst.length, 1);
  t.is(steps.addLinks.length, 1);
});

test('a tunnel has a namespace, rules before the local table, and a device to wait for', (t) => {
  const steps = plan(nothingApplied, twoSites());
  const { name, ownMac } = tunnelNamespace('left to right');
  t.true(steps.addNodes.some((node) => node.name === name));
  t.deepEqual(
    steps.startTunnels.map((it) => it.name),
    ['left to right', 'right to left'],
  );
  t.deepEqual(steps.configure.find((it) => it.node === 'left-gw')?.tunnels, ['left to right']);
  const outer = ipOf(steps, 'left-edge');
  for (const command of [
    `neigh replace 198.51.100.1 dev ike0 lladdr ${ownMac} nud permanent`,
    'rule add pref 50 lookup local',
    'rule del pref 0',
    'rule add pref 10 from 198.51.100.2 to 198.51.100.1 ipproto udp dport 4500 lookup 1001',
  ]) {
    t.true(outer.includes(command), command);
  }
});

test('a changed key needs no change of Linux at all', (t) => {
  t.deepEqual<unknown, unknown>(plan(applied(twoSites()), twoSites({ key: 'another' })), nothing);
});

test('a tunnel whose device moves is made anew, with the routes by it', (t) => {
  const fabric = twoSites();
  const moved: Fabric = {
    ...fabric,
    tunnels: fabric.tunnels.map((it) =>
      it.name === 'left to right' ? { ...it, innerDevice: 'tun1' } : it,
    ),
    nodes: fabric.nodes.map((node) =>
      node.name === 'left-gw'
        ? { ...node, routes: [{ to: '10.2.255.254/32', via: [{ device: 'tun1' }] }] }
        : node,
    ),
  };
  const steps = plan(applied(fabric), moved);
  t.deepEqual(steps.stopTunnelsFirst, ['left to right']);
  t.deepEqual(
    steps.startTunnels.map((it) => it.name),
    ['left to right'],
  );
  t.true(
    ipOf(steps, 'left-gw').includes(
      'route replace 10.2.255.254/32 table 254 metric 0 proto static dev tun1',
    ),
  );
});

test('what failed half-way is given again whole, and what it may have left goes', (t) => {
  const done = applied(base);
  const r1 = done.nodes['r1'];
  if (!r1) return t.fail();
  const uncertain = {
    ...r1.config,
    routes: { ...r1.config.routes, '10.77.0.0/16 table 254 metric 0': 'unreachable' },
  };
  const steps = plan({ ...done, nodes: { ...done.nodes, r1: { ...r1, uncertain } } }, base);
  t.deepEqual(
    steps.configure.map((it) => it.node),
    ['r1'],
  );
  t.true(ipOf(steps, 'r1').includes('addr replace 10.0.0.1/30 dev right'));
  t.true(ipOf(steps, 'r1').includes('route del 10.77.0.0/16 table 254 metric 0 proto static'));
});

test('table numbers stay, and are not used again at once', (t) => {
  t.deepEqual(numberTables({}, ['a', 'b']), { a: 1001, b: 1002 });
  t.deepEqual(numberTables({ a: 1001, b: 1002 }, ['b', 'c']), { b: 1002, c: 1003 });
});
