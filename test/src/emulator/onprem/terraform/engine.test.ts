import test from 'ava';
import { TerraformError } from '../../../../../src/emulator/terraform/engine.ts';
import type { Resources } from '../support/local-onprem.ts';
import {
  createLocalOnprem,
  exchange,
  hostOf,
  ocid,
  serviceKey,
  tokyo,
} from '../support/local-onprem.ts';

test('a site is made once, and a second plan has nothing to do', async (t) => {
  const { apply, engine, held, output } = createLocalOnprem();
  t.deepEqual((await apply(tokyo())).toSorted(), [
    'create onprem_circuit_link.er',
    'create onprem_host.pc1',
    'create onprem_host.pc2',
    'create onprem_lan.lab',
    'create onprem_lan.office',
    'create onprem_router.tky01',
    'create onprem_site.tokyo',
  ]);
  const again = await engine.plan({ resource: tokyo() }, {}, {});
  t.deepEqual([again.changes, again.drift], [[], []]);
  const router = await output('onprem_router.tky01');
  t.is(router['id'], '/sites/tokyo/routers/tky01');
  t.true(held.has(String(router['public_address'])));
  t.deepEqual(router['private_addresses'], ['10.100.10.1', '10.100.11.1', '10.100.20.1']);
  t.is((await output('onprem_circuit_link.er'))['device'], 'er0.714');
  t.deepEqual(await engine.destroy({ onResource: () => undefined }), []);
  t.is(held.size, 0);
});

test('a circuit that nobody offers yet waits; it is connected once somebody does', async (t) => {
  const { apply, cloud, engine, offer, output } = createLocalOnprem();
  await apply(tokyo());
  t.is((await output('onprem_circuit_link.er'))['state'], 'waiting');
  t.deepEqual(cloud.circuits?.(), {
    offers: [],
    orders: [{ key: serviceKey, provider: 'Wirebook Exchange' }],
  });
  offer(serviceKey);
  const { drift } = await engine.plan({ resource: tokyo() }, {}, {});
  t.deepEqual(drift.map(({ attributes = [] }) => attributes.map(({ after }) => after)).flat(), [
    'connected',
  ]);
});

test('addresses change in place, and a host keeps its public address', async (t) => {
  const { apply, output } = createLocalOnprem();
  await apply(tokyo());
  const before = await output('onprem_host.pc1');
  const moved = hostOf('pc1', 'office', '10.100.10.99', '10.100.10.1');
  const site = tokyo();
  t.deepEqual(await apply({ ...site, onprem_host: { ...site['onprem_host'], pc1: moved } }), [
    'update onprem_host.pc1',
  ]);
  const after = await output('onprem_host.pc1');
  t.is(after['address'], '10.100.10.99');
  t.is(after['public_address'], before['public_address']);
});

test('an exchange orders both circuits, and sets up the private peering of the one in Azure', async (t) => {
  const { apply, cloud, output, offer } = createLocalOnprem();
  offer(ocid);
  await apply(exchange());
  t.deepEqual(cloud.circuits?.().orders, [
    {
      key: serviceKey,
      provider: 'Wirebook Exchange',
      peering: { primary: '172.30.0.0/30', secondary: '172.30.0.4/30', asn: 64500, vlan: 100 },
    },
    { key: ocid, provider: 'Wirebook Exchange' },
  ]);
  const { azure_state, oci_state } = await output('onprem_exchange_router.mcr');
  t.deepEqual([azure_state, oci_state], ['waiting', 'connected']);
  await apply(exchange({ configures_azure_peering: false, service_provider: 'Equinix' }));
  t.deepEqual(cloud.circuits?.().orders, [
    { key: serviceKey, provider: 'Equinix' },
    { key: ocid, provider: 'Equinix' },
  ]);
});

/** Changes one block of a site that is good otherwise. */
function changed(type: string, name: string, change: object): Resources {
  const site = tokyo();
  return { ...site, [type]: { ...site[type], [name]: { ...site[type]?.[name], ...change } } };
}

const added = (type: string, name: string, block: object): Resources => {
  const site = tokyo();
  return { ...site, [type]: { ...site[type], [name]: block } };
};

const secondLink = (change: object) =>
  added('onprem_circuit_link', 'second', {
    router_id: '${onprem_router.tky01.id}',
    circuit_key: 'another',
    link: 'primary',
    vlan: 715,
    address: '172.16.0.5/30',
    ...change,
  });

