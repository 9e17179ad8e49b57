import { enclosedIn } from '../../support/enclosed.ts';
import type { scenarios } from './scenarios.ts';

/** Runs one scenario with real packets in an enclosure of its own and gives what it saw. */
export const enclosed = enclosedIn<typeof scenarios>(new URL('scenarios.ts', import.meta.url));
