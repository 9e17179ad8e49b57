import test from 'ava';
import type { Handles } from '../../src/lab/handle.ts';
import type { Stack, StackRef } from '../../src/lab/stack.ts';
import { breakLink, repairLink, type BreakLinkResult } from '../../steps/index.ts';
import { recordingArm } from '../support/arm.ts';
import { lng1 } from '../support/handles.ts';
import { recordingContext } from '../support/step-context.ts';

interface Props {
  readonly peering: string;
  readonly other?: string;
}

const stack: Stack<Props, Handles> = {
  name: 'tiny',
  synth: () => ({ terraform: {}, handles: {} }),
};
const ref: StackRef<Props, Handles> = { load: async () => ({ default: stack }) };
const gateway = { ref: 'lng1' };

const lngWith = (bgpPeeringAddress: string) => ({
  location: 'westeurope',
  properties: {
    gatewayIpAddress: '203.0.113.9',
    localNetworkAddressSpace: { addressPrefixes: ['10.4.0.0/16'] },
    bgpSettings: { asn: 65020, bgpPeeringAddress, peerWeight: 0 },
  },
});

function prepared(results: Readonly<Record<string, unknown>> = {}, address = '10.4.0.254') {
  const azure = recordingArm({ resources: { [lng1.id]: lngWith(address) } });
  const context = recordingContext({
    handles: { lng1 },
    azure,
    results,
    deployed: {
      stack,
      props: { peering: address, other: 'kept' },
    },
    onDeploy: (props) => azure.resources.set(lng1.id, lngWith((props as Props).peering)),
  });
  return { azure, context };
}

test('by deploying: other props stay, and the result knows the repair', async (t) => {
  const { context } = prepared();
  const step = breakLink(gateway, {
    peeringAddress: '10.4.0.253',
    stack: ref,
    props: (peering) => ({ peering }),
  });
  const result = await context.step(step);
  t.deepEqual(context.recording.deployed, [
    { stack: 'tiny', props: { peering: '10.4.0.253', other: 'kept' } },
  ]);
  t.deepEqual(result, {
    kind: 'peeringAddress',
    localNetworkGateway: 'lng1',
    was: '10.4.0.254',
    now: '10.4.0.253',
    repair: { by: 'deploy', props: { peering: '10.4.0.254' } },
  });
  t.deepEqual(
    context.recording.checks.map(({ passed }) => passed),
    [true],
  );

  const again = prepared({ failure: JSON.parse(JSON.stringify(result)) }, '10.4.0.253');
  await again.context.step(repairLink({ cell: 'failure' }));
  t.deepEqual(again.context.recording.deployed[0]?.props, { peering: '10.4.0.254', other: 'kept' });
  t.true(again.context.recording.checks[0]?.passed);
});

test("behind Terraform's back: nothing is deployed, and all else of the gateway stays", async (t) => {
  const { azure, context } = prepared();
  const step = breakLink(gateway, { peeringAddress: '10.4.0.253', behindTerraform: true });
  const result = await context.step(step);
  t.deepEqual(context.recording.deployed, []);
  t.deepEqual(result.repair, { by: 'sdk' });
  t.like(azure.resources.get(lng1.id), lngWith('10.4.0.253'));
  t.is(
    context.recording.equivalents[0]?.command,
    'az network local-gateway update -g rg-we -n lng1 --bgp-peering-address 10.4.0.253 -o none',
  );

  const failure: BreakLinkResult = result;
  const again = prepared({ failure }, '10.4.0.253');
  await again.context.step(repairLink({ cell: 'failure' }));
  t.like(again.azure.resources.get(lng1.id), lngWith('10.4.0.254'));
  t.true(again.context.recording.checks[0]?.passed);
});

test('a deployment that does not change the address fails the check', async (t) => {
  const { context } = prepared();
  await context.step(
    breakLink(gateway, { peeringAddress: '10.4.0.253', stack: ref, props: () => ({ other: 'x' }) }),
  );
  t.deepEqual(context.recording.checks[0]?.comparison, {
    kind: 'value',
    expected: '10.4.0.253',
    seen: '10.4.0.254',
  });
  t.false(context.recording.checks[0]?.passed);
});

test('what is broken already is not broken again', async (t) => {
  const { context } = prepared({}, '10.4.0.253');
  await t.throwsAsync(
    context.step(breakLink(gateway, { peeringAddress: '10.4.0.253', behindTerraform: true })),
    { message: /10\.4\.0\.253 already/ },
  );
});
