import fc from 'fast-check';
import test from 'ava';
import { orderOf } from '../../../../../src/emulator/terraform/graph/order.ts';
import { walk } from '../../../../../src/emulator/terraform/graph/walk.ts';
import { createLimiter } from '../../../../../src/emulator/terraform/graph/limiter.ts';

/** Each node may need those of smaller numbers only, so that there is no cycle; keys are shuffled. */
const acyclic = fc
  .array(fc.array(fc.nat(1000), { maxLength: 4 }), { minLength: 1, maxLength: 30 })
  .map((lists) =>
    lists.map((list, index): [string, string[]] => [
      `n${index}`,
      index === 0 ? [] : list.map((choice) => `n${choice % index}`),
    ]),
  )
  .chain((entries) => fc.shuffledSubarray(entries, { minLength: entries.length }))
  .map((entries) => new Map(entries));

test('an order has every node once, after what it needs', (t) => {
  fc.assert(
    fc.property(acyclic, (graph) => {
      const order = orderOf(graph);
      if (order.kind === 'cycle') return false;
      const place = new Map(order.nodes.map((node, index) => [node, index]));
      return (
        order.nodes.length === graph.size &&
        [...graph].every(([node, needed]) =>
          needed.every((other) => (place.get(other) ?? 0) < (place.get(node) ?? 0)),
        )
      );
    }),
  );
  t.pass();
});

test('a cycle is found, and is one', (t) => {
  fc.assert(
    fc.property(acyclic, fc.nat(), fc.nat(), (graph, first, second) => {
      const names = [...graph.keys()];
      const [a = '', b = ''] = [names[first % names.length], names[second % names.length]];
      const closed = new Map(graph);
      closed.set(a, [...(graph.get(a) ?? []), b]);
      closed.set(b, [...(closed.get(b) ?? []), a]);
      const found = orderOf(closed);
      return (
        found.kind === 'cycle' &&
        found.nodes.length > 1 &&
        found.nodes[0] === found.nodes.at(-1) &&
        found.nodes.slice(1).every((node, i) => closed.get(found.nodes[i] ?? '')?.includes(node))
      );
    }),
  );
  t.pass();
});

test('a walk runs everything after what it needs, and skips only what needs a failure', async (t) => {
  await fc.assert(
    fc.asyncProperty(acyclic, fc.array(fc.nat(29), { maxLength: 3 }), async (graph, broken) => {
      const failing = new Set(broken.map((index) => `n${index}`));
      const done = new Set<string>();
      let isOrdered = true;
      const tasks = [...graph].map(([name, dependencies]) => {
        const run = async (): Promise<void> => {
          isOrdered &&= dependencies.every((dependency) => done.has(dependency));
          await new Promise((resolve) => setImmediate(resolve));
          if (failing.has(name)) throw new Error(name);
          done.add(name);
        };
        return [name, { dependencies, run }] as const;
      });
      const { failed, skipped } = await walk(new Map(tasks), undefined);
      const explained = [...skipped].every((name) =>
        graph.get(name)?.some((needed) => failed.has(needed) || skipped.has(needed)),
      );
      return isOrdered && explained && done.size + failed.size + skipped.size === graph.size;
    }),
    { numRuns: 50 },
  );
  t.pass();
});

test('a limiter lets so many run at once, and all in the end', async (t) => {
  const limit = createLimiter(3);
  let running = 0;
  let peak = 0;
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) =>
      limit(async () => {
        running += 1;
        peak = Math.max(peak, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        if (index % 5 === 0) throw new Error('broken');
        return index;
      }),
    ),
  );
  t.is(peak, 3);
  t.is(results.filter(({ status }) => status === 'fulfilled').length, 16);
});
