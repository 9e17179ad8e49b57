import { setTimeout as sleep } from 'node:timers/promises';
import type core from 'oci-core';
import type { Cloud } from '../../../../../src/emulator/cloud.ts';
import { circuitsOf } from '../../../../../src/emulator/daemon/circuits.ts';
import { createPublicAddresses } from '../../../../../src/emulator/daemon/public-addresses.ts';
import { createWorld } from '../../../../../src/emulator/daemon/world.ts';
import { createLinux } from '../../../../../src/emulator/linux/create-linux.ts';
import type { Linux } from '../../../../../src/emulator/linux/world.ts';
import { hop } from '../../../../../src/emulator/oci/fabric/layout.ts';
import { devices, names } from '../../../../../src/emulator/oci/fabric/names.ts';
import { ociWithClient } from '../support/oci-client.ts';
import { farAddress, farHost, farPrefix, farSide } from './far-side.ts';

/** What is done inside an enclosure; tests look at what it returns. */
export const drgScenarios = { interconnect };

const sharedSecret = 'Secret123';
/** In the VCN's subnet. */
const nearHost = '10.40.1.9';

/** A VCN, and a far side that it reaches over a circuit and, as a backup, through a tunnel. */
async function interconnect(folder: string) {
  const log: string[] = [];
  const linux = await createLinux({ folder, log: (line) => log.push(line) });
  const clouds: Cloud[] = [];
  const world = createWorld({ linux, clouds: () => clouds, log: (line) => log.push(line) });
  const addresses = createPublicAddresses('20.61.0.0');
  const oci = await ociWithClient({
    changed: world.changed,
    settled: world.settled,
    observe: () => linux.observe(),
    circuits: circuitsOf(() => clouds),
    timers: 'fast',
    now: Date.now,
    allocatePublicAddress: addresses.allocate,
    releasePublicAddress: addresses.release,
  });
  clouds.push(oci.cloud);
  const { client, compartmentId } = oci;

  const { drg } = await client.createDrg({ createDrgDetails: { compartmentId } });
  const { vcn } = await client.createVcn({
    createVcnDetails: { compartmentId, cidrBlocks: ['10.40.0.0/16'] },
  });
  const { drgAttachment } = await client.createDrgAttachment({
    createDrgAttachmentDetails: { drgId: drg.id, vcnId: vcn.id },
  });
  await client.createSubnet({
    createSubnetDetails: { compartmentId, vcnId: vcn.id, cidrBlock: '10.40.1.0/24' },
  });
  const { virtualCircuitId, ipscId, tunnelId, vpnIp } = await connect(client, {
    compartmentId,
    drgId: drg.id,
  });
  clouds.push(farSide({ key: virtualCircuitId, vpnIp, sharedSecret }));
  world.changed();

  const rules = async () => {
    const { items } = await client.listDrgRouteRules({
      drgRouteTableId: drgAttachment.drgRouteTableId ?? '',
    });
    return items
      .filter(({ destination }) => destination === farPrefix)
      .map((rule) => `${rule.routeProvenance} ${rule.isConflict ? 'conflict' : 'active'}`);
  };
  const wants = async (expected: readonly string[]) => {
    const seen = await until(rules, (rows) => rows.join() === expected.join());
    await world.settled();
    return seen;
  };
  /** The outgoing link of the far router, which knows the VCN by both. */
  const wayBack = () => run(linux, 'far', `ip -o route get ${nearHost} | grep -o 'dev [a-z]*'`);
  const states = async () => {
    const { virtualCircuit } = await client.getVirtualCircuit({ virtualCircuitId });
    const { iPSecConnectionTunnel: tunnel } = await client.getIPSecConnectionTunnel({
      ipscId,
      tunnelId,
    });
    const { lifecycleState, bgpSessionState } = virtualCircuit;
    return [lifecycleState, bgpSessionState, tunnel.status].join(' ');
  };
  const activate = async (bgpAdminState: 'ENABLED' | 'DISABLED') => {
    await client.updateVirtualCircuit({
      virtualCircuitId,
      updateVirtualCircuitDetails: { bgpAdminState: bgpAdminState as never },
    });
  };
  const reach = () => pingThroughDrg(linux, vcn);

  const before = {
    rules: await wants(['VIRTUAL_CIRCUIT active', 'IPSEC_TUNNEL conflict']),
    states: await until(states, (text) => text === 'PROVISIONED UP UP'),
    wayBack: await until(wayBack, (text) => !text.includes('tunnel')),
    ping: await until(reach, (text) => text !== 'lost'),
  };
  // Deactivated under a ping: once the tunnel carries it, answers come again.
  const steady = run(linux, names.vcn(vcn), `ping -i 0.2 -c 50 -I ${nearHost} ${farHost}`);
  await activate('DISABLED');
  const without = {
    rules: await wants(['IPSEC_TUNNEL active']),
    states: await until(states, (text) => text === 'PROVISIONED DOWN UP'),
    wayBack: await until(wayBack, (text) => text.includes('tunnel')),
    ping: await until(reach, (text) => text !== 'lost'),
  };
  const steadyToItsEnd = (await steady).includes('icmp_seq=50 ');
  await activate('ENABLED');
  const after = {
    rules: await wants(['VIRTUAL_CIRCUIT active', 'IPSEC_TUNNEL conflict']),
    ping: await until(reach, (text) => text !== 'lost'),
  };
  const learned = await until(
    () => run(linux, 'far', 'ip route show 10.40.1.0/24'),
    (text) => text.includes('primary') && text.includes('secondary'),
  );
  oci.close();
  return { before, without, after, steadyToItsEnd, learned, log };
}

