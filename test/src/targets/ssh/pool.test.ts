import type { ExecutionContext } from 'ava';
import test from 'ava';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import type { Connection } from 'ssh2';
import ssh2 from 'ssh2';
import type { Machine } from '../../../../src/lab/handle.ts';
import type { CreateSshPoolParameters } from '../../../../src/targets/ssh/pool.ts';
import { createSshPool } from '../../../../src/targets/ssh/pool.ts';
import { vm1 } from '../../../support/handles.ts';

const key = () => ssh2.utils.generateKeyPairSync('ed25519');
const host = key();
const run = key();
const { signal } = new AbortController();

/** A real SSH server on loopback that refuses the first `refusals` logins. */
async function serve(t: ExecutionContext, refusals = 0) {
  const seen: Connection[] = [];
  const ended: Promise<unknown>[] = [];
  let refused = 0;
  const server = new ssh2.Server({ hostKeys: [host.private] }, (client) => {
    seen.push(client);
    ended.push(once(client, 'close'));
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      if (context.method !== 'publickey') return context.reject(['publickey']);
      // A client asks whether a key would do, then signs with it.
      if (context.signature === undefined && refused < refusals) refused++;
      else return context.accept();
      return context.reject();
    });
    client.on('session', (accept) => {
      accept().on('exec', (acceptExec, _reject, { command }) => {
        const channel = acceptExec();
        channel.write(`${command}\n`);
        channel.exit(0);
        channel.end();
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const client of seen) client.end();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    logins: () => seen.length,
    drop: () => seen.forEach((client) => client.end()),
    /** When all connections so far have ended. */
    ended: () => Promise.all(ended),
  };
}

function poolTo(port: number, more: Partial<CreateSshPoolParameters> = {}) {
  return createSshPool({
    privateKey: run.private,
    connect: async () => {
      const socket = connect({ host: '127.0.0.1', port });
      await once(socket, 'connect');
      return socket;
    },
    hostKeys: async () => () => true,
    goneBecause: () => undefined,
    bootMs: 20_000,
    ...more,
  });
}

const machine: Machine = vm1;

test('whoever asks at the same time shares one connection; after it was lost there is a new one', async (t) => {
  const server = await serve(t);
  const pool = poolTo(server.port);
  t.teardown(() => pool.close());
  const connections = await Promise.all([1, 2, 3].map(() => pool.connection(machine, { signal })));
  t.is(new Set(connections).size, 1);
  t.is(server.logins(), 1);
  t.is((await connections[0]?.exec('hostname'))?.stdout, 'hostname\n');
  server.drop();
  await t.throwsAsync(connections[0]?.exec('hostname') ?? Promise.resolve());
  const again = await pool.connection(machine, { signal });
  t.is((await again.exec('uptime')).stdout, 'uptime\n');
  t.is(server.logins(), 2);
});

test('a refused login is told at once, unless the machine may still be making its user', async (t) => {
  const strict = await serve(t, 2);
  const refusing = poolTo(strict.port);
  t.teardown(() => refusing.close());
  await t.throwsAsync(refusing.connection(machine, { signal }), {
    code: 'ssh-refused',
    message: /refused the SSH login of/,
  });
  t.is(strict.logins(), 1);

  const booting = await serve(t, 2);
  const reasons: string[] = [];
  const patient = poolTo(booting.port, {
    refusalMs: 20_000,
    onRetry: ({ name }, reason) => reasons.push(`${name}: ${reason}`),
  });
  t.teardown(() => patient.close());
  const connection = await patient.connection(machine, { signal });
  t.is((await connection.exec('id')).stdout, 'id\n');
  t.is(booting.logins(), 3);
  t.is(reasons.length, 1, 'one word for the same reason');
});

test('a connection that is not made ready is ended', async (t) => {
  const server = await serve(t);
  const pool = poolTo(server.port, {
    onConnected: () => Promise.reject(new Error('no first boot')),
    bootMs: 0,
  });
  await t.throwsAsync(pool.connection(machine, { signal }), {
    code: 'ssh-unreachable',
  });
  await server.ended();
  t.is(server.logins(), 1);
});
