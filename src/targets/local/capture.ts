import type { IncomingMessage } from 'node:http';
import { captureHeader, paths } from '../../emulator/daemon/protocol.ts';
import type { CaptureRefused } from '../../emulator/daemon/protocol.ts';
import { WirebookError } from '../../lab/errors.ts';
import { didYouMean } from '../../lab/suggest.ts';
import type { CaptureParameters, LinkCapture, LinkPlace } from '../../lab/target.ts';
import type { DaemonClient } from './client.ts';
import { readAll } from './client.ts';

/** Listens on a link of the local cloud. Throws `nothing-to-listen-on` for an unknown link or a filter that tcpdump refuses. */
export async function captureLink(
  client: DaemonClient,
  { place, filter = '', signal }: CaptureParameters,
): Promise<LinkCapture> {
  const query = new URLSearchParams({ ...placeInQuery(place), filter });
  const response = await client.open('GET', `${paths.capture}?${query.toString()}`, { signal });
  if (response.statusCode !== 200) throw await refused(response);
  const id = String(response.headers[captureHeader]);
  return {
    pcap: response,
    async stop() {
      await client.ask('POST', `${paths.stopCapture}?id=${id}`);
    },
  };
}

function placeInQuery(place: LinkPlace): Record<string, string> {
  if (!('between' in place)) return { resource: place.resource, link: place.link ?? '' };
  const [from, to] = place.between;
  return { from, to };
}

async function refused(response: IncomingMessage): Promise<WirebookError> {
  const refusal = JSON.parse(await readAll(response)) as CaptureRefused;
  return new WirebookError({
    code: 'nothing-to-listen-on',
    message: refusal.message,
    facts: Object.fromEntries(
      (refusal.taps ?? []).map(({ resource, link }) => [`${link} link of`, resource]),
    ),
    next: whatNext(refusal),
  });
}

function whatNext({ taps, wanted, names }: CaptureRefused): string {
  if (wanted !== undefined && names !== undefined) return didYouMean(wanted, names);
  if (taps === undefined) return 'Mend the filter: it is tcpdump’s own language.';
  return taps.length === 0
    ? 'Listen on a machine, or between two nodes: nothing that is deployed has a link of its own.'
    : 'Name one of these.';
}
