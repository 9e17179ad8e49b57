import test from 'ava';
import fc from 'fast-check';
import { nameOf, removeAll } from '../../../src/sweep/index.ts';
import type { Leftover, LeftoverKind, RemovalEvent, Sweeper } from '../../../src/sweep/index.ts';
import { order } from '../../../src/sweep/order.ts';

const kinds = {
  azure: ['resource group'],
  aws: ['instance', 'VPN connection', 'internet gateway', 'subnet', 'route table', 'VPC'],
  google: ['instance', 'VPN tunnel', 'firewall rule', 'router', 'subnetwork', 'network'],
} as const;

function leftover(cloud: Leftover['cloud'], kind: LeftoverKind, id: string): Leftover {
  return { cloud, kind, id, name: id, place: 'global', run: 'r', lab: 'er', owner: 'ada' };
}

const some = fc
  .constantFrom('azure', 'aws', 'google')
  .chain((cloud) =>
    fc
      .array(fc.constantFrom<LeftoverKind>(...kinds[cloud]))
      .map((all) => all.map((kind, index) => leftover(cloud, kind, `id-${index}`))),
  );

test('waves hold everything once, users before what they use', (t) => {
  fc.assert(
    fc.property(some, (leftovers) => {
      const waves = order(leftovers);
      t.deepEqual(waves.flat().toSorted(byId), leftovers.toSorted(byId));
      t.true(waves.every((wave) => wave.length > 0));
      const waveOf = new Map(waves.flatMap((wave, at) => wave.map(({ kind }) => [kind, at])));
      const before = (first: LeftoverKind, second: LeftoverKind) => {
        const [a, b] = [waveOf.get(first), waveOf.get(second)];
        if (a !== undefined && b !== undefined) t.true(a < b, `${first}, ${second}`);
      };
      before('instance', 'subnet');
      before('subnet', 'route table');
      before('route table', 'VPC');
      before('internet gateway', 'VPC');
      before('VPN tunnel', 'router');
      before('router', 'network');
      before('subnetwork', 'network');
      before('firewall rule', 'network');
    }),
  );
});

function byId(a: Leftover, b: Leftover): number {
  return a.id.localeCompare(b.id);
}

/** Each answer is given once; then the thing goes. */
function scripted(answers: Readonly<Record<string, readonly ('busy' | 'refused' | 'gone')[]>>) {
  const left = new Map(Object.entries(answers).map(([id, list]) => [id, [...list]]));
  const asked: string[] = [];
  const sweeper: Sweeper = {
    cloud: 'aws',
    account: '1',
    find: async () => ({ found: [], unseen: [] }),
    async remove({ id }) {
      asked.push(id);
      const answer = left.get(id)?.shift();
      if (answer !== undefined) throw new Error(answer);
    },
    verdict: (error) => (error as Error).message as 'busy',
  };
  return { sweeper, asked };
}

async function run(sweeper: Sweeper, leftovers: readonly Leftover[], patience = 2) {
  const events: string[] = [];
  let pauses = 0;
  const onEvent = (event: RemovalEvent) => events.push(`${event.type} ${event.leftover.id}`);
  const pause = async () => void pauses++;
  const removal = await removeAll({ sweeper, leftovers, patience, pause, onEvent });
  return { ...removal, events, pauses };
}

const [vm, subnet, vpc] = [
  leftover('aws', 'instance', 'vm'),
  leftover('aws', 'subnet', 'subnet'),
  leftover('aws', 'VPC', 'vpc'),
];

test('what is in use is tried again after all the others, and told once', async (t) => {
  const { sweeper, asked } = scripted({ vpc: ['busy', 'busy'], vm: ['gone'] });
  const { deleted, failed, events, pauses } = await run(sweeper, [vpc, subnet, vm]);
  t.deepEqual(asked, ['vm', 'subnet', 'vpc', 'vpc', 'vpc']);
  t.deepEqual(failed, []);
  t.is(deleted.length, 3);
  t.deepEqual(events, [
    'deleting vm',
    'deleted vm',
    'deleting subnet',
    'deleted subnet',
    'deleting vpc',
    'waiting vpc',
    'deleted vpc',
  ]);
  t.is(pauses, 2);
});

test('patience ends when round after round nothing goes; a refusal ends at once', async (t) => {
  const always = Array.from({ length: 50 }, () => 'busy' as const);
  const { sweeper, asked } = scripted({ vpc: always, subnet: ['refused'] });
  const { deleted, failed } = await run(sweeper, [vm, subnet, vpc]);
  t.deepEqual(deleted, [vm]);
  t.deepEqual(failed, [
    { leftover: subnet, reason: 'refused' },
    { leftover: vpc, reason: 'busy' },
  ]);
  t.is(asked.filter((id) => id === 'subnet').length, 1);
  t.is(
    asked.filter((id) => id === 'vpc').length,
    4,
    'the first round, and two rounds more of patience',
  );
});

test('a name says what a person knows it by, and its id where that is another', (t) => {
  t.is(nameOf({ ...vpc, name: 'lab-vpc', id: 'vpc-0a' }), 'aws VPC lab-vpc (vpc-0a)');
  const network = leftover('google', 'network', 'projects/p/global/networks/n');
  t.is(nameOf({ ...network, name: 'n' }), 'google network n');
});
