import type { JournalEvent, PlannedChange, Topology } from '../../../../src/lab/events.ts';
import type { Table } from '../../../../src/lab/table.ts';
import { createJournal, prose, runStarted } from './journal.ts';

const titles = {
  '02-deploy': 'Deploy the initial environment',
  '04-nat': 'vm3 becomes a NAT gateway',
  '05-udr': 'vnet1-sub1 sends 8.8.4.4/32 to vm3',
  '06-ping-internet': 'vm1 pings 8.8.4.4',
  '07-conntrack': 'vm3 translates 10.1.0.4 to 10.2.1.4',
  '08-ping-office': 'vm1 pings vm2',
  '10-peers': 'VNG1 has its BGP session',
  '11-learned': 'VNG1 has learned the routes of all networks',
  '12-snapshot': 'Remember the routes',
  '14-break': 'The BGP peering address becomes 10.4.0.253',
  '15-peers': 'VNG1 has lost its BGP session',
  '16-ping-office': 'vm1 reaches vm2 no longer',
  '17-ping-internet': 'vm1 still pings 8.8.4.4',
  '18-diff': 'What changed',
  '20-peer': 'vnet1 is peered with vnet3',
  '21-learned': 'VNG2 has learned 10.1.0.0/16',
  '22-ping-office': 'vm1 pings vm2 again',
} as const;

const ids = Object.keys(titles);
const step = (id: keyof typeof titles, kind: string) =>
  ({
    id,
    kind: 'step',
    step: kind,
    title: titles[id],
    needs: ids.slice(0, ids.indexOf(id)),
  }) as const;

const cells = [
  prose(
    '01-introduction',
    `# IPsec backup for a primary ExpressRoute

In this lab a design is explored which could be used in a production environment to implement an
IPsec based backup connection for a primary ExpressRoute. The fail-over is performed manually.

- vnet1: an Azure production network
- vnet2: a hub with the ExpressRoute gateway and an Internet NAT gateway
- vnet3: a hub with the IPsec gateway
- vnet4: the hub of the SD-WAN provider, where both end
- vnet5: an office of the SD-WAN

## Initial environment`,
  ),
  step('02-deploy', 'deploy'),
  prose('03-nat', 'Traffic to the Internet takes the NAT gateway on **vm3**.'),
  step('04-nat', 'nat'),
  step('05-udr', 'udr'),
  step('06-ping-internet', 'ping'),
  step('07-conntrack', 'conntrack'),
  step('08-ping-office', 'ping'),
  prose('09-bgp', '## BGP before the failure\n\nAll supernets are in the tables.'),
  step('10-peers', 'bgpPeers'),
  step('11-learned', 'learnedRoutes'),
  step('12-snapshot', 'snapshot'),
  prose(
    '13-failure',
    "## The failure\n\nAn unused peering address ends the session:\n\n```ts\nbgpPeeringAddress: '10.4.0.253'\n```",
  ),
  step('14-break', 'breakLink'),
  step('15-peers', 'bgpPeers'),
  step('16-ping-office', 'ping'),
  step('17-ping-internet', 'ping'),
  step('18-diff', 'diff'),
  prose('19-restore', '## Restoring connectivity'),
  step('20-peer', 'deploy'),
  step('21-learned', 'learnedRoutes'),
  step('22-ping-office', 'ping'),
];

const machine = (id: string) => ({ id, label: id, kind: 'machine' }) as const;

const topology: Topology = {
  groups: [1, 2, 3, 4, 5].map((n) => ({
    id: `vnet${n}`,
    label: `vnet${n}\n10.${n}.0.0/16`,
    cloud: 'azure',
  })),
  nodes: [
    { ...machine('vm1'), group: 'vnet1' },
    { ...machine('vm3'), group: 'vnet2' },
    { id: 'vng1', label: 'vng1\nAS 65000', kind: 'gateway', group: 'vnet2' },
    { id: 'vng2', label: 'vng2\nAS 65010', kind: 'gateway', group: 'vnet3' },
    { id: 'vng3', label: 'vng3\nAS 65020', kind: 'gateway', group: 'vnet4' },
    { ...machine('vm2'), group: 'vnet5' },
  ],
  edges: [
    { from: 'vnet1', to: 'vnet2', kind: 'peering' },
    { from: 'vnet4', to: 'vnet5', kind: 'peering' },
    { from: 'vng1', to: 'vng3', kind: 'tunnel', label: 'IPsec, BGP' },
    { from: 'vng2', to: 'vng3', kind: 'tunnel', label: 'IPsec, BGP' },
  ],
};

