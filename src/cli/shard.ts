import { availableParallelism } from 'node:os';
import { WirebookError } from '../lab/errors.ts';

/** Which part of the labs a machine runs. */
export interface Shard {
  /** 1 … `of`. */
  readonly index: number;
  readonly of: number;
}

/** `2/4`. Throws `usage`. */
export function parseShard(text: string): Shard {
  const [, index = '', of = ''] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (shard.index >= 1 && shard.index <= shard.of) return shard;
  throw new WirebookError({
    code: 'usage',
    message: `--shard is "${text}".`,
    next: 'Write it as part/parts, such as 1/4; parts count from 1.',
    exitCode: 2,
  });
}

/** Every lab is in one shard; shards differ by one lab at most. */
export function inShard<T>(items: readonly T[], { index, of }: Shard): readonly T[] {
  return items.filter((_, position) => position % of === index - 1);
}

/** A lab on the local cloud keeps two cores busy. Throws `usage`. */
export function parseWorkers(text: string | undefined): number {
  if (text === undefined) return Math.max(1, Math.floor(availableParallelism() / 2));
  const workers = Number(text);
  if (Number.isInteger(workers) && workers >= 1) return workers;
  throw new WirebookError({
    code: 'usage',
    message: `--workers is "${text}".`,
    next: 'Give a number of labs that may run at once: 1 or more.',
    exitCode: 2,
  });
}
