import test from 'ava';
import type { FrontDoor } from '../../../../../src/emulator/azure/resources/front-door.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import {
  codeOf,
  createDoor,
  location,
  putAddress,
  putNetwork,
  resource,
  subnet,
} from '../support/arm.ts';

const gatewayId = resource('virtualNetworkGateways', 'gw');
const localId = resource('localNetworkGateways', 'lng');
const connectionId = resource('connections', 'cn');
const configuration = (index: number) => `${gatewayId}/ipConfigurations/ip${index}`;

function part(door: FrontDoor, index: number, more: object = {}) {
  return {
    name: `ip${index}`,
    properties: {
      subnet: { id: subnet('hub', 'GatewaySubnet') },
      publicIPAddress: { id: putAddress(door, `ip${index}`) },
      ...more,
    },
  };
}

function body(door: FrontDoor, more: object = {}) {
  return {
    location,
    properties: {
      enableBgp: true,
      activeActive: true,
      sku: { name: 'VpnGw1' },
      bgpSettings: { asn: 65001 },
      ipConfigurations: [part(door, 0), part(door, 1)],
      ...more,
    },
  };
}

function bgp(...lists: readonly (readonly string[])[]) {
  return {
    bgpSettings: {
      asn: 65001,
      bgpPeeringAddresses: lists.map((customBgpIpAddresses, index) => ({
        ipconfigurationId: configuration(index),
        customBgpIpAddresses,
      })),
    },
  };
}

function createHub(prefix = '10.1.255.0/24') {
  const door = createDoor();
  putNetwork(door, 'hub', 1);
  door.put(subnet('hub', 'GatewaySubnet'), { properties: { addressPrefix: prefix } });
  return door;
}

function settings(door: FrontDoor) {
  const shown = door.show(door.get(gatewayId), noObservations);
  return (shown['properties'] as { bgpSettings: Record<string, unknown> }).bgpSettings;
}

function connect(door: FrontDoor, more: object = {}, local: object = {}) {
  door.put(localId, {
    location,
    properties: {
      gatewayIpAddress: '198.51.100.1',
      bgpSettings: { asn: 65002, bgpPeeringAddress: '169.254.21.1' },
      ...local,
    },
  });
  return door.put(connectionId, {
    location,
    properties: {
      connectionType: 'IPsec',
      virtualNetworkGateway1: { id: gatewayId },
      localNetworkGateway2: { id: localId },
      enableBgp: true,
      sharedKey: 'Secret123',
      ...more,
    },
  });
}

const choice = (index: number, customBgpIpAddress: string) => ({
  ipConfigurationId: configuration(index),
  customBgpIpAddress,
});

for (const prefix of ['10.1.255.0/24', '10.1.255.32/27', '10.1.200.0/29']) {
  test(`two instances take the first addresses of ${prefix} in the order of their ipConfigurations`, (t) => {
    const door = createHub(prefix);
    door.put(gatewayId, body(door, bgp(['169.254.21.2'], ['169.254.22.2', '169.254.22.6'])));
    const [network = ''] = prefix.split('/');
    const start = network.slice(0, network.lastIndexOf('.') + 1);
    const last = Number(network.slice(start.length));
    const [first, second] = [`${start}${last + 4}`, `${start}${last + 5}`];
    t.deepEqual(settings(door), {
      asn: 65001,
      bgpPeeringAddress: `${first},${second}`,
      peerWeight: 0,
      bgpPeeringAddresses: [
        {
          ipconfigurationId: configuration(0),
          defaultBgpIpAddresses: [first],
          customBgpIpAddresses: ['169.254.21.2'],
          tunnelIpAddresses: ['20.61.0.1'],
        },
        {
          ipconfigurationId: configuration(1),
          defaultBgpIpAddresses: [second],
          customBgpIpAddresses: ['169.254.22.2', '169.254.22.6'],
          tunnelIpAddresses: ['20.61.0.2'],
        },
      ],
    });
  });
}

test('a gateway that becomes active-active, and back, changes its addresses; another change keeps them', (t) => {
  const door = createHub();
  const one = { activeActive: false, ipConfigurations: [part(door, 0)] };
  door.put(gatewayId, body(door, one));
  t.is(settings(door)['bgpPeeringAddress'], '10.1.255.254');
  door.put(gatewayId, body(door));
  t.is(settings(door)['bgpPeeringAddress'], '10.1.255.4,10.1.255.5');
  door.put(gatewayId, body(door, { sku: { name: 'VpnGw2' }, ...bgp(['169.254.21.2']) }));
  t.is(settings(door)['bgpPeeringAddress'], '10.1.255.4,10.1.255.5');
  door.put(gatewayId, body(door, one));
  t.is(settings(door)['bgpPeeringAddress'], '10.1.255.254');
});

