import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { onlyWhere } from '../../support/only-where.ts';
import { runMain } from '../../support/run-main.ts';
import { leaksIn, leaksInFolder, watchCommandLines } from '../../support/secret-search.ts';
import { temporaryFolder } from '../../support/tiny-lab.ts';
import { missingTerraform } from '../../support/terraform-here.ts';

const root = resolve(import.meta.dirname, '../../..');

const known = {
  'sensitive input': 'Sensitive-1nput/of+terraform_data',
  'sensitive output': 'Sensitive-0utput "quoted" & more',
  'credential of the environment': 'arm-client-secret~1a2B3c4D5e6F',
  'secret in a provisioner’s output': 'Provisi0ner-said-this-secret',
};

function writeLab(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const configuration = {
    resource: {
      terraform_data: {
        quiet: { input: `\${sensitive("${known['sensitive input']}")}` },
        loud: {
          input: { password: known['secret in a provisioner’s output'] },
          provisioner: [
            { 'local-exec': { command: `echo ${known['secret in a provisioner’s output']}` } },
          ],
        },
        broken: {
          depends_on: ['terraform_data.loud', 'terraform_data.quiet'],
          provisioner: [
            {
              'local-exec': {
                command: `echo "${known['secret in a provisioner’s output']}, $ARM_CLIENT_SECRET" | base64 >&2; env >&2; exit 3`,
              },
            },
          ],
        },
      },
    },
    output: { out: { value: known['sensitive output'], sensitive: true } },
  };
  writeFileSync(
    join(folder, 'stack.ts'),
    `export default { name: 'secrets', synth: ({ broken }) => {
      const terraform = ${JSON.stringify(configuration)};
      if (!broken) delete terraform.resource.terraform_data.broken;
      return { handles: {}, terraform };
    } };`,
  );
  const file = join(folder, 'lab.ts');
  writeFileSync(
    file,
    `import { defineLab } from '${root}/src/lab/define-lab.ts';
    import { deploy } from '${root}/steps/index.ts';
    const print = { kind: 'act', title: 'Print', uses: [], async run(context) {
      await context.cli('azure', 'env; env | base64 -w0');
    } };
    export default defineLab(
      { title: 'Secrets', summary: 'Terraform alone.', stack: () => import('./stack.ts') },
      ({ step, stack }) => {
        step(deploy(stack, { broken: false }));
        step(print);
        step(deploy(stack, { broken: true }), { title: 'Deploy what breaks' });
      },
    );`,
  );
  return file;
}

/** Terraform's own files, which have to hold them while something is deployed. */
const terraforms = (path: string) => /(^|\/)(terraform|ssh)\//.test(path);

onlyWhere(missingTerraform)(
  'real terraform: secrets are in its own folder only, for us alone, and gone with what was deployed',
  async (t) => {
    t.timeout(120_000);
    const folder = temporaryFolder(t);
    const reports = join(folder, 'reports');
    const file = writeLab(join(folder, 'mine'));
    const env = { ARM_CLIENT_SECRET: known['credential of the environment'], TF_LOG: 'trace' };
    // The provisioner's secret is on a command line because the configuration puts it there.
    const { 'secret in a provisioner’s output': _, ...ours } = known;
    const watch = watchCommandLines(() => ours);
    const args = [file, '--on', 'cloud', '--keep', '--json', '--reports', reports];
    const ran = await runMain(args, env);
    t.is(ran.exitCode, 3, ran.stderr);
    const errors = ran.events.flatMap((it) =>
      it.type === 'cell.finished' && it.error !== undefined ? [it.error.message] : [],
    );
    t.regex(errors.join(), /terraform_data\.broken: local-exec.*exit status 3/);

    const [runId = ''] = readdirSync(join(reports, 'mine')).filter((name) => name.startsWith('20'));
    const run = join(reports, 'mine', runId);
    const key = readFileSync(join(run, 'ssh/id_rsa'), 'utf8');
    const secrets = { ...known, 'private SSH key': key };
    t.deepEqual(leaksInFolder(reports, secrets, terraforms), []);
    for (const said of [ran.stdout, ran.stderr]) t.deepEqual(leaksIn(said, secrets), []);
    for (const name of ['terraform', 'ssh']) t.is(statSync(join(run, name)).mode & 0o777, 0o700);
    const open = readdirSync(join(run, 'terraform'), { withFileTypes: true }).filter(
      (it) => it.isFile() && (statSync(join(run, 'terraform', it.name)).mode & 0o077) !== 0,
    );
    const openNames = open.map(({ name }) => name);
    t.deepEqual(
      openNames.filter(
        (name) => leaksIn(readFileSync(join(run, 'terraform', name), 'utf8'), secrets).length > 0,
      ),
      [],
    );
    for (const name of ['terraform.tfstate', 'main.tf.json', 'apply.log']) {
      t.is(statSync(join(run, 'terraform', name)).mode & 0o777, 0o600, name);
    }

    const destroyed = await runMain(['destroy', 'mine', '--reports', reports], env);
    t.is(destroyed.exitCode, 0, destroyed.stderr);
    t.deepEqual(watch.stop(), []);
    t.deepEqual(leaksInFolder(reports, secrets), []);
    for (const said of [destroyed.stdout, destroyed.stderr])
      t.deepEqual(leaksIn(said, secrets), []);
  },
);
