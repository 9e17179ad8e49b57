import { Duplex } from 'node:stream';
import type { CloudClients } from '../../../src/lab/target.ts';
import { createAws } from '../../../src/emulator/aws/index.ts';
import { createAzure } from '../../../src/emulator/azure/index.ts';
import type { Cloud, CloudServices } from '../../../src/emulator/cloud.ts';
import { noCircuits } from '../../../src/emulator/cloud.ts';
import { createPublicAddresses } from '../../../src/emulator/daemon/public-addresses.ts';
import { createDaemonServer } from '../../../src/emulator/daemon/server.ts';
import { createServerCertificate } from '../../../src/emulator/daemon/tls.ts';
import { noObservations } from '../../../src/emulator/fabric/observations.ts';
import { createGoogle } from '../../../src/emulator/google/index.ts';
import { createEngine } from '../../../src/emulator/terraform/create-engine.ts';
import type { TerraformJson } from '../../../src/lab/stack.ts';
import { awsClients } from '../../../src/targets/local/aws-clients.ts';
import { azureClients } from '../../../src/targets/local/azure-clients.ts';
import { googleClients } from '../../../src/targets/local/google-clients.ts';

/** The three clouds behind the daemon's listener, without Linux below, and the official SDKs as the local target has them. */
export interface LocalClouds {
  readonly clients: CloudClients;
  /** Requests that delete or detach, in order: `DeleteVpc`, `DELETE …/resourceGroups/rg`. */
  readonly deletions: readonly string[];
  deploy(json: TerraformJson): Promise<void>;
  close(): void;
}

const aws = { accessKeyId: 'AKIAWIREBOOKEXAMPLE1', secretAccessKey: 'secret' };
const token = 'token-of-the-session';

export async function localClouds(): Promise<LocalClouds> {
  const deletions: string[] = [];
  const recorded = (cloud: Cloud): Cloud => ({
    ...cloud,
    async handle(request) {
      const action = new URLSearchParams(request.body).get('Action') ?? '';
      if (/^(Delete|Detach|Release|Terminate)/.test(action)) deletions.push(action);
      if (request.method === 'DELETE') deletions.push(`DELETE ${request.url.pathname}`);
      return await cloud.handle(request);
    },
  });
  const azure = createAzure(services('20.61.0.0'));
  const amazon = createAws(services('54.85.0.0'), { credentials: aws });
  const google = createGoogle(services('34.75.0.0'), { token });
  const engine = createEngine({ providers: [azure, amazon, google].map((it) => it.terraform) });
  const certificate = await createServerCertificate('sweep');
  const server = await createDaemonServer({
    certificate,
    token,
    doors: { azure: recorded(azure), aws: recorded(amazon), google: recorded(google) },
    control: async ({ response }) => void response.writeHead(404).end(),
    connect: async () => Duplex.from([]),
    log: () => undefined,
  });
  const credentials = {
    port: server.port,
    token,
    ca: certificate.ca,
    aws: { ...aws, region: 'us-east-1', accountId: '123456789012' },
    google: { project: 'wirebook-local', region: 'us-east1' },
    oci: {
      tenancyId: '',
      userId: '',
      fingerprint: '',
      privateKey: '',
      region: '',
      compartmentId: '',
    },
    sshPrivateKey: '',
    sshPublicKey: '',
    versions: {},
  };
  const [azureOnce, awsOnce, googleOnce] = await Promise.all([
    azureClients(credentials),
    awsClients(credentials),
    googleClients(credentials),
  ]);
  return {
    deletions,
    clients: {
      azure: async () => azureOnce,
      aws: async () => awsOnce,
      google: async () => googleOnce,
      oci: () => Promise.reject(new Error('no OCI here')),
    },
    async deploy(json) {
      const plan = await engine.plan(json, {}, {});
      await engine.apply(plan, { onResource: () => undefined });
    },
    close: () => server.close(),
  };
}

function services(base: string): CloudServices {
  const { allocate, release } = createPublicAddresses(base);
  return {
    changed: () => undefined,
    settled: async () => undefined,
    observe: async () => noObservations,
    circuits: noCircuits,
    timers: 'fast',
    now: Date.now,
    allocatePublicAddress: allocate,
    releasePublicAddress: release,
  };
}
