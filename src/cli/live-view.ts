import { formatError } from '../lab/errors.ts';
import type { CheckDone, ErrorRecord, JournalEntry, JournalEvent, Verdict } from '../lab/events.ts';
import type { Screen } from './screen.ts';
import { cleanOutput } from '../report/text.ts';
import { checkLines, elapsed, verdictLook } from './texts.ts';

/** Shows a run while it goes on: on a terminal one line rewritten, elsewhere plain lines and a heartbeat. */
export interface LiveView extends Disposable {
  show(event: JournalEvent): void;
  /** What the running cell is named and for how long, before any event: the target's start. */
  begin(title: string): void;
  /** Takes the running line away while somebody else writes (a prompt). */
  pause(): void;
}

export interface LiveViewParameters {
  readonly screen: Screen;
  readonly now: () => number;
  /** Prints the output of commands as it comes: the workshop. @default false */
  readonly stream?: boolean;
  /** Pause between plain "still running" lines, ms. @default 15000 */
  readonly heartbeatMs?: number;
}

interface Running {
  readonly title: string;
  readonly since: number;
  note: string;
  lastBeat: number;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 100;

export function createLiveView(parameters: LiveViewParameters): LiveView {
  const { screen, now, stream = false, heartbeatMs = 15_000 } = parameters;
  const { errStyle: style } = screen;
  const titles = new Map<string, string>();
  let running: Running | undefined;
  let failedChecks: CheckDone[] = [];
  let frame = 0;
  let drawn = false;

  const clear = () => {
    if (drawn) screen.errRaw('\r\u001B[2K');
    drawn = false;
  };
  const line = (text: string) => {
    clear();
    screen.err(text);
  };
  const draw = () => {
    if (running === undefined || stream) return;
    frame = (frame + 1) % frames.length;
    const { title, note, since } = running;
    const text = `${frames[frame]} ${title}  ${elapsed(now() - since)}${note === '' ? '' : `  ${cleanOutput(note)}`}`;
    clear();
    screen.errRaw(style('cyan', fit(text, screen.width())));
    drawn = true;
  };
  const beat = () => {
    if (running === undefined || now() - running.lastBeat < heartbeatMs) return;
    running.lastBeat = now();
    const { title, note, since } = running;
    line(`  … still at it: ${title}, ${elapsed(now() - since)}${note === '' ? '' : `: ${note}`}`);
  };
  const timer = setInterval(screen.live ? draw : beat, screen.live ? frameMs : 1000);
  timer.unref();

  const begin = (title: string) => {
    running = { title, since: now(), note: '', lastBeat: now() };
    if (screen.live) draw();
  };
  const note = (text: string) => {
    if (stream) line(style('dim', `  ${text}`));
    else if (running !== undefined) running.note = text.split('\n')[0] ?? '';
    else line(`  ${text}`);
  };
  /** Cells that did not run, one after the other: told in one line when something else is to tell. */
  let idle: { readonly verdict: Verdict; readonly cells: string[] } | undefined;
  const tellIdle = () => {
    if (idle === undefined) return;
    const { verdict, cells } = idle;
    idle = undefined;
    const { sign, format } = verdictLook[verdict];
    const [first = '', last = first] = [cells[0], cells.at(-1)];
    const names =
      cells.length < 3
        ? cells.map((cell) => titles.get(cell) ?? cell)
        : [`${cells.length} cells, ${first.slice(0, 2)} to ${last.slice(0, 2)}`];
    for (const name of names) line(`${style(format, sign)} ${name}  ${style(format, verdict)}`);
  };
  const finish = (cell: string, verdict: Verdict, durationMs: number) => {
    if (verdict === 'blocked' || verdict === 'skipped') {
      if (idle?.verdict !== verdict) tellIdle();
      idle ??= { verdict, cells: [] };
      idle.cells.push(cell);
      return;
    }
    const { sign, format } = verdictLook[verdict];
    const time = durationMs === 0 ? '' : `  ${style('dim', elapsed(durationMs))}`;
    const word = verdict === 'passed' ? '' : `  ${style(format, verdict)}`;
    line(`${style(format, sign)} ${titles.get(cell) ?? cell}${word}${time}`);
  };
  // What ended the run also ended its running cell: it is said once.
  const said = new Set<string>();
  const showError = (error: ErrorRecord, margin = (text: string) => text) => {
    if (said.has(error.message)) return;
    said.add(error.message);
    line(style('red', margin(formatError(error))));
  };
  const indent = (text: string) => text.replaceAll(/^/gm, '    ');

  const handlers: Handlers = {
    'run.started'({ lab, target, timers, cells, resumed }) {
      for (const cell of cells) {
        if (cell.kind === 'step') titles.set(cell.id, `${cell.id.slice(0, 2)} ${cell.title}`);
      }
      const how = `${target}, ${timers} timers${resumed === true ? ', resumed' : ''}`;
      line(`${style('bold', lab.title)}  ${style('dim', `(${how})`)}`);
      running = undefined;
    },
    'cell.started'({ cell }) {
      failedChecks = [];
      said.clear();
      const title = titles.get(cell) ?? cell;
      begin(title);
      if (!screen.live || stream) line(`${style('cyan', '▶')} ${title}`);
    },
    'cell.finished'({ cell, verdict, durationMs, error }) {
      running = undefined;
      finish(cell, verdict, durationMs);
      for (const check of failedChecks) {
        line(style('red', indent(checkLines(check).join('\n'))));
      }
      failedChecks = [];
      if (error !== undefined && verdict !== 'blocked') showError(error, indent);
    },
    'command.started'({ text, where }) {
      const place = where.kind === 'machine' ? `${where.user}@${where.machine}` : where.cloud;
      if (stream) line(`  ${style('bold', `${place}$ ${text}`)}`);
      else note(`${place}$ ${text}`);
    },
    'command.output'({ text }) {
      // A machine's output must not move the cursor or set colours here.
      if (stream) line(indent(cleanOutput(text).trimEnd()));
    },
    check(check) {
      if (!check.passed) failedChecks.push(check);
      if (stream && check.passed)
        line(`  ${style('green', verdictLook.passed.sign)} ${check.title}`);
    },
    plan: ({ changes }) => note(`${changes.length} resources to change`),
    resource({ address, status, action }) {
      if (status !== 'done' || !stream)
        note(`${action} ${address}${status === 'started' ? '' : `: ${status}`}`);
    },
    progress: ({ text }) => note(text),
    'run.interrupted'({ signal }) {
      if (stream) screen.err(''); // A prompt may be open on this line.
      line(style('yellow', `${signal}: no new steps; tearing down. Once more to leave at once.`));
    },
    'teardown.started'() {
      begin('Tear down');
    },
    'teardown.finished'({ outcome, durationMs, left, error }) {
      running = undefined;
      if (outcome === 'done') line(style('dim', `  torn down in ${elapsed(durationMs)}`));
      if (outcome !== 'incomplete') return;
      line(style('red', error === undefined ? 'The teardown is incomplete.' : formatError(error)));
      for (const item of left ?? []) line(`    left: ${item}`);
    },
    'run.finished'({ error }) {
      running = undefined;
      if (error !== undefined) showError(error);
      clear();
    },
  };

  return {
    show(event) {
      if (event.type !== 'cell.finished') tellIdle();
      const handler = handlers[event.type] as ((event: JournalEvent) => void) | undefined;
      handler?.(event);
    },
    begin,
    pause() {
      running = undefined;
      clear();
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      clear();
    },
  };
}

/** Tables, differences and pictures are for the report. */
type Handlers = {
  readonly [Type in JournalEntry['type']]?: (event: Extract<JournalEntry, { type: Type }>) => void;
};

function fit(text: string, width: number): string {
  return text.length < width ? text : `${text.slice(0, Math.max(1, width - 2))}…`;
}
