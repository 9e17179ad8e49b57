import test from 'ava';
import fc from 'fast-check';
import { parsePing, parsePingReplies } from '../../../steps/linux/parse-ping.ts';

// From the published walk-through, https://github.com/hans-vvv/Azure/tree/main/Demo6
const lost = `PING 10.5.0.4 (10.5.0.4) 56(84) bytes of data.

--- 10.5.0.4 ping statistics ---
5 packets transmitted, 0 received, 100% packet loss, time 4083ms

`;
const answered = `PING 8.8.4.4 (8.8.4.4) 56(84) bytes of data.
64 bytes from 8.8.4.4: icmp_seq=1 ttl=115 time=2.80 ms
64 bytes from 8.8.4.4: icmp_seq=2 ttl=115 time=2.38 ms
64 bytes from 8.8.4.4: icmp_seq=3 ttl=115 time=2.41 ms

--- 8.8.4.4 ping statistics ---
3 packets transmitted, 3 received, 0% packet loss, time 2003ms
rtt min/avg/max/mdev = 2.380/2.533/2.805/0.196 ms
`;
const unreachable = `PING 10.9.0.1 (10.9.0.1) 56(84) bytes of data.
From 10.1.0.1 icmp_seq=1 Destination Host Unreachable
From 10.1.0.1 icmp_seq=2 Destination Host Unreachable

--- 10.9.0.1 ping statistics ---
2 packets transmitted, 0 received, +2 errors, 100% packet loss, time 1013ms
pipe 2
`;
const named = `PING dns.google (8.8.4.4) 56(84) bytes of data.
64 bytes from dns.google (8.8.4.4): icmp_seq=1 ttl=115 time=3 ms
64 bytes from dns.google (8.8.4.4): icmp_seq=1 ttl=114 time=4.1 ms (DUP!)

--- dns.google ping statistics ---
1 packets transmitted, 1 received, +1 duplicates, 0% packet loss, time 0ms
rtt min/avg/max/mdev = 3.000/3.000/3.000/0.000 ms
`;

test('answers, loss and round-trip times', (t) => {
  t.deepEqual(parsePing(answered), {
    transmitted: 3,
    received: 3,
    lossPercent: 0,
    errors: 0,
    ttls: [115],
    rtt: { min: 2.38, avg: 2.533, max: 2.805 },
  });
});

test('nothing answered', (t) => {
  t.deepEqual(parsePing(lost), {
    transmitted: 5,
    received: 0,
    lossPercent: 100,
    errors: 0,
    ttls: [],
  });
});

test('ICMP errors are no answers', (t) => {
  const seen = parsePing(unreachable);
  t.is(seen?.received, 0);
  t.is(seen?.errors, 2);
  t.deepEqual(parsePingReplies(unreachable), []);
});

test('names and duplicates', (t) => {
  t.deepEqual(parsePingReplies(named), [{ sequence: 1, ttl: 115, ms: 3 }]);
  t.is(parsePing(named)?.received, 1);
});

test('a ping that never ran has no statistics', (t) => {
  t.is(parsePing('ping: connect: Network is unreachable\n'), undefined);
  t.is(parsePing(''), undefined);
});

test('every answer of a timestamped ping is read back', (t) => {
  const anyReply = fc.record({
    sequence: fc.integer({ min: 1, max: 65_535 }),
    ttl: fc.integer({ min: 1, max: 255 }),
    ms: fc.integer({ min: 0, max: 100_000 }).map((micros) => micros / 1000),
    at: fc.integer({ min: 1_600_000_000, max: 2_000_000_000 }).map((it) => it + 0.25),
  });
  fc.assert(
    fc.property(fc.array(anyReply), fc.ipV4(), (replies, address) => {
      const lines = replies.map(
        ({ sequence, ttl, ms, at }) =>
          `[${at.toFixed(6)}] 64 bytes from ${address}: icmp_seq=${sequence} ttl=${ttl} time=${ms} ms`,
      );
      const output = [`PING ${address} (${address}) 56(84) bytes of data.`, ...lines, ''].join(
        '\n',
      );
      t.deepEqual(parsePingReplies(output), replies);
    }),
  );
});

test('no output makes it throw', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      t.is(parsePing(text), undefined);
      t.deepEqual(parsePingReplies(text), []);
    }),
  );
});
