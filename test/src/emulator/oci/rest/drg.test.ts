import test from 'ava';
import core from 'oci-core';
import { drgNames } from '../../../../../src/emulator/oci/fabric/drg-names.ts';
import type { ObservedOci } from '../support/observed-oci.ts';
import { observedOci, taught, up } from '../support/observed-oci.ts';

const azure = '10.1.0.0/16';
const serviceKey = '0f0f0f0f-1111-4222-8333-444455556666';
const links = [
  { oracleBgpPeeringIp: '169.254.0.1/30', customerBgpPeeringIp: '169.254.0.2/30' },
  { oracleBgpPeeringIp: '169.254.0.5/30', customerBgpPeeringIp: '169.254.0.6/30' },
];

/** A DRG with a VCN of one subnet. */
async function drgWithVcn(oci: ObservedOci) {
  const { client, compartmentId } = oci;
  const { drg } = await client.createDrg({
    createDrgDetails: { compartmentId, displayName: 'drg1' },
  });
  const { vcn } = await client.createVcn({
    createVcnDetails: { compartmentId, cidrBlocks: ['10.40.0.0/16'] },
  });
  await client.createSubnet({
    createSubnetDetails: { compartmentId, vcnId: vcn.id, cidrBlock: '10.40.1.0/24' },
  });
  const { drgAttachment } = await client.createDrgAttachment({
    createDrgAttachmentDetails: { drgId: drg.id, vcnId: vcn.id, displayName: 'to vcn' },
  });
  return { drg, vcn, drgAttachment };
}

async function circuit(oci: ObservedOci, gatewayId: string) {
  const { client, compartmentId } = oci;
  const { items } = await client.listFastConnectProviderServices({ compartmentId });
  const service = items.find(({ providerName }) => providerName === 'Microsoft Azure');
  const { virtualCircuit } = await client.createVirtualCircuit({
    createVirtualCircuitDetails: {
      compartmentId,
      type: core.models.CreateVirtualCircuitDetails.Type.Private,
      displayName: 'interconnect',
      bandwidthShapeName: '1 Gbps',
      gatewayId,
      providerServiceId: service?.id ?? '',
      providerServiceKeyName: serviceKey,
      crossConnectMappings: links,
    },
  });
  return virtualCircuit.id ?? '';
}

async function connection(oci: ObservedOci, drgId: string) {
  const { client, compartmentId } = oci;
  const { cpe } = await client.createCpe({
    createCpeDetails: { compartmentId, ipAddress: '198.51.100.1' },
  });
  const { iPSecConnection } = await client.createIPSecConnection({
    createIPSecConnectionDetails: {
      compartmentId,
      cpeId: cpe.id,
      drgId,
      displayName: 'backup',
      staticRoutes: [azure],
    },
  });
  const { items } = await client.listIPSecConnectionTunnels({ ipscId: iPSecConnection.id });
  return { ipscId: iPSecConnection.id, cpeId: cpe.id, tunnels: items };
}

/** `10.1.0.0/16 VIRTUAL_CIRCUIT active` */
async function rules({ client }: ObservedOci, drgRouteTableId: string): Promise<readonly string[]> {
  const rows: string[] = [];
  for await (const rule of client.listAllDrgRouteRules({ drgRouteTableId, limit: 1 })) {
    const state = rule.isConflict === true ? 'conflict' : 'active';
    rows.push(`${rule.destination} ${rule.routeProvenance} ${state}`);
  }
  return rows;
}

test('a DRG comes with a route table for VCNs, which imports everything, and one for the rest', async (t) => {
  const oci = await observedOci();
  const { drg, drgAttachment } = await drgWithVcn(oci);
  const { client } = oci;
  const tables = drg.defaultDrgRouteTables;
  t.is(drgAttachment.drgRouteTableId, tables?.vcn);
  t.is(tables?.ipsecTunnel, tables?.virtualCircuit);
  const imports = async (drgRouteTableId = '') => {
    const { drgRouteTable } = await client.getDrgRouteTable({ drgRouteTableId });
    const { items } = await client.listDrgRouteDistributionStatements({
      drgRouteDistributionId: drgRouteTable.importDrgRouteDistributionId ?? '',
    });
    return items.flatMap(({ matchCriteria }) => matchCriteria);
  };
  t.deepEqual(await imports(tables?.vcn), [{ matchType: 'MATCH_ALL' }] as never);
  t.deepEqual(await imports(tables?.virtualCircuit), [
    { matchType: 'DRG_ATTACHMENT_TYPE', attachmentType: 'VCN' },
  ] as never);
  t.deepEqual(await rules(oci, tables?.virtualCircuit ?? ''), ['10.40.1.0/24 VCN active']);
  oci.close();
});

