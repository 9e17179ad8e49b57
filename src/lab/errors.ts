import type { ErrorRecord } from './events.ts';

export interface WirebookErrorParameters {
  /** Stable, kebab-case: `handle-not-deployed`. */
  readonly code: string;
  /** One short line: what happened, and where. */
  readonly message: string;
  readonly facts?: Readonly<Record<string, string>>;
  /** What to do next. */
  readonly next?: string;
  readonly cause?: unknown;
  /** How the command should exit when this ends it: 2 usage, 3 could not deploy or reach. @default 3 */
  readonly exitCode?: 1 | 2 | 3 | 4;
}

/** Every error that a person is meant to read. Anything else that is thrown is a defect of ours. */
export class WirebookError extends Error {
  override readonly name = 'WirebookError';
  readonly code: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly next: string | undefined;
  readonly exitCode: 1 | 2 | 3 | 4;

  constructor(parameters: WirebookErrorParameters) {
    super(parameters.message, { cause: parameters.cause });
    this.code = parameters.code;
    this.facts = parameters.facts ?? {};
    this.next = parameters.next;
    this.exitCode = parameters.exitCode ?? 3;
  }
}

/** An error as journal data, whatever was thrown. */
export function toErrorRecord(error: unknown): ErrorRecord {
  if (error instanceof WirebookError) {
    return {
      code: error.code,
      message: error.message,
      facts: error.facts,
      ...(error.next === undefined ? {} : { next: error.next }),
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected', message, facts: {} };
}

/** The text of an error for a terminal or a report: message, facts, what to do next. */
export function formatError(error: ErrorRecord): string {
  const facts = Object.entries(error.facts).map(([name, value]) => `  ${name}: ${value}`);
  return [error.message, ...facts, ...(error.next === undefined ? [] : [`  → ${error.next}`])].join(
    '\n',
  );
}
