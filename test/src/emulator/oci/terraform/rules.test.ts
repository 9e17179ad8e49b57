import test from 'ava';
import { problemsOf } from '../../../../support/terraform-run.ts';
import { createLocalOci, account } from '../support/local-oci.ts';

const { compartmentId: compartment_id } = account;
const vcn_id = '${oci_core_vcn.main.id}';

const vcn = (more: object = {}) => ({
  oci_core_vcn: { main: { compartment_id, cidr_blocks: ['10.0.0.0/16'], ...more } },
});
const gateway = { oci_core_internet_gateway: { out: { compartment_id, vcn_id } } };
const route_rules = [
  { destination: '0.0.0.0/0', network_entity_id: '${oci_core_internet_gateway.out.id}' },
];
const ingress_security_rules = [
  { protocol: '1', source: '10.0.0.0/8', icmp_options: { type: 8 } },
  { protocol: '1', source: '0.0.0.0/0', icmp_options: { type: 3, code: 4 } },
];
const egress_security_rules = [{ protocol: 'all', destination: '0.0.0.0/0' }];

const lists = (table: object, list: object) => ({
  resource: {
    ...vcn(),
    ...gateway,
    oci_core_route_table: { own: { compartment_id, vcn_id, ...table } },
    oci_core_security_list: { own: { compartment_id, vcn_id, ...list } },
  },
});

test('rules that are no longer configured go', async (t) => {
  const oci = createLocalOci();
  const all = lists({ route_rules }, { ingress_security_rules, egress_security_rules });
  await oci.apply(all);
  t.deepEqual((await oci.engine.plan(all, {}, {})).changes, []);
  t.like(oci.output('oci_core_security_list.own'), {
    egress_security_rules: [{ destination_type: 'CIDR_BLOCK', stateless: false }],
  });
  t.deepEqual((await oci.apply(lists({}, { ingress_security_rules }))).toSorted(), [
    'update oci_core_route_table.own',
    'update oci_core_security_list.own',
  ]);
  t.deepEqual(oci.output('oci_core_route_table.own')['route_rules'], []);
  const list = oci.output('oci_core_security_list.own');
  t.deepEqual(list['egress_security_rules'], []);
  t.is((list['ingress_security_rules'] as readonly unknown[]).length, 2);
});

const defaults = (more: object) => ({ resource: { ...vcn(), ...gateway, ...more } });

test('default tables and lists have the configured rules, and none when Terraform lets go', async (t) => {
  const oci = createLocalOci();
  await oci.apply(
    defaults({
      oci_core_default_route_table: {
        all: {
          manage_default_resource_id: '${oci_core_vcn.main.default_route_table_id}',
          route_rules,
        },
      },
      oci_core_default_security_list: {
        all: {
          manage_default_resource_id: '${oci_core_vcn.main.default_security_list_id}',
          ingress_security_rules,
        },
      },
    }),
  );
  const taken = oci.output('oci_core_default_security_list.all');
  t.deepEqual(taken['egress_security_rules'], []);
  await oci.apply(defaults({}));
  const read = (type: string, id: unknown) =>
    oci.cloud.terraform.resources[type]?.read({ id: String(id) });
  const network = oci.output('oci_core_vcn.main');
  t.like(await read('oci_core_security_list', network['default_security_list_id']), {
    ingress_security_rules: [],
    egress_security_rules: [],
  });
  t.like(await read('oci_core_route_table', network['default_route_table_id']), {
    route_rules: [],
  });
});

const subnet = (more: object) => ({
  resource: { ...vcn(), oci_core_subnet: { one: { compartment_id, vcn_id, ...more } } },
});

test('a subnet’s block may be given by either argument, and one of them must be', async (t) => {
  const oci = createLocalOci();
  const newer = subnet({ ipv4cidr_blocks: ['10.0.1.0/24'] });
  await oci.apply(newer);
  t.like(oci.output('oci_core_subnet.one'), {
    cidr_block: '10.0.1.0/24',
    ipv4cidr_blocks: ['10.0.1.0/24'],
  });
  t.deepEqual((await oci.engine.plan(newer, {}, {})).changes, []);
  t.deepEqual((await oci.engine.plan(subnet({ cidr_block: '10.0.1.0/24' }), {}, {})).changes, []);
  const several = subnet({ ipv4cidr_blocks: ['10.0.1.0/24', '10.0.2.0/24'] });
  t.regex((await problemsOf(oci.apply(several))).join(), /several CIDR blocks/);
  t.regex((await problemsOf(createLocalOci().apply(subnet({})))).join(), /cidrBlock is required/);
});

test('what of a VCN cannot change here is refused, not forgotten', async (t) => {
  const oci = createLocalOci();
  await oci.apply({ resource: vcn({ dns_label: 'main' }) });
  t.deepEqual(
    (await oci.engine.plan({ resource: vcn({ dns_label: 'MAIN' }) }, {}, {})).changes,
    [],
  );
  const more = {
    resource: vcn({ dns_label: 'main', cidr_blocks: ['10.0.0.0/16', '10.1.0.0/16'] }),
  };
  t.regex((await problemsOf(oci.apply(more))).join(), /CIDR blocks of a VCN/);
  const dual = { resource: vcn({ is_ipv6enabled: true }) };
  t.regex((await problemsOf(createLocalOci().apply(dual))).join(), /IPv6 in VCNs/);
});
