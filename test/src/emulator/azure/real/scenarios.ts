import { resource } from '../support/arm.ts';
import { connect, createStage, nicRoutes, peers, ping, routes, site, until } from './stage.ts';

/** What is done inside an enclosure; tests look at what it returns. */
export const scenarios = { mesh };

const connected = (count: number) => (rows: readonly string[]) =>
  rows.filter((row) => row.includes(' Connected ')).length === count;

/** Two active-active gateways, each with both addresses of the other. */
async function mesh(folder: string) {
  const stage = await createStage(folder);
  const left = await site(stage, 'left', 1, { asn: 65001 });
  const right = await site(stage, 'right', 2, { asn: 65002 });
  for (const [near, far, addresses, asn, second] of [
    ['left', 'right', right, 65002, 2],
    ['right', 'left', left, 65001, 1],
  ] as const) {
    for (const [index, address] of addresses.entries()) {
      await connect(stage, `${near}-${far}${index}`, {
        gateway: `${near}-gw`,
        address,
        bgp: { asn, bgpPeeringAddress: `10.${second}.255.${4 + index}` },
      });
    }
  }
  const started = Date.now();
  const healthy = await until(() => peers(stage, 'left-gw'), connected(6));
  const healthyAfterMs = Date.now() - started;
  const nic = await until(
    () => nicRoutes(stage, 'left-nic'),
    (rows) => rows.length === 3,
  );
  const pinged = await until(
    () => ping(stage, 'left-vm', '10.2.0.4'),
    (seen) => seen !== 'lost',
  );
  const learned = await routes(stage, 'left-gw');
  const advertised = await routes(stage, 'left-gw', 'getAdvertisedRoutes', '?peer=10.2.255.4');
  const inside = await routes(stage, 'left-gw', 'getAdvertisedRoutes', '?peer=10.1.255.5');
  const connection = await stage.get(resource('connections', 'left-right0'));
  return {
    healthy,
    healthyAfterMs,
    nic,
    pinged,
    learned,
    advertised,
    inside,
    connection,
    log: stage.log,
  };
}
