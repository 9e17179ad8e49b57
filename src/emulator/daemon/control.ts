import { appendFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createCaptures } from './captures.ts';
import type { Fabric, MachineNode } from '../fabric/fabric.ts';
import type { Linux } from '../linux/world.ts';
import type { TerraformEngine } from '../terraform/engine.ts';
import { TerraformError } from '../terraform/engine.ts';
import type {
  ConsoleAnswer,
  DaemonParameters,
  DeployMessage,
  DeployRequest,
  DestroyAnswer,
  HostKeysAnswer,
  NoSuchRouter,
  SecretsAnswer,
  StatusAnswer,
} from './protocol.ts';
import { consoleDomain, paths, sessionFiles } from './protocol.ts';
import type { ControlRequest } from './server.ts';
import type { World } from './world.ts';

export interface CreateControlParameters {
  readonly parameters: DaemonParameters;
  readonly linux: Linux;
  readonly world: World;
  readonly engine: TerraformEngine;
  /** Of the run's login key. */
  readonly sshPublicKey: string;
  /** The starter's end of the daemon's life line no longer matters. */
  readonly release: () => void;
  /** Ends the daemon, after the answer is out. */
  readonly end: () => void;
  readonly log: (line: string) => void;
}

/** Shorter ones are parts of words. */
const shortestSecret = 6;

/** Our own API: deploy, status, host keys, release, destroy. */
export function createControl(
  services: CreateControlParameters,
): (request: ControlRequest) => Promise<void> {
  const { linux, world, engine, parameters } = services;
  const startedAt = Date.now();
  const captures = createCaptures({ linux, world });
  const secrets = new Set<string>();
  /** A cloud's refusal may quote what it refused. */
  const log = (line: string) => {
    const known = engine.secrets().filter((secret) => secret.length >= shortestSecret);
    services.log(known.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), line));
  };
  // Terraform locks its state the same way: one run at a time.
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work);
    queue = result.catch(() => {});
    return result;
  };

  async function deploy({ body, response }: ControlRequest): Promise<void> {
    const { terraform, variables } = JSON.parse(body) as DeployRequest;
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    const write = (message: DeployMessage) => response.write(`${JSON.stringify(message)}\n`);
    const tell = (message: DeployMessage, more: readonly string[] = []) => {
      const values = [...engine.secrets(), ...more].filter((value) => !secrets.has(value));
      for (const value of values) secrets.add(value);
      if (values.length > 0) write({ type: 'secrets', values });
      write(message);
    };
    const abort = new AbortController();
    response.on('close', () => abort.abort());
    try {
      await inTurn(async () => {
        const plan = await engine.plan(terraform, variables, { signal: abort.signal });
        tell({ type: 'plan', drift: plan.drift, changes: plan.changes });
        const outputs = await world.together(() =>
          engine.apply(plan, {
            signal: abort.signal,
            onResource: (progress) => tell({ type: 'resource', ...progress }),
          }),
        );
        await world.settled();
        const resources = engine
          .state()
          .map(({ address, type, attributes }) => ({ address, type, attributes }));
        const hidden = Object.values(outputs).filter(({ sensitive }) => sensitive);
        tell(
          { type: 'done', outputs, resources },
          hidden.flatMap(({ value }) => texts(value)),
        );
      });
    } catch (error) {
      log(`deploy failed: ${error instanceof Error ? error.stack : String(error)}`);
      tell({
        type: 'failed',
        message: error instanceof Error ? error.message : String(error),
        problems: error instanceof TerraformError ? error.problems : [],
      });
    }
    response.end();
  }

  async function status({ response }: ControlRequest): Promise<void> {
    const { bgp, tunnels } = await linux.observe();
    answer(response, {
      lab: parameters.lab,
      runId: parameters.runId,
      timers: parameters.timers,
      upSeconds: Math.round((Date.now() - startedAt) / 1000),
      machines: machines(world.fabric()).map(({ hostname, running }) => ({
        name: hostname,
        running,
      })),
      bgp: Object.entries(bgp).flatMap(([router, { peers }]) =>
        peers.map(({ address, asn, state, prefixesReceived }) => ({
          router,
          peer: address,
          asn,
          state,
          prefixesReceived,
        })),
      ),
      tunnels: Object.entries(tunnels).map(([name, { state }]) => ({ name, state })),
    } satisfies StatusAnswer);
  }

  /** Host keys come from the machines' own files, by a channel that is not the network: nothing is trusted at first use. */
  async function hostKeys({ url, response }: ControlRequest): Promise<void> {
    const wanted = url.searchParams.get('machine') ?? '';
    const nodes = machines(world.fabric()).filter(
      ({ hostname, running }) => hostname === wanted && running,
    );
    const keys = (await Promise.all(nodes.map(({ name }) => linux.hostKeys(name)))).flat();
    await appendFile(sessionFiles.knownHosts, keys.map((key) => `${wanted} ${key}\n`).join(''));
    answer(response, { keys } satisfies HostKeysAnswer);
  }

  /** Routers of the clouds have no login there; here one may look into them. */
  async function console({ url, response }: ControlRequest): Promise<void> {
    const wanted = url.searchParams.get('router') ?? '';
    const routers = speakers(world.fabric());
    const name = routers.find((router) => router === wanted);
    if (name === undefined) {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ routers } satisfies NoSuchRouter));
      return;
    }
    const user = 'root';
    const { port, hostKeys: keys } = await linux.openConsole(name, {
      authorizedKeys: [services.sshPublicKey],
      user,
    });
    const host = `${name}${consoleDomain}`;
    await appendFile(sessionFiles.knownHosts, keys.map((key) => `${host} ${key}\n`).join(''));
    answer(response, { host, port, user } satisfies ConsoleAnswer);
  }

  async function destroy({ response }: ControlRequest): Promise<void> {
    const problems = await inTurn(async () => {
      try {
        return await world.together(() => engine.destroy({ onResource: () => {} }));
      } catch (error) {
        return error instanceof TerraformError ? error.problems : [String(error)];
      }
    });
    for (const problem of problems) log(`destroy: ${problem}`);
    response.on('finish', services.end);
    answer(response, { problems } satisfies DestroyAnswer);
  }

  const handlers: Readonly<Record<string, (request: ControlRequest) => Promise<void>>> = {
    [`POST ${paths.deploy}`]: deploy,
    [`GET ${paths.status}`]: status,
    [`GET ${paths.hostKeys}`]: hostKeys,
    [`POST ${paths.console}`]: console,
    [`GET ${paths.capture}`]: captures.start,
    [`POST ${paths.stopCapture}`]: captures.stop,
    [`GET ${paths.secrets}`]: async ({ response }) => {
      answer(response, { values: [...secrets] } satisfies SecretsAnswer);
    },
    [`POST ${paths.destroy}`]: destroy,
    [`POST ${paths.release}`]: async ({ response }) => {
      services.release();
      answer(response, {});
    },
  };

  return async (request) => {
    const handler = handlers[`${request.method} ${request.url.pathname}`];
    if (handler !== undefined) return await handler(request);
    request.response.writeHead(404, { 'content-type': 'application/json' });
    request.response.end(
      JSON.stringify({ error: { code: 'NotFound', message: `No ${request.url.pathname} here.` } }),
    );
  };
}

function speakers({ nodes }: Fabric): readonly string[] {
  return nodes.flatMap((node) => (node.kind === 'router' && node.bgp ? [node.name] : []));
}

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(texts);
}

function machines(fabric: Fabric): readonly MachineNode[] {
  return fabric.nodes.filter((node) => node.kind === 'machine');
}

function answer(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
