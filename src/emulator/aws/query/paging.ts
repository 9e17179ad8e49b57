import { Ec2Error } from './error.ts';
import type { Parameters } from './parameters.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly nextToken: string | undefined;
}

/** A page of a list: `MaxResults` at a time, from where `NextToken` says. Tokens tell the position, and are opaque. */
export function pageOf<T>(items: readonly T[], parameters: Parameters): Page<T> {
  const size = parameters.number('MaxResults');
  const start = positionOf(parameters.text('NextToken'));
  if (size === undefined) return { items: items.slice(start), nextToken: undefined };
  if (size < 1 || size > 1000) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.`,
    );
  }
  const end = start + size;
  return {
    items: items.slice(start, end),
    nextToken: end < items.length ? Buffer.from(`from ${end}`).toString('base64') : undefined,
  };
}

function positionOf(token: string | undefined): number {
  if (token === undefined || token === '') return 0;
  const match = /^from (\d+)$/.exec(Buffer.from(token, 'base64').toString());
  if (match) return Number(match[1]);
  throw new Ec2Error('InvalidNextToken', `The token '${token}' is not valid.`);
}
