import { canEnclose } from '../../../../../src/emulator/linux/enclosure.ts';
import { enclosed } from './enclosed.ts';
import { onlyWhere } from '../../../../support/only-where.ts';

// Real packets.
const real = onlyWhere(canEnclose()?.reason);

real(
  'a VPN in a spoke over ExpressRoute in the hub: a Route Server tells of its gateway',
  async (t) => {
    const seen = await enclosed('spokeVpn');
    const toldByServer = (join: string) =>
      [
        ['10.0.210.4', 0],
        ['10.0.210.5', 1],
      ].flatMap(([address, index]) =>
        [
          ['10.0.0.0/16', '65515'],
          ['10.100.10.0/24', ['65515', '12076', '65150'].join(join)],
          ['10.100.20.1/32', ['65515', '12076', '65150'].join(join)],
        ].map(([prefix, path]) =>
          join === '-' ? `${index} ${prefix} ${address} ${path}` : `${address} ${prefix} ${path}`,
        ),
      );
    t.deepEqual(seen.heardByAppliance, toldByServer(' '));
    t.deepEqual(seen.toldAppliance, toldByServer('-'));
    t.deepEqual(seen.learned, [
      '0 10.10.200.0/24 10.0.0.4 65001',
      '1 10.10.200.0/24 10.0.0.4 65001',
    ]);
    t.is(seen.peerState, 'Connected');
    t.deepEqual(seen.heardBySite, [
      '10.10.200.6 10.10.0.0/16 65155',
      '10.10.200.7 10.10.0.0/16 65155',
      '172.16.0.2 10.0.0.0/16 12076',
      '172.16.0.2 10.10.200.0/24 12076',
    ]);
    t.deepEqual(seen.toldSite, [
      '10.10.200.6 10.10.0.0/16 Igp 10.10.200.6 65155',
      '10.10.200.7 10.10.0.0/16 Igp 10.10.200.7 65155',
    ]);
    t.deepEqual(
      seen.hubCard.map((row) => row.split(' ')[0]),
      ['10.100.10.0/24', '10.100.20.1/32'],
      'the appliance’s route is inside a peer, and diverts nothing',
    );
    t.deepEqual(seen.spokeCard, [
      '10.100.10.0/24 10.10.200.6,10.10.200.7',
      '10.100.20.1/32 10.10.200.6,10.10.200.7',
    ]);
    t.deepEqual(seen.addresses, [
      ['10.10.200.6', '10.10.200.4'],
      ['10.10.200.7', '10.10.200.5'],
    ]);
    t.true(seen.spokePeers.includes('10.10.200.6 10.100.20.1 65150 Connected 1'));
    t.true(seen.hubPeers.includes('10.0.200.12 10.0.210.4 65515 Connected 1'));
    t.deepEqual(
      seen.tunnels.map(({ tunnel, connectionStatus }) => `${tunnel} ${connectionStatus}`),
      ['spoke-site_10.10.200.4 Connected', 'spoke-site_10.10.200.5 Connected'],
    );
    t.deepEqual(
      [seen.fromSite, seen.fromSpoke, seen.hubFromSite, seen.toGateway],
      ['answered', 'ttl 64', 'answered', 'answered'],
    );

    t.deepEqual(
      seen.apart,
      {
        appliance: ['10.0.210.4 10.0.0.0/16 65515', '10.0.210.5 10.0.0.0/16 65515'],
        site: ['172.16.0.2 10.0.0.0/16 12076'],
      },
      'a Route Server without branch-to-branch traffic tells its network only',
    );
    t.deepEqual(seen.again, {
      appliance: seen.heardByAppliance,
      site: seen.heardBySite.filter((row) => row.startsWith('172.16.')),
    });
    t.deepEqual(seen.log, []);
  },
);
