import test from 'ava';
import {
  cardBody,
  codeOf,
  createDoor,
  location,
  network,
  putNetwork,
  resource,
  subnet,
} from '../support/arm.ts';
import { groupId } from '../support/local-azure.ts';

const space = (...addressPrefixes: readonly string[]) => ({
  location,
  properties: { addressSpace: { addressPrefixes } },
});

for (const prefix of ['224.1.0.0/16', '127.0.0.0/8', '169.254.0.0/16', '168.63.129.16/32']) {
  test(`a network may not use ${prefix}`, (t) => {
    const door = createDoor();
    t.is(
      codeOf(() => door.put(network('vnet'), space(prefix))),
      'AddressPrefixNotAllowed',
    );
    t.is(door.find(network('vnet')), undefined);
  });
}

const badBodies = {
  'a prefix with host bits': [space('10.0.0.1/16'), 'InvalidCIDRNotation'],
  'no location': [{ properties: space('10.0.0.0/16').properties }, 'LocationRequired'],
  'no properties': [{ location }, 'InvalidRequestFormat'],
  'overlapping prefixes': [space('10.0.0.0/16', '10.0.1.0/24'), 'AddressPrefixesOverlap'],
  'a property that is not emulated': [
    {
      location,
      properties: { ...space('10.0.0.0/16').properties, encryption: { enabled: true } },
    },
    'NotImplemented',
  ],
} as const;

for (const [what, [body, code]] of Object.entries(badBodies)) {
  test(`a network with ${what} is refused: ${code}`, (t) => {
    const door = createDoor();
    t.is(
      codeOf(() => door.put(network('vnet'), body)),
      code,
    );
  });
}

test('a property that says nothing is no property', (t) => {
  const door = createDoor();
  const { properties } = space('10.0.0.0/16');
  t.is(
    codeOf(() =>
      door.put(network('vnet'), { location, properties: { ...properties, encryption: null } }),
    ),
    'none',
  );
});

const badSubnets = {
  'outside its network': ['10.2.0.0/24', 'NetcfgSubnetRangeOutsideVnet'],
  'over another subnet': ['10.1.0.128/25', 'NetcfgSubnetRangesOverlap'],
  'smaller than /29': ['10.1.9.0/30', 'NetcfgInvalidSubnet'],
} as const;

for (const [what, [addressPrefix, code]] of Object.entries(badSubnets)) {
  test(`a subnet ${what} is refused: ${code}`, (t) => {
    const door = createDoor();
    putNetwork(door, 'vnet1', 1);
    t.is(
      codeOf(() => door.put(subnet('vnet1', 'other'), { properties: { addressPrefix } })),
      code,
    );
  });
}

test('subnets inside a network’s body replace the others; without them all stay', (t) => {
  const door = createDoor();
  putNetwork(door, 'vnet1', 1);
  door.put(network('vnet1'), space('10.1.0.0/16'));
  t.is(door.resources.inside('subnets', network('vnet1')).length, 1);
  door.put(network('vnet1'), {
    location,
    properties: {
      ...space('10.1.0.0/16').properties,
      subnets: [{ name: 'new', properties: { addressPrefix: '10.1.0.0/25' } }],
    },
  });
  t.deepEqual(
    door.resources.inside('subnets', network('vnet1')).map(({ name }) => name),
    ['new'],
  );
});

test('what a refused body had begun is undone', (t) => {
  const door = createDoor();
  putNetwork(door, 'vnet1', 1);
  const subnets = [
    { name: 'one', properties: { addressPrefix: '10.1.1.0/24' } },
    { name: 'two', properties: { addressPrefix: '10.1.1.0/24' } },
  ];
  t.is(
    codeOf(() =>
      door.put(network('vnet1'), {
        location,
        properties: { ...space('10.1.0.0/16').properties, subnets },
      }),
    ),
    'NetcfgSubnetRangesOverlap',
  );
  t.deepEqual(
    door.resources.inside('subnets', network('vnet1')).map(({ name }) => name),
    ['sub'],
  );
});

