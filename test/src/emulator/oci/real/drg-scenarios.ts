import type core from 'oci-core';
import { names } from '../../../../../src/emulator/oci/fabric/names.ts';
import { createDrgStage, nearHost, pingThroughDrg, run, sharedSecret } from './drg-stage.ts';
import { until } from '../../support/until.ts';
import { equalTunnels } from './equal-tunnels.ts';
import { farAddress, farHost, farPrefix, farSide } from './far-side.ts';

/** What is done inside an enclosure; tests look at what it returns. */
export const drgScenarios = { interconnect, equalTunnels };

/** A VCN, and a far side that it reaches over a circuit and, as a backup, through a tunnel. */
async function interconnect(folder: string) {
  const stage = await createDrgStage(folder);
  const { linux, client, compartmentId, drgId, vcn, log } = stage;
  const { virtualCircuitId, ipscId, tunnelId, vpnIp } = await connect(client, {
    compartmentId,
    drgId,
  });
  stage.join(farSide({ key: virtualCircuitId, vpnIp, sharedSecret }));
  const wants = (expected: readonly string[]) => stage.wants(farPrefix, expected);
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
  const reach = () => pingThroughDrg(stage, farHost);

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
  stage.close();
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
