import test from 'ava';
import fc from 'fast-check';
import { diffSnapshots } from '../../steps/diff.ts';
import { diff, snapshot } from '../../steps/index.ts';
import { recordingArm } from '../support/arm.ts';
import { vm3, vng1 } from '../support/handles.ts';
import { recordingContext } from '../support/step-context.ts';

const peer = {
  localAddress: '10.2.0.254',
  neighbor: '10.4.0.254',
  asn: 65020,
  state: 'Connected',
  connectedDuration: '00:00:01',
  routesReceived: 3,
  messagesSent: 6,
  messagesReceived: 6,
};
const route = {
  source: 'Default',
  state: 'Active',
  addressPrefix: ['10.2.0.0/16'],
  nextHopType: 'VnetLocal',
  nextHopIpAddress: [],
};

test('every card and every gateway is kept, without what changes by itself', async (t) => {
  let asked = 0;
  const [nic1 = '', nic2 = ''] = vm3.networkInterfaces;
  const azure = recordingArm({
    actions: {
      [`${nic1}/effectiveRouteTable`]: () => ({ value: [route] }),
      [`${nic2}/effectiveRouteTable`]: () => ({ value: [route] }),
      [`${vng1.id}/getBgpPeerStatus`]: () => ({ value: [{ ...peer, messagesSent: ++asked }] }),
      [`${vng1.id}/getLearnedRoutes`]: () => ({ value: [] }),
    },
  });
  const context = recordingContext({ handles: { vm3, vng1 }, azure });
  const take = snapshot({ machines: [{ ref: 'vm3' }], gateways: [{ ref: 'vng1' }] });
  const before = await context.step(take);
  t.deepEqual(
    before.tables.map(({ title }) => title),
    [
      'Effective routes of vm3 (vm3-nic1)',
      'Effective routes of vm3 (vm3-nic2)',
      'BGP peers of vng1',
      'Learned routes of vng1',
    ],
  );
  t.deepEqual(before.tables[2]?.columns, [
    'Peer address',
    'Local address',
    'ASN',
    'Status',
    'Routes received',
  ]);
  t.deepEqual(diffSnapshots(before, await context.step(take)), []);
});

test('diff shows rows that came and rows that went, and leaves out what stayed', async (t) => {
  const table = (title: string, ...prefixes: string[]) => ({
    title,
    columns: ['Network'],
    rows: prefixes.map((Network) => ({ Network })),
  });
  const before = { tables: [table('a', '10.1.0.0/16', '10.2.0.0/16'), table('b', '10.3.0.0/16')] };
  const after = { tables: [table('a', '10.2.0.0/16', '10.4.0.0/16'), table('b', '10.3.0.0/16')] };
  const context = recordingContext({ results: { before, after } });
  const result = await context.step(diff({ cell: 'before' }, { cell: 'after' }));
  t.deepEqual(result.tables, [
    {
      title: 'a',
      columns: ['Network'],
      added: [{ Network: '10.4.0.0/16' }],
      removed: [{ Network: '10.1.0.0/16' }],
    },
  ]);
  t.deepEqual(context.recording.differences[0]?.tables, result.tables);
});

test('taking away what went and adding what came gives the later rows, in any order', (t) => {
  const rows = fc.array(fc.constantFrom('a', 'b', 'c', 'd').map((cell) => ({ Cell: cell })));
  fc.assert(
    fc.property(rows, rows, (old, now) => {
      const snapshotOf = (of: typeof old) => ({
        tables: [{ title: 't', columns: ['Cell'], rows: of }],
      });
      const [change] = diffSnapshots(snapshotOf(old), snapshotOf(now));
      const kept = [...old];
      for (const row of change?.removed ?? []) {
        kept.splice(
          kept.findIndex((it) => it.Cell === row['Cell']),
          1,
        );
      }
      const cells = [...kept, ...(change?.added ?? [])].map((row) => row['Cell']).sort();
      t.deepEqual(cells, now.map(({ Cell }) => Cell).sort());
    }),
  );
});
