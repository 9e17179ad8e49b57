import { createAzure } from '../../../../../src/emulator/azure/index.ts';
import type { Cloud, CloudFabric } from '../../../../../src/emulator/cloud.ts';
import { circuitsOf } from '../../../../../src/emulator/daemon/circuits.ts';
import { createPublicAddresses } from '../../../../../src/emulator/daemon/public-addresses.ts';
import { createWorld } from '../../../../../src/emulator/daemon/world.ts';
import { createLinux } from '../../../../../src/emulator/linux/create-linux.ts';
import type { Linux } from '../../../../../src/emulator/linux/world.ts';
import type {
  BgpPeerRow,
  GatewayRouteRow,
} from '../../../../../src/emulator/azure/rest/gateway-tables.ts';
import {
  cardBody,
  location,
  machine,
  machineBody,
  network,
  resource,
  subnet,
} from '../support/arm.ts';
import { groupId } from '../support/local-azure.ts';

/** Azure over real Linux, driven by its REST API. */
export interface Stage {
  readonly linux: Linux;
  readonly log: readonly string[];
  /** Another cloud beside Azure. */
  join(cloud: Cloud): Promise<void>;
  /** Another cloud is not as it was. */
  changed(): Promise<void>;
  put(id: string, properties: object, more?: object): Promise<void>;
  remove(id: string): Promise<void>;
  get(id: string): Promise<Shown>;
  list(path: string): Promise<readonly Shown[]>;
  /** Starts a POST and resolves with its result. */
  act<T>(id: string, action: string, query?: string): Promise<T>;
  /** `output` of a shell line in a node. */
  run(node: string, line: string): Promise<string>;
}

