import fc from 'fast-check';
import test from 'ava';
import { decodePackets } from '../../../steps/packets/decode-packet.ts';
import { readPcap } from '../../../steps/packets/read-pcap.ts';
import { countProtocols, firstPackets } from '../../../steps/packets/summary.ts';
import { echoReply, echoRequest, esp, ethernet, ipv4, pcapOf, tcp, udp } from './packets.ts';

const ip = (protocol: number, payload: Uint8Array) => ethernet(0x0800, ipv4({ protocol, payload }));
const decodeFrames = (...frames: Uint8Array[]) =>
  decodePackets(readPcap(pcapOf(frames.map((frame) => ({ frame })))) ?? []);

const ike = Buffer.concat([Buffer.alloc(4), Buffer.alloc(28, 7)]);
const kinds: readonly [frame: Uint8Array, protocol: string, info: string][] = [
  [ip(1, echoRequest), 'ICMP', 'echo request'],
  [ip(1, echoReply), 'ICMP', 'echo reply'],
  [ip(1, Buffer.from([11, 0, 0, 0])), 'ICMP', 'time exceeded'],
  [ip(50, esp), 'ESP', 'spi 0xc3e607f3'],
  [ip(17, udp(4500, 4500, esp)), 'ESP', 'spi 0xc3e607f3, in UDP 4500'],
  [ip(17, udp(4500, 4500, ike)), 'IKE', 'in UDP 4500'],
  [ip(17, udp(4500, 4500, Buffer.from([0xff]))), 'NAT keepalive', ''],
  [ip(17, udp(500, 500, Buffer.alloc(28, 7))), 'IKE', ''],
  [ip(17, udp(49152, 3784, Buffer.alloc(24))), 'BFD', ''],
  [ip(17, udp(53, 5353, Buffer.alloc(4))), 'UDP', ''],
  [ip(6, tcp(40000, 179)), 'BGP', ''],
  [ip(6, tcp(179, 40000)), 'BGP', ''],
  [ip(6, tcp(40000, 443)), 'TCP', ''],
  [ip(47, Buffer.alloc(4)), 'GRE', ''],
  [ip(89, Buffer.alloc(4)), 'IP 89', ''],
  [ethernet(0x86dd, Buffer.alloc(40)), 'IPv6', ''],
  [ethernet(0x88cc, Buffer.alloc(4)), 'EtherType 0x88cc', ''],
  [ip(17, Buffer.from([1])), 'cut short', ''],
  [ethernet(0x0800, ipv4({ protocol: 1, payload: echoRequest }), 714), 'ICMP', 'echo request'],
];

test('what each packet is', (t) => {
  t.deepEqual(
    decodeFrames(...kinds.map(([frame]) => frame)).map(({ protocol, info }) => [protocol, info]),
    kinds.map(([, protocol, info]) => [protocol, info]),
  );
});

test('who sends to whom', (t) => {
  const [bgp, ping, arp] = decodeFrames(
    ip(6, tcp(40000, 179)),
    ip(1, echoRequest),
    ethernet(
      0x0806,
      Buffer.from([
        0,
        1,
        8,
        0,
        6,
        4,
        0,
        1,
        ...Array(6).fill(2),
        172,
        16,
        0,
        1,
        ...Array(6).fill(0),
        172,
        16,
        0,
        2,
      ]),
    ),
  );
  t.like(bgp, { source: '10.100.20.1:40000', destination: '10.10.200.4:179' });
  t.like(ping, { source: '10.100.20.1', destination: '10.10.200.4' });
  t.like(arp, { source: '172.16.0.1', destination: '172.16.0.2', info: 'who has 172.16.0.2' });
});

test('a later fragment is what its first one was', (t) => {
  const first = ipv4({ protocol: 17, payload: udp(4500, 4500, esp), more: true, id: 7 });
  const later = ipv4({ protocol: 17, payload: Buffer.alloc(16), offset: 3, id: 7 });
  const orphan = ipv4({ protocol: 17, payload: Buffer.alloc(16), offset: 3, id: 8 });
  t.deepEqual(
    decodeFrames(...[first, later, orphan].map((it) => ethernet(0x0800, it))).map(
      ({ protocol }) => protocol,
    ),
    ['ESP', 'ESP', 'UDP'],
  );
});

test('other link types: tcpdump on "any" has a header of its own, a tunnel device has none', (t) => {
  const packet = ipv4({ protocol: 1, payload: echoRequest });
  const sll2 = Buffer.concat([Buffer.from([0x08, 0x00]), Buffer.alloc(18), packet]);
  const sll = Buffer.concat([Buffer.alloc(14), Buffer.from([0x08, 0x00]), packet]);
  for (const [linkType, frame] of [
    [276, sll2],
    [113, sll],
    [101, packet],
  ] as const) {
    const packets = readPcap(pcapOf([{ frame }], { linkType })) ?? [];
    t.like(decodePackets(packets)[0], { protocol: 'ICMP', source: '10.100.20.1' });
  }
});

test('both byte orders and both time units; a cut record is left out, other files are refused', (t) => {
  for (const little of [true, false]) {
    for (const nano of [true, false]) {
      const file = pcapOf(
        [
          { seconds: 5.25, frame: ip(1, echoRequest) },
          { seconds: 6.5, frame: ip(50, esp) },
        ],
        { little, nano },
      );
      t.deepEqual(
        readPcap(file)?.map(({ at, linkType }) => [at, linkType]),
        [
          [5.25, 1],
          [6.5, 1],
        ],
      );
      t.is(readPcap(file.subarray(0, -1))?.length, 1);
    }
  }
  t.is(readPcap(Buffer.from('tcpdump: eth9: No such device exists and so on')), undefined);
  t.is(readPcap(Buffer.alloc(0)), undefined);
});

test('the summary: most first, and the first of each protocol in order', (t) => {
  const frames = [ip(6, tcp(1, 179)), ...Array<Uint8Array>(6).fill(ip(50, esp))];
  const packets = decodePackets(
    readPcap(pcapOf(frames.map((frame, index) => ({ seconds: 100 + index / 2, frame })))) ?? [],
  );
  t.deepEqual(
    countProtocols(packets).map(({ protocol, packets: count }) => [protocol, count]),
    [
      ['ESP', 6],
      ['BGP', 1],
    ],
  );
  t.deepEqual(
    firstPackets(packets, 2).rows.map((row) => [row['Time'], row['Protocol']]),
    [
      ['0.000 s', 'BGP'],
      ['0.500 s', 'ESP'],
      ['1.000 s', 'ESP'],
    ],
  );
});

test('no bytes make it throw', (t) => {
  const linkType = fc.constantFrom(1, 113, 276, 101, 9);
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 80 })), linkType, (frames, type) => {
      const file = pcapOf(
        frames.map((frame) => ({ frame })),
        { linkType: type },
      );
      return decodePackets(readPcap(file) ?? []).length === frames.length;
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      decodePackets(readPcap(bytes) ?? []);
      return true;
    }),
  );
  t.pass();
});
