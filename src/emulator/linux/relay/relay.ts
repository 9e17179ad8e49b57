/**
 * Runs as a process of its own in a node's network namespace: `node relay.ts <socket>`. Whoever connects to the socket
 * writes `address port [source address]\n`, gets `ok\n` or `error <code> <text>\n`, and then talks to that TCP port.
 */
import { connect, createServer, type Socket } from 'node:net';

const path = process.argv[2];
if (path === undefined) throw new Error('usage: relay.ts <socket>');

createServer({ allowHalfOpen: true }, (client) => {
  client.on('error', () => client.destroy());
  let head = '';
  const onHead = (chunk: Buffer): void => {
    // latin1 keeps bytes as they are.
    head += chunk.toString('latin1');
    const end = head.indexOf('\n');
    if (end === -1) return;
    client.off('data', onHead);
    client.pause();
    const [host = '', port = '', localAddress] = head.slice(0, end).split(' ');
    const from = localAddress === undefined ? {} : { localAddress };
    const target = connect({
      host,
      port: Number(port),
      ...from,
      allowHalfOpen: true,
      noDelay: true,
    });
    forward(client, target, Buffer.from(head.slice(end + 1), 'latin1'));
  };
  client.on('data', onHead);
}).listen(path, () => process.stdout.write('ready\n'));

function forward(client: Socket, target: Socket, first: Buffer): void {
  let open = false;
  target.on('connect', () => {
    open = true;
    client.write('ok\n');
    if (first.length > 0) target.write(first);
    client.pipe(target);
    target.pipe(client);
  });
  target.on('error', (error: NodeJS.ErrnoException) => {
    if (open) return client.destroy();
    client.end(`error ${error.code ?? 'EIO'} ${error.message}\n`);
  });
  client.on('close', () => target.destroy());
  target.on('close', () => {
    if (open && !client.writableEnded) client.end();
  });
}
