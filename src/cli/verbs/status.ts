import { readdirSync } from 'node:fs';
import { formatDuration } from '../../lab/duration.ts';
import type { JournalEvent } from '../../lab/events.ts';
import { readJournal } from '../../runner/journal.ts';
import { lockHolder } from '../../runner/lock.ts';
import { labFolder } from '../../runner/prepare.ts';
import { systemProcess } from '../../runner/process.ts';
import { listRuns, runFolder } from '../../runner/run-folder.ts';
import type { CliContext, CloudStatus, ExitCode } from '../context.ts';
import { labName } from '../find-lab.ts';
import type { VerbCall } from '../verb.ts';

interface LabStatus {
  readonly lab: string;
  readonly running?: { readonly runId: string; readonly pid: number };
  /** Left up by a run that has ended. */
  readonly up?: { readonly runId: string };
  /** What its local cloud says of itself. */
  readonly cloud?: CloudStatus;
  readonly lastRun?: {
    readonly runId: string;
    readonly verdict: string;
    readonly durationMs?: number;
    readonly cell?: string;
  };
}

/** `lab status [lab]`: what runs, what is still up, how the newest run of each lab ended. */
export async function status(context: CliContext, { operands }: VerbCall): Promise<ExitCode> {
  const { screen, json, reportsFolder } = context;
  const [text] = operands;
  const labs = text === undefined ? labsWithRuns(reportsFolder) : [labName(text, reportsFolder)];
  const states = await Promise.all(labs.map((lab) => statusOf(context, lab)));
  if (json) {
    screen.out(JSON.stringify(states));
    return 0;
  }
  if (states.length === 0) screen.out('Nothing has been run yet.');
  const width = Math.max(0, ...labs.map((lab) => lab.length));
  for (const state of states) {
    screen.out(`${state.lab.padEnd(width)}  ${describe(state)}`);
    if (state.cloud !== undefined) describeCloud(state.cloud).forEach((line) => screen.out(line));
  }
  return 0;
}

async function statusOf(
  { reportsFolder, findSession }: CliContext,
  lab: string,
): Promise<LabStatus> {
  const folder = labFolder(reportsFolder, lab);
  const running = lockHolder(folder, systemProcess);
  const session = await findSession(reportsFolder, lab);
  const cloud = await session?.describe?.();
  const [newest] = listRuns(folder);
  return {
    lab,
    ...(running === undefined ? {} : { running: { runId: running.runId, pid: running.pid } }),
    ...(session === undefined || running !== undefined ? {} : { up: { runId: session.runId } }),
    ...(cloud === undefined ? {} : { cloud }),
    ...(newest === undefined ? {} : { lastRun: lastRun(folder, newest) }),
  };
}

function lastRun(folder: string, runId: string): NonNullable<LabStatus['lastRun']> {
  const events = readJournal(runFolder(folder, runId).journal);
  const finished = events.findLast((event) => event.type === 'run.finished');
  const cell = currentCell(events);
  const restarted = events.findLast(
    ({ type }) => type === 'run.started' || type === 'run.finished',
  );
  if (finished === undefined || restarted?.type === 'run.started') {
    return { runId, verdict: 'unfinished', ...(cell === undefined ? {} : { cell }) };
  }
  return { runId, verdict: finished.verdict, durationMs: finished.durationMs };
}

function currentCell(events: readonly JournalEvent[]): string | undefined {
  const last = events.findLast(({ type }) => type === 'cell.started' || type === 'cell.finished');
  return last?.type === 'cell.started' ? last.cell : undefined;
}

function describe({ lab, running, up, lastRun: last }: LabStatus): string {
  if (running !== undefined) {
    const at = last?.cell === undefined ? '' : `, at ${last.cell}`;
    return `running in process ${running.pid}, run ${running.runId}${at}`;
  }
  const time = last?.durationMs === undefined ? '' : ` in ${formatDuration(last.durationMs)}`;
  const ended = last === undefined ? 'never run' : `last run ${last.runId}: ${last.verdict}${time}`;
  if (up === undefined) return ended;
  return `up from run ${up.runId} (npm run lab -- ${lab} --resume, or destroy ${lab}); ${ended}`;
}

function labsWithRuns(reportsFolder: string): readonly string[] {
  try {
    return readdirSync(reportsFolder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .toSorted();
  } catch {
    return [];
  }
}

function describeCloud({ machines, bgp, tunnels, upSeconds }: CloudStatus): readonly string[] {
  const machineList = machines.map(({ name, running }) => (running ? name : `${name} (stopped)`));
  return [
    `  up for ${formatDuration(upSeconds * 1000)}; machines: ${machineList.join(', ') || 'none'}`,
    ...tunnels.map(({ name, state }) => `  tunnel ${name}: ${state}`),
    ...bgp.map(
      ({ router, peer, asn, state, prefixesReceived }) =>
        `  BGP ${router} to ${peer} (AS ${asn}): ${state}, ${prefixesReceived} prefixes received`,
    ),
  ];
}
