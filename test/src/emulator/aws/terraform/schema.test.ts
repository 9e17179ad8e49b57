import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import test from 'ava';
import type { Schema } from '../../../../../src/emulator/terraform/provider.ts';
import { createLocalAws } from '../support/local-aws.ts';

const require = createRequire(import.meta.url);
const { resources, dataSources = {} } = createLocalAws().cloud.terraform;

/** `aws_vpc` -> the real provider's bindings, which hold every attribute's name. */
function bindings(folder: string): string {
  return readFileSync(require.resolve(`@cdktf/provider-aws/lib/${folder}/index.js`), 'utf8');
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
    folder: type.replace('aws_', '').replaceAll('_', '-'),
  })),
  ...Object.entries(dataSources).map(([type, { schema }]) => ({
    type: `data.${type}`,
    schema,
    folder: `data-${type.replaceAll('_', '-')}`,
  })),
];

for (const { type, schema, folder } of all) {
  test(`${type} has no attribute that the aws provider does not have`, (t) => {
    const source = bindings(folder);
    const unknown = namesIn(schema).filter(
      (name) => !new RegExp(`['"]${name}['"]|\\b${name}:`).test(source),
    );
    t.deepEqual(unknown, []);
  });
}
