import test from 'ava';
import stack, { type ErIpsecBackupProps } from '../../../stacks/er-ipsec-backup/stack.ts';

type Resource = Readonly<Record<string, unknown>>;
type Resources = Readonly<Record<string, Readonly<Record<string, Resource>>>>;

function synth(props: ErIpsecBackupProps = {}) {
  const environment = { sshPublicKey: 'ssh-ed25519 AAAA run', tags: {} };
  const { terraform } = stack.synth(props, environment);
  const resources = terraform['resource'] as Resources;
  return {
    terraform,
    resources,
    of: (type: string, name: string): Resource => resources[`azurerm_${type}`]?.[name] ?? {},
  };
}

test('resources have the names of the original', (t) => {
  const { resources } = synth();
  const names = (type: string) => Object.keys(resources[type] ?? {});
  t.deepEqual(names('azurerm_resource_group'), ['rg-we']);
  t.deepEqual(names('azurerm_virtual_network'), ['vnet1', 'vnet2', 'vnet3', 'vnet4', 'vnet5']);
  t.deepEqual(names('azurerm_subnet').sort(), [
    'vnet1-sub1',
    'vnet2-sub1',
    'vnet2-sub2',
    'vnet5-sub1',
    'vng1-gwsubnet',
    'vng2-gwsubnet',
    'vng3-gwsubnet',
  ]);
  t.deepEqual(names('azurerm_virtual_network_gateway'), ['vng1', 'vng2', 'vng3']);
  t.deepEqual(names('azurerm_local_network_gateway'), ['lng1', 'lng2', 'lng3', 'lng4']);
  t.deepEqual(names('azurerm_virtual_network_gateway_connection').sort(), [
    'vng1-to-vng3',
    'vng2-to-vng3',
    'vng3-to-vng1',
    'vng3-to-vng2',
  ]);
  t.deepEqual(names('azurerm_virtual_network_peering').sort(), [
    'vnet1-to-vnet2',
    'vnet2-to-vnet1',
    'vnet4-to-vnet5',
    'vnet5-to-vnet4',
  ]);
  t.deepEqual(names('azurerm_linux_virtual_machine').sort(), ['vm1', 'vm2', 'vm3']);
  t.deepEqual(names('null_resource').sort(), [
    'wait_for_vng1_ip',
    'wait_for_vng2_ip',
    'wait_for_vng3_ip',
  ]);
});

test('gateways are active-passive, route-based, with BGP', (t) => {
  const { of } = synth();
  const asns = { vng1: 65000, vng2: 65010, vng3: 65020 };
  for (const [name, asn] of Object.entries(asns)) {
    t.like(of('virtual_network_gateway', name), {
      type: 'Vpn',
      vpn_type: 'RouteBased',
      active_active: false,
      enable_bgp: true,
      bgp_settings: { asn },
    });
    t.is(of('subnet', `${name}-gwsubnet`)['name'], 'GatewaySubnet');
  }
});

test('local network gateways follow the peer that they describe', (t) => {
  const { of } = synth();
  t.like(of('local_network_gateway', 'lng1'), {
    gateway_address: '${null_resource.wait_for_vng3_ip.triggers.ip}',
    address_space: ['10.4.0.0/16'],
    bgp_settings: { asn: 65020, bgp_peering_address: '10.4.0.254' },
    depends_on: ['azurerm_virtual_network_gateway.vng3'],
  });
  t.like(of('local_network_gateway', 'lng4'), {
    gateway_address: '${null_resource.wait_for_vng2_ip.triggers.ip}',
    bgp_settings: { asn: 65010, bgp_peering_address: '10.3.0.254' },
  });
});

