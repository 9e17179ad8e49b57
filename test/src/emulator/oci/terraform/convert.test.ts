import test from 'ava';
import fc from 'fast-check';
import {
  flag,
  list,
  map,
  number,
  text,
} from '../../../../../src/emulator/oci/terraform/attributes.ts';
import { camel, toAttributes, toBody } from '../../../../../src/emulator/oci/terraform/convert.ts';
import type { Schema } from '../../../../../src/emulator/terraform/provider.ts';

const schema: Schema = {
  attributes: {
    display_name: text(),
    cidr_blocks: list(),
    vlan: number(),
    is_up: flag(),
    defined_tags: map(),
  },
  blocks: {
    network_details: { max: 1, attributes: { vcn_route_type: text() } },
    cross_connect_mappings: { attributes: { oracle_bgp_peering_ip: text() } },
  },
};

test('what Terraform writes is what the API reads, in other spelling', (t) => {
  t.deepEqual(
    toBody(
      {
        display_name: 'a',
        defined_tags: { 'ops.owner': 'ada', 'ops.cost.center': '7' },
        network_details: [{ vcn_route_type: 'VCN_CIDRS' }],
        cross_connect_mappings: [{ oracle_bgp_peering_ip: '10.0.0.1/30' }],
      },
      schema,
    ),
    {
      displayName: 'a',
      definedTags: { ops: { owner: 'ada', 'cost.center': '7' } },
      networkDetails: { vcnRouteType: 'VCN_CIDRS' },
      crossConnectMappings: [{ oracleBgpPeeringIp: '10.0.0.1/30' }],
    },
  );
  t.is(camel('oracle_bgp_peering_ip'), 'oracleBgpPeeringIp');
});

test('there and back again nothing is lost', (t) => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  const attributes = fc.record({
    display_name: word,
    cidr_blocks: fc.array(word),
    vlan: fc.nat(),
    is_up: fc.boolean(),
    defined_tags: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}\.[a-z]{1,5}$/), word),
    network_details: fc.constantFrom([], [{ vcn_route_type: 'SUBNET_CIDRS' }]),
    cross_connect_mappings: fc.array(fc.record({ oracle_bgp_peering_ip: word })),
  });
  fc.assert(
    fc.property(attributes, (given) => {
      const { network_details, ...back } = toAttributes(toBody(given, schema), schema);
      const { network_details: details, ...rest } = given;
      t.deepEqual(back, rest as typeof back);
      t.deepEqual(network_details ?? [], details as typeof network_details);
    }),
  );
  t.pass();
});
