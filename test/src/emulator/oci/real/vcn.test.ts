import { canEnclose } from '../../../../../src/emulator/linux/enclosure.ts';
import { enclosed } from './enclosed.ts';
import { onlyWhere } from '../../../../support/only-where.ts';

// Real packets: one enclosure after the other.
const real = onlyWhere(canEnclose()?.reason);

real('a VCN: two machines, an internet gateway, security lists and routes', async (t) => {
  const seen = await enclosed('vcn');
  t.deepEqual(seen.before, {
    eachOther: 'ttl 64',
    backwards: 'ttl 64',
    internet: 'ttl 64',
    // The security list lets echo in from the VCN only.
    fromInternet: 'lost',
    nobody: 'lost',
  });
  t.deepEqual(seen.whoami, ['vm1', 'ubuntu', '172.16.1.2/24']);
  t.deepEqual(seen.rules, {
    closed: 'lost',
    outStill: 'ttl 64',
    statelessAlone: 'lost',
    statelessBoth: 'ttl 64',
  });
  t.deepEqual(seen.power, { stopped: 'lost', started: 'ttl 64' });
  t.is(seen.withoutRoute, 'lost');
});