const refusals: Readonly<Record<string, readonly [Resources, RegExp]>> = {
  'a host outside its LAN': [
    changed('onprem_host', 'pc1', { address: '10.100.12.11' }),
    /onprem_host\.pc1.*10\.100\.12\.11 is none of LAN office: choose one from 10\.100\.10\.1 to/,
  ],
  'the broadcast address': [
    changed('onprem_host', 'pc1', { address: '10.100.10.255' }),
    /is none of LAN office/,
  ],
  'an address that the router has': [
    changed('onprem_host', 'pc2', { address: '10.100.11.1', gateway: '10.100.11.2' }),
    /10\.100\.11\.1 belongs to (tky01|pc2) already/,
  ],
  'a gateway outside the LAN': [
    changed('onprem_host', 'pc1', { gateway: '10.100.11.1' }),
    /gateway 10\.100\.11\.1 is not in LAN office/,
  ],
  'two machines of one name': [
    added('onprem_host', 'again', hostOf('TKY01', 'office', '10.100.10.50', '10.100.10.1')),
    /There is a machine "TKY01" already|There is a machine "tky01" already/,
  ],
  'LANs that overlap': [
    changed('onprem_lan', 'lab', { cidr: '10.100.0.0/16' }),
    /overlaps LAN (office|lab)/,
  ],
  'host bits in a prefix': [
    changed('onprem_lan', 'lab', { cidr: '10.100.11.1/24' }),
    /cidr "10\.100\.11\.1\/24" is no network/,
  ],
  'the management network': [
    changed('onprem_lan', 'lab', { cidr: '198.18.5.0/24' }),
    /198\.18\.0\.0\/16 is the sites' management network/,
  ],
  'a key that is none': [changed('onprem_host', 'pc1', { ssh_public_key: 'x' }), /OpenSSH/],
  'a loopback twice': [
    changed('onprem_router', 'tky01', { loopbacks: ['10.1.1.1', '10.1.1.1'] }),
    /address 10\.1\.1\.1 is given twice/,
  ],
  'the circuit’s own address': [
    changed('onprem_circuit_link', 'er', { address: '172.16.0.2/30' }),
    /has the first address of the \/30, 172\.16\.0\.1\/30/,
  ],
  'a link that is no /30': [
    changed('onprem_circuit_link', 'er', { address: '172.16.0.1/29' }),
    /is a \/30/,
  ],
  'a third link': [
    changed('onprem_circuit_link', 'er', { link: 'tertiary' }),
    /"primary" and "secondary"/,
  ],
  'a VLAN too high': [changed('onprem_circuit_link', 'er', { vlan: 4095 }), /no VLAN/],
  'a device name too long': [
    changed('onprem_circuit_link', 'er', { device: 'expressroute.714' }),
    /up to 14/,
  ],
  'a device of the router’s own': [
    changed('onprem_circuit_link', 'er', { device: 'lan0' }),
    /is the router's own/,
  ],
  'one end of a circuit at two places': [
    secondLink({ circuit_key: serviceKey }),
    /primary link of the circuit ends at \/sites\/tokyo\S+ already/,
  ],
  'two links in one subnet': [secondLink({ address: '172.16.0.1/30' }), /overlaps er/],
  'an exchange with a bad AS number': [exchange({ asn: 23456 }), /no AS number/],
  'an exchange with one circuit twice': [exchange({ oci_circuit_key: serviceKey }), /are the same/],
  'an exchange with two links in one subnet': [
    exchange({ oci_primary_address: '172.30.0.2/30' }),
    /overlaps another link/,
  ],
};

for (const [what, [resources, expected]] of Object.entries(refusals)) {
  test(`refused: ${what}`, async (t) => {
    const { apply } = createLocalOnprem();
    const error = await t.throwsAsync(() => apply(resources), { instanceOf: TerraformError });
    t.regex(error?.problems.join('\n') ?? '', expected);
  });
}

test('what is in use is not deleted', async (t) => {
  const { cloud } = createLocalOnprem();
  const { onprem_site: site, onprem_lan: lan } = cloud.terraform.resources;
  const made = await site?.create({ name: 'tokyo', service_provider: 'Equinix' });
  const id = String(made?.['id']);
  await lan?.create({ site_id: id, name: 'office', cidr: '10.1.0.0/24' });
  await t.throwsAsync(async () => site?.delete(made ?? {}), { message: /tokyo still has office/ });
  t.is((await site?.read(made ?? {}))?.['service_provider'], 'Equinix');
});

test('the REST API is nobody’s', async (t) => {
  const { cloud } = createLocalOnprem();
  const url = new URL('https://localhost/');
  t.is((await cloud.handle({ method: 'GET', url, headers: {}, body: '' })).status, 404);
});
