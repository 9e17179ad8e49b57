import test from 'ava';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ProviderTypes, Schema } from '../../src/emulator/terraform/provider.ts';

const require = createRequire(import.meta.url);

/**
 * One test a type: every attribute that the local cloud takes is one of the real provider's. Its bindings hold all
 * names: `azurerm_public_ip` is `public-ip` in the package of azurerm.
 */
export function testSchemas({ provider, resources, dataSources = {} }: ProviderTypes): void {
  const bindings = (folder: string) =>
    readFileSync(require.resolve(`@cdktf/provider-${provider}/lib/${folder}/index.js`), 'utf8');
  const all = [
    ...Object.entries(resources).map(([type, { schema }]) => ({
      type,
      schema,
      folder: type.replace(`${provider}_`, '').replaceAll('_', '-'),
    })),
    ...Object.entries(dataSources).map(([type, { schema }]) => ({
      type: `data.${type}`,
      schema,
      folder: `data-${type.replaceAll('_', '-')}`,
    })),
  ];
  for (const { type, schema, folder } of all) {
    test(`${type} has no attribute that ${provider} does not have`, (t) => {
      const source = bindings(folder);
      const unknown = namesIn(schema).filter(
        (name) => !new RegExp(`['"]${name}['"]|\\b${name}:`).test(source),
      );
      t.deepEqual(unknown, []);
    });
  }
}

function namesIn({ attributes, blocks = {} }: Schema): readonly string[] {
  return [
    ...Object.keys(attributes),
    ...Object.entries(blocks).flatMap(([name, block]) => [name, ...namesIn(block)]),
  ];
}