async function connect(
  client: core.VirtualNetworkClient,
  { compartmentId, drgId }: { readonly compartmentId: string; readonly drgId: string },
) {
  const { items } = await client.listFastConnectProviderServices({ compartmentId });
  const { virtualCircuit } = await client.createVirtualCircuit({
    createVirtualCircuitDetails: {
      compartmentId,
      type: 'PRIVATE' as never,
      gatewayId: drgId,
      providerServiceId: items.find(({ providerName }) => providerName === 'Megaport')?.id ?? '',
      customerAsn: 65010,
      crossConnectMappings: [
        { oracleBgpPeeringIp: '169.254.0.1/30', customerBgpPeeringIp: '169.254.0.2/30' },
        { oracleBgpPeeringIp: '169.254.0.5/30', customerBgpPeeringIp: '169.254.0.6/30' },
      ],
    },
  });
  const { cpe } = await client.createCpe({
    createCpeDetails: { compartmentId, ipAddress: farAddress },
  });
  const { iPSecConnection } = await client.createIPSecConnection({
    createIPSecConnectionDetails: {
      compartmentId,
      cpeId: cpe.id,
      drgId,
      staticRoutes: [farPrefix],
      tunnelConfiguration: [{ sharedSecret }],
    },
  });
  const ipscId = iPSecConnection.id;
  const { items: tunnels } = await client.listIPSecConnectionTunnels({ ipscId });
  const [tunnel] = tunnels;
  return {
    virtualCircuitId: virtualCircuit.id ?? '',
    ipscId,
    tunnelId: tunnel?.id ?? '',
    vpnIp: tunnel?.vpnIp ?? '',
  };
}

/** From the VCN's router by the DRG to the far host and back: `ttl 63` or `lost`. */
async function pingThroughDrg(linux: Linux, vcn: { readonly id: string }): Promise<string> {
  const node = names.vcn(vcn);
  const drgAddress = hop(devices.vcnToDrg, 'drg').gateway;
  // The VCN has no machine here: its router speaks for one.
  const text = await run(
    linux,
    node,
    `ip address replace ${nearHost}/32 dev lo; ip route replace ${farHost}/32 via ${drgAddress} dev ${devices.vcnToDrg} onlink; ping -c 1 -W 1 -I ${nearHost} ${farHost}`,
  );
  const ttl = /ttl=(\d+)/.exec(text)?.[1];
  return ttl === undefined ? 'lost' : `ttl ${ttl}`;
}

async function run(linux: Linux, node: string, line: string): Promise<string> {
  const { stdout, stderr } = await linux.exec(node, ['sh', '-c', line]);
  return (stdout + stderr).trim();
}

/** Looks again until `look` is satisfied, at most 30 s; gives what it saw last. */
async function until<T>(look: () => Promise<T>, satisfied: (seen: T) => boolean): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    const seen = await look();
    if (satisfied(seen) || Date.now() > end) return seen;
    await sleep(100);
  }
}
