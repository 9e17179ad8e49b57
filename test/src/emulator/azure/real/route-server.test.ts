import { canEnclose } from '../../../../../src/emulator/linux/enclosure.ts';
import { enclosed } from './enclosed.ts';
import { onlyWhere } from '../../../../support/only-where.ts';

// Real packets.
const real = onlyWhere(canEnclose()?.reason);

const rows = [
  '172.16.0.0/16 10.1.255.4,10.1.255.5',
  '172.31.0.1/32 10.1.255.4,10.1.255.5',
  '192.168.50.0/24 10.1.0.5',
];

real('a Route Server beside a VPN gateway, apart at first and then joined', async (t) => {
  const { apart, joined, kept, log } = await enclosed('routeServer');
  t.deepEqual(apart.spokeRows, rows);
  t.deepEqual(apart.hubRows, rows);
  t.deepEqual(
    [apart.fromHub, apart.fromSpoke],
    ['ttl 64', 'ttl 64'],
    'straight to the appliance, from the spoke too',
  );
  t.deepEqual(apart.heardByCustomer, ['10.1.0.0/16 65515', '10.2.0.0/16 65515']);
  t.deepEqual(apart.toldAppliance, ['10.1.0.0/16', '10.2.0.0/16']);
  t.deepEqual(
    apart.peers.filter((row) => row.includes(' 10.1.210.')),
    ['10.1.255.4', '10.1.255.5'].flatMap((instance) => [
      `${instance} 10.1.210.4 65515 Connected 0`,
      `${instance} 10.1.210.5 65515 Connected 0`,
    ]),
  );

  t.deepEqual(joined.heardByCustomer, [
    '10.1.0.0/16 65515',
    '10.2.0.0/16 65515',
    '192.168.50.0/24 65515 65001',
  ]);
  t.deepEqual(joined.toldAppliance, [
    '10.1.0.0/16 10.1.210.4 65515',
    '10.2.0.0/16 10.1.210.4 65515',
    '172.16.0.0/16 10.1.210.4 65515-65002',
  ]);
  t.deepEqual(
    joined.learned,
    ['10.1.255.4', '10.1.255.4', '10.1.255.5', '10.1.255.5'].map(
      (instance) => `${instance} 192.168.50.0/24 IBgp 10.1.0.5 65001`,
    ),
  );
  t.deepEqual(joined.rows, rows, 'cards still go to the appliance themselves');
  t.is(joined.fromCustomer, 'ttl 64');

  t.deepEqual(
    kept.heardByCustomer,
    apart.heardByCustomer,
    'a route that is to be advertised to nobody stays in Azure',
  );
  t.deepEqual(kept.rows, rows, 'where cards have it all the same');
  t.is(kept.fromSpoke, 'ttl 64');
  t.deepEqual(log, []);
});
