import test from 'ava';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import { completed, createLocalGoogle, project, typeNamed } from '../support/local-google.ts';
import { machine, multicloud } from '../support/multicloud.ts';

const fixture = async () => {
  const google = createLocalGoogle();
  const network = await google.create('google_compute_network', {
    name: 'n',
    auto_create_subnetworks: false,
  });
  const subnet = await google.create('google_compute_subnetwork', {
    name: 's',
    region: 'europe-west4',
    network: network['id'] ?? '',
    ip_cidr_range: '10.2.0.0/24',
  });
  return { google, network, subnet };
};

test('references may be names, paths and URLs, and stay as they were written', async (t) => {
  const { network, subnet } = await fixture();
  t.is(network['id'], `projects/${project}/global/networks/n`);
  t.is(subnet['network'], network['id']);
  t.is(subnet['id'], `projects/${project}/regions/europe-west4/subnetworks/s`);
  t.is(subnet['gateway_address'], '10.2.0.1');
  t.is(
    subnet['self_link'],
    `https://www.googleapis.com/compute/v1/projects/${project}/regions/europe-west4/subnetworks/s`,
  );
});

test('what was made is read back as it was given back', async (t) => {
  const google = await multicloud();
  const types = google.cloud.terraform.resources;
  const made = {
    ...machine('other', 'vm'),
    zone: 'us-east1-c',
    tags: ['web'],
    labels: { lab: 'x' },
  };
  const created = await google.create('google_compute_instance', made);
  t.deepEqual(await types['google_compute_instance']?.read(created), created);
  const [card] = created['network_interface'] as readonly Record<string, unknown>[];
  t.is(card?.['network_ip'], '10.0.1.3');
  t.is(created['current_status'], 'RUNNING');
});

test('a static address is kept while its machine is stopped', async (t) => {
  const { google } = await fixture();
  const address = await google.create('google_compute_address', {
    name: 'ip',
    region: 'europe-west4',
  });
  const nat_ip = String(address['address']);
  const config = completed(google.cloud, 'google_compute_instance', {
    ...machine('vm', 's'),
    zone: 'europe-west4-a',
    network_interface: [{ subnetwork: 's', access_config: [{ nat_ip }], alias_ip_range: [] }],
  });
  const type = typeNamed(google.cloud, 'google_compute_instance');
  const made = await type.create(config);
  const stopped = await type.update(made, { ...config, desired_status: 'TERMINATED' });
  t.is(stopped['current_status'], 'TERMINATED');
  t.true(google.held.has(nat_ip));
  const { announcements, nodes } = google.cloud.compile(noObservations);
  t.deepEqual(
    announcements.map((announced) => announced.address),
    [nat_ip],
  );
  t.false(nodes.some((node) => node.kind === 'machine' && node.running));
  await type.delete(stopped);
  t.deepEqual([...google.held], [nat_ip]);
});

test('a firewall rule turns from allow to deny', async (t) => {
  const { google } = await fixture();
  const type = typeNamed(google.cloud, 'google_compute_firewall');
  const config = { name: 'f', network: 'n', source_ranges: ['10.0.0.0/8'] };
  const allow = completed(google.cloud, 'google_compute_firewall', {
    ...config,
    allow: [{ protocol: 'tcp', ports: ['22', '8000-8080'] }],
  });
  const deny = completed(google.cloud, 'google_compute_firewall', {
    ...config,
    deny: [{ protocol: 'all' }],
  });
  const made = await type.create(allow);
  t.deepEqual(made['allow'], [{ protocol: 'tcp', ports: ['22', '8000-8080'] }]);
  const changed = await type.update(made, deny);
  t.deepEqual([changed['allow'], changed['deny']], [[], [{ protocol: 'all' }]]);
});

test('everything is destroyed in reverse, and no address is left', async (t) => {
  const google = await multicloud();
  const { cloud } = google;
  const region = 'us-east1';
  const places = (kind: string, name: string) => ({
    id: `projects/${project}/${kind}/${name}`,
    name,
  });
  const part = (name: string) => ({ name, router: 'router', region });
  const order: readonly (readonly [string, Record<string, string>])[] = [
    ...['azvpngw0', 'azvpngw1'].map((name) => ['google_compute_router_peer', part(name)] as const),
    ...['azvpngw0', 'azvpngw1'].map(
      (name) => ['google_compute_router_interface', part(name)] as const,
    ),
    ...['azvpngw0', 'azvpngw1'].map(
      (name) =>
        ['google_compute_vpn_tunnel', places(`regions/${region}/vpnTunnels`, name)] as const,
    ),
    ['google_compute_router', places(`regions/${region}/routers`, 'router')],
    ['google_compute_external_vpn_gateway', places('global/externalVpnGateways', 'azvpngw')],
    ['google_compute_ha_vpn_gateway', places(`regions/${region}/vpnGateways`, 'vpngw')],
    ['google_compute_firewall', places('global/firewalls', 'ssh')],
    ['google_compute_instance', places('zones/us-east1-b/instances', 'testvm')],
    ['google_compute_subnetwork', places(`regions/${region}/subnetworks`, 'vm')],
    ['google_compute_network', places('global/networks', 'multicloud')],
  ];
  for (const [type, state] of order) await typeNamed(cloud, type).delete(state);
  t.is(google.held.size, 0);
  t.deepEqual(cloud.compile(noObservations), {
    nodes: [],
    links: [],
    tunnels: [],
    announcements: [],
  });
});

test('a refusal is Terraform’s, in Google’s words', async (t) => {
  const { google } = await fixture();
  const refused = await t.throwsAsync(
    google.create('google_compute_subnetwork', {
      name: 'other',
      region: 'us-east1',
      network: 'n',
      ip_cidr_range: '10.2.0.128/25',
    }),
  );
  t.regex(
    refused.message,
    /googleapi: Error 400: Invalid IPCidrRange: 10\.2\.0\.128\/25 conflicts/,
  );
  t.is((refused as unknown as { readonly code: string }).code, 'INVALID_USAGE');
});

test('an auto mode network has a subnet in each region, and a route to the internet', async (t) => {
  const google = createLocalGoogle();
  await google.create('google_compute_network', { name: 'auto' });
  await google.create('google_compute_instance', {
    ...machine('vm', 'auto'),
    network_interface: [{ network: 'auto', access_config: [], alias_ip_range: [] }],
  });
  const { nodes } = google.cloud.compile(noObservations);
  const port = nodes.find(({ label }) => label === 'port of vm nic0');
  t.truthy(port);
  const ends = google.cloud.compile(noObservations).links.flatMap((link) => link.ends);
  t.true(ends.some(({ addresses }) => addresses.includes('10.142.0.2/32')));
});

test('images and zones are data', async (t) => {
  const { dataSources = {} } = createLocalGoogle().cloud.terraform;
  const image = await dataSources['google_compute_image']?.read({
    family: 'debian-12',
    project: 'debian-cloud',
  });
  t.regex(String(image?.['self_link']), /debian-cloud\/global\/images\/debian-12/);
  const zones = await dataSources['google_compute_zones']?.read({ region: 'us-east1' });
  t.deepEqual(zones?.['names'], ['us-east1-b', 'us-east1-c', 'us-east1-d']);
});
