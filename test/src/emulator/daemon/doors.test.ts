import test from 'ava';
import type { Cloud } from '../../../../src/emulator/cloud.ts';
import { doorFor } from '../../../../src/emulator/daemon/doors.ts';

const named = (name: Cloud['name']): Cloud => ({
  name,
  handle: async () => ({ status: 200 }),
  terraform: { provider: 'none', resources: {} },
  compile: () => ({ nodes: [], links: [], tunnels: [], announcements: [] }),
});
const doors = {
  azure: named('azure'),
  aws: named('aws'),
  google: named('google'),
  oci: named('oci'),
};

const requests = [
  ['/subscriptions/s/resourceGroups/g?api-version=2025-05-01', 'Bearer x', 'azure'],
  ['/', 'AWS4-HMAC-SHA256 Credential=x', 'aws'],
  ['/?Action=DescribeVpcs', undefined, 'aws'],
  ['/compute/v1/projects/p/global/networks', 'Bearer x', 'google'],
  ['/20160918/drgs?compartmentId=c', 'Signature version="1"', 'oci'],
  ['/20160918/availabilityDomains', undefined, 'oci'],
] as const;

for (const [path, authorization, expected] of requests) {
  test(`${path} with ${authorization ?? 'nothing'} is for ${expected}`, (t) => {
    const url = new URL(path, 'https://localhost');
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    t.is(doorFor({ url, headers }, doors).name, expected);
  });
}
