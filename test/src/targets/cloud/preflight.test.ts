import test from 'ava';
import type { CloudClients } from '../../../../src/lab/target.ts';
import { allowed, attempt, quotaCheck } from '../../../../src/targets/cloud/preflight/check.ts';
import type { GoogleQuotas } from '../../../../src/targets/cloud/preflight/google-needs.ts';
import { needsNothingOf, needsOf } from '../../../../src/targets/cloud/preflight/needs.ts';
import { preflight } from '../../../../src/targets/cloud/preflight/preflight.ts';
import { readSettings } from '../../../../src/targets/cloud/settings.ts';
import stack from '../../../../stacks/azure-aws-google/stack.ts';
import { localClouds } from '../../sweep/local-clouds.ts';
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
    needs: { ...needsNothingOf(['azure', 'google']), azureLocations: ['westeurope'] },
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
    needs: needsNothingOf(['google']),
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

const sshPublicKey =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIx7ej4nzOMMG6J14Ti7fw/emg5AKj4xr/RdMPy5+jPz run';
const machine = (zone: string, type: string) => ({
  zone,
  machine_type: type,
  network_interface: [{ access_config: [{}] }, {}],
});

test('Google Cloud: what a configuration needs of the quotas of its project and its regions', (t) => {
  const { googleQuotas } = needsOf({
    resource: {
      google_compute_network: { a: {} },
      google_compute_vpn_tunnel: { a: {}, b: {} },
      google_compute_instance: {
        a: machine('us-east1-b', 'e2-micro'),
        b: machine('us-east1-c', 'n1-standard-4'),
        c: machine('europe-west1-b', 'f1-micro'),
        d: machine('${var.zone}', 'e2-micro'),
      },
    },
  });
  t.deepEqual(googleQuotas, {
    global: { NETWORKS: 1, VPN_TUNNELS: 2 },
    'us-east1': { INSTANCES: 2, CPUS: 6, IN_USE_ADDRESSES: 2 },
    'europe-west1': { INSTANCES: 1, CPUS: 1, IN_USE_ADDRESSES: 1 },
  });
});

test('Google Cloud: quotas are asked of the project and its regions, and compared', async (t) => {
  const clouds = await localClouds();
  t.teardown(() => clouds.close());
  const environment = { sshPublicKey, tags: {} };
  const { terraform } = stack.synth({ google: true }, environment);
  const check = async (googleQuotas: GoogleQuotas) => {
    const needs = { ...needsNothingOf(['google']), googleQuotas };
    const checks = await preflight({ needs, environment: {}, clients: clouds.clients });
    return checks.map(({ title, ok, detail }) => `${ok ? '' : 'not '}ok ${title}: ${detail}`);
  };
  const { googleQuotas } = needsOf(terraform);
  const before = await check(googleQuotas);
  t.true(before.includes('ok google: quota of VPN_TUNNELS: 2 needed, 20 of 20 left'));
  t.true(before.includes('ok google: quota of CPUS in us-east1: 2 needed, 24 of 24 left'));
  t.is(before.filter((line) => line.startsWith('ok google: quota of')).length, 10);

  await clouds.deploy(terraform);
  const after = await check({ ...googleQuotas, global: { NETWORKS: 15, VPN_TUNNELS: 2 } });
  t.true(after.includes('not ok google: quota of NETWORKS: 15 needed, 14 of 15 left'));
  t.true(after.includes('ok google: quota of VPN_TUNNELS: 2 needed, 18 of 20 left'));
  t.true(after.includes('ok google: quota of IN_USE_ADDRESSES in us-east1: 1 needed, 7 of 8 left'));
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
