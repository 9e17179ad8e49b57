import test from 'ava';
import { WirebookError } from '../../../src/lab/errors.ts';
import type { StackEnvironment } from '../../../src/lab/stack.ts';
import { defineStack } from '../../../stacks/define-stack.ts';
import {
  internetGateway,
  ociMachine,
  ociRouteTable,
  ociScope,
  ociSubnet,
  securityList,
  vcn,
} from '../../../stacks/oci/index.ts';
import { account, createLocalOci } from '../../src/emulator/oci/support/local-oci.ts';

const environment: StackEnvironment = {
  sshPublicKey: 'ssh-ed25519 AAAATEST wirebook',
  tags: { run: 'r1' },
  oci: { compartmentId: account.compartmentId, region: account.region },
};

const stack = defineStack('pair', (scope, _props: object, given) => {
  const oci = ociScope(scope, { environment: given });
  const network = vcn(oci, { name: 'main', cidrBlocks: ['172.16.0.0/16'] });
  const gateway = internetGateway(oci, { name: 'igw', vcn: network });
  const routeTable = ociRouteTable(oci, {
    name: 'out',
    vcn: network,
    routes: [{ to: '0.0.0.0/0', via: gateway }],
  });
  const list = securityList(oci, { name: 'ping', vcn: network, pingFrom: ['10.1.0.0/16'] });
  const subnet = ociSubnet(oci, {
    name: 'sub',
    vcn: network,
    cidr: '172.16.1.0/24',
    routeTable,
    securityLists: [list],
  });
  return {
    network,
    subnet,
    vm1: ociMachine(oci, { name: 'vm1', subnet }),
    vm2: ociMachine(oci, { name: 'vm2', subnet, address: '172.16.1.20', forwards: true }),
  };
});

test('machines in a VCN deploy, and handles name what was made', async (t) => {
  const { terraform, handles } = stack.synth({}, environment);
  const oci = createLocalOci();
  const plan = await oci.engine.plan(terraform, {}, {});
  const outputs = await oci.engine.apply(plan, { onResource: () => undefined });
  const valueOf = (field: unknown): unknown => {
    if (Array.isArray(field)) return field.map(valueOf);
    const name = (field as { readonly $output?: string } | undefined)?.$output;
    return name === undefined ? field : outputs[name]?.value;
  };
  const vm2 = Object.fromEntries(
    Object.entries(handles.vm2).map(([name, field]) => [name, valueOf(field)]),
  );
  t.like(vm2, {
    kind: 'machine',
    cloud: 'oci',
    name: 'vm2',
    user: 'ubuntu',
    privateAddresses: ['172.16.1.20'],
  });
  t.regex(String(vm2['id']), /^ocid1\.instance\.oc1\.iad\./);
  t.regex(String((vm2['networkInterfaces'] as unknown[])[0]), /^ocid1\.vnic\.oc1\.iad\./);
  t.true(oci.held.has(String(vm2['publicAddress'])));
  t.deepEqual((await oci.engine.plan(terraform, {}, {})).changes, []);
});

test('without a compartment, the stack says what it lacks', (t) => {
  const { oci: _, ...elsewhere } = environment;
  const error = t.throws(() => stack.synth({}, elsewhere), { instanceOf: WirebookError });
  t.is(error?.code, 'oci-place-unknown');
});
