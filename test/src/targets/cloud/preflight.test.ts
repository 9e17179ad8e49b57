import test from 'ava';
import type { CloudClients } from '../../../../src/lab/target.ts';
import { allowed, attempt, quotaCheck } from '../../../../src/targets/cloud/preflight/check.ts';
import { preflight } from '../../../../src/targets/cloud/preflight/preflight.ts';
import { readSettings } from '../../../../src/targets/cloud/settings.ts';
import { temporaryFolder } from '../../../support/tiny-lab.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

test('an account is checked against the list, where there is one', (t) => {
  const check = (list: string | undefined) =>
    allowed('AWS: account', '111', { WIREBOOK_ACCOUNTS: list });
  t.like(check(undefined), { ok: true });
  t.regex(check(undefined).detail, /is not set: any account/);
  t.true(check('222, 111').ok);
  t.like(check('222'), { ok: false, detail: '111 is not in WIREBOOK_ACCOUNTS' });
  t.regex(check('222').fix ?? '', /WIREBOOK_ACCOUNTS=222,111/);
  t.false(check('1111').ok);
});

test('a quota is enough or it is not', (t) => {
  const use = { name: 'public IPs', limit: 10, used: 8 };
  t.true(quotaCheck('azure', { ...use, needed: 2 }).ok);
  t.like(quotaCheck('azure', { ...use, needed: 3 }), {
    ok: false,
    detail: '3 needed, 2 of 10 left',
  });
});

test('whatever a cloud’s SDK throws is one line and what mends it', async (t) => {
  const check = await attempt('X', 'log in', () => {
    throw new Error('ChainedTokenCredential failed\n  EnvironmentCredential: none\n  at somewhere');
  });
  t.deepEqual(check, {
    title: 'X',
    ok: false,
    detail: 'ChainedTokenCredential failed',
    fix: 'log in',
  });
});

const silent: CloudClients = {
  azure: () => Promise.reject(new Error('no token')),
  aws: () => Promise.reject(new Error('no keys')),
  google: () => Promise.reject(new Error('no project')),
  oci: () => Promise.reject(new Error('no config')),
};

test('all that is missing is told at once, for the clouds that are needed', async (t) => {
  const checks = await preflight({
    needs: {
      clouds: ['azure', 'google'],
      azureLocations: ['westeurope'],
      azureQuotas: {},
      elasticIps: 0,
    },
    environment: { PATH: '/nowhere', WIREBOOK_TERRAFORM: '' },
    clients: silent,
  });
  t.deepEqual(
    checks.map(({ title, ok }) => [title, ok]),
    [
      ['Terraform or OpenTofu', false],
      ['Azure: credentials', false],
      ['Google Cloud: credentials', false],
    ],
  );
  for (const { fix } of checks) t.truthy(fix);
});

test('an account that answers and is not in the list is not ready', async (t) => {
  const clients: CloudClients = {
    ...silent,
    google: async () =>
      ({ project: 'production', networks: { list: async () => [[]] } }) as unknown as Awaited<
        ReturnType<CloudClients['google']>
      >,
  };
  const checks = await preflight({
    needs: { clouds: ['google'], azureLocations: [], azureQuotas: {}, elasticIps: 0 },
    environment: { ...process.env, WIREBOOK_ACCOUNTS: 'sandbox' },
    clients,
  });
  t.deepEqual(
    checks.slice(1).map(({ title, ok }) => [title, ok]),
    [
      ['Google Cloud: credentials', true],
      ['Google Cloud: project', false],
    ],
  );
});

test('settings: none, well-formed, and not', (t) => {
  const folder = temporaryFolder(t);
  const lab = join(folder, 'lab.ts');
  t.deepEqual(readSettings(lab), { equipment: {} });
  const write = (text: string) => writeFileSync(join(folder, 'settings.json'), text);
  write('{ "equipment": { "tky01": { "address": "192.0.2.1", "user": "ada" } } }');
  t.like(readSettings(lab).equipment['tky01'], { address: '192.0.2.1', user: 'ada' });
  for (const text of ['{', '[]', '{ "equipment": { "tky01": { "adress": "x" } } }', '{ "x": 1 }']) {
    write(text);
    const error = t.throws(() => readSettings(lab), { code: 'settings-not-understood' }, text);
    t.true(error?.message.includes('settings.json'));
  }
});
