import type { Attributes, Schema, Value } from '../../terraform/provider.ts';
import type { Body } from '../resources/kind.ts';
import { isBody } from '../resources/read.ts';

/**
 * The provider's attributes are the API's fields in other spelling (`cidr_blocks` for `cidrBlocks`), and a block that may
 * occur once is an object. Here is that mechanical part; types say only where the two differ.
 */
export function toBody(config: Attributes, schema: Schema): Body {
  const plain = Object.keys(schema.attributes)
    .filter((name) => schema.attributes[name]?.readOnly !== true)
    .flatMap((name): [string, unknown][] => {
      const value = config[name];
      if (value === undefined || value === null) return [];
      return [[camel(name), name === 'defined_tags' ? nestedTags(value) : value]];
    });
  const nested = Object.entries(schema.blocks ?? {})
    .filter(([name]) => name !== 'timeouts')
    .flatMap(([name, block]): [string, unknown][] => {
      const value = config[name];
      if (!Array.isArray(value)) return [];
      const bodies = (value as readonly Attributes[]).map((item) => toBody(item, block));
      if (block.max !== 1) return [[camel(name), bodies]];
      return bodies.length > 0 ? [[camel(name), bodies[0]]] : [];
    });
  return Object.fromEntries([...plain, ...nested]);
}

/** Only what the schema knows and the body has. */
export function toAttributes(body: Body, schema: Schema): Attributes {
  const plain = Object.keys(schema.attributes).flatMap((name): [string, Value][] => {
    const value = body[camel(name)];
    if (value === undefined || value === null) return [];
    return [[name, name === 'defined_tags' ? flatTags(value) : (value as Value)]];
  });
  const nested = Object.entries(schema.blocks ?? {}).flatMap(
    ([name, block]): [string, readonly Attributes[]][] => {
      const value = body[camel(name)];
      const items = Array.isArray(value) ? value : [value];
      const bodies = items.filter(isBody);
      if (value === undefined || value === null) return [];
      return [[name, bodies.map((item) => toAttributes(item, block))]];
    },
  );
  return Object.fromEntries([...plain, ...nested]);
}

/** `oracle_bgp_peering_ip` is `oracleBgpPeeringIp`. */
export function camel(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Terraform writes `namespace.key`. */
function nestedTags(value: Value): Body {
  const tags: Record<string, Record<string, unknown>> = {};
  for (const [name, tag] of Object.entries(isBody(value) ? value : {})) {
    const [namespace = '', ...key] = name.split('.');
    tags[namespace] = { ...tags[namespace], [key.join('.')]: tag };
  }
  return tags;
}

function flatTags(value: unknown): Value {
  const namespaces = isBody(value) ? Object.entries(value) : [];
  return Object.fromEntries(
    namespaces.flatMap(([namespace, tags]) =>
      Object.entries(isBody(tags) ? tags : {}).map(([key, tag]) => [
        `${namespace}.${key}`,
        String(tag),
      ]),
    ),
  );
}
