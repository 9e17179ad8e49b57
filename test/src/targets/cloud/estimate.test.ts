import test from 'ava';
import fc from 'fast-check';
import { assertAffordable } from '../../../../src/cli/cloud-plan.ts';
import { estimate } from '../../../../src/targets/cloud/estimate/estimate.ts';
import { minutes, prices } from '../../../../src/targets/cloud/estimate/prices.ts';
import { needsOf } from '../../../../src/targets/cloud/preflight/needs.ts';

const configuration = {
  resource: {
    azurerm_resource_group: { rg: { location: 'West Europe' } },
    azurerm_public_ip: { a: {}, b: {} },
    azurerm_virtual_network_gateway: {
      vng: { sku: 'VpnGw1', ip: '${azurerm_public_ip.a.id}' },
      strange: { sku: 'VpnGw99' },
    },
    azurerm_virtual_network_gateway_connection: {
      c: {
        gateway: '${azurerm_virtual_network_gateway.vng.id}',
        depends_on: ['azurerm_public_ip.b'],
      },
    },
    aws_eip: { e: {} },
    random_password: { p: { length: 31 } },
  },
};

test('an estimate counts by type and size, adds up prices, and names what has none', (t) => {
  const { items, hourly, unpriced, deployMinutes, destroyMinutes } = estimate(configuration);
  t.deepEqual(items.map(({ type, size, count }) => [type, size, count]).slice(0, 3), [
    ['azurerm_virtual_network_gateway', 'VpnGw1', 1],
    ['azurerm_public_ip', '', 2],
    ['aws_eip', '', 1],
  ]);
  t.is(hourly.toFixed(3), '0.205');
  t.deepEqual(unpriced, ['azurerm_virtual_network_gateway VpnGw99']);
  t.false(items.some(({ type }) => type === 'random_password'));
  // The connection waits for its gateway, the gateway for its address.
  t.is(deployMinutes, 38);
  t.is(destroyMinutes, 19);
});

test('what waits for each other takes the sum, what does not takes the longest', (t) => {
  const lengths = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(lengths, (waits) => {
      const named = Object.fromEntries(
        waits.map((waiting, index) => [
          `n${index}`,
          waiting && index > 0 ? { after: `\${aws_vpn_connection.n${index - 1}.id}` } : {},
        ]),
      );
      let longest = 0;
      let chain = 0;
      waits.forEach((waiting, index) => {
        chain = waiting && index > 0 ? chain + 1 : 1;
        longest = Math.max(longest, chain);
      });
      const { deployMinutes } = estimate({ resource: { aws_vpn_connection: named } });
      t.is(deployMinutes, longest * (minutes['aws_vpn_connection'] ?? 0));
    }),
  );
});

test('a type that the table does not know may cost anything', (t) => {
  const { hourly, unpriced } = estimate({
    resource: { azurerm_firewall: { f: {} }, azurerm_subnet: { s: {} }, terraform_data: { d: {} } },
  });
  t.is(hourly, 0);
  t.deepEqual(unpriced, ['azurerm_firewall']);
});

test('a limit of cost is not kept by what has no price', (t) => {
  const plan = (resource: object) => ({
    estimate: estimate({ resource }),
    regions: [],
    checks: [],
    equipment: [],
  });
  const strange = plan({ azurerm_virtual_network_gateway: { g: { sku: 'VpnGw99' } } });
  t.throws(() => assertAffordable(strange, 1), { code: 'cost-not-known', message: /VpnGw99/ });
  t.notThrows(() => assertAffordable(strange, undefined));
  t.notThrows(() => assertAffordable(plan({ aws_eip: { e: {} } }), 1));
  t.throws(() => assertAffordable(plan({ aws_eip: { e: {} } }), 0.001), { code: 'too-expensive' });
});

test('a loop ends', (t) => {
  const { deployMinutes } = estimate({
    resource: {
      aws_instance: { a: { x: '${aws_instance.b.id}' }, b: { x: '${aws_instance.a.id}' } },
    },
  });
  t.true(deployMinutes > 0);
});

test('nothing costs nothing', (t) => {
  t.like(estimate({}), { items: [], hourly: 0, deployMinutes: 0, destroyMinutes: 0 });
});

test('every price says where it stands', (t) => {
  for (const [type, { source, hourly, sizeAttribute }] of Object.entries(prices)) {
    t.regex(source, /^https:\/\//, type);
    t.is(typeof hourly === 'object', sizeAttribute !== undefined, type);
  }
});

test('what a configuration asks of the clouds', (t) => {
  const needs = needsOf(configuration);
  t.deepEqual(needs.clouds, ['azure', 'aws']);
  t.deepEqual(needs.azureLocations, ['westeurope']);
  t.is(needs.azureQuotas['PublicIPAddresses'], 2);
  t.is(needs.elasticIps, 1);
  t.deepEqual(needsOf({ resource: { terraform_data: { a: {} } } }).clouds, []);
});
