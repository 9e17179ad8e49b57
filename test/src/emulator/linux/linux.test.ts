import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import { canEnclose } from '../../../../src/emulator/linux/enclosure.ts';
import { asRoot, asUser, enclosed, startEnclosed, type Account } from './fixtures/enclosed.ts';
import { onlyWhere } from '../../../support/only-where.ts';

// Real packets: one enclosure after the other.
const real = onlyWhere(canEnclose()?.reason);
const realAsUser = asRoot ? real : onlyWhere('it needs root, to make a user');

real('packets are forwarded by tables, with the TTL that was asked for', async (t) => {
  const seen = await enclosed('forwarding');
  t.is(seen.decremented.ttl, '62');
  t.regex(seen.decremented.hops, /10\.0\.1\.1[^]*10\.0\.[34]\.2[^]*10\.0\.2\.2/);
  t.is(seen.transparent.ttl, '64');
  t.notRegex(seen.transparent.hops, /10\.0\.1\.1/);
  t.regex(seen.transparent.hops, /^ 1 {2}10\.0\.2\.2/);
  t.is(seen.from255, '255');
  t.is(seen.marked, '63', 'lowered between the two devices named');
  t.is(seen.lost, '0');
  t.regex(seen.tables, /1000:\s+from all iif left lookup 1001/);
  t.regex(seen.tables, /unreachable default/);
  t.deepEqual(seen.withSpare, ['detour', 'left', 'right', 'spare']);
  t.deepEqual(seen.withoutSpare, ['detour', 'left', 'right']);
  t.deepEqual(seen.namespacesLeft, []);
});

real('routes of BGP and of the fabric live in one table', async (t) => {
  t.deepEqual(await enclosed('coexistence'), {
    learned: { default: 'eth0', ten: 'eth0' },
    preferred: 'other',
    stays: 'other',
    again: 'eth0',
    cut: 'unreachable',
    state: null,
    routes: [],
  });
});

real('what a neighbour learned of others can be told apart from its own', async (t) => {
  t.deepEqual(await enclosed('transit'), {
    open: ['10.4.0.0/16 12076 65515', '10.9.0.0/16 12076 65515 65001'],
    shut: ['10.4.0.0/16 12076 65515'],
    log: [],
  });
});

real('a peer that tells more prefixes than are taken loses its session', async (t) => {
  t.deepEqual(await enclosed('prefixLimit'), {
    within: { up: true, routes: 2 },
    beyond: { up: false, routes: 0 },
    log: [],
  });
});

real(
  'policies: prepending, MED, preference, private and own AS numbers, marks, reflection',
  async (t) => {
    const { before, after, again, ...seen } = await enclosed('policies');
    const route = (asPath: number[], nextHop: string, rest: object = {}): object => ({
      best: true,
      nextHop,
      asPath,
      med: null,
      origin: 'IGP',
      ...rest,
    });
    const [edge, gw, hub] = ['192.0.2.14', '192.0.2.18', '192.0.2.26'];
    const learned = { origin: 'incomplete' };

    t.deepEqual(before.nva, [route([65515, 12076, 65010], hub)]);
    t.deepEqual(before.site, [route([12076, 65515, 65001], edge, learned)]);
    t.deepEqual(before.site2, [], 'its own AS number is in the path');
    t.deepEqual(before.far, [], 'its own AS number is in the path');
    t.deepEqual(before.vpn, [], 'what was learned inside is not passed on inside');

    t.deepEqual(after.site, [route([12076, 12076, 12076], edge, learned)], 'prepended');
    t.deepEqual(after.site2, [route([12076], edge, learned)], 'no private numbers, origin kept');
    t.deepEqual(after.otherSite, [route([12076], edge)], "nor the neighbour's own");
    t.deepEqual(
      after.preferred.map(({ best, nextHop }) => ({ best, nextHop })),
      [
        { best: true, nextHop: '192.0.2.10' },
        { best: false, nextHop: '192.0.2.6' },
      ],
      'local preference',
    );
    t.deepEqual(after.overridden, [route([12076, 12076], edge, { med: 230 })], 'of one prefix');
    t.deepEqual(after.gw, [route([12076, 65010], edge, { med: 70 })]);
    t.deepEqual(after.vpn, [route([12076, 65010], gw, { med: 7 })], 'reflected');
    t.deepEqual(after.nva, [], 'a marked route is not told');
    t.deepEqual(after.nva2, [route([65515, 12076, 65010], gw)], 'the next hop is kept');
    t.deepEqual(after.nva2FromNva, [route([65515, 65001], '192.0.2.34')]);
    t.regex(seen.inside, /Large Community: 4294967295:/);
    t.regex(seen.communities, /Community: 65010:77/, "a user's community survives");
    t.notRegex(seen.communities, /Large Community/, 'a mark is not shown to others');
    t.deepEqual(seen.kept, { edge: true, nvas: true }, 'changed policies keep sessions');

    t.deepEqual(again.nva, [route([65515, 12076, 65010], hub)]);
    t.deepEqual(again.site, [route([12076, 65515, 65001], edge, learned)]);
    t.is(seen.maps.length, 7);
    t.deepEqual(
      seen.left?.map((line) => line.split(' ')[0]),
      ['bgp', 'route-map'],
      'of lists and maps stays what hides marks from others',
    );
    t.deepEqual(seen.log, []);
  },
);

