import { canEnclose } from '../../../../../src/emulator/linux/enclosure.ts';
import { enclosed } from './enclosed.ts';
import { onlyWhere } from '../../../../support/only-where.ts';

// Real packets: one enclosure after the other.
const real = onlyWhere(canEnclose()?.reason);

real(
  'a DRG prefers the circuit, goes by the tunnel while it is deactivated, and comes back',
  async (t) => {
    const { before, without, after, steadyToItsEnd, learned, log } = await enclosed('interconnect');
    t.deepEqual(before.rules, ['VIRTUAL_CIRCUIT active', 'IPSEC_TUNNEL conflict']);
    t.is(before.states, 'PROVISIONED UP UP');
    t.regex(before.wayBack, /dev (primary|secondary)/);
    t.not(before.ping, 'lost');
    t.deepEqual(without.rules, ['IPSEC_TUNNEL active']);
    t.is(without.states, 'PROVISIONED DOWN UP');
    t.is(without.wayBack, 'dev tunnel');
    t.not(without.ping, 'lost');
    t.true(steadyToItsEnd);
    t.deepEqual(after.rules, before.rules);
    t.is(after.ping, before.ping);
    // Both links of the circuit share the load.
    t.regex(learned, /dev primary/);
    t.regex(learned, /dev secondary/);
    t.deepEqual(log, []);
  },
);

real('a DRG uses one of two equal tunnels, both with ECMP, and the one that is left', async (t) => {
  const { single, shared, left, log } = await enclosed('equalTunnels');
  t.deepEqual(single.rules, ['IPSEC_TUNNEL active', 'IPSEC_TUNNEL conflict']);
  t.not(single.ping, 'lost');
  t.is(single.loaded, 1);
  t.deepEqual(shared.rules, ['IPSEC_TUNNEL active', 'IPSEC_TUNNEL active']);
  t.is(shared.loaded, 2);
  t.deepEqual(left.rules, ['IPSEC_TUNNEL active']);
  t.not(left.ping, 'lost');
  t.deepEqual(log, []);
});
