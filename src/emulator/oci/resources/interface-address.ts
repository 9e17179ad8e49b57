import { addressAt, networkOf } from '../../net/prefix.ts';
import { invalidField } from '../protocol/error.ts';
import type { Body } from './kind.ts';
import { textIn } from './read.ts';

/** `169.254.21.1/30` to `169.254.21.1` */
export function addressOf(interfaceIp: string): string {
  return interfaceIp.split('/')[0] ?? interfaceIp;
}

/** An address with its length: /30 or /31. */
export function interfaceIn(body: Body, field: string): string | undefined {
  const text = textIn(body, field);
  if (text === undefined) return undefined;
  if (isLinkAddress(text)) return text;
  throw invalidField(field, text, 'must be an address of a /30 or a /31, such as 10.0.0.18/31');
}

function isLinkAddress(text: string): boolean {
  const length = text.split('/')[1];
  if (length !== '30' && length !== '31') return false;
  try {
    const network = networkOf(text);
    const address = addressOf(text);
    const isEnd = address === addressAt(network, 0) || address === addressAt(network, -1);
    return length === '31' || !isEnd;
  } catch {
    return false;
  }
}
