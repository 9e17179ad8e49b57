import test from 'ava';
import type { FrontDoor } from '../../../../../src/emulator/azure/resources/front-door.ts';
import {
  cardBody,
  codeOf,
  createDoor,
  location,
  machine,
  machineBody,
  putAddress,
  putNetwork,
  resource,
  subnet,
} from '../support/arm.ts';
import { groupId } from '../support/local-azure.ts';

const card = (name: string) => resource('networkInterfaces', name);
const sub = subnet('vnet1', 'sub');

function createNetwork() {
  const door = createDoor();
  putNetwork(door, 'vnet1', 1, true);
  return door;
}

function addressOf(door: FrontDoor, name: string): string | undefined {
  return door.resources.find('networkInterfaces', card(name))?.properties.ipConfigurations[0]
    ?.properties.privateIPAddress;
}

test('cards get the lowest free address from the fifth on, and keep it', (t) => {
  const door = createNetwork();
  door.put(card('one'), cardBody(sub));
  door.put(card('two'), cardBody(sub));
  t.is(addressOf(door, 'one'), '10.1.0.4');
  t.is(addressOf(door, 'two'), '10.1.0.5');
  door.remove(card('one'));
  door.put(card('two'), cardBody(sub));
  t.is(addressOf(door, 'two'), '10.1.0.5');
  door.put(card('three'), cardBody(sub));
  t.is(addressOf(door, 'three'), '10.1.0.4');
});

const badAddresses = {
  '10.1.0.3': 'PrivateIPAddressInReservedRange',
  '10.1.0.255': 'PrivateIPAddressInReservedRange',
  '10.1.1.4': 'PrivateIPAddressNotInSubnet',
  '10.1.0.4': 'PrivateIPAddressInUse',
  '10.1.0.400': 'InvalidIPAddressFormat',
};

for (const [privateIPAddress, code] of Object.entries(badAddresses)) {
  test(`a card may not ask for ${privateIPAddress}: ${code}`, (t) => {
    const door = createNetwork();
    door.put(card('one'), cardBody(sub));
    t.is(
      codeOf(() =>
        door.put(
          card('two'),
          cardBody(sub, { privateIPAllocationMethod: 'Static', privateIPAddress }),
        ),
      ),
      code,
    );
  });
}

test('a full subnet says so', (t) => {
  const door = createNetwork();
  door.put(subnet('vnet1', 'tiny'), { properties: { addressPrefix: '10.1.9.0/29' } });
  for (const name of ['a', 'b', 'c']) door.put(card(name), cardBody(subnet('vnet1', 'tiny')));
  t.is(
    codeOf(() => door.put(card('d'), cardBody(subnet('vnet1', 'tiny')))),
    'SubnetIsFull',
  );
});

test('a card is neither in a GatewaySubnet nor in a subnet that is not there', (t) => {
  const door = createNetwork();
  t.is(
    codeOf(() => door.put(card('a'), cardBody(subnet('vnet1', 'GatewaySubnet')))),
    'ResourceTypeNotAllowedInGatewaySubnet',
  );
  t.is(
    codeOf(() => door.put(card('a'), cardBody(subnet('vnet1', 'none')))),
    'InvalidResourceReference',
  );
});

test('a public address has one user and stays while it has it', (t) => {
  const door = createNetwork();
  const address = putAddress(door, 'ip');
  door.put(card('one'), cardBody(sub, { publicIPAddress: { id: address } }));
  t.is(
    codeOf(() => door.put(card('two'), cardBody(sub, { publicIPAddress: { id: address } }))),
    'PublicIPAddressInUse',
  );
  t.is(
    codeOf(() => door.remove(address)),
    'PublicIPAddressCannotBeDeleted',
  );
  door.put(card('one'), cardBody(sub));
  t.true(door.remove(address));
  t.is(door.held.size, 0);
});

test('a Standard address is static', (t) => {
  const door = createNetwork();
  t.is(
    codeOf(() =>
      door.put(resource('publicIPAddresses', 'ip'), {
        location,
        sku: { name: 'Standard' },
        properties: { publicIPAllocationMethod: 'Dynamic' },
      }),
    ),
    'PublicIPAndLBSkuDoNotMatch',
  );
});

test('a dynamic address is held while its machine is allocated', (t) => {
  const door = createNetwork();
  const id = putAddress(door, 'ip', 'Basic');
  const ipAddress = () => door.resources.find('publicIPAddresses', id)?.properties.ipAddress;
  door.put(card('one'), cardBody(sub, { publicIPAddress: { id } }));
  t.is(ipAddress(), undefined);
  door.put(machine('vm'), machineBody([card('one')]));
  t.truthy(ipAddress());
  const vm = door.resources.find('virtualMachines', machine('vm'));
  if (!vm) throw new Error('no machine');
  door.change(vm, { ...vm.properties, power: 'deallocated' });
  t.is(ipAddress(), undefined);
});

test('a card belongs to one machine and stays while it does', (t) => {
  const door = createNetwork();
  door.put(card('one'), cardBody(sub));
  door.put(machine('vm'), machineBody([card('one')]));
  t.is(
    codeOf(() => door.remove(card('one'))),
    'NicInUse',
  );
  t.is(
    codeOf(() => door.put(machine('other'), machineBody([card('one')]))),
    'NicInUse',
  );
  door.remove(machine('vm'));
  t.true(door.remove(card('one')));
});

test('the cards of a machine are in one network, and one of them is the primary one', (t) => {
  const door = createNetwork();
  putNetwork(door, 'vnet2', 2);
  door.put(card('one'), cardBody(sub));
  door.put(card('two'), cardBody(subnet('vnet2', 'sub')));
  t.is(
    codeOf(() => door.put(machine('vm'), machineBody([card('one'), card('two')]))),
    'SubnetsNotInSameVnet',
  );
  door.put(card('three'), cardBody(sub));
  const { properties } = machineBody([]);
  const networkInterfaces = [{ id: card('one') }, { id: card('three') }];
  t.is(
    codeOf(() =>
      door.put(machine('vm'), {
        location,
        properties: { ...properties, networkProfile: { networkInterfaces } },
      }),
    ),
    'NetworkInterfacesMustHavePrimary',
  );
});

test('a machine’s password is never shown, and survives a body that was read and put back', (t) => {
  const door = createNetwork();
  door.put(card('one'), cardBody(sub));
  door.put(machine('vm'), machineBody([card('one')]));
  const shown = door.show(door.get(machine('vm')), { bgp: {}, tunnels: {} });
  t.false(JSON.stringify(shown).includes('Secret123'));
  door.put(machine('vm'), shown);
  t.is(
    door.resources.find('virtualMachines', machine('vm'))?.properties.adminPassword,
    'Secret123',
  );
});

test('a group goes with all that is in it, users first, and gives its addresses back', (t) => {
  const door = createNetwork();
  const address = putAddress(door, 'ip');
  door.put(card('one'), cardBody(sub, { publicIPAddress: { id: address } }));
  door.put(machine('vm'), machineBody([card('one')]));
  t.true(door.held.size > 0);
  t.true(door.remove(groupId));
  t.is(door.held.size, 0);
  t.deepEqual(door.resources.all('subnets'), []);
  t.false(door.remove(groupId));
});
