/**
 * What goes wrong between us and the clouds, with a program in Terraform's place that fails as it is told. One after the other:
 * each is several processes.
 */
import test from 'ava';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cloudPlace, last, onCloud } from '../../../support/cloud-place.ts';

/** What clouds and Terraform's providers say, and what it has to be called. */
const refusals = [
  [
    'no credentials (Azure)',
    'plan',
    'unable to build authorizer for Resource Manager API: could not configure AzureCli Authorizer: could not parse Azure CLI version: launching Azure CLI: exec: "az": executable file not found in $PATH',
    'credentials-missing',
  ],
  [
    'no credentials (Azure, az login)',
    'plan',
    'Please run az login to setup account.',
    'credentials-missing',
  ],
  [
    'no credentials (AWS)',
    'plan',
    'No valid credential sources found: failed to refresh cached credentials, no EC2 IMDS role found',
    'credentials-missing',
  ],
  [
    'no credentials (Google)',
    'plan',
    'Attempted to load application default credentials since neither credentials nor access_token was set: google: could not find default credentials.',
    'credentials-missing',
  ],
  [
    'no credentials (OCI)',
    'plan',
    'can not create client, bad configuration: did not find a proper configuration for tenancy',
    'credentials-missing',
  ],
  [
    'expired ones (Azure)',
    'plan',
    'AADSTS700082: The refresh token has expired due to inactivity.',
    'credentials-missing',
  ],
  [
    'expired ones (Azure), in mid-apply',
    'apply',
    'ExpiredAuthenticationToken: The access token expiry UTC time is earlier than current UTC time',
    'credentials-missing',
  ],
  [
    'expired ones (AWS), in mid-apply',
    'apply',
    'api error ExpiredToken: The security token included in the request is expired',
    'credentials-missing',
  ],
  [
    'expired ones (AWS, EC2)',
    'apply',
    'api error RequestExpired: Request has expired.',
    'credentials-missing',
  ],
  [
    'expired ones (Google)',
    'plan',
    'oauth2: "invalid_grant" "reauth related error (invalid_rapt)"',
    'credentials-missing',
  ],
  [
    'expired ones (OCI)',
    'apply',
    '401-NotAuthenticated, The required information to complete authentication was not provided or was incorrect.',
    'credentials-missing',
  ],
  [
    'the wrong subscription (Azure)',
    'plan',
    'SubscriptionNotFound: The subscription 11111111-2222-3333-4444-555555555555 could not be found.',
    'wrong-account',
  ],
  ['the wrong account (AWS)', 'plan', 'AWS account ID not allowed: 123456789012', 'wrong-account'],
  [
    'the wrong tenant (Azure)',
    'apply',
    'InvalidAuthenticationTokenTenant: The access token is from the wrong issuer',
    'wrong-account',
  ],
  [
    'an API that is not enabled (Google)',
    'apply',
    'googleapi: Error 403: Compute Engine API has not been used in project 1 before or it is disabled. accessNotConfigured',
    'not-allowed',
  ],
  [
    'not allowed (AWS)',
    'apply',
    'api error UnauthorizedOperation: You are not authorized to perform this operation.',
    'not-allowed',
  ],
  [
    'a region without the SKU (Azure)',
    'apply',
    'performing CreateOrUpdate: unexpected status 409 (409 Conflict) with error: SkuNotAvailable: The requested VM size Standard_B1s is currently not available in location westeurope.',
    'not-in-this-region',
  ],
  [
    'a zone without the type (AWS)',
    'apply',
    'api error Unsupported: Your requested instance type (t3.micro) is not supported in your requested Availability Zone (us-east-1e).',
    'not-in-this-region',
  ],
  [
    'a zone that is full (Google)',
    'apply',
    'ZONE_RESOURCE_POOL_EXHAUSTED: The zone does not have enough resources available to fulfill the request.',
    'not-in-this-region',
  ],
  [
    'a shape without room (OCI)',
    'apply',
    '500-InternalError, Out of host capacity.',
    'not-in-this-region',
  ],
  [
    'a quota (Azure)',
    'apply',
    'PublicIPCountLimitReached: Cannot create more than 10 public IP addresses for this subscription in this region.',
    'quota-exceeded',
  ],
  [
    'a quota of cores (Azure)',
    'apply',
    'OperationNotAllowed: Operation could not be completed as it results in exceeding approved Total Regional Cores quota.',
    'quota-exceeded',
  ],
  [
    'a quota (AWS)',
    'apply',
    'api error AddressLimitExceeded: The maximum number of addresses has been reached.',
    'quota-exceeded',
  ],
  [
    'a quota (Google)',
    'apply',
    "Error waiting for instance to create: Quota 'CPUS' exceeded. Limit: 24.0 in region us-east1.",
    'quota-exceeded',
  ],
  [
    'the network lost in mid-apply',
    'apply',
    'Post "https://management.azure.com/": dial tcp: lookup management.azure.com: no such host',
    'network-lost',
  ],
  [
    'the network reset in mid-apply',
    'apply',
    'read tcp 10.0.0.1:4711->20.1.2.3:443: read: connection reset by peer',
    'network-lost',
  ],
  [
    'the registry unreachable',
    'init',
    'Error: Failed to query available provider packages: could not connect to registry.terraform.io: dial tcp: i/o timeout',
    'network-lost',
  ],
  ['something that nobody knows', 'apply', 'The moon is in the wrong phase.', 'deploy-failed'],
] as const;

