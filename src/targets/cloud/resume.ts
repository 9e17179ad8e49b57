import type { CloudClients } from '../../lab/target.ts';
import { accountsOf } from './accounts.ts';
import { allowListVariable, assertAllowed, listed, placesOutside } from './allow-list.ts';
import type { UsedClouds } from './allow-list.ts';
import { cloudClients } from './clients.ts';
import { needsOf } from './preflight/needs.ts';
import { readRecord } from './record.ts';
import { readConfiguration, workspaceIn } from './terraform/workspace.ts';

export interface KeptRun {
  /** The run's. */
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly clients?: Pick<CloudClients, 'aws'>;
}

/**
 * Before a run goes on with what it has up: it spends and changes as a new one does. Throws `account-not-allowed`. A run
 * that has deployed nothing yet is looked at when it does.
 */
export async function assertMayGoOn(lab: string, run: KeptRun): Promise<void> {
  await assertAllowed(lab, usedBy(run));
}

/** Its tags stay as they were made: what has expired, a sweep may delete under a run that goes on. undefined: all is well. */
export function remarkOnExpiry({ folder }: KeptRun, now = new Date()): string | undefined {
  const expiresAt = readRecord(folder)?.expiresAt;
  if (expiresAt === undefined || new Date(expiresAt) > now) return undefined;
  return `What this run has up expired at ${expiresAt}: a sweep may delete it at any time.`;
}

/** Before a run's resources are removed, which may be done anywhere: what is worth saying of it; undefined when nothing is. */
export async function remarkOnDestroy(run: KeptRun): Promise<string | undefined> {
  const outside = await placesOutside(usedBy(run));
  if (outside.length === 0) return undefined;
  return `This removes what the run made in ${listed(outside)}, which ${allowListVariable} does not name.`;
}

function usedBy({ folder, environment = process.env, clients }: KeptRun): UsedClouds {
  return {
    names: needsOf(readConfiguration(workspaceIn(folder))).clouds,
    accounts: readRecord(folder)?.accounts ?? accountsOf(environment),
    clients: clients ?? cloudClients(environment),
    environment,
  };
}
