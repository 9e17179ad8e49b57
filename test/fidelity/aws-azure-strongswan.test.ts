import test from 'ava';
import { runLab } from './support/run-lab.ts';

/**
 * What the published walk-through shows of its tunnel and its pings; SPIs, times and public addresses vary, and so does
 * the direction's time to live (62 with the gateway of 2015, 63 with today's, which counts as no hop).
 * @see https://github.com/sedouard/aws-vpc-to-azure-vnet
 */
const published = [
  /Security Associations \(1 up, 0 connecting\):/,
  /azure\[\d+\]: ESTABLISHED .* ago, 10\.0\.0\.28\[10\.0\.0\.28\]\.\.\.([\d.]+)\[\1\]/,
  /azure\{\d+\}: +INSTALLED, TUNNEL, reqid \d+, ESP in UDP SPIs: [0-9a-f]+_i [0-9a-f]+_o/,
  /azure\{\d+\}: +10\.0\.0\.0\/24 === 10\.3\.0\.0\/24/,
  /64 bytes from 10\.3\.0\.\d+: icmp_seq=1 ttl=6[23] /,
  /64 bytes from 10\.0\.0\.\d+: icmp_seq=1 ttl=6[23] /,
];

test('the published tunnel and pings come out, and nothing is left', async (t) => {
  t.timeout(240_000);
  const run = await runLab(t, { lab: 'aws-azure-strongswan' });
  t.is(run.exitCode, 0, run.stderr);
  for (const line of published) t.regex(run.report, line);
  t.deepEqual(run.left, []);
});
