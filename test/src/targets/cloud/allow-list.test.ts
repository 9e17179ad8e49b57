import test from 'ava';
import type { AwsClients, CloudClients } from '../../../../src/lab/target.ts';
import { assertAllowed, placesOutside } from '../../../../src/targets/cloud/allow-list.ts';
import { cloudPlace, last, onCloud } from '../../../support/cloud-place.ts';

type Aws = Pick<CloudClients, 'aws'>;
const inAws = (accountId: string): Aws => ({
  aws: async () => ({ accountId }) as unknown as AwsClients,
});
const silent: Aws = { aws: () => Promise.reject(new Error('no credentials')) };

test('what the list leaves out, and what nobody can name', async (t) => {
  const outside = async (list: string | undefined, clients = inAws('111')) =>
    await placesOutside({
      names: ['azure', 'aws', 'google'],
      accounts: { ARM_SUBSCRIPTION_ID: 'sub' },
      clients,
      environment: { WIREBOOK_ACCOUNTS: list },
    });
  t.deepEqual(await outside(undefined, silent), []);
  t.deepEqual(await outside(' , ', silent), []);
  t.deepEqual(await outside('sub, 222'), [{ cloud: 'aws', account: '111' }, { cloud: 'google' }]);
  t.deepEqual(await outside('sub,111', silent), [{ cloud: 'aws' }, { cloud: 'google' }]);
});

test('the refusal names every account and what can be done', async (t) => {
  const error = await t.throwsAsync(
    assertAllowed('mine', {
      names: ['azure', 'aws'],
      accounts: { ARM_SUBSCRIPTION_ID: 'production' },
      clients: silent,
      environment: { WIREBOOK_ACCOUNTS: 'sandbox' },
    }),
    { code: 'account-not-allowed' },
  );
  t.regex(error?.message ?? '', /production \(azure\), an unknown account \(aws\)/);
});

const inAzure = {
  resources: '{ azurerm_resource_group: { it: { location: "westeurope" } } }',
  // Computed, so that nothing is asked of a cloud before it runs.
  cells: `step(() => deploy(stack, {}), { title: 'Deploy' });`,
};

test.serial(
  'a run in an account outside the list makes nothing, whenever it deploys',
  async (t) => {
    const { run, file, state, env } = cloudPlace(t, inAzure);
    Object.assign(env, { ARM_SUBSCRIPTION_ID: 'production', WIREBOOK_ACCOUNTS: 'sandbox' });
    const refused = await run(file, ...onCloud);
    t.is(refused.exitCode, 3, refused.stderr);
    t.is(last(refused, 'cell.finished')?.error?.code, 'account-not-allowed');
    t.deepEqual(state(), []);
  },
);

test.serial(
  'a run outside the list does not go on; it can be destroyed, which says so',
  async (t) => {
    const { run, file, state, env } = cloudPlace(t, inAzure);
    Object.assign(env, { ARM_SUBSCRIPTION_ID: 'sandbox', WIREBOOK_ACCOUNTS: 'sandbox' });
    const kept = await run(file, ...onCloud, '--keep');
    t.is(kept.exitCode, 0, kept.stderr);
    env['WIREBOOK_ACCOUNTS'] = 'another';
    const resumed = await run(file, ...onCloud, '--resume');
    t.is(resumed.exitCode, 3);
    t.regex(resumed.stderr, /sandbox \(azure\), which WIREBOOK_ACCOUNTS does not name/);
    t.regex(resumed.stderr, /destroy mine/);
    t.deepEqual(state(), ['first', 'second']);
    const destroyed = await run('destroy', 'mine');
    t.is(destroyed.exitCode, 0, destroyed.stderr);
    t.regex(destroyed.stderr, /sandbox \(azure\), which WIREBOOK_ACCOUNTS does not name/);
    t.deepEqual(state(), []);
  },
);
