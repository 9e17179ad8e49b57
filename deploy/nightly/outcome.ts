import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildModel } from '../../src/report/model.ts';
import { renderMarkdownWithin } from '../../src/report/markdown-limit.ts';
import { readJournal } from '../../src/runner/journal.ts';
import { listRuns, runFolder } from '../../src/runner/run-folder.ts';

/** How a lab's night ended, as an issue tells it. */
export interface Outcome {
  readonly lab: string;
  /** It passed, and nothing of it was left up. */
  readonly passed: boolean;
  /** Markdown. */
  readonly body: string;
}

/** GitHub takes 65,536 characters, and a comment's own words come on top. */
const bodyLimit = 60_000;

/** From the newest run in a reports folder. A night without one did not pass. */
export function outcomeOf(lab: string, reportsFolder: string): Outcome {
  const folder = join(reportsFolder, lab);
  const [newest] = listRuns(folder);
  const journal = newest === undefined ? '' : runFolder(folder, newest).journal;
  const events = existsSync(journal) ? readJournal(journal) : [];
  if (!events.some(({ type }) => type === 'run.started')) {
    return { lab, passed: false, body: 'The job ended before the lab began: its log says why.\n' };
  }
  const { verdict, teardown } = buildModel(events);
  const passed = verdict === 'passed' && teardown?.outcome === 'done';
  return { lab, passed, body: renderMarkdownWithin(events, bodyLimit) };
}

export interface OpenIssue {
  readonly number: number;
  readonly title: string;
}

/** What is to be done about one subject: open an issue, add to it, close it, or nothing. */
export type IssueAction =
  | { readonly type: 'open'; readonly title: string; readonly body: string }
  | { readonly type: 'comment' | 'close'; readonly number: number; readonly body: string };

/** One issue a lab, found again by its title. Pure. */
export function actionFor(
  { lab, passed, body }: Outcome,
  open: readonly OpenIssue[],
  link: string,
): IssueAction | undefined {
  const title = titleOf(lab);
  const issue = open.find((one) => one.title === title);
  const night = `Night: ${link}`;
  if (passed) {
    if (issue === undefined) return undefined;
    return { type: 'close', number: issue.number, body: `It passes again. ${night}` };
  }
  const text = `${night}\n\n${body}`;
  if (issue === undefined) return { type: 'open', title, body: text };
  return { type: 'comment', number: issue.number, body: text };
}

export const titleOf = (lab: string): string => `Nightly: ${lab} does not pass on real clouds`;
