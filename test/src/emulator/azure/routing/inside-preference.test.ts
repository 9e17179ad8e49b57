import test from 'ava';
import type { RouteOrigin } from '../../../../../src/emulator/azure/routing/inside-preference.ts';
import { localPreference } from '../../../../../src/emulator/azure/routing/inside-preference.ts';

const origins = ['ExpressRoute', 'VPN', 'appliance'] as const satisfies readonly RouteOrigin[];

/** Against a speaker's own routes, which have 100: what another origin's get there. */
const expected = {
  ExpressRoute: {
    ExpressRoute: { VPN: 90, appliance: 90 },
    VPN: { ExpressRoute: 110, appliance: undefined },
    appliance: { ExpressRoute: 110, VPN: undefined },
  },
  VpnGateway: {
    ExpressRoute: { VPN: 110, appliance: 110 },
    VPN: { ExpressRoute: 90, appliance: undefined },
    appliance: { ExpressRoute: 90, VPN: undefined },
  },
  ASPath: {
    ExpressRoute: { VPN: undefined, appliance: undefined },
    VPN: { ExpressRoute: undefined, appliance: undefined },
    appliance: { ExpressRoute: undefined, VPN: undefined },
  },
} as const;

for (const preference of ['ExpressRoute', 'VpnGateway', 'ASPath'] as const) {
  test(`with the preference ${preference}, BGP prefers the same as the cards`, (t) => {
    const seen = origins.map((at) => [
      at,
      Object.fromEntries(
        origins
          .filter((origin) => origin !== at)
          .map((origin) => [origin, localPreference(origin, at, preference).localPreference]),
      ),
    ]);
    t.deepEqual(Object.fromEntries(seen), expected[preference]);
  });
}
