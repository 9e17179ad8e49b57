import test from 'ava';
import { createEngine } from '../../../../../src/emulator/terraform/create-engine.ts';
import { createLocalGoogle } from '../support/local-google.ts';

const region = 'us-east1';
const ref = (type: string, name: string, attribute = 'id') =>
  `\${google_compute_${type}.${name}.${attribute}}`;

/** As CDKTF writes it. */
function configuration(priority: number) {
  return {
    provider: { google: [{ region }] },
    resource: {
      google_compute_network: {
        n: { name: 'n', auto_create_subnetworks: false, routing_mode: 'REGIONAL', mtu: 1500 },
      },
      google_compute_subnetwork: {
        s: { name: 's', region, network: ref('network', 'n'), ip_cidr_range: '10.0.1.0/24' },
      },
      google_compute_firewall: {
        ssh: {
          name: 'ssh',
          network: ref('network', 'n'),
          direction: 'INGRESS',
          source_ranges: ['0.0.0.0/0'],
          allow: [{ protocol: 'tcp', ports: ['22'] }],
        },
      },
      google_compute_address: { ip: { name: 'ip', region } },
      google_compute_instance: {
        vm: {
          name: 'vm',
          machine_type: 'e2-micro',
          zone: 'us-east1-b',
          boot_disk: { initialize_params: { image: 'ubuntu-os-cloud/ubuntu-2204-lts' } },
          network_interface: [{ subnetwork: ref('subnetwork', 's'), access_config: [{}] }],
          metadata: { 'ssh-keys': 'jose:ssh-ed25519 AAAA x' },
        },
      },
      google_compute_route: {
        r: {
          name: 'r',
          network: ref('network', 'n'),
          dest_range: '10.9.0.0/16',
          next_hop_instance: ref('instance', 'vm'),
        },
      },
      google_compute_ha_vpn_gateway: { g: { name: 'g', region, network: ref('network', 'n') } },
      google_compute_external_vpn_gateway: {
        e: {
          name: 'e',
          redundancy_type: 'SINGLE_IP_INTERNALLY_REDUNDANT',
          interface: [{ id: 0, ip_address: '20.120.119.5' }],
        },
      },
      google_compute_router: {
        r: { name: 'r', region, network: ref('network', 'n'), bgp: { asn: 65003 } },
      },
      google_compute_vpn_tunnel: {
        t: {
          name: 't',
          region,
          vpn_gateway: ref('ha_vpn_gateway', 'g'),
          vpn_gateway_interface: 0,
          peer_external_gateway: ref('external_vpn_gateway', 'e'),
          peer_external_gateway_interface: 0,
          router: ref('router', 'r'),
          shared_secret: 'x',
        },
      },
      google_compute_router_interface: {
        i: {
          name: 'i',
          region,
          router: ref('router', 'r', 'name'),
          ip_range: '169.254.21.129/30',
          vpn_tunnel: ref('vpn_tunnel', 't', 'name'),
        },
      },
      google_compute_router_peer: {
        p: {
          name: 'p',
          region,
          router: ref('router', 'r', 'name'),
          interface: ref('router_interface', 'i', 'name'),
          peer_asn: 65001,
          peer_ip_address: '169.254.21.130',
          advertised_route_priority: priority,
        },
      },
    },
  };
}

test('what was applied needs no change, and one changed attribute is one update', async (t) => {
  const { cloud, held } = createLocalGoogle();
  const engine = createEngine({ providers: [cloud.terraform] });
  const apply = async (priority: number) => {
    const plan = await engine.plan(configuration(priority), {}, {});
    await engine.apply(plan, { onResource: () => undefined });
    return plan.changes.map(({ address, action }) => `${action} ${address}`);
  };
  t.is((await apply(100)).length, 12);
  const again = await engine.plan(configuration(100), {}, {});
  t.deepEqual(again.changes, []);
  // The tunnel lives on by itself, as Terraform sees on the real cloud too.
  t.deepEqual(
    again.drift.flatMap(({ attributes = [] }) => attributes.map(({ path }) => path)),
    ['detailed_status'],
  );
  t.deepEqual(await apply(200), ['update google_compute_router_peer.p']);
  t.deepEqual(await engine.destroy({ onResource: () => undefined }), []);
  t.is(held.size, 0);
});
