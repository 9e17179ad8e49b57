import test from 'ava';
import stack, { type AzureAwsGoogleProps } from '../../../stacks/azure-aws-google/stack.ts';

type Resource = Readonly<Record<string, unknown>>;
type Resources = Readonly<Record<string, Readonly<Record<string, Resource>>>>;

function synth(props: AzureAwsGoogleProps = {}) {
  const synthesized = stack.synth(props, { sshPublicKey: 'ssh-ed25519 AAAA run', tags: {} });
  const resources = synthesized.terraform['resource'] as Resources;
  return {
    ...synthesized,
    resources,
    of: (type: string, name: string): Resource => resources[type]?.[name] ?? {},
  };
}

test('both instances of the gateway are active, each with three BGP addresses of its own', (t) => {
  const { of } = synth();
  const gateway = of('azurerm_virtual_network_gateway', 'vpngw');
  t.like(gateway, { active_active: true, enable_bgp: true });
  t.deepEqual(gateway['bgp_settings'], {
    asn: 65001,
    peering_addresses: [
      {
        ip_configuration_name: 'vpngw-ipconf1',
        apipa_addresses: ['169.254.21.2', '169.254.21.6', '169.254.21.130'],
      },
      {
        ip_configuration_name: 'vpngw-ipconf2',
        apipa_addresses: ['169.254.22.2', '169.254.22.6', '169.254.22.130'],
      },
    ],
  });
});

test('two customer gateways, one for each public address of Azure, and two tunnels to each', (t) => {
  const { of } = synth();
  for (const [index, third] of [21, 22].entries()) {
    t.like(of('aws_customer_gateway', `vpngw-${index}`), {
      ip_address: `\${azurerm_public_ip.vpngw-public-ip${index + 1}.ip_address}`,
      bgp_asn: '65001',
    });
    t.like(of('aws_vpn_connection', `vpn-${index}`), {
      customer_gateway_id: `\${aws_customer_gateway.vpngw-${index}.id}`,
      tunnel1_inside_cidr: `169.254.${third}.0/30`,
      tunnel2_inside_cidr: `169.254.${third}.4/30`,
      tunnel1_startup_action: 'start',
    });
  }
});

const plan = [
  ['aws00', 'vpn-0.tunnel1_address', '169.254.21.1', ['169.254.21.2', '169.254.22.2']],
  ['aws01', 'vpn-1.tunnel1_address', '169.254.22.1', ['169.254.21.2', '169.254.22.2']],
  ['aws10', 'vpn-0.tunnel2_address', '169.254.21.5', ['169.254.21.6', '169.254.22.6']],
  ['aws11', 'vpn-1.tunnel2_address', '169.254.22.5', ['169.254.21.6', '169.254.22.6']],
] as const;

for (const [name, address, peer, [primary, secondary]] of plan) {
  test(`${name} is one tunnel, as AWS numbers it`, (t) => {
    const { of } = synth();
    const local = of('azurerm_local_network_gateway', `${name}-gateway`);
    t.like(local, {
      name,
      gateway_address: `\${aws_vpn_connection.${address}}`,
      bgp_settings: { asn: 65002, bgp_peering_address: peer },
    });
    t.deepEqual(local['address_space'], []);
    t.deepEqual(of('azurerm_virtual_network_gateway_connection', name)['custom_bgp_addresses'], {
      primary,
      secondary,
    });
  });
}

test('Google only joins when asked for, and changes nothing of the others', (t) => {
  const [without, withGoogle] = [synth(), synth({ google: true })];
  t.false(JSON.stringify(without.terraform).includes('google'));
  for (const [type, byName] of Object.entries(without.resources)) {
    for (const [name, resource] of Object.entries(byName)) {
      t.deepEqual(withGoogle.of(type, name), resource, `${type}.${name}`);
    }
  }
  t.false('router' in without.handles);
  t.true('router' in withGoogle.handles);
});

test('Google has one tunnel to each instance, and BGP on the Cloud Router', (t) => {
  const { of } = synth({ google: true });
  t.like(of('google_compute_external_vpn_gateway', 'azvpngw'), {
    redundancy_type: 'TWO_IPS_REDUNDANCY',
  });
  for (const [index, third] of [21, 22].entries()) {
    const name = `azvpngw${index}`;
    t.like(of('google_compute_vpn_tunnel', name), {
      vpn_gateway_interface: index,
      peer_external_gateway_interface: index,
    });
    t.like(of('google_compute_router_interface', `${name}-interface`), {
      ip_range: `169.254.${third}.129/30`,
    });
    t.like(of('google_compute_router_peer', `${name}-peer`), {
      peer_ip_address: `169.254.${third}.130`,
      peer_asn: 65001,
    });
    t.like(of('azurerm_local_network_gateway', `gcp${index}-gateway`), {
      name: `gcp${index}`,
      gateway_address: `\${google_compute_ha_vpn_gateway.gcp-vpngw.vpn_interfaces[${index}].ip_address}`,
      bgp_settings: { asn: 65003, bgp_peering_address: `169.254.${third}.129` },
    });
  }
});

test('no rule of the network lets ping in: a step does that', (t) => {
  const { resources } = synth({ google: true });
  t.deepEqual(Object.keys(resources['google_compute_firewall'] ?? {}), ['multicloud-allow-ssh']);
});

test('one key for all tunnels, made at deployment, and in no output but a sensitive one', (t) => {
  const { of, terraform } = synth({ google: true });
  const key = 'k${random_password.key.result}';
  t.is(of('aws_vpn_connection', 'vpn-0')['tunnel2_preshared_key'], key);
  t.is(of('google_compute_vpn_tunnel', 'azvpngw1')['shared_secret'], key);
  t.is(of('azurerm_virtual_network_gateway_connection', 'aws11')['shared_key'], key);
  const outputs = terraform['output'] as Record<string, { value: string; sensitive?: boolean }>;
  const secret = Object.values(outputs).filter(({ value }) => value.includes('random_password'));
  t.deepEqual(
    secret.map(({ sensitive }) => sensitive),
    [true],
  );
});

test('everything in Google Cloud says whose it is: by labels, or by its description where there are none', (t) => {
  const tags = { 'wirebook-lab': 'multicloud', 'wirebook-run': '2026-11-21t09-39-40z-9447' };
  const { terraform } = stack.synth({ google: true }, { sshPublicKey: 'ssh-ed25519 A', tags });
  const described = 'wirebook-lab=multicloud wirebook-run=2026-11-21t09-39-40z-9447';
  const marks: Readonly<Record<string, object>> = {
    google_compute_instance: { labels: tags },
    google_compute_ha_vpn_gateway: { labels: tags },
    google_compute_external_vpn_gateway: { labels: tags },
    google_compute_vpn_tunnel: { labels: tags },
    google_compute_network: { description: described },
    google_compute_subnetwork: { description: described },
    google_compute_firewall: { description: described },
    google_compute_router: { description: described },
  };
  for (const [type, mark] of Object.entries(marks)) {
    const made = Object.values((terraform['resource'] as Resources)[type] ?? {});
    t.true(made.length > 0, type);
    for (const resource of made) t.like(resource, mark, type);
  }
});
