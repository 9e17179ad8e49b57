import test from 'ava';
import type { AwsClients } from '../../../../src/lab/target.ts';
import { accountsOf, assertSameAccounts } from '../../../../src/targets/cloud/accounts.ts';
import type { CloudRecord } from '../../../../src/targets/cloud/record.ts';

const record: CloudRecord = {
  lab: 'x',
  runId: 'r',
  createdAt: '',
  expiresAt: '',
  owner: '',
  terraform: { name: 'terraform', version: '1' },
};
const inAws = (accountId: string) => async () => ({ accountId }) as unknown as AwsClients;
const vpc = {
  address: 'aws_vpc.a',
  type: 'aws_vpc',
  attributes: { arn: 'arn:aws:ec2:us-east-1:123456789012:vpc/vpc-1' },
};

test('where a run works, by the first variable that is set', (t) => {
  t.deepEqual(accountsOf({ AZURE_SUBSCRIPTION_ID: 'a', GOOGLE_PROJECT: 'p', AWS_PROFILE: 'x' }), {
    ARM_SUBSCRIPTION_ID: 'a',
    GOOGLE_CLOUD_PROJECT: 'p',
  });
  t.deepEqual(accountsOf({ ARM_SUBSCRIPTION_ID: '' }), {});
});

test('the AWS account is that of the ARNs in the state', async (t) => {
  const check = (accountId: string, resources = [vpc]) =>
    assertSameAccounts({ record, resources, clouds: { aws: inAws(accountId) }, environment: {} });
  await t.notThrowsAsync(check('123456789012'));
  await t.throwsAsync(check('210987654321'), { code: 'wrong-account', message: /123456789012/ });
  await t.notThrowsAsync(check('210987654321', []));
  const silent = { aws: () => Promise.reject(new Error('no credentials')) };
  await t.notThrowsAsync(
    assertSameAccounts({ record, resources: [vpc], clouds: silent, environment: {} }),
  );
});