for (const [what, step, said, code] of refusals) {
  test.serial(`${what}: errored, in one clear message, torn down; --resume deploys`, async (t) => {
    const { run, put, take, file, state } = cloudPlace(t);
    put(`fail-${step}`, said);
    const failed = await run(file, ...onCloud);
    t.is(failed.exitCode, 3, failed.stderr);
    t.is(last(failed, 'run.finished')?.verdict, 'errored');
    const error = last(failed, 'cell.finished')?.error;
    t.is(error?.code, code);
    t.true(error?.message.startsWith(`terraform ${step} failed: `));
    t.false(error?.message.includes('\n'));
    t.true((error?.next ?? '').length > 20);
    t.is(last(failed, 'teardown.finished')?.outcome, 'done');
    t.deepEqual(state(), []);
    take(`fail-${step}`);
    const resumed = await run(file, ...onCloud, '--resume');
    t.is(resumed.exitCode, 0, resumed.stderr);
    t.is(last(resumed, 'run.finished')?.verdict, 'passed');
  });
}

test.serial('a failed apply that is kept: --resume goes on from what was made', async (t) => {
  const { run, put, take, file, state } = cloudPlace(t);
  put('fail-apply', 'no room');
  t.is((await run(file, ...onCloud, '--keep')).exitCode, 3);
  t.deepEqual(state(), ['first']);
  take('fail-apply');
  const resumed = await run(file, ...onCloud, '--resume', '--keep');
  t.is(resumed.exitCode, 0, resumed.stderr);
  t.deepEqual(state(), ['first', 'second']);
  const made = resumed.events.filter((it) => it.type === 'resource' && it.status === 'done');
  t.deepEqual(
    made.map((it) => (it.type === 'resource' ? it.address : '')),
    ['terraform_data.second'],
  );
  t.is((await run('destroy', 'mine')).exitCode, 0);
});

test.serial(
  'the network stays lost: the teardown is incomplete, exit 4, with manifest and the command that ends it',
  async (t) => {
    const { run, put, take, file, reports, state } = cloudPlace(t);
    const lost = 'dial tcp: lookup management.azure.com: no such host';
    put('fail-apply', lost);
    put('fail-destroy', lost);
    const failed = await run(file, ...onCloud);
    t.is(failed.exitCode, 4, failed.stderr);
    t.is(last(failed, 'run.finished')?.verdict, 'errored');
    const teardown = last(failed, 'teardown.finished');
    t.is(teardown?.outcome, 'incomplete');
    t.deepEqual(teardown?.left, ['terraform_data.first']);
    t.is(
      teardown?.error?.next,
      `Finish it with: npm run lab -- destroy mine --reports ${reports}`,
      'the exact command',
    );
    t.regex(JSON.stringify(teardown?.error?.facts), /no such host/);
    t.regex(failed.stderr, /terraform_data\.first/);

    const again = await run('destroy', 'mine');
    t.is(again.exitCode, 4);
    t.deepEqual(state(), ['first']);
    take('fail-destroy');
    const destroyed = await run('destroy', 'mine');
    t.is(destroyed.exitCode, 0, destroyed.stderr);
    t.regex((await run('destroy', 'mine')).stdout, /Nothing of mine is up/);
  },
);

test.serial(
  'no terraform, or one that is too old: nothing begins, and the message says what to install',
  async (t) => {
    const { run, put, file, env } = cloudPlace(t);
    put('version', '1.2.9');
    const old = await run(file, ...onCloud);
    t.is(old.exitCode, 3);
    t.regex(old.stderr, /1\.2\.9; 1\.5\.0 is the oldest/);
    t.regex(old.stderr, /Install a newer one/);
    env['WIREBOOK_TERRAFORM'] = '/nowhere/terraform';
    const missing = await run(file, ...onCloud);
    t.is(missing.exitCode, 3);
    t.regex(missing.stderr, /there is no \/nowhere\/terraform here/);
    t.notRegex(missing.stderr, / {4}at /);
  },
);