test('both ends of a tunnel have one key, made at deployment, and no key is written anywhere', (t) => {
  const { of, resources, terraform } = synth();
  const key = (name: string) => of('virtual_network_gateway_connection', name)['shared_key'];
  t.is(key('vng1-to-vng3'), 'k${random_password.key-vng1-vng3.result}');
  t.is(key('vng3-to-vng1'), key('vng1-to-vng3'));
  t.is(key('vng3-to-vng2'), key('vng2-to-vng3'));
  t.not(key('vng1-to-vng3'), key('vng2-to-vng3'));
  t.like(resources['random_password']?.['key-vng1-vng3'], { special: false });

  const outputs = terraform['output'] as Record<string, { value: string; sensitive?: boolean }>;
  const secret = Object.values(outputs).filter(({ value }) => value.includes('random_password'));
  t.is(secret.length, 2);
  t.true(secret.every(({ sensitive }) => sensitive === true));
});

test('VM3 forwards on both cards, and only its outer one is behind a security group', (t) => {
  const { of, resources } = synth();
  t.like(of('network_interface', 'vm3-nic1'), { ip_forwarding_enabled: true });
  t.like(of('network_interface', 'vm3-nic2'), { ip_forwarding_enabled: true });
  t.like(of('network_interface', 'vm1-nic1'), { ip_forwarding_enabled: false });
  t.deepEqual(of('linux_virtual_machine', 'vm3')['network_interface_ids'], [
    '${azurerm_network_interface.vm3-nic1.id}',
    '${azurerm_network_interface.vm3-nic2.id}',
  ]);
  const associations = resources['azurerm_network_interface_security_group_association'] ?? {};
  t.deepEqual(
    Object.values(associations).map((it) => it['network_interface_id']),
    ['vm1', 'vm2', 'vm3'].map((it) => `\${azurerm_network_interface.${it}-nic1.id}`),
  );
});

test('the failure is one attribute', (t) => {
  const healthy = synth();
  const broken = synth({ lng1PeeringAddress: '10.4.0.253' });
  t.like(broken.of('local_network_gateway', 'lng1'), {
    bgp_settings: { bgp_peering_address: '10.4.0.253' },
  });
  const text = JSON.stringify(broken.terraform);
  t.is(text.split('10.4.0.253').length, 2);
  // lng2, for the backup path, keeps the right address.
  t.is(text.replace('10.4.0.253', '10.4.0.254'), JSON.stringify(healthy.terraform));
});

test('the hub offers transit before the spoke uses its gateway, and stops after it', (t) => {
  const transit = synth();
  t.like(transit.of('virtual_network_peering', 'vnet1-to-vnet2'), {
    use_remote_gateways: true,
    allow_forwarded_traffic: true,
    depends_on: ['azurerm_virtual_network_peering.vnet2-to-vnet1'],
  });
  t.like(transit.of('virtual_network_peering', 'vnet2-to-vnet1'), {
    allow_gateway_transit: true,
    depends_on: ['azurerm_virtual_network_gateway.vng1'],
  });

  const plain = synth({ hubPeering: 'plain' });
  t.like(plain.of('virtual_network_peering', 'vnet1-to-vnet2'), {
    use_remote_gateways: false,
    allow_forwarded_traffic: false,
    allow_virtual_network_access: true,
  });
  t.like(plain.of('virtual_network_peering', 'vnet2-to-vnet1'), {
    allow_gateway_transit: false,
    allow_forwarded_traffic: false,
    depends_on: ['azurerm_virtual_network_peering.vnet1-to-vnet2'],
  });
});

test('the backup peering comes after VNet1 has let go of its old gateway', (t) => {
  const { of } = synth({ hubPeering: 'plain', backupPeering: true });
  t.like(of('virtual_network_peering', 'vnet1-to-vnet3'), {
    use_remote_gateways: true,
    allow_forwarded_traffic: true,
    depends_on: ['azurerm_virtual_network_peering.vnet3-to-vnet1'],
  });
  t.deepEqual(of('virtual_network_peering', 'vnet3-to-vnet1')['depends_on'], [
    'azurerm_virtual_network_gateway.vng2',
    'azurerm_virtual_network_peering.vnet1-to-vnet2',
  ]);
});
