import test from 'ava';
import stack from '../../../stacks/aws-azure-strongswan/stack.ts';

type Resource = Readonly<Record<string, unknown>>;
type Resources = Readonly<Record<string, Readonly<Record<string, Resource>>>>;

const { terraform, handles } = stack.synth({}, { sshPublicKey: 'ssh-ed25519 AAAA run', tags: {} });
const resources = terraform['resource'] as Resources;
const of = (type: string, name: string): Resource => resources[type]?.[name] ?? {};

test('the gateway machine forwards, the other one does not', (t) => {
  t.like(of('aws_instance', 'strongswan'), { private_ip: '10.0.0.28', source_dest_check: false });
  t.like(of('aws_instance', 'aws-vm'), { private_ip: '10.0.0.232', source_dest_check: true });
  t.is(of('aws_eip', 'strongswan-eip')['instance'], '${aws_instance.strongswan.id}');
});

test('the VPC routes to the Internet only, and lets neither IKE nor anything else in: steps do that', (t) => {
  t.deepEqual(Object.keys(resources['aws_route'] ?? {}), ['vpc-routes-default']);
  const rules = Object.values(resources['aws_vpc_security_group_ingress_rule'] ?? {});
  t.deepEqual(
    rules.map((rule) => [rule['ip_protocol'], rule['from_port'], rule['cidr_ipv4']]),
    [
      ['tcp', 22, '0.0.0.0/0'],
      ['icmp', -1, '10.0.0.0/16'],
      ['icmp', -1, '10.3.0.0/16'],
    ],
  );
});

test('rules and routes that steps add are not taken away by the next deployment', (t) => {
  t.false('route' in of('aws_route_table', 'vpc-routes'));
  t.false('ingress' in of('aws_security_group', 'vpc-machines'));
});

test("Azure's gateway is route-based and speaks no BGP", (t) => {
  const gateway = of('azurerm_virtual_network_gateway', 'azure-gateway');
  t.like(gateway, { vpn_type: 'RouteBased', enable_bgp: false, active_active: false });
  t.false('bgp_settings' in gateway);
  t.like(of('azurerm_virtual_network_gateway_connection', 'azure-to-aws'), { enable_bgp: false });
  t.deepEqual(of('azurerm_subnet', 'azure-gateway-subnet')['address_prefixes'], ['10.3.200.0/29']);
});

test('Azure knows the machine by its Elastic IP, and 10.0.0.0/24 behind it', (t) => {
  const local = of('azurerm_local_network_gateway', 'aws-gateway');
  t.like(local, {
    gateway_address: '${aws_eip.strongswan-eip.public_ip}',
    address_space: ['10.0.0.0/24'],
  });
  t.false('bgp_settings' in local);
});

test('machines are reached by their public addresses and told by their private ones', (t) => {
  t.like(handles.strongswan, { cloud: 'aws', user: 'ubuntu', name: 'strongswan' });
  const outputs = terraform['output'] as Record<string, { value: string }>;
  const output = (field: unknown) => outputs[(field as { $output: string }).$output]?.value;
  t.is(output(handles.strongswan['publicAddress']), '${aws_eip.strongswan-eip.public_ip}');
  const addresses = handles.gateway['publicAddresses'] as readonly unknown[];
  t.deepEqual(addresses.map(output), ['${azurerm_public_ip.azure-gateway-public-ip1.ip_address}']);
});
