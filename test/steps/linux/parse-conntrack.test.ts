import test from 'ava';
import fc from 'fast-check';
import { parseConntrack } from '../../../steps/linux/parse-conntrack.ts';

test('the entry of the published walk-through', (t) => {
  const line =
    'icmp     1 29 src=10.1.0.4 dst=8.8.4.4 type=8 code=0 id=2445 src=8.8.4.4 dst=10.2.1.4 type=0 code=0 id=2445 mark=0 use=1';
  t.deepEqual(parseConntrack(line), [
    {
      protocol: 'icmp',
      state: null,
      source: '10.1.0.4',
      destination: '8.8.4.4',
      sourcePort: null,
      destinationPort: null,
      replySource: '8.8.4.4',
      replyDestination: '10.2.1.4',
      replySourcePort: null,
      replyDestinationPort: null,
      replied: true,
      timeout: 29,
    },
  ]);
});

test('tcp with states and ports, udp without an answer, and other lines', (t) => {
  const output = [
    'tcp      6 431999 ESTABLISHED src=10.1.0.4 dst=10.1.0.5 sport=49152 dport=22 src=10.1.0.5 dst=10.1.0.4 sport=22 dport=49152 [ASSURED] mark=0 use=1',
    'udp      17 29 src=10.1.0.4 dst=8.8.8.8 sport=5353 dport=53 [UNREPLIED] src=8.8.8.8 dst=10.2.1.4 sport=53 dport=1024 mark=0 zone=3 use=1',
    'conntrack v1.4.7 (conntrack-tools): 2 flow entries have been shown.',
    '',
  ].join('\n');
  const [tcp, udp, ...others] = parseConntrack(output);
  t.deepEqual(others, []);
  t.is(tcp?.state, 'ESTABLISHED');
  t.is(tcp?.destinationPort, 22);
  t.true(tcp?.replied);
  t.is(udp?.replyDestinationPort, 1024);
  t.false(udp?.replied);
});

test('every entry is read back', (t) => {
  const port = fc.integer({ min: 0, max: 65_535 });
  const entry = fc.record({
    source: fc.ipV4(),
    destination: fc.ipV4(),
    replySource: fc.ipV4(),
    replyDestination: fc.ipV4(),
    sourcePort: port,
    destinationPort: port,
    replySourcePort: port,
    replyDestinationPort: port,
    replied: fc.boolean(),
    timeout: fc.nat(),
  });
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      const lines = entries.map(
        (it) =>
          `udp      17 ${it.timeout} src=${it.source} dst=${it.destination} sport=${it.sourcePort} dport=${it.destinationPort} ${it.replied ? '' : '[UNREPLIED] '}src=${it.replySource} dst=${it.replyDestination} sport=${it.replySourcePort} dport=${it.replyDestinationPort} mark=0 use=1`,
      );
      t.deepEqual(
        parseConntrack(lines.join('\n')),
        entries.map((it) => ({ ...it, protocol: 'udp', state: null })),
      );
    }),
  );
});
