import { connect as connectTcp } from 'node:net';
import type { Duplex } from 'node:stream';
import { systemClock } from '../../lab/clock.ts';
import { toErrorRecord, WirebookError } from '../../lab/errors.ts';
import type { Machine } from '../../lab/handle.ts';
import { lifeMs, ownerOf, runTags } from '../../lab/run-tags.ts';
import type { Clock } from '../../lab/step.ts';
import type {
  OpenTargetParameters,
  SshConnection,
  Target,
  TargetSession,
} from '../../lab/target.ts';
import { createSshPool } from '../ssh/pool.ts';
import { accountsOf, assertSameAccounts } from './accounts.ts';
import { assertAllowed } from './allow-list.ts';
import { bastionOf, connectByBastion } from './bastion.ts';
import { cloudClients, ociPlace } from './clients.ts';
import { consoleHostKeys } from './console-keys.ts';
import { createHostKeys } from './host-keys.ts';
import { forgetLoginKey, loginKey } from './login-key.ts';
import { needsOf } from './preflight/needs.ts';
import type { CloudRecord } from './record.ts';
import { readRecord, writeRecord } from './record.ts';
import { readSettings } from './settings.ts';
import { deleteStrangers } from './strangers.ts';
import { tearDown } from './tear-down.ts';
import { findTerraform } from './terraform/program.ts';
import { createWorkspace, workspaceIn } from './terraform/workspace.ts';

/** Real clouds, deployed with the user's own Terraform and reached with the user's own credentials. */
export const cloudTarget: Target = createCloudTarget(systemClock);

/** `clock`: for the pauses between attempts at a teardown. */
export function createCloudTarget(clock: Clock): Target {
  return {
    name: 'cloud',
    async open(parameters) {
      const { folder, attach = false } = parameters;
      const earlier = attach ? recordOf(parameters) : undefined;
      const program = await findTerraform(process.env, earlier?.terraform.name);
      const record = earlier ?? newRecord(parameters, program);
      const key = await loginKey(folder);
      // Before the first resource: from here on this folder is all that is needed to destroy what the run made.
      if (earlier === undefined) writeRecord(folder, record);
      return await createSession({ ...parameters, clock }, record, program, key);
    },
  };
}

function newRecord(
  { lab, runId }: OpenTargetParameters,
  { name, version }: Awaited<ReturnType<typeof findTerraform>>,
): CloudRecord {
  const now = Date.now();
  return {
    lab,
    runId,
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + lifeMs(process.env)).toISOString(),
    owner: ownerOf(process.env),
    accounts: accountsOf(process.env),
    terraform: { name, version },
  };
}

function recordOf({ folder, lab, runId }: OpenTargetParameters): CloudRecord {
  const record = readRecord(folder);
  if (record !== undefined && record.destroyedAt === undefined) return record;
  throw new WirebookError({
    code: 'session-gone',
    message: `Run ${runId} of ${lab} has nothing in the clouds any more.`,
    next: `Run the lab again: \`npm run lab -- ${lab} --on cloud\`.`,
  });
}

