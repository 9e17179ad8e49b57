/** Dependencies by node; every name in the values is a key too. */
export type Graph = ReadonlyMap<string, readonly string[]>;

export type Order =
  | { readonly kind: 'order'; readonly nodes: readonly string[] }
  /** Each depends on the next; the last is the first again. */
  | { readonly kind: 'cycle'; readonly nodes: readonly string[] };

/** Dependencies first; otherwise in the order of the graph. */
export function orderOf(graph: Graph): Order {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (node: string): readonly string[] | undefined => {
    if (done.has(node)) return undefined;
    const start = path.indexOf(node);
    if (start >= 0) return [...path.slice(start), node];
    path.push(node);
    for (const dependency of graph.get(node) ?? []) {
      const cycle = visit(dependency);
      if (cycle) return cycle;
    }
    path.pop();
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const cycle = visit(node);
    if (cycle) return { kind: 'cycle', nodes: cycle };
  }
  return { kind: 'order', nodes: [...done] };
}

/** Everything that a node needs, directly or not, without itself. */
export function reachable(graph: Graph, from: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...(graph.get(from) ?? [])];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    open.push(...(graph.get(node) ?? []));
  }
  return found;
}
