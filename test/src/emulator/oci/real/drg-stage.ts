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
import { until } from '../../support/until.ts';

export const sharedSecret = 'Secret123';
/** In the VCN's subnet 10.40.1.0/24: it has no machine, its router speaks for one. */
export const nearHost = '10.40.1.9';

/** A DRG with a VCN, and real packets. */
export interface DrgStage {
  readonly linux: Linux;
  readonly client: core.VirtualNetworkClient;
  readonly compartmentId: string;
  readonly drgId: string;
  /** The DRG route table of the VCN's attachment. */
  readonly drgRouteTableId: string;
  readonly vcn: { readonly id: string };
  readonly log: readonly string[];
  /** Adds another cloud to the world, or takes the place of the one that was added. */
  join(cloud: Cloud): void;
  /** `IPSEC_TUNNEL active` of each rule for a destination, once they are as expected. */
  wants(destination: string, expected: readonly string[]): Promise<readonly string[]>;
  close(): void;
}

export async function createDrgStage(folder: string): Promise<DrgStage> {
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
  const drgRouteTableId = drgAttachment.drgRouteTableId ?? '';
  const rules = async (wanted: string) => {
    const { items } = await client.listDrgRouteRules({ drgRouteTableId });
    return items
      .filter(({ destination }) => destination === wanted)
      .map((rule) => `${rule.routeProvenance} ${rule.isConflict ? 'conflict' : 'active'}`);
  };
  return {
    linux,
    client,
    compartmentId,
    drgId: drg.id,
    drgRouteTableId,
    vcn,
    log,
    join(cloud) {
      clouds.splice(1, 1, cloud);
      world.changed();
    },
    async wants(destination, expected) {
      const seen = await until(
        () => rules(destination),
        (rows) => rows.join() === expected.join(),
      );
      await world.settled();
      return seen;
    },
    close: oci.close,
  };
}

/** Gives the VCN's router a way to a host beyond the DRG, for the machine that it speaks for. */
export async function wayThroughDrg({ linux, vcn }: DrgStage, host: string): Promise<void> {
  const { vcnToDrg } = devices;
  await run(
    linux,
    names.vcn(vcn),
    `ip address replace ${nearHost}/32 dev lo; ip route replace ${host}/32 via ${hop(vcnToDrg, 'drg').gateway} dev ${vcnToDrg} onlink src ${nearHost}`,
  );
}

/** From the VCN's router by the DRG to a host and back: `ttl 63` or `lost`. */
export async function pingThroughDrg(stage: DrgStage, host: string): Promise<string> {
  await wayThroughDrg(stage, host);
  const text = await run(
    stage.linux,
    names.vcn(stage.vcn),
    `ping -c 1 -W 1 -I ${nearHost} ${host}`,
  );
  const ttl = /ttl=(\d+)/.exec(text)?.[1];
  return ttl === undefined ? 'lost' : `ttl ${ttl}`;
}

export async function run(linux: Linux, node: string, line: string): Promise<string> {
  const { stdout, stderr } = await linux.exec(node, ['bash', '-c', line]);
  return (stdout + stderr).trim();
}
