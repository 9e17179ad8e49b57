import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:https';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { RestRequest, RestResponse } from '../cloud.ts';
import { azureLogin } from './azure-login.ts';
import type { Doors } from './doors.ts';
import { doorFor } from './doors.ts';
import type { ServerCertificate } from './tls.ts';

/** The daemon's one listener: the clouds' REST APIs, our own control API, and CONNECT into the emulated internet. */
export interface DaemonServer {
  readonly port: number;
  close(): void;
}

export interface CreateServerParameters {
  readonly certificate: ServerCertificate;
  readonly token: string;
  readonly doors: Doors;
  /** Answers paths below `/wirebook/`. */
  readonly control: (request: ControlRequest) => Promise<void>;
  /** A TCP connection that starts in the emulated internet. */
  readonly connect: (host: string, port: number) => Promise<Duplex>;
  readonly log: (line: string) => void;
}

export interface ControlRequest {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
  readonly response: ServerResponse;
}

export async function createDaemonServer(
  parameters: CreateServerParameters,
): Promise<DaemonServer> {
  const { certificate, token, doors, control, log } = parameters;
  const server = createServer({ key: certificate.key, cert: certificate.certificate });
  const sockets = new Set<Duplex>();

  server.on('request', (request, response) => {
    respond(request, response).catch((error: unknown) => {
      log(
        `request ${request.method} ${request.url} failed: ${error instanceof Error ? error.stack : String(error)}`,
      );
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          error: {
            code: 'InternalServerError',
            message: 'The local cloud has a defect: see daemon.log.',
          },
        }),
      );
    });
  });

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `https://${request.headers.host ?? 'localhost'}`);
    const body = await readBody(request);
    const method = request.method ?? 'GET';
    const isOurs = url.pathname.startsWith('/wirebook/');
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const asked: RestRequest = { method, url, headers, body };
    const login = azureLogin(asked, token);
    if (login !== undefined) {
      send(response, login);
      return;
    }
    const cloud = doorFor(asked, doors);
    if ((isOurs || cloud === doors.azure) && !hasToken(headers['authorization'], token)) {
      send(response, unauthorized);
      return;
    }
    if (isOurs) await control({ method, url, body, response });
    else send(response, await cloud.handle(asked));
  }

  server.on('connect', (request, socket: Socket, head) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    tunnel(request, socket, head, parameters).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      socket.end(
        `HTTP/1.1 502 Bad Gateway\r\nx-reason: ${reason.replaceAll(/[^ -~]/g, ' ')}\r\n\r\n`,
      );
    });
  });

  const port = await listen(server);
  return {
    port,
    close() {
      server.close();
      server.closeAllConnections();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function tunnel(
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
  { token, connect }: CreateServerParameters,
): Promise<void> {
  const given = request.headers['proxy-authorization'];
  if (!hasToken(bearerOf(given), token)) {
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    return;
  }
  const [host = '', port = ''] = (request.url ?? '').split(':');
  const remote = await connect(host, Number(port));
  socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
  if (head.length > 0) remote.write(head);
  // Either end's failure ends both; a reset connection is everyday life here.
  socket.on('close', () => remote.destroy());
  remote.on('close', () => socket.destroy());
  remote.on('error', () => socket.destroy());
  socket.pipe(remote).pipe(socket);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, { status, headers, body }: RestResponse): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(body);
}

/** Programs that know proxies only by user and password give the token as the password. */
function bearerOf(header: string | undefined): string | undefined {
  const [scheme, value] = header?.split(' ') ?? [];
  if (scheme !== 'Basic' || value === undefined) return header;
  return `Bearer ${Buffer.from(value, 'base64').toString().split(':')[1] ?? ''}`;
}

/** Compares digests, so that neither length nor content of the token shows in the time taken. */
function hasToken(header: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));
}

/** As Azure Resource Manager refuses a request without a valid token. */
const unauthorized: RestResponse = {
  status: 401,
  headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  body: JSON.stringify({
    error: {
      code: 'InvalidAuthenticationToken',
      message: 'The access token is missing or invalid: use the one that this session was given.',
    },
  }),
};
