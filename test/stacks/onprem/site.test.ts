import test from 'ava';
import { WirebookError } from '../../../src/lab/errors.ts';
import type { StackEnvironment } from '../../../src/lab/stack.ts';
import { TerraformResource } from '../../../stacks/cdktf.ts';
import { resource } from '../../../stacks/constructed.ts';
import { defineStack } from '../../../stacks/define-stack.ts';
import {
  circuitLink,
  exchangeRouter,
  lan,
  site,
  siteHost,
  siteRouter,
} from '../../../stacks/onprem/index.ts';
import {
  createLocalOnprem,
  ocid,
  serviceKey,
  type Resources,
} from '../../src/emulator/onprem/support/local-onprem.ts';

const circuit = { name: 'er1', [resource]: { serviceKey } };

const stack = defineStack('tokyo', (scope, _: object, environment) => {
  const tokyo = site(scope, { name: 'tokyo', environment });
  const office = lan(tokyo, { name: 'office', cidr: '10.100.10.0/24' });
  const tky01 = siteRouter(tokyo, {
    name: 'tky01',
    user: 'ops',
    asn: 65150,
    lans: [{ lan: office, address: '10.100.10.1' }],
    loopbacks: ['10.100.20.1'],
  });
  const ordered = circuitLink(tky01, circuit, {
    link: 'primary',
    address: '172.16.0.1/30',
    vlan: 714,
  });
  for (const each of ordered) {
    if (!(each instanceof TerraformResource)) throw new Error('no resource to depend on');
  }
  const pc1 = siteHost(tokyo, {
    name: 'pc1',
    user: 'ops',
    lan: office,
    address: '10.100.10.11',
    gateway: tky01,
  });
  const mcr = exchangeRouter(scope, {
    name: 'mcr1',
    environment,
    asn: 64500,
    azure: {
      circuit: { name: 'er2', [resource]: { serviceKey: 'another key' } },
      vlan: 100,
      primaryAddress: '172.30.0.1/30',
      secondaryAddress: '172.30.0.5/30',
    },
    oci: { circuit: { id: ocid, name: 'vc1' }, primaryAddress: '172.31.0.2/30', prepend: 2 },
  });
  return { tky01, pc1, mcr };
});

const environment: StackEnvironment = { sshPublicKey: 'ssh-ed25519 AAAA x', tags: {} };

test('on the local target a site is deployed, and its handles are what was made', async (t) => {
  const { terraform, handles } = stack.synth({}, environment);
  const { apply, engine, output } = createLocalOnprem();
  await apply(terraform['resource'] as Resources);
  t.is((await output('onprem_circuit_link.tky01-er1-primary'))['device'], 'er0.714');
  t.is((await output('onprem_exchange_router.mcr1'))['prepend_towards_oci'], 2);
  t.is((await output('onprem_host.pc1'))['gateway'], '10.100.10.1');
  t.deepEqual((await engine.plan(terraform, {}, {})).changes, []);
  t.deepEqual(handles.tky01['privateAddresses'], ['10.100.10.1', '10.100.20.1']);
  t.deepEqual(handles.tky01['networkInterfaces'], ['lan0', 'lo']);
  t.deepEqual(handles.pc1['publicAddress'], { $output: 'pc1_publicAddress' });
  t.deepEqual(terraform['terraform'], {
    required_providers: { onprem: { source: 'wirebook/onprem' } },
  });
});

test('everything that a user would have to have is listed, machines first', (t) => {
  const { equipment = [] } = stack.synth({}, environment);
  t.deepEqual(
    equipment.map(({ name, purpose }) => `${name}: ${purpose}`),
    [
      'tky01: a router of AS 65150, 10.100.10.1 in office (10.100.10.0/24), 10.100.20.1 on its loopback',
      'pc1: a host, 10.100.10.11 in office (10.100.10.0/24), behind 10.100.10.1',
      'tky01 primary: the primary link of circuit er1 at tky01: VLAN 714, 172.16.0.1/30',
      "mcr1: an exchange's router of AS 64500 between circuit er2 (VLAN 100, 172.30.0.1/30, 172.30.0.5/30) and virtual circuit vc1 (172.31.0.2/30)",
    ],
  );
});

test('with equipment of the user’s own nothing is deployed, and handles are what the settings say', (t) => {
  const equipment = {
    tky01: { address: '192.0.2.10', user: 'admin' },
    pc1: { address: '192.0.2.11', user: 'ada', privateAddresses: ['10.7.0.9'] },
  };
  const { terraform, handles } = stack.synth({}, { ...environment, equipment });
  t.is(terraform['resource'], undefined);
  t.deepEqual(handles.tky01, {
    kind: 'machine',
    cloud: 'onprem',
    name: 'tky01',
    id: 'tky01',
    user: 'admin',
    publicAddress: '192.0.2.10',
    privateAddresses: ['10.100.10.1', '10.100.20.1'],
    networkInterfaces: [],
  });
  t.deepEqual(handles.pc1['privateAddresses'], ['10.7.0.9']);
  t.deepEqual(handles.mcr, { kind: 'exchangeRouter', name: 'mcr1', id: 'mcr1' });
});

test('equipment without settings is named, all of it at once, with where to put them', (t) => {
  const error = t.throws(() => stack.synth({}, { ...environment, equipment: {} }), {
    instanceOf: WirebookError,
  });
  t.regex(error?.message ?? '', /no settings for "tky01", "pc1"/);
  t.regex(error?.next ?? '', /settings\.json beside the lab.*"equipment":\{"tky01":\{"address"/);
  t.regex(error?.facts['tky01 primary'] ?? '', /VLAN 714/);
  const half = { tky01: { address: '192.0.2.10', user: '' }, pc1: { address: 'a', user: 'b' } };
  t.throws(() => stack.synth({}, { ...environment, equipment: half }), {
    message: /no settings for "tky01"\./,
  });
});

test('a stack without sites needs nothing', (t) => {
  const empty = defineStack('empty', () => ({}));
  t.is(empty.synth({}, environment).equipment, undefined);
  t.notThrows(() => empty.synth({}, { ...environment, equipment: {} }));
});
