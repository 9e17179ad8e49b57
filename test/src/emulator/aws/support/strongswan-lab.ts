/**
 * A VPC with a strongSwan machine that leads to 10.3.0.0/24, and a machine behind it: Terraform's JSON.
 * `key` is an OpenSSH public key.
 */
export function strongswanLab(key: string) {
  const rule = { ipv6_cidr_blocks: [], prefix_list_ids: [], security_groups: [], self: false };
  const udp = (port: number) => ({
    ...rule,
    description: 'IKE',
    protocol: 'udp',
    from_port: port,
    to_port: port,
    cidr_blocks: ['20.61.0.4/32'],
  });
  return {
    provider: { aws: [{ region: 'us-east-1' }] },
    data: {
      aws_ami: {
        ubuntu: {
          most_recent: true,
          owners: ['099720109477'],
          filter: [{ name: 'name', values: ['ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-*'] }],
        },
      },
      aws_availability_zones: { all: { state: 'available' } },
      aws_caller_identity: { me: {} },
    },
    resource: {
      aws_vpc: { main: { cidr_block: '10.0.0.0/16', tags: { Name: 'main' } } },
      aws_subnet: {
        one: {
          vpc_id: '${aws_vpc.main.id}',
          cidr_block: '10.0.0.0/24',
          availability_zone: '${data.aws_availability_zones.all.names[0]}',
        },
      },
      aws_internet_gateway: { igw: { vpc_id: '${aws_vpc.main.id}' } },
      aws_route_table: { rt: { vpc_id: '${aws_vpc.main.id}' } },
      aws_route: {
        internet: {
          route_table_id: '${aws_route_table.rt.id}',
          destination_cidr_block: '0.0.0.0/0',
          gateway_id: '${aws_internet_gateway.igw.id}',
        },
        azure: {
          route_table_id: '${aws_route_table.rt.id}',
          destination_cidr_block: '10.3.0.0/24',
          network_interface_id: '${aws_instance.swan.primary_network_interface_id}',
        },
      },
      aws_route_table_association: {
        one: { subnet_id: '${aws_subnet.one.id}', route_table_id: '${aws_route_table.rt.id}' },
      },
      aws_security_group: {
        sg: {
          name: 'swan',
          vpc_id: '${aws_vpc.main.id}',
          ingress: [
            udp(500),
            udp(4500),
            {
              ...rule,
              description: 'ping',
              protocol: 'icmp',
              from_port: -1,
              to_port: -1,
              cidr_blocks: ['10.0.0.0/8'],
            },
            {
              ...rule,
              description: 'ssh',
              protocol: 'tcp',
              from_port: 22,
              to_port: 22,
              cidr_blocks: ['0.0.0.0/0'],
            },
          ],
          egress: [
            {
              ...rule,
              description: '',
              protocol: '-1',
              from_port: 0,
              to_port: 0,
              cidr_blocks: ['0.0.0.0/0'],
            },
          ],
        },
      },
      aws_key_pair: { login: { key_name: 'login', public_key: key } },
      aws_instance: {
        swan: {
          ami: '${data.aws_ami.ubuntu.id}',
          instance_type: 't3.micro',
          subnet_id: '${aws_subnet.one.id}',
          private_ip: '10.0.0.28',
          key_name: '${aws_key_pair.login.key_name}',
          source_dest_check: false,
          vpc_security_group_ids: ['${aws_security_group.sg.id}'],
          tags: { Name: 'swan' },
        },
        inner: {
          ami: '${data.aws_ami.ubuntu.id}',
          instance_type: 't3.micro',
          subnet_id: '${aws_subnet.one.id}',
          associate_public_ip_address: true,
          key_name: '${aws_key_pair.login.key_name}',
          vpc_security_group_ids: ['${aws_security_group.sg.id}'],
          tags: { Name: 'inner' },
        },
      },
      aws_eip: {
        swan: {
          domain: 'vpc',
          instance: '${aws_instance.swan.id}',
          depends_on: ['aws_internet_gateway.igw'],
        },
      },
    },
    output: {
      address: { value: '${aws_eip.swan.public_ip}' },
      account: { value: '${data.aws_caller_identity.me.account_id}' },
    },
  };
}

export const publicKey =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIN1zXhV6kCfDLcqSvhBZVSKPFrBYR4tYDJ0Hqf2l0Uwn test';
