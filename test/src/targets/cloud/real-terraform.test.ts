import type { ExecutionContext } from 'ava';
import test from 'ava';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JournalEvent } from '../../../../src/lab/events.ts';
import { findTerraform } from '../../../../src/targets/cloud/terraform/program.ts';
import { temporaryFolder } from '../../../support/tiny-lab.ts';

/**
 * The real `lab` command and the real terraform, on resources that Terraform has built in: all of `--on cloud` but the
 * clouds.
 */
const root = resolve(import.meta.dirname, '../../../..');
const missing = await findTerraform().then(
  () => undefined,
  (error: Error) => error.message,
);

/** A lab of one deployment: `before` at once, `slow` after some time, each with the run's tags. */
function writeLab(folder: string, { seconds = 0, fails = false } = {}): string {
  mkdirSync(folder, { recursive: true });
  const command = fails
    ? 'echo no room >&2; exit 7'
    : `sleep ${seconds}; echo made >> ${folder}/made`;
  writeFileSync(
    join(folder, 'stack.ts'),
    `export default {
      name: 'built-in',
      synth: (props, { tags }) => ({
        handles: {},
        terraform: {
          resource: {
            terraform_data: {
              before: { input: tags },
              slow: {
                input: '\${terraform_data.before.id}',
                provisioner: [{ 'local-exec': { command: ${JSON.stringify(command)} } }],
              },
            },
          },
          output: { secret: { value: 'a-sensitive-output', sensitive: true } },
        },
      }),
    };`,
  );
  const file = join(folder, 'lab.ts');
  writeFileSync(
    file,
    `import { defineLab } from '${root}/src/lab/define-lab.ts';
    import { deploy } from '${root}/steps/index.ts';
    export default defineLab(
      { title: 'Built in', summary: 'Terraform alone.', stack: () => import('./stack.ts') },
      ({ step, stack }) => { step(deploy(stack, {})); },
    );`,
  );
  return file;
}

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly events: readonly JournalEvent[];
}

function start(args: readonly string[]) {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'src/cli/main.ts'), ...args],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } },
  );
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  const ended = new Promise<Ended>((done) => {
    child.once('close', (exitCode) => {
      const events = said.stdout
        .split('\n')
        .filter((line) => line.startsWith('{"at"'))
        .map((line) => JSON.parse(line) as JournalEvent);
      done({ exitCode, ...said, events });
    });
  });
  return { child, ended };
}

const run = (args: readonly string[]): Promise<Ended> => start(args).ended;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

function withTerraform(
  title: string,
  body: (t: ExecutionContext, folder: string) => Promise<void>,
) {
  test(title, async (t) => {
    t.timeout(120_000);
    if (missing !== undefined) {
      t.log(`Not tried: ${missing}`);
      t.pass();
      return;
    }
    await body(t, temporaryFolder(t));
  });
}

const runFolderOf = (reports: string): string => {
  const [run = ''] = readdirSync(join(reports, 'mine')).filter((name) => name.startsWith('20'));
  return join(reports, 'mine', run);
};

withTerraform(
  'deployed and destroyed: plan, resources with time, tags, nothing secret left',
  async (t, folder) => {
    const reports = join(folder, 'reports');
    const file = writeLab(join(folder, 'mine'));
    const { exitCode, stderr, events } = await run([
      file,
      '--on',
      'cloud',
      '--json',
      '--reports',
      reports,
    ]);
    t.is(exitCode, 0, stderr);
    const plan = events.find((event) => event.type === 'plan');
    t.deepEqual(
      plan?.changes.map(({ address, action }) => [address, action]),
      [
        ['terraform_data.before', 'create'],
        ['terraform_data.slow', 'create'],
      ],
    );
    const done = events.filter((event) => event.type === 'resource' && event.status === 'done');
    t.is(done.length, 2);
    t.is(events.find((event) => event.type === 'teardown.finished')?.outcome, 'done');
    const folderOfRun = runFolderOf(reports);
    t.regex(readFileSync(join(folderOfRun, 'terraform/main.tf.json'), 'utf8'), /wirebook-expires/);
    t.regex(readFileSync(join(folderOfRun, 'terraform/plan.txt'), 'utf8'), /terraform_data\.slow/);
    t.truthy(JSON.parse(readFileSync(join(folderOfRun, 'cloud.json'), 'utf8')).destroyedAt);
    for (const name of ['ssh', 'terraform/plan', 'terraform/terraform.tfstate']) {
      t.false(existsSync(join(folderOfRun, name)), name);
    }
    const journal = readFileSync(join(folderOfRun, 'journal.ndjson'), 'utf8');
    t.notRegex(journal, /a-sensitive-output/);
  },
);

