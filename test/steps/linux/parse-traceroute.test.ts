import fc from 'fast-check';
import test from 'ava';
import { parseTraceroute } from '../../../steps/linux/parse-traceroute.ts';

test('hops, silence in between, and an ICMP error at the end', (t) => {
  const output = `traceroute to 10.10.0.4 (10.10.0.4), 10 hops max, 60 byte packets
 1  10.100.10.1  0.045 ms
 2  *
 3  10.10.0.4  1.207 ms !X
`;
  t.deepEqual(parseTraceroute(output), [
    { hop: 1, address: '10.100.10.1', ms: 0.045 },
    { hop: 2, address: null, ms: null },
    { hop: 3, address: '10.10.0.4', ms: 1.207 },
  ]);
});

test('silence at the end counts for nothing', (t) => {
  const output = `traceroute to 10.10.0.4 (10.10.0.4), 3 hops max, 60 byte packets
 1  10.100.10.1  0.045 ms
 2  *
 3  *
`;
  t.deepEqual(parseTraceroute(output), [{ hop: 1, address: '10.100.10.1', ms: 0.045 }]);
  t.deepEqual(parseTraceroute('traceroute to 10.0.0.1, 1 hops max\n 1  *\n'), []);
});

test('every hop that answered is read back', (t) => {
  const hop = fc.option(fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 99_999 })));
  fc.assert(
    fc.property(fc.array(hop, { maxLength: 30 }), (hops) => {
      const lines = hops.map((it, index) => {
        const number = String(index + 1).padStart(2);
        return it === null
          ? `${number}  *`
          : `${number}  ${it[0]}  ${(it[1] / 1000).toFixed(3)} ms`;
      });
      const answered = parseTraceroute(lines.join('\n')).filter(({ address }) => address !== null);
      t.deepEqual(
        answered.map(({ hop: number, address, ms }) => [number, address, ms]),
        hops.flatMap((it, index) => (it === null ? [] : [[index + 1, it[0], it[1] / 1000]])),
      );
    }),
  );
});
