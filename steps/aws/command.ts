import { quote } from '../../src/lab/quote.ts';
import type { Equivalent } from '../expect-rows.ts';

/** Options of an `aws` command: `true` is a flag, a list gives one option several values. */
export type AwsOptions = Readonly<Record<string, string | readonly string[] | true>>;

/** An `aws ec2` command line: `awsCommand('describe-vpcs', { 'vpc-ids': ['vpc-1'] })`. */
export function awsCommand(verb: string, options: AwsOptions): string {
  const words = Object.entries(options).map(([name, value]) => {
    if (value === true) return `--${name}`;
    const values = typeof value === 'string' ? [value] : value;
    return [`--${name}`, ...values.map(quote)].join(' ');
  });
  return ['aws ec2', verb, ...words].join(' ');
}

/** An `aws ec2` query of rows, and the rows as `--output text` prints them: tabs between, `None` for nothing. */
export function awsText(
  verb: string,
  options: AwsOptions,
  query: string,
  rows: readonly (readonly (string | number | null)[])[],
): Equivalent {
  return {
    cloud: 'aws',
    command: `${awsCommand(verb, options)} --query ${quote(query)} --output text`,
    output: rows.map((row) => `${row.map((cell) => cell ?? 'None').join('\t')}\n`).join(''),
  };
}
