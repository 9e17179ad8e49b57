import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import test from 'ava';
import { poll } from '../../../src/lab/wait.ts';
import { lab, startLab, writeLab } from '../../support/spawn-lab.ts';
import { temporaryFolder } from '../../support/tiny-lab.ts';

const passing = `
  step(deployTiny({ password: 'hunter22' }));
  step(act('Ask vm1', (context) => context.run(context.resolve(vm1), 'echo hello')));
`;

test('a lab by its path: progress on stderr, summary and report on stdout, exit 0', async (t) => {
  const folder = temporaryFolder(t);
  const file = writeLab(folder, 'mine', passing);
  const { stdout, stderr, exitCode } = await lab([file, '--reports', folder]);
  t.is(exitCode, 0);
  t.regex(stdout, /^passed {2}mine: 2 passed in /);
  t.regex(stderr, /✔ 02 Ask vm1/);
  const report = /report {2}(.*report\.md)/.exec(stdout)?.[1] ?? '';
  t.true(existsSync(report), report);
  t.regex(readFileSync(report, 'utf8'), /hello/);
  t.true(existsSync(join(folder, 'mine', 'latest', 'junit.xml')));
});

test('--json: stdout is the journal, line by line', async (t) => {
  const folder = temporaryFolder(t);
  const file = writeLab(folder, 'mine', passing);
  const { stdout } = await lab([file, '--reports', folder, '--json']);
  t.is(stdout, readFileSync(join(folder, 'mine', 'latest', 'journal.ndjson'), 'utf8'));
});

test('a failed check: exit 1, the difference on stderr, later cells blocked', async (t) => {
  const folder = temporaryFolder(t);
  const file = writeLab(folder, 'mine', `step(failing('Wrong')); step(act('Later', () => {}));`);
  const { stdout, stderr, exitCode } = await lab([file, '--reports', folder]);
  t.is(exitCode, 1);
  t.regex(stdout, /^failed {2}mine: 1 failed, 1 blocked/);
  t.regex(stderr, /expected one\n\s+seen {5}two/);
});

test('--list shows the cells and runs nothing', async (t) => {
  const folder = temporaryFolder(t);
  const file = writeLab(folder, 'mine', passing);
  const { stdout } = await lab([file, '--reports', folder, '--list']);
  t.is(stdout, ' 1  Deploy\n 2  Ask vm1\n');
  t.false(existsSync(join(folder, 'mine', 'latest')));
});

test('wrong usage is exit 2 with a suggestion and no stack trace', async (t) => {
  const folder = temporaryFolder(t);
  const file = writeLab(folder, 'mine', passing);
  const cases = [
    { args: ['lisst'], says: /Did you mean "list"\?/ },
    { args: ['./no/such/lab.ts'], says: /There is no lab file at/ },
    { args: ['list', '--jsn'], says: /Did you mean --json\?/ },
    { args: [file, '--frm', '2'], says: /Did you mean --from\?/ },
    { args: [file, '--from', 'ask vm2'], says: /02-ask-vm1/ },
    { args: [file, '--timeout', 'soon'], says: /"soon" is not a duration/ },
    { args: [file, '--keep', 'never'], says: /Allowed choices are always, on-failure/ },
    { args: [file, '--only', '1', '--from', '2'], says: /--only cannot be used with/ },
    { args: [file, '--step'], says: /--step needs a terminal/ },
    { args: [file, '--resume'], says: /has no unfinished run/ },
    { args: ['report', file], says: /has not been run yet/ },
    { args: ['new', 'List'], says: /cannot be the name of a lab/ },
  ];
  for (const { args, says } of cases) {
    const { stdout, stderr, exitCode } = await lab([...args, '--reports', folder]);
    t.is(exitCode, 2, args.join(' '));
    t.regex(stderr, says);
    t.false(/^\s+at /m.test(stderr), stderr);
    t.is(stdout, '');
  }
});

