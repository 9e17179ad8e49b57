import test from 'ava';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Cloud } from '../../../../src/emulator/cloud.ts';
import { createDaemonServer } from '../../../../src/emulator/daemon/server.ts';
import { createServerCertificate } from '../../../../src/emulator/daemon/tls.ts';

const azure: Cloud = {
  name: 'azure',
  handle: async ({ method, url, body }) => ({
    status: 200,
    body: JSON.stringify({ method, path: url.pathname, body }),
  }),
  terraform: { provider: 'none', resources: {} },
  compile: () => ({ nodes: [], links: [], tunnels: [], announcements: [] }),
};

async function setUp() {
  const certificate = await createServerCertificate('test');
  const server = await createDaemonServer({
    certificate,
    token: 'secret-token',
    doors: { azure },
    control: async ({ response }) => {
      response.end('{"control":true}');
    },
    connect: async (host, port) => {
      if (host !== '192.0.2.1') throw new Error(`no route to ${host}`);
      return connect(port, '127.0.0.1');
    },
    log: () => {},
  });
  return { server, ca: certificate.ca, ask: ask(server.port, certificate.ca) };
}

function ask(port: number, ca: string) {
  return (method: string, path: string, token?: string, body = '') =>
    new Promise<{ status: number; json: Record<string, unknown> }>((resolve, reject) => {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const outgoing = request(
        { host: '127.0.0.1', port, ca, method, path, headers, agent: false },
        (response) => {
          text(response).then(
            (answer) => resolve({ status: response.statusCode ?? 0, json: JSON.parse(answer) }),
            reject,
          );
        },
      );
      outgoing.on('error', reject).end(body);
    });
}

test('a certificate of the session, verified; requests reach the cloud and the control API', async (t) => {
  const { server, ask } = await setUp();
  const answer = await ask('PUT', '/subscriptions/s/x?api-version=1', 'secret-token', '{"a":1}');
  t.deepEqual(answer, {
    status: 200,
    json: { method: 'PUT', path: '/subscriptions/s/x', body: '{"a":1}' },
  });
  t.deepEqual((await ask('GET', '/wirebook/status', 'secret-token')).json, { control: true });
  server.close();
});

test("without the token: Azure Resource Manager's own refusal, for the control API too", async (t) => {
  const { server, ask } = await setUp();
  for (const token of [undefined, '', 'secret-tokem', 'secret-token-and-more']) {
    const { status, json } = await ask('GET', '/wirebook/status', token);
    t.is(status, 401, `token ${String(token)}`);
    t.is((json['error'] as { code: string }).code, 'InvalidAuthenticationToken');
  }
  server.close();
});

test('a stranger who does not trust the authority is refused by TLS', async (t) => {
  const { server } = await setUp();
  await t.throwsAsync(
    new Promise((_resolve, reject) => {
      request({ host: '127.0.0.1', port: server.port, path: '/', agent: false })
        .on('error', reject)
        .end();
    }),
    { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
  );
  server.close();
});

test('CONNECT joins two byte streams, and says why it cannot', async (t) => {
  const { server, ca } = await setUp();
  const echo = createServer((socket) => socket.pipe(socket));
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  const echoPort = (echo.address() as AddressInfo).port;
  const dial = (path: string, token = 'secret-token') =>
    new Promise<{ status: number; reason: string; echoed: string }>((resolve, reject) => {
      const headers = { 'proxy-authorization': `Bearer ${token}` };
      request({
        host: '127.0.0.1',
        port: server.port,
        ca,
        method: 'CONNECT',
        path,
        headers,
        agent: false,
      })
        .on('connect', (response, socket) => {
          const answer = {
            status: response.statusCode ?? 0,
            reason: String(response.headers['x-reason']),
          };
          if (answer.status !== 200) return resolve({ ...answer, echoed: '' });
          socket.write('hello');
          socket.once('data', (data: Buffer) => {
            socket.destroy();
            resolve({ ...answer, echoed: data.toString() });
          });
        })
        .on('error', reject)
        .end();
    });
  t.is((await dial(`192.0.2.1:${echoPort}`)).echoed, 'hello');
  const refused = await dial('198.51.100.1:22');
  t.is(refused.status, 502);
  t.is(refused.reason, 'no route to 198.51.100.1');
  t.is((await dial(`192.0.2.1:${echoPort}`, 'wrong')).status, 407);
  echo.close();
  server.close();
});