test.serial(
  'terraform goes missing while something is up: destroy says so, and works once it is back',
  async (t) => {
    const { run, file, env, state } = cloudPlace(t);
    t.is((await run(file, ...onCloud, '--keep')).exitCode, 0);
    const program = env['WIREBOOK_TERRAFORM'] ?? '';
    env['WIREBOOK_TERRAFORM'] = '/nowhere/terraform';
    const missing = await run('destroy', 'mine');
    t.is(missing.exitCode, 3);
    t.regex(missing.stderr, /there is no \/nowhere\/terraform here/);
    t.is(state().length, 2);
    env['WIREBOOK_TERRAFORM'] = program;
    t.is((await run('destroy', 'mine')).exitCode, 0);
  },
);

test.serial(
  'another subscription at hand than the run was made in: nothing is taken for deleted',
  async (t) => {
    const { run, put, take, file, env, state } = cloudPlace(t);
    env['ARM_SUBSCRIPTION_ID'] = 'sandbox';
    put('fail-apply', 'no room');
    t.is((await run(file, ...onCloud, '--keep')).exitCode, 3);
    take('fail-apply');
    env['ARM_SUBSCRIPTION_ID'] = 'production';
    const resumed = await run(file, ...onCloud, '--resume', '--keep');
    t.is(resumed.exitCode, 3);
    t.is(last(resumed, 'cell.finished')?.error?.code, 'wrong-account');
    const destroyed = await run('destroy', 'mine');
    t.is(destroyed.exitCode, 4);
    t.regex(destroyed.stderr, /works in ARM_SUBSCRIPTION_ID=sandbox, and .* for production/);
    t.deepEqual(state(), ['first']);
    env['ARM_SUBSCRIPTION_ID'] = 'sandbox';
    t.is((await run('destroy', 'mine')).exitCode, 0);
  },
);

for (const step of ['plan', 'apply'] as const) {
  test.serial(
    `kill -9 of the run during ${step}: --resume waits for Terraform and goes on; destroy ends it`,
    async (t) => {
      const { run, start, put, take, at, file, state } = cloudPlace(t);
      put(`hold-${step}`);
      const { child, ended } = start(file, ...onCloud);
      await at(step);
      child.kill('SIGKILL');
      await ended;
      const resumed = start(file, ...onCloud, '--resume', '--keep');
      resumed.child.stdout?.on('data', (text: string) => {
        if (
          text.includes('still under way') &&
          existsSync(join(file, '../../control', `hold-${step}`))
        )
          take(`hold-${step}`);
      });
      const { exitCode, stderr } = await resumed.ended;
      t.is(exitCode, 0, stderr);
      t.deepEqual(state(), ['first', 'second']);
      t.is((await run('destroy', 'mine')).exitCode, 0);
      t.deepEqual(state(), []);
    },
  );

  test.serial(
    `kill -9 of Terraform during ${step}: errored, torn down, --resume deploys`,
    async (t) => {
      const { run, start, put, take, at, file, state } = cloudPlace(t);
      put(`hold-${step}`);
      const { ended } = start(file, ...onCloud);
      process.kill(await at(step), 'SIGKILL');
      const failed = await ended;
      t.is(failed.exitCode, 3, failed.stderr);
      t.is(last(failed, 'run.finished')?.verdict, 'errored');
      t.regex(
        last(failed, 'cell.finished')?.error?.message ?? '',
        /^terraform \w+ failed: it was killed/,
      );
      t.deepEqual(state(), []);
      take(`hold-${step}`);
      t.is((await run(file, ...onCloud, '--resume')).exitCode, 0);
    },
  );

  test.serial(
    `kill -9 of both during ${step}: destroy ends it, and so does --resume`,
    async (t) => {
      for (const then of [['destroy', 'mine'], ['--resume']] as const) {
        const { run, start, put, take, at, file, state } = cloudPlace(t);
        put(`hold-${step}`);
        const { child, ended } = start(file, ...onCloud);
        const terraform = await at(step);
        child.kill('SIGKILL');
        process.kill(terraform, 'SIGKILL');
        await ended;
        take(`hold-${step}`);
        const after =
          then[0] === 'destroy' ? await run(...then) : await run(file, ...onCloud, ...then);
        t.is(after.exitCode, 0, after.stderr);
        t.deepEqual(state(), []);
        t.regex((await run('destroy', 'mine')).stdout, /Nothing of mine is up/);
      }
    },
  );
}

