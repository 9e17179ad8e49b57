import type { Attributes } from '../../../../../src/emulator/terraform/provider.ts';
import type { LocalAzure } from './local-azure.ts';
import { createLocalAzure } from './local-azure.ts';

/** Five networks, three gateways, three machines: a plain lab of a VPN that backs up an ExpressRoute. */
export async function erIpsecBackup(): Promise<LocalAzure & { readonly ids: Ids }> {
  const azure = createLocalAzure();
  const made = new Map<string, Attributes>();
  const make = async (type: string, name: string, config: Attributes = {}) => {
    const attributes = await azure.create(type, { name, ...config });
    made.set(name, attributes);
    return String(attributes['id']);
  };
  const publicAddress = async (name: string) => {
    await make('azurerm_public_ip', name, { allocation_method: 'Static' });
    return String(made.get(name)?.['id']);
  };
  await make('azurerm_resource_group', 'rg');

  const networks: string[] = [];
  for (const number of [1, 2, 3, 4, 5]) {
    networks.push(
      await make('azurerm_virtual_network', `vnet${number}`, {
        address_space: [`10.${number}.0.0/16`],
      }),
    );
  }
  const subnet = (network: string, name: string, prefix: string) =>
    make('azurerm_subnet', name, { virtual_network_name: network, address_prefixes: [prefix] });

  const subnets = {
    vm1: [await subnet('vnet1', 'vnet1-sub1', '10.1.0.0/24')],
    vm2: [await subnet('vnet5', 'vnet5-sub1', '10.5.0.0/24')],
    vm3: [
      await subnet('vnet2', 'vnet2-sub1', '10.2.1.0/24'),
      await subnet('vnet2', 'vnet2-sub2', '10.2.2.0/24'),
    ],
  };
  for (const [name, ids] of Object.entries(subnets)) {
    const cards: string[] = [];
    for (const [index, subnetId] of ids.entries()) {
      cards.push(
        await make('azurerm_network_interface', `${name}-nic${index + 1}`, {
          ip_forwarding_enabled: name === 'vm3',
          ip_configuration: [
            {
              name: 'ipconfig1',
              subnet_id: subnetId,
              private_ip_address_allocation: 'Dynamic',
              ...(index === 0 && { public_ip_address_id: await publicAddress(`${name}-ip`) }),
            },
          ],
        }),
      );
    }
    const group = await make('azurerm_network_security_group', `${name}-nsg`, {
      security_rule: [
        {
          name: 'allow-ssh',
          priority: 100,
          direction: 'Inbound',
          access: 'Allow',
          protocol: 'Tcp',
          source_address_prefix: '*',
          source_port_range: '*',
          destination_address_prefix: '*',
          destination_port_range: '22',
        },
      ],
    });
    await azure.create('azurerm_network_interface_security_group_association', {
      network_interface_id: cards[0] ?? '',
      network_security_group_id: group,
    });
    await make('azurerm_linux_virtual_machine', name, {
      size: 'Standard_B1s',
      admin_username: 'hans',
      network_interface_ids: cards,
      admin_ssh_key: [{ username: 'hans', public_key: 'ssh-ed25519 AAAA test' }],
      os_disk: [{ caching: 'ReadWrite' }],
    });
  }

  const gateways = [
    ['vng1', 'vnet2', '10.2.0.0/24', 65000],
    ['vng2', 'vnet3', '10.3.0.0/24', 65010],
    ['vng3', 'vnet4', '10.4.0.0/24', 65020],
  ] as const;
  for (const [name, network, prefix, asn] of gateways) {
    const subnetId = await subnet(network, 'GatewaySubnet', prefix);
    await make('azurerm_virtual_network_gateway', name, {
      type: 'Vpn',
      sku: 'VpnGw1',
      enable_bgp: true,
      ip_configuration: [
        {
          name: `${name}-ipconf1`,
          subnet_id: subnetId,
          public_ip_address_id: await publicAddress(`${name}-ip`),
        },
      ],
      bgp_settings: [{ asn }],
    });
  }

  const locals = [
    ['lng1', 'vng3', '10.4', 65020],
    ['lng2', 'vng3', '10.4', 65020],
    ['lng3', 'vng1', '10.2', 65000],
    ['lng4', 'vng2', '10.3', 65010],
  ] as const;
  for (const [name, gateway, start, asn] of locals) {
    await make('azurerm_local_network_gateway', name, {
      gateway_address: made.get(`${gateway}-ip`)?.['ip_address'] ?? '',
      address_space: [`${start}.0.0/16`],
      bgp_settings: [{ asn, bgp_peering_address: `${start}.0.254` }],
    });
  }
  const idOf = (name: string) => String(made.get(name)?.['id']);
  const connections = [
    ['vng1-to-vng3', 'vng1', 'lng1'],
    ['vng3-to-vng1', 'vng3', 'lng3'],
    ['vng2-to-vng3', 'vng2', 'lng2'],
    ['vng3-to-vng2', 'vng3', 'lng4'],
  ] as const;
  for (const [name, gateway, local] of connections) {
    await make('azurerm_virtual_network_gateway_connection', name, {
      type: 'IPsec',
      virtual_network_gateway_id: idOf(gateway),
      local_network_gateway_id: idOf(local),
      enable_bgp: true,
      shared_key: 'Secret123',
    });
  }
  for (const [spoke, hub] of [
    ['vnet1', 'vnet2'],
    ['vnet5', 'vnet4'],
  ] as const) {
    await make('azurerm_virtual_network_peering', `${spoke}-to-${hub}`, {
      virtual_network_name: spoke,
      remote_virtual_network_id: idOf(hub),
      allow_forwarded_traffic: true,
      use_remote_gateways: true,
    });
    await make('azurerm_virtual_network_peering', `${hub}-to-${spoke}`, {
      virtual_network_name: hub,
      remote_virtual_network_id: idOf(spoke),
      allow_forwarded_traffic: true,
      allow_gateway_transit: true,
    });
  }
  return { ...azure, ids: (name) => made.get(name) ?? {} };
}

/** Attributes of what was made, by its name. */
export type Ids = (name: string) => Attributes;