const refused = {
  'one ipConfiguration': [
    (door: FrontDoor) => ({ ipConfigurations: [part(door, 0)] }),
    'ActiveActiveGatewayMustHaveExactlyTwoIpConfigurations',
  ],
  'two ipConfigurations and not active-active': [
    () => ({ activeActive: false }),
    'ActiveStandbyGatewayMustHaveExactlyOneIpConfiguration',
  ],
  'one public address for both': [
    (door: FrontDoor) => ({
      ipConfigurations: [part(door, 0), { ...part(door, 0), name: 'ip1' }],
    }),
    'PublicIPAddressInUse',
  ],
  'one name for both': [
    (door: FrontDoor) => ({
      ipConfigurations: [part(door, 0), { ...part(door, 1), name: 'IP0' }],
    }),
    'InvalidRequestFormat',
  ],
  'SKU Basic': [
    () => ({ sku: { name: 'Basic' }, enableBgp: false }),
    'ActiveActiveFeatureNotSupportedForSku',
  ],
  'a custom address outside the range': [
    () => bgp(['169.254.23.1']),
    'CustomBgpIpAddressNotInRange',
  ],
  'a custom address before the range': [
    () => bgp(['169.254.20.255']),
    'CustomBgpIpAddressNotInRange',
  ],
  'a custom address for both': [
    () => bgp(['169.254.21.2'], ['169.254.21.2']),
    'DuplicateCustomBgpIpAddress',
  ],
  'custom addresses for an ipConfiguration it does not have': [
    () => ({
      bgpSettings: {
        asn: 65001,
        bgpPeeringAddresses: [
          { ipconfigurationId: configuration(7), customBgpIpAddresses: ['169.254.21.2'] },
        ],
      },
    }),
    'InvalidResourceReference',
  ],
  'two custom addresses and active-standby': [
    (door: FrontDoor) => ({
      activeActive: false,
      ipConfigurations: [part(door, 0)],
      ...bgp(['169.254.21.2', '169.254.21.6']),
    }),
    'ActiveStandbyGatewayCannotHaveMultipleCustomBgpIpAddresses',
  ],
} as const;

for (const [what, [more, code]] of Object.entries(refused)) {
  test(`a gateway with ${what} is refused: ${code}`, (t) => {
    const door = createHub();
    const wanted = body(door, more(door));
    t.is(
      codeOf(() => door.put(gatewayId, wanted)),
      code,
    );
  });
}

test('the edges of the range for custom addresses are in it', (t) => {
  const door = createHub();
  const wanted = body(door, bgp(['169.254.21.0'], ['169.254.22.255']));
  t.is(
    codeOf(() => door.put(gatewayId, wanted)),
    'none',
  );
});

const choices = {
  'an address of the other instance': [
    { gatewayCustomBgpIpAddresses: [choice(0, '169.254.22.2')] },
    'GatewayCustomBgpIpAddressNotFoundOnGateway',
  ],
  'an ipConfiguration of no gateway': [
    { gatewayCustomBgpIpAddresses: [choice(5, '169.254.21.2')] },
    'InvalidResourceReference',
  ],
  'custom addresses without BGP': [
    { enableBgp: false, gatewayCustomBgpIpAddresses: [choice(0, '169.254.21.2')] },
    'GatewayCustomBgpIpAddressesRequireBgp',
  ],
} as const;

for (const [what, [more, code]] of Object.entries(choices)) {
  test(`a connection with ${what} is refused: ${code}`, (t) => {
    const door = createHub();
    door.put(gatewayId, body(door, bgp(['169.254.21.2'], ['169.254.22.2'])));
    t.is(
      codeOf(() => connect(door, more)),
      code,
    );
  });
}

test('what a connection speaks from stays while it does', (t) => {
  const door = createHub();
  door.put(gatewayId, body(door, bgp(['169.254.21.2'], ['169.254.22.2'])));
  connect(door, {
    gatewayCustomBgpIpAddresses: [choice(0, '169.254.21.2'), choice(1, '169.254.22.2')],
  });
  t.is(
    codeOf(() => door.put(gatewayId, body(door, bgp(['169.254.21.2'])))),
    'GatewayCustomBgpIpAddressNotFoundOnGateway',
  );
  t.is(
    codeOf(() =>
      door.put(gatewayId, body(door, bgp(['169.254.21.2', '169.254.21.6'], ['169.254.22.2']))),
    ),
    'none',
  );
});

test('both ends of a connection with BGP have AS numbers of their own', (t) => {
  const door = createHub();
  door.put(gatewayId, body(door));
  const bgpSettings = { asn: 65001, bgpPeeringAddress: '10.9.0.1' };
  t.is(
    codeOf(() => connect(door, {}, { bgpSettings })),
    'BgpAsnMustBeDifferent',
  );
  t.is(
    codeOf(() => connect(door, { enableBgp: false }, { bgpSettings })),
    'none',
  );
});

test('BGP between networks needs both gateways to have it', (t) => {
  const door = createHub();
  door.put(gatewayId, body(door));
  putNetwork(door, 'other', 2, true);
  const otherId = resource('virtualNetworkGateways', 'other');
  const address = putAddress(door, 'other');
  door.put(otherId, {
    location,
    properties: {
      enableBgp: false,
      ipConfigurations: [
        {
          name: 'ip',
          properties: {
            subnet: { id: subnet('other', 'GatewaySubnet') },
            publicIPAddress: { id: address },
          },
        },
      ],
    },
  });
  const toOther = (enableBgp: boolean) =>
    codeOf(() =>
      door.put(connectionId, {
        location,
        properties: {
          connectionType: 'Vnet2Vnet',
          virtualNetworkGateway1: { id: gatewayId },
          virtualNetworkGateway2: { id: otherId },
          enableBgp,
        },
      }),
    );
  t.is(toOther(true), 'BgpNotEnabledOnVirtualNetworkGateway');
  t.is(toOther(false), 'none');
});

test('custom addresses are no part of a peer’s address space', (t) => {
  const door = createHub();
  door.put(gatewayId, body(door));
  t.is(
    codeOf(() =>
      connect(door, {}, { localNetworkAddressSpace: { addressPrefixes: ['169.254.21.0/24'] } }),
    ),
    'LocalNetworkGatewayAddressSpaceInvalid',
  );
});
