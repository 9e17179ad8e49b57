/**
 * Tells of the night in issues, by the `gh` program: `issues.ts <reports folder> <labs as JSON> [result of the sweep]`. NIGHT_LINK is
 * where its log is. One issue a lab, opened when it does not pass, added to while it does not, closed when it passes again.
 */
import { execFileSync } from 'node:child_process';
import type { Chosen } from './choice.ts';
import type { IssueAction, OpenIssue, Outcome } from './outcome.ts';
import { actionFor, outcomeOf } from './outcome.ts';

const label = 'nightly';
const [reports = '', labs = '[]', sweep] = process.argv.slice(2);
const link = process.env['NIGHT_LINK'] ?? '(unknown)';

const outcomes: readonly Outcome[] = [
  ...(JSON.parse(labs) as readonly Chosen[]).map(({ lab }) => outcomeOf(lab, reports)),
  ...(sweep === undefined ? [] : [sweepOutcome(sweep)]),
];
const open = JSON.parse(
  gh([
    'issue',
    'list',
    '--state',
    'open',
    '--label',
    label,
    '--limit',
    '200',
    '--json',
    'number,title',
  ]),
) as readonly OpenIssue[];
for (const outcome of outcomes) {
  const action = actionFor(outcome, open, link);
  if (action !== undefined) act(action);
  process.stdout.write(
    `${outcome.lab}: ${outcome.passed ? 'passed' : 'did not pass'}, ${action?.type ?? 'nothing to tell'}\n`,
  );
}

function sweepOutcome(result: string): Outcome {
  const body = `The sweep of leftovers ended with \`${result}\`. What is left costs money: \`npm run lab -- sweep\` shows it.\n`;
  return { lab: 'sweep', passed: result === 'success', body };
}

function act(action: IssueAction): void {
  switch (action.type) {
    case 'open':
      gh(['label', 'create', label, '--force', '--description', 'Nights on real clouds']);
      gh(
        ['issue', 'create', '--title', action.title, '--label', label, '--body-file', '-'],
        action.body,
      );
      return;
    case 'comment':
      gh(['issue', 'comment', String(action.number), '--body-file', '-'], action.body);
      return;
    case 'close':
      gh(['issue', 'close', String(action.number), '--comment', action.body]);
      return;
    default:
      action satisfies never;
  }
}

function gh(args: readonly string[], input = ''): string {
  return execFileSync('gh', [...args], {
    input,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}
