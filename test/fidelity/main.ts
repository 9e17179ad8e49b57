/**
 * `npm run fidelity`: runs the published labs and says how many rows of the published tables came out.
 *
 * Exit codes: 0 every row, but for documented exceptions · 1 differences, or a lab that did not pass · 2 wrong usage ·
 * 130 interrupted.
 */
import { fidelity } from './support/fidelity-command.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => interrupted.abort());
}
process.exitCode = await fidelity(process.argv.slice(2), {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  signal: interrupted.signal,
});
