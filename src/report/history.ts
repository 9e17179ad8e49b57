import type { Verdict } from '../lab/events.ts';
import type { RunModel } from './model.ts';
import type { RunDifference } from './run-diff.ts';
import { diffRuns } from './run-diff.ts';

/** The last runs of one lab on one target, newest first. */
export interface LabHistory {
  readonly lab: string;
  readonly title: string;
  readonly target: RunModel['target'];
  readonly runs: readonly HistoricRun[];
  /** It passed, did not, and passed again, or the other way round, within these runs. */
  readonly flaky: boolean;
  /** When the newest run did not pass: what differs from the last one that did. */
  readonly sinceLastPass?: { readonly runId: string; readonly difference: RunDifference };
}

export interface HistoricRun {
  readonly runId: string;
  readonly startedAt: string;
  /** undefined: its journal has no end. */
  readonly verdict: Verdict | undefined;
  readonly durationMs: number;
  /** Where its report is, for a link. */
  readonly report: string;
}

export interface RunWithPlace {
  readonly model: RunModel;
  readonly report: string;
}

/** How far back a verdict still tells something. */
const remembered = 10;

/** Groups runs by lab and target. Pure. */
export function historiesOf(runs: readonly RunWithPlace[]): readonly LabHistory[] {
  const groups = Map.groupBy(runs, ({ model }) => `${model.lab.name} ${model.target}`);
  return [...groups.values()]
    .map((group) => group.toSorted((a, b) => b.model.startedAt.localeCompare(a.model.startedAt)))
    .map(historyOf)
    .toSorted((a, b) => a.lab.localeCompare(b.lab) || a.target.localeCompare(b.target));
}

function historyOf(group: readonly RunWithPlace[]): LabHistory {
  const [newest] = group as [RunWithPlace];
  const recent = group.slice(0, remembered);
  const lastPass = group.find(({ model }) => model.verdict === 'passed');
  const { lab, target } = newest.model;
  return {
    lab: lab.name,
    title: lab.title,
    target,
    runs: recent.map(({ model, report }) => ({
      runId: model.runId,
      startedAt: model.startedAt,
      verdict: model.verdict,
      durationMs: model.durationMs,
      report,
    })),
    flaky: isFlaky(recent.map(({ model }) => model.verdict)),
    ...(lastPass !== undefined &&
      lastPass !== newest && {
        sinceLastPass: {
          runId: lastPass.model.runId,
          difference: diffRuns(lastPass.model, newest.model),
        },
      }),
  };
}

/** One change is a break or a mend; two are flakiness. Runs that were stopped on purpose say nothing. */
export function isFlaky(verdicts: readonly (Verdict | undefined)[]): boolean {
  const outcomes = verdicts
    .filter((verdict) => verdict !== undefined && verdict !== 'aborted' && verdict !== 'skipped')
    .map((verdict) => verdict === 'passed');
  const changes = outcomes.filter((passed, index) => index > 0 && passed !== outcomes[index - 1]);
  return changes.length >= 2;
}
