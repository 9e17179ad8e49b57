import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import test from 'ava';
import type { Schema } from '../../../../../src/emulator/terraform/provider.ts';
import { createLocalGoogle } from '../support/local-google.ts';

const require = createRequire(import.meta.url);
const { resources, dataSources = {} } = createLocalGoogle().cloud.terraform;

/** `google_compute_network` -> the real provider's bindings, which hold every attribute's name. */
function bindings(folder: string): string {
  return readFileSync(require.resolve(`@cdktf/provider-google/lib/${folder}/index.js`), 'utf8');
}

function namesIn({ attributes, blocks = {} }: Schema): readonly string[] {
  return [
    ...Object.keys(attributes),
    ...Object.entries(blocks).flatMap(([name, block]) => [name, ...namesIn(block)]),
  ];
}

const all = [
  ...Object.entries(resources).map(([type, { schema }]) => ({
    type,
    schema,
    folder: type.replace('google_', '').replaceAll('_', '-'),
  })),
  ...Object.entries(dataSources).map(([type, { schema }]) => ({
    type: `data.${type}`,
    schema,
    folder: `data-${type.replaceAll('_', '-')}`,
  })),
];

for (const { type, schema, folder } of all) {
  test(`${type} has no attribute that google does not have`, (t) => {
    const source = bindings(folder);
    const unknown = namesIn(schema).filter(
      (name) => !new RegExp(`['"]${name}['"]|\\b${name}:`).test(source),
    );
    t.deepEqual(unknown, []);
  });
}