async function vpn(t: ExecutionContext, account?: Account): Promise<void> {
  const seen = await enclosed('vpn', account);
  t.true(seen.reachable);
  t.true(seen.changesSeen);
  const learned = seen.healthy.bgp['left-gw']?.routes.filter((it) => it.source === 'ebgp');
  t.deepEqual(
    learned?.map(({ prefix, nextHop, peer, asPath }) => ({ prefix, nextHop, peer, asPath })),
    ['10.2.0.0/16', '10.3.0.0/16'].map((prefix) => ({
      prefix,
      nextHop: '10.2.255.254',
      peer: '10.2.255.254',
      asPath: [65002],
    })),
  );
  t.is(seen.healthy.tunnels['left to right']?.state, 'up');
  t.true((seen.healthy.tunnels['left to right']?.bytesIn ?? 0) > 0);
  t.regex(seen.route, /10\.3\.0\.0\/16 .*dev tun0/);

  t.true(seen.afterKey.reachable, 'a changed key on both ends');
  t.deepEqual(seen.afterKey.daemons, seen.atFirst, 'a changed key restarts nothing');
  t.not(seen.mismatch, 'up', 'different keys');
  t.true(seen.repaired);
  t.is(seen.filtered?.peers[0]?.prefixesReceived, 0);
  t.is(seen.filtered?.peers[0]?.state, 'Established', 'a changed filter keeps the session');

  t.deepEqual(
    seen.broken?.peers.map(({ address, prefixesReceived }) => ({ address, prefixesReceived })),
    [{ address: '10.2.255.253', prefixesReceived: 0 }],
  );
  t.deepEqual(
    seen.broken?.routes.map((it) => it.prefix),
    ['10.1.0.0/16'],
  );
  t.false(seen.brokenReachable);
  t.is(seen.back, 'Established');
  t.deepEqual(seen.atLast, seen.atFirst, 'the same processes from first to last');
  t.regex(seen.staticRoutes, /10\.2\.255\.254 dev tun0/);
  t.notRegex(seen.staticRoutes, /10\.2\.255\.253/);
  t.deepEqual(seen.log, []);
}

real('BGP over IPsec through a 1:1 NAT; keys, peers and filters change in place', async (t) => {
  await vpn(t);
});

realAsUser('the same as an ordinary user', async (t) => {
  await asUser((account) => vpn(t, account));
});

real('filters let replies pass and nothing else', async (t) => {
  const { sshOnly, withPing, nobody } = await enclosed('filters');
  t.deepEqual(sshOnly, {
    pingIn: false,
    pingOut: true,
    port22: 'ECONNREFUSED',
    port23: 'no answer',
    outwards: 'ECONNREFUSED',
  });
  t.deepEqual(withPing, { pingIn: true, largePing: true, port23: 'no answer' });
  t.is(nobody, 'no answer');
});

async function machines(t: ExecutionContext, account?: Account): Promise<void> {
  const seen = await enclosed('machines', account);
  t.is(seen.who, 'azureuser\nfirst\n/home/azureuser\n/bin/bash');
  t.is(seen.sudo, '0');
  t.is(seen.ping, '1 received');
  const own = ['sh', 'sshd', 'bash', 'ps'];
  t.deepEqual(
    seen.processes.split('\n').filter((program) => !own.includes(program.trim())),
    [],
  );
  t.is(seen.cards, 'eth0\neth1\nlo');
  t.regex(seen.route, /^default via 10\.1\.0\.1 dev eth0/);
  t.regex(seen.conntrack, /tcp .*ESTABLISHED src=\S+ dst=10\.1\.0\.4 .*dport=22/);
  t.regex(seen.hidden, /\/run\/netns.*No such file/);
  t.regex(seen.hidden, /\/run\/wirebook.*No such file/);
  t.regex(seen.readOnly, /Read-only file system|Permission denied/);
  t.regex(seen.terminal, /\/dev\/pts\/\d/);
  t.deepEqual(seen.hostKeys, ['ssh-ed25519', 'ecdsa-sha2-nistp256']);
  t.deepEqual(seen.stopped, []);
  t.is(seen.restarted, 'kept', 'its disk outlives a stop, and a password lets in');
  t.is(seen.refused, 'ECONNREFUSED');
  t.is(seen.inside, 'first');
}

