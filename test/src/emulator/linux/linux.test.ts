import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { canEnclose } from '../../../../src/emulator/linux/enclosure.ts';
import {
  asRoot,
  enclosed,
  startEnclosed,
  throwAwayUser,
  type Account,
} from './fixtures/enclosed.ts';

// Real packets: one enclosure after the other.
const real = canEnclose() === undefined ? test.serial : test.serial.skip;
const realAsUser = asRoot ? real : test.serial.skip;

/** Runs `body` as an ordinary user made for it. */
async function asUser(body: (account: Account) => Promise<void>): Promise<void> {
  const account = throwAwayUser();
  try {
    await body(account);
  } finally {
    account.remove();
  }
}

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
