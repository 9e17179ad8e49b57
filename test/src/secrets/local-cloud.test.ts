import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { canEnclose } from '../../../src/emulator/linux/enclosure.ts';
import type { KnownSecrets } from '../../support/secret-search.ts';
import { leaksIn, leaksInFolder, watchCommandLines } from '../../support/secret-search.ts';
import { onlyWhere } from '../../support/only-where.ts';
import { runMain } from '../../support/run-main.ts';
import { temporaryFolder } from '../../support/tiny-lab.ts';

const root = resolve(import.meta.dirname, '../../..');

/** A lab on real gateways of the local cloud that prints all that is secret there; `known` is where it tells the test. */
const labFile = (known: string) => `
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { defineLab } from '${root}/src/lab/define-lab.ts';
import { deploy } from '${root}/steps/index.ts';

const sdk = createRequire('${root}/package.json')('@aws-sdk/client-ec2');
const act = (title, run) => ({ kind: 'act', title, uses: [], run });
export default defineLab(
  { title: 'Leaks', summary: 'All that is secret.', stack: () => import('${root}/stacks/azure-aws-google/stack.ts') },
  ({ step, stack, handles: { testvm } }) => {
    step(deploy(stack, {}));
    step(act('Print secrets', async (context) => {
      const known = {};
      const tell = () => writeFileSync('${known}', JSON.stringify(known));
      const { ec2 } = await context.aws();
      const { VpnConnections } = await ec2.send(new sdk.DescribeVpnConnectionsCommand({}));
      const [tunnel] = VpnConnections[0].Options.TunnelOptions;
      known['key of AWS'] = tunnel.PreSharedKey;
      const { network } = await context.azure();
      for await (const one of network.virtualNetworkGatewayConnections.list('multicloud')) {
        const { value } = await network.virtualNetworkGatewayConnections.getSharedKey('multicloud', one.name);
        known['key of Azure'] = value;
      }
      const env = await context.cli('aws', 'env');
      known['key of the AWS login'] = /AWS_SECRET_ACCESS_KEY=(.*)/.exec(env.stdout)[1];
      const token = await context.cli('google', 'cat "$CLOUDSDK_AUTH_ACCESS_TOKEN_FILE"');
      known['token'] = token.stdout.trim();
      const identity = await context.cli('azure', 'while IFS= read -r line; do echo "$line"; sleep 0.005; done < $(sed -n "s/ *IdentityFile //p" $(dirname $AWS_CA_BUNDLE)/ssh_config)');
      known['SSH key'] = identity.stdout;
      known['typed password'] = 'Typed-Pa55word,of/the=machine';
      tell();
      context.secret(known['typed password']);
      const vm = context.resolve(testvm);
      for (const secret of Object.values(known)) {
        for (const command of ['cat', 'base64', 'xxd -p -c 1000 || od -An -tx1', 'sudo tee /tmp/kept', 'sudo base64 -w0 /tmp/kept'])
          await context.run(vm, command, { stdin: secret });
      }
      await context.cli('aws', 'aws ec2 describe-vpn-connections; az network vpn-connection list; curl -v https://localhost; true');
      await context.cli('azure', 'cat $(dirname $AWS_CA_BUNDLE)/curlrc; env | base64');
      context.show('Connections', { columns: ['all'], rows: [{ all: JSON.stringify(VpnConnections) }] });
      return known;
    }));
    step(act('Be refused', async (context) => {
      const known = JSON.parse(readFileSync('${known}', 'utf8'));
      const { ec2 } = await context.aws();
      const key = '0' + known['key of AWS'];
      await ec2.send(new sdk.ModifyVpnTunnelOptionsCommand({ VpnConnectionId: key, VpnTunnelOutsideIpAddress: key, TunnelOptions: { PreSharedKey: key } }));
    }));
    step(act('Deploy with a key that is refused', async (context) => {
      const key = '0-never-a-key-%/+of-AWS';
      const known = JSON.parse(readFileSync('${known}', 'utf8'));
      writeFileSync('${known}', JSON.stringify({ ...known, 'key that is refused': key }));
      const stack = (await import('${root}/stacks/azure-aws-google/stack.ts')).default;
      const wrong = { ...stack, synth: (props, environment) => {
        const made = stack.synth(props, environment);
        const text = JSON.stringify(made.terraform);
        const terraform = JSON.parse(text);
        for (const it of Object.values(terraform.resource.aws_vpn_connection)) it.tunnel1_preshared_key = key;
        return { ...made, terraform };
      } };
      await context.deploy({ stack: wrong, props: {} });
    }), { needs: [] });
  },
);
`;

onlyWhere(canEnclose()?.reason)(
  'the local cloud: keys, tokens and logins of a run are in nothing that it writes or starts',
  async (t) => {
    t.timeout(180_000);
    const folder = temporaryFolder(t);
    const [reports, known] = [join(folder, 'reports'), join(folder, 'known.json')];
    mkdirSync(join(folder, 'leaks'));
    const file = join(folder, 'leaks/lab.ts');
    writeFileSync(file, labFile(known));
    const secrets = (): KnownSecrets =>
      existsSync(known) ? (JSON.parse(readFileSync(known, 'utf8')) as KnownSecrets) : {};
    const watch = watchCommandLines(secrets);
    const ran = await runMain([file, '--yes', '--json', '--reports', reports]);
    t.deepEqual(watch.stop(), []);
    t.is(Object.keys(secrets()).length, 7, ran.stderr);
    for (const [name, secret] of Object.entries(secrets())) t.true(secret.length >= 16, name);
    t.deepEqual(leaksInFolder(reports, secrets()), []);
    const tables = ran.events.find(
      (it) => it.type === 'cell.finished' && it.deployed !== undefined,
    );
    t.notRegex(JSON.stringify(tables), /redacted/, 'handles of what was deployed hold no secret');
    t.deepEqual(leaksIn(ran.stdout, secrets()), []);
    t.deepEqual(leaksIn(ran.stderr, secrets()), []);
    const shown = await runMain(['report', 'leaks', '--html', '--reports', reports]);
    t.deepEqual(leaksIn(shown.stdout, secrets()), []);
    const errors = ran.events.flatMap((it) =>
      it.type === 'cell.finished' ? [it.error?.message] : [],
    );
    t.log(errors.slice(2).join('\n'));
    t.is(errors.filter((it) => it !== undefined).length, 2, 'two were refused');
  },
);
