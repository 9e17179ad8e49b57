import test from 'ava';
import type { RouterNode } from '../../../../../src/emulator/fabric/fabric.ts';
import type { Observations } from '../../../../../src/emulator/fabric/observations.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import { drgDevices, drgNames } from '../../../../../src/emulator/oci/fabric/drg-names.ts';
import { devices, names } from '../../../../../src/emulator/oci/fabric/names.ts';
import { observedOci, taught, up } from '../support/observed-oci.ts';

const site = '10.1.0.0/16';
const far = { oracle: '169.254.0.1', customer: '169.254.0.2' };

/** A DRG with two VCNs (10.40.1.0/24 and 10.50.1.0/24), a partner's circuit and a connection of two tunnels with BGP. */
async function hub() {
  const oci = await observedOci();
  const { client, compartmentId } = oci;
  const { drg } = await client.createDrg({ createDrgDetails: { compartmentId } });
  const attached = async (second: number) => {
    const { vcn } = await client.createVcn({
      createVcnDetails: { compartmentId, cidrBlocks: [`10.${second}.0.0/16`] },
    });
    await client.createSubnet({
      createSubnetDetails: { compartmentId, vcnId: vcn.id, cidrBlock: `10.${second}.1.0/24` },
    });
    const { drgAttachment } = await client.createDrgAttachment({
      createDrgAttachmentDetails: { drgId: drg.id, vcnId: vcn.id },
    });
    return { vcn, attachmentId: drgAttachment.id };
  };
  const [one, two] = [await attached(40), await attached(50)];
  const { items: services } = await client.listFastConnectProviderServices({ compartmentId });
  const { virtualCircuit } = await client.createVirtualCircuit({
    createVirtualCircuitDetails: {
      compartmentId,
      type: 'PRIVATE' as never,
      gatewayId: drg.id,
      providerServiceId: services.find(({ providerName }) => providerName === 'Megaport')?.id ?? '',
      customerAsn: 65010,
      crossConnectMappings: [
        {
          oracleBgpPeeringIp: `${far.oracle}/30`,
          customerBgpPeeringIp: `${far.customer}/30`,
        },
      ],
    },
  });
  const circuit = { id: virtualCircuit.id ?? '' };
  const { cpe } = await client.createCpe({
    createCpeDetails: { compartmentId, ipAddress: '198.51.100.1' },
  });
  const { iPSecConnection } = await client.createIPSecConnection({
    createIPSecConnectionDetails: {
      compartmentId,
      cpeId: cpe.id,
      drgId: drg.id,
      staticRoutes: [],
      tunnelConfiguration: [21, 22].map((third) => ({
        routing: 'BGP' as never,
        bgpSessionConfig: {
          oracleInterfaceIp: `169.254.${third}.1/30`,
          customerInterfaceIp: `169.254.${third}.2/30`,
          customerBgpAsn: '65011',
        },
      })),
    },
  });
  const { items: tunnels } = await client.listIPSecConnectionTunnels({
    ipscId: iPSecConnection.id,
  });
  const [first, second] = tunnels.map(({ id = '' }) => ({ id }));
  if (!first || !second) throw new Error('a connection has two tunnels');

  const router = (name: string, observations: Observations): RouterNode => {
    const node = oci.cloud.compile(observations).nodes.find((it) => it.name === name);
    if (node?.kind !== 'router') throw new Error(`no router ${name}`);
    return node;
  };
  /** `10.1.0.0/16 by vc-…`, of what comes by a device of the DRG's. */
  const table = (device: string, observations = noObservations): readonly string[] => {
    const found = router(names.drg(drg), observations).tables.find((it) =>
      it.devices.includes(device),
    );
    return (found?.routes ?? []).map((route) =>
      'via' in route
        ? `${route.to} by ${route.via.map((via) => via.device).join()}`
        : `${route.to} ${route.reject}`,
    );
  };
  return { oci, drg, one, two, circuit, first, second, router, table };
}

const fromCircuit = (circuit: { readonly id: string }, path: readonly number[]): Observations => ({
  bgp: { [drgNames.circuit(circuit)]: taught(far.customer, 65010, { [site]: path }) },
  tunnels: {},
});

