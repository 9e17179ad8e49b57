import { randomBytes } from 'node:crypto';

/** Random values, none of them biased. */
export interface Random {
  bytes(size: number): Uint8Array;
  /** At least 0, less than the limit. */
  below(limit: bigint): bigint;
  /** One of them; there must be one. */
  choose<T>(items: readonly T[]): T;
  shuffle<T>(items: readonly T[]): readonly T[];
}

export function createRandom(bytes: (size: number) => Uint8Array = randomBytes): Random {
  const below = (limit: bigint): bigint => {
    const bits = limit.toString(2).length;
    const size = Math.ceil(bits / 8);
    const unused = BigInt(size * 8 - bits);
    for (;;) {
      const value = BigInt(`0x${Buffer.from(bytes(size)).toString('hex')}`) >> unused;
      // Too large: try again, because a remainder would favour small numbers.
      if (value < limit) return value;
    }
  };
  const index = (length: number): number => Number(below(BigInt(length)));
  return {
    bytes,
    below,
    choose: <T>(items: readonly T[]): T => items[index(items.length)] as T,
    shuffle: (items) => {
      const rest = [...items];
      return items.flatMap(() => rest.splice(index(rest.length), 1));
    },
  };
}
