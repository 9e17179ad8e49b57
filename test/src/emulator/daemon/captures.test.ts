import test from 'ava';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createCaptures } from '../../../../src/emulator/daemon/captures.ts';
import { end, link, router } from '../linux/fixtures/fabrics.ts';
import { captureHeader } from '../../../../src/emulator/daemon/protocol.ts';

const taps = [
  { resource: '/circuits/ER1', link: 'primary', node: 'msee-1', device: 'er0' },
  { resource: '/circuits/ER1', link: 'secondary', node: 'msee-2', device: 'er0' },
];

const fabric = {
  nodes: [router('vnet-a'), router('edge-a'), router('internet')],
  links: [
    link(end('vnet-a', 'edge'), end('edge-a', 'vnet')),
    link(end('edge-a', 'out'), end('internet', 'a')),
  ],
  tunnels: [],
};

async function setUp(t: { teardown(work: () => void): void }) {
  const asked: string[][] = [];
  let stopped = 0;
  const captures = createCaptures({
    world: { taps: () => taps, fabric: () => fabric },
    linux: {
      async capture(node, device, filter) {
        if (filter === 'nonsense') throw new Error('syntax error in filter expression');
        asked.push([node, device, filter]);
        const pcap = new PassThrough();
        pcap.write('packets');
        return {
          pcap,
          async stop() {
            stopped++;
            pcap.end();
          },
        };
      },
    },
  });
  const server = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const work = incoming.method === 'POST' ? captures.stop : captures.start;
    void work({ method: incoming.method ?? '', url, body: '', response });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const open = async (method: string, path: string) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, agent: false }).end();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    return { outgoing, response };
  };
  return { open, asked, stopped: () => stopped };
}

test('a capture streams until it is stopped, and what was captured arrives whole', async (t) => {
  const { open, asked, stopped } = await setUp(t);
  const { response } = await open(
    'GET',
    '/wirebook/capture?resource=/CIRCUITS/er1&link=secondary&filter=udp',
  );
  t.is(response.statusCode, 200);
  t.deepEqual(asked, [['msee-2', 'er0', 'udp']]);
  const id = String(response.headers[captureHeader]);
  const { response: answer } = await open('POST', `/wirebook/capture/stop?id=${id}`);
  t.is(await text(answer), '{}');
  t.is(await text(response), 'packets');
  t.true(stopped() > 0);
});

test('without a link, the first; a client that goes away stops it', async (t) => {
  const { open, asked, stopped } = await setUp(t);
  const { outgoing } = await open('GET', '/wirebook/capture?resource=/circuits/er1');
  t.deepEqual(asked, [['msee-1', 'er0', '']]);
  outgoing.destroy();
  while (stopped() === 0) await new Promise((resolve) => setImmediate(resolve));
  t.pass();
});

test('an unknown link names those that there are; a wrong filter is told in tcpdump’s words', async (t) => {
  const { open } = await setUp(t);
  const unknown = (await open('GET', '/wirebook/capture?resource=/circuits/er2')).response;
  t.is(unknown.statusCode, 409);
  const answer = JSON.parse(await text(unknown)) as { message: string; taps: object[] };
  t.is(answer.message, 'There is no link of /circuits/er2 to listen on.');
  t.deepEqual(answer.taps, [
    { resource: '/circuits/ER1', link: 'primary' },
    { resource: '/circuits/ER1', link: 'secondary' },
  ]);
  const wrong = (await open('GET', '/wirebook/capture?resource=/circuits/er1&filter=nonsense'))
    .response;
  t.is(wrong.statusCode, 409);
  t.regex(await text(wrong), /syntax error in filter expression/);
});

test('any link, by the two nodes at its ends, is listened on at the first of them', async (t) => {
  const { open, asked } = await setUp(t);
  const { response, outgoing } = await open('GET', '/wirebook/capture?from=edge-a&to=internet');
  t.is(response.statusCode, 200);
  t.deepEqual(asked, [['edge-a', 'out', '']]);
  outgoing.destroy();
  const byDevice = await open('GET', '/wirebook/capture?from=internet&to=a&filter=icmp');
  t.deepEqual(asked.at(-1), ['internet', 'a', 'icmp']);
  byDevice.outgoing.destroy();
});

test('nodes that are not there, or no neighbours, are answered with those that are', async (t) => {
  const { open } = await setUp(t);
  const refusal = async (query: string): Promise<unknown> => {
    const { response } = await open('GET', `/wirebook/capture?${query}`);
    t.is(response.statusCode, 409);
    return JSON.parse(await text(response));
  };
  t.deepEqual(await refusal('from=edge-b&to=internet'), {
    message: 'The local cloud has no node "edge-b".',
    wanted: 'edge-b',
    names: ['vnet-a', 'edge-a', 'internet'],
  });
  t.deepEqual(await refusal('from=edge-a&to=moon'), {
    message: 'edge-a has no link to "moon".',
    wanted: 'moon',
    names: ['vnet-a', 'internet'],
  });
});