test('the circuit is preferred to the tunnel; deactivated, the tunnel takes over; and back', async (t) => {
  const oci = await observedOci();
  const { client } = oci;
  oci.know([serviceKey]);
  const { drg, drgAttachment } = await drgWithVcn(oci);
  const virtualCircuitId = await circuit(oci, drg.id);
  const { tunnels } = await connection(oci, drg.id);
  const edge = drgNames.circuit({ id: virtualCircuitId });
  const tunnel = tunnels[0]?.id ?? '';
  const both = {
    bgp: { [edge]: taught('169.254.0.2', 12076, { [azure]: [12076] }) },
    tunnels: up(tunnel),
  };
  const table = drgAttachment.drgRouteTableId ?? '';

  t.deepEqual(
    await rules(oci, table),
    ['10.40.1.0/24 VCN active'],
    'a static route is there while its tunnel is up',
  );
  oci.observe(both);
  t.deepEqual(await rules(oci, table), [
    `${azure} VIRTUAL_CIRCUIT active`,
    `${azure} IPSEC_TUNNEL conflict`,
    '10.40.1.0/24 VCN active',
  ]);
  const before = await client.getVirtualCircuit({ virtualCircuitId });
  t.is(before.virtualCircuit.lifecycleState, 'PROVISIONED' as never);
  t.is(before.virtualCircuit.bgpSessionState, 'UP' as never);
  t.is(before.virtualCircuit.customerAsn, 12076);
  t.is(before.virtualCircuit.oracleBgpAsn, 31898);

  await client.updateVirtualCircuit({
    virtualCircuitId,
    ifMatch: before.etag,
    updateVirtualCircuitDetails: { bgpAdminState: 'DISABLED' as never },
  });
  const { neighbors = [] } =
    oci.cloud
      .compile({ bgp: {}, tunnels: {} })
      .nodes.filter((node) => node.kind === 'router')
      .find(({ name }) => name === edge)?.bgp ?? {};
  t.deepEqual(neighbors, []);
  oci.observe({ tunnels: up(tunnel) });
  t.deepEqual(await rules(oci, table), [`${azure} IPSEC_TUNNEL active`, '10.40.1.0/24 VCN active']);
  const { virtualCircuit: off } = await client.getVirtualCircuit({ virtualCircuitId });
  t.is(off.lifecycleState, 'PROVISIONED' as never);
  t.is(off.bgpSessionState, 'DOWN' as never);

  await client.updateVirtualCircuit({
    virtualCircuitId,
    updateVirtualCircuitDetails: { bgpAdminState: 'ENABLED' as never },
  });
  oci.observe(both);
  t.is((await rules(oci, table))[0], `${azure} VIRTUAL_CIRCUIT active`);
  oci.close();
});

test('a tunnel with BGP beats a circuit whose path was prepended', async (t) => {
  const oci = await observedOci();
  const { drg, drgAttachment } = await drgWithVcn(oci);
  const virtualCircuitId = await circuit(oci, drg.id);
  const { ipscId, tunnels } = await connection(oci, drg.id);
  const tunnelId = tunnels[0]?.id ?? '';
  const { iPSecConnectionTunnel } = await oci.client.updateIPSecConnectionTunnel({
    ipscId,
    tunnelId,
    updateIPSecConnectionTunnelDetails: {
      routing: 'BGP' as never,
      bgpSessionConfig: {
        oracleInterfaceIp: '169.254.21.1/30',
        customerInterfaceIp: '169.254.21.2/30',
        customerBgpAsn: '65515',
      },
    },
  });
  t.is(iPSecConnectionTunnel.bgpSessionInfo?.customerBgpAsn, '65515');
  t.is(iPSecConnectionTunnel.bgpSessionInfo?.bgpState, 'DOWN' as never);
  const table = drgAttachment.drgRouteTableId ?? '';
  const see = (path: readonly number[]) =>
    oci.observe({
      bgp: {
        [drgNames.circuit({ id: virtualCircuitId })]: taught('169.254.0.2', 12076, {
          [azure]: path,
        }),
        [drgNames.headEnd({ id: tunnelId })]: taught('169.254.21.2', 65515, { [azure]: [65515] }),
      },
      tunnels: up(tunnelId),
    });
  see([64496, 12076]);
  t.is((await rules(oci, table))[0], `${azure} VIRTUAL_CIRCUIT active`);
  see([64496, 64496, 12076]);
  t.is((await rules(oci, table))[0], `${azure} IPSEC_TUNNEL active`);
  const { items } = await oci.client.listIPSecConnectionTunnelRoutes({ ipscId, tunnelId });
  t.deepEqual(
    items.map(({ prefix, asPath, advertiser, age }) => [prefix, asPath, advertiser, age]),
    [[azure, [65515], 'CUSTOMER', 5]],
  );
  const shown = await oci.client.getIPSecConnectionTunnel({ ipscId, tunnelId });
  t.is(shown.iPSecConnectionTunnel.bgpSessionInfo?.bgpState, 'UP' as never);
  t.is(shown.iPSecConnectionTunnel.status, 'UP' as never);
  oci.close();
});