test('a packet goes by the DRG route table of the attachment that it came by', async (t) => {
  const { oci, drg, one, two, circuit, table } = await hub();
  const seen = fromCircuit(circuit, [65010]);
  const toVcn = (place: typeof one) => devices.drgToVcn(place.vcn);
  const toCircuit = drgDevices.toCircuit(circuit);
  t.deepEqual(table(toVcn(one), seen), [
    `${site} by ${toCircuit}`,
    `10.40.1.0/24 by ${toVcn(one)}`,
    `10.50.1.0/24 by ${toVcn(two)}`,
  ]);
  t.deepEqual(
    table(toCircuit, seen),
    [`10.40.1.0/24 by ${toVcn(one)}`, `10.50.1.0/24 by ${toVcn(two)}`],
    'no transit between circuits and tunnels',
  );

  // The second VCN is to see the circuit only.
  const { client } = oci;
  const { drgRouteDistribution } = await client.createDrgRouteDistribution({
    createDrgRouteDistributionDetails: { drgId: drg.id, distributionType: 'IMPORT' as never },
  });
  await client.addDrgRouteDistributionStatements({
    drgRouteDistributionId: drgRouteDistribution.id,
    addDrgRouteDistributionStatementsDetails: {
      statements: [
        {
          priority: 1,
          action: 'ACCEPT' as never,
          matchCriteria: [
            {
              matchType: 'DRG_ATTACHMENT_TYPE',
              attachmentType: 'VIRTUAL_CIRCUIT',
            } as never,
          ],
        },
      ],
    },
  });
  const { drgRouteTable } = await client.createDrgRouteTable({
    createDrgRouteTableDetails: {
      drgId: drg.id,
      importDrgRouteDistributionId: drgRouteDistribution.id,
    },
  });
  await client.updateDrgAttachment({
    drgAttachmentId: two.attachmentId,
    updateDrgAttachmentDetails: { drgRouteTableId: drgRouteTable.id },
  });
  t.deepEqual(table(toVcn(two), seen), [`${site} by ${toCircuit}`]);
  t.is(table(toVcn(one), seen).length, 3, 'the other VCN’s table is as it was');
  oci.close();
});

test('circuits and tunnels are told of the VCNs, until the export distribution is taken away', async (t) => {
  const { oci, circuit, first, router } = await hub();
  const { client, compartmentId } = oci;
  const told = (node: string) => {
    const { networks, neighbors } = router(node, fromCircuit(circuit, [65010])).bgp ?? {};
    t.deepEqual(
      neighbors?.[0]?.outbound.rules.map(({ prefix }) => prefix),
      networks,
    );
    return networks;
  };
  const subnets = ['10.40.1.0/24', '10.50.1.0/24'];
  t.deepEqual(told(drgNames.circuit(circuit)), subnets);
  t.deepEqual(told(drgNames.headEnd(first)), subnets, 'and not of what came by the circuit');
  const { items } = await client.listDrgAttachments({
    compartmentId,
    attachmentType: 'VIRTUAL_CIRCUIT' as never,
  });
  await client.removeExportDrgRouteDistribution({ drgAttachmentId: items[0]?.id ?? '' });
  t.deepEqual(told(drgNames.circuit(circuit)), []);
  t.deepEqual(told(drgNames.headEnd(first)), subnets);
  oci.close();
});

test('equal tunnels are next hops of one route when the table shares, otherwise one of them is', async (t) => {
  const { oci, drg, one, first, second, table } = await hub();
  const path = { [site]: [65011] };
  const seen: Observations = {
    bgp: {
      [drgNames.headEnd(first)]: taught('169.254.21.2', 65011, path),
      [drgNames.headEnd(second)]: taught('169.254.22.2', 65011, path),
    },
    tunnels: { ...up(first.id), ...up(second.id) },
  };
  const ways = () =>
    table(devices.drgToVcn(one.vcn), seen)
      .find((row) => row.startsWith(site))
      ?.replace(/^.* by /, '')
      .split(',')
      .toSorted();
  const both = [first, second].map((tunnel) => drgDevices.toHeadEnd(tunnel)).toSorted();
  t.is(ways()?.length, 1);
  await oci.client.updateDrgRouteTable({
    drgRouteTableId: drg.defaultDrgRouteTables?.vcn ?? '',
    updateDrgRouteTableDetails: { isEcmpEnabled: true },
  });
  t.deepEqual(ways(), both);
  oci.close();
});