test('an address space keeps room for its subnets', (t) => {
  const door = createDoor();
  putNetwork(door, 'vnet1', 1);
  t.is(
    codeOf(() => door.put(network('vnet1'), space('10.9.0.0/16'))),
    'NetcfgInvalidSubnet',
  );
});

test('a subnet and its network stay while a card is in them', (t) => {
  const door = createDoor();
  putNetwork(door, 'vnet1', 1);
  door.put(resource('networkInterfaces', 'nic'), cardBody(subnet('vnet1', 'sub')));
  t.is(
    codeOf(() => door.remove(subnet('vnet1', 'sub'))),
    'InUseSubnetCannotBeDeleted',
  );
  t.is(
    codeOf(() => door.remove(network('vnet1'))),
    'InUseSubnetCannotBeDeleted',
  );
  t.is(
    codeOf(() =>
      door.put(subnet('vnet1', 'sub'), { properties: { addressPrefix: '10.1.7.0/24' } }),
    ),
    'InUsePrefixCannotBeDeleted',
  );
});

test('a route table and a security group stay while a subnet has them', (t) => {
  const door = createDoor();
  putNetwork(door, 'vnet1', 1);
  const table = resource('routeTables', 'rt');
  const group = resource('networkSecurityGroups', 'nsg');
  door.put(table, { location });
  door.put(group, { location });
  door.put(subnet('vnet1', 'sub'), {
    properties: {
      addressPrefix: '10.1.0.0/24',
      routeTable: { id: table },
      networkSecurityGroup: { id: group },
    },
  });
  t.is(
    codeOf(() => door.remove(table)),
    'InUseRouteTableCannotBeDeleted',
  );
  t.is(
    codeOf(() => door.remove(group)),
    'InUseNetworkSecurityGroupCannotBeDeleted',
  );
});

test('a GatewaySubnet has no security group and no default route', (t) => {
  const door = createDoor();
  putNetwork(door, 'vnet1', 1, true);
  const id = subnet('vnet1', 'GatewaySubnet');
  const addressPrefix = '10.1.255.0/24';
  const group = resource('networkSecurityGroups', 'nsg');
  const table = resource('routeTables', 'rt');
  door.put(group, { location });
  t.is(
    codeOf(() =>
      door.put(id, { properties: { addressPrefix, networkSecurityGroup: { id: group } } }),
    ),
    'NetworkSecurityGroupCannotBeAttachedToGatewaySubnet',
  );
  door.put(table, { location });
  door.put(id, { properties: { addressPrefix, routeTable: { id: table } } });
  const route = (prefix: string) => ({
    properties: { addressPrefix: prefix, nextHopType: 'None' },
  });
  t.is(
    codeOf(() => door.put(`${table}/routes/all`, route('0.0.0.0/0'))),
    'RouteTableCannotBeAttachedForGatewaySubnet',
  );
  t.is(
    codeOf(() => door.put(`${table}/routes/one`, route('10.9.0.0/16'))),
    'none',
  );
  t.is(
    codeOf(() =>
      door.put(table, { location, properties: { disableBgpRoutePropagation: true, routes: [] } }),
    ),
    'RouteTableCannotBeAttachedForGatewaySubnet',
  );
});

const badRoutes = {
  'an appliance without address': [
    { addressPrefix: '10.0.0.0/8', nextHopType: 'VirtualAppliance' },
    'InvalidNextHopIpAddress',
  ],
  'an address without appliance': [
    { addressPrefix: '10.0.0.0/8', nextHopType: 'Internet', nextHopIpAddress: '10.0.0.4' },
    'InvalidNextHopIpAddress',
  ],
  'a peering as next hop': [
    { addressPrefix: '10.0.0.0/8', nextHopType: 'VNetPeering' },
    'InvalidRequestFormat',
  ],
  'a prefix that is there already': [
    { addressPrefix: '10.9.0.0/16', nextHopType: 'None' },
    'RouteConflict',
  ],
} as const;

