import { parseDuration } from '../lab/duration.ts';
import { WirebookError } from '../lab/errors.ts';
import { didYouMean } from '../lab/suggest.ts';
import { sweptClouds } from '../sweep/leftover.ts';
import type { SweptCloud } from '../sweep/leftover.ts';

export interface SweepOptions {
  readonly clouds: readonly SweptCloud[];
  /** Whether the user named them: a cloud without credentials is an error then. */
  readonly named: boolean;
  readonly delete: boolean;
  readonly olderThanMs?: number;
  /** A local cloud that is up, by its name; absent: the real ones. */
  readonly local?: string;
}

/** Throws `wrong-option` and `invalid-duration`. */
export function readSweepOptions(options: Readonly<Record<string, unknown>>): SweepOptions {
  const { cloud, olderThan, on } = options;
  return {
    clouds: typeof cloud === 'string' ? readClouds(cloud) : sweptClouds,
    named: typeof cloud === 'string',
    delete: options['delete'] === true,
    ...(typeof olderThan === 'string' && { olderThanMs: parseDuration(olderThan) }),
    ...readPlace(typeof on === 'string' ? on : 'cloud'),
  };
}

function readClouds(text: string): readonly SweptCloud[] {
  const names = text.split(',').map((name) => name.trim().toLowerCase());
  for (const name of names) {
    if (sweptClouds.some((cloud) => cloud === name)) continue;
    throw wrong(`"${name}" is no cloud that can be swept.`, didYouMean(name, sweptClouds));
  }
  return sweptClouds.filter((cloud) => names.includes(cloud));
}

function readPlace(on: string): { readonly local?: string } {
  if (on === 'cloud') return {};
  const [, local] = /^local:(.+)$/.exec(on) ?? [];
  if (local !== undefined) return { local };
  throw wrong(
    `"${on}" is no place to sweep.`,
    'Write `--on cloud` for the real clouds, or `--on local:<lab>` for a local one that is up.',
  );
}

function wrong(message: string, next: string): WirebookError {
  return new WirebookError({ code: 'wrong-option', message, next, exitCode: 2 });
}
