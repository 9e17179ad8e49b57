import {
  type Attributes,
  ProviderError,
  type ProviderTypes,
  type ResourceType,
  type Schema,
  type Value,
} from '../../src/emulator/terraform/provider.ts';

/** A cloud of a few resource types, for tests of the Terraform engine. */
export interface FakeCloud {
  readonly provider: ProviderTypes;
  /** What exists, by id. Tests change it behind Terraform's back. */
  readonly things: Map<string, Attributes>;
  /** `create fake_network lan`, in the order in which they ended. */
  readonly log: string[];
  /** Names for which the next operations fail, with the operation. */
  readonly failing: Set<string>;
  /** The most operations that were in flight at once. */
  readonly peak: () => number;
}

const id = { type: 'string', readOnly: true } as const;
const name = { type: 'string', required: true, forceNew: true } as const;

const schemas: Readonly<Record<string, Schema>> = {
  fake_network: {
    attributes: {
      id,
      name,
      location: {
        type: 'string',
        normalize: (value: Value) => String(value).toLowerCase().replaceAll(' ', ''),
      },
      address_space: { type: 'list', elements: 'string', required: true },
      tags: { type: 'map', elements: 'string' },
      dns_servers: { type: 'set', elements: 'string', computed: true },
      zone: { type: 'string', default: 'a', forceNew: true },
      generation: { type: 'number', readOnly: true, follows: ['address_space'] },
      secret: { type: 'string', sensitive: true },
      note: { type: 'string' },
    },
  },
  fake_machine: {
    attributes: {
      id,
      name,
      network_id: { type: 'string', required: true, forceNew: true },
      password: { type: 'string', sensitive: true },
      size: { type: 'number' },
      cores: {
        type: 'number',
        forceNew: (before: Value, after: Value) => Number(after) < Number(before),
      },
      ip_address: { type: 'string', computed: true },
      script: { type: 'string' },
    },
    blocks: {
      disk: {
        min: 1,
        max: 3,
        attributes: {
          size: { type: 'number', required: true },
          kind: { type: 'string', default: 'ssd', forceNew: true },
          path: { type: 'string', readOnly: true },
        },
      },
      port: { forceNewCount: true, attributes: { speed: { type: 'number', required: true } } },
      rule: {
        unordered: true,
        attributes: { port: { type: 'number', required: true }, note: { type: 'string' } },
      },
      bgp: {
        max: 1,
        computed: true,
        attributes: { asn: { type: 'number', computed: true }, address: { type: 'string' } },
      },
    },
  },
};

export function createFakeCloud(): FakeCloud {
  const things = new Map<string, Attributes>();
  const log: string[] = [];
  const failing = new Set<string>();
  let inFlight = 0;
  let peak = 0;
  let made = 0;

  const operate = async <T>(what: string, type: string, label: Value | undefined, run: () => T) => {
    inFlight += 1;
    peak = Math.max(peak, inFlight);
    await new Promise((resolve) => setImmediate(resolve));
    inFlight -= 1;
    if (failing.has(`${what} ${String(label)}`)) {
      throw new ProviderError('QuotaExceeded', `no more of ${String(label)}`);
    }
    log.push(`${what} ${type} ${String(label)}`);
    return run();
  };

  const complete = (type: string, config: Attributes, key: string): Attributes => {
    if (type === 'fake_network') {
      return { dns_servers: ['10.0.0.2', '10.0.0.1'], ...config, id: key, generation: made };
    }
    const disks = (config['disk'] ?? []) as readonly Attributes[];
    const bgp = (config['bgp'] ?? []) as readonly Attributes[];
    return {
      ip_address: `10.0.0.${made}`,
      ...config,
      id: key,
      disk: disks.map((disk, index) => ({ ...disk, path: `/dev/sd${index}` })),
      bgp: bgp.length ? bgp.map((block) => ({ asn: 65515, ...block })) : [{ asn: 65515 }],
      rule: ((config['rule'] ?? []) as readonly Attributes[]).toReversed(),
    };
  };

  const resource = (type: string, schema: Schema): ResourceType => ({
    schema,
    create: (config) =>
      operate('create', type, config['name'], () => {
        made += 1;
        const key = `/fake/${type}/${String(config['name'])}/${made}`;
        const attributes = complete(type, config, key);
        things.set(key, attributes);
        return attributes;
      }),
    read: async (state) => things.get(String(state['id'])),
    update: (state, config) =>
      operate('update', type, state['name'], () => {
        made += 1;
        const attributes = complete(type, config, String(state['id']));
        things.set(String(state['id']), attributes);
        return attributes;
      }),
    delete: (state) =>
      operate('delete', type, state['name'], () => {
        things.delete(String(state['id']));
      }),
  });

  return {
    things,
    log,
    failing,
    peak: () => peak,
    provider: {
      provider: 'fake',
      resources: Object.fromEntries(
        Object.entries(schemas).map(([type, schema]) => [type, resource(type, schema)]),
      ),
      dataSources: {
        fake_network: {
          schema: {
            attributes: {
              id,
              name: { type: 'string', required: true },
              address_space: { type: 'list', readOnly: true },
            },
          },
          read: async (config) => {
            const found = [...things.values()].find((thing) => thing['name'] === config['name']);
            if (found) return found;
            throw new ProviderError('NotFound', `there is no network ${String(config['name'])}`);
          },
        },
      },
    },
  };
}
