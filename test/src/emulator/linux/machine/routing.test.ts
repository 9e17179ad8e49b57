import { existsSync } from 'node:fs';
import type { ExecutionContext } from 'ava';
import { canEnclose } from '../../../../../src/emulator/linux/enclosure.ts';
import { asRoot, asUser, enclosed, type Account } from '../fixtures/enclosed.ts';
import { onlyWhere } from '../../../../support/only-where.ts';

const real = onlyWhere(canEnclose()?.reason);
const realAsUser = asRoot ? real : onlyWhere('it needs root, to make a user');

async function frrMachine(t: ExecutionContext, account?: Account): Promise<void> {
  const seen = await enclosed('frrMachine', account);
  t.regex(seen.before, /^inactive\nactive\n.*frr\.service[^]*inactive \(dead\)\n3$/);
  t.is(seen.installed, 'frr is already the newest version.\n0');
  t.regex(seen.missing, /Unable to locate package no-such-thing: .*host/);
  t.regex(seen.missing, /^100$/m);
  t.regex(seen.unknown, /^Unit nginx\.service could not be found\.$/m);
  t.regex(seen.unknown, /^nginx: unrecognized service$/m);
  t.deepEqual(seen.unknown.match(/^\d$/gm), ['5', '1', '1', '1']);
  // Its two streams may overtake each other.
  t.regex(seen.unknown, /isolate is not known on this machine, which has no systemd$/m);
  t.regex(seen.unknown, /only root may do this; use sudo$/m);

  t.is(seen.restarted, '0');
  t.is(seen.first?.state, 'Established');
  t.is(seen.running.active, 'active\nenabled');
  t.regex(seen.running.status, /Active: active[^]*Status of bgpd: running/);
  t.regex(seen.running.summary, /local AS number 65001[^]*10\.0\.0\.1 +4 +65515/);
  t.notRegex(seen.running.summary, /denied|Failed/, 'as the login user');
  t.regex(seen.running.asRoot, /B>\* 10\.1\.0\.0\/16 \[20\/0\] via 10\.0\.0\.1, eth0/);
  t.regex(seen.running.route, /^10\.1\.0\.0\/16 .*via 10\.0\.0\.1 dev eth0/);
  t.regex(seen.running.log, /BGP: /);
  t.regex(seen.reloaded, /\n0$/);
  t.is(seen.second?.state, 'Established');
  if (existsSync('/usr/lib/frr/frr-reload.py')) {
    const [first, second] = [seen.first?.messagesSent ?? 0, seen.second?.messagesSent ?? 0];
    t.true(second > first, 'messages of the same session are counted on');
  }
  t.deepEqual(seen.stopped, [], 'it dies with its machine');
  t.is(seen.afterBoot?.state, 'Established', 'and comes back with it');

  const { shell } = seen;
  t.deepEqual(shell.hostKeys, ['ssh-ed25519', 'ecdsa-sha2-nistp256']);
  t.is(shell.name, 'gw');
  t.regex(shell.summary, /local AS number 65515[^]*10\.0\.0\.4 +4 +65001/);
  t.regex(shell.live, /gw# show ip route bgp[^]*10\.8\.0\.0\/16/);
  t.regex(shell.route, /via 10\.0\.0\.4 dev eth0/);
  t.is(shell.ping, '1 received');
  t.regex(shell.tcpdump, /10\.0\.0\.\d\.\d+: Flags/);
  t.regex(shell.frr, /could not be found/, "the router's daemons are not the console's to restart");
  t.true(shell.again);
  t.is(shell.fromOutside, 'ECONNREFUSED');
  t.is(seen.noRouter, 'LinuxError: nobody is no router of this lab');
  t.deepEqual(seen.left, []);
  t.deepEqual(seen.log, []);
}

real('FRR on a machine, and the console of a router', (t) => frrMachine(t));
realAsUser('FRR on a machine of an ordinary user, too', (t) =>
  asUser((account) => frrMachine(t, account)),
);

real("a site's router has two tunnels in one charon, and BGP over both", async (t) => {
  const seen = await enclosed('siteRouter');
  const both = { tunnels: ['up', 'up'], peers: ['Established', 'Established'] };
  t.deepEqual(seen.both, both);
  t.true(seen.reached);
  t.regex(seen.route, /^10\.10\.0\.4 .*dev ipsec0/m);
  t.regex(seen.route, /^10\.10\.200\.4 via 172\.16\.0\.2 dev gi8/m);
  t.is(seen.second.tunnels[1], 'up');
  t.not(seen.second.tunnels[0], 'up');
  t.is(seen.bySecond, '10', 'data goes by the tunnel that is left');
  t.deepEqual(seen.again, both);
  t.is(seen.first.tunnels[0], 'up');
  t.not(seen.first.tunnels[1], 'up');
  t.is(seen.byFirst, '10');
  t.deepEqual(seen.atLast, both);
  t.deepEqual(seen.afterRestart, both, 'routes by the device come back with it');
  t.true(seen.reachedAfter);
  t.deepEqual(
    [...seen.status.matchAll(/(\S+)\{\d+\}: +INSTALLED/g)].map((it) => it[1]).toSorted(),
    ['azure0', 'azure0-data', 'azure1', 'azure1-data'],
  );
  t.regex(seen.log, /<azure\d\|\d+>/);
});
