import test from 'ava';
import { consentTo } from '../../../src/cli/sweep-consent.ts';
import type { Screen } from '../../../src/cli/screen.ts';
import { leftoverLines } from '../../../src/cli/sweep-view.ts';
import type { Leftover } from '../../../src/sweep/index.ts';
import { lab } from '../../support/spawn-lab.ts';
import { temporaryFolder } from '../../support/tiny-lab.ts';

/** No credentials anywhere, and nothing that is looked for in the network. */
const nobody = {
  ARM_SUBSCRIPTION_ID: '',
  AZURE_SUBSCRIPTION_ID: '',
  AWS_ACCESS_KEY_ID: '',
  AWS_PROFILE: '',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  GOOGLE_CLOUD_PROJECT: '',
  GOOGLE_PROJECT: '',
};

test('wrong usage is exit 2 and says what there is', async (t) => {
  const folder = temporaryFolder(t);
  const cases = [
    { args: ['--cloud', 'azur'], says: /Did you mean "azure"\?/ },
    { args: ['--cloud', 'azure,'], says: /no cloud that can be swept/ },
    { args: ['--older-than', 'long'], says: /"long" is not a duration/ },
    { args: ['--on', 'local'], says: /--on local:<lab>/ },
    { args: ['--on', 'local:er-ipsec-backup'], says: /er-ipsec-backup is not up/, code: 3 },
  ];
  for (const { args, says, code = 2 } of cases) {
    const { stderr, exitCode } = await lab(['sweep', ...args, '--reports', folder]);
    t.is(exitCode, code, args.join(' '));
    t.regex(stderr, says);
    t.false(/^\s+at /m.test(stderr), stderr);
  }
});

test('without credentials every cloud is skipped, with the reason; that is no success', async (t) => {
  const { stdout, stderr, exitCode } = await lab(['sweep'], { env: nobody });
  t.is(exitCode, 3);
  t.regex(stderr, /^azure: skipped\. ARM_SUBSCRIPTION_ID is not set/m);
  t.regex(stderr, /^aws: skipped\. /m);
  t.regex(stderr, /^google: skipped\. GOOGLE_CLOUD_PROJECT is not set/m);
  t.is(stdout, 'No cloud could be looked at.\n');

  const named = await lab(['sweep', '--cloud', 'google', '--json'], { env: nobody });
  t.is(named.exitCode, 3);
  t.like(JSON.parse(named.stdout), {
    dryRun: true,
    clouds: [{ cloud: 'google', outcome: 'unseen' }],
    leftovers: [],
  });
});

const silent: Screen = {
  out: () => undefined,
  err: () => undefined,
  errRaw: () => undefined,
  live: false,
  interactive: false,
  width: () => 80,
  outStyle: (_, text) => text,
  errStyle: (_, text) => text,
};

test('where nobody can be asked, only accounts that were set down may be swept', async (t) => {
  const accounts = [
    { cloud: 'aws', account: '111122223333' },
    { cloud: 'google', account: 'sandbox' },
  ];
  const consent = (allowed?: string) =>
    consentTo(accounts, silent, allowed === undefined ? {} : { WIREBOOK_SWEEP_ACCOUNTS: allowed });
  await t.notThrowsAsync(consent('sandbox, 111122223333'));
  for (const allowed of [undefined, '', 'sandbox', '*', '1111222233334', 'sandbox,11112222333']) {
    const error = await t.throwsAsync(consent(allowed), { message: /111122223333 \(aws\)/ });
    t.like(error, { code: 'sweep-refused', exitCode: 2 });
    t.regex(
      String((error as { next?: string }).next),
      /export WIREBOOK_SWEEP_ACCOUNTS=\S*111122223333/,
    );
  }
});

test('the table says whose each thing is and since when it may go', (t) => {
  const now = new Date('2026-11-21T12:00:00Z');
  const vpc: Leftover = {
    cloud: 'aws',
    kind: 'VPC',
    id: 'vpc-0a',
    name: 'lab-vpc',
    place: 'us-east-1',
    run: '2026-11-20t09-39-40z-9447',
    lab: 'er',
    owner: 'ada',
    expiresAt: new Date('2026-11-21T09:29:30Z'),
  };
  const { expiresAt: _, ...undated } = { ...vpc, id: 'x', name: 'x', owner: 'bo' };
  t.deepEqual(leftoverLines([vpc, undated], now), [
    'cloud  what  name            lab  run                        owner  expired',
    'aws    VPC   lab-vpc vpc-0a  er   2026-11-20t09-39-40z-9447  ada    2h30m ago',
    'aws    VPC   x               er   2026-11-20t09-39-40z-9447  bo     unknown',
  ]);
});