test('attachments come and go with circuits and tunnels, and lists show VCNs unless told otherwise', async (t) => {
  const oci = await observedOci();
  const { client, compartmentId } = oci;
  const { drg } = await drgWithVcn(oci);
  const virtualCircuitId = await circuit(oci, drg.id);
  const { ipscId, tunnels } = await connection(oci, drg.id);
  const listed = async (attachmentType?: string) => {
    const { items } = await client.listDrgAttachments({
      compartmentId,
      drgId: drg.id,
      ...(attachmentType !== undefined && { attachmentType: attachmentType as never }),
    });
    return items.map(({ networkDetails }) => networkDetails?.type);
  };
  t.deepEqual(await listed(), ['VCN']);
  t.deepEqual(await listed('ALL'), ['VCN', 'VIRTUAL_CIRCUIT', 'IPSEC_TUNNEL', 'IPSEC_TUNNEL']);
  const all = async (attachmentType?: string) => {
    const { items } = await client.getAllDrgAttachments({
      drgId: drg.id,
      ...(attachmentType !== undefined && { attachmentType: attachmentType as never }),
    });
    return items.length;
  };
  t.deepEqual([await all(), await all('ALL'), await all('IPSEC_TUNNEL')], [4, 4, 2]);
  t.deepEqual(
    tunnels.map(({ vpnIp, cpeIp, status, routing }) => [vpnIp, cpeIp, status, routing]),
    [
      ['20.61.0.4', '198.51.100.1', 'DOWN', 'STATIC'],
      ['20.61.0.5', '198.51.100.1', 'DOWN', 'STATIC'],
    ] as never,
  );
  await t.throwsAsync(client.deleteDrg({ drgId: drg.id }), { message: /still refers to it/ });
  await client.deleteIPSecConnection({ ipscId });
  await client.deleteVirtualCircuit({ virtualCircuitId });
  t.deepEqual(await listed('ALL'), ['VCN']);
  t.is(oci.held.size, 0);
  oci.close();
});

test('static rules of a DRG route table are preferred, and cannot lead to a tunnel', async (t) => {
  const oci = await observedOci();
  const { client, compartmentId } = oci;
  const { drg, drgAttachment } = await drgWithVcn(oci);
  await connection(oci, drg.id);
  const drgRouteTableId = drg.defaultDrgRouteTables?.virtualCircuit ?? '';
  const add = (destination: string, nextHopDrgAttachmentId: string) =>
    client.addDrgRouteRules({
      drgRouteTableId,
      addDrgRouteRulesDetails: {
        routeRules: [
          { destination, destinationType: 'CIDR_BLOCK' as never, nextHopDrgAttachmentId },
        ],
      },
    });
  const { items: all } = await client.listDrgAttachments({
    compartmentId,
    attachmentType: 'IPSEC_TUNNEL' as never,
  });
  await t.throwsAsync(add('10.9.0.0/16', all[0]?.id ?? ''), { message: /IPSEC_TUNNEL/ });
  const { items } = await add('10.40.1.0/24', drgAttachment.id);
  t.deepEqual(await rules(oci, drgRouteTableId), [
    '10.40.1.0/24 STATIC active',
    '10.40.1.0/24 VCN conflict',
  ]);
  for (const routeType of ['STATIC', 'DYNAMIC']) {
    const listed = await client.listDrgRouteRules({
      drgRouteTableId,
      routeType: routeType as never,
    });
    t.deepEqual(
      listed.items.map((rule) => rule.routeType as string),
      [routeType],
    );
  }
  const routeRuleIds = items.map(({ id }) => id);
  await client.removeDrgRouteRules({
    drgRouteTableId,
    removeDrgRouteRulesDetails: { routeRuleIds },
  });
  t.deepEqual(await rules(oci, drgRouteTableId), ['10.40.1.0/24 VCN active']);
  oci.close();
});

