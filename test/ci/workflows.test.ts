import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import test from 'ava';
import { createProgram } from '../../src/cli/program.ts';
import type { CliPorts } from '../../src/cli/context.ts';
import { action, actionFile, allSteps, workflow, workflowFiles } from './workflow.ts';

const screen = { out() {}, err() {}, outStyle: String, errStyle: String, interactive: false };
const program = createProgram({ screen } as unknown as CliPorts, () => undefined);
const scripts = (
  JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
).scripts;

test('every script is a shell script', (t) => {
  for (const { where, step } of allSteps()) {
    if (step.run === undefined) continue;
    const { status, stderr } = spawnSync('bash', ['-n'], { input: step.run, encoding: 'utf8' });
    t.is(status, 0, `${where}: ${stderr}`);
  }
});

test('no expression stands in a script: values go by the environment, where they are no code', (t) => {
  for (const { where, step } of allSteps()) t.false(step.run?.includes('${{') ?? false, where);
});

test('what scripts call is there: npm scripts, verbs and options of the lab command, files', (t) => {
  let calls = 0;
  for (const { where, step } of allSteps()) {
    const script = (step.run ?? '').replaceAll('\\\n', ' ');
    for (const [, name = ''] of script.matchAll(/npm run (?:-s )?([\w:-]+)/g)) {
      t.true(name in scripts, `${where}: npm run ${name}`);
    }
    for (const [, text = ''] of script.matchAll(/npm run (?:-s )?lab -- ([^;|>\n]+)/g)) {
      calls += 1;
      const [verb = '', ...words] = text.trim().split(/\s+/);
      const command = program.commands.find((one) => one.name() === verb);
      t.truthy(command, `${where}: lab ${verb}`);
      const known = command?.options.map(({ long }) => long) ?? [];
      for (const word of words.filter((one) => one.startsWith('--'))) {
        t.true(known.includes(word), `${where}: lab ${verb} ${word}`);
      }
    }
    for (const [file] of script.matchAll(/\bdeploy\/[\w./-]+/g)) t.true(existsSync(file), file);
  }
  t.true(calls >= 8);
});

test('actions of others are pinned by commit, with the version beside it', (t) => {
  for (const file of [...workflowFiles, actionFile]) {
    for (const [line, uses = ''] of readFileSync(file, 'utf8').matchAll(/uses: (\S+).*/g)) {
      if (uses.startsWith('./')) t.true(existsSync(`${uses}/action.yml`), line);
      else t.regex(line, /@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, `${file}: ${line}`);
    }
  }
});

test('the login action is called with inputs that it has', (t) => {
  let calls = 0;
  for (const { step } of allSteps()) {
    if (step.uses !== './.github/actions/log-in') continue;
    calls += 1;
    t.deepEqual(Object.keys(step.with ?? {}).toSorted(), Object.keys(action.inputs).toSorted());
  }
  t.is(calls, 2);
});

test('every secret and variable is explained', (t) => {
  const explained = readFileSync('docs/real-clouds.md', 'utf8');
  const named = workflowFiles.flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/\b(?:secrets|vars)\.([A-Z][A-Z0-9_]*)/g),
  ]);
  t.true(named.length > 20);
  for (const [, name = ''] of named) t.true(explained.includes(`\`${name}\``), name);
});

test('jobs may do no more than they must', (t) => {
  const allowed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'nightly.yml lab': { contents: 'read', 'id-token': 'write' },
    'nightly.yml sweep': { contents: 'read', 'id-token': 'write' },
    'nightly.yml page': { contents: 'read', issues: 'write' },
  };
  for (const file of ['ci.yml', 'nightly.yml']) {
    const { permissions, jobs } = workflow(file);
    t.deepEqual(permissions, { contents: 'read' });
    for (const [name, job] of Object.entries(jobs)) {
      t.deepEqual(job.permissions, allowed[`${file} ${name}`], `${file}: ${name}`);
      // Whoever may log in to clouds does so under the environment's protection.
      if (job.permissions?.['id-token'] === 'write') t.is(job.environment, 'real-clouds');
    }
  }
});

test('checkouts leave no token behind; jobs end; what they need is there', (t) => {
  for (const { where, step } of allSteps()) {
    if (step.uses?.startsWith('actions/checkout@') !== true) continue;
    t.is(step.with?.['persist-credentials'], false, where);
  }
  for (const file of ['ci.yml', 'nightly.yml']) {
    const { jobs } = workflow(file);
    for (const [name, job] of Object.entries(jobs)) {
      t.truthy(job['timeout-minutes'], name);
      for (const needed of [job.needs ?? []].flat()) t.true(needed in jobs, `${name}: ${needed}`);
    }
  }
});

test('pull requests see no secret', (t) => {
  const text = readFileSync('.github/workflows/ci.yml', 'utf8');
  t.false(text.includes('secrets.'));
  t.false(text.includes('id-token'));
  t.deepEqual(Object.keys(workflow('ci.yml').on).toSorted(), ['pull_request', 'push']);
  t.deepEqual(Object.keys(workflow('nightly.yml').on).toSorted(), [
    'schedule',
    'workflow_dispatch',
  ]);
});

test('the shards of CI are all the labs, once each', (t) => {
  const { strategy } = workflow('ci.yml').jobs['labs'] as unknown as {
    strategy: { matrix: { shard: readonly string[] } };
  };
  const { shard } = strategy.matrix;
  t.deepEqual(
    shard,
    shard.map((_, index) => `${index + 1}/${shard.length}`),
  );
});
