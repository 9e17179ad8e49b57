import { canEnclose } from '../../../../../src/emulator/linux/enclosure.ts';
import { enclosed } from './enclosed.ts';
import { onlyWhere } from '../../../../support/only-where.ts';

// Real packets: one enclosure after the other.
const real = onlyWhere(canEnclose()?.reason);

real('a site: hosts in two LANs, a router between them, and a circuit', async (t) => {
  const seen = await enclosed('site');
  t.deepEqual(seen.pings, {
    lan: 'ttl 64',
    router: 'ttl 64',
    throughRouter: 'ttl 63',
    loopback: 'ttl 64',
    circuit: 'ttl 64',
    throughCircuit: 'ttl 63',
    fromFar: 'ttl 63',
    // Management is for those who administer the site.
    internet: 'lost',
    management: 'lost',
  });
  t.deepEqual(seen.logins, {
    router: ['tky01', '1', ...seen.logins.router.slice(2, 4), '10.100.10.1/24'],
    host: ['pc1', '0', ...seen.logins.host.slice(2, 4), '10.100.10.11/24'],
  });
  t.false(seen.circuitAlone);
  t.true(seen.sniffed > 0);
  t.is(seen.neighbour, '1');
  t.is(seen.moved, 'ttl 63');
});

real('an exchange passes routes between two clouds, longer by what it prepends', async (t) => {
  const seen = await enclosed('between');
  t.deepEqual(seen.paths, ['64500 31898', '64500 64500 64500 12076']);
  t.is(seen.pinged, 'ttl 63');
  t.is(seen.shorter, '64500 12076');
});
