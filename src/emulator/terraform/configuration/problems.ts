import { ExpressionError } from '../language/convert.ts';
import { nearest } from '../suggest.ts';

/** Collects what is wrong, so that all of it is reported together. */
export interface Problems {
  readonly lines: readonly string[];
  add(where: string, message: string): void;
  /** Runs; an {@link ExpressionError} becomes a problem, and the result is undefined. */
  attempt<T>(where: string, run: () => T): T | undefined;
}

export function createProblems(): Problems {
  const lines: string[] = [];
  const add = (where: string, message: string): void => {
    const line = `${where}: ${message}`;
    if (!lines.includes(line)) lines.push(line);
  };
  return {
    lines,
    add,
    attempt: (where, run) => {
      try {
        return run();
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        add(where, error.message);
        return undefined;
      }
    },
  };
}

/** ` (did you mean "x"?); known: a, x, z` */
export function knownNames(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  const suggestion = near === undefined ? '' : ` (did you mean "${near}"?)`;
  const list = known.length ? [...known].sort().join(', ') : 'none';
  return `${suggestion}; known: ${list}`;
}
