import test from 'ava';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WirebookError } from '../../../../src/lab/errors.ts';
import { planNotMade, terraformFailed } from '../../../../src/targets/cloud/terraform/errors.ts';
import { parseMessage } from '../../../../src/targets/cloud/terraform/messages.ts';
import { planOf } from '../../../../src/targets/cloud/terraform/plan.ts';
import { compareVersions, findTerraform } from '../../../../src/targets/cloud/terraform/program.ts';
import { temporaryFolder } from '../../../support/tiny-lab.ts';

test('messages: resources with their time, errors in one line, nothing else', (t) => {
  const hook = { resource: { addr: 'terraform_data.a' }, action: 'create' };
  const line = (message: object) => JSON.stringify(message);
  t.deepEqual(parseMessage(line({ type: 'apply_start', hook })), {
    kind: 'resource',
    progress: { address: 'terraform_data.a', action: 'create', status: 'started' },
  });
  t.deepEqual(
    parseMessage(line({ type: 'apply_complete', hook: { ...hook, elapsed_seconds: 3 } })),
    {
      kind: 'resource',
      progress: {
        address: 'terraform_data.a',
        action: 'create',
        status: 'done',
        durationMs: 3000,
      },
    },
  );
  t.deepEqual(
    parseMessage(line({ type: 'apply_errored', hook: { ...hook, elapsed_seconds: 1 } })),
    {
      kind: 'resource',
      progress: {
        address: 'terraform_data.a',
        action: 'create',
        status: 'failed',
        durationMs: 1000,
      },
    },
  );
  t.deepEqual(
    parseMessage(
      line({
        type: 'diagnostic',
        diagnostic: {
          severity: 'error',
          summary: 'Error creating',
          detail: 'It\n  is full.',
          address: 'a.b',
        },
      }),
    ),
    { kind: 'problem', problem: { text: 'a.b: Error creating: It is full.' } },
  );
  for (const nothing of [
    '',
    'Warning: a remark',
    'null',
    '[]',
    line({ type: 'version' }),
    line({ type: 'diagnostic', diagnostic: { severity: 'warning', summary: 'old' } }),
    line({ type: 'provision_progress', hook: { ...hook, output: 'a secret' } }),
  ]) {
    t.is(parseMessage(nothing), undefined, nothing);
  }
});

test('a plan: what changes by attribute; sensitive values and unknown ones are not shown', (t) => {
  const plan = planOf({
    resource_drift: [
      {
        address: 'a.drifted',
        mode: 'managed',
        type: 'a',
        change: { actions: ['update'], before: { size: 1 }, after: { size: 2 } },
      },
    ],
    resource_changes: [
      { address: 'a.new', mode: 'managed', type: 'a', change: { actions: ['create'] } },
      { address: 'a.same', mode: 'managed', type: 'a', change: { actions: ['no-op'] } },
      { address: 'data.a.read', mode: 'data', type: 'a', change: { actions: ['read'] } },
      { address: 'a.gone', mode: 'managed', type: 'a', change: { actions: ['delete'] } },
      {
        address: 'a.anew',
        mode: 'managed',
        type: 'a',
        change: {
          actions: ['delete', 'create'],
          before: { name: 'x', key: 'secret', bgp: [{ asn: 1 }], id: '7' },
          after: { name: 'y', key: 'other secret', bgp: [{ asn: 2 }] },
          after_unknown: { id: true },
          before_sensitive: { key: true },
          after_sensitive: { key: true },
          replace_paths: [['name']],
        },
      },
    ],
  });
  t.deepEqual(plan.drift, [
    {
      address: 'a.drifted',
      type: 'a',
      action: 'update',
      attributes: [{ path: 'size', before: '1', after: '2' }],
    },
  ]);
  t.deepEqual(
    plan.changes.map(({ address, action }) => [address, action]),
    [
      ['a.new', 'create'],
      ['a.gone', 'delete'],
      ['a.anew', 'replace'],
    ],
  );
  t.deepEqual(plan.changes[2]?.attributes, [
    { path: 'name', before: 'x', after: 'y', forcesReplacement: true },
    { path: 'key', before: '(sensitive)', after: '(sensitive)' },
    { path: 'bgp.0.asn', before: '1', after: '2' },
    { path: 'id', before: '7', after: '(known after apply)' },
  ]);
  t.notRegex(JSON.stringify(plan), /secret/);
});

