import test from 'ava';
import lab from '../../../labs/aws-azure-strongswan/lab.ts';
import type { StepCell } from '../../../src/lab/lab.ts';
import stack from '../../../stacks/aws-azure-strongswan/stack.ts';

const steps = lab.cells.filter((cell): cell is StepCell => cell.kind === 'step');

test('every handle that a step uses is one of the stack', (t) => {
  const { handles } = stack.synth({}, { sshPublicKey: 'ssh-ed25519 AAAA', tags: {} });
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
    'deploy route securityRule strongswan ping ping',
    'breakLink ping ping repairLink',
    'breakLink vpcRoutes ping repairLink',
    'breakLink run ipsecStatus repairLink ping ping',
  ]
    .join(' ')
    .split(' ');
  const left = kinds.reduce<readonly string[]>(
    (rest, kind) => (rest[0] === kind ? rest.slice(1) : rest),
    order,
  );
  t.deepEqual(left, []);
});