real('a machine can be logged in to, and shows nothing of the lab', async (t) => {
  await machines(t);
});

realAsUser('a machine of an ordinary user, too', async (t) => {
  await asUser((account) => machines(t, account));
});

real(
  'a capture is pcap, listens when it says so, and ends when told or when its device goes',
  async (t) => {
    const seen = await enclosed('captures');
    t.is(seen.all, '8 0 8 0 8 0');
    t.is(seen.echoes, '8 8 8');
    t.notRegex(seen.seenInside, /tcpdump/);
    t.is(seen.wrongFilter?.name, 'LinuxError');
    t.regex(seen.wrongFilter?.message ?? '', /^can't parse filter expression: syntax error/);
    t.regex(seen.notAnOption?.message ?? '', /^can't parse filter expression/);
    t.regex(seen.wrongDevice?.message ?? '', /nowhere: .*No such device/);
    t.regex(seen.wrongNode?.message ?? '', /nobody.*No such file/);
    t.deepEqual(seen.left, []);
  },
);

real('a refusal names node and command, and does not spoil what comes next', async (t) => {
  const seen = await enclosed('faults');
  t.deepEqual(seen.refusal, {
    name: 'LinuxError',
    node: 'left-host',
    command: 'ip route replace 0.0.0.0/0 table 254 metric 0 proto static dev nowhere',
  });
  t.regex(seen.again, /default via 10\.1\.0\.1 dev eth0/);
  t.is(seen.killed, 4);
  t.is(seen.back, 'Established', 'daemons that died are started again');
  t.true(
    seen.log.some((line) => line.includes('bgpd of left-gw ended by itself (signal SIGKILL)')),
  );
});

async function killed(t: ExecutionContext, victim: 'outer' | 'inner', account?: Account) {
  const before = traces();
  const { child, marker } = startEnclosed('wait', account);
  await new Promise<void>((resolve, reject) => {
    let out = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes(`${marker}-ready`)) resolve();
    });
    child.once('exit', () => reject(new Error(`ended too early: ${out}`)));
  });
  t.true(marked(marker).length > 0);
  const target = marked(marker).find(victim === 'outer' ? isUnshare : isNode);
  process.kill(target?.pid ?? t.fail('nothing to kill'), 'SIGKILL');
  for (let look = 0; look < 100 && marked(marker).length > 0; look += 1) await sleep(50);
  t.deepEqual(marked(marker), []);
  t.deepEqual(traces(), before);
}

real('kill -9 of what started it leaves nothing', (t) => killed(t, 'outer'));
real('kill -9 of the program in it leaves nothing', (t) => killed(t, 'inner'));
realAsUser('kill -9 as an ordinary user leaves nothing', (t) =>
  asUser((account) => killed(t, 'inner', account)),
);

/** What an enclosure could leave on the host. */
function traces(): unknown {
  return {
    namespaces: execFileSync('ip', ['netns', 'list']).toString(),
    mounts: readFileSync('/proc/self/mountinfo', 'utf8'),
    run: readdirSync('/run').toSorted(),
    varTmp: readdirSync('/var/tmp').filter((name) => name.includes('frr')),
  };
}

interface Marked {
  readonly pid: number;
  readonly line: string;
}

/** Processes that carry the marker in their environment: children inherit it, whatever they are. */
function marked(marker: string): Marked[] {
  return (
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      // The oldest first, most likely: the one that started the others.
      .toSorted((one, other) => Number(one) - Number(other))
      .flatMap((name): Marked[] => {
        try {
          if (!readFileSync(`/proc/${name}/environ`, 'latin1').includes(marker)) return [];
          const line = readFileSync(`/proc/${name}/cmdline`, 'latin1').replaceAll('\0', ' ');
          return [{ pid: Number(name), line }];
        } catch {
          return [];
        }
      })
  );
}

function isUnshare({ line }: Marked): boolean {
  return line.startsWith('unshare ') && line.includes('worker.ts');
}

function isNode({ line }: Marked): boolean {
  return line.startsWith(`${process.execPath} `) && /^\S+ \S*worker\.ts /.test(line);
}
