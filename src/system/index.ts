export { inspectCommandLines } from './command-lines.ts';
export type { Requirement } from './inspect.ts';
export { inspect } from './inspect.ts';
export type { MendParameters } from './mend.ts';
export { mend } from './mend.ts';