test('a lab file that throws: one error with file, place and message; --verbose adds the stack', async (t) => {
  const folder = temporaryFolder(t);
  const file = writeLab(folder, 'bad', `throw new RangeError('too many cells');`);
  const plain = await lab([file, '--reports', folder]);
  t.is(plain.exitCode, 2);
  t.regex(plain.stderr, /bad\/lab\.ts cannot be loaded: too many cells/);
  t.regex(plain.stderr, /at: .*bad\/lab\.ts:\d+:\d+/);
  t.false(/^\s+at /m.test(plain.stderr.replace(/^ {2}at: /m, '')));
  const verbose = await lab([file, '--reports', folder, '--verbose']);
  t.regex(verbose.stderr, /RangeError: too many cells\n\s+at /);

  const syntax = join(folder, 'syntax.ts');
  writeFileSync(syntax, 'export default {');
  const broken = await lab([syntax, '--reports', folder]);
  t.is(broken.exitCode, 2);
  t.regex(broken.stderr, /syntax\.ts cannot be loaded/);

  const empty = join(folder, 'empty.ts');
  writeFileSync(empty, 'export const lab = 1;');
  t.regex((await lab([empty])).stderr, /does not export a lab/);
});

test('Ctrl-C: 130, torn down, reports written; nothing says it is still up', async (t) => {
  const folder = temporaryFolder(t);
  const file = writeLab(
    folder,
    'mine',
    `step(deployTiny()); step(act('Wait', ({ clock, signal }) => clock.sleep(60_000, signal)));`,
  );
  const running = startLab([file, '--reports', folder]);
  await running.saw(/02 Wait/);
  running.child.kill('SIGINT');
  const { exitCode, stderr, stdout } = await running.ended;
  t.is(exitCode, 130);
  t.regex(stderr, /SIGINT: no new steps; tearing down/);
  t.regex(stdout, /^aborted {2}mine: 1 passed, 1 aborted/);
  t.regex(readFileSync(join(folder, 'mine', 'latest', 'report.md'), 'utf8'), /Tiny/);
  t.regex((await lab(['status', '--reports', folder])).stdout, /^mine {2}last run .*: aborted/);
});

test('kill -9: the journal has what was done, the lock is stale, and --resume goes on', async (t) => {
  const folder = temporaryFolder(t);
  const flag = join(folder, 'go');
  const file = writeLab(
    folder,
    'mine',
    `step(deployTiny());
     step(act('Wait', async ({ clock, signal }) => {
       if (!existsSync(${JSON.stringify(flag)})) await clock.sleep(60_000, signal);
     }));`,
  );
  const running = startLab([file, '--reports', folder]);
  await running.saw(/02 Wait/);
  const status = await lab(['status', '--reports', folder]);
  t.regex(status.stdout, new RegExp(`running in process ${running.child.pid}`));
  const second = await lab([file, '--reports', folder]);
  t.is(second.exitCode, 3);
  t.regex(second.stderr, new RegExp(`process ${running.child.pid}`));

  running.child.kill('SIGKILL');
  await running.ended;
  const shown = await lab(['report', 'mine', '--markdown', '--reports', folder]);
  t.is(shown.exitCode, 0);
  t.regex(shown.stdout, /Deploy/);

  writeFileSync(flag, '');
  const resumed = await lab([file, '--reports', folder, '--resume']);
  t.is(resumed.exitCode, 0, resumed.stderr);
  t.is(readdirSync(join(folder, 'mine')).filter((name) => name.startsWith('2')).length, 1);
});

test('an error that nobody catches still tears down: exit 3', async (t) => {
  const folder = temporaryFolder(t);
  const file = writeLab(
    folder,
    'mine',
    `step(act('Stray', async ({ clock, signal }) => {
       void Promise.reject(new Error('stray'));
       await clock.sleep(60_000, signal);
     }));`,
  );
  const { exitCode, stderr } = await lab([file, '--reports', folder]);
  t.is(exitCode, 3);
  t.regex(stderr, /stray/);
  t.regex(stderr, /torn down/);
});

test('kept, seen in status, destroyed; the report says so', async (t) => {
  const folder = temporaryFolder(t);
  const file = writeLab(folder, 'mine', passing);
  const kept = await lab([file, '--reports', folder, '--keep', '--until', '1']);
  t.regex(kept.stdout, /kept {4}run .* is still up/);
  t.regex((await lab(['status', 'mine', '--reports', folder])).stdout, /^mine {2}up from run/);

  const destroyed = await lab(['destroy', 'mine', '--reports', folder]);
  t.is(destroyed.exitCode, 0);
  t.regex(destroyed.stdout, /^Removed what run/);
  t.regex((await lab(['destroy', 'mine', '--reports', folder])).stdout, /^Nothing of mine is up/);
  const journal = readFileSync(join(folder, 'mine', 'latest', 'journal.ndjson'), 'utf8');
  t.regex(journal.trim().split('\n').at(-1) ?? '', /"teardown.finished".*"done"/);
});

