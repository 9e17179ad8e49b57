import test from 'ava';
import { createEngine } from '../../../src/emulator/terraform/create-engine.ts';
import { environmentSecrets } from '../../../src/runner/secrets/environment.ts';
import { secretsOf, writtenSecrets } from '../../../src/targets/cloud/terraform/sensitive.ts';

test('credentials of the environment by the names of their variables; places, names and switches are none', (t) => {
  t.deepEqual(
    environmentSecrets({
      ARM_CLIENT_SECRET: 'secret-of-azure',
      AWS_SESSION_TOKEN: 'token-of-aws',
      TF_TOKEN_app_terraform_io: 'token-of-terraform',
      GOOGLE_CREDENTIALS: JSON.stringify({
        type: 'service_account',
        private_key: 'key of google 123',
      }),
      AWS_WEB_IDENTITY_TOKEN_FILE: '/run/token-file',
      GOOGLE_APPLICATION_CREDENTIALS: '/home/ada/key.json',
      SOME_TOKEN_NAME: 'the-name-of-it',
      PASSWORD_LESS: '12345678',
      USE_TOKENS: 'true',
      PATH: '/usr/bin:/bin',
    }),
    [
      'secret-of-azure',
      'token-of-aws',
      'token-of-terraform',
      '{"type":"service_account","private_key":"key of google 123"}',
      'key of google 123',
    ],
  );
});

test('sensitive values of a plan and of a state, at any depth', (t) => {
  t.deepEqual(
    secretsOf({
      resource_changes: [
        {
          change: {
            before: { key: 'old', name: 'n' },
            before_sensitive: { key: true },
            after: { key: 'new', blocks: [{ psk: 'in a block', name: 'm' }] },
            after_sensitive: { key: true, blocks: [{ psk: true }] },
          },
        },
      ],
      output_changes: { out: { after: { a: ['out'] }, after_sensitive: true } },
    }),
    ['old', 'new', 'in a block', 'out'],
  );
  t.deepEqual(
    secretsOf({
      values: {
        outputs: { a: { value: 'x', sensitive: true }, b: { value: 'y', sensitive: false } },
        root_module: {
          resources: [{ values: { k: 'in the state', n: 1 }, sensitive_values: { k: true } }],
        },
      },
    }),
    ['x', 'in the state'],
  );
});

test('what a configuration writes into arguments that hold secrets', (t) => {
  const resource = {
    aws_vpn_connection: { a: { tunnel1_preshared_key: 'psk1', type: 'ipsec.1' } },
    azurerm_virtual_network_gateway_connection: {
      b: { shared_key: '${random_password.k.result}' },
    },
    terraform_data: { c: { input: '${sensitive("marked")}', password_policy: 'strict' } },
  };
  t.deepEqual(writtenSecrets({ resource }), ['psk1', 'marked']);
  t.deepEqual(writtenSecrets({}), []);
});

test('the local cloud knows its sensitive values before and after they are applied', async (t) => {
  const engine = createEngine({ providers: [] });
  const json = {
    resource: {
      random_password: { p: { length: 20 } },
      terraform_data: { d: { input: '${sensitive("given")}' } },
    },
  };
  const plan = await engine.plan(json, {}, {});
  t.deepEqual(engine.secrets(), ['given']);
  await engine.apply(plan, { onResource: () => undefined });
  const made = engine.state().find(({ type }) => type === 'random_password')?.attributes['result'];
  t.true(engine.secrets().includes(String(made)));
});