withTerraform(
  'killed in mid-apply: Terraform finishes, --resume goes on, destroy ends it',
  async (t, folder) => {
    const reports = join(folder, 'reports');
    const file = writeLab(join(folder, 'mine'), { seconds: 4 });
    const { child, ended } = start([file, '--on', 'cloud', '--json', '--reports', reports]);
    const log = () => join(runFolderOf(reports), 'terraform/apply.log');
    await until(() => existsSync(join(reports, 'mine')) && existsSync(log()));
    await until(() => /"terraform_data\.slow: Provisioning/.test(readFileSync(log(), 'utf8')));
    child.kill('SIGKILL');
    await ended;
    t.false(existsSync(join(folder, 'mine/made')), 'the kill came too late to show anything');

    const again = await run([file, '--on', 'cloud', '--reports', reports]);
    t.is(again.exitCode, 3);
    t.regex(again.stderr, /is still up from run .*\n.*--resume.*destroy/s);

    const resumed = await run([
      file,
      '--on',
      'cloud',
      '--resume',
      '--keep',
      '--json',
      '--reports',
      reports,
    ]);
    t.is(resumed.exitCode, 0, resumed.stderr);
    const all = resumed.events;
    t.true(all.some((event) => event.type === 'progress' && /still under way/.test(event.text)));
    t.is(readFileSync(join(folder, 'mine/made'), 'utf8'), 'made\n', 'made once, not twice');
    t.is(statSync(join(runFolderOf(reports), 'ssh/id_rsa')).mode & 0o777, 0o600);
    t.is(statSync(join(runFolderOf(reports), 'terraform/terraform.tfstate')).mode & 0o077, 0);

    const destroyed = await run(['destroy', 'mine', '--reports', reports]);
    t.is(destroyed.exitCode, 0, destroyed.stderr);
    t.regex((await run(['destroy', 'mine', '--reports', reports])).stdout, /Nothing of mine is up/);
  },
);

withTerraform(
  'Ctrl-C in mid-apply: Terraform ends what it began, and all is torn down',
  async (t, folder) => {
    const reports = join(folder, 'reports');
    const file = writeLab(join(folder, 'mine'), { seconds: 2 });
    const { child, ended } = start([file, '--on', 'cloud', '--json', '--reports', reports]);
    const log = () => join(runFolderOf(reports), 'terraform/apply.log');
    await until(() => existsSync(join(reports, 'mine')) && existsSync(log()));
    await until(() => /"terraform_data\.slow: Provisioning/.test(readFileSync(log(), 'utf8')));
    child.kill('SIGINT');
    const { exitCode, events, stderr } = await ended;
    t.is(exitCode, 130, stderr);
    t.is(events.find((event) => event.type === 'teardown.finished')?.outcome, 'done');
    t.truthy(
      JSON.parse(readFileSync(join(runFolderOf(reports), 'cloud.json'), 'utf8')).destroyedAt,
    );
  },
);

withTerraform(
  'an apply that fails half-way: errored, in Terraform’s words, and torn down',
  async (t, folder) => {
    const reports = join(folder, 'reports');
    const file = writeLab(join(folder, 'mine'), { fails: true });
    const { exitCode, events } = await run([file, '--on', 'cloud', '--json', '--reports', reports]);
    t.is(exitCode, 3);
    const cell = events.find((event) => event.type === 'cell.finished');
    t.is(cell?.verdict, 'errored');
    t.is(cell?.error?.code, 'deploy-failed');
    t.regex(
      cell?.error?.message ?? '',
      /terraform apply failed: terraform_data\.slow: local-exec.*exit status 7/,
    );
    t.is(events.find((event) => event.type === 'teardown.finished')?.outcome, 'done');
  },
);
