import type { Configuration } from '../configuration/configuration.ts';
import { outputReferences, resourceReferences } from '../configuration/references.ts';
import { type Reference, referencesOf } from '../language/expression.ts';
import { type Graph, reachable } from './order.ts';

/** What each variable, local, resource and output needs. */
export function configurationGraph(configuration: Configuration): Graph {
  const graph = new Map<string, readonly string[]>();
  for (const [address, { validations }] of configuration.variables) {
    const rules = validations.flatMap(({ condition, message }) => [condition, message]);
    graph.set(address, addresses(rules.flatMap(referencesOf)));
  }
  for (const [address, local] of configuration.locals) {
    graph.set(address, addresses(referencesOf(local)));
  }
  for (const [address, block] of configuration.resources) {
    graph.set(address, [...addresses(resourceReferences(block)), ...block.dependsOn]);
  }
  for (const [address, output] of configuration.outputs) {
    graph.set(address, [...addresses(outputReferences(output)), ...output.dependsOn]);
  }
  // A validation names its own variable, which is no dependency.
  return new Map(
    [...graph].map(([address, needed]) => {
      const isVariable = configuration.variables.has(address);
      return [address, [...new Set(needed)].filter((name) => !isVariable || name !== address)];
    }),
  );
}

const addresses = (references: readonly Reference[]): readonly string[] =>
  references
    .filter(({ subject }) => ['var', 'local', 'data', 'resource'].includes(subject))
    .map(({ address }) => address);

/** Managed resources that one needs, directly or not; as Terraform records them in its state. */
export function managedDependencies(
  graph: Graph,
  configuration: Configuration,
  address: string,
): readonly string[] {
  return [...reachable(graph, address)]
    .filter((name) => name !== address)
    .filter((name) => configuration.resources.get(name)?.mode === 'managed')
    .sort();
}
