/** `connect.ts <pid> <start time> <host> <port>`: joins stdin and stdout to a TCP connection in the emulated internet. */
import { findDaemon } from '../../emulator/daemon/launch.ts';
import { createClient } from './client.ts';

const [pid = '', startedAt = '', host = '', port = ''] = process.argv.slice(2);
const credentials = await findDaemon({ pid: Number(pid), startedAt });
if (credentials === undefined) {
  process.stderr.write('The local cloud of this lab is no longer up.\n');
  process.exit(1);
}
try {
  const socket = await createClient(credentials).connect(host, Number(port));
  socket.on('error', () => process.exit(1));
  socket.on('close', () => process.exit(0));
  process.stdin.pipe(socket);
  socket.pipe(process.stdout);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
