import type { StatusAnswer } from '../emulator/daemon/protocol.ts';
import type { Target, TargetName } from '../lab/index.ts';
import { findRecord } from './cloud/record.ts';
import type { Session as LocalSession } from './local/session.ts';
import { findSession as findLocal } from './local/session.ts';

export type { StatusAnswer } from '../emulator/daemon/protocol.ts';

/** A run that has something up: a local cloud, or resources in real ones. */
export type Session = LocalSession | CloudSession;

/** A run that may have something in real clouds. */
export interface CloudSession {
  readonly runId: string;
  /** The run's folder. */
  readonly folder: string;
}

/** What of a lab is up, whichever run left it. */
export async function findSession(reports: string, lab: string): Promise<Session | undefined> {
  return (await findLocal(reports, lab)) ?? findRecord(reports, lab);
}

/** What a local cloud that is up says of itself; undefined for real ones, and when it has just ended. */
export async function describeSession(session: Session): Promise<StatusAnswer | undefined> {
  if (!('daemon' in session)) return undefined;
  const { statusOf } = await import('./local/target.ts');
  return await statusOf(session.daemon);
}

/** A target by name, loaded only when it is used. */
export async function openTarget(name: TargetName): Promise<Target> {
  return name === 'local'
    ? (await import('./local/target.ts')).localTarget
    : (await import('./cloud/target.ts')).cloudTarget;
}
