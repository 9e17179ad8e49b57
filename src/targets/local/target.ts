import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DaemonProcess } from '../../emulator/daemon/launch.ts';
import {
  findDaemon,
  isAlive,
  killDaemon,
  launch,
  LaunchError,
} from '../../emulator/daemon/launch.ts';
import type {
  DeployMessage,
  HostKeysAnswer,
  SecretsAnswer,
  SessionCredentials,
  StatusAnswer,
} from '../../emulator/daemon/protocol.ts';
import { paths } from '../../emulator/daemon/protocol.ts';
import { WirebookError } from '../../lab/errors.ts';
import type { Machine } from '../../lab/handle.ts';
import type {
  DeployParameters,
  Deployment,
  OpenTargetParameters,
  Target,
  TargetSession,
} from '../../lab/target.ts';
import { topologyOf } from '../topology/topology.ts';
import { awsClients } from './aws-clients.ts';
import { azureClients } from './azure-clients.ts';
import { captureLink } from './capture.ts';
import type { DaemonClient } from './client.ts';
import { cliEnvironment } from './cli-environment.ts';
import { createClient, sessionGone } from './client.ts';
import { googleClients } from './google-clients.ts';
import { ociClients } from './oci-clients.ts';
import { openConsole } from './console.ts';
import { sshArguments } from './ssh-arguments.ts';
import { rememberSession, sessionOf } from './session.ts';
import { createSshPool } from '../ssh/pool.ts';
import { once } from '../once.ts';

/** The local cloud: one daemon a lab, in namespaces of its own. */
export const localTarget: Target = {
  name: 'local',
  open: async (parameters) => {
    const { daemon, credentials } = parameters.attach
      ? await attach(parameters)
      : await start(parameters);
    const session = createSession(daemon, credentials, parameters);
    if (parameters.attach !== true) return session;
    const { values } = await session.client.ask<SecretsAnswer>('GET', paths.secrets);
    return { ...session, secrets: [...session.secrets, ...values] };
  },
};

interface Found {
  readonly daemon: DaemonProcess;
  readonly credentials: SessionCredentials;
}

async function attach({ folder, lab, runId }: OpenTargetParameters): Promise<Found> {
  const daemon = await sessionOf(folder);
  const credentials = daemon && (await findDaemon(daemon));
  if (daemon !== undefined && credentials !== undefined) return { daemon, credentials };
  throw new WirebookError({
    code: 'session-gone',
    message: `The local cloud of ${lab}, run ${runId}, is no longer up.`,
    next: `Run the lab again: \`npm run lab -- ${lab}\`.`,
  });
}

async function start({
  lab,
  runId,
  folder,
  timers,
  survive,
  signal,
}: OpenTargetParameters): Promise<Found> {
  const logFile = join(folder, 'daemon.log');
  try {
    const daemon = await launch({ lab, runId, timers, survive, logFile, signal });
    await rememberSession(folder, daemon);
    return { daemon, credentials: daemon.credentials };
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    throw new WirebookError({
      code: 'local-cloud-not-started',
      message: error.message,
      facts: { log: logFile, ...(error.log === '' ? {} : { 'last lines': error.log }) },
      next: '`npm run lab -- doctor` tells what this machine lacks.',
      cause: error,
    });
  }
}

