import type { Attributes } from '../../../../../src/emulator/terraform/provider.ts';
import type { LocalGoogle } from './local-google.ts';
import { createLocalGoogle } from './local-google.ts';

export const azureAddresses = ['20.120.119.5', '20.120.119.45'] as const;
export const key = 'ssh-ed25519 AAAATEST wirebook';

/** Google's half of a network between Azure and Google: a machine, a gateway, a router and two tunnels. */
export async function multicloud(): Promise<LocalGoogle> {
  const google = createLocalGoogle();
  const { create } = google;
  await create('google_compute_network', {
    name: 'multicloud',
    auto_create_subnetworks: false,
    mtu: 1500,
  });
  await create('google_compute_subnetwork', {
    name: 'vm',
    network: 'multicloud',
    region: 'us-east1',
    ip_cidr_range: '10.0.1.0/24',
  });
  await create('google_compute_instance', machine('testvm', 'vm'));
  await create('google_compute_firewall', {
    name: 'ssh',
    network: 'multicloud',
    source_ranges: ['0.0.0.0/0'],
    allow: [{ protocol: 'tcp', ports: ['22'] }],
  });
  await create('google_compute_ha_vpn_gateway', {
    name: 'vpngw',
    network: 'multicloud',
    region: 'us-east1',
  });
  await create('google_compute_external_vpn_gateway', {
    name: 'azvpngw',
    redundancy_type: 'TWO_IPS_REDUNDANCY',
    interface: azureAddresses.map((ip_address, id) => ({ id, ip_address })),
  });
  await create('google_compute_router', {
    name: 'router',
    network: 'multicloud',
    region: 'us-east1',
    bgp: [{ asn: 65003, advertise_mode: 'DEFAULT', keepalive_interval: 20 }],
  });
  for (const id of [0, 1] as const) {
    await create('google_compute_vpn_tunnel', {
      name: `azvpngw${id}`,
      region: 'us-east1',
      vpn_gateway: 'vpngw',
      vpn_gateway_interface: id,
      peer_external_gateway: 'azvpngw',
      peer_external_gateway_interface: id,
      router: 'router',
      shared_secret: 'Microsoft123',
    });
    await create('google_compute_router_interface', {
      name: `azvpngw${id}`,
      router: 'router',
      region: 'us-east1',
      ip_range: `169.254.2${id + 1}.129/30`,
      vpn_tunnel: `azvpngw${id}`,
    });
    await create('google_compute_router_peer', {
      name: `azvpngw${id}`,
      router: 'router',
      region: 'us-east1',
      interface: `azvpngw${id}`,
      peer_asn: 65001,
      peer_ip_address: `169.254.2${id + 1}.130`,
      ip_address: `169.254.2${id + 1}.129`,
    });
  }
  return google;
}

export function machine(name: string, subnetwork: string, more: Attributes = {}): Attributes {
  return {
    name,
    zone: 'us-east1-b',
    machine_type: 'e2-micro',
    metadata: { 'ssh-keys': `jose:${key}` },
    boot_disk: [{ initialize_params: [{ image: 'debian-cloud/debian-12' }] }],
    network_interface: [{ subnetwork, access_config: [{}], alias_ip_range: [] }],
    ...more,
  };
}
