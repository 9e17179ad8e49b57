import { setTimeout as sleep } from 'node:timers/promises';
import { formatError, toErrorRecord, WirebookError } from '../../lab/errors.ts';
import type { CloudClients } from '../../lab/target.ts';
import {
  answerWithin,
  isWithoutCredentials,
  nameOf,
  openSweeper,
  order,
  removeAll,
  select,
} from '../../sweep/index.ts';
import type {
  Leftover,
  NotDeleted,
  RemovalEvent,
  Selection,
  SelectionRule,
  Sweeper,
  SweptCloud,
} from '../../sweep/index.ts';
import { attachToLab } from '../attach.ts';
import type { CliContext, ExitCode } from '../context.ts';
import type { VerbCall } from '../verb.ts';
import { consentTo } from '../sweep-consent.ts';
import { readSweepOptions } from '../sweep-options.ts';
import type { SweepOptions } from '../sweep-options.ts';
import { leftoverLines } from '../sweep-view.ts';

/** A part of a cloud that could not be looked at, and why. */
interface Unseen {
  readonly place: string;
  readonly reason: string;
}

/** What was seen of one cloud. */
type Seen =
  | ({
      readonly type: 'seen';
      readonly sweeper: Sweeper;
      readonly unseen: readonly Unseen[];
    } & Selection)
  | { readonly type: 'skipped' | 'unseen'; readonly cloud: SweptCloud; readonly reason: string };

/**
 * `lab sweep`: what runs left in the clouds and has expired; with `--delete` it goes. Exit code 2: deleting was refused;
 * 3: a cloud could not be looked at; 4: something could not be deleted.
 */
export async function sweep(context: CliContext, call: VerbCall): Promise<ExitCode> {
  const { screen, json } = context;
  const options = readSweepOptions(call.options);
  const clients = await clientsOf(context, options);
  const now = new Date();
  const { olderThanMs } = options;
  const rule = { now, ...(olderThanMs !== undefined && { olderThanMs }) };
  const all = await Promise.all(options.clouds.map((cloud) => look(cloud, clients, rule, options)));
  const seen = all.filter((one) => one.type === 'seen');
  const dirty = seen.filter(({ expired }) => expired.length > 0);
  const leftovers = dirty.flatMap(({ expired }) => expired);
  if (!json) tell(context, all, now);

  let failed: readonly NotDeleted[] = [];
  if (options.delete && leftovers.length > 0) {
    await consentTo(
      dirty.map(({ sweeper: { cloud, account } }) => ({ cloud, account })),
      screen,
    );
    const onEvent = (event: RemovalEvent) => tellRemoval(context, event);
    const pauseMs = options.local === undefined ? 15_000 : 100;
    const removals = await Promise.all(
      dirty.map(({ sweeper, expired }) =>
        removeAll({
          sweeper,
          leftovers: expired,
          onEvent,
          patience: 20,
          pause: () => sleep(pauseMs),
        }),
      ),
    );
    failed = removals.flatMap((removal) => removal.failed);
  }

  if (json) screen.out(JSON.stringify(asJson(all, options, failed)));
  else if (seen.length === 0) screen.out('No cloud could be looked at.');
  else tellEnd(context, options, leftovers, failed);
  if (failed.length > 0) return 4;
  const isBlind =
    seen.length === 0 ||
    all.some(({ type }) => type === 'unseen') ||
    seen.some(({ unseen }) => unseen.length > 0);
  return isBlind ? 3 : 0;
}

async function clientsOf(context: CliContext, { local }: SweepOptions): Promise<CloudClients> {
  if (local !== undefined) return (await attachToLab(context, local)).session.clouds;
  return (await import('../../targets/cloud/clients.ts')).cloudClients();
}

async function look(
  cloud: SweptCloud,
  clients: CloudClients,
  rule: SelectionRule,
  { named }: SweepOptions,
): Promise<Seen> {
  try {
    const { sweeper, sight } = await answerWithin(patienceMs, cloud, lookAt(cloud, clients));
    const unseen = sight.unseen.map(({ place, error }) => ({ place, reason: reasonOf(error) }));
    return { type: 'seen', sweeper, unseen, ...select(sight.found, rule) };
  } catch (error) {
    const type = isWithoutCredentials(error) && !named ? 'skipped' : 'unseen';
    return { type, cloud, reason: reasonOf(error) };
  }
}

