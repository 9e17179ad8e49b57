import test from 'ava';
import lab from '../../../labs/azure-aws-google/lab.ts';
import type { StepCell } from '../../../src/lab/lab.ts';
import stack from '../../../stacks/azure-aws-google/stack.ts';

const steps = lab.cells.filter((cell): cell is StepCell => cell.kind === 'step');

test('every handle that a step uses is one of the stack', (t) => {
  const { handles } = stack.synth({ google: true }, { sshPublicKey: 'ssh-ed25519 AAAA', tags: {} });
  const used = steps.flatMap(({ step }) => (typeof step === 'function' ? [] : step.uses));
  t.true(used.length > 0);
  t.deepEqual(
    used.filter(({ ref }) => !(ref in handles)),
    [],
  );
});

test('cells have titles of their own, which read well in a table of contents', (t) => {
  const titles = steps.map(({ title }) => title);
  t.deepEqual([...new Set(titles)], titles);
  t.deepEqual(
    titles.filter((title) => title.length > 70),
    [],
  );
});

test('the walk-through is all there, in its order', (t) => {
  const kinds = steps.map(({ step }) => (typeof step === 'function' ? 'made later' : step.kind));
  const order = [
    'deploy customerGateways vpnTelemetry localGateways bgpPeers bgpPeers connections vpcRoutes effectiveRoutes ping',
    'deploy vpnTunnels routerStatus bgpPeers bgpPeers effectiveRoutes ping securityRule ping',
    'securityRule ping failover bgpPeers failover ping vpnTelemetry bgpPeers failover ping',
  ]
    .join(' ')
    .split(' ');
  const left = kinds.reduce<readonly string[]>(
    (rest, kind) => (rest[0] === kind ? rest.slice(1) : rest),
    order,
  );
  t.deepEqual(left, []);
});
