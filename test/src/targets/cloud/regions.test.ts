import test from 'ava';
import { regionsOf } from '../../../../src/targets/cloud/regions.ts';

test('regions are those of the providers, Azure’s those of its resource groups', (t) => {
  const provider = {
    azurerm: [{ features: [{}] }],
    aws: [{ region: 'us-east-1' }, { alias: 'west', region: 'us-west-2' }],
    google: [{ region: 'us-east1' }],
    random: [{}],
  };
  const resource = {
    azurerm_resource_group: { a: { location: 'East US' }, b: { location: 'East US' } },
    aws_vpc: { vpc: { cidr_block: '10.0.0.0/16' } },
    oci_core_vcn: { vcn: {} },
    random_password: { key: {} },
  };
  t.deepEqual(
    regionsOf({ provider, resource }),
    [
      { cloud: 'azure', regions: ['East US'] },
      { cloud: 'aws', regions: ['us-east-1', 'us-west-2'] },
      { cloud: 'oci', regions: [] },
    ],
    'a provider without resources is not where anything would be made',
  );
  t.deepEqual(regionsOf({}), []);
});
