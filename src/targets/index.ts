import type { Target, TargetName } from '../lab/index.ts';
import type { StatusAnswer } from '../emulator/daemon/protocol.ts';
import { WirebookError } from '../lab/errors.ts';
import type { Session } from './local/session.ts';

export { findSession } from './local/session.ts';
export type { Session } from './local/session.ts';
export type { StatusAnswer } from '../emulator/daemon/protocol.ts';

/** What a local cloud that is up says of itself; undefined when it has just ended. */
export async function describeSession({ daemon }: Session): Promise<StatusAnswer | undefined> {
  const { statusOf } = await import('./local/target.ts');
  return await statusOf(daemon);
}

/** A target by name, loaded only when it is used. */
export async function openTarget(name: TargetName): Promise<Target> {
  if (name === 'local') return (await import('./local/target.ts')).localTarget;
  throw new WirebookError({
    code: 'target-not-available',
    message: 'Real clouds cannot be used yet: `--on cloud` is not built.',
    next: 'Leave `--on` out, or say `--on local`: the local cloud gives the same answers.',
    exitCode: 2,
  });
}
