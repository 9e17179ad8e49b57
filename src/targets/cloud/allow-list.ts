import { WirebookError } from '../../lab/errors.ts';
import type { CloudName } from '../../lab/handle.ts';
import type { CloudClients } from '../../lab/target.ts';
import { accountVariables } from './accounts.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where in one cloud a run works: a subscription, an account, a project, a compartment. */
export interface Place {
  readonly cloud: RealCloud;
  /** Absent: nobody can say. */
  readonly account?: string;
}

export type RealCloud = Exclude<CloudName, 'onprem'>;

/** Names accounts that labs may be run in, comma-separated; of any cloud. */
export const allowListVariable = 'WIREBOOK_ACCOUNTS';

/** undefined: any account will do. */
export function allowList(environment: Environment): readonly string[] | undefined {
  const list = (environment[allowListVariable] ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  return list.length === 0 ? undefined : list;
}

/** Where a run works, or would. */
export interface UsedClouds {
  readonly names: readonly RealCloud[];
  /** By the variables that say where: those of a run's record. */
  readonly accounts: Readonly<Record<string, string>>;
  /** AWS is asked for its account: none of its variables names one. */
  readonly clients: Pick<CloudClients, 'aws'>;
  readonly environment: Environment;
}

/** What the list leaves out; nothing without a list. A place that nobody can name is none that the list names. */
export async function placesOutside(used: UsedClouds): Promise<readonly Place[]> {
  const list = allowList(used.environment);
  if (list === undefined) return [];
  const places = await Promise.all(used.names.map((cloud) => placeIn(cloud, used)));
  return places.filter(({ account }) => account === undefined || !list.includes(account));
}

/** Throws `account-not-allowed` when the list leaves out any of the clouds' accounts. */
export async function assertAllowed(lab: string, used: UsedClouds): Promise<void> {
  const outside = await placesOutside(used);
  if (outside.length === 0) return;
  throw new WirebookError({
    code: 'account-not-allowed',
    message: `${lab} would work in ${listed(outside)}, which ${allowListVariable} does not name. Nothing was changed.`,
    next: `Choose a sandbox account, or add this one to ${allowListVariable}. What is up already can be removed all the same: npm run lab -- destroy ${lab}`,
  });
}

/** `000… (azure), an unknown account (aws)` */
export function listed(places: readonly Place[]): string {
  return places
    .map(({ cloud, account = 'an unknown account' }) => `${account} (${cloud})`)
    .join(', ');
}

async function placeIn(cloud: RealCloud, { accounts, clients }: UsedClouds): Promise<Place> {
  const account =
    cloud === 'aws'
      ? await awsAccount(clients).catch(() => undefined)
      : accounts[accountVariables[cloud][0]];
  return account === undefined || account === '' ? { cloud } : { cloud, account };
}

async function awsAccount({ aws }: Pick<CloudClients, 'aws'>): Promise<string> {
  return (await aws()).accountId;
}
