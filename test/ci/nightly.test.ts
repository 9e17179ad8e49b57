import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import test from 'ava';
import { action, workflow } from './workflow.ts';
import type { Job, WorkflowStep } from './workflow.ts';

const nightly = workflow('nightly.yml');
const job = (name: string): Job => nightly.jobs[name] as Job;
const stepNamed = (name: string, { steps }: Job): WorkflowStep =>
  steps.find((step) => step.name === name) as WorkflowStep;

test('two nights do not overlap, and the later one is not lost', (t) => {
  t.deepEqual(nightly.concurrency, { group: 'nightly', 'cancel-in-progress': false });
});

test('the plan and its cost come before the run, the teardown after it whatever happened', (t) => {
  const { steps } = job('lab');
  const names = steps.map(({ name }) => name ?? '');
  const [plan, run, tearDown, report] = ['Plan', 'Run', 'Tear down', 'Report'].map((name) =>
    names.indexOf(name),
  ) as [number, number, number, number];
  t.true(plan >= 0 && plan < run && run < tearDown && tearDown < report);
  t.regex(steps[plan]?.run ?? '', /--plan --max-cost/);
  t.regex(steps[run]?.run ?? '', /--on cloud --max-cost/);
  for (const later of steps.slice(run + 1)) t.is(later.if, 'always()', later.name);
  t.regex(steps[tearDown]?.run ?? '', /lab -- destroy "\$LAB"/);
});

test('the run has a limit of its own below the job’s, so that the teardown still has time', (t) => {
  const run = stepNamed('Run', job('lab')) as unknown as Record<string, unknown>;
  t.is(run['timeout-minutes'], '${{ matrix.runMinutes }}');
  t.is(job('lab')['timeout-minutes'], '${{ matrix.jobMinutes }}');
});

test('the sweep comes last and whatever happened; it deletes only where the list allows', (t) => {
  const sweep = job('sweep');
  t.is(sweep.if, 'always()');
  t.deepEqual(sweep.needs, ['choose', 'lab']);
  const { run, env, if: condition } = stepNamed('Sweep', sweep);
  t.is(condition, 'always()');
  t.regex(run ?? '', /lab -- sweep --delete/);
  t.is(env?.['WIREBOOK_SWEEP_ACCOUNTS'], '${{ secrets.WIREBOOK_ACCOUNTS }}');
});

test('neither a login that fails nor a night that is cancelled keeps another cloud from its own', (t) => {
  for (const { name, if: condition } of action.runs.steps) {
    t.regex(condition ?? '', /always\(\) && inputs\.[a-z-]+ != ''/, name);
  }
});

test('what a night leaves expires before the second sweep', (t) => {
  const { env } = stepNamed('Run', job('lab'));
  const hours = Number(/^(\d+)h$/.exec(env?.['WIREBOOK_EXPIRES_AFTER'] ?? '')?.[1]);
  const [labs, alone] = (nightly.on['schedule'] as readonly { cron: string }[]).map(({ cron }) =>
    Number(cron.split(' ')[1]),
  ) as [number, number];
  // A job waits for a runner, and runs for six hours at most.
  t.true(hours > 6);
  t.true(labs + hours + 2 <= alone);
  t.true(job('choose').if?.includes(`'17 ${labs} * * *'`));
});

test('nothing with secrets in it is uploaded', (t) => {
  const known =
    /^(?:reports\/\*\/\*\/(?:report\.md|junit\.xml|journal\.ndjson|files\/)|!.*|reports\/index\.(?:md|html))$/;
  for (const name of ['ci.yml', 'nightly.yml']) {
    for (const { steps } of Object.values(workflow(name).jobs)) {
      for (const { uses, with: given } of steps) {
        if (uses?.startsWith('actions/upload-artifact@') !== true) continue;
        for (const path of String(given?.['path']).trim().split('\n')) t.regex(path, known);
      }
    }
  }
});

test('who uses secrets masks them first, all of them, in every form', (t) => {
  for (const name of ['lab', 'sweep']) {
    const [mask] = job(name).steps;
    t.is(mask?.name, 'Mask');
    const used = [...JSON.stringify(job(name)).matchAll(/secrets\.([A-Z0-9_]+)/g)];
    for (const [, secret = ''] of used) {
      t.is(mask?.env?.[secret], `\${{ secrets.${secret} }}`);
      t.true(mask?.run?.includes(secret), secret);
    }
  }
});

test('the mask covers lines, base64 and the form in URLs, and prints no empty line', (t) => {
  if (spawnSync('jq', ['--version']).status !== 0) {
    t.log('jq is missing here: every runner of GitHub has it.');
    return t.pass();
  }
  const [mask] = job('lab').steps;
  const key = '-----BEGIN KEY-----\nMIIabc+/def==\n-----END KEY-----';
  const { status, stdout, stderr } = spawnSync('bash', ['-e'], {
    input: mask?.run ?? '',
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      OCI_PRIVATE_KEY: key,
      WIREBOOK_ACCOUNTS: '123456789012,my-project',
      AZURE_CLIENT_ID: '',
    },
  });
  t.is(status, 0, stderr);
  const lines = stdout.trimEnd().split('\n');
  for (const line of lines) t.regex(line, /^::add-mask::.{6,}$/);
  const masked = lines.map((line) => line.slice('::add-mask::'.length));
  for (const form of [
    'MIIabc+/def==',
    Buffer.from(key).toString('base64'),
    encodeURIComponent(key),
    '123456789012',
    'my-project',
  ]) {
    t.true(masked.includes(form), form);
  }
});

test('what the documentation says of the schedule is so', (t) => {
  const documented = readFileSync('docs/real-clouds.md', 'utf8');
  for (const { cron } of nightly.on['schedule'] as readonly { cron: string }[]) {
    const [minute, hour] = cron.split(' ');
    t.true(documented.includes(`${hour?.padStart(2, '0')}:${minute} UTC`), cron);
  }
});
