import type { Linux } from '../linux/world.ts';
import { findPlace } from './listening-places.ts';
import type { CaptureRefused } from './protocol.ts';
import { captureHeader } from './protocol.ts';
import type { ControlRequest } from './server.ts';
import type { World } from './world.ts';

/** Listening on links: a capture streams until it is stopped by its number, or its client goes away. */
export interface Captures {
  start(request: ControlRequest): Promise<void>;
  stop(request: ControlRequest): Promise<void>;
}

export function createCaptures(parameters: {
  readonly linux: Pick<Linux, 'capture'>;
  readonly world: Pick<World, 'taps' | 'fabric'>;
}): Captures {
  const { linux, world } = parameters;
  const running = new Map<string, () => Promise<void>>();
  let count = 0;

  return {
    async start({ url, response }) {
      const refuse = (refusal: CaptureRefused) => {
        response.writeHead(409, { 'content-type': 'application/json' });
        response.end(JSON.stringify(refusal));
      };
      const place = findPlace(url.searchParams, world);
      if ('message' in place) return refuse(place);
      const filter = url.searchParams.get('filter') ?? '';
      try {
        const capture = await linux.capture(place.node, place.device, filter);
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
        refuse({ message: error instanceof Error ? error.message : String(error) });
      }
    },
    async stop({ url, response }) {
      await running.get(url.searchParams.get('id') ?? '')?.();
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{}');
    },
  };
}
