import { parseExpiry, startOfRun } from '../lab/run-tags.ts';
import type { Found, Leftover } from './leftover.ts';

export interface SelectionRule {
  readonly now: Date;
  /**
   * How long ago it must have expired at least; without a readable expiry, how long ago it must have been made.
   * Absent: expired is enough, and what has no readable expiry stays.
   */
  readonly olderThanMs?: number;
}

export interface Selection {
  /** May be deleted. */
  readonly expired: readonly Leftover[];
  /** Made by runs, but nobody can say until when they may stay; they stay. */
  readonly undated: readonly Leftover[];
}

/** What of all that was found may go. Whatever lacks the tags of a run is a stranger's and never does. */
export function select(found: readonly Found[], rule: SelectionRule): Selection {
  const ours = found.flatMap((one) => leftoverOf(one) ?? []);
  const expired = ours.filter((leftover) => mayGo(leftover, rule));
  const gone = new Set(expired);
  const undated = ours.filter((one) => one.expiresAt === undefined && !gone.has(one));
  return { expired, undated };
}

/** undefined for what no run of a lab made. */
export function leftoverOf({ tags, ...found }: Found): Leftover | undefined {
  const { 'wirebook-run': run = '', 'wirebook-lab': lab = '' } = tags;
  if (run === '' || lab === '') return undefined;
  const expiresAt = parseExpiry(tags['wirebook-expires'] ?? '');
  return {
    ...found,
    run,
    lab,
    owner: tags['wirebook-owner'] ?? '',
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

function mayGo(leftover: Leftover, { now, olderThanMs }: SelectionRule): boolean {
  const isPast = (time: Date) => time.getTime() + (olderThanMs ?? 0) <= now.getTime();
  if (leftover.expiresAt !== undefined) return isPast(leftover.expiresAt);
  if (olderThanMs === undefined) return false;
  const made = [leftover.createdAt, startOfRun(leftover.run)].filter((it) => it !== undefined);
  // The later of the two: a run may have gone on for long.
  return made.length > 0 && made.every(isPast);
}
