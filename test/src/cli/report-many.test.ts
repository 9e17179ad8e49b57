import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { lab, writeLab } from '../../support/spawn-lab.ts';
import { temporaryFolder } from '../../support/tiny-lab.ts';

const saying = (text: string) => `
  step(deployTiny());
  step(act('Ask vm1', (context) => {
    context.show('Answers', { columns: ['Answer'], rows: [{ Answer: '${text}' }] });
  }));
`;

test('merge: one page over several folders; diff: only what differs', async (t) => {
  const [night1, night2, pages] = [temporaryFolder(t), temporaryFolder(t), temporaryFolder(t)];
  await lab([writeLab(night1, 'mine', saying('one')), '--reports', night1]);
  await lab([writeLab(night2, 'mine', saying('two')), '--reports', night2]);

  const merged = await lab(['report', 'merge', night1, night2, '--reports', pages]);
  t.is(merged.exitCode, 0, merged.stderr);
  const page = readFileSync(join(pages, 'index.md'), 'utf8');
  t.true(page.includes('1 of 1 lab passed.'), page);
  t.is(page.split('/report.md "').length - 1, 2);
  t.true(existsSync(join(pages, 'index.html')));

  const [first, second] = [night1, night2].map((folder) => {
    const [run = ''] = readdirSync(join(folder, 'mine')).filter((name) => name.startsWith('20'));
    return join(folder, 'mine', run);
  }) as [string, string];
  const same = await lab(['report', 'diff', first, first]);
  t.is(same.stdout, 'Nothing differs.\n');
  t.is(same.exitCode, 0);
  const other = await lab(['report', 'diff', first, second]);
  t.is(other.exitCode, 1, other.stderr);
  t.regex(other.stdout, /Ask vm1[\s\S]*−.*one[\s\S]*\+.*two/);
  t.notRegex(other.stdout, /Deploy/);
});

test('report --limit shortens the Markdown that is shown, not the report that is kept', async (t) => {
  const folder = temporaryFolder(t);
  await lab([writeLab(folder, 'mine', saying('x'.repeat(9000))), '--reports', folder]);
  const short = await lab(['report', 'mine', '--markdown', '--limit', '5000', '--reports', folder]);
  t.is(short.exitCode, 0, short.stderr);
  t.true(Buffer.byteLength(short.stdout) <= 5000);
  t.regex(short.stdout, /^# .*\n\n\*Shortened to 5000 bytes: /);
  t.true(readFileSync(join(folder, 'mine', 'latest', 'report.md'), 'utf8').length > 9000);
});

test('a shard without labs passes, and a page makes its folder', async (t) => {
  const folder = join(temporaryFolder(t), 'not', 'there', 'yet');
  const empty = await lab(['run', '--all', '--shard', '99/99', '--reports', folder]);
  t.is(empty.exitCode, 0, empty.stderr);
  t.regex(empty.stdout, /No lab is in this shard/);
  const pages = join(folder, 'pages');
  const merged = await lab(['report', 'merge', folder, '--reports', pages]);
  t.is(merged.exitCode, 0, merged.stderr);
  t.true(readFileSync(join(pages, 'index.md'), 'utf8').includes('0 of 0 labs passed.'));
});

test('wrong usage of merge, diff and --all: exit 2, and what to do', async (t) => {
  const folder = temporaryFolder(t);
  const cases = [
    { args: ['report', 'merge', join(folder, 'none')], says: /There is no folder .*none/ },
    { args: ['report', 'diff', 'one'], says: /Two runs are compared/ },
    { args: ['report', 'diff', 'er-ipsec-backup', 'er-ipsec-backup'], says: /not been run yet/ },
    { args: ['run'], says: /No lab was named/ },
    { args: ['report', 'mine', '--limit', '9000'], says: /--limit is about Markdown/ },
    { args: ['report', 'mine', '--markdown', '--limit', '1 MB'], says: /--limit is "1 MB"/ },
    { args: ['report', 'merge', '--limit', '12'], says: /--limit is "12"/ },
    { args: ['run', '--all', 'mine'], says: /--all runs every lab, and mine is about one/ },
    {
      args: ['run', '--all', '--from', '2'],
      says: /--all runs every lab, and --from is about one/,
    },
    {
      args: ['run', '--all', '--on', 'cloud', '--plan'],
      says: /--all runs every lab, and --plan is about one/,
    },
    { args: ['run', '--all', '--shard', '5/4'], says: /--shard is "5\/4"/ },
    { args: ['run', '--all', '--workers', 'many'], says: /--workers is "many"/ },
  ];
  for (const { args, says } of cases) {
    const { stdout, stderr, exitCode } = await lab([...args, '--reports', folder]);
    t.is(exitCode, 2, `${args.join(' ')}: ${stderr}`);
    t.regex(stderr, says);
    t.is(stdout, '');
  }
});