test('an interconnect waits for the key that Azure offers, and orders with it', async (t) => {
  const oci = await observedOci();
  const { drg } = await drgWithVcn(oci);
  const virtualCircuitId = await circuit(oci, drg.id);
  const state = async () =>
    (await oci.client.getVirtualCircuit({ virtualCircuitId })).virtualCircuit.lifecycleState;
  t.is(await state(), 'PENDING_PROVIDER' as never);
  oci.know([serviceKey]);
  t.is(await state(), 'PROVISIONED' as never);
  const { orders = [], offers = [] } = oci.cloud.circuits?.() ?? {};
  t.deepEqual(offers, []);
  const [order] = orders;
  t.is(order?.provider, 'Oracle Cloud FastConnect');
  t.is(order?.peering?.primary, '169.254.0.0/30');
  t.is(order?.peering?.secondary, '169.254.0.4/30');
  t.is(order?.peering?.asn, 31898);
  t.deepEqual(
    oci.cloud.compile({ bgp: {}, tunnels: {} }).openEnds?.map(({ name }) => name),
    [`${serviceKey} primary`, `${serviceKey} secondary`],
  );
  oci.close();
});

test('what an interconnect cannot be is refused with its reason', async (t) => {
  const oci = await observedOci();
  const { client, compartmentId } = oci;
  const { items } = await client.listFastConnectProviderServices({ compartmentId });
  const order = (providerName: string, more: object) =>
    client.createVirtualCircuit({
      createVirtualCircuitDetails: {
        compartmentId,
        type: core.models.CreateVirtualCircuitDetails.Type.Private,
        providerServiceId: items.find((service) => service.providerName === providerName)?.id ?? '',
        crossConnectMappings: links,
        ...more,
      },
    });
  const azureKey = (providerServiceKeyName: string) => ({ providerServiceKeyName });
  await t.throwsAsync(order('Microsoft Azure', azureKey('abc')), { message: /service key/ });
  await t.throwsAsync(order('Megaport', { ...azureKey(serviceKey), customerAsn: 64496 }), {
    message: /OCID instead of a key/,
  });
  await t.throwsAsync(order('Megaport', {}), { message: /customerAsn is required/ });
  await t.throwsAsync(
    order('Microsoft Azure', { crossConnectMappings: [{ ...links[0], vlan: 5000 }] }),
    { message: /vlan/ },
  );
  const between = (oracle: string, customer: string) => ({
    crossConnectMappings: [
      { oracleBgpPeeringIp: oracle, customerBgpPeeringIp: customer },
      ...links.slice(1),
    ],
  });
  const toAzure = (oracle: string, customer: string) =>
    order('Microsoft Azure', { ...azureKey(serviceKey), ...between(oracle, customer) });
  await t.throwsAsync(toAzure('10.0.0.2/30', '10.0.0.1/30'), { message: /Microsoft the second/ });
  await t.throwsAsync(toAzure('10.0.0.0/31', '10.0.0.1/31'), { message: /a \/30/ });
  await t.throwsAsync(toAzure('10.0.0.1/27', '10.0.0.2/27'), { message: /from \/28 to \/31/ });
  const both = { customerAsn: 64496, customerBgpAsn: 64496 };
  await t.throwsAsync(order('Megaport', both), { message: /customerBgpAsn/ });
  // To a partner the customer's router may have any address of a subnet from /28 on.
  const free = { customerAsn: 64496, ...between('10.0.0.9/28', '10.0.0.2/28') };
  await t.notThrowsAsync(order('Megaport', free));
  oci.close();
});

test('a partner circuit is offered by its OCID, and secrets have letters and digits only', async (t) => {
  const oci = await observedOci();
  const { client, compartmentId } = oci;
  const { drg } = await drgWithVcn(oci);
  const { items } = await client.listFastConnectProviderServices({ compartmentId });
  const { virtualCircuit } = await client.createVirtualCircuit({
    createVirtualCircuitDetails: {
      compartmentId,
      type: core.models.CreateVirtualCircuitDetails.Type.Private,
      gatewayId: drg.id,
      providerServiceId: items.find(({ providerName }) => providerName === 'Megaport')?.id ?? '',
      customerAsn: 64496,
      crossConnectMappings: links.slice(0, 1),
    },
  });
  t.deepEqual(oci.cloud.circuits?.().offers, [{ key: virtualCircuit.id ?? '' }]);
  const { ipscId, tunnels } = await connection(oci, drg.id);
  const place = { ipscId, tunnelId: tunnels[0]?.id ?? '' };
  const put = (sharedSecret: string) =>
    client.updateIPSecConnectionTunnelSharedSecret({
      ...place,
      updateIPSecConnectionTunnelSharedSecretDetails: { sharedSecret },
    });
  await t.throwsAsync(put('with/slash'), { message: /only numbers, letters and spaces/ });
  await put('Secret123');
  const { iPSecConnectionTunnelSharedSecret: shown } =
    await client.getIPSecConnectionTunnelSharedSecret(place);
  t.is(shown.sharedSecret, 'Secret123');
  oci.close();
});
