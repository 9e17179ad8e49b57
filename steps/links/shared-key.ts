import { valueCheck } from '../../src/lab/check.ts';
import type { Connection, Ref } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import { readSharedKey, setSharedKey } from '../azure/shared-key.ts';
import type { Link } from './link.ts';
import { isWrongKey, rightKey, wrongKey } from './wrong-key.ts';

export interface BreakSharedKey {
  readonly sharedKey: 'wrong';
}

export type SharedKeyBroken = {
  readonly kind: 'sharedKey';
  /** Name of the connection's handle. */
  readonly connection: string;
};

/** An Azure connection whose peer has another key: no new security association comes about. */
export const sharedKey: Link<BreakSharedKey, SharedKeyBroken> = {
  title: (name) => `Give ${name} a wrong shared key`,
  async break(context, name) {
    await changeKey(context, name, wrongKey, true);
    return { kind: 'sharedKey', connection: name };
  },
  repair: (context, { connection }) => changeKey(context, connection, rightKey, false),
};

async function changeKey(
  context: StepContext,
  name: string,
  change: (key: string) => string,
  wrong: boolean,
): Promise<void> {
  const ref: Ref<Connection> = { ref: name };
  const connection = context.resolve(ref);
  await setSharedKey(context, connection, change(await readSharedKey(context, connection)));
  const seen = isWrongKey(await readSharedKey(context, connection));
  const text = (it: boolean) => (it ? 'a wrong one' : 'the right one');
  context.check(
    valueCheck({
      title: `Shared key of ${connection.name}`,
      expected: text(wrong),
      seen: text(seen),
    }),
  );
}
