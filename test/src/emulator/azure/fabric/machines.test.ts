import test from 'ava';
import type { CloudFabric } from '../../../../../src/emulator/cloud.ts';
import type { RouterNode } from '../../../../../src/emulator/fabric/fabric.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import { createLocalAzure, groupId } from '../support/local-azure.ts';
import type { LocalAzure } from '../support/local-azure.ts';

function router(fabric: CloudFabric, name: string): RouterNode {
  const node = fabric.nodes.find((candidate) => candidate.name === name);
  if (node?.kind !== 'router') throw new Error(`no router ${name}`);
  return node;
}

/** A network with machines by the names given; those in `open` have a public address. */
async function machines(
  names: readonly string[],
  { open = [], ...options }: { open?: readonly string[]; defaultOutboundAccess?: boolean } = {},
) {
  const azure = createLocalAzure(options);
  await azure.create('azurerm_resource_group', { name: 'rg' });
  await azure.create('azurerm_virtual_network', { name: 'net', address_space: ['10.1.0.0/16'] });
  const subnet = await azure.create('azurerm_subnet', {
    name: 'sub',
    virtual_network_name: 'net',
    address_prefixes: ['10.1.0.0/24'],
  });
  for (const name of names) {
    const address = open.includes(name)
      ? await azure.create('azurerm_public_ip', { name: `${name}-ip`, allocation_method: 'Static' })
      : undefined;
    const card = await azure.create('azurerm_network_interface', {
      name: `${name}-nic`,
      ip_configuration: [
        {
          name: 'ipconfig1',
          subnet_id: subnet['id'] ?? '',
          private_ip_address_allocation: 'Dynamic',
          ...(address && { public_ip_address_id: address['id'] ?? '' }),
        },
      ],
    });
    await azure.create('azurerm_linux_virtual_machine', {
      name,
      size: 'Standard_B1s',
      admin_username: 'hans',
      network_interface_ids: [card['id'] ?? ''],
      admin_ssh_key: [{ username: 'hans', public_key: 'ssh-ed25519 AAAA test' }],
      os_disk: [{ caching: 'ReadWrite' }],
    });
  }
  return { azure, subnet };
}

function power(azure: LocalAzure, name: string, action: string) {
  return azure.cloud.handle({
    method: 'POST',
    url: new URL(
      `https://localhost${groupId}/providers/Microsoft.Compute/virtualMachines/${name}/${action}?api-version=2024-07-01`,
    ),
    headers: { host: 'localhost' },
    body: '',
  });
}

const hostsOf = (fabric: CloudFabric) =>
  router(fabric, 'vnet-net')
    .tables.find(({ name }) => name === 'card vm1-nic')
    ?.routes.map(({ to }) => to)
    .filter((to) => to.endsWith('/32'));

test('a machine that does not run keeps its cable and is silence', async (t) => {
  const { azure } = await machines(['vm1', 'vm2']);
  const running = azure.cloud.compile(noObservations);
  t.deepEqual(hostsOf(running), ['10.1.0.4/32', '10.1.0.5/32']);
  await power(azure, 'vm2', 'deallocate');
  const stopped = azure.cloud.compile(noObservations);
  t.deepEqual(hostsOf(stopped), ['10.1.0.4/32']);
  t.like(
    stopped.nodes.find(({ name }) => name === 'vm2'),
    { running: false },
  );
  t.deepEqual(stopped.links, running.links);
  await power(azure, 'vm2', 'start');
  t.deepEqual(azure.cloud.compile(noObservations), running);
});

test('machines without a public address share the network’s, unless that is switched off', async (t) => {
  const { azure } = await machines(['vm1', 'vm2'], { open: ['vm1'] });
  const { nat } = router(azure.cloud.compile(noObservations), 'edge-net');
  t.is(nat?.destination.length, 1);
  t.deepEqual(
    nat?.source.map(({ from }) => from),
    ['10.1.0.4/32', '10.1.0.5/32'],
  );
  t.not(nat?.source[0]?.translated, nat?.source[1]?.translated);

  const closed = await machines(['vm1', 'vm2'], { open: ['vm1'], defaultOutboundAccess: false });
  t.is(router(closed.azure.cloud.compile(noObservations), 'edge-net').nat?.source.length, 1);
});