test.serial(
  'kill -9 of the run during destroy: Terraform ends it, destroy sees that',
  async (t) => {
    const { run, start, put, at, take, file, state } = cloudPlace(t);
    put('hold-destroy');
    const { child, ended } = start(file, ...onCloud);
    await at('destroy');
    child.kill('SIGKILL');
    await ended;
    const destroying = run('destroy', 'mine');
    take('hold-destroy');
    t.is((await destroying).exitCode, 0);
    t.deepEqual(state(), []);
  },
);

test.serial('kill -9 of Terraform during destroy: it is tried again', async (t) => {
  const { start, put, take, at, file, state } = cloudPlace(t);
  put('hold-destroy');
  const { ended } = start(file, ...onCloud);
  const terraform = await at('destroy');
  process.kill(terraform, 'SIGKILL');
  await at('destroy');
  take('hold-destroy');
  const { exitCode, stderr } = await ended;
  t.is(exitCode, 0, stderr);
  t.deepEqual(state(), []);
});

test.serial('kill -9 of both during destroy: destroy ends it', async (t) => {
  const { run, start, put, take, at, file, state } = cloudPlace(t);
  put('hold-destroy');
  const { child, ended } = start(file, ...onCloud);
  const terraform = await at('destroy');
  child.kill('SIGKILL');
  process.kill(terraform, 'SIGKILL');
  await ended;
  t.deepEqual(state(), ['first']);
  take('hold-destroy');
  t.is((await run('destroy', 'mine')).exitCode, 0);
  t.deepEqual(state(), []);
});

test.serial('a run that died before its journal said anything can be destroyed', async (t) => {
  const { run, file, runFolder, state } = cloudPlace(t);
  t.is((await run(file, ...onCloud, '--keep')).exitCode, 0);
  writeFileSync(join(runFolder(), 'journal.ndjson'), '');
  const destroyed = await run('destroy', 'mine');
  t.is(destroyed.exitCode, 0, destroyed.stderr);
  t.deepEqual(state(), []);
});

test.serial('a key that cannot be used: nothing is up afterwards', async (t) => {
  const { run, file, env } = cloudPlace(t);
  env['WIREBOOK_SSH_KEY'] = '/nowhere/id_rsa';
  const failed = await run(file, ...onCloud);
  t.is(failed.exitCode, 3);
  t.is(last(failed, 'run.finished')?.error?.code, 'key-not-usable');
  t.regex((await run('destroy', 'mine')).stdout, /Nothing of mine is up/);
});

test.serial(
  'another machine has the run’s folder and no providers: destroy fetches them',
  async (t) => {
    const { run, put, take, file, runFolder, state } = cloudPlace(t);
    t.is((await run(file, ...onCloud, '--keep')).exitCode, 0);
    rmSync(join(runFolder(), 'terraform/.terraform'), { recursive: true });
    put('fail-init', 'Error: Failed to query available provider packages: dial tcp: i/o timeout');
    const lost = await run('destroy', 'mine');
    t.is(lost.exitCode, 4, lost.stderr);
    t.regex(lost.stderr, /terraform init failed: .*i\/o timeout/);
    take('fail-init');
    const destroyed = await run('destroy', 'mine');
    t.is(destroyed.exitCode, 0, destroyed.stderr);
    t.deepEqual(state(), []);
  },
);

test.serial(
  'what cannot be looked for beside Terraform does not keep Terraform from deleting',
  async (t) => {
    const { run, put, file, state } = cloudPlace(t);
    t.is((await run(file, ...onCloud, '--keep')).exitCode, 0);
    // Google Cloud cannot be asked for its firewall rules: there are no credentials.
    put('type-first', 'google_compute_network');
    const destroyed = await run('destroy', 'mine');
    t.is(destroyed.exitCode, 0, destroyed.stderr);
    t.deepEqual(state(), []);
  },
);

test.serial(
  'what a run wrote before it knew that it is secret goes when the run is destroyed',
  async (t) => {
    const { run, file, runFolder, env } = cloudPlace(t);
    t.is((await run(file, ...onCloud, '--keep')).exitCode, 0);
    const journal = join(runFolder(), 'journal.ndjson');
    const secret = 'kept-by-a-run-that-died';
    const event = { at: new Date().toISOString(), type: 'progress', text: `it is ${secret}` };
    appendFileSync(journal, `${JSON.stringify(event)}\n`);
    env['SOME_API_TOKEN'] = secret;
    t.is((await run('destroy', 'mine')).exitCode, 0);
    const kept = readFileSync(journal, 'utf8');
    t.false(kept.includes(secret));
    t.regex(kept, /it is \[redacted\]/);
  },
);