const words = [
  ['Error building AzureCLI Authorizer: please run `az login`', 'credentials-missing'],
  ['No valid credential sources found', 'credentials-missing'],
  ['ExpiredToken: The security token included in the request is expired', 'credentials-missing'],
  ['could not find default credentials', 'credentials-missing'],
  ['AuthorizationFailed: The client does not have authorization', 'not-allowed'],
  ['Quota exceeded for PublicIPAddresses', 'quota-exceeded'],
  ['SkuNotAvailable: The requested size is not available in location', 'not-in-this-region'],
  ['dial tcp: lookup management.azure.com: no such host', 'network-lost'],
  ['Error acquiring the state lock', 'state-locked'],
  ['something quite new', 'plan-not-made'],
] as const;

for (const [said, code] of words) {
  test(`"${said}" is ${code}`, (t) => {
    const error = planNotMade([said]);
    t.is(error.code, code);
    t.true(error.message.includes(said));
    t.truthy(error.next);
  });
}

test('a failed apply keeps all problems, and says where its folder is', (t) => {
  const error = terraformFailed('apply', { exitCode: 1, problems: ['one', 'two'] }, '/runs/1');
  t.is(error.code, 'deploy-failed');
  t.deepEqual(error.facts, { 'problem 2': 'two', 'terraform’s folder': '/runs/1' });
  t.regex(
    terraformFailed('apply', { exitCode: undefined, problems: [] }, '/r').message,
    /it was killed/,
  );
});

test('versions are compared by number', (t) => {
  t.true(compareVersions('1.10.0', '1.9.9') > 0);
  t.true(compareVersions('1.5.0-rc1', '1.5.0') === 0);
  t.true(compareVersions('0.15.5', '1.5.0') < 0);
});

test('the program is found by name or by variable; a missing or old one is one clear error', async (t) => {
  const folder = temporaryFolder(t);
  const program = (name: string, version: string) => {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\necho '{"terraform_version": "${version}"}'\n`);
    chmodSync(file, 0o755);
    return file;
  };
  const environment = { PATH: `${folder}:/usr/bin:/bin`, WIREBOOK_TERRAFORM: '' };
  await t.throwsAsync(findTerraform({ ...environment, PATH: folder }), {
    instanceOf: WirebookError,
    code: 'terraform-missing',
  });
  const tofu = program('tofu', '1.8.2');
  t.deepEqual(await findTerraform({ ...environment, PATH: `${folder}:/bin` }), {
    name: 'tofu',
    command: 'tofu',
    version: '1.8.2',
  });
  t.like(await findTerraform({ ...environment, WIREBOOK_TERRAFORM: tofu }), { name: 'tofu' });
  program('terraform', '1.11.4');
  const both = { ...environment, PATH: `${folder}:/bin` };
  t.like(await findTerraform(both), { name: 'terraform' });
  t.like(
    await findTerraform(both, 'tofu'),
    { name: 'tofu' },
    'the one that a run was deployed with',
  );
  const old = program('terraform', '1.0.11');
  await t.throwsAsync(findTerraform({ ...environment, WIREBOOK_TERRAFORM: old }), {
    code: 'terraform-too-old',
    message: /1\.0\.11/,
  });
});

test('a number in an id is no status', (t) => {
  const code = (said: string) => planNotMade([said]).code;
  t.is(code('azurerm_subnet.vng-4031: the moon is in the wrong phase'), 'plan-not-made');
  t.is(code('googleapi: Error 403: Required permission'), 'not-allowed');
});
