import { quote } from '../../src/lab/quote.ts';

/**
 * An `az` command line: `azCommand('network nic show', { g: 'rg-we', n: 'vm1-nic1' })`. One-letter
 * options get one hyphen; values are quoted where a shell needs it.
 */
export function azCommand(verb: string, options: Readonly<Record<string, string>>): string {
  const words = Object.entries(options).map(
    ([name, value]) => `${name.length === 1 ? '-' : '--'}${name} ${quote(value)}`,
  );
  return ['az', verb, ...words].join(' ');
}
