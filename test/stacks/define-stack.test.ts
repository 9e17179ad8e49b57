import { existsSync } from 'node:fs';
import test from 'ava';
import { defineStack } from '../../stacks/define-stack.ts';
import { azureScope, machine, subnet, virtualNetwork } from '../../stacks/azure/index.ts';

const environment = { sshPublicKey: 'ssh-ed25519 AAAA run', tags: { run: '42' } };

const stack = defineStack(
  'tiny',
  (scope, { count }: { readonly count: number }, environment) => {
    const azure = azureScope(scope, { resourceGroup: 'rg', location: 'West Europe', environment });
    const network = virtualNetwork(azure, { name: 'vnet-a', addressSpace: ['10.1.0.0/16'] });
    const sub = subnet(azure, { name: 'sub', network, prefix: '10.1.0.0/24' });
    const cards = Array.from({ length: count }, () => ({ subnet: sub }));
    return {
      network,
      vm: machine(azure, { name: 'vm', user: 'ada', cards: [{ subnet: sub }, ...cards] }),
    };
  },
  { sensitive: ['vm.publicAddress'] },
);

test('fields that are known stay, others become outputs', (t) => {
  const { handles, terraform } = stack.synth({ count: 1 }, environment);
  t.deepEqual(handles.vm, {
    kind: 'machine',
    cloud: 'azure',
    name: 'vm',
    user: 'ada',
    id: { $output: 'vm_id' },
    publicAddress: { $output: 'vm_publicAddress' },
    privateAddresses: [{ $output: 'vm_privateAddresses_0' }, { $output: 'vm_privateAddresses_1' }],
    networkInterfaces: [
      { $output: 'vm_networkInterfaces_0' },
      { $output: 'vm_networkInterfaces_1' },
    ],
  });
  t.deepEqual(terraform['output'], {
    network_id: { value: '${azurerm_virtual_network.vnet-a.id}' },
    vm_id: { value: '${azurerm_linux_virtual_machine.vm.id}' },
    vm_publicAddress: { value: '${azurerm_public_ip.vm-public-ip.ip_address}', sensitive: true },
    vm_privateAddresses_0: { value: '${azurerm_network_interface.vm-nic1.private_ip_address}' },
    vm_privateAddresses_1: { value: '${azurerm_network_interface.vm-nic2.private_ip_address}' },
    vm_networkInterfaces_0: { value: '${azurerm_network_interface.vm-nic1.id}' },
    vm_networkInterfaces_1: { value: '${azurerm_network_interface.vm-nic2.id}' },
  });
});

test('the JSON is plain Terraform, without a trace of this machine', (t) => {
  const { terraform } = stack.synth({ count: 0 }, environment);
  t.deepEqual(Object.keys(terraform).sort(), ['output', 'provider', 'resource', 'terraform']);
  t.deepEqual(Object.keys(terraform['terraform'] as object), ['required_providers']);
  t.false(JSON.stringify(terraform).includes('"//"'));
  t.false(JSON.stringify(terraform).includes('TfToken'));
  t.false(JSON.stringify(terraform).includes(process.cwd()));
});

test('the same props give the same JSON, and nothing is written', (t) => {
  t.deepEqual(stack.synth({ count: 2 }, environment), stack.synth({ count: 2 }, environment));
  t.false(existsSync('cdktf.out'));
});

test('the key of the run and its tags are on what takes them', (t) => {
  const { terraform } = stack.synth({ count: 0 }, environment);
  const resources = terraform['resource'] as Record<string, Record<string, object>>;
  t.like(resources['azurerm_linux_virtual_machine']?.['vm'], {
    admin_username: 'ada',
    admin_ssh_key: [{ public_key: 'ssh-ed25519 AAAA run', username: 'ada' }],
    disable_password_authentication: true,
    tags: { run: '42' },
  });
  t.like(resources['azurerm_resource_group']?.['rg'], { tags: { run: '42' } });
});

test('a field that is no plain value is refused by name', (t) => {
  const bad = defineStack('bad', () => ({
    vnet: { kind: 'virtualNetwork', name: 'vnet', id: 'x', location: 'y', when: new Date() },
  }));
  t.throws(() => bad.synth({}, environment), { message: /"vnet".*"when"/ });
});
