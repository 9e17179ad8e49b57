import test from 'ava';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Cloud, CloudFabric } from '../../../../src/emulator/cloud.ts';
import { createWorld } from '../../../../src/emulator/daemon/world.ts';
import type { Fabric, RouterNode } from '../../../../src/emulator/fabric/fabric.ts';
import { noObservations } from '../../../../src/emulator/fabric/observations.ts';
import type { Linux } from '../../../../src/emulator/linux/world.ts';

function router(name: string): RouterNode {
  return {
    kind: 'router',
    name,
    label: name,
    loopbacks: [],
    routes: [],
    transparentTtl: false,
    tables: [],
  };
}

/** A Linux that only remembers what it was asked for; `fail` makes the next passes throw. */
function recordingLinux() {
  const reconciled: Fabric[] = [];
  let listener = () => {};
  const state = { failures: 0, concurrent: 0, mostConcurrent: 0 };
  const linux: Linux = {
    async reconcile(fabric) {
      state.mostConcurrent = Math.max(state.mostConcurrent, ++state.concurrent);
      await nextTurn();
      state.concurrent--;
      if (state.failures > 0) {
        state.failures--;
        throw new Error('Linux refused');
      }
      reconciled.push(fabric);
    },
    observe: async () => noObservations,
    onChange(given) {
      listener = given;
      return () => {};
    },
    hostKeys: async () => [],
    exec: async () => ({ stdout: '', stderr: '', exitCode: 0 }),
    capture: () => Promise.reject(new Error('nothing to listen on')),
    openConsole: () => Promise.reject(new Error('nobody to talk to')),
    connect: async () => {
      throw new Error('not here');
    },
    close: async () => {},
  };
  return { linux, reconciled, state, event: () => listener() };
}

function cloud(nodes: string[]): Cloud {
  return {
    name: 'azure',
    handle: async () => ({ status: 404 }),
    terraform: { provider: 'none', resources: {} },
    compile: (): CloudFabric => ({
      nodes: nodes.map(router),
      links: [],
      tunnels: [],
      announcements: [],
    }),
  };
}

function names(fabric: Fabric | undefined): string[] {
  return (fabric?.nodes ?? []).map(({ name }) => name);
}

function setUp(nodes: string[] = []) {
  const recorder = recordingLinux();
  const lines: string[] = [];
  const world = createWorld({
    linux: recorder.linux,
    clouds: () => [cloud(nodes)],
    log: (line) => lines.push(line),
    retryMs: 1,
  });
  return { ...recorder, world, lines, nodes };
}

test('a change is real when settled resolves', async (t) => {
  const { world, nodes, reconciled } = setUp();
  nodes.push('vnet1');
  world.changed();
  await world.settled();
  t.deepEqual(names(reconciled.at(-1)), ['internet', 'vnet1']);
  t.deepEqual(names(world.fabric()), ['internet', 'vnet1']);
});

test('settled resolves at once when nothing was asked for', async (t) => {
  const { world, reconciled } = setUp();
  await world.settled();
  t.is(reconciled.length, 0);
});

test('changes made together share one pass, and passes never overlap', async (t) => {
  const { world, nodes, reconciled, state } = setUp();
  await world.together(async () => {
    for (let index = 0; index < 20; index++) {
      nodes.push(`n${index}`);
      world.changed();
      await nextTurn();
    }
    t.is(reconciled.length, 0);
  });
  await world.settled();
  t.is(reconciled.length, 1);
  t.is(names(reconciled[0]).length, 21);
  t.is(state.mostConcurrent, 1);
});

test('a change during a pass gets a pass of its own', async (t) => {
  const { world, nodes, reconciled, state } = setUp();
  nodes.push('a');
  world.changed();
  const first = world.settled();
  await nextTurn();
  nodes.push('b');
  world.changed();
  await Promise.all([first, world.settled()]);
  t.deepEqual(names(reconciled.at(-1)), ['internet', 'a', 'b']);
  t.is(state.mostConcurrent, 1);
});

test('who waits learns of a failure, and the world tries again by itself', async (t) => {
  const { world, nodes, reconciled, state, lines } = setUp();
  state.failures = 1;
  nodes.push('a');
  world.changed();
  await t.throwsAsync(world.settled(), { message: 'Linux refused' });
  await world.settled();
  t.deepEqual(names(reconciled.at(-1)), ['internet', 'a']);
  t.true(lines.some((line) => line.includes('Linux refused')));
});

test('an event that changes nothing touches nothing', async (t) => {
  const { world, nodes, reconciled, event } = setUp();
  nodes.push('a');
  world.changed();
  await world.settled();
  event();
  event();
  for (let turn = 0; turn < 10; turn++) await nextTurn();
  t.is(reconciled.length, 1);
});

test('closing rejects who still waits', async (t) => {
  const { world, nodes } = setUp();
  nodes.push('a');
  await world.together(async () => {
    world.changed();
    const waiting = world.settled();
    const closing = world.close();
    await t.throwsAsync(waiting, { message: /shutting down/ });
    await closing;
  });
});

test('passes that end within one turn of the event loop do not stop those after them', async (t) => {
  const { world } = setUp();
  world.changed();
  await world.settled();
  // Nothing differs now, so that a pass only observes: two changes wake the world twice, for one pass.
  world.changed();
  world.changed();
  await world.settled();
  await nextTurn();
  world.changed();
  const late = new AbortController();
  const settled = world.settled().then(() => 'settled');
  const given = sleep(5000, 'never', { signal: late.signal }).catch(() => 'never');
  t.is(await Promise.race([settled, given]), 'settled');
  late.abort();
});