test('a Standard public address lets nothing in from outside without a security group', async (t) => {
  const { azure } = await machines(['vm1', 'vm2'], { open: ['vm1'] });
  const fabric = azure.cloud.compile(noObservations);
  const inbound = (port: string) =>
    (router(fabric, port).filters ?? []).find(({ direction }) => direction === 'in');
  t.is(inbound('port-vm2-nic'), undefined);
  const rules = inbound('port-vm1-nic');
  t.true(rules?.stateful);
  t.is(rules?.lists[0]?.[0]?.action, 'drop');
  t.false(rules?.lists[0]?.[0]?.sources?.includes('10.1.0.0/16'));
});

test('the subnet’s group comes first inbound, and last outbound', async (t) => {
  const { azure, subnet } = await machines(['vm1']);
  const group = async (name: string, port: string) => {
    const rule = (direction: string) => ({
      name: direction,
      priority: 100,
      direction,
      access: 'Allow',
      protocol: 'Tcp',
      source_address_prefix: '*',
      source_port_range: '*',
      destination_address_prefix: '*',
      destination_port_range: port,
    });
    const made = await azure.create('azurerm_network_security_group', {
      name,
      security_rule: [rule('Inbound'), rule('Outbound')],
    });
    return made['id'] ?? '';
  };
  await azure.create('azurerm_subnet_network_security_group_association', {
    subnet_id: subnet['id'] ?? '',
    network_security_group_id: await group('of-subnet', '1'),
  });
  await azure.create('azurerm_network_interface_security_group_association', {
    network_interface_id: `${groupId}/providers/Microsoft.Network/networkInterfaces/vm1-nic`,
    network_security_group_id: await group('of-card', '2'),
  });
  const ports = (router(azure.cloud.compile(noObservations), 'port-vm1-nic').filters ?? []).map(
    ({ direction, lists }) => [
      direction,
      ...lists.map((list) => list[0]?.destinationPorts?.[0]?.from ?? 'own addresses'),
    ],
  );
  t.deepEqual(ports, [
    ['in', 1, 2],
    ['out', 'own addresses', 2, 1],
  ]);
});

test('a user-defined route takes effect inside a subnet, and a longer one of the network’s own undoes it', async (t) => {
  const { azure, subnet } = await machines(['vm1', 'vm2', 'vm3']);
  const table = await azure.create('azurerm_route_table', {
    name: 'rt',
    route: [
      {
        name: 'inspect',
        address_prefix: '10.1.0.0/24',
        next_hop_type: 'VirtualAppliance',
        next_hop_in_ip_address: '10.1.0.5',
      },
      { name: 'direct', address_prefix: '10.1.0.6/32', next_hop_type: 'VnetLocal' },
    ],
  });
  await azure.create('azurerm_subnet_route_table_association', {
    subnet_id: subnet['id'] ?? '',
    route_table_id: table['id'] ?? '',
  });
  const routes =
    router(azure.cloud.compile(noObservations), 'vnet-net').tables.find(
      ({ name }) => name === 'card vm1-nic',
    )?.routes ?? [];
  const device = (prefix: string) =>
    routes.flatMap((route) =>
      route.to === prefix && 'via' in route ? route.via.map((hop) => hop.device) : [],
    );
  t.deepEqual(device('10.1.0.0/24'), ['c-vm2-nic']);
  t.deepEqual(device('10.1.0.6/32'), ['c-vm3-nic']);
  t.deepEqual(device('10.1.0.4/32'), []);
  t.is(new Set(routes.map(({ to }) => to)).size, routes.length);
});

test('names that would be taken, too long or ours are made unique', async (t) => {
  const long = 'a-machine-with-a-very-long-name-that-goes-on';
  const { azure } = await machines(['vnet-net', 'internet', long, `${long}-b`]);
  const fabric = azure.cloud.compile(noObservations);
  const nodes = fabric.nodes.map(({ name }) => name);
  t.is(new Set(nodes).size, nodes.length);
  t.false(nodes.includes('internet'));
  const devices = fabric.links.flatMap(({ ends }) =>
    ends.map((end) => `${end.node} ${end.device}`),
  );
  t.is(new Set(devices).size, devices.length);
  t.true(fabric.links.flatMap(({ ends }) => ends).every(({ device }) => device.length <= 15));
});
