import type { Cloud, CloudServices } from '../../../../../src/emulator/cloud.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import { createOnprem } from '../../../../../src/emulator/onprem/index.ts';
import { createEngine } from '../../../../../src/emulator/terraform/create-engine.ts';
import type { TerraformEngine } from '../../../../../src/emulator/terraform/engine.ts';

/** Sites without Linux, applied by the engine as people's configurations are. */
export interface LocalOnprem {
  readonly cloud: Cloud;
  readonly engine: TerraformEngine;
  /** Public addresses given out and not taken back. */
  readonly held: ReadonlySet<string>;
  /** Keys that somebody offers from here on. */
  offer(...keys: readonly string[]): void;
  /** What was done: `create onprem_site.tokyo`. */
  apply(resource: Resources): Promise<readonly string[]>;
  output(address: string): Promise<Readonly<Record<string, unknown>>>;
}

/** By type, then by name. */
export type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

export function createLocalOnprem(services: Partial<CloudServices> = {}): LocalOnprem {
  const held = new Set<string>();
  const offered = new Set<string>();
  let next = 0;
  const cloud = createOnprem({
    changed: () => undefined,
    settled: () => Promise.resolve(),
    observe: () => Promise.resolve(noObservations),
    circuits: {
      offer: (key) => (offered.has(key) ? { key } : undefined),
      order: () => undefined,
    },
    timers: 'fast',
    now: () => 0,
    allocatePublicAddress() {
      const address = `131.107.0.${4 + next++}`;
      held.add(address);
      return address;
    },
    releasePublicAddress: (address) => void held.delete(address),
    ...services,
  });
  const engine = createEngine({ providers: [cloud.terraform] });
  return {
    cloud,
    engine,
    held,
    offer: (...keys) => keys.forEach((key) => offered.add(key)),
    async apply(resource) {
      const plan = await engine.plan({ resource }, {}, {});
      await engine.apply(plan, { onResource: () => undefined });
      return plan.changes.map(({ address, action }) => `${action} ${address}`);
    },
    async output(address) {
      const found = engine.state().find((it) => it.address === address);
      if (!found) throw new Error(`no ${address} in the state`);
      return found.attributes;
    },
  };
}

export const sshKey = 'ssh-ed25519 AAAATEST wirebook';
export const serviceKey = '7c0a8f40-8f0f-4e61-a5d1-7d1a2f2f5b11';
export const ocid = 'ocid1.virtualcircuit.oc1.uk-london-1.aaaa';

/** A site as a customer in Tokyo has it: a router with two LANs and a host in each, and a circuit's primary link. */
export function tokyo(): Resources {
  return {
    onprem_site: { tokyo: { name: 'tokyo' } },
    onprem_lan: {
      office: { site_id: '${onprem_site.tokyo.id}', name: 'office', cidr: '10.100.10.0/24' },
      lab: { site_id: '${onprem_site.tokyo.id}', name: 'lab', cidr: '10.100.11.0/24' },
    },
    onprem_router: {
      tky01: {
        site_id: '${onprem_site.tokyo.id}',
        name: 'tky01',
        user: 'ops',
        ssh_public_key: sshKey,
        asn: 65150,
        loopbacks: ['10.100.20.1'],
        lan: [
          { lan_id: '${onprem_lan.office.id}', address: '10.100.10.1' },
          { lan_id: '${onprem_lan.lab.id}', address: '10.100.11.1' },
        ],
      },
    },
    onprem_host: {
      pc1: hostOf('pc1', 'office', '10.100.10.11', '10.100.10.1'),
      pc2: hostOf('pc2', 'lab', '10.100.11.12', '10.100.11.1'),
    },
    onprem_circuit_link: {
      er: {
        router_id: '${onprem_router.tky01.id}',
        circuit_key: serviceKey,
        link: 'primary',
        vlan: 714,
        address: '172.16.0.1/30',
      },
    },
  };
}

export function hostOf(name: string, lan: string, address: string, gateway: string) {
  return {
    site_id: '${onprem_site.tokyo.id}',
    name,
    lan_id: `\${onprem_lan.${lan}.id}`,
    address,
    gateway,
    user: 'ops',
    ssh_public_key: sshKey,
  };
}

/** An exchange's router between Azure and OCI. */
export function exchange(changes: object = {}): Resources {
  return {
    onprem_exchange_router: {
      mcr: {
        name: 'mcr1',
        asn: 64500,
        azure_circuit_key: serviceKey,
        azure_vlan: 100,
        azure_primary_address: '172.30.0.1/30',
        azure_secondary_address: '172.30.0.5/30',
        oci_circuit_key: ocid,
        oci_primary_address: '172.31.0.2/30',
        prepend_towards_oci: 2,
        ...changes,
      },
    },
  };
}
