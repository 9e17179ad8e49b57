import type { IncomingMessage } from 'node:http';
import { captureHeader, paths } from '../../emulator/daemon/protocol.ts';
import type { CaptureRefused } from '../../emulator/daemon/protocol.ts';
import { WirebookError } from '../../lab/errors.ts';
import type { CaptureParameters, LinkCapture } from '../../lab/target.ts';
import type { DaemonClient } from './client.ts';
import { readAll } from './client.ts';

/** Listens on a link of the local cloud. Throws `nothing-to-listen-on` for an unknown link or a filter that tcpdump refuses. */
export async function captureLink(
  client: DaemonClient,
  { resource, link = '', filter = '', signal }: CaptureParameters,
): Promise<LinkCapture> {
  const query = new URLSearchParams({ resource, link, filter });
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

async function refused(response: IncomingMessage): Promise<WirebookError> {
  const { message, taps } = JSON.parse(await readAll(response)) as CaptureRefused;
  return new WirebookError({
    code: 'nothing-to-listen-on',
    message,
    facts: Object.fromEntries(taps.map(({ resource, link }) => [`${link} link of`, resource])),
    next:
      taps.length === 0
        ? 'Listen on a machine instead: nothing that is deployed has a link of its own.'
        : 'Name one of these, or mend the filter: it is tcpdump’s own language.',
  });
}
