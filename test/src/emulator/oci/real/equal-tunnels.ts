import type { Cloud } from '../../../../../src/emulator/cloud.ts';
import { drgNames } from '../../../../../src/emulator/oci/fabric/drg-names.ts';
import { names } from '../../../../../src/emulator/oci/fabric/names.ts';
import { neighbor, router } from '../../linux/fixtures/fabrics.ts';
import type { DrgStage } from './drg-stage.ts';
import { createDrgStage, pingThroughDrg, run, sharedSecret, wayThroughDrg } from './drg-stage.ts';
import { until } from '../../support/until.ts';
import { farAddress, farHost, farOutside, farPrefix, farTunnel } from './far-side.ts';

/** Both tunnels of a connection with BGP to one router: one is used, with ECMP both, and the other alone when one goes. */
export async function equalTunnels(folder: string) {
  const stage = await createDrgStage(folder);
  const tunnels = await connect(stage);
  stage.join(farRouter(tunnels));
  const wants = (expected: readonly string[]) => stage.wants(farPrefix, expected);
  const share = async (isEcmpEnabled: boolean) => {
    await stage.client.updateDrgRouteTable({
      drgRouteTableId: stage.drgRouteTableId,
      updateDrgRouteTableDetails: { isEcmpEnabled },
    });
  };

  const single = {
    rules: await wants(['IPSEC_TUNNEL active', 'IPSEC_TUNNEL conflict']),
    ping: await until(
      () => pingThroughDrg(stage, farHost),
      (text) => text !== 'lost',
    ),
    loaded: await flows(stage, tunnels),
  };
  await share(true);
  const shared = {
    rules: await wants(['IPSEC_TUNNEL active', 'IPSEC_TUNNEL active']),
    loaded: await flows(stage, tunnels),
  };
  stage.join(farRouter(tunnels, ['t1']));
  const left = {
    rules: await wants(['IPSEC_TUNNEL active']),
    ping: await until(
      () => pingThroughDrg(stage, farHost),
      (text) => text !== 'lost',
    ),
  };
  stage.close();
  return { single, shared, left, log: stage.log };
}

interface FarTunnel {
  readonly id: string;
  readonly name: string;
  readonly vpnIp: string;
  readonly oracle: string;
  readonly customer: string;
}

async function connect({ client, compartmentId, drgId }: DrgStage): Promise<readonly FarTunnel[]> {
  const { cpe } = await client.createCpe({
    createCpeDetails: { compartmentId, ipAddress: farAddress },
  });
  const inside = (index: number) => `169.254.2${index}`;
  const { iPSecConnection } = await client.createIPSecConnection({
    createIPSecConnectionDetails: {
      compartmentId,
      cpeId: cpe.id,
      drgId,
      staticRoutes: [],
      tunnelConfiguration: [1, 2].map((index) => ({
        routing: 'BGP' as never,
        sharedSecret,
        bgpSessionConfig: {
          oracleInterfaceIp: `${inside(index)}.1/30`,
          customerInterfaceIp: `${inside(index)}.2/30`,
          customerBgpAsn: '65010',
        },
      })),
    },
  });
  const { items } = await client.listIPSecConnectionTunnels({ ipscId: iPSecConnection.id });
  return items.map(({ id = '', vpnIp = '' }, index) => ({
    id,
    name: `t${index + 1}`,
    vpnIp,
    oracle: `${inside(index + 1)}.1`,
    customer: `${inside(index + 1)}.2`,
  }));
}

/** A router of AS 65010 that has all tunnels, and speaks through those named. */
function farRouter(
  tunnels: readonly FarTunnel[],
  speaking = tunnels.map(({ name }) => name),
): Cloud {
  return {
    name: 'onprem',
    handle: () => Promise.resolve({ status: 404 }),
    terraform: { provider: 'far', resources: {} },
    compile: () => ({
      nodes: [
        router('far', {
          loopbacks: [farHost, ...tunnels.map(({ customer }) => customer)],
          routes: tunnels.map(({ name, oracle }) => ({
            to: `${oracle}/32`,
            via: [{ device: name }],
          })),
          bgp: {
            asn: 65010,
            routerId: farHost,
            networks: [farPrefix],
            neighbors: tunnels
              .filter(({ name }) => speaking.includes(name))
              .map(({ oracle, customer }) => neighbor(oracle, 31898, customer)),
          },
        }),
        farOutside.node,
      ],
      links: [farOutside.link],
      tunnels: tunnels.map(({ name, vpnIp }) =>
        farTunnel(name, { vpnIp, sharedSecret, ike: 'aes256-sha384-ecp384' }),
      ),
      announcements: [farOutside.announcement],
    }),
  };
}

const flowCount = 40;
const flowBytes = 1000;

/** How many tunnels carry many flows that differ by their source port only. */
async function flows(stage: DrgStage, tunnels: readonly FarTunnel[]): Promise<number> {
  const { linux, vcn } = stage;
  const sent = async () => {
    const { tunnels: seen } = await linux.observe();
    return tunnels.map((tunnel) => seen[drgNames.tunnel(tunnel)]?.bytesOut ?? 0);
  };
  await wayThroughDrg(stage, farHost);
  const before = await sent();
  await run(
    linux,
    names.vcn(vcn),
    `for n in $(seq ${flowCount}); do head -c ${flowBytes} /dev/zero > /dev/udp/${farHost}/9; done`,
  );
  const after = await until(sent, (now) => {
    const all = now.reduce((sum, bytes, index) => sum + bytes - (before[index] ?? 0), 0);
    return all >= flowCount * flowBytes;
  });
  // What BGP says meanwhile is less than a few flows.
  return after.filter((bytes, index) => bytes - (before[index] ?? 0) > 5 * flowBytes).length;
}
