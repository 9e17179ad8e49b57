import test from 'ava';
import type { Cloud, CloudFabric, OpenEnd } from '../../../../src/emulator/cloud.ts';
import { circuitsOf } from '../../../../src/emulator/daemon/circuits.ts';
import { joinClouds } from '../../../../src/emulator/daemon/internet.ts';

function cloud(ends: ReturnType<NonNullable<Cloud['circuits']>>): Cloud {
  return {
    name: 'azure',
    handle: async () => ({ status: 404 }),
    terraform: { provider: 'none', resources: {} },
    compile: () => part([]),
    circuits: () => ends,
  };
}

function part(openEnds: readonly OpenEnd[]): CloudFabric {
  return { nodes: [], links: [], tunnels: [], announcements: [], openEnds };
}

const end = (name: string, node: string): OpenEnd => ({
  name,
  end: { node, device: 'er0', addresses: [] },
});

test('what one cloud offers another finds by its key, and finds no other', (t) => {
  const seller = cloud({ offers: [{ key: 'k1' }], orders: [] });
  const buyer = cloud({ offers: [], orders: [{ key: 'k1', provider: 'Exchange' }] });
  const clouds: Cloud[] = [seller];
  const circuits = circuitsOf(() => clouds);
  t.deepEqual(circuits.offer('k1'), { key: 'k1' });
  t.is(circuits.order('k1'), undefined);
  clouds.push(buyer);
  t.is(circuits.order('k1')?.provider, 'Exchange');
  t.is(circuits.offer('k2'), undefined);
});

test('two ends of the same name are one link; an end alone is none', (t) => {
  const fabric = joinClouds([
    part([end('k1 primary', 'msee-1'), end('k1 secondary', 'msee-2')]),
    part([end('k1 primary', 'tky01')]),
  ]);
  t.deepEqual(
    fabric.links.map(({ name, ends }) => [name, ...ends.map(({ node }) => node)]),
    [['k1 primary', 'msee-1', 'tky01']],
  );
});
