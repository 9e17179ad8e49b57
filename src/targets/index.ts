import type { Target, TargetName } from '../lab/index.ts';
import { WirebookError } from '../lab/errors.ts';

export { findSession } from './local/session.ts';
export type { Session } from './local/session.ts';

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
