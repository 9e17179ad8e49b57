import type { Cloud } from '../../../../../src/emulator/cloud.ts';
import { internetNode } from '../../../../../src/emulator/cloud.ts';
import { harnessAddress } from '../../../../../src/emulator/daemon/internet.ts';
import { createWorld } from '../../../../../src/emulator/daemon/world.ts';
import { createLinux } from '../../../../../src/emulator/linux/create-linux.ts';
import { names } from '../../../../../src/emulator/oci/fabric/names.ts';
import { freshKey, login } from '../../linux/fixtures/login.ts';
import { createLocalOci } from '../support/local-oci.ts';
import { pairNetwork } from '../support/pair-network.ts';
import { serve } from '../support/serve.ts';
import { drgScenarios } from './drg-scenarios.ts';

/** What is done inside an enclosure; tests look at what it returns. */
export const scenarios = { vcn, ...drgScenarios };

/** Two machines in a VCN: to each other, to the internet, and by the rules of their subnets. */
async function vcn(folder: string) {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const linux = await createLinux({ folder, log });
  const clouds: Cloud[] = [];
  const world = createWorld({ linux, clouds: () => clouds, log });
  const oci = createLocalOci({
    changed: world.changed,
    settled: world.settled,
    observe: () => linux.observe(),
  });
  clouds.push(oci.cloud);
  const key = await freshKey(folder);
  await oci.apply(pairNetwork(key.publicKey));
  await world.settled();

  const text = (address: string, attribute: string) => String(oci.output(address)[attribute]);
  const [vm1, vm2] = ['vm1', 'vm2'].map((name) => ({
    node: names.machine({ id: text(`oci_core_instance.${name}`, 'id') }),
    id: text(`oci_core_instance.${name}`, 'id'),
    privateIp: text(`oci_core_instance.${name}`, 'private_ip'),
    publicIp: text(`oci_core_instance.${name}`, 'public_ip'),
  }));
  if (!vm1 || !vm2) throw new Error('two machines were made');
  const ping = async (node: string, destination: string): Promise<string> => {
    const { stdout } = await linux.exec(node, ['ping', '-c', '1', '-W', '1', destination]);
    const ttl = /ttl=(\d+)/.exec(stdout)?.[1];
    return ttl === undefined ? 'lost' : `ttl ${ttl}`;
  };
  const before = {
    eachOther: await ping(vm1.node, vm2.privateIp),
    backwards: await ping(vm2.node, vm1.privateIp),
    internet: await ping(vm1.node, '8.8.8.8'),
    fromInternet: await ping(internetNode, vm1.publicIp),
    nobody: await ping(vm1.node, '172.16.1.200'),
  };
  const whoami = await login({
    socket: () => linux.connect(internetNode, vm1.publicIp, 22, harnessAddress),
    user: 'ubuntu',
    privateKey: key.privateKey,
    command: 'hostname; whoami; ip -br -4 addr show eth0 | tr -s " " | cut -d " " -f 3',
  });

  await using server = await serve(oci.cloud);
  const { network, compute } = server;
  const securityListId = text('oci_core_security_list.ping', 'id');
  const rulesOf = async () => (await network.getSecurityList({ securityListId })).securityList;
  const { egressSecurityRules } = await rulesOf();
  const update = async (
    ingressSecurityRules: Awaited<ReturnType<typeof rulesOf>>['ingressSecurityRules'],
    egress = egressSecurityRules,
  ) => {
    await network.updateSecurityList({
      securityListId,
      updateSecurityListDetails: { ingressSecurityRules, egressSecurityRules: egress },
    });
    await world.settled();
  };
  const echo = { protocol: '1', source: '0.0.0.0/0', icmpOptions: { type: 8 } };
  await update([]);
  const closed = await ping(vm1.node, vm2.privateIp);
  const outStill = await ping(vm1.node, '8.8.8.8');
  // Nothing is remembered of what a stateless rule lets in: its answer needs a rule, too.
  await update([{ ...echo, isStateless: true }], []);
  const statelessAlone = await ping(internetNode, vm1.publicIp);
  await update(
    [{ ...echo, isStateless: true }],
    [{ protocol: '1', destination: '0.0.0.0/0', isStateless: true }],
  );
  const statelessBoth = await ping(internetNode, vm1.publicIp);
  await update([echo], egressSecurityRules);

  await compute.instanceAction({ instanceId: vm2.id, action: 'STOP' });
  await world.settled();
  const stopped = await ping(vm1.node, vm2.privateIp);
  await compute.instanceAction({ instanceId: vm2.id, action: 'START' });
  await world.settled();
  const started = await ping(vm1.node, vm2.privateIp);
  const rtId = text('oci_core_route_table.out', 'id');
  await network.updateRouteTable({ rtId, updateRouteTableDetails: { routeRules: [] } });
  await world.settled();
  const withoutRoute = await ping(vm1.node, '8.8.8.8');

  await world.close();
  await linux.close();
  return {
    before,
    whoami: whoami.split('\n'),
    rules: { closed, outStill, statelessAlone, statelessBoth },
    power: { stopped, started },
    withoutRoute,
  };
}