async function lookAt(cloud: SweptCloud, clients: CloudClients) {
  const sweeper = await openSweeper(cloud, clients);
  return { sweeper, sight: await sweeper.find() };
}

/** How long a cloud may take to show all it has. */
const patienceMs = 120_000;

/** SDKs tell at length of every place where they looked for credentials. */
function reasonOf(error: unknown): string {
  const record = toErrorRecord(error);
  if (error instanceof WirebookError || !isWithoutCredentials(error)) return formatError(record);
  const [message = ''] = record.message.split('\n');
  const next = '`npm run lab -- doctor --on cloud` tells what is missing and what mends it.';
  return formatError({ ...record, message, next });
}

function tell({ screen }: CliContext, all: readonly Seen[], now: Date): void {
  for (const one of all) {
    switch (one.type) {
      case 'skipped':
        screen.err(screen.errStyle('yellow', `${one.cloud}: skipped. ${one.reason}`));
        break;
      case 'unseen':
        screen.err(screen.errStyle('red', `${one.cloud}: could not be looked at. ${one.reason}`));
        break;
      case 'seen': {
        const { sweeper, unseen, expired, undated } = one;
        screen.err(`${sweeper.cloud}: ${sweeper.account}, ${expired.length} expired`);
        for (const { place, reason } of unseen) {
          screen.err(screen.errStyle('red', `  ${place}: could not be looked at. ${reason}`));
        }
        if (undated.length > 0) screen.err(`  ${undatedText(undated)}`);
        break;
      }
      default:
        one satisfies never;
    }
  }
  // As they would be deleted.
  const leftovers = all.flatMap((one) => (one.type === 'seen' ? order(one.expired).flat() : []));
  if (leftovers.length === 0) return;
  for (const line of leftoverLines(leftovers, now)) screen.out(line);
}

function undatedText(undated: readonly Leftover[]): string {
  const runs = [...new Set(undated.map(({ lab, run }) => `${lab} ${run}`))];
  return `${undated.length} of runs without a readable expiry stay (${runs.join(', ')}); --older-than <duration> takes those that were made so long ago`;
}

function tellRemoval({ screen, json }: CliContext, event: RemovalEvent): void {
  if (json) return;
  const name = nameOf(event.leftover);
  switch (event.type) {
    case 'deleting':
      return screen.err(`deleting ${name}`);
    case 'deleted':
      return screen.err(screen.errStyle('green', `deleted  ${name}`));
    case 'waiting':
      return screen.err(screen.errStyle('yellow', `waiting  ${name}: ${event.reason}`));
    case 'failed':
      return screen.err(screen.errStyle('red', `failed   ${name}: ${event.reason}`));
    default:
      return event satisfies never;
  }
}

function tellEnd(
  { screen }: CliContext,
  options: SweepOptions,
  leftovers: readonly Leftover[],
  failed: readonly NotDeleted[],
): void {
  if (leftovers.length === 0) return screen.out('Nothing that has expired was found.');
  if (!options.delete) {
    return screen.out(`${leftovers.length} would be deleted. Nothing was: --delete does it.`);
  }
  screen.out(`${leftovers.length - failed.length} of ${leftovers.length} deleted.`);
  for (const { leftover, reason } of failed) screen.out(`  left: ${nameOf(leftover)}: ${reason}`);
}

function asJson(
  all: readonly Seen[],
  options: SweepOptions,
  failed: readonly NotDeleted[],
): object {
  const reasons = new Map(failed.map(({ leftover, reason }) => [leftover, reason]));
  const outcomeOf = (leftover: Leftover) => {
    if (!options.delete) return {};
    const reason = reasons.get(leftover);
    return reason === undefined ? { deleted: true } : { deleted: false, reason };
  };
  return {
    dryRun: !options.delete,
    clouds: all.map((one) =>
      one.type === 'seen'
        ? {
            cloud: one.sweeper.cloud,
            account: one.sweeper.account,
            outcome: one.type,
            ...(one.unseen.length > 0 && { unseen: one.unseen }),
          }
        : { cloud: one.cloud, outcome: one.type, reason: one.reason },
    ),
    leftovers: all.flatMap((one) =>
      one.type === 'seen' ? one.expired.map((it) => ({ ...it, ...outcomeOf(it) })) : [],
    ),
    undated: all.flatMap((one) => (one.type === 'seen' ? one.undated : [])),
  };
}
