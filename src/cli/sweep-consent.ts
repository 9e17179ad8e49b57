import { WirebookError } from '../lab/errors.ts';
import type { Screen } from './screen.ts';

/** An account that something is to be deleted in. */
export interface Account {
  readonly cloud: string;
  readonly account: string;
}

/** Names the accounts in which a sweep may delete where nobody can be asked, separated by commas. */
const variable = 'WIREBOOK_SWEEP_ACCOUNTS';

/**
 * Deleting needs a person who types each account's name, or, where there is none (CI), a list of accounts that somebody set
 * down beforehand. Throws `sweep-refused`; nothing is deleted then.
 */
export async function consentTo(
  accounts: readonly Account[],
  screen: Screen,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  if (screen.interactive) {
    for (const account of accounts) await ask(account);
    return;
  }
  const allowed = (environment[variable] ?? '').split(',').map((name) => name.trim());
  const others = accounts.filter(({ account }) => !allowed.includes(account));
  if (others.length === 0) return;
  const names = others.map(({ cloud, account }) => `${account} (${cloud})`);
  throw refused(
    `Nobody can be asked here, and ${variable} does not name ${names.join(', ')}.`,
    `If all in there that has expired may go: export ${variable}=${[...new Set([...allowed, ...others.map(({ account }) => account)])].filter((name) => name !== '').join(',')}`,
  );
}

async function ask({ cloud, account }: Account): Promise<void> {
  const { input } = await import('@inquirer/prompts');
  const typed = await input(
    { message: `Type ${account} to delete these in ${cloud}:` },
    { output: process.stderr },
  );
  if (typed.trim() === account) return;
  throw refused(
    `That is not ${account}: nothing was deleted.`,
    'Look at the list again, and type the name exactly if it may go.',
  );
}

function refused(message: string, next: string): WirebookError {
  return new WirebookError({ code: 'sweep-refused', message, next, exitCode: 2 });
}
