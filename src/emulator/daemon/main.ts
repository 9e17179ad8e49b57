/**
 * A lab's daemon: the local cloud. Runs as the first process of namespaces of its own, so that its end, however it
 * comes, ends everything of the lab. Start it with `launch`.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { promisify } from 'node:util';
import { createAws } from '../aws/index.ts';
import { createAzure } from '../azure/index.ts';
import type { Cloud, CloudServices } from '../cloud.ts';
import { internetNode } from '../cloud.ts';
import { createGoogle } from '../google/index.ts';
import { createOci } from '../oci/index.ts';
import { createOnprem } from '../onprem/index.ts';
import { createLinux } from '../linux/create-linux.ts';
import { prepareEnclosure } from '../linux/prepare.ts';
import { createEngine } from '../terraform/create-engine.ts';
import { circuitsOf } from './circuits.ts';
import { createControl } from './control.ts';
import type { DaemonGreeting, DaemonParameters, SessionCredentials } from './protocol.ts';
import { harnessAddress } from './internet.ts';
import { consoleDomain, sessionFiles, sessionFolder } from './protocol.ts';
import { createOciCredentials, publicKeyOf } from './oci-credentials.ts';
import { createPublicAddresses } from './public-addresses.ts';
import { createDaemonServer } from './server.ts';
import { createServerCertificate } from './tls.ts';
import { versions } from './versions.ts';
import { createWorld } from './world.ts';

const run = promisify(execFile);
const parameters = JSON.parse(process.argv[2] ?? '{}') as DaemonParameters;
// The life line: the starter holds the other end, and it closes when the starter dies.
const lifeLine = new Socket({ fd: 3 });
const log = (line: string) => process.stderr.write(`${new Date().toISOString()} ${line}\n`);

process.on('uncaughtException', (error) => {
  log(`defect: ${error.stack ?? error.message}`);
  process.exit(70);
});

try {
  await start();
} catch (error) {
  log(`cannot start: ${error instanceof Error ? error.stack : String(error)}`);
  greet({ ready: false, error: error instanceof Error ? error.message : String(error) });
  lifeLine.end(() => process.exit(1));
}

function greet(greeting: DaemonGreeting): void {
  lifeLine.write(`${JSON.stringify(greeting)}\n`);
}

async function start(): Promise<void> {
  await prepareEnclosure();
  await mkdir(sessionFolder, { recursive: true, mode: 0o700 });
  const [linux, certificate, sshPublicKey, known] = await Promise.all([
    createLinux({ folder: `${sessionFolder}/linux`, log }),
    createServerCertificate(parameters.lab),
    makeLoginKey(),
    versions(),
  ]);

  const token = randomBytes(32).toString('base64url');
  const awsCredentials = {
    accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
  };
  const oci = createOciCredentials();
  const clouds: Cloud[] = [];
  const world = createWorld({ linux, clouds: () => clouds, log });
  const services: CloudServices = {
    changed: world.changed,
    settled: world.settled,
    observe: () => linux.observe(),
    inspect: async (node, command) => (await linux.exec(node, command)).stdout,
    circuits: circuitsOf(() => clouds),
    timers: parameters.timers,
    now: Date.now,
    ...addressesOf('20.61.0.0'),
  };
  const azure = createAzure(services);
  const aws = createAws(
    { ...services, ...addressesOf('54.85.0.0') },
    { credentials: awsCredentials },
  );
  const google = createGoogle({ ...services, ...addressesOf('34.75.0.0') }, { token });
  const ociCloud = createOci(
    { ...services, ...addressesOf('129.146.0.0') },
    { credentials: { ...oci, publicKey: publicKeyOf(oci) } },
  );
  const onprem = createOnprem({ ...services, ...addressesOf('198.51.0.0') });
  clouds.push(azure, aws, google, ociCloud, onprem);
  const engine = createEngine({ providers: clouds.map((cloud) => cloud.terraform) });

  let released = parameters.survive;
  // This is process 1 of its pid namespace: the kernel takes every process, interface and mount along.
  const end = (reason: string) => {
    log(`ends: ${reason}`);
    process.exit(0);
  };
  const control = createControl({
    parameters,
    linux,
    world,
    engine,
    sshPublicKey,
    release: () => {
      released = true;
    },
    end: () => end('destroyed'),
    log,
  });
  const server = await createDaemonServer({
    certificate,
    token,
    doors: { azure, aws, google, oci: ociCloud },
    control,
    connect: (host, port) =>
      host.endsWith(consoleDomain)
        ? linux.connect(host.slice(0, -consoleDomain.length), '127.0.0.1', port)
        : linux.connect(internetNode, host, port, harnessAddress),
    log,
  });
  const credentials: SessionCredentials = {
    port: server.port,
    token,
    aws: { ...awsCredentials, region: 'us-east-1', accountId: '123456789012' },
    google: { project: 'wirebook-local', region: 'us-east1' },
    oci,
    ca: certificate.ca,
    sshPrivateKey: await readFile(sessionFiles.privateKey, 'utf8'),
    sshPublicKey,
    versions: known,
  };
  await writeFile(sessionFiles.credentials, JSON.stringify(credentials), { mode: 0o600 });
  await writeFile(sessionFiles.knownHosts, '', { mode: 0o600 });

  // Without `survive` or a release, this daemon lives no longer than the process that started it.
  lifeLine.on('close', () => {
    if (!released) end('the process that started it is gone');
  });
  lifeLine.on('error', () => lifeLine.destroy());
  lifeLine.resume();
  process.on('SIGTERM', () => end('SIGTERM'));
  greet({ ready: true, credentials });
  log(`ready on port ${server.port}`);
}

async function makeLoginKey(): Promise<string> {
  await run('ssh-keygen', [
    '-q',
    '-t',
    'ed25519',
    '-N',
    '',
    '-C',
    'wirebook',
    '-f',
    sessionFiles.privateKey,
  ]);
  return (await readFile(`${sessionFiles.privateKey}.pub`, 'utf8')).trim();
}

/** Each cloud gives addresses out of a range of its own, so that a reader of a report tells them apart. */
function addressesOf(
  range: string,
): Pick<CloudServices, 'allocatePublicAddress' | 'releasePublicAddress'> {
  const { allocate, release } = createPublicAddresses(range);
  return { allocatePublicAddress: allocate, releasePublicAddress: release };
}