const peered: Topology = {
  ...topology,
  edges: [...topology.edges, { from: 'vnet1', to: 'vnet3', kind: 'peering' }],
};

const created = (type: string, name: string): PlannedChange => ({
  address: `azurerm_${type}.${name}`,
  type: `azurerm_${type}`,
  action: 'create',
});

const first: readonly PlannedChange[] = [
  created('resource_group', 'rg-we'),
  ...[1, 2, 3, 4, 5].flatMap((n) => [
    created('virtual_network', `vnet${n}`),
    created('subnet', `vnet${n}-sub1`),
  ]),
  ...[1, 2, 3].flatMap((n) => [
    created('public_ip', `vng${n}-ip`),
    created('virtual_network_gateway', `vng${n}`),
    created('network_interface', `vm${n}-nic`),
    created('linux_virtual_machine', `vm${n}`),
  ]),
];

const ping = (to: string, ttl: number, answered: boolean): string =>
  answered
    ? `PING ${to} (${to}) 56(84) bytes of data.
64 bytes from ${to}: icmp_seq=1 ttl=${ttl} time=0.324 ms
64 bytes from ${to}: icmp_seq=2 ttl=${ttl} time=0.219 ms
64 bytes from ${to}: icmp_seq=3 ttl=${ttl} time=0.314 ms

--- ${to} ping statistics ---
3 packets transmitted, 3 received, 0% packet loss, time 2003ms
rtt min/avg/max/mdev = 0.219/0.285/0.324/0.047 ms
`
    : `PING ${to} (${to}) 56(84) bytes of data.

--- ${to} ping statistics ---
3 packets transmitted, 0 received, 100% packet loss, time 2042ms

`;

const peerColumns = ['Peer address', 'Local address', 'ASN', 'Status', 'Routes received'] as const;
const peers = (address: string, status: string, routes: string): Table =>
  tableOf(peerColumns, [[address, '10.2.0.254', '65020', status, routes]]);

const routeColumns = ['Network', 'Origin', 'Next hop', 'AS path', 'Source peer'] as const;

function tableOf(columns: readonly string[], rows: readonly (readonly string[])[]): Table {
  return {
    columns,
    rows: rows.map((row) =>
      Object.fromEntries(columns.map((column, index) => [column, row[index] ?? ''])),
    ),
  };
}

const own = (gateway: string, networks: readonly string[]): readonly (readonly string[])[] =>
  networks.map((network) => [network, 'Network', '', '', gateway]);
const learned = (networks: readonly string[]): readonly (readonly string[])[] =>
  networks.map((network) => [network, 'EBgp', '10.4.0.254', '65020', '10.4.0.254']);

const vng1Routes = tableOf(routeColumns, [
  ...own('10.2.0.254', ['10.2.0.0/16', '10.1.0.0/16', '10.4.0.0/16', '10.4.0.254/32']),
  ...learned(['10.3.0.0/16', '10.5.0.0/16', '10.4.0.0/16']),
]);
const vng2Routes = (more: readonly string[]): Table =>
  tableOf(routeColumns, [
    ...own('10.3.0.254', ['10.3.0.0/16', '10.4.0.0/16', '10.4.0.254/32', ...more]),
    ...learned(['10.5.0.0/16', '10.2.0.0/16', '10.4.0.0/16']),
  ]);

const az = (verb: string): string => `az network vnet-gateway ${verb} -g rg-we -n vng1 -o table`;

const peerStatus = (address: string, state: string): string =>
  `Neighbor    ASN    State       ConnectedDuration    RoutesReceived    MessagesSent    MessagesReceived
----------  -----  ----------  -------------------  ----------------  --------------  ------------------
${address}  65020  ${state}   00:00:12.1834512     3                 14              12
`;

