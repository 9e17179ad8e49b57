import { valueCheck } from '../../src/lab/check.ts';
import { WirebookError } from '../../src/lab/errors.ts';
import type { Machine, Ref } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import { showAws } from '../aws/routes.ts';
import type { Link } from './link.ts';

export interface BreakSourceDestCheck {
  /** Switches it on: EC2 then drops what the machine forwards. */
  readonly sourceDestCheck: 'on';
}

export type SourceDestCheckBroken = {
  readonly kind: 'sourceDestCheck';
  /** Name of the machine's handle. */
  readonly machine: string;
};

/** The machine stays reachable itself; what it forwards for others is dropped. */
export const sourceDestCheck: Link<BreakSourceDestCheck, SourceDestCheckBroken> = {
  title: (name) => `Switch the source/destination check of ${name} on`,
  async break(context, name) {
    await setCheck(context, name, true);
    return { kind: 'sourceDestCheck', machine: name };
  },
  repair: (context, { machine }) => setCheck(context, machine, false),
};

async function setCheck(context: StepContext, name: string, on: boolean): Promise<void> {
  const ref: Ref<Machine> = { ref: name };
  const machine = context.resolve(ref);
  const [card] = machine.networkInterfaces;
  if (machine.cloud !== 'aws' || card === undefined) throw notOnAws(machine);
  const { ec2 } = await context.aws();
  const sdk = await import('@aws-sdk/client-ec2');
  const options = { abortSignal: context.signal };
  await ec2.send(
    new sdk.ModifyNetworkInterfaceAttributeCommand({
      NetworkInterfaceId: card,
      SourceDestCheck: { Value: on },
    }),
    options,
  );
  showAws(context, 'modify-network-interface-attribute', {
    'network-interface-id': card,
    [on ? 'source-dest-check' : 'no-source-dest-check']: true,
  });
  const { NetworkInterfaces = [] } = await ec2.send(
    new sdk.DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [card] }),
    options,
  );
  const text = (value: boolean | undefined) => (value === true ? 'on' : 'off');
  context.check(
    valueCheck({
      title: `Source/destination check of ${machine.name}`,
      expected: text(on),
      seen: text(NetworkInterfaces[0]?.SourceDestCheck),
    }),
  );
}

function notOnAws(machine: Machine): WirebookError {
  return new WirebookError({
    code: 'no-source-dest-check',
    message: `${machine.name} has no source/destination check: it is no machine of AWS.`,
    next: 'On Azure the like of it is the IP forwarding of an interface card, set in the stack.',
    exitCode: 2,
  });
}
