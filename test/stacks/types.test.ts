import test from 'ava';
import type { Machine, Ref } from '../../src/lab/handle.ts';
import { azureScope, machine, subnet, virtualNetwork } from '../../stacks/azure/index.ts';
import { defineStack } from '../../stacks/define-stack.ts';
import { deploy } from '../../steps/index.ts';

// `tsc` checks this file: each @ts-expect-error is an error when the line below it compiles.

const stack = defineStack('tiny', (scope, props: { readonly prefix: string }, environment) => {
  const azure = azureScope(scope, { resourceGroup: 'rg', location: 'West Europe', environment });
  const network = virtualNetwork(azure, { name: 'vnet', addressSpace: [props.prefix] });
  const sub = subnet(azure, { name: 'sub', network, prefix: props.prefix });
  return {
    network,
    sub,
    vm: machine(azure, { name: 'vm', user: 'ada', cards: [{ subnet: sub }] }),
  };
});
const ref = { load: async () => ({ default: stack }) };
const environment = { sshPublicKey: 'ssh-ed25519 AAAA', tags: {} };

const wrong = () => {
  // @ts-expect-error: the stack needs its prefix
  stack.synth({}, environment);
  // @ts-expect-error: the stack has no such prop
  stack.synth({ prefix: '10.0.0.0/24', size: 'big' }, environment);
  // @ts-expect-error: the stack needs its prefix
  deploy(ref, {});
  // @ts-expect-error: the stack has no such prop
  deploy(ref, { prefix: '10.0.0.0/24', size: 'big' });

  defineStack('cards', (scope, _props: object) => {
    const azure = azureScope(scope, { resourceGroup: 'rg', location: 'West Europe', environment });
    const network = virtualNetwork(azure, { name: 'vnet', addressSpace: ['10.0.0.0/16'] });
    // @ts-expect-error: a card is in a subnet, not in a network
    machine(azure, { name: 'vm', user: 'ada', cards: [{ subnet: network }] });
    // @ts-expect-error: a machine has a card at least
    machine(azure, { name: 'vm', user: 'ada', cards: [] });
    return {};
  });
  // @ts-expect-error: handles are what a stack returns, and nothing else
  defineStack('numbers', () => ({ answer: 42 }));
};

test('handles are plain outside of the stack', (t) => {
  const { handles } = stack.synth({ prefix: '10.0.0.0/24' }, environment);
  const names: readonly ('network' | 'sub' | 'vm')[] = ['network', 'sub', 'vm'];
  t.deepEqual(Object.keys(handles), [...names]);
  type Handles = typeof stack extends { synth(...args: never[]): { handles: infer H } } ? H : never;
  const known: keyof Handles = 'vm';
  const vm: Ref<Machine> = { ref: known };
  t.is(vm.ref, 'vm');
  t.is(typeof wrong, 'function');
});