function createSession(
  daemon: DaemonProcess,
  credentials: SessionCredentials,
  { lab, runId }: OpenTargetParameters,
): TargetSession & { readonly client: DaemonClient } {
  const client = createClient(credentials);
  const hostKeys = ({ name }: Machine) => hostKeysOf(client, name);
  const ssh = createSshPool({
    privateKey: credentials.sshPrivateKey,
    connect: (machine, signal) => client.connect(machine.publicAddress, 22, { signal }),
    async hostKeys(machine) {
      const known = new Set((await hostKeys(machine)).map((line) => line.split(' ')[1]));
      return (key) => known.has(key);
    },
    goneBecause: (cause) => (isAlive(daemon) ? undefined : sessionGone(cause)),
    bootMs: 20_000,
  });

  const close = () => {
    ssh.close();
    client.close();
  };

  return {
    client,
    name: 'local',
    versions: credentials.versions,
    environment: {
      sshPublicKey: credentials.sshPublicKey,
      tags: { 'wirebook-lab': lab, 'wirebook-run': runId },
      oci: { compartmentId: credentials.oci.compartmentId, region: credentials.oci.region },
    },
    secrets: [
      credentials.token,
      credentials.aws.secretAccessKey,
      credentials.sshPrivateKey.trim(),
      credentials.oci.privateKey.trim(),
    ],
    deploy: (parameters) => deploy(client, parameters),
    clouds: {
      azure: once(() => azureClients(credentials)),
      aws: once(() => awsClients(credentials)),
      google: once(() => googleClients(credentials)),
      oci: once(() => ociClients(credentials)),
    },
    ssh: ssh.connection,
    async sshArguments(machine) {
      await hostKeys(machine);
      const { name, user, publicAddress } = machine;
      return sshArguments(daemon, { alias: name, user, host: publicAddress, port: 22 });
    },
    async consoleArguments(router) {
      const { host, port, user } = await openConsole(client, router);
      return sshArguments(daemon, { alias: host, user, host, port });
    },
    capture: (parameters) => captureLink(client, parameters),
    cliEnvironment: () => cliEnvironment({ lab, daemon, credentials }),
    async destroy({ signal }) {
      ssh.close();
      await client.ask('POST', paths.destroy, { signal }).catch((error: unknown) => {
        // Gone already, or too slow to ask: ending it is what counts.
        if (error instanceof WirebookError && error.code === 'session-gone') return;
        if (!signal.aborted) throw error;
      });
      client.close();
      return await ended(daemon);
    },
    async release() {
      await client.ask('POST', paths.release);
      close();
    },
  };
}

async function deploy(client: DaemonClient, parameters: DeployParameters): Promise<Deployment> {
  const { terraform, signal, onSecret, onPlan, onResource } = parameters;
  const messages = client.stream<DeployMessage>(
    paths.deploy,
    { terraform, variables: {} },
    { signal },
  );
  for await (const message of messages) {
    switch (message.type) {
      case 'secrets':
        message.values.forEach(onSecret);
        break;
      case 'plan':
        onPlan({ drift: message.drift, changes: message.changes });
        break;
      case 'resource': {
        const { type: _, ...progress } = message;
        onResource(progress);
        break;
      }
      case 'failed':
        throw new WirebookError({
          code: 'deploy-failed',
          message: `The deployment failed: ${message.message}`,
          facts: Object.fromEntries(
            message.problems.map((problem, index) => [`problem ${index + 1}`, problem]),
          ),
          next: 'What was made stays until it is torn down. Mend the stack and deploy again.',
        });
      case 'done':
        return { outputs: message.outputs, topology: topologyOf(message.resources) };
      default:
        message satisfies never;
    }
  }
  signal.throwIfAborted();
  throw new WirebookError({
    code: 'session-gone',
    message: 'The local cloud ended in the middle of a deployment.',
    next: 'Its last words are in daemon.log in the run folder. Run the lab again.',
  });
}

async function hostKeysOf(client: DaemonClient, machine: string): Promise<readonly string[]> {
  const path = `${paths.hostKeys}?machine=${encodeURIComponent(machine)}`;
  return (await client.ask<HostKeysAnswer>('GET', path)).keys;
}

/** Waits for the end of the daemon, and brings it about if it does not come by itself. */
async function ended(daemon: DaemonProcess): Promise<readonly string[]> {
  for (let waited = 0; isAlive(daemon) && waited < 5000; waited += 10) {
    if (waited === 2000) killDaemon(daemon);
    await sleep(10);
  }
  return isAlive(daemon) ? [`process ${daemon.pid} (the local cloud's daemon)`] : [];
}

/** What a running daemon says of itself; for `lab status`. */
export async function statusOf(daemon: DaemonProcess): Promise<StatusAnswer | undefined> {
  const credentials = await findDaemon(daemon);
  if (credentials === undefined) return undefined;
  const client = createClient(credentials);
  try {
    return await client.ask<StatusAnswer>('GET', paths.status);
  } finally {
    client.close();
  }
}
