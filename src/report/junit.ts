import { formatError } from '../lab/errors.ts';
import type { ErrorRecord, JournalEvent, Verdict } from '../lab/events.ts';
import { differenceLines, firstDifference } from './difference.ts';
import { buildModel, stepCells } from './model.ts';
import type { AttemptModel, RunModel, StepCellModel } from './model.ts';
import { renderXml } from './xml.ts';
import type { XmlElement } from './xml.ts';

/**
 * A run as JUnit XML, as continuous integration reads it: the lab is a test suite, each step cell a
 * test case. Throws `journal-without-start` when the journal holds no run.
 */
export function renderJUnit(events: readonly JournalEvent[]): string {
  const model = buildModel(events);
  const cases = [...stepCells(model).map(toTestCase), ...runCases(model)];
  const totals = {
    tests: cases.length,
    failures: countOf(cases, 'failure'),
    errors: countOf(cases, 'error'),
    skipped: countOf(cases, 'skipped'),
    time: seconds(model.durationMs),
  };
  return renderXml({
    name: 'testsuites',
    attributes: { name: 'wirebook', ...totals },
    children: [
      {
        name: 'testsuite',
        attributes: { name: model.lab.title, ...totals, timestamp: timestamp(model.startedAt) },
        children: [properties(model), ...elements(cases, model.lab.name)],
      },
    ],
  });
}

interface TestCase {
  readonly name: string;
  readonly durationMs: number;
  readonly outcome: XmlElement | undefined;
}

const toTestCase = ({ title, last }: StepCellModel): TestCase => ({
  name: title,
  durationMs: last?.durationMs ?? 0,
  outcome: outcomeOf(last),
});

function outcomeOf(attempt: AttemptModel | undefined): XmlElement | undefined {
  if (attempt === undefined) return skipped('not reached');
  if (attempt.verdict === undefined) {
    return problem('error', 'unfinished', 'its end was not recorded', '');
  }
  return outcomes[attempt.verdict](attempt);
}

const outcomes: {
  readonly [V in Verdict]: (attempt: AttemptModel) => XmlElement | undefined;
} = {
  passed: () => undefined,
  failed: (attempt) =>
    problem('failure', 'check', firstDifference(attempt) ?? 'a check failed', failureText(attempt)),
  errored: ({ error }) =>
    error === undefined ? problem('error', 'unexpected', 'it broke', '') : errorElement(error),
  blocked: ({ error }) => skipped(error?.message ?? 'blocked: something it needs did not pass'),
  skipped: () => skipped('skipped by choice'),
  aborted: ({ error }) => skipped(`aborted${error === undefined ? '' : `: ${error.message}`}`),
};

const skipped = (message: string): XmlElement => ({ name: 'skipped', attributes: { message } });

const problem = (name: string, type: string, message: string, text: string): XmlElement => ({
  name,
  attributes: { message, type },
  children: text === '' ? [] : [text],
});

const errorElement = (error: ErrorRecord): XmlElement =>
  problem('error', error.code, error.message, formatError(error));

function failureText({ items, error }: AttemptModel): string {
  const failed = items.filter((item) => item.kind === 'check' && !item.passed);
  return [
    ...failed.flatMap((item) =>
      item.kind === 'check' ? [[item.title, ...differenceLines(item.comparison)].join('\n')] : [],
    ),
    ...(error === undefined ? [] : [formatError(error)]),
  ].join('\n\n');
}

/** What went wrong outside the cells: it would be lost otherwise. */
function runCases({ sessions, teardown, verdict }: RunModel): readonly TestCase[] {
  const error = sessions.at(-1)?.finished?.error;
  const cases: TestCase[] = [];
  if (verdict === undefined) {
    const outcome = problem('error', 'unfinished', 'the journal stops before the run does', '');
    cases.push({ name: 'run', durationMs: 0, outcome });
  }
  if (error !== undefined) cases.push({ name: 'run', durationMs: 0, outcome: errorElement(error) });
  if (teardown?.outcome === 'incomplete') {
    const text = [
      ...teardown.left.map((item) => `left: ${item}`),
      ...(teardown.error === undefined ? [] : [formatError(teardown.error)]),
    ].join('\n');
    const outcome = problem('error', 'teardown-incomplete', 'teardown is incomplete', text);
    cases.push({ name: 'teardown', durationMs: teardown.durationMs ?? 0, outcome });
  }
  return cases;
}

/** Names are made unique: most readers keep one result a name. */
function elements(cases: readonly TestCase[], classname: string): readonly XmlElement[] {
  const seen = new Map<string, number>();
  return cases.map(({ name, durationMs, outcome }) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return {
      name: 'testcase',
      attributes: {
        name: times === 1 ? name : `${name} (${times})`,
        classname,
        time: seconds(durationMs),
      },
      children: outcome === undefined ? [] : [outcome],
    };
  });
}

function properties(model: RunModel): XmlElement {
  const values: readonly (readonly [string, string])[] = [
    ['run', model.runId],
    ['file', model.lab.file],
    ['target', model.target],
    ['timers', model.timers],
    ...Object.entries(model.versions).map(
      ([name, version]) => [`version.${name}`, version] as const,
    ),
  ];
  return {
    name: 'properties',
    children: values.map(([name, value]) => ({ name: 'property', attributes: { name, value } })),
  };
}

const countOf = (cases: readonly TestCase[], name: string): number =>
  cases.filter(({ outcome }) => outcome?.name === name).length;

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

/** ISO 8601 without a zone, as the schema has it. */
const timestamp = (at: string): string => at.replace(/(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/, '');