/** A whole run of the published lab. `failing`: the last routes are not what was published. */
export function erIpsecBackup({ failing = false } = {}): readonly JournalEvent[] {
  const journal = createJournal();
  const { cell, add } = journal;
  add(
    runStarted(cells, {
      lab: {
        name: 'er-ipsec-backup',
        title: 'IPsec backup for a primary ExpressRoute',
        file: 'labs/er-ipsec-backup/lab.ts',
      },
      versions: { wirebook: '0.1.0', node: '24.21.0', frr: '8.4.4', strongswan: '5.9.8' },
    }),
  );
  cell('02-deploy', { durationMs: 6420 }, (cell) => {
    add({ type: 'progress', cell: '02-deploy', text: 'synthesizing' });
    cell.add({ type: 'plan', drift: [], changes: first });
    for (const [index, { address, action }] of first.entries()) {
      cell.add({ type: 'resource', address, action, status: 'started' });
      const durationMs = 40 * index + (address.endsWith('vng2') ? 3200 : 0);
      cell.add({ type: 'resource', address, action, status: 'done', durationMs });
    }
    cell.add({ type: 'topology', topology });
  });
  cell('04-nat', {}, (cell) => {
    for (const command of [
      'sudo sysctl -w net.ipv4.ip_forward=1',
      'sudo iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE',
      'sudo iptables -A FORWARD -i eth1 -o eth0 -j ACCEPT',
      'sudo ip route add 10.0.0.0/8 via 10.2.2.1 dev eth1',
    ]) {
      cell.machine('vm3', command, command.includes('sysctl') ? 'net.ipv4.ip_forward = 1\n' : '');
    }
    cell.value('vm3 forwards packets', '1', '1');
    cell.value('its source NAT leaves by', 'eth0', 'eth0');
  });
  cell('05-udr', {}, (cell) => {
    cell.equivalent(
      'az network route-table route create -g rg-we --route-table-name rt1 -n to-vm3 \\\n  --address-prefix 8.8.4.4/32 --next-hop-type VirtualAppliance --next-hop-ip-address 10.2.2.4',
      '',
    );
  });
  cell('06-ping-internet', {}, (cell) => {
    cell.machine('vm1', 'ping -c 3 8.8.4.4', ping('8.8.4.4', 62, true));
    cell.value('8.8.4.4 answers', '3 of 3 packets', '3 of 3 packets');
  });
  cell('07-conntrack', { durationMs: 310 }, (cell) => {
    cell.machine(
      'vm3',
      'sudo conntrack -L | grep "8.8.4.4"',
      'icmp     1 29 src=10.1.0.4 dst=8.8.4.4 type=8 code=0 id=2445 src=8.8.4.4 dst=10.2.1.4 type=0 code=0 id=2445 mark=0 use=1\n',
    );
    const entry = tableOf(
      ['Source', 'Destination', 'Translated to'],
      [['10.1.0.4', '8.8.4.4', '10.2.1.4']],
    );
    cell.table('vm3 tracks the translated flow', entry, entry);
  });
  cell('08-ping-office', {}, (cell) => {
    cell.machine('vm1', 'ping -c 3 10.5.0.4', ping('10.5.0.4', 64, true));
    cell.value('10.5.0.4 answers', '3 of 3 packets', '3 of 3 packets');
  });
  cell('10-peers', { durationMs: 640 }, (cell) => {
    cell.equivalent(az('list-bgp-peer-status'), peerStatus('10.4.0.254', 'Connected '));
    const table = peers('10.4.0.254', 'Connected', '3');
    cell.table('BGP peers of vng1', table, table);
  });
  cell('11-learned', { durationMs: 580 }, (cell) => {
    cell.equivalent(az('list-learned-routes'), longOutput);
    cell.table('Learned routes of vng1', vng1Routes, vng1Routes);
  });
  cell('12-snapshot', { durationMs: 900 });
  cell('14-break', { durationMs: 2900 }, (cell) => {
    cell.add({
      type: 'plan',
      drift: [],
      changes: [
        {
          address: 'azurerm_local_network_gateway.lng1',
          type: 'azurerm_local_network_gateway',
          action: 'update',
          attributes: [
            { path: 'bgp_settings.bgp_peering_address', before: '10.4.0.254', after: '10.4.0.253' },
          ],
        },
      ],
    });
    const resource = {
      type: 'resource',
      address: 'azurerm_local_network_gateway.lng1',
      action: 'update',
    } as const;
    cell.add({ ...resource, status: 'started' });
    cell.add({ ...resource, status: 'done', durationMs: 410 });
    cell.add({ type: 'topology', topology });
  });
  cell('15-peers', { durationMs: 3100 }, (cell) => {
    cell.equivalent(az('list-bgp-peer-status'), peerStatus('10.4.0.253', 'Connecting'));
    const table = peers('10.4.0.253', 'Connecting', '0');
    cell.table('BGP peers of vng1', table, table);
  });
  cell('16-ping-office', { durationMs: 4100 }, (cell) => {
    cell.machine('vm1', 'ping -c 3 10.5.0.4', ping('10.5.0.4', 64, false), 1);
    cell.value('10.5.0.4 answers', '0 of 3 packets', '0 of 3 packets');
  });
  cell('17-ping-internet', {}, (cell) => {
    cell.machine('vm1', 'ping -c 3 8.8.4.4', ping('8.8.4.4', 62, true));
    cell.value('8.8.4.4 answers', '3 of 3 packets', '3 of 3 packets');
  });
  cell('18-diff', { durationMs: 700 }, (cell) => {
    const rows = (of: readonly (readonly string[])[]): Table['rows'] =>
      tableOf(routeColumns, of).rows;
    cell.add({
      type: 'difference',
      title: 'Since the healthy state',
      tables: [
        {
          title: 'Learned routes of vng1',
          columns: routeColumns,
          added: rows(own('10.2.0.254', ['10.4.0.253/32'])),
          removed: rows([
            ...own('10.2.0.254', ['10.4.0.254/32']),
            ...learned(['10.3.0.0/16', '10.5.0.0/16', '10.4.0.0/16']),
          ]),
        },
        { title: 'BGP peers of vng2', columns: peerColumns, added: [], removed: [] },
      ],
    });
  });
  cell('20-peer', { durationMs: 3300 }, (cell) => {
    cell.add({
      type: 'plan',
      drift: [
        {
          address: 'azurerm_subnet.vnet1-sub1',
          type: 'azurerm_subnet',
          action: 'update',
          attributes: [{ path: 'route_table_id', before: '', after: '/subscriptions/…/rt1' }],
        },
      ],
      changes: [
        created('virtual_network_peering', 'vnet1-to-vnet3'),
        {
          address: 'azurerm_virtual_network_peering.vnet1-to-vnet2',
          type: 'azurerm_virtual_network_peering',
          action: 'replace',
          attributes: [
            {
              path: 'use_remote_gateways',
              before: 'true',
              after: 'false',
              forcesReplacement: true,
            },
            { path: 'allow_forwarded_traffic', before: 'true', after: 'false' },
          ],
        },
        { ...created('virtual_network_peering', 'old'), action: 'delete' },
      ],
    });
    cell.add({ type: 'topology', topology: peered });
  });
  cell('21-learned', { durationMs: 560, verdict: failing ? 'failed' : 'passed' }, (cell) => {
    cell.table(
      'Learned routes of vng2',
      vng2Routes(['10.1.0.0/16']),
      vng2Routes([failing ? '10.11.0.0/16' : '10.1.0.0/16']),
    );
  });
  if (failing) {
    add({
      type: 'cell.finished',
      cell: '22-ping-office',
      attempt: 1,
      verdict: 'blocked',
      durationMs: 0,
    });
  } else {
    cell('22-ping-office', {}, (cell) => {
      cell.machine('vm1', 'ping -c 3 10.5.0.4', ping('10.5.0.4', 64, true));
      cell.value('10.5.0.4 answers', '3 of 3 packets', '3 of 3 packets');
    });
  }
  add({ type: 'teardown.started' });
  add({ type: 'teardown.finished', outcome: 'done', durationMs: 1200 });
  const verdict = failing ? 'failed' : 'passed';
  add({ type: 'run.finished', verdict, exitCode: failing ? 1 : 0, durationMs: 41_300 });
  return journal.events;
}

const longOutput = Array.from(
  { length: 34 },
  (_, index) => `10.${index}.0.0/16  EBgp  10.4.0.254  65020  32768`,
).join('\n');
