/** What labs and steps import. */
export { tableCheck, valueCheck, type Check } from './check.ts';
export { systemClock } from './clock.ts';
export {
  compareTables,
  expectedAsText,
  tablesAgree,
  type ExpectedRow,
  type ExpectedTable,
} from './compare.ts';
export { createDeadline, type Deadline, type DeadlineParameters } from './deadline.ts';
export { dedent } from './dedent.ts';
export { defineLab } from './define-lab.ts';
export { formatDuration, parseDuration, type Duration } from './duration.ts';
export {
  WirebookError,
  formatError,
  toErrorRecord,
  type WirebookErrorParameters,
} from './errors.ts';
export { anyValue, matching, oneOf, type CellMatcher, type ExpectedCell } from './match.ts';
export { didYouMean, suggest } from './suggest.ts';
export { poll, waitFor, type Polled, type PollParameters, type WaitParameters } from './wait.ts';
export type * from './events.ts';
export type * from './handle.ts';
export type * from './lab.ts';
export type * from './stack.ts';
export type * from './step.ts';
export type * from './table.ts';
export type * from './target.ts';