for (const [what, [properties, code]] of Object.entries(badRoutes)) {
  test(`a route with ${what} is refused: ${code}`, (t) => {
    const door = createDoor();
    const table = resource('routeTables', 'rt');
    door.put(table, {
      location,
      properties: {
        routes: [
          { name: 'first', properties: { addressPrefix: '10.9.0.0/16', nextHopType: 'None' } },
        ],
      },
    });
    t.is(
      codeOf(() => door.put(`${table}/routes/second`, { properties })),
      code,
    );
  });
}

const badRules = {
  'a priority below 100': [{ priority: 99 }, 'SecurityRuleInvalidPriority'],
  'the priority of another': [{ priority: 100 }, 'SecurityRuleConflict'],
  'an unknown tag': [{ sourceAddressPrefix: 'Storage' }, 'SecurityRuleInvalidAddressPrefix'],
  'a port that is none': [{ destinationPortRange: '70000' }, 'SecurityRuleInvalidPortRange'],
  'a range that runs back': [{ destinationPortRange: '9-1' }, 'SecurityRuleInvalidPortRange'],
  'no port at all': [{ destinationPortRange: undefined }, 'SecurityRuleParameterMissing'],
} as const;

for (const [what, [change, code]] of Object.entries(badRules)) {
  test(`a security rule with ${what} is refused: ${code}`, (t) => {
    const door = createDoor();
    const group = resource('networkSecurityGroups', 'nsg');
    const rule = {
      protocol: 'Tcp',
      access: 'Allow',
      direction: 'Inbound',
      priority: 100,
      sourceAddressPrefix: '*',
      sourcePortRange: '*',
      destinationAddressPrefix: 'VirtualNetwork',
      destinationPortRange: '22',
    };
    door.put(group, {
      location,
      properties: { securityRules: [{ name: 'first', properties: rule }] },
    });
    t.is(
      codeOf(() =>
        door.put(`${group}/securityRules/second`, {
          properties: { ...rule, priority: 200, ...change },
        }),
      ),
      code,
    );
  });
}

test('ids are found whatever their case, and keep the spelling they were made with', (t) => {
  const door = createDoor();
  putNetwork(door, 'VNet1', 1);
  const found = door.get(
    network('vnet1').toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions'),
  );
  t.is(found.id, network('VNet1'));
});

test('what is missing is told by ARM’s codes', (t) => {
  const door = createDoor();
  const elsewhere = groupId.replace('/rg', '/none');
  t.is(
    codeOf(() => door.get(network('none'))),
    'ResourceNotFound',
  );
  t.is(
    codeOf(() => door.get(`${elsewhere}/providers/Microsoft.Network/virtualNetworks/v`)),
    'ResourceGroupNotFound',
  );
  t.is(
    codeOf(() => door.put(subnet('none', 'sub'), { properties: { addressPrefix: '10.0.0.0/24' } })),
    'ParentResourceNotFound',
  );
  t.is(
    codeOf(() => door.get(groupId.replace(/0001/, '0009'))),
    'SubscriptionNotFound',
  );
  t.is(
    codeOf(() => door.get(resource('azureFirewalls', 'fw'))),
    'NotImplemented',
  );
});

test('an ETag that is not the newest is refused', (t) => {
  const door = createDoor();
  putNetwork(door, 'vnet1', 1);
  const etag = String(door.show(door.get(network('vnet1')), { bgp: {}, tunnels: {} })['etag']);
  t.is(
    codeOf(() =>
      door.put(network('vnet1'), space('10.1.0.0/16', '10.7.0.0/16'), { ifMatch: etag }),
    ),
    'none',
  );
  t.is(
    codeOf(() => door.put(network('vnet1'), space('10.1.0.0/16'), { ifMatch: etag })),
    'PreconditionFailed',
  );
});

test('a location never changes', (t) => {
  const door = createDoor();
  putNetwork(door, 'vnet1', 1);
  t.is(
    codeOf(() => door.put(network('vnet1'), { ...space('10.1.0.0/16'), location: 'East US' })),
    'InvalidResourceLocation',
  );
  t.is(
    codeOf(() => door.put(network('vnet1'), { ...space('10.1.0.0/16'), location: 'West Europe' })),
    'none',
  );
});