async function createSession(
  parameters: OpenTargetParameters & { readonly clock: Clock },
  record: CloudRecord,
  program: Awaited<ReturnType<typeof findTerraform>>,
  key: Awaited<ReturnType<typeof loginKey>>,
): Promise<TargetSession> {
  const { lab, labFile, runId, folder, attach = false, clock } = parameters;
  const { onNotice = () => undefined, redact = (text: string) => text } = parameters;
  const oci = ociPlace(process.env);
  const workspace = createWorkspace({ folder: workspaceIn(folder), program });
  const clouds = cloudClients();
  const bastion = bastionOf(process.env);
  const hostKeys = createHostKeys({
    file: key.knownHostsFile,
    fromConsole: (machine) => consoleHostKeys(machine, clouds),
    onNotice,
  });
  const ssh = createSshPool({
    privateKey: key.privateKey,
    connect: (machine, signal) =>
      bastion === undefined
        ? dial(machine.publicAddress, signal)
        : connectByBastion({ bastion, host: machine.publicAddress, port: 22, signal }),
    hostKeys: hostKeys.isKeyOf,
    goneBecause: () => undefined,
    // A machine boots and installs what its image lacks before its sshd answers.
    bootMs: 600_000,
    // Google's guest agent, for one, makes the user when sshd is up already.
    refusalMs: 120_000,
    onRetry: ({ name }, reason) => onNotice(`${name}: waiting for SSH (${reason})`),
    onConnected: (machine, connection, signal) => untilReady(machine, connection, signal, onNotice),
  });
  const checkAccounts = async () => {
    const resources = attach ? await workspace.resources() : [];
    await assertSameAccounts({ record, resources, clouds, environment: process.env });
  };
  const secrets = [key.privateKey.trim(), ...(attach ? await workspace.secrets() : [])];

  return {
    name: 'cloud',
    versions: { [program.name]: program.version },
    environment: {
      sshPublicKey: key.publicKey,
      tags: {
        ...runTags({ lab, runId, owner: record.owner, expiresAt: new Date(record.expiresAt) }),
      },
      equipment: labFile === undefined ? {} : readSettings(labFile).equipment,
      ...(oci && { oci }),
    },
    secrets,
    async deploy(deployment) {
      const { signal } = deployment;
      // An earlier process of this run may have died in the middle of an apply that goes on.
      await workspace.settle({ signal, onResource: deployment.onResource, onProgress: onNotice });
      await checkAccounts();
      await assertAllowed(lab, {
        names: needsOf(deployment.terraform).clouds,
        accounts: record.accounts ?? {},
        clients: clouds,
        environment: process.env,
      });
      return await workspace.deploy(deployment);
    },
    clouds,
    ssh: ssh.connection,
    async sshArguments(machine) {
      return [
        '-F',
        'none',
        '-i',
        key.privateKeyFile,
        ...Object.entries({
          IdentitiesOnly: 'yes',
          UserKnownHostsFile: key.knownHostsFile,
          StrictHostKeyChecking: 'accept-new',
          HostKeyAlias: machine.name,
          LogLevel: 'ERROR',
          ...(bastion && { ProxyJump: bastion.text }),
        }).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
        `${machine.user}@${machine.publicAddress}`,
      ];
    },
    async cliEnvironment() {
      return { shell: [process.env['SHELL'] ?? 'sh', '-i'], env: { WIREBOOK_LAB: lab }, unset: [] };
    },
    async destroy({ signal, onProblem }) {
      ssh.close();
      // Of what an apply still makes, the state may be half written, or not tell yet.
      await workspace.settle({ signal, onResource: () => undefined, onProgress: onNotice });
      const left = await tearDown({
        signal,
        clock,
        onNotice,
        isFinal: (error) => error instanceof WirebookError && error.code === 'wrong-account',
        attempt: async () => {
          await checkAccounts();
          await deleteStrangers(await workspace.resources(), clouds, onNotice).catch(
            (error: unknown) => {
              // Only what they are in cannot go then: no reason to leave everything else.
              const { message } = toErrorRecord(error);
              onNotice(message);
              onProblem?.(message);
            },
          );
          return await workspace.destroy({
            signal,
            onResource: ({ address, status }) => onNotice(`${address}: deletion ${status}`),
            onProgress: onNotice,
            ...(onProblem && { onProblem }),
          });
        },
      });
      if (left.length > 0) return left;
      writeRecord(folder, { ...record, destroyedAt: new Date().toISOString() });
      workspace.forget(redact);
      forgetLoginKey(folder);
      return [];
    },
    async release() {
      ssh.close();
    },
  };
}

function dial(host: string, signal: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port: 22, signal });
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** The first login comes before cloud-init has installed what the machine needs. */
async function untilReady(
  { name }: Machine,
  connection: SshConnection,
  signal: AbortSignal,
  onNotice: (text: string) => void,
): Promise<void> {
  onNotice(`${name} answers; waiting until its first boot is done`);
  const { stdout } = await connection.exec(
    'command -v cloud-init >/dev/null && sudo cloud-init status --wait',
    { signal },
  );
  if (/status: error/.test(stdout)) onNotice(`${name}: cloud-init ended with an error`);
}