test('ssh runs the system ssh with the arguments of the target, and gives its exit code', async (t) => {
  const folder = temporaryFolder(t);
  const file = writeLab(folder, 'mine', passing);
  await lab([file, '--reports', folder, '--keep', '--until', '1']);
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'ssh'), '#!/bin/sh\necho "$@"; exit 7\n', { mode: 0o755 });
  const env = { PATH: `${bin}:${process.env['PATH']}` };
  const args = ['ssh', '--reports', folder, 'mine'];
  const done = await lab([...args, 'VM1', '--', 'ip', '-br', 'a'], { env });
  t.is(done.exitCode, 7);
  t.is(done.stdout, '-o BatchMode=yes ada@vm1 -- ip -br a\n');
  const quoted = await lab([...args, 'vm1', '--', 'vtysh', '-c', 'show ip bgp'], { env });
  t.is(quoted.stdout, "-o BatchMode=yes ada@vm1 -- vtysh -c 'show ip bgp'\n", 'words stay words');
  const line = await lab([...args, 'vm1', '--', 'ip route | head -1'], { env });
  t.is(line.stdout, '-o BatchMode=yes ada@vm1 -- ip route | head -1\n', 'one word is a line');

  const unknown = await lab([...args, 'vm11']);
  t.is(unknown.exitCode, 2);
  t.regex(unknown.stderr, /Did you mean "vm1"/);
});

test('a full disk: one clear error, torn down, exit 3', async (t) => {
  const folder = temporaryFolder(t);
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  const file = writeLab(
    folder,
    'mine',
    `step(deployTiny());
     step(act('Fill', (context) => {
       try { writeFileSync(${JSON.stringify(join(disk, 'fill'))}, Buffer.alloc(1 << 20)); } catch {}
       return context.run(context.resolve(vm1), 'head -c 100000 /dev/zero | base64');
     }));
     step(act('Never', () => {}));`,
  );
  const { exitCode, stderr } = await lab([file, '--reports', disk], { diskOf: disk });
  t.is(exitCode, 3);
  t.is([...stderr.matchAll(/No space left to write/g)].length, 1, stderr);
  t.regex(stderr, /torn down/);
  t.notRegex(stderr, /03 Never/);
});

test('new writes a lab that can be listed, and nothing over what is there', async (t) => {
  const folder = resolve(temporaryFolder(t), 'tiny-lab');
  const { stdout, exitCode } = await lab(['new', folder]);
  t.is(exitCode, 0);
  t.regex(stdout, /Run it: npm run lab -- /);
  const listed = await lab([folder, '--list']);
  t.regex(listed.stdout, /vm1 reaches vm2/);
  t.is((await lab(['new', folder])).exitCode, 2);
});

test('list, --help and --version load no SDK, no CDKTF and no stack', async (t) => {
  for (const args of [['list'], ['--help'], ['--version']]) {
    const { loaded, exitCode } = await lab(args, { recordModules: true });
    t.is(exitCode, 0);
    const heavy = loaded.filter((url) => /cdktf|@azure|\/stacks\/|ssh2|inquirer/.test(url));
    t.deepEqual(heavy, [], args.join(' '));
    t.true(loaded.some((url) => url.includes('commander')));
  }
});

test('without a terminal a long step shows a heartbeat', async (t) => {
  const { createLiveView } = await import('../../../src/cli/live-view.ts');
  const lines: string[] = [];
  let now = 0;
  const style = (_: string, text: string) => text;
  using view = createLiveView({
    screen: {
      out: () => undefined,
      err: (text) => lines.push(text),
      errRaw: () => undefined,
      live: false,
      interactive: false,
      width: () => 80,
      outStyle: style,
      errStyle: style,
    },
    now: () => (now += 10_000),
  });
  view.begin('Deploy');
  await poll({ probe: () => lines.length, until: (count) => count > 0, within: '10s' });
  t.regex(lines[0] ?? '', /still at it: Deploy, \d+s/);
});
