import test from 'ava';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { leaksIn, leaksInFolder, watchCommandLines } from '../../support/secret-search.ts';
import { lab, writeLab } from '../../support/spawn-lab.ts';
import { temporaryFolder } from '../../support/tiny-lab.ts';

/** Every way by which a secret can come into a run, on a target without a cloud. */
const secrets = {
  'sensitive output': 'Out-put "quoted" säcret/1+1=2',
  'secret that a step marks': 'marked-by-a-step/Zq81 &7',
  'secret that a step marks late': 'known-too-late-7Yq0',
  'token of the environment': 'env-token-9f8e7d6c5b4a',
  'key of several lines':
    '-----BEGIN KEY-----\nMIIabcDEF0123456789+/xyzMIIabcDEF\nq0r1s2t3u4v5w6x7y8z9AABBCCDDEEFF\n-----END KEY-----\n',
};

const body = `
  const secrets = JSON.parse(process.env['KNOWN_TO_THE_TEST']);
  const [output, marked, late, token, key] = Object.values(secrets);
  step(deployTiny({ password: output }));
  step(act('Print them', async (context) => {
    const machine = context.resolve(vm1);
    await context.run(machine, 'cat', { stdin: late + '\\n' });
    context.secret(marked);
    context.secret(key);
    for (const secret of [output, marked, token, key]) {
      for (const command of [
        'cat',
        'base64',
        'base64 -w0',
        "sed 's/^/ab/' | base64 -w0 | tr '+/' '-_'",
        'od -An -tx1 | tr -d " \\\\n"',
        'while IFS= read -r line; do echo "$line"; sleep 0.02; done',
        'fold -w 40',
      ]) await context.run(machine, command, { stdin: secret });
      await context.run(machine, 'cat', { stdin: JSON.stringify({ in: JSON.stringify({ secret }) }) });
      await context.run(machine, 'cat', { stdin: encodeURIComponent(encodeURIComponent(secret)) });
    }
    await context.cli('aws', 'env | grep TOKEN; env | base64 -w0; cat', { stdin: 'https://a:' + encodeURIComponent(marked) + '@b' });
    await context.run(machine, "printf '%s' 'env-token-9f8e'; sleep 0.1; echo 7d6c5b4a");
    context.showEquivalent({ cloud: 'azure', command: 'az x --key ' + marked, output: 'key: ' + marked });
    context.progress('now ' + marked);
    context.show('A table of ' + marked, { columns: [marked], rows: [{ [marked]: output }] });
    context.check({ title: marked, passed: true, comparison: { kind: 'value', expected: marked, seen: output } });
    await context.keepFile({ name: marked + '.txt', title: marked, content: Buffer.from(JSON.stringify(secrets)) });
    await context.keepFile({ name: 'x.bin', title: 'binary', content: Buffer.concat([Buffer.from([255, 0]), Buffer.from(output + marked)]) });
    context.secret(late);
    return { secrets };
  }));
  step(act('Fail with them', () => {
    const cause = new Error(marked + ' in a cause', { cause: new Error(output) });
    throw Object.assign(new WirebookError({
      code: 'x', message: 'It said ' + JSON.stringify(output), facts: { [marked]: token, key }, next: 'Try ' + marked, cause,
    }));
  }));
  step(act('Throw one', () => { throw new Error(key); }));
`;

for (const flags of [[], ['--json'], ['--verbose']]) {
  test(`no channel leads out of a run: lab ${flags.join(' ')}`, async (t) => {
    const folder = temporaryFolder(t);
    const reports = join(folder, 'reports');
    const file = writeLab(join(folder, 'labs'), 'tiny', body);
    const imports = `import { WirebookError } from ${JSON.stringify(join(import.meta.dirname, '../../../src/lab/errors.ts'))};\n`;
    writeFileSync(file, imports + readFileSync(file, 'utf8'));
    const env = {
      SOME_TOKEN: secrets['token of the environment'],
      KNOWN_TO_THE_TEST: JSON.stringify(secrets),
    };
    const watch = watchCommandLines(() => secrets);
    const ran = await lab([file, '--reports', reports, ...flags], { env });
    const shown = await Promise.all([
      lab(['report', 'tiny', '--reports', reports], { env }),
      lab(['report', 'tiny', '--reports', reports, '--html'], { env }),
      lab(['report', 'merge', reports, '--html', '--reports', reports], { env }),
    ]);
    t.deepEqual(watch.stop(), []);
    t.is(ran.exitCode, 3, ran.stderr);
    t.deepEqual(leaksInFolder(reports, secrets), []);
    // What was printed before a step called it a secret is on the screen; what is kept is mended at the end.
    const { 'secret that a step marks late': _, ...inTime } = secrets;
    t.deepEqual(leaksIn(ran.stdout, inTime), []);
    for (const { stdout } of shown) t.deepEqual(leaksIn(stdout, secrets), []);
    for (const { stdout, stderr } of [ran, ...shown]) {
      t.true(stdout.length > 20, stderr);
      t.deepEqual(leaksIn(stderr, secrets), []);
    }
    const journal = readFileSync(join(reports, 'tiny/latest/journal.ndjson'), 'utf8');
    t.regex(journal, /It said .*redacted/, 'the lab got as far as it should');
    t.true(journal.split('[redacted]').length > 40);
  });
}

test('an error before the run does not show a credential of the environment', async (t) => {
  const env = { MY_PASSWORD: 'env-password-1a2b3c' };
  const { stderr, exitCode } = await lab(['env-password-1a2b3c', '--verbose'], { env });
  t.not(exitCode, 0);
  t.deepEqual(leaksIn(stderr, { password: 'env-password-1a2b3c' }), []);
});