export interface Shown {
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface NicRoute {
  readonly addressPrefix: readonly string[];
  readonly nextHopType: string;
  readonly nextHopIpAddress: readonly string[];
}

/** `alter`: what the test has in the place of what Azure wants of Linux. */
export async function createStage(
  folder: string,
  alter: (fabric: CloudFabric) => CloudFabric = (fabric) => fabric,
): Promise<Stage> {
  const log: string[] = [];
  const linux = await createLinux({ folder, log: (line) => log.push(line) });
  const clouds: Cloud[] = [];
  const world = createWorld({ linux, clouds: () => clouds, log: (line) => log.push(line) });
  const addresses = createPublicAddresses('20.61.0.0');
  const azure = createAzure({
    changed: world.changed,
    settled: world.settled,
    observe: () => linux.observe(),
    inspect: async (node, command) => (await linux.exec(node, command)).stdout,
    circuits: circuitsOf(() => clouds),
    timers: 'fast',
    now: Date.now,
    allocatePublicAddress: addresses.allocate,
    releasePublicAddress: addresses.release,
  });
  clouds.push({ ...azure, compile: (observations) => alter(azure.compile(observations)) });

  const send = async (method: string, path: string, body?: object) => {
    const url = new URL(path, 'https://localhost');
    url.searchParams.set('api-version', '2025-05-01');
    const answer = await azure.handle({
      method,
      url,
      headers: { host: 'localhost' },
      body: body === undefined ? '' : JSON.stringify(body),
    });
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.body}`);
    return answer;
  };
  const stage: Stage = {
    linux,
    log,
    async join(cloud) {
      clouds.push(cloud);
      await stage.changed();
    },
    async changed() {
      world.changed();
      await world.settled();
    },
    async put(id, properties, more = {}) {
      await send('PUT', id, { location, ...more, properties });
    },
    async remove(id) {
      await send('DELETE', id);
      await world.settled();
    },
    get: async (id) => JSON.parse((await send('GET', id)).body ?? '') as Shown,
    list: async (path) =>
      (JSON.parse((await send('GET', path)).body ?? '') as { readonly value: readonly Shown[] })
        .value,
    async act<T>(id: string, action: string, query = '') {
      const started = await send('POST', `${id}/${action}${query}`);
      const result = started.headers?.['location'] ?? '';
      for (;;) {
        const answer = await send('GET', result);
        if (answer.status !== 202) return JSON.parse(answer.body ?? 'null') as T;
      }
    },
    async run(node, line) {
      const { stdout, stderr } = await linux.exec(node, ['sh', '-c', line]);
      return stdout + stderr;
    },
  };
  await stage.put(groupId, {});
  return stage;
}

/** A network with a machine in its first /24 and an active-active gateway in its last. */
export async function site(
  stage: Stage,
  name: string,
  second: number,
  gateway: { readonly asn: number; readonly custom?: readonly (readonly string[])[] },
): Promise<readonly string[]> {
  await networkWithMachine(stage, name, second, `10.${second}.255.0/24`);
  const addresses = await Promise.all(
    [0, 1].map((index) => publicAddress(stage, `${name}-gw-ip${index}`)),
  );
  const id = resource('virtualNetworkGateways', `${name}-gw`);
  await stage.put(id, {
    sku: { name: 'VpnGw1' },
    enableBgp: true,
    activeActive: true,
    bgpSettings: {
      asn: gateway.asn,
      bgpPeeringAddresses: (gateway.custom ?? []).map((customBgpIpAddresses, index) => ({
        ipconfigurationId: `${id}/ipConfigurations/ip${index}`,
        customBgpIpAddresses,
      })),
    },
    ipConfigurations: [0, 1].map((index) => ({
      name: `ip${index}`,
      properties: {
        subnet: { id: subnet(name, 'GatewaySubnet') },
        publicIPAddress: { id: resource('publicIPAddresses', `${name}-gw-ip${index}`) },
      },
    })),
  });
  return addresses;
}

export async function networkWithMachine(
  stage: Stage,
  name: string,
  second: number,
  gatewaySubnet: string,
) {
  await stage.put(network(name), { addressSpace: { addressPrefixes: [`10.${second}.0.0/16`] } });
  await stage.put(subnet(name, 'sub'), { addressPrefix: `10.${second}.0.0/24` });
  await stage.put(subnet(name, 'GatewaySubnet'), { addressPrefix: gatewaySubnet });
  const card = resource('networkInterfaces', `${name}-nic`);
  await stage.put(card, cardBody(subnet(name, 'sub')).properties);
  await stage.put(machine(`${name}-vm`), machineBody([card]).properties);
}

export async function publicAddress(stage: Stage, name: string): Promise<string> {
  const id = resource('publicIPAddresses', name);
  await stage.put(id, { publicIPAllocationMethod: 'Static' }, { sku: { name: 'Standard' } });
  return String((await stage.get(id)).properties['ipAddress']);
}

/** A local network gateway and the connection to it, of the same name. */
export async function connect(
  stage: Stage,
  name: string,
  parameters: {
    readonly gateway: string;
    readonly address: string;
    readonly prefixes?: readonly string[];
    readonly bgp?: { readonly asn: number; readonly bgpPeeringAddress: string };
    readonly custom?: readonly string[];
  },
): Promise<void> {
  const { gateway, address, prefixes = [], bgp, custom = [] } = parameters;
  const local = resource('localNetworkGateways', name);
  const id = resource('virtualNetworkGateways', gateway);
  await stage.put(local, {
    gatewayIpAddress: address,
    localNetworkAddressSpace: { addressPrefixes: prefixes },
    ...(bgp && { bgpSettings: bgp }),
  });
  await stage.put(resource('connections', name), {
    connectionType: 'IPsec',
    virtualNetworkGateway1: { id },
    localNetworkGateway2: { id: local },
    sharedKey: 'Secret123',
    enableBgp: bgp !== undefined,
    gatewayCustomBgpIpAddresses: custom.map((customBgpIpAddress, index) => ({
      ipConfigurationId: `${id}/ipConfigurations/ip${index}`,
      customBgpIpAddress,
    })),
  });
}

/** `10.1.255.4 169.254.21.1 65002 Connected 1` */
export async function peers(stage: Stage, gateway: string): Promise<readonly string[]> {
  const { value } = await stage.act<{ readonly value: readonly BgpPeerRow[] }>(
    resource('virtualNetworkGateways', gateway),
    'getBgpPeerStatus',
  );
  return value.map((row) =>
    [row.localAddress, row.neighbor, row.asn, row.state, row.routesReceived].join(' '),
  );
}

/** `10.1.255.4 10.2.0.0/16 EBgp 10.2.255.4 65002` */
export async function routes(
  stage: Stage,
  gateway: string,
  action = 'getLearnedRoutes',
  query = '',
): Promise<readonly string[]> {
  const { value } = await stage.act<{ readonly value: readonly GatewayRouteRow[] }>(
    resource('virtualNetworkGateways', gateway),
    action,
    query,
  );
  return value
    .map((row) =>
      [row.localAddress, row.network, row.origin, row.nextHop, row.asPath].join(' ').trim(),
    )
    .toSorted();
}

/** What a card got from the gateway: `10.2.0.0/16 10.1.255.4,10.1.255.5` */
export async function nicRoutes(stage: Stage, card: string): Promise<readonly string[]> {
  const { value } = await stage.act<{ readonly value: readonly NicRoute[] }>(
    resource('networkInterfaces', card),
    'effectiveRouteTable',
  );
  return value
    .filter(({ nextHopType }) => nextHopType === 'VirtualNetworkGateway')
    .map((row) => `${row.addressPrefix.join()} ${row.nextHopIpAddress.join()}`)
    .toSorted();
}

/** `ttl 64` or `lost` */
export async function ping(stage: Stage, node: string, destination: string): Promise<string> {
  const text = await stage.run(node, `ping -c 1 -W 1 ${destination}`);
  const ttl = /ttl=(\d+)/.exec(text)?.[1];
  return ttl === undefined ? 'lost' : `ttl ${ttl}`;
}

/** Of 48 TCP flows to closed ports, how many are answered: they share the ways that are equal. */
export async function flows(stage: Stage, node: string, destination: string): Promise<number> {
  const line = `for port in $(seq 2001 2048); do timeout 2 bash -c "</dev/tcp/${destination}/$port"; done 2>&1 | grep -c "dev.tcp.*refused"`;
  return Number(await stage.run(node, line));
}
