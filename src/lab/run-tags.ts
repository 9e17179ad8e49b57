import { userInfo } from 'node:os';
import { parseDuration } from './duration.ts';
import type { Duration } from './duration.ts';

/** What every resource says of itself, so that a sweep knows whose it is and since when it may go. */
export interface RunTags {
  readonly 'wirebook-lab': string;
  readonly 'wirebook-run': string;
  readonly 'wirebook-owner': string;
  /** See {@link formatExpiry}. */
  readonly 'wirebook-expires': string;
}

export interface RunTagsParameters {
  readonly lab: string;
  readonly runId: string;
  readonly owner: string;
  readonly expiresAt: Date;
}

/** Values that all clouds take: Google Cloud's labels are the narrowest (lower-case letters, digits, `-`, `_`; 63). */
export function runTags({ lab, runId, owner, expiresAt }: RunTagsParameters): RunTags {
  return {
    'wirebook-lab': labelValue(lab),
    'wirebook-run': labelValue(runId),
    'wirebook-owner': labelValue(owner),
    'wirebook-expires': formatExpiry(expiresAt),
  };
}

/** `2026-11-21t09-30-00z`: UTC, to the second. */
export function formatExpiry(time: Date): string {
  return time
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-')
    .toLowerCase();
}

/** undefined for anything that is not such a time. */
export function parseExpiry(text: string): Date | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)t(\d\d)-(\d\d)-(\d\d)z$/i.exec(text);
  if (parts === null) return undefined;
  const time = new Date(`${parts[1]}T${parts[2]}:${parts[3]}:${parts[4]}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

export function labelValue(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, '-')
    .slice(0, 63);
}

/** How long a run's resources may stay when nobody destroys them. */
const defaultLife: Duration = '12h';

/** From WIREBOOK_EXPIRES_AFTER, such as `3h`. */
export function lifeMs(environment: Readonly<Record<string, string | undefined>>): number {
  return parseDuration(environment['WIREBOOK_EXPIRES_AFTER'] || defaultLife);
}

/** Who runs it: WIREBOOK_OWNER, the CI's actor, or the login name. CI sets what it lacks to an empty text. */
export function ownerOf(environment: Readonly<Record<string, string | undefined>>): string {
  const { WIREBOOK_OWNER, GITHUB_ACTOR } = environment;
  return WIREBOOK_OWNER || GITHUB_ACTOR || loginName();
}

function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container the user may have a number and no name.
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
}

/**
 * Tags as a line of text, for what has a description but takes neither tags nor labels (Google Cloud's networks, subnetworks,
 * firewall rules and routers): `wirebook-lab=er wirebook-run=2026-…`.
 */
export function describeTags(tags: RunTags | Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/** Reads what {@link describeTags} wrote; other words of a description say nothing. */
export function readDescribedTags(description: string): Readonly<Record<string, string>> {
  const words = description.split(/\s+/).flatMap((word) => {
    const [, name, value] = /^(wirebook-[a-z]+)=(.+)$/.exec(word) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(words);
}

/**
 * When a run began, as its id says: `2026-11-21t09-39-40z-9447`. A cloud does not tell of everything when it was made.
 * undefined for an id of another form.
 */
export function startOfRun(runId: string): Date | undefined {
  return parseExpiry(runId.replace(/-[0-9a-f]+$/i, ''));
}
