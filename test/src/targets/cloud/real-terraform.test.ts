import type { ExecutionContext } from 'ava';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runMain, startMain } from '../../../support/run-main.ts';
import { onlyWhere } from '../../../support/only-where.ts';
import { temporaryFolder } from '../../../support/tiny-lab.ts';
import { missingTerraform } from '../../../support/terraform-here.ts';

/**
 * The real `lab` command and the real terraform, on resources that Terraform has built in: all of `--on cloud` but the
 * clouds.
 */
const root = resolve(import.meta.dirname, '../../../..');
const real = onlyWhere(missingTerraform);

/** A lab of one deployment: `before` at once, `slow` when there is a file `go` if it waits, each with the run's tags. */
function writeLab(folder: string, { waits = false, fails = false } = {}): string {
  mkdirSync(folder, { recursive: true });
  const command = fails
    ? 'echo no room >&2; exit 7'
    : `while ${waits} && [ -d ${folder} ] && [ ! -e ${folder}/go ]; do sleep 0.05; done; echo made >> ${folder}/made`;
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

const run = runMain;
const start = startMain;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

function withTerraform(
  title: string,
  body: (t: ExecutionContext, folder: string) => Promise<void>,
) {
  real(title, async (t) => {
    t.timeout(120_000);
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
    const file = writeLab(join(folder, 'mine'), { waits: true });
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

    const resuming = start([
      file,
      '--on',
      'cloud',
      '--resume',
      '--keep',
      '--json',
      '--reports',
      reports,
    ]);
    resuming.child.stdout?.on('data', (text: string) => {
      if (text.includes('still under way')) writeFileSync(join(folder, 'mine/go'), '');
    });
    const resumed = await resuming.ended;
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
    const file = writeLab(join(folder, 'mine'), { waits: true });
    const { child, ended } = start([file, '--on', 'cloud', '--json', '--reports', reports]);
    const log = () => join(runFolderOf(reports), 'terraform/apply.log');
    await until(() => existsSync(join(reports, 'mine')) && existsSync(log()));
    await until(() => /"terraform_data\.slow: Provisioning/.test(readFileSync(log(), 'utf8')));
    child.kill('SIGINT');
    writeFileSync(join(folder, 'mine/go'), '');
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

withTerraform(
  'terraform killed in mid-apply: errored, torn down without a stale lock in the way, --resume deploys',
  async (t, folder) => {
    const reports = join(folder, 'reports');
    const file = writeLab(join(folder, 'mine'), { waits: true });
    const { ended } = start([file, '--on', 'cloud', '--json', '--reports', reports]);
    const log = () => join(runFolderOf(reports), 'terraform/apply.log');
    await until(() => existsSync(join(reports, 'mine')) && existsSync(log()));
    await until(() => /"terraform_data\.slow: Provisioning/.test(readFileSync(log(), 'utf8')));
    const worker = JSON.parse(
      readFileSync(join(runFolderOf(reports), 'terraform/running.json'), 'utf8'),
    ) as { pid: number };
    // The group, but not the shell that leads it.
    for (const pid of childrenOf(worker.pid)) process.kill(pid, 'SIGKILL');
    const { exitCode, events } = await ended;
    t.is(exitCode, 3);
    t.is(events.findLast((event) => event.type === 'run.finished')?.verdict, 'errored');
    const error = events.find((event) => event.type === 'cell.finished')?.error;
    t.is(error?.message, 'terraform apply failed: it was killed');
    t.regex(error?.next ?? '', /sweep/);
    t.is(events.find((event) => event.type === 'teardown.finished')?.outcome, 'done');
    writeFileSync(join(folder, 'mine/go'), '');
    const again = await run([file, '--on', 'cloud', '--resume', '--json', '--reports', reports]);
    t.is(again.exitCode, 0, again.stderr);
  },
);

withTerraform(
  'a state that another terraform has locked: said so, and torn down',
  async (t, folder) => {
    const reports = join(folder, 'reports');
    const file = writeLab(join(folder, 'mine'));
    const holder = join(folder, 'holder');
    mkdirSync(holder);
    const command = `while [ -d ${holder} ] && [ ! -e ${holder}/go ]; do sleep 0.05; done`;
    writeFileSync(
      join(holder, 'main.tf.json'),
      JSON.stringify({
        resource: { terraform_data: { a: { provisioner: [{ 'local-exec': { command } }] } } },
      }),
    );
    // Stands before the real one: when a plan is asked for, another terraform has the state of this folder already.
    const program = join(folder, 'terraform');
    writeFileSync(
      program,
      `#!/bin/sh
    if [ "$1" = plan ] && [ ! -e ${holder}/began ]; then
      touch ${holder}/began
      here=$PWD
      (cd ${holder} && terraform init >/dev/null && exec terraform apply -auto-approve -state="$here/terraform.tfstate") >${holder}/log 2>&1 &
      until grep -q Provisioning ${holder}/log 2>/dev/null; do sleep 0.05; done
    fi
    exec terraform "$@"`,
      { mode: 0o755 },
    );
    t.teardown(() => writeFileSync(join(holder, 'go'), ''));
    const { exitCode, events } = await runMain(
      [file, '--on', 'cloud', '--keep', '--json', '--reports', reports],
      { WIREBOOK_TERRAFORM: program },
    );
    t.is(exitCode, 3);
    const cell = events.find((event) => event.type === 'cell.finished');
    t.is(cell?.verdict, 'errored');
    t.is(cell?.error?.code, 'state-locked');
    t.regex(cell?.error?.message ?? '', /Error acquiring the state lock/);
    t.regex(cell?.error?.next ?? '', /Wait for it, or end it/);
    writeFileSync(join(holder, 'go'), '');
    await until(() => /Apply complete/.test(readFileSync(join(holder, 'log'), 'utf8')));
    const again = await runMain(
      [file, '--on', 'cloud', '--resume', '--json', '--reports', reports],
      { WIREBOOK_TERRAFORM: program },
    );
    t.is(again.exitCode, 0, again.stderr);
  },
);

function childrenOf(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children === '' ? [] : children.split(' ').map(Number);
}
