import test from 'ava';
import lab from '../../../labs/er-ipsec-backup/lab.ts';
import stack from '../../../stacks/er-ipsec-backup/stack.ts';
import { testLab } from '../support.ts';

testLab({
  lab,
  stack,
  props: {},
  order: [
    'deploy nat udr',
    'ping conntrack ping bgpPeers learnedRoutes',
    'breakLink bgpPeers learnedRoutes ping ping',
    'bgpPeers learnedRoutes',
    'deploy ping ping',
    'deploy learnedRoutes ping ping',
  ],
});

test('every change of the network is explained before it is made', (t) => {
  const changing = ['deploy', 'breakLink', 'failover', 'nat', 'udr'];
  const unexplained = lab.cells.filter(
    (cell, index) =>
      cell.kind === 'step' &&
      typeof cell.step !== 'function' &&
      changing.includes(cell.step.kind) &&
      lab.cells[index - 1]?.kind !== 'prose',
  );
  t.deepEqual(unexplained, []);
});
