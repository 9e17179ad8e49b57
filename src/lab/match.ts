/** What an expected table's cell may hold besides text: a rule for values that vary from run to run. */
export interface CellMatcher {
  /** How it reads in a report. */
  readonly label: string;
  readonly test: (value: string) => boolean;
}

export type ExpectedCell = string | CellMatcher;

/** Any value but an empty one: a session's duration, a message count. */
export const anyValue: CellMatcher = { label: '(any)', test: (value) => value.trim() !== '' };

/** A value that a regular expression matches as a whole: `matching(/\d+ ms/)`. */
export function matching(pattern: RegExp, label = `(matches ${String(pattern)})`): CellMatcher {
  const whole = new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace(/[gy]/g, ''));
  return { label, test: (value) => whole.test(value) };
}

/** One of several values. */
export function oneOf(...values: readonly string[]): CellMatcher {
  return { label: values.join(' or '), test: (value) => values.includes(value) };
}

export function cellMatches(expected: ExpectedCell, seen: string): boolean {
  return typeof expected === 'string' ? expected === seen : expected.test(seen);
}

/** An expected cell as text. */
export function cellText(expected: ExpectedCell): string {
  return typeof expected === 'string' ? expected : expected.label;
}
