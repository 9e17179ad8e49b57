import type { Tap } from '../cloud.ts';
import type { Linux } from '../linux/world.ts';
import type { CaptureRefused } from './protocol.ts';
import { captureHeader } from './protocol.ts';
import type { ControlRequest } from './server.ts';

/** Listening on links: a capture streams until it is stopped by its number, or its client goes away. */
export interface Captures {
  start(request: ControlRequest): Promise<void>;
  stop(request: ControlRequest): Promise<void>;
}

export function createCaptures(parameters: {
  readonly linux: Pick<Linux, 'capture'>;
  readonly taps: () => readonly Tap[];
}): Captures {
  const { linux, taps } = parameters;
  const running = new Map<string, () => Promise<void>>();
  let count = 0;

  return {
    async start({ url, response }) {
      const [resource, link, filter] = ['resource', 'link', 'filter'].map(
        (name) => url.searchParams.get(name) ?? '',
      ) as [string, string, string];
      const refuse = (message: string) => {
        const known = taps().map((tap) => ({ resource: tap.resource, link: tap.link }));
        response.writeHead(409, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ message, taps: known } satisfies CaptureRefused));
      };
      const tap = taps().find(
        (one) =>
          one.resource.toLowerCase() === resource.toLowerCase() &&
          (link === '' || one.link === link),
      );
      if (tap === undefined) {
        return refuse(`There is no link ${[link, 'of', resource].join(' ').trim()} to listen on.`);
      }
      try {
        const capture = await linux.capture(tap.node, tap.device, filter);
        const id = String(++count);
        running.set(id, capture.stop);
        response.on('close', () => {
          running.delete(id);
          void capture.stop();
        });
        response.writeHead(200, {
          'content-type': 'application/vnd.tcpdump.pcap',
          [captureHeader]: id,
        });
        response.flushHeaders();
        capture.pcap.pipe(response);
      } catch (error) {
        refuse(error instanceof Error ? error.message : String(error));
      }
    },
    async stop({ url, response }) {
      await running.get(url.searchParams.get('id') ?? '')?.();
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{}');
    },
  };
}
