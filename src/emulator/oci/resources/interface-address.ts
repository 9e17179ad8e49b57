import { addressAt, networkOf } from '../../net/prefix.ts';
import { invalidField } from '../protocol/error.ts';
import type { Body } from './kind.ts';
import { textIn } from './read.ts';

/** `169.254.21.1/30` to `169.254.21.1` */
export function addressOf(interfaceIp: string): string {
  return interfaceIp.split('/')[0] ?? interfaceIp;
}

/** How long the prefix may be that the two ends of a link share. */
export interface LinkLengths {
  readonly from: number;
  readonly to: number;
}

const tunnelLengths: LinkLengths = { from: 30, to: 31 };

/** An address with its length. @param lengths of a tunnel's inside when they are left out */
export function interfaceIn(
  body: Body,
  field: string,
  { from, to } = tunnelLengths,
): string | undefined {
  const text = textIn(body, field);
  if (text === undefined) return undefined;
  if (isLinkAddress(text, { from, to })) return text;
  throw invalidField(
    field,
    text,
    `must be an address of a subnet from /${from} to /${to}, such as 10.0.0.18/31`,
  );
}

function isLinkAddress(text: string, { from, to }: LinkLengths): boolean {
  const length = Number(text.split('/')[1]);
  if (!(length >= from && length <= to)) return false;
  try {
    const network = networkOf(text);
    const address = addressOf(text);
    const isEnd = address === addressAt(network, 0) || address === addressAt(network, -1);
    return length === 31 || !isEnd;
  } catch {
    return false;
  }
}
